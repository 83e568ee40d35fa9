//! One request to HubSpot: sent with the key, and taken for a success only with its own status and a body that is no error.

use super::{Client, wire};
use crate::crm::Heard;
use crate::crm::http::{Purpose, Request, Said, odd};
use lanyard_core::crm::Failure;
use reqwest::Method;
use serde_json::Value;

/// Statuses of success: of a read or a change, of something made, of a batch (each item for itself), without a body.
pub(super) const OK: &[u16] = &[200];
pub(super) const CREATED: &[u16] = &[201];
pub(super) const BATCH: &[u16] = &[200, 207];
pub(super) const NO_CONTENT: &[u16] = &[204];

impl Client {
    /// A request that changes nothing, whatever its method.
    pub(super) async fn read(
        &self,
        method: Method,
        path: Vec<String>,
        query: Vec<(&'static str, String)>,
        body: Option<Value>,
        success: &[u16],
    ) -> Heard<Value> {
        self.ask(Request { purpose: Purpose::Read, method, path, query, headers: Vec::new(), body }, success)
            .await
    }

    /// A request that changes records.
    pub(super) async fn write(
        &self,
        method: Method,
        path: Vec<String>,
        body: Option<Value>,
        success: &[u16],
    ) -> Heard<Value> {
        let (query, headers) = (Vec::new(), Vec::new());
        self.ask(Request { purpose: Purpose::Write, method, path, query, headers, body }, success).await
    }

    /// The body is kept for people when it tells of a failure.
    async fn ask(&self, request: Request, success: &[u16]) -> Heard<Value> {
        let purpose = request.purpose;
        let (outcome, mut facts) = self.http.send(request, Some(&self.sign_in)).await;
        let outcome = outcome.and_then(|reply| {
            let raw = reply.raw.clone();
            let outcome = match reply.said {
                // What calls itself a success and speaks of an error is neither.
                Said::Json(value) if success.contains(&reply.status) => match wire::is_error(&value) {
                    true => Err(odd(purpose)),
                    false => Ok(value),
                },
                Said::Nothing if reply.status == 204 && success == NO_CONTENT => Ok(Value::Null),
                said => Err(wire::failure(purpose, reply.status, &said, reply.retry_after)),
            };
            facts.raw = raw.filter(|_| outcome.is_err());
            outcome
        });
        (outcome, facts)
    }
}

/// Of a question to all records "there is no such thing" would say that none of them is there.
pub(super) fn not_gone(failure: Failure) -> Failure {
    match failure {
        Failure::Gone { .. } => Failure::Protocol,
        other => other,
    }
}
