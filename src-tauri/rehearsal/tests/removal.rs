//! What takes records away: the bin, the end without a trace, and the merge; and notes, which go along.

mod client;

use client::{Crm, Got};
use lanyard_rehearsal::{Act, Deletion, Marker, Refused};
use reqwest::Method;
use serde_json::{Value, json};

fn named(name: &str) -> Value {
    json!({ "acme_last_name": name })
}

fn told(got: &Got) -> (u16, String, Value) {
    (got.status, got.code(), got.json()["error"]["details"][0].clone())
}

#[tokio::test]
async fn a_deletion_meant_for_an_old_version_is_refused() {
    for delete in [Deletion::Soft, Deletion::Hard] {
        let crm = Crm::with(|o| (o.strangers, o.settings.delete) = (false, delete)).await;
        let id = crm.created(named("A")).await;
        let path = format!("/contacts/{id}");
        crm.patch(&path, json!({ "fields": { "acme_city": "Oslo" } })).await;
        let stale = crm.if_match(Method::DELETE, &path, 1, json!({})).await;
        assert_eq!((stale.status, stale.code().as_str()), (412, "stale"));
        assert_eq!(stale.json()["error"]["details"][0]["current_version"], 2);
        assert_eq!(crm.if_match(Method::DELETE, &path, 2, json!({})).await.status, 204);
    }
}

#[tokio::test]
async fn where_deleting_is_for_good_nothing_is_left_and_no_id_comes_again() {
    let crm = Crm::with(|o| (o.strangers, o.settings.delete) = (false, Deletion::Hard)).await;
    assert_eq!(crm.get("/me").await.json()["delete"], "hard");
    let id = crm.created(json!({ "acme_last_name": "A", "acme_marker": "c-1" })).await;
    assert_eq!(crm.delete(&format!("/contacts/{id}")).await.status, 204);
    for path in [format!("/contacts/{id}"), format!("/contacts/{id}?archived=true")] {
        assert_eq!(crm.get(&path).await.code(), "not_found");
    }
    assert_eq!(crm.delete(&format!("/contacts/{id}")).await.code(), "not_found");
    assert!(crm.running.records().is_empty());
    assert_eq!(crm.ids("/contacts?archived=any").await, Vec::<String>::new());
    let again = crm.created(json!({ "acme_last_name": "A", "acme_marker": "c-1" })).await;
    assert_ne!(again, id, "the marker is free, the id is not");
}

#[tokio::test]
async fn a_person_empties_the_bin_and_takes_records_out_of_it() {
    let crm = Crm::new().await;
    let (one, two) = (crm.created(named("One")).await, crm.created(named("Two")).await);
    for id in [&one, &two] {
        assert_eq!(crm.act("delete", json!({ "id": id })).await.status, 204);
    }
    assert_eq!(crm.act("restore", json!({ "id": one })).await.status, 204);
    assert_eq!(crm.get(&format!("/contacts/{one}")).await.json()["version"], 3);
    assert_eq!(crm.act("destroy", json!({ "id": two })).await.status, 204);
    assert_eq!(crm.get(&format!("/contacts/{two}?archived=true")).await.code(), "not_found");
    assert_eq!(crm.act("destroy", json!({ "id": two })).await.code(), "not_found");
    assert_eq!(crm.act("restore", json!({ "id": two })).await.code(), "not_found");
    assert_eq!(crm.act("destroy", json!({ "id": one, "why": "" })).await.status, 400);
}

#[tokio::test]
async fn a_record_does_not_come_out_of_the_bin_beside_another_one_with_its_email() {
    let crm = Crm::new().await;
    let jana = json!({ "acme_email": "jana@example.com" });
    let old = crm.created(jana.clone()).await;
    crm.delete(&format!("/contacts/{old}")).await;
    crm.created(jana).await;
    assert_eq!(crm.running.act(&Act::Restore { id: old }), Err(Refused { code: "duplicate_email" }));
}

#[tokio::test]
async fn a_merged_contact_says_into_which_one_and_fills_what_was_empty_there() {
    let crm = Crm::new().await;
    let gone = crm
        .created(json!({ "acme_last_name": "Lind", "acme_city": "Oslo", "acme_email": "j@example.com" }))
        .await;
    let stays = crm.created(json!({ "acme_last_name": "Lindqvist", "acme_phone": "+46701740605" })).await;
    let got = crm.post(&format!("/contacts/{gone}/merge"), json!({ "into": stays })).await;
    assert_eq!((got.status, got.json()["id"].as_str()), (200, Some(stays.as_str())));
    let fields = &got.json()["fields"];
    assert_eq!((&fields["acme_last_name"], &fields["acme_city"]), (&json!("Lindqvist"), &json!("Oslo")));
    assert_eq!((&fields["acme_email"], &got.json()["version"]), (&json!("j@example.com"), &json!(2)));
    let path = format!("/contacts/{gone}");
    for got in [
        crm.get(&path).await,
        crm.get(&format!("{path}?archived=true")).await,
        crm.patch(&path, json!({ "fields": {} })).await,
        crm.put(&path, json!({ "fields": named("A") })).await,
        crm.delete(&path).await,
        crm.get(&format!("{path}/notes")).await,
        crm.post(&format!("{path}/merge"), json!({ "into": stays })).await,
    ] {
        assert_eq!(told(&got), (404, "merged".into(), json!({ "id": gone, "merged_into": stays })));
    }
}

