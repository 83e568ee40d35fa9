//! Each fault on the way, for a read and for a write: the class, and whether the write had happened.

use super::matrix::Matrix;
use acceptance::crm_peer::{
    PASSWORD, Peer, Speaker, TOKEN, acme, delivery, every_client, fields, impatient, new_note, new_record,
    note_lookup, patch, removal, written,
};
use lanyard_core::crm::{
    AuthFault, CrmOp, Failure, ItemAnswer, NewRecord, NoteKey, NoteLookup, Object, RecordPatch, RemoteRecord,
    Removal, Scope, Trouble, Whom,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::Millis;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::{Brand, FaultKind};
use std::sync::{Mutex, PoisonError};

const UNREACHABLE: Failure = Failure::Transient { trouble: Trouble::Unreachable };
const BUSY: Failure = Failure::Transient { trouble: Trouble::Busy };
const PORTAL: Failure = Failure::Transient { trouble: Trouble::Portal };

/// Every way to read.
fn reads() -> Vec<CrmOp> {
    let (one, two) = ((delivery("a"), RemoteId::new("c_000001")), (delivery("b"), RemoteId::new("c_000002")));
    let by_id = NoteLookup { what: NoteKey::Id(RemoteId::new("n_000001")), ..note_lookup("a", &one.1) };
    vec![
        CrmOp::Check,
        CrmOp::Get { items: vec![one.clone()] },
        CrmOp::Get { items: vec![one.clone(), two.clone()] },
        CrmOp::FindByEmail { items: vec![(delivery("a"), "ravi@example.com".to_owned())] },
        CrmOp::FindByMarker { items: vec![(delivery("a"), vec!["c-a".to_owned()])] },
        CrmOp::FindLike { items: vec![(delivery("a"), fields(&[("acme_email", "b@example.com")]))] },
        CrmOp::FindNotes { items: vec![note_lookup("a", &one.1)] },
        CrmOp::FindNotes { items: vec![note_lookup("a", &one.1), note_lookup("b", &two.1)] },
        CrmOp::FindNotes { items: vec![by_id] },
    ]
}

/// Every way to write, each on records of its own that are there already.
async fn writes(peer: &Peer, round: usize) -> Vec<CrmOp> {
    let name = |name: &str| format!("{name}{round}");
    let item = |called: &str| new_record(&name(called), &[("acme_last_name", "Fault")]);
    let made = async |item: NewRecord| peer.wrote(&CrmOp::Create { items: vec![item] }).await;
    let mut there = Vec::new();
    for called in ["p", "q", "r", "s", "t", "u"] {
        there.push(made(item(called)).await);
    }
    let note = made(new_note(&name("n"), &there[0].id, "Met.")).await;
    let dropped = made(new_note(&name("d"), &there[0].id, "Met.")).await;
    let of_note = Object::Note { of: there[0].id.clone() };
    let change = |at: usize| patch(&name("change"), &there[at], &[("acme_city", Some("Oslo"))]);
    let other = |item: RecordPatch| RecordPatch { delivery: delivery("other"), ..item };
    let another = |item: Removal| Removal { delivery: delivery("other"), ..item };
    let drop_note = removal(&name("drop"), &dropped);
    vec![
        CrmOp::Create { items: vec![item("one")] },
        CrmOp::Create { items: vec![item("two"), item("three")] },
        CrmOp::Create { items: vec![new_note(&name("note"), &there[0].id, "Called.")] },
        CrmOp::Update { items: vec![change(0)] },
        CrmOp::Update { items: vec![change(1), other(change(2))] },
        CrmOp::Update { items: vec![changed_note(&name("note"), &of_note, &note)] },
        CrmOp::Delete { items: vec![removal(&name("gone"), &there[3])] },
        CrmOp::Delete { items: vec![removal(&name("gone"), &there[4]), another(removal("x", &there[5]))] },
        CrmOp::Delete { items: vec![Removal { object: of_note, ..drop_note }] },
    ]
}

fn changed_note(name: &str, object: &Object, note: &RemoteRecord) -> RecordPatch {
    let patch = patch(name, note, &[("text", Some("Met twice."))]);
    RecordPatch { object: object.clone(), ..patch }
}

/// All that a write could change over there.
fn state(peer: &Peer) -> String {
    let records = peer.crm.records();
    let records: Vec<_> =
        records.iter().map(|record| (&record.id, record.version, record.archived)).collect();
    format!("{records:?} {:?}", peer.crm.notes())
}

/// The failure of the first item of an operation.
async fn failure(client: &Speaker, op: &CrmOp) -> Failure {
    let answer = client.perform(op).await;
    let failure = match (&answer.outcome, op) {
        (Err(failure), _) => failure.clone(),
        (Ok(_), CrmOp::Check) => panic!("no failure of {op:?}"),
        (Ok(_), _) => match answer.of(op, &op.deliveries()[0]) {
            ItemAnswer::Failed(failure) => failure,
            other => panic!("no failure of {op:?}: {other:?}"),
        },
    };
    let raw = format!("{answer:?} {:?}", answer.facts.raw);
    for secret in [TOKEN, PASSWORD, "eyJ"] {
        assert!(!raw.contains(secret), "a secret in what people may read: {raw}");
    }
    failure
}

fn throttled(wait: Option<u64>) -> Failure {
    Failure::Throttled { wait: wait.map(Millis::from_secs), scope: Scope::Burst }
}

/// Fault, class of a read, class of a write, whether the write had happened.
fn faults(brand: Brand) -> Vec<(FaultKind, Failure, Failure, bool)> {
    // HubSpot names the limit that was reached instead: its window is ten seconds long.
    // Pipedrive shows in its headers that the window of two seconds is all there is.
    let unsaid = throttled(match brand {
        Brand::Acme => None,
        Brand::HubSpot => Some(10),
        Brand::Pipedrive => Some(2),
    });
    let auth = |fault| Failure::Auth { fault };
    let html = |status| FaultKind::Html { status };
    let front = |retry_after_s| FaultKind::Front { retry_after_s };
    let waits = |retry_after_s, retry_after_date| FaultKind::Throttled { retry_after_s, retry_after_date };
    let late = |status| FaultKind::Late { ms: 3_600_000, status };
    let revoked = auth(AuthFault::Revoked);
    vec![
        (FaultKind::CutAfterCommit, UNREACHABLE, Failure::Ambiguous, true),
        (FaultKind::CutMidReply, UNREACHABLE, Failure::Ambiguous, true),
        (FaultKind::ErrorAfter { status: 500 }, BUSY, Failure::Ambiguous, true),
        (FaultKind::ErrorBefore { status: 500 }, BUSY, Failure::Ambiguous, false),
        (FaultKind::ErrorBefore { status: 503 }, BUSY, Failure::Ambiguous, false),
        (FaultKind::Unreachable, UNREACHABLE, Failure::Ambiguous, false),
        (late(None), UNREACHABLE, Failure::Ambiguous, false),
        (late(Some(504)), BUSY, Failure::Ambiguous, false),
        (html(200), PORTAL, Failure::Ambiguous, false),
        (html(302), PORTAL, Failure::Ambiguous, false),
        (html(404), PORTAL, Failure::Ambiguous, false),
        (html(403), throttled(None), throttled(None), false),
        (front(None), throttled(None), throttled(None), false),
        (front(Some(30)), throttled(Some(30)), throttled(Some(30)), false),
        (waits(Some(7), None), throttled(Some(7)), throttled(Some(7)), false),
        (waits(None, Some(90)), throttled(Some(90)), throttled(Some(90)), false),
        (waits(None, None), unsaid.clone(), unsaid, false),
        (FaultKind::Unauthorized, revoked.clone(), revoked, false),
        (FaultKind::Forbidden, auth(AuthFault::MissingScope), auth(AuthFault::MissingScope), false),
    ]
}

#[tokio::test]
async fn each_fault_has_its_class_for_every_read_and_every_write() {
    let seen = Mutex::new(Matrix::default());
    every_client(async |peer| {
        for (round, (fault, read, write, happened)) in faults(peer.brand).into_iter().enumerate() {
            let writes = writes(peer, round).await;
            for op in reads() {
                peer.fault(fault.clone());
                let class = failure(&peer.client, &op).await;
                assert_eq!(class, read, "{fault:?} of {op:?}");
                noted(&seen, peer, &fault, &op, &class, false);
            }
            for whom in [Whom::Record(RemoteId::new("c_000001")), Whom::Email("ravi@example.com".into())] {
                peer.fault(fault.clone());
                let (standing, _) = peer.client.standing(&whom).await;
                let class = standing.expect_err("it was not answered");
                assert_eq!(class, read, "{fault:?} of {whom:?}");
                let mut matrix = seen.lock().unwrap_or_else(PoisonError::into_inner);
                matrix.note(&peer.name(), &format!("{fault:?}"), "standing", &class, false);
            }
            for op in writes {
                peer.crm.clear_faults();
                let before = state(peer);
                peer.fault_writes(fault.clone());
                let class = failure(&peer.client, &op).await;
                assert_eq!(class, write, "{fault:?} of {op:?}");
                let done = state(peer) != before;
                assert_eq!(done, happened, "{fault:?} of {op:?}");
                noted(&seen, peer, &fault, &op, &class, done);
            }
            peer.crm.clear_faults();
        }
    })
    .await;
    seen.into_inner().unwrap_or_else(PoisonError::into_inner).compare();
}

fn noted(seen: &Mutex<Matrix>, peer: &Peer, fault: &FaultKind, op: &CrmOp, class: &Failure, done: bool) {
    let mut matrix = seen.lock().unwrap_or_else(PoisonError::into_inner);
    matrix.note(&peer.name(), &format!("{fault:?}"), op.name(), class, done);
}

#[tokio::test]
async fn without_a_fault_every_read_and_every_write_is_answered() {
    every_client(async |peer| {
        let writes = writes(peer, 0).await;
        for op in reads().into_iter().chain(writes) {
            let before = state(peer);
            let answer = peer.client.perform(&op).await;
            assert!(answer.outcome.is_ok(), "{op:?}: {answer:?}");
            for delivery in op.deliveries() {
                let item = answer.of(&op, &delivery);
                assert!(!matches!(item, ItemAnswer::Failed(_)), "{op:?}: {item:?}");
            }
            assert_eq!(state(peer) != before, op.is_write(), "{op:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_item_that_a_reply_leaves_out_is_unknown_for_a_write_and_unanswered_for_a_read() {
    let peer = Peer::start(|_| ()).await;
    assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok(), "markers are asked for by key alone");
    let names = ["m1", "m2", "m3", "m4"];
    let create =
        CrmOp::Create { items: names.map(|name| new_record(name, &[("acme_last_name", "M")])).to_vec() };
    let answer = peer.client.perform(&create).await;
    let there = names.map(|name| match answer.of(&create, &delivery(name)) {
        ItemAnswer::Written(record) => (name, record),
        other => panic!("{other:?}"),
    });
    let update = |(name, record): &(&str, RemoteRecord)| patch(name, record, &[("acme_city", Some("Oslo"))]);
    let again =
        |name| NewRecord { marker: None, ..new_record(&format!("{name}x"), &[("acme_last_name", "M")]) };
    peer.fault(FaultKind::LoseItems { every: 2 });
    for (op, lost, done) in [
        (CrmOp::Create { items: names.map(again).to_vec() }, Failure::Ambiguous, true),
        (CrmOp::Update { items: there.iter().map(update).collect() }, Failure::Ambiguous, true),
        (
            CrmOp::Get {
                items: there.iter().map(|(name, record)| (delivery(name), record.id.clone())).collect(),
            },
            Failure::Protocol,
            false,
        ),
        (
            CrmOp::FindByMarker {
                items: names.map(|name| (delivery(name), vec![format!("c-{name}")])).to_vec(),
            },
            Failure::Protocol,
            false,
        ),
    ] {
        let before = state(&peer);
        let answer = peer.client.perform(&op).await;
        let unanswered = op.deliveries().into_iter().filter(|delivery| {
            let item = answer.of(&op, delivery);
            assert!(
                item == ItemAnswer::Failed(lost.clone()) || !matches!(item, ItemAnswer::Failed(_)),
                "{item:?}"
            );
            matches!(item, ItemAnswer::Failed(_))
        });
        assert_eq!(unanswered.count(), 2, "{op:?}");
        assert_eq!(state(&peer) != before, done, "{op:?}");
    }
}

#[tokio::test]
async fn the_days_budget_is_told_from_the_minutes() {
    let peer = Peer::start(|settings| settings.requests_per_day = 0).await;
    let twelve_hours = Some(Millis::from_secs(12 * 3600));
    let daily = Failure::Throttled { wait: twelve_hours, scope: Scope::Daily };
    for op in reads() {
        assert_eq!(failure(&peer.client, &op).await, daily, "{op:?}");
    }
}

#[tokio::test]
async fn what_is_carried_out_twice_is_one_record_or_a_conflict_that_names_it() {
    let peer = Peer::start(|_| ()).await;
    let before = peer.count();
    peer.fault_writes(FaultKind::Twice);
    let op = CrmOp::Create { items: vec![new_record("t", &[("acme_last_name", "Twice")])] };
    let record = written(&op, &peer.client.perform(&op).await);
    assert_eq!(peer.count(), before + 1, "its key is known");
    peer.crm.set(|settings| settings.idempotency = false);
    let op = CrmOp::Create { items: vec![new_record("u", &[("acme_last_name", "Twice")])] };
    let Failure::Conflict { existing: Some(existing), .. } = failure(&peer.client, &op).await else {
        panic!("no conflict")
    };
    assert_eq!(peer.count(), before + 2);
    assert!(existing > record.id);
    let change = CrmOp::Update { items: vec![patch("t", &record, &[("acme_city", Some("Oslo"))])] };
    assert!(matches!(failure(&peer.client, &change).await, Failure::Stale { .. }), "its own first doing");
    let drop = CrmOp::Delete { items: vec![removal("t", &RemoteRecord { version: None, ..record })] };
    assert_eq!(failure(&peer.client, &drop).await, Failure::Gone { merged_into: None });
}

#[tokio::test]
async fn a_silence_longer_than_our_patience_is_unknown_for_a_write() {
    let peer = Peer::start(|_| ()).await;
    let client = acme(&peer.crm.base_url(), "bearer", TOKEN, impatient());
    peer.fault(FaultKind::Hang { ms: 60_000 });
    assert_eq!(failure(&client, &reads()[1]).await, UNREACHABLE);
    assert_eq!(failure(&client, &create()).await, Failure::Ambiguous);
}

fn create() -> CrmOp {
    CrmOp::Create { items: vec![new_record("one", &[("acme_last_name", "Fault")])] }
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable_and_a_write_surely_not_done() {
    let peer = Peer::start(|_| ()).await;
    let client = acme(&peer.crm.base_url(), "bearer", TOKEN, Limits::SHIPPED);
    assert!(client.perform(&CrmOp::Check).await.outcome.is_ok(), "a connection stood before");
    let writes = writes(&peer, 0).await;
    peer.crm.stop().await;
    for op in reads().iter().chain(&writes) {
        let answer = client.perform(op).await;
        assert_eq!(answer.outcome, Err(UNREACHABLE), "{op:?}");
        assert_eq!(answer.facts.status, None);
        assert!(answer.facts.raw.is_some_and(|raw| !raw.contains("http")), "a reason without the address");
    }
}

#[tokio::test]
async fn a_peer_that_does_not_speak_tls_is_unreachable_and_a_write_surely_not_done() {
    let peer = Peer::start(|_| ()).await;
    let client = acme(&format!("https://{}", peer.crm.addr()), "bearer", TOKEN, Limits::SHIPPED);
    let before = peer.count();
    assert_eq!(failure(&client, &reads()[0]).await, UNREACHABLE);
    assert_eq!(failure(&client, &create()).await, UNREACHABLE);
    assert_eq!(peer.count(), before);
}

#[tokio::test]
async fn after_a_batch_without_an_answer_the_next_one_is_not_sent() {
    let peer = Peer::start(|_| ()).await;
    let before = peer.count();
    peer.fault(FaultKind::ErrorAfter { status: 502 });
    let items =
        (0..150).map(|n| new_record(&format!("x{n}"), &[("acme_badge_id", &format!("X-{n}"))])).collect();
    let op = CrmOp::Create { items };
    let answer = peer.client.perform(&op).await;
    assert_eq!(peer.count() - before, 100);
    assert_eq!(answer.of(&op, &delivery("x99")), ItemAnswer::Failed(Failure::Ambiguous));
    assert_eq!(answer.of(&op, &delivery("x100")), ItemAnswer::Failed(BUSY));
}

#[tokio::test]
async fn what_is_kept_of_a_reply_is_its_id_its_date_and_the_budget() {
    let peer = Peer::start(|settings| settings.requests_per_minute = 50).await;
    let answer = peer.client.perform(&CrmOp::Check).await;
    let facts = &answer.facts;
    assert_eq!((facts.status, facts.raw.as_deref()), (Some(200), None));
    assert!(facts.request_id.as_deref().is_some_and(|id| id.starts_with("req_")));
    assert!(facts.date.is_some());
    assert_eq!((facts.rate.limit, facts.rate.remaining), (Some(50), Some(49)));
    assert!(facts.rate.reset.is_some_and(|reset| reset.0 <= 60_000));
    peer.fault(FaultKind::Unauthorized);
    let refused = peer.client.perform(&CrmOp::Check).await.facts;
    assert!(refused.raw.is_some_and(|raw| raw.contains("invalid_token")));
}
