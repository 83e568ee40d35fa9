//! Each fault on the way, for a read and for a write: the class, and whether the write had happened.

use acceptance::conformance::{
    Matrix, OtherEnd as _, Part, SECRETS, bottle_is_up_to_date, each_fault, every_operation_is_answered,
    failure, reads, writes,
};
use acceptance::crm_peer::{
    Peer, TOKEN, acme, delivery, every_client, impatient, new_record, patch, removal, written,
};
use lanyard_core::crm::{CrmOp, Failure, ItemAnswer, NewRecord, RemoteRecord, Scope, Trouble};
use lanyard_core::time::Millis;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::FaultKind;
use std::sync::{Mutex, PoisonError};

const UNREACHABLE: Failure = Failure::Transient { trouble: Trouble::Unreachable };
const BUSY: Failure = Failure::Transient { trouble: Trouble::Busy };

#[tokio::test]
async fn each_fault_has_its_class_for_every_read_and_every_write() {
    let seen = Mutex::new(Matrix::default());
    every_client(async |peer| {
        let of_peer = each_fault(peer).await;
        seen.lock().unwrap_or_else(PoisonError::into_inner).add(of_peer);
    })
    .await;
    seen.into_inner().unwrap_or_else(PoisonError::into_inner).compare(Part::Rehearsed);
    bottle_is_up_to_date("BottleCRM");
}

#[tokio::test]
async fn without_a_fault_every_read_and_every_write_is_answered() {
    every_client(every_operation_is_answered).await;
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
        let before = peer.state();
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
        assert_eq!(peer.state() != before, done, "{op:?}");
    }
}

#[tokio::test]
async fn the_days_budget_is_told_from_the_minutes() {
    let peer = Peer::start(|settings| settings.requests_per_day = 0).await;
    let twelve_hours = Some(Millis::from_secs(12 * 3600));
    let daily = Failure::Throttled { wait: twelve_hours, scope: Scope::Daily };
    for op in reads(&peer) {
        assert_eq!(failure(&peer.client, &SECRETS, &op).await, daily, "{op:?}");
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
    let Failure::Conflict { existing: Some(existing), .. } = failure(&peer.client, &SECRETS, &op).await
    else {
        panic!("no conflict")
    };
    assert_eq!(peer.count(), before + 2);
    assert!(existing > record.id);
    let change = CrmOp::Update { items: vec![patch("t", &record, &[("acme_city", Some("Oslo"))])] };
    assert!(
        matches!(failure(&peer.client, &SECRETS, &change).await, Failure::Stale { .. }),
        "its own first doing"
    );
    let drop = CrmOp::Delete { items: vec![removal("t", &RemoteRecord { version: None, ..record })] };
    assert_eq!(failure(&peer.client, &SECRETS, &drop).await, Failure::Gone { merged_into: None });
}

#[tokio::test]
async fn a_silence_longer_than_our_patience_is_unknown_for_a_write() {
    let peer = Peer::start(|_| ()).await;
    let client = acme(&peer.crm.base_url(), "bearer", TOKEN, impatient());
    peer.fault(FaultKind::Hang { ms: 60_000 });
    assert_eq!(failure(&client, &SECRETS, &reads(&peer)[1]).await, UNREACHABLE);
    assert_eq!(failure(&client, &SECRETS, &create()).await, Failure::Ambiguous);
}

fn create() -> CrmOp {
    CrmOp::Create { items: vec![new_record("one", &[("acme_last_name", "Fault")])] }
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable_and_a_write_surely_not_done() {
    let peer = Peer::start(|_| ()).await;
    let client = acme(&peer.crm.base_url(), "bearer", TOKEN, Limits::SHIPPED);
    assert!(client.perform(&CrmOp::Check).await.outcome.is_ok(), "a connection stood before");
    let asked = [reads(&peer), writes(&peer, 0).await].concat();
    peer.crm.stop().await;
    for op in &asked {
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
    assert_eq!(failure(&client, &SECRETS, &reads(&peer)[0]).await, UNREACHABLE);
    assert_eq!(failure(&client, &SECRETS, &create()).await, UNREACHABLE);
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
