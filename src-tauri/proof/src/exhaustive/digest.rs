//! What tells two states apart. Values that no decision depends on are left out: who is to be shown what, and traces.

use crate::checks::Witness;
use crate::crm::{Crm, Who};
use crate::laptop::{Asked, Laptop, Outgoing, name_of};
use crate::outbox::{Memory, Outbox};
use lanyard_core::crm::RemoteRecord;
use lanyard_core::ids::DeliveryId;
use lanyard_core::outbox::{BindingKind, Delivery};
use lanyard_core::sync::{Local, Request};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// A digest in the making.
#[derive(Default)]
pub(super) struct Digest(DefaultHasher);

impl Digest {
    pub(super) fn number(&mut self, number: u64) {
        number.hash(&mut self.0);
    }

    pub(super) fn end(self) -> u64 {
        self.0.finish()
    }

    pub(super) fn crm(&mut self, crm: &Crm) {
        for rec in &crm.recs {
            self.record(&rec.now);
            (rec.erased, rec.merged_into, rec.listed, rec.handled).hash(&mut self.0);
            rec.hands.hash(&mut self.0);
            rec.marker_hand.hash(&mut self.0);
            matches!(&rec.made_by, Who::Person).hash(&mut self.0);
            rec.deleted_by.hash(&mut self.0);
        }
        for note in &crm.notes {
            self.record(&note.now);
            note.of.hash(&mut self.0);
        }
    }

    fn record(&mut self, record: &RemoteRecord) {
        (&record.id, record.version.as_ref().map(|it| it.0), record.archived, &record.marker)
            .hash(&mut self.0);
        for (field, value) in record.fields.iter() {
            (field, value).hash(&mut self.0);
        }
    }

    pub(super) fn laptop(&mut self, laptop: &Laptop<Memory>, now: u64) {
        let mut rows: Vec<(DeliveryId, bool)> = Vec::new();
        laptop.outbox.each(|delivery, live| rows.push((delivery.id.clone(), live)));
        let mut outbox = laptop.outbox.clone();
        for (id, live) in rows {
            live.hash(&mut self.0);
            outbox.look(&id, |delivery, local| {
                self.delivery(delivery);
                self.local(local);
            });
            for difference in laptop.outbox.differences(&id) {
                (&difference.field, &difference.ours, &difference.theirs).hash(&mut self.0);
            }
        }
        laptop.volatile().hash(&mut self.0);
        laptop.wake_at(now).hash(&mut self.0);
    }

    fn delivery(&mut self, delivery: &Delivery) {
        (&delivery.id, delivery.intent as u8, delivery.state.name(), delivery.generation).hash(&mut self.0);
        (delivery.ever_unknown, delivery.attempts, format!("{:?}", delivery.decision)).hash(&mut self.0);
        format!("{:?}", delivery.state).hash(&mut self.0);
        if let Some(binding) = &delivery.binding {
            (&binding.remote_id, binding.missed, binding.kind == BindingKind::Created).hash(&mut self.0);
            if let Some(base) = &binding.base {
                (base.version, base.seq, base.marked, base.newest, base.touched, base.stale)
                    .hash(&mut self.0);
                for (field, place) in &base.fields {
                    (field, &place.sent, &place.back, place.cleared).hash(&mut self.0);
                }
            }
        }
        if let Some(sent) = &delivery.sent {
            (&sent.fields, &sent.marker, sent.seq, sent.acknowledged, sent.removal).hash(&mut self.0);
        }
    }

    fn local(&mut self, local: &Local) {
        (local.seq, local.wanted as u8, local.leaving.card_left).hash(&mut self.0);
        for (field, ours) in &local.fields {
            (field, &ours.value, ours.seq).hash(&mut self.0);
        }
    }

    pub(super) fn outgoing(&mut self, out: &Outgoing, given_up: bool) {
        (out.laptop, out.boot, given_up, name_of(&out.what)).hash(&mut self.0);
        if let Asked::Batch(joined) = &out.what {
            for (id, request) in &joined.requests {
                id.hash(&mut self.0);
                match request {
                    Request::Create(new) => {
                        for (field, value) in new.fields.iter() {
                            (field, value).hash(&mut self.0);
                        }
                    }
                    Request::Update(patch) => {
                        (&patch.id, &patch.version, &patch.fields, &patch.marker).hash(&mut self.0)
                    }
                    Request::Delete(removal) => (&removal.id, &removal.version).hash(&mut self.0),
                    Request::Get { .. }
                    | Request::Stray { .. }
                    | Request::FindByEmail { .. }
                    | Request::FindByMarker { .. }
                    | Request::FindLike { .. } => format!("{request:?}").hash(&mut self.0),
                }
            }
        }
    }

    pub(super) fn witness(&mut self, witness: &Witness) {
        witness.bits().hash(&mut self.0);
    }
}
