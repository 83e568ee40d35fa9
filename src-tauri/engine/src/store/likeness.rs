//! Contacts that may be one person: by which keys they are found, which pairs are proposed, and which a person said are not
//! the same. How alike two are, the core says.

use super::{Result, from_json, to_json};
use lanyard_core::contact::duplicates::Likeness;
use lanyard_core::ids::{ContactId, EventId};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A key that more contacts have says little about any of them, such as the number of a switchboard: it is passed over.
const OF_A_KEY: usize = 12;

/// So many contacts are compared with one at most, those that share most keys with it.
const COMPARED: usize = 8;

/// A contact that changed since it was last compared with the others.
#[derive(Debug, Clone)]
pub struct ToCompare {
    /// Which.
    pub id: ContactId,
    /// Its number.
    pub number: i64,
    /// Its newest edit.
    pub seq: u64,
    /// Whether it still stands for somebody: it was neither removed nor merged.
    pub living: bool,
}

/// A pair that may be one person.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The one.
    pub one: ContactId,
    /// The other.
    pub other: ContactId,
    /// How alike they are, and why.
    pub likeness: Likeness,
}

/// Contacts that are to be compared, oldest first; at most `limit`.
///
/// # Errors
/// As the store allows.
pub fn to_compare(conn: &Connection, limit: u32) -> Result<Vec<ToCompare>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, rowid_, edit_seq, deleted_at IS NULL AND merged_into IS NULL FROM contact
         WHERE compared_seq < edit_seq ORDER BY rowid_ LIMIT ?1",
    )?;
    let mut rows = statement.query([limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(ToCompare {
            id: ContactId::new(row.get::<_, String>(0)?),
            number: row.get(1)?,
            seq: row.get(2)?,
            living: row.get(3)?,
        });
    }
    Ok(found)
}

/// Keeps by which keys a contact is found, in place of those it had.
///
/// # Errors
/// As the store allows.
pub fn put_keys(conn: &Connection, number: i64, keys: &BTreeSet<String>) -> Result<()> {
    forget(conn, number)?;
    let mut insert = conn.prepare_cached("INSERT INTO likeness_key (key, number) VALUES (?1, ?2)")?;
    for key in keys.iter().map(|key| digest(key)).collect::<BTreeSet<_>>() {
        insert.execute((key, number))?;
    }
    Ok(())
}

/// What stands for a key in the index.
fn digest(key: &str) -> i64 {
    let digest = Sha256::digest(key.as_bytes());
    digest.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}

/// Forgets by which keys a contact was found.
///
/// # Errors
/// As the store allows.
pub fn forget(conn: &Connection, number: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM likeness_key WHERE number = ?1")?.execute([number])?;
    Ok(())
}

/// Living contacts of the same event that share a key with this one, those that share most first.
///
/// # Errors
/// As the store allows.
pub fn sharing(conn: &Connection, number: i64, keys: &BTreeSet<String>) -> Result<Vec<ContactId>> {
    let mut statement = conn.prepare_cached(
        "SELECT number FROM likeness_key WHERE key = ?1 AND number <> ?2 ORDER BY number DESC LIMIT ?3",
    )?;
    let mut shared: BTreeMap<i64, u32> = BTreeMap::new();
    for key in keys {
        let having = statement.query_map((digest(key), number, OF_A_KEY + 1), |row| row.get::<_, i64>(0))?;
        let having = having.collect::<rusqlite::Result<Vec<i64>>>()?;
        for other in having.iter().filter(|_| having.len() <= OF_A_KEY) {
            *shared.entry(*other).or_default() += 1;
        }
    }
    let mut most: Vec<(i64, u32)> = shared.into_iter().collect();
    most.sort_by_key(|(number, keys)| (std::cmp::Reverse(*keys), std::cmp::Reverse(*number)));
    let mut living = conn.prepare_cached(
        "SELECT other.id FROM contact other JOIN contact mine ON mine.rowid_ = ?2
         WHERE other.rowid_ = ?1 AND other.event_id IS mine.event_id AND other.deleted_at IS NULL
         AND other.merged_into IS NULL",
    )?;
    let mut found = Vec::new();
    for (other, _) in most {
        for id in living.query_map((other, number), |row| row.get::<_, String>(0))? {
            found.push(ContactId::new(id?));
        }
        if found.len() >= COMPARED {
            break;
        }
    }
    Ok(found)
}

/// Notes that a contact was compared as it was at edit `seq`; what was proposed of it before and not decided is proposed no
/// more.
///
/// # Errors
/// As the store allows.
pub fn compared(conn: &Connection, contact: &ToCompare) -> Result<()> {
    conn.prepare_cached("UPDATE contact SET compared_seq = ?2 WHERE id = ?1")?
        .execute((contact.id.as_str(), contact.seq))?;
    withdraw(conn, &contact.id)
}

