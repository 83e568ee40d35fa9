//! Addresses of digital cards and profiles. The address is kept and the handle taken out of it: it stands for a person until
//! a name is known. Nothing is fetched. LinkedIn, whose handle has a field of its own, is [`crate::linkedin`]'s.

use crate::linkedin::percent_decoded;
use crate::{BadgeKind, Reading};
use lanyard_core::contact::normalise::normalise;
use lanyard_core::contact::{Field, Kind};

/// A service, its hosts, and what stands before the handle in its addresses (the empty one: the handle comes first).
struct Service {
    name: &'static str,
    hosts: &'static [&'static str],
    before: &'static [&'static str],
}

/// The services, by the addresses that their cards are shared with.
const SERVICES: &[Service] = &[
    Service { name: "hihello", hosts: &["hihello.me", "hihello.com"], before: &["p", "hi"] },
    Service { name: "blinq", hosts: &["blinq.me"], before: &[""] },
    Service { name: "popl", hosts: &["poplme.co", "popl.co"], before: &["card", "profile", ""] },
    Service { name: "linq", hosts: &["linqapp.com"], before: &[""] },
    Service { name: "xing", hosts: &["xing.com"], before: &["profile"] },
    Service { name: "dot", hosts: &["dot.cards", "dotcards.net"], before: &[""] },
];

/// First parts of paths that are the service's own pages, not somebody's card.
const PAGES: &[&str] = &[
    "about", "blog", "help", "login", "pricing", "privacy", "signup", "terms", "app", "contact", "download",
];

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return None;
    }
    if let Some(number) = whatsapp(text) {
        let mut reading = Reading::of(BadgeKind::Uri);
        reading.push(Field::Mobile, &number);
        return Some(reading);
    }
    let (service, handle) = card(text)?;
    let address = normalise(Kind::Url, text, None);
    if address.problem.is_some() {
        return None;
    }
    let mut reading = Reading::of(BadgeKind::ProfileUrl);
    reading.card = Some(service);
    reading.push(Field::Website, &address.value);
    reading.extra(service, &handle);
    Some(reading)
}

/// The service and the handle of a card's address.
fn card(address: &str) -> Option<(&'static str, String)> {
    let (host, path) = host_and_path(address)?;
    let service = SERVICES.iter().find(|service| service.hosts.contains(&host.as_str()))?;
    let parts: Vec<&str> =
        path.split(['?', '#']).next()?.split('/').filter(|part| !part.is_empty()).collect();
    let handle = service.before.iter().find_map(|before| match parts.as_slice() {
        [first, handle, ..] if !before.is_empty() && first.eq_ignore_ascii_case(before) => Some(*handle),
        [handle, ..] if before.is_empty() => Some(*handle),
        _ => None,
    })?;
    let handle = percent_decoded(handle);
    let is_handle = !PAGES.contains(&handle.to_lowercase().as_str())
        && handle.chars().all(|c| c.is_alphanumeric() || "-_.@".contains(c));
    is_handle.then_some((service.name, handle))
}

/// The number of `https://wa.me/4915155501001`, as its maker writes numbers: with the country's code and without a plus.
fn whatsapp(address: &str) -> Option<String> {
    let (host, path) = host_and_path(address)?;
    let digits = path.split(['?', '/', '#']).next()?.trim_start_matches('+');
    let is_number = (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    (host == "wa.me" && is_number).then(|| format!("+{digits}"))
}

/// Host in small letters, without `www.`, and what follows its slash.
pub(crate) fn host_and_path(address: &str) -> Option<(String, &str)> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_lowercase();
    Some((host.strip_prefix("www.").unwrap_or(&host).to_owned(), path)).filter(|(host, _)| host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_services_handle_is_found_and_its_address_kept() {
        for (address, service, handle) in [
            ("https://hihello.me/p/0000-01", "hihello", "0000-01"),
            ("https://blinq.me/cm0example?bs=db", "blinq", "cm0example"),
            ("https://poplme.co/abc123/dqr", "popl", "abc123"),
            ("https://popl.co/card/abc123", "popl", "abc123"),
            ("https://linqapp.com/jane_roe", "linq", "jane_roe"),
            ("https://www.xing.com/profile/Jane_Roe", "xing", "Jane_Roe"),
        ] {
            let reading = read(address).unwrap();
            assert_eq!(reading.card, Some(service));
            assert_eq!(reading.draft.first(Field::Website), Some(address));
            assert_eq!(reading.draft.extra, [(service.to_owned(), handle.to_owned())]);
        }
    }

    #[test]
    fn pages_and_strangers_are_no_cards() {
        for address in [
            "https://blinq.me/",
            "https://blinq.me/pricing",
            "https://hihello.me/pricing",
            "https://blinq.me.evil.example/x",
            "https://evil.example/blinq.me/x",
            "https://blinq.me/%3Cb%3E",
            "https://user@blinq.me/x",
        ] {
            assert_eq!(read(address), None, "{address}");
        }
    }

    #[test]
    fn a_chat_address_is_a_number() {
        assert_eq!(
            read("https://wa.me/4915155501001?text=hi").unwrap().draft.first(Field::Mobile),
            Some("+4915155501001")
        );
        assert_eq!(read("https://wa.me/message/ABC"), None);
    }
}
