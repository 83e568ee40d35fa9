//! What changed over there, oldest first: by the search, whose pages begin where the one before ended, in time and not by
//! number, so that neither its cap of ten thousand nor records that move meanwhile leave a gap. Many records of one moment
//! (an import) are gone through by their ids. The search shows nothing archived: now and then the bin is listed after it.

use super::Client;
use super::ask::{OK, not_gone};
use super::names::{self, ID, Kind, MODIFIED};
use super::search::filter;
use super::wire::{self, Seen};
use crate::crm::Heard;
use lanyard_core::crm::{ChangedRecord, Failure, Page};
use lanyard_core::time::{Millis, MonoMs, WallMs};
use reqwest::Method;
use serde_json::Value;
use std::sync::{Mutex, PoisonError};

/// The bin is listed this often; a bin of many pages more seldom, a page a minute over all.
const SWEEP_EVERY: Millis = Millis::from_secs(15 * 60);
const PER_PAGE: Millis = Millis::from_secs(60);

/// When the bin is due to be listed; none before the first time. Known to this process only.
#[derive(Debug, Default)]
pub(super) struct Sweeps {
    due: Mutex<Option<MonoMs>>,
}

impl Sweeps {
    fn is_due(&self, now: MonoMs) -> bool {
        self.due.lock().unwrap_or_else(PoisonError::into_inner).is_none_or(|due| due <= now)
    }

    fn made(&self, now: MonoMs, pages: u64) {
        let wait = Millis(SWEEP_EVERY.0.max(PER_PAGE.0.saturating_mul(pages)));
        *self.due.lock().unwrap_or_else(PoisonError::into_inner) = Some(now.plus(wait));
    }
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// At records that changed then or later; none: at the first of all.
    From(Option<WallMs>),
    /// Within one moment, behind this id.
    Within(WallMs, u64),
    /// In the bin, behind this page's mark, which comes after so many pages.
    Bin(u64, String),
}

impl Place {
    /// From a token that [`Place::token`] made. Another one starts anew: what it led to is read once more.
    fn from(since: Option<WallMs>, token: Option<&str>) -> Self {
        token.and_then(Self::parsed).unwrap_or(Self::From(since))
    }

    fn parsed(token: &str) -> Option<Self> {
        let (kind, rest) = token.split_once(' ')?;
        Some(match kind {
            "from" => Self::From(Some(WallMs(rest.parse().ok()?))),
            "within" => {
                let (moment, id) = rest.split_once(' ')?;
                Self::Within(WallMs(moment.parse().ok()?), id.parse().ok()?)
            }
            "bin" => {
                let (pages, mark) = rest.split_once(' ')?;
                Self::Bin(pages.parse().ok()?, mark.to_owned())
            }
            _ => return None,
        })
    }

    fn token(&self) -> String {
        match self {
            Self::From(None) => String::new(),
            Self::From(Some(since)) => format!("from {}", since.0),
            Self::Within(moment, id) => format!("within {} {id}", moment.0),
            Self::Bin(pages, mark) => format!("bin {pages} {mark}"),
        }
    }

    /// The conditions and the order of a page from here.
    fn question(&self) -> (Vec<Vec<Value>>, &'static str) {
        match self {
            Self::From(None) | Self::Bin(..) => (Vec::new(), MODIFIED),
            Self::From(Some(since)) => (vec![vec![filter(MODIFIED, "GTE", &since.0.to_string())]], MODIFIED),
            Self::Within(moment, id) => {
                let then = filter(MODIFIED, "EQ", &moment.0.to_string());
                (vec![vec![then, filter(ID, "GT", &id.to_string())]], ID)
            }
        }
    }

    /// Where the next page begins, after a page of these from here; none when nothing comes any more.
    fn next(&self, records: &[ChangedRecord], is_last: bool) -> Option<Self> {
        let last = records.last();
        match (self, last) {
            (Self::From(_), None) | (Self::Bin(..), _) => None,
            (Self::From(_), Some(_)) if is_last => None,
            (Self::From(since), Some(last)) if Some(last.modified) > *since => {
                Some(Self::From(Some(last.modified)))
            }
            // A page of one moment that began with it.
            (Self::From(_), Some(last)) => Some(Self::Within(last.modified, 0)),
            (Self::Within(moment, _), Some(last)) if !is_last => {
                Some(Self::Within(*moment, last.record.id.as_str().parse().ok()?))
            }
            (Self::Within(moment, _), _) => Some(Self::From(Some(moment.plus(Millis(1))))),
        }
    }

