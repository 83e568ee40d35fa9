//! Contacts as screens show them: rows and the drawer.

use super::consenting;
use super::status::snapshot;
use super::timeline;
use super::views::{
    CandidateView, ConflictView, ContactDetail, ContactRow, DeliveryView, FieldView, OtherView, RemarkKind,
    RemarkView,
};
use crate::capture::{Other, others};
use crate::engine::Engine;
use crate::store::conflicts::Conflict;
use crate::store::deliveries::Stored;
use crate::store::destinations::Destination;
use crate::store::{
    Result, StoreError, attempts, captures, conflicts, consents, contacts, deliveries, destinations, earlier,
    merges, questions, queues,
};
use crate::sync::Snapshot;
use lanyard_core::contact::tidy::{Remark, remarks};
use lanyard_core::contact::{Contact, FIELDS, Field, Kind, Part, PhoneForm, display_name, phone_as};
use lanyard_core::explain::{Explanation, Sentence};
use lanyard_core::ids::{ContactId, DestinationId};
use lanyard_core::outbox::delivery::Candidate;
use lanyard_core::outbox::explain::{explain_earlier, explain_saved};
use lanyard_core::outbox::{
    BindingKind, Chip, Circumstances, Hold, ParkReason, State, chip, contact_chip, explain,
};
use lanyard_core::sync::Winner;
use lanyard_core::time::{Millis, WallMs};
use rusqlite::Connection;

