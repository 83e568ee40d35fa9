//! A schedule that breaks a rule, made as small as it goes: actions and faults are dropped as long as the same rule is
//! still broken. What is left is the story to read.

use crate::checks::Invariant;
use crate::schedule::Schedule;
use crate::search::one;
use lanyard_planted::Rules;

/// At most so many runs are spent on it.
const TRIES: u32 = 4_000;

/// The smallest schedule found that breaks the same rule.
#[must_use]
pub fn shrink(schedule: &Schedule, rules: &Rules, invariant: Invariant) -> Schedule {
    let mut best = schedule.clone();
    let mut tries = TRIES;
    let mut breaks = |candidate: &Schedule| {
        tries = tries.saturating_sub(1);
        tries > 0
            && one(candidate, rules)
                .and_then(|outcome| outcome.violation)
                .is_some_and(|violation| violation.invariant == invariant)
    };
    loop {
        let before = (best.acts.len(), best.faults.len());
        drop_parts(&mut best, |schedule| &mut schedule.faults, &mut breaks);
        drop_parts(&mut best, |schedule| &mut schedule.acts, &mut breaks);
        drop_parts(&mut best, |schedule| &mut schedule.setup.strangers, &mut breaks);
        if (best.acts.len(), best.faults.len()) == before {
            return best;
        }
    }
}

/// Drops halves, then quarters, then single ones.
fn drop_parts<T: Clone>(
    best: &mut Schedule,
    of: impl Fn(&mut Schedule) -> &mut Vec<T>,
    breaks: &mut impl FnMut(&Schedule) -> bool,
) {
    let mut size = of(best).len().div_ceil(2);
    while size > 0 {
        let mut from = 0;
        while from < of(best).len() {
            let mut candidate = best.clone();
            let parts = of(&mut candidate);
            parts.drain(from..(from + size).min(parts.len()));
            if breaks(&candidate) {
                *best = candidate;
            } else {
                from += size;
            }
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
}