#[tokio::test]
async fn a_merge_wants_two_live_contacts() {
    let crm = Crm::new().await;
    let (one, two) = (crm.created(named("One")).await, crm.created(named("Two")).await);
    let merge = async |id: &str, into: &str| {
        crm.post(&format!("/contacts/{id}/merge"), json!({ "into": into })).await.code()
    };
    assert_eq!(merge(&one, &one).await, "invalid_merge");
    assert_eq!(merge(&one, "c_999999").await, "not_found");
    crm.delete(&format!("/contacts/{two}")).await;
    assert_eq!([merge(&one, &two).await, merge(&two, &one).await], ["archived", "archived"]);
    assert_eq!(crm.running.records()[0].version, 1, "a refused merge changes nothing");
}

#[tokio::test]
async fn a_row_of_merges_leads_to_its_end() {
    let crm = Crm::new().await;
    let mut ids = Vec::new();
    for name in ["A", "B", "C"] {
        ids.push(crm.created(named(name)).await);
    }
    for pair in ids.windows(2) {
        let act = Act::Merge { id: pair[0].clone(), into: pair[1].clone() };
        assert_eq!(crm.running.act(&act), Ok(()));
    }
    let into = |got: &Got| got.json()["error"]["details"][0]["merged_into"].clone();
    assert_eq!(into(&crm.get(&format!("/contacts/{}", ids[0])).await), json!(ids[2]));
    let read = crm.post("/contacts/bulk/read", json!({ "ids": ids })).await.json();
    let merged = |id: &String| json!({ "key": id, "id": id, "merged_into": ids[2] });
    assert_eq!(read["merged"], json!([merged(&ids[0]), merged(&ids[1])]));
    assert_eq!((&read["results"][0]["id"], &read["missing"]), (&json!(ids[2]), &json!([])));
}

#[tokio::test]
async fn a_merged_contacts_marker_goes_over_or_stays_taken() {
    let crm = Crm::new().await;
    let marked = async |name: &str, marker: &str| {
        crm.created(json!({ "acme_last_name": name, "acme_marker": marker })).await
    };
    let (bare, one, two) =
        (crm.created(named("Bare")).await, marked("1", "c-1").await, marked("2", "c-2").await);
    crm.act("merge", json!({ "id": one, "into": bare })).await;
    assert_eq!(crm.get(&format!("/contacts/{bare}")).await.json()["fields"]["acme_marker"], "c-1");
    crm.act("merge", json!({ "id": two, "into": bare })).await;
    assert_eq!(crm.get(&format!("/contacts/{bare}")).await.json()["fields"]["acme_marker"], "c-1");
    let again =
        crm.post("/contacts", json!({ "fields": { "acme_last_name": "2", "acme_marker": "c-2" } })).await;
    let detail = &again.json()["error"]["details"][0];
    assert_eq!((again.code().as_str(), &detail["existing_id"]), ("duplicate_marker", &json!(two)));
    assert_eq!(detail["merged_into"], json!(bare));
    let read = crm.post("/contacts/bulk/read", json!({ "markers": ["c-1", "c-2", "c-3"] })).await.json();
    assert_eq!(read["results"][0]["id"], json!(bare));
    assert_eq!(read["merged"], json!([{ "key": "c-2", "id": two, "merged_into": bare }]));
    assert_eq!(read["missing"], json!(["c-3"]));
    let same = json!({ "fields": { "acme_marker": "c-1", "acme_city": "Oslo" } });
    assert_eq!(
        crm.patch(&format!("/contacts/{bare}"), same).await.status,
        200,
        "its own marker is no other's"
    );
}

#[tokio::test]
async fn a_merged_contacts_email_is_free_of_it() {
    let crm = Crm::new().await;
    let one = crm.created(json!({ "acme_email": "one@example.com" })).await;
    let two = crm.created(json!({ "acme_email": "two@example.com" })).await;
    crm.act("merge", json!({ "id": one, "into": two })).await;
    let read = crm.post("/contacts/bulk/read", json!({ "emails": ["one@example.com"] })).await.json();
    assert_eq!((&read["missing"], &read["merged"]), (&json!(["one@example.com"]), &json!([])));
    crm.created(json!({ "acme_email": "one@example.com" })).await;
}

