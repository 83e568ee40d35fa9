//! `status` and `sync`, and what a sync would do.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open, wait};
use clap::Args;
use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::{DryRow, DryRun, Status};

#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// Send what can be sent now, then end. Ends with 0 when nothing waits and nothing needs a person, else with 1
    #[arg(long, required_unless_present = "dry_run", conflicts_with = "dry_run")]
    once: bool,
    /// Say what would be sent, contact by contact, and send nothing. Runs beside the window
    #[arg(long)]
    dry_run: bool,
    /// With --dry-run: each request too, without the sign-in
    #[arg(long, requires = "dry_run")]
    requests: bool,
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
    if sync.dry_run {
        return dry_run(sync.requests, everywhere, out);
    }
    debug_assert!(sync.once, "demanded by the command line");
    let desk = open(everywhere, Purpose::Send, out)?;
    let outcome = wait(desk.sync_now())?;
    desk.stop();
    let outcome = outcome?;
    let says = out.say(&outcome.sentence);
    out.answer(&with_words(&outcome, says.clone()), || says)?;
    Ok(if outcome.waiting + outcome.needs_attention == 0 { Exit::Done } else { Exit::InPart })
}

fn dry_run(requests: bool, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Look, out)?;
    let runs = wait(desk.dry_run())??;
    if out.json {
        out.object(&runs.iter().map(|run| worded(run, out)).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    if runs.is_empty() {
        out.line(&out.say(&Sentence::new("sync-outcome-no-destination")))?;
    }
    for run in &runs {
        out.line(&out.say(&run.sentence))?;
        for row in &run.rows {
            out.line(&lines(row, requests, out))?;
        }
        if run.more > 0 {
            out.line(&out.say(&Sentence::new("dry-more").count("count", u64::from(run.more))))?;
        }
    }
    Ok(Exit::Done)
}

fn worded(run: &DryRun, out: &Out) -> serde_json::Value {
    let mut value = with_words(run, out.say(&run.sentence));
    let rows: Vec<_> = run.rows.iter().map(|row| with_words(row, out.say(&row.sentence))).collect();
    value["rows"] = rows.into();
    value
}

/// A contact, what becomes of it, and its values below.
fn lines(row: &DryRow, requests: bool, out: &Out) -> String {
    let name = row.name.clone().unwrap_or_else(|| row.contact.to_string());
    let mut lines = vec![format!("  {name}: {}", out.say(&row.sentence))];
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    for change in &row.changes {
        let (was, will) = (shown(&change.was), shown(&change.will));
        lines.push(format!("      {}: {was} → {will}", out.words.field(&change.field)));
    }
    for differs in &row.differences {
        let (theirs, ours) = (shown(&differs.was), shown(&differs.will));
        lines.push(format!("      {}: {theirs} ≠ {ours}", out.words.field(&differs.field)));
    }
    for request in row.requests.iter().filter(|_| requests) {
        lines.push(format!("      {} {}", request.method, request.address));
        lines.extend(request.headers.iter().map(|header| format!("      {header}")));
        lines.extend(request.body.iter().flat_map(|body| body.lines()).map(|line| format!("      {line}")));
    }
    lines.join("\n")
}
