//! Why a command did not work, in words.

use super::views::{CommandError, ErrorCode};
use crate::store::StoreError;
use lanyard_core::explain::Sentence;

/// What a command gives back.
pub(super) type Answer<T> = std::result::Result<T, CommandError>;

impl CommandError {
    /// An error with its sentence's code.
    #[must_use]
    pub fn new(code: ErrorCode, sentence: &str) -> Self {
        Self { code, sentence: Sentence::new(sentence), detail: None }
    }

    /// The same, with a whole sentence.
    #[must_use]
    pub fn said(code: ErrorCode, sentence: Sentence) -> Self {
        Self { code, sentence, detail: None }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::DiskFull
            | StoreError::ReadOnly
            | StoreError::OpenToRead
            | StoreError::Locked
            | StoreError::Io { .. } => ErrorCode::NotSaved,
            StoreError::Corrupt { .. } | StoreError::Refused { .. } | StoreError::Mismatch { .. } => {
                ErrorCode::Internal
            }
        };
        Self { code, sentence: error.sentence(), detail: Some(error.to_string()) }
    }
}

impl std::fmt::Display for CommandError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence.code)
    }
}

impl std::error::Error for CommandError {}
