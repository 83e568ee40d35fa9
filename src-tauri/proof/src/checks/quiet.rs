//! Checked at the end, when faults are off, time has passed, and every round of pull and scrub was made.

use super::books::{Edit, Known, Seen, same};
use super::{Invariant, Witness};
use crate::crm::{Crm, Who};
use crate::laptop::Laptop;
use crate::outbox::Outbox;
use crate::schedule::{COMPANY, EMAIL, FIELDS, Nature, Profile, TAGS};
use lanyard_core::crm::{NOTE_TEXT, RemoteField};
use lanyard_core::ids::{ContactId, DeliveryId, RemoteId};
use lanyard_core::outbox::{Delivery, DeliveryPart, Intent, ParkReason, RemovedBy, State};
use lanyard_core::sync::{Local, Wanted};

/// What the end of a run looks at.
struct End<'a, O> {
    crm: &'a Crm,
    laptops: &'a mut [Laptop<O>],
    now: u64,
}

impl Witness {
    /// Nothing more happens.
    pub(crate) fn at_rest<O: Outbox>(&mut self, crm: &Crm, laptops: &mut [Laptop<O>], now: u64) {
        let mut end = End { crm, laptops, now };
        for known in self.known.clone() {
            self.contact_at_rest(&known, &mut end);
        }
        self.records_at_rest(&mut end);
        self.causes(&mut end);
    }

    fn contact_at_rest<O: Outbox>(&mut self, known: &Known, end: &mut End<'_, O>) {
        let (crm, now) = (end.crm, end.now);
        let laptop = &mut end.laptops[known.laptop];
        let mut own: Option<DeliveryId> = None;
        let mut generations: Vec<DeliveryId> = Vec::new();
        laptop.outbox.each(|delivery, live| {
            if delivery.contact == known.id && delivery.part == DeliveryPart::Contact {
                generations.push(delivery.id.clone());
                if live {
                    own = Some(delivery.id.clone());
                }
            }
        });
        let Some(own) = own else {
            if !known.excused {
                self.broken(Invariant::S2, now, || format!("{} is not in the store", known.id));
            }
            return;
        };
        let looked = laptop.outbox.look(&own, |delivery, local| (delivery.clone(), local.clone()));
        let Some((delivery, local)) = looked else { return };
        let local = laptop.as_there(&delivery, &local).into_owned();
        // A field that is not mapped, or never taken over, may say there what it likes.
        let apart = !laptop.company_row().is_some_and(|row| row.comes_back());
        let bound = delivery.binding.as_ref().and_then(|binding| crm.place(&binding.remote_id));
        // A row that an earlier generation left open is still shown.
        let rows = generations.iter().flat_map(|id| laptop.outbox.differences(id));
        let open: Vec<usize> = rows.filter_map(|row| super::books::place(&row.field)).collect();
        match (&delivery.state, local.wanted) {
            (State::Synced, Wanted::Here) => {
                let Some(place) = bound else {
                    self.broken(Invariant::I1, now, || format!("{own} is synced with nothing"));
                    return;
                };
                // Where a deletion leaves no trace nobody can know.
                let traceless = crm.setup.hard_delete || crm.setup.hides_bin;
                if !crm.is_live(place) {
                    if !traceless && !self.only_old_answers(&own, crm, place) {
                        self.broken(Invariant::I1, now, || {
                            format!("{own} is synced with r{place}, which is gone")
                        });
                    }
                    return;
                }
                self.agreement(known, &delivery, &local, place, &open, apart, end);
                if !self.has_gap(known.laptop) {
                    self.edits(known, place, &open, end);
                }
            }
            (State::Removed { by }, Wanted::Here) => {
                let theirs = *by == RemovedBy::There
                    && delivery.intent == Intent::Upsert
                    && crm.recs.iter().enumerate().any(|(place, rec)| {
                        let ours = bound == Some(place) || rec.made_by == Who::Desk(own.clone());
                        ours && rec.deleted_by.is_some()
                    });
                if !theirs && !self.has_gap(known.laptop) {
                    self.broken(Invariant::I1, now, || format!("{own} is wanted here and counts as removed"));
                }
            }
            (State::Parked { .. } | State::Removed { .. }, _) => {}
            (State::Synced, Wanted::Gone | Wanted::Destroyed) => {
                self.broken(Invariant::I3, now, || {
                    format!("{} was removed and {own} counts as synced", known.id)
                });
            }
            (
                State::Held { .. }
                | State::Queued
                | State::Sending { .. }
                | State::Fenced
                | State::Waiting { .. },
                _,
            ) => {
                let state = delivery.state.name();
                self.broken(Invariant::L1, now, || format!("{own} is still {state}"));
            }
        }
    }

