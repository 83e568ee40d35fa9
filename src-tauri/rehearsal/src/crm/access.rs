//! Who may ask: a bearer token, an API key, or a token that a login gave.

use super::Crm;
use super::jwt::{Signer, Worth};
use crate::ask::Ask;
use crate::options::Options;
use crate::reply::{Kind, Problem, Reply};
use serde::Deserialize;
use serde_json::json;

/// The secrets that open the CRM.
pub(crate) struct Access {
    token: String,
    api_key: String,
    email: String,
    password: String,
    signer: Signer,
    /// Tokens given out.
    logins: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Login {
    email: String,
    password: String,
}

impl Access {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            token: options.token.clone(),
            api_key: options.api_key.clone(),
            email: options.email.clone(),
            password: options.password.clone(),
            signer: Signer::new(&[&options.control_token, &options.email, &options.password]),
            logins: 0,
        }
    }

    /// 401 unless the request shows a token or the key. An empty secret opens nothing.
    pub(crate) fn check(&self, ask: &Ask, now: i64) -> Result<(), Problem> {
        let bearer = ask.header("authorization").and_then(|v| v.strip_prefix("Bearer "));
        let opens = |shown: Option<&str>, secret: &str| !secret.is_empty() && shown == Some(secret);
        if opens(bearer, &self.token) || opens(ask.header("x-api-key"), &self.api_key) {
            return Ok(());
        }
        match bearer.map_or(Worth::Nothing, |token| self.signer.worth(token, seconds(now))) {
            Worth::Good => Ok(()),
            Worth::Expired => Err(expired()),
            Worth::Nothing => Err(refused()),
        }
    }
}

impl Crm {
    /// `POST /auth/login`: a token that ends. The address is compared without regard to case.
    pub(super) fn login(&mut self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        let login: Login = ask.json()?;
        let access = &mut self.access;
        let known = !access.password.is_empty()
            && login.email.to_lowercase() == access.email.to_lowercase()
            && login.password == access.password;
        if !known {
            let message = "The e-mail address or the password is wrong.";
            return Err(Problem::new(Kind::Authentication, "invalid_credentials", message));
        }
        access.logins += 1;
        let ttl = self.settings.token_ttl_s;
        let token = access.signer.token(&access.email, seconds(now), ttl, access.logins);
        Ok(Reply::ok(json!({ "access_token": token, "token_type": "Bearer", "expires_in": ttl })))
    }
}

fn seconds(ms: i64) -> i64 {
    ms.div_euclid(1000)
}

/// The CRM's 401.
pub(crate) fn refused() -> Problem {
    Problem::new(Kind::Authentication, "invalid_token", "The token or API key is missing or wrong.")
        .header("www-authenticate", "Bearer".to_owned())
}

/// The CRM's 401 for a token whose time is over.
pub(crate) fn expired() -> Problem {
    Problem::new(Kind::Authentication, "token_expired", "The token has ended: log in again.")
        .header("www-authenticate", "Bearer error=\"invalid_token\"".to_owned())
}
