//! HubSpot's part of `CONTRACT.md`, asked with a plain HTTP client.

mod client;

use client::{Crm, Got};
use lanyard_rehearsal::{Brand, Marker, Options};
use reqwest::Method;
use serde_json::{Value, json};

const CONTACTS: &str = "/crm/objects/2026-09/contacts";

async fn hubspot() -> Crm {
    hubspot_with(|_| ()).await
}

async fn hubspot_with(change: impl FnOnce(&mut Options)) -> Crm {
    Crm::with(|options| {
        (options.brand, options.strangers) = (Brand::HubSpot, false);
        change(options);
    })
    .await
}

async fn made(crm: &Crm, properties: Value) -> String {
    let got = crm.post(CONTACTS, json!({ "properties": properties, "associations": [] })).await;
    assert_eq!(got.status, 201, "{}", got.text);
    got.id()
}

async fn define(crm: &Crm, unique: bool) -> Got {
    let body = json!({
        "name": "capture", "label": "Capture", "type": "string", "fieldType": "text",
        "groupName": "contactinformation", "hasUniqueValue": unique,
    });
    crm.post("/crm/properties/2026-09/contacts", body).await
}

fn read(inputs: Value, key: Option<&str>) -> Value {
    let mut body = json!({ "properties": ["email"], "propertiesWithHistory": [], "inputs": inputs });
    if let Some(key) = key {
        body["idProperty"] = json!(key);
    }
    body
}

