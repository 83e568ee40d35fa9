//! Waiting for something outside this process: ask again until it holds or the time is up. The one place of the
//! stories with a clock and a pause in it.

use std::time::{Duration, Instant};

use super::Trouble;

/// How long to wait, and the pause between two looks.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    most: Duration,
}

impl Patience {
    /// For what a laptop under load does in seconds.
    pub const USUAL: Self = Self::seconds(20);

    /// Waits this many seconds at most.
    pub const fn seconds(seconds: u64) -> Self {
        Self { most: Duration::from_secs(seconds) }
    }

    /// Looks until there is something to see.
    ///
    /// # Errors
    /// Time is up; names what was waited for and the last trouble met on the way.
    #[expect(clippy::disallowed_methods, reason = "waits for other processes in real time")]
    pub fn wait<T>(
        self,
        what: &str,
        mut look: impl FnMut() -> Result<Option<T>, Trouble>,
    ) -> Result<T, Trouble> {
        let start = Instant::now();
        let mut last = None;
        while start.elapsed() < self.most {
            match look() {
                Ok(Some(seen)) => return Ok(seen),
                Ok(None) => last = None,
                Err(trouble) => last = Some(trouble),
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let why = last.map(|trouble| format!(": {trouble}")).unwrap_or_default();
        Err(format!("waited {} s in vain for {what}{why}", self.most.as_secs()).into())
    }
}
