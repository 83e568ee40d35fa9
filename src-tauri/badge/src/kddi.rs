//! The address book card of KDDI's phones (au): `MEMORY:`, `NAME1:`, `TEL1:` … each on a line of its own. `NAME2` says how the
//! name sounds and is shown beside the contact.

use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let mut lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).filter_map(key_and_value).peekable();
    let (first, _) = lines.peek()?;
    if first != "MEMORY" && first != "NAME1" {
        return None;
    }
    let mut reading = Reading::of(BadgeKind::Kddi);
    for (key, value) in lines {
        match key.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "MEMORY" => reading.take(Field::Note, &key, value),
            "NAME" if key == "NAME1" => reading.take(Field::FullName, &key, value),
            "TEL" => reading.take(Field::Phone, &key, value),
            "MAIL" => reading.take(Field::Email, &key, value),
            "ADD" => reading.take(Field::Street, &key, value),
            _ => reading.extra(&key, value),
        }
    }
    crate::names::complete(&mut reading);
    let says_more = reading.draft.values.iter().any(|value| value.field != Field::Note);
    says_more.then_some(reading)
}

fn key_and_value(line: &str) -> Option<(String, &str)> {
    line.split_once(':').map(|(key, value)| (key.trim().to_ascii_uppercase(), value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_read_and_a_memo_alone_is_none() {
        let reading =
            read("MEMORY:met at noon\r\nNAME1:山田 太郎\r\nNAME2:ヤマダ\r\nTEL1:+81\r\nTEL2:+82\r\n")
                .unwrap();
        assert_eq!(reading.draft.first(Field::FamilyName), Some("山田"));
        assert_eq!(reading.draft.all(Field::Phone).collect::<Vec<_>>(), ["+81", "+82"]);
        assert_eq!(reading.draft.extra, [("NAME2".to_owned(), "ヤマダ".to_owned())]);
        assert_eq!(read("MEMORY: buy milk"), None);
        assert_eq!(read("Jane Roe\nMEMORY:x"), None);
    }
}
