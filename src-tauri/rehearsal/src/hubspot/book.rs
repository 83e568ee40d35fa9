//! HubSpot's contacts and what may stand in them: properties that are defined, an address that is unique in either of two
//! places, unique properties that somebody defined, a bin, and merges that may give the survivor a new id.

use super::contact::{Contact, Values};
use super::refusal::Refusal;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Properties that every account has and that may be written.
const DEFINED: [&str; 17] = [
    "email",
    "firstname",
    "lastname",
    "phone",
    "mobilephone",
    "company",
    "jobtitle",
    "website",
    "address",
    "city",
    "state",
    "zip",
    "country",
    "lifecyclestage",
    "hs_lead_status",
    "hubspot_owner_id",
    "fax",
];
/// Properties that HubSpot fills in itself.
pub(super) const ITS_OWN: [&str; 6] = [
    "hs_object_id",
    "createdate",
    "lastmodifieddate",
    "hs_merged_object_ids",
    "hs_additional_emails",
    "notes_last_contacted",
];
/// One of these makes a contact.
const IDENTIFYING: [&str; 3] = ["email", "firstname", "lastname"];
/// The stages in their order: they only go forward.
const STAGES: [&str; 4] = ["subscriber", "lead", "opportunity", "customer"];

/// The contacts.
#[derive(Default)]
pub(super) struct Book {
    contacts: Vec<Contact>,
    /// Properties that were made here, and whether they are unique.
    made: BTreeMap<String, bool>,
    issued: u64,
}

impl Book {
    pub(super) fn all(&self) -> &[Contact] {
        &self.contacts
    }

    /// Defines a property.
    pub(super) fn define(&mut self, name: &str, unique: bool) {
        self.made.insert(name.to_owned(), unique);
    }

    /// Whether a property that was made here is unique; none when there is no such one.
    pub(super) fn made(&self, name: &str) -> Option<bool> {
        self.made.get(name).copied()
    }

    /// The names of all properties.
    pub(super) fn defined(&self) -> impl Iterator<Item = &str> {
        DEFINED.into_iter().chain(ITS_OWN).chain(self.made.keys().map(String::as_str))
    }

    pub(super) fn is_defined(&self, name: &str) -> bool {
        DEFINED.contains(&name) || ITS_OWN.contains(&name) || self.made.contains_key(name)
    }

    /// A contact by its id, a live one or one in the bin.
    pub(super) fn by_id(&self, id: &str, archived: bool) -> Option<&Contact> {
        let id: u64 = id.parse().ok()?;
        self.contacts
            .iter()
            .find(|contact| contact.id == id)
            .filter(|contact| if archived { contact.is_binned() } else { contact.is_live() })
    }

    /// A contact by a key: `email`, or a unique property.
    pub(super) fn by_key(&self, property: &str, key: &str, archived: bool) -> Option<&Contact> {
        let key = key.trim().to_lowercase();
        self.contacts
            .iter()
            .filter(|contact| if archived { contact.is_binned() } else { contact.is_live() })
            .find(|contact| match property {
                "email" => contact.addresses().any(|theirs| theirs == key),
                name => contact.values.get(name).is_some_and(|value| value.to_lowercase() == key),
            })
    }

    /// Whether records can be found by this property as by a key.
    pub(super) fn is_key(&self, property: &str) -> bool {
        property == "email" || self.made(property) == Some(true)
    }

    fn place(&self, id: u64) -> Option<usize> {
        self.contacts.iter().position(|contact| contact.id == id)
    }

    fn next_id(&mut self) -> u64 {
        self.issued += 1;
        // Long numbers, none after the other.
        50_000_000_000 + self.issued * 51
    }

    /// Makes a contact.
    pub(super) fn create(&mut self, values: &Map<String, Value>, now: i64) -> Result<&Contact, Refusal> {
        let values = self.changed(None, Values::new(), values)?;
        if !IDENTIFYING.iter().any(|name| values.contains_key(*name)) {
            return Err(Refusal::odd("At least one of email, firstname or lastname must be set."));
        }
        let id = self.next_id();
        Ok(self.contacts.push_mut(Contact::new(id, values, now)))
    }

    /// Changes the named values of a live contact.
    pub(super) fn update(
        &mut self,
        id: &str,
        values: &Map<String, Value>,
        now: i64,
    ) -> Result<&Contact, Refusal> {
        let found = self.by_id(id, false).ok_or_else(|| Refusal::not_found(id))?;
        let (id, before) = (found.id, found.values.clone());
        let after = self.changed(Some(id), before.clone(), values)?;
        let place = self.place(id).ok_or_else(|| Refusal::not_found(""))?;
        if after != before {
            self.contacts[place].change(now, |contact| contact.values = after);
        }
        Ok(&self.contacts[place])
    }

    /// Somebody spoke with a contact.
    pub(super) fn contacted(&mut self, id: &str, at: &str) {
        let found = id.parse().ok().and_then(|id| self.place(id));
        if let Some(place) = found {
            self.contacts[place].values.insert("notes_last_contacted".to_owned(), at.to_owned());
        }
    }

