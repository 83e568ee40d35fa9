//! The act of capturing: what a code or a form says becomes a contact, its capture and its deliveries in one transaction
//! that is on disk before anybody is told. Never depends on the network, an account, or on understanding the badge.

use crate::engine::Engine;
use crate::late;
use crate::recipes::understood;
use crate::store::captures::{self, NewCapture, Way};
use crate::store::contacts::{self, Edit};
use crate::store::events::{self, Event};
use crate::store::{PayloadDigest, Result, deliveries, destinations};
use crate::sync::{apply_to_contact, fresh};
use lanyard_badge::{BadgeKind, Reading, Refusal};
use lanyard_core::contact::tidy::{Tidy, region_hint, tidied};
use lanyard_core::contact::{
    ContactDraft, Field, Many, Origin, Part, compatible_names, display_name, normalise,
};
use lanyard_core::ids::{CaptureId, ContactId};
use lanyard_core::time::{Millis, MonoMs};
use rusqlite::Connection;
use std::sync::PoisonError;

/// The same code within this time is counted on the card, without a second row.
pub const SAME_CODE: Millis = Millis::from_secs(10);

/// The card on the screen: the last capture.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) contact: ContactId,
    digest: PayloadDigest,
    at: MonoMs,
    times: u32,
}

/// What came of a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Captured {
    /// A new contact.
    New {
        /// Which.
        contact: ContactId,
        /// Whether only a number is known.
        id_only: bool,
        /// Another contact that may be the same person.
        similar: Option<ContactId>,
    },
    /// Added to a contact that the same badge had made.
    Joined {
        /// Which.
        contact: ContactId,
    },
    /// The same code again.
    Again {
        /// The contact on the card.
        contact: ContactId,
        /// How often by now.
        times: u32,
    },
    /// Not a contact; nothing was stored.
    Refused(Refusal),
}

/// What is to be captured.
struct Act<'a> {
    way: Way,
    kind: &'a str,
    symbology: Option<&'a str>,
    payload: &'a [u8],
    draft: &'a ContactDraft,
    origin: Origin,
    leaves_at_once: bool,
    /// Whether it is shown on the card in place of what was there.
    on_card: bool,
}

impl Engine {
    /// Captures what a code says.
    ///
    /// # Errors
    /// As the store allows; nothing was then captured.
    pub fn capture_code(&self, payload: &[u8], way: Way, symbology: Option<&str>) -> Result<Captured> {
        let digest = self.store.digest(&lanyard_badge::same_code(payload));
        if let Some(again) = self.again(&digest) {
            return Ok(again);
        }
        let (Reading { kind, draft, refused, .. }, kept) = understood(&self.recipes_now()?, payload);
        if let Some(refusal) = refused {
            return Ok(Captured::Refused(refusal));
        }
        let act = Act {
            way,
            kind: kind.as_str(),
            symbology,
            payload: &kept,
            draft: &draft,
            origin: if way == Way::Typed { Origin::Typed } else { Origin::Badge },
            leaves_at_once: way == Way::Import,
            on_card: true,
        };
        self.capture(&act, digest)
    }

    /// Captures a further person whom a contact's code names, by the place that [`others`] gave; the card stays as it is. None when
    /// that person is captured already, or there is none.
    ///
    /// # Errors
    /// As the store allows; nothing was then captured.
    pub fn capture_other(&self, contact: &ContactId, place: u32) -> Result<Option<Captured>> {
        let found = self.store.read(|conn| others(conn, self, contact))?;
        let Some(other) = found.into_iter().find(|other| other.place == place) else { return Ok(None) };
        // Only what is said of this person: erasing the other one leaves nothing of theirs here.
        let payload = written_out(&other.draft);
        let act = Act {
            way: other.way,
            kind: BadgeKind::Text.as_str(),
            symbology: None,
            payload: payload.as_bytes(),
            draft: &other.draft,
            origin: Origin::Badge,
            leaves_at_once: false,
            on_card: false,
        };
        self.capture(&act, other.digest).map(Some)
    }

    /// Captures what a person typed. Half a contact is kept; nothing at all is refused.
    ///
    /// # Errors
    /// As the store allows; nothing was then captured.
    pub fn capture_typed(&self, draft: &ContactDraft) -> Result<Captured> {
        if draft.is_empty() {
            return Ok(Captured::Refused(Refusal::Empty));
        }
        let payload = written_out(draft);
        let digest = self.store.digest(payload.as_bytes());
        let act = Act {
            way: Way::Typed,
            kind: BadgeKind::Text.as_str(),
            symbology: None,
            payload: payload.as_bytes(),
            draft,
            origin: Origin::Typed,
            leaves_at_once: false,
            on_card: true,
        };
        self.capture(&act, digest)
    }

