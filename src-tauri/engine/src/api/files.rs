//! Files in and out. Each call reads or writes a whole file on the thread that calls it; an import holds the store's writer
//! while it commits.

use super::desk::Desk;
use super::errors::Answer;
use super::views::{
    CommandError, ContactQuery, ErrorCode, ExportChoice, ExportFormat, ExportOutcome, FileColumn, FileHow,
    FileProgress, FileView, ImportOutcome, UnreadRowView,
};
use crate::export::{self, ExportFault, Which, place};
use crate::import::{self, Confirmed, FileGiven, ImportFault, Outcome, Progress, Why};
use crate::store::lists::Wanted;
use lanyard_core::contact::{FIELDS, Many};
use lanyard_core::explain::Sentence;
use lanyard_files::{Evidence, FileFault, Format, Looked, Said, Style, Target, VcardVersion, Written};
use std::io::{ErrorKind, Write};
use std::path::Path;

impl Desk {
    /// Looks at a file: what it is, how it is written, which column seems to be which field. Nothing is kept.
    ///
    /// # Errors
    /// When it cannot be read, in words.
    pub fn look_into_file(&self, file: &FileGiven, how: &FileHow) -> Answer<FileView> {
        let (looked, confirmed, remembered) = self.confirmed(file, how)?;
        Ok(view(looked, &confirmed, remembered))
    }

    /// Brings a file's entries in: all of them at once, or none. With `dry_run` only says what would come of it. What is left
    /// out of `how` is found, and columns are as they were confirmed for the same headers before. `goes_on` is told how far it
    /// came; `false` stops it.
    ///
    /// # Errors
    /// When the file cannot be read, or could not be saved; nothing of it was then kept.
    pub fn import_file(
        &self,
        file: &FileGiven,
        how: &FileHow,
        dry_run: bool,
        goes_on: &mut dyn FnMut(FileProgress) -> bool,
    ) -> Answer<ImportOutcome> {
        let engine = self.engine()?;
        let (_, confirmed, _) = self.confirmed(file, how)?;
        let mut told = |Progress { done, of }| goes_on(FileProgress { done: short(done), of: short(of) });
        let outcome = if dry_run {
            import::rehearse(&engine, file, &confirmed, &mut told)
        } else {
            import::import(&engine, file, &confirmed, &mut told)
        };
        Ok(told_of(&outcome.map_err(import_fault)?, dry_run))
    }

    /// Writes contacts to a file. One that is there is replaced only with `replace`. `goes_on` as for an import.
    ///
    /// # Errors
    /// When it could not be written; there is then no new file.
    pub fn export_file(
        &self,
        choice: &ExportChoice,
        path: &Path,
        replace: bool,
        goes_on: &mut dyn FnMut(FileProgress) -> bool,
    ) -> Answer<ExportOutcome> {
        let engine = self.engine()?;
        let (which, written) = (which(choice), written(choice)?);
        let mut told = |done, of| goes_on(FileProgress { done: short(done), of: short(of) });
        let done = export::to_file(&engine, &which, written, path, replace, &mut told);
        done.map(exported).map_err(export_fault)
    }

    /// Writes contacts to a stream, such as standard output.
    ///
    /// # Errors
    /// When it could not be written; what was written until then is of no use.
    pub fn export_to(&self, choice: &ExportChoice, out: &mut dyn Write) -> Answer<ExportOutcome> {
        let engine = self.engine()?;
        let done = export::write(&engine, &which(choice), written(choice)?, out, &mut |_, _| true);
        done.map(exported).map_err(export_fault)
    }

