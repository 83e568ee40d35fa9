//! `import`: a list of contacts from a file. Brought again, it adds only what is new.

use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open};
use crate::{Everywhere, input};
use clap::{Args, ValueEnum};
use lanyard_core::explain::Sentence;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{FileHow, FileProgress, FileView, UnreadRowView};
use lanyard_engine::import::FileGiven;
use lanyard_files::{Format, limits};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    file: FileArgs,
}

/// A list, and how it is read; what is left out is found.
#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// CSV, vCard, XLSX or JSON lines; `-` is standard input
    file: PathBuf,
    /// The kind of file, instead of finding it
    #[arg(long = "as", value_name = "FORMAT")]
    kind: Option<Kind>,
    /// Where a column goes, by its header or its number: "Work mail=email", 3=company; a field, id, extra or skip
    #[arg(long, value_name = "COLUMN=TARGET", value_parser = place)]
    map: Vec<(String, String)>,
    /// The encoding, such as utf-8 or windows-1252, instead of finding it
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What separates cells, instead of finding it
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<String>,
    /// How many rows stand before the data, the header the last of them; 0 for none
    #[arg(long, value_name = "COUNT")]
    header_rows: Option<u32>,
    /// The sheet of a workbook; the first that holds anything otherwise
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Say what would come of it, and keep nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// The kinds of file.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Separated values
    Csv,
    /// vCards
    Vcard,
    /// A workbook
    Xlsx,
    /// A JSON object a line
    Jsonl,
}

/// `column=target`; a header may hold equals signs itself.
fn place(word: &str) -> Result<(String, String), String> {
    match word.rsplit_once('=') {
        Some((column, target)) if !column.is_empty() => Ok((column.to_owned(), target.to_owned())),
        Some(_) | None => Err("expected COLUMN=TARGET".to_owned()),
    }
}

pub(crate) fn import(import: &Import, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let args = &import.file;
    let file = args.given()?;
    let desk = open(everywhere, args.purpose(), out)?;
    let how = args.how(&desk, &file, out)?;
    let mut goes_on = |progress: FileProgress| {
        out.progress(progress.done, progress.of);
        true
    };
    let outcome = desk.import_file(&file, &how, args.dry_run, &mut goes_on)?;
    out.progress_over();
    out.answer(&with_words(&outcome, out.say(&outcome.sentence)), || {
        let lines = unread_lines(&outcome.sentence, &outcome.unread_rows, outcome.unread, out);
        let alike = outcome.alike.as_ref().map(|alike| format!("\n{}", out.say(alike)));
        lines + alike.as_deref().unwrap_or_default()
    })?;
    Ok(match (outcome.unread, outcome.added + outcome.known + outcome.removed) {
        (0, _) => Exit::Done,
        (_, 0) => Exit::BadInput,
        (_, _) => Exit::InPart,
    })
}

impl FileArgs {
    /// The file, proved to be one; standard input as its bytes.
    pub(crate) fn given(&self) -> Result<FileGiven, Trouble> {
        if self.file.as_os_str() == input::STDIN {
            let most = usize::try_from(limits::FILE_BYTES).unwrap_or(usize::MAX);
            return Ok(FileGiven::Bytes(input::whole(&self.file, most)?.into()));
        }
        input::open(&self.file)?;
        Ok(FileGiven::Path(self.file.clone()))
    }

    /// What the file is called.
    pub(crate) fn name(&self) -> String {
        self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// What the store is needed for.
    pub(crate) fn purpose(&self) -> Purpose {
        if self.dry_run { Purpose::Look } else { Purpose::Write }
    }

    /// How the file is read; before nothing is kept, which column goes where is told.
    pub(crate) fn how(&self, desk: &Desk, file: &FileGiven, out: &Out) -> Result<FileHow, Trouble> {
        let mut how = FileHow {
            format: self.kind.map(|kind| match kind {
                Kind::Csv => Format::Csv,
                Kind::Vcard => Format::Vcard,
                Kind::Xlsx => Format::Xlsx,
                Kind::Jsonl => Format::Jsonl,
            }),
            encoding: self.encoding.clone(),
            delimiter: self.delimiter.clone(),
            header_rows: self.header_rows,
            sheet: self.sheet.clone(),
            columns: None,
        };
        let seen = desk.look_into_file(file, &how)?;
        how.columns = columns(&seen, &self.map)?;
        if self.dry_run {
            tell_columns(desk, file, &how, out)?;
        }
        Ok(how)
    }
}

/// All columns, when some were named.
fn columns(seen: &FileView, named: &[(String, String)]) -> Result<Option<Vec<String>>, Trouble> {
    if named.is_empty() {
        return Ok(None);
    }
    let mut columns: Vec<String> = seen.columns.iter().map(|column| column.target.clone()).collect();
    for (name, target) in named {
        let by_number = || name.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let place = seen.columns.iter().position(|column| column.header == *name).or_else(by_number);
        match place.and_then(|place| columns.get_mut(place)) {
            Some(column) => column.clone_from(target),
            None => {
                let sentence = Sentence::new("file-no-such-column").text("column", name);
                return Err(Trouble::new(Exit::BadInput, sentence));
            }
        }
    }
    Ok(Some(columns))
}

/// Which column goes where, before anything is kept.
fn tell_columns(desk: &Desk, file: &FileGiven, how: &FileHow, out: &Out) -> Result<(), Trouble> {
    let seen = desk.look_into_file(file, how)?;
    out.answer(&with_words(&seen, out.say(&seen.sentence)), || {
        let mut lines = vec![out.say(&seen.sentence)];
        lines.extend(seen.columns.iter().map(|column| {
            let sentence = Sentence::new("cli-column")
                .text("target", &column.target)
                .text("header", &column.header)
                .text("samples", column.samples.join(" | "));
            out.say(&sentence)
        }));
        lines.join("\n")
    })
}

/// So many rows that were not read are listed for people; all of them with `--json`.
const LISTED: usize = 20;

/// What came of a list, and the first rows that were not read.
pub(crate) fn unread_lines(sentence: &Sentence, rows: &[UnreadRowView], unread: u32, out: &Out) -> String {
    let mut lines = vec![out.say(sentence)];
    for row in rows.iter().take(LISTED) {
        let why = out.say(&row.sentence);
        lines.push(out.say(&Sentence::new("cli-row").text("line", row.line.to_string()).text("why", why)));
    }
    let more = u64::from(unread).saturating_sub(LISTED as u64);
    if more > 0 {
        lines.push(out.say(&Sentence::new("cli-rows-more").count("count", more)));
    }
    lines.join("\n")
}
