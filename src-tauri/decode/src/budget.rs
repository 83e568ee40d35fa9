//! The caller's patience, asked at even distances of work and never asked again once it is out.

/// Wraps the caller's `stop`, so that one `true` ends all work that follows.
pub(crate) struct Budget<'a> {
    stop: &'a mut dyn FnMut() -> bool,
    /// Nanoseconds of work since the last question, as they were estimated.
    owed: u32,
    /// The largest piece of work that was told of at once, in nanoseconds: as long as nobody is asked.
    #[cfg(test)]
    largest: u32,
    spent: bool,
}

/// Nanoseconds of estimated work between two questions.
const A_QUESTION: u32 = 16_384;

impl<'a> Budget<'a> {
    pub(crate) fn new(stop: &'a mut dyn FnMut() -> bool) -> Self {
        Self {
            stop,
            owed: 0,
            #[cfg(test)]
            largest: 0,
            spent: false,
        }
    }

    /// Tells of work about to be done, by `count` items of some nanoseconds each, and says whether to give up instead.
    /// Estimates are for a small laptop; what matters is that they are in proportion, so that counted questions
    /// measure work on any machine.
    pub(crate) fn spend(&mut self, count: usize, nanoseconds: f32) -> bool {
        // No estimate exceeds a second; a cast that saturates is as good.
        let piece = (count as f32 * nanoseconds) as u32;
        #[cfg(test)]
        {
            self.largest = self.largest.max(piece);
        }
        self.owed = self.owed.saturating_add(piece);
        while self.owed >= A_QUESTION && !self.spent {
            self.owed -= A_QUESTION;
            self.spent = (self.stop)();
        }
        self.spent
    }

    /// The longest time without a question, as it was estimated, in nanoseconds.
    #[cfg(test)]
    pub(crate) fn largest(&self) -> u32 {
        self.largest.saturating_add(A_QUESTION)
    }

    /// Whether a question was answered with `true`; asks nothing.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_as_many_as_the_work_is_large() {
        for pieces in [1, 10, 1000] {
            let mut questions = 0;
            let mut stop = || {
                questions += 1;
                false
            };
            let mut budget = Budget::new(&mut stop);
            for _ in 0..pieces {
                budget.spend(16_384_000 / pieces, 1.0);
            }
            assert!((999..=1000).contains(&questions), "{pieces} pieces: {questions}");
        }
    }

    #[test]
    fn after_a_yes_nothing_is_asked() {
        let mut questions = 0;
        let mut stop = || {
            questions += 1;
            true
        };
        let mut budget = Budget::new(&mut stop);
        assert!(!budget.spend(1, 1.0));
        assert!(budget.spend(1_000_000, 1.0) && budget.spend(1_000_000, 1.0) && budget.is_spent());
        assert_eq!(questions, 1);
    }
}
