//! What people and machines do in a run: at a laptop, in the CRM, and to a laptop.

use super::World;
use crate::checks::Witness;
use crate::crm::{Crm, Who};
use crate::laptop::Laptop;
use crate::outbox::Outbox;
use crate::schedule::{Act, COMPANY, CrashAt, EMAIL, Profile, TAGS};
use lanyard_core::ids::DeliveryId;
use lanyard_core::sync::Wanted;

impl<O: Outbox + Clone> World<'_, O> {
    pub(super) fn owner(&self, who: usize) -> usize {
        self.schedule.setup.captured.get(who).map_or(0, |(laptop, _)| *laptop)
    }

    pub(super) fn act(&mut self, act: &Act) {
        let now = self.now;
        if act.laptop().is_some_and(|nth| nth >= self.laptops.len()) {
            return;
        }
        self.say(|_| format!("{act:?}"));
        if self.is_one_laptop() && self.happens_to_both(act) {
            return;
        }
        let rules = self.rules;
        match act {
            Act::Capture(who) => {
                let Some((_, values)) = self.schedule.setup.captured.get(*who) else { return };
                for nth in self.owners(*who) {
                    let at = self.at(nth);
                    let laptop = &mut self.laptops[nth];
                    if laptop.is_on(now) && laptop.capture(*who, values, now) {
                        self.witnesses[at].captured(*who, nth, values, now);
                    }
                    self.turn(nth);
                }
            }
            Act::LeaveCard(who) => self.here(*who, |laptop, witness| {
                laptop.leave_card(*who, now, rules, witness);
            }),
            Act::EditHere(who, field, value) => self.here(*who, |laptop, witness| {
                let value = value.as_deref();
                if laptop.edit(*who, *field, value, now, rules, witness) {
                    witness.edited(*who, *field, value, now);
                }
            }),
            Act::TagHere(who, tag) => self.here(*who, |laptop, witness| {
                if let Some(tags) = laptop.tag(*who, tag, now, rules, witness) {
                    witness.edited(*who, TAGS, Some(&tags), now);
                }
            }),
            Act::NoteHere(who, key, words) => self.here(*who, |laptop, witness| {
                laptop.write_note(*who, &key.to_string(), words.as_deref(), now, rules, witness);
            }),
            Act::RemoveHere(who) => self.here(*who, |laptop, witness| {
                witness.removed(*who);
                laptop.want(*who, Wanted::Gone, now, rules, witness);
            }),
            Act::RestoreHere(who) => self.here(*who, |laptop, witness| {
                laptop.want(*who, Wanted::Here, now, rules, witness);
            }),
            Act::DestroyHere(who) => self.here(*who, |laptop, witness| {
                witness.removed(*who);
                witness.named_contact(*who);
                laptop.want(*who, Wanted::Destroyed, now, rules, witness);
            }),
            Act::Decide(nth, roll) => {
                if self.laptops[*nth].is_on(now) {
                    let at = self.at(*nth);
                    let recs = &self.crms[at].recs;
                    let there = |id: &DeliveryId| {
                        recs.iter().any(|rec| !rec.now.archived && rec.made_by == Who::Desk(id.clone()))
                    };
                    self.laptops[*nth].decide(*roll, &there, now, rules, &mut self.witnesses[at]);
                    self.turn(*nth);
                    self.say_states(*nth);
                }
            }
            Act::Resolve(nth, roll) => {
                if self.laptops[*nth].is_on(now) {
                    let at = self.at(*nth);
                    self.laptops[*nth].resolve(*roll, now, rules, &mut self.witnesses[at]);
                    self.turn(*nth);
                }
            }
            Act::SyncNow(nth) => self.laptops[*nth].sync_now(now),
            Act::EditThere(roll, field, value) => {
                let again = self.schedule.profile == Profile::Mapped && *field == COMPANY && *roll % 3 == 0;
                let crm = self.there(*roll);
                let older = if again { crm.once_said(*roll, *field, value.as_deref()) } else { None };
                let value = older.or(value.clone());
                let place = crm.person_edits(*roll, *field, value.as_deref(), now);
                self.say(|_| format!("    on {place:?}"));
            }
            Act::TagThere(roll, tag) => {
                let place = self.there(*roll).person_tags(*roll, tag, now);
                self.say(|_| format!("    on {place:?}"));
            }
            Act::DeleteThere(roll) => {
                let place = self.there(*roll).person_deletes(*roll, now);
                self.say(|_| format!("    of {place:?}"));
            }
            Act::UndeleteThere(roll) => {
                let place = self.there(*roll).person_undeletes(*roll, now);
                self.say(|_| format!("    of {place:?}"));
            }
            Act::MergeThere(roll, into) => {
                let places = self.there(*roll).person_merges(*roll, *into, now);
                self.say(|_| format!("    of {places:?}"));
            }
            Act::MakeThere(who, name) => {
                let email =
                    self.schedule.setup.captured.get(*who).and_then(|(_, values)| values[EMAIL].clone());
                self.there(*who as u64).person_makes(email.as_deref(), name, now);
            }
            Act::Crash(nth, how, away) => {
                let laptop = &mut self.laptops[*nth];
                if laptop.is_on(now) {
                    match how {
                        CrashAt::Now => laptop.die(now, *away),
                        CrashAt::BeforeCommit | CrashAt::BeforeSend => laptop.crash = Some((*how, *away)),
                    }
                }
            }
            Act::RollBack(nth) => self.laptops[*nth].roll_back = true,
            Act::Suspend(nth, long) => {
                let laptop = &mut self.laptops[*nth];
                laptop.away_until = laptop.away_until.max(now + long);
            }
            Act::WallJump(nth, by) => self.wall[*nth] = self.wall[*nth].saturating_add(*by),
            Act::Remap(nth, shape) => {
                if self.laptops[*nth].is_on(now) {
                    self.laptops[*nth].remap(*shape);
                    self.turn(*nth);
                    self.say_states(*nth);
                }
            }
            Act::ForgetChanges => self.crms.iter_mut().for_each(|crm| crm.forgotten = now),
            Act::Backup(nth) => {
                let laptop = &self.laptops[*nth];
                let people = self.schedule.setup.captured.len();
                let held = (0..people).filter(|who| laptop.has(*who)).collect();
                self.backups[*nth] = Some((laptop.outbox.clone(), held, now));
            }
            Act::Restore(nth) => {
                if let Some((outbox, held, made)) = self.backups[*nth].take() {
                    let at = self.at(*nth);
                    self.witnesses[at].came_back(*nth, made, now);
                    for who in 0..self.schedule.setup.captured.len() {
                        if self.owner(who) == *nth && !held.contains(&who) {
                            self.witnesses[at].excuse(who);
                        }
                    }
                    self.laptops[*nth].restored(outbox, now, rules, &mut self.witnesses[at]);
                    self.turn(*nth);
                }
            }
        }
    }

    /// The CRM in which a colleague does something.
    fn there(&mut self, roll: u64) -> &mut Crm {
        let nth = if self.is_one_laptop() { (roll.rotate_left(23) & 1) as usize } else { 0 };
        &mut self.crms[nth]
    }

    /// Where a contact is captured and edited: at its laptop, at both lines of it where there are two.
    fn owners(&self, who: usize) -> Vec<usize> {
        let all = if self.is_one_laptop() { vec![0, 1] } else { vec![self.owner(who)] };
        let on = all.iter().all(|nth| self.laptops[*nth].is_on(self.now));
        if on || !self.is_one_laptop() { all } else { Vec::new() }
    }

    pub(super) fn here(&mut self, who: usize, act: impl Fn(&mut Laptop<O>, &mut Witness)) {
        for nth in self.owners(who) {
            if self.laptops[nth].is_on(self.now) {
                let at = self.at(nth);
                act(&mut self.laptops[nth], &mut self.witnesses[at]);
                self.turn(nth);
                self.say_states(nth);
            }
        }
    }
}
