//! Which property is which field. What no field holds is shown as extra; birthdays, sex, age and places on the globe are
//! not taken at all: we have no purpose for them.

use crate::reading::without_scheme;
use crate::{Reading, charset, linkedin, opaque};
use calcard::common::IanaString;
use calcard::vcard::{
    VCardEntry, VCardKind, VCardParameterName, VCardParameterValue, VCardProperty, VCardValue,
};
use lanyard_core::contact::Field;

/// What an `X-…ID` property must speak of to be the badge's number.
const ID_OWNERS: &[&str] = &[
    "REG",
    "BADGE",
    "ATTENDEE",
    "TICKET",
    "DELEGATE",
    "VISITOR",
    "PARTICIPANT",
    "GUEST",
    "PERSON",
    "BARCODE",
    "SCAN",
    "LEAD",
];

/// Parts of the names of `X-` properties that are not taken: labels of address books, and what we have no purpose for.
const NOT_TAKEN: &[&str] =
    &["ABLABEL", "ABADR", "ABUID", "ABSHOWAS", "MS-OL-", "GENDER", "BIRTH", "ANNIVERSARY", "SPOUSE"];

/// Takes the properties of one card.
pub(super) fn take(reading: &mut Reading, entries: &[VCardEntry]) {
    let is_organisation = entries.iter().any(|entry| {
        entry.name == VCardProperty::Kind
            && matches!(entry.values.first(), Some(VCardValue::Kind(VCardKind::Org)))
    });
    // Preferred addresses first: the first is the one a CRM matches by.
    let mut ranked: Vec<(u32, &VCardEntry)> = entries.iter().map(|entry| (rank(entry), entry)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let (mut notes, mut uids) = (Vec::new(), Vec::new());
    for (_, entry) in ranked {
        let values = texts(entry);
        let whole = values.join(";");
        match &entry.name {
            VCardProperty::Fn if is_organisation => reading.keep_one(Field::Company, "FN", &whole),
            VCardProperty::Fn => reading.keep_one(Field::FullName, "FN", &whole),
            VCardProperty::N => name(reading, &values),
            VCardProperty::Org => organisation(reading, &values),
            VCardProperty::Title => reading.keep_one(Field::JobTitle, "TITLE", &whole),
            VCardProperty::Role => reading.keep_one(Field::JobTitle, "ROLE", &whole),
            VCardProperty::Email => reading.push(Field::Email, without_scheme(&whole, "mailto:")),
            VCardProperty::Tel => phone(reading, entry, &whole),
            VCardProperty::Url => page(reading, "URL", &whole),
            VCardProperty::Socialprofile => social(reading, entry, "SOCIALPROFILE", &whole),
            VCardProperty::Adr => address(reading, &values),
            VCardProperty::Note => notes.push(whole),
            VCardProperty::Uid => uids.push(whole),
            VCardProperty::Nickname => reading.extra("NICKNAME", &values.join(", ")),
            VCardProperty::Categories => reading.extra("CATEGORIES", &values.join(", ")),
            VCardProperty::Impp => reading.extra("IMPP", &whole),
            VCardProperty::Pronouns => reading.extra("PRONOUNS", &whole),
            VCardProperty::Other(name) => other(reading, entry, &name.to_ascii_uppercase(), &whole),
            // Nothing about how to reach somebody.
            _ => {}
        }
    }
    reading.push(Field::Note, &notes.join("\n"));
    // After the organiser's own number, wherever that stands.
    for value in uids {
        uid(reading, &value);
    }
}

/// The values of a property as text.
fn texts(entry: &VCardEntry) -> Vec<String> {
    entry
        .values
        .iter()
        .map(|value| match value {
            VCardValue::Text(text) => text.clone(),
            // Commas within N and ADR: a list by the standard, a comma somebody forgot to escape in practice.
            VCardValue::Component(parts) if entry.name == VCardProperty::Adr => listed(parts, ", "),
            VCardValue::Component(parts) => listed(parts, " "),
            VCardValue::Binary(data) => charset::decode(&data.data).text,
            VCardValue::Integer(number) => number.to_string(),
            VCardValue::Float(number) => number.to_string(),
            VCardValue::Boolean(truth) => truth.to_string(),
            VCardValue::PartialDateTime(_)
            | VCardValue::Sex(_)
            | VCardValue::GramGender(_)
            | VCardValue::Kind(_) => String::new(),
        })
        .collect()
}

fn listed(parts: &[String], between: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

fn name(reading: &mut Reading, values: &[String]) {
    let order =
        [Field::FamilyName, Field::GivenName, Field::AdditionalName, Field::NamePrefix, Field::NameSuffix];
    if order.iter().any(|field| reading.draft.first(*field).is_some()) {
        return;
    }
    for (field, value) in order.into_iter().zip(values) {
        reading.push(field, value);
    }
}

fn organisation(reading: &mut Reading, values: &[String]) {
    let Some((company, units)) = values.split_first() else {
        return;
    };
    if reading.push_first(Field::Company, company) {
        reading.push_first(Field::Department, &listed(units, ", "));
    } else {
        reading.extra("ORG", &listed(values, ", "));
    }
}

fn phone(reading: &mut Reading, entry: &VCardEntry, value: &str) {
    let number = without_scheme(value, "tel:");
    let types = types(entry);
    let is = |names: &[&str]| types.iter().any(|kind| names.contains(&kind.as_str()));
    if is(&["FAX", "WORKFAX", "HOMEFAX"]) {
        reading.push(Field::Fax, number);
    } else if is(&["PAGER"]) {
        reading.extra("PAGER", number);
    } else if is(&["CELL", "MOBILE", "IPHONE"]) {
        reading.push(Field::Mobile, number);
    } else {
        reading.push(Field::Phone, number);
    }
}

fn page(reading: &mut Reading, name: &str, value: &str) {
    match linkedin::handle(value.trim()) {
        Some(handle) => reading.keep_one(Field::Linkedin, name, &handle),
        None => reading.keep_one(Field::Website, name, value),
    }
}

fn social(reading: &mut Reading, entry: &VCardEntry, name: &str, value: &str) {
    let is_linkedin = name.contains("LINKEDIN")
        || types(entry).iter().any(|kind| kind == "LINKEDIN")
        || entry.params.iter().any(|param| {
            param.name == VCardParameterName::ServiceType
                && param_text(&param.value).is_some_and(|service| service.eq_ignore_ascii_case("linkedin"))
        });
    let value = value.trim();
    let bare = value.rsplit_once(':').map_or(value, |(_, handle)| handle);
    match linkedin::handle(value) {
        Some(handle) => reading.keep_one(Field::Linkedin, name, &handle),
        // "x-apple:jane-roe" or the handle alone.
        None if is_linkedin && !bare.contains(['/', ' ', '.']) => {
            reading.keep_one(Field::Linkedin, name, bare)
        }
        None => reading.extra(name, value),
    }
}

/// Post box, extended address, street, city, region, postal code, country (RFC 6350 §6.3.1).
fn address(reading: &mut Reading, values: &[String]) {
    let fields = [Field::Street, Field::City, Field::Region, Field::PostalCode, Field::Country];
    if fields.iter().any(|field| reading.draft.first(*field).is_some()) {
        reading.extra("ADR", &listed(values, ", "));
        return;
    }
    let part = |place: usize| values.get(place).map_or("", String::as_str).trim();
    let street: Vec<&str> = [part(2), part(1), part(0)].into_iter().filter(|part| !part.is_empty()).collect();
    reading.push(Field::Street, &street.join(", "));
    for (field, place) in fields.into_iter().skip(1).zip(3..) {
        reading.push(field, part(place));
    }
}

/// A `UID` is the badge's number only if it is short and plain. A UUID, a URN or an address is what phones and address
/// books give every card they write; it says nothing at this event.
fn uid(reading: &mut Reading, value: &str) {
    const LONGEST: usize = 32;
    let value = value.trim();
    let is_plain =
        value.len() <= LONGEST && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    if is_plain && !opaque::is_uuid(value) {
        reading.keep_one(Field::BadgeId, "UID", value);
    } else {
        reading.extra("UID", value);
    }
}

fn other(reading: &mut Reading, entry: &VCardEntry, name: &str, value: &str) {
    let Some(stem) = name.strip_prefix("X-") else {
        return;
    };
    let is_id = stem.ends_with("ID") && ID_OWNERS.iter().any(|owner| stem.contains(owner));
    if stem == "AGE" || NOT_TAKEN.iter().any(|part| stem.contains(part)) {
        // Not taken, on purpose.
    } else if is_id {
        reading.keep_one(Field::BadgeId, name, value);
    } else if stem.contains("SOCIALPROFILE") || stem.contains("LINKEDIN") {
        social(reading, entry, name, value);
    } else {
        reading.extra(name, value);
    }
}

/// The place of a property among its like: what is preferred comes first, the rest keeps its order.
fn rank(entry: &VCardEntry) -> u32 {
    const LAST: u32 = 101;
    let of_param =
        entry.params.iter().filter(|param| param.name == VCardParameterName::Pref).map(|param| match &param
            .value
        {
            VCardParameterValue::Integer(place) => *place,
            _ => 1,
        });
    of_param.min().unwrap_or_else(|| if types(entry).iter().any(|kind| kind == "PREF") { 1 } else { LAST })
}

/// The types of a property in capitals: `TYPE=cell,voice`, `TYPE=CELL;TYPE=VOICE` and the bare `;CELL;VOICE` of 2.1.
fn types(entry: &VCardEntry) -> Vec<String> {
    let mut types = Vec::new();
    for param in &entry.params {
        let text = match &param.name {
            VCardParameterName::Type => param_text(&param.value),
            VCardParameterName::Other(name) => Some(name.clone()),
            _ => None,
        };
        types.extend(
            text.iter().flat_map(|text| text.split(',')).map(|word| word.trim().to_ascii_uppercase()),
        );
    }
    types
}

fn param_text(value: &VCardParameterValue) -> Option<String> {
    match value {
        VCardParameterValue::Text(text) => Some(text.clone()),
        VCardParameterValue::Type(kind) => Some(kind.as_str().to_owned()),
        _ => None,
    }
}
