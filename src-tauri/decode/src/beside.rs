//! Runs what knows no deadline on a thread of its own, so that whoever asked for it is held no longer than their patience.
//!
//! Left out on purpose: ending such work. It cannot be told to stop; what is nobody's any more runs out by itself, some
//! milliseconds later, and its result is dropped. So only work that is bounded by the size of its input belongs here.

use crate::budget::Budget;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread::Builder;
use std::time::Duration;

/// Between two questions while the work goes on.
const A_WAIT: Duration = Duration::from_millis(1);
const A_WAIT_NS: usize = 1_000_000;

/// What `work` gives; `None` when the budget runs out first, when it panics, or when the system has no thread left.
/// The caller has told the budget of as much work as was to be expected (`Budget::spend`); what takes longer than
/// `expected` is told of while it goes on.
pub(crate) fn beside<T: Send + 'static>(
    expected: Duration,
    budget: &mut Budget<'_>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (tell, told) = sync_channel(1);
    // Nobody may be there any more to be told.
    Builder::new().name("decode-beside".to_owned()).spawn(move || tell.send(work()).ok()).ok()?;
    let mut wait = expected.max(A_WAIT);
    loop {
        match told.recv_timeout(wait) {
            Ok(done) => return Some(done),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if budget.spend(A_WAIT_NS, 1.0) => return None,
            Err(RecvTimeoutError::Timeout) => wait = A_WAIT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn work_that_ends_in_time_gives_its_result() {
        let mut never = || false;
        assert_eq!(beside(A_WAIT, &mut Budget::new(&mut never), || 7), Some(7));
    }

    #[test]
    fn work_that_never_ends_holds_nobody_whose_patience_is_out() {
        // The sender lives until the end of the test: until then the work waits.
        let (_end, ended) = channel::<()>();
        let mut asked = 0;
        let mut stop = || {
            asked += 1;
            asked > 100
        };
        assert_eq!(beside(A_WAIT, &mut Budget::new(&mut stop), move || ended.recv().is_ok()), None);
        assert_eq!(asked, 101);
    }
}