#[tokio::test]
async fn a_note_is_written_read_changed_and_taken_away() {
    let crm = Crm::new().await;
    let contact = crm.created(named("A")).await;
    let notes = format!("/contacts/{contact}/notes");
    let made = crm.post(&notes, json!({ "text": " Met at the stand. " })).await;
    let note = made.json();
    assert_eq!((made.status, made.header("etag"), &note["id"]), (201, "\"1\"", &json!("n_000001")));
    assert_eq!((&note["text"], &note["contact_id"]), (&json!("Met at the stand."), &json!(contact)));
    crm.pass(1000);
    let changed = crm.if_match(Method::PATCH, "/notes/n_000001", 1, json!({ "text": "Met." })).await.json();
    assert_eq!(
        (&changed["version"], &changed["updated_at"]),
        (&json!(2), &json!("2026-11-22T09:00:01.000Z"))
    );
    assert_eq!(crm.patch("/notes/n_000001", json!({ "text": "Met. " })).await.json(), changed);
    assert_eq!(crm.get("/notes/n_000001").await.json(), changed);
    assert_eq!(crm.get(&notes).await.json()["data"], json!([changed]));
    for (method, body) in [(Method::PATCH, json!({ "text": "x" })), (Method::DELETE, json!({}))] {
        let stale = crm.if_match(method, "/notes/n_000001", 1, body).await;
        assert_eq!((stale.status, &stale.json()["error"]["details"][0]["current_version"]), (412, &json!(2)));
    }
    assert_eq!(
        crm.get(&format!("/contacts/{contact}")).await.json()["version"],
        1,
        "a note is no change of it"
    );
    assert_eq!(crm.delete("/notes/n_000001").await.status, 204);
    assert_eq!(crm.get("/notes/n_000001").await.code(), "not_found");
    crm.post(&notes, json!({ "text": "Next" })).await;
    assert_eq!(crm.ids(&notes).await, ["n_000002"], "no id is given twice");
}

#[tokio::test]
async fn a_note_says_something_and_hangs_on_a_live_contact() {
    let crm = Crm::new().await;
    let contact = crm.created(named("A")).await;
    let notes = format!("/contacts/{contact}/notes");
    let empty = crm.post(&notes, json!({ "text": "  " })).await;
    assert_eq!((empty.status, &empty.json()["error"]["details"][0]["field"]), (422, &json!("text")));
    assert_eq!(crm.post("/contacts/c_999999/notes", json!({ "text": "x" })).await.code(), "not_found");
    crm.post(&notes, json!({ "text": "x" })).await;
    crm.delete(&format!("/contacts/{contact}")).await;
    for got in [crm.get(&notes).await, crm.get("/notes/n_000001").await, crm.delete("/notes/n_000001").await]
    {
        assert_eq!((got.status, got.code().as_str()), (404, "archived"));
    }
    crm.act("destroy", json!({ "id": contact })).await;
    assert!(crm.running.notes().is_empty(), "notes go with what they hang on");
}

#[tokio::test]
async fn notes_go_with_a_merge_and_come_in_pages() {
    let crm = Crm::new().await;
    let (one, two) = (crm.created(named("One")).await, crm.created(named("Two")).await);
    for contact in [&one, &two, &one] {
        crm.post(&format!("/contacts/{contact}/notes"), json!({ "text": "x" })).await;
    }
    crm.act("merge", json!({ "id": one, "into": two })).await;
    let path = format!("/contacts/{two}/notes");
    assert_eq!(crm.ids(&path).await, ["n_000001", "n_000002", "n_000003"]);
    let last = crm.get(&format!("{path}?limit=2&offset=2")).await.json();
    assert_eq!((&last["data"][0]["id"], &last["paging"]["next"]), (&json!("n_000003"), &Value::Null));
    for bad in ["limit=101", "sort=id"] {
        assert_eq!(crm.get(&format!("{path}?{bad}")).await.status, 400, "{bad}");
    }
    let all = crm.send(crm.control(Method::GET, "notes")).await.json();
    assert_eq!(all.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_searchable_marker_may_be_on_a_live_and_on_a_merged_record_at_once() {
    let crm = Crm::with(|o| (o.strangers, o.settings.marker) = (false, Marker::Searchable)).await;
    let body = json!({ "acme_last_name": "A", "acme_marker": "c-1" });
    let (one, two) = (crm.created(body.clone()).await, crm.created(body).await);
    crm.act("merge", json!({ "id": one, "into": two })).await;
    let read = crm.post("/contacts/bulk/read", json!({ "markers": ["c-1"], "archived": true })).await.json();
    assert_eq!((&read["results"][0]["id"], &read["results"][1]), (&json!(two), &Value::Null));
    assert_eq!((&read["merged"][0]["id"], &read["missing"]), (&json!(one), &json!([])));
}
