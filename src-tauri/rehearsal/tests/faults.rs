//! Each fault over real HTTP, the routes that play them, and what survives a restart.

mod client;

use client::{Crm, Got};
use lanyard_rehearsal::{FaultKind, FaultRule, FileMemory, Marker, Match, StartError};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

fn once(kind: FaultKind) -> FaultRule {
    FaultRule { matches: Match::default(), times: Some(1), kind }
}

/// Tries to create a contact; `Err` when no whole answer came.
async fn create(crm: &Crm, name: &str) -> Result<Got, reqwest::Error> {
    let body = json!({ "fields": { "acme_last_name": name, "acme_marker": name } });
    Ok(Got::of(crm.ask(Method::POST, "/contacts").json(&body).send().await?).await)
}

#[tokio::test]
async fn a_reply_cut_after_the_commit_leaves_the_record_and_an_error() {
    for kind in [FaultKind::CutAfterCommit, FaultKind::CutMidReply] {
        let crm = Crm::new().await;
        crm.running.fault(once(kind.clone()));
        let error = create(&crm, "A").await.unwrap_err();
        assert!(!error.is_timeout() && !error.is_connect(), "{kind:?}: {error:?}");
        assert_eq!(crm.running.records().len(), 1, "{kind:?}");
        assert_eq!(create(&crm, "A").await.unwrap().code(), "duplicate_marker", "{kind:?}");
    }
}

#[tokio::test]
async fn an_error_before_changes_nothing_and_an_error_after_has_changed() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::ErrorBefore { status: 503 }));
    crm.running.fault(once(FaultKind::ErrorAfter { status: 500 }));
    assert_eq!(create(&crm, "A").await.unwrap().status, 503);
    assert_eq!(crm.running.records().len(), 0);
    let got = create(&crm, "A").await.unwrap();
    assert_eq!((got.status, got.code().as_str()), (500, "server_error"));
    assert_eq!(crm.running.records().len(), 1);
}

#[tokio::test]
async fn a_key_repeats_the_true_result_after_a_lost_reply() {
    let crm = Crm::new().await;
    let body = json!({ "fields": { "acme_last_name": "A" } });
    let send = || crm.ask(Method::POST, "/contacts").header("Idempotency-Key", "k").json(&body).send();
    crm.running.fault(once(FaultKind::CutAfterCommit));
    send().await.unwrap_err();
    let got = Got::of(send().await.unwrap()).await;
    assert_eq!((got.status, got.header("idempotency-replayed")), (201, "true"));
    assert_eq!(crm.running.records().len(), 1);
}

#[tokio::test]
async fn refusals_are_in_the_crms_own_words_and_change_nothing() {
    let crm = Crm::new().await;
    for (kind, status, code) in [
        (FaultKind::Unauthorized, 401, "invalid_token"),
        (FaultKind::Forbidden, 403, "missing_scope"),
        (FaultKind::Throttled { retry_after_s: Some(7), retry_after_date: None }, 429, "too_many_requests"),
        (FaultKind::Throttled { retry_after_s: None, retry_after_date: Some(90) }, 429, "too_many_requests"),
    ] {
        crm.running.fault(once(kind.clone()));
        let got = create(&crm, "A").await.unwrap();
        assert_eq!((got.status, got.code().as_str()), (status, code));
        match kind {
            FaultKind::Throttled { retry_after_s: Some(_), .. } => assert_eq!(got.header("retry-after"), "7"),
            FaultKind::Throttled { .. } => {
                assert_eq!(got.header("retry-after"), "Sun, 22 Nov 2026 09:01:30 GMT");
            }
            _ => assert_eq!(got.header("retry-after"), ""),
        }
    }
    assert_eq!(crm.running.records().len(), 0);
}

