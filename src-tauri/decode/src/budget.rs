//! The caller's patience, asked inside every loop and never asked again once it is out.

/// Wraps the caller's `stop`, so that one `true` ends all work that follows.
pub(crate) struct Budget<'a> {
    stop: &'a mut dyn FnMut() -> bool,
    spent: bool,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(stop: &'a mut dyn FnMut() -> bool) -> Self {
        Self { stop, spent: false }
    }

    /// Asks whether to give up. Loops call this once a round and return when it says `true`.
    pub(crate) fn spent(&mut self) -> bool {
        self.spent = self.spent || (self.stop)();
        self.spent
    }

    /// Whether an earlier question was answered with `true`; asks nothing.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }
}
