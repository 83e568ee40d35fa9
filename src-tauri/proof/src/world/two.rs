//! One laptop with two CRMs: its two lines keep one contact, so what one CRM says is an edit for the other (sync protocol, rule 8 for
//! each of them). The lines stand for one store: what changes a contact through one is in the same transaction with the other.

use super::World;
use crate::laptop::contact_id;
use crate::outbox::Outbox;
use crate::schedule::{Act, CrashAt, FIELDS};
use lanyard_core::crm::RemoteField;

/// More writes of contacts than this do not leave after the last fault until it is quiet: three people at two CRMs, each with a record to
/// be made, changed by what either CRM says, and a record too many to be taken away.
const QUIET_WITHIN: u64 = 24;

impl<O: Outbox + Clone> World<'_, O> {
    /// What either line was told goes to the other one, until both know the same.
    pub(super) fn pass_news_on(&mut self) {
        if !self.is_one_laptop() {
            for laptop in &mut self.laptops {
                laptop.news.clear();
            }
            return;
        }
        for nth in [0, 1] {
            let news = std::mem::take(&mut self.laptops[nth].news);
            if !news.is_empty() {
                let other = 1 - nth;
                self.laptops[other].mirror(news, self.now, self.rules, &mut self.witnesses[other]);
                self.turn(other);
                self.say_states(other);
            }
        }
    }

    /// What happens to a laptop happens to both of its lines. Nothing is refused by the store: both lines would have to be refused
    /// the very same transaction, which two stores cannot show.
    pub(super) fn happens_to_both(&mut self, act: &Act) -> bool {
        let now = self.now;
        match act {
            Act::Crash(_, how, away) => {
                for laptop in &mut self.laptops {
                    if laptop.is_on(now) {
                        match how {
                            CrashAt::BeforeSend => laptop.crash = Some((*how, *away)),
                            CrashAt::Now | CrashAt::BeforeCommit => laptop.die(now, *away),
                        }
                    }
                }
            }
            Act::Suspend(_, long) => {
                for laptop in &mut self.laptops {
                    laptop.away_until = laptop.away_until.max(now + long);
                }
            }
            Act::RollBack(_) | Act::Backup(_) | Act::Restore(_) => {}
            _ => return false,
        }
        true
    }

    /// At the end both lines hold the same values, and no more was written than there is reason for.
    pub(super) fn both_say_the_same(&mut self) {
        if !self.is_one_laptop() {
            return;
        }
        for who in 0..self.schedule.setup.captured.len() {
            let contact = contact_id(who);
            for field in FIELDS.map(RemoteField::new) {
                let [one, other] = [0, 1].map(|nth: usize| self.laptops[nth].outbox.value(&contact, &field));
                if one != other {
                    let name = field.as_str();
                    self.witnesses[0]
                        .differs(self.now, &format!("{name} of {contact}: {one:?} and {other:?}"));
                }
            }
        }
        if self.outcome.settling > QUIET_WITHIN {
            self.witnesses[0].restless(self.now, self.outcome.settling);
        }
    }
}
