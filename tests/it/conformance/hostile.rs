//! Replies that no CRM should give, to the byte: nothing of it is believed, and nothing is harmed by it.

use acceptance::crm_peer::{Canned, Say, TOKEN, delivery, found, json, new_record, patch, reply};
use lanyard_core::crm::{CrmOp, Failure, ItemAnswer, RemoteRecord, Trouble, Version};
use lanyard_core::ids::RemoteId;
use lanyard_engine::crm::http::Limits;
use serde_json::{Value, json};

fn record(id: &str, marker: &str) -> Value {
    json!({ "id": id, "version": 1, "archived": false, "fields": { "acme_last_name": "X", "acme_marker": marker } })
}

fn one() -> CrmOp {
    CrmOp::Create { items: vec![new_record("one", &[("acme_last_name", "X")])] }
}

fn two() -> CrmOp {
    CrmOp::Create {
        items: vec![
            new_record("one", &[("acme_last_name", "X")]),
            new_record("two", &[("acme_last_name", "Y")]),
        ],
    }
}

fn get(id: &str) -> CrmOp {
    CrmOp::Get { items: vec![(delivery("one"), RemoteId::new(id))] }
}

/// What becomes of delivery `one` when the peer says this.
async fn answer(op: CrmOp, say: impl Fn() -> Say + Send + Sync + 'static) -> ItemAnswer {
    let peer = Canned::saying(move |_| say()).await;
    peer.client(Limits::SHIPPED).perform(&op).await.of(&op, &delivery("one"))
}

fn failed(failure: Failure) -> ItemAnswer {
    ItemAnswer::Failed(failure)
}

#[tokio::test]
async fn a_success_without_the_right_status_or_without_the_record_is_unknown() {
    for (status, body) in [
        (200, record("c_1", "c-one")),
        (202, record("c_1", "c-one")),
        (201, json!({})),
        (201, json!({ "status": "ok" })),
        (201, json!([record("c_1", "c-one")])),
        (201, json!({ "id": "c_1" })),
        (201, record("c_1", "c-somebody-elses")),
    ] {
        let said = answer(one(), move || json(status, &body)).await;
        assert_eq!(said, failed(Failure::Ambiguous), "{status}");
    }
    assert_eq!(answer(one(), || reply(201, &[], "")).await, failed(Failure::Ambiguous));
    let right = answer(one(), || json(201, &record("c_1", "c-one"))).await;
    assert!(matches!(right, ItemAnswer::Written(_)), "{right:?}");
}

#[tokio::test]
async fn a_record_whose_marker_the_crm_dropped_is_bound_all_the_same() {
    let mut bare = record("c_1", "");
    bare["fields"]["acme_marker"] = Value::Null;
    assert!(matches!(answer(one(), move || json(201, &bare)).await, ItemAnswer::Written(_)));
}

#[tokio::test]
async fn a_change_answered_with_another_record_is_unknown() {
    let ours = RemoteRecord {
        id: RemoteId::new("c_1"),
        version: Some(Version(4)),
        archived: false,
        marker: None,
        fields: lanyard_core::crm::Fields::default(),
    };
    let op = CrmOp::Update { items: vec![patch("one", &ours, &[("acme_city", None)])] };
    let peer = Canned::saying(|_| json(200, &record("c_2", "c-one"))).await;
    let answer = peer.client(Limits::SHIPPED).perform(&op).await;
    assert_eq!(answer.of(&op, &delivery("one")), failed(Failure::Ambiguous));
    let heard = &peer.heard()[0];
    assert!(heard.head.starts_with("patch /api/v1/contacts/c_1 "), "{}", heard.head);
    assert!(heard.head.contains("if-match: \"4\""), "{}", heard.head);
    assert_eq!(heard.body, json!({ "fields": { "acme_city": null } }));
}

#[tokio::test]
async fn an_item_that_a_reply_leaves_out_or_names_twice_is_unknown_and_the_others_hold() {
    let two_in_order = |first: Value| json!({ "results": [first, { "ref": "two", "status": 201, "record": record("c_2", "c-two") }] });
    let right = json!({ "ref": "one", "status": 201, "record": record("c_1", "c-one") });
    for odd in [
        json!({ "ref": "three", "status": 201, "record": record("c_1", "c-one") }),
        json!({ "ref": "two", "status": 201, "record": record("c_1", "c-one") }),
        json!({ "status": 201, "record": record("c_1", "c-one") }),
        json!({ "ref": "one", "record": record("c_1", "c-one") }),
        json!({ "ref": "one", "status": 201 }),
        json!({ "ref": "one", "status": 200, "record": record("c_1", "c-one") }),
        json!({ "ref": "one", "status": 201, "record": record("c_1", "c-two") }),
        json!({ "ref": "one", "status": 500, "error": { "code": "x", "message": "x" } }),
    ] {
        let body = two_in_order(odd.clone());
        assert_eq!(answer(two(), move || json(200, &body)).await, failed(Failure::Ambiguous), "{odd}");
    }
    let twice = json!({ "results": [right.clone(), { "ref": "one", "status": 409, "error": { "code": "duplicate_email" } }] });
    assert_eq!(
        answer(two(), move || json(200, &twice)).await,
        failed(Failure::Ambiguous),
        "done, and refused"
    );
    let body = two_in_order(right);
    assert!(matches!(answer(two(), move || json(200, &body)).await, ItemAnswer::Written(_)));
    assert_eq!(answer(two(), || json(200, &json!({}))).await, failed(Failure::Ambiguous));
}

