//! The schema: the migrations, bound into the program, and the check that a file is ours before anything is written to
//! it. All SQL of the schema stands in `migrations/`.

use super::error::OpenError;
use rusqlite::{Connection, TransactionBehavior};

/// Written into the header of every store ("LNYD"), so that another program's file is never taken for ours.
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"LNYD");

/// In order; the number of a migration is its place here, counted from 1.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/0001_init.sql"),
    include_str!("../../../../migrations/0002_sync_proved.sql"),
    include_str!("../../../../migrations/0003_files.sql"),
    include_str!("../../../../migrations/0004_quick_checks.sql"),
    include_str!("../../../../migrations/0005_duplicates.sql"),
    include_str!("../../../../migrations/0006_rosters.sql"),
    include_str!("../../../../migrations/0007_finding.sql"),
    include_str!("../../../../migrations/0008_questions.sql"),
    include_str!("../../../../migrations/0009_consent.sql"),
    include_str!("../../../../migrations/0010_mapping.sql"),
    include_str!("../../../../migrations/0011_pictures.sql"),
    include_str!("../../../../migrations/0012_list.sql"),
    include_str!("../../../../migrations/0013_consent_in_a_field.sql"),
    include_str!("../../../../migrations/0014_consent_taken_back.sql"),
    include_str!("../../../../migrations/0015_standing.sql"),
    include_str!("../../../../migrations/0016_counted.sql"),
    include_str!("../../../../migrations/0017_narrowed.sql"),
];

/// The migration that makes the index of words anew; filling it needs more than SQL.
const WORDS_ANEW: usize = 5;

/// The schema version this program writes.
#[must_use]
pub fn version() -> u32 {
    version_of(MIGRATIONS)
}

fn version_of(migrations: &[&str]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

/// Fills an empty file with the schema.
///
/// # Errors
/// As the disk allows.
pub(super) fn create(conn: &mut Connection) -> Result<(), OpenError> {
    apply(conn, MIGRATIONS, 0)
}

/// What a file that opened with its key is, beside what this program knows.
///
/// # Errors
/// [`OpenError::Foreign`] for a file of another program, [`OpenError::Newer`] for one that a newer Lanyard wrote.
pub(super) fn recognise(conn: &Connection) -> Result<u32, OpenError> {
    recognise_among(conn, version())
}

fn recognise_among(conn: &Connection, ours: u32) -> Result<u32, OpenError> {
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: i32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match u32::try_from(found) {
        Ok(found @ 1..) if application == APPLICATION_ID => {
            if found > ours {
                Err(OpenError::Newer { found, ours })
            } else {
                Ok(found)
            }
        }
        Ok(_) | Err(_) => Err(OpenError::Foreign),
    }
}

/// Brings a recognised store of version `found` up to date: all pending migrations in one transaction, so that a crash
/// leaves the old version whole.
///
/// # Errors
/// As the disk allows; the file is then as it was.
pub(super) fn bring_up_to_date(conn: &mut Connection, found: u32) -> Result<(), OpenError> {
    apply(conn, MIGRATIONS, found)
}

fn apply(conn: &mut Connection, migrations: &[&str], found: u32) -> Result<(), OpenError> {
    let pending = migrations.get(found as usize..).unwrap_or_default();
    if pending.is_empty() {
        return Ok(());
    }
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for migration in pending {
        transaction.execute_batch(migration)?;
    }
    if (found as usize) < WORDS_ANEW && migrations.len() >= WORDS_ANEW {
        super::search::renew(&transaction).map_err(|error| match error {
            super::StoreError::Io { detail } => OpenError::Io { detail },
            error => OpenError::Corrupt { detail: error.to_string() },
        })?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", version_of(migrations))?;
    transaction.commit()?;
    Ok(())
}

/// Looks at the structure of the whole file. Every page read is also checked against its checksum.
///
/// # Errors
/// [`OpenError::Corrupt`] with the first fault found.
pub(super) fn check(conn: &Connection) -> Result<(), OpenError> {
    let answer: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if answer == "ok" { Ok(()) } else { Err(OpenError::Corrupt { detail: answer }) }
}

#[cfg(test)]
mod tests;
