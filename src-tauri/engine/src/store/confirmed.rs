//! Days that a CRM's own clock confirmed (rule 19): a laptop's clock may be wrong by years, so what is purged after so many
//! days is counted by the `Date` of the CRM's replies.

use super::Result;
use lanyard_core::ids::DestinationId;
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension};

const DAY_MS: i64 = 86_400_000;

/// One reply confirms at most so many days: both clocks may have been wrong, one after the other.
const AT_ONCE: u32 = 31;

/// Days are counted from what was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Confirmed {
    /// Days confirmed since the destination was added.
    pub days: u32,
    /// The newest day seen, counted from 1970 by the CRM's clock.
    server_day: Option<i64>,
    /// When that was, by this laptop's clock.
    at: Option<WallMs>,
}

impl Confirmed {
    /// What a reply with this `Date`, arriving `now`, makes of it; none when it says nothing new.
    ///
    /// A later day counts for as many days as both clocks agree on, and for one where they do not: a single reply dated
    /// years ahead must not make ninety days of one. A day that is well before the newest one seen is where counting
    /// goes on from.
    #[must_use]
    pub fn seen(self, date: WallMs, now: WallMs) -> Option<Self> {
        let day = date.0.div_euclid(DAY_MS);
        let next = |days| Some(Self { days, server_day: Some(day), at: Some(now) });
        let (Some(newest), Some(at)) = (self.server_day, self.at) else { return next(self.days) };
        if day < newest - 1 {
            return next(self.days);
        }
        if day <= newest {
            return None;
        }
        let theirs = u32::try_from(day - newest).unwrap_or(u32::MAX);
        let ours = now.0.saturating_sub(at.0).div_euclid(DAY_MS).saturating_add(1);
        let agree = i64::from(theirs) <= ours;
        next(self.days.saturating_add(if agree { theirs.min(AT_ONCE) } else { 1 }))
    }
}

/// How many days a destination's clock confirmed.
///
/// # Errors
/// As the store allows.
pub fn of(conn: &Connection, destination: &DestinationId) -> Result<Confirmed> {
    let found = conn
        .prepare_cached("SELECT confirmed_days, server_day, server_day_at FROM destination WHERE id = ?1")?
        .query_row([destination.as_str()], |row| {
            let at: Option<i64> = row.get(2)?;
            Ok(Confirmed { days: row.get(0)?, server_day: row.get(1)?, at: at.map(WallMs) })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Keeps what a reply confirmed; the destination's tombstones grow older by as many days.
///
/// # Errors
/// As the store allows.
pub fn put(conn: &Connection, destination: &DestinationId, before: Confirmed, now: Confirmed) -> Result<()> {
    conn.prepare_cached(
        "UPDATE destination SET confirmed_days = ?2, server_day = ?3, server_day_at = ?4 WHERE id = ?1",
    )?
    .execute((destination.as_str(), now.days, now.server_day, now.at.map(|at| at.0)))?;
    let passed = now.days.saturating_sub(before.days);
    if passed > 0 {
        conn.prepare_cached(
            "UPDATE tombstone SET server_days = server_days + ?2
             WHERE marker IN (SELECT marker FROM delivery WHERE destination_id = ?1 AND state = 'removed')",
        )?
        .execute((destination.as_str(), passed))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(number: i64) -> WallMs {
        WallMs(number * DAY_MS + 1000)
    }

    fn after(replies: &[(i64, i64)]) -> u32 {
        let seen = |before: Confirmed, (theirs, ours): &(i64, i64)| {
            before.seen(day(*theirs), day(*ours)).unwrap_or(before)
        };
        replies.iter().fold(Confirmed::default(), seen).days
    }

    #[test]
    fn a_day_counts_once_however_many_replies_it_brings() {
        assert_eq!(after(&[(100, 100), (100, 100), (101, 101), (101, 101), (102, 102)]), 2);
    }

    #[test]
    fn weeks_in_a_drawer_count_when_both_clocks_saw_them_pass() {
        assert_eq!(after(&[(100, 7000), (130, 7030)]), 30);
    }

    #[test]
    fn a_reply_after_years_confirms_a_month() {
        assert_eq!(after(&[(100, 0), (3750, 20_000)]), 31);
    }

    #[test]
    fn a_reply_dated_years_ahead_makes_one_day_and_the_next_true_one_goes_on_from_there() {
        assert_eq!(after(&[(100, 100), (3750, 100), (101, 101), (102, 102)]), 2);
    }

    #[test]
    fn this_laptops_clock_alone_confirms_nothing() {
        assert_eq!(after(&[(100, 100), (100, 3750), (100, -3550)]), 0);
        assert_eq!(after(&[(100, 3750), (103, 100)]), 1, "ours went back ten years meanwhile");
    }
}
