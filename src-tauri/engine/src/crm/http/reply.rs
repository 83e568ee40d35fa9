//! Reading a reply: capped while it arrives, with the few headers that matter. Nothing is followed, unpacked or trusted.

use lanyard_core::crm::{RateFacts, ReplyFacts};
use lanyard_core::time::{Millis, WallMs};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use std::time::UNIX_EPOCH;

/// At most so much of a body is kept for people to read.
const RAW_BYTES: usize = 8 * 1024;

/// The names of a CRM's headers, lower case, and how it writes a path.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    /// Its id for a request.
    pub request_id: &'static str,
    /// Requests allowed in the window.
    pub rate_limit: &'static str,
    /// Requests left in it.
    pub rate_remaining: &'static str,
    /// When it starts anew.
    pub rate_reset: Renewal,
    /// What is left of the day.
    pub rate_daily: &'static str,
    /// The whole of it.
    pub rate_daily_limit: &'static str,
    /// Whether its paths end in a slash.
    pub closing_slash: bool,
    /// How its searches are counted, where they are by themselves.
    pub search: Option<Search>,
}

/// A documented limit of searches. A search is known by that word in its path.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// So many in a window.
    pub limit: u32,
    /// Its length.
    pub window: Millis,
}

/// How a CRM says when its window of requests starts anew.
#[derive(Debug, Clone, Copy)]
pub enum Renewal {
    /// A header with the moment: seconds from now, or since 1970.
    At(&'static str),
    /// A header with the length of a rolling window, in milliseconds: after so long all of it is free again.
    Rolling(&'static str),
}

/// What the body is.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// JSON.
    Json(serde_json::Value),
    /// A web page: something else than the CRM's interface speaks.
    Html,
    /// Nothing.
    Nothing,
    /// Something else.
    Odd,
}

/// A complete reply.
#[derive(Clone)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub said: Said,
    /// How long it asks us to wait.
    pub retry_after: Option<Millis>,
    /// The body's begin, for people to read.
    pub raw: Option<String>,
}

/// The body is personal data: not printed.
impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reply({})", self.status)
    }
}

impl Reply {
    /// Takes a secret out of what people may read, in case the other side repeats it.
    pub(in crate::crm) fn hide(&mut self, secret: &str) {
        if let Some(raw) = self.raw.as_mut().filter(|raw| !secret.is_empty() && raw.contains(secret)) {
            *raw = raw.replace(secret, "…");
        }
    }
}

/// Why a reply is not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The connection ended, or time ran out.
    Broken,
    /// It is longer than we read.
    TooLong,
}

/// Reads the whole of a reply.
pub(super) async fn read(
    mut response: reqwest::Response,
    most: usize,
    habits: &Habits,
) -> Result<(Reply, ReplyFacts), (Cut, ReplyFacts)> {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let date = headers.get(DATE).and_then(|value| value.to_str().ok()).and_then(http_date);
    let facts = ReplyFacts {
        status: Some(status),
        request_id: text(&headers, habits.request_id).map(str::to_owned),
        date,
        rate: rate(&headers, habits, date),
        ..ReplyFacts::default()
    };
    if response.content_length().is_some_and(|length| length > most as u64) {
        return Err((Cut::TooLong, facts));
    }
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > most => return Err((Cut::TooLong, facts)),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(_) => return Err((Cut::Broken, facts)),
        }
    }
    let retry_after = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| retry_after(value, date));
    let said = said(headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()), &body);
    Ok((Reply { status, said, retry_after, raw: head(&body) }, facts))
}

/// What a body is. A page that calls itself JSON is a page, and so is JSON that calls itself a page.
fn said(content_type: Option<&str>, body: &[u8]) -> Said {
    let body = body.trim_ascii();
    if body.is_empty() {
        return Said::Nothing;
    }
    let calls_itself_a_page = content_type.is_some_and(|value| value.to_ascii_lowercase().contains("html"));
    if calls_itself_a_page || body.starts_with(b"<") {
        return Said::Html;
    }
    serde_json::from_slice(body).map_or(Said::Odd, Said::Json)
}

/// The begin of a body as text, cut between two characters.
fn head(body: &[u8]) -> Option<String> {
    let mut raw = String::from_utf8_lossy(&body[..body.len().min(RAW_BYTES)]).into_owned();
    // A character cut in the middle became a sign of its own, which may be longer than what it stands for.
    raw.truncate(raw.floor_char_boundary(RAW_BYTES));
    (!raw.trim().is_empty()).then_some(raw)
}

