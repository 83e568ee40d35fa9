//! Two contacts that become one, as their destinations see it: which of them is kept, so that the record that matters most goes on
//! being the one, and what becomes of the other's. Nothing here sends: the other contact is no longer wanted, and the rules of a
//! removal do the rest (rule 10).

use crate::outbox::{BindingKind, Delivery, DeliveryPart, State};

/// What becomes of a record over there when its contact is merged into another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing of it ever left, or it is gone already.
    Nothing,
    /// Both contacts stand on this very record: it stays.
    Shared,
    /// We made it: it is deleted, unless somebody there changed it; then a person is asked.
    Deleted,
    /// It was there before us: it is handed back as it was.
    HandedBack,
    /// It is not known whether it is there: it is looked for, and taken away if it is ours.
    LookedFor,
}

/// Whether the other one of two contacts is the one to keep: a record that was there before us goes before one that we made, that
/// before one that is on its way, and that before none. By default the first one.
#[must_use]
pub fn other_stays(one: &[Delivery], other: &[Delivery]) -> bool {
    let standing = |mine: &[Delivery], theirs: &[Delivery]| {
        let mut standings: Vec<u8> = of_contact(mine).map(|delivery| standing(delivery, theirs)).collect();
        standings.sort_unstable_by(|one, other| other.cmp(one));
        standings
    };
    standing(other, one) > standing(one, other)
}

fn of_contact(deliveries: &[Delivery]) -> impl Iterator<Item = &Delivery> {
    deliveries.iter().filter(|delivery| delivery.part == DeliveryPart::Contact)
}

fn standing(delivery: &Delivery, others: &[Delivery]) -> u8 {
    match (&delivery.state, &delivery.binding) {
        (State::Removed { .. }, _) => 0,
        // Of two on one record, whoever made it goes on answering for it.
        (_, Some(binding)) if matches!(binding.kind, BindingKind::Created) => {
            3 + u8::from(shared(delivery, others))
        }
        (_, Some(_)) => 4 - u8::from(shared(delivery, others)),
        (_, None) if delivery.sent.is_some() => 2,
        (_, None) => 1,
    }
}

fn shared(delivery: &Delivery, others: &[Delivery]) -> bool {
    let on = |delivery: &Delivery| {
        let binding = delivery.binding.as_ref().filter(|_| !matches!(delivery.state, State::Removed { .. }));
        binding.map(|binding| (delivery.destination.clone(), binding.remote_id.clone()))
    };
    on(delivery)
        .is_some_and(|record| of_contact(others).any(|other| on(other).is_some_and(|it| it == record)))
}

/// What becomes of a delivery's record when its contact is merged into the one of `kept`.
#[must_use]
pub fn fate(delivery: &Delivery, kept: &[Delivery]) -> Fate {
    match (&delivery.state, &delivery.binding) {
        (State::Removed { .. }, _) => Fate::Nothing,
        (_, Some(_)) if shared(delivery, kept) => Fate::Shared,
        (_, Some(binding)) => match binding.kind {
            BindingKind::Created => Fate::Deleted,
            BindingKind::Adopted { .. } => Fate::HandedBack,
        },
        (_, None) if delivery.sent.is_some() => Fate::LookedFor,
        (_, None) => Fate::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ContactId, DeliveryId, DestinationId, Marker, RemoteId};
    use crate::outbox::{Binding, RemovedBy, Sent};
    use std::collections::{BTreeMap, BTreeSet};

    fn delivery(record: Option<(&str, bool)>) -> Vec<Delivery> {
        let mut delivery = Delivery::new(
            DeliveryId::new("d"),
            ContactId::new("c"),
            DestinationId::new("crm"),
            Marker::new("m"),
            State::Queued,
        );
        delivery.binding = record.map(|(id, created)| Binding {
            remote_id: RemoteId::new(id),
            kind: if created { BindingKind::Created } else { BindingKind::Adopted { was: BTreeMap::new() } },
            base: None,
            missed: false,
        });
        vec![delivery]
    }

    #[test]
    fn the_record_that_was_there_before_us_goes_on_being_the_one() {
        let (adopted, created, none) =
            (delivery(Some(("r1", false))), delivery(Some(("r2", true))), delivery(None));
        assert!(other_stays(&created, &adopted) && !other_stays(&adopted, &created));
        assert!(other_stays(&none, &created) && !other_stays(&created, &none));
        assert!(!other_stays(&created, &delivery(Some(("r3", true)))), "else the first one");
        assert!(other_stays(&[], &none));
        assert_eq!(fate(&created[0], &adopted), Fate::Deleted);
        assert_eq!(fate(&adopted[0], &created), Fate::HandedBack);
        assert_eq!(fate(&none[0], &created), Fate::Nothing);
    }

    #[test]
    fn of_two_on_one_record_whoever_made_it_answers_for_it() {
        let (adopted, created) = (delivery(Some(("r", false))), delivery(Some(("r", true))));
        assert!(other_stays(&adopted, &created) && !other_stays(&created, &adopted));
        assert_eq!(fate(&adopted[0], &created), Fate::Shared);
    }

    #[test]
    fn what_is_on_its_way_goes_before_what_never_left_and_is_looked_for() {
        let (none, mut sent) = (delivery(None), delivery(None));
        sent[0].sent = Some(Sent {
            fields: BTreeMap::new(),
            marker: None,
            seq: 1,
            mapping: 1,
            acknowledged: false,
            removal: false,
            carried: BTreeSet::new(),
        });
        assert!(other_stays(&none, &sent) && !other_stays(&sent, &none));
        assert!(other_stays(&sent, &delivery(Some(("r", true)))));
        assert_eq!((fate(&sent[0], &none), fate(&none[0], &sent)), (Fate::LookedFor, Fate::Nothing));
    }

    #[test]
    fn what_is_gone_has_no_fate() {
        let mut gone = delivery(Some(("r", true)));
        gone[0].state = State::Removed { by: RemovedBy::Here };
        assert_eq!(fate(&gone[0], &[]), Fate::Nothing);
        assert!(!other_stays(&delivery(None), &gone));
    }
}
