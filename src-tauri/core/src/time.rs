//! Points in time and spans, as numbers that the core can compute with. There is no `now()` here on purpose.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Wall-clock time in milliseconds since 1970-01-01T00:00:00Z. Shown to people, never compared to decide anything
/// about order (rule 19 of the sync protocol): laptops' clocks are wrong by hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct WallMs(pub i64);

/// Monotonic time of this process in milliseconds since an arbitrary start. Waits are measured with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MonoMs(pub u64);

/// A span in milliseconds. Stored waits are spans, re-armed in full when the app starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Millis(pub u64);

impl MonoMs {
    /// The point `span` later; saturates at the end of time.
    #[must_use]
    pub const fn plus(self, span: Millis) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// How long from `self` until `later`; zero when `later` is already past.
    #[must_use]
    pub const fn until(self, later: Self) -> Millis {
        Millis(later.0.saturating_sub(self.0))
    }
}

impl WallMs {
    /// The point `span` later; saturates at the end of time.
    #[must_use]
    pub const fn plus(self, span: Millis) -> Self {
        Self(self.0.saturating_add(span.0 as i64))
    }
}

impl Millis {
    /// A span of whole seconds.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1000))
    }
}
