//! The fields of a contact at this CRM, and what may stand in them.

use crate::options::{Marker, Settings};
use crate::reply::{Kind, Problem};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Values that are not empty, by field name.
pub(crate) type Fields = BTreeMap<String, String>;

/// Every field but the marker. `acme_tags` is one text, tags joined by `;`.
const FIELDS: [&str; 21] = [
    "acme_first_name",
    "acme_last_name",
    "acme_email",
    "acme_phone",
    "acme_mobile",
    "acme_company",
    "acme_department",
    "acme_job_title",
    "acme_website",
    "acme_linkedin",
    "acme_street",
    "acme_city",
    "acme_region",
    "acme_postal_code",
    "acme_country",
    "acme_badge_id",
    "acme_event",
    "acme_rating",
    "acme_tags",
    "acme_notes",
    "acme_consent",
];
/// The field that holds the marker.
pub(super) const MARKER: &str = "acme_marker";
/// One of these makes a contact findable for a person.
const IDENTIFYING: [&str; 4] = ["acme_first_name", "acme_last_name", "acme_email", "acme_badge_id"];
/// Where the CRM cuts companies when it respells.
const COMPANY_CUT: usize = 80;

/// The names of the fields that this CRM has.
pub(crate) fn known(marker: Marker) -> impl Iterator<Item = &'static str> {
    let marker = match marker {
        Marker::Unique | Marker::Searchable => Some(MARKER),
        Marker::None => None,
    };
    FIELDS.into_iter().chain(marker)
}

pub(crate) fn is_known(name: &str, marker: Marker) -> bool {
    known(marker).any(|k| k == name)
}

/// 422 that names every field this CRM does not have.
fn check_names<'a>(names: impl Iterator<Item = &'a String>, marker: Marker) -> Result<(), Problem> {
    let unknown = names.filter(|n| !is_known(n, marker));
    let details: Vec<Value> = unknown
        .map(|n| json!({ "field": n, "code": "unknown_field", "message": "This CRM has no such field." }))
        .collect();
    refuse("unknown_field", "A field is unknown.", details)
}

/// The fields after the named values are set; `null` and blanks clear.
pub(crate) fn merged(
    before: &Fields,
    values: &Map<String, Value>,
    settings: &Settings,
) -> Result<Fields, Problem> {
    check_names(values.keys(), settings.marker)?;
    let mut fields = before.clone();
    let mut faults = Vec::new();
    for (name, value) in values {
        let text = match value {
            Value::Null => "",
            Value::String(text) => text.trim(),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                faults.push(json!({ "field": name, "code": "not_a_string", "message": "A value is a string or null." }));
                continue;
            }
        };
        if name == "acme_email" && !text.is_empty() && !is_email(text) {
            let message = "An e-mail address has one @, no spaces, and a dot in its domain.";
            faults.push(json!({ "field": name, "code": "invalid_email", "message": message }));
        } else if name == "acme_email" && is_undeliverable(text) {
            let message = "Mail to this domain cannot be delivered.";
            faults.push(json!({ "field": name, "code": "undeliverable_email", "message": message }));
        } else if text.is_empty() {
            fields.remove(name);
        } else {
            fields.insert(name.clone(), respelled(name, text, settings));
        }
    }
    refuse("invalid_value", "A value is not allowed.", faults)?;
    if !IDENTIFYING.iter().any(|f| fields.contains_key(*f)) {
        let message = "A contact needs a name, an e-mail address or a badge ID.";
        let detail = json!({ "field": "acme_last_name", "code": "required", "message": message });
        return Err(Problem::new(Kind::Validation, "required", message).detail(detail));
    }
    Ok(fields)
}

fn refuse(code: &'static str, message: &str, details: Vec<Value>) -> Result<(), Problem> {
    if details.is_empty() {
        return Ok(());
    }
    Err(details.into_iter().fold(Problem::new(Kind::Validation, code, message), Problem::detail))
}

/// The name kept for addresses that never work (RFC 2606): right in form, and refused here, as a CRM refuses what only it
/// can know.
fn is_undeliverable(email: &str) -> bool {
    email.to_ascii_lowercase().ends_with(".invalid")
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let labels: Vec<&str> = domain.split('.').collect();
    !local.is_empty()
        && !domain.contains('@')
        && labels.len() >= 2
        && labels.iter().all(|l| !l.is_empty())
        && !text.contains(char::is_whitespace)
}

/// What some CRMs do to a value on the way in.
fn respelled(name: &str, text: &str, settings: &Settings) -> String {
    match name {
        "acme_phone" | "acme_mobile" if settings.respell => grouped(text),
        "acme_company" if settings.respell => text.chars().take(COMPANY_CUT).collect(),
        _ => text.to_owned(),
    }
}

/// `+46701740605` as `+46 701 740 605`: the first two digits, then groups of three.
fn grouped(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let (country, rest) = digits.split_at(digits.len().min(2));
    let groups = std::iter::once(country).chain(rest.chunks(3)).map(|g| g.iter().collect::<String>());
    let plus = if text.starts_with('+') { "+" } else { "" };
    format!("{plus}{}", groups.collect::<Vec<_>>().join(" ").trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_a_dot_in_its_domain_and_no_spaces() {
        for good in ["jana@example.com", "o'dwyer+x@mail.example.org", "山田@example.jp"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["jo@localhost", "jo", "@example.com", "jo@", "jo@.com", "jo@a..b", "j o@example.com", "a@b@c.d"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_phone_number_is_regrouped_and_keeps_its_digits() {
        assert_eq!(grouped("+46701740605"), "+46 701 740 605");
        assert_eq!(grouped("(030) 23125-417"), "03 023 125 417");
        assert_eq!(grouped("+4"), "+4");
        assert_eq!(grouped(""), "");
    }
}
