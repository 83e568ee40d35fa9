//! Who we are: token, key, what a check learns, and what is never printed.

use acceptance::crm_peer::{
    API_KEY, Canned, EMAIL, PASSWORD, Peer, TOKEN, acme, acme_by, every_client, json, new_record,
};
use lanyard_core::crm::{AuthFault, CrmAnswer, CrmOp, Failure, MarkerSupport, Scope, Trouble};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::clock::{Clock as _, ManualClock};
use lanyard_engine::crm::http::{AddressFault, Limits};
use lanyard_engine::crm::{CRMS, ConnectFault, Secret, Secrets, Settings};
use lanyard_rehearsal::{FaultKind, FaultRule, Marker, Match, Update};
use serde_json::json as value;
use std::sync::{Arc, Mutex, PoisonError};

#[tokio::test]
async fn a_token_and_a_key_open_the_crm_and_a_wrong_one_is_named() {
    let peer = Peer::start(|_| ()).await;
    for (auth, secret, opens) in [
        ("bearer", TOKEN, true),
        ("api_key", API_KEY, true),
        ("bearer", API_KEY, false),
        ("api_key", "x", false),
    ] {
        let client = acme(&peer.crm.base_url(), auth, secret, Limits::SHIPPED);
        let outcome = client.perform(&CrmOp::Check).await.outcome;
        match opens {
            true => assert!(outcome.is_ok(), "{auth}"),
            false => assert_eq!(outcome, Err(Failure::Auth { fault: AuthFault::Revoked }), "{auth}"),
        }
    }
}

#[tokio::test]
async fn a_check_learns_what_the_accounts_marker_can_do() {
    for (marker, support) in [
        (Marker::Unique, MarkerSupport::Unique),
        (Marker::Searchable, MarkerSupport::Searchable),
        (Marker::None, MarkerSupport::None),
    ] {
        let peer = Peer::start(|settings| settings.marker = marker).await;
        assert_eq!(peer.client.learned(), None);
        assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
        assert_eq!(peer.client.capabilities().marker, support);
        assert!(peer.client.learned().is_some());
    }
}

#[tokio::test]
async fn the_address_may_end_with_the_interfaces_own_path_or_not() {
    let peer = Peer::start(|_| ()).await;
    for base in
        [peer.crm.base_url(), format!("{}/", peer.crm.base_url()), format!("http://{}", peer.crm.addr())]
    {
        assert!(
            acme(&base, "bearer", TOKEN, Limits::SHIPPED).perform(&CrmOp::Check).await.outcome.is_ok(),
            "{base}"
        );
    }
    let wrong = acme(&format!("http://{}/crm", peer.crm.addr()), "bearer", TOKEN, Limits::SHIPPED);
    assert_eq!(wrong.perform(&CrmOp::Check).await.outcome, Err(Failure::Unsupported));
}

