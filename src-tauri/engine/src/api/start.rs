//! From a data folder to an open engine, with each thing that can stand in the way told apart. A store without its key
//! never gets a new one.

use super::desk::{DeskOptions, KEPT_BY_NOBODY};
use super::views::Stage;
use crate::clock::Clock;
use crate::data_folder::{DataFolder, FolderError, FolderLock, Holder};
use crate::engine::{Access, Engine};
use crate::restored::{self, Place, Restored};
use crate::secrets::unlock::{self, KeyFrom, Missing, Unlocked};
use crate::secrets::{SecretStore, StoreKey, key_file};
use crate::store::{OpenError, Store, open};
use lanyard_core::explain::{Explanation, Sentence, Who};
use std::path::Path;
use std::sync::Arc;

/// How far the start came.
pub(super) enum Opened {
    /// All the way; with where the key is kept.
    Ready(Arc<Engine>, &'static str),
    /// Not far enough.
    Stuck {
        /// What the window shows.
        stage: Box<Stage>,
        /// What the command line acts on.
        fault: StartFault,
    },
}

/// Why the start did not come further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartFault {
    /// Another process holds the folder.
    InUse(Option<Holder>),
    /// There is no store, and this command makes none.
    NoStore,
    /// A person has to act; the stage says how.
    NeedsSomeone(Sentence),
}

/// Opens, or makes at a first start, the store in the folder. `typed` is a recovery key that a person entered.
pub(super) fn open(
    options: &DeskOptions,
    clock: &Arc<dyn Clock>,
    keychain: &Arc<dyn SecretStore>,
    lock: &mut Option<FolderLock>,
    typed: Option<StoreKey>,
) -> Opened {
    let folder = match hold(options, lock) {
        Ok(folder) => folder,
        Err(stuck) => return stuck,
    };
    let path = folder.store();
    let exists = match open::exists(&path) {
        Ok(exists) => exists,
        Err(error) => return stuck_by_store(&error),
    };
    if options.read_only && !exists {
        return no_store();
    }
    let key_file = options.key_file.as_deref().map(|file| key_file::read(file, folder.path()));
    let by_file = key_file.is_some();
    if let Some(key) = typed {
        return with_typed_key(options, clock, keychain, &path, key, by_file);
    }
    match unlock::unlock(exists, keychain.as_ref(), key_file) {
        Unlocked::Open { key, from } => {
            let opened = if options.read_only {
                Store::open_for_reading(&path, &key)
            } else {
                Store::open(&path, &key)
            };
            match opened {
                Ok(store) => ready(options, clock, keychain, &path, store, key, from),
                Err(OpenError::WrongKey) => needs_key(Missing::KeyDoesNotFit.sentence()),
                Err(error) => stuck_by_store(&error),
            }
        }
        Unlocked::Create { key, from } => match Store::create(&path, &key) {
            Ok(store) => ready(options, clock, keychain, &path, store, key, from),
            Err(error) => stuck_by_store(&error),
        },
        Unlocked::NeedsRecoveryKey { why, .. } => needs_key(why.sentence()),
        Unlocked::Blocked { why, detail } => blocked(why.sentence(), detail),
    }
}

fn hold(options: &DeskOptions, lock: &mut Option<FolderLock>) -> Result<DataFolder, Opened> {
    if options.read_only {
        return match DataFolder::find(&options.folder) {
            Ok(Some(folder)) => Ok(folder),
            Ok(None) => Err(no_store()),
            Err(error) => Err(stuck_by_folder(&error)),
        };
    }
    let folder = DataFolder::prepare(&options.folder).map_err(|error| stuck_by_folder(&error))?;
    if lock.is_none() {
        *lock = Some(folder.lock(options.holder).map_err(|error| stuck_by_folder(&error))?);
    }
    Ok(folder)
}

fn with_typed_key(
    options: &DeskOptions,
    clock: &Arc<dyn Clock>,
    keychain: &Arc<dyn SecretStore>,
    path: &Path,
    key: StoreKey,
    by_file: bool,
) -> Opened {
    match Store::open(path, &key) {
        Ok(store) => {
            // Only a key that opened the store is kept.
            let from = if by_file { KeyFrom::Typed } else { unlock::keep(keychain.as_ref(), &key) };
            ready(options, clock, keychain, path, store, key, from)
        }
        Err(OpenError::WrongKey) => needs_key(Missing::KeyDoesNotFit.sentence()),
        Err(error) => stuck_by_store(&error),
    }
}

