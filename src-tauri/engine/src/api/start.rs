//! From a data folder to an open engine, with each thing that can stand in the way told apart. A store without its key
//! never gets a new one. A restoring that was interrupted is finished first.

use super::desk::{DeskOptions, KEPT_BY_A_PASSPHRASE, KEPT_BY_NOBODY};
use super::views::Stage;
use crate::backup;
use crate::clock::Clock;
use crate::data_folder::{DataFolder, FolderError, FolderLock, Holder};
use crate::engine::{Access, Engine};
use crate::restored::{self, Place, Restored};
use crate::secrets::unlock::Blocked;
use crate::secrets::unlock::{self, KeyFrom, Missing, Unlocked};
use crate::secrets::{SecretStore, StoreKey, key_file, passphrase};
use crate::store::{OpenError, Store, StoreError, open, settings};
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

/// A key that came from a person.
pub(super) enum Typed {
    /// The recovery key, or what a passphrase gave: it opens the store that is there.
    Opens(StoreKey),
    /// A passphrase wraps it, and a store is to be made with it.
    Makes(StoreKey),
}

/// Where access data is kept when it is not where the key's place says: "store".
const ACCESS_KEPT: &str = "access_kept";
const IN_THE_STORE: &str = "store";

/// Opens, or makes at a first start, the store in the folder.
pub(super) fn open(
    options: &DeskOptions,
    clock: &Arc<dyn Clock>,
    keychain: &Arc<dyn SecretStore>,
    lock: &mut Option<FolderLock>,
    typed: Option<Typed>,
) -> Opened {
    let folder = match hold(options, lock) {
        Ok(folder) => folder,
        Err(stuck) => return stuck,
    };
    if let Err(stuck) = finish_restoring(options, &folder) {
        return stuck;
    }
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
    let has_passphrase = folder.passphrase().exists();
    match typed {
        Some(Typed::Opens(key)) => return with_typed_key(options, clock, keychain, &folder, key, by_file),
        Some(Typed::Makes(key)) => return with_passphrase(options, clock, keychain, &path, key),
        None => {}
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
                Err(OpenError::WrongKey) => needs_key(Missing::KeyDoesNotFit.sentence(), has_passphrase),
                Err(error) => stuck_by_store(&error),
            }
        }
        Unlocked::Create { key, from } => {
            // One that wraps the key of another store would only mislead.
            if let Err(fault) = passphrase::put_aside(&folder.passphrase()) {
                return blocked(fault.sentence(), Some(fault.to_string()));
            }
            match Store::create(&path, &key) {
                Ok(store) => ready(options, clock, keychain, &path, store, key, from),
                Err(error) => stuck_by_store(&error),
            }
        }
        Unlocked::NeedsRecoveryKey { why, .. } => needs_key(why.sentence(), has_passphrase),
        Unlocked::Blocked { why: why @ (Blocked::NoPlaceForAKey | Blocked::KeychainDamaged), detail } => {
            needs_passphrase(why.sentence(), detail, has_passphrase)
        }
        Unlocked::Blocked { why, detail } => blocked(why.sentence(), detail),
    }
}

/// What was decided before a crash is carried out before anything is looked at.
fn finish_restoring(options: &DeskOptions, folder: &DataFolder) -> Result<(), Opened> {
    if options.read_only {
        return if backup::is_unfinished(folder.path()) {
            Err(blocked(Sentence::new("start-restoring"), None))
        } else {
            Ok(())
        };
    }
    let finished = backup::finish(folder);
    finished.map(drop).map_err(|error| stuck_by_store(&OpenError::from_file(&error, folder.path())))
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
    folder: &DataFolder,
    key: StoreKey,
    by_file: bool,
) -> Opened {
    let path = folder.store();
    let opened =
        if options.read_only { Store::open_for_reading(&path, &key) } else { Store::open(&path, &key) };
    match opened {
        Ok(store) => {
            // Only a key that opened the store is kept.
            let from = if by_file || options.read_only {
                KeyFrom::Typed
            } else {
                unlock::keep(keychain.as_ref(), &key)
            };
            ready(options, clock, keychain, &path, store, key, from)
        }
        Err(OpenError::WrongKey) => {
            needs_key(Missing::KeyDoesNotFit.sentence(), folder.passphrase().exists())
        }
        Err(error) => stuck_by_store(&error),
    }
}

/// A first start where no keychain takes a key: a passphrase wraps it, and access data is kept inside the store.
fn with_passphrase(
    options: &DeskOptions,
    clock: &Arc<dyn Clock>,
    keychain: &Arc<dyn SecretStore>,
    path: &Path,
    key: StoreKey,
) -> Opened {
    let made = Store::create(path, &key);
    match made {
        Ok(store) => match store.write(|conn| settings::put(conn, ACCESS_KEPT, &IN_THE_STORE)) {
            Ok(()) => ready(options, clock, keychain, path, store, key, KeyFrom::Typed),
            Err(error) => blocked(error.sentence(), Some(error.to_string())),
        },
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
    let in_the_store = match access_in_the_store(&store) {
        Ok(known) => known,
        Err(error) => return blocked(error.sentence(), Some(error.to_string())),
    };
    let has_passphrase = path.with_file_name(DataFolder::PASSPHRASE).exists();
    let (access, kept) = match from {
        KeyFrom::Keychain => (Access::Keychain(Arc::clone(keychain)), "keychain"),
        KeyFrom::KeyFile => (Access::Store, "key_file"),
        // The keychain does not serve now, but may hold the access data of earlier days.
        KeyFrom::Typed if has_passphrase => (Access::Keychain(Arc::clone(keychain)), KEPT_BY_A_PASSPHRASE),
        KeyFrom::Typed => (Access::Keychain(Arc::clone(keychain)), KEPT_BY_NOBODY),
    };
    let access = if in_the_store { Access::Store } else { access };
    let worker = options.with_worker && !options.read_only && !is_copy;
    match Engine::over(store, key, access, Arc::clone(clock), &options.first, worker) {
        Ok(engine) => {
            // One that cannot be taken down now is at the next start.
            if worker && let Err(error) = super::trying::tidy(&engine) {
                tracing::warn!(%error, "a test contact stays for now");
            }
            Opened::Ready(Arc::new(engine), kept)
        }
        Err(error) => blocked(error.sentence(), Some(error.to_string())),
    }
}

fn access_in_the_store(store: &Store) -> Result<bool, StoreError> {
    let kept: Option<String> = store.read(|conn| settings::get(conn, ACCESS_KEPT))?;
    Ok(kept.as_deref() == Some(IN_THE_STORE))
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

fn needs_key(sentence: Sentence, passphrase: bool) -> Opened {
    let explanation = Explanation::because(sentence.clone()).needs(Who::You, &[]);
    Opened::Stuck {
        stage: Box::new(Stage::NeedsRecoveryKey { explanation, passphrase }),
        fault: StartFault::NeedsSomeone(sentence),
    }
}

fn needs_passphrase(sentence: Sentence, detail: Option<String>, chosen: bool) -> Opened {
    let explanation = Explanation::because(sentence.clone()).needs(Who::You, &[]);
    Opened::Stuck {
        stage: Box::new(Stage::NeedsPassphrase { explanation, detail, chosen }),
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
        | FolderError::Network { .. }
        | FolderError::NotAFolder { .. }
        | FolderError::ReadOnly { .. }
        | FolderError::DiskFull { .. }
        | FolderError::Io { .. } => StartFault::NeedsSomeone(sentence),
    };
    Opened::Stuck { stage, fault }
}
