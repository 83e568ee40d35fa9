//! `contacts`, `show`, `edit`, `retry`.

use crate::answer::{Exit, Out, Trouble, with_words};
use crate::capturing::name;
use crate::opening::{Purpose, open};
use crate::{Everywhere, input};
use clap::Args;
use lanyard_core::explain::{Arg, Sentence};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::{ContactDetail, ContactQuery, ContactRow, FieldChange};

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those that hold these words
    #[arg(long, default_value = "", value_name = "WORDS")]
    search: String,
    /// Only those with this chip, such as queued or needs_attention; again for more
    #[arg(long, value_name = "CHIP", value_parser = chip)]
    chip: Vec<Chip>,
    /// How many at most
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// How many to pass over
    #[arg(long, default_value_t = 0)]
    offset: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The contact's id, as `contacts` lists it
    id: String,
}

#[derive(Debug, Args)]
pub(crate) struct EditContact {
    /// The contact's id
    id: String,
    /// A new value: company=Arvika, email.2=ada@example.com; without a value it is removed
    #[arg(required = true, value_name = "KEY=VALUE", value_parser = input::change)]
    changes: Vec<FieldChange>,
}

#[derive(Debug, Args)]
pub(crate) struct Retry {
    /// The contact's id
    id: String,
}

/// The most that the engine gives at once.
const PAGE: u32 = 500;

pub(crate) fn list(list: &List, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Look, out)?;
    let mut query = ContactQuery {
        search: list.search.clone(),
        chips: list.chip.clone(),
        offset: list.offset,
        ..ContactQuery::default()
    };
    let mut left = list.limit;
    loop {
        query.limit = left.min(PAGE);
        let page = desk.contacts(&query)?;
        let shown = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        for row in &page.rows {
            out.answer(&with_words(row, out.say(&row.sentence)), || line(row, out))?;
        }
        query.offset += shown;
        left -= shown.min(left);
        if left == 0 || shown == 0 || (query.offset >= page.matching && !page.more) {
            return Ok(Exit::Done);
        }
    }
}

fn line(row: &ContactRow, out: &Out) -> String {
    let chip = word(out, "chip", &row.chip);
    let company = row.company.as_deref().map(|company| format!(", {company}")).unwrap_or_default();
    format!(
        "{}  {}  {}{company}  {chip}: {}",
        row.id,
        out.words.time(row.at),
        name(row),
        out.say(&row.sentence)
    )
}

/// The catalogue's word for a value such as a chip.
pub(crate) fn word(out: &Out, family: &str, value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(value)) => out.say(&Sentence::new(&format!("{family}-{value}"))),
        Ok(_) | Err(_) => String::new(),
    }
}

pub(crate) fn show(show: &Show, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Look, out)?;
    told(&desk.contact(&ContactId::new(show.id.as_str()))?, out)
}

pub(crate) fn edit(edit: &EditContact, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Write, out)?;
    told(&desk.edit_contact(&ContactId::new(edit.id.as_str()), &edit.changes)?, out)
}

pub(crate) fn retry(retry: &Retry, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Write, out)?;
    told(&desk.retry(&ContactId::new(retry.id.as_str()))?, out)
}

pub(crate) fn told(contact: &ContactDetail, out: &Out) -> Result<Exit, Trouble> {
    let says = out.say(&contact.explanation.why);
    out.answer(&with_words(contact, says), || in_full(contact, out))?;
    Ok(Exit::Done)
}

fn in_full(contact: &ContactDetail, out: &Out) -> String {
    let mut lines = vec![
        name(&contact.row),
        format!("{}: {}", word(out, "chip", &contact.row.chip), out.say(&contact.explanation.why)),
    ];
    lines.extend(contact.explanation.next.as_ref().map(|next| out.say(next)));
    for delivery in &contact.deliveries {
        let id = delivery.remote_id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
        lines.push(format!("{}{id}: {}", delivery.destination, word(out, "chip", &delivery.chip)));
    }
    lines.push(String::new());
    for field in &contact.fields {
        let origin = word(out, "origin", &field.origin);
        lines.push(format!("{}: {}  ({origin})", out.words.field(field.field.key()), field.value));
        lines.extend(field.problem.map(|problem| format!("  {}", word(out, "problem", &problem))));
        for remark in &field.remarks {
            let meant = remark.proposal.as_deref().map(|meant| format!(" ({meant}?)")).unwrap_or_default();
            lines.push(format!("  {}{meant}", word(out, "remark", &remark.kind)));
        }
    }
    lines.extend(contact.extra.iter().map(|(key, value)| format!("{key}: {value}")));
    for conflict in &contact.conflicts {
        let differs = Sentence::new("cli-differs")
            .with("field", Arg::Field(conflict.field.clone()))
            .text("ours", conflict.ours.clone().unwrap_or_default())
            .text("theirs", conflict.theirs.clone().unwrap_or_default());
        lines.push(out.say(&differs));
    }
    lines.push(String::new());
    for entry in &contact.timeline {
        let more = entry.more.as_ref().map(|more| format!(" ({})", out.say(more))).unwrap_or_default();
        lines.push(format!("{}  {}{more}", out.words.time(entry.at), out.say(&entry.what)));
    }
    lines.join("\n")
}

/// A chip by its word in JSON; a dash is as good as an underscore.
pub(crate) fn chip(word: &str) -> Result<Chip, String> {
    let word = word.to_lowercase().replace('-', "_");
    serde_json::from_value(serde_json::Value::String(word.clone()))
        .map_err(|_| format!("there is no chip `{word}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_is_understood_with_dash_and_underscore() {
        assert_eq!(chip("needs-attention"), Ok(Chip::NeedsAttention));
        assert_eq!(chip("on_hold"), Ok(Chip::OnHold));
        assert!(chip("sent").is_err());
    }
}
