//! The routes that are no CRM: faults, settings, a person at the CRM's own screen, and what was seen.

use crate::act::Act;
use crate::ask::Ask;
use crate::book::Note;
use crate::clock::rfc3339;
use crate::fault::{FaultRule, Faults};
use crate::house::House;
use crate::options::Settings;
use crate::reply::{Kind, Problem, Reply};
use crate::weather::Weather;
use serde::Serialize;
use serde_json::json;
use std::collections::HashMap;

/// Everything behind the server's lock.
pub(crate) struct Stage {
    pub(crate) crm: Box<dyn House>,
    pub(crate) faults: Faults,
    pub(crate) seen: Vec<Seen>,
    /// The day that is played.
    pub(crate) weather: Weather,
    /// Where in `seen` a sort of request stands.
    places: HashMap<(String, String, u16), usize>,
    control_token: String,
}

/// How often a request of one sort was seen. Bodies and queries are not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// `GET`, `POST` …
    pub method: String,
    /// Without the query.
    pub path: String,
    /// The reply's status; 0 where the connection was cut instead.
    pub status: u16,
    /// How often.
    pub count: u64,
}

impl Stage {
    pub(crate) fn new(crm: Box<dyn House>, control_token: &str) -> Self {
        Self {
            crm,
            faults: Faults::default(),
            seen: Vec::new(),
            weather: Weather::default(),
            places: HashMap::new(),
            control_token: control_token.to_owned(),
        }
    }

    /// Counts a request and its outcome.
    pub(crate) fn note(&mut self, method: &str, path: &str, status: u16) {
        let sort = (method.to_owned(), path.to_owned(), status);
        let next = self.seen.len();
        let place = *self.places.entry(sort).or_insert(next);
        match self.seen.get_mut(place) {
            Some(seen) => seen.count += 1,
            None => {
                self.seen.push(Seen { method: method.to_owned(), path: path.to_owned(), status, count: 1 });
            }
        }
    }

    /// Answers a request to `/__rehearsal/…`.
    pub(crate) fn control(&mut self, ask: &Ask) -> Reply {
        self.controlled(ask).unwrap_or_else(|p| p.reply(&rfc3339(self.crm.now())))
    }

    fn controlled(&mut self, ask: &Ask) -> Result<Reply, Problem> {
        if self.control_token.is_empty()
            || ask.header("x-rehearsal-token") != Some(self.control_token.as_str())
        {
            return Err(Problem::new(
                Kind::Authentication,
                "invalid_token",
                "X-Rehearsal-Token is missing or wrong.",
            ));
        }
        match (ask.method.as_str(), ask.path.strip_prefix("/__rehearsal/").unwrap_or_default()) {
            ("GET", "faults") => Ok(Reply::ok(json!(self.faults.rules()))),
            ("POST", "faults") => {
                let rules: Vec<FaultRule> = ask.json()?;
                self.faults.add(rules);
                Ok(Reply::ok(json!(self.faults.rules())))
            }
            ("DELETE", "faults") => {
                self.faults.clear();
                Ok(Reply::empty())
            }
            ("GET", "records") => Ok(Reply::ok(self.crm.shown())),
            ("GET", "requests") => Ok(Reply::ok(json!(self.seen))),
            ("GET", "settings") => Ok(Reply::ok(json!(self.crm.settings()))),
            ("PUT", "settings") => {
                *self.crm.settings() = ask.json::<Settings>()?;
                Ok(Reply::ok(json!(self.crm.settings())))
            }
            ("GET", "notes") => Ok(Reply::ok(self.crm.notes().iter().map(Note::shown).collect())),
            ("POST", act @ ("edit" | "delete" | "restore" | "destroy" | "merge")) => {
                // The route names the act, the body its arguments.
                let act: Act = ask.json_as(act)?;
                Ok(self.crm.act(&act)?.map_or_else(Reply::empty, Reply::ok))
            }
            (_, _) => Err(Problem::new(Kind::NotFound, "no_route", "There is no such route.")),
        }
    }
}
