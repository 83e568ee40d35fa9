//! AcmeCRM: one request after another, answered from the book. No sockets, no waiting, no faults.

mod access;
mod bulk;
mod contacts;
mod jwt;
mod list;
mod notes;
mod pace;
mod remembered;

use crate::act::Act;
use crate::ask::Ask;
use crate::book::{Book, Note, Record};
use crate::clock::{http_date, rfc3339};
use crate::house::House;
use crate::memory::{self, Memory, Saved};
use crate::options::{Clock, Marker, Options, Settings};
use crate::reply::{Kind, Problem, Reply};
use access::Access;
pub(crate) use access::{expired, refused};
use pace::Pace;
pub(crate) use pace::throttled;
pub(crate) use remembered::Remembered;
use serde_json::{Value, json};
use std::sync::Arc;

/// The account that everybody who has the token belongs to.
const ACCOUNT: &str = "Acme Rehearsal Ltd";
/// The one route that everybody may ask.
const LOGIN: &str = "/api/v1/auth/login";
/// Largest body read, in bytes: a hundred contacts with long notes fit several times.
pub(crate) const LARGEST_BODY: usize = 4 << 20;

/// The CRM.
pub(crate) struct Crm {
    pub(crate) book: Book,
    pub(crate) settings: Settings,
    access: Access,
    pace: Pace,
    remembered: Remembered,
    memory: Option<Arc<dyn Memory>>,
    now: Clock,
    /// Requests answered, for their ids.
    answered: u64,
    /// Decides the order of bulk replies.
    seed: u64,
}

impl Crm {
    pub(crate) fn new(options: &Options, saved: Saved) -> Self {
        Self {
            book: saved.book,
            settings: options.settings.clone(),
            access: Access::new(options),
            pace: Pace::default(),
            remembered: saved.remembered,
            memory: options.memory.clone(),
            now: options.now.clone(),
            answered: 0,
            seed: options.seed,
        }
    }

    /// Keeps the book, where it is to be kept.
    pub(crate) fn save(&self) -> Result<(), Problem> {
        let Some(memory) = &self.memory else { return Ok(()) };
        memory::write(memory.as_ref(), &self.book, &self.remembered).map_err(|e| {
            Problem::new(Kind::Server, "not_kept", &format!("The change was made but could not be kept: {e}"))
        })
    }

    /// The headers that every reply of the CRM carries.
    fn signed(&mut self, reply: Reply, now: i64) -> Reply {
        self.answered += 1;
        let reply =
            reply.with("x-request-id", format!("req_{:06}", self.answered)).with("date", http_date(now));
        self.pace
            .shown(&self.settings, now)
            .into_iter()
            .fold(reply, |reply, (name, n)| reply.with(name, n.to_string()))
    }

    fn admitted(&mut self, ask: &Ask, now: i64) -> Result<(), Problem> {
        self.pace.count(&self.settings, now)?;
        if (ask.method.as_str(), ask.path.as_str()) == ("POST", LOGIN) {
            return Ok(());
        }
        self.access.check(ask, now)
    }

    /// Carries a request out, or repeats what came of it when its `Idempotency-Key` is known.
    fn remembering(&mut self, ask: &Ask, now: i64) -> Reply {
        let key = ask.header("idempotency-key").filter(|_| self.settings.idempotency && ask.is_write());
        let Some(key) = key else { return self.carried_out(ask, now) };
        match self.remembered.find(key, ask, now) {
            Ok(Some(reply)) => reply.with("idempotency-replayed", "true".to_owned()),
            Ok(None) => {
                let reply = self.execute(ask, now);
                self.remembered.keep(key, ask, &reply, now);
                self.kept(ask, reply, now)
            }
            Err(problem) => problem.reply(&rfc3339(now)),
        }
    }

    fn carried_out(&mut self, ask: &Ask, now: i64) -> Reply {
        let reply = self.execute(ask, now);
        self.kept(ask, reply, now)
    }

