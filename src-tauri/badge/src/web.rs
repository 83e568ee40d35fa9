//! A web address and nothing else: kept as the person's page, never opened. What events print on badges carries the badge's
//! number as a parameter or behind a word of the path; it is taken when it is beyond doubt, since by it two badges are one.

use crate::linkedin::percent_decoded;
use crate::pairs::{self, Pair};
use crate::profile::host_and_path;
use crate::{BadgeKind, Reading, guess, words};
use lanyard_core::contact::normalise::normalise;
use lanyard_core::contact::{Field, Kind};

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    let starts =
        |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if !["https://", "http://", "www."].into_iter().any(starts) {
        return None;
    }
    let address = normalise(Kind::Url, text, None);
    if address.problem.is_some() {
        return None;
    }
    let mut reading = Reading::of(BadgeKind::Url);
    reading.push(Field::Website, &address.value);
    if let Some(id) = id(text) {
        reading.push(Field::BadgeId, &id);
    }
    Some(reading)
}

/// Parameters that say nothing of a person: where a link was seen, in which language, which event.
const NO_IDS: &[&str] =
    &["lang", "locale", "event", "eventid", "source", "src", "ref", "v", "version", "fromqr", "t", "ts"];

/// Words of a path behind which a badge's number stands.
const BEFORE_IDS: &[&str] = &[
    "badge",
    "badges",
    "attendee",
    "attendees",
    "a",
    "visitor",
    "delegate",
    "participant",
    "lead",
    "scan",
    "checkin",
    "ticket",
    "tickets",
    "registration",
    "reg",
];

/// The badge's number in an address: of the parameter whose name is surest, of the only parameter there is, or behind a word
/// of the path.
fn id(address: &str) -> Option<String> {
    let (whole, _) = address.split_once('#').unwrap_or((address, ""));
    let (path, query) = whole.split_once('?').unwrap_or((whole, ""));
    let pairs: Vec<Pair> = query
        .split(['&', ';'])
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| Pair::new(name, &percent_decoded(value)))
        .filter(|pair| {
            let name = words::folded(&pair.name);
            !NO_IDS.contains(&name.as_str()) && !name.starts_with("utm")
        })
        .collect();
    // A name that events and tickets have too is trusted only by itself.
    let named = pairs::id_of(&pairs)
        .and_then(|at| pairs.get(at))
        .filter(|pair| !guess::is_year(&pair.value) && (pairs.len() == 1 || !pairs::is_common(pair)));
    let only = || match pairs.as_slice() {
        [pair] if is_number(&pair.value) => Some(pair),
        _ => None,
    };
    if let Some(pair) = named.or_else(only) {
        return Some(pair.value.clone());
    }
    let (_, path) = host_and_path(path)?;
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let [.., before, last] = parts.as_slice() else { return None };
    let last = percent_decoded(last);
    (BEFORE_IDS.contains(&before.to_lowercase().as_str()) && is_number(&last)).then_some(last)
}

/// An identifier with a digit in it: words name pages.
fn is_number(value: &str) -> bool {
    pairs::is_id(value)
        && !guess::is_year(value)
        && value.chars().any(|c| c.is_ascii_digit())
        && !value.contains(['/', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_the_website() {
        for (text, page) in [
            ("www.example.com", "http://www.example.com"),
            ("HTTPS://example.com/a?b=C", "https://example.com/a?b=C"),
        ] {
            assert_eq!(read(text).unwrap().draft.first(Field::Website), Some(page));
        }
    }

    #[test]
    fn the_badges_number_is_taken_when_it_is_beyond_doubt() {
        for (address, id) in [
            ("https://www.eventscribe.net/2025/EX/badge?x=AbC123", Some("AbC123")),
            ("https://reg.example/scan?event=25&regId=000123&lang=en", Some("000123")),
            ("https://reg.example/a/GYP-7?utm_source=badge", Some("GYP-7")),
            ("https://reg.example/badge/000123#top", Some("000123")),
            ("https://example.com/products?page=2&size=10", None),
            ("https://example.com/about/team", None),
            ("https://example.com/?lang=en", None),
            ("https://example.com/tickets/2026", None),
            ("https://example.com/?id=2026&u=17", None),
            ("https://example.com/badge/hello", None),
        ] {
            assert_eq!(read(address).unwrap().draft.first(Field::BadgeId), id, "{address}");
        }
    }

    #[test]
    fn an_address_that_deceives_is_only_text() {
        assert_eq!(read("https://bank.example@evil.example/"), None);
        assert_eq!(read("https://example.com and more"), None);
    }
}
