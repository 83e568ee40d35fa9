//! Requests of several deliveries joined into operations of the CRM's batch size, and what a failure of a whole batch means
//! for its items: one bad item must not hold up the others (rule 15).

use super::plant::{self, Plant};
use super::request::Request;
use crate::crm::{
    CrmAnswer, CrmOp, Failure, Fields, ItemAnswer, NewRecord, NoteKey, NoteLookup, Object, RecordPatch,
    Removal,
};
use crate::ids::{DeliveryId, RemoteId};
use std::collections::BTreeMap;

/// A request that waits to be joined.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Whose.
    pub delivery: DeliveryId,
    /// What.
    pub request: Request,
    /// At most so many may be joined with it: halved each time a batch with it was refused as a whole.
    pub at_most: usize,
}

/// An operation, with whose request is in it.
#[derive(Debug, Clone)]
pub struct Joined {
    /// What the CRM is asked.
    pub op: CrmOp,
    /// What each delivery asked.
    pub requests: BTreeMap<DeliveryId, Request>,
}

/// Takes out of `waiting` what fits into one operation: all requests of the oldest one's sort, at most `batch`. None when
/// nothing waits.
#[must_use]
pub fn join(waiting: &mut Vec<Waiting>, batch: usize) -> Option<Joined> {
    let oldest = waiting.first()?;
    let sort = Sort::of(&oldest.request);
    let mut room = batch.min(oldest.at_most).max(1);
    let mut taken: Vec<Waiting> = Vec::new();
    let mut left = Vec::with_capacity(waiting.len());
    for one in waiting.drain(..) {
        let fits = taken.len() < room.min(one.at_most.max(1)) && Sort::of(&one.request) == sort;
        if fits {
            room = room.min(one.at_most.max(1));
            taken.push(one);
        } else {
            left.push(one);
        }
    }
    *waiting = left;
    let op = operation(&taken);
    Some(Joined { op, requests: taken.into_iter().map(|one| (one.delivery, one.request)).collect() })
}

/// Which requests go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Get,
    FindByEmail,
    FindByMarker,
    FindLike,
    FindNotes,
    Create,
    CreateNotes,
    Update,
    UpdateNotes,
    Delete,
    DeleteNotes,
}

impl Sort {
    fn of(request: &Request) -> Self {
        let of_note = |object: &Object| matches!(object, Object::Note { .. });
        match request {
            Request::Get { object, .. }
            | Request::FindByMarker { object, .. }
            | Request::Stray { object, .. }
                if of_note(object) =>
            {
                Self::FindNotes
            }
            Request::Get { .. } | Request::Stray { .. } => Self::Get,
            Request::FindByEmail { .. } => Self::FindByEmail,
            Request::FindByMarker { .. } => Self::FindByMarker,
            Request::FindLike { .. } => Self::FindLike,
            Request::Create(record) if of_note(&record.object) => Self::CreateNotes,
            Request::Create(_) => Self::Create,
            Request::Update(patch) if of_note(&patch.object) => Self::UpdateNotes,
            Request::Update(_) => Self::Update,
            Request::Delete(removal) if of_note(&removal.object) => Self::DeleteNotes,
            Request::Delete(_) => Self::Delete,
        }
    }
}

/// The items of one operation, of which one list is filled.
#[derive(Default)]
struct Items {
    gets: Vec<(DeliveryId, RemoteId)>,
    emails: Vec<(DeliveryId, String)>,
    markers: Vec<(DeliveryId, Vec<String>)>,
    likes: Vec<(DeliveryId, Fields)>,
    notes: Vec<NoteLookup>,
    creates: Vec<NewRecord>,
    updates: Vec<RecordPatch>,
    removals: Vec<Removal>,
}

fn operation(taken: &[Waiting]) -> CrmOp {
    let mut items = Items::default();
    for one in taken {
        let delivery = one.delivery.clone();
        let note = |of: &RemoteId, what: NoteKey| NoteLookup {
            delivery: one.delivery.clone(),
            of: of.clone(),
            what,
        };
        match &one.request {
            Request::Get { id, object: Object::Note { of }, .. }
            | Request::Stray { id, object: Object::Note { of }, .. } => {
                items.notes.push(note(of, NoteKey::Id(id.clone())));
            }
            Request::Get { id, object: Object::Contact, .. }
            | Request::Stray { id, object: Object::Contact, .. } => {
                items.gets.push((delivery, id.clone()));
            }
            Request::FindByEmail { email, .. } => items.emails.push((delivery, email.clone())),
            Request::FindByMarker { markers, object: Object::Note { of }, .. } => {
                items.notes.push(note(of, NoteKey::Markers(markers.clone())));
            }
            Request::FindByMarker { markers, object: Object::Contact, .. } => {
                items.markers.push((delivery, markers.clone()));
            }
            Request::FindLike { fields } => items.likes.push((delivery, fields.clone())),
            Request::Create(record) => items.creates.push(record.clone()),
            Request::Update(patch) => items.updates.push(patch.clone()),
            Request::Delete(removal) => items.removals.push(removal.clone()),
        }
    }
    let Some(first) = taken.first() else { return CrmOp::Check };
    match Sort::of(&first.request) {
        Sort::Get => CrmOp::Get { items: items.gets },
        Sort::FindByEmail => CrmOp::FindByEmail { items: items.emails },
        Sort::FindByMarker => CrmOp::FindByMarker { items: items.markers },
        Sort::FindLike => CrmOp::FindLike { items: items.likes },
        Sort::FindNotes => CrmOp::FindNotes { items: items.notes },
        Sort::Create | Sort::CreateNotes => CrmOp::Create { items: items.creates },
        Sort::Update | Sort::UpdateNotes => CrmOp::Update { items: items.updates },
        Sort::Delete | Sort::DeleteNotes => CrmOp::Delete { items: items.removals },
    }
}

