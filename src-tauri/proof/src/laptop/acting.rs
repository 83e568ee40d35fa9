//! What the people at a laptop do: capture, edit, note, remove, restore, decide, resolve.

use super::{Laptop, contact_id};
use crate::checks::Witness;
use crate::outbox::Outbox;
use crate::schedule::TAGS;
use lanyard_core::crm::RemoteField;
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::outbox::{Decision, Delivery, DeliveryPart, Hold, ParkReason, State};
use lanyard_core::sync::{Event, Wanted, remap};
use lanyard_core::time::{Millis, MonoMs};
use lanyard_planted::Rules;

/// The grace of an open card, as the app ships it.
const GRACE: Millis = Millis(10_000);

impl<O: Outbox> Laptop<O> {
    /// Whether anybody can do anything at it.
    #[must_use]
    pub(crate) fn is_on(&self, now: u64) -> bool {
        self.away_until <= now && !self.starts
    }

    /// Somebody is captured. False when the store refused it: then the person was told so.
    pub(crate) fn capture(&mut self, who: usize, values: &[Option<String>; 4], now: u64) -> bool {
        let contact = contact_id(who);
        let named =
            self.fields.iter().zip(values).filter_map(|(field, value)| Some((field.clone(), value.clone()?)));
        let fields: Vec<(RemoteField, String)> = named.collect();
        let mut dies = matches!(self.crash, Some((crate::schedule::CrashAt::BeforeCommit, _)));
        dies |= self.roll_back;
        self.transaction(now, |laptop| {
            laptop.outbox.capture(&contact, &fields);
            let id = laptop.new_id();
            let marker = laptop.new_marker();
            let held = State::Held { why: Hold::Grace, wait: Some(GRACE) };
            let destination = laptop.destination.clone();
            laptop.outbox.insert(Delivery::new(id, contact.clone(), destination, marker, held));
        });
        self.stale = true;
        !dies
    }

    fn knows(&self, contact: &ContactId) -> bool {
        let mut known = false;
        self.outbox.each(|delivery, _| known |= delivery.contact == *contact);
        known
    }

    /// Deliveries of the contact that live; its surplus parts aside.
    fn parts(&self, contact: &ContactId) -> Vec<DeliveryId> {
        let mut parts = Vec::new();
        self.outbox.each(|delivery, live| {
            if live && delivery.contact == *contact && !matches!(delivery.part, DeliveryPart::Surplus(_)) {
                parts.push(delivery.id.clone());
            }
        });
        parts
    }

    fn tell(&mut self, contact: &ContactId, now: u64, rules: &Rules, witness: &mut Witness) {
        for id in self.parts(contact) {
            self.apply(&id, Event::Changed, false, now, rules, witness);
        }
    }

    /// Something is done to a contact in one transaction, and its deliveries are told. False when it is not stored.
    fn change(
        &mut self,
        who: usize,
        now: u64,
        rules: &Rules,
        witness: &mut Witness,
        change: impl FnOnce(&mut Self, &ContactId),
    ) -> bool {
        let contact = contact_id(who);
        if !self.knows(&contact) {
            return false;
        }
        let undone =
            self.roll_back || matches!(self.crash, Some((crate::schedule::CrashAt::BeforeCommit, _)));
        self.transaction(now, |laptop| {
            change(laptop, &contact);
            laptop.tell(&contact, now, rules, witness);
        });
        !undone
    }

    /// The card is left.
    pub(crate) fn leave_card(&mut self, who: usize, now: u64, rules: &Rules, witness: &mut Witness) {
        witness.card_left(&contact_id(who));
        self.change(who, now, rules, witness, |laptop, contact| laptop.outbox.leave_card(contact));
    }

    /// A value is edited. False when nothing was stored, or nothing was changed.
    pub(crate) fn edit(
        &mut self,
        who: usize,
        field: usize,
        value: Option<&str>,
        now: u64,
        rules: &Rules,
        witness: &mut Witness,
    ) -> bool {
        let field = self.fields[field].clone();
        if self.outbox.value(&contact_id(who), &field).as_deref() == value {
            return false;
        }
        self.change(who, now, rules, witness, |laptop, contact| laptop.outbox.edit(contact, &field, value))
    }

