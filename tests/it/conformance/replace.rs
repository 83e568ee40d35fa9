//! An account that takes whole records only: what we do not change stays as it is.

use acceptance::crm_peer::{Canned, Peer, delivery, json, new_record, patch, written};
use lanyard_core::crm::{
    CrmOp, Failure, ItemAnswer, RecordPatch, RemoteField, RemoteRecord, Trouble, Version,
};
use lanyard_core::ids::RemoteId;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::{Act, Update};
use serde_json::{Value, json as value};

async fn replacing() -> Peer {
    let peer = Peer::start(|settings| settings.update = Update::Put).await;
    assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
    peer
}

async fn made(peer: &Peer) -> RemoteRecord {
    made_as(peer, "m").await
}

async fn made_as(peer: &Peer, name: &str) -> RemoteRecord {
    let op = CrmOp::Create {
        items: vec![new_record(name, &[("acme_last_name", "Keane"), ("acme_city", "Cork")])],
    };
    written(&op, &peer.client.perform(&op).await)
}

fn change(record: &RemoteRecord) -> CrmOp {
    CrmOp::Update { items: vec![patch("m", record, &[("acme_country", Some("IE"))])] }
}

/// A person over there sets a value.
fn edit(peer: &Peer, record: &RemoteRecord, field: &str, text: &str) {
    let fields = [(field.to_owned(), Value::from(text))].into_iter().collect();
    peer.act(&Act::Edit { id: record.id.as_str().to_owned(), fields });
}

#[tokio::test]
async fn a_change_keeps_everything_that_it_does_not_name() {
    let peer = replacing().await;
    let record = made(&peer).await;
    edit(&peer, &record, "acme_event", "a field we do not map");
    let op = CrmOp::Update {
        items: vec![RecordPatch { version: None, ..patch("m", &record, &[("acme_country", Some("IE"))]) }],
    };
    let changed = written(&op, &peer.client.perform(&op).await);
    let field = |name: &str| changed.fields.get(&RemoteField::new(name)).map(str::to_owned);
    assert_eq!(field("acme_country").as_deref(), Some("IE"));
    assert_eq!(field("acme_city").as_deref(), Some("Cork"));
    assert_eq!(field("acme_event").as_deref(), Some("a field we do not map"));
    assert_eq!(changed.marker.as_deref(), Some("c-m"));
}

#[tokio::test]
async fn a_change_for_an_older_version_is_stale_before_anything_is_written() {
    let peer = replacing().await;
    let record = made(&peer).await;
    edit(&peer, &record, "acme_city", "Oslo");
    let op = change(&record);
    let stale = Failure::Stale { current: Some(Version(2)) };
    assert_eq!(peer.client.perform(&op).await.of(&op, &delivery("m")), ItemAnswer::Failed(stale));
    assert!(peer.crm.requests().iter().all(|seen| seen.method != "PUT"));
}

#[tokio::test]
async fn an_account_that_changes_its_ways_is_asked_again_and_followed() {
    let peer = Peer::start(|_| ()).await;
    assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
    let (one, two) = (made(&peer).await, made_as(&peer, "n").await);
    peer.crm.set(|settings| settings.update = Update::Put);
    let other = patch("n", &two, &[("acme_country", Some("IE"))]);
    let op = CrmOp::Update { items: vec![patch("m", &one, &[("acme_country", Some("IE"))]), other] };
    let answer = peer.client.perform(&op).await;
    for name in ["m", "n"] {
        assert!(matches!(answer.of(&op, &delivery(name)), ItemAnswer::Written(_)), "{answer:?}");
    }
    let back = RemoteRecord { version: Some(Version(2)), ..one };
    peer.crm.set(|settings| settings.update = Update::Patch);
    let op = CrmOp::Update { items: vec![patch("m", &back, &[("acme_city", None)])] };
    assert_eq!(
        written(&op, &peer.client.perform(&op).await).version,
        Some(Version(3)),
        "a whole one is taken by all"
    );
}

#[tokio::test]
async fn a_copy_that_is_behind_ends_in_stale_and_harms_nothing() {
    let peer = replacing().await;
    let record = made(&peer).await;
    peer.clock.advance(lanyard_core::time::Millis(60_000));
    peer.crm.set(|settings| settings.replica_lag_ms = 3000);
    edit(&peer, &record, "acme_city", "Oslo");
    let op = change(&record);
    let stale = Failure::Stale { current: Some(Version(2)) };
    assert_eq!(peer.client.perform(&op).await.of(&op, &delivery("m")), ItemAnswer::Failed(stale));
    let there = peer.crm.records();
    assert_eq!(there.iter().find(|r| r.id == record.id.as_str()).unwrap().value("acme_city"), "Oslo");
}

