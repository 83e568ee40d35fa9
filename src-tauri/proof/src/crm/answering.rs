//! An operation carried out, item by item or refused as a whole.

use super::{Crm, Effect};
use lanyard_core::crm::{CrmOp, Failure, ItemAnswer};
use lanyard_core::ids::DeliveryId;
use std::collections::BTreeMap;

impl Crm {
    /// Carries an operation out. `behind` is how far the replica is that answers a read by id.
    ///
    /// # Errors
    /// The failure of the whole: a CRM that refuses a batch for one item, before anything of it was carried out.
    pub(crate) fn perform(
        &mut self,
        op: &CrmOp,
        now: u64,
        behind: u64,
        effects: &mut Vec<Effect>,
    ) -> Result<BTreeMap<DeliveryId, ItemAnswer>, Failure> {
        let found = |records| ItemAnswer::Found(records);
        Ok(match op {
            CrmOp::Check => BTreeMap::new(),
            CrmOp::Get { items } => {
                let mut answers: BTreeMap<DeliveryId, ItemAnswer> = BTreeMap::new();
                for (delivery, id) in items {
                    answers.insert(delivery.clone(), self.by_id(id, now, behind));
                }
                answers
            }
            CrmOp::FindByEmail { items } => items
                .iter()
                .map(|(delivery, email)| (delivery.clone(), found(self.by_email(email))))
                .collect(),
            CrmOp::FindByMarker { items } => items
                .iter()
                .map(|(delivery, markers)| (delivery.clone(), found(self.by_marker(markers, now))))
                .collect(),
            CrmOp::FindLike { items } => items
                .iter()
                .map(|(delivery, fields)| (delivery.clone(), found(self.alike(fields, now))))
                .collect(),
            CrmOp::FindNotes { items } => {
                items.iter().map(|lookup| (lookup.delivery.clone(), self.note(lookup, now))).collect()
            }
            CrmOp::Create { items } => {
                if let Some(failure) = self.refused(items.iter().map(|item| self.fault_of_create(item))) {
                    return Err(failure);
                }
                items.iter().map(|item| (item.delivery.clone(), self.create(item, now, effects))).collect()
            }
            CrmOp::Update { items } => {
                if let Some(failure) = self.refused(items.iter().map(|item| self.fault_of_update(item))) {
                    return Err(failure);
                }
                items.iter().map(|item| (item.delivery.clone(), self.update(item, now, effects))).collect()
            }
            CrmOp::Delete { items } => {
                items.iter().map(|item| (item.delivery.clone(), self.delete(item, now, effects))).collect()
            }
        })
    }

    fn refused(&self, faults: impl ExactSizeIterator<Item = Option<Failure>>) -> Option<Failure> {
        if !self.setup.all_or_nothing || faults.len() < 2 {
            return None;
        }
        faults.flatten().next()
    }
}