#[tokio::test]
async fn a_captive_portal_answers_with_a_page() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::Html { status: 200 }));
    let got = crm.get("/me").await;
    assert_eq!((got.status, got.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(got.text.contains("<html") || got.text.contains("<!doctype html>"));
    assert_eq!(got.header("x-request-id"), "", "it is not the CRM that speaks");
}

#[tokio::test]
async fn an_unreachable_crm_and_one_that_hangs_say_nothing_and_change_nothing() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::Unreachable));
    create(&crm, "A").await.unwrap_err();
    crm.running.fault(once(FaultKind::Hang { ms: 1 }));
    create(&crm, "A").await.unwrap_err();
    crm.running.fault(once(FaultKind::Hang { ms: 600_000 }));
    let body = json!({ "fields": { "acme_last_name": "A" } });
    let request = crm.ask(Method::POST, "/contacts").json(&body).timeout(Duration::from_millis(50));
    assert!(request.send().await.unwrap_err().is_timeout());
    assert_eq!(crm.running.records().len(), 0);
}

#[tokio::test]
async fn a_late_write_is_carried_out_although_the_client_has_left() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::Latency { ms: 150 }));
    let body = json!({ "fields": { "acme_last_name": "A" } });
    let request = crm.ask(Method::POST, "/contacts").json(&body).timeout(Duration::from_millis(20));
    assert!(request.send().await.unwrap_err().is_timeout());
    while crm.running.records().is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_late_request_is_answered_by_a_front_or_a_cut_and_carried_out_afterwards() {
    for (status, count) in [(None, 1), (Some(504), 2)] {
        let crm = Crm::new().await;
        create(&crm, "first").await.unwrap();
        crm.running.fault(once(FaultKind::Late { ms: 60, status }));
        match (status, create(&crm, "late").await) {
            (None, Err(error)) => assert!(!error.is_connect(), "{error:?}"),
            (Some(status), Ok(got)) => assert_eq!(got.status, status),
            (_, other) => panic!("{other:?}"),
        }
        assert_eq!(crm.running.records().len(), 1, "not yet");
        while crm.running.records().len() < 2 {
            tokio::task::yield_now().await;
        }
        let seen: u64 = crm.running.requests().iter().map(|seen| seen.count).sum();
        assert_eq!((crm.running.records().len(), seen), (2, 2), "{count}: one request, seen once");
    }
}

#[tokio::test]
async fn what_was_to_be_carried_out_later_is_lost_when_the_crm_stops() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::Late { ms: 600_000, status: None }));
    create(&crm, "A").await.unwrap_err();
    assert!(crm.running.records().is_empty());
    crm.running.stop().await;
}

#[tokio::test]
async fn a_request_carried_out_twice_is_answered_with_what_came_of_the_second() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::Twice));
    let got = create(&crm, "A").await.unwrap();
    assert_eq!((got.status, got.code().as_str()), (409, "duplicate_marker"));
    crm.running.set(|s| s.marker = Marker::Searchable);
    crm.running.fault(once(FaultKind::Twice));
    assert_eq!(create(&crm, "B").await.unwrap().id(), "c_000003");
    assert_eq!(crm.running.records().len(), 3);
    crm.running.fault(once(FaultKind::Twice));
    let body = json!({ "fields": { "acme_last_name": "C" } });
    let request = crm.ask(Method::POST, "/contacts").header("Idempotency-Key", "k").json(&body);
    let got = crm.send(request).await;
    assert_eq!((got.status, got.header("idempotency-replayed")), (201, "true"), "a key makes it harmless");
    assert_eq!(crm.running.records().len(), 4);
}

#[tokio::test]
async fn a_front_that_throttles_speaks_for_itself() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::Front { retry_after_s: Some(30) }));
    crm.running.fault(once(FaultKind::Front { retry_after_s: None }));
    let got = create(&crm, "A").await.unwrap();
    assert_eq!((got.status, got.header("retry-after"), got.header("x-request-id")), (403, "30", ""));
    assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(create(&crm, "A").await.unwrap().header("retry-after"), "");
    assert!(crm.running.records().is_empty());
}

