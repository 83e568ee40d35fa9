//! Backups out and in. Each call reads or writes the whole store on the thread that calls it; capturing and sync go on beside a
//! backup, and end before a restore.

use super::desk::Desk;
use super::errors::Answer;
use super::start::Typed;
use super::views::{
    BackupOutcome, BackupView, CommandError, ErrorCode, FileProgress, RestoreOutcome, Session,
};
use crate::backup::{self, Backup, BackupFault};
use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::restored::{self, Place};
use crate::secrets::passphrase::{Passphrase, PassphraseFault};
use crate::secrets::unlock::{self, Unlocked};
use crate::secrets::{SecretStore, StoreKey, key_file, recovery_key};
use crate::store::{OpenError, Store, settings};
use lanyard_core::explain::Sentence;
use lanyard_core::time::WallMs;
use std::path::{Path, PathBuf};

/// When the last backup was made, as the store remembers it.
const LAST_BACKUP: &str = "last_backup";

/// Told how far it came; `false` stops.
pub type GoesOn<'a> = &'a mut dyn FnMut(FileProgress) -> bool;

/// What a restore into a folder needs.
pub struct RestoreOptions<'a> {
    /// The folder; it is made if it is not there.
    pub folder: &'a Path,
    /// The key, if it is at hand; else the backup is unpacked and not opened.
    pub key: Option<StoreKey>,
    /// Where the key is kept from now on, if a person typed it.
    pub keep: Option<&'a dyn SecretStore>,
    /// Whether a store that is there is put aside.
    pub replace: bool,
}

impl Desk {
    /// Makes a backup. A file of that name is only replaced with `replace`.
    ///
    /// # Errors
    /// When it could not be made; there is then no new file.
    pub fn back_up(&self, path: &Path, replace: bool, goes_on: GoesOn<'_>) -> Answer<BackupOutcome> {
        let engine = self.engine()?;
        let folder = self.folder()?;
        let now = engine.clock.wall();
        let mut told = |done, of| goes_on(progress(done, of));
        let files = (folder.store(), folder.passphrase());
        let made = backup::make((&files.0, &files.1), &engine.key, now, path, replace, &mut told)
            .map_err(backup_fault)?;
        if engine.store.writes() {
            engine.store.write(|conn| settings::put(conn, LAST_BACKUP, &now))?;
        }
        let code = if made.passphrase { "backup-done-passphrase" } else { "backup-done" };
        Ok(BackupOutcome {
            contacts: short(made.about.contacts),
            bytes: made.bytes,
            passphrase: made.passphrase,
            path: None,
            sentence: Sentence::new(code).count("count", made.about.contacts),
        })
    }

    /// The data folder takes a backup's store in the place of its own, which is put aside, and opens it. The backup is opened
    /// with this laptop's key, or with `secret`: its recovery key or its passphrase.
    ///
    /// # Errors
    /// [`ErrorCode::WrongKey`] when neither opens it. Nothing was then changed.
    pub fn restore_backup(&self, path: &Path, secret: Option<&str>, goes_on: GoesOn<'_>) -> Answer<Session> {
        self.holds_folder()?;
        let folder = self.folder()?;
        let mut backup = Backup::open(path).map_err(backup_fault)?;
        let key = match secret {
            Some(secret) => key_of(&mut backup, secret)?,
            None => self.key_at_hand()?,
        };
        let mut told = |done, of| goes_on(progress(done, of));
        let staged = backup::stage(&mut backup, &folder, Some(&key), &mut told);
        let staged = staged.map_err(|fault| match (fault, secret) {
            (BackupFault::WrongKey, None) => CommandError::new(ErrorCode::WrongKey, "backup-needs-key"),
            (fault, _) => backup_fault(fault),
        })?;
        // A key that only a person had is not found again by itself.
        let former = self.engine().ok().filter(|_| self.key_was_typed()).map(|engine| engine.key.clone());
        let typed = if secret.is_some() { Some(key) } else { former.clone() };
        self.close();
        match staged.carry_out(true) {
            Ok(_) => Ok(self.again(typed.map(Typed::Opens))),
            Err(fault) => {
                // What was there is opened again.
                self.again(former.map(Typed::Opens));
                Err(backup_fault(fault))
            }
        }
    }

    /// The key of the open store, or the one that a start would find.
    fn key_at_hand(&self) -> Answer<StoreKey> {
        if let Ok(engine) = self.engine() {
            return Ok(engine.key.clone());
        }
        let folder = self.folder()?;
        let file = self.options.key_file.as_deref().map(|file| key_file::read(file, folder.path()));
        match unlock::unlock(true, self.keychain.as_ref(), file) {
            Unlocked::Open { key, .. } => Ok(key),
            _ => Err(CommandError::new(ErrorCode::WrongKey, "backup-needs-key")),
        }
    }

    pub(super) fn last_backup(&self) -> Answer<Option<WallMs>> {
        Ok(self.engine()?.store.read(|conn| settings::get(conn, LAST_BACKUP))?)
    }
}