/// Proposes nothing of a contact any more, but remembers what was decided.
///
/// # Errors
/// As the store allows.
pub fn withdraw(conn: &Connection, contact: &ContactId) -> Result<()> {
    for side in ["contact_id", "source"] {
        conn.prepare_cached(&format!(
            "DELETE FROM proposal WHERE kind = 'duplicate' AND {side} = ?1 AND decided IS NULL"
        ))?
        .execute([contact.as_str()])?;
    }
    Ok(())
}

/// A contact is to be compared with the others again.
///
/// # Errors
/// As the store allows.
pub fn compare_again(conn: &Connection, contact: &ContactId) -> Result<()> {
    conn.prepare_cached("UPDATE contact SET compared_seq = 0 WHERE id = ?1")?.execute([contact.as_str()])?;
    Ok(())
}

/// Proposes a pair, unless it is proposed already ([`compared`] withdraws what is out of date) or a person said that they are not the
/// same. Whether it is new.
///
/// # Errors
/// As the store allows.
pub fn propose(conn: &Connection, pair: &Pair) -> Result<bool> {
    let (less, more) = ordered(&pair.one, &pair.other);
    let changed = conn
        .prepare_cached(
            "INSERT INTO proposal (id, contact_id, kind, source, diff) VALUES (?1 || '+' || ?2, ?1, 'duplicate', ?2, ?3)
             ON CONFLICT (contact_id, source) WHERE kind = 'duplicate' DO NOTHING",
        )?
        .execute((less.as_str(), more.as_str(), to_json(&pair.likeness)?))?;
    Ok(changed > 0)
}

/// A person said that two contacts are not the same; remembered for good.
///
/// # Errors
/// As the store allows.
pub fn refuse(conn: &Connection, one: &ContactId, other: &ContactId) -> Result<()> {
    let (less, more) = ordered(one, other);
    conn.prepare_cached(
        "INSERT INTO proposal (id, contact_id, kind, source, diff, decided)
         VALUES (?1 || '+' || ?2, ?1, 'duplicate', ?2, '{}', 'refused')
         ON CONFLICT (contact_id, source) WHERE kind = 'duplicate' DO UPDATE SET decided = 'refused'",
    )?
    .execute((less.as_str(), more.as_str()))?;
    Ok(())
}

/// A person took that back: the two are compared again.
///
/// # Errors
/// As the store allows.
pub fn unrefuse(conn: &Connection, one: &ContactId, other: &ContactId) -> Result<()> {
    let (less, more) = ordered(one, other);
    conn.prepare_cached("DELETE FROM proposal WHERE kind = 'duplicate' AND contact_id = ?1 AND source = ?2")?
        .execute((less.as_str(), more.as_str()))?;
    compare_again(conn, one)
}

fn ordered<'a>(one: &'a ContactId, other: &'a ContactId) -> (&'a ContactId, &'a ContactId) {
    if one.as_str() <= other.as_str() { (one, other) } else { (other, one) }
}

/// Those pairs of an event that are proposed and wait for a person; both are living.
const OPEN: &str =
    "FROM proposal p JOIN contact one ON one.id = p.contact_id JOIN contact other ON other.id = p.source
    WHERE p.kind = 'duplicate' AND p.decided IS NULL AND one.event_id = ?1 AND other.event_id = ?1
      AND one.deleted_at IS NULL AND one.merged_into IS NULL
      AND other.deleted_at IS NULL AND other.merged_into IS NULL";

/// Pairs of an event that wait for a person, the most alike first; at most `limit`.
///
/// # Errors
/// As the store allows.
pub fn open(conn: &Connection, event: &EventId, limit: u32) -> Result<Vec<Pair>> {
    let mut statement = conn.prepare_cached(&format!(
        // The older of the two first.
        "SELECT iif(one.rowid_ < other.rowid_, one.id, other.id), iif(one.rowid_ < other.rowid_, other.id, one.id), p.diff
         {OPEN} ORDER BY p.diff ->> '$.score' DESC, p.rowid LIMIT ?2"
    ))?;
    let mut rows = statement.query((event.as_str(), limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Pair {
            one: ContactId::new(row.get::<_, String>(0)?),
            other: ContactId::new(row.get::<_, String>(1)?),
            likeness: from_json("proposal.diff", &row.get::<_, String>(2)?)?,
        });
    }
    Ok(found)
}

/// How many pairs of an event wait for a person.
///
/// # Errors
/// As the store allows.
pub fn waiting(conn: &Connection, event: &EventId) -> Result<u32> {
    Ok(conn
        .prepare_cached(&format!("SELECT count(*) {OPEN}"))?
        .query_row([event.as_str()], |row| row.get(0))?)
}

/// How many contacts have yet to be compared.
///
/// # Errors
/// As the store allows.
pub fn left(conn: &Connection) -> Result<u32> {
    let sql = "SELECT count(*) FROM contact WHERE compared_seq < edit_seq";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
