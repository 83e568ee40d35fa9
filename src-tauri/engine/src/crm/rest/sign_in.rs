//! Showing who we are: with a token or key that stays, or with one that a login gives for a while.

use super::table::{LoginNames, Table};
use super::{AUTH, Client, EMAIL, SECRET};
use crate::clock::Clock;
use crate::crm::http::{Purpose, Request, SignIn};
use crate::crm::session::{Issued, Pass, Session};
use crate::crm::{ConnectFault, Secret, Secrets, Settings};
use lanyard_core::crm::{AuthFault, Failure, ReplyFacts, Trouble};
use lanyard_core::time::Millis;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;

/// How this account is opened.
#[derive(Debug)]
pub(super) enum Access {
    /// A token or key.
    Fixed(SignIn),
    /// E-mail address and password. The address is personal data, and no more printed than the password is.
    Login { names: &'static LoginNames, email: Secret, password: Secret, session: Session },
}

impl Access {
    /// From the form.
    pub(super) fn of(
        table: &'static Table,
        settings: &Settings,
        secrets: &Secrets,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, ConnectFault> {
        let secret = secrets.get(SECRET).filter(|secret| !secret.is_empty());
        let secret = secret.ok_or(ConnectFault::Missing(SECRET))?.clone();
        Ok(match (settings.get(AUTH).map(String::as_str), &table.login) {
            (None | Some("bearer"), _) => Self::Fixed(bearer(secret)?),
            (Some("api_key"), _) => Self::Fixed(SignIn::new("x-api-key", "", secret)?),
            (Some("login"), Some(names)) => {
                let email = settings.get(EMAIL).map(|email| email.trim()).unwrap_or_default();
                if email.is_empty() {
                    return Err(ConnectFault::Missing(EMAIL));
                }
                let session = Session::new(Arc::clone(clock));
                Self::Login { names, email: Secret::new(email), password: secret, session }
            }
            (Some(_), _) => return Err(ConnectFault::Unknown(AUTH)),
        })
    }
}

fn bearer(secret: Secret) -> Result<SignIn, ConnectFault> {
    Ok(SignIn::new("authorization", "Bearer ", secret)?)
}

/// A failed login, and what is kept of its reply.
type Refusal = (Failure, ReplyFacts);

impl Client {
    /// One request whose success has this status and JSON; in a session that the CRM says is over, a second time after one
    /// login. A request that was not accepted for its sign-in was not carried out, a write neither.
    pub(super) async fn ask(&self, request: Request, success: u16) -> (Result<Value, Failure>, ReplyFacts) {
        let (names, email, password, session) = match &self.access {
            Access::Fixed(sign_in) => return self.once(request, success, sign_in).await,
            Access::Login { names, email, password, session } => (*names, email, password, session),
        };
        let first = match session.pass(None, async || self.log_in(names, email, password).await).await {
            Ok(pass) => pass,
            Err((failure, facts)) => return (Err(failure), facts),
        };
        let (outcome, facts) = self.once(request.clone(), success, &first.sign_in).await;
        if !matches!(outcome, Err(Failure::Auth { fault: AuthFault::Expired | AuthFault::Revoked })) {
            return (outcome, facts);
        }
        self.once_more(request, success, first, facts).await
    }

    async fn once_more(
        &self,
        request: Request,
        success: u16,
        refused: Pass,
        facts: ReplyFacts,
    ) -> (Result<Value, Failure>, ReplyFacts) {
        let revoked = Failure::Auth { fault: AuthFault::Revoked };
        let Access::Login { names, email, password, session } = &self.access else {
            return (Err(revoked), facts);
        };
        match session.pass(Some(&refused), async || self.log_in(names, email, password).await).await {
            Ok(second) => {
                let (outcome, facts) = self.once(request, success, &second.sign_in).await;
                let outcome = outcome.map_err(|failure| match failure {
                    Failure::Auth { fault: AuthFault::Expired } => revoked,
                    other => other,
                });
                (outcome, facts)
            }
            Err((failure, facts)) => (Err(failure), facts),
        }
    }

    /// Asks for a token. Its reply's body is kept of a refusal only: of anything else it may hold the token.
    async fn log_in(&self, names: &LoginNames, email: &Secret, password: &Secret) -> Result<Issued, Refusal> {
        let request = Request {
            purpose: Purpose::Read,
            method: Method::POST,
            path: self.table.path(names.call.path, None),
            query: Vec::new(),
            headers: Vec::new(),
            body: Some(json!({ names.email: email.expose(), names.password: password.expose() })),
        };
        let (outcome, mut facts) = self.http.send(request, None).await;
        let reply = match outcome {
            Ok(mut reply) => {
                reply.hide(password.expose());
                reply.hide(email.expose());
                reply
            }
            Err(failure) => return Err((destinations(failure), facts)),
        };
        facts.raw = reply.raw.clone().filter(|_| reply.status >= 400);
        let said = self.table.expected(Purpose::Read, names.call.success, reply);
        let issued = said.and_then(|value| {
            let token = value.get(names.token).and_then(Value::as_str).filter(|token| !token.is_empty());
            let sign_in = bearer(Secret::new(token.ok_or(Failure::Protocol)?));
            let life = value.get(names.life).and_then(Value::as_u64).map(Millis::from_secs);
            Ok(Issued { sign_in: sign_in.map_err(|_| Failure::Protocol)?, life })
        });
        issued.map_err(|failure| (destinations(failure), facts))
    }
}

/// A login speaks for the whole destination, never for the record behind which it was needed: what cannot be mended by
/// waiting is a matter of the sign-in, what is not understood may pass.
fn destinations(failure: Failure) -> Failure {
    match failure {
        Failure::Auth { .. } | Failure::Throttled { .. } | Failure::Transient { .. } => failure,
        Failure::Conflict { .. }
        | Failure::Stale { .. }
        | Failure::Gone { .. }
        | Failure::Invalid { .. }
        | Failure::TooLarge
        | Failure::Unsupported => Failure::Auth { fault: AuthFault::Revoked },
        Failure::Ambiguous | Failure::Protocol => Failure::Transient { trouble: Trouble::Busy },
    }
}