    /// Whether these are what a page from here may show, in its order. Otherwise the conditions are passed over, and where a
    /// page ends says nothing about where the next begins.
    fn holds(&self, records: &[ChangedRecord]) -> bool {
        let number = |changed: &ChangedRecord| changed.record.id.as_str().parse::<u64>().ok();
        match self {
            Self::From(since) => {
                records.first().is_none_or(|first| Some(first.modified) >= *since)
                    && records.is_sorted_by_key(|changed| changed.modified)
            }
            Self::Within(moment, id) => {
                records.iter().all(|changed| changed.modified == *moment && number(changed) > Some(*id))
                    && records.is_sorted_by_key(number)
            }
            Self::Bin(..) => true,
        }
    }
}

impl Client {
    /// A page of changes.
    pub(crate) async fn changes(&self, since: Option<WallMs>, token: Option<&str>) -> Heard<Page> {
        match Place::from(since, token) {
            Place::Bin(pages, mark) => self.bin(since, pages, &mark).await,
            place => {
                let (groups, sort) = place.question();
                let (outcome, facts) = self.search(groups, sort).await;
                let page = outcome.and_then(|value| self.page(&place, &value));
                (page, facts)
            }
        }
    }

    fn page(&self, place: &Place, value: &Value) -> Result<Page, Failure> {
        let seen = wire::contacts(value, &self.fields).ok_or(Failure::Protocol)?;
        let records = seen.into_iter().map(changed).collect::<Option<Vec<_>>>().ok_or(Failure::Protocol)?;
        if !place.holds(&records) {
            return Err(Failure::Unsupported);
        }
        let more = match place.next(&records, after(value).is_none()) {
            Some(next) => Some(next),
            None if self.sweeps.is_due(self.clock.mono()) => Some(Place::Bin(0, String::new())),
            None => None,
        };
        Ok(Page { records, more: more.map(|place| place.token()) })
    }

    /// A page of the bin, all of which is shown: when something went there is not asked for, and by the time the bin is
    /// listed the cursor is far ahead. What is known of already is no news.
    async fn bin(&self, since: Option<WallMs>, pages: u64, mark: &str) -> Heard<Page> {
        let (outcome, facts) = self.bin_page(mark).await;
        let page = outcome.and_then(|value| {
            let seen = wire::contacts(&value, &self.fields).ok_or(Failure::Protocol)?;
            let archived = seen.into_iter().filter(|seen| seen.record.archived).map(|seen| {
                let modified = since.or(seen.modified)?;
                Some(ChangedRecord { modified, ..changed(seen)? })
            });
            let records = archived.collect::<Option<Vec<_>>>().ok_or(Failure::Protocol)?;
            let next = after(&value).filter(|next| *next != mark);
            if next.is_none() {
                self.sweeps.made(self.clock.mono(), pages + 1);
            }
            Ok(Page { records, more: next.map(|next| Place::Bin(pages + 1, next.to_owned()).token()) })
        });
        (page, facts)
    }
}

impl Client {
    /// A page of the bin, behind this mark.
    pub(super) async fn bin_page(&self, mark: &str) -> Heard<Value> {
        let mut query = vec![
            ("archived", "true".to_owned()),
            ("limit", names::BATCH.to_string()),
            ("properties", self.asked_for().join(",")),
        ];
        if !mark.is_empty() {
            query.push(("after", mark.to_owned()));
        }
        let path = self.version.objects(Kind::Contacts, &[]);
        let (outcome, facts) = self.read(Method::GET, path, query, None, OK).await;
        (outcome.map_err(not_gone), facts)
    }
}

fn changed(seen: Seen) -> Option<ChangedRecord> {
    Some(ChangedRecord { modified: seen.modified?, record: seen.record })
}

