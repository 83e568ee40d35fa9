//! One event applied to one delivery within a transaction: decide, store what was decided, decide again if that asks for it.

use super::Laptop;
use super::mapping::as_there;
use crate::checks::Witness;
use crate::outbox::Outbox;
use lanyard_core::crm::RemoteField;
use lanyard_core::ids::{ContactId, DeliveryId, Marker, RemoteId};
use lanyard_core::outbox::{BindingKind, Delivery, DeliveryPart, Intent, State};
use lanyard_core::sync::{Event, Next, Request, Scrub, Step, Surplus};
use lanyard_core::time::MonoMs;
use lanyard_planted::Rules;

/// A decision asks for another one at most so often, as in the app.
const ROUNDS: usize = 8;

impl<O: Outbox> Laptop<O> {
    pub(super) fn apply(
        &mut self,
        id: &DeliveryId,
        event: Event,
        may_ask: bool,
        now: u64,
        rules: &Rules,
        witness: &mut Witness,
    ) -> Option<Request> {
        let mut event = event;
        for _ in 0..ROUNDS {
            let Self { outbox, account, note_account, mappings, boot_id, nth, .. } = self;
            let decided = outbox.look(id, |delivery, local| {
                let local = &*as_there(mappings, &account.mapping, delivery, local);
                let of_note = matches!(delivery.part, DeliveryPart::Note(_));
                let account = if of_note { &*note_account } else { &*account };
                let name = witness.noticed(*nth, delivery, &event, now);
                let decided = (rules.step)(delivery, local, account, boot_id, event);
                match decided {
                    Ok(step) => {
                        witness.stepped(*nth, delivery, name, local, account, &step, now);
                        let changed = step.delivery != *delivery;
                        Some((step, changed))
                    }
                    Err(illegal) => {
                        witness.illegal(*nth, delivery, name, &illegal, now);
                        None
                    }
                }
            })??;
            let (Step { delivery, differences, taken, surplus, pass_on, next }, changed) = decided;
            if changed {
                if delivery.state == State::Fenced {
                    self.scrub = Scrub::from(MonoMs(now));
                }
                match delivery.state {
                    State::Held { .. } | State::Fenced | State::Waiting { .. } => self.stale = true,
                    State::Queued
                    | State::Sending { .. }
                    | State::Synced
                    | State::Parked { .. }
                    | State::Removed { .. } => {}
                }
                self.outbox.save(delivery.clone());
            }
            for difference in differences {
                self.outbox.differ(id, difference);
            }
            for (field, value) in taken {
                self.take(&delivery, &field, value.as_deref(), now, witness);
            }
            for one in surplus {
                self.add_surplus(one, &delivery);
            }
            if let (true, Some(binding)) = (pass_on, &delivery.binding) {
                self.pass_on(id, &binding.remote_id);
            }
            if delivery.state == State::Synced && delivery.part == DeliveryPart::Contact {
                self.add_notes(&delivery.contact);
            }
            match next {
                Next::Rest => return None,
                Next::Again if may_ask => event = Event::Begin,
                Next::Again => return None,
                Next::Ask(request) => return Some(request),
                Next::Renew => {
                    self.renew(&delivery);
                    return None;
                }
            }
        }
        witness.endless(self.nth, id, now);
        None
    }

    fn take(
        &mut self,
        of: &Delivery,
        field: &RemoteField,
        value: Option<&str>,
        now: u64,
        witness: &mut Witness,
    ) {
        match &of.part {
            DeliveryPart::Note(key) => self.outbox.note(&of.contact, key, value),
            DeliveryPart::Contact | DeliveryPart::Surplus(_) => {
                self.outbox.take(&of.contact, field, value);
                self.news.push((of.contact.clone(), field.clone(), value.map(str::to_owned)));
                witness.taken(&of.contact, field, value, now);
            }
        }
    }

    pub(super) fn new_id(&mut self) -> DeliveryId {
        self.made += 1;
        DeliveryId::new(format!("{}d{}", self.nth, self.made))
    }

    pub(super) fn new_marker(&self) -> Marker {
        Marker::new(format!("{}m{}", self.nth, self.made))
    }

    /// A record too many becomes a delivery of its own, unless it is one already.
    fn add_surplus(&mut self, surplus: Surplus, found_by: &Delivery) {
        let mut known = false;
        self.outbox.each(|delivery, _| {
            let same = matches!(&delivery.part, DeliveryPart::Surplus(id) if *id == surplus.id);
            known |=
                same && delivery.contact == found_by.contact && delivery.generation == found_by.generation;
        });
        if !known {
            let id = self.new_id();
            let delivery = surplus.delivery(id, self.new_marker(), found_by);
            self.outbox.insert(delivery);
        }
    }

    /// The record passes to another contact that stands on it, or to this one's newer generation.
    fn pass_on(&mut self, from: &DeliveryId, record: &RemoteId) {
        let mut heir: Option<Delivery> = None;
        self.outbox.each(|delivery, live| {
            let fits = live
                && delivery.part == DeliveryPart::Contact
                && delivery.id != *from
                && delivery.intent == Intent::Upsert
                && !matches!(delivery.state, State::Removed { .. })
                && delivery.binding.as_ref().is_some_and(|binding| {
                    binding.remote_id == *record && matches!(binding.kind, BindingKind::Adopted { .. })
                });
            if fits && heir.as_ref().is_none_or(|known| delivery.id < known.id) {
                heir = Some(delivery.clone());
            }
        });
        if let Some(mut heir) = heir {
            if let Some(binding) = &mut heir.binding {
                binding.kind = BindingKind::Created;
                // What was changed there before it stood on the record it cannot know: a person is asked before it goes.
                if let Some(base) = &mut binding.base {
                    base.touched = true;
                }
            }
            self.outbox.save(heir);
        }
    }

    /// Begins the next generation, with a marker of its own.
    fn renew(&mut self, old: &Delivery) {
        self.outbox.retire(&old.id);
        self.timers.forget(&old.id);
        let id = self.new_id();
        let marker = self.new_marker();
        let mut new = Delivery::new(id, old.contact.clone(), old.destination.clone(), marker, State::Queued);
        new.part = old.part.clone();
        new.generation = old.generation + 1;
        self.outbox.insert(new);
    }

    /// Once a contact is there its notes may follow.
    pub(super) fn add_notes(&mut self, contact: &ContactId) {
        for key in self.outbox.notes(contact) {
            let mut known = false;
            self.outbox.each(|delivery, live| {
                let same = matches!(&delivery.part, DeliveryPart::Note(known) if *known == key);
                known |= live && same && delivery.contact == *contact;
            });
            if !known {
                let id = self.new_id();
                let marker = self.new_marker();
                let destination = self.destination.clone();
                let mut delivery = Delivery::new(id, contact.clone(), destination, marker, State::Queued);
                delivery.part = DeliveryPart::Note(key);
                self.outbox.insert(delivery);
            }
        }
    }
}
