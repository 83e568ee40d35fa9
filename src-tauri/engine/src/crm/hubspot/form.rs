//! What a person fills in to connect HubSpot, and the mapping that a new destination begins with.

use super::{BASE_URL, NEW_CONTACTS, PROPERTY, SECRET, VERSION, names};
use crate::api::views::FormField;
use lanyard_core::crm::{MapRow, Mapping, Take};

/// Choices of [`PROPERTY`].
pub(super) const MAKE_PROPERTY: &str = "make";
pub(super) const LEAVE_PROPERTY: &str = "leave";
/// Choices of [`NEW_CONTACTS`].
pub(super) const AS_THEY_ARE: &str = "plain";
pub(super) const AS_LEADS: &str = "lead";

/// The form: only the key has to be typed.
pub(in crate::crm) fn form() -> Vec<FormField> {
    let field = |key: &str, value: Option<&str>| FormField {
        key: key.to_owned(),
        label: format!("form-hubspot-{}", key.replace('_', "-")),
        help: Some(format!("form-hubspot-{}-help", key.replace('_', "-"))),
        secret: false,
        required: false,
        value: value.map(str::to_owned),
        options: Vec::new(),
    };
    let choice = |key: &str, options: &[(&str, &str)]| FormField {
        options: options.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect(),
        ..field(key, options.first().map(|(value, _)| *value))
    };
    vec![
        FormField { secret: true, required: true, ..field(SECRET, None) },
        choice(
            PROPERTY,
            &[
                (MAKE_PROPERTY, "form-hubspot-capture-property-make"),
                (LEAVE_PROPERTY, "form-hubspot-capture-property-leave"),
            ],
        ),
        choice(
            NEW_CONTACTS,
            &[(AS_THEY_ARE, "form-hubspot-new-contacts-plain"), (AS_LEADS, "form-hubspot-new-contacts-lead")],
        ),
        choice(
            VERSION,
            &[
                (names::VERSIONS[0], "form-hubspot-api-version-newest"),
                (names::VERSIONS[1], "form-hubspot-api-version-before"),
                (names::VERSIONS[2], "form-hubspot-api-version-old"),
            ],
        ),
        field(BASE_URL, Some(names::ADDRESS)),
    ]
}

/// The mapping that a new destination begins with.
pub(in crate::crm) fn default_mapping() -> Mapping {
    let row = |(ours, theirs, take): &(_, &str, Take)| MapRow::new(*ours, *theirs, take.clone());
    Mapping { version: 1, rows: names::FIELDS.iter().map(row).collect() }
}