    pub(super) fn confirmed(&self, file: &FileGiven, how: &FileHow) -> Answer<(Looked, Confirmed, bool)> {
        let engine = self.engine()?;
        let said = Said {
            format: how.format,
            encoding: how.encoding.clone(),
            delimiter: one(how.delimiter.as_deref())?,
            header_rows: how.header_rows.map(|rows| rows as usize),
            sheet: how.sheet.clone(),
        };
        let mut input = file.open().map_err(file_fault)?;
        let looked = lanyard_files::look(&mut *input, &said).map_err(file_fault)?;
        let remembered = match &how.columns {
            Some(_) => None,
            None => import::remembered(&engine, &looked.signature, looked.columns.len())?,
        };
        let is_remembered = remembered.is_some();
        let columns = match (&how.columns, remembered) {
            (Some(said), _) => targets(said, looked.columns.len())?,
            (None, Some(remembered)) => remembered,
            (None, None) => looked.columns.iter().map(|column| column.guess).collect(),
        };
        let confirmed = Confirmed { how: looked.how.clone(), columns, signature: looked.signature.clone() };
        Ok((looked, confirmed, is_remembered))
    }
}

/// What was found, in words and as columns to confirm.
fn view(looked: Looked, confirmed: &Confirmed, remembered: bool) -> FileView {
    let how = looked.how;
    let sentence = match (how.format, how.evidence) {
        (Format::Vcard, _) => Sentence::new("file-is-vcard"),
        (_, Evidence::Guessed) => Sentence::new("file-encoding-guessed").text("encoding", how.encoding),
        (_, _) if remembered => Sentence::new("file-columns-remembered"),
        (_, Evidence::Mark | Evidence::Fits | Evidence::Said) if how.headers.is_empty() => {
            Sentence::new("file-no-header")
        }
        (_, Evidence::Mark | Evidence::Fits | Evidence::Said) => Sentence::new("file-confirm-columns"),
    };
    FileView {
        format: how.format,
        encoding: how.encoding.to_owned(),
        evidence: how.evidence,
        delimiter: how.delimiter.to_string(),
        header_rows: u32::try_from(how.header_rows).unwrap_or(u32::MAX),
        sheet: how.sheet,
        sheets: looked.sheets,
        columns: looked
            .columns
            .into_iter()
            .zip(&confirmed.columns)
            .map(|(column, target)| FileColumn {
                header: column.header,
                target: target.to_string(),
                samples: column.samples,
            })
            .collect(),
        remembered,
        targets: every_target(),
        sentence,
    }
}

/// What a column may be confirmed as; further values of a list (`email.4`) are understood too.
fn every_target() -> Vec<String> {
    const LISTED: u8 = 3;
    let mut all = Vec::new();
    for row in FIELDS.iter().filter(|row| row.many != Many::Keyed) {
        let most = if row.many == Many::List { LISTED } else { 1 };
        all.extend((0..most).map(|nth| Target::Field(row.field, nth).to_string()));
    }
    all.extend([Target::Id, Target::Extra, Target::Skip].map(|target| target.to_string()));
    all
}

fn targets(said: &[String], columns: usize) -> Answer<Vec<Target>> {
    if said.len() != columns {
        let sentence = Sentence::new("file-columns-count").count("count", columns as u64);
        return Err(CommandError::said(ErrorCode::BadInput, sentence));
    }
    said.iter()
        .map(|text| {
            Target::parse(text).ok_or_else(|| {
                CommandError::said(
                    ErrorCode::BadInput,
                    Sentence::new("file-no-such-target").text("target", text),
                )
            })
        })
        .collect()
}

/// One ASCII character.
fn one(text: Option<&str>) -> Answer<Option<char>> {
    let Some(text) = text else { return Ok(None) };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii() && !matches!(c, '"' | '\n' | '\r') => Ok(Some(c)),
        _ => Err(CommandError::new(ErrorCode::BadInput, "file-delimiter")),
    }
}

fn told_of(outcome: &Outcome, dry_run: bool) -> ImportOutcome {
    let sentence = Sentence::new(if dry_run { "import-would" } else { "import-done" })
        .count("added", outcome.added)
        .count("known", outcome.known)
        .count("removed", outcome.removed)
        .count("unread", outcome.unread);
    let unread_rows = outcome
        .first_unread
        .iter()
        .map(|row| UnreadRowView {
            line: row.line,
            sentence: match row.why {
                Why::Unread(why) => why.sentence(),
                Why::Repeated => Sentence::new("row-repeated"),
            },
        })
        .collect();
    ImportOutcome {
        dry_run,
        added: short(outcome.added),
        alike: (outcome.alike > 0).then(|| Sentence::new("import-alike").count("count", outcome.alike)),
        known: short(outcome.known),
        removed: short(outcome.removed),
        unread: short(outcome.unread),
        unread_rows,
        sentence,
    }
}

