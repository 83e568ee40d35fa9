//! The families, in the order in which they are asked. A new family is a file beside this one and a line here.

use crate::{Reading, email, linkedin, mecard, opaque, refused, tel, vcard, web};

/// Reads a payload of one family; none when it is of another.
pub(crate) type Family = fn(&str) -> Option<Reading>;

/// The first that reads a payload decides. What is refused comes before what might be captured, and the identifier,
/// which takes nearly anything, comes last.
pub(crate) const FAMILIES: &[Family] = &[
    refused::read,
    vcard::read,
    mecard::read,
    linkedin::read,
    web::read,
    email::read,
    tel::read,
    opaque::read,
];