    /// A tag is put on. Returns the tags as they are then, when that is stored.
    pub(crate) fn tag(
        &mut self,
        who: usize,
        tag: &str,
        now: u64,
        rules: &Rules,
        witness: &mut Witness,
    ) -> Option<String> {
        let field = self.fields[TAGS].clone();
        let tags = match self.outbox.value(&contact_id(who), &field) {
            Some(tags) if tags.split(';').any(|known| known == tag) => return None,
            Some(tags) => format!("{tags};{tag}"),
            None => tag.to_owned(),
        };
        let value = tags.clone();
        self.change(who, now, rules, witness, |laptop, contact| {
            laptop.outbox.edit(contact, &field, Some(&value));
        })
        .then_some(tags)
    }

    /// A note is written, changed or taken away.
    pub(crate) fn write_note(
        &mut self,
        who: usize,
        key: &str,
        text: Option<&str>,
        now: u64,
        rules: &Rules,
        witness: &mut Witness,
    ) -> bool {
        self.change(who, now, rules, witness, |laptop, contact| {
            laptop.outbox.note(contact, key, text);
            let mut synced = false;
            laptop.outbox.each(|delivery, live| {
                synced |= live
                    && delivery.part == DeliveryPart::Contact
                    && delivery.contact == *contact
                    && delivery.state == State::Synced;
            });
            if synced {
                laptop.add_notes(contact);
            }
        })
    }

    /// The contact is removed, wanted again, or destroyed.
    pub(crate) fn want(
        &mut self,
        who: usize,
        wanted: Wanted,
        now: u64,
        rules: &Rules,
        witness: &mut Witness,
    ) -> bool {
        self.change(who, now, rules, witness, |laptop, contact| laptop.outbox.want(contact, wanted))
    }

    /// Whether the contact is among the living here.
    #[must_use]
    pub(crate) fn has(&self, who: usize) -> bool {
        self.knows(&contact_id(who))
    }

    /// Everything is tried now.
    pub(crate) fn sync_now(&mut self, now: u64) {
        self.health.hurry(MonoMs(now));
        self.next_pull = now;
        self.stale = true;
    }

    /// Somebody decides about a parked delivery as the window offers it.
    pub(crate) fn decide(
        &mut self,
        roll: u64,
        there: &dyn Fn(&DeliveryId) -> bool,
        now: u64,
        rules: &Rules,
        witness: &mut Witness,
    ) {
        let mut parked: Vec<(DeliveryId, ParkReason)> = Vec::new();
        self.outbox.each(|delivery, live| {
            if let (State::Parked { reason }, true) = (&delivery.state, live) {
                parked.push((delivery.id.clone(), reason.clone()));
            }
        });
        let Some((id, reason)) = pick(&parked, roll) else { return };
        let roll = roll / 7;
        let decision = match &reason {
            ParkReason::BelongsToSomeoneElse { candidates, may_create } => {
                match (pick(candidates, roll), *may_create && roll.is_multiple_of(2)) {
                    (_, true) => Some(Decision::Create),
                    (Some(candidate), false) => Some(Decision::Take { remote_id: candidate.id }),
                    (None, false) => None,
                }
            }
            ParkReason::MaybeThere { candidates } => match (roll % 4, pick(candidates, roll)) {
                (0, _) => Some(Decision::Look),
                // The person looked there: only what is really missing is sent again.
                (_, None) if there(&id) => Some(Decision::Look),
                (_, None) => Some(Decision::SendAgain),
                (_, Some(candidate)) => Some(Decision::Take { remote_id: candidate.id }),
            },
            ParkReason::DeletedThere => roll.is_multiple_of(2).then_some(Decision::SendAgain),
            ParkReason::ChangedThere => match roll % 3 {
                0 => None,
                1 => Some(Decision::Leave),
                _ => Some(Decision::Destroy),
            },
            ParkReason::Invalid { .. } | ParkReason::Refused { .. } => None,
        };
        if decision == Some(Decision::Destroy) {
            witness.named(&id);
        }
        self.transaction(now, |laptop| {
            laptop.apply(&id, Event::Decided(decision), false, now, rules, witness);
        });
    }

