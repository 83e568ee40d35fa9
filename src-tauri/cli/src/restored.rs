//! `restored`: what a store is that was restored from a backup or copied. Until a person says it, nothing of it leaves.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open};
use clap::Args;
use lanyard_core::explain::Sentence;
use lanyard_engine::restored::{Decision, Restored as State};
use serde::Serialize;

#[derive(Debug, Args)]
pub(crate) struct Restored {
    /// This laptop takes the place of the one the store came from, which no longer sends
    #[arg(long, conflicts_with = "copy")]
    replaces: bool,
    /// The other one goes on sending; this is a copy to read
    #[arg(long)]
    copy: bool,
}

#[derive(Serialize)]
struct Shown {
    restored: State,
}

pub(crate) fn restored(said: &Restored, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let decision = match (said.replaces, said.copy) {
        (true, _) => Some(Decision::Replaces),
        (false, true) => Some(Decision::Copy),
        (false, false) => None,
    };
    let desk = open(everywhere, if decision.is_some() { Purpose::Write } else { Purpose::Look }, out)?;
    let mut state = desk.restored()?;
    if let (Some(decision), State::Asked | State::Copy) = (decision, state) {
        desk.decide_restored(decision)?;
        state = match decision {
            Decision::Replaces => State::Settled,
            Decision::Copy => State::Copy,
        };
    }
    let (code, exit) = match state {
        State::Settled => ("restored-settled", Exit::Done),
        State::Asked => ("restored-asked", Exit::InPart),
        State::Copy => ("restored-copy", Exit::Done),
    };
    let says = out.say(&Sentence::new(code));
    out.answer(&with_words(&Shown { restored: state }, says.clone()), || says)?;
    Ok(exit)
}
