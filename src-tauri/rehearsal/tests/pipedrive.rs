//! Pipedrive's part of `CONTRACT.md`, asked with a plain HTTP client.

mod client;

use client::{Crm, Got};
use lanyard_rehearsal::{Act, Brand, Marker, Options};
use reqwest::Method;
use serde_json::{Value, json};

const PERSONS: &str = "/api/v2/persons";

async fn pipedrive() -> Crm {
    pipedrive_with(|_| ()).await
}

async fn pipedrive_with(change: impl FnOnce(&mut Options)) -> Crm {
    Crm::with(|options| {
        (options.brand, options.strangers) = (Brand::Pipedrive, false);
        change(options);
    })
    .await
}

async fn made(crm: &Crm, person: Value) -> u64 {
    let got = crm.post(PERSONS, person).await;
    assert_eq!(got.status, 200, "{}", got.text);
    got.json()["data"]["id"].as_u64().expect("an id")
}

fn error(got: &Got) -> String {
    let body = got.json();
    assert_eq!(body["success"], false, "{body}");
    body["error"].as_str().unwrap_or_default().to_owned()
}

fn list(got: &Got) -> Vec<u64> {
    assert_eq!(got.status, 200, "{}", got.text);
    let body = got.json();
    let items = body["data"]["items"].as_array().or(body["data"].as_array()).expect("a list").clone();
    items.iter().map(|one| one["item"]["id"].as_u64().or(one["id"].as_u64()).expect("an id")).collect()
}

fn mail(value: &str) -> Value {
    json!([{ "value": value, "primary": true, "label": "work" }])
}

#[tokio::test]
async fn a_person_is_made_shown_changed_and_deleted_for_thirty_days() {
    let crm = pipedrive().await;
    let id = made(&crm, json!({ "name": "Ada Byron", "emails": mail("Ada@Example.com") })).await;
    let one = format!("{PERSONS}/{id}");
    let got = crm.get(&one).await.json();
    assert_eq!((&got["data"]["first_name"], &got["data"]["is_deleted"]), (&json!("Ada"), &json!(false)));
    crm.pass(1500);
    let two = json!([{ "value": "a@example.com" }, { "value": "b@example.com", "primary": true }]);
    let got = crm.patch(&one, json!({ "emails": two })).await.json();
    let emails = got["data"]["emails"].as_array().expect("a list").clone();
    assert_eq!(emails.len(), 2, "the whole list is another one");
    assert_eq!((&emails[0]["primary"], &emails[1]["primary"]), (&json!(false), &json!(true)));
    assert_eq!(got["data"]["update_time"], "2026-11-22T09:00:01Z", "whole seconds");
    assert_eq!(crm.delete(&one).await.json()["data"]["id"], json!(id));
    assert_eq!(crm.get(&one).await.json()["data"]["is_deleted"], true);
    assert_eq!(error(&crm.delete(&one).await), "Person not found");
    assert_eq!(error(&crm.patch(&one, json!({ "name": "x" })).await), "Person not found");
    assert!(list(&crm.get(&format!("{PERSONS}?ids={id}")).await).is_empty());
    crm.pass(30 * 24 * 3_600_000);
    assert_eq!(crm.get(&one).await.status, 404);
}

#[tokio::test]
async fn what_is_of_the_wrong_shape_is_refused_and_contact_sync_is_forbidden() {
    let crm = pipedrive().await;
    for (person, word) in [
        (json!({}), "name"),
        (json!({ "name": " " }), "name"),
        (json!({ "name": "x", "emails": "a@example.com" }), "emails"),
        (json!({ "name": "x", "emails": mail("no address") }), "emails"),
        (json!({ "name": "x", "org_id": 7 }), "org_id"),
        (json!({ "name": "x", "colour": "red" }), "colour"),
        (json!({ "name": "x", "custom_fields": { "abc": "x" } }), "abc"),
    ] {
        let got = crm.post(PERSONS, person).await;
        assert!(got.status == 400 && error(&got).contains(word), "{}", got.text);
    }
    let got = crm.post(PERSONS, json!({ "name": "x", "job_title": "Analyst" })).await;
    assert_eq!(got.status, 403, "{}", got.text);
}

