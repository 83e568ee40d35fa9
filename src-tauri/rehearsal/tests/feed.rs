//! What changed since: order, ties, the bin and merges, pages, and the ways in which a feed is not to be trusted.

mod client;

use client::Crm;
use lanyard_rehearsal::Act;
use serde_json::{Value, json};

const NINE: &str = "2026-11-22T09:00:00Z";

/// Contacts `c_000001` and on, all made at nine o'clock.
async fn with(count: usize) -> Crm {
    let crm = Crm::new().await;
    for n in 0..count {
        crm.created(json!({ "acme_last_name": format!("N{n}") })).await;
    }
    crm
}

fn since(time: &str) -> String {
    format!("/contacts?updated_since={time}&sort=updated_at&archived=any")
}

fn id(n: usize) -> String {
    format!("c_{n:06}")
}

#[tokio::test]
async fn changes_come_in_their_order_and_ties_by_id() {
    let crm = with(3).await;
    crm.pass(1000);
    crm.running.act(&Act::Delete { id: id(3) }).unwrap();
    crm.patch(&format!("/contacts/{}", id(1)), json!({ "fields": { "acme_city": "Oslo" } })).await;
    assert_eq!(crm.ids(&since(NINE)).await, [id(2), id(1), id(3)]);
    assert_eq!(crm.ids(&since("2026-11-22T09:00:01Z")).await, [id(1), id(3)], "the time itself is within");
    assert_eq!(crm.ids(&since("2026-11-22T09:00:01.001Z")).await, Vec::<String>::new());
    let turned = crm.ids("/contacts?sort=-updated_at&archived=any").await;
    assert_eq!(turned, [id(3), id(1), id(2)]);
}

#[tokio::test]
async fn changes_show_what_was_deleted_and_what_was_merged_but_not_what_was_destroyed() {
    let crm = with(4).await;
    crm.pass(1000);
    crm.running.act(&Act::Delete { id: id(1) }).unwrap();
    crm.running.act(&Act::Merge { id: id(2), into: id(3) }).unwrap();
    crm.running.act(&Act::Destroy { id: id(4) }).unwrap();
    let changes = crm.get(&since("2026-11-22T09:00:01Z")).await.json()["data"].clone();
    let shown: Vec<(&Value, &Value, &Value)> = changes
        .as_array()
        .unwrap()
        .iter()
        .map(|record| (&record["id"], &record["archived"], &record["merged_into"]))
        .collect();
    let (deleted, merged) = (json!(id(1)), json!(id(2)));
    assert_eq!(shown, [(&deleted, &json!(true), &Value::Null), (&merged, &json!(true), &json!(id(3))),]);
    assert_eq!(crm.ids("/contacts?archived=true").await, [id(1)], "the bin alone");
    assert_eq!(crm.ids("/contacts").await, [id(3)]);
}

#[tokio::test]
async fn changes_come_in_pages() {
    let crm = with(5).await;
    let page =
        async |offset: usize| crm.get(&format!("{}&limit=2&offset={offset}", since(NINE))).await.json();
    let (first, last) = (page(0).await, page(4).await);
    assert_eq!(first["paging"], json!({ "total": 5, "limit": 2, "offset": 0, "next": 2 }));
    assert_eq!((&last["data"][0]["id"], &last["paging"]["next"]), (&json!(id(5)), &Value::Null));
}

#[tokio::test]
async fn a_crm_may_pass_over_the_time_without_a_word() {
    let crm = with(2).await;
    crm.running.set(|s| s.ignore_updated_since = true);
    assert_eq!(crm.ids(&since("2026-12-01T00:00:00Z")).await, [id(1), id(2)]);
    assert_eq!(crm.get(&since("monday")).await.status, 400, "it is read all the same");
}

#[tokio::test]
async fn a_time_too_far_back_is_refused_and_reading_everything_is_not() {
    let crm = with(1).await;
    crm.running.set(|s| s.changes_kept_ms = Some(60_000));
    crm.pass(60_000);
    assert_eq!(crm.ids(&since(NINE)).await, [id(1)]);
    crm.pass(1);
    let got = crm.get(&since(NINE)).await;
    assert_eq!((got.status, got.code().as_str()), (410, "cursor_expired"));
    assert_eq!(crm.ids("/contacts?sort=updated_at&archived=any").await, [id(1)]);
}

#[tokio::test]
async fn reads_by_id_come_from_a_copy_that_is_behind_when_told() {
    let crm = with(1).await;
    crm.pass(60_000);
    crm.running.set(|s| s.replica_lag_ms = 3000);
    let path = format!("/contacts/{}", id(1));
    crm.patch(&path, json!({ "fields": { "acme_city": "Oslo", "acme_marker": "c-1" } })).await;
    let new = crm.created(json!({ "acme_last_name": "New" })).await;
    let read = async |body: Value| crm.post("/contacts/bulk/read", body).await.json();
    assert_eq!(crm.get(&path).await.json()["version"], 1);
    assert_eq!(crm.get(&format!("/contacts/{new}")).await.code(), "not_found");
    let both = read(json!({ "ids": [id(1), new] })).await;
    assert_eq!((&both["results"][0]["version"], &both["missing"]), (&json!(1), &json!([new])));
    assert_eq!(
        read(json!({ "markers": ["c-1"] })).await["results"][0]["version"],
        2,
        "keys and lists do not lag"
    );
    assert_eq!(crm.ids(&since("2026-11-22T09:01:00Z")).await, [id(1), new.clone()]);
    crm.pass(2999);
    assert_eq!(crm.get(&path).await.json()["version"], 1);
    crm.pass(1);
    assert_eq!(
        (crm.get(&path).await.json()["version"].clone(), crm.get(&format!("/contacts/{new}")).await.status),
        (json!(2), 200)
    );
    crm.running.act(&Act::Delete { id: id(1) }).unwrap();
    assert_eq!(crm.get(&path).await.status, 200, "the copy has not heard of it");
    crm.pass(3000);
    assert_eq!(crm.get(&path).await.code(), "archived");
    crm.running.act(&Act::Destroy { id: id(1) }).unwrap();
    assert_eq!(crm.get(&format!("{path}?archived=true")).await.status, 200);
    crm.pass(3000);
    assert_eq!(crm.get(&format!("{path}?archived=true")).await.code(), "not_found");
}
