//! Many contacts: the list with filters and paging, and the search over an index that may lag.

use super::Crm;
use crate::ask::Ask;
use crate::book::{Record, is_known};
use crate::clock::parse_rfc3339;
use crate::reply::{Kind, Problem, Reply};
use serde::Deserialize;
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Most records on a page, and what a page holds when nothing is said.
const PAGE: usize = 100;

pub(super) fn unknown_filter(name: &str) -> Problem {
    bad(
        "unknown_filter",
        &format!("The parameter {name} is unknown or its value is not one this route takes."),
    )
    .detail(json!({ "field": name, "code": "unknown_filter" }))
}

fn bad(code: &'static str, message: &str) -> Problem {
    Problem::new(Kind::InvalidRequest, code, message)
}

/// The filters of `GET /contacts`.
struct Filters {
    limit: usize,
    offset: usize,
    sort: Sort,
    updated_since: Option<i64>,
    email: Option<String>,
    marker: Option<String>,
    archived: Archived,
}

/// Which records a list shows, by `archived`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Archived {
    /// Live ones.
    False,
    /// Deleted ones.
    True,
    /// Those, and merged ones too.
    Any,
}

#[derive(Clone, Copy)]
struct Sort {
    by: fn(&Record, &Record) -> Ordering,
    descending: bool,
}

impl Sort {
    fn of(name: &str) -> Option<Self> {
        let by: fn(&Record, &Record) -> Ordering = match name.trim_start_matches('-') {
            "id" => |a, b| a.id.cmp(&b.id),
            "created_at" => |a, b| a.created_ms.cmp(&b.created_ms).then_with(|| a.id.cmp(&b.id)),
            "updated_at" => |a, b| a.updated_ms.cmp(&b.updated_ms).then_with(|| a.id.cmp(&b.id)),
            _ => return None,
        };
        Some(Self { by, descending: name.starts_with('-') })
    }

    fn order(self, a: &Record, b: &Record) -> Ordering {
        let order = (self.by)(a, b);
        if self.descending { order.reverse() } else { order }
    }
}

impl Filters {
    fn of(crm: &Crm, ask: &Ask, now: i64) -> Result<Self, Problem> {
        let mut filters = Self {
            limit: PAGE,
            offset: 0,
            sort: Sort { by: |a, b| a.id.cmp(&b.id), descending: false },
            updated_since: None,
            email: None,
            marker: None,
            archived: Archived::False,
        };
        for (name, value) in ask.query.as_ref().map_err(Clone::clone)? {
            let unknown = || unknown_filter(name);
            match name.as_str() {
                "limit" => filters.limit = value.parse().map_err(|_| unknown())?,
                "offset" => filters.offset = value.parse().map_err(|_| unknown())?,
                "sort" => filters.sort = Sort::of(value).ok_or_else(unknown)?,
                "updated_since" => filters.updated_since = Some(parse_rfc3339(value).ok_or_else(unknown)?),
                "email" => filters.email = Some(value.to_lowercase()),
                "marker" if is_known("acme_marker", crm.marker()) => filters.marker = Some(value.clone()),
                "archived" => {
                    filters.archived = match value.as_str() {
                        "false" => Archived::False,
                        "true" => Archived::True,
                        "any" => Archived::Any,
                        _ => return Err(unknown()),
                    }
                }
                _ => return Err(unknown()),
            }
        }
        check_limit(filters.limit)?;
        filters.updated_since =
            filters.updated_since.map(|since| crm.kept_since(since, now)).transpose()?.flatten();
        Ok(filters)
    }

    fn takes(&self, record: &Record) -> bool {
        let shown = match self.archived {
            Archived::False => !record.archived,
            Archived::True => record.archived && record.merged_into.is_none(),
            Archived::Any => true,
        };
        shown
            && self.updated_since.is_none_or(|since| record.updated_ms >= since)
            && self.email.as_ref().is_none_or(|email| record.value("acme_email").to_lowercase() == *email)
            && self.marker.as_ref().is_none_or(|marker| record.value("acme_marker") == marker)
    }
}