/// What the answer to an operation means for its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Each delivery has its own answer.
    PerItem(BTreeMap<DeliveryId, ItemAnswer>),
    /// The whole was refused, so nothing of it was carried out, and only one of the items may be to blame: send it again in
    /// halves of this size.
    Halves(usize),
}

/// Sorts out an answer. `joined` is what was asked.
#[must_use]
pub fn heard<const P: Plant>(joined: &Joined, answer: &CrmAnswer) -> Heard {
    let whole = joined.requests.len();
    match &answer.outcome {
        Err(failure) if whole > 1 && P != plant::NO_BISECT && may_be_one_items(failure) => {
            Heard::Halves(whole.div_ceil(2))
        }
        Ok(_) | Err(_) => {
            let of = |delivery: &DeliveryId| {
                let left_out = matches!(&answer.outcome, Ok(items) if !items.contains_key(delivery));
                if P == plant::MISSING_IS_UNSENT && left_out {
                    return ItemAnswer::Failed(Failure::Transient { trouble: crate::crm::Trouble::Busy });
                }
                answer.of(&joined.op, delivery)
            };
            Heard::PerItem(joined.requests.keys().map(|delivery| (delivery.clone(), of(delivery))).collect())
        }
    }
}

/// Whether one bad item can have made a whole batch fail, in a way that shows that nothing was carried out.
fn may_be_one_items(failure: &Failure) -> bool {
    match failure {
        Failure::Invalid { .. }
        | Failure::TooLarge
        | Failure::Unsupported
        | Failure::Conflict { .. }
        | Failure::Stale { .. }
        | Failure::Gone { .. } => true,
        Failure::Auth { .. }
        | Failure::Throttled { .. }
        | Failure::Transient { .. }
        | Failure::Ambiguous
        | Failure::Protocol => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::ReplyFacts;
    use crate::sync::Purpose;

    fn get(number: usize) -> Waiting {
        let request = Request::Get {
            id: RemoteId::new(format!("r{number}")),
            purpose: Purpose::Refresh,
            object: Object::Contact,
        };
        Waiting { delivery: DeliveryId::new(format!("d{number}")), request, at_most: usize::MAX }
    }

    fn answer(outcome: Result<BTreeMap<DeliveryId, ItemAnswer>, Failure>) -> CrmAnswer {
        CrmAnswer { outcome, facts: ReplyFacts::default() }
    }

    #[test]
    fn requests_of_one_sort_go_together_up_to_the_batch_and_in_their_order() {
        let mut waiting: Vec<Waiting> = (0..3).map(get).collect();
        let email = Request::FindByEmail { email: "a@b.example".into(), taken: false };
        waiting.insert(1, Waiting { delivery: DeliveryId::new("e"), request: email, at_most: 9 });
        let first = join(&mut waiting, 2).expect("something waits");
        assert_eq!(first.requests.keys().map(DeliveryId::as_str).collect::<Vec<_>>(), ["d0", "d1"]);
        let second = join(&mut waiting, 2).expect("something waits");
        assert_eq!(second.op.name(), "find_by_email");
        assert_eq!(join(&mut waiting, 2).expect("something waits").requests.len(), 1);
        assert!(join(&mut waiting, 2).is_none());
    }

    #[test]
    fn a_batch_refused_as_a_whole_is_halved_until_the_bad_one_stands_alone() {
        let mut waiting: Vec<Waiting> = (0..7).map(get).collect();
        let bad = DeliveryId::new("d5");
        let (mut asked, mut refused) = (0, Vec::new());
        while let Some(joined) = join(&mut waiting, 100) {
            asked += 1;
            assert!(asked <= 9, "{asked}");
            let failed = joined.requests.contains_key(&bad);
            let found = |id: &DeliveryId| (id.clone(), ItemAnswer::Found(Vec::new()));
            let outcome = if failed {
                Err(Failure::Invalid { fields: Vec::new() })
            } else {
                Ok(joined.requests.keys().map(found).collect())
            };
            match heard::<{ plant::NONE }>(&joined, &answer(outcome)) {
                Heard::PerItem(items) => {
                    refused.extend(items.into_iter().filter(|(_, it)| matches!(it, ItemAnswer::Failed(_))));
                }
                Heard::Halves(at_most) => {
                    let again = joined.requests.into_iter();
                    waiting.extend(again.map(|(delivery, request)| Waiting { delivery, request, at_most }));
                }
            }
        }
        assert_eq!(refused.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), [bad]);
    }

    #[test]
    fn an_item_left_out_of_a_write_is_unknown() {
        let record = NewRecord {
            delivery: DeliveryId::new("d0"),
            object: Object::Contact,
            idempotency_key: "k".into(),
            marker: None,
            fields: Fields::default(),
        };
        let request = Request::Create(record);
        let mut waiting = vec![Waiting { delivery: DeliveryId::new("d0"), request, at_most: 9 }];
        let joined = join(&mut waiting, 9).expect("something waits");
        let heard = heard::<{ plant::NONE }>(&joined, &answer(Ok(BTreeMap::new())));
        let unknown = ItemAnswer::Failed(Failure::Ambiguous);
        assert_eq!(heard, Heard::PerItem([(DeliveryId::new("d0"), unknown)].into()));
    }

    #[test]
    fn requests_about_notes_and_about_contacts_never_share_an_operation() {
        let note = || Object::Note { of: RemoteId::new("r1") };
        let id = || RemoteId::new("r1");
        let sorts = |object: Object| -> Vec<Request> {
            let delivery = DeliveryId::new("d");
            let create = NewRecord {
                delivery: delivery.clone(),
                object: object.clone(),
                idempotency_key: "k".into(),
                marker: None,
                fields: Fields::default(),
            };
            let update = RecordPatch {
                delivery: delivery.clone(),
                object: object.clone(),
                idempotency_key: "k".into(),
                id: id(),
                version: None,
                marker: None,
                fields: BTreeMap::new(),
            };
            let removal = Removal {
                delivery,
                idempotency_key: "k".into(),
                object: object.clone(),
                id: id(),
                version: None,
            };
            vec![
                Request::Get { id: id(), purpose: Purpose::Refresh, object: object.clone() },
                Request::FindByMarker { markers: vec!["c-m".into()], object, scrub: false },
                Request::Create(create),
                Request::Update(update),
                Request::Delete(removal),
            ]
        };
        let names = [
            ("get", "find_notes"),
            ("find_by_marker", "find_notes"),
            ("create", "create"),
            ("update", "update"),
            ("delete", "delete"),
        ];
        for ((contact, of_note), (plain, noted)) in
            sorts(Object::Contact).into_iter().zip(sorts(note())).zip(names)
        {
            let one = |name: &str, request: Request| Waiting {
                delivery: DeliveryId::new(name),
                request,
                at_most: usize::MAX,
            };
            let mut waiting = vec![one("c1", contact.clone()), one("n", of_note), one("c2", contact)];
            let first = join(&mut waiting, 9).expect("something waits");
            assert_eq!((first.op.name(), first.requests.len(), first.op.deliveries().len()), (plain, 2, 2));
            let second = join(&mut waiting, 9).expect("something waits");
            assert_eq!(
                (second.op.name(), second.requests.len(), second.op.deliveries().len()),
                (noted, 1, 1)
            );
            assert!(waiting.is_empty());
        }
    }

    #[test]
    fn a_stray_is_read_like_any_record_of_its_sort() {
        for (object, name) in
            [(Object::Contact, "get"), (Object::Note { of: RemoteId::new("r1") }, "find_notes")]
        {
            let request = Request::Stray { id: RemoteId::new("r2"), rest: Vec::new(), object };
            let mut waiting = vec![Waiting { delivery: DeliveryId::new("d"), request, at_most: 1 }];
            assert_eq!(join(&mut waiting, 9).expect("something waits").op.name(), name);
        }
    }

    #[test]
    fn one_that_is_to_go_with_few_makes_the_whole_small() {
        let mut waiting: Vec<Waiting> = (0..4).map(get).collect();
        waiting[1].at_most = 2;
        assert_eq!(join(&mut waiting, 9).expect("something waits").requests.len(), 2);
        assert_eq!(join(&mut waiting, 9).expect("something waits").requests.len(), 2);
    }

    #[test]
    fn only_a_refusal_of_several_that_one_may_be_to_blame_for_is_halved() {
        let refused = Failure::Invalid { fields: Vec::new() };
        let away = Failure::Transient { trouble: crate::crm::Trouble::Unreachable };
        for (items, failure, halves) in [
            (2, refused.clone(), true),
            (1, refused, false),
            (2, away, false),
            (2, Failure::Ambiguous, false),
        ] {
            let mut waiting: Vec<Waiting> = (0..items).map(get).collect();
            let joined = join(&mut waiting, 9).expect("something waits");
            let heard = heard::<{ plant::NONE }>(&joined, &answer(Err(failure.clone())));
            let each = ItemAnswer::Failed(failure);
            let per_item = joined.requests.keys().map(|id| (id.clone(), each.clone())).collect();
            assert_eq!(heard, if halves { Heard::Halves(1) } else { Heard::PerItem(per_item) });
        }
    }
}
