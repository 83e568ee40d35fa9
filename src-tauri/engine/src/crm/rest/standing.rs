//! Whether somebody is known at a CRM that a table describes, and since when nothing changed: neither of those CRMs names a state
//! or an owner in a contact that we could show to people (AcmeCRM has none; BottleCRM's owners are a list of its own records).

use super::Client;
use super::table::Keyed;
use crate::crm::Heard;
use lanyard_core::crm::{Failure, RemoteField, Standing, Whom};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::WallMs;
use reqwest::Method;
use serde_json::{Value, json};

/// Records that a filter may lead to.
const FILTERED: usize = 100;

impl Client {
    /// How somebody stands; none where no live record, or more than one, is theirs.
    pub(in crate::crm) async fn standing(&self, whom: &Whom) -> Heard<Option<Standing>> {
        match whom {
            Whom::Record(id) => self.of_record(id).await,
            Whom::Email(email) => self.of_email(&email.trim().to_lowercase()).await,
        }
    }

    async fn of_record(&self, id: &RemoteId) -> Heard<Option<Standing>> {
        let (read, facts) = self.read(&self.table.calls.get, Method::GET, Some(id), Vec::new(), None).await;
        let standing = match read {
            Ok(value) => self.table.record(&value).ok_or(Failure::Protocol).map(|record| {
                let value = self.table.record.wrapped.and_then(|name| value.get(name)).unwrap_or(&value);
                (record.id == *id && !record.archived).then(|| self.changed(value))
            }),
            Err(Failure::Gone { .. }) => Ok(None),
            Err(failure) => Err(failure),
        };
        (standing, facts)
    }

    async fn of_email(&self, email: &str) -> Heard<Option<Standing>> {
        let names = &self.table.list;
        let (read, facts, list) = match &self.table.keyed {
            Keyed::Bulk(bulk) => {
                let body = json!({ bulk.emails: [email], bulk.archived: false });
                let (read, facts) = self.read(&bulk.read, Method::POST, None, Vec::new(), Some(body)).await;
                (read, facts, bulk.results)
            }
            Keyed::OneByOne { email: filter, .. } => {
                let query = vec![(*filter, email.to_owned()), (names.limit, FILTERED.to_string())];
                let (read, facts) = self.read(&self.table.calls.list, Method::GET, None, query, None).await;
                (read, facts, names.data)
            }
        };
        let standing = read.and_then(|value| {
            let all = value.get(list).and_then(Value::as_array).ok_or(Failure::Protocol)?;
            let theirs = all.iter().filter(|value| self.is_of(value, email));
            let theirs: Vec<&Value> = theirs.take(2).collect();
            Ok(match theirs.as_slice() {
                [one] => Some(self.changed(one)),
                _ => None,
            })
        });
        (standing, facts)
    }

    /// Whether a live record carries this address: a filter may show more than was asked for.
    fn is_of(&self, value: &Value, email: &str) -> bool {
        let field = RemoteField::new(self.table.email);
        let folded = |theirs: &str| theirs.trim().to_lowercase() == email;
        self.table
            .record(value)
            .is_some_and(|record| !record.archived && record.fields.get(&field).is_some_and(folded))
    }

    fn changed(&self, value: &Value) -> Standing {
        let at = self.table.modified(value).map(|at| WallMs(at.as_millisecond()));
        Standing { changed: at, ..Standing::default() }
    }
}
