//! Commands of the capture screen.

use super::desk::Desk;
use super::errors::Answer;
use super::kiosk;
use super::removing::note;
use super::show::Shown;
use super::views::{
    CaptureAnswer, CommandError, ContactDetail, ContactRow, ErrorCode, FieldChange, FoundCode, FrameAnswer,
};
use crate::asking::{self, NoAnswer};
use crate::capture::{Captured, edit_of};
use crate::engine::Engine;
use crate::late;
use crate::store::audit::Verb;
use crate::store::captures::{self, Way};
use crate::store::contacts::{self, Edit};
use crate::store::lists;
use crate::store::{Result, deliveries, events, merges, settings};
use crate::sync::apply_to_contact;
use lanyard_badge::Refusal;
use lanyard_core::contact::{ContactDraft, DraftValue, Field, Many, Origin, Part};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::explain::explain_saved;
use lanyard_core::outbox::{Chip, RemovedBy, transition};
use lanyard_core::time::{Millis, MonoMs, WallMs};
use lanyard_decode::coach::{Coach, advice, measures};
use lanyard_decode::{Decoded, Ladder, Payload, Symbology, Watch};
use rusqlite::Connection;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::PoisonError;

/// Undo is offered this long, and longer from the drawer (design of the desk).
const UNDO: Millis = Millis::from_secs(10);

/// The setting that holds half a typed contact.
const DRAFT: &str = "typed_draft";

/// A frame may be decoded this long; the next one comes right after.
const FRAME: Millis = Millis(60);

/// A picture may be decoded this long.
const PHOTO: Millis = Millis(500);

/// What is remembered from one camera frame to the next.
#[derive(Debug, Default)]
pub(super) struct Watching {
    watch: Watch,
    coach: Coach,
    held: Held,
}

/// A code that stays in the picture is captured once, not with every frame; one that was away is captured again.
#[derive(Debug, Default)]
struct Held {
    /// Which code it is, and when it was seen last.
    last: Option<(u64, MonoMs)>,
}

/// A code that was not seen for so long was away: longer than a hand covers it, or a blurred frame or two hide it.
const AWAY: Millis = Millis(1_000);

impl Held {
    /// Whether this code has just come into the picture.
    fn is_new(&mut self, bytes: &[u8], now: MonoMs) -> bool {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let which = hasher.finish();
        let stays = self.last.is_some_and(|(last, at)| last == which && now < at.plus(AWAY));
        self.last = Some((which, now));
        !stays
    }
}

impl Watching {
    /// What would help a person whose badge is not read.
    fn advice(&mut self, gray: &[u8], width: usize, height: usize, decoded: &Decoded) -> Option<Sentence> {
        if !decoded.payloads.is_empty() {
            self.coach.read();
            return None;
        }
        let heard = advice(&measures(gray, width, height, decoded));
        self.coach.hear(heard).map(|advice| Sentence::new(advice.key()))
    }
}

impl Desk {
    /// Decodes a camera frame of grey bytes and captures the first code in it.
    ///
    /// # Errors
    /// When the sizes do not fit, or the capture could not be saved.
    pub fn frame(&self, gray: &[u8], width: usize, height: usize) -> Answer<FrameAnswer> {
        let engine = self.engine()?;
        let begun = engine.clock.mono();
        let mut stop = || begun.until(engine.clock.mono()) > FRAME;
        let mut watching = self.watching.lock().unwrap_or_else(PoisonError::into_inner);
        let decoded = watching
            .watch
            .look(gray, width, height, &mut stop)
            .map_err(|_| CommandError::new(ErrorCode::BadInput, "error-frame"))?;
        let advice = watching.advice(gray, width, height, &decoded);
        let now = engine.clock.mono();
        let is_new = decoded.payloads.first().is_none_or(|payload| watching.held.is_new(&payload.bytes, now));
        drop(watching);
        let decode_ms = begun.until(engine.clock.mono()).0 as f64;
        let codes = decoded.payloads.iter().map(|payload| FoundCode { corners: payload.corners }).collect();
        let capture = match decoded.payloads.first() {
            Some(_) if !is_new => None,
            Some(payload) => {
                let captured = Self::capture_payload(&engine, payload, Way::Camera);
                if captured.is_err() {
                    // What could not be saved is tried again with the next frame.
                    self.watching.lock().unwrap_or_else(PoisonError::into_inner).held = Held::default();
                }
                Some(captured?)
            }
            None => None,
        };
        Ok(FrameAnswer { codes, capture, advice, decode_ms })
    }