    /// Somebody chooses a side of a difference.
    pub(crate) fn resolve(&mut self, roll: u64, now: u64, rules: &Rules, witness: &mut Witness) {
        let mut rows: Vec<(DeliveryId, ContactId)> = Vec::new();
        self.outbox.each(|delivery, live| {
            if live && delivery.part == DeliveryPart::Contact {
                rows.push((delivery.id.clone(), delivery.contact.clone()));
            }
        });
        let mut open = Vec::new();
        for (id, contact) in rows {
            open.extend(self.outbox.differences(&id).into_iter().map(|it| (id.clone(), contact.clone(), it)));
        }
        let Some((id, contact, difference)) = pick(&open, roll) else { return };
        let ours = (roll / 7).is_multiple_of(2);
        let value = if ours { difference.ours } else { difference.theirs };
        let undone =
            self.roll_back || matches!(self.crash, Some((crate::schedule::CrashAt::BeforeCommit, _)));
        let row = self.account.mapping.row(&difference.field);
        if !row.is_some_and(|row| row.comes_back() && row.turn.is_as_is()) {
            // As the app does where what is shown of ours is not what is kept here.
            self.transaction(now, |laptop| {
                let chosen = laptop.outbox.look(&id, |delivery, local| {
                    let mut delivery = delivery.clone();
                    match ours {
                        true => remap::insist(&mut delivery, &difference.field),
                        false => remap::yield_to(&mut delivery, &difference.field, local.seq),
                    }
                    delivery
                });
                laptop.outbox.resolve(&id, &difference.field);
                chosen.into_iter().for_each(|delivery| laptop.outbox.save(delivery));
                laptop.tell(&contact, now, rules, witness);
            });
            return;
        }
        self.transaction(now, |laptop| {
            laptop.outbox.resolve(&id, &difference.field);
            laptop.outbox.edit(&contact, &difference.field, value.as_deref());
            laptop.news.push((contact.clone(), difference.field.clone(), value.clone()));
            laptop.tell(&contact, now, rules, witness);
        });
        if !undone {
            witness.resolved(&contact, &difference.field, value.as_deref(), now);
        }
    }

    /// What the other line of this laptop was told is here as well, in the same transaction.
    pub(crate) fn mirror(
        &mut self,
        news: Vec<(ContactId, RemoteField, Option<String>)>,
        now: u64,
        rules: &Rules,
        witness: &mut Witness,
    ) {
        let (crash, roll_back) = (self.crash.take(), std::mem::take(&mut self.roll_back));
        self.transaction(now, |laptop| {
            for (contact, field, value) in news {
                if laptop.outbox.value(&contact, &field) != value {
                    laptop.outbox.take(&contact, &field, value.as_deref());
                    witness.mirrored(&contact, &field, value.as_deref(), now);
                    laptop.tell(&contact, now, rules, witness);
                }
            }
        });
        (self.crash, self.roll_back) = (crash, roll_back);
    }

    /// The store came back from a backup: another installation, and nothing is known for sure.
    pub(crate) fn restored(&mut self, outbox: O, now: u64, rules: &Rules, witness: &mut Witness) {
        self.outbox = outbox;
        self.start(now, witness);
        let mut all: Vec<DeliveryId> = Vec::new();
        self.outbox.each(|delivery, _| all.push(delivery.id.clone()));
        self.transaction(now, |laptop| {
            for id in &all {
                laptop.apply(id, Event::StoreRestored, false, now, rules, witness);
            }
        });
        self.stale = true;
    }
}

fn pick<T: Clone>(from: &[T], roll: u64) -> Option<T> {
    from.get((roll % from.len().max(1) as u64) as usize).cloned()
}
