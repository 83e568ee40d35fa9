//! What a person fills in to connect Pipedrive, and the mapping that a new destination begins with.

use super::{BASE_URL, OWN_FIELDS, SECRET, names};
use crate::api::views::FormField;
use crate::crm::http::{Address, AddressFault};
use lanyard_core::crm::{MapRow, Mapping, Take};

/// Choices of [`OWN_FIELDS`].
pub(super) const MAKE: &str = "make";
pub(super) const LEAVE: &str = "leave";

/// The form: the company's name in its addresses, and the token.
pub(in crate::crm) fn form() -> Vec<FormField> {
    let field = |key: &str| FormField {
        key: key.to_owned(),
        label: format!("form-pipedrive-{}", key.replace('_', "-")),
        help: Some(format!("form-pipedrive-{}-help", key.replace('_', "-"))),
        secret: false,
        required: true,
        value: None,
        options: Vec::new(),
    };
    let choices = [(MAKE, "form-pipedrive-own-fields-make"), (LEAVE, "form-pipedrive-own-fields-leave")];
    vec![
        field(BASE_URL),
        FormField { secret: true, ..field(SECRET) },
        FormField {
            required: false,
            value: Some(MAKE.to_owned()),
            options: choices.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec(),
            ..field(OWN_FIELDS)
        },
    ]
}

/// Where the account is: its company's name alone, or any address that was copied from the browser.
pub(super) fn address(typed: &str) -> Result<Address, AddressFault> {
    if !typed.contains(['.', ':', '/']) {
        return Address::parse(&format!("https://{typed}.{}", names::HOST));
    }
    let (scheme, rest) = typed.split_once("://").unwrap_or(("https", typed));
    // Whatever page was open: only the host says whose account it is.
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    Address::parse(&format!("{scheme}://{host}"))
}

/// The mapping that a new destination begins with.
pub(in crate::crm) fn default_mapping() -> Mapping {
    let row = |(ours, theirs, take): &(_, &str, Take)| MapRow::new(*ours, *theirs, take.clone());
    Mapping { version: 1, rows: names::FIELDS.iter().map(row).collect() }
}
