//! What is Pipedrive's own: fields under keys, lists of addresses and numbers, organizations, a budget of tokens, creates that
//! nothing over there keeps apart, and the replies that it, or something in its place, should not give.

use acceptance::crm_peer::{
    Canned, Peer, TOKEN, delivery, fields, found, json, new_note, new_record, patch, pipedrive, removal,
};
use lanyard_core::crm::{
    ConflictOn, CrmOp, Failure, ItemAnswer, MarkerSupport, NewRecord, RemoteField, RemoteRecord, Scope,
    Trouble,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::clock::ManualClock;
use lanyard_engine::crm::Client;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::{Act, FaultKind, FaultRule, Marker, Match};
use serde_json::{Value, json as value};
use std::sync::Arc;

const KEY: &str = "0123456789abcdef0123456789abcdef01234567";

async fn made(peer: &Peer, name: &str, values: &[(&str, &str)]) -> RemoteRecord {
    peer.wrote(&CrmOp::Create { items: vec![new_record(name, values)] }).await
}

fn marker_lookup(name: &str) -> CrmOp {
    CrmOp::FindByMarker { items: vec![(delivery(name), vec![format!("c-{name}"), format!("a-{name}")])] }
}

fn create(name: &str) -> CrmOp {
    CrmOp::Create { items: vec![NewRecord { fields: fields(&[("name", "X")]), ..new_record(name, &[]) }] }
}

fn edit(id: &RemoteId, name: &str, text: &str) -> Act {
    let fields = value!({ name: text }).as_object().cloned().unwrap_or_default();
    Act::Edit { id: id.as_str().to_owned(), fields }
}

/// A client that a check has told the key of the field for the marker; `say` answers everything else.
async fn told(say: impl Fn(&str) -> acceptance::crm_peer::Say + Send + Sync + 'static) -> (Canned, Client) {
    let peer = Canned::saying(move |heard| {
        let line = heard.head.lines().next().unwrap_or_default();
        if line.contains("/personfields") {
            let field = value!({ "field_name": "Lanyard capture ID", "field_code": KEY, "field_type": "varchar" });
            let title = value!({ "field_name": "Job title", "field_code": KEY.replace('0', "1"), "field_type": "varchar" });
            json(200, &value!({ "success": true, "data": [field, title] }))
        } else {
            say(line)
        }
    })
    .await;
    let clock = Arc::new(ManualClock::new(WallMs(1_795_348_800_000), 1));
    let client = pipedrive(&format!("http://{}", peer.addr), &[], TOKEN, Limits::SHIPPED, clock);
    assert!(client.perform(&CrmOp::Check).await.outcome.is_ok());
    (peer, client)
}

fn success(data: Value) -> Value {
    value!({ "success": true, "data": data })
}

#[tokio::test]
async fn a_check_finds_the_fields_makes_what_is_missing_once_and_learns_their_keys() {
    let peer = Peer::pipedrive(|_| ()).await;
    let learned = peer.client.learned().expect("the check learned");
    assert_eq!(learned["marker"], "searchable");
    assert_eq!(learned["marker_key"].len(), 40);
    let before = peer.seen("/personFields");
    assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
    assert_eq!(peer.seen("/personFields"), before + 1, "nothing is made again");
    assert_eq!(peer.client.learned(), Some(learned));
}

#[tokio::test]
async fn an_account_that_lets_us_make_no_field_has_no_markers() {
    let peer = Peer::pipedrive(|settings| settings.marker = Marker::None).await;
    assert_eq!(peer.client.capabilities().marker, MarkerSupport::None);
    let op = marker_lookup("m");
    assert_eq!(peer.client.perform(&op).await.outcome, Err(Failure::Unsupported));
    let plain = NewRecord { marker: None, ..new_record("m", &[("acme_email", "m@example.com")]) };
    let record = peer.wrote(&CrmOp::Create { items: vec![plain] }).await;
    let op = CrmOp::FindLike { items: vec![(delivery("m"), fields(&[("acme_email", "M@example.com")]))] };
    assert_eq!(found(&op, &peer.client.perform(&op).await, "m"), vec![record]);
}

#[tokio::test]
async fn a_change_of_the_address_keeps_the_others_and_their_labels() {
    let peer = Peer::pipedrive(|_| ()).await;
    let record = made(&peer, "m", &[("acme_last_name", "Ada"), ("acme_email", "ada@example.com")]).await;
    peer.act(&edit(&record.id, "also_email", "home@example.com"));
    let op = CrmOp::Update { items: vec![patch("m", &record, &[("acme_email", Some("ada@example.org"))])] };
    let after = peer.wrote(&op).await;
    assert_eq!(after.fields.get(&RemoteField::new("acme_email")), Some("ada@example.org"));
    let there = peer.crm.records().pop().unwrap();
    assert_eq!(there.value("emails"), "ada@example.org;home@example.com", "nobody's address is lost");
    let op = CrmOp::FindByEmail { items: vec![(delivery("m"), "HOME@example.com".to_owned())] };
    assert_eq!(found(&op, &peer.client.perform(&op).await, "m")[0].id, record.id, "by a further address too");
}

#[tokio::test]
async fn an_organization_is_found_by_exactly_its_name_made_once_and_never_renamed() {
    let peer = Peer::pipedrive(|_| ()).await;
    let organizations = |peer: &Peer| {
        let posts = peer.crm.requests().into_iter();
        posts
            .filter(|seen| seen.method == "POST" && seen.path.ends_with("/organizations"))
            .map(|seen| seen.count)
            .sum::<u64>()
    };
    let one = made(&peer, "1", &[("acme_last_name", "1"), ("acme_company", "chandran consulting")]).await;
    assert_eq!(organizations(&peer), 0, "a stranger's, by another case");
    assert_eq!(one.fields.get(&RemoteField::new("acme_company")), Some("Chandran Consulting"));
    for name in ["2", "3"] {
        made(&peer, name, &[("acme_last_name", name), ("acme_company", "Neu & Co")]).await;
    }
    assert_eq!(organizations(&peer), 1, "one for both");
    let op = CrmOp::Update { items: vec![patch("1", &one, &[("acme_company", Some("Neu & Co"))])] };
    let moved = peer.wrote(&op).await;
    assert_eq!(moved.fields.get(&RemoteField::new("acme_company")), Some("Neu & Co"));
    let left = peer.wrote(&CrmOp::Update { items: vec![patch("1", &one, &[("acme_company", None)])] }).await;
    assert_eq!(left.fields.get(&RemoteField::new("acme_company")), None);
    let names: Vec<String> =
        peer.crm.records().iter().map(|record| record.value("organization").to_owned()).collect();
    assert!(names.contains(&"Chandran Consulting".to_owned()), "its own name is as it was");
}

#[tokio::test]
async fn an_organization_whose_making_had_no_answer_is_looked_for_among_the_newest() {
    let peer = Peer::pipedrive(|settings| settings.index_lag_ms = 60_000).await;
    let matches =
        Match { path_prefix: Some("/api/v2/organizations".to_owned()), write_only: true, ..Match::default() };
    peer.crm.fault(FaultRule { matches, times: Some(1), kind: FaultKind::CutAfterCommit });
    let op = CrmOp::Create {
        items: vec![new_record("m", &[("acme_last_name", "M"), ("acme_company", "Neu & Co")])],
    };
    let before = peer.count();
    let busy = Failure::Transient { trouble: Trouble::Busy };
    assert_eq!(peer.client.perform(&op).await.outcome, Err(busy), "the person was not sent");
    assert_eq!(peer.count(), before);
    let record = peer.wrote(&op).await;
    assert_eq!(record.fields.get(&RemoteField::new("acme_company")), Some("Neu & Co"));
    let posts = peer
        .crm
        .requests()
        .into_iter()
        .filter(|seen| seen.method == "POST" && seen.path.ends_with("/organizations"));
    assert_eq!(posts.map(|seen| seen.count).sum::<u64>(), 1);
}

#[tokio::test]
async fn what_was_made_a_moment_ago_is_found_although_the_search_does_not_show_it_yet() {
    let peer = Peer::pipedrive(|settings| settings.index_lag_ms = 60_000).await;
    let record = made(&peer, "m", &[("acme_last_name", "Ada"), ("acme_email", "ada@example.com")]).await;
    let op = CrmOp::FindByEmail { items: vec![(delivery("x"), "Ada@example.com".to_owned())] };
    assert_eq!(found(&op, &peer.client.perform(&op).await, "x")[0].id, record.id);
    let op = marker_lookup("m");
    assert_eq!(found(&op, &peer.client.perform(&op).await, "m")[0].id, record.id, "among the newest");
    let second = CrmOp::Create { items: vec![new_record("n", &[("acme_email", "ADA@example.com")])] };
    let taken = Failure::Conflict { on: ConflictOn::Email, existing: Some(record.id.clone()) };
    assert_eq!(peer.client.perform(&second).await.outcome, Err(taken));
    let op = CrmOp::Delete { items: vec![removal("m", &record)] };
    assert!(peer.client.perform(&op).await.outcome.is_ok());
    assert!(peer.client.perform(&second).await.outcome.is_ok(), "its address is free again");
}

#[tokio::test]
async fn creates_at_the_same_time_wait_for_each_other() {
    let peer = Peer::pipedrive(|_| ()).await;
    let before = peer.count();
    let op =
        |name: &str| CrmOp::Create { items: vec![new_record(name, &[("acme_email", "same@example.com")])] };
    let (one, two) = (op("1"), op("2"));
    let (first, second) = tokio::join!(peer.client.perform(&one), peer.client.perform(&two));
    assert_eq!(peer.count(), before + 1);
    let outcomes = [first.outcome.is_ok(), second.outcome.is_ok()];
    assert_eq!(outcomes.iter().filter(|done| **done).count(), 1, "{outcomes:?}");
}

#[tokio::test]
async fn two_that_carry_one_marker_are_both_found_to_be_healed() {
    let peer = Peer::pipedrive(|_| ()).await;
    peer.fault_writes(FaultKind::Twice);
    let record = made(&peer, "t", &[("acme_last_name", "Twice")]).await;
    peer.crm.clear_faults();
    let op = marker_lookup("t");
    let both = found(&op, &peer.client.perform(&op).await, "t");
    assert_eq!(both.len(), 2);
    assert!(both.iter().any(|one| one.id == record.id));
}

#[tokio::test]
async fn a_survivor_of_a_merge_carries_our_marker_where_it_had_none() {
    let peer = Peer::pipedrive(|_| ()).await;
    let record = made(&peer, "m", &[("acme_last_name", "Ada"), ("acme_email", "ada@example.com")]).await;
    let stranger = RemoteId::new(peer.crm.records()[0].id.clone());
    peer.merge_there(&record.id, &stranger);
    let op = marker_lookup("m");
    assert_eq!(found(&op, &peer.client.perform(&op).await, "m")[0].id, stranger);
}

#[tokio::test]
async fn someone_without_a_name_is_known_there_by_an_address_and_here_has_none() {
    let peer = Peer::pipedrive(|_| ()).await;
    let record = made(&peer, "m", &[("acme_email", "desk@example.com")]).await;
    assert_eq!(record.fields, fields(&[("acme_email", "desk@example.com")]));
    assert_eq!(peer.crm.records().pop().unwrap().value("name"), "desk@example.com");
    let op = CrmOp::Update { items: vec![patch("m", &record, &[("acme_email", Some("info@example.com"))])] };
    peer.wrote(&op).await;
    assert_eq!(peer.crm.records().pop().unwrap().value("name"), "info@example.com", "it moves along");
    let nobody = CrmOp::Create { items: vec![new_record("n", &[("acme_city", "Oslo")])] };
    let refused = peer.client.perform(&nobody).await.of(&nobody, &delivery("n"));
    assert!(matches!(refused, ItemAnswer::Failed(Failure::Invalid { .. })), "{refused:?}");
}

#[tokio::test]
async fn the_budget_is_told_in_tokens_and_the_feed_says_what_it_costs() {
    let peer = Peer::pipedrive(|settings| settings.tokens_per_day = 30_000).await;
    let (page, facts) = peer.client.changes(None, None).await;
    assert!(page.is_ok());
    let cost = facts.rate.cost.expect("it says so");
    assert!(
        facts.rate.daily_limit == Some(30_000) && (11..=20).contains(&cost),
        "{cost}: a list, and organizations"
    );
    let every = lanyard_core::sync::pull::every(&facts.rate);
    assert!(
        Millis::from_secs(86_400).0 / every.0 * u64::from(cost) <= 30_000 / 5,
        "one fifth of the day at most"
    );
    let (_, again) = peer.client.changes(None, None).await;
    assert_eq!(again.rate.cost, Some(10), "names are known for a while");
    let facts = again;
    let left = facts.rate.daily_remaining.expect("it says so");
    let record = made(&peer, "m", &[("acme_last_name", "M")]).await;
    let get = CrmOp::Get { items: vec![(delivery("m"), record.id)] };
    let after = peer.client.perform(&get).await.facts.rate.daily_remaining.expect("it says so");
    assert_eq!(left - after, 5 + 1, "a create and a read by its number");
    peer.crm.set(|settings| settings.tokens_per_day = 0);
    let daily = Failure::Throttled { wait: None, scope: Scope::Daily };
    assert_eq!(peer.client.perform(&get).await.outcome, Err(daily));
}

#[tokio::test]
async fn who_goes_on_after_many_refusals_meets_a_page_and_the_token_is_not_blamed() {
    let peer = Peer::pipedrive(|_| ()).await;
    peer.crm.set(|settings| settings.requests_per_two_s = 0);
    let get = CrmOp::Get { items: vec![(delivery("m"), RemoteId::new("103"))] };
    let throttled = |wait| Err(Failure::Throttled { wait, scope: Scope::Burst });
    for _ in 0..20 {
        assert_eq!(peer.client.perform(&get).await.outcome, throttled(Some(Millis(2000))));
    }
    assert_eq!(peer.client.perform(&get).await.outcome, throttled(None), "the front's page");
    let blocked = peer.crm.requests().into_iter().any(|seen| seen.status == 403);
    assert!(blocked);
}

#[tokio::test]
async fn a_second_that_more_than_a_page_share_is_gone_through_by_marks() {
    let peer = Peer::pipedrive(|_| ()).await;
    let items =
        (0..620).map(|n| new_record(&format!("n{n}"), &[("acme_last_name", &format!("N-{n}"))])).collect();
    assert!(peer.client.perform(&CrmOp::Create { items }).await.outcome.is_ok());
    let (mut shown, mut token) = (std::collections::BTreeSet::new(), None::<String>);
    for _ in 0..20 {
        let page = peer.client.changes(None, token.as_deref()).await.0.expect("a page");
        shown.extend(page.records.into_iter().map(|changed| changed.record.id));
        token = page.more;
        if token.is_none() {
            break;
        }
    }
    assert_eq!((token, shown.len()), (None, peer.count()));
}

#[tokio::test]
async fn a_feed_that_passes_over_the_time_shows_itself() {
    let peer = Peer::pipedrive(|settings| settings.ignore_updated_since = true).await;
    let since = WallMs(1_795_348_800_000);
    let page = peer.client.changes(Some(since), None).await.0.expect("a page");
    assert!(page.records.iter().any(|changed| changed.modified < since));
}

#[tokio::test]
async fn what_is_no_success_is_not_taken_for_one() {
    let person =
        |id: Value, marker: &str| value!({ "id": id, "name": "X", "custom_fields": { KEY: marker } });
    for (status, body) in [
        (200, value!({ "success": false, "error": "No." })),
        (200, value!({ "data": person(value!(7), "c-one") })),
        (200, success(value!({}))),
        (200, success(person(value!("7"), "c-one"))),
        (200, success(person(value!(7), "c-somebody-elses"))),
        (202, success(person(value!(7), "c-one"))),
        (404, value!({ "message": "no upstream" })),
    ] {
        let said = body.clone();
        let (_peer, client) = told(move |_| json(status, &said)).await;
        assert_eq!(client.perform(&create("one")).await.outcome, Err(Failure::Ambiguous), "{status} {body}");
    }
    let right = success(person(value!(7), "c-one"));
    let (_peer, client) = told(move |_| json(201, &right)).await;
    assert!(client.perform(&create("one")).await.outcome.is_ok());
    let get = CrmOp::Get { items: vec![(delivery("r"), RemoteId::new("8"))] };
    assert_eq!(client.perform(&get).await.outcome, Err(Failure::Protocol), "another one's answer");
}

#[tokio::test]
async fn a_note_for_someone_who_is_gone_is_not_a_refused_note() {
    let peer = Peer::pipedrive(|_| ()).await;
    let record = made(&peer, "p", &[("acme_last_name", "P")]).await;
    peer.delete_there(&record.id);
    let op = CrmOp::Create { items: vec![new_note("n", &record.id, "Met.")] };
    assert_eq!(peer.client.perform(&op).await.outcome, Err(Failure::Gone { merged_into: None }));
}

#[tokio::test]
async fn no_secret_and_no_value_stand_in_an_address_but_what_is_searched_for() {
    let (peer, client) = told(|_| acceptance::crm_peer::Say::Bytes(Vec::new())).await;
    let email = CrmOp::FindByEmail { items: vec![(delivery("one"), "ada@example.com".to_owned())] };
    let note = CrmOp::Create { items: vec![new_note("n", &RemoteId::new("1"), "Secret word.")] };
    for op in [CrmOp::Get { items: vec![(delivery("r"), RemoteId::new("1"))] }, email, create("one"), note] {
        let before = peer.heard().len();
        assert!(client.perform(&op).await.outcome.is_err());
        assert_eq!(peer.heard().len(), before + 1, "{op:?}");
    }
    for heard in peer.heard() {
        let line = heard.head.lines().next().unwrap_or_default();
        let searches = line.contains("/persons/search?");
        assert!(
            (searches || !line.contains("ada")) && !line.contains("canary") && !line.contains("word"),
            "{line}"
        );
        assert!(heard.head.contains("x-api-token: canary-token"), "{}", heard.head);
    }
}
