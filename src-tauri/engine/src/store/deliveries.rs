//! The outbox. There is no DELETE here and none is allowed by the schema: a delivery only changes its state. Which of them are
//! due for what stands in [`super::queues`]; how one is read from its row, in [`row`].

mod row;

pub(super) use row::{required, state_of};

use super::{Result, StoreError, to_json, word};
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::outbox::{Base, Binding, BindingKind, Delivery, State};
use lanyard_core::time::WallMs;
use row::{BaseFacts, COLUMNS, SentJson, of_row};
use rusqlite::{Connection, named_params};

/// A delivery with what the schema keeps beside it.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The delivery.
    pub delivery: Delivery,
    /// Whether its contact's card was left.
    pub card_left: bool,
    /// When it was last seen to be as here.
    pub synced_at: Option<WallMs>,
}

/// Adds a delivery.
///
/// # Errors
/// As the store allows.
pub fn insert(conn: &Connection, delivery: &Delivery, card_left: bool) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO delivery (id, contact_id, destination_id, generation, marker, intent, state, held_why, card_left,
           part)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'held', 'grace', ?7, ?8)",
    )?
    .execute((
        delivery.id.as_str(),
        delivery.contact.as_str(),
        delivery.destination.as_str(),
        delivery.generation,
        delivery.marker.as_str(),
        word(&delivery.intent)?,
        card_left,
        delivery.part.stored(),
    ))?;
    save(conn, delivery, WallMs(0))
}

/// Writes all that may change of a delivery. `now` becomes the time of syncing when it is synced and was not.
///
/// # Errors
/// As the store allows; [`StoreError::Refused`] when the schema finds the row illegal.
pub fn save(conn: &Connection, delivery: &Delivery, now: WallMs) -> Result<()> {
    let Delivery { state, binding, sent, .. } = delivery;
    let base = binding.as_ref().and_then(|binding| binding.base.as_ref());
    let adopted = binding.as_ref().and_then(|binding| match &binding.kind {
        BindingKind::Adopted { was } => Some(was),
        BindingKind::Created => None,
    });
    let sent_json = sent.as_ref().map(|sent| {
        to_json(&SentJson {
            fields: sent.fields.clone(),
            marker: sent.marker.clone(),
            acknowledged: sent.acknowledged,
            removal: sent.removal,
            carried: sent.carried.clone(),
        })
    });
    let (mut why, mut wait, mut lease, mut parked, mut removed) = (None, None, None, None, None);
    match state {
        State::Held { why: hold, wait: left } => {
            why = Some(word(hold)?);
            wait = left.map(|left| left.0);
        }
        State::Sending { lease: boot } => lease = Some(boot.as_str().to_owned()),
        State::Waiting { wait: left } => wait = Some(left.0),
        State::Parked { reason } => parked = Some(to_json(reason)?),
        State::Removed { by } => removed = Some(word(by)?),
        State::Queued | State::Fenced | State::Synced => {}
    }
    let changed = conn
        .prepare_cached(
            "UPDATE delivery SET intent = :intent, state = :state, held_why = :why, wait_ms = :wait, parked = :parked,
               choice_json = :choice, removed_by = :removed, lease_boot = :lease, attempts = :attempts,
               sent_seq = :sent_seq, sent_json = :sent_json, sent_mapping = :sent_mapping, remote_id = :remote,
               binding = :binding, base_json = :base_json, base_version = :base_version, base_seq = :base_seq, base_facts = :base_facts,
               adopted_json = :adopted, ever_unknown = :unknown, warning = :warning,
               seen_mapping = max(seen_mapping, :mapping),
               synced_at = CASE WHEN :state = 'synced' THEN coalesce(synced_at, :now) END,
               arrived_at = coalesce(arrived_at, CASE WHEN :state = 'synced' THEN :now END)
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": delivery.id.as_str(),
            ":intent": word(&delivery.intent)?,
            ":state": state.name(),
            ":why": why,
            ":wait": wait,
            ":parked": parked,
            ":choice": delivery.decision.as_ref().map(to_json).transpose()?,
            ":removed": removed,
            ":lease": lease,
            ":attempts": delivery.attempts,
            ":sent_seq": sent.as_ref().map(|sent| sent.seq),
            ":sent_json": sent_json.transpose()?,
            ":sent_mapping": sent.as_ref().map(|sent| sent.mapping),
            ":remote": binding.as_ref().map(|binding| binding.remote_id.as_str()),
            ":binding": binding.as_ref().map(|binding| match binding.kind {
                BindingKind::Created => "created",
                BindingKind::Adopted { .. } => "adopted",
            }),
            ":base_json": base.map(|base| to_json(&base.fields)).transpose()?,
            ":base_version": base.and_then(|base| base.version).map(|version| version.to_string()),
            ":base_seq": base.map(|base| base.seq),
            ":base_facts": binding.as_ref().map(|binding| to_json(&facts(binding))).transpose()?,
            ":adopted": adopted.map(to_json).transpose()?,
            ":unknown": delivery.ever_unknown,
            ":warning": delivery.altered,
            ":mapping": base.map_or(0, |base| base.mapping),
            ":now": now.0,
        })?;
    if changed == 1 { Ok(()) } else { Err(StoreError::Mismatch { detail: "a delivery is missing".into() }) }
}

