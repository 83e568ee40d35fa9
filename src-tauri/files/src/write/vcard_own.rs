//! Properties of our own in a vCard: what vCard has no place for, and what other readers would not give back as it was. They
//! begin with `X-LANYARD-`, which other programs pass over (RFC 6350 §3.3).

use lanyard_core::contact::{FIELDS, Field, Many};

/// Says that a card is ours, and whether its name was made up because vCard must have one.
pub(crate) const MADE: &str = "X-LANYARD-MADE";

/// The value of [`MADE`] when the name was made.
pub(crate) const MADE_NAME: &str = "FN";

/// The value of [`MADE`] when nothing was.
pub(crate) const MADE_NOTHING: &str = "NONE";

/// The property that carries a field exactly. Its end keeps it from being read as anything else by its name.
pub(crate) fn property(field: Field) -> String {
    let name = match field {
        // A name that speaks of LinkedIn is read as an address there.
        Field::Linkedin => "HANDLE".to_owned(),
        field => field.key().to_uppercase().replace('_', "-"),
    };
    format!("X-LANYARD-{name}-VALUE")
}

/// The field that such a property carries.
pub(crate) fn field_of(name: &str) -> Option<Field> {
    FIELDS
        .iter()
        .filter(|row| row.many != Many::Keyed)
        .map(|row| row.field)
        .find(|field| property(*field) == name)
}