    /// I4 and I6.
    #[expect(clippy::too_many_arguments, reason = "one contact and all that is known of it")]
    fn agreement<O: Outbox>(
        &mut self,
        known: &Known,
        delivery: &Delivery,
        local: &Local,
        place: usize,
        open: &[usize],
        apart: bool,
        end: &End<'_, O>,
    ) {
        let (crm, now) = (end.crm, end.now);
        for (field, name) in FIELDS.into_iter().enumerate() {
            let theirs = crm.value(place, field);
            let ours = local.fields.get(crm.field(field)).and_then(|ours| ours.value.as_deref());
            let hand = &crm.rec(place).hands[field];
            let mine = matches!(&hand.who, Who::Desk(by) if self.contact_of(by) == Some(&known.id));
            // What the CRM made of what we wrote is what it says; or would make of it, whoever wrote it.
            let made = ours.map(|ours| crm.respelled(field, ours));
            let said =
                mine && same(field, ours, hand.asked.as_deref()) || same(field, made.as_deref(), theirs);
            let shown = delivery.altered.as_deref() == Some(FIELDS[field])
                || known
                    .shown
                    .iter()
                    .any(|(it, _, value)| *it == field && same(field, value.as_deref(), theirs));
            // What came out of the bin unlisted is seen with the next change.
            let unlisted = crm.rec(place).handled && !crm.setup.lists_undeleted;
            let foreign = apart && field == COMPANY && (ours.is_none() || !mine);
            if !same(field, ours, theirs)
                && !foreign
                && !unlisted
                && !said
                && !open.contains(&field)
                && !shown
            {
                self.broken(Invariant::I4, now, || {
                    format!(
                        "{name} of {} is {ours:?} and in r{place} {theirs:?}; nobody is told",
                        delivery.id
                    )
                });
            }
            if field == COMPANY && self.profile == Profile::Mapped {
                continue;
            }
            let last = known.edits.iter().rev().find(|edit| edit.field == field);
            let Some(Edit { value, .. }) = last else { continue };
            let written_there = |who_is_not: bool| {
                crm.recs.iter().flat_map(|rec| &rec.log).any(|(it, hand)| {
                    let foreign = match &hand.who {
                        Who::Person => true,
                        Who::Desk(by) => self.contact_of(by) != Some(&known.id),
                    };
                    let kept = hand.asked.as_ref().map(|asked| crm.respelled(field, asked));
                    let says = same(field, hand.asked.as_deref(), ours) || same(field, kept.as_deref(), ours);
                    *it == field && foreign == who_is_not && says
                })
            };
            // A key without a marker adopts our own lost write; a record handed back is emptied by our own hand.
            let old = (self.stray_writes() || self.profile == Profile::Stale) && !self.versions;
            // With versions too a write later than the fence lands where nothing was written since it left.
            let overtaken = self.profile == Profile::Late
                && known
                    .overtaken
                    .iter()
                    .any(|(it, late)| *it == field && same(field, late.as_deref(), ours));
            // At an adoption theirs stands, also where an earlier generation of ours once wrote it.
            let adopted = self.find(&delivery.id).is_some_and(|seen| seen.adopted);
            // What was edited while a contact was removed is not followed any further.
            let own = old
                || overtaken
                || known.was_removed
                || value.is_none()
                || adopted
                || self.has_gap(known.laptop)
                || mine && ours.is_none()
                || !self.marks(crm) && self.was_unknown(&crm.rec(place).made_by);
            let again = written_there(false) && !written_there(true) && !own;
            if field != TAGS && !same(field, ours, value.as_deref()) && again {
                self.broken(Invariant::I6, now, || {
                    format!("{name} of {} was last set to {value:?} and is {ours:?} again", known.id)
                });
            }
        }
    }

