//! Times as the wire spells them.

use jiff::Timestamp;
use std::time::{Duration, SystemTime};

/// RFC 3339 in UTC with milliseconds, `2026-11-22T09:00:00.000Z`; a time out of range is spelled as 1970.
pub(crate) fn rfc3339(ms: i64) -> String {
    format!("{:.3}", Timestamp::from_millisecond(ms).unwrap_or_default())
}

/// Reads RFC 3339; `None` for anything else.
pub(crate) fn parse_rfc3339(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// The form of HTTP's `Date` and `Retry-After` (RFC 9110 §5.6.7).
pub(crate) fn http_date(ms: i64) -> String {
    let since = Duration::from_millis(u64::try_from(ms).unwrap_or(0));
    // The last time that the form's four-digit year can spell.
    let last = Duration::from_secs(253_402_300_799);
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + since.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spelled_with_milliseconds_and_read_back() {
        assert_eq!(rfc3339(1_795_338_000_007), "2026-11-22T09:00:00.007Z");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(parse_rfc3339("2026-11-22T10:00:00.007+01:00"), Some(1_795_338_000_007));
        assert_eq!(parse_rfc3339("yesterday"), None);
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(i64::MAX), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
