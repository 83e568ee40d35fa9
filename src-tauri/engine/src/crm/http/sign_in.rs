//! How a request shows who we are.

use super::BuildFault;
use crate::crm::Secret;
use reqwest::header::{HeaderName, HeaderValue};

/// A token or key, and the header that carries it.
#[derive(Debug, Clone)]
pub struct SignIn {
    header: &'static str,
    prefix: &'static str,
    secret: Secret,
}

impl SignIn {
    /// A sign-in by `secret` in `header` (lower case), after `prefix` ("Bearer ").
    ///
    /// # Errors
    /// If the secret holds what no header may carry.
    pub fn new(header: &'static str, prefix: &'static str, secret: Secret) -> Result<Self, BuildFault> {
        let sign_in = Self { header, prefix, secret };
        sign_in.header().map(|_| ()).ok_or(BuildFault::Secret)?;
        Ok(sign_in)
    }

    /// Name and value of the header; the value is marked as sensitive.
    pub(super) fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        let text = zeroize::Zeroizing::new(format!("{}{}", self.prefix, self.secret.expose()));
        let mut value = HeaderValue::try_from(text.as_str()).ok()?;
        value.set_sensitive(true);
        Some((HeaderName::from_static(self.header), value))
    }

    /// What must not be shown if the other side repeats it.
    pub(super) fn secret(&self) -> &str {
        self.secret.expose()
    }
}
