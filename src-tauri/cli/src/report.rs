//! `report`: a day, or the whole event, as one HTML file.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble};
use crate::input;
use crate::opening::{Purpose, open};
use clap::Args;
use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::Over;
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The file to write; `-` is standard output
    #[arg(default_value = input::STDIN)]
    file: PathBuf,
    /// Which day, such as 2026-11-22; without it the last on which anything happened
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// The whole event
    #[arg(long, conflicts_with = "day")]
    all: bool,
    /// Replace a file that is there
    #[arg(long)]
    replace: bool,
}

pub(crate) fn report(report: &Report, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let over = match (&report.day, report.all) {
        (Some(date), _) => Over::Day { date: date.clone() },
        (None, true) => Over::All,
        (None, false) => Over::Latest,
    };
    let language = if out.words.is_german() { "de" } else { "en" };
    let desk = open(everywhere, Purpose::Look, out)?;
    if report.file.as_os_str() == input::STDIN {
        let html = desk.report(&over, language)?;
        // Who closed the pipe has read enough.
        let _ = io::stdout().lock().write_all(html.as_bytes());
        return Ok(Exit::Done);
    }
    desk.write_report(&over, language, &report.file, report.replace)?;
    let path = report.file.display().to_string();
    let said = out.say(&Sentence::new("report-saved").text("path", path.clone()));
    out.answer(&json!({ "path": path, "sentence": said }), || said.clone())?;
    Ok(Exit::Done)
}
