//! Whether a destination takes writes now, as far as its deliveries are concerned. How it came to that is
//! `sync::health`'s.

/// A destination's health, seen from a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gate {
    /// It takes writes.
    #[default]
    Open,
    /// Its host does not answer.
    Offline,
    /// It asked us to wait.
    Throttled,
    /// Too many failures in a row: we rest, then try with a read.
    Resting,
    /// It does not accept our sign-in.
    SignIn,
    /// This store was restored from a backup or copied: nothing leaves before a person says what it is (rule 20).
    Restored,
}
