//! What changed over there, oldest first: the list by the time of the last change. A page begins where the one before ended,
//! in time and not by a mark, so that what moves meanwhile leaves no gap; a mark is followed only within one second that more
//! than a page share. What is deleted or merged is not shown: whoever needs to know asks for it by its number.

use super::Client;
use super::ask::not_gone;
use super::check::Learned;
use super::names::{self, LIST_PRICE, PAGE};
use super::organizations::HINT;
use super::wire::{self, Seen};
use crate::crm::Heard;
use jiff::Timestamp;
use lanyard_core::crm::{ChangedRecord, Failure, Page};
use lanyard_core::time::WallMs;
use serde_json::Value;

/// Fields of their own that may be asked for by name; more are not told apart.
const MOST_KEYS: usize = 15;

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// At records that changed then or later; none: at the first of all.
    since: Option<WallMs>,
    /// Behind this mark of theirs.
    mark: Option<String>,
}

impl Place {
    /// From a token that [`Place::token`] made. Another one starts anew: what it led to is read once more.
    fn from(since: Option<WallMs>, token: Option<&str>) -> Self {
        token.and_then(Self::parsed).unwrap_or(Self { since, mark: None })
    }

    fn parsed(token: &str) -> Option<Self> {
        let (kind, rest) = token.split_once(' ')?;
        let (since, mark) = match kind {
            "from" => (rest, None),
            "behind" => rest.split_once(' ').map(|(since, mark)| (since, Some(mark.to_owned())))?,
            _ => return None,
        };
        let since = if since == "-" { None } else { Some(WallMs(since.parse().ok()?)) };
        Some(Self { since, mark })
    }

    fn token(&self) -> String {
        let since = self.since.map_or_else(|| "-".to_owned(), |since| since.0.to_string());
        match &self.mark {
            None => format!("from {since}"),
            Some(mark) => format!("behind {since} {mark}"),
        }
    }

    /// Where the next page begins, after one whose newest change was then and that leads on to `next`.
    fn next(&self, newest: Option<WallMs>, next: Option<&str>) -> Option<Self> {
        let next = next.filter(|next| Some(*next) != self.mark.as_deref())?;
        Some(match newest {
            Some(newest) if Some(newest) > self.since => Self { since: Some(newest), mark: None },
            Some(_) | None => Self { since: self.since, mark: Some(next.to_owned()) },
        })
    }
}

impl Client {
    /// A page of changes.
    pub(crate) async fn changes(&self, since: Option<WallMs>, token: Option<&str>) -> Heard<Page> {
        let place = Place::from(since, token);
        let learned = match self.account().await {
            (Ok(learned), _) => learned,
            (Err(failure), facts) => return (Err(failure), facts),
        };
        let mut query = vec![
            ("sort_by", "update_time".to_owned()),
            ("sort_direction", "asc".to_owned()),
            ("limit", PAGE.to_string()),
        ];
        query.extend(place.since.and_then(seconds).map(|since| ("updated_since", since)));
        query.extend(place.mark.clone().map(|mark| ("cursor", mark)));
        let keys = self.own_keys(&learned);
        if keys.len() <= MOST_KEYS && !keys.is_empty() {
            query.push(("custom_fields", keys.join(",")));
        }
        let (outcome, mut facts) = self.read(names::v2(&["persons"]), query).await;
        let (seen, next) = match outcome.map_err(not_gone).and_then(|value| listed(&value)) {
            Ok(listed) => listed,
            Err(failure) => return (Err(failure), facts),
        };
        let mut cost = LIST_PRICE;
        let (names, later) = self.organizations_of(&seen, HINT, &mut cost).await;
        if later.status.is_some() {
            facts = later;
        }
        facts.rate.cost = Some(cost);
        let names = match names {
            Ok(names) => names,
            Err(failure) => return (Err(failure), facts),
        };
        let changed = |seen: &Seen| {
            let record = seen.record(&self.fields, &learned, &names);
            seen.modified.map(|modified| ChangedRecord { modified, record })
        };
        let records: Option<Vec<ChangedRecord>> = seen.iter().map(changed).collect();
        let page =
            records.ok_or(Failure::Protocol).and_then(|records| shown(records, &place, next.as_deref()));
        (page, facts)
    }

    /// The keys under which our values stand.
    fn own_keys(&self, learned: &Learned) -> Vec<String> {
        let mapped = self.fields.iter().filter(|name| names::is_key(name)).cloned();
        learned.marker.iter().chain(&learned.title).cloned().chain(mapped).collect()
    }
}

/// The persons of a page, and the mark of the next.
fn listed(value: &Value) -> Result<(Vec<Seen>, Option<String>), Failure> {
    let seen = wire::persons(value).ok_or(Failure::Protocol)?;
    value.get("additional_data").ok_or(Failure::Protocol)?;
    Ok((seen, mark(value).map(str::to_owned)))
}

