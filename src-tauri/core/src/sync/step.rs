//! The one door: something happens to a delivery, and this says what becomes of it.

use super::case::{Case, Wanted};
use super::outcome::{Next, Step};
use super::plant::{self, Plant};
use super::request::Request;
use super::{answer, begin, merge, remap, remove, stray, wrote};
use crate::crm::{ItemAnswer, RemoteRecord};
use crate::ids::MarkerOrigin;
use crate::outbox::{Decision, Hold, IllegalMove, Intent, Move, ParkReason, RemovedBy, Sent, State, hold};
use std::collections::{BTreeMap, BTreeSet};

/// What happens to a delivery.
#[derive(Debug, Clone)]
pub enum Event {
    /// The worker took it up, and its destination takes requests.
    Begin,
    /// The answer to what the last step asked.
    Answer {
        /// The request.
        request: Box<Request>,
        /// The answer.
        answer: Box<ItemAnswer>,
    },
    /// The contact changed here, its card was left, what holds it did, or it was removed or restored.
    Changed,
    /// A person decided about a parked one; none means: try again as it is.
    Decided(Option<Decision>),
    /// Its fence is over.
    FenceOver,
    /// Its own wait is over.
    WaitOver,
    /// The app started, and this was in the store.
    FoundAtStart,
    /// A list, a search or a notice showed a record to which this delivery is bound, or which carries its marker.
    Hint(Box<RemoteRecord>),
    /// Look for all records with its marker (rule 14).
    Scrub,
    /// The store was restored from a backup or copied from another laptop (rule 20).
    StoreRestored,
}

/// Decides.
///
/// # Errors
/// [`IllegalMove`] when an event meets a state it cannot meet; nothing is then to be stored. The worker logs it and
/// leaves the delivery as it is.
pub fn step<const P: Plant>(case: &Case<'_, P>, event: Event) -> Result<Step, IllegalMove> {
    let still = Step::from(case.delivery);
    match event {
        Event::Begin => match &case.delivery.state {
            State::Queued => begin::begin(case),
            State::Held { .. }
            | State::Sending { .. }
            | State::Fenced
            | State::Waiting { .. }
            | State::Synced
            | State::Parked { .. }
            | State::Removed { .. } => Ok(still),
        },
        Event::Answer { request, answer } if request.is_write() => wrote::wrote(case, &request, *answer),
        Event::Answer { request, answer } => answer::answer(case, *request, *answer),
        Event::Changed => changed(case),
        Event::Decided(decision) => decided(case, decision),
        Event::FenceOver => match &case.delivery.state {
            State::Fenced => Ok(still.moved(Move::Queue)?.again()),
            State::Held { .. }
            | State::Queued
            | State::Sending { .. }
            | State::Waiting { .. }
            | State::Synced
            | State::Parked { .. }
            | State::Removed { .. } => Ok(still),
        },
        Event::WaitOver => match &case.delivery.state {
            State::Waiting { .. } => Ok(still.moved(Move::Queue)?.again()),
            State::Held { .. }
            | State::Queued
            | State::Sending { .. }
            | State::Fenced
            | State::Synced
            | State::Parked { .. }
            | State::Removed { .. } => Ok(still),
        },
        Event::FoundAtStart => match &case.delivery.state {
            // Whatever that process had asked, nobody heard the answer (rule 2).
            State::Sending { .. } if P == plant::FORGET_LEASE => {
                let mut step = still.moved(Move::Queue)?;
                step.delivery.sent = None;
                Ok(step.again())
            }
            State::Sending { .. } => {
                let mut step = still.moved(Move::LoseTrack)?;
                step.delivery.ever_unknown = true;
                Ok(step)
            }
            State::Held { .. }
            | State::Queued
            | State::Fenced
            | State::Waiting { .. }
            | State::Synced
            | State::Parked { .. }
            | State::Removed { .. } => Ok(still),
        },
        Event::Hint(record) => stray::hint(case, &record),
        Event::Scrub => Ok(stray::scrub(case)),
        Event::StoreRestored => restored(case),
    }
}

/// Whatever this row says may have moved on, or have left since: its outcome is unknown.
fn restored<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let still = Step::from(case.delivery);
    if P == plant::RESTORED_GOES_ON || matches!(case.delivery.state, State::Removed { .. }) {
        return Ok(still);
    }
    let mut step = still.moved(Move::LoseTrack)?;
    step.delivery.ever_unknown = true;
    step.delivery.decision = None;
    step.delivery.sent.get_or_insert(Sent {
        fields: BTreeMap::new(),
        marker: Some(case.delivery.marker.written(MarkerOrigin::Created)),
        seq: 0,
        mapping: case.account.mapping.version,
        acknowledged: false,
        // What is to go learns nothing from what it reads.
        removal: case.delivery.intent != Intent::Upsert,
        carried: BTreeSet::new(),
    });
    Ok(step)
}

/// The contact changed here.
fn changed<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    match (case.local.wanted, case.delivery.intent) {
        (Wanted::Here, Intent::Upsert) => edited(case),
        (Wanted::Here, Intent::Delete | Intent::Unlink | Intent::Destroy) => remove::restored(case),
        (Wanted::Gone | Wanted::Destroyed, _) => remove::removed(case),
    }
}

fn edited<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let still = Step::from(case.delivery);
    let never_left = case.delivery.binding.is_none() && case.delivery.sent.is_none();
    match &case.delivery.state {
        State::Held { .. } | State::Queued if never_left => {
            match (hold(&case.local.leaving), &case.delivery.state) {
                // The open card's own wait goes on.
                (Some(Hold::Grace), State::Held { why: Hold::Grace, .. }) => Ok(still),
                (Some(why), _) => still.moved(Move::Hold { why, wait: None }),
                (None, State::Queued) => Ok(still),
                (None, _) => Ok(still.moved(Move::Queue)?.again()),
            }
        }
        State::Synced => {
            if merge::dirty(case).is_empty() && !remap::concerns(case) {
                Ok(still)
            } else {
                Ok(still.moved(Move::Queue)?.again())
            }
        }
        // What a person corrects goes again by itself.
        State::Parked { reason: ParkReason::Invalid { .. } | ParkReason::BelongsToSomeoneElse { .. } } => {
            Ok(still.moved(Move::Queue)?.again())
        }
        State::Parked {
            reason:
                ParkReason::MaybeThere { .. }
                | ParkReason::DeletedThere
                | ParkReason::ChangedThere
                | ParkReason::Refused { .. },
        }
        | State::Held { .. }
        | State::Queued
        | State::Sending { .. }
        | State::Fenced
        | State::Waiting { .. }
        | State::Removed { .. } => Ok(still),
    }
}

/// A person decided.
fn decided<const P: Plant>(case: &Case<'_, P>, decision: Option<Decision>) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    match &case.delivery.state {
        State::Parked { reason: ParkReason::DeletedThere } if decision == Some(Decision::SendAgain) => {
            let mut step = step.gone(RemovedBy::There, case.local.wanted)?;
            step.next = Next::Renew;
            Ok(step)
        }
        State::Parked { .. } | State::Waiting { .. } => {
            step.delivery.decision = decision;
            Ok(step.moved(Move::Queue)?.again())
        }
        State::Held { .. }
        | State::Queued
        | State::Sending { .. }
        | State::Fenced
        | State::Synced
        | State::Removed { .. } => Ok(step),
    }
}
