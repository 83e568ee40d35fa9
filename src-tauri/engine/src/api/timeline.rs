//! What happened to a contact, newest first: captured, edited, and each request that was made for it, in words.

use super::show::Shown;
use super::views::TimelineEntry;
use crate::store::attempts::{self, Attempt};
use crate::store::captures::Captured;
use crate::store::consents::{self, Channel};
use crate::store::{Result, contacts, questions};
use lanyard_core::contact::Field;
use lanyard_core::explain::{Arg, Sentence};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::{Chip, DeliveryPart};
use lanyard_core::time::{Millis, WallMs};
use rusqlite::Connection;

/// A contact's timeline.
pub(super) fn of(
    conn: &Connection,
    shown: &Shown<'_>,
    id: &ContactId,
    captured: &[Captured],
) -> Result<Vec<TimelineEntry>> {
    let mut entries = history(conn, id, captured)?;
    for said in consents::of(conn, id)? {
        let code = match (said.given, said.channel) {
            (true, Channel::Staff) => "event-consent-given",
            (false, Channel::Staff) => "event-consent-refused",
            (true, Channel::Kiosk) => "event-consent-given-kiosk",
            (false, Channel::Kiosk) => "event-consent-refused-kiosk",
        };
        let who = said.by.unwrap_or_default();
        let what = Sentence::new(code).text("who", who).count("version", u64::from(said.version));
        entries.push(entry(said.at, None, what));
    }
    for merged in super::merging::merged(conn, id)? {
        let name = merged.name.unwrap_or_default();
        entries.push(entry(merged.at, None, Sentence::new("event-merged").text("name", name)));
    }
    for made in attempts::of_contact(conn, id)? {
        let crm = shown.destination(&made.destination).map(|place| place.name.clone()).unwrap_or_default();
        entries.push(tried(&made.attempt, &made.part, &crm));
    }
    // Those of one moment stay in their order, the last of them on top.
    entries.reverse();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    Ok(entries)
}

fn entry(at: WallMs, chip: Option<Chip>, what: Sentence) -> TimelineEntry {
    TimelineEntry { at, chip, what, more: None, then: None, raw: None }
}

/// Captures and edits.
fn history(conn: &Connection, id: &ContactId, captured: &[Captured]) -> Result<Vec<TimelineEntry>> {
    let mut entries = Vec::new();
    for (nth, capture) in captured.iter().enumerate() {
        let what = match (&capture.by, nth) {
            (Some(by), 0) => Sentence::new("event-captured-by").text("who", by.clone()),
            (None, 0) => Sentence::new("event-captured"),
            (_, _) => Sentence::new("event-captured-again"),
        };
        entries.push(entry(capture.at, Some(Chip::Saved), what));
    }
    let changes = contacts::history(conn, id)?;
    let first = changes.first().map(|change| change.seq);
    for group in changes.chunk_by(|left, right| left.seq == right.seq) {
        let Some(change) = group.first().filter(|change| Some(change.seq) != first) else { continue };
        if change.field == Field::Answer {
            // The newest words of the question stand for all of them.
            let asked = questions::asked(conn, group.iter().map(|change| &change.part))?;
            let question =
                asked.into_iter().next_back().map(|(_, question)| question.text).unwrap_or_default();
            entries.push(entry(change.at, None, Sentence::new("event-answered").text("question", question)));
            continue;
        }
        let more = group.len() - 1;
        let code = if more == 0 { "event-edited" } else { "event-edited-more" };
        let what = Sentence::new(code)
            .with("field", Arg::Field(change.field.key().to_owned()))
            .count("more", more as u64)
            .count("count", group.len() as u64);
        entries.push(entry(change.at, None, what));
    }
    Ok(entries)
}

/// One request.
fn tried(attempt: &Attempt, part: &DeliveryPart, crm: &str) -> TimelineEntry {
    let class = attempt.class.as_deref();
    let (code, chip) = match class {
        None => (done(&attempt.op, part), if is_write(&attempt.op) { Chip::Synced } else { Chip::Checking }),
        Some("open") => ("event-under-way", Chip::Sending),
        Some(class) => refused(class),
    };
    let then = attempt.wait.map(|wait| {
        let code = if class == Some("ambiguous") { "event-looks" } else { "event-waits" };
        Sentence::new(code).count("wait", wait.0.div_ceil(1000))
    });
    TimelineEntry {
        more: Some(particulars(attempt)),
        then,
        raw: attempt.reply.clone(),
        ..entry(attempt.at, Some(chip), Sentence::new(code).text("crm", crm))
    }
}