fn category(got: &Got) -> String {
    got.json()["category"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_contact_is_made_shown_changed_and_put_into_the_bin() {
    let crm = hubspot().await;
    let id = made(&crm, json!({ "email": "Ada@Example.com", "city": "Oslo" })).await;
    let one = format!("{CONTACTS}/{id}");
    let got = crm.get(&format!("{one}?properties=email,city,zip")).await.json();
    assert_eq!(got["properties"]["email"], "ada@example.com");
    assert_eq!((&got["properties"]["city"], &got["properties"]["zip"]), (&json!("Oslo"), &Value::Null));
    crm.pass(1000);
    let got = crm.patch(&one, json!({ "properties": { "city": "" } })).await.json();
    assert_eq!((&got["properties"]["city"], got["properties"].get("email")), (&Value::Null, None));
    assert_eq!(crm.delete(&one).await.status, 204);
    assert_eq!(crm.delete(&one).await.status, 204, "said again");
    let gone = crm.get(&one).await;
    assert_eq!((gone.status, category(&gone).as_str()), (404, "OBJECT_NOT_FOUND"));
    let binned = crm.get(&format!("{one}?archived=true")).await.json();
    assert_eq!(binned["archived"], true);
    let listed = crm.get(&format!("{CONTACTS}?archived=true")).await.json();
    assert_eq!(listed["results"][0]["id"], id.as_str());
}

#[tokio::test]
async fn what_is_not_allowed_is_refused_with_its_category() {
    let crm = hubspot().await;
    let id = made(&crm, json!({ "email": "ada@example.com" })).await;
    let taken = crm.post(CONTACTS, json!({ "properties": { "email": "ADA@example.com" } })).await;
    assert_eq!((taken.status, category(&taken).as_str()), (409, "CONFLICT"));
    assert!(taken.json()["message"].as_str().unwrap().ends_with(&format!("Existing ID: {id}")));
    for (properties, word) in [
        (json!({ "email": "no address" }), "INVALID_EMAIL"),
        (json!({ "firstname": "A", "colour": "red" }), "PROPERTY_DOESNT_EXIST"),
        (json!({ "firstname": "A", "hs_object_id": "7" }), "READ_ONLY_VALUE"),
        (json!({ "city": "Oslo" }), "At least one of"),
        (json!({ "firstname": 7 }), "not a string"),
    ] {
        let got = crm.post(CONTACTS, json!({ "properties": properties })).await;
        assert_eq!((got.status, category(&got).as_str()), (400, "VALIDATION_ERROR"), "{word}");
        assert!(got.text.contains(word), "{word}: {}", got.text);
    }
    let stranger = crm.http.get(format!("{}{CONTACTS}", crm.running.base_url())).bearer_auth("x");
    let got = crm.send(stranger).await;
    assert_eq!((got.status, category(&got).as_str()), (401, "INVALID_AUTHENTICATION"));
    for route in ["/crm/objects/2026-09/companies", "/crm/objects/1999-01/contacts", "/x"] {
        let got = crm.get(route).await;
        assert_eq!((got.status, category(&got).as_str()), (404, ""), "{route}");
    }
    let erased = crm.post(&format!("{CONTACTS}/gdpr-delete"), json!({ "objectId": id })).await;
    assert_eq!(erased.status, 404);
}

#[tokio::test]
async fn a_batch_read_names_what_it_does_not_find() {
    let crm = hubspot().await;
    let id = made(&crm, json!({ "email": "ada@example.com" })).await;
    let path = format!("{CONTACTS}/batch/read");
    let whole = crm.post(&path, read(json!([{ "id": id }]), None)).await;
    assert_eq!((whole.status, whole.json().get("errors")), (200, None));
    let some = crm.post(&path, read(json!([{ "id": id }, { "id": "7" }]), None)).await;
    assert_eq!((some.status, &some.json()["errors"][0]["context"]["ids"]), (207, &json!(["7"])));
    let by = crm.post(&path, read(json!([{ "id": "ADA@example.com" }]), Some("email"))).await;
    assert_eq!(by.json()["results"][0]["id"], id.as_str());
    let odd = crm.post(&path, read(json!([{ "id": "x" }]), Some("city"))).await;
    assert_eq!(odd.status, 400);
    let many: Vec<Value> = (0..101).map(|n| json!({ "id": n.to_string() })).collect();
    assert_eq!(crm.post(&path, read(json!(many), None)).await.status, 400);
    let twice = crm.post(&path, read(json!([{ "id": "7" }, { "id": "7" }]), None)).await;
    assert_eq!(twice.status, 400);
}

#[tokio::test]
async fn an_upsert_by_a_unique_property_makes_one_record_and_blames_by_reference() {
    let crm = hubspot().await;
    assert_eq!(define(&crm, true).await.status, 201);
    assert_eq!(define(&crm, true).await.status, 409, "it is there");
    made(&crm, json!({ "email": "ada@example.com" })).await;
    let path = format!("{CONTACTS}/batch/upsert");
    let input = |id: &str, trace: &str, properties: Value| json!({ "id": id, "idProperty": "capture", "objectWriteTraceId": trace, "properties": properties });
    let body = json!({ "inputs": [
        input("c-1", "one", json!({ "firstname": "1" })),
        input("c-2", "two", json!({ "email": "ada@example.com" })),
    ] });
    let got = crm.post(&path, body.clone()).await;
    assert_eq!(got.status, 207);
    let (done, failed) = (got.json()["results"][0].clone(), got.json()["errors"][0].clone());
    assert_eq!((&done["new"], &done["objectWriteTraceId"]), (&json!(true), &json!("one")));
    assert_eq!(
        (&failed["category"], &failed["context"]),
        (&json!("CONFLICT"), &json!({ "objectWriteTraceId": ["two"] }))
    );
    let again = crm.post(&path, body).await.json();
    assert_eq!((&again["results"][0]["new"], &again["results"][0]["id"]), (&json!(false), &done["id"]));
    let by_email = json!({ "inputs": [{ "id": "x", "idProperty": "city", "properties": {} }] });
    assert_eq!(crm.post(&path, by_email).await.status, 400);
    let other = made(&crm, json!({ "firstname": "B" })).await;
    let stolen =
        crm.patch(&format!("{CONTACTS}/{other}"), json!({ "properties": { "capture": "c-1" } })).await;
    assert_eq!(stolen.status, 400);
    assert!(
        stolen.text.contains("CONFLICTING_UNIQUE_VALUE") && stolen.text.contains("already has that value")
    );
}

#[tokio::test]
async fn an_account_may_refuse_a_unique_property_or_any() {
    let crm = hubspot_with(|options| options.settings.marker = Marker::Searchable).await;
    assert_eq!((define(&crm, true).await.status, define(&crm, false).await.status), (400, 201));
    let crm = hubspot_with(|options| options.settings.marker = Marker::None).await;
    let got = define(&crm, false).await;
    assert_eq!((got.status, category(&got).as_str()), (403, "MISSING_SCOPES"));
    assert_eq!(crm.get("/crm/properties/2026-09/contacts/capture").await.status, 404);
}

#[tokio::test]
async fn a_merge_gives_a_new_id_or_keeps_the_first_and_shows_what_went_up_in_it() {
    for keeps in [false, true] {
        let crm = hubspot_with(|options| options.settings.merge_keeps_id = keeps).await;
        let one = made(&crm, json!({ "email": "1@example.com", "city": "Oslo" })).await;
        let two = made(&crm, json!({ "email": "2@example.com", "city": "Cork", "zip": "T12" })).await;
        let body = json!({ "primaryObjectId": one, "objectIdToMerge": two });
        let id = crm.post(&format!("{CONTACTS}/merge"), body).await.id();
        assert_eq!(id == one, keeps);
        let names = "city,zip,email,hs_additional_emails,hs_merged_object_ids";
        let got = crm.get(&format!("{CONTACTS}/{id}?properties={names}")).await.json()["properties"].clone();
        assert_eq!((&got["city"], &got["zip"]), (&json!("Oslo"), &json!("T12")));
        assert_eq!(
            (&got["email"], &got["hs_additional_emails"]),
            (&json!("1@example.com"), &json!("2@example.com"))
        );
        let merged = got["hs_merged_object_ids"].as_str().unwrap().to_owned();
        assert!(merged.contains(&two) && merged.contains(&one) != keeps, "{merged}");
        assert_eq!(crm.get(&format!("{CONTACTS}/{two}")).await.status, 404);
        let path = format!("{CONTACTS}/batch/read");
        let by = crm.post(&path, read(json!([{ "id": "2@example.com" }]), Some("email"))).await.json();
        assert_eq!(by["results"][0]["id"], id.as_str(), "the further address is its own");
    }
}

fn search(filters: Value, sort: &str, after: &str) -> Value {
    json!({ "filterGroups": filters, "sorts": [sort], "query": "", "properties": ["email"], "limit": 2, "after": after })
}

#[tokio::test]
async fn the_search_is_behind_shows_nothing_archived_and_ends_at_ten_thousand() {
    let crm = hubspot_with(|options| options.settings.index_lag_ms = 30_000).await;
    let mut ids = Vec::new();
    for n in 1..=3 {
        ids.push(made(&crm, json!({ "email": format!("{n}@example.com") })).await);
        crm.pass(1000);
    }
    let path = format!("{CONTACTS}/search");
    let all = search(json!([]), "lastmodifieddate", "0");
    let found = async |body: &Value| {
        let got = crm.post(&path, body.clone()).await.json();
        let ids = got["results"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
        (ids.collect::<Vec<_>>(), got["paging"]["next"]["after"].as_str().map(str::to_owned))
    };
    assert_eq!(found(&all).await, (vec![], None), "not yet");
    crm.pass(30_000);
    assert_eq!(found(&all).await, (ids[..2].to_vec(), Some("2".to_owned())));
    let (newest, _) = found(&search(json!([]), "-lastmodifieddate", "0")).await;
    assert_eq!(newest, [ids[2].clone(), ids[1].clone()]);
    let one =
        json!([{ "filters": [{ "propertyName": "email", "operator": "EQ", "value": "2@EXAMPLE.com" }] }]);
    assert_eq!(found(&search(one, "hs_object_id", "0")).await.0, [ids[1].clone()]);
    let since = client::START_MS + 1000;
    let later = json!([{ "filters": [{ "propertyName": "lastmodifieddate", "operator": "GTE", "value": since.to_string() }] }]);
    assert_eq!(found(&search(later, "lastmodifieddate", "0")).await.0, ids[1..].to_vec());
    crm.delete(&format!("{CONTACTS}/{}", ids[0])).await;
    crm.pass(30_001);
    assert_eq!(found(&all).await.0, ids[1..].to_vec());
    assert_eq!(crm.post(&path, search(json!([]), "email", "9999")).await.status, 400);
    let odd = json!([{ "filters": [{ "propertyName": "email", "operator": "EQUALS", "value": "x" }] }]);
    assert_eq!(crm.post(&path, search(odd, "email", "0")).await.status, 400);
    let two = json!({ "filterGroups": [], "sorts": ["email", "zip"], "limit": 2 });
    assert_eq!(crm.post(&path, two).await.status, 400, "one order only");
}

#[tokio::test]
async fn a_note_stands_on_a_contact_and_is_listed_there_in_pages() {
    let crm = hubspot_with(|options| options.settings.requests_per_ten_s = 10_000).await;
    let id = made(&crm, json!({ "firstname": "A" })).await;
    let notes = "/crm/objects/2026-09/notes";
    let note = |to: &str| {
        json!({
            "properties": { "hs_timestamp": "1795338000000", "hs_note_body": "Met." },
            "associations": [{ "to": { "id": to }, "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 202 }] }],
        })
    };
    assert_eq!(crm.post(notes, note("7")).await.status, 400, "on nobody");
    let bare = json!({ "properties": { "hs_note_body": "Met." }, "associations": [] });
    assert_eq!(crm.post(notes, bare).await.status, 400, "without a time");
    for _ in 0..102 {
        assert_eq!(crm.post(notes, note(&id)).await.status, 201);
    }
    let shown =
        crm.get(&format!("{CONTACTS}/{id}?associations=notes")).await.json()["associations"]["notes"].clone();
    assert_eq!(shown["results"].as_array().unwrap().len(), 100);
    let after = shown["paging"]["next"]["after"].clone();
    let body = json!({ "inputs": [{ "id": id, "after": after }] });
    let rest = crm.post("/crm/associations/2026-09/contacts/notes/batch/read", body).await.json();
    assert_eq!(rest["results"][0]["to"].as_array().unwrap().len(), 2);
    let first = shown["results"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(crm.delete(&format!("{notes}/{first}")).await.status, 204);
    assert_eq!(crm.get(&format!("{notes}/{first}")).await.status, 404);
}

#[tokio::test]
async fn each_limit_has_its_policy_and_its_end() {
    let crm = hubspot_with(|options| {
        let settings = &mut options.settings;
        (settings.requests_per_ten_s, settings.requests_per_day, settings.searches_per_s) = (4, 6, 1);
    })
    .await;
    let first = crm.get(CONTACTS).await;
    assert_eq!(
        (first.header("x-hubspot-ratelimit-max"), first.header("x-hubspot-ratelimit-remaining")),
        ("4", "3")
    );
    assert_eq!(first.header("x-hubspot-ratelimit-interval-milliseconds"), "10000");
    assert_eq!(first.header("x-hubspot-ratelimit-daily-remaining"), "5");
    let path = format!("{CONTACTS}/search");
    let all = search(json!([]), "email", "0");
    let found = crm.post(&path, all.clone()).await;
    assert_eq!((found.status, found.header("x-hubspot-ratelimit-max")), (200, ""));
    let second = crm.post(&path, all).await;
    assert!(second.status == 429 && second.text.contains("secondly limit"), "{}", second.text);
    crm.get(CONTACTS).await;
    crm.get(CONTACTS).await;
    let burst = crm.get(CONTACTS).await;
    assert_eq!((burst.status, &burst.json()["policyName"]), (429, &json!("TEN_SECONDLY_ROLLING")));
    assert_eq!(burst.header("retry-after"), "");
    crm.pass(10_001);
    assert_eq!(crm.get(CONTACTS).await.status, 200, "a window that rolls");
    assert_eq!(crm.get(CONTACTS).await.status, 200);
    let day = crm.get(CONTACTS).await;
    assert_eq!((day.status, &day.json()["policyName"]), (429, &json!("DAILY")));
    crm.pass(15 * 3600 * 1000);
    assert_eq!(crm.get(CONTACTS).await.status, 200, "a new day");
}

#[tokio::test]
async fn the_strangers_are_there_and_a_person_works_at_its_screen() {
    let crm = hubspot_with(|options| options.strangers = true).await;
    let there = crm.running.records();
    assert_eq!(there.len(), 12);
    let id = there[0].id.clone();
    assert_eq!(
        crm.act("edit", json!({ "id": id, "fields": { "city": "Cork", "company": null } })).await.status,
        200
    );
    let now = crm.running.records()[0].clone();
    assert_eq!((now.value("city"), now.value("company")), ("Cork", ""));
    assert_eq!(crm.act("delete", json!({ "id": id })).await.status, 204);
    assert!(crm.running.records()[0].archived);
    assert_eq!(crm.act("restore", json!({ "id": id })).await.status, 204);
    assert_eq!(crm.act("destroy", json!({ "id": id })).await.status, 204);
    assert_eq!(crm.running.records().len(), 11);
    let shown = crm.send(crm.control(Method::GET, "records")).await.json();
    assert_eq!(shown.as_array().unwrap().len(), 11);
}

#[tokio::test]
async fn a_wrong_answer_can_be_asked_for_and_names_nobody() {
    let crm = hubspot().await;
    let id = made(&crm, json!({ "firstname": "A" })).await;
    let rule = json!([{ "kind": { "lose_member": { "name": "id" } } }]);
    assert_eq!(crm.send(crm.control(Method::POST, "faults").json(&rule)).await.status, 200);
    let listed = crm.get(CONTACTS).await.json();
    assert_eq!((listed["results"].as_array().unwrap().len(), listed["results"][0].get("id")), (1, None));
    assert_eq!(crm.get(&format!("{CONTACTS}/{id}")).await.json().get("id"), None);
}
