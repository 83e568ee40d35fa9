//! Items for which the CRM knows no bulk call: a request for each, in turn, or a few at once where none of them can take
//! what is another's. Once the destination itself is in trouble, or an outcome is unknown, the rest is not sent.

use super::Heard;
use lanyard_core::crm::{CrmAnswer, Failure, ItemAnswer, ReplyFacts, Trouble};
use lanyard_core::ids::DeliveryId;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// Asks for the items three at a time: over a network that takes 0.2 s two such operations bring thirty a second. For what
/// has no key that two of them could meet at.
pub(in crate::crm) async fn abreast<'a, T, F>(
    items: &'a [T],
    of: impl Fn(&T) -> &DeliveryId,
    ask: impl Fn(&'a T) -> F,
) -> CrmAnswer
where
    F: Future<Output = Heard<ItemAnswer>>,
{
    let (left, answers) = (Mutex::new(items.iter()), Mutex::new(OneByOne::default()));
    let one_after_the_other = async || {
        while let Some(item) = next(&left) {
            if held(&answers).goes_on(of(item)) {
                let heard = ask(item).await;
                held(&answers).note(of(item), heard);
            }
        }
    };
    tokio::join!(one_after_the_other(), one_after_the_other(), one_after_the_other());
    answers.into_inner().unwrap_or_else(PoisonError::into_inner).done()
}

fn next<'a, T>(left: &Mutex<std::slice::Iter<'a, T>>) -> Option<&'a T> {
    held(left).next()
}

fn held<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
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
            self.stopped = self.stopped.take().or_else(|| stops(&failure));
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

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::ids::RemoteId;
    use proptest::prelude::*;
    use std::cell::Cell;

    fn ids(count: usize) -> Vec<DeliveryId> {
        (0..count).map(|number| DeliveryId::new(format!("d{number}"))).collect()
    }

    /// Asks for so many items, `failing` of which fail so; what was answered, how many were asked, and how many at once.
    async fn asked(count: usize, failing: &[usize], failure: &Failure) -> (CrmAnswer, usize, usize) {
        let (items, under_way, most, asked) = (ids(count), Cell::new(0), Cell::new(0), Cell::new(0));
        let ask = async |item: &DeliveryId| {
            under_way.set(under_way.get() + 1);
            most.set(most.get().max(under_way.get()));
            asked.set(asked.get() + 1);
            tokio::task::yield_now().await;
            under_way.set(under_way.get() - 1);
            let fails = failing.iter().any(|number| item.as_str() == format!("d{number}"));
            let done = ItemAnswer::Accepted(RemoteId::new(item.as_str()));
            (if fails { Err(failure.clone()) } else { Ok(done) }, ReplyFacts::default())
        };
        let answer = abreast(&items, |item| item, ask).await;
        (answer, asked.get(), most.get())
    }

    #[tokio::test]
    async fn three_at_a_time_leave_and_each_has_its_own_answer() {
        let (answer, asked, most) = asked(20, &[], &Failure::Ambiguous).await;
        assert_eq!((asked, most), (20, 3));
        let answers = answer.outcome.unwrap();
        let own =
            |(id, it): (&DeliveryId, &ItemAnswer)| *it == ItemAnswer::Accepted(RemoteId::new(id.as_str()));
        assert_eq!((answers.len(), answers.iter().all(own)), (20, true));
    }

    proptest! {
        #[test]
        fn every_item_is_answered_for_and_none_is_asked_once_the_destination_is_in_trouble(
            count in 1_usize..30,
            failing in proptest::collection::btree_set(0_usize..30, 0..4),
        ) {
            let failing: Vec<usize> = failing.into_iter().filter(|number| *number < count).collect();
            let away = Failure::Transient { trouble: Trouble::Unreachable };
            let run = asked(count, &failing, &away);
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let (answer, asked, _) = runtime.block_on(run);
            let answered = match answer.outcome {
                Ok(answers) => answers.len(),
                Err(failure) => {
                    prop_assert_eq!(failure, away);
                    count
                }
            };
            prop_assert_eq!(answered, count);
            if let Some(first) = failing.first() {
                // Beside it, and while its answer was on its way, each of the other two began two at most.
                prop_assert!(asked <= first + 5, "{} were asked, and {} failed first", asked, first);
            }
        }
    }
}