/// Which request it was, what it was answered and when.
fn particulars(attempt: &Attempt) -> Sentence {
    let code = match (attempt.status, &attempt.request_id, attempt.took) {
        (Some(_), Some(_), _) => "event-more-request",
        (Some(_), None, _) => "event-more",
        (None, _, Some(_)) => "event-more-silent",
        (None, _, None) => "event-more-open",
    };
    let mut said = Sentence::new(code).text("op", attempt.op.clone()).count("try", u64::from(attempt.n));
    if let Some(status) = attempt.status {
        // Written as it is spoken of, not as an amount.
        said = said.text("status", status.to_string());
    }
    if let Some(request) = &attempt.request_id {
        said = said.text("request", request.clone());
    }
    said.count("took", attempt.took.unwrap_or(Millis(0)).0)
}

fn is_write(op: &str) -> bool {
    matches!(op, "create" | "update" | "delete")
}

/// What a request did that worked.
fn done(op: &str, part: &DeliveryPart) -> &'static str {
    match (op, part) {
        ("create", DeliveryPart::Contact) => "event-created",
        ("update", DeliveryPart::Contact | DeliveryPart::Surplus(_)) => "event-updated",
        ("delete", DeliveryPart::Contact) => "event-deleted",
        ("create", DeliveryPart::Note(_)) => "event-note-created",
        ("update", DeliveryPart::Note(_)) => "event-note-updated",
        ("delete", DeliveryPart::Note(_)) => "event-note-deleted",
        ("delete" | "create", DeliveryPart::Surplus(_)) => "event-surplus-deleted",
        ("find_by_email", _) => "event-found-email",
        ("find_by_marker", _) => "event-found-marker",
        ("find_like", _) => "event-found-like",
        ("find_notes", _) => "event-found-notes",
        // Reads by id, and whatever a later version may ask.
        (_, _) => "event-found",
    }
}

/// What an answer that was no consent means.
fn refused(class: &str) -> (&'static str, Chip) {
    match class {
        "ambiguous" => ("event-unknown", Chip::Checking),
        "auth" => ("event-auth", Chip::Waiting),
        "throttled" => ("event-throttled", Chip::Waiting),
        "transient" => ("event-transient", Chip::Waiting),
        "conflict" => ("event-conflict", Chip::Checking),
        "stale" => ("event-stale", Chip::Checking),
        "gone" => ("event-gone", Chip::Checking),
        "invalid" => ("event-invalid", Chip::NeedsAttention),
        "protocol" => ("event-protocol", Chip::Checking),
        _ => ("event-failed", Chip::NeedsAttention),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    fn attempt(op: &str, class: Option<&str>) -> Attempt {
        Attempt {
            n: 2,
            op: op.to_owned(),
            request_id: Some("req_7".to_owned()),
            status: Some(422),
            class: class.map(str::to_owned),
            took: Some(Millis(412)),
            wait: None,
            reply: None,
            at: WallMs(0),
        }
    }

    #[test]
    fn a_request_is_told_with_what_it_was_answered_and_when() {
        let said = tried(&attempt("create", Some("invalid")), &DeliveryPart::Contact, "Acme");
        let words = Words::english();
        assert_eq!(words.say(&said.what), "Acme does not accept a value");
        let more = said.more.map(|more| words.say(&more));
        assert_eq!(more.as_deref(), Some("Request 2, create: answer 422 after 412 ms, request id req_7."));
    }

    #[test]
    fn a_wait_is_told_as_a_wait_and_a_fence_as_a_look() {
        let words = Words::english();
        let mut made = attempt("create", Some("throttled"));
        made.wait = Some(Millis(4_200));
        let said = |made: &Attempt| {
            tried(made, &DeliveryPart::Contact, "Acme").then.map(|then| words.say(&then)).unwrap_or_default()
        };
        assert_eq!(said(&made), "Waits 5 s after that.");
        made.class = Some("ambiguous".to_owned());
        made.wait = Some(Millis(180_000));
        assert_eq!(said(&made), "Looks whether it arrived after 180 s.");
    }

    #[test]
    fn no_answer_is_told_as_none() {
        let words = Words::german();
        let mut lost = attempt("update", Some("ambiguous"));
        (lost.status, lost.request_id, lost.took) = (None, None, None);
        let said = tried(&lost, &DeliveryPart::Note("n".into()), "Acme");
        assert_eq!(words.say(&said.what), "Keine Antwort von Acme");
        assert_eq!(said.more.map(|more| words.say(&more)).as_deref(), Some("Anfrage 2, ändern."));
    }
}