    /// I5: the last edit of each field is there, or was, or somebody is told.
    fn edits<O: Outbox>(&mut self, known: &Known, place: usize, open: &[usize], end: &End<'_, O>) {
        let (crm, now) = (end.crm, end.now);
        for (field, name) in FIELDS.into_iter().enumerate() {
            let last = known.edits.iter().rev().find(|edit| edit.field == field);
            let Some(Edit { value: Some(value), chosen, .. }) = last else { continue };
            let remapped = field == COMPANY && self.profile == Profile::Mapped;
            if field == TAGS || *chosen || remapped || open.contains(&field) {
                continue;
            }
            let arrived = crm
                .recs
                .iter()
                .flat_map(|rec| &rec.log)
                .filter(|(it, _)| *it == field)
                .filter_map(|(_, hand)| hand.asked.as_deref())
                .any(|asked| {
                    same(field, Some(asked), Some(value))
                        || same(field, Some(&crm.respelled(field, asked)), Some(value))
                });
            let shown = known.shown.iter().any(|(it, ours, theirs)| {
                *it == field
                    && (same(field, ours.as_deref(), Some(value))
                        || same(field, theirs.as_deref(), Some(value)))
            });
            if !arrived && !shown {
                self.broken(Invariant::I5, now, || {
                    format!(
                        "{name} of {} was set to {value:?}; r{place} never held it and nobody was shown",
                        known.id
                    )
                });
            }
        }
    }

    /// I2, I3 and N1, from the CRM's side.
    fn records_at_rest<O: Outbox>(&mut self, end: &mut End<'_, O>) {
        let (crm, now) = (end.crm, end.now);
        let marks = matches!(crm.setup.nature, Nature::A | Nature::C);
        let mut asked: Vec<usize> = Vec::new();
        let mut bound: Vec<(usize, ContactId)> = Vec::new();
        let mut resting: Vec<(ContactId, Wanted, bool)> = Vec::new();
        for known in self.known.clone() {
            let laptop = &mut end.laptops[known.laptop];
            let mut deliveries: Vec<(DeliveryId, bool)> = Vec::new();
            laptop.outbox.each(|delivery, live| {
                if delivery.contact == known.id {
                    deliveries.push((delivery.id.clone(), live));
                }
            });
            for (id, live) in deliveries {
                let row = laptop.outbox.look(&id, |delivery, local| (delivery.clone(), local.wanted));
                let Some((delivery, wanted)) = row else { continue };
                let place = delivery.binding.as_ref().and_then(|binding| crm.place(&binding.remote_id));
                match (&delivery.part, &delivery.state) {
                    (DeliveryPart::Contact | DeliveryPart::Surplus(_), State::Parked { .. }) => {
                        asked.extend(place)
                    }
                    (DeliveryPart::Contact, State::Synced) if live => {
                        bound.extend(place.map(|place| (place, known.id.clone())));
                    }
                    (DeliveryPart::Contact | DeliveryPart::Surplus(_) | DeliveryPart::Note(_), _) => {}
                }
                if delivery.part == DeliveryPart::Contact && live {
                    let parked = matches!(delivery.state, State::Parked { .. });
                    resting.push((known.id.clone(), wanted, parked));
                }
            }
        }
        for known in self.known.clone() {
            let Some((_, wanted, parked)) = resting.iter().find(|(id, _, _)| *id == known.id).cloned() else {
                continue;
            };
            let mine: Vec<usize> = (0..crm.recs.len())
                .filter(|place| crm.is_live(*place) && !asked.contains(place))
                .filter(|place| match &crm.rec(*place).made_by {
                    Who::Desk(by) => self.contact_of(by) == Some(&known.id),
                    Who::Person => false,
                })
                // What a person took out of the bin and nobody can find by a marker is theirs.
                .filter(|place| marks || !crm.rec(*place).handled && !self.stray_writes())
                .filter(|place| !self.in_gap(known.laptop, crm.rec(*place).since))
                // Without a marker a record found by its key counts as adopted, also when a lost write of ours made it.
                .filter(|place| marks || !self.was_unknown(&crm.rec(*place).made_by))
                .collect();
            let stands = |place: &&usize| bound.iter().any(|(it, by)| it == *place && *by != known.id);
            match wanted {
                Wanted::Gone | Wanted::Destroyed => {
                    let ghost = mine.iter().find(|place| {
                        let record = &crm.rec(**place).now.id;
                        !stands(place) && !Self::handed_back(crm, **place) && !self.was_let_stand(record)
                    });
                    // Who takes a record out of the bin once more, after we removed it a second time, keeps it.
                    let kept = ghost.is_some_and(|place| {
                        self.seen.iter().any(|seen| {
                            seen.contact == known.id
                                && matches!(&seen.part, DeliveryPart::Surplus(id) if *id == crm.rec(*place).now.id)
                        }) && crm.rec(*place).handled
                    });
                    if let (Some(ghost), false, false, false) = (ghost, parked, known.let_stand, kept) {
                        self.broken(Invariant::I3, now, || {
                            format!("{} was removed; r{ghost} lives", known.id)
                        });
                    }
                }
                Wanted::Here => {
                    let own: Vec<usize> = mine
                        .iter()
                        .copied()
                        .filter(|place| !bound.iter().any(|(it, by)| it == place && *by != known.id))
                        .filter(|place| !self.was_let_stand(&crm.rec(*place).now.id))
                        .collect();
                    let sent_again = self.seen.iter().any(|seen| seen.contact == known.id && seen.sent_again);
                    let handled = own.iter().any(|place| crm.rec(*place).handled);
                    // Twice by a write that was acknowledged long ago: no round looks for it.
                    let repeated = self.profile == Profile::Duplicate && crm.setup.nature != Nature::A;
                    if own.len() > 1 && !repeated && !sent_again && !handled && !parked && !known.let_stand {
                        self.broken(Invariant::I2, now, || format!("{} is there as {own:?}", known.id));
                    }
                }
            }
        }
        self.notes_at_rest(end);
    }

