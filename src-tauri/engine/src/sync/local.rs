//! A contact as one destination would see it, and the destination as the protocol needs it.

use crate::crm::Client;
use crate::store::contacts::{self, Edit};
use crate::store::deliveries::Stored;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, StoreError, conflicts, events};
use lanyard_core::contact::{Contact, Field, Origin, Part, display_name, normalise};
use lanyard_core::crm::{Capabilities, Mapping, RemoteField, Take};
use lanyard_core::outbox::Leaving;
use lanyard_core::sync::{Account, Local};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// The account behind a connected client.
///
/// # Errors
/// As the store allows.
pub fn account(conn: &Connection, destination: &Destination, client: &Client) -> Result<Account> {
    with_caps(conn, destination, client.capabilities())
}

/// The account as it is stored, for decisions that ask the CRM nothing.
///
/// # Errors
/// As the store allows.
pub fn stored_account(conn: &Connection, destination: &Destination) -> Result<Account> {
    let caps = Capabilities {
        marker: destination.marker,
        email_unique: true,
        versions: true,
        batch: 1,
        fence: destination.fence,
    };
    with_caps(conn, destination, caps)
}

fn with_caps(conn: &Connection, destination: &Destination, caps: Capabilities) -> Result<Account> {
    let mapping = destinations::mapping(conn, &destination.id, destination.mapping)?
        .ok_or_else(|| StoreError::Mismatch { detail: "a destination's mapping is missing".into() })?;
    Ok(Account { caps, mapping, may_double: !caps.email_unique })
}

/// The contact of a delivery, as its destination would see it.
///
/// # Errors
/// As the store allows.
pub fn local(conn: &Connection, stored: &Stored, account: &Account) -> Result<Local> {
    let id = &stored.delivery.contact;
    let head = contacts::head(conn, id)?
        .ok_or_else(|| StoreError::Mismatch { detail: "a delivery's contact is missing".into() })?;
    let contact = contacts::load(conn, id)?;
    let hold_unresolved = match &head.event {
        Some(event) => events::event(conn, event)?.is_some_and(|event| event.hold_unresolved),
        None => false,
    };
    Ok(Local {
        fields: account.mapping.outward(&contact),
        seq: head.edit_seq,
        name: personal_name(&contact),
        theirs_hold: conflicts::theirs_hold(conn, &stored.delivery.id)?,
        leaving: leaving(&contact, stored.card_left, hold_unresolved),
    })
}

/// The name of a person, not what stands in for one where there is none.
fn personal_name(contact: &Contact) -> String {
    let named = NAMES.iter().any(|field| contact.usable(*field).is_some());
    if named { display_name(contact).unwrap_or_default() } else { String::new() }
}

const NAMES: [Field; 3] = [Field::FullName, Field::GivenName, Field::FamilyName];

/// What may hold a contact back, as far as it depends on the contact (rule 17). Consent and review come with their
/// screens; until then no event demands them.
fn leaving(contact: &Contact, card_left: bool, hold_unresolved: bool) -> Leaving {
    let has = |field: Field| contact.usable(field).is_some();
    let named = NAMES.iter().any(|field| has(*field)) || has(Field::Email);
    let numbered = has(Field::BadgeId);
    Leaving {
        card_left,
        consent_missing: false,
        review_missing: false,
        complete: named || numbered,
        unresolved: hold_unresolved && !named && numbered,
    }
}

/// Values that arrived from the CRM, as edits of ours.
#[must_use]
pub(super) fn taken_edits(
    contact: &Contact,
    mapping: &Mapping,
    taken: &[(RemoteField, Option<String>)],
) -> Vec<Edit> {
    let edit = |field: Field, part: Part, value: Option<String>| Edit {
        field,
        part,
        value,
        raw: None,
        problem: None,
        origin: Origin::Crm,
    };
    let mut edits = Vec::new();
    for (theirs, value) in taken {
        let Some((field, value)) = mapping.inward(theirs, value.as_deref()) else { continue };
        if mapping.row(theirs).is_some_and(|row| row.take == Take::Joined) {
            let wanted: BTreeSet<String> = value
                .iter()
                .flat_map(|joined| joined.split(';'))
                .map(|member| member.trim().to_owned())
                .filter(|member| !member.is_empty())
                .collect();
            let here: BTreeSet<String> = contact.all(field).map(|(_, value)| value.value.clone()).collect();
            for gone in here.difference(&wanted) {
                edits.push(edit(field, Part::member(gone.to_lowercase()), None));
            }
            for new in wanted.difference(&here) {
                edits.push(edit(field, Part::member(new.to_lowercase()), Some(new.clone())));
            }
            continue;
        }
        let normalised = value.map(|value| normalise(field.row().kind, &value, None));
        let problem = normalised.as_ref().and_then(|normalised| normalised.problem);
        edits.push(Edit { problem, ..edit(field, Part::first(), normalised.map(|it| it.value)) });
    }
    edits
}
