//! Pipedrive's interface, as far as persons, their organizations, their fields and their notes go: one request after
//! another, answered from memory, each at its price. No sockets, no waiting, no faults. What is not here (deals, leads,
//! activities, OAuth, webhooks, contact sync) is answered like an unknown route.

mod body;
mod book;
mod custom;
mod list;
mod merge;
mod notes;
mod organizations;
mod pace;
mod person;
mod persons;
mod refusal;
mod search;
mod standing;

use crate::act::Act;
use crate::ask::Ask;
use crate::book::{Note, Record};
use crate::clock::http_date;
use crate::house::House;
use crate::options::{Clock, Options, Settings};
use crate::reply::{Problem, Reply};
use crate::strangers;
use book::Book;
use notes::Notes;
use organizations::Organizations;
use pace::Pace;
use refusal::Refusal;
use serde_json::{Value, json};

/// The CRM.
pub(crate) struct Pipedrive {
    book: Book,
    organizations: Organizations,
    notes: Notes,
    settings: Settings,
    pace: Pace,
    token: String,
    now: Clock,
    /// Requests answered, for their ids.
    answered: u64,
}

impl Pipedrive {
    pub(crate) fn new(options: &Options) -> Self {
        let mut crm = Self {
            book: Book::default(),
            organizations: Organizations::default(),
            notes: Notes::default(),
            settings: options.settings.clone(),
            pace: Pace::default(),
            token: options.token.clone(),
            now: options.now.clone(),
            answered: 0,
        };
        if options.strangers {
            crm.move_in();
        }
        crm
    }

    /// The strangers came an hour apart, the last of them a day ago. Their titles have no place here.
    fn move_in(&mut self) {
        const HOUR: i64 = 3_600_000;
        let now = (self.now)();
        for ([first, last, email, company, _, phone], hours) in strangers::people().zip((24..36).rev()) {
            let then = now - hours * HOUR;
            let entry =
                |value: &str, label: &str| json!([{ "value": value, "primary": true, "label": label }]);
            let mut said = json!({ "name": format!("{first} {last}").trim() });
            if !email.is_empty() {
                said["emails"] = entry(email, "work");
            }
            if !phone.is_empty() {
                said["phones"] = entry(phone, "work");
            }
            if !company.is_empty() {
                said["org_id"] = json!(self.organizations.named(company, then));
            }
            // Everybody has a name and the table is ours: none is refused.
            let _ = self.book.create(&said, &self.organizations, &Settings::default(), then);
        }
    }

    fn replied(&mut self, ask: &Ask, now: i64) -> Result<Reply, Refusal> {
        let path: Vec<&str> = ask.path.trim_start_matches('/').split('/').collect();
        if self.token.is_empty() || ask.header("x-api-token") != Some(self.token.as_str()) {
            return Err(Refusal::new(401, "ERR_UNAUTHORIZED", "unauthorized access"));
        }
        let (version, rest) = match path.as_slice() {
            ["api", version @ ("v1" | "v2"), rest @ ..] => (*version, rest),
            _ => return Err(Refusal::no_route()),
        };
        self.pace.count(&self.settings, pace::price(ask, rest), rest.last() == Some(&"search"), now)?;
        match (version, rest) {
            ("v2", ["persons", rest @ ..]) => self.persons(ask, rest, now),
            ("v2", ["organizations", rest @ ..]) => self.organizations(ask, rest, now),
            ("v2", ["personFields", rest @ ..]) => self.fields(ask, rest),
            ("v1", ["notes", rest @ ..]) => self.notes_route(ask, rest, now),
            ("v2", ["activities", id]) => standing::activity(ask, id),
            ("v1", ["users", id]) => standing::user(ask, id),
            ("v1", ["persons", id, "merge"]) if ask.method == "PUT" => {
                let with = body::object(ask)?.get("merge_with_id").and_then(Value::as_u64);
                let with = with.ok_or_else(|| Refusal::odd("merge_with_id is missing"))?;
                let kept = self.merged(id, &with.to_string(), now)?;
                Ok(Reply::ok(json!({ "success": true, "data": { "id": kept } })))
            }
            _ => Err(Refusal::no_route()),
        }
    }

    fn signed(&mut self, reply: Reply, now: i64) -> Reply {
        let reply =
            reply.with("x-request-id", format!("pd-{:012}", self.answered)).with("date", http_date(now));
        let limits = self.pace.shown(&self.settings, now);
        limits.into_iter().fold(reply, |reply, (name, n)| reply.with(name, n.to_string()))
    }
}

impl House for Pipedrive {
    fn now(&self) -> i64 {
        (self.now)()
    }

    fn answer(&mut self, ask: &Ask) -> Reply {
        let now = (self.now)();
        self.answered += 1;
        let reply = self.replied(ask, now).unwrap_or_else(Refusal::reply);
        self.signed(reply, now)
    }

    fn complain(&mut self, problem: Problem) -> Reply {
        let now = (self.now)();
        self.answered += 1;
        self.signed(Refusal::of(problem).reply(), now)
    }

    fn settings(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn act(&mut self, act: &Act) -> Result<Option<Value>, Problem> {
        let now = (self.now)();
        let shown = match act {
            Act::Edit { id, fields } => self.edited(id, fields, now),
            Act::Delete { id } => self.book.delete(id, now).map(|_| None),
            Act::Restore { id } => self.book.restore(id, now).map(|()| None),
            Act::Destroy { id } => self.book.destroy(id).map(|()| None),
            Act::Merge { id, into } => self.merged(id, into, now).map(|id| Some(json!({ "id": id }))),
        };
        shown.map_err(Refusal::problem)
    }

    fn records(&self) -> Vec<Record> {
        let record = |person: &person::Person| person.record(&self.book, &self.organizations);
        self.book.all().iter().map(record).collect()
    }

    fn shown(&self) -> Value {
        self.book.all().iter().map(|person| person.shown(None)).collect()
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.all()
    }
}

/// A success.
fn ok(data: Value) -> Reply {
    Reply::ok(json!({ "success": true, "data": data }))
}

/// A query's value.
fn asked<'a>(ask: &'a Ask, name: &str) -> Option<&'a str> {
    let pairs = ask.query.as_ref().ok()?;
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