fn shown(mut records: Vec<ChangedRecord>, place: &Place, next: Option<&str>) -> Result<Page, Failure> {
    if !records.is_sorted_by_key(|changed| changed.modified) {
        // Where one page ends says nothing about where the next begins.
        return Err(Failure::Unsupported);
    }
    let more = place.next(records.last().map(|last| last.modified), next).map(|place| place.token());
    // Times are known by the second: what is within the one that was asked for, and before the moment, is no news. What is
    // older still stays, and shows that the time was passed over.
    if let Some(since) = place.since {
        let second = WallMs(since.0.div_euclid(1000) * 1000);
        records.retain(|changed| changed.modified >= since || changed.modified < second);
    }
    Ok(Page { records, more })
}

/// The mark of the next page; none on the last one.
pub(super) fn mark(value: &Value) -> Option<&str> {
    value.get("additional_data")?.get("next_cursor")?.as_str().filter(|mark| !mark.is_empty())
}

/// RFC 3339 in UTC in whole seconds, none later; none for a time that it cannot spell.
fn seconds(time: WallMs) -> Option<String> {
    Timestamp::from_second(time.0.div_euclid(1000)).ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::crm::{Fields, RemoteRecord};
    use lanyard_core::ids::RemoteId;
    use proptest::prelude::*;

    #[test]
    fn a_token_leads_back_to_its_place_and_another_one_starts_anew() {
        for since in [None, Some(WallMs(7))] {
            for mark in [None, Some("mark of theirs".to_owned())] {
                let place = Place { since, mark };
                assert_eq!(Place::from(Some(WallMs(9)), Some(&place.token())), place);
            }
        }
        for odd in ["", "7", "from", "from x", "behind 7", "colour 7"] {
            assert_eq!(Place::from(Some(WallMs(9)), Some(odd)), Place { since: Some(WallMs(9)), mark: None });
        }
    }

    fn record((id, at): &(u64, i64)) -> ChangedRecord {
        let id = RemoteId::new(id.to_string());
        let record =
            RemoteRecord { id, version: None, archived: false, marker: None, fields: Fields::default() };
        ChangedRecord { record, modified: WallMs(*at) }
    }

    #[test]
    fn what_is_older_than_its_second_shows_that_the_time_was_passed_over() {
        let place = Place { since: Some(WallMs(5_500)), mark: None };
        let page =
            shown(vec![record(&(1, 4_000)), record(&(2, 5_000)), record(&(3, 6_000))], &place, None).unwrap();
        let times: Vec<i64> = page.records.iter().map(|changed| changed.modified.0).collect();
        assert_eq!(times, [4_000, 6_000]);
        let odd = shown(vec![record(&(1, 2)), record(&(2, 1))], &place, None);
        assert_eq!(odd, Err(Failure::Unsupported));
    }

    proptest! {
        #[test]
        fn every_record_that_stands_there_is_shown_whatever_moves_meanwhile(
            times in proptest::collection::vec(0_i64..4, 1..40),
            moves in proptest::collection::vec(proptest::collection::vec(0_usize..40, 0..3), 0..30),
            size in 1_usize..8,
        ) {
            let mut records: Vec<(u64, i64)> = (1..).zip(times.iter().map(|second| second * 1000)).collect();
            let (mut moves, mut now, mut seen) = (moves.into_iter(), 10_000, Vec::new());
            let mut place = Some(Place { since: None, mark: None });
            for _ in 0..2000 {
                let Some(here) = place else { break };
                records.sort_by_key(|(id, at)| (*at, *id));
                let from: Vec<(u64, i64)> = records
                    .iter()
                    .copied()
                    .filter(|(_, at)| here.since.is_none_or(|since| WallMs(*at) >= since))
                    .collect();
                let passed = here.mark.as_deref().map_or(0, |mark| mark.parse().unwrap());
                let page: Vec<ChangedRecord> = from.iter().skip(passed).take(size).map(record).collect();
                let next = (passed + size < from.len()).then(|| (passed + size).to_string());
                seen.extend(page.iter().map(|changed| changed.record.id.as_str().to_owned()));
                let within_a_second = here.mark.is_some();
                place = here.next(page.last().map(|last| last.modified), next.as_deref());
                // Marks count records: while one second is gone through by them, nothing of it may move.
                if !within_a_second && place.as_ref().is_none_or(|place| place.mark.is_none()) {
                    for which in moves.next().unwrap_or_default() {
                        let count = records.len();
                        now += 1000;
                        records[which % count].1 = now;
                    }
                }
            }
            prop_assert_eq!(place, None, "it ends");
            for (id, _) in records {
                prop_assert!(seen.contains(&id.to_string()), "{} of {:?}", id, seen);
            }
        }
    }
}