    fn kept(&self, ask: &Ask, reply: Reply, now: i64) -> Reply {
        if !ask.is_write() {
            return reply;
        }
        match self.save() {
            Ok(()) => reply,
            Err(problem) => problem.reply(&rfc3339(now)),
        }
    }

    fn execute(&mut self, ask: &Ask, now: i64) -> Reply {
        self.routed(ask, now).unwrap_or_else(|problem| problem.reply(&rfc3339(now)))
    }

    fn routed(&mut self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        let path: Vec<&str> = ask.path.strip_prefix("/api/v1/").unwrap_or_default().split('/').collect();
        match (ask.method.as_str(), path.as_slice()) {
            ("GET", ["me"]) => Ok(Reply::ok(self.me(now))),
            ("POST", ["auth", "login"]) => self.login(ask, now),
            ("GET", ["contacts"]) => self.list(ask, now),
            ("POST", ["contacts"]) => self.create(ask, now),
            ("POST", ["contacts", "search"]) => self.search(ask, now),
            ("POST", ["contacts", "bulk", "create"]) => self.bulk_create(ask, now),
            ("POST", ["contacts", "bulk", "update"]) => self.bulk_update(ask, now),
            ("POST", ["contacts", "bulk", "read"]) => self.bulk_read(ask, now),
            ("GET", ["contacts", id]) => self.read(ask, id, now),
            ("PATCH", ["contacts", id]) => self.update(ask, id, now),
            ("PUT", ["contacts", id]) => self.replace(ask, id, now),
            ("DELETE", ["contacts", id]) => self.delete(ask, id, now),
            ("POST", ["contacts", id, "merge"]) => self.merge(ask, id, now),
            ("POST", ["contacts", id, "notes"]) => self.add_note(ask, id, now),
            ("GET", ["contacts", id, "notes"]) => self.notes(ask, id),
            ("GET", ["notes", id]) => self.note(id),
            ("PATCH", ["notes", id]) => self.change_note(ask, id, now),
            ("DELETE", ["notes", id]) => self.drop_note(ask, id),
            (
                _,
                ["me"]
                | ["auth", "login"]
                | ["contacts"]
                | ["contacts", _]
                | ["contacts", "bulk", "create" | "update" | "read"]
                | ["contacts", _, "merge" | "notes"]
                | ["notes", _],
            ) => Err(no_method()),
            (_, _) => Err(Problem::new(Kind::NotFound, "no_route", "There is no such route.")),
        }
    }

    fn me(&self, now: i64) -> Value {
        json!({
            "account": { "name": ACCOUNT },
            "rate_plan": { "name": "rehearsal", "requests_per_minute": self.settings.requests_per_minute, "requests_per_day": self.settings.requests_per_day },
            "marker": self.settings.marker,
            "update": self.settings.update,
            "delete": self.settings.delete,
            "idempotency": self.settings.idempotency,
            "time": rfc3339(now),
        })
    }

    fn marker(&self) -> Marker {
        self.settings.marker
    }
}

impl House for Crm {
    fn now(&self) -> i64 {
        (self.now)()
    }

    fn answer(&mut self, ask: &Ask) -> Reply {
        let now = self.now();
        let reply = match self.admitted(ask, now) {
            Ok(()) => self.remembering(ask, now),
            Err(problem) => problem.reply(&rfc3339(now)),
        };
        self.signed(reply, now)
    }

    fn complain(&mut self, problem: Problem) -> Reply {
        let now = self.now();
        let reply = problem.reply(&rfc3339(now));
        self.signed(reply, now)
    }

    fn settings(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn act(&mut self, act: &Act) -> Result<Option<Value>, Problem> {
        self.done(act)
    }

    fn records(&self) -> Vec<Record> {
        self.book.records().to_vec()
    }

    fn shown(&self) -> Value {
        self.book.records().iter().map(|record| record.shown(self.settings.marker)).collect()
    }

    fn notes(&self) -> Vec<Note> {
        self.book.notes().to_vec()
    }
}

/// 405
fn no_method() -> Problem {
    Problem::new(Kind::Method, "method_not_allowed", "This route does not know this method.")
}
