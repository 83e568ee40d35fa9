//! LinkedIn profile addresses. Only the handle is taken, and it stands for a person until a name is known.

use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let handle = handle(text.trim())?;
    let mut reading = Reading::of(BadgeKind::ProfileUrl);
    reading.push(Field::Linkedin, &handle);
    Some(reading)
}

/// The handle in `[https://][xx.]linkedin.com/in/HANDLE[/…][?…]`, percent encoding undone.
pub(crate) fn handle(address: &str) -> Option<String> {
    if address.contains(char::is_whitespace) {
        return None;
    }
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, path) = rest.split_once('/')?;
    let host = host.to_ascii_lowercase();
    if host != "linkedin.com" && !host.ends_with(".linkedin.com") {
        return None;
    }
    let mut parts =
        path.split(['?', '#']).next()?.split('/').skip_while(|part| part.eq_ignore_ascii_case("mwlite"));
    if !parts.next()?.eq_ignore_ascii_case("in") {
        return None;
    }
    let handle = percent_decoded(parts.next()?);
    let is_handle = !handle.is_empty()
        && handle.chars().all(|c| c.is_alphanumeric() || "-_.'’".contains(c) || !c.is_ascii());
    is_handle.then_some(handle)
}

/// The text with `%C3%B6` undone; as it is when that gives no UTF-8.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| byte == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex
            .filter(|hex| hex.bytes().all(|c| c.is_ascii_hexdigit()))
            .map(|hex| u8::from_str_radix(hex, 16))
        {
            Some(Ok(decoded)) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handle_is_found_in_every_spelling() {
        for (address, expected) in [
            ("https://www.linkedin.com/in/jane-roe-123?fromQR=1", "jane-roe-123"),
            ("linkedin.com/in/jane/", "jane"),
            ("http://de.LinkedIn.com/IN/j%C3%B6rg-m%C3%BCller/?x", "jörg-müller"),
            ("https://www.linkedin.com/mwlite/in/jane", "jane"),
        ] {
            assert_eq!(handle(address).as_deref(), Some(expected));
        }
    }

    #[test]
    fn other_addresses_have_none() {
        for address in [
            "https://www.linkedin.com/company/example",
            "https://linkedin.com.evil.example/in/jane",
            "https://evil.example/linkedin.com/in/jane",
            "https://www.linkedin.com/in/",
            "https://www.linkedin.com/in/%3Cb%3E",
            "jane",
        ] {
            assert_eq!(handle(address), None, "{address}");
        }
    }

    #[test]
    fn a_broken_percent_sign_stays() {
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%+1%C3"), "%zz%+1%C3");
    }
}
