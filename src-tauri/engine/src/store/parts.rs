//! How deliveries stand beside each other: the parts of one contact at one destination, and other contacts on the same
//! record.

use super::deliveries::{self, Stored};
use super::{Result, contacts};
use lanyard_core::contact::{Contact, Origin};
use lanyard_core::crm::RemoteField;
use lanyard_core::ids::{ContactId, DeliveryId, DestinationId, Marker, RemoteId};
use lanyard_core::outbox::{BindingKind, Delivery, DeliveryPart};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};

/// The live deliveries of a contact that follow what becomes of it here: the contact's own, then its notes'.
///
/// # Errors
/// As the store allows.
pub fn following(conn: &Connection, contact: &ContactId) -> Result<Vec<DeliveryId>> {
    ids(
        conn,
        "SELECT id FROM delivery WHERE contact_id = ?1 AND live = 1 AND (part = 'contact' OR part LIKE 'note:%')
         ORDER BY part <> 'contact', rowid",
        [contact.as_str()],
    )
}

/// The live note deliveries of a contact at a destination.
///
/// # Errors
/// As the store allows.
pub fn notes(conn: &Connection, contact: &ContactId, destination: &DestinationId) -> Result<Vec<DeliveryId>> {
    ids(
        conn,
        "SELECT id FROM delivery WHERE contact_id = ?1 AND destination_id = ?2 AND live = 1 AND part LIKE 'note:%'
         ORDER BY rowid",
        (contact.as_str(), destination.as_str()),
    )
}

/// All live deliveries of a destination that are not removed.
///
/// # Errors
/// As the store allows.
pub fn living(conn: &Connection, destination: &DestinationId) -> Result<Vec<DeliveryId>> {
    ids(
        conn,
        "SELECT id FROM delivery WHERE destination_id = ?1 AND live = 1 AND state <> 'removed' ORDER BY rowid",
        [destination.as_str()],
    )
}

/// The newest generation of a part, and whether it is live; none when there never was one.
///
/// # Errors
/// As the store allows.
pub fn newest(
    conn: &Connection,
    contact: &ContactId,
    destination: &DestinationId,
    part: &DeliveryPart,
) -> Result<Option<(u32, bool)>> {
    let found = conn
        .prepare_cached(
            "SELECT generation, live FROM delivery WHERE contact_id = ?1 AND destination_id = ?2 AND part = ?3
             ORDER BY generation DESC LIMIT 1",
        )?
        .query_row((contact.as_str(), destination.as_str(), part.stored()), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(found)
}

/// Makes room for a delivery of this part: one of another generation that is done with is retired. False when it has no
/// place, since one of the same generation, or one that is not done with, is there.
///
/// # Errors
/// As the store allows.
pub fn make_room(conn: &Connection, delivery: &Delivery) -> Result<bool> {
    let place = (delivery.contact.as_str(), delivery.destination.as_str(), delivery.part.stored());
    conn.prepare_cached(
        "UPDATE delivery SET live = 0 WHERE contact_id = ?1 AND destination_id = ?2 AND part = ?3 AND live = 1
         AND state = 'removed' AND generation <> ?4",
    )?
    .execute((place.0, place.1, &place.2, delivery.generation))?;
    let free = conn
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM delivery
             WHERE contact_id = ?1 AND destination_id = ?2 AND part = ?3 AND (generation = ?4 OR live = 1))",
        )?
        .query_row((place.0, place.1, &place.2, delivery.generation), |row| row.get(0))?;
    Ok(free)
}

/// Adds a record too many, found by the marker of another delivery.
///
/// # Errors
/// As the store allows.
pub fn insert_surplus(conn: &Connection, delivery: &Delivery, found_by: &DeliveryId) -> Result<()> {
    deliveries::insert(conn, delivery, true)?;
    conn.prepare_cached("UPDATE delivery SET found_by = ?2 WHERE id = ?1")?
        .execute((delivery.id.as_str(), found_by.as_str()))?;
    Ok(())
}

/// The delivery by whose marker a record too many was found: its marker, its part, and the contact it is of.
///
/// # Errors
/// As the store allows.
pub fn found_by(conn: &Connection, surplus: &DeliveryId) -> Result<Option<(Marker, DeliveryPart)>> {
    let found: Option<(String, String)> = conn
        .prepare_cached(
            "SELECT by.marker, by.part FROM delivery d JOIN delivery by ON by.id = d.found_by WHERE d.id = ?1",
        )?
        .query_row([surplus.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((marker, part)) = found else { return Ok(None) };
    let part = deliveries::required("part", DeliveryPart::parse(&part))?;
    Ok(Some((Marker::new(marker), part)))
}

/// The record of a contact at a destination: that of the live delivery, else of the newest one that had one.
///
/// # Errors
/// As the store allows.
pub fn record_of(
    conn: &Connection,
    contact: &ContactId,
    destination: &DestinationId,
) -> Result<Option<RemoteId>> {
    let found: Option<String> = conn
        .prepare_cached(
            "SELECT remote_id FROM delivery
             WHERE contact_id = ?1 AND destination_id = ?2 AND part = 'contact' AND remote_id IS NOT NULL
             ORDER BY live DESC, generation DESC LIMIT 1",
        )?
        .query_row((contact.as_str(), destination.as_str()), |row| row.get(0))
        .optional()?;
    Ok(found.map(RemoteId::new))
}

/// Those of the records on which another living delivery of a contact stands: it goes on wanting them (rule 10). One whose
/// own removal has left does not, though its contact be wanted again: what it becomes begins anew without that record.
///
/// # Errors
/// As the store allows.
pub fn elsewhere<'a>(
    conn: &Connection,
    delivery: &Delivery,
    records: impl IntoIterator<Item = &'a RemoteId>,
) -> Result<BTreeSet<RemoteId>> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM delivery d JOIN contact c ON c.id = d.contact_id
           WHERE d.destination_id = ?1 AND d.remote_id = ?2 AND d.part = 'contact'
           AND d.live = 1 AND d.intent = 'upsert' AND d.state <> 'removed' AND d.id <> ?3 AND c.deleted_at IS NULL)",
    )?;
    let mut shared = BTreeSet::new();
    for record in records {
        let with = (delivery.destination.as_str(), record.as_str(), delivery.id.as_str());
        if !shared.contains(record) && statement.query_row(with, |row| row.get(0))? {
            shared.insert(record.clone());
        }
    }
    Ok(shared)
}