fn facts(binding: &Binding) -> BaseFacts {
    let missed = binding.missed;
    match &binding.base {
        Some(Base { marked, newest, touched, stale, mapping, .. }) => BaseFacts {
            marked: *marked,
            newest: *newest,
            touched: *touched,
            stale: *stale,
            missed,
            mapping: *mapping,
        },
        None => BaseFacts { missed, ..BaseFacts::default() },
    }
}

/// Marks that a contact's card was left, for its deliveries; whether that was news to any of them.
///
/// # Errors
/// As the store allows.
pub fn leave_card(conn: &Connection, contact: &ContactId) -> Result<bool> {
    let told = conn
        .prepare_cached("UPDATE delivery SET card_left = 1 WHERE contact_id = ?1 AND card_left = 0")?
        .execute([contact.as_str()])?;
    Ok(told > 0)
}

/// Marks that the card of a delivery's contact was left, for all its deliveries.
///
/// # Errors
/// As the store allows.
pub fn leave_card_of(conn: &Connection, id: &DeliveryId) -> Result<()> {
    conn.prepare_cached(
        "UPDATE delivery SET card_left = 1 WHERE card_left = 0
         AND contact_id = (SELECT contact_id FROM delivery WHERE id = ?1)",
    )?
    .execute([id.as_str()])?;
    Ok(())
}

/// Retires a delivery in favour of a new generation.
///
/// # Errors
/// As the store allows.
pub fn retire(conn: &Connection, id: &DeliveryId) -> Result<()> {
    conn.prepare_cached("UPDATE delivery SET live = 0 WHERE id = ?1")?.execute([id.as_str()])?;
    Ok(())
}

/// A delivery.
///
/// # Errors
/// As the store allows.
pub fn get(conn: &Connection, id: &DeliveryId) -> Result<Option<Stored>> {
    Ok(list(conn, "id = ?1", [id.as_str()])?.into_iter().next())
}

/// A delivery, if it is live.
///
/// # Errors
/// As the store allows.
pub fn get_live(conn: &Connection, id: &DeliveryId) -> Result<Option<Stored>> {
    Ok(list(conn, "id = ?1 AND live = 1", [id.as_str()])?.into_iter().next())
}

/// The live deliveries of a contact itself, its notes and what is surplus left out.
///
/// # Errors
/// As the store allows.
pub fn of_contact(conn: &Connection, contact: &ContactId) -> Result<Vec<Stored>> {
    list(conn, "contact_id = ?1 AND live = 1 AND part = 'contact' ORDER BY rowid", [contact.as_str()])
}

/// All that this condition holds for.
pub(super) fn list(conn: &Connection, what: &str, with: impl rusqlite::Params) -> Result<Vec<Stored>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM delivery WHERE {what}"))?;
    let mut rows = statement.query(with)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(of_row(row)?);
    }
    Ok(found)
}
