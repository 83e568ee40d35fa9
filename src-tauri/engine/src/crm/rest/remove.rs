//! Taking records away: one at a time, meant for the version that was read.

use super::Client;
use super::write::{if_match, request_key};
use crate::crm::Heard;
use crate::crm::http::{Purpose, Request};
use crate::crm::one_by_one::each;
use lanyard_core::crm::{CrmAnswer, Failure, ItemAnswer, Object, Removal, ReplyFacts};
use reqwest::Method;
use serde_json::Value;

impl Client {
    /// Deletes records.
    pub(super) async fn delete(&self, items: &[Removal]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.delete_one(item)).await
    }

    async fn delete_one(&self, item: &Removal) -> Heard<ItemAnswer> {
        let call = match item.object {
            Object::Contact => &self.table.calls.delete,
            Object::Note { .. } => match &self.table.notes {
                Some(names) => &names.drop,
                None => return (Err(Failure::Unsupported), ReplyFacts::default()),
            },
        };
        let key =
            request_key(&[&item.idempotency_key, item.id.as_str()], item.version.as_ref(), &Value::Null);
        let mut headers = vec![("idempotency-key", key)];
        let version = item.version.as_ref().filter(|_| self.table.record.version.is_some());
        headers.extend(if_match(version));
        let request = Request {
            purpose: Purpose::Write,
            method: Method::DELETE,
            path: self.table.path(call.path, Some(&item.id)),
            query: Vec::new(),
            headers,
            body: None,
        };
        let (outcome, facts) = self.ask(request, call.success).await;
        (outcome.map(|_| ItemAnswer::Accepted(item.id.clone())), facts)
    }
}