#[tokio::test]
async fn a_copy_that_has_not_seen_our_last_version_says_nothing_about_the_current_one() {
    let peer = replacing().await;
    let record = made(&peer).await;
    peer.clock.advance(lanyard_core::time::Millis(60_000));
    peer.crm.set(|settings| settings.replica_lag_ms = 3000);
    edit(&peer, &record, "acme_city", "Oslo");
    let newer = RemoteRecord { version: Some(Version(2)), ..record };
    let op = change(&newer);
    let stale = Failure::Stale { current: None };
    assert_eq!(peer.client.perform(&op).await.of(&op, &delivery("m")), ItemAnswer::Failed(stale));
    peer.clock.advance(lanyard_core::time::Millis(3000));
    assert_eq!(written(&op, &peer.client.perform(&op).await).version, Some(Version(3)));
}

#[tokio::test]
async fn values_that_we_cannot_read_go_back_as_they_came_and_for_the_version_just_read() {
    let odd = value!({ "acme_last_name": "X", "acme_city": null, "list": ["a", { "b": 1 }], "number": 4.5, "flag": true });
    let record = |fields: &Value, version: u64| value!({ "id": "c_1", "version": version, "archived": false, "fields": fields });
    let fields = odd.clone();
    let peer = Canned::saying(move |heard| match heard.head.split(' ').next().unwrap_or_default() {
        "get" if heard.head.contains("/me ") => json(200, &value!({ "marker": "unique", "update": "put" })),
        "get" => json(200, &record(&fields, 7)),
        _ => json(200, &record(&heard.body["fields"], 8)),
    })
    .await;
    let client = peer.client(Limits::SHIPPED);
    assert!(client.perform(&CrmOp::Check).await.outcome.is_ok());
    let ours = RemoteRecord {
        id: RemoteId::new("c_1"),
        version: Some(Version(7)),
        archived: false,
        marker: None,
        fields: lanyard_core::crm::Fields::default(),
    };
    let op = CrmOp::Update { items: vec![patch("m", &ours, &[("acme_city", Some("Oslo"))])] };
    assert_eq!(written(&op, &client.perform(&op).await).version, Some(Version(8)));
    let sent = peer.heard().pop().unwrap();
    assert!(
        sent.head.starts_with("put /api/v1/contacts/c_1 ") && sent.head.contains("if-match: \"7\""),
        "{}",
        sent.head
    );
    let mut whole = odd;
    whole["acme_city"] = value!("Oslo");
    assert_eq!(sent.body, value!({ "fields": whole }));
}

#[tokio::test]
async fn a_read_before_a_write_that_fails_means_that_nothing_was_written() {
    for (status, body, failure) in [
        (200, value!({}), Failure::Transient { trouble: Trouble::Busy }),
        (
            200,
            value!({ "id": "c_2", "version": 1, "archived": false, "fields": {} }),
            Failure::Transient { trouble: Trouble::Busy },
        ),
        (
            200,
            value!({ "id": "c_1", "archived": false, "fields": {} }),
            Failure::Transient { trouble: Trouble::Busy },
        ),
        (503, value!({}), Failure::Transient { trouble: Trouble::Busy }),
        (404, value!({ "error": { "code": "archived" } }), Failure::Gone { merged_into: None }),
    ] {
        let peer = Canned::saying(move |heard| {
            if heard.head.contains("/me ") {
                return json(200, &value!({ "marker": "unique", "update": "put" }));
            }
            json(status, &body)
        })
        .await;
        let client = peer.client(Limits::SHIPPED);
        assert!(client.perform(&CrmOp::Check).await.outcome.is_ok());
        let ours = RemoteRecord {
            id: RemoteId::new("c_1"),
            version: None,
            archived: false,
            marker: None,
            fields: lanyard_core::crm::Fields::default(),
        };
        let op = change(&ours);
        assert_eq!(
            client.perform(&op).await.of(&op, &delivery("m")),
            ItemAnswer::Failed(failure),
            "{status}"
        );
        assert!(peer.heard().iter().all(|heard| heard.head.starts_with("get ")));
    }
}