fn which(choice: &ExportChoice) -> Which {
    match (&choice.contacts, &choice.query) {
        (Some(ids), _) => Which::These(ids.clone()),
        (None, Some(query)) => Which::List(Box::new(wanted(query))),
        (None, None) => Which::List(Box::default()),
    }
}

/// What a list is asked for, as the store understands it; all of it, not a page.
pub(super) fn wanted(query: &ContactQuery) -> Wanted {
    Wanted {
        search: query.search.clone(),
        chips: query.chips.clone(),
        since: query.since,
        cause: query.cause.clone(),
        held: query.held.clone().map(|held| (held.destination, held.why)),
        tags: query.tags.iter().flatten().map(|tag| tag.to_lowercase()).collect(),
        rating: query.rating,
        reps: query.reps.clone().unwrap_or_default(),
        order: query.order.unwrap_or_default(),
        ..Wanted::default()
    }
}

fn written(choice: &ExportChoice) -> Answer<Written> {
    let delimiter = one(choice.delimiter.as_deref())?.unwrap_or(',');
    Ok(match choice.format {
        ExportFormat::Csv => Written::Csv { style: Style::Safe, delimiter },
        ExportFormat::CsvRaw => Written::Csv { style: Style::Raw, delimiter },
        ExportFormat::Xlsx => Written::Xlsx,
        ExportFormat::Vcard3 => Written::Vcard(VcardVersion::V3),
        ExportFormat::Vcard4 => Written::Vcard(VcardVersion::V4),
        ExportFormat::Jsonl => Written::Jsonl,
    })
}

fn exported(contacts: u64) -> ExportOutcome {
    ExportOutcome {
        contacts: short(contacts),
        path: None,
        sentence: Sentence::new("export-done").count("count", contacts),
    }
}

pub(super) fn file_fault(fault: FileFault) -> CommandError {
    let code = if fault == FileFault::Gone { ErrorCode::NotFound } else { ErrorCode::BadInput };
    CommandError::said(code, fault.sentence())
}

pub(super) fn import_fault(fault: ImportFault) -> CommandError {
    match fault {
        ImportFault::File(fault) => file_fault(fault),
        ImportFault::Store(error) => error.into(),
        ImportFault::Stopped => CommandError::new(ErrorCode::BadInput, "import-stopped"),
    }
}

pub(super) fn export_fault(fault: ExportFault) -> CommandError {
    match fault {
        ExportFault::Store(error) => error.into(),
        ExportFault::Taken => CommandError::new(ErrorCode::BadInput, export::TAKEN),
        ExportFault::Stopped => CommandError::new(ErrorCode::BadInput, "export-stopped"),
        ExportFault::Disk(error) => {
            let sentence = match error.kind() {
                ErrorKind::StorageFull => "export-disk-full",
                ErrorKind::FileTooLarge => "export-too-many",
                ErrorKind::NotFound => "export-no-folder",
                _ => "export-not-written",
            };
            let detail = Some(error.kind().to_string());
            CommandError { detail, ..CommandError::new(ErrorCode::NotSaved, sentence) }
        }
    }
}

/// Writes a new file into a folder under the wished name, or that with a number where it is taken; where it lies.
///
/// # Errors
/// When it could not be written, or all those names are taken.
pub(super) fn beside_others(
    folder: &Path,
    wished: &str,
    extension: &str,
    mut write: impl FnMut(&Path) -> std::result::Result<(), ExportFault>,
) -> Answer<String> {
    for path in place::names(folder, wished, extension) {
        match write(&path) {
            Err(ExportFault::Taken) => {}
            Err(fault) => return Err(export_fault(fault)),
            Ok(()) => return Ok(path.display().to_string()),
        }
    }
    Err(CommandError::new(ErrorCode::BadInput, export::TAKEN))
}

pub(super) fn short(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