#[tokio::test]
async fn a_read_is_nothing_only_when_the_crm_says_so() {
    assert_eq!(answer(get("c_1"), || json(200, &record("c_2", "m"))).await, failed(Failure::Protocol));
    assert_eq!(answer(get("c_1"), || json(200, &json!({}))).await, failed(Failure::Protocol));
    assert_eq!(answer(get("c_1"), || json(204, &json!({}))).await, failed(Failure::Protocol));
    let front = || json(404, &json!({ "message": "no such upstream" }));
    assert_eq!(answer(get("c_1"), front).await, failed(Failure::Protocol), "a front that lost its way");
    let own = || json(404, &json!({ "error": { "code": "not_found", "message": "No." } }));
    assert_eq!(answer(get("c_1"), own).await, ItemAnswer::Found(Vec::new()));
    let merged = json!({ "error": { "code": "not_found", "details": [{ "merged_into": "c_9" }] } });
    let gone = Failure::Gone { merged_into: Some(RemoteId::new("c_9")) };
    assert_eq!(answer(get("c_1"), move || json(404, &merged)).await, failed(gone));
}

#[tokio::test]
async fn a_key_that_a_reply_neither_finds_nor_calls_missing_is_not_answered() {
    let email = || CrmOp::FindByEmail { items: vec![(delivery("one"), "a@example.com".to_owned())] };
    let silent = || json(200, &json!({ "results": [], "missing": [] }));
    assert_eq!(answer(email(), silent).await, failed(Failure::Protocol));
    let others = || json(200, &json!({ "results": [record("c_1", "m")], "missing": ["b@example.com"] }));
    assert_eq!(answer(email(), others).await, failed(Failure::Protocol));
    let missing = || json(200, &json!({ "results": [], "missing": ["A@EXAMPLE.com"] }));
    assert_eq!(answer(email(), missing).await, ItemAnswer::Found(Vec::new()));
    let broken = || json(200, &json!({ "results": [{ "id": "c_1" }], "missing": [] }));
    assert_eq!(answer(email(), broken).await, failed(Failure::Protocol));
}

#[tokio::test]
async fn a_filter_that_the_crm_passes_over_finds_nobody() {
    let like = CrmOp::FindLike {
        items: vec![(delivery("one"), acceptance::crm_peer::fields(&[("acme_badge_id", "B")]))],
    };
    let everybody = || json(200, &json!({ "data": [record("c_1", "m"), record("c_2", "m")], "paging": {} }));
    assert_eq!(answer(like, everybody).await, ItemAnswer::Found(Vec::new()));
}

#[tokio::test]
async fn a_reply_cut_in_its_body_is_unknown_for_a_write_even_with_the_right_status() {
    let cut = || Say::Bytes(b"HTTP/1.1 201 Created\r\ncontent-length: 400\r\n\r\n{\"id\":\"c_1\"".to_vec());
    assert_eq!(answer(one(), cut).await, failed(Failure::Ambiguous));
    let unreachable = Failure::Transient { trouble: Trouble::Unreachable };
    assert_eq!(answer(get("c_1"), cut).await, failed(unreachable));
}

#[tokio::test]
async fn a_reply_without_an_end_is_cut_off() {
    let limits = Limits { reply_bytes: 64 * 1024, ..Limits::SHIPPED };
    let piece = [&b"1000\r\n"[..], &[b' '; 4096], b"\r\n"].concat();
    let endless = Canned::saying(move |_| {
        Say::Forever(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec(), piece.clone())
    });
    let endless = endless.await;
    let declared =
        Canned::saying(|_| Say::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_vec()))
            .await;
    for peer in [&endless, &declared] {
        let client = peer.client(limits);
        assert_eq!(client.perform(&get("c_1")).await.outcome, Err(Failure::Protocol));
        assert_eq!(client.perform(&one()).await.outcome, Err(Failure::Ambiguous));
    }
}

