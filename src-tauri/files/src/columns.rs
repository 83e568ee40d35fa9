//! Which column is which field, and a row as a draft by that.

use crate::cells::Row;
use crate::{lists, safe};
use lanyard_badge::words;
use lanyard_core::contact::normalise::clean_text;
use lanyard_core::contact::{ContactDraft, DraftValue, Field, Many, Part};

/// Where a column's values go. Spelt `email`, `email.2`, `id`, `extra`, `skip`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Into a field; which of several values, counted from 0.
    Field(Field, u8),
    /// It is the file's own name for the row: by it the row is known again.
    Id,
    /// Kept beside the contact, shown and never sent.
    Extra,
    /// Left out.
    Skip,
}

/// Most values of a field that columns can be named for.
const MOST_VALUES: u8 = 99;

impl Target {
    /// Reads a target as it is spelt.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "id" => return Some(Self::Id),
            "extra" => return Some(Self::Extra),
            "skip" => return Some(Self::Skip),
            _ => {}
        }
        let (key, nth) = match text.split_once('.') {
            None => (text, 1),
            Some((key, nth)) => (key, nth.parse::<u8>().ok().filter(|nth| (1..=MOST_VALUES).contains(nth))?),
        };
        let field = Field::read_as(key)?;
        (nth == 1 || field.row().many == Many::List).then_some(Self::Field(field, nth - 1))
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Field(field, 0) => f.write_str(field.key()),
            Self::Field(field, nth) => write!(f, "{}.{}", field.key(), nth + 1),
            Self::Id => f.write_str("id"),
            Self::Extra => f.write_str("extra"),
            Self::Skip => f.write_str("skip"),
        }
    }
}

/// How headers begin of what is told beside a contact's fields, in words for people. An answer belongs to a question of an event that
/// this laptop may not have, and nobody's consent comes out of a file: both are passed over when they come back.
pub const TOLD: [&str; 2] = ["answer: ", "consent: "];

/// The header of the id in a file of ours whose cells are protected from being run.
pub(crate) const OUR_ID: &str = "lanyard_id";

/// The same in a file whose cells are raw.
pub(crate) const OUR_RAW_ID: &str = "lanyard_raw_id";

/// Headers of ours that are not read back.
pub(crate) const OURS_UNREAD: [&str; 2] = ["captured_at", "captured_by"];

/// One entry of a file: what it says of a person, and by what it is known again.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it begins: a line, or a row of the sheet, counted from 1.
    pub line: u64,
    /// What it says.
    pub draft: ContactDraft,
    /// The file's own name for it.
    pub id: Option<String>,
    /// The entry as it stood, to be kept: a row as `header: cell` lines, a card as it is.
    pub payload: Vec<u8>,
    /// The badge family it was read as, for a capture: `csv`, `vcard3` …
    pub kind: &'static str,
}

/// Values are personal data: only where it stands is printed.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry(line {}, {:?})", self.line, self.draft)
    }
}

impl Entry {
    /// What it is known by when it comes again, as far as its file names it; none when it does not. Lists that number their
    /// rows from 1 use the same names for other people: who finds it known must look whether it is the same person.
    #[must_use]
    pub fn id_key(&self) -> Option<Vec<u8>> {
        self.id.as_ref().map(|id| format!("import id\n{id}").into_bytes())
    }

    /// What it is known by when it comes again in this file or any other: all that it says. The order of columns, their
    /// headers, and columns that are left out make no difference.
    #[must_use]
    pub fn key(&self) -> Vec<u8> {
        let mut values: Vec<(Field, &Part, &str)> =
            self.draft.values.iter().map(|value| (value.field, &value.part, value.raw.as_str())).collect();
        values.sort_unstable();
        let mut key = b"import row".to_vec();
        for (field, part, raw) in values {
            for piece in [field.key(), part.as_str(), raw] {
                key.push(b'\n');
                // The length before each piece: no two rows can be spelt alike.
                key.extend_from_slice(piece.len().to_string().as_bytes());
                key.push(b' ');
                key.extend_from_slice(piece.as_bytes());
            }
        }
        key
    }
}

/// A column as it is read.
struct Reader {
    header: String,
    target: Target,
    /// A cell holds several values.
    splits: bool,
}

/// The columns of a table, decided.
pub(crate) struct Columns {
    readers: Vec<Reader>,
    kind: &'static str,
    unprotect: bool,
}