#[tokio::test]
async fn a_client_prints_no_secret() {
    every_client(async |peer| {
        assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
        let printed = format!("{:?}", peer.client);
        for secret in [TOKEN, PASSWORD, EMAIL, "eyJ"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    })
    .await;
}

const REVOKED: Failure = Failure::Auth { fault: AuthFault::Revoked };

/// A CRM that gives tokens for an hour, and a client that logs in.
async fn by_login() -> Peer {
    Peer::signed_in("login", PASSWORD, |settings| settings.token_ttl_s = 3600).await
}

async fn check(peer: &Peer) -> CrmAnswer {
    peer.client.perform(&CrmOp::Check).await
}

fn logins(peer: &Peer) -> u64 {
    peer.seen("/auth/login")
}

/// What hits the login alone, so often.
fn at_login(peer: &Peer, kind: FaultKind, times: u32) {
    let matches = Match { path_prefix: Some("/api/v1/auth".to_owned()), ..Match::default() };
    peer.crm.fault(FaultRule { matches, times: Some(times), kind });
}

#[tokio::test]
async fn one_login_serves_many_requests_and_is_renewed_before_its_end() {
    let peer = by_login().await;
    for _ in 0..3 {
        assert!(check(&peer).await.outcome.is_ok());
    }
    assert_eq!(logins(&peer), 1);
    peer.clock.advance(Millis::from_secs(3239));
    assert!(check(&peer).await.outcome.is_ok());
    assert_eq!(logins(&peer), 1, "nine tenths of its life");
    peer.clock.advance(Millis::from_secs(1));
    assert!(check(&peer).await.outcome.is_ok());
    assert_eq!(logins(&peer), 2);
    let refused = peer.crm.requests().iter().filter(|seen| seen.status == 401).count();
    assert_eq!(refused, 0, "the CRM never had to say so");
}

#[tokio::test]
async fn many_requests_at_once_log_in_once() {
    let peer = by_login().await;
    let (a, b, c) = tokio::join!(check(&peer), check(&peer), check(&peer));
    assert!([a, b, c].iter().all(|answer| answer.outcome.is_ok()));
    peer.clock.advance(Millis::from_secs(4000));
    let (a, b) = tokio::join!(check(&peer), check(&peer));
    assert!(a.outcome.is_ok() && b.outcome.is_ok());
    assert_eq!(logins(&peer), 2);
}

#[tokio::test]
async fn a_session_that_the_crm_ends_is_got_anew_once_and_the_write_is_done_once() {
    let peer = by_login().await;
    assert!(check(&peer).await.outcome.is_ok());
    let once = |kind| FaultRule { matches: Match::default(), times: Some(1), kind };
    for (round, kind) in [FaultKind::Expired, FaultKind::Unauthorized].into_iter().enumerate() {
        peer.crm.fault(once(kind));
        let before = peer.count();
        let record = new_record(&format!("s{round}"), &[("acme_last_name", "Session")]);
        assert!(peer.client.perform(&CrmOp::Create { items: vec![record] }).await.outcome.is_ok());
        assert_eq!((peer.count(), logins(&peer)), (before + 1, 2 + round as u64));
    }
}

#[tokio::test]
async fn a_laptop_that_slept_over_the_end_of_its_session_logs_in_again() {
    let peer = by_login().await;
    assert!(check(&peer).await.outcome.is_ok());
    // Its own measure of time stood still meanwhile.
    peer.clock.set_wall(peer.clock.wall().plus(Millis::from_secs(9 * 3600)));
    assert!(check(&peer).await.outcome.is_ok());
    let refused: u64 =
        peer.crm.requests().iter().filter(|seen| seen.status == 401).map(|seen| seen.count).sum();
    assert_eq!((logins(&peer), refused), (2, 1));
}

/// Everything that anything in this process logs, other tests too.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_password_nor_token_is_logged_by_anything() {
    let log = Log::default();
    let writer = log.clone();
    let all = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    all.with_writer(move || writer.clone()).init();
    let peer = by_login().await;
    assert!(check(&peer).await.outcome.is_ok());
    peer.crm.fault(FaultRule { matches: Match::default(), times: Some(2), kind: FaultKind::Expired });
    assert!(check(&peer).await.outcome.is_err());
    let said = String::from_utf8_lossy(&log.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned();
    assert!(said.contains("request_id"), "it listens: {said}");
    for secret in [EMAIL, PASSWORD, "eyJ"] {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_refused_again_after_a_login_is_revoked() {
    let peer = by_login().await;
    for (kind, asked) in [(FaultKind::Expired, 2), (FaultKind::Unauthorized, 2)] {
        peer.crm.clear_faults();
        let matches = Match { path_prefix: Some("/api/v1/me".to_owned()), ..Match::default() };
        peer.crm.fault(FaultRule { matches, times: None, kind });
        let before = peer.seen("/me");
        assert_eq!(check(&peer).await.outcome, Err(REVOKED));
        assert_eq!(peer.seen("/me") - before, asked);
    }
}

#[tokio::test]
async fn a_wrong_password_is_named_and_nothing_else_is_sent() {
    let peer = by_login().await;
    let wrong = acme_by(&peer.crm.base_url(), "login", "wrong", Limits::SHIPPED, Arc::clone(&peer.clock));
    let answer = wrong.perform(&CrmOp::Check).await;
    assert_eq!(answer.outcome, Err(REVOKED));
    assert!(answer.facts.raw.is_some_and(|raw| raw.contains("invalid_credentials")));
    assert_eq!(peer.seen("/me"), 0);
}

#[tokio::test]
async fn trouble_at_the_login_is_the_destinations_and_a_write_was_surely_not_done() {
    let peer = by_login().await;
    let busy = Failure::Transient { trouble: Trouble::Busy };
    let unreachable = Failure::Transient { trouble: Trouble::Unreachable };
    let portal = Failure::Transient { trouble: Trouble::Portal };
    let throttled =
        |wait: Option<u64>| Failure::Throttled { wait: wait.map(Millis::from_secs), scope: Scope::Burst };
    for (kind, failure) in [
        (FaultKind::ErrorBefore { status: 503 }, busy.clone()),
        (FaultKind::ErrorAfter { status: 500 }, busy),
        (FaultKind::CutAfterCommit, unreachable.clone()),
        (FaultKind::Unreachable, unreachable),
        (FaultKind::Html { status: 200 }, portal),
        (FaultKind::Front { retry_after_s: Some(9) }, throttled(Some(9))),
        (FaultKind::Throttled { retry_after_s: Some(7), retry_after_date: None }, throttled(Some(7))),
        (FaultKind::Unauthorized, REVOKED),
    ] {
        at_login(&peer, kind.clone(), 1);
        let before = peer.count();
        let op = CrmOp::Create { items: vec![new_record("l", &[("acme_last_name", "Login")])] };
        assert_eq!(peer.client.perform(&op).await.outcome, Err(failure), "{kind:?}");
        assert_eq!(peer.count(), before, "{kind:?}");
    }
    assert!(check(&peer).await.outcome.is_ok());
}

#[tokio::test]
async fn an_early_renewal_that_fails_stops_nothing() {
    let peer = by_login().await;
    assert!(check(&peer).await.outcome.is_ok());
    at_login(&peer, FaultKind::ErrorBefore { status: 503 }, 9);
    peer.clock.advance(Millis::from_secs(3300));
    for _ in 0..3 {
        assert!(check(&peer).await.outcome.is_ok());
    }
    assert_eq!(logins(&peer), 2, "it is tried again a while later, not with each request");
}

#[tokio::test]
async fn no_answer_of_a_login_is_shown_that_could_hold_the_token() {
    let shown = "canary-token-of-the-login";
    for (status, body) in [
        (200, value!({ "token": shown })),
        (201, value!({ "access_token": shown, "expires_in": 60 })),
        (200, value!({ "access_token": [shown] })),
        (200, value!({ "access_token": format!("two\nlines {shown}") })),
    ] {
        let peer = Canned::saying(move |_| json(status, &body)).await;
        let client = acme(&format!("http://{}", peer.addr), "login", PASSWORD, Limits::SHIPPED);
        let answer = client.perform(&CrmOp::Check).await;
        assert_eq!(answer.outcome, Err(Failure::Transient { trouble: Trouble::Busy }), "{status}");
        assert_eq!(answer.facts.raw, None);
        assert_eq!(peer.heard().len(), 1, "no request without a token");
    }
}

#[tokio::test]
async fn a_login_goes_in_the_body_without_a_sign_in_and_its_echo_is_not_shown() {
    let echo = format!("{EMAIL} with {PASSWORD} is unknown");
    let peer = Canned::saying(move |_| {
        json(401, &value!({ "error": { "code": "invalid_credentials", "message": echo } }))
    })
    .await;
    let client = acme(&format!("http://{}", peer.addr), "login", PASSWORD, Limits::SHIPPED);
    let answer = client.perform(&CrmOp::Check).await;
    assert_eq!(answer.outcome, Err(REVOKED));
    let raw = answer.facts.raw.unwrap_or_default();
    assert!(raw.contains("is unknown") && !raw.contains(EMAIL) && !raw.contains(PASSWORD), "{raw}");
    let heard = &peer.heard()[0];
    assert!(heard.head.starts_with("post /api/v1/auth/login "), "{}", heard.head);
    assert!(!heard.head.contains("authorization") && !heard.head.contains("canary"), "{}", heard.head);
    assert_eq!(heard.body, value!({ "email": EMAIL, "password": PASSWORD }));
}

#[tokio::test]
async fn a_crm_that_knows_no_login_is_a_matter_of_the_sign_in() {
    let missing = value!({ "error": { "code": "no_route", "message": "There is no such route." } });
    let peer = Canned::saying(move |_| json(404, &missing)).await;
    let client = acme(&format!("http://{}", peer.addr), "login", PASSWORD, Limits::SHIPPED);
    assert_eq!(client.perform(&CrmOp::Check).await.outcome, Err(REVOKED));
}

#[tokio::test]
async fn a_check_learns_how_records_are_changed() {
    for update in [Update::Patch, Update::Put] {
        let peer = Peer::start(|settings| settings.update = update).await;
        assert!(check(&peer).await.outcome.is_ok());
        let learned = peer.client.learned().unwrap();
        assert_eq!(learned["update"], if update == Update::Put { "put" } else { "patch" });
    }
}

#[test]
fn every_crm_has_a_name_of_its_own_a_form_and_a_mapping_and_refuses_an_empty_form() {
    let mut kinds: Vec<&str> = CRMS.iter().map(|crm| crm.kind).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), CRMS.len());
    for crm in CRMS {
        let described = crm.described();
        assert_eq!((described.kind.as_str(), described.name.as_str()), (crm.kind, crm.name));
        assert!(described.form.iter().any(|field| field.required));
        assert!(!(crm.default_mapping)().rows.is_empty());
        let clock = Arc::new(ManualClock::new(WallMs(0), 1));
        let empty =
            crm.connect(&Settings::new(), &Secrets::new(), &(crm.default_mapping)(), Limits::SHIPPED, clock);
        assert!(matches!(empty, Err(ConnectFault::Missing(_))), "{}", crm.kind);
    }
}

#[test]
fn plain_http_to_another_computer_is_refused_before_any_connection() {
    let settings = Settings::from([("base_url".to_owned(), "http://192.0.2.7".to_owned())]);
    let secrets = Secrets::from([("secret".to_owned(), Secret::new("x"))]);
    let clock = Arc::new(ManualClock::new(WallMs(0), 1));
    let mapping = (CRMS[0].default_mapping)();
    let refused = CRMS[0].connect(&settings, &secrets, &mapping, Limits::SHIPPED, clock).unwrap_err();
    assert!(matches!(refused, ConnectFault::Address(AddressFault::NotEncrypted)));
    assert!(refused.to_string().contains("https://"), "it says what to do: {refused}");
}
