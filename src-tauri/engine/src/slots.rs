//! Stretches of time as a clock on the wall tells them: what a picture's bars and points stand for. A day begins at midnight
//! of a time zone, has 23 or 25 hours where its clocks are changed, and ends at the next midnight.

use crate::store::pictures::STEP_MS;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use lanyard_core::time::WallMs;

/// More slots than this are too narrow to be told apart.
const MOST: i64 = 26;

/// How long slots within a day may be, in minutes.
const MINUTES: [i64; 6] = [5, 15, 30, 60, 180, 360];

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// From `from` on, before `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    /// Its start.
    pub(crate) from: WallMs,
    /// The start of the next one.
    pub(crate) until: WallMs,
    /// What the clock shows at its start: `2026-11-22T09:30`.
    pub(crate) local: String,
}

/// The slots of one length, as short as they can be told apart, that hold all of `from` to `until`; none where these are no times
/// that a calendar has. The last one ends where its length ends, which may be after `until`.
#[must_use]
pub(crate) fn slots(from: WallMs, until: WallMs, zone: &TimeZone) -> Vec<Slot> {
    let span = until.0.saturating_sub(from.0).max(0);
    let minutes = MINUTES.into_iter().find(|minutes| span <= (MOST - 1) * minutes * MINUTE_MS);
    let days = if minutes.is_some() { 1 } else { span.div_euclid(DAY_MS * (MOST - 1)) + 1 };
    let Some(mut date) = date_of(from, zone) else { return Vec::new() };
    let mut found = Vec::new();
    while let Some((start, next)) = date_span(date, days, zone) {
        if start > until {
            break;
        }
        let step = minutes.map_or(i64::MAX, |minutes| minutes * MINUTE_MS);
        let mut at = start.0;
        while at < next.0 {
            let end = at.saturating_add(step).min(next.0);
            if end > from.0 && at <= until.0 {
                found.push(Slot { from: WallMs(at), until: WallMs(end), local: local(WallMs(at), zone) });
            }
            at = end;
        }
        let Ok(following) = date.checked_add(days.days()) else { break };
        date = following;
    }
    found
}

/// The day that a moment lies in.
#[must_use]
pub(crate) fn date_of(at: WallMs, zone: &TimeZone) -> Option<Date> {
    Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned(zone.clone()).date())
}

/// When a day begins and when the next one does.
#[must_use]
pub(crate) fn day(date: Date, zone: &TimeZone) -> Option<(WallMs, WallMs)> {
    date_span(date, 1, zone)
}

fn date_span(date: Date, days: i64, zone: &TimeZone) -> Option<(WallMs, WallMs)> {
    let start = |date: Date| {
        let zoned = date.to_zoned(zone.clone()).ok()?.start_of_day().ok()?;
        Some(WallMs(zoned.timestamp().as_millisecond()))
    };
    Some((start(date)?, start(date.checked_add(days.days()).ok()?)?))
}

/// What the clock shows, to the minute.
#[must_use]
pub(crate) fn local(at: WallMs, zone: &TimeZone) -> String {
    let time = Timestamp::from_millisecond(at.0).ok().map(|time| time.to_zoned(zone.clone()));
    time.map(|time| time.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// The start of the step that a moment lies in.
#[must_use]
pub(crate) fn step_of(at: WallMs) -> WallMs {
    WallMs(at.0.div_euclid(STEP_MS).saturating_mul(STEP_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn at(text: &str) -> WallMs {
        WallMs(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    fn told(from: &str, until: &str, zone_name: &str) -> Vec<String> {
        slots(at(from), at(until), &zone(zone_name)).into_iter().map(|slot| slot.local).collect()
    }

    #[test]
    fn a_working_day_is_told_by_half_hours_of_the_clock_on_the_wall() {
        let told = told("2026-11-22T08:10:00Z", "2026-11-22T16:42:00Z", "Europe/Berlin");
        assert_eq!((told.len(), &*told[0], &*told[17]), (18, "2026-11-22T09:00", "2026-11-22T17:30"));
        let minutes = told_in_a_zone_of_quarters();
        assert_eq!(&*minutes[0], "2026-11-22T09:00", "also where the zone is 5:45 before UTC");
    }

    fn told_in_a_zone_of_quarters() -> Vec<String> {
        told("2026-11-22T03:20:00Z", "2026-11-22T12:00:00Z", "Asia/Kathmandu")
    }

    #[test]
    fn an_evening_over_midnight_goes_on_in_the_next_day() {
        let told = told("2026-11-22T21:05:00Z", "2026-11-23T01:40:00Z", "Europe/Berlin");
        let over: Vec<&str> = told.iter().map(|slot| &slot[8..]).collect();
        assert_eq!(over.first().copied(), Some("22T22:00"));
        assert!(over.windows(2).any(|pair| pair == ["22T23:45", "23T00:00"]), "{over:?}");
        assert_eq!(over.last().copied(), Some("23T02:30"));
    }

    #[test]
    fn the_days_on_which_clocks_are_changed_have_23_and_25_hours() {
        let berlin = zone("Europe/Berlin");
        for (day, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-22", 24)] {
            let (start, end) = super::day(day.parse().unwrap(), &berlin).unwrap();
            assert_eq!((end.0 - start.0) / 3_600_000, hours, "{day}");
            let slots = slots(start, WallMs(end.0 - 1), &berlin);
            assert_eq!(slots.len(), hours as usize, "by hours: {day}");
            assert_eq!((slots[0].from, slots[slots.len() - 1].until), (start, end));
        }
        let autumn = told("2026-10-25T00:00:00Z", "2026-10-25T02:59:00Z", "Europe/Berlin");
        assert_eq!(
            autumn.iter().filter(|slot| slot.ends_with("T02:30")).count(),
            2,
            "two o'clock comes twice"
        );
    }

    #[test]
    fn an_event_of_weeks_is_told_by_days_and_one_with_a_clock_that_was_never_set_by_more() {
        let told = told("2026-11-01T09:00:00Z", "2026-11-20T12:00:00Z", "Europe/Berlin");
        assert_eq!((told.len(), &*told[1]), (20, "2026-11-02T00:00"));
        let wrong = slots(WallMs(0), at("2026-11-22T09:00:00Z"), &zone("Europe/Berlin"));
        assert!((2..=37).contains(&wrong.len()), "{}", wrong.len());
        assert_eq!(slots(WallMs(i64::MIN), WallMs(i64::MAX), &zone("Europe/Berlin")), []);
    }

    proptest! {
        /// Whatever the zone and the time: slots follow each other without a gap, hold both ends, and are few.
        #[test]
        fn slots_are_without_a_gap_and_hold_both_ends(
            from in 0_i64..4_102_444_800_000,
            span in 0_i64..4_000_000_000,
            name in prop::sample::select(vec![
                "UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia",
                "Africa/Casablanca", "America/Sao_Paulo",
            ]),
        ) {
            let (from, until) = (WallMs(from), WallMs(from + span));
            let slots = slots(from, until, &zone(name));
            prop_assert!(!slots.is_empty() && slots.len() <= 40);
            prop_assert!(slots[0].from <= from && slots[slots.len() - 1].until > until);
            for pair in slots.windows(2) {
                prop_assert_eq!(pair[0].until, pair[1].from);
            }
        }
    }
}
