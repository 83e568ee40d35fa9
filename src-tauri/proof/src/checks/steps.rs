//! Watched at every decision.

use super::{Invariant, Witness};
use crate::schedule::{FENCE, FIELDS, NAME};
use lanyard_core::contact::compatible_names;
use lanyard_core::outbox::{BindingKind, Delivery, IllegalMove, Intent, State};
use lanyard_core::sync::{Account, Event, Local, Next, Request, Step};

fn name_of(event: &Event) -> &'static str {
    match event {
        Event::Begin => "begin",
        Event::Answer { request, .. } => match **request {
            Request::Get { .. } => "answer to get",
            Request::FindByEmail { .. } => "answer to find_by_email",
            Request::FindByMarker { .. } => "answer to find_by_marker",
            Request::Stray { .. } => "answer to stray",
            Request::FindLike { .. } => "answer to find_like",
            Request::Create(_) => "answer to create",
            Request::Update(_) => "answer to update",
            Request::Delete(_) => "answer to delete",
        },
        Event::Changed => "changed",
        Event::Decided(_) => "decided",
        Event::FenceOver => "fence over",
        Event::WaitOver => "wait over",
        Event::FoundAtStart => "found at start",
        Event::Hint(_) => "hint",
        Event::Scrub => "scrub",
        Event::StoreRestored => "store restored",
    }
}

impl Witness {
    /// Something is about to happen to a delivery. Returns the event's name.
    pub(crate) fn noticed(
        &mut self,
        laptop: usize,
        delivery: &Delivery,
        event: &Event,
        now: u64,
    ) -> &'static str {
        let seen = self.page(laptop, delivery, now);
        if matches!(event, Event::StoreRestored) && !matches!(delivery.state, State::Removed { .. }) {
            seen.fence_until = now + FENCE;
            seen.writing = false;
            seen.unknown = true;
        }
        name_of(event)
    }

    /// It was decided.
    #[expect(clippy::too_many_arguments, reason = "everything that a decision was made of")]
    pub(crate) fn stepped(
        &mut self,
        laptop: usize,
        before: &Delivery,
        event: &'static str,
        local: &Local,
        _account: &Account,
        step: &Step,
        now: u64,
    ) {
        let after = &step.delivery;
        if after.binding.as_ref().is_some_and(|binding| binding.kind != BindingKind::Created) {
            self.page(laptop, before, now).adopted = true;
        }
        for difference in &step.differences {
            self.shown(
                &before.contact,
                &difference.field,
                difference.ours.clone(),
                difference.theirs.clone(),
                now,
            );
        }
        if let (None, Some(BindingKind::Adopted { was })) =
            (&before.binding, after.binding.as_ref().map(|binding| &binding.kind))
            && event == "answer to find_by_email"
        {
            let theirs = was.get(FIELDS[NAME]).map_or("", String::as_str);
            if !compatible_names(theirs, &local.name) {
                self.broken(Invariant::P1, now, || {
                    format!("{} took {theirs:?} for {:?}", before.id, local.name)
                });
            }
        }
        let bound = |delivery: &Delivery| delivery.binding.as_ref().map(|binding| binding.remote_id.clone());
        if bound(before) != bound(after) {
            let shows = self.shows;
            if let Some(seen) = self.seen(&before.id) {
                seen.first_read = shows;
            }
        }
        if before.intent != after.intent
            && let Some(seen) = self.seen(&before.id)
        {
            seen.removal_since = (after.intent != Intent::Upsert).then_some(now);
        }
        if let (State::Removed { .. }, false) = (&before.state, matches!(after.state, State::Removed { .. }))
        {
            self.broken(Invariant::S4, now, || format!("{} was removed and came back at {event}", before.id));
        }
        let base = |delivery: &Delivery| {
            let binding = delivery.binding.as_ref()?;
            Some((binding.remote_id.clone(), binding.base.as_ref()?.version?))
        };
        if let (Some((was, older)), Some((is, newer))) = (base(before), base(after))
            && was == is
            && newer < older
        {
            self.broken(Invariant::S3, now, || {
                format!("{}: version {older} of {is} became {newer} at {event}", before.id)
            });
        }
        if after.state == State::Synced && before.state != State::Synced {
            let fact = self.find(&before.id).is_some_and(|seen| seen.last_fact > seen.last_write);
            if !fact || after.sent.is_some() {
                self.broken(Invariant::S7, now, || {
                    format!("laptop {laptop}: {} settled at {event} without a fact", before.id)
                });
            }
        }
        if let Next::Ask(Request::Delete(removal)) = &step.next
            && local.bound_elsewhere.contains(&removal.id)
            && after.intent == Intent::Delete
        {
            self.broken(Invariant::S8, now, || {
                format!("{} deletes {}, on which another contact stands", before.id, removal.id)
            });
        }
        if after.decision == Some(lanyard_core::outbox::Decision::Leave) {
            self.let_stand(&before.contact);
        }
        if after.decision == Some(lanyard_core::outbox::Decision::SendAgain)
            && let Some(seen) = self.seen(&before.id)
        {
            seen.sent_again = true;
        }
    }

    /// An event met a state it cannot meet.
    pub(crate) fn illegal(
        &mut self,
        laptop: usize,
        delivery: &Delivery,
        event: &'static str,
        illegal: &IllegalMove,
        now: u64,
    ) {
        self.broken(Invariant::L1, now, || format!("laptop {laptop}: {} at {event}: {illegal}", delivery.id));
    }

    /// One decision asked for another too often.
    pub(crate) fn endless(&mut self, laptop: usize, id: &lanyard_core::ids::DeliveryId, now: u64) {
        self.broken(Invariant::L1, now, || format!("laptop {laptop}: {id} is decided on for ever"));
    }

    /// The two lines of one laptop hold different values.
    pub(crate) fn differs(&mut self, now: u64, how: &str) {
        self.broken(Invariant::I4, now, || format!("two CRMs, one contact, two values: {how}"));
    }

    /// It goes on writing when nothing happens any more.
    pub(crate) fn restless(&mut self, now: u64, writes: u64) {
        self.broken(Invariant::L1, now, || format!("{writes} writes until it was quiet"));
    }

    /// The run does not end.
    pub(crate) fn endless_run(&mut self, now: u64) {
        self.broken(Invariant::L1, now, || "it goes on for ever".to_owned());
    }
}
