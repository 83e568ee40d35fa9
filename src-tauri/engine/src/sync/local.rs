//! A contact as one destination would see it, and the destination as the protocol needs it.

use super::notes;
use crate::crm::Client;
use crate::store::contacts::{self, Edit};
use crate::store::deliveries::Stored;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, StoreError, conflicts, consents, merges, parts, questions, released};
use lanyard_core::contact::{Asked, Contact, Field, Origin, Part, display_name, normalise};
use lanyard_core::crm::{Capabilities, ItemAnswer, Mapping, NOTE_TEXT, Ours, RemoteField, Take};
use lanyard_core::ids::{ContactId, RemoteId};
use lanyard_core::outbox::{Delivery, DeliveryPart, Intent, Leaving};
use lanyard_core::sync::{Account, Event, Local, Request, Wanted, WhenDeleted};
use rusqlite::Connection;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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
        notes: false,
        batch: 1,
        fence: destination.fence,
    };
    with_caps(conn, destination, caps)
}

fn with_caps(conn: &Connection, destination: &Destination, caps: Capabilities) -> Result<Account> {
    let mapping = destinations::mapping(conn, &destination.id, destination.mapping)?
        .ok_or_else(|| StoreError::Mismatch { detail: "a destination's mapping is missing".into() })?;
    let when_deleted = when_deleted(&destination.settings);
    Ok(Account { caps, mapping, may_double: !caps.email_unique, when_deleted })
}

/// The key of a destination's setting for what becomes of a contact that somebody deletes there (rule 12).
pub const WHEN_DELETED: &str = "when_deleted";

/// That setting: `ask`, `follow` or `renew`; a person is asked where it says nothing that is known.
fn when_deleted(settings: &BTreeMap<String, String>) -> WhenDeleted {
    match settings.get(WHEN_DELETED).map(String::as_str) {
        Some("follow") => WhenDeleted::Follow,
        Some("renew") => WhenDeleted::Renew,
        Some(_) | None => WhenDeleted::Ask,
    }
}

/// What a decision looks at beside the delivery itself.
pub(super) struct Seen<'a> {
    /// The contact, or the part of it that the delivery brings.
    pub(super) local: Local,
    /// The account as that part needs it.
    pub(super) account: Cow<'a, Account>,
    /// For the contact's own delivery: its notes that are records of their own.
    pub(super) notes: BTreeMap<String, Ours>,
}

/// The part of a contact that a delivery brings, as its destination would see it; none for a contact that was erased, whose
/// records there are left alone from then on. What only a removal or a stray record
/// needs to know is read only where `event` can lead to one.
///
/// # Errors
/// As the store allows.
pub(super) fn seen<'a>(
    conn: &Connection,
    stored: &Stored,
    account: &'a Account,
    event: &Event,
) -> Result<Option<Seen<'a>>> {
    let delivery = &stored.delivery;
    let head = contacts::for_sync(conn, &delivery.contact)?
        .ok_or_else(|| StoreError::Mismatch { detail: "a delivery's contact is missing".into() })?;
    if head.erased {
        return Ok(None);
    }
    let mut contact = contacts::load(conn, &delivery.contact)?;
    if account.mapping.of_consent().next().is_some() {
        contact.consent = consents::last(conn, &delivery.contact)?;
    }
    contact.asked = asked(conn, &account.mapping, &contact)?;
    let (family, part) = match &delivery.part {
        DeliveryPart::Surplus(_) => parts::found_by(conn, &delivery.id)?
            .map_or((None, DeliveryPart::Contact), |(marker, part)| (Some(marker), part)),
        part @ (DeliveryPart::Contact | DeliveryPart::Note(_)) => (None, part.clone()),
    };
    let mut local = Local {
        wanted: if family.is_some() { Wanted::Gone } else { head.wanted },
        family,
        seq: head.seq,
        theirs_hold: conflicts::theirs_hold(conn, &delivery.id)?,
        ..Local::default()
    };
    let mut account = Cow::Borrowed(account);
    let mut own_notes = BTreeMap::new();
    if let DeliveryPart::Note(key) = &part {
        let note = notes::ours(conn, &contact, key)?;
        account = Cow::Owned(notes::account(&account, key));
        local.object = notes::object(conn, delivery)?;
        // A note whose text was removed here goes there too.
        if local.wanted == Wanted::Here && note.value.is_none() {
            local.wanted = Wanted::Gone;
        }
        local.fields.insert(RemoteField::new(NOTE_TEXT), note);
        local.leaving = Leaving { card_left: true, complete: true, ..Leaving::default() };
    } else {
        own_notes = notes::all(conn, &account.mapping, &contact)?;
        local.fields = account.mapping.outward(&contact);
        local.from_crm = from_crm(&contact, &local.fields);
        local.former = former(conn, delivery, &account.mapping, &contact)?;
        local.name = personal_name(&contact);
        local.leaving = leaving(&contact, stored.card_left, head.hold_unresolved);
        // Read only for the few of which only a number is known.
        local.leaving.unresolved =
            local.leaving.unresolved && !released::is(conn, &delivery.destination, &delivery.contact)?;
        // What was said last counts; silence is no yes.
        local.leaving.consent_missing = head.hold_consent
            && !consents::of(conn, &delivery.contact)?.last().is_some_and(|said| said.given);
    }
    if part == DeliveryPart::Contact && delivery.binding.is_some() && delivery.intent == Intent::Upsert {
        local.address_leaves = merges::leave(conn, &delivery.contact, &delivery.destination)?;
    }
    if let Some(records) = spoken_of(delivery, event) {
        local.bound_elsewhere = parts::elsewhere(conn, delivery, &records)?;
        local.history = history(conn, &contact, delivery, parts::states, &account.mapping, &part)?;
    }
    if part == DeliveryPart::Contact && matches!(event, Event::Answer { .. } | Event::Hint(_)) {
        local.beside = parts::beside(conn, delivery)?;
        if !local.beside.is_empty() {
            local.had = history(conn, &contact, delivery, parts::all_states, &account.mapping, &part)?;
        }
    }
    Ok(Some(Seen { local, account, notes: own_notes }))
}

