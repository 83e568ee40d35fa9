//! What a person says of a store that was restored from a backup or copied (rule 20).

use super::desk::Desk;
use super::errors::Answer;
use crate::restored::{self, Decision, Restored};
use crate::store::Store;

impl Desk {
    /// What is known of how this store came here.
    ///
    /// # Errors
    /// When the start has not come that far.
    pub fn restored(&self) -> Answer<Restored> {
        Ok(self.engine()?.store.read(|conn| restored::state(conn))?)
    }

    /// A person says what it is. When this laptop takes the other one's place, sending goes on after a fence and a look; a
    /// copy sends nothing any more, and is only read from the next start on.
    ///
    /// # Errors
    /// When nobody asked, or it cannot be stored.
    pub fn decide_restored(&self, decision: Decision) -> Answer<()> {
        let engine = self.engine()?;
        if engine.store.writes() {
            restored::decide(&engine.store, decision)?;
        } else {
            // A copy is open for reading only; this one act is done beside it, under the folder's lock.
            let path = self.options.folder.canonicalize().map(|folder| folder.join("lanyard.store"));
            let path = path.map_err(|_| {
                super::views::CommandError::new(super::views::ErrorCode::NotReady, "error-not-ready")
            })?;
            let store = Store::open(&path, &engine.key).map_err(|error| {
                super::views::CommandError::said(super::views::ErrorCode::NotReady, error.sentence())
            })?;
            restored::decide(&store, decision)?;
        }
        if let Some(sync) = engine.sync() {
            sync.reload();
        }
        let _ = engine.changed.send(crate::sync::Changed::Status);
        Ok(())
    }
}
