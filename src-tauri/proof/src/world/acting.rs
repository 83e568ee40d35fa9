//! What people and machines do in a run: at a laptop, in the CRM, and to a laptop.

use super::World;
use crate::crm::Who;
use crate::outbox::Outbox;
use crate::schedule::{Act, CrashAt, EMAIL, TAGS};
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
        let rules = self.rules;
        match act {
            Act::Capture(who) => {
                let Some((nth, values)) = self.schedule.setup.captured.get(*who) else { return };
                let laptop = &mut self.laptops[*nth];
                if laptop.is_on(now) && laptop.capture(*who, values, now) {
                    self.witness.captured(*who, *nth, values, now);
                }
                self.turn(*nth);
            }
            Act::LeaveCard(who) => self.here(*who, |world, nth| {
                world.laptops[nth].leave_card(*who, now, rules, &mut world.witness);
            }),
            Act::EditHere(who, field, value) => self.here(*who, |world, nth| {
                let value = value.as_deref();
                if world.laptops[nth].edit(*who, *field, value, now, rules, &mut world.witness) {
                    world.witness.edited(*who, *field, value, now);
                }
            }),
            Act::TagHere(who, tag) => self.here(*who, |world, nth| {
                if let Some(tags) = world.laptops[nth].tag(*who, tag, now, rules, &mut world.witness) {
                    world.witness.edited(*who, TAGS, Some(&tags), now);
                }
            }),
            Act::NoteHere(who, key, words) => self.here(*who, |world, nth| {
                let key = key.to_string();
                world.laptops[nth].write_note(*who, &key, words.as_deref(), now, rules, &mut world.witness);
            }),
            Act::RemoveHere(who) => self.here(*who, |world, nth| {
                world.witness.removed(*who);
                world.laptops[nth].want(*who, Wanted::Gone, now, rules, &mut world.witness);
            }),
            Act::RestoreHere(who) => self.here(*who, |world, nth| {
                world.laptops[nth].want(*who, Wanted::Here, now, rules, &mut world.witness);
            }),
            Act::DestroyHere(who) => self.here(*who, |world, nth| {
                world.witness.removed(*who);
                world.witness.named_contact(*who);
                world.laptops[nth].want(*who, Wanted::Destroyed, now, rules, &mut world.witness);
            }),
            Act::Decide(nth, roll) => {
                if self.laptops[*nth].is_on(now) {
                    let recs = &self.crm.recs;
                    let there = |id: &DeliveryId| {
                        recs.iter().any(|rec| !rec.now.archived && rec.made_by == Who::Desk(id.clone()))
                    };
                    self.laptops[*nth].decide(*roll, &there, now, rules, &mut self.witness);
                    self.turn(*nth);
                    self.say_states(*nth);
                }
            }
            Act::Resolve(nth, roll) => {
                if self.laptops[*nth].is_on(now) {
                    self.laptops[*nth].resolve(*roll, now, rules, &mut self.witness);
                    self.turn(*nth);
                }
            }
            Act::SyncNow(nth) => self.laptops[*nth].sync_now(now),
            Act::EditThere(roll, field, value) => {
                let place = self.crm.person_edits(*roll, *field, value.as_deref(), now);
                self.say(|_| format!("    on {place:?}"));
            }
            Act::TagThere(roll, tag) => {
                let place = self.crm.person_tags(*roll, tag, now);
                self.say(|_| format!("    on {place:?}"));
            }
            Act::DeleteThere(roll) => {
                let place = self.crm.person_deletes(*roll, now);
                self.say(|_| format!("    of {place:?}"));
            }
            Act::UndeleteThere(roll) => {
                let place = self.crm.person_undeletes(*roll, now);
                self.say(|_| format!("    of {place:?}"));
            }
            Act::MergeThere(roll, into) => {
                let places = self.crm.person_merges(*roll, *into, now);
                self.say(|_| format!("    of {places:?}"));
            }
            Act::MakeThere(who, name) => {
                let email =
                    self.schedule.setup.captured.get(*who).and_then(|(_, values)| values[EMAIL].clone());
                self.crm.person_makes(email.as_deref(), name, now);
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
            Act::ForgetChanges => self.crm.forgotten = now,
            Act::Backup(nth) => {
                let laptop = &self.laptops[*nth];
                let people = self.schedule.setup.captured.len();
                let held = (0..people).filter(|who| laptop.has(*who)).collect();
                self.backups[*nth] = Some((laptop.outbox.clone(), held, now));
            }
            Act::Restore(nth) => {
                if let Some((outbox, held, made)) = self.backups[*nth].take() {
                    self.witness.came_back(*nth, made, now);
                    for who in 0..self.schedule.setup.captured.len() {
                        if self.owner(who) == *nth && !held.contains(&who) {
                            self.witness.excuse(who);
                        }
                    }
                    self.laptops[*nth].restored(outbox, now, rules, &mut self.witness);
                    self.turn(*nth);
                }
            }
        }
    }

    pub(super) fn here(&mut self, who: usize, act: impl FnOnce(&mut Self, usize)) {
        let nth = self.owner(who);
        if self.laptops[nth].is_on(self.now) {
            act(self, nth);
            self.turn(nth);
            self.say_states(nth);
        }
    }
}