#[tokio::test]
async fn results_that_a_bulk_reply_lacks_were_carried_out_all_the_same() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::LoseItems { every: 2 }));
    let items: Vec<Value> = (0..5)
        .map(|n| json!({ "ref": n.to_string(), "fields": { "acme_badge_id": n.to_string() } }))
        .collect();
    let got = crm.post("/contacts/bulk/create", json!({ "items": items })).await;
    assert_eq!((got.status, got.json()["results"].as_array().unwrap().len()), (200, 3));
    assert_eq!(crm.running.records().len(), 5);
}

#[tokio::test]
async fn a_rule_hits_only_what_it_names_and_only_so_often() {
    let crm = Crm::new().await;
    let rule = |matches, times| FaultRule { matches, times, kind: FaultKind::Forbidden };
    let writes = Match { write_only: true, path_prefix: Some("/api/v1/contacts".into()), method: None };
    crm.running.fault(rule(writes, Some(2)));
    assert_eq!(crm.get("/contacts").await.status, 200);
    assert_eq!(crm.post("/contacts/search", json!({})).await.status, 200);
    assert_eq!(crm.post("/contacts/bulk/read", json!({ "ids": [] })).await.status, 200);
    let mut statuses = vec![];
    for _ in 0..3 {
        statuses.push(create(&crm, "A").await.unwrap().status);
    }
    assert_eq!(statuses, [403, 403, 201]);
    crm.running.fault(rule(Match { method: Some("get".into()), ..Match::default() }, None));
    for _ in 0..3 {
        assert_eq!(crm.get("/me").await.status, 403);
    }
    crm.running.clear_faults();
    assert_eq!(crm.get("/me").await.status, 200);
}

#[tokio::test]
async fn faults_are_played_over_http_by_who_has_the_token() {
    let crm = Crm::new().await;
    let url = format!("http://{}/__rehearsal/faults", crm.running.addr());
    let rules = json!([
        { "match": { "method": "GET" }, "times": 1, "kind": { "throttled": { "retry_after_s": 3 } } },
        { "kind": "cut_after_commit", "match": { "write_only": true } },
        { "kind": { "latency": { "ms": 0 } } },
        { "kind": { "late": { "ms": 9 } }, "times": 0 },
        { "kind": "twice", "times": 0 },
        { "kind": { "front": {} }, "times": 0 },
    ]);
    assert_eq!(crm.send(crm.http.post(&url).json(&rules)).await.status, 401);
    assert_eq!(crm.send(crm.http.post(&url).bearer_auth(client::TOKEN).json(&rules)).await.status, 401);
    let got = crm.send(crm.control(Method::POST, "faults").json(&rules)).await;
    assert_eq!(got.json().as_array().unwrap().len(), 6, "{}", got.text);
    assert_eq!(crm.get("/me").await.status, 429);
    assert_eq!(crm.get("/me").await.status, 200);
    create(&crm, "A").await.unwrap_err();
    let left = crm.send(crm.control(Method::GET, "faults")).await.json();
    assert_eq!(left.as_array().unwrap().len(), 2, "a rule that is used up is gone");
    assert_eq!(crm.send(crm.control(Method::DELETE, "faults")).await.status, 204);
    assert_eq!(create(&crm, "B").await.unwrap().status, 201);
    let odd = crm.send(crm.control(Method::POST, "faults").json(&json!([{ "kind": "earthquake" }]))).await;
    assert_eq!(odd.status, 400);
}

