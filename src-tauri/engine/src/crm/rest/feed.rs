//! What changed over there, oldest first, page by page.
//!
//! A page begins where the one before ended, in time and not by its number: what changes meanwhile moves to the end, and
//! by numbers a record would slip through the gap that it leaves. Only records that changed in one and the same moment
//! are counted through, and the last one seen is looked at again to notice a gap. A CRM that passes over the time is
//! known by older records than those asked for; it is read by number, so that it ends.

use super::table::{End, Table};
use super::{Client, PAGE};
use crate::crm::Heard;
use crate::crm::http::{Purpose, Request};
use jiff::Timestamp;
use lanyard_core::crm::{ChangedRecord, Failure, Page};
use lanyard_core::time::WallMs;
use reqwest::Method;
use serde_json::Value;

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// At records that changed then or later; none: at the first of all.
    since: Option<WallMs>,
    /// So many of them are passed over.
    passed: usize,
    /// The last record seen, which stands there again if nothing moved; empty when none must.
    last: String,
    /// The CRM passes over the time: only numbers count.
    numbered: bool,
}

impl Place {
    fn start(since: Option<WallMs>) -> Self {
        Self { since, passed: 0, last: String::new(), numbered: false }
    }

    /// From a token that [`Place::token`] made. Another one starts anew: what it led to is read once more.
    fn from(since: Option<WallMs>, token: Option<&str>) -> Self {
        token.and_then(Self::parsed).unwrap_or_else(|| Self::start(since))
    }

    fn parsed(token: &str) -> Option<Self> {
        let mut parts = token.splitn(4, ' ');
        let numbered = match parts.next()? {
            "time" => false,
            "number" => true,
            _ => return None,
        };
        let since = match parts.next()? {
            "-" => None,
            ms => Some(WallMs(ms.parse().ok()?)),
        };
        let passed = parts.next()?.parse().ok()?;
        Some(Self { since, passed, last: parts.next()?.to_owned(), numbered })
    }

    fn token(&self) -> String {
        let kind = if self.numbered { "number" } else { "time" };
        let since = self.since.map_or_else(|| "-".to_owned(), |since| since.0.to_string());
        format!("{kind} {since} {} {}", self.passed, self.last)
    }

    /// How many records to pass over when asking: one less, where one is to be seen again.
    fn offset(&self) -> usize {
        if self.last.is_empty() { self.passed } else { self.passed.saturating_sub(1) }
    }

    /// Whether the records before this place are those that were there.
    fn holds(&self, records: &[ChangedRecord]) -> bool {
        // In its old place, which it leaves when it changes: further on it would hide a gap.
        let stands = |first: &ChangedRecord| {
            first.record.id.as_str() == self.last && self.since.is_none_or(|since| first.modified == since)
        };
        self.last.is_empty() || records.first().is_some_and(stands)
    }

    /// Where the next page begins, after a page from here that is not the last.
    fn next(&self, records: &[ChangedRecord]) -> Self {
        let (Some(first), Some(last)) = (records.first(), records.last()) else { return self.clone() };
        let ignored = self.since.is_some_and(|since| first.modified < since);
        if self.numbered || ignored {
            // What is known to be ignored was, up to here, read from the first record on.
            let passed = if self.numbered { self.offset() } else { 0 } + records.len();
            return Self { since: self.since, passed, last: String::new(), numbered: true };
        }
        if Some(last.modified) > self.since {
            return Self::start(Some(last.modified));
        }
        let passed = self.offset() + records.len();
        Self { passed, last: last.record.id.as_str().to_owned(), ..self.clone() }
    }
}

