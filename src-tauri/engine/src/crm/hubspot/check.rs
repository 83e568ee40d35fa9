//! Does the key work, and how does this account keep our marker? The property for it is made here, if a person allowed it:
//! unique, so that a repeated create is the same record. Where HubSpot refuses that (at most ten unique properties, or the
//! key may not change definitions) it is searchable, or there is none, and the account's capabilities say so.

use super::ask::{CREATED, OK, not_gone};
use super::names::{Kind, MARKER};
use super::{Client, wire};
use crate::crm::Heard;
use lanyard_core::crm::{AuthFault, CrmAnswer, Failure, MarkerSupport, ReplyFacts, Trouble};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The group that every account has for contacts' properties.
pub(super) const GROUP: &str = "contactinformation";

impl Client {
    /// Reads one record, which needs the key and its scope, then the property. What is learned is remembered.
    pub(super) async fn check(&self) -> CrmAnswer {
        let query = vec![("limit", "1".to_owned())];
        let path = self.version.objects(Kind::Contacts, &[]);
        let (outcome, facts) = self.read(Method::GET, path, query, None, OK).await;
        let read = outcome
            .map_err(not_gone)
            .and_then(|value| wire::contacts(&value, &self.fields).map(drop).ok_or(Failure::Protocol));
        if let Err(failure) = read {
            return CrmAnswer { outcome: Err(failure), facts };
        }
        let (support, facts) = self.property().await;
        let outcome = support.map(|support| {
            self.marker.learn(support);
            BTreeMap::new()
        });
        CrmAnswer { outcome, facts }
    }

    async fn property(&self) -> Heard<MarkerSupport> {
        let path = self.version.properties(&[MARKER]);
        let (outcome, facts) = self.read(Method::GET, path, Vec::new(), None, OK).await;
        match outcome {
            Ok(property) => (support(&property).ok_or(Failure::Protocol), facts),
            Err(Failure::Gone { .. } | Failure::Unsupported) if self.may_make_property => {
                self.make_property().await
            }
            // There is none, or the key may use contacts and not look at their properties.
            Err(
                Failure::Gone { .. }
                | Failure::Unsupported
                | Failure::Auth { fault: AuthFault::MissingScope },
            ) => (Ok(MarkerSupport::None), facts),
            Err(failure) => (Err(failure), facts),
        }
    }

    /// Made unique, else not unique, else not at all.
    async fn make_property(&self) -> Heard<MarkerSupport> {
        for unique in [true, false] {
            let path = self.version.properties(&[]);
            let body = Some(definition(unique));
            let (outcome, facts) = self.write(Method::POST, path, body, CREATED).await;
            match outcome {
                Ok(property) => return (support(&property).ok_or(Failure::Protocol), facts),
                Err(Failure::Invalid { .. }) if unique => {}
                Err(
                    Failure::Invalid { .. }
                    | Failure::Unsupported
                    | Failure::Auth { fault: AuthFault::MissingScope },
                ) => return (Ok(MarkerSupport::None), facts),
                // Somebody else made it in this moment, or ours is there without an answer: looked at again.
                Err(Failure::Conflict { .. } | Failure::Ambiguous) => {
                    return (Err(Failure::Transient { trouble: Trouble::Busy }), facts);
                }
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Ok(MarkerSupport::None), ReplyFacts::default())
    }
}

/// What a property can do for us; none when it is no text or another one.
fn support(property: &Value) -> Option<MarkerSupport> {
    let text = |name: &str| property.get(name).and_then(Value::as_str);
    if text("name")? != MARKER || property.get("archived").and_then(Value::as_bool) == Some(true) {
        return None;
    }
    let unique = property.get("hasUniqueValue").and_then(Value::as_bool).unwrap_or(false);
    Some(if text("type")? != "string" {
        MarkerSupport::None
    } else if unique {
        MarkerSupport::Unique
    } else {
        MarkerSupport::Searchable
    })
}

fn definition(unique: bool) -> Value {
    json!({
        "name": MARKER,
        "label": "Lanyard capture ID",
        "groupName": GROUP,
        "type": "string",
        "fieldType": "text",
        "hasUniqueValue": unique,
        "formField": false,
        "hidden": false,
    })
}
