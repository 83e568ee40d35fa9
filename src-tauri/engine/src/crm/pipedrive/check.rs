//! Does the token work, and under which keys does this account keep our marker and the job title? Fields of their own have
//! random keys of forty signs: they are found by their names, and made if they are missing and a person allowed it. Where
//! the account refuses that, there is no marker, and its capabilities say so.

use super::names::{self, MARKER_FIELD, TITLE_FIELD};
use super::own::Kinds;
use super::{Client, MARKER, MARKER_KEY, TITLE_KEY};
use crate::crm::{Heard, Settings};
use lanyard_core::crm::{AuthFault, CrmAnswer, Failure, Trouble};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Types whose values are plain texts.
const TEXTS: [&str; 2] = ["varchar", "text"];

/// The settings' word for a marker that is there.
const SEARCHABLE: &str = "searchable";
const NONE: &str = "none";

/// What a check learned of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Learned {
    /// The key of the field for our marker; none when there is no such field.
    pub(super) marker: Option<String>,
    /// The key of the field for the job title.
    pub(super) title: Option<String>,
    /// What the account's own fields hold, where a mapping names one; not kept.
    pub(super) kinds: Arc<Kinds>,
}

impl Learned {
    /// As an earlier check left it in the settings.
    pub(super) fn from_settings(settings: &Settings) -> Option<Self> {
        let key = |name: &str| settings.get(name).filter(|key| names::is_key(key)).cloned();
        let learned = Self { marker: key(MARKER_KEY), title: key(TITLE_KEY), kinds: Arc::default() };
        let known = match settings.get(MARKER)?.as_str() {
            SEARCHABLE => learned.marker.is_some(),
            word => word == NONE,
        };
        known.then_some(learned)
    }

    /// To be kept with the settings. A key that is none is kept as nothing, in the place of an older one.
    pub(super) fn settings(&self) -> Settings {
        let marker = if self.marker.is_some() { SEARCHABLE } else { NONE };
        let key = |key: &Option<String>| key.clone().unwrap_or_default();
        Settings::from([
            (MARKER.to_owned(), marker.to_owned()),
            (MARKER_KEY.to_owned(), key(&self.marker)),
            (TITLE_KEY.to_owned(), key(&self.title)),
        ])
    }
}

impl Client {
    /// Reads the definitions of fields, which needs the token. What is learned is remembered.
    pub(super) async fn check(&self) -> CrmAnswer {
        let (learned, facts) = self.learn().await;
        CrmAnswer { outcome: learned.map(|_| BTreeMap::new()), facts }
    }

    /// What is known of the account, by a check if there was none yet.
    pub(super) async fn account(&self) -> Heard<Learned> {
        let Some(learned) = self.known.get() else { return self.learn().await };
        let (kinds, facts) = self.kinds().await;
        (kinds.map(|kinds| Learned { kinds, ..learned }), facts)
    }

    async fn learn(&self) -> Heard<Learned> {
        let (found, facts) = self.own_fields().await;
        let mut learned = match found {
            Ok(learned) => learned,
            Err(failure) => return (Err(failure), facts),
        };
        let mut facts = facts;
        for (key, name) in [(&mut learned.marker, MARKER_FIELD), (&mut learned.title, TITLE_FIELD)] {
            if key.is_some() || !self.may_make_fields {
                continue;
            }
            let (made, later) = self.make_field(name).await;
            facts = later;
            match made {
                Ok(made) => *key = made,
                Err(failure) => return (Err(failure), facts),
            }
        }
        self.known.learn(learned.clone());
        (Ok(learned), facts)
    }

    async fn own_fields(&self) -> Heard<Learned> {
        let (definitions, facts) = self.definitions().await;
        let learned = definitions.map(|all| {
            let mut learned = Learned { kinds: self.learn_kinds(&all), ..Learned::default() };
            for field in &all {
                let key = text_key(field);
                match field.get("field_name").and_then(Value::as_str) {
                    Some(MARKER_FIELD) => learned.marker = learned.marker.or(key),
                    Some(name) if name.eq_ignore_ascii_case(TITLE_FIELD) => {
                        learned.title = learned.title.or(key);
                    }
                    Some(_) | None => {}
                }
            }
            learned
        });
        (learned, facts)
    }

    /// Its key; none where the account does not let us.
    async fn make_field(&self, name: &str) -> Heard<Option<String>> {
        let body = json!({ "field_name": name, "field_type": "varchar" });
        let (outcome, facts) = self.write(Method::POST, names::v2(&["personFields"]), Some(body)).await;
        let key = match outcome {
            Ok(value) => value.get("data").and_then(text_key).map(Some).ok_or(Failure::Protocol),
            Err(
                Failure::Invalid { .. }
                | Failure::Unsupported
                | Failure::Auth { fault: AuthFault::MissingScope },
            ) => Ok(None),
            // It may be there without an answer: looked at again, or there would be two.
            Err(Failure::Conflict { .. } | Failure::Ambiguous) => {
                Err(Failure::Transient { trouble: Trouble::Busy })
            }
            Err(failure) => Err(failure),
        };
        (key, facts)
    }
}

/// The key of a field that holds a text and was made by the account.
fn text_key(field: &Value) -> Option<String> {
    let text = |name: &str| field.get(name).and_then(Value::as_str);
    let holds_text = text("field_type").is_some_and(|kind| TEXTS.contains(&kind));
    text("field_code").filter(|key| holds_text && names::is_key(key)).map(str::to_owned)
}
