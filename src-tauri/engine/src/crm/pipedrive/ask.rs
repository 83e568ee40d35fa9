//! One request to Pipedrive: sent with the token, and taken for a success only with its own status and a body that says so.

use super::{Client, names, wire};
use crate::crm::Heard;
use crate::crm::http::{Purpose, Request, Said, odd};
use lanyard_core::crm::{Failure, ReplyFacts};
use reqwest::Method;
use serde_json::Value;

/// A question's values.
pub(super) type Query = Vec<(&'static str, String)>;

impl Client {
    /// A request that changes nothing.
    pub(super) async fn read(&self, path: Vec<String>, query: Query) -> Heard<Value> {
        let (purpose, method, headers) = (Purpose::Read, Method::GET, Vec::new());
        self.ask(Request { purpose, method, path, query, headers, body: None }).await
    }

    /// A request that changes records.
    pub(super) async fn write(&self, method: Method, path: Vec<String>, body: Option<Value>) -> Heard<Value> {
        let (purpose, query, headers) = (Purpose::Write, Vec::new(), Vec::new());
        self.ask(Request { purpose, method, path, query, headers, body }).await
    }

    /// The whole body of a success; it is kept for people when it tells of a failure.
    async fn ask(&self, request: Request) -> Heard<Value> {
        let purpose = request.purpose;
        let (outcome, mut facts) = self.http.send(request, Some(&self.sign_in)).await;
        let outcome = outcome.and_then(|reply| {
            let raw = reply.raw.clone();
            let outcome = match reply.said {
                Said::Json(value) if matches!(reply.status, 200 | 201) => match wire::is_success(&value) {
                    true => Ok(value),
                    false => Err(odd(purpose)),
                },
                said => Err(wire::failure(purpose, reply.status, &said, reply.retry_after, &facts.rate)),
            };
            facts.raw = raw.filter(|_| outcome.is_err());
            outcome
        });
        paced(&mut facts);
        (outcome, facts)
    }
}

/// Where the headers are silent about the day, the smallest budget holds.
fn paced(facts: &mut ReplyFacts) {
    if facts.status.is_some() {
        facts.rate.daily_limit.get_or_insert(names::LEAST_BUDGET);
    }
}

/// Of a question to all records "there is no such thing" would say that none of them is there.
pub(super) fn not_gone(failure: Failure) -> Failure {
    match failure {
        Failure::Gone { .. } => Failure::Protocol,
        other => other,
    }
}
