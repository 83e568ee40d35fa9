//! Whole files, in and out.

mod inwards;
mod roundtrip;

use crate::{Entry, Flow, Format, Item, Looked, Said, Target, Unread, look, read};
use std::io::Cursor;

/// What a file gave.
pub(super) struct Given {
    pub(super) looked: Looked,
    pub(super) entries: Vec<Entry>,
    pub(super) unread: Vec<(u64, Unread)>,
}

impl Given {
    /// The only value of a field of an entry.
    pub(super) fn value(&self, entry: usize, key: &str) -> &str {
        let field = lanyard_core::contact::Field::by_key(key).unwrap();
        self.entries[entry].draft.first(field).unwrap_or("")
    }
}

/// Looks at a file and reads it as guessed.
pub(super) fn given(bytes: &[u8]) -> Given {
    with(bytes, &Said::default(), |_| {})
}

/// The same, with something said, and targets changed.
pub(super) fn with(bytes: &[u8], said: &Said, change: impl FnOnce(&mut Vec<Target>)) -> Given {
    let mut input = Cursor::new(bytes);
    let looked = look(&mut input, said).unwrap();
    let mut targets: Vec<Target> = looked.columns.iter().map(|column| column.guess).collect();
    change(&mut targets);
    let (mut entries, mut unread) = (Vec::new(), Vec::new());
    read(&mut input, &looked.how, &targets, &mut |item| {
        match item {
            Item::Entry(entry) => entries.push(entry),
            Item::Unread { line, why } => unread.push((line, why)),
        }
        Flow::Go
    })
    .unwrap();
    Given { looked, entries, unread }
}

pub(super) fn fault(bytes: &[u8]) -> crate::FileFault {
    look(&mut Cursor::new(bytes), &Said::default()).unwrap_err()
}

pub(super) const EVERY: [Format; 4] = [Format::Csv, Format::Vcard, Format::Xlsx, Format::Jsonl];
