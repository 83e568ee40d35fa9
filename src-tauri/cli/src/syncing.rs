//! `status` and `sync`.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open, wait};
use clap::Args;
use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::Status;

#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// Send what can be sent now, then end. Ends with 0 when nothing waits and nothing needs a person, else with 1
    #[arg(long, required = true)]
    once: bool,
}

pub(crate) fn status(everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Look, out)?;
    let status = desk.status()?;
    out.answer(&with_words(&status, out.say(&status.story)), || {
        format!("{}\n{}", out.say(&status.story), sum(&status, out))
    })?;
    Ok(if status.sum.adds_up { Exit::Done } else { Exit::OurFault })
}

/// The manager's sum, and, should it ever not add up, that it does not.
fn sum(status: &Status, out: &Out) -> String {
    let sum = status.sum;
    let line = Sentence::new("sum-line")
        .count("captured", u64::from(sum.captured))
        .count("synced", u64::from(sum.synced))
        .count("waiting", u64::from(sum.waiting))
        .count("attention", u64::from(sum.needs_attention))
        .count("removed", u64::from(sum.removed));
    let said = out.say(&line);
    if sum.adds_up { said } else { format!("{said}\n{}", out.say(&Sentence::new("sum-off"))) }
}

pub(crate) fn sync(sync: &Sync, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    debug_assert!(sync.once, "demanded by the command line");
    let desk = open(everywhere, Purpose::Send, out)?;
    let outcome = wait(desk.sync_now())?;
    desk.stop();
    let outcome = outcome?;
    let says = out.say(&outcome.sentence);
    out.answer(&with_words(&outcome, says.clone()), || says)?;
    Ok(if outcome.waiting + outcome.needs_attention == 0 { Exit::Done } else { Exit::InPart })
}
