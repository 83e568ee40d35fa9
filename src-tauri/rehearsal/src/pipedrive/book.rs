//! The persons and what may stand in them. Nothing is unique but ids; a list that is sent replaces the whole list; what is
//! deleted is gone from lists and searches, and for good after thirty days.

use super::body;
use super::custom::Defined;
use super::organizations::Organizations;
use super::person::{Entry, Person, Values};
use super::refusal::Refusal;
use crate::options::Settings;
use serde_json::{Map, Value};

/// How long what is deleted can be brought back.
const KEPT_MS: i64 = 30 * 24 * 3600 * 1000;
/// Members that an account has only with contact sync, which this one does not have.
const OF_CONTACT_SYNC: [&str; 5] = ["job_title", "notes", "im", "birthday", "postal_address"];
/// Members that are passed over.
const UNUSED: [&str; 6] =
    ["owner_id", "visible_to", "label_ids", "marketing_status", "add_time", "update_time"];

/// The persons.
#[derive(Default)]
pub(super) struct Book {
    persons: Vec<Person>,
    pub(super) fields: Defined,
    issued: u64,
}

impl Book {
    pub(super) fn all(&self) -> &[Person] {
        &self.persons
    }

    pub(super) fn field_name(&self, key: &str) -> Option<&str> {
        self.fields.name(key)
    }

    /// A person by its id: a live one, or one that was deleted and is still kept.
    pub(super) fn by_id(&self, id: &str, now: i64) -> Option<&Person> {
        let id: u64 = id.parse().ok()?;
        let kept = |person: &&Person| person.deleted.is_none_or(|then| now - then < KEPT_MS);
        self.persons.iter().find(|one| one.id == id && one.merged_into.is_none()).filter(kept)
    }

    pub(super) fn live(&self, id: &str) -> Option<&Person> {
        let id: u64 = id.parse().ok()?;
        self.persons.iter().find(|one| one.id == id && one.is_live())
    }

    fn place(&self, id: &str) -> Result<usize, Refusal> {
        let id = id.parse::<u64>().ok();
        let found = self.persons.iter().position(|one| Some(one.id) == id && one.is_live());
        found.ok_or_else(|| Refusal::not_found("Person"))
    }

    /// Makes a person.
    pub(super) fn create(
        &mut self,
        said: &Value,
        organizations: &Organizations,
        settings: &Settings,
        now: i64,
    ) -> Result<&Person, Refusal> {
        let said = said.as_object().ok_or_else(|| Refusal::odd("body: must be an object"))?;
        let values = self.changed(Values::default(), said, organizations, settings)?;
        self.issued += 1;
        let id = self.issued * 3 + 100;
        Ok(self.persons.push_mut(Person::new(id, values, now)))
    }

    /// Changes a live person. What changes nothing leaves its time where it is.
    pub(super) fn update(
        &mut self,
        id: &str,
        said: &Map<String, Value>,
        organizations: &Organizations,
        settings: &Settings,
        now: i64,
    ) -> Result<&Person, Refusal> {
        let place = self.place(id)?;
        let before = self.persons[place].values.clone();
        let after = self.changed(before.clone(), said, organizations, settings)?;
        if after != before {
            self.persons[place].change(now, |person| person.values = after);
        }
        Ok(&self.persons[place])
    }

    /// Changes a live person as one likes; `change` keeps to the rules.
    pub(super) fn rewrite(
        &mut self,
        id: &str,
        now: i64,
        change: impl FnOnce(&mut Person),
    ) -> Result<(), Refusal> {
        let place = self.place(id)?;
        self.persons[place].change(now, change);
        Ok(())
    }

