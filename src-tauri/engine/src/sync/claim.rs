//! Requests of several deliveries joined into operations of the CRM's batch size.

use lanyard_core::crm::{CrmOp, Fields};
use lanyard_core::ids::DeliveryId;
use lanyard_core::sync::Request;
use std::collections::BTreeMap;

/// An operation, with whose request is in it.
#[derive(Debug)]
pub(super) struct Joined {
    /// What the CRM is asked.
    pub(super) op: CrmOp,
    /// Per delivery, what it asked.
    pub(super) requests: BTreeMap<DeliveryId, Request>,
}

/// Takes out of `waiting` what fits into one operation: all requests like the oldest one, at most `batch`.
pub(super) fn join(waiting: &mut Vec<(DeliveryId, Request)>, batch: usize) -> Option<Joined> {
    let (_, oldest) = waiting.first()?;
    let like = std::mem::discriminant(oldest);
    let mut taken = Vec::new();
    let mut left = Vec::with_capacity(waiting.len());
    for (id, request) in waiting.drain(..) {
        if taken.len() < batch.max(1) && std::mem::discriminant(&request) == like {
            taken.push((id, request));
        } else {
            left.push((id, request));
        }
    }
    *waiting = left;
    let op = operation(&taken);
    Some(Joined { op, requests: taken.into_iter().collect() })
}

fn operation(taken: &[(DeliveryId, Request)]) -> CrmOp {
    let mut gets = Vec::new();
    let mut emails = Vec::new();
    let mut markers = Vec::new();
    let mut likes: Vec<(DeliveryId, Fields)> = Vec::new();
    let mut creates = Vec::new();
    let mut updates = Vec::new();
    let mut removals = Vec::new();
    for (id, request) in taken {
        match request {
            Request::Get { id: remote, .. } | Request::Stray { id: remote, .. } => gets.push((id.clone(), remote.clone())),
            Request::FindByEmail { email, .. } => emails.push((id.clone(), email.clone())),
            Request::FindByMarker { markers: forms, .. } => markers.push((id.clone(), forms.clone())),
            Request::FindLike { fields } => likes.push((id.clone(), fields.clone())),
            Request::Create(record) => creates.push(record.clone()),
            Request::Update(patch) => updates.push(patch.clone()),
            Request::Delete(removal) => removals.push(removal.clone()),
        }
    }
    // All are of one sort, so exactly one list is filled.
    if !gets.is_empty() {
        CrmOp::Get { items: gets }
    } else if !emails.is_empty() {
        CrmOp::FindByEmail { items: emails }
    } else if !markers.is_empty() {
        CrmOp::FindByMarker { items: markers }
    } else if !likes.is_empty() {
        CrmOp::FindLike { items: likes }
    } else if !creates.is_empty() {
        CrmOp::Create { items: creates }
    } else if !updates.is_empty() {
        CrmOp::Update { items: updates }
    } else if !removals.is_empty() {
        CrmOp::Delete { items: removals }
    } else {
        CrmOp::Check
    }
}