/// `Retry-After` in either of its forms (RFC 9110, 10.2.3). A date counts from the reply's own `Date`: this computer's
/// clock may be wrong by hours. Without that `Date` it says nothing.
fn retry_after(value: &str, date: Option<WallMs>) -> Option<Millis> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Millis::from_secs(seconds));
    }
    Some(span(date?, http_date(value)?))
}

fn rate(headers: &HeaderMap, habits: &Habits, date: Option<WallMs>) -> RateFacts {
    let number = |name| text(headers, name).and_then(|value| value.trim().parse::<u64>().ok());
    let small = |name| number(name).map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    RateFacts {
        limit: small(habits.rate_limit),
        remaining: small(habits.rate_remaining),
        daily_remaining: small(habits.rate_daily),
        daily_limit: small(habits.rate_daily_limit),
        cost: None,
        reset: match habits.rate_reset {
            Renewal::At(name) => number(name).and_then(|value| until(value, date)),
            Renewal::Rolling(name) => number(name).map(Millis),
        },
    }
}

/// No window is longer than a month; a larger number counts from 1970.
fn until(value: u64, date: Option<WallMs>) -> Option<Millis> {
    const MONTH: u64 = 31 * 24 * 60 * 60;
    if value <= MONTH {
        return Some(Millis::from_secs(value));
    }
    let at = i64::try_from(value).ok()?.checked_mul(1000)?;
    Some(span(date?, WallMs(at)))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn http_date(value: &str) -> Option<WallMs> {
    let since = httpdate::parse_http_date(value).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(WallMs(i64::try_from(since.as_millis()).ok()?))
}

fn span(from: WallMs, to: WallMs) -> Millis {
    Millis(u64::try_from(to.0.saturating_sub(from.0)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: &str = "Sun, 22 Nov 2026 12:00:00 GMT";

    #[test]
    fn retry_after_is_understood_in_seconds_and_as_a_date() {
        let noon = http_date(NOON);
        assert_eq!(retry_after("120", None), Some(Millis::from_secs(120)));
        assert_eq!(retry_after("Sun, 22 Nov 2026 12:00:30 GMT", noon), Some(Millis::from_secs(30)));
        assert_eq!(retry_after("Sunday, 22-Nov-26 12:00:30 GMT", noon), Some(Millis::from_secs(30)));
        assert_eq!(retry_after("Sun, 22 Nov 2026 11:00:00 GMT", noon), Some(Millis(0)), "a past date");
        assert_eq!(retry_after(NOON, None), None, "a date without the reply's own");
        assert_eq!(retry_after("soon", noon), None);
    }

    #[test]
    fn a_window_ends_in_seconds_or_at_a_time() {
        let noon = http_date(NOON);
        let at = u64::try_from(noon.unwrap().0).unwrap() / 1000 + 7;
        assert_eq!(until(7, None), Some(Millis::from_secs(7)));
        assert_eq!(until(at, noon), Some(Millis::from_secs(7)));
        assert_eq!(until(at, None), None);
        assert_eq!(until(u64::MAX, noon), None);
    }

    #[test]
    fn a_page_is_a_page_whatever_it_calls_itself() {
        assert_eq!(said(Some("application/json"), b"\n <!DOCTYPE html>"), Said::Html);
        assert_eq!(said(Some("text/html; charset=utf-8"), b"{}"), Said::Html);
        assert_eq!(said(Some("text/plain"), b"{\"a\":1}"), Said::Json(serde_json::json!({"a": 1})));
        assert_eq!(said(None, b" \r\n"), Said::Nothing);
        assert_eq!(said(Some("application/json"), b"{\"a\":"), Said::Odd);
    }

    #[test]
    fn a_repeated_secret_is_taken_out_of_what_people_read() {
        let mut reply = Reply {
            status: 401,
            said: Said::Odd,
            retry_after: None,
            raw: Some("no such token: canary-55".to_owned()),
        };
        reply.hide("canary-55");
        assert_eq!(reply.raw.as_deref(), Some("no such token: …"));
        assert_eq!(format!("{reply:?}"), "Reply(401)");
    }

    proptest! {
        #[test]
        fn whatever_arrives_what_is_kept_of_it_is_short_text(body in proptest::collection::vec(any::<u8>(), 0..20_000)) {
            let kept = head(&body).unwrap_or_default();
            prop_assert!(kept.len() <= RAW_BYTES);
        }

        #[test]
        fn no_header_value_is_misread_as_a_huge_wait(value in "\\PC{0,40}") {
            let wait = retry_after(&value, http_date(NOON));
            prop_assert_eq!(wait.is_some(), value.trim().parse::<u64>().is_ok() || http_date(value.trim()).is_some());
        }
    }
}