    /// Reads a picture file and captures every code in it.
    ///
    /// # Errors
    /// When the bytes are no picture we read, too large, or nothing could be saved.
    pub fn photo(&self, bytes: &[u8]) -> Answer<Vec<CaptureAnswer>> {
        let engine = self.engine()?;
        let picture = crate::photo::read(bytes)
            .map_err(|fault| CommandError::said(ErrorCode::BadInput, fault.sentence()))?;
        let begun = engine.clock.mono();
        let mut stop = || begun.until(engine.clock.mono()) > PHOTO;
        let decoded =
            lanyard_decode::decode(&picture.gray, picture.width, picture.height, Ladder::Photo, &mut stop)
                .map_err(|_| CommandError::new(ErrorCode::BadInput, "error-frame"))?;
        decoded.payloads.iter().map(|payload| Self::capture_payload(&engine, payload, Way::Photo)).collect()
    }

    fn capture_payload(engine: &Engine, payload: &Payload, way: Way) -> Answer<CaptureAnswer> {
        let captured = engine.capture_code(&payload.bytes, way, Some(symbology_name(payload.symbology)))?;
        Ok(answered(engine, captured))
    }

    /// Captures a text: of a USB scanner, of the clipboard, of a sample badge.
    ///
    /// # Errors
    /// When it could not be saved.
    pub fn capture_text(&self, payload: &str, way: Way) -> Answer<CaptureAnswer> {
        self.capture_bytes(payload.as_bytes(), way)
    }

    /// Captures what a code said, byte for byte: a file may be in any character set.
    ///
    /// # Errors
    /// When it could not be saved.
    pub fn capture_bytes(&self, payload: &[u8], way: Way) -> Answer<CaptureAnswer> {
        let engine = self.engine()?;
        let captured = engine.capture_code(payload, way, None)?;
        Ok(answered(&engine, captured))
    }

    /// Captures what a person typed.
    ///
    /// # Errors
    /// When it could not be saved.
    pub fn capture_typed(&self, changes: &[FieldChange]) -> Answer<CaptureAnswer> {
        let engine = self.engine()?;
        let mut draft = ContactDraft::default();
        for change in changes {
            let Some(value) = change.value.as_deref().filter(|value| !value.trim().is_empty()) else {
                continue;
            };
            // Nobody is there yet who could answer.
            if change.field == Field::Answer {
                continue;
            }
            draft.values.push(DraftValue {
                field: change.field,
                part: change.part.clone(),
                raw: value.to_owned(),
            });
        }
        if self.in_kiosk() {
            kiosk::of_a_visitor(&mut draft);
        }
        match engine.capture_typed(&draft)? {
            Captured::Refused(_) => {
                Ok(CaptureAnswer::Refused { sentence: Sentence::new("refused-nothing-typed") })
            }
            captured @ (Captured::New { .. } | Captured::Joined { .. } | Captured::Again { .. }) => {
                // The contact is on disk: a draft that stays behind is offered once more, which harms nobody.
                let forgotten = if self.in_kiosk() { Ok(()) } else { self.keep_draft(&[]) };
                if let Err(error) = forgotten {
                    tracing::warn!(code = ?error.code, "a draft that became a contact stays");
                }
                Ok(answered(&engine, captured))
            }
        }
    }

    /// What a pasted text seems to say, for the form: the person sees it before it is saved.
    ///
    /// # Errors
    /// None so far.
    pub fn understand(&self, text: &str) -> Answer<Vec<FieldChange>> {
        let draft = lanyard_badge::read_pasted(text);
        let change =
            |value: DraftValue| FieldChange { field: value.field, part: value.part, value: Some(value.raw) };
        Ok(draft.values.into_iter().map(change).collect())
    }

    /// Half a contact: what stands in the form and was not saved yet. It outlives the window and lies in the store, which is
    /// encrypted; saving the contact forgets it.
    ///
    /// # Errors
    /// As the store allows.
    pub fn draft(&self) -> Answer<Vec<FieldChange>> {
        let engine = self.engine()?;
        Ok(engine.store.read(|conn| settings::get(conn, DRAFT))?.unwrap_or_default())
    }

    /// Keeps half a contact; nothing forgets it.
    ///
    /// # Errors
    /// As the store allows.
    pub fn keep_draft(&self, changes: &[FieldChange]) -> Answer<()> {
        let engine = self.engine()?;
        Ok(engine.store.write(|conn| settings::put(conn, DRAFT, &changes))?)
    }

