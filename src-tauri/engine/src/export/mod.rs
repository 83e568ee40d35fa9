//! Contacts become a file. It is written beside its place under another name, brought to the disk, and only then given its
//! name: a file of that name is whole. It holds personal data in the open, so only its owner may read it.

pub mod place;

use crate::engine::Engine;
use crate::store::consents::{self, Channel, Said};
use crate::store::lists::{self, Wanted};
use crate::store::{StoreError, captures, contacts, imports, questions};
use crate::whole_file::{self, NotPlaced};
use jiff::Timestamp;
use lanyard_core::contact::asking::{self, Question};
use lanyard_core::contact::{Contact, Field, Part};
use lanyard_core::ids::ContactId;
use lanyard_core::time::WallMs;
use lanyard_files::{Exporter, Outgoing, TOLD, Written, safe_table};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Which contacts go out.
#[derive(Debug, Clone)]
pub enum Which {
    /// Those of a list: what is searched and filtered there; its limit and offset do not count.
    List(Box<Wanted>),
    /// These.
    These(Vec<ContactId>),
}

/// Why there is no file.
#[derive(Debug)]
pub enum ExportFault {
    /// The store.
    Store(StoreError),
    /// Something of that name is there already.
    Taken,
    /// It could not be written.
    Disk(io::Error),
    /// A person stopped it.
    Stopped,
}

impl From<StoreError> for ExportFault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<NotPlaced> for ExportFault {
    fn from(fault: NotPlaced) -> Self {
        match fault {
            NotPlaced::Taken => Self::Taken,
            NotPlaced::Disk(error) => Self::Disk(error),
        }
    }
}

impl From<io::Error> for ExportFault {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// The sentence for a name that is taken.
pub(crate) const TAKEN: &str = "export-taken";

/// Contacts that are read from the store at once: a capture's reading back waits no longer than for these.
const AT_ONCE: usize = 500;

/// Told how many are written of how many; `false` stops.
pub type GoesOn<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// Writes contacts of the current event, oldest first, to `out`. Returns how many.
///
/// # Errors
/// What was written until then is of no use.
pub fn write(
    engine: &Engine,
    which: &Which,
    written: Written,
    out: &mut dyn Write,
    goes_on: GoesOn<'_>,
) -> Result<u64, ExportFault> {
    let event = engine.event()?;
    let (ids, used) = engine.store.read(|conn| {
        let ids = match which {
            Which::These(ids) => ids.clone(),
            Which::List(wanted) => {
                let all = Wanted { limit: u32::MAX, offset: 0, ..wanted.as_ref().clone() };
                let mut ids = lists::contacts(conn, &event.id, &all)?.ids;
                ids.reverse();
                ids
            }
        };
        Ok((ids, imports::used(conn, &event.id)?))
    })?;
    let used: BTreeSet<(Field, Part)> =
        used.into_iter().filter_map(|(key, part)| Some((Field::by_key(&key)?, Part::member(part)))).collect();
    let (asked, anybody) = engine.store.read(|conn| {
        let answers = used.iter().filter(|(field, _)| *field == Field::Answer).map(|(_, part)| part);
        Ok((questions::asked(conn, answers)?, consents::any(conn, &event.id)?))
    })?;
    let mut columns = headers(&asked);
    if anybody {
        columns.extend(CONSENT.map(|name| format!("{}{name}", TOLD[1])));
    }
    let mut file = Exporter::begin(written, out, &used, columns)?;
    let (mut done, of) = (0, ids.len() as u64);
    for some in ids.chunks(AT_ONCE) {
        let rows = engine.store.read(|conn| {
            let mut rows = Vec::with_capacity(some.len());
            for id in some {
                let Some(head) = contacts::head(conn, id)?.filter(|head| !head.deleted) else { continue };
                let by = captures::first_by(conn, id)?.unwrap_or_default();
                rows.push((
                    id,
                    head.created_at,
                    by,
                    contacts::load(conn, id)?,
                    consents::of(conn, id)?.pop(),
                ));
            }
            Ok(rows)
        })?;
        for (id, at, by, contact, said) in rows {
            let captured_at = rfc3339(at);
            let mut told: Vec<String> = asked.iter().map(|(part, _)| answer(&contact, part)).collect();
            if anybody {
                told.extend(consent(said));
            }
            file.put(&Outgoing {
                id: id.as_str(),
                captured_at: &captured_at,
                captured_by: &by,
                contact: &contact,
                told: &told,
            })?;
            done += 1;
        }
        if !goes_on(done, of) {
            return Err(ExportFault::Stopped);
        }
    }
    file.finish()?;
    Ok(done)
}

/// What is told of a consent.
const CONSENT: [&str; 5] = ["given", "words", "version", "at", "asked by"];

/// What a contact said last, in the order of [`CONSENT`]; empty where it said nothing.
fn consent(said: Option<Said>) -> [String; 5] {
    let Some(said) = said else { return Default::default() };
    let given = if said.given { asking::YES } else { asking::NO };
    let by = match said.channel {
        Channel::Kiosk => "kiosk".to_owned(),
        Channel::Staff => said.by.unwrap_or_default(),
    };
    [given.to_owned(), said.text, said.version.to_string(), rfc3339(said.at), by]
}

/// A column for each wording that anybody answered, in its own words; where two are the same, the later one has a number.
fn headers(asked: &[(Part, Question)]) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    for (_, question) in asked {
        let header = format!("{}{}", TOLD[0], question.text);
        let same =
            headers.iter().filter(|one| **one == header || one.starts_with(&format!("{header} ("))).count();
        headers.push(if same == 0 { header } else { format!("{header} ({})", same + 1) });
    }
    headers
}

