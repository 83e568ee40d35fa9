//! `export`: the event's contacts as a file.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble, with_words};
use crate::input;
use crate::opening::{Purpose, open};
use clap::{Args, ValueEnum};
use lanyard_core::explain::Sentence;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::{ContactQuery, ExportChoice, ExportFormat, FileProgress};
use std::io;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// As what
    #[arg(long, value_name = "FORMAT")]
    format: Kind,
    /// The file to write; `-` is standard output
    #[arg(default_value = input::STDIN)]
    file: PathBuf,
    /// CSV with every value as it is: for programs; a spreadsheet may run what is in it
    #[arg(long)]
    raw: bool,
    /// What separates cells of CSV; German Excel opens a semicolon's
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<String>,
    /// Only those that hold these words
    #[arg(long, default_value = "", value_name = "WORDS")]
    search: String,
    /// Only those with this chip, such as queued or needs_attention; again for more
    #[arg(long, value_name = "CHIP", value_parser = crate::contacts::chip)]
    chip: Vec<Chip>,
    /// Only those with this tag; again for more, of which they have each
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Replace a file that is there
    #[arg(long)]
    replace: bool,
}

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// For spreadsheets: no cell runs
    Csv,
    /// A workbook
    Xlsx,
    /// vCard 3.0, as vcard3
    Vcard,
    /// vCard 3.0
    Vcard3,
    /// vCard 4.0
    Vcard4,
    /// A JSON object a line
    Jsonl,
}

pub(crate) fn export(export: &Export, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let format = match (export.format, export.raw) {
        (Kind::Csv, true) => ExportFormat::CsvRaw,
        (_, true) => return Err(Trouble::new(Exit::NotAsked, Sentence::new("cli-raw-is-csv"))),
        (Kind::Csv, false) => ExportFormat::Csv,
        (Kind::Xlsx, false) => ExportFormat::Xlsx,
        (Kind::Vcard | Kind::Vcard3, false) => ExportFormat::Vcard3,
        (Kind::Vcard4, false) => ExportFormat::Vcard4,
        (Kind::Jsonl, false) => ExportFormat::Jsonl,
    };
    let query = ContactQuery {
        search: export.search.clone(),
        chips: export.chip.clone(),
        tags: (!export.tag.is_empty()).then(|| export.tag.clone()),
        ..ContactQuery::default()
    };
    let choice =
        ExportChoice { format, delimiter: export.delimiter.clone(), contacts: None, query: Some(query) };
    let desk = open(everywhere, Purpose::Look, out)?;
    if export.file.as_os_str() == input::STDIN {
        desk.export_to(&choice, &mut io::stdout().lock())?;
        return Ok(Exit::Done);
    }
    let mut goes_on = |progress: FileProgress| {
        out.progress(progress.done, progress.of);
        true
    };
    let outcome = desk.export_file(&choice, &export.file, export.replace, &mut goes_on)?;
    out.progress_over();
    out.answer(&with_words(&outcome, out.say(&outcome.sentence)), || out.say(&outcome.sentence))?;
    Ok(Exit::Done)
}
