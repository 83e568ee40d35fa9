//! The one function by which a delivery changes its state. Every pair of state and move stands here by name; there is no
//! catch-all arm, so that a new state cannot be forgotten. The schema repeats what each state must carry.

use super::delivery::{ParkReason, RemovedBy, State};
use super::hold::Hold;
use crate::ids::BootId;
use crate::time::Millis;

/// What happens to a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// A condition is not met (any more).
    Hold {
        /// Which.
        why: Hold,
        /// For a grace: what is left.
        wait: Option<Millis>,
    },
    /// It may go: nothing holds it, a wait or fence is over, a person said so, or there is something new to send.
    Queue,
    /// A write is about to leave.
    Lease {
        /// Of this process.
        boot: BootId,
    },
    /// The outcome of the write is unknown.
    LoseTrack,
    /// This one is to wait.
    BackOff {
        /// How long.
        wait: Millis,
    },
    /// In the CRM as here.
    Settle,
    /// A person is needed.
    Park {
        /// Why.
        reason: ParkReason,
    },
    /// Gone.
    Remove {
        /// By whom.
        by: RemovedBy,
    },
}

/// A move that the state does not allow: a fault of ours, never of the CRM's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a delivery that is {from} cannot {what}")]
pub struct IllegalMove {
    /// The state's name.
    pub from: &'static str,
    /// The move's name.
    pub what: &'static str,
}

/// The state after a move.
///
/// # Errors
/// [`IllegalMove`] when the state does not allow it; the delivery is then left as it is.
pub fn transition(from: &State, what: Move) -> Result<State, IllegalMove> {
    use Move as M;
    use State as S;
    let illegal = |what: &Move| Err(IllegalMove { from: from.name(), what: what.name() });
    match (from, what) {
        // Before the first send, and between writes, anything may still hold it.
        (S::Held { .. } | S::Queued | S::Waiting { .. }, M::Hold { why, wait }) => Ok(S::Held { why, wait }),
        (S::Parked { .. }, M::Hold { why, wait }) => Ok(S::Held { why, wait }),
        // A write under way or of unknown outcome is not called back, and what is settled is not held.
        (S::Sending { .. } | S::Fenced | S::Synced | S::Removed { .. }, what @ M::Hold { .. }) => {
            illegal(&what)
        }

        (
            S::Held { .. }
            | S::Queued
            | S::Sending { .. }
            | S::Fenced
            | S::Waiting { .. }
            | S::Synced
            | S::Parked { .. },
            M::Queue,
        ) => Ok(S::Queued),
        (S::Removed { .. }, what @ M::Queue) => illegal(&what),

        // Only what is queued may be sent: a fence is passed by way of the queue, after its time.
        (S::Queued, M::Lease { boot }) => Ok(S::Sending { lease: boot }),
        (
            S::Held { .. }
            | S::Sending { .. }
            | S::Fenced
            | S::Waiting { .. }
            | S::Synced
            | S::Parked { .. }
            | S::Removed { .. },
            what @ M::Lease { .. },
        ) => illegal(&what),

        (S::Sending { .. } | S::Fenced, M::LoseTrack) => Ok(S::Fenced),
        // A store restored from a backup: whatever it held may have moved on, or have left since (rule 20).
        (S::Held { .. } | S::Queued | S::Waiting { .. } | S::Synced | S::Parked { .. }, M::LoseTrack) => {
            Ok(S::Fenced)
        }
        (S::Removed { .. }, what @ M::LoseTrack) => illegal(&what),

        (S::Queued | S::Sending { .. } | S::Waiting { .. }, M::BackOff { wait }) => Ok(S::Waiting { wait }),
        (
            S::Held { .. } | S::Fenced | S::Synced | S::Parked { .. } | S::Removed { .. },
            what @ M::BackOff { .. },
        ) => illegal(&what),

        (S::Queued | S::Sending { .. } | S::Synced, M::Settle) => Ok(S::Synced),
        (
            S::Held { .. } | S::Fenced | S::Waiting { .. } | S::Parked { .. } | S::Removed { .. },
            what @ M::Settle,
        ) => illegal(&what),

        (S::Queued | S::Sending { .. } | S::Synced | S::Parked { .. }, M::Park { reason }) => {
            Ok(S::Parked { reason })
        }
        (S::Held { .. } | S::Fenced | S::Waiting { .. } | S::Removed { .. }, what @ M::Park { .. }) => {
            illegal(&what)
        }

        (
            S::Held { .. }
            | S::Queued
            | S::Sending { .. }
            | S::Waiting { .. }
            | S::Synced
            | S::Parked { .. }
            | S::Removed { .. },
            M::Remove { by },
        ) => Ok(S::Removed { by }),
        // A delete is ordered after a write whose outcome is unknown (rule 12).
        (S::Fenced, what @ M::Remove { .. }) => illegal(&what),
    }
}