    /// Takes a capture back while nothing of it has left.
    ///
    /// # Errors
    /// When it may already have left.
    pub fn undo_capture(&self, contact: &ContactId) -> Answer<()> {
        let engine = self.engine()?;
        self.may_change(&engine, contact, true)?;
        let now = engine.clock.wall();
        let undone = engine.store.write(|conn| {
            let found = deliveries::of_contact(conn, contact)?;
            let untouched = found
                .iter()
                .all(|stored| stored.delivery.sent.is_none() && stored.delivery.binding.is_none());
            // Another one that was merged into it would go with it.
            let stands_for_more = !merges::merged_from(conn, contact)?.is_empty();
            let gone = contacts::head(conn, contact)?.is_none_or(|head| head.deleted);
            if gone || !untouched || stands_for_more {
                return Ok(false);
            }
            for stored in found {
                // Never sent: removed at once, without a request (rule 10).
                let what = lanyard_core::outbox::Move::Remove { by: RemovedBy::Here };
                let Ok(state) = transition(&stored.delivery.state, what) else { return Ok(false) };
                deliveries::save(conn, &lanyard_core::outbox::Delivery { state, ..stored.delivery }, now)?;
            }
            note(conn, &engine, contact, Verb::Undo)?;
            contacts::delete(conn, contact, now)?;
            Ok(true)
        })?;
        if !undone {
            return Err(CommandError::new(ErrorCode::BadInput, "error-too-late-to-undo"));
        }
        engine.forget_card(contact);
        engine.committed(vec![contact.clone()]);
        Ok(())
    }

    /// Captures a further person whom a contact's code names; answers with that contact, whose card stays.
    ///
    /// # Errors
    /// When nobody stands there who is not captured, or it could not be saved.
    pub fn capture_other(&self, contact: &ContactId, place: u32) -> Answer<ContactDetail> {
        match self.engine()?.capture_other(contact, place)? {
            Some(_) => self.contact(contact),
            None => Err(CommandError::new(ErrorCode::NotFound, "error-choice")),
        }
    }

    /// The card was left: what nothing else holds may go.
    ///
    /// # Errors
    /// As the store allows.
    pub fn leave_card(&self, contact: &ContactId) -> Answer<()> {
        Ok(self.engine()?.leave_card(contact)?)
    }

    /// Changes a contact's values.
    ///
    /// # Errors
    /// When there is no such contact, it is no answer to what was asked, or the change could not be saved.
    pub fn edit_contact(&self, contact: &ContactId, changes: &[FieldChange]) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        self.may_change(&engine, contact, changes.iter().all(|change| change.field == Field::Answer))?;
        let now = engine.clock.wall();
        let known = engine.store.write(|conn| {
            let Some(head) = contacts::head(conn, contact)?.filter(|head| !head.deleted) else {
                return Ok(Err(no_such_contact()));
            };
            let event = match &head.event {
                Some(id) => events::event(conn, id)?,
                None => None,
            };
            let Some(event) = event else { return Ok(Err(no_such_contact())) };
            let before = contacts::load(conn, contact)?;
            let mut edits: Vec<Edit> = Vec::new();
            for change in changes {
                match (change.field, change.value.as_deref()) {
                    (Field::Answer, said) => {
                        match asking::answered(conn, contact, &before, &change.part, said)? {
                            Ok(answer) => edits.extend(answer),
                            Err(fault) => return Ok(Err(no_answer(fault))),
                        }
                    }
                    (field, Some(value)) => {
                        edits.push(edit_of(field, &change.part, value, Origin::Typed, &event));
                    }
                    (_, None) => edits.push(removal(change)),
                }
            }
            edits.retain(|edit| {
                let old = before.fields.get(&(edit.field, edit.part.clone()));
                old.map(|old| old.value.as_str()).unwrap_or_default()
                    != edit.value.as_deref().unwrap_or_default()
            });
            if !edits.is_empty() {
                contacts::edit(conn, contact, &engine.installation, &edits, now)?;
                late::settle(conn, &event, contact)?;
                if edits.iter().any(|edit| edit.field == Field::BadgeId) {
                    late::again(conn, &engine, &event, contact)?;
                }
            }
            // Also without a change: a parked contact that was looked at and confirmed goes again.
            apply_to_contact(conn, engine.with(), contact)?;
            Ok(Ok(()))
        })?;
        known?;
        engine.committed(vec![contact.clone()]);
        self.contact(contact)
    }

    /// A contact in full.
    ///
    /// # Errors
    /// When there is no such contact.
    pub fn contact(&self, contact: &ContactId) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        let found = engine.store.read(|conn| match contacts::head(conn, contact)? {
            Some(_) => Shown::new(conn, &engine)?.drawer(conn, contact).map(Some),
            None => Ok(None),
        })?;
        found.ok_or_else(no_such_contact)
    }

    /// The newest contacts, for the rail.
    ///
    /// # Errors
    /// As the store allows.
    pub fn recent(&self, limit: u32) -> Answer<Vec<ContactRow>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        Ok(engine.store.read(|conn| {
            let ids = lists::newest(conn, &event.id, limit.clamp(1, 100))?;
            let shown = Shown::new(conn, &engine)?;
            ids.iter().map(|id| shown.row(conn, id)).collect()
        })?)
    }
}

