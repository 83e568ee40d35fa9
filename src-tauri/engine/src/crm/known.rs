//! What a check learns of an account. It is known from then on, or from a start on that remembers it; shared by all requests.

use std::sync::{Mutex, PoisonError};

/// Something learned; nothing before the first check.
#[derive(Debug)]
pub(in crate::crm) struct Known<T>(Mutex<Option<T>>);

impl<T: Clone> Known<T> {
    /// What an earlier check learned, if there was one.
    pub(in crate::crm) fn from(remembered: Option<T>) -> Self {
        Self(Mutex::new(remembered))
    }

    /// Takes in what a check learned.
    pub(in crate::crm) fn learn(&self, learned: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(learned);
    }

    /// What is known.
    pub(in crate::crm) fn get(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