#[tokio::test]
async fn a_reply_may_be_as_long_as_the_limit_and_not_a_byte_longer() {
    let most = 4096;
    let limits = Limits { reply_bytes: most, ..Limits::SHIPPED };
    for (length, fits) in [(most, true), (most + 1, false)] {
        let record = record("c_1", "c-one").to_string();
        let body = format!("{record}{}", " ".repeat(length - record.len()));
        let chunked =
            format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n");
        let peer = Canned::saying(move |_| Say::Bytes(chunked.clone().into_bytes())).await;
        assert_eq!(peer.client(limits).perform(&get("c_1")).await.outcome.is_ok(), fits, "{length}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_secret_goes_nowhere_else() {
    let elsewhere = Canned::saying(|_| json(200, &json!({}))).await;
    let location = format!("http://{}/api/v1/contacts", elsewhere.addr);
    for status in [301, 302, 303, 307, 308] {
        let location = location.clone();
        let peer = Canned::saying(move |_| reply(status, &[("location", &location)], "")).await;
        let client = peer.client(Limits::SHIPPED);
        let portal = Failure::Transient { trouble: Trouble::Portal };
        assert_eq!(client.perform(&get("c_1")).await.outcome, Err(portal), "{status}");
        assert_eq!(client.perform(&one()).await.outcome, Err(Failure::Ambiguous), "{status}");
    }
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test]
async fn every_request_is_sent_once_and_carries_no_value_in_its_address() {
    let peer = Canned::saying(|_| Say::Bytes(Vec::new())).await;
    let client = peer.client(Limits::SHIPPED);
    let email = CrmOp::FindByEmail { items: vec![(delivery("one"), "ada@example.com".to_owned())] };
    for op in [CrmOp::Check, get("c_1"), email, one(), two()] {
        let before = peer.heard().len();
        assert!(client.perform(&op).await.outcome.is_err());
        assert_eq!(peer.heard().len(), before + 1, "{op:?}");
    }
    for heard in peer.heard() {
        let line = heard.head.lines().next().unwrap_or_default();
        assert!(!line.contains("ada") && !line.contains(TOKEN), "{line}");
        assert!(heard.head.contains("user-agent: lanyard/"), "{}", heard.head);
        assert_eq!(
            heard.head.contains("idempotency-key: "),
            line.contains("create") || line.ends_with("contacts http/1.1")
        );
    }
}

#[tokio::test]
async fn a_write_never_goes_into_a_connection_that_may_be_dead() {
    let body = record("c_1", "c-one").to_string();
    let reply = move |status: u16| {
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n", body.len());
        Say::KeptOpen(format!("{head}{body}").into_bytes())
    };
    let peer =
        Canned::saying(move |heard| reply(if heard.head.starts_with("get") { 200 } else { 201 })).await;
    let client = peer.client(Limits::SHIPPED);
    for op in [get("c_1"), one(), one()] {
        let answer = client.perform(&op).await;
        assert!(answer.outcome.is_ok(), "{op:?}: {answer:?}");
    }
    assert!(peer.heard().iter().all(|heard| !heard.head.starts_with("again")), "{:?}", peer.heard());
}

#[tokio::test]
async fn the_same_batch_has_the_same_key_and_a_changed_one_another() {
    let peer = Canned::saying(|_| Say::Bytes(Vec::new())).await;
    let client = peer.client(Limits::SHIPPED);
    let CrmOp::Create { mut items } = two() else { unreachable!() };
    client.perform(&CrmOp::Create { items: items.clone() }).await;
    client.perform(&CrmOp::Create { items: items.clone() }).await;
    items[1].fields = acceptance::crm_peer::fields(&[("acme_last_name", "Z")]);
    client.perform(&CrmOp::Create { items }).await;
    let key = |heard: &acceptance::crm_peer::Heard| {
        heard.head.lines().find_map(|line| line.strip_prefix("idempotency-key: ").map(str::to_owned)).unwrap()
    };
    let keys: Vec<String> = peer.heard().iter().map(key).collect();
    assert!(keys[0] == keys[1] && keys[1] != keys[2], "{keys:?}");
}

#[tokio::test]
async fn a_peer_that_repeats_our_secret_does_not_get_it_shown() {
    let echo = || {
        json(401, &json!({ "error": { "code": "invalid_token", "message": format!("{TOKEN} is wrong") } }))
    };
    let peer = Canned::saying(move |_| echo()).await;
    let answer = peer.client(Limits::SHIPPED).perform(&CrmOp::Check).await;
    let raw = answer.facts.raw.unwrap();
    assert!(raw.contains("is wrong") && !raw.contains(TOKEN), "{raw}");
}

#[tokio::test]
async fn unreadable_neighbours_do_not_hide_a_found_record() {
    let reply = || json(200, &json!({ "results": [record("c_1", "c-one")], "missing": ["a-one"] }));
    let peer = Canned::saying(move |heard| {
        if heard.head.starts_with("get ") { json(200, &json!({ "data": [] })) } else { reply() }
    })
    .await;
    let op =
        CrmOp::FindByMarker { items: vec![(delivery("one"), vec!["c-one".to_owned(), "a-one".to_owned()])] };
    let answer = peer.client(Limits::SHIPPED).perform(&op).await;
    assert_eq!(found(&op, &answer, "one")[0].id, RemoteId::new("c_1"));
}
