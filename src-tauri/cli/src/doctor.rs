//! `doctor`: what is missing on this laptop, and the line that mends it. The looking and the judging are the engine's.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble};
use crate::opening::{Purpose, folder, open};
use lanyard_engine::api::Desk;
use lanyard_engine::doctor::{StoreSeen, judge, look};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Doctor {
    /// Write a diagnostic file into this folder instead: counts and the log, nothing of anybody
    #[arg(long, value_name = "FOLDER")]
    report: Option<PathBuf>,
}

pub(crate) fn run(doctor: &Doctor, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    if let Some(folder) = &doctor.report {
        let saved = open(everywhere, Purpose::Look, out)?.save_diagnostic(folder)?;
        out.answer(&json!({ "path": saved.path }), || out.say(&saved.sentence))?;
        return Ok(Exit::Done);
    }
    let folder = folder(everywhere).ok();
    let seen = look(folder.as_deref(), everywhere.key_file.as_deref(), store(everywhere, out));
    let mut exit = Exit::Done;
    for finding in judge(&seen) {
        let says = out.say(&finding.says);
        let machine = json!({ "check": finding.check, "ok": finding.ok, "says": says, "mend": finding.mend });
        out.answer(&machine, || {
            let mark = if finding.ok { "✓" } else { "✗" };
            let mend = finding.mend.as_deref().map(|line| format!("\n    {line}")).unwrap_or_default();
            format!("{mark} {says}{mend}")
        })?;
        if !finding.ok {
            exit = Exit::InPart;
        }
    }
    Ok(exit)
}

fn store(everywhere: &Everywhere, out: &Out) -> StoreSeen {
    let look = |desk: Desk| Ok((desk.status()?.sum, desk.out_of_step()?));
    match open(everywhere, Purpose::Look, out).and_then(look) {
        Ok((sum, astray)) => StoreSeen::Open { captured: sum.captured, adds_up: sum.adds_up, astray },
        Err(trouble) if trouble.exit == Exit::NotHere => StoreSeen::New,
        Err(trouble) => StoreSeen::Shut(trouble.said(&out.words)),
    }
}
