//! Watched when a request leaves and when its answer is heard.

use super::{Invariant, Witness};
use crate::laptop::{Asked, Outgoing};
use crate::schedule::FENCE;
use lanyard_core::crm::{CrmAnswer, Failure, ItemAnswer, RemoteRecord, Scope};
use lanyard_core::outbox::DeliveryPart;
use lanyard_core::sync::Request;
use lanyard_core::sync::batch::Joined;

/// No schedule needs more requests than this.
const MANY: u32 = 1_500;

impl Witness {
    /// A request leaves a laptop.
    pub(crate) fn left(&mut self, out: &Outgoing, now: u64) {
        self.order += 1;
        self.requests += 1;
        if now < self.throttled[out.laptop] {
            self.broken(Invariant::R1, now, || {
                "a request left although the CRM had asked to wait".to_owned()
            });
        }
        if self.requests > MANY {
            self.broken(Invariant::R1, now, || format!("more than {MANY} requests"));
        }
        let Asked::Batch(joined) = &out.what else { return };
        for (id, request) in &joined.requests {
            if !request.is_write() {
                continue;
            }
            let order = self.order;
            let Some(seen) = self.seen(id) else { continue };
            let (writing, fenced, until) = (seen.writing, now < seen.fence_until, seen.fence_until);
            let (part, contact, archived) = (seen.part.clone(), seen.contact.clone(), seen.told_archived);
            let (chosen, named) = (seen.sent_again, seen.named);
            let blind = match request {
                Request::Delete(removal) if !seen.has_read(&removal.id) => Some(removal.id.clone()),
                _ => None,
            };
            seen.writing = true;
            seen.write_before = seen.last_write;
            seen.last_write = order;
            if writing {
                self.broken(Invariant::S6, now, || format!("{id}: a second write while one is under way"));
            }
            if fenced {
                self.broken(Invariant::S6, now, || {
                    format!("{id}: a write left before its fence ends at {until}")
                });
            }
            if let (Some(record), false, false) = (blind, named, matches!(part, DeliveryPart::Note(_))) {
                self.broken(Invariant::S8, now, || format!("{id} deletes {record} without reading it first"));
            }
            if let Request::Create(_) = request {
                if archived {
                    self.broken(Invariant::S5, now, || format!("{id} makes anew what lies in the bin"));
                }
                // A person who says "send it again" means it.
                let open = !chosen
                    && part == DeliveryPart::Contact
                    && self.contact(&contact).is_some_and(|known| !known.left);
                if open {
                    self.broken(Invariant::H1, now, || {
                        format!("{id} left while the card of {contact} is open")
                    });
                }
            }
        }
    }

    /// A batch was refused as a whole: nothing of it was carried out, and it is sent again in parts.
    pub(crate) fn refused_whole(&mut self, joined: &Joined) {
        for id in joined.requests.keys() {
            if let Some(seen) = self.seen(id) {
                seen.writing = false;
                seen.last_write = seen.write_before;
            }
        }
    }

    /// An answer is heard; `shows` says as of when.
    pub(crate) fn answered(&mut self, laptop: usize, joined: &Joined, answer: &CrmAnswer, now: u64) {
        self.order += 1;
        if let Err(Failure::Throttled { wait: Some(wait), scope: Scope::Burst }) = &answer.outcome {
            self.throttled[laptop] = now + wait.0;
        }
        let (order, shows) = (self.order, self.shows);
        let alone = joined.requests.len() == 1;
        for (id, request) in &joined.requests {
            let item = answer.of(&joined.op, id);
            let per_item = answer.outcome.is_ok() || alone;
            let Some(seen) = self.seen(id) else { continue };
            if request.is_write() {
                seen.writing = false;
            }
            // What was surely not carried out leaves the last fact standing.
            let unknown = matches!(&item, ItemAnswer::Failed(Failure::Ambiguous | Failure::Protocol));
            if request.is_write() && !unknown && matches!(&item, ItemAnswer::Failed(_)) {
                seen.last_write = seen.write_before;
            }
            match &item {
                ItemAnswer::Failed(Failure::Ambiguous | Failure::Protocol) if request.is_write() => {
                    seen.fence_until = now + FENCE;
                    seen.unknown = true;
                }
                ItemAnswer::Failed(
                    Failure::Invalid { .. }
                    | Failure::TooLarge
                    | Failure::Unsupported
                    | Failure::Conflict { .. },
                ) => seen.refused |= per_item,
                ItemAnswer::Failed(_) | ItemAnswer::Accepted(_) => {}
                ItemAnswer::Written(record) => {
                    seen.last_fact = order;
                    seen.reads(&record.id, shows, now);
                }
                ItemAnswer::Found(records) => {
                    let ours = |record: &&RemoteRecord| {
                        let marker = record.marker.as_ref();
                        marker.is_some_and(|it| *it == seen.c_marker)
                    };
                    seen.told_archived |= records.iter().filter(ours).any(|record| record.archived);
                    // A list is no fact, but an e-mail is read by its key, and a record so adopted is one.
                    let fact = match request {
                        Request::Get { .. } | Request::FindByEmail { .. } => records.first(),
                        Request::FindByMarker { .. }
                        | Request::Stray { .. }
                        | Request::FindLike { .. }
                        | Request::Create(_)
                        | Request::Update(_)
                        | Request::Delete(_) => None,
                    };
                    if let Some(record) = fact {
                        seen.last_fact = order;
                        seen.reads(&record.id, shows, now);
                    }
                }
            }
        }
    }
}
