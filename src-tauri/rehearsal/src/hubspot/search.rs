//! The search: by conditions, in one order, at most ten thousand records for one question, and behind the truth.

use super::contact::{Contact, State};
use super::refusal::Refusal;
use super::{HubSpot, body, ok};
use crate::ask::Ask;
use crate::clock::parse_rfc3339;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Records of a page, and of a question.
const MOST: usize = 200;
const CAP: usize = 10_000;
/// Groups of conditions, and conditions of a group.
const GROUPS: usize = 5;
const FILTERS: usize = 6;

/// A contact as the index shows it.
struct Indexed<'a> {
    contact: &'a Contact,
    state: State,
}

impl Indexed<'_> {
    fn value(&self, name: &str) -> Option<String> {
        match name {
            "lastmodifieddate" => Some(self.state.updated.to_string()),
            "createdate" => Some(self.contact.created.to_string()),
            "hs_object_id" => Some(self.contact.id.to_string()),
            name => self.state.values.get(name).cloned(),
        }
    }
}

impl HubSpot {
    pub(super) fn search(&self, ask: &Ask, now: i64) -> Result<Reply, Refusal> {
        let body = body(ask)?;
        let list = |name: &str| body.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let (groups, sorts) = (list("filterGroups"), list("sorts"));
        let limit = body
            .get("limit")
            .and_then(Value::as_u64)
            .map_or(10, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let after = body.get("after").and_then(Value::as_str).unwrap_or("0");
        let after: usize = after.parse().map_err(|_| Refusal::odd("after is not a number"))?;
        if limit > MOST || groups.len() > GROUPS || sorts.len() > 1 {
            return Err(Refusal::odd("There was a problem with the request: too many of something."));
        }
        if after.saturating_add(limit) > CAP {
            return Err(Refusal::odd("Search results are limited to 10000."));
        }
        let until = now - i64::from(self.settings.index_lag_ms);
        let indexed = |contact| Indexed { contact, state: contact.at(until) };
        let mut found = Vec::new();
        for one in self.book.all().iter().map(indexed).filter(|one| one.state.live) {
            if self.matches(&one, groups)? {
                found.push(one);
            }
        }
        self.sort(&mut found, sorts.first())?;
        let total = found.len();
        let names: Vec<&str> = list("properties").iter().filter_map(Value::as_str).collect();
        let page = found.iter().skip(after).take(limit).map(|one| shown(one, &names));
        let mut reply = json!({ "total": total, "results": page.collect::<Vec<_>>() });
        if after + limit < total {
            reply["paging"] = json!({ "next": { "after": (after + limit).to_string() } });
        }
        Ok(ok(reply))
    }

    fn matches(&self, one: &Indexed<'_>, groups: &[Value]) -> Result<bool, Refusal> {
        if groups.is_empty() {
            return Ok(true);
        }
        for group in groups {
            let filters = group.get("filters").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            if filters.len() > FILTERS {
                return Err(Refusal::odd("Too many filters in a group."));
            }
            let mut all = true;
            for filter in filters {
                all &= self.holds(one, filter)?;
            }
            if all {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn holds(&self, one: &Indexed<'_>, filter: &Value) -> Result<bool, Refusal> {
        let text = |name: &str| filter.get(name).and_then(Value::as_str);
        let name = text("propertyName").unwrap_or_default();
        if !self.book.is_defined(name) {
            return Err(Refusal::odd(format!("There is no property {name} to search by.")));
        }
        let theirs = one.value(name).map(|value| value.to_lowercase());
        let ours = text("value").unwrap_or_default().to_lowercase();
        let values: Vec<String> = filter
            .get("values")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_lowercase)
            .collect();
        let compared = || theirs.as_deref().and_then(|theirs| Some(number(theirs)?.cmp(&number(&ours)?)));
        Ok(match text("operator").unwrap_or_default() {
            "EQ" => {
                theirs.as_deref() == Some(ours.as_str()) || compared().is_some_and(std::cmp::Ordering::is_eq)
            }
            "NEQ" => theirs.as_deref() != Some(ours.as_str()),
            "GT" => compared().is_some_and(std::cmp::Ordering::is_gt),
            "GTE" => compared().is_some_and(std::cmp::Ordering::is_ge),
            "LT" => compared().is_some_and(std::cmp::Ordering::is_lt),
            "LTE" => compared().is_some_and(std::cmp::Ordering::is_le),
            "IN" => theirs.is_some_and(|theirs| values.contains(&theirs)),
            "HAS_PROPERTY" => theirs.is_some(),
            "NOT_HAS_PROPERTY" => theirs.is_none(),
            "CONTAINS_TOKEN" => {
                theirs.is_some_and(|theirs| theirs.split([';', ' ']).any(|word| word == ours))
            }
            other => return Err(Refusal::odd(format!("There is no operator {other}."))),
        })
    }

    /// Equal ones stand in an order of its own.
    fn sort(&self, found: &mut [Indexed<'_>], sort: Option<&Value>) -> Result<(), Refusal> {
        let spelled = match sort {
            None => "createdate",
            Some(Value::String(name)) => name,
            Some(_) => return Err(Refusal::odd("Invalid input JSON: sorts holds texts")),
        };
        let (name, down) = match spelled.strip_prefix('-') {
            Some(name) => (name, true),
            None => (spelled, false),
        };
        if !self.book.is_defined(name) {
            return Err(Refusal::odd(format!("There is no property {name} to sort by.")));
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.contact.id));
        found.sort_by_cached_key(|one| {
            let value = one.value(name).unwrap_or_default();
            (number(&value), value)
        });
        if down {
            found.reverse();
        }
        Ok(())
    }
}

/// A number, or a time as one.
fn number(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| parse_rfc3339(&text.to_uppercase()))
}

fn shown(one: &Indexed<'_>, names: &[&str]) -> Value {
    let mut past = one.contact.clone();
    past.values = one.state.values.clone();
    past.updated = one.state.updated;
    past.archived = None;
    past.shown(names.iter().copied())
}
