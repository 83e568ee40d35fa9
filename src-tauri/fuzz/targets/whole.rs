//! What every kind of file has in common: looked at, read as guessed, and what was read holds together.

use lanyard_files::{Flow, Format, Item, Said, Target, limits, look, read};
use std::io::Cursor;

/// Reads bytes as a file of a kind, or of the kind that they seem to be.
pub fn whole(bytes: &[u8], format: Option<Format>) {
    let mut input = Cursor::new(bytes);
    let Ok(looked) = look(&mut input, &Said { format, ..Said::default() }) else { return };
    assert!(looked.columns.len() <= limits::COLUMNS);
    let targets: Vec<Target> = looked.columns.iter().map(|column| column.guess).collect();
    let mut last = 0;
    let _ = read(&mut input, &looked.how, &targets, &mut |item| {
        if let Item::Entry(entry) = item {
            assert!(entry.line > last, "entries come in the order of their lines");
            last = entry.line;
            assert!(!entry.draft.is_empty(), "an entry says something");
            assert!(!entry.key().is_empty(), "it is known again by something");
        }
        Flow::Go
    });
}
