//! Who took what away: a row per removal, in the transaction that removes. It holds no value of a contact, only a keyed
//! digest of what it was; each row's seal covers the row before it, so that a cut or a change shows.

use super::{Result, StoreError, mac};
use lanyard_core::contact::Contact;
use lanyard_core::ids::{ContactId, InstallationId, OperatorId};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension};

/// The key of the seals, derived from the store's.
#[derive(Clone)]
pub struct Seal(pub(super) [u8; 32]);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

/// What was done to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// A capture was taken back before anything of it left.
    Undo,
    /// Removed here; its records follow as far as they are ours.
    Remove,
    /// Removed with its records in the CRM, whoever made them.
    Destroy,
    /// Brought back.
    Restore,
    /// Merged into another contact.
    Merge,
    /// Taken apart from it again.
    Unmerge,
    /// Erased here for good.
    Erase,
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Self::Undo => "undo",
            Self::Remove => "remove",
            Self::Destroy => "destroy",
            Self::Restore => "restore",
            Self::Merge => "merge",
            Self::Unmerge => "unmerge",
            Self::Erase => "erase",
        }
    }
}

/// One act.
#[derive(Debug)]
pub struct Act<'a> {
    /// On which laptop.
    pub installation: &'a InstallationId,
    /// When, by its wall clock.
    pub at: WallMs,
    /// By whom, as far as anybody said.
    pub actor: Option<&'a OperatorId>,
    /// What.
    pub verb: Verb,
    /// To whom.
    pub contact: &'a ContactId,
    /// What the contact was at that moment.
    pub was: &'a Contact,
}

/// Writes an act down.
///
/// # Errors
/// As the store allows; the act's own transaction is then not kept either.
pub fn note(conn: &Connection, seal: &Seal, act: &Act<'_>) -> Result<()> {
    let (before, seq) = match last(conn)? {
        Some((seq, mac)) => (mac, seq + 1),
        None => (Vec::new(), 1),
    };
    let actor = act.actor.map(OperatorId::as_str);
    let row = Row {
        seq,
        installation: act.installation.as_str().to_owned(),
        at: act.at.0,
        actor: actor.map(str::to_owned),
        verb: act.verb.name().to_owned(),
        subject: act.contact.as_str().to_owned(),
        digest: digest(seal, act.was),
    };
    conn.prepare_cached(
        "INSERT INTO audit (seq, installation_id, at_wall, actor, verb, subject, digest, mac)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        row.seq,
        &row.installation,
        row.at,
        &row.actor,
        &row.verb,
        &row.subject,
        &row.digest,
        row.sealed(seal, &before),
    ))?;
    Ok(())
}

/// The first row that does not fit the one before it; none when all do. Rows that were cut off at the end do not show.
///
/// # Errors
/// As the store allows.
pub fn first_broken(conn: &Connection, seal: &Seal) -> Result<Option<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, installation_id, at_wall, actor, verb, subject, digest, mac FROM audit ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let (mut before, mut expected) = (Vec::new(), 1);
    while let Some(row) = rows.next()? {
        let found = Row {
            seq: row.get(0)?,
            installation: row.get(1)?,
            at: row.get(2)?,
            actor: row.get(3)?,
            verb: row.get(4)?,
            subject: row.get(5)?,
            digest: row.get(6)?,
        };
        let mac: Vec<u8> = row.get(7)?;
        if found.seq != expected || mac != found.sealed(seal, &before) {
            return Ok(Some(found.seq));
        }
        (before, expected) = (mac, expected + 1);
    }
    Ok(None)
}

struct Row {
    seq: i64,
    installation: String,
    at: i64,
    actor: Option<String>,
    verb: String,
    subject: String,
    digest: Vec<u8>,
}

impl Row {
    fn sealed(&self, seal: &Seal, before: &[u8]) -> Vec<u8> {
        let (seq, at) = (self.seq.to_be_bytes(), self.at.to_be_bytes());
        let actor = self.actor.as_deref().unwrap_or_default();
        let named = [u8::from(self.actor.is_some())];
        let parts: [&[u8]; 9] = [
            before,
            &seq,
            self.installation.as_bytes(),
            &at,
            &named,
            actor.as_bytes(),
            self.verb.as_bytes(),
            self.subject.as_bytes(),
            &self.digest,
        ];
        mac(&seal.0, &joined(parts))
    }
}

/// Each part with its length before it, so that no two rows read alike.
fn joined<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(&(part.len() as u64).to_be_bytes());
        all.extend_from_slice(part);
    }
    all
}

fn digest(seal: &Seal, was: &Contact) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = Vec::new();
    for ((field, part), value) in &was.fields {
        parts.extend([field.key().as_bytes(), part.as_str().as_bytes(), value.value.as_bytes()]);
    }
    mac(&seal.0, &joined(parts))
}

fn last(conn: &Connection) -> Result<Option<(i64, Vec<u8>)>> {
    let mut statement = conn.prepare_cached("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1")?;
    statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional().map_err(StoreError::from)
}