fn ready(
    options: &DeskOptions,
    clock: &Arc<dyn Clock>,
    keychain: &Arc<dyn SecretStore>,
    path: &Path,
    store: Store,
    key: StoreKey,
    from: KeyFrom,
) -> Opened {
    let (store, is_copy) = match settled_here(options, clock.as_ref(), path, store, &key) {
        Ok(store) => store,
        Err(stuck) => return stuck,
    };
    let (access, kept) = match from {
        KeyFrom::Keychain => (Access::Keychain(Arc::clone(keychain)), "keychain"),
        KeyFrom::KeyFile => (Access::Store, "key_file"),
        // The keychain does not serve now, but may hold the access data of earlier days.
        KeyFrom::Typed => (Access::Keychain(Arc::clone(keychain)), KEPT_BY_NOBODY),
    };
    let worker = options.with_worker && !options.read_only && !is_copy;
    match Engine::over(store, key, access, Arc::clone(clock), &options.first, worker) {
        Ok(engine) => Opened::Ready(Arc::new(engine), kept),
        Err(error) => blocked(error.sentence(), Some(error.to_string())),
    }
}

/// Notices a store that was restored or copied, before anything of it can leave (rule 20). One that a person called a copy
/// is only read, and sends nothing; says so.
fn settled_here(
    options: &DeskOptions,
    clock: &dyn Clock,
    path: &Path,
    store: Store,
    key: &StoreKey,
) -> Result<(Store, bool), Opened> {
    if options.read_only {
        return Ok((store, false));
    }
    let here = Place::of(&store, path);
    match restored::arrive(&store, clock, &here) {
        Ok(Restored::Settled | Restored::Asked) => Ok((store, false)),
        Ok(Restored::Copy) => {
            drop(store);
            let store = Store::open_for_reading(path, key).map_err(|error| stuck_by_store(&error))?;
            Ok((store, true))
        }
        Err(error) => Err(blocked(error.sentence(), Some(error.to_string()))),
    }
}

fn needs_key(sentence: Sentence) -> Opened {
    let explanation = Explanation::because(sentence.clone()).needs(Who::You, &[]);
    Opened::Stuck {
        stage: Box::new(Stage::NeedsRecoveryKey { explanation }),
        fault: StartFault::NeedsSomeone(sentence),
    }
}

fn blocked(sentence: Sentence, detail: Option<String>) -> Opened {
    let explanation = Explanation::because(sentence.clone()).needs(Who::You, &[]);
    Opened::Stuck {
        stage: Box::new(Stage::Blocked { explanation, detail }),
        fault: StartFault::NeedsSomeone(sentence),
    }
}

/// After the end.
pub(super) fn closed() -> Opened {
    blocked(Sentence::new("error-not-ready"), None)
}

fn no_store() -> Opened {
    let explanation = Explanation::because(OpenError::Missing.sentence());
    Opened::Stuck {
        stage: Box::new(Stage::Blocked { explanation, detail: None }),
        fault: StartFault::NoStore,
    }
}

fn stuck_by_store(error: &OpenError) -> Opened {
    blocked(error.sentence(), error.detail().map(str::to_owned))
}

fn stuck_by_folder(error: &FolderError) -> Opened {
    let sentence = error.sentence();
    let explanation = Explanation::because(sentence.clone()).needs(Who::You, &[]);
    let stage = Box::new(Stage::Blocked { explanation, detail: None });
    let fault = match error {
        FolderError::Held { holder, .. } => StartFault::InUse(holder.clone()),
        FolderError::NoHome
        | FolderError::NotAFolder { .. }
        | FolderError::ReadOnly { .. }
        | FolderError::DiskFull { .. }
        | FolderError::Io { .. } => StartFault::NeedsSomeone(sentence),
    };
    Opened::Stuck { stage, fault }
}