#[tokio::test]
async fn a_person_edits_and_deletes_at_the_crm_and_everything_can_be_looked_at() {
    let crm = Crm::new().await;
    create(&crm, "A").await.unwrap();
    let edit = json!({ "id": "c_000001", "fields": { "acme_city": "Oslo" } });
    let edited = crm.send(crm.control(Method::POST, "edit").json(&edit)).await.json();
    assert_eq!((&edited["version"], &edited["fields"]["acme_city"]), (&json!(2), &json!("Oslo")));
    let gone = crm.send(crm.control(Method::POST, "delete").json(&json!({ "id": "c_000001" }))).await;
    assert_eq!(gone.status, 204);
    let records = crm.send(crm.control(Method::GET, "records")).await.json();
    assert_eq!((records.as_array().unwrap().len(), &records[0]["archived"]), (1, &json!(true)));
    crm.get("/contacts/c_000001?archived=true").await;
    crm.get("/contacts/c_000001?archived=true").await;
    let requests = crm.send(crm.control(Method::GET, "requests")).await.json();
    let want = json!({ "method": "GET", "path": "/api/v1/contacts/c_000001", "status": 200, "count": 2 });
    assert!(requests.as_array().unwrap().contains(&want), "{requests}");
}

#[tokio::test]
async fn settings_are_read_and_set_over_http() {
    let crm = Crm::new().await;
    let mut settings: Value = crm.send(crm.control(Method::GET, "settings")).await.json();
    assert_eq!(settings["marker"], "unique");
    settings["marker"] = json!("none");
    assert_eq!(crm.send(crm.control(Method::PUT, "settings").json(&settings)).await.json(), settings);
    assert_eq!(crm.get("/me").await.json()["marker"], "none");
    crm.running.set(|s| assert_eq!(s.marker, Marker::None));
}

#[tokio::test]
async fn a_cut_request_is_counted_with_status_0() {
    let crm = Crm::new().await;
    crm.running.fault(once(FaultKind::CutAfterCommit));
    create(&crm, "A").await.unwrap_err();
    let seen = crm.running.requests();
    assert_eq!((seen[0].method.as_str(), seen[0].status, seen[0].count), ("POST", 0, 1));
}

#[tokio::test]
async fn records_and_keys_survive_a_restart_and_strangers_move_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("crm.json");
    let start = || Crm::with(|o| o.memory = Some(Arc::new(FileMemory::new(file.clone()))));
    let body = json!({ "fields": { "acme_last_name": "Kept" } });
    let crm = start().await;
    let send = async |crm: &Crm| {
        crm.send(crm.ask(Method::POST, "/contacts").header("Idempotency-Key", "k").json(&body)).await
    };
    let made = send(&crm).await;
    crm.post("/contacts/c_000002/notes", json!({ "text": "kept" })).await;
    crm.delete("/contacts/c_000001").await;
    let last = crm.created(json!({ "acme_last_name": "Destroyed" })).await;
    crm.act("destroy", json!({ "id": last })).await;
    let (before, notes) = (crm.running.records(), crm.running.notes());
    crm.running.stop().await;

    let crm = start().await;
    assert_eq!(crm.running.records(), before);
    assert_eq!((before.len(), crm.running.notes(), notes.len()), (13, notes.clone(), 1));
    let again = send(&crm).await;
    assert_eq!((again.header("idempotency-replayed"), again.json()), ("true", made.json()));
    assert_eq!(crm.created(json!({ "acme_last_name": "Next" })).await, "c_000015", "no id is given twice");
}

#[tokio::test]
async fn a_state_file_that_cannot_be_read_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("crm.json");
    std::fs::write(&file, "{\"form\":99").unwrap();
    let clock = std::sync::Arc::new(|| client::START_MS);
    let mut options = lanyard_rehearsal::Options::new("t", "k", "c", clock);
    options.memory = Some(Arc::new(FileMemory::new(file.clone())));
    let Err(error) = lanyard_rehearsal::Rehearsal::start(options).await else { panic!("it started") };
    assert!(matches!(error, StartError::State { .. }), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{\"form\":99");
}

#[tokio::test]
async fn a_stopped_crm_frees_its_port_and_refuses_connections() {
    let crm = Crm::new().await;
    let addr = crm.running.addr();
    crm.get("/me").await;
    crm.running.stop().await;
    let error = crm.http.get(format!("http://{addr}/api/v1/me")).send().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    let again = Crm::with(|o| o.port = addr.port()).await;
    assert_eq!(again.get("/me").await.status, 200);
}