fn answer(contact: &Contact, part: &Part) -> String {
    let found = contact.all(Field::Answer).find(|(of, _)| *of == part);
    found.map(|(_, value)| value.value.clone()).unwrap_or_default()
}

/// Writes contacts to a file at `path`. One that is there is only replaced when that was asked for, and stays whole until the
/// new one is.
///
/// # Errors
/// There is then no new file.
pub fn to_file(
    engine: &Engine,
    which: &Which,
    written: Written,
    path: &Path,
    replace: bool,
    goes_on: GoesOn<'_>,
) -> Result<u64, ExportFault> {
    whole(path, replace, |out| write(engine, which, written, out, goes_on))
}

/// Writes a table for people, its head first, to a new file at `path`. No cell of it runs in a spreadsheet.
///
/// # Errors
/// There is then no new file.
pub(crate) fn table_to_file<Row: AsRef<[Cell]>, Cell: AsRef<str>>(
    rows: &[Row],
    path: &Path,
) -> Result<(), ExportFault> {
    whole(path, false, |out| Ok(safe_table(rows, out)?))
}

/// Writes a text to a new file.
///
/// # Errors
/// [`ExportFault::Taken`] when a file of that name is there; else as the disk allows. Nothing of the file is left then.
pub(crate) fn text_to_file(text: &str, path: &Path) -> Result<(), ExportFault> {
    text_over_file(text, path, false)
}

/// Writes a text to a file; one that is there is only replaced when that was asked for, and stays whole until the new one is.
///
/// # Errors
/// As [`text_to_file`].
pub(crate) fn text_over_file(text: &str, path: &Path, replace: bool) -> Result<(), ExportFault> {
    whole(path, replace, |out| Ok(out.write_all(text.as_bytes())?))
}

/// A file that is there under its name when it is whole, and never before.
fn whole<T>(
    path: &Path,
    replace: bool,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, ExportFault>,
) -> Result<T, ExportFault> {
    if whole_file::taken(path, replace) {
        return Err(ExportFault::Taken);
    }
    let unfinished = whole_file::unfinished(path);
    let done = filled(&unfinished, fill).and_then(|done| {
        whole_file::place(&unfinished, path, replace)?;
        Ok(done)
    });
    if done.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    done
}

fn filled<T>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, ExportFault>,
) -> Result<T, ExportFault> {
    let mut out = BufWriter::new(whole_file::begin(path)?);
    let done = fill(&mut out)?;
    let file: File = out.into_inner().map_err(|error| error.into_error())?;
    file.sync_all()?;
    Ok(done)
}

fn rfc3339(at: WallMs) -> String {
    Timestamp::from_millisecond(at.0).map(|time| time.to_string()).unwrap_or_default()
}
