//! Does the sign-in work, and what can this account do? Either it says so, or the field for our marker is looked for among
//! those that it defines, and added if it is missing and a person allowed it. Where the account refuses that, there is no
//! marker, and its capabilities say so.

use super::table::{AccountNames, Call, Deleting, PATCH, SOFT, Updating};
use super::{Account, Client, deleting, updating};
use crate::crm::Heard;
use crate::crm::http::{Purpose, Request};
use lanyard_core::crm::{AuthFault, CrmAnswer, Failure, MarkerSupport, ReplyFacts, Trouble};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

impl Client {
    /// Who am I? What the account can do is remembered.
    pub(super) async fn check(&self) -> CrmAnswer {
        let (learned, facts) = match &self.table.account {
            AccountNames::Says { call, marker, update, delete, markers } => {
                let (outcome, facts) = self.read(call, Method::GET, None, Vec::new(), None).await;
                let learned = outcome.and_then(|account| {
                    let says = |name: &str| account.get(name).and_then(Value::as_str);
                    let known = |name: &str| markers.iter().find(|(row, _)| *row == name);
                    let (_, marker) = says(marker).and_then(known).ok_or(Failure::Protocol)?;
                    // An account that says nothing of it takes what everybody does.
                    let update = updating(says(update).unwrap_or(PATCH)).ok_or(Failure::Protocol)?;
                    let delete = deleting(says(delete).unwrap_or(SOFT)).ok_or(Failure::Protocol)?;
                    Ok(Account { marker: *marker, update, delete })
                });
                (learned, facts)
            }
            AccountNames::Defines { .. } => {
                let (marker, facts) = self.defined().await;
                let delete =
                    if self.table.record.archived.is_some() { Deleting::Soft } else { Deleting::Hard };
                (marker.map(|marker| Account { marker, update: Updating::Patch, delete }), facts)
            }
        };
        let outcome = learned.map(|account| {
            self.account.learn(account);
            BTreeMap::new()
        });
        CrmAnswer { outcome, facts }
    }

    /// Whether the account defines a field for our marker.
    async fn defined(&self) -> Heard<MarkerSupport> {
        let AccountNames::Defines { list, query, definitions, key, active, add, definition } =
            &self.table.account
        else {
            return (Err(Failure::Unsupported), ReplyFacts::default());
        };
        let query = query.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let (outcome, facts) = self.read(list, Method::GET, None, query, None).await;
        let ours = self.table.record.marker;
        let found = outcome.and_then(|value| {
            let all = value.get(definitions).and_then(Value::as_array).ok_or(Failure::Protocol)?;
            let named = |field: &&Value| field.get(key).and_then(Value::as_str) == Some(ours);
            Ok(all.iter().find(named).map(|field| field.get(active) != Some(&Value::Bool(false))))
        });
        match found {
            Ok(Some(true)) => (Ok(MarkerSupport::Searchable), facts),
            // One that was switched off is somebody's decision.
            Ok(Some(false)) => (Ok(MarkerSupport::None), facts),
            Ok(None) if self.may_make_field => {
                let mut body: Map<String, Value> =
                    definition.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
                body.insert((*key).to_owned(), json!(ours));
                self.define(add, Value::Object(body)).await
            }
            Ok(None) => (Ok(MarkerSupport::None), facts),
            Err(failure) => (Err(failure), facts),
        }
    }

    async fn define(&self, add: &Call, body: Value) -> Heard<MarkerSupport> {
        let request = Request {
            purpose: Purpose::Write,
            method: Method::POST,
            path: self.table.path(add.path, None),
            query: Vec::new(),
            headers: Vec::new(),
            body: Some(body),
        };
        let (outcome, facts) = self.ask(request, add.success).await;
        let marker = match outcome {
            Ok(_) => Ok(MarkerSupport::Searchable),
            Err(Failure::Unsupported | Failure::Auth { fault: AuthFault::MissingScope }) => {
                Ok(MarkerSupport::None)
            }
            // Somebody else added it in this moment, or it is there without an answer: looked at again.
            Err(Failure::Conflict { .. } | Failure::Invalid { .. } | Failure::Ambiguous) => {
                Err(Failure::Transient { trouble: Trouble::Busy })
            }
            Err(failure) => Err(failure),
        };
        (marker, facts)
    }
}
