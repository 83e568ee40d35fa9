//! vCards out. A card is read back with the badge reader at once: a field that would not come back as it was is carried once
//! more, exactly, in a property of our own. So what is lost is never a matter of luck.

use super::vcard_own as own;
use super::{Outgoing, VcardVersion};
use lanyard_core::contact::{Contact, FIELDS, Field, Many, display_name};
use std::fmt::Write as _;

/// Longest line in bytes, without its end (RFC 6350 §3.2).
const LINE_BYTES: usize = 75;

/// A card.
pub(super) fn card(of: &Outgoing<'_>, version: VcardVersion) -> String {
    let mut lines = standard(of, version);
    let mut exact = Vec::new();
    let read = lanyard_badge::read(ended(&lines).as_bytes()).draft;
    for row in FIELDS.iter().filter(|row| row.many != Many::Keyed) {
        let ours: Vec<&str> = of.contact.all(row.field).map(|(_, value)| value.value.as_str()).collect();
        // The name that had to be made is taken away again by its mark.
        let is_made = row.field == Field::FullName && ours.is_empty();
        // Guessed parts of a name are taken away again too.
        let is_guessed = matches!(row.field, Field::GivenName | Field::FamilyName) && ours.is_empty();
        let is_there = read.all(row.field).eq(ours.iter().copied());
        if !(is_there || is_made || is_guessed) {
            exact.extend(
                ours.into_iter().map(|value| format!("{}:{}", own::property(row.field), escaped(value))),
            );
        }
    }
    lines.extend(exact);
    ended(&lines)
}

fn standard(of: &Outgoing<'_>, version: VcardVersion) -> Vec<String> {
    let contact = of.contact;
    let text = |field| contact.text(field).unwrap_or_default();
    let number = match version {
        VcardVersion::V3 => "3.0",
        VcardVersion::V4 => "4.0",
    };
    let mut lines = vec!["BEGIN:VCARD".to_owned(), format!("VERSION:{number}")];
    let (name, made) = match contact.text(Field::FullName) {
        Some(name) => (name.to_owned(), own::MADE_NOTHING),
        None => (made_name(contact), own::MADE_NAME),
    };
    lines.push(format!("FN:{}", escaped(&name)));
    let parts =
        [Field::FamilyName, Field::GivenName, Field::AdditionalName, Field::NamePrefix, Field::NameSuffix]
            .map(text);
    // 3.0 must have it, be it empty.
    if version == VcardVersion::V3 || parts.iter().any(|part| !part.is_empty()) {
        lines.push(structured("N", &parts));
    }
    if !text(Field::Company).is_empty() || !text(Field::Department).is_empty() {
        lines.push(structured("ORG", &[text(Field::Company), text(Field::Department)]));
    }
    let plain = [(Field::JobTitle, "TITLE"), (Field::Email, "EMAIL")];
    for (field, property) in plain {
        lines.extend(contact.all(field).map(|(_, value)| format!("{property}:{}", escaped(&value.value))));
    }
    let phones = [(Field::Phone, "VOICE"), (Field::Mobile, "CELL"), (Field::Fax, "FAX")];
    for (field, kind) in phones {
        lines.extend(
            contact.all(field).map(|(_, value)| format!("TEL;TYPE={kind}:{}", escaped(&value.value))),
        );
    }
    if let Some(page) = contact.text(Field::Website) {
        lines.push(format!("URL:{}", escaped(page)));
    }
    if let Some(handle) = contact.text(Field::Linkedin) {
        lines.push(format!(
            "X-SOCIALPROFILE;TYPE=linkedin:{}",
            escaped(&format!("https://www.linkedin.com/in/{handle}"))
        ));
    }
    let place = [Field::Street, Field::City, Field::Region, Field::PostalCode, Field::Country].map(text);
    if place.iter().any(|part| !part.is_empty()) {
        let [street, city, region, code, country] = place;
        lines.push(structured("ADR;TYPE=WORK", &["", "", street, city, region, code, country]));
    }
    if let Some(note) = contact.text(Field::Note) {
        lines.push(format!("NOTE:{}", escaped(note)));
    }
    if let Some(badge) = contact.text(Field::BadgeId) {
        lines.push(format!("X-BADGE-ID:{}", escaped(badge)));
    }
    let labels: Vec<String> = contact.all(Field::Tag).map(|(_, value)| escaped(&value.value)).collect();
    if !labels.is_empty() {
        lines.push(format!("CATEGORIES:{}", labels.join(",")));
    }
    lines.push(format!("UID:urn:uuid:{}", escaped(of.id)));
    lines.push(format!("{}:{made}", own::MADE));
    lines
}

/// What to call a contact without a full name.
fn made_name(contact: &Contact) -> String {
    let fields = [Field::BadgeId, Field::Phone, Field::Mobile, Field::Linkedin];
    let other = || fields.iter().find_map(|field| contact.text(*field)).map(str::to_owned);
    display_name(contact).or_else(other).unwrap_or_else(|| "–".to_owned())
}

fn structured(property: &str, parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| escaped(part)).collect();
    format!("{property}:{}", parts.join(";"))
}

/// RFC 6350 §3.4; 3.0 escapes the same.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// The lines folded, and the card ended. No character is cut in two.
fn ended(lines: &[String]) -> String {
    let mut card = String::new();
    for line in lines {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > LINE_BYTES {
                card.push_str("\r\n ");
                used = 1;
            }
            card.push(c);
            used += c.len_utf8();
        }
        card.push_str("\r\n");
    }
    let _ = write!(card, "END:VCARD\r\n");
    card
}
