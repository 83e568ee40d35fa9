//! Items for which the CRM knows no bulk call: a request for each, in turn. Once the destination itself is in trouble, or an
//! outcome is unknown, the rest is not sent.

use super::Heard;
use lanyard_core::crm::{CrmAnswer, Failure, ItemAnswer, ReplyFacts, Trouble};
use lanyard_core::ids::DeliveryId;
use std::collections::BTreeMap;

/// Asks for each item in turn; `of` says whose answer it is.
pub(in crate::crm) async fn each<'a, T, F>(
    items: &'a [T],
    of: impl Fn(&T) -> &DeliveryId,
    ask: impl Fn(&'a T) -> F,
) -> CrmAnswer
where
    F: Future<Output = Heard<ItemAnswer>>,
{
    let mut answers = OneByOne::default();
    for item in items {
        if answers.goes_on(of(item)) {
            answers.note(of(item), ask(item).await);
        }
    }
    answers.done()
}

/// The answers to items that are asked one after the other.
#[derive(Default)]
struct OneByOne {
    answers: BTreeMap<DeliveryId, ItemAnswer>,
    facts: ReplyFacts,
    stopped: Option<Failure>,
}

impl OneByOne {
    /// Whether the next item is to be asked; if not, what holds for it is noted.
    fn goes_on(&mut self, delivery: &DeliveryId) -> bool {
        if let Some(failure) = &self.stopped {
            self.answers.insert(delivery.clone(), ItemAnswer::Failed(failure.clone()));
        }
        self.stopped.is_none()
    }

    /// What was answered.
    fn note(&mut self, delivery: &DeliveryId, (outcome, facts): Heard<ItemAnswer>) {
        self.facts = facts;
        let answer = outcome.unwrap_or_else(|failure| {
            self.stopped = stops(&failure);
            ItemAnswer::Failed(failure)
        });
        self.answers.insert(delivery.clone(), answer);
    }

    /// All answers. A failure that is all there is to say, or that keeps every item from being asked, is that of the whole.
    fn done(self) -> CrmAnswer {
        let mut answers = self.answers.values();
        let whole = match (answers.next(), answers.next()) {
            (Some(ItemAnswer::Failed(failure)), None) => Some(failure.clone()),
            (Some(ItemAnswer::Failed(failure)), Some(_)) if failure.is_the_destinations() => {
                let same = |answer: &ItemAnswer| *answer == ItemAnswer::Failed(failure.clone());
                self.answers.values().all(same).then(|| failure.clone())
            }
            (_, _) => None,
        };
        CrmAnswer { outcome: whole.map_or(Ok(self.answers), Err), facts: self.facts }
    }
}

/// What holds for further items after this failure of one; none when it was that item's own.
fn stops(failure: &Failure) -> Option<Failure> {
    match failure {
        Failure::Auth { .. } | Failure::Throttled { .. } | Failure::Transient { .. } => Some(failure.clone()),
        Failure::Ambiguous | Failure::Protocol => Some(unsent_after(failure)),
        Failure::Conflict { .. }
        | Failure::Stale { .. }
        | Failure::Gone { .. }
        | Failure::Invalid { .. }
        | Failure::TooLarge
        | Failure::Unsupported => None,
    }
}

/// What holds for what was not sent since an earlier request failed.
pub(in crate::crm) fn unsent_after(failure: &Failure) -> Failure {
    if failure.is_the_destinations() {
        failure.clone()
    } else {
        Failure::Transient { trouble: Trouble::Busy }
    }
}

/// What a failure to read before a write means for the write: it was not sent.
pub(in crate::crm) fn before_a_write(failure: Failure) -> Failure {
    match failure {
        Failure::Protocol | Failure::Ambiguous => Failure::Transient { trouble: Trouble::Busy },
        other => other,
    }
}
