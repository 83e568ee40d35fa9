//! Contacts one at a time, and the list of them.

use super::refusal::Refusal;
use super::{HubSpot, asked, body, created, no_route, ok, values};
use crate::ask::Ask;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Properties that are shown when none are asked for.
const USUAL: [&str; 3] = ["email", "firstname", "lastname"];
/// Records of a page.
const MOST: usize = 100;
/// Associated ids that a read shows at most.
const ASSOCIATED: usize = 100;

impl HubSpot {
    /// Everything below `contacts`.
    pub(super) fn contacts(&mut self, ask: &Ask, rest: &[&str], now: i64) -> Result<Reply, Refusal> {
        match (ask.method.as_str(), rest) {
            ("GET", []) => self.list(ask),
            ("POST", []) => {
                let body = body(ask)?;
                let named = values(&body)?;
                let made = self.book.create(&named, now)?;
                Ok(created(made.shown(named.keys().map(String::as_str))))
            }
            ("POST", ["search"]) => self.search(ask, now),
            ("POST", ["batch", call]) => self.batch(ask, call, now),
            ("POST", ["merge"]) => {
                let body = body(ask)?;
                let id = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let survivor = self.merged(&id("primaryObjectId"), &id("objectIdToMerge"), now)?.to_string();
                let found = self.book.by_id(&survivor, false).ok_or_else(|| Refusal::not_found(&survivor))?;
                Ok(ok(found.shown(USUAL)))
            }
            ("GET", [id]) => self.one(ask, id),
            ("PATCH", [id]) => {
                let body = body(ask)?;
                let named = values(&body)?;
                let changed = self.book.update(id, &named, now)?;
                // What was changed, and little else.
                Ok(ok(changed.shown(named.keys().map(String::as_str))))
            }
            // The same answer whether it was there or not.
            ("DELETE", [id]) => {
                self.book.archive(id, now);
                Ok(Reply::empty())
            }
            (_, _) => Err(no_route()),
        }
    }

    fn list(&self, ask: &Ask) -> Result<Reply, Refusal> {
        let number = |name: &str, usual: u64| match asked(ask, name) {
            None => Ok(usual),
            Some(text) => text.parse::<u64>().map_err(|_| Refusal::odd(format!("{name} is not a number"))),
        };
        let limit = usize::try_from(number("limit", 10)?).unwrap_or(usize::MAX);
        let after = number("after", 0)?;
        if limit > MOST {
            return Err(Refusal::odd("The limit may not be more than 100."));
        }
        let archived = asked(ask, "archived") == Some("true");
        let wanted = |contact: &&super::contact::Contact| {
            contact.id > after && if archived { contact.is_binned() } else { contact.is_live() }
        };
        let mut found: Vec<_> = self.book.all().iter().filter(wanted).collect();
        found.sort_by_key(|contact| contact.id);
        let more = found.len() > limit;
        found.truncate(limit);
        let names = names_of(ask);
        let shown: Vec<Value> =
            found.iter().map(|contact| contact.shown(names.iter().map(String::as_str))).collect();
        let mut reply = json!({ "results": shown });
        if let Some(last) = found.last().filter(|_| more) {
            reply["paging"] = json!({ "next": { "after": last.id.to_string() } });
        }
        Ok(ok(reply))
    }

    fn one(&self, ask: &Ask, id: &str) -> Result<Reply, Refusal> {
        let archived = asked(ask, "archived") == Some("true");
        let found = match asked(ask, "idProperty") {
            None => self.book.by_id(id, archived),
            Some(property) => self.book.by_key(property, id, archived),
        };
        let found = found.ok_or_else(|| Refusal::not_found(id))?;
        let mut shown = found.shown(names_of(ask).iter().map(String::as_str));
        if asked(ask, "associations") == Some("notes") {
            let ids = self.notes.of(found.id);
            if !ids.is_empty() {
                let page: Vec<Value> = ids
                    .iter()
                    .take(ASSOCIATED)
                    .map(|id| json!({ "id": id.to_string(), "type": "contact_to_note" }))
                    .collect();
                let mut notes = json!({ "results": page });
                if ids.len() > ASSOCIATED {
                    notes["paging"] = json!({ "next": { "after": ASSOCIATED.to_string() } });
                }
                shown["associations"] = json!({ "notes": notes });
            }
        }
        Ok(ok(shown))
    }

    /// Merges, and the notes go along. The id that stays.
    pub(super) fn merged(&mut self, first: &str, second: &str, now: i64) -> Result<u64, Refusal> {
        let survivor = self.book.merge(first, second, self.settings.merge_keeps_id, now)?;
        for id in [first, second].into_iter().filter_map(|id| id.parse().ok()) {
            self.notes.moved(id, survivor);
        }
        Ok(survivor)
    }
}

fn names_of(ask: &Ask) -> Vec<String> {
    match asked(ask, "properties") {
        Some(names) => names.split(',').map(str::to_owned).collect(),
        None => USUAL.map(str::to_owned).to_vec(),
    }
}