fn check_limit(limit: usize) -> Result<(), Problem> {
    if (1..=PAGE).contains(&limit) {
        return Ok(());
    }
    Err(bad("invalid_limit", &format!("A page holds 1 to {PAGE} contacts.")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    #[serde(default)]
    query: String,
    #[serde(default)]
    filters: BTreeMap<String, String>,
    limit: Option<usize>,
    #[serde(default)]
    offset: usize,
}

impl Crm {
    /// `GET /contacts`
    pub(super) fn list(&self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        let filters = Filters::of(self, ask, now)?;
        let mut found: Vec<&Record> = self.book.records().iter().filter(|r| filters.takes(r)).collect();
        found.sort_by(|a, b| filters.sort.order(a, b));
        let all = found.into_iter().map(|r| r.shown(self.marker())).collect();
        Ok(page(all, filters.limit, filters.offset))
    }

    /// What becomes of `updated_since` here: taken, passed over, or refused since it reaches too far back.
    fn kept_since(&self, since: i64, now: i64) -> Result<Option<i64>, Problem> {
        if self.settings.ignore_updated_since {
            return Ok(None);
        }
        let reaches_back = u64::try_from(now.saturating_sub(since)).unwrap_or(0);
        if self.settings.changes_kept_ms.is_some_and(|kept| reaches_back > kept) {
            let message = "Changes are not kept that far back: read everything.";
            return Err(Problem::new(Kind::Gone, "cursor_expired", message));
        }
        Ok(Some(since))
    }

    /// `POST /contacts/search`: every word of the query in some value, every filter equal, case aside.
    pub(super) fn search(&self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        let search: Search = ask.json()?;
        let limit = search.limit.unwrap_or(PAGE);
        check_limit(limit)?;
        if let Some(name) = search.filters.keys().find(|n| !is_known(n, self.marker())) {
            return Err(unknown_filter(name));
        }
        let query = search.query.to_lowercase();
        let filters: Vec<_> = search.filters.iter().map(|(n, v)| (n, v.to_lowercase())).collect();
        let all = self
            .book
            .indexed(now, self.settings.index_lag_ms)
            .filter(|Record { fields, .. }| {
                let lower = |v: &String| v.to_lowercase();
                filters.iter().all(|(name, want)| fields.get(*name).map(lower).unwrap_or_default() == *want)
                    && query.split_whitespace().all(|word| fields.values().any(|v| lower(v).contains(word)))
            })
            .map(|record| record.shown(self.marker()))
            .collect();
        Ok(page(all, limit, search.offset))
    }
}

/// `limit` and `offset` of a list that takes nothing else.
pub(super) fn paging(ask: &Ask) -> Result<(usize, usize), Problem> {
    let (mut limit, mut offset) = (PAGE, 0);
    for (name, value) in ask.query.as_ref().map_err(Clone::clone)? {
        let unknown = || unknown_filter(name);
        match name.as_str() {
            "limit" => limit = value.parse().map_err(|_| unknown())?,
            "offset" => offset = value.parse().map_err(|_| unknown())?,
            _ => return Err(unknown()),
        }
    }
    check_limit(limit)?;
    Ok((limit, offset))
}

/// A page of `all`; `next` is the next page's offset, `null` on the last.
pub(super) fn page(all: Vec<Value>, limit: usize, offset: usize) -> Reply {
    let total = all.len();
    let data: Vec<Value> = all.into_iter().skip(offset).take(limit).collect();
    let end = offset.saturating_add(data.len());
    let next = (end < total && !data.is_empty()).then_some(end);
    Reply::ok(json!({
        "data": data,
        "paging": { "total": total, "limit": limit, "offset": offset, "next": next },
    }))
}