#[tokio::test]
async fn two_persons_may_have_the_same_of_everything() {
    let crm = pipedrive().await;
    let field =
        crm.post("/api/v2/personFields", json!({ "field_name": "Mark", "field_type": "varchar" })).await;
    let key = field.json()["data"]["field_code"].as_str().expect("a key").to_owned();
    assert!(key.len() == 40 && key.bytes().all(|sign| sign.is_ascii_hexdigit()), "{key}");
    let person = json!({ "name": "Ada", "emails": mail("ada@example.com"), "custom_fields": { key: "c-1" } });
    let (one, two) = (made(&crm, person.clone()).await, made(&crm, person).await);
    for search in ["term=ADA@example.com&fields=email", "term=c-1&fields=custom_fields"] {
        let got = crm.get(&format!("{PERSONS}/search?{search}&exact_match=true")).await;
        assert_eq!(list(&got), [one, two], "{search}");
    }
    assert!(
        list(&crm.get(&format!("{PERSONS}/search?term=c-&fields=email&exact_match=true")).await).is_empty()
    );
    assert_eq!(crm.get(&format!("{PERSONS}/search?term=a")).await.status, 400, "too short");
}

#[tokio::test]
async fn a_list_takes_the_numbers_of_its_entries_and_a_number_takes_no_text() {
    let crm = pipedrive().await;
    let fields = crm.get("/api/v2/personFields").await.json()["data"].as_array().expect("a list").clone();
    let named =
        |name: &str| fields.iter().find(|field| field["field_name"] == name).expect("it is there").clone();
    let key = |name: &str| named(name)["field_code"].as_str().expect("a key").to_owned();
    assert_eq!(
        named("Tier")["options"],
        json!([{ "id": 31, "label": "Gold" }, { "id": 32, "label": "Silver" }])
    );
    let (tier, topics, score) = (key("Tier"), key("Topics"), key("Score"));
    let own = json!({ tier.clone(): 32, topics.clone(): [43, 41], score.clone(): 2.5 });
    let id = made(&crm, json!({ "name": "Ada", "custom_fields": own })).await;
    let one = format!("{PERSONS}/{id}");
    let shown = crm.get(&one).await.json()["data"]["custom_fields"].clone();
    assert_eq!((&shown[&tier], &shown[&topics], &shown[&score]), (&json!(32), &json!([41, 43]), &json!(2.5)));
    for (key, wrong) in [
        (&tier, json!("Gold")),
        (&tier, json!("31")),
        (&tier, json!(41)),
        (&tier, json!([31])),
        (&topics, json!("Pumps")),
        (&topics, json!([41, 31])),
        (&topics, json!([])),
        (&score, json!("2.5")),
    ] {
        let got = crm.patch(&one, json!({ "custom_fields": { key: wrong } })).await;
        assert!(got.status == 400 && error(&got).contains(key.as_str()), "{}", got.text);
    }
    let nothing = json!({ "custom_fields": { tier: null, topics: null, score: null } });
    assert_eq!(crm.patch(&one, nothing).await.json()["data"]["custom_fields"], json!({}));
}

#[tokio::test]
async fn only_an_admin_makes_fields() {
    let crm = pipedrive_with(|options| options.settings.marker = Marker::None).await;
    let got =
        crm.post("/api/v2/personFields", json!({ "field_name": "Mark", "field_type": "varchar" })).await;
    assert_eq!(got.status, 403);
    assert_eq!(crm.get("/api/v2/personFields").await.status, 200);
}

