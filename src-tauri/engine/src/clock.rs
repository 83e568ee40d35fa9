//! Where time, chance and new ids come from: nothing else in the engine may ask for them, so that everything else can be
//! run by a test or a simulation. There is no timer and no sleeping here.

use lanyard_core::time::{Millis, MonoMs, WallMs};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Time, ids and chance.
pub trait Clock: Send + Sync {
    /// The wall clock: shown to people, never compared to decide anything.
    fn wall(&self) -> WallMs;

    /// Milliseconds since some point of this process; never goes back. Waits are measured with it.
    fn mono(&self) -> MonoMs;

    /// A new id: a UUIDv7 in its usual spelling. Ids of one clock rise in the order in which they were made, whatever the
    /// wall clock does meanwhile.
    fn new_id(&self) -> String;

    /// A number from 0 (included) to 1 (excluded), for full jitter.
    fn jitter(&self) -> f64;
}

/// The computer's clocks and random numbers.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
    last_id_ms: AtomicI64,
}

impl SystemClock {
    /// A clock whose monotonic time begins now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where monotonic time enters")]
    pub fn new() -> Self {
        Self { start: Instant::now(), last_id_ms: AtomicI64::new(0) }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where wall-clock time enters")]
    fn wall(&self) -> WallMs {
        wall_of(SystemTime::now())
    }

    fn mono(&self) -> MonoMs {
        MonoMs(u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn new_id(&self) -> String {
        id_from(next_id_ms(&self.last_id_ms, self.wall()), random())
    }

    fn jitter(&self) -> f64 {
        unit_interval(u64::from_ne_bytes(random()))
    }
}

/// A clock that stands until it is moved, with ids and chance that repeat exactly: for tests and rehearsed schedules.
#[derive(Debug)]
pub struct ManualClock {
    now: Mutex<Manual>,
}

#[derive(Debug)]
struct Manual {
    wall: WallMs,
    mono: MonoMs,
    made: u64,
    seed: u64,
}

impl ManualClock {
    /// A clock at `wall`, monotonic zero, whose chance follows from `seed`.
    #[must_use]
    pub fn new(wall: WallMs, seed: u64) -> Self {
        Self { now: Mutex::new(Manual { wall, mono: MonoMs(0), made: 0, seed }) }
    }

    /// Lets time pass on both clocks.
    pub fn advance(&self, span: Millis) {
        self.with(|now| {
            now.wall = now.wall.plus(span);
            now.mono = now.mono.plus(span);
        });
    }

    /// Somebody set the wall clock; monotonic time goes on as before.
    pub fn set_wall(&self, wall: WallMs) {
        self.with(|now| now.wall = wall);
    }

    fn with<T>(&self, act: impl FnOnce(&mut Manual) -> T) -> T {
        act(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Clock for ManualClock {
    fn wall(&self) -> WallMs {
        self.with(|now| now.wall)
    }

    fn mono(&self) -> MonoMs {
        self.with(|now| now.mono)
    }

    fn new_id(&self) -> String {
        self.with(|now| {
            now.made += 1;
            let mut tail = [0; 10];
            tail[2..].copy_from_slice(&now.made.to_be_bytes());
            // The version and variant bits take six of the first eighteen; the count below them stays whole.
            id_from(0, tail)
        })
    }

    fn jitter(&self) -> f64 {
        self.with(|now| {
            now.seed = now.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
            unit_interval(mixed(now.seed))
        })
    }
}

/// Milliseconds since 1970; negative before it. A clock that was never set shows 1970 or earlier, and that is no error.
fn wall_of(time: SystemTime) -> WallMs {
    let (span, sign) = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (after, 1),
        Err(before) => (before.duration(), -1),
    };
    WallMs(i64::try_from(span.as_millis()).unwrap_or(i64::MAX).saturating_mul(sign))
}

/// The millisecond for the next id: one above the last when the wall clock stands or went back, so that ids rise. An id
/// has no room for a time before 1970.
fn next_id_ms(last: &AtomicI64, wall: WallMs) -> u64 {
    let step = |last: i64| last.saturating_add(1).max(wall.0);
    let before = last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(step(last)));
    u64::try_from(step(before.unwrap_or_default())).unwrap_or_default()
}

fn id_from(unix_ms: u64, random: [u8; 10]) -> String {
    uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid().to_string()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Every system we run on has a random source that cannot fail once it is up; without one no key could be made either.
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    bytes
}

/// The upper 53 bits as a fraction: every value a double can hold evenly, and never 1.
fn unit_interval(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// The output function of SplitMix64 (Steele, Lea, Flood 2014): neighbouring seeds give unrelated numbers.
const fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_clock_before_1970_is_a_negative_time_and_not_a_panic() {
        assert_eq!(wall_of(UNIX_EPOCH - Duration::from_secs(2)), WallMs(-2000));
        assert_eq!(wall_of(UNIX_EPOCH), WallMs(0));
    }

    #[test]
    fn ids_are_made_at_1970_and_before_it() {
        let last = AtomicI64::new(0);
        let ids: Vec<String> = [WallMs(0), WallMs(-5_000_000), WallMs(i64::MIN)]
            .into_iter()
            .map(|wall| id_from(next_id_ms(&last, wall), random()))
            .collect();
        assert!(ids.is_sorted() && ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
        assert!(ids.iter().all(|id| id.as_bytes()[14] == b'7'), "each is a UUIDv7: {ids:?}");
    }

    #[test]
    fn ids_rise_although_the_wall_clock_goes_back() {
        let last = AtomicI64::new(0);
        let before = next_id_ms(&last, WallMs(1_795_000_000_000));
        let after = next_id_ms(&last, WallMs(1_000));
        assert!(after > before);
    }

    #[test]
    fn ids_of_many_threads_are_all_different() {
        let clock = SystemClock::new();
        let mut ids: Vec<String> = std::thread::scope(|scope| {
            let makers: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| (0..500).map(|_| clock.new_id()).collect::<Vec<_>>()))
                .collect();
            makers.into_iter().flat_map(|maker| maker.join().unwrap()).collect()
        });
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 2000);
    }

    #[test]
    fn monotonic_time_never_goes_back() {
        let clock = SystemClock::new();
        let first = clock.mono();
        assert!(clock.mono() >= first);
    }

    #[test]
    fn jitter_stays_below_one_at_the_extremes() {
        assert_eq!(unit_interval(0), 0.0);
        assert!(unit_interval(u64::MAX) < 1.0);
        let clock = SystemClock::new();
        assert!((0..1000).map(|_| clock.jitter()).all(|j| (0.0..1.0).contains(&j)));
    }

    #[test]
    fn a_manual_clock_stands_until_it_is_moved_and_repeats_itself() {
        let (one, two) = (ManualClock::new(WallMs(7), 42), ManualClock::new(WallMs(7), 42));
        assert_eq!((one.wall(), one.mono()), (WallMs(7), MonoMs(0)));
        one.advance(Millis(30));
        one.set_wall(WallMs(-1));
        assert_eq!((one.wall(), one.mono()), (WallMs(-1), MonoMs(30)));
        for _ in 0..3 {
            assert_eq!(one.new_id(), two.new_id());
            assert_eq!(one.jitter().to_bits(), two.jitter().to_bits());
        }
        assert_ne!(one.new_id(), one.new_id());
        assert_ne!(one.jitter().to_bits(), one.jitter().to_bits());
    }
}
