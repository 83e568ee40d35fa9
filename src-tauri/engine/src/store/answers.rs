//! How a destination answered lately, from the attempts: what the health panel shows. A batch is one request, however
//! many contacts it was for.

use super::Result;
use lanyard_core::alerts::LEAST_REQUESTS;
use lanyard_core::ids::DestinationId;
use lanyard_core::time::{Millis, WallMs};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// So many requests are looked at.
pub const LOOKED_AT: usize = 200;

/// A batch notes an attempt per contact: so many rows may belong to that many requests.
const ROWS: usize = LOOKED_AT * 100;

/// The last answers of a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// How many requests.
    pub requests: u32,
    /// How many of them it answered as agreed: done, or refused for a reason that lies in a contact.
    pub worked: u32,
    /// How many of the latest [`LEAST_REQUESTS`] it did not.
    pub failed_latest: u32,
    /// Half of the answers took no longer.
    pub p50: Millis,
    /// Nineteen of twenty took no longer.
    pub p95: Millis,
    /// When the first of them left.
    pub since: WallMs,
    /// What was left of the day's budget, and of how much, when it last said so.
    pub budget: Option<(u32, u32)>,
}

/// One request.
struct Request {
    at: i64,
    took: u64,
    worked: bool,
}

/// The last answers to what left from `from` on; none where there is none.
///
/// # Errors
/// As the store allows.
pub fn lately(conn: &Connection, destination: &DestinationId, from: WallMs) -> Result<Option<Answers>> {
    // From the newest attempt on: the index decides the order of the join.
    let mut statement = conn.prepare_cached(
        "SELECT a.at_wall, a.ms, a.class, coalesce(a.request_id, a.delivery_id || ' ' || a.n), a.budget_left, a.budget
         FROM attempt a CROSS JOIN delivery d ON d.id = a.delivery_id
         WHERE d.destination_id = ?1 AND a.at_wall >= ?3 AND a.ms IS NOT NULL ORDER BY a.at_wall DESC LIMIT ?2",
    )?;
    let mut rows = statement.query((destination.as_str(), ROWS as i64, from.0))?;
    let mut budget = None;
    let mut requests: BTreeMap<String, Request> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let class: Option<String> = row.get(2)?;
        let worked = class.as_deref().is_none_or(|class| !OF_THE_DESTINATION.contains(&class));
        let id: String = row.get(3)?;
        budget = budget.or(row.get::<_, Option<u32>>(4)?.zip(row.get(5)?));
        if let Some(request) = requests.get_mut(&id) {
            request.worked |= worked;
        } else if requests.len() < LOOKED_AT {
            requests.insert(id, Request { at: row.get(0)?, took: row.get(1)?, worked });
        } else {
            break;
        }
    }
    let Some(since) = requests.values().map(|request| request.at).min() else { return Ok(None) };
    let mut took: Vec<u64> = requests.values().map(|request| request.took).collect();
    took.sort_unstable();
    let mut latest: Vec<&Request> = requests.values().collect();
    latest.sort_unstable_by_key(|request| std::cmp::Reverse(request.at));
    latest.truncate(LEAST_REQUESTS as usize);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Some(Answers {
        requests: count(requests.len()),
        worked: count(requests.values().filter(|request| request.worked).count()),
        failed_latest: count(latest.iter().filter(|request| !request.worked).count()),
        p50: Millis(percentile(&took, 50)),
        p95: Millis(percentile(&took, 95)),
        since: WallMs(since),
        budget,
    }))
}

/// Classes of failure that lie in the destination or the way to it, not in a contact.
pub(crate) const OF_THE_DESTINATION: [&str; 5] = ["auth", "throttled", "transient", "ambiguous", "protocol"];

/// The least value that `percent` of the values do not exceed (nearest rank).
pub(crate) fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let times: Vec<u64> = (1..=100).collect();
        assert_eq!((percentile(&times, 50), percentile(&times, 95)), (50, 95));
        assert_eq!((percentile(&[7], 50), percentile(&[7], 95)), (7, 7));
        assert_eq!(percentile(&[1, 9], 50), 1);
        assert_eq!(percentile(&[], 95), 0);
    }
}
