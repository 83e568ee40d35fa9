//! Each fault on the way, for a read and for a write: the class, and whether the write had happened.

use acceptance::crm_peer::{Peer, TOKEN, acme, delivery, impatient, new_record};
use lanyard_core::crm::{AuthFault, CrmOp, Failure, ItemAnswer, Scope, Trouble};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::Millis;
use lanyard_engine::crm::Client;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::FaultKind;

const UNREACHABLE: Failure = Failure::Transient { trouble: Trouble::Unreachable };
const BUSY: Failure = Failure::Transient { trouble: Trouble::Busy };
const PORTAL: Failure = Failure::Transient { trouble: Trouble::Portal };

fn reads() -> Vec<CrmOp> {
    let (one, two) = ((delivery("a"), RemoteId::new("c_000001")), (delivery("b"), RemoteId::new("c_000002")));
    vec![
        CrmOp::Check,
        CrmOp::Get { items: vec![one.clone()] },
        CrmOp::Get { items: vec![one, two] },
        CrmOp::FindByEmail { items: vec![(delivery("a"), "ravi@example.com".to_owned())] },
        CrmOp::FindByMarker { items: vec![(delivery("a"), vec!["c-a".to_owned()])] },
    ]
}

fn writes(round: usize) -> Vec<CrmOp> {
    let item = |name: &str| new_record(&format!("{name}{round}"), &[("acme_last_name", "Fault")]);
    vec![
        CrmOp::Create { items: vec![item("one")] },
        CrmOp::Create { items: vec![item("two"), item("three")] },
    ]
}

/// The failure of the whole operation.
async fn failure(client: &Client, op: &CrmOp) -> Failure {
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
    assert!(!raw.contains(TOKEN), "a secret in what people may read: {raw}");
    failure
}

#[tokio::test]
async fn each_fault_has_its_class_for_reads_and_for_writes() {
    let throttled =
        |wait: Option<u64>| Failure::Throttled { wait: wait.map(Millis::from_secs), scope: Scope::Burst };
    let auth = |fault| Failure::Auth { fault };
    let html = |status| FaultKind::Html { status };
    let waits = |retry_after_s, retry_after_date| FaultKind::Throttled { retry_after_s, retry_after_date };
    // Fault, class of a read, class of a write, whether the write had happened.
    let table = [
        (FaultKind::CutAfterCommit, UNREACHABLE, Failure::Ambiguous, true),
        (FaultKind::CutMidReply, UNREACHABLE, Failure::Ambiguous, true),
        (FaultKind::ErrorAfter { status: 500 }, BUSY, Failure::Ambiguous, true),
        (FaultKind::ErrorBefore { status: 500 }, BUSY, Failure::Ambiguous, false),
        (FaultKind::ErrorBefore { status: 503 }, BUSY, Failure::Ambiguous, false),
        (FaultKind::Unreachable, UNREACHABLE, Failure::Ambiguous, false),
        (html(200), PORTAL, Failure::Ambiguous, false),
        (html(302), PORTAL, Failure::Ambiguous, false),
        (html(404), PORTAL, Failure::Ambiguous, false),
        (html(403), throttled(None), throttled(None), false),
        (waits(Some(7), None), throttled(Some(7)), throttled(Some(7)), false),
        (waits(None, Some(90)), throttled(Some(90)), throttled(Some(90)), false),
        (waits(None, None), throttled(None), throttled(None), false),
        (FaultKind::Unauthorized, auth(AuthFault::Revoked), auth(AuthFault::Revoked), false),
        (FaultKind::Forbidden, auth(AuthFault::MissingScope), auth(AuthFault::MissingScope), false),
    ];
    let peer = Peer::start(|_| ()).await;
    for (round, (fault, read, write, happened)) in table.into_iter().enumerate() {
        peer.fault(fault.clone());
        for op in reads() {
            assert_eq!(failure(&peer.client, &op).await, read, "{fault:?} of {op:?}");
        }
        let before = peer.count();
        for op in writes(round) {
            assert_eq!(failure(&peer.client, &op).await, write, "{fault:?} of {op:?}");
        }
        assert_eq!(peer.count() - before, if happened { 3 } else { 0 }, "{fault:?}");
    }
}

#[tokio::test]
async fn a_silence_longer_than_our_patience_is_unknown_for_a_write() {
    let peer = Peer::start(|_| ()).await;
    let client = acme(&peer.crm.base_url(), "bearer", TOKEN, impatient());
    peer.fault(FaultKind::Hang { ms: 60_000 });
    assert_eq!(failure(&client, &reads()[1]).await, UNREACHABLE);
    assert_eq!(failure(&client, &writes(0)[0]).await, Failure::Ambiguous);
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable_and_a_write_surely_not_done() {
    let peer = Peer::start(|_| ()).await;
    let client = acme(&peer.crm.base_url(), "bearer", TOKEN, Limits::SHIPPED);
    assert!(client.perform(&CrmOp::Check).await.outcome.is_ok(), "a connection stood before");
    peer.crm.stop().await;
    for op in reads().iter().chain(&writes(0)) {
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
    assert_eq!(failure(&client, &writes(0)[0]).await, UNREACHABLE);
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
