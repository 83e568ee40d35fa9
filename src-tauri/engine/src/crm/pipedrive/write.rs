//! Writing persons, each by itself. Creates go one after the other, and an address that another one was just given is a
//! conflict, as if Pipedrive kept addresses apart. A change of an address or a number reads the list it stands in first.

use super::Client;
use super::check::Learned;
use super::lists::{first_email, with_email, with_mobile, with_phone};
use super::names::{self, EMAIL, JOB_TITLE, MOBILE, NAME, ORGANIZATION, PHONE};
use super::read::person_in;
use super::taken::{Taken, folded};
use super::wire::Seen;
use crate::crm::Heard;
use crate::crm::one_by_one::{before_a_write, each};
use lanyard_core::crm::{
    ConflictOn, CrmAnswer, Failure, FieldFault, ItemAnswer, NewRecord, Object, RecordPatch, RemoteField,
    Removal, ReplyFacts,
};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Values to be set; none clears.
type Changes<'a> = BTreeMap<&'a str, Option<&'a str>>;

/// Fields that stand in lists, and the one that must not be empty: what is there is read before they are written.
const READ_FIRST: [&str; 4] = [NAME, EMAIL, PHONE, MOBILE];

impl Client {
    /// Makes records.
    pub(super) async fn create(&self, items: &[NewRecord]) -> CrmAnswer {
        if items.iter().any(|item| item.object != Object::Contact) {
            return self.create_notes(items).await;
        }
        each(items, |item| &item.delivery, |item| self.create_one(item)).await
    }

