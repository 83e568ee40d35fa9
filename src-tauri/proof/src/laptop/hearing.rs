//! What a laptop does with an answer: its health first, then its deliveries, in one transaction.

use super::{Asked, Laptop, Outgoing};
use crate::checks::Witness;
use crate::outbox::Outbox;
use lanyard_core::crm::{CrmAnswer, Failure};
use lanyard_core::sync::Event;
use lanyard_core::sync::batch::{Heard, Joined, Waiting};
use lanyard_core::time::{MonoMs, WallMs};
use lanyard_planted::Rules;

impl<O: Outbox> Laptop<O> {
    fn landed(&mut self, failure: Option<&Failure>, now: u64, wall: i64) {
        match failure {
            None => self.health.answered(),
            // Half of the longest wait: jitter is an argument.
            Some(failure) => self.health.failed(failure, MonoMs(now), WallMs(wall), 0.5),
        }
    }

    /// An answer to a batch or a check.
    pub(crate) fn hear(
        &mut self,
        sent: Outgoing,
        answer: &CrmAnswer,
        now: u64,
        wall: i64,
        rules: &Rules,
        witness: &mut Witness,
    ) {
        self.landed(answer.outcome.as_ref().err(), now, wall);
        match sent.what {
            Asked::Check | Asked::Changes(_) => self.looking = false,
            Asked::Batch(joined) => {
                self.in_flight = self.in_flight.saturating_sub(1);
                self.settle(joined, answer, now, rules, witness);
            }
        }
    }

    fn settle(&mut self, joined: Joined, answer: &CrmAnswer, now: u64, rules: &Rules, witness: &mut Witness) {
        let items = match (rules.heard)(&joined, answer) {
            Heard::Halves(at_most) => {
                witness.refused_whole(&joined);
                let again = joined.requests.into_iter();
                self.pool.extend(again.map(|(delivery, request)| Waiting { delivery, request, at_most }));
                return;
            }
            Heard::PerItem(items) => items,
        };
        witness.answered(self.nth, &joined, answer, now);
        self.talking.retain(|id| !joined.requests.contains_key(id));
        let mut asked = Vec::new();
        let stored = self.transaction(now, |laptop| {
            for ((id, request), (_, item)) in joined.requests.into_iter().zip(items) {
                let event = Event::Answer { request: Box::new(request), answer: Box::new(item) };
                if let Some(request) = laptop.apply(&id, event, true, now, rules, witness) {
                    asked.push((id, request));
                }
            }
        });
        if stored {
            self.take_up(asked);
        }
    }
}