    /// The values after these are set: checked, spelled, and unique where they must be.
    fn changed(
        &self,
        own: Option<u64>,
        mut after: Values,
        values: &Map<String, Value>,
    ) -> Result<Values, Refusal> {
        let mut faults = Vec::new();
        let mut fault = |name: &str, error: &str, message: String| {
            faults.push(json!({ "isValid": false, "message": message, "error": error, "name": name }));
        };
        for (name, value) in values {
            let Some(text) = value.as_str() else {
                return Err(Refusal::odd(format!("Invalid input JSON: {name} is not a string")));
            };
            if ITS_OWN.contains(&name.as_str()) {
                fault(name, "READ_ONLY_VALUE", format!("{name} is a read only property"));
            } else if !self.is_defined(name) {
                fault(name, "PROPERTY_DOESNT_EXIST", format!("Property \"{name}\" does not exist"));
            } else if name == "email" && !text.is_empty() && !is_address(text) {
                fault(name, "INVALID_EMAIL", format!("Email address {text} is invalid"));
            } else if name == "lifecyclestage" && goes_back(after.get(name), text) {
                // Passed over without a word.
            } else if text.is_empty() {
                after.remove(name);
            } else {
                let spelled = if name == "email" { text.trim().to_lowercase() } else { text.to_owned() };
                after.insert(name.clone(), spelled);
            }
        }
        if !faults.is_empty() {
            return Err(Refusal::values(&faults));
        }
        self.refuse_taken(own, &after)?;
        Ok(after)
    }

    fn refuse_taken(&self, own: Option<u64>, values: &Values) -> Result<(), Refusal> {
        let other = |contact: &&Contact| Some(contact.id) != own;
        for (name, value) in values {
            let unique = self.made(name) == Some(true);
            let taken = self.by_key(name, value, false).filter(other);
            match taken {
                Some(contact) if name == "email" => return Err(Refusal::taken(contact.id)),
                Some(contact) if unique => {
                    let words = format!(
                        "Cannot set PropertyValueCoordinates{{propertyName={name}, value={value}}} on {}. {} already has that value.",
                        own.unwrap_or_default(),
                        contact.id
                    );
                    let error = "CONFLICTING_UNIQUE_VALUE";
                    return Err(Refusal::values(&[
                        json!({ "isValid": false, "message": words, "error": error, "name": name }),
                    ]));
                }
                Some(_) | None => {}
            }
        }
        Ok(())
    }

    /// Puts a contact into the bin; what is not there stays so.
    pub(super) fn archive(&mut self, id: &str, now: i64) -> bool {
        let place = self.by_id(id, false).and_then(|contact| self.place(contact.id));
        let Some(place) = place else { return false };
        self.contacts[place].change(now, |contact| contact.archived = Some(now));
        true
    }

    /// Takes it out again.
    pub(super) fn restore(&mut self, id: &str, now: i64) -> Result<(), Refusal> {
        let found = self.by_id(id, true).ok_or_else(|| Refusal::not_found(id))?;
        let (number, values) = (found.id, found.values.clone());
        self.refuse_taken(Some(number), &values)?;
        if let Some(place) = self.place(number) {
            self.contacts[place].change(now, |contact| contact.archived = None);
        }
        Ok(())
    }

    /// Removes it without a trace.
    pub(super) fn destroy(&mut self, id: &str) -> Result<(), Refusal> {
        let before = self.contacts.len();
        self.contacts.retain(|contact| contact.id.to_string() != id || contact.merged_into.is_some());
        if self.contacts.len() == before { Err(Refusal::not_found(id)) } else { Ok(()) }
    }

    /// Joins two contacts: what is empty in the first is filled from the second, whose address is kept beside. The id that
    /// the survivor has.
    pub(super) fn merge(
        &mut self,
        first: &str,
        second: &str,
        keeps_id: bool,
        now: i64,
    ) -> Result<u64, Refusal> {
        let find = |id: &str| self.by_id(id, false).cloned().ok_or_else(|| Refusal::not_found(id));
        let (stays, goes) = (find(first)?, find(second)?);
        if stays.id == goes.id {
            return Err(Refusal::odd("Cannot merge an object with itself."));
        }
        let mut values: Values = goes.values.clone().into_iter().chain(stays.values.clone()).collect();
        let also: Vec<&str> = stays.addresses().chain(goes.addresses()).skip(1).collect();
        if !also.is_empty() {
            values.insert("hs_additional_emails".to_owned(), also.join(";"));
        }
        let mut ids: Vec<String> = Vec::new();
        for one in [&stays, &goes] {
            ids.extend(one.values.get("hs_merged_object_ids").cloned());
        }
        ids.extend(
            [&stays, &goes].iter().filter(|one| !keeps_id || one.id == goes.id).map(|one| one.id.to_string()),
        );
        values.insert("hs_merged_object_ids".to_owned(), ids.join(";"));
        let survivor = if keeps_id { stays.id } else { self.next_id() };
        for one in [stays.id, goes.id].into_iter().filter(|one| *one != survivor) {
            if let Some(place) = self.place(one) {
                self.contacts[place].change(now, |contact| contact.merged_into = Some(survivor));
            }
        }
        match self.place(survivor) {
            Some(place) => self.contacts[place].change(now, |contact| contact.values = values),
            None => self.contacts.push(Contact::new(survivor, values, now)),
        }
        Ok(survivor)
    }
}

fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.trim().split_once('@') else { return false };
    !local.is_empty() && domain.contains('.') && !text.trim().contains(char::is_whitespace)
}

/// Whether a stage would be behind the one that is there.
fn goes_back(now: Option<&String>, next: &str) -> bool {
    let place = |stage: &str| STAGES.iter().position(|one| *one == stage);
    !next.is_empty() && now.is_some_and(|now| place(next) < place(now))
}