    /// The same code as the card's, within ten seconds of it being seen last.
    fn again(&self, digest: &PayloadDigest) -> Option<Captured> {
        let now = self.clock.mono();
        let mut card = self.card.lock().unwrap_or_else(PoisonError::into_inner);
        let card = card.as_mut().filter(|card| card.digest == *digest && now < card.at.plus(SAME_CODE))?;
        card.at = now;
        card.times += 1;
        Some(Captured::Again { contact: card.contact.clone(), times: card.times })
    }

    fn capture(&self, act: &Act<'_>, digest: PayloadDigest) -> Result<Captured> {
        let before =
            if act.on_card { self.card.lock().unwrap_or_else(PoisonError::into_inner).clone() } else { None };
        let captured = self.store.write_together(|conn| {
            let event = events::current(conn)?.ok_or_else(|| crate::store::StoreError::Mismatch {
                detail: "there is no current event".into(),
            })?;
            if let Some(before) = &before {
                // The next visitor steps up: the card is left.
                leave(conn, self, &before.contact)?;
            }
            let badge_id = act.draft.first(Field::BadgeId);
            let known = match captures::with_payload(conn, &event.id, &digest)? {
                Some(contact) => Some(contact),
                None => match badge_id {
                    // A number that two people have is not the badge's own: both are kept.
                    Some(badge_id) => match contacts::with_badge(conn, &event.id, badge_id)? {
                        Some(contact) if may_be(conn, &contact, act.draft)? => Some(contact),
                        Some(_) | None => None,
                    },
                    None => None,
                },
            };
            match known {
                Some(contact) => {
                    note(conn, self, &event, act, &digest, &contact)?;
                    late::again(conn, self, &event, &contact)?;
                    Ok(Captured::Joined { contact })
                }
                None => add(conn, self, &event, act, &digest),
            }
        })?;
        // On disk from here on.
        let contact = match &captured {
            Captured::New { contact, .. }
            | Captured::Joined { contact }
            | Captured::Again { contact, .. } => contact,
            Captured::Refused(_) => return Ok(captured),
        };
        if act.on_card {
            let card = Card { contact: contact.clone(), digest, at: self.clock.mono(), times: 1 };
            *self.card.lock().unwrap_or_else(PoisonError::into_inner) = Some(card);
        }
        let mut changed = vec![contact.clone()];
        changed.extend(before.map(|before| before.contact).filter(|left| left != contact));
        self.committed(changed);
        Ok(captured)
    }

    /// Leaves a contact's card: what nothing else holds may go.
    ///
    /// # Errors
    /// As the store allows.
    pub fn leave_card(&self, contact: &ContactId) -> Result<()> {
        self.store.write(|conn| leave(conn, self, contact))?;
        self.committed(vec![contact.clone()]);
        Ok(())
    }
}

/// A draft as lines, for what has no code of its own.
fn written_out(draft: &ContactDraft) -> String {
    draft.values.iter().map(|value| format!("{}: {}\n", value.field.key(), value.raw)).collect()
}

/// A further person whom a contact's code names, and who is not captured.
pub(crate) struct Other {
    /// Their place among all whom the contact's codes name.
    pub(crate) place: u32,
    pub(crate) draft: ContactDraft,
    way: Way,
    digest: PayloadDigest,
}

/// Whom else a contact's codes name. The codes are kept, so nobody is lost who is not captured at once.
pub(crate) fn others(conn: &Connection, engine: &Engine, contact: &ContactId) -> Result<Vec<Other>> {
    let event = late::event_of(conn, contact)?;
    let recipes = engine.recipes(conn, &event)?;
    let mut found = Vec::new();
    let mut place = 0;
    for (way, payload) in captures::codes_of(conn, contact)? {
        for (nth, draft) in understood(&recipes, &payload).0.others.into_iter().enumerate() {
            let mut named = lanyard_badge::same_code(&payload);
            named.extend_from_slice(format!("\nperson {}", nth + 2).as_bytes());
            let digest = engine.store.digest(&named);
            if captures::with_payload(conn, &event.id, &digest)?.is_none() {
                found.push(Other { place, draft, way, digest });
            }
            place += 1;
        }
    }
    Ok(found)
}

fn leave(conn: &Connection, engine: &Engine, contact: &ContactId) -> Result<()> {
    // A card that was left before tells nobody: what waits for a person would only be sent again for nothing.
    if deliveries::leave_card(conn, contact)? {
        apply_to_contact(conn, engine.with(), contact)?;
    }
    Ok(())
}

