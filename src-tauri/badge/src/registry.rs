//! The families, in the order in which they are asked. A new family is a file beside this one and a line here.

use crate::{
    BadgeKind, Reading, bizcard, card_text, delimited, email, encrypted, jcard, json, kddi, key_value,
    linkedin, mecard, opaque, profile, refused, signed, tel, vcard, web,
};

/// Reads a payload of one family; none when it is of another.
pub(crate) type Family = fn(&str) -> Option<Reading>;

/// The first that reads a payload decides. What is refused comes before what might be captured; what names itself before what
/// is told by its shape; the identifier, which takes nearly anything, last but for plain text.
pub(crate) const FAMILIES: &[Family] = &[
    refused::read,
    vcard::read,
    jcard::read,
    json::read,
    mecard::read,
    bizcard::read,
    kddi::read,
    linkedin::read,
    profile::read,
    web::read,
    email::read,
    tel::read,
    signed::read,
    key_value::read,
    delimited::read,
    encrypted::read,
    opaque::read,
    card_text::read,
];

/// Families that name themselves, for what another had wrapped: a payload within a payload is read once, never deeper.
const NAMED: &[Family] = &[
    refused::read,
    vcard::read,
    jcard::read,
    json::read,
    mecard::read,
    bizcard::read,
    web::read,
    email::read,
    key_value::read,
    delimited::read,
];

/// What a family that names itself says of a text; nothing if none does, or it says nothing.
pub(crate) fn written_out(text: &str) -> Option<Reading> {
    let reading = NAMED.iter().find_map(|family| family(text))?;
    let says = reading.refused.is_some() || (reading.kind != BadgeKind::Text && !reading.draft.is_empty());
    says.then_some(reading)
}
