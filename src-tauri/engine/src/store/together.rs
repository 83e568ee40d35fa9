//! Writes that come at once share one commit, which is what costs: each runs on its own thread, in a savepoint of one open
//! transaction, and whoever is last commits for all. None returns before the commit that holds it: what is called saved is
//! on disk.
//!
//! One that fails takes back its own part only. When the transaction itself is lost (a full disk, a failing one), all that
//! shared it are told so. A write that leaves the commit to others looks after it itself when nobody does.

use super::door::Door;
use super::{Result, StoreError};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// No more than so many share a commit: the first of them waits for the last.
const MOST: usize = 32;

/// So long a write waits for others to commit it before it does so itself. They need moments; only one that panicked does
/// not come.
const PATIENCE: Duration = Duration::from_millis(100);

/// The connection that writes.
pub(super) struct Writer {
    door: Door,
    groups: Mutex<Groups>,
    over: Condvar,
    /// Those that are about to join.
    coming: AtomicUsize,
}

/// Which writes share which transaction.
#[derive(Default)]
struct Groups {
    /// The number of the last transaction that was begun.
    last: u64,
    /// How many are in the one that is open; none is open without.
    open: Option<usize>,
    /// Why those were lost that some still have to hear of, and how many.
    lost: BTreeMap<u64, (StoreError, usize)>,
}

/// What came of one write.
enum Written<T> {
    /// Its commit is done.
    Done(T),
    /// It is in this transaction, which others commit.
    In(u64, T),
}

impl Writer {
    pub(super) fn new(door: Door) -> Self {
        let (groups, over) = (Mutex::new(Groups::default()), Condvar::new());
        Self { door, groups, over, coming: AtomicUsize::new(0) }
    }

    /// Does something in a transaction of its own.
    ///
    /// # Errors
    /// Whatever the closure or the disk says; nothing of the transaction is then kept.
    pub(super) fn alone<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.door.with(|conn| {
            self.commit(conn)?;
            let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = act(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    /// Does something in a transaction that others may share.
    ///
    /// # Errors
    /// As [`Writer::alone`].
    pub(super) fn together<T>(&self, act: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.coming.fetch_add(1, Ordering::SeqCst);
        let came = Came(&self.coming);
        let written = self.door.with(|conn| {
            drop(came);
            let number = self.join(conn)?;
            match in_savepoint(conn, act) {
                Ok(value) => {
                    let members = self.entered();
                    if self.coming.load(Ordering::SeqCst) > 0 && members < MOST {
                        return Ok(Written::In(number, value));
                    }
                    self.commit(conn).inspect_err(|_| {
                        // It hears of it here, and nobody waits in its place.
                        let _ = self.groups().heard(number);
                    })?;
                    Ok(Written::Done(value))
                }
                Err(error) => {
                    if is_lost(conn, &error) {
                        self.lose(&error);
                    } else if self.coming.load(Ordering::SeqCst) == 0 {
                        self.commit(conn)?;
                    }
                    Err(error)
                }
            }
        })?;
        match written {
            Written::Done(value) => Ok(value),
            Written::In(number, value) => self.wait_for(number).map(|()| value),
        }
    }

    /// The transaction that is open, or a new one; its number.
    fn join(&self, conn: &Connection) -> Result<u64> {
        let mut groups = self.groups();
        if groups.open.is_none() {
            conn.execute_batch("BEGIN IMMEDIATE")?;
            groups.last += 1;
            groups.open = Some(0);
        }
        Ok(groups.last)
    }

    /// One more is in the open transaction; how many there are.
    fn entered(&self) -> usize {
        let mut groups = self.groups();
        let members = groups.open.map_or(1, |members| members + 1);
        groups.open = Some(members);
        members
    }

    /// Commits what is open, for all that are in it.
    fn commit(&self, conn: &Connection) -> Result<()> {
        if self.groups().open.is_none() {
            return Ok(());
        }
        let done = conn.execute_batch("COMMIT").map_err(StoreError::from);
        match &done {
            Ok(()) => {
                self.groups().open = None;
                self.over.notify_all();
            }
            Err(error) => {
                if !conn.is_autocommit() {
                    // What cannot be committed is taken back; a connection that cannot do that either is opened anew.
                    let _ = conn.execute_batch("ROLLBACK");
                }
                self.lose(error);
            }
        }
        done
    }

    /// The open transaction is gone: those in it hear why.
    fn lose(&self, error: &StoreError) {
        let mut groups = self.groups();
        if let Some(members) = groups.open.take().filter(|members| *members > 0) {
            let number = groups.last;
            groups.lost.insert(number, (error.clone(), members));
        }
        self.over.notify_all();
    }

    /// Waits until a transaction is over, and sees to it when nobody does.
    fn wait_for(&self, number: u64) -> Result<()> {
        let mut groups = self.groups();
        loop {
            if let Some(heard) = groups.heard(number) {
                return heard;
            }
            let waited = self.over.wait_timeout(groups, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            groups = waited.0;
            if waited.1.timed_out() {
                drop(groups);
                // Whatever comes of it is among what was heard.
                let _ = self.door.with(|conn| {
                    let ours = {
                        let groups = self.groups();
                        groups.open.is_some() && groups.last == number
                    };
                    if ours { self.commit(conn) } else { Ok(()) }
                });
                groups = self.groups();
            }
        }
    }

    fn groups(&self) -> MutexGuard<'_, Groups> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Groups {
    /// What became of a transaction for one that was in it; none while it is open.
    fn heard(&mut self, number: u64) -> Option<Result<()>> {
        if self.open.is_some() && self.last == number {
            return None;
        }
        let Some((error, left)) = self.lost.get_mut(&number) else { return Some(Ok(())) };
        let heard = Err(error.clone());
        *left = left.saturating_sub(1);
        if *left == 0 {
            self.lost.remove(&number);
        }
        Some(heard)
    }
}

/// Counts one that is coming, until it has come or its thread is gone.
struct Came<'a>(&'a AtomicUsize);

impl Drop for Came<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn in_savepoint<T>(conn: &mut Connection, act: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    let savepoint = conn.savepoint()?;
    let value = act(&savepoint)?;
    savepoint.commit()?;
    Ok(value)
}

/// Whether an error took the whole transaction with it: SQLite took it back, or the connection is about to be closed.
fn is_lost(conn: &Connection, error: &StoreError) -> bool {
    conn.is_autocommit() || Door::closes_for(error)
}

#[cfg(test)]
mod tests;