/// The fields whose values came from a CRM.
fn from_crm(contact: &Contact, fields: &BTreeMap<RemoteField, Ours>) -> BTreeSet<RemoteField> {
    let values = contact.fields.values().filter(|value| value.origin == Origin::Crm);
    let taken: BTreeSet<u64> = values.map(|value| value.seq).collect();
    let from = fields.iter().filter(|(_, ours)| taken.contains(&ours.seq));
    from.map(|(field, _)| field.clone()).collect()
}

/// What the mapping by which the record was last read or written would say now, where it is another one than today's. A
/// version that is not known any more said what today's does.
fn former(
    conn: &Connection,
    delivery: &Delivery,
    mapping: &Mapping,
    contact: &Contact,
) -> Result<Option<BTreeMap<RemoteField, Option<String>>>> {
    let base = delivery.binding.as_ref().and_then(|binding| binding.base.as_ref());
    let version = base.map(|base| base.mapping).or(delivery.sent.as_ref().map(|sent| sent.mapping));
    let Some(version) = version.filter(|version| *version != mapping.version) else { return Ok(None) };
    let known = destinations::mapping(conn, &delivery.destination, version)?;
    Ok(Some(known.as_ref().unwrap_or(mapping).said(contact)))
}

/// The records that a removal, a hint or a look for strays may speak of; none when the event can lead to nothing of the
/// kind.
fn spoken_of(delivery: &Delivery, event: &Event) -> Option<Vec<RemoteId>> {
    let bound = delivery.binding.iter().map(|binding| binding.remote_id.clone());
    let (strays, records) = match event {
        Event::Hint(record) => (true, vec![record.id.clone()]),
        Event::Answer { request, answer } => {
            let strays =
                matches!(request.as_ref(), Request::Stray { .. } | Request::FindByMarker { scrub: true, .. });
            let records = match answer.as_ref() {
                ItemAnswer::Found(records) => records.iter().map(|record| record.id.clone()).collect(),
                ItemAnswer::Written(record) => vec![record.id.clone()],
                ItemAnswer::Accepted(_) | ItemAnswer::Failed(_) => Vec::new(),
            };
            (strays, records)
        }
        Event::Begin
        | Event::Changed
        | Event::Decided(_)
        | Event::FenceOver
        | Event::WaitOver
        | Event::FoundAtStart
        | Event::Scrub
        | Event::StoreRestored => (false, Vec::new()),
    };
    (strays || delivery.intent != Intent::Upsert).then(|| bound.chain(records).collect())
}

/// What was asked by the wordings that a contact answered, where a mapping makes anything of it.
pub(crate) fn asked(
    conn: &Connection,
    mapping: &Mapping,
    contact: &Contact,
) -> Result<BTreeMap<Part, Asked>> {
    if !mapping.takes_answers() {
        return Ok(BTreeMap::new());
    }
    questions::behind(conn, contact.with_removed(Field::Answer).map(|(part, _)| part))
}

/// Every value each of their fields had in these states of the contact, and each yes, which stands in none of them.
fn history(
    conn: &Connection,
    contact: &Contact,
    delivery: &Delivery,
    states: fn(&Connection, &ContactId) -> Result<Vec<Contact>>,
    mapping: &Mapping,
    part: &DeliveryPart,
) -> Result<BTreeMap<RemoteField, BTreeSet<String>>> {
    let mut history: BTreeMap<RemoteField, BTreeSet<String>> = BTreeMap::new();
    for state in states(conn, &delivery.contact)? {
        let state = Contact { asked: contact.asked.clone(), ..state };
        let said = match part {
            DeliveryPart::Note(key) => {
                BTreeMap::from([(RemoteField::new(NOTE_TEXT), notes::ours(conn, &state, key)?)])
            }
            DeliveryPart::Contact | DeliveryPart::Surplus(_) => mapping.outward(&state),
        };
        for (field, ours) in said {
            history.entry(field).or_default().extend(ours.value);
        }
    }
    for field in mapping.of_consent() {
        history.entry(field.clone()).or_default().extend(consents::told(conn, &delivery.contact)?);
    }
    Ok(history)
}

/// The name of a person, not what stands in for one where there is none.
fn personal_name(contact: &Contact) -> String {
    let named = NAMES.iter().any(|field| contact.usable(*field).is_some());
    if named { display_name(contact).unwrap_or_default() } else { String::new() }
}

const NAMES: [Field; 3] = [Field::FullName, Field::GivenName, Field::FamilyName];

/// What may hold a contact back, as far as it depends on its values (rule 17). A review comes with its screen; until then no
/// event demands one.
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

/// Values that arrived from the CRM, as edits of ours; `part` says which of several values of a field they are of.
#[must_use]
pub(super) fn taken_edits(
    contact: &Contact,
    mapping: &Mapping,
    taken: &[(RemoteField, Option<String>)],
    part: &Part,
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
        edits.push(Edit { problem, ..edit(field, part.clone(), normalised.map(|it| it.value)) });
    }
    edits
}
