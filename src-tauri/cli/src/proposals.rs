//! `proposals`: what the event's lists and recipes say about contacts that are here. Nothing is taken over without a yes.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open};
use clap::{Args, Subcommand};
use lanyard_core::contact::Field;
use lanyard_core::explain::{Arg, Sentence};
use lanyard_core::ids::ProposalId;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{DoneForMany, ProposalRow, ProposalView};

#[derive(Debug, Args)]
pub(crate) struct Proposals {
    #[command(subcommand)]
    act: Option<Act>,
    /// How many are listed at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Take a proposal over, or all of them; the contact goes on to the CRM by itself
    Apply(Apply),
    /// Leave a contact as it is; the same is not proposed again
    Refuse(One),
    /// Take back what was applied or refused; it is proposed again
    Undo(One),
}

#[derive(Debug, Args)]
struct Apply {
    /// The proposal's id, as `proposals` lists it
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    id: Option<String>,
    /// All of them, but what a person typed and whom the list has under another name
    #[arg(long)]
    all: bool,
    /// Also what takes the place of something that a person typed
    #[arg(long, conflicts_with = "all")]
    over_typed: bool,
}

#[derive(Debug, Args)]
struct One {
    /// The proposal's id
    id: String,
}

pub(crate) fn run(proposals: &Proposals, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let Some(act) = &proposals.act else {
        return list(&open(everywhere, Purpose::Look, out)?, proposals.limit, out);
    };
    let desk = open(everywhere, Purpose::Write, out)?;
    let done = match act {
        Act::Apply(apply) => match &apply.id {
            None => desk.apply_proposals()?,
            Some(id) => {
                let every: Vec<Field> = lanyard_core::contact::FIELDS.iter().map(|row| row.field).collect();
                let fields = apply.over_typed.then_some(every.as_slice());
                desk.apply_proposal(&ProposalId::new(id.as_str()), fields)?
            }
        },
        Act::Refuse(one) => desk.refuse_proposal(&ProposalId::new(one.id.as_str()))?,
        Act::Undo(one) => desk.undo_proposal(&ProposalId::new(one.id.as_str()))?,
    };
    told(&done, out)
}

fn told(done: &DoneForMany, out: &Out) -> Result<Exit, Trouble> {
    let says = out.say(&done.sentence);
    out.answer(&with_words(done, says.clone()), || says)?;
    Ok(Exit::Done)
}

fn list(desk: &Desk, limit: u32, out: &Out) -> Result<Exit, Trouble> {
    let found = desk.proposals(limit)?;
    if found.some.is_empty() && !out.json {
        out.line(&out.say(&Sentence::new("cli-no-proposals")))?;
    }
    for one in &found.some {
        out.answer(&with_words(one, out.say(&one.sentence)), || in_words(one, out))?;
    }
    let more = u64::from(found.open).saturating_sub(found.some.len() as u64);
    if more > 0 && !out.json {
        out.line(&out.say(&Sentence::new("cli-proposals-more").count("count", more)))?;
    }
    Ok(Exit::Done)
}

fn in_words(one: &ProposalView, out: &Out) -> String {
    let name = one.name.clone().or_else(|| one.badge_id.clone()).unwrap_or_default();
    let head = Sentence::new("cli-proposal")
        .text("id", one.id.as_str())
        .text("name", name)
        .text("why", out.say(&one.sentence));
    let mut lines = vec![out.say(&head)];
    lines.extend(one.rows.iter().map(|row| format!("  {}", out.say(&said(row)))));
    lines.join("\n")
}

fn said(row: &ProposalRow) -> Sentence {
    Sentence::new(if row.typed { "cli-proposal-typed" } else { "cli-proposal-row" })
        .with("field", Arg::Field(row.field.key().to_owned()))
        .text("ours", row.ours.clone().unwrap_or_else(|| "–".to_owned()))
        .text("theirs", &row.theirs)
}