/// What other contacts on the record that a delivery stands on carried into it from other CRMs
/// ([`Delivery::carried`]), by their field names.
///
/// # Errors
/// As the store allows.
pub fn beside(conn: &Connection, delivery: &Delivery) -> Result<BTreeMap<RemoteField, BTreeSet<String>>> {
    let mut beside: BTreeMap<RemoteField, BTreeSet<String>> = BTreeMap::new();
    let Some(binding) = &delivery.binding else { return Ok(beside) };
    let others = ids(
        conn,
        "SELECT id FROM delivery WHERE destination_id = ?1 AND remote_id = ?2 AND part = 'contact' AND live = 1
         AND contact_id <> ?3",
        (delivery.destination.as_str(), binding.remote_id.as_str(), delivery.contact.as_str()),
    )?;
    for id in others {
        let other = deliveries::get(conn, &id)?;
        for (field, value) in other.iter().flat_map(|other| other.delivery.carried()) {
            beside.entry(RemoteField::new(field)).or_default().insert(value.to_owned());
        }
    }
    Ok(beside)
}

/// Hands the ownership of a record on to the oldest other living contact that is bound to it (rule 10). That one, if there
/// is any.
///
/// # Errors
/// As the store allows.
pub fn pass_on(
    conn: &Connection,
    from: &Delivery,
    at: lanyard_core::time::WallMs,
) -> Result<Option<ContactId>> {
    let Some(binding) = &from.binding else { return Ok(None) };
    let heir: Option<String> = conn
        .prepare_cached(
            "SELECT id FROM delivery WHERE destination_id = ?1 AND remote_id = ?2 AND part = 'contact' AND live = 1
             AND intent = 'upsert' AND state <> 'removed' AND binding = 'adopted' AND id <> ?3 ORDER BY id LIMIT 1",
        )?
        .query_row(
            (from.destination.as_str(), binding.remote_id.as_str(), from.id.as_str()),
            |row| row.get(0),
        )
        .optional()?;
    let Some(heir) = heir else { return Ok(None) };
    let Some(Stored { delivery: mut heir, .. }) = deliveries::get(conn, &DeliveryId::new(heir))? else {
        return Ok(None);
    };
    if let Some(binding) = &mut heir.binding {
        binding.kind = BindingKind::Created;
        // It cannot know what was changed there before it stood on the record: removing it is asked about.
        if let Some(base) = &mut binding.base {
            base.touched = true;
        }
    }
    deliveries::save(conn, &heir, at)?;
    Ok(Some(heir.contact))
}

/// Every value that each of a contact's fields was ever given here, as the states in which it stood: oldest first. What a
/// colleague wrote in the CRM and we took over is not among them: that is theirs.
///
/// # Errors
/// As the store allows.
pub fn states(conn: &Connection, contact: &ContactId) -> Result<Vec<Contact>> {
    stood(conn, contact, |origin| origin != Origin::Crm)
}

/// The same with what came from a CRM.
///
/// # Errors
/// As the store allows.
pub fn all_states(conn: &Connection, contact: &ContactId) -> Result<Vec<Contact>> {
    stood(conn, contact, |_| true)
}

fn stood(conn: &Connection, contact: &ContactId, counts: fn(Origin) -> bool) -> Result<Vec<Contact>> {
    let mut by_seq: BTreeMap<u64, Vec<_>> = BTreeMap::new();
    let edits = contacts::edits(conn, contact)?.into_iter();
    for (key, value) in edits.filter(|(_, value)| counts(value.origin)) {
        by_seq.entry(value.seq).or_default().push((key, value));
    }
    let mut states = Vec::with_capacity(by_seq.len());
    let mut now = Contact::default();
    for edits in by_seq.into_values() {
        now.fields.extend(edits);
        states.push(now.clone());
    }
    Ok(states)
}

fn ids(conn: &Connection, sql: &str, with: impl rusqlite::Params) -> Result<Vec<DeliveryId>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(with)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(DeliveryId::new(row.get::<_, String>(0)?));
    }
    Ok(found)
}