    fn changed(
        &self,
        mut values: Values,
        said: &Map<String, Value>,
        organizations: &Organizations,
        settings: &Settings,
    ) -> Result<Values, Refusal> {
        for (name, value) in said {
            match name.as_str() {
                "name" => values.name = body::text(said, "name")?.unwrap_or_default().trim().to_owned(),
                "emails" => values.emails = entries(name, value, settings)?,
                "phones" => values.phones = entries(name, value, settings)?,
                "org_id" if value.is_null() => values.organization = None,
                "org_id" => {
                    let id = value.as_u64().filter(|id| organizations.name(*id).is_some());
                    values.organization =
                        Some(id.ok_or_else(|| Refusal::odd("org_id: there is no such organization"))?);
                }
                "custom_fields" => {
                    let own =
                        value.as_object().ok_or_else(|| Refusal::odd("custom_fields: must be an object"))?;
                    for (key, value) in own {
                        self.fields.set(&mut values, key, value)?;
                    }
                }
                name if OF_CONTACT_SYNC.contains(&name) => {
                    let words = format!("{name} cannot be used: contact sync is not enabled for the company");
                    return Err(Refusal::new(403, "ERR_FORBIDDEN", words));
                }
                name if UNUSED.contains(&name) => {}
                name => return Err(Refusal::odd(format!("{name}: there is no such field"))),
            }
        }
        if values.name.is_empty() {
            return Err(Refusal::odd("name: must not be empty"));
        }
        Ok(values)
    }

    /// Deletes it: it can be brought back for thirty days.
    pub(super) fn delete(&mut self, id: &str, now: i64) -> Result<u64, Refusal> {
        let place = self.place(id)?;
        self.persons[place].change(now, |person| person.deleted = Some(now));
        Ok(self.persons[place].id)
    }

    /// Brings it back.
    pub(super) fn restore(&mut self, id: &str, now: i64) -> Result<(), Refusal> {
        self.by_id(id, now).ok_or_else(|| Refusal::not_found("Person"))?;
        let found = self.persons.iter_mut().find(|person| person.id.to_string() == id);
        if let Some(person) = found.filter(|person| person.deleted.is_some()) {
            person.change(now, |person| person.deleted = None);
        }
        Ok(())
    }

    /// Removes it without a trace.
    pub(super) fn destroy(&mut self, id: &str) -> Result<(), Refusal> {
        let before = self.persons.len();
        self.persons.retain(|person| person.id.to_string() != id);
        if self.persons.len() == before { Err(Refusal::not_found("Person")) } else { Ok(()) }
    }
}

/// A list of addresses or numbers. An address with a space in it is refused; one without a value is passed over; one of them
/// is the first.
fn entries(name: &str, value: &Value, settings: &Settings) -> Result<Vec<Entry>, Refusal> {
    let list = value.as_array().ok_or_else(|| Refusal::odd(format!("{name}: must be an array")))?;
    let mut entries = Vec::new();
    for (place, one) in list.iter().enumerate() {
        let one =
            one.as_object().ok_or_else(|| Refusal::odd(format!("{name}: {place}: must be an object")))?;
        let value = body::text(one, "value")?.unwrap_or_default().trim().to_owned();
        if name == "emails" && value.contains(char::is_whitespace) {
            return Err(Refusal::odd(format!("{name}: {place}: value: must be a valid email")));
        }
        if value.is_empty() {
            continue;
        }
        let value = if name == "phones" && settings.respell { grouped(&value) } else { value };
        let primary = one.get("primary").and_then(Value::as_bool).unwrap_or(false);
        let label = body::text(one, "label")?.unwrap_or_else(|| "work".to_owned());
        entries.push(Entry { value, primary, label });
    }
    let first = entries.iter().position(|entry| entry.primary).unwrap_or(0);
    for (place, entry) in entries.iter_mut().enumerate() {
        entry.primary = place == first;
    }
    Ok(entries)
}

/// `+46701740605` as `+46 701 740 605`.
fn grouped(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let (country, rest) = digits.split_at(digits.len().min(2));
    let groups = std::iter::once(country).chain(rest.chunks(3)).map(|group| group.iter().collect::<String>());
    let plus = if text.starts_with('+') { "+" } else { "" };
    format!("{plus}{}", groups.collect::<Vec<_>>().join(" ").trim_end())
}
