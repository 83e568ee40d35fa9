//! What keeps a delivery from its first send (rule 17). Checked in one fixed order, so that a person always sees the
//! condition that is met next.

use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// A condition that is not met yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// The card is still open: the person may undo or add.
    Grace,
    /// Consent is missing, and the event demands it.
    Consent,
    /// The event demands a review.
    Review,
    /// A field that the destination requires is missing.
    Incomplete,
    /// Only an ID so far, and the event holds those.
    Unresolved,
}

/// What is known about a contact's readiness to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Leaving {
    /// Whether the card was left, or its grace is over.
    pub card_left: bool,
    /// Whether consent is demanded and missing.
    pub consent_missing: bool,
    /// Whether a review is demanded and missing.
    pub review_missing: bool,
    /// Whether the destination's required fields are there.
    pub complete: bool,
    /// Whether only an ID is known and the event holds those.
    pub unresolved: bool,
}

/// What holds a contact back, if anything.
#[must_use]
pub fn hold(leaving: &Leaving) -> Option<Hold> {
    if !leaving.card_left {
        return Some(Hold::Grace);
    }
    if leaving.consent_missing {
        return Some(Hold::Consent);
    }
    if leaving.review_missing {
        return Some(Hold::Review);
    }
    if !leaving.complete && !leaving.unresolved {
        return Some(Hold::Incomplete);
    }
    leaving.unresolved.then_some(Hold::Unresolved)
}

/// The longest grace an event may set (rule 17: 0 to 300 s).
pub const MAX_GRACE: Millis = Millis::from_secs(300);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_condition_that_is_met_next_is_the_one_that_is_named() {
        let ready = Leaving { card_left: true, complete: true, ..Leaving::default() };
        let held = |change: fn(&mut Leaving)| {
            let mut leaving = ready;
            change(&mut leaving);
            hold(&leaving)
        };
        assert_eq!(hold(&ready), None);
        assert_eq!(held(|it| it.complete = false), Some(Hold::Incomplete));
        assert_eq!(held(|it| it.unresolved = true), Some(Hold::Unresolved));
        assert_eq!(held(|it| (it.complete, it.unresolved) = (false, true)), Some(Hold::Unresolved));
        assert_eq!(held(|it| (it.complete, it.review_missing) = (false, true)), Some(Hold::Review));
        assert_eq!(held(|it| (it.consent_missing, it.review_missing) = (true, true)), Some(Hold::Consent));
        assert_eq!(held(|it| (it.consent_missing, it.card_left) = (true, false)), Some(Hold::Grace));
    }
}