impl Client {
    /// A page of changes.
    pub(crate) async fn changes(&self, since: Option<WallMs>, token: Option<&str>) -> Heard<Page> {
        let place = self.table.place(since, token);
        let names = &self.table.list;
        let mut query = vec![(names.limit, PAGE.to_string()), (names.offset, place.offset().to_string())];
        query.extend(names.order.as_ref().map(|order| (order.sort, order.oldest_first.to_owned())));
        query.extend(names.with_archived.map(|(name, any)| (name, any.to_owned())));
        query.extend(place.since.and_then(spelled).map(|since| (names.since, since)));
        let request = Request {
            purpose: Purpose::Read,
            method: Method::GET,
            path: self.table.path(self.table.calls.list.path, None),
            query,
            headers: Vec::new(),
            body: None,
        };
        let (outcome, facts) = self.ask(request, self.table.calls.list.success).await;
        (outcome.and_then(|value| self.table.page(&place, &value)), facts)
    }
}

impl Table {
    /// Where a page begins. A list that knows one order only, and not that of changes, is read by number from its first
    /// record on.
    fn place(&self, since: Option<WallMs>, token: Option<&str>) -> Place {
        let place = Place::from(since, token);
        let numbered = place.numbered || self.list.order.is_none();
        Place { numbered, ..place }
    }

    /// The changes in a reply.
    #[cfg(test)]
    pub(super) fn changes_in(
        &self,
        since: Option<WallMs>,
        token: Option<&str>,
        reply: &Value,
    ) -> Result<Page, Failure> {
        self.page(&self.place(since, token), reply)
    }

    fn page(&self, place: &Place, value: &Value) -> Result<Page, Failure> {
        let list = value.get(self.list.data).and_then(Value::as_array).ok_or(Failure::Protocol)?;
        let records: Option<Vec<ChangedRecord>> = list.iter().map(|record| self.changed(record)).collect();
        let records = records.ok_or(Failure::Protocol)?;
        if self.list.order.is_some() && !records.is_sorted_by_key(|changed| changed.modified) {
            // Where one page ends says nothing about where the next begins.
            return Err(Failure::Unsupported);
        }
        let next = self.list.end.next(value, place.offset() + records.len()).ok_or(Failure::Protocol)?;
        let is_last = next.is_none() || records.is_empty();
        let more = if place.holds(&records) {
            (!is_last).then(|| place.next(&records).token())
        } else {
            Some(Place::start(place.since).token())
        };
        Ok(Page { records, more })
    }

    fn changed(&self, value: &Value) -> Option<ChangedRecord> {
        let modified = self.modified(value)?;
        Some(ChangedRecord { record: self.record(value)?, modified: WallMs(modified.as_millisecond()) })
    }
}

impl End {
    /// The offset of the page behind one that ends at `reached`; `Some(None)` behind the last one, none where the reply does
    /// not say.
    pub(super) fn next(&self, page: &Value, reached: usize) -> Option<Option<usize>> {
        match self {
            Self::Next { paging, next } => {
                let next = page.get(paging)?.get(next)?;
                Some(next.as_u64().and_then(|next| usize::try_from(next).ok()))
            }
            Self::Total(name) => {
                let total = usize::try_from(page.get(name)?.as_u64()?).ok()?;
                Some((reached < total).then_some(reached))
            }
        }
    }
}

