//! The passphrase: set, changed, taken away, and opened with.

use super::desk::Desk;
use super::errors::Answer;
use super::start::Typed;
use super::views::{CommandError, ErrorCode, Session, Settings, Stage};
use crate::data_folder::DataFolder;
use crate::secrets::StoreKey;
use crate::secrets::passphrase::{self, Passphrase, PassphraseFault, State};
use crate::secrets::recovery_key::{self, NotAKey};
use lanyard_core::explain::Sentence;

impl Desk {
    /// The key that a recovery key or, where one is set, the passphrase gives. May take a second.
    pub(super) fn key_of(&self, secret: &str) -> Answer<StoreKey> {
        let fault = match recovery_key::read(secret) {
            Ok(key) => return Ok(key),
            Err(fault) => fault,
        };
        let not_a_key = || CommandError::said(ErrorCode::WrongKey, fault.sentence());
        match passphrase::read(&self.folder()?.passphrase()) {
            Ok(None) => Err(not_a_key()),
            Ok(Some(wrapped)) => {
                wrapped.open(&Passphrase::typed(secret)).map_err(|refusal| match (&refusal, fault) {
                    // With the length and the characters of a recovery key, it is most likely one.
                    (PassphraseFault::Wrong, NotAKey::Mistyped) => not_a_key(),
                    _ => refused(refusal),
                })
            }
            Err(damaged) => Err(refused(damaged)),
        }
    }

    /// A first start on a laptop without a keychain: makes the store, with its key wrapped by this passphrase and by nothing
    /// else but the recovery key.
    ///
    /// # Errors
    /// When the passphrase is too easy, or another one was chosen by a start that was interrupted. There is then no store.
    pub fn begin_with_passphrase(&self, chosen: &str) -> Answer<Session> {
        let Stage::NeedsPassphrase { .. } = self.session().stage else {
            return Err(CommandError::new(ErrorCode::NotReady, "error-not-ready"));
        };
        let path = self.folder()?.passphrase();
        let key = match passphrase::read(&path).map_err(refused)? {
            // Kept by a start that was interrupted: this key, and no other, may be in use somewhere.
            Some(wrapped) => wrapped.open(&Passphrase::typed(chosen)).map_err(refused)?,
            None => {
                let chosen = Passphrase::chosen(chosen).map_err(refused)?;
                let key = StoreKey::generate()
                    .map_err(|_| refused(PassphraseFault::System("no random numbers")))?;
                passphrase::set(&path, &key, &chosen).map_err(refused)?;
                key
            }
        };
        Ok(self.again(Some(Typed::Makes(key))))
    }

    /// Sets the passphrase, or another one in its place. It opens this store and every backup made from now on; earlier
    /// backups keep the one that they were made with.
    ///
    /// # Errors
    /// When it is too easy, or cannot be kept; an earlier one is then still in force.
    pub fn set_passphrase(&self, chosen: &str) -> Answer<Settings> {
        let engine = self.engine()?;
        let chosen = Passphrase::chosen(chosen).map_err(refused)?;
        passphrase::set(&self.written_folder()?.passphrase(), &engine.key, &chosen).map_err(refused)?;
        self.settings()
    }

    /// Takes the passphrase away from this store; backups that were made keep it.
    ///
    /// # Errors
    /// When nothing but it opens the store, as far as anybody said.
    pub fn remove_passphrase(&self) -> Answer<Settings> {
        if self.key_was_typed() && !self.session().recovery_key_confirmed {
            return Err(CommandError::new(ErrorCode::BadInput, "error-passphrase-only-way"));
        }
        passphrase::forget(&self.written_folder()?.passphrase()).map_err(refused)?;
        self.settings()
    }

    pub(super) fn passphrase_state(&self) -> Answer<State> {
        passphrase::state(&self.folder()?.passphrase()).map_err(refused)
    }

    /// The folder, for what changes something in it.
    fn written_folder(&self) -> Answer<DataFolder> {
        self.holds_folder()?;
        self.folder()
    }

    /// The data folder, which is there once a start came that far.
    pub(super) fn folder(&self) -> Answer<DataFolder> {
        let not_ready = |sentence: Sentence| CommandError::said(ErrorCode::NotReady, sentence);
        let found = DataFolder::find(&self.options.folder).map_err(|error| not_ready(error.sentence()))?;
        found.ok_or_else(|| not_ready(Sentence::new("error-not-ready")))
    }
}

fn refused(fault: PassphraseFault) -> CommandError {
    let code = match &fault {
        PassphraseFault::Weak => ErrorCode::BadInput,
        PassphraseFault::Wrong | PassphraseFault::Damaged => ErrorCode::WrongKey,
        PassphraseFault::Disk(_) => ErrorCode::NotSaved,
        PassphraseFault::System(_) => ErrorCode::Internal,
    };
    let detail = matches!(code, ErrorCode::NotSaved | ErrorCode::Internal).then(|| fault.to_string());
    CommandError { code, sentence: fault.sentence(), detail }
}