    async fn create_one(&self, item: &NewRecord) -> Heard<ItemAnswer> {
        let mut taken = self.turn.lock().await;
        let learned = match self.account().await {
            (Ok(learned), _) => learned,
            (Err(failure), facts) => return (Err(before_a_write(failure)), facts),
        };
        let email = item.fields.get(&RemoteField::new(EMAIL));
        match self.taken_by(&mut taken, item.marker.as_deref(), email).await {
            (Ok(None), _) => {}
            (Ok(Some(conflict)), facts) => return (Err(conflict), facts),
            (Err(failure), facts) => return (Err(before_a_write(failure)), facts),
        }
        let changes: Changes<'_> = item
            .fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(field, value)| (field.as_str(), Some(value)))
            .collect();
        let body = match self.body(&changes, item.marker.as_deref(), None, &learned).await {
            (Ok(body), _) => body,
            (Err(failure), facts) => return (Err(failure), facts),
        };
        if body.get("name").is_none() {
            let field = Some(RemoteField::new(NAME));
            let message =
                "A person in Pipedrive needs a name, an e-mail address or a phone number.".to_owned();
            let fields = vec![FieldFault { field, message }];
            return (Err(Failure::Invalid { fields }), ReplyFacts::default());
        }
        let (outcome, facts) = self.write(Method::POST, names::v2(&["persons"]), Some(body)).await;
        let made = outcome.map_err(not_yet_there).and_then(|value| {
            let made = person_in(&value).ok_or(Failure::Ambiguous)?;
            let marker = made.marker(&learned);
            let another = marker.is_some() && marker != item.marker;
            if another { Err(Failure::Ambiguous) } else { Ok(made) }
        });
        let made = match made {
            Ok(made) => made,
            Err(failure) => {
                self.forget_organization_of(&changes, &failure).await;
                return (Err(failure), facts);
            }
        };
        taken.note(email, item.marker.as_deref(), &made.id, self.clock.mono());
        let shown = self.as_written(&made, &learned).await;
        let shows_all = |answer: &ItemAnswer| match answer {
            ItemAnswer::Written(record) => {
                record.marker == item.marker
                    && changes.keys().all(|name| {
                        !self.fields.contains(*name) || record.fields.get(&RemoteField::new(*name)).is_some()
                    })
            }
            ItemAnswer::Found(_) | ItemAnswer::Accepted(_) | ItemAnswer::Failed(_) => false,
        };
        let answer = if shows_all(&shown) { shown } else { ItemAnswer::Accepted(made.id) };
        (Ok(answer), facts)
    }

    /// Whether this process gave another person the marker or the address a moment ago, and that one is still there.
    async fn taken_by(
        &self,
        taken: &mut Taken,
        marker: Option<&str>,
        email: Option<&str>,
    ) -> Heard<Option<Failure>> {
        let now = self.clock.mono();
        let by_marker = marker.and_then(|marker| taken.by_marker(marker, now));
        let by_email = email.and_then(|email| taken.by_email(email, now));
        let mut facts = ReplyFacts::default();
        for (on, id) in [(ConflictOn::Marker, by_marker), (ConflictOn::Email, by_email)] {
            let Some(id) = id else { continue };
            let (theirs, later) = self.one(&id).await;
            facts = later;
            match theirs {
                Ok(seen) => {
                    let has = |email: &str| !seen.deleted && seen.has_email(&folded(email));
                    // One that was deleted keeps its marker; its address is free.
                    if on == ConflictOn::Marker || email.is_some_and(has) {
                        return (Ok(Some(Failure::Conflict { on, existing: Some(id) })), facts);
                    }
                    taken.free_email(&id);
                }
                Err(Failure::Gone { .. }) => taken.forget(&id),
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Ok(None), facts)
    }

    /// A written person as its reply shows it, or that it was written, where the organization's name cannot be read.
    async fn as_written(&self, seen: &Seen, learned: &Learned) -> ItemAnswer {
        let (records, _) = self.shown(std::slice::from_ref(seen), learned, &mut 0).await;
        let record = records.ok().and_then(|records| records.into_iter().next());
        record.map_or_else(|| ItemAnswer::Accepted(seen.id.clone()), ItemAnswer::Written)
    }

    /// What is to be said, over what is there; the organization is looked for and made here.
    async fn body(
        &self,
        changes: &Changes<'_>,
        marker: Option<&str>,
        now: Option<&Seen>,
        learned: &Learned,
    ) -> Heard<Value> {
        let mut body = Map::new();
        let mut own = Map::new();
        let mut facts = ReplyFacts::default();
        let mut emails = now.map_or_else(Vec::new, |now| now.emails().to_vec());
        let mut phones = now.map_or_else(Vec::new, |now| now.phones().to_vec());
        for (name, value) in changes {
            match *name {
                NAME => {}
                EMAIL => emails = with_email(&emails, *value),
                PHONE => phones = with_phone(&phones, *value),
                MOBILE => phones = with_mobile(&phones, *value),
                ORGANIZATION => match value {
                    None => _ = body.insert("org_id".to_owned(), Value::Null),
                    Some(value) => match self.organization(value).await {
                        (Ok(id), later) => {
                            facts = later;
                            body.extend(id.map(|id| ("org_id".to_owned(), json!(id))));
                        }
                        (Err(failure), facts) => return (Err(failure), facts),
                    },
                },
                JOB_TITLE => {
                    // Where there is no field for it, it is left out.
                    own.extend(learned.title.clone().map(|key| (key, json!(value))));
                }
                key => {
                    let said = match value {
                        None => Value::Null,
                        Some(value) => match self.said(&learned.kinds, key, value).await {
                            (Ok(said), _) => said,
                            (Err(failure), facts) => return (Err(before_a_write(failure)), facts),
                        },
                    };
                    own.insert(key.to_owned(), said);
                }
            }
        }
        if let (Some(key), Some(marker)) = (&learned.marker, marker) {
            own.insert(key.clone(), json!(Some(marker).filter(|marker| !marker.is_empty())));
        }
        let in_lists = |names: &[&str]| names.iter().any(|name| changes.contains_key(name));
        if let Some(name) = named(changes, now, &emails, &phones) {
            body.insert(NAME.to_owned(), json!(name));
        }
        if in_lists(&[EMAIL]) {
            body.insert("emails".to_owned(), Value::Array(emails));
        }
        if in_lists(&[PHONE, MOBILE]) {
            body.insert("phones".to_owned(), Value::Array(phones));
        }
        if !own.is_empty() {
            body.insert("custom_fields".to_owned(), Value::Object(own));
        }
        (Ok(Value::Object(body)), facts)
    }

    /// A refusal may mean that the organization went meanwhile.
    async fn forget_organization_of(&self, changes: &Changes<'_>, failure: &Failure) {
        if let (Failure::Invalid { .. } | Failure::Gone { .. }, Some(Some(name))) =
            (failure, changes.get(ORGANIZATION))
        {
            self.forget_organization(name).await;
        }
    }

    /// Changes records.
    pub(super) async fn update(&self, items: &[RecordPatch]) -> CrmAnswer {
        if items.iter().any(|item| item.object != Object::Contact) {
            return self.update_notes(items).await;
        }
        each(items, |item| &item.delivery, |item| self.change_one(item)).await
    }

    async fn change_one(&self, item: &RecordPatch) -> Heard<ItemAnswer> {
        let learned = match self.account().await {
            (Ok(learned), _) => learned,
            (Err(failure), facts) => return (Err(before_a_write(failure)), facts),
        };
        let changes: Changes<'_> = item
            .fields
            .iter()
            .map(|(field, value)| (field.as_str(), value.as_deref().filter(|value| !value.is_empty())))
            .collect();
        let mut now = None;
        if READ_FIRST.iter().any(|name| changes.contains_key(name)) {
            match self.one(&item.id).await {
                (Ok(seen), facts) if seen.deleted => return (Err(gone()), facts),
                (Ok(seen), _) => now = Some(seen),
                (Err(failure), facts) => return (Err(before_a_write(failure)), facts),
            }
        }
        let body = match self.body(&changes, item.marker.as_deref(), now.as_ref(), &learned).await {
            (Ok(body), _) => body,
            (Err(failure), facts) => return (Err(failure), facts),
        };
        let path = names::v2(&["persons", item.id.as_str()]);
        let (outcome, facts) = self.write(Method::PATCH, path, Some(body)).await;
        let changed = outcome
            .and_then(|value| person_in(&value).filter(|seen| seen.id == item.id).ok_or(Failure::Ambiguous));
        match changed {
            Ok(seen) => (Ok(self.as_written(&seen, &learned).await), facts),
            Err(failure) => {
                self.forget_organization_of(&changes, &failure).await;
                (Err(failure), facts)
            }
        }
    }

    /// Deletes records: they can be brought back for thirty days.
    pub(super) async fn delete(&self, items: &[Removal]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.delete_one(item)).await
    }

    async fn delete_one(&self, item: &Removal) -> Heard<ItemAnswer> {
        let path = match item.object {
            Object::Contact => names::v2(&["persons", item.id.as_str()]),
            Object::Note { .. } => names::v1(&["notes", item.id.as_str()]),
        };
        let (outcome, facts) = self.write(Method::DELETE, path, None).await;
        if outcome.is_ok() && item.object == Object::Contact {
            self.turn.lock().await.free_email(&item.id);
        }
        let answer = outcome.and_then(|value| {
            let said = value.get("data").and_then(|data| data.get("id")).and_then(Value::as_u64);
            // Another one's id: what became of this one is unknown.
            let is_it = said.is_none_or(|id| id.to_string() == item.id.as_str());
            if is_it { Ok(ItemAnswer::Accepted(item.id.clone())) } else { Err(Failure::Ambiguous) }
        });
        (answer, facts)
    }
}

/// The name to be written, if any: the one that is set; where there is none, what else the person is known by, since a
/// person without a name is refused.
fn named(changes: &Changes<'_>, now: Option<&Seen>, emails: &[Value], phones: &[Value]) -> Option<String> {
    let known_by = || {
        let phone = || phones.first().and_then(|entry| entry.get("value")).and_then(Value::as_str);
        first_email(emails).or_else(phone).map(str::to_owned)
    };
    match changes.get(NAME) {
        Some(Some(name)) => Some((*name).to_owned()),
        Some(None) => known_by(),
        // One that only stood for a name moves along with what it was.
        None if now.is_none_or(Seen::is_nameless) => known_by(),
        None => None,
    }
}

fn gone() -> Failure {
    Failure::Gone { merged_into: None }
}

/// A record that is yet to be made cannot be gone.
fn not_yet_there(failure: Failure) -> Failure {
    match failure {
        Failure::Gone { .. } | Failure::Stale { .. } | Failure::Conflict { .. } => Failure::Ambiguous,
        other => other,
    }
}
