//! AcmeCRM's contract, line by line, over real HTTP.

mod client;

use client::{Crm, START_MS};
use lanyard_rehearsal::{Marker, Update};
use reqwest::Method;
use serde_json::{Value, json};

fn jana() -> Value {
    json!({ "acme_first_name": "Jana", "acme_last_name": "Lindqvist", "acme_email": "jana@example.com" })
}

#[tokio::test]
async fn me_names_the_account_the_plan_the_marker_and_the_servers_time() {
    let crm = Crm::with(|o| o.settings.marker = Marker::Searchable).await;
    let me = crm.get("/me").await.json();
    assert!(me["account"]["name"].is_string() && me["rate_plan"]["name"].is_string());
    assert_eq!(
        (&me["marker"], &me["update"], &me["delete"]),
        (&json!("searchable"), &json!("patch"), &json!("soft"))
    );
    assert_eq!(
        (&me["rate_plan"]["requests_per_minute"], &me["rate_plan"]["requests_per_day"]),
        (&json!(6000), &json!(1_000_000))
    );
    assert_eq!((&me["idempotency"], &me["time"]), (&json!(true), &json!("2026-11-22T09:00:00.000Z")));
}

#[tokio::test]
async fn a_created_contact_comes_back_whole_and_can_be_read() {
    let crm = Crm::new().await;
    let made = crm.post("/contacts", json!({ "fields": jana() })).await;
    assert_eq!(made.status, 201);
    let record = made.json();
    assert_eq!(record["id"], "c_000001");
    assert_eq!((&record["version"], &record["archived"]), (&json!(1), &json!(false)));
    assert_eq!(record["created_at"], "2026-11-22T09:00:00.000Z");
    assert_eq!(record["fields"]["acme_email"], "jana@example.com");
    assert_eq!(record["fields"]["acme_notes"], Value::Null);
    assert_eq!(record["fields"].as_object().unwrap().len(), 22);
    assert_eq!(made.header("etag"), "\"1\"");
    assert_eq!(crm.get("/contacts/c_000001").await.json(), record);
    assert_eq!(crm.get("/contacts/c_000002").await.code(), "not_found");
}

