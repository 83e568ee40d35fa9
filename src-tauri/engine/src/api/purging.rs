//! Purging: proposed, never done by itself. Whether a contact was in the CRM long enough is counted by the CRM's own clock;
//! a person sees how many and says yes to just these.

use super::desk::Desk;
use super::errors::Answer;
use super::removing::note;
use super::reviewing::example;
use super::views::{CommandError, DoneForMany, ErrorCode, PurgeView};
use crate::store::audit::Verb;
use crate::store::{Result, merges, purge, settings};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::EventId;
use rusqlite::Connection;

/// After how many confirmed days contacts are proposed; kept only when somebody wants that.
const AFTER_DAYS: &str = "purge_after_days";

/// Nobody has to decide before that: long enough to notice that a CRM lost something.
const LEAST_DAYS: u32 = 7;

/// So many contacts stand for all.
const EXAMPLES: usize = 5;

/// So many at a time: a transaction of a few milliseconds.
const AT_ONCE: usize = 100;

/// The days after which contacts are proposed; none when nobody wants that.
pub(super) fn after_days(conn: &Connection) -> Result<Option<u32>> {
    Ok(settings::get::<Option<u32>>(conn, AFTER_DAYS)?.flatten())
}

/// Keeps them.
pub(super) fn keep_after_days(conn: &Connection, days: Option<u32>) -> Result<()> {
    settings::put(conn, AFTER_DAYS, &days)
}

/// Whether so many days may be asked for.
pub(super) fn may_be(days: Option<u32>) -> bool {
    days.is_none_or(|days| (LEAST_DAYS..=3650).contains(&days))
}

/// Who could be purged now; none when nobody wants it or nobody is due.
pub(super) fn proposed(conn: &Connection, event: &EventId) -> Result<Option<PurgeView>> {
    let Some(days) = after_days(conn)? else { return Ok(None) };
    let due = purge::due(conn, event, days)?;
    if due.is_empty() {
        return Ok(None);
    }
    let count = due.len() as u64;
    Ok(Some(PurgeView {
        contacts: u32::try_from(count).unwrap_or(u32::MAX),
        sentence: Sentence::new("why-purge").count("count", count).count("days", u64::from(days)),
        examples: due.iter().take(EXAMPLES).map(|id| example(conn, id, None)).collect::<Result<_>>()?,
    }))
}

impl Desk {
    /// Erases the proposed contacts here, for good; their records over there stay. `contacts` is how many a person said yes
    /// to.
    ///
    /// # Errors
    /// When it is no longer just so many: then a person looks again, and nothing was erased.
    pub fn purge(&self, contacts: u32) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let due = engine.store.read(|conn| match after_days(conn)? {
            Some(days) => purge::due(conn, &event.id, days),
            None => Ok(Vec::new()),
        })?;
        if due.is_empty() || u32::try_from(due.len()) != Ok(contacts) {
            return Err(CommandError::new(ErrorCode::NotFound, "error-choice"));
        }
        for some in due.chunks(AT_ONCE) {
            engine.store.write(|conn| {
                let now = engine.clock.wall();
                some.iter().try_for_each(|id| {
                    // Those that were merged into it are the same person.
                    for one in merges::within(conn, id)?.iter().chain([id]) {
                        note(conn, &engine, one, Verb::Erase)?;
                        purge::erase(conn, one, now)?;
                    }
                    Ok(())
                })
            })?;
            engine.committed(some.to_vec());
        }
        engine.store.write(|conn| purge::forget_words(conn))?;
        let sentence = Sentence::new("done-purged").count("count", u64::from(contacts));
        Ok(DoneForMany { contacts, sentence, can_undo: false })
    }
}