    /// Whether the record went, and the last who was asked for it after that was an old replica; without versions nothing tells.
    fn only_old_answers(&self, id: &DeliveryId, crm: &Crm, place: usize) -> bool {
        let record = crm.rec(place);
        let gone = record.deleted_by.as_ref().map(|(_, at)| *at);
        let read = |seen: &Seen| {
            seen.last_read.as_ref().is_some_and(|(read, shows)| {
                *read == record.now.id && gone.is_some_and(|gone| *shows <= gone && gone <= seen.read_at)
            })
        };
        self.profile == Profile::Stale && !self.versions && self.find(id).is_some_and(read)
    }

    /// Whether a colleague merged another record into this one, and our mark is off it: a survivor is handed back.
    fn handed_back(crm: &Crm, place: usize) -> bool {
        crm.rec(place).now.marker.is_none() && crm.recs.iter().any(|rec| rec.merged_into == Some(place))
    }

    /// Whether the record had passed to a contact of which a person said that it may stand.
    fn was_let_stand(&self, record: &RemoteId) -> bool {
        self.seen.iter().any(|seen| {
            seen.last_read.as_ref().is_some_and(|(id, _)| id == record)
                && self.contact(&seen.contact).is_some_and(|known| known.let_stand)
        })
    }

    fn marks(&self, crm: &Crm) -> bool {
        matches!(crm.setup.nature, Nature::A | Nature::C)
    }

    fn was_unknown(&self, by: &Who) -> bool {
        match by {
            Who::Person => false,
            Who::Desk(by) => self.find(by).is_some_and(|seen| seen.unknown),
        }
    }