impl Columns {
    /// `headers` by column; where they are fewer than targets, columns are named by number.
    pub(crate) fn new(headers: &[String], targets: &[Target], kind: &'static str) -> Self {
        let readers = targets
            .iter()
            .enumerate()
            .map(|(place, target)| {
                let header = headers.get(place).cloned().unwrap_or_default();
                let ours = Target::parse(&header).is_some_and(|ours| ours == *target);
                let splits = match target {
                    Target::Field(field, _) => match field.row().many {
                        Many::Set => true,
                        Many::List => !ours,
                        Many::One | Many::Keyed => false,
                    },
                    Target::Id | Target::Extra | Target::Skip => false,
                };
                Reader { header, target: *target, splits }
            })
            .collect();
        // In a raw file of ours an apostrophe is an apostrophe; only CSV cells are protected at all.
        let unprotect = kind == "csv" && !headers.iter().any(|header| header == OUR_RAW_ID);
        Self { readers, kind, unprotect }
    }

    /// A row as an entry; none when no column that is taken says anything.
    pub(crate) fn entry(&self, row: &Row) -> Option<Entry> {
        let mut draft = ContactDraft::default();
        let mut id = None;
        let mut payload = String::with_capacity(row.cells.as_slice().len() + 16 * self.readers.len());
        for (reader, cell) in self.readers.iter().zip(row.cells.iter()) {
            let cell = if self.unprotect { safe::unprotected(cell) } else { cell }.trim();
            if cell.is_empty() || reader.target == Target::Skip {
                continue;
            }
            let value = self.clean(cell, &mut draft);
            if value.is_empty() {
                continue;
            }
            payload.push_str(&reader.header);
            payload.push_str(": ");
            payload.push_str(&value);
            payload.push('\n');
            match reader.target {
                Target::Id => id = Some(value.into_owned()),
                Target::Extra => draft.extra.push((reader.header.clone(), capped(&value))),
                Target::Field(field, nth) => take(&mut draft, field, nth, &value, reader.splits),
                Target::Skip => {}
            }
        }
        if draft.is_empty() {
            return None;
        }
        Some(Entry { line: row.line, draft, id, payload: payload.into_bytes(), kind: self.kind })
    }

    /// A value without the characters that nobody sees.
    fn clean<'a>(&self, cell: &'a str, draft: &mut ContactDraft) -> std::borrow::Cow<'a, str> {
        if cell.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')) {
            return cell.into();
        }
        let (clean, removed) = clean_text(cell);
        if removed > 0 {
            draft.warn("control_removed");
        }
        clean.trim().to_owned().into()
    }
}

/// Longest value that is only shown, in characters.
const EXTRA_CHARS: usize = 500;

fn capped(value: &str) -> String {
    value.chars().take(EXTRA_CHARS).collect()
}

fn take(draft: &mut ContactDraft, field: Field, nth: u8, value: &str, splits: bool) {
    if splits {
        for member in parts(field, value) {
            draft.push(field, member);
        }
        return;
    }
    let part = Part::nth(usize::from(nth));
    let is_taken = draft.values.iter().any(|known| known.field == field && known.part == part);
    if is_taken {
        draft.push(field, value);
    } else {
        draft.values.push(DraftValue { field, part, raw: value.to_owned() });
    }
}

/// The values of a cell of several. A comma or a bar may be part of a phone number, and an extension begins with `;`.
fn parts(field: Field, value: &str) -> Vec<String> {
    match field {
        Field::Phone | Field::Mobile | Field::Fax => {
            let lines = value.split(['\n', '\r']).flat_map(|line| {
                let mut pieces: Vec<String> = Vec::new();
                for piece in line.split(';') {
                    match pieces.last_mut() {
                        Some(last) if piece.trim_start().starts_with("ext=") => {
                            last.push(';');
                            last.push_str(piece);
                        }
                        Some(_) | None => pieces.push(piece.to_owned()),
                    }
                }
                pieces
            });
            lines.map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
        }
        _ => lists::split(value),
    }
}

/// What a header of our own exports means; none for a header of somebody else's.
pub(crate) fn ours(header: &str) -> Option<Target> {
    match header {
        OUR_ID | OUR_RAW_ID => Some(Target::Id),
        _ if OURS_UNREAD.contains(&header) || TOLD.iter().any(|told| header.starts_with(told)) => {
            Some(Target::Skip)
        }
        _ => Target::parse(header).filter(|target| matches!(target, Target::Field(..))),
    }
}

/// Columns by which a table is known again: its headers folded, in their order.
pub(crate) fn signature(headers: &[String], columns: usize) -> String {
    if headers.is_empty() {
        return format!("{columns} columns without names");
    }
    headers.iter().map(|header| words::folded(header)).collect::<Vec<_>>().join("\n")
}
