//! How a backup is written: the store's pages as they are, then the passphrase's file if there is one, then a header in the
//! open, then a foot of fixed length with the lengths and a digest over all before it.
//!
//! The foot comes last, so that what was cut off is never taken for whole, and no second copy of a large store is needed while
//! it is made. The digest finds damage, not malice: against that the store's own pages carry a seal each.

use super::BackupFault;
use crate::secrets::passphrase::{PassphraseFault, Wrapped};
use crate::store::schema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Opens the foot; the figure is the format's version.
const MAGIC: &[u8; 16] = b"LANYARD BACKUP 1";
const DIGEST: usize = 32;
/// Magic, three lengths, digest.
const FOOT: usize = 16 + 8 + 4 + 4 + DIGEST;
/// Bytes of a header; ours have some hundred.
const LONGEST_HEADER: u64 = 4096;
/// Bytes read at once.
const AT_ONCE: usize = 256 * 1024;

/// What a backup says of itself in the open. Nothing of a person, and nothing of where it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// When it was made (RFC 3339, UTC).
    pub made_at: String,
    /// The version of Lanyard that made it.
    pub app: String,
    /// The version of the store's schema.
    pub schema: u32,
    /// Contacts in it that are not removed.
    pub contacts: u64,
}

/// A backup that was looked at: its foot and header read, its pages not yet.
#[derive(Debug)]
pub struct Backup {
    /// What it says of itself.
    pub about: About,
    file: File,
    store: u64,
    passphrase: u64,
    all: u64,
}

/// Puts the rest behind the store's pages in `file`, and brings it to the disk.
pub(super) fn seal(file: &mut File, passphrase: &[u8], about: &About) -> Result<(), BackupFault> {
    let store = file.seek(SeekFrom::End(0))?;
    let header = serde_json::to_vec(about).map_err(std::io::Error::from)?;
    let short = |length: usize| u32::try_from(length).map_err(|_| BackupFault::NotOne);
    let mut foot = Vec::with_capacity(FOOT);
    foot.extend_from_slice(MAGIC);
    foot.extend_from_slice(&store.to_le_bytes());
    foot.extend_from_slice(&short(passphrase.len())?.to_le_bytes());
    foot.extend_from_slice(&short(header.len())?.to_le_bytes());
    let mut digest = Sha256::new();
    file.rewind()?;
    pass_on(file, store, &mut |bytes| {
        digest.update(bytes);
        Ok(())
    })?;
    for part in [passphrase, &header, &foot] {
        digest.update(part);
        file.write_all(part)?;
    }
    file.write_all(&digest.finalize())?;
    Ok(file.sync_all()?)
}

impl Backup {
    /// Looks at a file's end.
    ///
    /// # Errors
    /// [`BackupFault::NotOne`], [`BackupFault::Newer`], or what the disk says.
    pub fn open(path: &Path) -> Result<Self, BackupFault> {
        if !path.metadata()?.is_file() {
            return Err(BackupFault::NotOne);
        }
        let mut file = File::open(path)?;
        let all = file.seek(SeekFrom::End(0))?;
        let at_foot = all.checked_sub(FOOT as u64).ok_or(BackupFault::NotOne)?;
        let mut foot = [0; FOOT];
        file.seek(SeekFrom::Start(at_foot))?;
        file.read_exact(&mut foot)?;
        let (magic, rest) = foot.split_at(MAGIC.len());
        let (store, rest) = rest.split_at(8);
        let (passphrase, rest) = rest.split_at(4);
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let (store, passphrase, header) = (number(store), number(passphrase), number(&rest[..4]));
        let whole = store.checked_add(passphrase).and_then(|sum| sum.checked_add(header)) == Some(at_foot);
        let small = passphrase <= Wrapped::LONGEST && header <= LONGEST_HEADER;
        if magic != MAGIC || !whole || !small {
            return Err(BackupFault::NotOne);
        }
        let mut text = vec![0; header as usize];
        file.seek(SeekFrom::Start(store + passphrase))?;
        file.read_exact(&mut text)?;
        let about: About = serde_json::from_slice(&text).map_err(|_| BackupFault::Damaged)?;
        if about.schema > schema::version() {
            return Err(BackupFault::Newer { found: about.schema, ours: schema::version() });
        }
        Ok(Self { about, file, store, passphrase, all })
    }

    /// Whether a passphrase opens it.
    #[must_use]
    pub fn has_passphrase(&self) -> bool {
        self.passphrase > 0
    }

    /// The key as its passphrase wraps it; none when it has no passphrase.
    ///
    /// # Errors
    /// [`PassphraseFault::Damaged`].
    pub fn wrapped(&mut self) -> Result<Option<Wrapped>, PassphraseFault> {
        match self.passphrase_text().map_err(|_| PassphraseFault::Damaged)? {
            text if text.is_empty() => Ok(None),
            text => Wrapped::parse(&text).map(Some),
        }
    }

    /// The passphrase's file as it was.
    pub(super) fn passphrase_text(&mut self) -> Result<Vec<u8>, BackupFault> {
        let mut text = vec![0; self.passphrase as usize];
        self.file.seek(SeekFrom::Start(self.store))?;
        self.file.read_exact(&mut text)?;
        Ok(text)
    }

    /// Writes the store's pages to `out`, and looks whether all of the file is as it was made. What was written is of no use
    /// before this returns `Ok`. `goes_on` is told bytes done and in all; `false` stops.
    pub(super) fn unpack(
        &mut self,
        out: &mut File,
        goes_on: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<(), BackupFault> {
        let (store, sealed) = (self.store, self.all - DIGEST as u64);
        let mut digest = Sha256::new();
        let mut done = 0;
        self.file.rewind()?;
        pass_on(&mut self.file, store, &mut |bytes| {
            digest.update(bytes);
            out.write_all(bytes)?;
            done += bytes.len() as u64;
            if goes_on(done, store) { Ok(()) } else { Err(BackupFault::Stopped) }
        })?;
        pass_on(&mut self.file, sealed - store, &mut |bytes| {
            digest.update(bytes);
            Ok(())
        })?;
        let mut due = [0; DIGEST];
        self.file.read_exact(&mut due)?;
        if digest.finalize().as_slice() != due {
            return Err(BackupFault::Damaged);
        }
        Ok(())
    }
}

/// Hands on so many bytes in pieces.
fn pass_on(
    file: &mut File,
    bytes: u64,
    to: &mut dyn FnMut(&[u8]) -> Result<(), BackupFault>,
) -> Result<(), BackupFault> {
    let mut piece = vec![0; AT_ONCE];
    let mut left = bytes;
    while left > 0 {
        let most = left.min(AT_ONCE as u64) as usize;
        let read = file.read(&mut piece[..most])?;
        if read == 0 {
            return Err(BackupFault::NotOne);
        }
        to(&piece[..read])?;
        left -= read as u64;
    }
    Ok(())
}
