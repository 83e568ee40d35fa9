//! HubSpot's objects interface, as far as contacts, their notes and their properties go: one request after another,
//! answered from memory. No sockets, no waiting, no faults. What is not here (companies, lists, OAuth, `gdpr-delete`) is
//! answered like an unknown route.

mod associations;
mod batch;
mod book;
mod contact;
mod notes;
mod objects;
mod owners;
mod pace;
mod properties;
mod refusal;
mod search;

use crate::act::Act;
use crate::ask::Ask;
use crate::book::{Note, Record};
use crate::clock::http_date;
use crate::house::House;
use crate::options::{Clock, Options, Settings};
use crate::reply::{Body, Problem, Reply};
use crate::strangers;
use book::Book;
use notes::Notes;
use pace::Pace;
use refusal::Refusal;
use serde_json::{Map, Value, json};

/// The versions of the interface whose paths are known.
const DATED: [&str; 2] = ["2026-09", "2026-03"];
/// The names of what a stranger is known by.
const OF_STRANGERS: [&str; 6] = ["firstname", "lastname", "email", "company", "jobtitle", "phone"];

/// The CRM.
pub(crate) struct HubSpot {
    book: Book,
    notes: Notes,
    settings: Settings,
    pace: Pace,
    token: String,
    now: Clock,
    /// Requests answered, for their ids.
    answered: u64,
}

/// What a request is about: what, of what kind, and what with it.
enum Route<'a> {
    Objects(&'a str, &'a [&'a str]),
    Properties(&'a [&'a str]),
    Associations(&'a [&'a str]),
    Owners(&'a [&'a str]),
}

impl HubSpot {
    pub(crate) fn new(options: &Options) -> Self {
        let mut crm = Self {
            book: Book::default(),
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

    /// The strangers came an hour apart, the last of them a day ago.
    fn move_in(&mut self) {
        const HOUR: i64 = 3_600_000;
        let now = (self.now)();
        for (person, hours) in strangers::people().zip((24..36).rev()) {
            let named = OF_STRANGERS.iter().zip(person).filter(|(_, value)| !value.is_empty());
            let values = named.map(|(name, value)| ((*name).to_owned(), Value::from(value))).collect();
            // The table holds no two equal addresses, and everybody has a name: none is refused.
            let _ = self.book.create(&values, now - hours * HOUR);
        }
    }

    fn replied(&mut self, ask: &Ask, now: i64) -> Result<Reply, Refusal> {
        let path: Vec<&str> = ask.path.trim_start_matches('/').split('/').collect();
        let is_search = path.last() == Some(&"search");
        let shown = ask.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        if self.token.is_empty() || shown != Some(self.token.as_str()) {
            return Err(Refusal::new(401, "INVALID_AUTHENTICATION", "Authentication credentials not found."));
        }
        self.pace.count(&self.settings, is_search, now)?;
        let (what, rest) = match path.as_slice() {
            ["crm", "v3", what, rest @ ..] => (*what, rest),
            ["crm", what, version, rest @ ..] if DATED.contains(version) => (*what, rest),
            _ => return Err(no_route()),
        };
        let route = match (what, rest) {
            ("objects", [kind, rest @ ..]) => Route::Objects(kind, rest),
            ("properties", ["contacts", rest @ ..]) => Route::Properties(rest),
            ("associations", rest) => Route::Associations(rest),
            ("owners", rest) => Route::Owners(rest),
            _ => return Err(no_route()),
        };
        match route {
            Route::Objects("contacts", rest) => self.contacts(ask, rest, now),
            Route::Objects("notes", rest) => self.notes_route(ask, rest, now),
            Route::Properties(rest) => self.properties(ask, rest),
            Route::Associations(rest) => self.associations(ask, rest),
            Route::Owners(rest) => owners::answer(ask, rest),
            Route::Objects(..) => Err(no_route()),
        }
    }

    fn signed(&mut self, reply: Reply, search: bool, now: i64) -> Reply {
        let reply = reply.with("x-hubspot-correlation-id", self.correlation()).with("date", http_date(now));
        if search {
            return reply;
        }
        let limits = self.pace.shown(&self.settings);
        limits.into_iter().fold(reply, |reply, (name, n)| reply.with(name, n.to_string()))
    }

    fn correlation(&self) -> String {
        format!("00000000-0000-4000-8000-{:012}", self.answered)
    }
}

impl House for HubSpot {
    fn now(&self) -> i64 {
        (self.now)()
    }

    fn answer(&mut self, ask: &Ask) -> Reply {
        let now = (self.now)();
        self.answered += 1;
        let reply = self.replied(ask, now).unwrap_or_else(|refusal| refusal.reply(&self.correlation()));
        self.signed(reply, ask.path.ends_with("/search"), now)
    }

    fn complain(&mut self, problem: Problem) -> Reply {
        let now = (self.now)();
        self.answered += 1;
        let reply = Refusal::of(problem).reply(&self.correlation());
        self.signed(reply, false, now)
    }

    fn settings(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn act(&mut self, act: &Act) -> Result<Option<Value>, Problem> {
        let now = (self.now)();
        let shown = match act {
            Act::Edit { id, fields } => {
                let text = |value: &Value| value.as_str().map_or_else(|| json!(""), |text| json!(text));
                let mut values: Map<String, Value> =
                    fields.iter().map(|(name, value)| (name.clone(), text(value))).collect();
                // Nobody types it: a call or a mail was logged then.
                if let Some(at) = values.remove("notes_last_contacted") {
                    self.book.contacted(id, at.as_str().unwrap_or_default());
                }
                self.book
                    .update(id, &values, now)
                    .map(|contact| Some(contact.shown(contact.values.keys().map(String::as_str))))
            }
            Act::Delete { id } => match self.book.archive(id, now) {
                true => Ok(None),
                false => Err(Refusal::not_found(id)),
            },
            Act::Restore { id } => self.book.restore(id, now).map(|()| None),
            Act::Destroy { id } => self.book.destroy(id).map(|()| None),
            Act::Merge { id, into } => {
                self.merged(into, id, now).map(|id| Some(json!({ "id": id.to_string() })))
            }
        };
        shown.map_err(Refusal::problem)
    }

    fn records(&self) -> Vec<Record> {
        self.book.all().iter().map(contact::Contact::record).collect()
    }

    fn shown(&self) -> Value {
        let shown = |contact: &contact::Contact| contact.shown(contact.values.keys().map(String::as_str));
        self.book.all().iter().map(shown).collect()
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.all()
    }
}

/// A success in JSON.
fn ok(value: Value) -> Reply {
    Reply::ok(value)
}

/// 201
fn created(value: Value) -> Reply {
    Reply { status: axum::http::StatusCode::CREATED, headers: Vec::new(), body: Body::Json(value) }
}

/// An unknown route, which says so without a category.
fn no_route() -> Refusal {
    Refusal::new(404, "", "resource not found")
}

/// The JSON body; what cannot be read is refused.
fn body(ask: &Ask) -> Result<Value, Refusal> {
    serde_json::from_slice(&ask.body).map_err(|error| Refusal::odd(format!("Invalid input JSON: {error}")))
}

/// A query's value.
fn asked<'a>(ask: &'a Ask, name: &str) -> Option<&'a str> {
    let pairs = ask.query.as_ref().ok()?;
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The named values of a body.
fn values(body: &Value) -> Result<Map<String, Value>, Refusal> {
    let values = body.get("properties").and_then(Value::as_object);
    values.cloned().ok_or_else(|| Refusal::odd("Invalid input JSON: properties is missing"))
}