    fn notes_at_rest<O: Outbox>(&mut self, end: &mut End<'_, O>) {
        let (crm, now) = (end.crm, end.now);
        let live = |by: &DeliveryId| {
            let mine = |note: &&crate::crm::NoteRec| {
                note.made_by == *by && !note.now.archived && crm.is_live(note.of)
            };
            crm.notes.iter().filter(mine).count()
        };
        for known in self.known.clone() {
            let laptop = &mut end.laptops[known.laptop];
            let mut notes: Vec<(DeliveryId, State)> = Vec::new();
            laptop.outbox.each(|delivery, living| {
                if matches!(delivery.part, DeliveryPart::Note(_)) && delivery.contact == known.id && living {
                    notes.push((delivery.id.clone(), delivery.state.clone()));
                }
            });
            for (id, state) in notes {
                let many = live(&id);
                let row = laptop.outbox.look(&id, |_, local| local.clone());
                let text =
                    row.and_then(|local| local.fields.get(&RemoteField::new(NOTE_TEXT))?.value.clone());
                // Notes are not healed: a stray write may leave one twice.
                if many > 1 && !self.stray_writes() && !self.has_gap(known.laptop) {
                    self.broken(Invariant::N1, now, || format!("the note {id} is there {many} times"));
                }
                let mine = |note: &&crate::crm::NoteRec| {
                    note.made_by == id && !note.now.archived && crm.is_live(note.of)
                };
                let there = crm.notes.iter().find(mine);
                let says = there.and_then(|note| note.now.fields.get(&RemoteField::new(NOTE_TEXT)));
                let gap = self.has_gap(known.laptop) || self.stray_writes();
                if state == State::Synced && there.is_some() && !gap && says != text.as_deref() {
                    self.broken(Invariant::N1, now, || {
                        format!("the note {id} says {text:?} here and {says:?} there")
                    });
                }
            }
        }
    }

    /// L1: whoever is asked is asked for a reason.
    fn causes<O: Outbox>(&mut self, end: &mut End<'_, O>) {
        let (crm, now) = (end.crm, end.now);
        for laptop in end.laptops.iter() {
            let mut parked: Vec<Delivery> = Vec::new();
            laptop.outbox.each(|delivery, _| {
                if matches!(delivery.state, State::Parked { .. }) {
                    parked.push(delivery.clone());
                }
            });
            for delivery in parked {
                let State::Parked { reason } = &delivery.state else { continue };
                let Some(seen) = self.find(&delivery.id) else { continue };
                let place = delivery.binding.as_ref().and_then(|binding| crm.place(&binding.remote_id));
                let of_note = matches!(delivery.part, DeliveryPart::Note(_));
                let cause = match reason {
                    ParkReason::Invalid { .. } | ParkReason::Refused { .. } => seen.refused,
                    // Somebody had the e-mail at some time.
                    ParkReason::BelongsToSomeoneElse { .. } => {
                        let known = self.contact(&delivery.contact);
                        known.into_iter().flat_map(|known| &known.values).any(|(field, email)| {
                            *field == EMAIL
                                && email.is_some()
                                && crm.recs.iter().flat_map(|rec| &rec.log).any(|(it, hand)| {
                                    *it == EMAIL && same(EMAIL, hand.asked.as_deref(), email.as_deref())
                                })
                        })
                    }
                    ParkReason::MaybeThere { .. } => {
                        seen.unknown && crm.setup.nature == Nature::D || crm.setup.nature == Nature::B
                    }
                    ParkReason::DeletedThere => {
                        let by_person = |place: usize| {
                            crm.recs.iter().enumerate().any(|(it, rec)| {
                                // The CRM told that it was merged into one that is there: that is no deletion.
                                let merged = rec
                                    .merged_into
                                    .is_some_and(|into| crm.is_live(into) && !crm.rec(into).handled);
                                (!(merged && crm.setup.tells_merged) || rec.handled)
                                    && (it == place
                                        || rec.now.marker.as_deref() == Some(seen.c_marker.as_str()))
                                    && match &rec.deleted_by {
                                        Some((Who::Person, _)) => true,
                                        // A removal of another laptop or contact, or its own before it was wanted again;
                                        // never the removal of a record too many.
                                        Some((Who::Desk(by), _)) => self.find(by).is_some_and(|by| {
                                            by.part == DeliveryPart::Contact
                                                || by.contact != delivery.contact
                                                || by.generation < delivery.generation
                                        }),
                                        None => false,
                                    }
                            })
                        };
                        of_note || place.is_none_or(by_person) || delivery.ever_unknown
                    }
                    ParkReason::ChangedThere => true,
                };
                if !cause {
                    let why = reason.name();
                    let id = delivery.id.clone();
                    self.broken(Invariant::L1, now, || format!("{id} is parked ({why}) without a cause"));
                }
            }
        }
    }
}
