//! The pull: pages of changes become hints, stored together with how far it came.

use super::{Asked, Laptop, Outgoing};
use crate::checks::Witness;
use crate::outbox::Outbox;
use lanyard_core::crm::{Failure, Page};
use lanyard_core::ids::DeliveryId;
use lanyard_core::sync::{Event, pull};
use lanyard_core::time::{MonoMs, WallMs};
use lanyard_planted::Rules;

impl<O: Outbox> Laptop<O> {
    /// A page came, or did not.
    pub(crate) fn hear_changes(
        &mut self,
        sent: &Outgoing,
        answer: Result<Page, Failure>,
        now: u64,
        wall: i64,
        rules: &Rules,
        witness: &mut Witness,
    ) {
        debug_assert!(matches!(sent.what, Asked::Changes(_)));
        self.pulling = false;
        self.next_pull = self.next_pull.max(now + pull::EVERY.0);
        let cursor = self.outbox.cursor();
        let page = match answer {
            Ok(page) => page,
            Err(failure) => {
                self.health.failed(&failure, MonoMs(now), WallMs(wall), 0.5);
                let anew = (rules.failed)(&cursor, &failure);
                if anew != cursor {
                    self.next_pull = now;
                    self.transaction(now, |laptop| laptop.outbox.set_cursor(anew));
                }
                return;
            }
        };
        self.health.answered();
        let pulled = (rules.page)(&cursor, &page);
        if pulled.more {
            self.next_pull = now;
        } else {
            self.pulled = now;
        }
        let mut asked = Vec::new();
        let stored = self.transaction(now, |laptop| {
            for changed in page.records {
                let record = changed.record;
                let mut concerned: Vec<DeliveryId> = Vec::new();
                laptop.outbox.each(|delivery, _| {
                    let bound = delivery.binding.as_ref().is_some_and(|it| it.remote_id == record.id);
                    let marked =
                        record.marker.as_deref().is_some_and(|it| delivery.marker.recognise(it).is_some());
                    if bound || marked {
                        concerned.push(delivery.id.clone());
                    }
                });
                for id in concerned {
                    let may_ask = !laptop.talking.contains(&id);
                    let event = Event::Hint(Box::new(record.clone()));
                    if let Some(request) = laptop.apply(&id, event, may_ask, now, rules, witness)
                        && may_ask
                    {
                        asked.retain(|(known, _)| *known != id);
                        asked.push((id, request));
                    }
                }
            }
            laptop.outbox.set_cursor(pulled.cursor);
        });
        if stored {
            self.take_up(asked);
        } else {
            self.next_pull = now + pull::EVERY.0;
        }
    }
}
