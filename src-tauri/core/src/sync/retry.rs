//! How long to wait. Curves are pure; jitter is an argument in 0..1.

use crate::time::Millis;

/// After an answer to a read that nobody can use: look again later, nothing is spent.
pub const ODD_ANSWER: Millis = Millis::from_secs(60);

/// After a read that showed an older version than one we know: replicas catch up within seconds.
pub const OLD_FACT: Millis = Millis::from_secs(3);

/// While another record of ours that has the address is on its way out: it takes a round or two.
pub const ADDRESS_LEAVES: Millis = Millis::from_secs(1);

/// The longest backoff (sync protocol, "Worker").
pub const MAX_BACKOFF: Millis = Millis::from_secs(300);

/// Full jitter: between zero and `1 s · 2^failures`, at most [`MAX_BACKOFF`]; never under a quarter second, so that a
/// host that refuses at once is not asked in a loop.
#[must_use]
pub fn backoff(failures: u32, jitter: f64) -> Millis {
    let ceiling = MAX_BACKOFF.0.min(1000u64.saturating_mul(1 << failures.min(20)));
    let drawn = (ceiling as f64 * jitter.clamp(0.0, 1.0)) as u64;
    Millis(drawn.max(250))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_grows_to_five_minutes_and_never_below_a_quarter_second() {
        assert_eq!(backoff(0, 1.0), Millis(1000));
        assert_eq!(backoff(3, 1.0), Millis(8000));
        assert_eq!(backoff(40, 1.0), MAX_BACKOFF);
        assert_eq!(backoff(40, 0.0), Millis(250));
        assert_eq!(backoff(40, 0.5), Millis(150_000));
    }
}