/// A new contact with its first capture and its deliveries.
fn add(
    conn: &Connection,
    engine: &Engine,
    event: &Event,
    act: &Act<'_>,
    digest: &PayloadDigest,
) -> Result<Captured> {
    let contact = ContactId::new(engine.clock.new_id());
    let now = engine.clock.wall();
    contacts::insert(conn, &contact, &event.id, &engine.installation, now)?;
    let mut edits = edits_of(act.draft, act.origin, event);
    let listed = late::at_capture(conn, engine, event, &contacts::of_edits(&edits))?;
    let is_named = listed.as_ref().is_some_and(|listed| !listed.fills.is_empty());
    edits.extend(listed.iter().flat_map(|listed| listed.fills.iter().cloned()));
    contacts::edit(conn, &contact, &engine.installation, &edits, now)?;
    if let Some(listed) = &listed {
        listed.propose(conn, engine, &contact)?;
    }
    note(conn, engine, event, act, digest, &contact)?;
    for destination in destinations::of_event(conn, &event.id)? {
        let delivery = fresh(engine.clock.as_ref(), &contact, &destination.id, event.grace);
        deliveries::insert(conn, &delivery, act.leaves_at_once)?;
    }
    if act.leaves_at_once {
        apply_to_contact(conn, engine.with(), &contact)?;
    }
    let similar = similar(conn, event, &contact, &edits)?;
    Ok(Captured::New { contact, id_only: act.draft.is_id_only() && !is_named, similar })
}

/// The capture itself.
fn note(
    conn: &Connection,
    engine: &Engine,
    event: &Event,
    act: &Act<'_>,
    digest: &PayloadDigest,
    contact: &ContactId,
) -> Result<()> {
    let operator = events::operator(conn)?;
    captures::insert(
        conn,
        &NewCapture {
            id: CaptureId::new(engine.clock.new_id()),
            contact,
            event: &event.id,
            installation: &engine.installation,
            operator: operator.as_ref().map(|(id, _)| id),
            way: act.way,
            kind: act.kind,
            symbology: act.symbology,
            payload: act.payload,
            digest,
            extra: &act.draft.extra,
            at: engine.clock.wall(),
        },
    )
}

/// Whether a draft can be of a contact by its name; a draft or a contact without one can.
fn may_be(conn: &Connection, contact: &ContactId, draft: &ContactDraft) -> Result<bool> {
    let known = contacts::load(conn, contact)?;
    let theirs = known.text(Field::FullName).unwrap_or_default();
    Ok(compatible_names(theirs, draft.first(Field::FullName).unwrap_or_default()))
}

/// Another contact with the same e-mail and a name that can be the same person's. A phone number alone never joins two:
/// colleagues share a switchboard.
fn similar(
    conn: &Connection,
    event: &Event,
    contact: &ContactId,
    edits: &[Edit],
) -> Result<Option<ContactId>> {
    let email = edits.iter().find(|edit| edit.field == Field::Email && edit.problem.is_none());
    let Some(email) = email.and_then(|edit| edit.value.as_deref()) else { return Ok(None) };
    let name = display_name(&contacts::load(conn, contact)?).unwrap_or_default();
    for other in contacts::with_email(conn, &event.id, email, contact)? {
        let other_name = display_name(&contacts::load(conn, &other)?).unwrap_or_default();
        if compatible_names(&name, &other_name) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// A draft's values as edits: normalised, with what is wrong named, and the value as it was read kept beside. What a badge
/// says is tidied first, and its local numbers are read as at the person's home.
pub(crate) fn edits_of(draft: &ContactDraft, origin: Origin, event: &Event) -> Vec<Edit> {
    if origin == Origin::Badge {
        let event = Event { region: region_hint(draft).or(event.region), ..event.clone() };
        return tidied(draft).iter().map(|tidy| edit_of_tidy(tidy, &event)).collect();
    }
    draft.values.iter().map(|value| edit_of(value.field, &value.part, &value.raw, origin, event)).collect()
}

fn edit_of_tidy(tidy: &Tidy, event: &Event) -> Edit {
    let edit = edit_of(tidy.field, &tidy.part, &tidy.value, Origin::Badge, event);
    let kept = edit.value.as_deref() != Some(tidy.raw.as_str());
    Edit { raw: kept.then(|| tidy.raw.clone()), ..edit }
}

/// One value as an edit.
pub(crate) fn edit_of(field: Field, part: &Part, raw: &str, origin: Origin, event: &Event) -> Edit {
    let row = field.row();
    let normalised = normalise(row.kind, raw, event.region);
    let part = match row.many {
        Many::Set => Part::member(normalised.value.to_lowercase()),
        Many::One | Many::List | Many::Keyed => part.clone(),
    };
    let kept = (normalised.value != raw).then(|| raw.to_owned());
    let value = Some(normalised.value).filter(|value| !value.is_empty());
    Edit { field, part, value, raw: kept, problem: normalised.problem, origin }
}