/// What views are made with.
pub(super) struct Shown<'a> {
    pub(super) engine: &'a Engine,
    pub(super) snapshot: Snapshot,
    pub(super) destinations: Vec<Destination>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(conn: &Connection, engine: &'a Engine) -> Result<Self> {
        Ok(Self { engine, snapshot: snapshot(conn, engine)?, destinations: destinations::all(conn)? })
    }

    /// A contact as a row.
    pub(super) fn row(&self, conn: &Connection, id: &ContactId) -> Result<ContactRow> {
        Ok(self.outline(conn, id)?.0)
    }

    fn outline(
        &self,
        conn: &Connection,
        id: &ContactId,
    ) -> Result<(ContactRow, Contact, Vec<DeliveryView>, Explanation)> {
        let head = contacts::head(conn, id)?
            .ok_or_else(|| StoreError::Mismatch { detail: "a contact is missing".into() })?;
        let contact = contacts::load(conn, id)?;
        let mut views = Vec::new();
        for stored in deliveries::of_contact(conn, id)? {
            views.push(self.delivery(conn, &stored)?);
        }
        let shown = if views.is_empty() && head.deleted {
            Chip::Removed
        } else {
            contact_chip(views.iter().map(|view| view.chip))
        };
        let explanation = match views.iter().find(|view| view.chip == shown) {
            Some(view) => view.explanation.clone(),
            None if head.deleted => Explanation::because(Sentence::new("why-removed-unsent")),
            None => match self.destinations.iter().find(|place| Some(&place.event) == head.event.as_ref()) {
                None => explain_saved(head.created_at),
                Some(place) => {
                    let stay = earlier::stay(conn, &place.id)?;
                    explain_earlier(head.created_at, &place.name, stay)
                }
            },
        };
        let text = |field: Field| contact.text(field).map(str::to_owned);
        let name = display_name(&contact).filter(|name| Some(name.as_str()) != contact.text(Field::BadgeId));
        let by = captures::first_by(conn, id)?;
        let row = ContactRow {
            id: id.clone(),
            name,
            badge_id: text(Field::BadgeId),
            company: text(Field::Company),
            job_title: text(Field::JobTitle),
            rating: contact.text(Field::Rating).and_then(|rating| rating.parse().ok()),
            by,
            at: head.created_at,
            chip: shown,
            sentence: explanation.why.clone(),
        };
        Ok((row, contact, views, explanation))
    }

    /// A destination by its id.
    pub(super) fn destination(&self, id: &DestinationId) -> Option<&Destination> {
        self.destinations.iter().find(|found| found.id == *id)
    }

    /// A difference between here and a destination.
    pub(super) fn conflict(
        &self,
        conn: &Connection,
        destination: Option<&Destination>,
        row: Conflict,
    ) -> Result<ConflictView> {
        Ok(ConflictView {
            id: row.id,
            field: self.our_field(conn, destination, row.field.as_str())?,
            ours: row.ours,
            theirs: row.theirs,
            winner: match row.winner {
                Winner::Ours => "ours".to_owned(),
                Winner::Theirs => "theirs".to_owned(),
            },
        })
    }

    /// One delivery, explained.
    pub(super) fn delivery(&self, conn: &Connection, stored: &Stored) -> Result<DeliveryView> {
        let delivery = &stored.delivery;
        let destination = self.destination(&delivery.destination);
        let name = destination.map(|found| found.name.clone()).unwrap_or_default();
        let line = self.snapshot.lines.get(&delivery.destination).cloned().unwrap_or_default();
        let open = conflicts::open(conn, &delivery.id)?;
        let (now, wall) = (self.engine.clock.mono(), self.engine.clock.wall());
        let passed = line.at.until(now);
        let left = line.left.get(&delivery.id).map(|left| Millis(left.0.saturating_sub(passed.0)));
        let differs = open.first().map(|row| self.our_field(conn, destination, row.field.as_str()));
        let ahead = if delivery.state == State::Queued { queues::ahead(conn, &delivery.id)? } else { 0 };
        let sending = matches!(delivery.state, State::Sending { .. });
        let started = if sending { attempts::started(conn, &delivery.id)? } else { None };
        let around = Circumstances {
            destination: name.clone(),
            gate: line.gate,
            gate_since: line.since,
            gate_until: line.until,
            ahead,
            left: left.or(waited(&delivery.state)),
            now: Some(wall),
            started,
            synced_at: stored.synced_at,
            differs: differs.transpose()?,
            refused: matches!(delivery.state, State::Held { why: Hold::Consent, .. })
                && !consents::of(conn, &delivery.contact)?.is_empty(),
        };
        Ok(DeliveryView {
            id: delivery.id.clone(),
            destination: name,
            chip: chip(delivery, line.gate, !open.is_empty()),
            explanation: explain(delivery, &around),
            adopted: delivery
                .binding
                .as_ref()
                .is_some_and(|binding| matches!(binding.kind, BindingKind::Adopted { .. })),
            remote_id: delivery.binding.as_ref().map(|binding| binding.remote_id.as_str().to_owned()),
            candidates: candidates(&delivery.state),
        })
    }

    /// Our field's key for one of theirs; theirs where the mapping has none.
    pub(super) fn our_field(
        &self,
        conn: &Connection,
        destination: Option<&Destination>,
        theirs: &str,
    ) -> Result<String> {
        let Some(destination) = destination else { return Ok(theirs.to_owned()) };
        let mapping = destinations::mapping(conn, &destination.id, destination.mapping)?;
        let row = mapping.and_then(|mapping| {
            let row = mapping.rows.into_iter().find(|row| row.theirs.as_str() == theirs);
            row.and_then(|row| row.ours).map(|ours| ours.key().to_owned())
        });
        Ok(row.unwrap_or_else(|| theirs.to_owned()))
    }

    /// A contact in full.
    pub(super) fn detail(&self, conn: &Connection, id: &ContactId) -> Result<ContactDetail> {
        let (row, contact, views, explanation) = self.outline(conn, id)?;
        let captured = captures::of(conn, id)?;
        let first = captured.first();
        let extra = captured.iter().flat_map(|capture| capture.extra.clone()).collect();
        let payload =
            first.and_then(|capture| capture.payload.clone()).and_then(|bytes| String::from_utf8(bytes).ok());
        let mut differences = Vec::new();
        let timeline = timeline::of(conn, self, id, &captured)?;
        let mut undo_until = None;
        for stored in deliveries::of_contact(conn, id)? {
            let destination = self.destination(&stored.delivery.destination);
            for conflict in conflicts::open(conn, &stored.delivery.id)? {
                differences.push(self.conflict(conn, destination, conflict)?);
            }
            undo_until = undo_until.or(self.open_until(&stored));
        }
        Ok(ContactDetail {
            row,
            explanation,
            fields: fields(conn, &contact)?,
            extra,
            others: others(conn, self.engine, id)?.iter().map(other).collect(),
            captures: u32::try_from(captured.len()).unwrap_or(u32::MAX),
            payload,
            deliveries: views,
            conflicts: differences,
            timeline,
            undo_until,
            consent: consents::of(conn, id)?.pop().map(consenting::said_view),
            removed: contacts::head(conn, id)?.is_some_and(|head| head.deleted),
            merged: super::merging::merged(conn, id)?,
            merged_into: merges::merged_into(conn, id)?.map(|(into, _)| into),
        })
    }

    /// [`Self::detail`], to be read at leisure: numbers in groups, by their countries' plans.
    pub(super) fn drawer(&self, conn: &Connection, id: &ContactId) -> Result<ContactDetail> {
        let mut detail = self.detail(conn, id)?;
        for fact in detail.fields.iter_mut().filter(|fact| fact.field.row().kind == Kind::Phone) {
            let written = phone_as(&fact.value, PhoneForm::International);
            fact.written = Some(written).filter(|written| *written != fact.value);
        }
        Ok(detail)
    }

    /// Until when the card of a delivery stays open.
    fn open_until(&self, stored: &Stored) -> Option<WallMs> {
        let State::Held { why: Hold::Grace, wait } = &stored.delivery.state else {
            return None;
        };
        let line = self.snapshot.lines.get(&stored.delivery.destination);
        let passed = line.map(|line| line.at.until(self.engine.clock.mono())).unwrap_or_default();
        let left = line.and_then(|line| line.left.get(&stored.delivery.id)).copied().or(*wait)?;
        Some(self.engine.clock.wall().plus(Millis(left.0.saturating_sub(passed.0))))
    }
}

