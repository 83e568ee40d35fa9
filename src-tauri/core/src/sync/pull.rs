//! How far a pull came and what a page means (rule 14). Cursors hold the server's own times; the overlap covers a late
//! index and records that share a moment.

use super::plant::{self, Plant};
use crate::crm::{Cursor, Failure, Page, RateFacts};
use crate::time::{Millis, WallMs};

/// A pull starts this long before the newest change seen (rule 14: at least the index lag).
pub const OVERLAP: Millis = Millis::from_secs(300);

/// While everything is quiet the CRM is asked for changes this often.
pub const EVERY: Millis = Millis::from_secs(60);

/// Of a day's budget, looking for changes takes one part in so many: it is shared by everything that speaks to the account,
/// and what is to be sent comes first.
const SHARE: u64 = 5;

/// How long until changes are asked for again, after an answer that says what the day allows and what it cost.
#[must_use]
pub fn every(rate: &RateFacts) -> Millis {
    share(rate, SHARE).max(EVERY)
}

/// How long from one request to the next of what may take one part in `parts` of a day's budget; nothing where no budget is
/// known.
pub(super) fn share(rate: &RateFacts, parts: u64) -> Millis {
    const DAY: u64 = 86_400_000;
    let cost = u64::from(rate.cost.unwrap_or(1));
    let least =
        rate.daily_limit.map_or(0, |limit| DAY.saturating_mul(cost * parts) / u64::from(limit.max(1)));
    Millis(least.min(DAY))
}

/// What is to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Changes from this moment on; none for all.
    pub since: Option<WallMs>,
    /// The page to go on with.
    pub page: Option<String>,
}

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// To be stored together with what the records led to.
    pub cursor: Cursor,
    /// Whether another page is to be asked for at once.
    pub more: bool,
    /// Whether the server passed over "since": everything in the page counts, and is no news by itself.
    pub filter_ignored: bool,
}

/// What to ask for, from where the last pull came to.
#[must_use]
pub fn ask<const P: Plant>(cursor: &Cursor) -> Ask {
    let overlap = if P == plant::NO_OVERLAP { 0 } else { OVERLAP.0 };
    let back =
        |since: WallMs| WallMs(since.0.saturating_sub_unsigned(overlap) + i64::from(P == plant::NO_OVERLAP));
    Ask { since: cursor.since.map(back), page: cursor.page.clone() }
}

/// Where a page leads.
#[must_use]
pub fn page<const P: Plant>(cursor: &Cursor, page: &Page) -> Pulled {
    let asked = ask::<P>(cursor).since;
    let newest = page.records.iter().map(|changed| changed.modified).max();
    let seen = cursor.seen.max(newest);
    let filter_ignored = match asked {
        Some(asked) => page.records.iter().any(|changed| changed.modified < asked),
        None => false,
    };
    let cursor = match &page.more {
        Some(more) => Cursor { since: cursor.since, seen, page: Some(more.clone()) },
        None => Cursor { since: cursor.since.max(seen), seen: None, page: None },
    };
    Pulled { more: cursor.page.is_some(), cursor, filter_ignored }
}

/// Where a failure leaves the cursor. One that the server no longer knows means: everything anew, never "no changes".
#[must_use]
pub fn failed<const P: Plant>(cursor: &Cursor, failure: &Failure) -> Cursor {
    let refused =
        !failure.is_the_destinations() && *failure != Failure::Ambiguous && *failure != Failure::Protocol;
    match (refused, P == plant::EXPIRED_IS_QUIET) {
        (true, false) => Cursor::default(),
        (true, true) => Cursor { seen: None, page: None, ..cursor.clone() },
        (false, _) => cursor.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::{ChangedRecord, Fields, RemoteRecord, Trouble};
    use crate::ids::RemoteId;

    fn listed(modified: &[i64], more: Option<&str>) -> Page {
        let record = |at: &i64| ChangedRecord {
            record: RemoteRecord {
                id: RemoteId::new(at.to_string()),
                version: None,
                archived: false,
                marker: None,
                fields: Fields::default(),
            },
            modified: WallMs(*at),
        };
        Page { records: modified.iter().map(record).collect(), more: more.map(str::to_owned) }
    }

    #[test]
    fn looking_for_changes_leaves_four_fifths_of_the_day_to_others() {
        let rate = |daily_limit, cost| RateFacts { daily_limit, cost, ..RateFacts::default() };
        assert_eq!(every(&rate(None, None)), EVERY);
        assert_eq!(every(&rate(Some(250_000), None)), EVERY, "a request of many");
        let tokens = every(&rate(Some(30_000), Some(20)));
        assert_eq!(tokens, Millis::from_secs(288));
        assert!(86_400 / (tokens.0 / 1000) * 20 <= 30_000 / 5);
        assert_eq!(every(&rate(Some(0), Some(1))), Millis::from_secs(86_400));
    }

    const REACHED: WallMs = WallMs(10_000_000);

    fn reached() -> Cursor {
        Cursor { since: Some(REACHED), ..Cursor::default() }
    }

    #[test]
    fn the_first_pull_asks_for_everything_and_later_ones_overlap_by_five_minutes() {
        assert_eq!(ask::<{ plant::NONE }>(&Cursor::default()), Ask { since: None, page: None });
        assert_eq!(ask::<{ plant::NONE }>(&reached()).since, Some(WallMs(REACHED.0 - 300_000)));
    }

    #[test]
    fn the_cursor_moves_only_when_the_last_page_was_read() {
        let first = page::<{ plant::NONE }>(&reached(), &listed(&[10_000_001, 10_000_007], Some("2")));
        assert!(first.more && !first.filter_ignored);
        assert_eq!((first.cursor.since, first.cursor.page.as_deref()), (Some(REACHED), Some("2")));
        assert_eq!(ask::<{ plant::NONE }>(&first.cursor).page.as_deref(), Some("2"));
        let last = page::<{ plant::NONE }>(&first.cursor, &listed(&[10_000_003], None));
        assert!(!last.more);
        assert_eq!(last.cursor, Cursor { since: Some(WallMs(10_000_007)), seen: None, page: None });
    }

    #[test]
    fn an_empty_answer_leaves_the_cursor_where_it_was() {
        assert_eq!(page::<{ plant::NONE }>(&reached(), &listed(&[], None)).cursor, reached());
    }

    #[test]
    fn records_from_before_the_question_show_that_the_filter_was_passed_over() {
        let within = REACHED.0 - 300_000;
        assert!(!page::<{ plant::NONE }>(&reached(), &listed(&[within], None)).filter_ignored);
        assert!(page::<{ plant::NONE }>(&reached(), &listed(&[within - 1], None)).filter_ignored);
        assert!(!page::<{ plant::NONE }>(&Cursor::default(), &listed(&[1], None)).filter_ignored);
    }

    #[test]
    fn a_cursor_the_server_does_not_know_any_more_means_everything_anew() {
        let cursor = Cursor { page: Some("2".into()), ..reached() };
        let gone = Failure::Gone { merged_into: None };
        assert_eq!(failed::<{ plant::NONE }>(&cursor, &gone), Cursor::default());
        assert_eq!(failed::<{ plant::NONE }>(&cursor, &Failure::Unsupported), Cursor::default());
        let away = Failure::Transient { trouble: Trouble::Unreachable };
        for trouble in [away, Failure::Ambiguous, Failure::Protocol] {
            assert_eq!(failed::<{ plant::NONE }>(&cursor, &trouble), cursor);
        }
    }
}
