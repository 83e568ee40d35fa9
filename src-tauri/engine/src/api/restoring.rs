//! What a person says of a store that was restored from a backup or copied (rule 20).

use super::desk::Desk;
use super::errors::Answer;
use super::views::{CommandError, ErrorCode, Session};
use crate::data_folder::DataFolder;
use crate::restored::{self, Decision, Restored};
use crate::store::Store;
use crate::sync::Changed;

impl Desk {
    /// What is known of how this store came here.
    ///
    /// # Errors
    /// When the start has not come that far.
    pub fn restored(&self) -> Answer<Restored> {
        Ok(self.engine()?.store.read(|conn| restored::state(conn))?)
    }

    /// A person says what it is. When this laptop takes the other one's place, sending goes on after a fence and a look; a
    /// copy sends nothing any more and is only read, from now on. Either may be said of a copy later.
    ///
    /// # Errors
    /// When nobody asked, or it cannot be stored.
    pub fn decide_restored(&self, decision: Decision) -> Answer<Session> {
        let engine = self.engine()?;
        if engine.store.writes() {
            restored::decide(&engine.store, decision)?;
        } else {
            // A copy is open for reading only; this one act is done beside it, under the folder's lock.
            let not_ready = |sentence| CommandError::said(ErrorCode::NotReady, sentence);
            let folder =
                DataFolder::find(&self.options.folder).map_err(|error| not_ready(error.sentence()))?;
            let folder = folder.ok_or_else(|| CommandError::new(ErrorCode::NotReady, "error-not-ready"))?;
            let store =
                Store::open(&folder.store(), &engine.key).map_err(|error| not_ready(error.sentence()))?;
            restored::decide(&store, decision)?;
        }
        let writes = match decision {
            Decision::Replaces => true,
            Decision::Copy => false,
        };
        if engine.store.writes() != writes {
            drop(engine);
            return Ok(self.reopen());
        }
        if let Some(sync) = engine.sync() {
            sync.reload();
        }
        let _ = engine.changed.send(Changed::Status);
        self.session_changed();
        Ok(self.session())
    }
}
