//! The conformance suite at the CRM itself: a front plays the faults, in the CRM's own words where it has some, and what only
//! the CRM can say it is asked for.

use crate::booth::{Bottle, stranger};
use acceptance::conformance::{
    Matrix, OtherEnd, Part, cell, each_fault, every_operation_is_answered, reads, writes,
};
use acceptance::crm_peer::{
    Asked, Front, Speaker, Turn, asked_straight, bottle, delivery, new_record, patch, removal, reply_bytes,
};
use lanyard_core::crm::{CrmOp, Failure, ItemAnswer, RemoteRecord, Whom};
use lanyard_core::ids::RemoteId;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::FaultKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Its table of faults.
const TABLE: &str = "BottleCRM";

/// Its table of what it says by itself.
const OWN_WORDS: &str = "BottleCRM in its own words";

/// Bytes of a reply that still leave when it is cut in the middle: the status line and a part of a header.
const HALF_A_REPLY: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_has_its_class_here_too_and_so_has_what_only_the_crm_can_say() {
    let Some(bottle) = Bottle::up() else { return };
    let judged = Judged::behind_a_front(bottle).await;
    every_operation_is_answered(&judged).await;
    let mut seen = each_fault(&judged).await;
    judged.refused(&mut seen).await;
    judged.of_records(&mut seen).await;
    seen.compare(Part::Bottle);
}

/// What is played now.
struct Played {
    turn: Turn,
    writes_only: bool,
}

/// The CRM behind a front that plays faults, and a client before both.
struct Judged {
    bottle: Bottle,
    client: Speaker,
    known: [RemoteId; 2],
    played: Arc<Mutex<Option<Played>>>,
    /// What it says to a token that was taken back, to the byte.
    ended: Vec<u8>,
    /// What it says to a token that may not do this.
    forbidden: Vec<u8>,
    _front: Front,
}

impl Judged {
    async fn behind_a_front(bottle: Bottle) -> Self {
        let played = Arc::new(Mutex::new(None::<Played>));
        let shared = Arc::clone(&played);
        let turn = move |asked: &Asked| {
            let played = shared.lock().unwrap_or_else(PoisonError::into_inner);
            let hit = played.as_ref().filter(|played| asked.is_write() || !played.writes_only);
            hit.map_or(Turn::Pass, |played| played.turn.clone())
        };
        let front = Front::before(bottle.address(), turn).await;
        let client = acceptance::crm_peer::bottle(&front.url(), &bottle.tokens.all, Limits::SHIPPED);
        let checked = client.perform(&CrmOp::Check).await;
        assert!(checked.outcome.is_ok(), "{checked:?}");
        let known = [("Ravi", "ravi@example.com"), ("Bea", "b@example.com")];
        let known = known.map(|(first, email)| RemoteId::new(bottle.make(&stranger(first, "Known", email))));
        let ended = said_to(&bottle, &bottle.tokens.ended).await;
        let forbidden = said_to(&bottle, &bottle.tokens.elsewhere).await;
        Self { bottle, client, known, played, ended, forbidden, _front: front }
    }

    fn turn(&self, kind: &FaultKind) -> Turn {
        match kind {
            FaultKind::CutAfterCommit => Turn::Cut(0),
            FaultKind::CutMidReply => Turn::Cut(HALF_A_REPLY),
            FaultKind::ErrorAfter { status } => Turn::SayAfter(broken(*status)),
            FaultKind::ErrorBefore { status } => Turn::Say(broken(*status)),
            FaultKind::Unreachable => Turn::Lost,
            FaultKind::Late { ms, status } => Turn::Later(Duration::from_millis(*ms), status.map(broken)),
            FaultKind::Html { status } => Turn::Say(page(*status, None, "Welcome to the venue's Wi-Fi")),
            FaultKind::Front { retry_after_s } => Turn::Say(page(403, *retry_after_s, "Slow down")),
            FaultKind::Throttled { retry_after_s, retry_after_date } => {
                Turn::Say(throttled(*retry_after_s, *retry_after_date))
            }
            FaultKind::Unauthorized => Turn::Say(self.ended.clone()),
            FaultKind::Forbidden => Turn::Say(self.forbidden.clone()),
            other @ (FaultKind::Latency { .. }
            | FaultKind::LoseItems { .. }
            | FaultKind::LoseMember { .. }
            | FaultKind::Twice
            | FaultKind::Expired
            | FaultKind::Hang { .. }) => panic!("nothing here plays {other:?}"),
        }
    }

    /// What tokens are told that may not do everything, by every operation.
    async fn refused(&self, seen: &mut Matrix) {
        let tokens = &self.bottle.tokens;
        let writes = writes(self, 1000).await;
        for (row, token, read, write) in [
            ("a token that was taken back", &tokens.ended, "auth: revoked", "auth: revoked"),
            ("a token for something else", &tokens.elsewhere, "auth: missingscope", "auth: missingscope"),
            ("a token that may only read", &tokens.reads, "answered", "auth: missingscope"),
        ] {
            let client = bottle(&format!("http://{}", self.bottle.address()), token, Limits::SHIPPED);
            let before = self.state();
            for op in reads(self).iter().chain(&writes) {
                let said = outcome(&client, op).await;
                let due = if op.is_write() { write } else { read };
                assert!(said == due || due == "answered" && said == "not there", "{row}: {op:?}: {said}");
                seen.note(OWN_WORDS, row, op.name(), due);
            }
            let (standing, _) = client.standing(&Whom::Record(self.known[0].clone())).await;
            let said = standing.map_or_else(|failure| cell(&failure, false), |_| "answered".to_owned());
            assert_eq!(said, read, "{row}");
            seen.note(OWN_WORDS, row, "standing", &said);
            assert_eq!(self.state(), before, "{row}: nothing was changed");
        }
    }