/// What is told of a capture. A new contact is on disk by now and is told as saved whatever comes of reading it back.
fn answered(engine: &Engine, captured: Captured) -> CaptureAnswer {
    match captured {
        Captured::Refused(refusal) => CaptureAnswer::Refused { sentence: refused(refusal) },
        Captured::Again { contact, times } => CaptureAnswer::Again { contact_id: contact, times },
        Captured::Joined { contact } => {
            let read = read_back(engine, |conn| {
                let detail = Shown::new(conn, engine)?.detail(conn, &contact)?;
                let first = captures::of(conn, &contact)?.into_iter().next();
                let first_at = first.as_ref().map_or(detail.row.at, |capture| capture.at);
                let by = first.and_then(|capture| capture.by);
                Ok(CaptureAnswer::Known { contact: Box::new(detail), first_at, by })
            });
            read.unwrap_or_else(|| CaptureAnswer::Known {
                first_at: engine.clock.wall(),
                contact: Box::new(unread(contact, engine.clock.wall())),
                by: None,
            })
        }
        Captured::New { contact, id_only, similar } => {
            let read = read_back(engine, |conn| {
                let shown = Shown::new(conn, engine)?;
                let similar = similar.as_ref().map(|other| shown.row(conn, other)).transpose()?;
                Ok((shown.detail(conn, &contact)?, similar))
            });
            let (detail, similar) = read.unwrap_or_else(|| (unread(contact, engine.clock.wall()), None));
            let (contact, similar) = (Box::new(detail), similar.map(Box::new));
            CaptureAnswer::Saved { contact, id_only, similar, undo_for: UNDO }
        }
    }
}

/// Reads what was just written; once more when the disk failed, since the store opens itself anew then.
fn read_back<T>(engine: &Engine, look: impl Fn(&Connection) -> Result<T>) -> Option<T> {
    let read = engine.store.read(|conn| look(conn)).or_else(|_| engine.store.read(|conn| look(conn)));
    read.inspect_err(|error| tracing::error!(%error, "a capture is on disk and cannot be read back now")).ok()
}

/// A contact of which nothing can be said but that it is on disk; its row follows with the next change.
fn unread(contact: ContactId, at: WallMs) -> ContactDetail {
    let explanation = explain_saved(at);
    ContactDetail {
        row: ContactRow {
            id: contact,
            name: None,
            badge_id: None,
            company: None,
            job_title: None,
            rating: None,
            by: None,
            at,
            chip: Chip::Saved,
            sentence: explanation.why.clone(),
        },
        explanation,
        fields: Vec::new(),
        extra: Vec::new(),
        others: Vec::new(),
        captures: 1,
        payload: None,
        deliveries: Vec::new(),
        conflicts: Vec::new(),
        timeline: Vec::new(),
        undo_until: None,
        consent: None,
        removed: false,
        merged: Vec::new(),
        merged_into: None,
    }
}

fn no_answer(fault: NoAnswer) -> CommandError {
    match fault {
        NoAnswer::NotAsked => CommandError::new(ErrorCode::NotFound, "error-no-such-question"),
        NoAnswer::Fault(fault) => CommandError::said(ErrorCode::BadInput, fault.sentence()),
    }
}

fn removal(change: &FieldChange) -> Edit {
    let part = match change.field.row().many {
        Many::Set | Many::List | Many::Keyed => change.part.clone(),
        Many::One => Part::first(),
    };
    Edit { field: change.field, part, value: None, raw: None, problem: None, origin: Origin::Typed }
}

/// A symbology's name in the store and on the command line.
#[must_use]
pub fn symbology_name(symbology: Symbology) -> &'static str {
    match symbology {
        Symbology::Qr => "qr",
        Symbology::Pdf417 => "pdf417",
        Symbology::DataMatrix => "data-matrix",
        Symbology::Aztec => "aztec",
        Symbology::Code128 => "code-128",
        Symbology::Code39 => "code-39",
    }
}

pub(super) fn no_such_contact() -> CommandError {
    CommandError::new(ErrorCode::NotFound, "error-no-such-contact")
}

/// The sentence for a code that is not a contact.
#[must_use]
pub fn refused(refusal: Refusal) -> Sentence {
    Sentence::new(&format!("refused-{}", refusal.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_new_when_it_comes_into_the_picture_and_not_while_it_stays() {
        let mut held = Held::default();
        assert!(held.is_new(b"one", MonoMs(0)));
        assert!((1..100).all(|nth| !held.is_new(b"one", MonoMs(nth * 900))), "it is covered now and then");
        assert!(held.is_new(b"one", MonoMs(99 * 900 + AWAY.0)), "it was away");
        assert!(held.is_new(b"two", MonoMs(99 * 900 + AWAY.0 + 1)), "another one is new at once");
        assert!(held.is_new(b"one", MonoMs(99 * 900 + AWAY.0 + 2)));
    }
}
