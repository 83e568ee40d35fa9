//! What time ends: an open card's grace, a wait, a fence. In memory only; a start arms all of them anew, in full.

use super::Laptop;
use crate::checks::Witness;
use crate::outbox::Outbox;
use crate::schedule::FENCE;
use lanyard_core::ids::DeliveryId;
use lanyard_core::outbox::{Hold, State};
use lanyard_core::sync::Event;
use lanyard_core::time::{Millis, MonoMs};
use lanyard_planted::Rules;

/// What a timer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ends {
    Grace,
    Wait,
    Fence,
}

/// The armed timers: whose, what ends, after how long, when.
#[derive(Debug, Clone, Default)]
pub(super) struct Timers(Vec<(DeliveryId, Ends, Millis, u64)>);

impl Timers {
    /// One that is armed for the same goes on; others start anew.
    pub(super) fn follow(&mut self, outbox: &impl Outbox, now: u64) {
        let mut kept = Vec::new();
        outbox.each(|delivery, _| {
            let (ends, span) = match &delivery.state {
                State::Held { why: Hold::Grace, wait } => (Ends::Grace, wait.unwrap_or_default()),
                State::Waiting { wait } => (Ends::Wait, *wait),
                State::Fenced => (Ends::Fence, Millis(FENCE)),
                State::Held { .. }
                | State::Queued
                | State::Sending { .. }
                | State::Synced
                | State::Parked { .. }
                | State::Removed { .. } => return,
            };
            let armed = self
                .0
                .iter()
                .find(|(id, what, long, _)| *id == delivery.id && *what == ends && *long == span);
            kept.push((delivery.id.clone(), ends, span, armed.map_or(now + span.0, |(_, _, _, due)| *due)));
        });
        self.0 = kept;
    }

    /// The delivery is over: nothing ends for it any more.
    pub(super) fn forget(&mut self, delivery: &DeliveryId) {
        self.0.retain(|(id, _, _, _)| id != delivery);
    }

    /// When the next one is due; fences only while the CRM can be asked.
    pub(super) fn next(&self, open: bool, talking: &[DeliveryId]) -> Option<u64> {
        // What is being talked about is moved on by the answer.
        let counts = |(id, ends, _, _): &&(DeliveryId, Ends, Millis, u64)| {
            (*ends != Ends::Fence || open) && !talking.contains(id)
        };
        self.0.iter().filter(counts).map(|(_, _, _, due)| *due).min()
    }
}

impl<O: Outbox> Laptop<O> {
    pub(super) fn end_timers(&mut self, now: u64, rules: &Rules, witness: &mut Witness) {
        let open = self.is_open(now);
        if self.timers.next(open, &self.talking).is_none_or(|due| due > now) {
            return;
        }
        let due: Vec<(DeliveryId, Ends)> = self
            .timers
            .0
            .iter()
            .filter(|(id, ends, _, due)| {
                *due <= now && (*ends != Ends::Fence || open) && !self.talking.contains(id)
            })
            .map(|(id, ends, _, _)| (id.clone(), *ends))
            .collect();
        if due.is_empty() {
            return;
        }
        self.transaction(now, |laptop| {
            for (id, ends) in &due {
                let event = match ends {
                    Ends::Grace => {
                        if let Some(contact) = laptop.outbox.look(id, |delivery, _| delivery.contact.clone())
                        {
                            laptop.outbox.leave_card(&contact);
                            witness.card_left(&contact);
                        }
                        Event::Changed
                    }
                    Ends::Wait => Event::WaitOver,
                    Ends::Fence => Event::FenceOver,
                };
                laptop.apply(id, event, false, now, rules, witness);
            }
        });
        self.stale = false;
        self.timers.follow(&self.outbox, now);
    }

    pub(super) fn begin_scrub(&mut self, now: u64, rules: &Rules, witness: &mut Witness) {
        let fence = self.account.caps.fence;
        if !self.is_open(now) || self.scrub.due(fence) > MonoMs(now) {
            return;
        }
        self.scrub = self.scrub.made();
        self.ask_by_marker(now, rules, witness);
    }

    /// One round of the scrub.
    pub(crate) fn ask_by_marker(&mut self, now: u64, rules: &Rules, witness: &mut Witness) {
        let mut wanted: Vec<DeliveryId> = Vec::new();
        let talking = &self.talking;
        self.outbox.each(|delivery, _| {
            if (rules.wants)(delivery) && !talking.contains(&delivery.id) {
                wanted.push(delivery.id.clone());
            }
        });
        if wanted.is_empty() {
            return;
        }
        let mut asked = Vec::new();
        let stored = self.transaction(now, |laptop| {
            for id in &wanted {
                if let Some(request) = laptop.apply(id, Event::Scrub, true, now, rules, witness) {
                    asked.push((id.clone(), request));
                }
            }
        });
        if stored {
            self.take_up(asked);
        }
    }
}
