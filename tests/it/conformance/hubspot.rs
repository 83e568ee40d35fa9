//! What is HubSpot's own: the property for our marker, merges that give a new id, limits of two kinds, notes in HTML, and
//! the replies that it, or something in its place, should not give.

use acceptance::crm_peer::{
    Canned, Heard, Peer, delivery, found, json, new_note, new_record, note_lookup, patch, removal, reply,
};
use lanyard_core::crm::{
    AuthFault, ConflictOn, CrmOp, Failure, ItemAnswer, MarkerSupport, NewRecord, RemoteField, RemoteRecord,
    Scope, Trouble,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::Millis;
use lanyard_engine::crm::Client;
use lanyard_rehearsal::{FaultKind, Marker};
use serde_json::{Value, json as value};

const UNIQUE: &[(&str, &str)] = &[("marker", "unique"), ("marker_of", "")];

async fn made(peer: &Peer, name: &str, values: &[(&str, &str)]) -> RemoteRecord {
    peer.wrote(&CrmOp::Create { items: vec![new_record(name, values)] }).await
}

fn failed(failure: Failure) -> ItemAnswer {
    ItemAnswer::Failed(failure)
}

fn marker_lookup(name: &str) -> CrmOp {
    CrmOp::FindByMarker { items: vec![(delivery(name), vec![format!("c-{name}"), format!("a-{name}")])] }
}

/// A client that a check has told that the property is unique; `say` answers everything else.
async fn told(say: impl Fn(&Heard) -> acceptance::crm_peer::Say + Send + Sync + 'static) -> (Canned, Client) {
    let peer = Canned::saying(move |heard| {
        let line = heard.head.lines().next().unwrap_or_default();
        if line.contains("limit=1 ") {
            json(200, &value!({ "results": [] }))
        } else if line.starts_with("get /crm/properties/") {
            let property = value!({ "name": "lanyard_capture_id", "type": "string", "hasUniqueValue": true });
            json(200, &property)
        } else {
            say(heard)
        }
    })
    .await;
    let client = peer.hubspot(&[]);
    assert!(client.perform(&CrmOp::Check).await.outcome.is_ok());
    (peer, client)
}

fn create(names: &[&str]) -> CrmOp {
    let record = |name: &&str| NewRecord {
        fields: acceptance::crm_peer::fields(&[("lastname", "X")]),
        ..new_record(name, &[])
    };
    CrmOp::Create { items: names.iter().map(record).collect() }
}

fn result(id: &str, name: &str) -> Value {
    value!({
        "id": id, "new": true, "archived": false, "createdAt": "2026-11-22T12:00:00Z",
        "updatedAt": "2026-11-22T12:00:00Z", "objectWriteTraceId": name,
        "properties": { "lastname": "X", "lanyard_capture_id": format!("c-{name}") },
    })
}

fn complete(results: &[Value]) -> Value {
    value!({ "status": "COMPLETE", "results": results, "startedAt": "", "completedAt": "" })
}

#[tokio::test]
async fn a_check_makes_the_property_once_and_says_what_it_can_do() {
    for (marker, support) in [
        (Marker::Unique, MarkerSupport::Unique),
        (Marker::Searchable, MarkerSupport::Searchable),
        (Marker::None, MarkerSupport::None),
    ] {
        let peer = Peer::hubspot(|settings| settings.marker = marker).await;
        assert_eq!(peer.client.capabilities().marker, support, "{marker:?}");
        let asked = || peer.seen("/crm/properties/2026-09/contacts");
        let before = asked();
        assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
        let again = u64::from(marker == Marker::None);
        assert_eq!(asked() - before, again, "{marker:?}: it is there, or refused once more");
        assert_eq!(peer.client.capabilities().marker, support);
    }
}

#[tokio::test]
async fn a_person_may_forbid_the_property() {
    let peer = Peer::hubspot_by(&[("capture_property", "leave")], |_| ()).await;
    assert_eq!(peer.client.capabilities().marker, MarkerSupport::None);
    assert_eq!(peer.seen("/crm/properties/2026-09/contacts"), 0);
    let record = made(&peer, "m", &[("acme_last_name", "Keane")]).await;
    assert_eq!(record.marker, None, "nothing is written into what is not there");
    let answer = peer.client.perform(&marker_lookup("m")).await;
    assert_eq!(answer.outcome, Err(Failure::Unsupported));
}

#[tokio::test]
async fn where_the_property_is_not_unique_a_marker_is_found_by_search_when_the_index_shows_it() {
    let peer = Peer::hubspot(|settings| {
        (settings.marker, settings.index_lag_ms) = (Marker::Searchable, 30_000);
    })
    .await;
    let record = made(&peer, "m", &[("acme_last_name", "Keane")]).await;
    assert_eq!(record.marker.as_deref(), Some("c-m"));
    let look = async || found(&marker_lookup("m"), &peer.client.perform(&marker_lookup("m")).await, "m");
    assert_eq!(look().await, vec![], "too early: the fence is longer than the lag");
    peer.clock.advance(Millis(30_001));
    assert!(peer.client.capabilities().fence.0 > 60_000);
    assert_eq!(look().await, vec![record]);
}

#[tokio::test]
async fn a_unique_marker_is_found_at_once_however_far_the_search_is_behind() {
    let peer = Peer::hubspot(|settings| settings.index_lag_ms = 3_600_000).await;
    let record = made(&peer, "m", &[("acme_email", "M@Example.com")]).await;
    let op = marker_lookup("m");
    assert_eq!(found(&op, &peer.client.perform(&op).await, "m"), vec![record.clone()]);
    let op = CrmOp::FindByEmail { items: vec![(delivery("m"), "m@example.COM".to_owned())] };
    assert_eq!(found(&op, &peer.client.perform(&op).await, "m"), vec![record]);
    assert_eq!(peer.seen("/search"), 0, "no read went by the search");
}

#[tokio::test]
async fn a_merge_that_gives_a_new_id_is_followed() {
    let peer = Peer::hubspot(|settings| settings.merge_keeps_id = false).await;
    let one = made(&peer, "one", &[("acme_last_name", "1"), ("acme_email", "1@example.com")]).await;
    let two = made(&peer, "two", &[("acme_last_name", "2"), ("acme_email", "2@example.com")]).await;
    let note = peer.wrote(&CrmOp::Create { items: vec![new_note("n", &one.id, "Met.")] }).await;
    peer.merge_there(&one.id, &two.id);
    let survivor = peer.crm.records().last().map(|record| RemoteId::new(record.id.clone())).unwrap();
    assert!(survivor != one.id && survivor != two.id);
    let merged = failed(Failure::Gone { merged_into: Some(survivor.clone()) });
    for id in [&one.id, &two.id] {
        let op = CrmOp::Get { items: vec![(delivery("r"), id.clone())] };
        assert_eq!(peer.client.perform(&op).await.of(&op, &delivery("r")), merged);
    }
    let op = CrmOp::Update { items: vec![patch("one", &one, &[("acme_city", Some("Oslo"))])] };
    assert_eq!(peer.client.perform(&op).await.of(&op, &delivery("one")), merged);
    let op = CrmOp::FindNotes { items: vec![note_lookup("n", &survivor)] };
    assert_eq!(found(&op, &peer.client.perform(&op).await, "n"), vec![note]);
    for email in ["1@example.com", "2@example.com"] {
        let op = CrmOp::FindByEmail { items: vec![(delivery("e"), email.to_owned())] };
        assert_eq!(
            found(&op, &peer.client.perform(&op).await, "e")[0].id,
            survivor,
            "also the further address"
        );
    }
}

#[tokio::test]
async fn a_merged_id_that_hubspot_answers_with_the_survivor_is_no_record_of_ours() {
    let survivor = value!({
        "id": "9", "archived": false, "updatedAt": "2026-11-22T12:00:00Z", "createdAt": "2026-11-22T12:00:00Z",
        "properties": { "hs_merged_object_ids": "1;2" },
    });
    let whole = complete(std::slice::from_ref(&survivor));
    let (_peer, client) = told(move |heard| match heard.head.starts_with("patch") {
        true => json(200, &survivor),
        false => json(200, &whole),
    })
    .await;
    let op = CrmOp::Get { items: vec![(delivery("r"), RemoteId::new("1"))] };
    let merged = failed(Failure::Gone { merged_into: Some(RemoteId::new("9")) });
    assert_eq!(client.perform(&op).await.of(&op, &delivery("r")), merged);
    let ours = RemoteRecord {
        id: RemoteId::new("1"),
        version: None,
        archived: false,
        marker: None,
        fields: acceptance::crm_peer::fields(&[]),
    };
    let op = CrmOp::Update { items: vec![patch("r", &ours, &[("city", Some("Oslo"))])] };
    assert_eq!(client.perform(&op).await.outcome, Err(Failure::Ambiguous), "another one's answer");
}

#[tokio::test]
async fn a_create_that_is_sent_again_is_the_same_record_and_is_read_before_it_is_believed() {
    let peer = Peer::hubspot(|_| ()).await;
    let before = peer.count();
    let op = CrmOp::Create { items: vec![new_record("m", &[("acme_last_name", "Once")])] };
    peer.fault_writes(FaultKind::CutAfterCommit);
    assert_eq!(peer.client.perform(&op).await.outcome, Err(Failure::Ambiguous));
    peer.crm.clear_faults();
    let answer = peer.client.perform(&op).await.of(&op, &delivery("m"));
    assert!(matches!(answer, ItemAnswer::Accepted(_)), "not new, so not all of it was shown: {answer:?}");
    assert_eq!(peer.count(), before + 1);
    peer.fault_writes(FaultKind::Twice);
    let op = CrmOp::Create { items: vec![new_record("t", &[("acme_last_name", "Twice")])] };
    peer.wrote(&op).await;
    assert_eq!(peer.count(), before + 2);
}

#[tokio::test]
async fn a_marker_that_another_record_carries_is_a_conflict_that_names_it() {
    let peer = Peer::hubspot(|_| ()).await;
    let one = made(&peer, "one", &[("acme_last_name", "1")]).await;
    let two = made(&peer, "two", &[("acme_last_name", "2")]).await;
    let mut adopt = patch("one", &two, &[]);
    adopt.marker = Some("c-one".to_owned());
    let op = CrmOp::Update { items: vec![adopt] };
    let taken = Failure::Conflict { on: ConflictOn::Marker, existing: Some(one.id) };
    assert_eq!(peer.client.perform(&op).await.outcome, Err(taken));
}

#[tokio::test]
async fn a_new_contact_is_a_lead_only_if_asked_for_and_a_changed_one_never() {
    for (chosen, stage) in [("plain", ""), ("lead", "lead")] {
        let peer = Peer::hubspot_by(&[("new_contacts", chosen)], |_| ()).await;
        let record = made(&peer, "m", &[("acme_last_name", "Lead")]).await;
        let there = || peer.crm.records().pop().unwrap();
        assert_eq!(there().value("lifecyclestage"), stage);
        let customer = value!({ "lifecyclestage": "customer" }).as_object().cloned().unwrap();
        let id = record.id.as_str().to_owned();
        peer.act(&lanyard_rehearsal::Act::Edit { id, fields: customer });
        let op = CrmOp::Update { items: vec![patch("m", &record, &[("acme_city", Some("Oslo"))])] };
        peer.wrote(&op).await;
        assert_eq!(there().value("lifecyclestage"), "customer");
    }
}

#[tokio::test]
async fn each_limit_is_told_apart_and_the_headers_say_what_is_left() {
    let peer = Peer::hubspot(|_| ()).await;
    peer.crm.set(|settings| (settings.requests_per_ten_s, settings.requests_per_day) = (50, 500));
    let facts = peer.client.perform(&CrmOp::Check).await.facts;
    assert_eq!(facts.rate.limit, Some(50));
    assert!(facts.rate.remaining.is_some_and(|left| left < 50));
    assert_eq!(facts.rate.reset, Some(Millis(10_000)), "a rolling window");
    assert!(facts.rate.daily_remaining.is_some_and(|left| left < 500));
    assert!(facts.request_id.is_some() && facts.date.is_some());
    let like = CrmOp::FindLike {
        items: vec![(delivery("l"), acceptance::crm_peer::fields(&[("acme_email", "x@example.com")]))],
    };
    let throttled = |wait, scope| Err(Failure::Throttled { wait, scope });
    peer.crm.set(|settings| settings.searches_per_s = 0);
    let second = Some(Millis::from_secs(1));
    assert_eq!(peer.client.perform(&like).await.outcome, throttled(second, Scope::Burst));
    peer.crm.set(|settings| settings.requests_per_ten_s = 0);
    let ten = Some(Millis::from_secs(10));
    assert_eq!(peer.client.perform(&CrmOp::Check).await.outcome, throttled(ten, Scope::Burst));
    peer.crm.set(|settings| settings.requests_per_day = 0);
    assert_eq!(peer.client.perform(&CrmOp::Check).await.outcome, throttled(None, Scope::Daily));
}

#[tokio::test]
async fn a_note_is_html_there_and_lines_here_and_one_of_many_is_found() {
    let peer = Peer::hubspot(|_| ()).await;
    let person = made(&peer, "p", &[("acme_last_name", "P")]).await;
    let text = "R&D <team>\nsecond „line“ 🦀";
    let note = peer.wrote(&CrmOp::Create { items: vec![new_note("n", &person.id, text)] }).await;
    assert_eq!(note.fields.get(&RemoteField::new("text")), Some(text));
    assert!(peer.crm.notes()[0].text.starts_with("R&amp;D &lt;team&gt;<br>second"));
    for n in 0..640 {
        let op = CrmOp::Create { items: vec![new_note(&format!("n{n}"), &person.id, "One of many.")] };
        assert!(peer.client.perform(&op).await.outcome.is_ok());
    }
    let op = CrmOp::FindNotes { items: vec![note_lookup("n639", &person.id), note_lookup("x", &person.id)] };
    let answer = peer.client.perform(&op).await;
    assert_eq!(found(&op, &answer, "n639")[0].marker.as_deref(), Some("c-n639"));
    assert_eq!(found(&op, &answer, "x"), vec![]);
}

#[tokio::test]
async fn each_version_of_the_interface_is_spoken() {
    for version in ["2026-09", "2026-03", "v3"] {
        let peer = Peer::hubspot_by(&[("api_version", version)], |_| ()).await;
        let record = made(&peer, "m", &[("acme_last_name", "Keane")]).await;
        let note = peer.wrote(&CrmOp::Create { items: vec![new_note("n", &record.id, "Met.")] }).await;
        let op = CrmOp::FindNotes { items: vec![note_lookup("n", &record.id)] };
        assert_eq!(found(&op, &peer.client.perform(&op).await, "n"), vec![note], "{version}");
        let op = CrmOp::Delete { items: vec![removal("m", &record)] };
        assert!(peer.client.perform(&op).await.outcome.is_ok());
        let other = peer.crm.requests().into_iter().filter(|seen| !seen.path.contains(version));
        assert_eq!(other.count(), 0, "{version}");
    }
}

#[tokio::test]
async fn nothing_is_ever_removed_for_good() {
    let peer = Peer::hubspot(|_| ()).await;
    let record = made(&peer, "m", &[("acme_email", "m@example.com")]).await;
    let op = CrmOp::Delete { items: vec![removal("m", &record)] };
    assert_eq!(peer.client.perform(&op).await.of(&op, &delivery("m")), ItemAnswer::Accepted(record.id));
    assert_eq!(peer.seen("gdpr-delete"), 0);
    assert!(peer.crm.records().pop().unwrap().archived, "it lies in the bin");
}

#[tokio::test]
async fn a_result_is_known_by_its_reference_or_its_marker_and_never_by_its_place() {
    let answered = async |results: Value| {
        let body = value!({ "status": "COMPLETE", "results": results, "startedAt": "", "completedAt": "" });
        let (_peer, client) = told(move |_| json(207, &body)).await;
        let op = create(&["one", "two"]);
        let answer = client.perform(&op).await;
        (answer.of(&op, &delivery("one")), answer.of(&op, &delivery("two")))
    };
    let id = |answer: ItemAnswer| match answer {
        ItemAnswer::Written(record) => record.id.as_str().to_owned(),
        other => panic!("{other:?}"),
    };
    let (one, two) = answered(value!([result("2", "two"), result("1", "one")])).await;
    assert_eq!((id(one), id(two)), ("1".to_owned(), "2".to_owned()));
    let mut bare = result("2", "two");
    bare.as_object_mut().unwrap().remove("objectWriteTraceId");
    let (one, two) = answered(value!([bare, result("1", "one")])).await;
    assert_eq!((id(one), id(two)), ("1".to_owned(), "2".to_owned()), "by its marker");
    let unknown = failed(Failure::Ambiguous);
    let mut stolen = result("1", "one");
    stolen["properties"]["lanyard_capture_id"] = value!("c-somebody-elses");
    for odd in [
        value!([result("2", "two")]),
        value!([result("2", "two"), result("1", "one"), result("3", "one")]),
        value!([result("2", "two"), stolen]),
        value!([result("2", "two"), { "objectWriteTraceId": "one" }]),
    ] {
        let (one, two) = answered(odd.clone()).await;
        assert_eq!((one, id(two)), (unknown.clone(), "2".to_owned()), "{odd}");
    }
}

#[tokio::test]
async fn what_is_no_success_is_not_taken_for_one() {
    let error =
        value!({ "status": "error", "message": "No.", "correlationId": "x", "category": "VALIDATION_ERROR" });
    for (status, body, class) in [
        (200, error, Failure::Ambiguous),
        (200, value!({}), Failure::Ambiguous),
        (200, value!([]), Failure::Ambiguous),
        (202, complete(&[result("1", "one")]), Failure::Ambiguous),
        (404, value!({ "message": "no upstream" }), Failure::Ambiguous),
    ] {
        let said = body.clone();
        let (_peer, client) = told(move |_| json(status, &said)).await;
        let op = create(&["one"]);
        assert_eq!(client.perform(&op).await.of(&op, &delivery("one")), failed(class), "{status} {body}");
    }
    for (status, page) in [(200, "<html>Welcome"), (302, ""), (200, "{\"results\":[")] {
        let (_peer, client) = told(move |_| reply(status, &[], page)).await;
        let op = create(&["one"]);
        assert_eq!(client.perform(&op).await.outcome, Err(Failure::Ambiguous), "{status} {page}");
        let op = CrmOp::Get { items: vec![(delivery("r"), RemoteId::new("1"))] };
        let outcome = client.perform(&op).await.outcome;
        let portal = Failure::Transient { trouble: Trouble::Portal };
        let class = if page.starts_with('{') { Failure::Protocol } else { portal };
        assert_eq!(outcome, Err(class), "{status} {page}");
    }
}

#[tokio::test]
async fn a_key_that_a_reply_neither_finds_nor_calls_missing_is_not_answered() {
    let get = CrmOp::Get { items: vec![(delivery("r"), RemoteId::new("1"))] };
    let silent = complete(&[]);
    let (_peer, client) = told(move |_| json(200, &silent)).await;
    assert_eq!(client.perform(&get).await.of(&get, &delivery("r")), failed(Failure::Protocol));
    let mut missing = complete(&[]);
    missing["errors"] = value!([{ "category": "OBJECT_NOT_FOUND", "context": { "ids": ["1"] } }]);
    let (peer, client) = told(move |heard| match heard.head.contains("/search ") {
        true => json(200, &value!({ "results": [] })),
        false => json(207, &missing),
    })
    .await;
    assert_eq!(found(&get, &client.perform(&get).await, "r"), vec![]);
    let lines: Vec<String> = peer
        .heard()
        .iter()
        .skip(2)
        .filter_map(|heard| heard.head.lines().next().map(str::to_owned))
        .collect();
    assert_eq!(lines.len(), 3, "live, in the bin, merged: {lines:?}");
    assert!(lines[1].contains("archived=true"));
}

#[tokio::test]
async fn no_request_carries_a_value_in_its_address_or_is_sent_twice() {
    let peer = Canned::saying(|_| acceptance::crm_peer::Say::Bytes(Vec::new())).await;
    let client = peer.hubspot(UNIQUE);
    let email = CrmOp::FindByEmail { items: vec![(delivery("one"), "ada@example.com".to_owned())] };
    let note = CrmOp::Create { items: vec![new_note("n", &RemoteId::new("1"), "Secret word.")] };
    for op in [CrmOp::Check, email, create(&["one"]), note, marker_lookup("one")] {
        let before = peer.heard().len();
        assert!(client.perform(&op).await.outcome.is_err());
        assert_eq!(peer.heard().len(), before + 1, "{op:?}");
    }
    for heard in peer.heard() {
        let line = heard.head.lines().next().unwrap_or_default();
        assert!(!line.contains("ada") && !line.contains("canary") && !line.contains("word"), "{line}");
        assert!(heard.head.contains("authorization: bearer canary-token"), "{}", heard.head);
    }
}

#[tokio::test]
async fn a_key_that_does_not_work_any_more_is_named() {
    for (fault, auth) in [
        (FaultKind::Expired, AuthFault::Expired),
        (FaultKind::Unauthorized, AuthFault::Revoked),
        (FaultKind::Forbidden, AuthFault::MissingScope),
    ] {
        let peer = Peer::hubspot(|_| ()).await;
        peer.fault(fault);
        let outcome = peer.client.perform(&CrmOp::Check).await.outcome;
        assert_eq!(outcome, Err(Failure::Auth { fault: auth }));
        assert_eq!(peer.client.capabilities().marker, MarkerSupport::Unique, "what was learned stays");
    }
}

#[tokio::test]
async fn where_the_bin_is_not_read_by_our_property_it_is_gone_through() {
    let mut binned = result("51", "one");
    binned["archived"] = value!(true);
    let mut missing = complete(&[]);
    missing["errors"] =
        value!([{ "category": "OBJECT_NOT_FOUND", "context": { "ids": ["c-one", "a-one"] } }]);
    let (_peer, client) = told(move |heard| {
        let line = heard.head.lines().next().unwrap_or_default().to_owned();
        let refused = value!({ "status": "error", "category": "VALIDATION_ERROR", "message": "No." });
        match line.as_str() {
            line if line.contains("batch/read?archived=false") => json(207, &missing),
            line if line.contains("batch/read") => json(400, &refused),
            line if line.contains("after=2") => json(200, &value!({ "results": [binned] })),
            _ => json(200, &value!({ "results": [], "paging": { "next": { "after": "2" } } })),
        }
    })
    .await;
    let op = marker_lookup("one");
    let there = found(&op, &client.perform(&op).await, "one");
    assert_eq!(
        there.iter().map(|record| (record.id.as_str(), record.archived)).collect::<Vec<_>>(),
        [("51", true)]
    );
}