fn other(other: &Other) -> OtherView {
    let first = |field| other.draft.first(field).map(str::to_owned);
    let parts = [Field::GivenName, Field::FamilyName].into_iter().filter_map(first).collect::<Vec<_>>();
    let name = first(Field::FullName).or_else(|| (!parts.is_empty()).then(|| parts.join(" ")));
    OtherView {
        place: other.place,
        name: name.or_else(|| first(Field::Email)).or_else(|| first(Field::Phone)),
        company: first(Field::Company),
    }
}

/// The records a person may choose from.
fn candidates(state: &State) -> Vec<CandidateView> {
    let State::Parked { reason } = state else { return Vec::new() };
    let found = match reason {
        ParkReason::BelongsToSomeoneElse { candidates, .. } | ParkReason::MaybeThere { candidates } => {
            candidates
        }
        ParkReason::Invalid { .. }
        | ParkReason::DeletedThere
        | ParkReason::ChangedThere
        | ParkReason::Refused { .. } => {
            return Vec::new();
        }
    };
    let view = |candidate: &Candidate| CandidateView {
        id: candidate.id.as_str().to_owned(),
        name: candidate.name.clone(),
    };
    found.iter().map(view).collect()
}

/// What is left of a wait before its timer is armed.
fn waited(state: &State) -> Option<Millis> {
    match state {
        State::Held { wait, .. } => *wait,
        State::Waiting { wait } => Some(*wait),
        State::Queued
        | State::Sending { .. }
        | State::Fenced
        | State::Synced
        | State::Parked { .. }
        | State::Removed { .. } => None,
    }
}

fn fields(conn: &Connection, contact: &Contact) -> Result<Vec<FieldView>> {
    let asked = questions::asked(conn, contact.all(Field::Answer).map(|(part, _)| part))?;
    let question =
        |part: &Part| asked.iter().find(|(of, _)| of == part).map(|(_, question)| question.clone());
    let views = FIELDS
        .iter()
        .flat_map(|row| contact.all(row.field).map(move |(part, value)| (row.field, part, value)))
        .map(|(field, part, value)| FieldView {
            field,
            part: part.clone(),
            value: value.value.clone(),
            written: None,
            raw: value.raw.clone(),
            origin: value.origin,
            problem: value.problem,
            remarks: remarks(field, &value.value).into_iter().map(remark).collect(),
            asked: if field == Field::Answer { question(part) } else { None },
        });
    let mut views: Vec<FieldView> = views.collect();
    // Answers in the order in which they were asked for, after everything else.
    views
        .sort_by_key(|view| asked.iter().position(|(of, _)| view.field == Field::Answer && *of == view.part));
    Ok(views)
}

/// What a badge's values are remarked on is derived from the value each time: it is nowhere stored.
fn remark(remark: Remark) -> RemarkView {
    let (kind, proposal) = match remark {
        Remark::Slip { proposal } => (RemarkKind::Slip, Some(proposal)),
        Remark::FreeMail => (RemarkKind::FreeMail, None),
        Remark::Role => (RemarkKind::Role, None),
        Remark::LookAlike => (RemarkKind::LookAlike, None),
    };
    RemarkView { kind, proposal }
}