/// What a backup says of itself.
///
/// # Errors
/// When it is none.
pub fn look_into_backup(path: &Path) -> Answer<BackupView> {
    let backup = Backup::open(path).map_err(backup_fault)?;
    let about = &backup.about;
    let made_at = about.made_at.parse::<jiff::Timestamp>().ok().map(|at| WallMs(at.as_millisecond()));
    let at = made_at.unwrap_or(WallMs(0));
    Ok(BackupView {
        made_at,
        contacts: short(about.contacts),
        app: about.app.clone(),
        passphrase: backup.has_passphrase(),
        sentence: Sentence::new("backup-about")
            .count("count", about.contacts)
            .with("at", lanyard_core::explain::Arg::At(at)),
    })
}

/// The key that a recovery key or a passphrase gives for a backup.
///
/// # Errors
/// [`ErrorCode::WrongKey`], in words.
pub fn key_for_backup(path: &Path, secret: &str) -> Answer<StoreKey> {
    key_of(&mut Backup::open(path).map_err(backup_fault)?, secret)
}

/// Restores a backup into a folder where nothing runs. What it is, a person says later (rule 20).
///
/// # Errors
/// Nothing was then changed.
pub fn restore(
    path: &Path,
    options: RestoreOptions<'_>,
    clock: &dyn Clock,
    goes_on: GoesOn<'_>,
) -> Answer<RestoreOutcome> {
    let not_ready = |sentence| CommandError::said(ErrorCode::NotReady, sentence);
    let mut backup = Backup::open(path).map_err(backup_fault)?;
    let folder = DataFolder::prepare(options.folder).map_err(|error| not_ready(error.sentence()))?;
    let _lock = folder.lock("a restore").map_err(|error| match error {
        crate::data_folder::FolderError::Held { .. } => CommandError::said(ErrorCode::Busy, error.sentence()),
        error => not_ready(error.sentence()),
    })?;
    backup::finish(&folder).map_err(|error| backup_fault(error.into()))?;
    let mut told = |done, of| goes_on(progress(done, of));
    let staged =
        backup::stage(&mut backup, &folder, options.key.as_ref(), &mut told).map_err(backup_fault)?;
    let aside = staged.carry_out(options.replace).map_err(backup_fault)?;
    if let Some(key) = &options.key {
        let opened = |error: OpenError| backup_fault(BackupFault::Store(error));
        let store = Store::open(&folder.store(), key).map_err(opened)?;
        restored::arrive(&store, clock, &Place::of(&store, &folder.store()))?;
        if let Some(keychain) = options.keep {
            // A keychain that does not take it has the key asked for at the next start.
            let _ = unlock::keep(keychain, key);
        }
    }
    let opened = options.key.is_some();
    Ok(RestoreOutcome {
        contacts: short(backup.about.contacts),
        opened,
        aside: aside.map(|aside: PathBuf| aside.display().to_string()),
        sentence: Sentence::new(if opened { "restore-done" } else { "restore-done-unopened" })
            .count("count", backup.about.contacts),
    })
}

/// A text with the shape of a recovery key is one, since no passphrase has its checksum; everything else is a passphrase.
fn key_of(backup: &mut Backup, secret: &str) -> Answer<StoreKey> {
    if let Ok(key) = recovery_key::read(secret) {
        return Ok(key);
    }
    let refused = |fault: &PassphraseFault| CommandError::said(ErrorCode::WrongKey, fault.sentence());
    match backup.wrapped().map_err(|fault| refused(&fault))? {
        Some(wrapped) => wrapped.open(&Passphrase::typed(secret)).map_err(|fault| match fault {
            PassphraseFault::Wrong => CommandError::new(ErrorCode::WrongKey, "backup-wrong-secret"),
            fault => refused(&fault),
        }),
        None => Err(CommandError::new(ErrorCode::WrongKey, "backup-only-recovery-key")),
    }
}

pub(super) fn backup_fault(fault: BackupFault) -> CommandError {
    let code = match &fault {
        BackupFault::Taken
        | BackupFault::InDataFolder
        | BackupFault::NotOne
        | BackupFault::Damaged
        | BackupFault::Newer { .. }
        | BackupFault::AlreadyThere
        | BackupFault::Stopped => ErrorCode::BadInput,
        BackupFault::Missing => ErrorCode::NotFound,
        BackupFault::WrongKey => ErrorCode::WrongKey,
        BackupFault::Store(_) => ErrorCode::NotReady,
        BackupFault::DiskFull | BackupFault::Disk(_) => ErrorCode::NotSaved,
    };
    let detail = match &fault {
        BackupFault::Store(error) => error.detail().map(str::to_owned),
        BackupFault::Disk(error) => Some(error.to_string()),
        _ => None,
    };
    CommandError { code, sentence: fault.sentence(), detail }
}

/// In thousandths when the numbers are too large to cross as they are.
fn progress(done: u64, of: u64) -> FileProgress {
    match (u32::try_from(done), u32::try_from(of)) {
        (Ok(done), Ok(of)) => FileProgress { done, of },
        _ => FileProgress { done: (done / (of / 1000).max(1)) as u32, of: 1000 },
    }
}

fn short(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