impl State {
    /// Its name in the store.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Queued => "queued",
            Self::Sending { .. } => "sending",
            Self::Fenced => "fenced",
            Self::Waiting { .. } => "waiting",
            Self::Synced => "synced",
            Self::Parked { .. } => "parked",
            Self::Removed { .. } => "removed",
        }
    }
}

impl Move {
    fn name(&self) -> &'static str {
        match self {
            Self::Hold { .. } => "be held",
            Self::Queue => "be queued",
            Self::Lease { .. } => "be sent",
            Self::LoseTrack => "be fenced",
            Self::BackOff { .. } => "wait",
            Self::Settle => "be settled",
            Self::Park { .. } => "be parked",
            Self::Remove { .. } => "be removed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states() -> Vec<State> {
        vec![
            State::Held { why: Hold::Grace, wait: Some(Millis(10_000)) },
            State::Queued,
            State::Sending { lease: BootId::new("b") },
            State::Fenced,
            State::Waiting { wait: Millis(1) },
            State::Synced,
            State::Parked { reason: ParkReason::DeletedThere },
            State::Removed { by: RemovedBy::Here },
        ]
    }

    fn moves() -> Vec<Move> {
        vec![
            Move::Hold { why: Hold::Review, wait: None },
            Move::Queue,
            Move::Lease { boot: BootId::new("b") },
            Move::LoseTrack,
            Move::BackOff { wait: Millis(5) },
            Move::Settle,
            Move::Park { reason: ParkReason::DeletedThere },
            Move::Remove { by: RemovedBy::There },
        ]
    }

    /// `h` held, `q` queued, `s` sending, `f` fenced, `w` waiting, `y` synced, `p` parked, `r` removed, `-` not allowed;
    /// rows are states, columns moves, both in the order above.
    const TABLE: [&str; 8] =
        ["hq-f---r", "hqsfwypr", "-q-fwypr", "-q-f----", "hq-fw--r", "-q-f-ypr", "hq-f--pr", "-------r"];

    #[test]
    fn every_state_meets_every_move_as_the_table_says() {
        for (state, row) in states().iter().zip(TABLE) {
            for (what, expected) in moves().into_iter().zip(row.chars()) {
                let got = match transition(state, what.clone()) {
                    Err(_) => '-',
                    Ok(State::Held { .. }) => 'h',
                    Ok(State::Queued) => 'q',
                    Ok(State::Sending { .. }) => 's',
                    Ok(State::Fenced) => 'f',
                    Ok(State::Waiting { .. }) => 'w',
                    Ok(State::Synced) => 'y',
                    Ok(State::Parked { .. }) => 'p',
                    Ok(State::Removed { .. }) => 'r',
                };
                assert_eq!(got, expected, "{} on {}", what.name(), state.name());
            }
        }
    }

    #[test]
    fn nothing_is_sent_but_from_the_queue() {
        for state in states() {
            let sent = transition(&state, Move::Lease { boot: BootId::new("b") }).is_ok();
            assert_eq!(sent, state == State::Queued);
        }
    }

    #[test]
    fn a_move_that_is_not_allowed_says_which_from_which() {
        let (states, moves) = (states(), moves());
        for (state, what, said) in [
            (3, 0, "a delivery that is fenced cannot be held"),
            (2, 0, "a delivery that is sending cannot be held"),
            (7, 1, "a delivery that is removed cannot be queued"),
            (5, 2, "a delivery that is synced cannot be sent"),
            (7, 3, "a delivery that is removed cannot be fenced"),
            (6, 4, "a delivery that is parked cannot wait"),
            (4, 5, "a delivery that is waiting cannot be settled"),
            (0, 6, "a delivery that is held cannot be parked"),
            (3, 7, "a delivery that is fenced cannot be removed"),
        ] {
            let refused = transition(&states[state], moves[what].clone()).expect_err(said);
            assert_eq!(refused.to_string(), said);
        }
        assert_eq!(State::Queued.name(), "queued");
    }
}
