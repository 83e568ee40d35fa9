//! A sign-in secret on its way from the keychain to a request's header. How it is kept is not decided here.

use zeroize::Zeroizing;

/// A token, key or password: never printed, never compared, wiped when dropped. The copy that the HTTP library makes for
/// a request is marked as sensitive, but not wiped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a secret over. Spaces and line ends around it, as pasting leaves them, are dropped.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        let typed = Zeroizing::new(secret.into());
        Self(Zeroizing::new(typed.trim().to_owned()))
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed_and_loses_the_line_end_of_its_pasting() {
        let secret = Secret::new(" canary-3f81\r\n");
        assert_eq!(secret.expose(), "canary-3f81");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