#[tokio::test]
async fn every_reply_names_its_request_the_date_and_the_rate_limit() {
    let crm = Crm::new().await;
    for path in ["/me", "/contacts/none", "/nowhere"] {
        let got = crm.get(path).await;
        assert!(got.header("x-request-id").starts_with("req_"), "{path}");
        assert_eq!(got.header("date"), "Sun, 22 Nov 2026 09:00:00 GMT", "{path}");
        for name in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] {
            assert!(got.header(name).parse::<u32>().is_ok(), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn every_error_has_the_one_shape() {
    let crm = Crm::new().await;
    for (got, status, code) in [
        (crm.get("/nowhere").await, 404, "no_route"),
        (crm.get("/contacts?colour=red").await, 400, "unknown_filter"),
        (crm.send(crm.ask(Method::PUT, "/contacts")).await, 405, "method_not_allowed"),
        (crm.send(crm.ask(Method::POST, "/contacts").body("{")).await, 400, "malformed_json"),
        (crm.post("/contacts", json!({ "values": {} })).await, 400, "malformed_json"),
    ] {
        assert_eq!(got.status, status, "{}", got.text);
        let error = &got.json()["error"];
        assert_eq!((&error["status"], &error["code"]), (&json!(status), &json!(code)));
        assert_eq!(error["timestamp"], "2026-11-22T09:00:00.000Z");
        assert!(error["message"].is_string() && error["type"].is_string() && error["details"].is_array());
        assert_eq!(got.header("content-type"), "application/json");
    }
}

#[tokio::test]
async fn values_that_are_not_allowed_are_named_by_field() {
    let crm = Crm::new().await;
    let detail = async |fields: Value| {
        let got = crm.post("/contacts", json!({ "fields": fields })).await;
        assert_eq!(got.status, 422, "{}", got.text);
        let details = got.json()["error"]["details"].clone();
        (details[0]["field"].as_str().unwrap().to_owned(), details[0]["code"].as_str().unwrap().to_owned())
    };
    let of = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(detail(json!({ "first_name": "Jo" })).await, of("first_name", "unknown_field"));
    assert_eq!(detail(json!({ "acme_email": "jo@localhost" })).await, of("acme_email", "invalid_email"));
    assert_eq!(detail(json!({ "acme_rating": 5 })).await, of("acme_rating", "not_a_string"));
    assert_eq!(detail(json!({ "acme_company": "Acme" })).await, of("acme_last_name", "required"));
    assert_eq!(crm.running.records().len(), 0);
    crm.created(json!({ "acme_badge_id": "000123" })).await;
}

#[tokio::test]
async fn an_email_belongs_to_one_live_record_without_regard_to_case() {
    let crm = Crm::new().await;
    let first = crm.created(jana()).await;
    let twice = json!({ "fields": { "acme_last_name": "L", "acme_email": "JANA@Example.com" } });
    let got = crm.post("/contacts", twice.clone()).await;
    assert_eq!((got.status, got.code().as_str()), (409, "duplicate_email"));
    let detail = &got.json()["error"]["details"][0];
    assert_eq!((&detail["field"], &detail["existing_id"]), (&json!("acme_email"), &json!(first)));
    assert_eq!(crm.delete(&format!("/contacts/{first}")).await.status, 204);
    assert_eq!(crm.post("/contacts", twice).await.status, 201, "a deleted record's address is free");
}

#[tokio::test]
async fn a_unique_marker_is_unique_among_deleted_records_too() {
    let crm = Crm::new().await;
    let first = crm.created(json!({ "acme_last_name": "A", "acme_marker": "c-1" })).await;
    let again = json!({ "fields": { "acme_last_name": "B", "acme_marker": "c-1" } });
    assert_eq!(crm.post("/contacts", again.clone()).await.code(), "duplicate_marker");
    crm.delete(&format!("/contacts/{first}")).await;
    let got = crm.post("/contacts", again).await;
    let detail = &got.json()["error"]["details"][0];
    assert_eq!((got.status, &detail["existing_id"], &detail["archived"]), (409, &json!(first), &json!(true)));
}

#[tokio::test]
async fn a_searchable_marker_may_stand_twice_and_a_missing_one_is_an_unknown_field() {
    let crm = Crm::new().await;
    let body = json!({ "fields": { "acme_last_name": "A", "acme_marker": "c-1" } });
    crm.running.set(|s| s.marker = Marker::Searchable);
    assert_eq!(crm.post("/contacts", body.clone()).await.status, 201);
    assert_eq!(crm.post("/contacts", body.clone()).await.status, 201);
    assert_eq!(crm.get("/contacts?marker=c-1").await.json()["paging"]["total"], 2);
    crm.running.set(|s| s.marker = Marker::None);
    assert_eq!(crm.post("/contacts", body).await.code(), "unknown_field");
    assert_eq!(crm.get("/contacts?marker=c-1").await.status, 400);
    assert!(crm.get("/contacts/c_000001").await.json()["fields"].get("acme_marker").is_none());
}

#[tokio::test]
async fn a_change_sets_what_it_names_clears_what_is_null_and_counts_the_version() {
    let crm = Crm::new().await;
    let id = crm.created(jana()).await;
    let path = format!("/contacts/{id}");
    crm.pass(1000);
    let got = crm.patch(&path, json!({ "fields": { "acme_city": "Arvika", "acme_first_name": null } })).await;
    let record = got.json();
    assert_eq!((got.status, &record["version"]), (200, &json!(2)));
    assert_eq!(record["fields"]["acme_city"], "Arvika");
    assert_eq!(record["fields"]["acme_first_name"], Value::Null);
    assert_eq!(record["fields"]["acme_last_name"], "Lindqvist");
    assert_eq!(record["updated_at"], "2026-11-22T09:00:01.000Z");
    let same = crm.patch(&path, json!({ "fields": { "acme_city": " Arvika " } })).await;
    assert_eq!(same.json(), record, "what changes nothing makes no version");
}

#[tokio::test]
async fn a_replacement_clears_what_it_leaves_out() {
    let crm = Crm::new().await;
    let id = crm.created(json!({ "acme_last_name": "A", "acme_city": "Oslo", "acme_marker": "c-1" })).await;
    let path = format!("/contacts/{id}");
    let got = crm.put(&path, json!({ "fields": { "acme_last_name": "B", "acme_country": "NO" } })).await;
    let record = got.json();
    assert_eq!((got.status, &record["version"], got.header("etag")), (200, &json!(2), "\"2\""));
    assert_eq!(
        (&record["fields"]["acme_last_name"], &record["fields"]["acme_country"]),
        (&json!("B"), &json!("NO"))
    );
    assert_eq!(
        (&record["fields"]["acme_city"], &record["fields"]["acme_marker"]),
        (&Value::Null, &Value::Null)
    );
    let same = crm.put(&path, json!({ "fields": { "acme_last_name": "B ", "acme_country": "NO" } })).await;
    assert_eq!(same.json()["version"], 2, "what changes nothing makes no version");
    let stale = crm.if_match(Method::PUT, &path, 1, json!({ "fields": { "acme_last_name": "C" } })).await;
    assert_eq!((stale.status, stale.code().as_str()), (412, "stale"));
    assert_eq!(crm.put(&path, json!({ "fields": { "acme_city": "Oslo" } })).await.code(), "required");
    assert_eq!(crm.put("/contacts/c_999999", json!({ "fields": {} })).await.code(), "not_found");
}

#[tokio::test]
async fn an_account_may_take_whole_records_only() {
    let crm = Crm::new().await;
    let id = crm.created(jana()).await;
    crm.running.set(|s| s.update = Update::Put);
    assert_eq!(crm.get("/me").await.json()["update"], "put");
    let path = format!("/contacts/{id}");
    assert_eq!(crm.patch(&path, json!({ "fields": {} })).await.code(), "method_not_allowed");
    assert_eq!(crm.post("/contacts/bulk/update", json!({ "items": [] })).await.code(), "method_not_allowed");
    assert_eq!(crm.put(&path, json!({ "fields": jana() })).await.status, 200);
}

#[tokio::test]
async fn a_change_of_an_old_version_is_refused_with_the_current_one() {
    let crm = Crm::new().await;
    let id = crm.created(jana()).await;
    let change = async |version: &str, city: &str| {
        let request = crm.ask(Method::PATCH, &format!("/contacts/{id}")).header("If-Match", version);
        crm.send(request.json(&json!({ "fields": { "acme_city": city } }))).await
    };
    assert_eq!(change("\"1\"", "Arvika").await.status, 200);
    let stale = change("\"1\"", "Oslo").await;
    assert_eq!((stale.status, stale.code().as_str()), (412, "stale"));
    assert_eq!(stale.json()["error"]["details"][0]["current_version"], 2);
    assert_eq!(change("latest", "Oslo").await.status, 400);
    assert_eq!(crm.running.records()[0].value("acme_city"), "Arvika");
}

#[tokio::test]
async fn a_deleted_contact_is_kept_and_says_so() {
    let crm = Crm::new().await;
    let id = crm.created(jana()).await;
    let path = format!("/contacts/{id}");
    assert_eq!(crm.delete(&path).await.status, 204);
    assert_eq!((crm.get(&path).await.status, crm.get(&path).await.code().as_str()), (404, "archived"));
    assert_eq!(crm.patch(&path, json!({ "fields": {} })).await.code(), "archived");
    assert_eq!(crm.delete(&path).await.code(), "archived");
    let kept = crm.get(&format!("{path}?archived=true")).await.json();
    assert_eq!((&kept["archived"], &kept["version"]), (&json!(true), &json!(2)));
    assert_eq!(crm.get("/contacts").await.json()["paging"]["total"], 0);
    assert_eq!(crm.get("/contacts?archived=true").await.json()["data"][0]["id"], json!(id));
}

#[tokio::test]
async fn the_list_pages_sorts_and_filters() {
    let crm = Crm::new().await;
    for n in 0..5 {
        crm.created(json!({ "acme_last_name": format!("N{n}"), "acme_email": format!("n{n}@example.com") }))
            .await;
        crm.pass(1000);
    }
    let ids = |v: &Value| v["data"].as_array().unwrap().iter().map(|r| r["id"].clone()).collect::<Vec<_>>();
    let first = crm.get("/contacts?limit=2&sort=-updated_at").await.json();
    assert_eq!(ids(&first), ["c_000005", "c_000004"]);
    assert_eq!(first["paging"], json!({ "total": 5, "limit": 2, "offset": 0, "next": 2 }));
    let last = crm.get("/contacts?limit=2&offset=4&sort=-updated_at").await.json();
    assert_eq!((ids(&last), &last["paging"]["next"]), (vec![json!("c_000001")], &Value::Null));
    let since = crm.get("/contacts?updated_since=2026-11-22T09:00:03Z").await.json();
    assert_eq!(ids(&since), ["c_000004", "c_000005"]);
    assert_eq!(ids(&crm.get("/contacts?email=N3@EXAMPLE.com").await.json()), ["c_000004"]);
    for bad in ["limit=101", "limit=0", "limit=x", "sort=colour", "updated_since=monday", "archived=maybe"] {
        assert_eq!(crm.get(&format!("/contacts?{bad}")).await.status, 400, "{bad}");
    }
    assert_eq!(crm.get("/contacts?offset=99").await.json()["data"], json!([]));
}

#[tokio::test]
async fn the_search_finds_by_words_and_fields_and_lags_when_told() {
    let crm = Crm::new().await;
    let id = crm
        .created(json!({ "acme_first_name": "Jana", "acme_last_name": "Lindqvist", "acme_city": "Arvika" }))
        .await;
    let hits = async |body: Value| crm.post("/contacts/search", body).await.json()["paging"]["total"].clone();
    assert_eq!(hits(json!({ "query": "LIND jana" })).await, 1);
    assert_eq!(hits(json!({ "query": "lind oslo" })).await, 0);
    assert_eq!(hits(json!({ "filters": { "acme_city": "arvika" } })).await, 1);
    assert_eq!(crm.post("/contacts/search", json!({ "filters": { "city": "x" } })).await.status, 400);

    crm.pass(60_000);
    crm.running.set(|s| s.index_lag_ms = 30_000);
    crm.patch(&format!("/contacts/{id}"), json!({ "fields": { "acme_city": "Oslo" } })).await;
    crm.created(json!({ "acme_last_name": "Late", "acme_city": "Oslo" })).await;
    assert_eq!(hits(json!({ "query": "oslo" })).await, 0, "the index has seen neither");
    assert_eq!(hits(json!({ "query": "arvika" })).await, 1, "the index shows what was");
    assert_eq!(crm.get(&format!("/contacts/{id}")).await.json()["fields"]["acme_city"], "Oslo");
    crm.pass(30_000);
    assert_eq!(hits(json!({ "query": "oslo" })).await, 2);
}

#[tokio::test]
async fn bulk_results_are_told_apart_by_their_reference() {
    let crm = Crm::new().await;
    crm.created(jana()).await;
    let items: Vec<Value> = (0..10)
        .map(|n| json!({ "ref": format!("r{n}"), "fields": { "acme_email": format!("n{n}@example.com") } }))
        .chain([
            json!({ "ref": "taken", "fields": jana() }),
            json!({ "ref": "bad", "fields": { "acme_email": "x" } }),
        ])
        .collect();
    let got = crm.post("/contacts/bulk/create", json!({ "items": items })).await;
    assert_eq!(got.status, 200);
    let results = got.json()["results"].as_array().unwrap().clone();
    let of = |name: &str| results.iter().find(|r| r["ref"] == name).unwrap();
    assert_eq!(results.len(), 12);
    assert_eq!(
        (&of("r3")["status"], &of("r3")["record"]["fields"]["acme_email"]),
        (&json!(201), &json!("n3@example.com"))
    );
    assert_eq!(
        (&of("taken")["status"], &of("taken")["error"]["code"]),
        (&json!(409), &json!("duplicate_email"))
    );
    assert_eq!(of("bad")["status"], 422);
    let order: Vec<_> = results.iter().map(|r| r["ref"].clone()).collect();
    assert_ne!(order[..3], ["r0", "r1", "r2"], "results keep no order");

    let change = json!({ "items": [
        { "ref": "a", "id": "c_000001", "version": 1, "fields": { "acme_city": "Arvika" } },
        { "ref": "b", "id": "c_000002", "version": 9, "fields": { "acme_city": "Arvika" } },
        { "ref": "c", "id": "c_999999", "fields": {} },
    ]});
    let results = crm.post("/contacts/bulk/update", change).await.json()["results"].clone();
    let status =
        |name: &str| results.as_array().unwrap().iter().find(|r| r["ref"] == name).unwrap()["status"].clone();
    assert_eq!((status("a"), status("b"), status("c")), (json!(200), json!(412), json!(404)));
}

#[tokio::test]
async fn bulk_read_finds_by_one_kind_of_key_and_names_what_is_missing() {
    let crm = Crm::new().await;
    crm.created(json!({ "acme_email": "a@example.com", "acme_marker": "c-1" })).await;
    let gone = crm.created(json!({ "acme_email": "b@example.com", "acme_marker": "c-2" })).await;
    crm.delete(&format!("/contacts/{gone}")).await;
    let read = async |body: Value| crm.post("/contacts/bulk/read", body).await.json();
    let got = read(json!({ "emails": ["A@example.com", "nobody@example.com"] })).await;
    assert_eq!(
        (&got["results"][0]["id"], &got["missing"]),
        (&json!("c_000001"), &json!(["nobody@example.com"]))
    );
    assert_eq!(read(json!({ "markers": ["c-1", "c-2"] })).await["missing"], json!(["c-2"]));
    let all = read(json!({ "markers": ["c-1", "c-2"], "archived": true })).await;
    assert_eq!(all["results"].as_array().unwrap().len(), 2);
    assert_eq!(
        read(json!({ "ids": ["c_000001", "c_000001"] })).await["results"].as_array().unwrap().len(),
        1
    );
    for bad in [json!({}), json!({ "ids": [], "emails": [] })] {
        assert_eq!(crm.post("/contacts/bulk/read", bad).await.code(), "invalid_keys");
    }
}

#[tokio::test]
async fn more_than_a_hundred_items_and_two_with_one_reference_are_refused_whole() {
    let crm = Crm::new().await;
    let items = |n: usize| {
        (0..n).map(|i| json!({ "ref": i.to_string(), "fields": { "acme_badge_id": i.to_string() } }))
    };
    let many = json!({ "items": items(101).collect::<Vec<_>>() });
    assert_eq!(crm.post("/contacts/bulk/create", many).await.status, 413);
    let ids: Vec<String> = (0..101).map(|n| n.to_string()).collect();
    assert_eq!(crm.post("/contacts/bulk/read", json!({ "ids": ids })).await.status, 413);
    let twins = json!({ "items": items(1).chain(items(1)).collect::<Vec<_>>() });
    assert_eq!(crm.post("/contacts/bulk/create", twins).await.code(), "duplicate_ref");
    assert!(crm.running.records().is_empty());
    let full = json!({ "items": items(100).collect::<Vec<_>>() });
    assert_eq!(crm.post("/contacts/bulk/create", full).await.status, 200);
}

#[tokio::test]
async fn a_repeated_idempotency_key_gives_the_first_result_for_a_day() {
    let crm = Crm::new().await;
    let create = async |key: &str, name: &str| {
        let body = json!({ "fields": { "acme_last_name": name } });
        crm.send(crm.ask(Method::POST, "/contacts").header("Idempotency-Key", key).json(&body)).await
    };
    let first = create("k1", "A").await;
    let again = create("k1", "A").await;
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!((first.status, first.json()), (again.status, again.json()));
    assert_eq!(create("k1", "B").await.code(), "idempotency_mismatch");
    assert_eq!(create("k2", "A").await.id(), "c_000002");
    crm.pass(24 * 3_600_000 - 1);
    assert_eq!(create("k1", "A").await.id(), "c_000001");
    crm.pass(1);
    assert_eq!(create("k1", "A").await.id(), "c_000003", "a day is over");
    crm.running.set(|s| s.idempotency = false);
    assert_eq!(create("k1", "A").await.id(), "c_000004", "not every CRM knows keys");
}

#[tokio::test]
async fn a_crm_that_respells_changes_phones_and_cuts_companies() {
    let crm = Crm::new().await;
    let fields =
        json!({ "acme_last_name": " L ", "acme_phone": "+46701740605", "acme_company": "x".repeat(90) });
    let plain = crm.created(fields.clone()).await;
    crm.running.set(|s| s.respell = true);
    let respelled = crm.created(fields).await;
    let records = crm.running.records();
    let of = |id: &str| records.iter().find(|r| r.id == id).unwrap();
    assert_eq!((of(&plain).value("acme_last_name"), of(&plain).value("acme_phone")), ("L", "+46701740605"));
    assert_eq!(of(&plain).value("acme_company").len(), 90);
    assert_eq!(of(&respelled).value("acme_phone"), "+46 701 740 605");
    assert_eq!(of(&respelled).value("acme_company").len(), 80);
}

#[tokio::test]
async fn two_writers_racing_for_one_address_make_one_record() {
    let crm = Crm::new().await;
    let create = || crm.post("/contacts", json!({ "fields": jana() }));
    let (a, b) = tokio::join!(create(), create());
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    assert_eq!(crm.running.records().len(), 1);
}

#[tokio::test]
async fn a_new_crm_holds_strangers_and_their_times_lie_in_the_past() {
    let crm = Crm::with(|_| ()).await;
    let records = crm.running.records();
    assert_eq!(records.len(), 12);
    assert!(records.iter().all(|r| r.created_ms < START_MS && !r.archived));
}