#[tokio::test]
async fn the_search_is_behind_and_the_list_is_not() {
    let crm = pipedrive_with(|options| options.settings.index_lag_ms = 30_000).await;
    let id = made(&crm, json!({ "name": "Ada Byron" })).await;
    let search = format!("{PERSONS}/search?term=ada&fields=name");
    assert!(list(&crm.get(&search).await).is_empty());
    assert_eq!(list(&crm.get(PERSONS).await), [id]);
    crm.pass(30_000);
    assert_eq!(list(&crm.get(&search).await), [id]);
}

#[tokio::test]
async fn the_list_goes_by_the_time_of_the_change_page_by_page() {
    let crm = pipedrive().await;
    let mut ids = Vec::new();
    for name in ["one", "two", "three"] {
        ids.push(made(&crm, json!({ "name": name })).await);
        crm.pass(1000);
    }
    crm.patch(&format!("{PERSONS}/{}", ids[0]), json!({ "name": "changed" })).await;
    let sorted = format!("{PERSONS}?sort_by=update_time&limit=2");
    let first = crm.get(&sorted).await;
    assert_eq!(list(&first), [ids[1], ids[2]]);
    let mark = first.json()["additional_data"]["next_cursor"].as_str().expect("a mark").to_owned();
    let last = crm.get(&format!("{sorted}&cursor={mark}")).await;
    assert_eq!((list(&last), &last.json()["additional_data"]["next_cursor"]), (vec![ids[0]], &Value::Null));
    let since = crm.get(&format!("{PERSONS}?updated_since=2026-11-22T09:00:02Z&sort_by=update_time")).await;
    assert_eq!(list(&since), [ids[2], ids[0]]);
    for odd in ["limit=501", "sort_by=name", "updated_since=soon", "cursor=x"] {
        assert_eq!(crm.get(&format!("{PERSONS}?{odd}")).await.status, 400, "{odd}");
    }
}

#[tokio::test]
async fn a_merge_joins_the_lists_and_says_nothing_of_the_one_that_went() {
    let crm = pipedrive().await;
    let goes = made(&crm, json!({ "name": "Ada", "emails": mail("ada@example.com") })).await;
    let stays = made(&crm, json!({ "name": "A. Byron", "emails": mail("byron@example.com") })).await;
    let note = json!({ "content": "Met.", "person_id": goes });
    assert_eq!(crm.post("/api/v1/notes", note).await.status, 200);
    let got = crm.put(&format!("/api/v1/persons/{goes}/merge"), json!({ "merge_with_id": stays })).await;
    assert_eq!(got.json()["data"]["id"], json!(stays));
    assert_eq!(crm.get(&format!("{PERSONS}/{goes}")).await.status, 404);
    let kept = crm.get(&format!("{PERSONS}/{stays}")).await.json();
    assert_eq!(
        (&kept["data"]["name"], kept["data"]["emails"].as_array().map(Vec::len)),
        (&json!("A. Byron"), Some(2))
    );
    let notes = crm.get(&format!("/api/v1/notes?person_id={stays}")).await.json();
    assert_eq!(notes["data"][0]["content"], "Met.");
    assert_eq!(notes["additional_data"]["pagination"]["more_items_in_collection"], false);
}

#[tokio::test]
async fn a_note_stands_on_a_person_and_is_gone_once_deleted() {
    let crm = pipedrive().await;
    let person = made(&crm, json!({ "name": "Ada" })).await;
    for (note, word) in [
        (json!({ "content": "x", "person_id": 7 }), "person_id"),
        (json!({ "person_id": person }), "content"),
    ] {
        assert!(error(&crm.post("/api/v1/notes", note).await).contains(word));
    }
    let made = crm.post("/api/v1/notes", json!({ "content": "Met.", "person_id": person })).await.json();
    let one = format!("/api/v1/notes/{}", made["data"]["id"]);
    assert_eq!(
        crm.put(&one, json!({ "content": "Met twice." })).await.json()["data"]["content"],
        "Met twice."
    );
    assert_eq!(crm.delete(&one).await.json()["data"], true);
    assert_eq!(error(&crm.get(&one).await), "Note not found");
    assert_eq!(crm.delete(&one).await.status, 404);
}