/// RFC 3339 in UTC; none for a time that it cannot spell.
fn spelled(time: WallMs) -> Option<String> {
    Timestamp::from_millisecond(time.0).ok().map(|time| format!("{time:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::rest::ACME;
    use proptest::prelude::*;
    use serde_json::json;

    /// A feed of records (id, modified): pages of `size`; it may pass over the time.
    struct Feed {
        records: Vec<(u32, i64)>,
        size: usize,
        ignores: bool,
    }

    impl Feed {
        fn page(&self, place: &Place) -> Page {
            let mut all = self.records.clone();
            all.sort_by_key(|(id, at)| (*at, *id));
            let since = place.since.filter(|_| !self.ignores).map_or(i64::MIN, |since| since.0);
            let from: Vec<_> = all.into_iter().filter(|(_, at)| *at >= since).skip(place.offset()).collect();
            let next = (from.len() > self.size).then_some(0);
            let shown = |(id, at): &(u32, i64)| {
                let at = spelled(WallMs(*at)).unwrap();
                json!({ "id": format!("c_{id}"), "version": 1, "archived": false, "updated_at": at, "fields": {} })
            };
            let data: Vec<Value> = from.iter().take(self.size).map(shown).collect();
            ACME.page(place, &json!({ "data": data, "paging": { "next": next } })).unwrap()
        }

        /// The ids that a whole pull shows, while `change` is done to the feed after each page.
        fn pulled(&mut self, since: Option<WallMs>, mut change: impl FnMut(&mut Self)) -> Vec<String> {
            let (mut shown, mut token) = (Vec::new(), None::<String>);
            for _ in 0..500 {
                let page = self.page(&Place::from(since, token.as_deref()));
                shown.extend(page.records.iter().map(|changed| changed.record.id.as_str().to_owned()));
                token = page.more;
                if token.is_none() {
                    return shown;
                }
                change(self);
            }
            panic!("it does not end")
        }
    }

    #[test]
    fn a_token_leads_back_to_its_place_and_another_one_starts_anew() {
        for place in [
            Place { since: Some(WallMs(7)), passed: 100, last: "c 1".to_owned(), numbered: false },
            Place { since: None, passed: 0, last: String::new(), numbered: true },
        ] {
            assert_eq!(Place::from(None, Some(&place.token())), place);
        }
        for odd in ["", "7", "time x 0 ", "time 7 -1 ", "colour 7 0 "] {
            assert_eq!(Place::from(Some(WallMs(9)), Some(odd)), Place::start(Some(WallMs(9))), "{odd}");
        }
    }

    #[test]
    fn a_feed_out_of_order_is_no_feed() {
        let record = |at: &str| json!({ "id": "c_1", "archived": false, "updated_at": at, "fields": {} });
        let page = |data: Value| {
            ACME.page(&Place::start(None), &json!({ "data": data, "paging": { "next": null } }))
        };
        let (early, late) = (record("2026-11-22T09:00:00Z"), record("2026-11-22T09:00:01Z"));
        assert_eq!(page(json!([late, early])), Err(Failure::Unsupported));
        assert_eq!(page(json!([early, late])).unwrap().records.len(), 2);
        assert_eq!(page(json!([record("yesterday")])), Err(Failure::Protocol));
        assert_eq!(ACME.page(&Place::start(None), &json!({ "data": [] })), Err(Failure::Protocol));
    }

    #[test]
    fn a_last_record_that_moves_on_to_where_the_next_page_begins_hides_no_gap() {
        let records = vec![(0, 3), (1, 3), (2, 3), (6, 3), (4, 4)];
        let mut feed = Feed { records, size: 4, ignores: false };
        let mut now = 10;
        let shown = feed.pulled(Some(WallMs(3)), |feed| {
            for id in [6, 0] {
                now += 1;
                if let Some(moved) = feed.records.iter_mut().find(|(it, at)| *it == id && *at < 10) {
                    moved.1 = now;
                }
            }
        });
        assert!(shown.contains(&"c_4".to_owned()), "{shown:?}");
    }

    proptest! {
        #[test]
        fn every_record_that_stands_there_is_shown_whatever_moves_meanwhile(
            times in proptest::collection::vec(0_i64..6, 1..40),
            moves in proptest::collection::vec(proptest::collection::vec(0_usize..40, 0..6), 0..30),
            // A page of one would show the last record again and nothing else.
            size in 2_usize..8,
            since in 0_i64..7,
            ignores: bool,
        ) {
            let records: Vec<(u32, i64)> = (0..).zip(times).collect();
            let mut feed = Feed { records, size, ignores };
            let due: Vec<u32> = feed.records.iter().filter(|(_, at)| *at >= since).map(|(id, _)| *id).collect();
            let (mut moves, mut now) = (moves.into_iter(), 10);
            // By numbers nothing can be promised while records move.
            let moving = !ignores;
            let shown = feed.pulled(Some(WallMs(since)), |feed| {
                for which in moves.next().filter(|_| moving).unwrap_or_default() {
                    let count = feed.records.len();
                    now += 1;
                    feed.records[which % count].1 = now;
                }
            });
            for id in due {
                prop_assert!(shown.contains(&format!("c_{id}")), "c_{id} of {shown:?}");
            }
        }
    }
}
