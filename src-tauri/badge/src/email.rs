//! An e-mail address and nothing else: bare, `mailto:` (RFC 6068), `SMTP:` or DoCoMo's `MATMSG:`. Subject and body are
//! somebody else's words and are not read.

use crate::escaped;
use crate::linkedin::percent_decoded;
use crate::{BadgeKind, Reading};
use lanyard_core::contact::normalise::normalise;
use lanyard_core::contact::{Field, Kind};

/// Most addresses that are taken of one payload.
const MOST: usize = 20;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    let (kind, addresses) = match written(text) {
        Some(addresses) => (BadgeKind::Uri, addresses),
        // Separators of lists that addresses may have too (RFC 5322 §3.2.3), and never do.
        None if text.contains(['|', '^', '=', '&', '{', '#', '*', '/']) => return None,
        None => (BadgeKind::Text, text.to_owned()),
    };
    let mut reading = Reading::of(kind);
    for address in addresses.split(',').take(MOST) {
        if normalise(Kind::Email, address, None).problem.is_some() {
            return None;
        }
        reading.push(Field::Email, address);
    }
    (!reading.draft.is_empty()).then_some(reading)
}

/// The addresses behind a scheme, separated by commas.
fn written(text: &str) -> Option<String> {
    if let Some(rest) = escaped::body(text, "mailto:") {
        let (head, query) = rest.split_once('?').unwrap_or((rest, ""));
        let to = query
            .split('&')
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.eq_ignore_ascii_case("to"));
        let head = percent_decoded(head);
        return Some(if head.is_empty() { to.map_or(head, |(_, to)| percent_decoded(to)) } else { head });
    }
    if let Some(rest) = escaped::body(text, "MATMSG:") {
        return escaped::fields(rest).find(|(key, _)| key == "TO").map(|(_, to)| escaped::unescaped(to));
    }
    escaped::body(text, "SMTP:").map(|rest| rest.split(':').next().unwrap_or("").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_and_the_message_is_not() {
        let reading = read("mailto:jane.roe%40example.com?subject=Hi%20there&body=x").unwrap();
        assert_eq!(reading.draft.first(Field::Email), Some("jane.roe@example.com"));
        assert_eq!(reading.draft.values.len(), 1);
        assert_eq!(read("Jane@Example.com").unwrap().draft.first(Field::Email), Some("Jane@Example.com"));
    }

    #[test]
    fn every_scheme_is_understood() {
        for text in [
            "MATMSG:TO:j@example.com;SUB:Hi;BODY:x;;",
            "smtp:j@example.com:Hi:x",
            "mailto:?to=j@example.com&subject=Hi",
        ] {
            let reading = read(text).unwrap();
            assert_eq!(
                (reading.kind, reading.draft.first(Field::Email)),
                (BadgeKind::Uri, Some("j@example.com")),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_left_to_others() {
        assert_eq!(read("mailto:"), None);
        assert_eq!(read("jane at example.com"), None);
        assert_eq!(read("12345"), None);
        for list in
            ["000123|ROE|JANE|jane@example.com", "7^Jane^jane@example.com", "id=7&email=jane@example.com"]
        {
            assert_eq!(read(list), None, "{list}");
        }
    }
}
