//! The list of persons: by ids, by the time of the last change, in one of three orders, page by page. A page's mark counts
//! records, so that one that moves meanwhile can slip through. Nothing deleted or merged is shown.

use super::person::{Person, moment};
use super::persons::keys;
use super::refusal::Refusal;
use super::{Pipedrive, asked};
use crate::ask::Ask;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Records of a page, and ids of a question.
pub(super) const MOST: usize = 500;
pub(super) const MOST_IDS: usize = 100;

impl Pipedrive {
    pub(super) fn list(&self, ask: &Ask) -> Result<Reply, Refusal> {
        let since = match asked(ask, "updated_since").filter(|_| !self.settings.ignore_updated_since) {
            None => i64::MIN,
            Some(text) => moment(text).ok_or_else(|| Refusal::odd("updated_since: must be RFC 3339"))?,
        };
        // The time of a change is known by the second.
        let second = |person: &&Person| person.updated.div_euclid(1000);
        let wanted = ids(ask)?;
        let mut found: Vec<&Person> = self
            .book
            .all()
            .iter()
            .filter(|person| person.is_live() && second(person) * 1000 >= since)
            .filter(|person| wanted.as_ref().is_none_or(|ids| ids.contains(&person.id.to_string())))
            .collect();
        match asked(ask, "sort_by").unwrap_or("id") {
            "id" => found.sort_by_key(|person| person.id),
            // Those of one second stand in an order of their own.
            "update_time" => found.sort_by_key(|person| (second(person), std::cmp::Reverse(person.id))),
            "add_time" => found.sort_by_key(|person| (person.created, person.id)),
            _ => return Err(Refusal::odd("sort_by: must be one of id, update_time, add_time")),
        }
        match asked(ask, "sort_direction").unwrap_or("asc") {
            "asc" => {}
            "desc" => found.reverse(),
            _ => return Err(Refusal::odd("sort_direction: must be one of asc, desc")),
        }
        let own = keys(ask);
        page(ask, &found, |person| person.shown(own.as_deref()))
    }
}

/// The ids that are asked for; none: all. One that is no number is nobody's.
pub(super) fn ids(ask: &Ask) -> Result<Option<Vec<String>>, Refusal> {
    let Some(ids) = asked(ask, "ids") else { return Ok(None) };
    let ids: Vec<String> = ids.split(',').map(str::to_owned).collect();
    if ids.len() > MOST_IDS {
        return Err(Refusal::odd("ids: must hold at most 100 values"));
    }
    Ok(Some(ids))
}

/// A page of a list.
pub(super) fn page<T>(ask: &Ask, found: &[T], shown: impl Fn(&T) -> Value) -> Result<Reply, Refusal> {
    let limit = match asked(ask, "limit") {
        None => 100,
        Some(text) => text.parse().map_err(|_| Refusal::odd("limit: must be a number"))?,
    };
    if limit == 0 || limit > MOST {
        return Err(Refusal::odd("limit: must be at most 500"));
    }
    let passed: usize = match asked(ask, "cursor") {
        None => 0,
        Some(mark) => {
            let number = mark.strip_prefix("after-").and_then(|number| number.parse().ok());
            number.ok_or_else(|| Refusal::odd("cursor: is not valid"))?
        }
    };
    let data: Vec<Value> = found.iter().skip(passed).take(limit).map(shown).collect();
    let next = (passed + limit < found.len()).then(|| format!("after-{}", passed + limit));
    Ok(Reply::ok(json!({ "success": true, "data": data, "additional_data": { "next_cursor": next } })))
}