    /// What is said of records and of values.
    async fn of_records(&self, seen: &mut Matrix) {
        let new = |name: &str, email: &str| {
            new_record(
                name,
                &[("acme_first_name", "Ada"), ("acme_last_name", "Words"), ("acme_email", email)],
            )
        };
        let gone = self.client.wrote(&CrmOp::Create { items: vec![new("g", "g@words.example.com")] }).await;
        let there = self.client.wrote(&CrmOp::Create { items: vec![new("h", "h@words.example.com")] }).await;
        self.client.perform(&CrmOp::Delete { items: vec![removal("g", &gone)] }).await;
        let get = |record: &RemoteRecord| CrmOp::Get { items: vec![(delivery("x"), record.id.clone())] };
        let email =
            |record, email| CrmOp::Update { items: vec![patch("x", record, &[("acme_email", Some(email))])] };
        let create = |email| CrmOp::Create { items: vec![new("x", email)] };
        let deleted = "a record that was deleted";
        let (taken, refused) = ("an address that is taken", "a value that it refuses");
        for (row, op, due) in [
            (deleted, get(&gone), "not there"),
            (deleted, email(&gone, "g2@words.example.com"), "gone"),
            (deleted, CrmOp::Delete { items: vec![removal("g", &gone)] }, "gone"),
            (taken, create("H@Words.Example.com"), "conflict: email"),
            (taken, email(&there, "ravi@example.com"), "conflict: email"),
            (refused, create("no address"), "invalid: email"),
            (refused, email(&there, "no address"), "invalid: email"),
        ] {
            let said = outcome(&self.client, &op).await;
            assert_eq!(said, due, "{row}: {op:?}");
            seen.note(OWN_WORDS, row, op.name(), &said);
        }
        let (standing, _) = self.client.standing(&Whom::Record(gone.id)).await;
        assert_eq!(standing, Ok(None));
        seen.note(OWN_WORDS, deleted, "standing", "not there");
    }
}

impl OtherEnd for Judged {
    fn name(&self) -> String {
        TABLE.to_owned()
    }

    fn client(&self) -> &Speaker {
        &self.client
    }

    fn known(&self) -> [RemoteId; 2] {
        self.known.clone()
    }

    fn window(&self) -> Option<u64> {
        None
    }

    fn secrets(&self) -> Vec<String> {
        vec![self.bottle.tokens.all.clone()]
    }

    fn play(&self, kind: FaultKind, writes_only: bool) {
        let played = Played { turn: self.turn(&kind), writes_only };
        *self.played.lock().unwrap_or_else(PoisonError::into_inner) = Some(played);
    }

    fn clear(&self) {
        *self.played.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn state(&self) -> String {
        self.bottle.asked("SELECT id, updated_at FROM contacts ORDER BY id")
    }
}

/// What became of the first item of an operation, as a cell says it.
async fn outcome(client: &Speaker, op: &CrmOp) -> String {
    let answer = client.perform(op).await;
    let failed = |failure: &Failure| match failure {
        Failure::Conflict { on, .. } => format!("conflict: {on:?}").to_lowercase(),
        Failure::Invalid { fields } => {
            let named = fields.iter().filter_map(|fault| Some(fault.field.as_ref()?.as_str()));
            let named = named.map(|name| name.trim_start_matches("acme_"));
            format!("invalid: {}", named.collect::<Vec<_>>().join(", "))
        }
        other => cell(other, false),
    };
    match (&answer.outcome, op) {
        (Err(failure), _) => failed(failure),
        (Ok(_), CrmOp::Check) => "answered".to_owned(),
        (Ok(_), _) => match answer.of(op, &op.deliveries()[0]) {
            ItemAnswer::Failed(failure) => failed(&failure),
            ItemAnswer::Found(records) if records.is_empty() => "not there".to_owned(),
            ItemAnswer::Found(_) => "answered".to_owned(),
            ItemAnswer::Written(_) | ItemAnswer::Accepted(_) => "done".to_owned(),
        },
    }
}

/// What the CRM says to a token, to the byte.
async fn said_to(bottle: &Bottle, token: &str) -> Vec<u8> {
    let address = bottle.address();
    let request = format!(
        "GET /api/contacts/?limit=1 HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    let said = asked_straight(address, request.as_bytes()).await.expect("it answers");
    assert!(said.starts_with(b"HTTP/1.1 40"), "it lets nobody in: {}", String::from_utf8_lossy(&said));
    said
}

/// Its server's page when it breaks.
fn broken(status: u16) -> Vec<u8> {
    page(status, None, "Server Error")
}

fn page(status: u16, retry_after: Option<u32>, words: &str) -> Vec<u8> {
    let wait = retry_after.map(|wait| wait.to_string());
    let wait = wait.as_deref().map(|wait| ("retry-after", wait));
    let headers: Vec<_> = [("content-type", "text/html; charset=utf-8")].into_iter().chain(wait).collect();
    reply_bytes(status, &headers, &format!("<!doctype html><title>{words}</title><h1>{words}</h1>"))
}

/// What its framework says to those who ask too much; a date counts from the reply's own.
fn throttled(seconds: Option<u32>, date: Option<u32>) -> Vec<u8> {
    let moment = |after: u32| format!("Sun, 22 Nov 2026 12:{:02}:{:02} GMT", after / 60, after % 60);
    let now = moment(0);
    let wait = seconds.map(|wait| wait.to_string()).or(date.map(moment));
    let mut headers = vec![("content-type", "application/json"), ("date", now.as_str())];
    headers.extend(wait.as_deref().map(|wait| ("retry-after", wait)));
    reply_bytes(429, &headers, r#"{"detail":"Request was throttled."}"#)
}
