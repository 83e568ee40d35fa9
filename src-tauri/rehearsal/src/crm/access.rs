//! Who may ask: a bearer token or an API key. The login that issues tokens (JWT) will stand here too.

use crate::ask::Ask;
use crate::reply::{Kind, Problem};

/// The secrets that open the CRM.
pub(crate) struct Access {
    token: String,
    api_key: String,
}

impl Access {
    pub(crate) fn new(token: &str, api_key: &str) -> Self {
        Self { token: token.to_owned(), api_key: api_key.to_owned() }
    }

    /// 401 unless the request shows the token or the key. An empty secret opens nothing.
    pub(crate) fn check(&self, ask: &Ask) -> Result<(), Problem> {
        let bearer = ask.header("authorization").and_then(|v| v.strip_prefix("Bearer "));
        let opens = |shown: Option<&str>, secret: &str| !secret.is_empty() && shown == Some(secret);
        if opens(bearer, &self.token) || opens(ask.header("x-api-key"), &self.api_key) {
            return Ok(());
        }
        Err(refused())
    }
}

/// The CRM's 401.
pub(crate) fn refused() -> Problem {
    Problem::new(Kind::Authentication, "invalid_token", "The token or API key is missing or wrong.")
        .header("www-authenticate", "Bearer".to_owned())
}