#[tokio::test]
async fn each_request_has_its_price_and_the_day_ends_with_nothing_left() {
    let crm = pipedrive_with(|options| options.settings.tokens_per_day = 40).await;
    let left = |got: &Got| got.header("x-daily-ratelimit-token-remaining").parse::<u32>().expect("a number");
    let id = made(&crm, json!({ "name": "Ada" })).await;
    let got = crm.get(&format!("{PERSONS}/{id}")).await;
    assert_eq!(left(&got), 40 - 5 - 1);
    assert_eq!(left(&crm.get(PERSONS).await), 40 - 5 - 1 - 10);
    assert_eq!(left(&crm.get(&format!("{PERSONS}/search?term=ada")).await), 4);
    let got = crm.patch(&format!("{PERSONS}/{id}"), json!({ "name": "x" })).await;
    assert_eq!((got.status, left(&got)), (429, 0), "not enough for it");
    crm.pass(24 * 3_600_000);
    assert_eq!(crm.get(PERSONS).await.status, 200, "another day");
}

#[tokio::test]
async fn two_seconds_hold_so_many_requests_and_who_goes_on_meets_a_page() {
    let crm = pipedrive_with(|options| options.settings.requests_per_two_s = 3).await;
    for left in [2, 1, 0] {
        let got = crm.get("/api/v2/personFields").await;
        assert_eq!((got.status, got.header("x-ratelimit-remaining")), (200, left.to_string().as_str()));
    }
    for _ in 0..20 {
        assert_eq!(crm.get("/api/v2/personFields").await.status, 429);
    }
    let got = crm.get("/api/v2/personFields").await;
    assert_eq!((got.status, got.header("content-type")), (403, "text/html; charset=utf-8"));
    crm.pass(60_000);
    assert_eq!(crm.get("/api/v2/personFields").await.status, 200);
}

#[tokio::test]
async fn a_colleague_edits_deletes_and_brings_back() {
    let crm = pipedrive().await;
    let id = made(&crm, json!({ "name": "Ada", "emails": mail("ada@example.com") })).await.to_string();
    let fields = json!({ "email": "new@example.com", "mobile": "+49 170 1", "organization": "Engines", "Town": "Oslo" });
    let fields = fields.as_object().expect("an object").clone();
    crm.running.act(&Act::Edit { id: id.clone(), fields }).expect("it is allowed");
    let record = crm.running.records().pop().expect("a record");
    assert_eq!((record.value("email"), record.value("mobile")), ("new@example.com", "+49 170 1"));
    assert_eq!((record.value("organization"), record.value("Town")), ("Engines", "Oslo"));
    crm.running.act(&Act::Delete { id: id.clone() }).expect("it is there");
    assert!(crm.running.records()[0].archived);
    crm.running.act(&Act::Restore { id: id.clone() }).expect("it is kept");
    assert_eq!(list(&crm.get(PERSONS).await).len(), 1);
    crm.running.act(&Act::Destroy { id }).expect("it is there");
    assert!(crm.running.records().is_empty());
}

#[tokio::test]
async fn without_the_token_and_on_an_unknown_route_nothing_is_said() {
    let crm = pipedrive().await;
    let bare = crm.http.get(format!("{}{PERSONS}", crm.running.base_url()));
    assert_eq!(crm.send(bare).await.status, 401);
    for path in ["/api/v2/deals", "/api/v3/persons", "/persons"] {
        assert_eq!(error(&crm.get(path).await), "Unknown method .", "{path}");
    }
    assert_eq!(crm.send(crm.ask(Method::PUT, PERSONS)).await.status, 404);
}