/// The mark of the next page; none on the last one.
pub(super) fn after(value: &Value) -> Option<&str> {
    value.get("paging")?.get("next")?.get("after")?.as_str().filter(|mark| !mark.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::crm::{Fields, RemoteRecord};
    use lanyard_core::ids::RemoteId;
    use proptest::prelude::*;

    #[test]
    fn a_token_leads_back_to_its_place_and_another_one_starts_anew() {
        for place in [
            Place::From(Some(WallMs(7))),
            Place::Within(WallMs(7), 51),
            Place::Bin(0, String::new()),
            Place::Bin(3, "mark of theirs".to_owned()),
        ] {
            assert_eq!(Place::from(None, Some(&place.token())), place);
        }
        for odd in ["", "7", "from", "from x", "within 7", "within 7 x", "bin x y", "colour 7"] {
            assert_eq!(Place::from(Some(WallMs(9)), Some(odd)), Place::From(Some(WallMs(9))), "{odd}");
        }
    }

    #[test]
    fn the_bin_is_listed_at_first_then_seldom_and_a_large_one_more_seldom() {
        let sweeps = Sweeps::default();
        assert!(sweeps.is_due(MonoMs(0)));
        sweeps.made(MonoMs(0), 1);
        assert!(!sweeps.is_due(MonoMs(SWEEP_EVERY.0 - 1)) && sweeps.is_due(MonoMs(SWEEP_EVERY.0)));
        sweeps.made(MonoMs(0), 100);
        assert!(!sweeps.is_due(MonoMs(99 * 60_000)) && sweeps.is_due(MonoMs(100 * 60_000)));
    }

    fn record((id, at): &(u64, i64)) -> ChangedRecord {
        let record = RemoteRecord {
            id: RemoteId::new(id.to_string()),
            version: None,
            archived: false,
            marker: None,
            fields: Fields::default(),
        };
        ChangedRecord { record, modified: WallMs(*at) }
    }

    /// What a search that keeps to the conditions shows from a place, and whether it is all of it.
    fn page(records: &[(u64, i64)], place: &Place, size: usize) -> (Vec<ChangedRecord>, bool) {
        let mut all: Vec<(u64, i64)> = records
            .iter()
            .copied()
            .filter(|(id, at)| match place {
                Place::From(since) => Some(WallMs(*at)) >= *since,
                Place::Within(moment, after) => WallMs(*at) == *moment && id > after,
                Place::Bin(..) => false,
            })
            .collect();
        match place {
            // Those of one moment stand in no order that could be relied on.
            Place::From(_) => all.sort_by_key(|(id, at)| (*at, std::cmp::Reverse(*id))),
            Place::Within(..) | Place::Bin(..) => all.sort_unstable(),
        }
        let is_last = all.len() <= size;
        (all.iter().take(size).map(record).collect(), is_last)
    }

    #[test]
    fn a_search_that_passes_over_its_conditions_is_no_feed() {
        let shown = [record(&(1, 5)), record(&(2, 6))];
        assert!(Place::From(Some(WallMs(5))).holds(&shown) && Place::From(None).holds(&shown));
        assert!(!Place::From(Some(WallMs(6))).holds(&shown));
        assert!(!Place::From(None).holds(&[record(&(2, 6)), record(&(1, 5))]), "out of order");
        assert!(!Place::Within(WallMs(5), 0).holds(&shown), "of another moment");
        assert!(!Place::Within(WallMs(5), 1).holds(&shown[..1]), "of before");
    }

    proptest! {
        #[test]
        fn every_record_that_stands_there_is_shown_whatever_moves_meanwhile(
            times in proptest::collection::vec(0_i64..4, 1..40),
            moves in proptest::collection::vec(proptest::collection::vec(0_usize..40, 0..6), 0..30),
            size in 1_usize..8,
            since in proptest::option::of(0_i64..5),
        ) {
            let mut records: Vec<(u64, i64)> = (1..).zip(times).collect();
            let due: Vec<u64> = records
                .iter()
                .filter(|(_, at)| since.is_none_or(|since| *at >= since))
                .map(|(id, _)| *id)
                .collect();
            let (mut moves, mut now, mut shown) = (moves.into_iter(), 10, Vec::new());
            let mut place = Some(Place::From(since.map(WallMs)));
            for _ in 0..2000 {
                let Some(here) = place else { break };
                let (page, is_last) = page(&records, &here, size);
                prop_assert!(here.holds(&page));
                shown.extend(page.iter().map(|changed| changed.record.id.as_str().to_owned()));
                place = here.next(&page, is_last);
                for which in moves.next().unwrap_or_default() {
                    let count = records.len();
                    now += 1;
                    records[which % count].1 = now;
                }
            }
            prop_assert_eq!(place, None, "it ends");
            for id in due {
                prop_assert!(shown.contains(&id.to_string()), "{} of {:?}", id, shown);
            }
        }
    }
}
