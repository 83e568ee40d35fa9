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

/// This thread's time on the processor so far, in milliseconds; none where the system does not count it.
#[cfg(unix)]
fn processor_ms() -> Option<f64> {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Some(time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6)
}
#[cfg(not(unix))]
fn processor_ms() -> Option<f64> {
    None
}

/// As [`timed`], and beside it this thread's own time on the processor: what the other programs on the machine do not change.
pub(crate) fn worked<T>(act: impl FnOnce() -> T) -> (f64, f64, T) {
    let begun = processor_ms();
    let (ms, done) = timed(act);
    let worked = begun.zip(processor_ms()).map_or(ms, |(begun, ended)| ended - begun);
    (ms, worked, done)
}

/// How long something takes, in milliseconds, and what it gives.
pub(crate) fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let watch = Watch::start();
    let done = act();
    (watch.seconds() * 1000.0, done)
}
