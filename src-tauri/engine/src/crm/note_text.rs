//! How a note's text carries its marker: in a last line of its own, which a person may read past.

use lanyard_core::crm::{NOTE_TEXT, NewRecord, RecordPatch, RemoteField, RemoteRecord};

/// What our line begins with. A CRM or a person may set other signs around it.
const OURS: &str = "Lanyard ";
/// Signs that may stand around our line.
const AROUND: &[char] = &['—', '–', '-', '[', ']', '(', ')', ' ', '\t', '\u{a0}'];

/// What a new note says.
pub(in crate::crm) fn of_new(item: &NewRecord) -> String {
    let text = item.fields.get(&RemoteField::new(NOTE_TEXT)).unwrap_or_default();
    item.marker.as_ref().map_or_else(|| text.to_owned(), |marker| put_together(text, marker))
}

/// What a note says after a change: its text is one value, so that what is there `now` stands where nothing else is said,
/// the marker above all.
pub(in crate::crm) fn changed(item: &RecordPatch, now: &RemoteRecord) -> String {
    let field = RemoteField::new(NOTE_TEXT);
    let text = match item.fields.get(&field) {
        Some(changed) => changed.as_deref().unwrap_or_default(),
        None => now.fields.get(&field).unwrap_or_default(),
    };
    let marker = match &item.marker {
        Some(marker) => Some(marker).filter(|marker| !marker.is_empty()),
        None => now.marker.as_ref(),
    };
    marker.map_or_else(|| text.to_owned(), |marker| put_together(text, marker))
}

/// The text with our line below it; one without words is our line alone.
fn put_together(text: &str, marker: &str) -> String {
    let text = text.trim_end();
    let gap = if text.is_empty() { "" } else { "\n\n" };
    format!("{text}{gap}— {OURS}{marker}")
}

/// The lines, whichever way they are ended, also by several carriage returns.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.trim_end_matches('\r'))
}

/// The text without our line, and the marker in it.
pub(in crate::crm) fn taken_apart(text: &str) -> (String, Option<String>) {
    let lines: Vec<&str> = lines(text).collect();
    let ours = |line: &str| marker_in(line).map(str::to_owned);
    let Some((at, marker)) = lines.iter().enumerate().rev().find_map(|(at, line)| Some((at, ours(line)?)))
    else {
        return (text.trim_end().to_owned(), None);
    };
    let mut left: Vec<&str> = lines[..at].to_vec();
    while left.last().is_some_and(|line| line.trim().is_empty()) {
        left.pop();
    }
    // What somebody wrote below it stays.
    left.extend(&lines[at + 1..]);
    (left.join("\n").trim_end().to_owned(), Some(marker))
}

/// The marker in our line: `c-` or `a-` and what follows, nothing else.
fn marker_in(line: &str) -> Option<&str> {
    let marker = line.trim_matches(AROUND).strip_prefix(OURS)?.trim();
    let word = !marker.contains(char::is_whitespace);
    let written = ["c-", "a-"].iter().any(|origin| marker.len() > origin.len() && marker.starts_with(origin));
    (word && written).then_some(marker)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn apart(text: &str) -> (String, Option<&'static str>) {
        let (text, marker) = taken_apart(text);
        (text, marker.map(|marker| &*marker.leak()))
    }

    #[test]
    fn a_note_ends_with_a_line_that_carries_its_marker() {
        assert_eq!(put_together("Met at the stand.\n", "c-7"), "Met at the stand.\n\n— Lanyard c-7");
        assert_eq!(put_together("", "c-7"), "— Lanyard c-7");
    }

    #[test]
    fn our_line_is_found_whatever_stands_around_it_and_below_it() {
        let text = || "Met.".to_owned();
        assert_eq!(apart("Met.\n\n— Lanyard c-7"), (text(), Some("c-7")));
        assert_eq!(apart("Met.\r\n\r\n[Lanyard a-7]\r\n"), (text(), Some("a-7")));
        assert_eq!(apart("Met.\n-- Lanyard c-7 \n\n"), (text(), Some("c-7")));
        assert_eq!(
            apart("Met.\n\n— Lanyard c-7\nCalled back."),
            ("Met.\nCalled back.".to_owned(), Some("c-7"))
        );
        assert_eq!(apart("— Lanyard c-7"), (String::new(), Some("c-7")));
        assert_eq!(apart("Met.\r\r\nAgain.\n\n— Lanyard c-7"), ("Met.\nAgain.".to_owned(), Some("c-7")));
    }

    #[test]
    fn what_only_looks_like_our_line_is_text() {
        for text in
            ["Lanyard", "Lanyard c-", "Lanyard x-7", "uses Lanyard c-7", "Lanyard c-7 is theirs", "c-7"]
        {
            assert_eq!(apart(text), (text.to_owned(), None), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_note_says_it_comes_back_with_its_marker(text in "(?s).{0,80}", id in "[a-z0-9-]{0,19}[a-z0-9]") {
            let marker = format!("c-{id}");
            let (back, found) = taken_apart(&put_together(&text, &marker));
            prop_assert_eq!(found, Some(marker));
            let plain = |text: &str| lines(text).collect::<Vec<_>>().join("\n").trim_end().to_owned();
            prop_assert_eq!(plain(&back), plain(&text));
        }
    }
}
