//! The stopwatch: the one place of the benchmark where time is read.

use std::time::{Duration, Instant};

/// A point in time to measure from.
#[derive(Clone, Copy)]
pub(crate) struct Watch(Instant);

impl Watch {
    /// Started now.
    #[expect(clippy::disallowed_methods, reason = "a benchmark is where time is measured")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since then.
    pub(crate) fn passed(self) -> Duration {
        self.0.elapsed()
    }

    /// Seconds since then.
    pub(crate) fn seconds(self) -> f64 {
        self.passed().as_secs_f64()
    }
}

/// How long something takes, in milliseconds, and what it gives.
pub(crate) fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let watch = Watch::start();
    let done = act();
    (watch.seconds() * 1000.0, done)
}
