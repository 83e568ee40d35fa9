//! `duplicates`, `merge`, `unmerge`, `not-same`.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble};
use crate::capturing::name;
use crate::contacts::{told, word};
use crate::opening::{Purpose, open};
use clap::Args;
use lanyard_core::contact::Field;
use lanyard_core::contact::joining::{Take, chosen_by, offered};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::ContactId;
use lanyard_engine::api::views::{Chosen, PairView};

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The two contacts' ids; which of them is kept, their records in the CRM decide
    one: String,
    /// The other one
    other: String,
    /// Whose value a field gets, such as company=other: kept is that of the first one named, both of lists and notes
    #[arg(value_name = "FIELD=kept|other|both", value_parser = chosen)]
    choices: Vec<Chosen>,
}

#[derive(Debug, Args)]
pub(crate) struct Unmerge {
    /// The id of the contact that was merged into another one
    id: String,
}

#[derive(Debug, Args)]
pub(crate) struct NotSame {
    /// The one
    one: String,
    /// The other
    other: String,
    /// Take it back: they may be the same after all
    #[arg(long)]
    undo: bool,
}

pub(crate) fn duplicates(everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Write, out)?;
    desk.compare_contacts()?;
    let found = desk.duplicates()?;
    for pair in &found.first {
        out.answer(pair, || line(pair, out))?;
    }
    let shown = u32::try_from(found.first.len()).unwrap_or(u32::MAX);
    if found.pairs > shown && !out.json {
        let more = Sentence::new("cli-more-duplicates").count("count", u64::from(found.pairs - shown));
        out.line(&out.say(&more))?;
    }
    Ok(Exit::Done)
}

fn line(pair: &PairView, out: &Out) -> String {
    let reasons: Vec<String> = pair.reasons.iter().map(|reason| word(out, "likeness", reason)).collect();
    let (one, other) = (&pair.one, &pair.other);
    format!(
        "{}  {}\n{}  {}\n  {} %: {}",
        one.id,
        name(one),
        other.id,
        name(other),
        pair.score,
        reasons.join(", ")
    )
}

pub(crate) fn merge(merge: &Merge, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Write, out)?;
    let (one, other) = (ContactId::new(merge.one.as_str()), ContactId::new(merge.other.as_str()));
    let view = desk.look_at_merge(&one, &other)?;
    // On this line "kept" is the first one, whichever of them the records make the one that stays.
    let turned = view.kept.id != one;
    let choices: Vec<Chosen> = merge
        .choices
        .iter()
        .map(|chosen| match chosen.take {
            Take::Kept if turned => Chosen { take: Take::Other, ..*chosen },
            Take::Other if turned => Chosen { take: Take::Kept, ..*chosen },
            Take::Kept | Take::Other | Take::Both => *chosen,
        })
        .collect();
    told(&desk.merge_contacts(&view.kept.id, &view.other.id, &choices)?, out)
}

pub(crate) fn unmerge(unmerge: &Unmerge, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Write, out)?;
    told(&desk.unmerge_contact(&ContactId::new(unmerge.id.as_str()))?, out)
}

pub(crate) fn not_same(said: &NotSame, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Write, out)?;
    let (one, other) = (ContactId::new(said.one.as_str()), ContactId::new(said.other.as_str()));
    desk.not_the_same(&one, &other, !said.undo)?;
    Ok(Exit::Done)
}

/// `company=other`. A name and an address are chosen whole, by their first field.
fn chosen(text: &str) -> Result<Chosen, String> {
    let (key, take) = text.split_once('=').ok_or_else(|| "write it as field=other".to_owned())?;
    let field = Field::by_key(key).filter(|field| chosen_by().any(|one| one == *field));
    let field = field.ok_or_else(|| {
        let known: Vec<&str> = chosen_by().map(Field::key).collect();
        format!("`{key}` is not chosen by itself: {}", known.join(", "))
    })?;
    let take = match take {
        "kept" => Take::Kept,
        "other" => Take::Other,
        "both" => Take::Both,
        _ => return Err(format!("`{take}` is none of kept, other, both")),
    };
    if offered(field).contains(&take) {
        Ok(Chosen { field, take })
    } else {
        Err(format!("`{key}` has one value: kept or other"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_value_a_field_gets_is_understood() {
        assert_eq!(chosen("company=other"), Ok(Chosen { field: Field::Company, take: Take::Other }));
        assert_eq!(chosen("email=both"), Ok(Chosen { field: Field::Email, take: Take::Both }));
        for wrong in ["company=both", "given_name=other", "company", "colour=kept", "company=mine"] {
            assert!(chosen(wrong).is_err(), "{wrong}");
        }
    }
}
