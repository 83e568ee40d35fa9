//! Contacts written to files, one after the other. A table has a column for each value that any contact has; its headers are
//! the fields' keys, so that it is understood when it comes back.

mod csv;
mod jsonl;
mod vcard;
pub(crate) mod vcard_own;
mod xlsx;

use crate::columns::{OUR_ID, OUR_RAW_ID, OURS_UNREAD, Target};
use crate::lists;
use lanyard_core::contact::{Contact, FIELDS, Field, Many, Part};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// How cells of a CSV file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For spreadsheets: what begins like a formula is made text, and a byte order mark tells the encoding.
    Safe,
    /// For programs: every value as it is.
    Raw,
}

/// Which vCard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VcardVersion {
    /// 3.0 (RFC 2426), which every address book reads.
    V3,
    /// 4.0 (RFC 6350).
    V4,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Values separated by `delimiter`, an ASCII character.
    Csv {
        /// How cells are written.
        style: Style,
        /// What separates them.
        delimiter: char,
    },
    /// A workbook with one sheet. Every cell is text; there is no formula in it.
    Xlsx,
    /// vCards.
    Vcard(VcardVersion),
    /// A JSON object a line.
    Jsonl,
}

/// One contact on its way out.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// Its id here.
    pub id: &'a str,
    /// When it was captured, as RFC 3339 writes it.
    pub captured_at: &'a str,
    /// By whom.
    pub captured_by: &'a str,
    /// What it says.
    pub contact: &'a Contact,
    /// What else is told of it, in the order of the headers that [`Exporter::begin`] was given; empty where there is nothing.
    pub told: &'a [String],
}

/// Not what it says: personal data.
impl std::fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outgoing({})", self.id)
    }
}

/// A file while contacts are written to it.
pub struct Exporter<W: Write> {
    kind: Kind<W>,
    columns: Vec<(Field, Part)>,
    told: Vec<String>,
}

enum Kind<W: Write> {
    Csv(Box<csv::Table<W>>),
    Xlsx(Box<xlsx::Sheet<W>>),
    Vcard(W, VcardVersion),
    Jsonl(W),
}

impl<W: Write> std::fmt::Debug for Exporter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Exporter({} columns)", self.columns.len())
    }
}

impl<W: Write> Exporter<W> {
    /// Begins a file. `used` are the values that any of the contacts may have; a value of another column is not written to a
    /// table. `told` are the headers of what else is told of each contact, in words for people: each begins as one of [`crate::TOLD`], so that
    /// it is passed over when the file comes back. A vCard has no place for it.
    ///
    /// # Errors
    /// As writing allows.
    pub fn begin(
        written: Written,
        out: W,
        used: &BTreeSet<(Field, Part)>,
        told: Vec<String>,
    ) -> io::Result<Self> {
        let columns = columns(used);
        let mut headers = vec![OUR_ID.to_owned()];
        headers.extend(OURS_UNREAD.iter().map(|header| (*header).to_owned()));
        headers.extend(columns.iter().map(|(field, part)| header(*field, part)));
        headers.extend(told.iter().cloned());
        let kind = match written {
            Written::Csv { style, delimiter } => {
                if style == Style::Raw {
                    headers[0] = OUR_RAW_ID.to_owned();
                }
                Kind::Csv(Box::new(csv::Table::begin(out, style, delimiter, &headers)?))
            }
            Written::Xlsx => Kind::Xlsx(Box::new(xlsx::Sheet::begin(out, &headers)?)),
            Written::Vcard(version) => Kind::Vcard(out, version),
            Written::Jsonl => Kind::Jsonl(out),
        };
        Ok(Self { kind, columns, told })
    }

    /// Writes a contact.
    ///
    /// # Errors
    /// As writing allows, and when a workbook has no more rows.
    pub fn put(&mut self, contact: &Outgoing<'_>) -> io::Result<()> {
        match &mut self.kind {
            Kind::Csv(table) => table.row(&row(contact, &self.columns)),
            Kind::Xlsx(sheet) => sheet.row(&row(contact, &self.columns)),
            Kind::Vcard(out, version) => out.write_all(vcard::card(contact, *version).as_bytes()),
            Kind::Jsonl(out) => jsonl::write(out, contact, &self.told),
        }
    }

    /// Ends the file, and gives back what it was written to.
    ///
    /// # Errors
    /// As writing allows.
    pub fn finish(self) -> io::Result<W> {
        let mut out = match self.kind {
            Kind::Csv(table) => table.finish()?,
            Kind::Xlsx(sheet) => sheet.finish()?,
            Kind::Vcard(out, _) | Kind::Jsonl(out) => out,
        };
        out.flush()?;
        Ok(out)
    }
}

/// In the table's order; a set is one column.
fn columns(used: &BTreeSet<(Field, Part)>) -> Vec<(Field, Part)> {
    let mut columns = Vec::new();
    for field in FIELDS {
        let mut parts: Vec<&Part> =
            used.iter().filter(|(of, _)| *of == field.field).map(|(_, part)| part).collect();
        parts.sort_by_key(|part| (part.as_str().len(), part.as_str()));
        match field.many {
            Many::Keyed => {}
            Many::One | Many::List => {
                columns.extend(parts.into_iter().map(|part| (field.field, part.clone())))
            }
            Many::Set if parts.is_empty() => {}
            Many::Set => columns.push((field.field, Part::first())),
        }
    }
    columns
}

fn header(field: Field, part: &Part) -> String {
    if part.as_str().is_empty() {
        field.key().to_owned()
    } else {
        format!("{}.{}", field.key(), part.as_str())
    }
}

/// A contact's cells.
fn row(of: &Outgoing<'_>, columns: &[(Field, Part)]) -> Vec<String> {
    let mut cells = vec![of.id.to_owned(), of.captured_at.to_owned(), of.captured_by.to_owned()];
    for (field, part) in columns {
        let all = of.contact.all(*field);
        cells.push(match field.row().many {
            Many::Set => lists::join(all.map(|(_, value)| value.value.as_str())),
            Many::One | Many::List | Many::Keyed => all
                .filter(|(of, _)| *of == part)
                .map(|(_, value)| value.value.clone())
                .next()
                .unwrap_or_default(),
        });
    }
    cells.extend_from_slice(of.told);
    cells
}

/// The values of a list by their place, as a table's columns and JSON lists name them.
fn place(field: Field, part: &Part) -> Option<usize> {
    match Target::parse(&header(field, part)) {
        Some(Target::Field(_, nth)) => Some(usize::from(nth)),
        Some(Target::Id | Target::Extra | Target::Skip) | None => None,
    }
}

/// Writes a small table for people as CSV that no spreadsheet runs anything of; its first row is its head.
///
/// # Errors
/// As writing allows.
pub fn safe_table<Row: AsRef<[Cell]>, Cell: AsRef<str>>(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let Some((head, rows)) = rows.split_first() else { return Ok(()) };
    let head: Vec<String> =
        head.as_ref().iter().map(|cell| crate::safe::protected(cell.as_ref()).into_owned()).collect();
    let mut table = csv::Table::begin(out, Style::Safe, ',', &head)?;
    for row in rows {
        let row: Vec<String> = row.as_ref().iter().map(|cell| cell.as_ref().to_owned()).collect();
        table.row(&row)?;
    }
    table.finish()?.flush()
}
