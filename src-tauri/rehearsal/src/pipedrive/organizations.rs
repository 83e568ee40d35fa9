//! Organizations: a name, and nothing that would keep two of them from having the same.

use super::list::{ids, page};
use super::refusal::Refusal;
use super::search::{Term, as_items};
use super::{Pipedrive, body, ok};
use crate::ask::Ask;
use crate::reply::Reply;
use serde_json::{Value, json};

use super::person::seconds;

/// An organization.
pub(super) struct Organization {
    id: u64,
    name: String,
    created: i64,
}

impl Organization {
    fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "owner_id": 1,
            "add_time": seconds(self.created),
            "update_time": seconds(self.created),
            "is_deleted": false,
            "visible_to": 3,
            "label_ids": [],
            "custom_fields": {},
        })
    }
}

/// All of them.
#[derive(Default)]
pub(super) struct Organizations {
    all: Vec<Organization>,
}

impl Organizations {
    pub(super) fn name(&self, id: u64) -> Option<&str> {
        self.all.iter().find(|one| one.id == id).map(|one| one.name.as_str())
    }

    fn make(&mut self, name: &str, now: i64) -> &Organization {
        let id = self.all.len() as u64 * 7 + 40;
        self.all.push_mut(Organization { id, name: name.to_owned(), created: now })
    }

    /// The id of one of that name, made if it is not there.
    pub(super) fn named(&mut self, name: &str, now: i64) -> u64 {
        let found = self.all.iter().find(|one| one.name == name).map(|one| one.id);
        found.unwrap_or_else(|| self.make(name, now).id)
    }
}

impl Pipedrive {
    /// Everything below `organizations`.
    pub(super) fn organizations(&mut self, ask: &Ask, rest: &[&str], now: i64) -> Result<Reply, Refusal> {
        let all = &mut self.organizations;
        match (ask.method.as_str(), rest) {
            ("GET", []) => {
                let wanted = ids(ask)?;
                let is_one =
                    |one: &&Organization| wanted.as_ref().is_none_or(|ids| ids.contains(&one.id.to_string()));
                let mut found: Vec<&Organization> = all.all.iter().filter(is_one).collect();
                if super::asked(ask, "sort_direction") == Some("desc") {
                    found.reverse();
                }
                page(ask, &found, |one| one.shown())
            }
            ("GET", ["search"]) => {
                let term = Term::of(ask)?;
                let until = now - i64::from(self.settings.index_lag_ms);
                let is_hit = |one: &&Organization| one.created <= until && term.is_in(&one.name);
                let found: Vec<&Organization> = all.all.iter().filter(is_hit).collect();
                let hit = |one: &&Organization| {
                    let item = json!({
                        "id": one.id, "type": "organization", "name": one.name, "visible_to": 3,
                        "owner": { "id": 1 }, "custom_fields": [], "notes": [],
                    });
                    json!({ "result_score": 1.0, "item": item })
                };
                Ok(as_items(page(ask, &found, hit)?))
            }
            ("GET", [id]) => {
                let found = all.all.iter().find(|one| one.id.to_string() == **id);
                Ok(ok(found.ok_or_else(|| Refusal::not_found("Organization"))?.shown()))
            }
            ("POST", []) => {
                let said = body::object(ask)?;
                let name = body::text(&said, "name")?.map(|name| name.trim().to_owned());
                let name = name.filter(|name| !name.is_empty());
                let name = name.ok_or_else(|| Refusal::odd("name: is required"))?;
                Ok(ok(all.make(&name, now).shown()))
            }
            (_, _) => Err(Refusal::no_route()),
        }
    }
}
