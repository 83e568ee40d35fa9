//! What goes: deleted, destroyed and merged records, and markers taken off.

use acceptance::crm_peer::{
    Canned, Peer, delivery, every_client, fields, found, json, new_note, new_record, note_lookup, patch,
    removal, reply, written,
};
use lanyard_core::crm::{
    AuthFault, ConflictOn, CrmOp, Failure, ItemAnswer, NewRecord, RecordPatch, RemoteRecord, Removal,
    Trouble, Version,
};
use lanyard_core::ids::RemoteId;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::{Act, Brand, Deletion, FaultKind, Marker};
use serde_json::json as value;

async fn made(peer: &Peer, record: NewRecord) -> RemoteRecord {
    peer.wrote(&CrmOp::Create { items: vec![record] }).await
}

async fn answered(peer: &Peer, op: &CrmOp) -> ItemAnswer {
    peer.client.perform(op).await.of(op, &op.deliveries()[0])
}

async fn read(peer: &Peer, id: &RemoteId) -> ItemAnswer {
    answered(peer, &CrmOp::Get { items: vec![(delivery("r"), id.clone())] }).await
}

fn failed(failure: Failure) -> ItemAnswer {
    ItemAnswer::Failed(failure)
}

fn gone() -> ItemAnswer {
    failed(Failure::Gone { merged_into: None })
}

/// The answer to the deletion of what is not there: some say so, some say that it is done.
fn what_is_gone_already(peer: &Peer, id: &RemoteId) -> ItemAnswer {
    match peer.brand {
        Brand::Acme | Brand::Pipedrive => gone(),
        Brand::HubSpot => ItemAnswer::Accepted(id.clone()),
    }
}

fn merged_into(id: &RemoteId) -> ItemAnswer {
    failed(Failure::Gone { merged_into: Some(id.clone()) })
}

#[tokio::test]
async fn a_deleted_record_lies_in_the_bin_or_is_no_more_as_the_account_has_it() {
    every_client(async |peer| {
        let known = match peer.brand {
            Brand::Acme => &[Deletion::Soft, Deletion::Hard][..],
            Brand::HubSpot | Brand::Pipedrive => &[Deletion::Soft],
        };
        for delete in known.iter().copied() {
            peer.crm.set(|settings| settings.delete = delete);
            let record = made(peer, new_record(&format!("{delete:?}"), &[("acme_last_name", "D")])).await;
            let op = CrmOp::Delete { items: vec![removal("d", &record)] };
            assert_eq!(answered(peer, &op).await, ItemAnswer::Accepted(record.id.clone()));
            let ItemAnswer::Found(left) = read(peer, &record.id).await else { panic!("a read") };
            let archived: Vec<bool> = left.iter().map(|record| record.archived).collect();
            assert_eq!(archived, if delete == Deletion::Soft { vec![true] } else { vec![] });
            let again = answered(peer, &CrmOp::Delete { items: vec![removal("e", &record)] }).await;
            assert_eq!(again, what_is_gone_already(peer, &record.id));
        }
    })
    .await;
}

#[tokio::test]
async fn a_record_that_changed_since_it_was_read_is_not_deleted() {
    every_client(async |peer| {
        if !peer.has_versions() {
            return;
        }
        let record = made(peer, new_record("d", &[("acme_last_name", "D")])).await;
        let city = value!({ "acme_city": "Oslo" }).as_object().cloned().unwrap_or_default();
        peer.act(&Act::Edit { id: record.id.as_str().to_owned(), fields: city });
        let op = CrmOp::Delete { items: vec![removal("d", &record)] };
        assert_eq!(answered(peer, &op).await, failed(Failure::Stale { current: Some(Version(2)) }));
        let anyway = Removal { version: None, ..removal("f", &record) };
        let op = CrmOp::Delete { items: vec![anyway] };
        assert_eq!(answered(peer, &op).await, ItemAnswer::Accepted(record.id));
    })
    .await;
}

#[tokio::test]
async fn several_deletions_are_answered_each_for_itself() {
    every_client(async |peer| {
        let one = made(peer, new_record("one", &[("acme_last_name", "1")])).await;
        let two = made(peer, new_record("two", &[("acme_last_name", "2")])).await;
        let three = made(peer, new_record("three", &[("acme_last_name", "3")])).await;
        peer.delete_there(&two.id);
        let op = CrmOp::Delete {
            items: vec![removal("one", &one), removal("two", &two), removal("three", &three)],
        };
        let answer = peer.client.perform(&op).await;
        assert_eq!(answer.of(&op, &delivery("one")), ItemAnswer::Accepted(one.id));
        assert_eq!(answer.of(&op, &delivery("two")), what_is_gone_already(peer, &two.id));
        assert_eq!(answer.of(&op, &delivery("three")), ItemAnswer::Accepted(three.id));
    })
    .await;
}

#[tokio::test]
async fn a_deletion_is_done_only_when_its_own_status_says_so() {
    for (say, status) in [("", 200), ("", 202), ("{}", 200), ("gone", 204)] {
        let peer = Canned::saying(move |_| reply(status, &[], say)).await;
        let record = RemoteRecord {
            id: RemoteId::new("c_1"),
            version: Some(Version(4)),
            archived: false,
            marker: None,
            fields: fields(&[]),
        };
        let op = CrmOp::Delete { items: vec![removal("d", &record)] };
        let answer = peer.client(Limits::SHIPPED).perform(&op).await;
        let done = answer.of(&op, &delivery("d")) == ItemAnswer::Accepted(RemoteId::new("c_1"));
        assert_eq!(done, status == 204, "{status} {say}");
        let heard = &peer.heard()[0].head;
        assert!(
            heard.starts_with("delete /api/v1/contacts/c_1 ") && heard.contains("if-match: \"4\""),
            "{heard}"
        );
    }
}

#[tokio::test]
async fn our_marker_is_taken_off_a_record_and_nothing_else() {
    every_client(async |peer| {
        let record = made(peer, new_record("m", &[("acme_last_name", "Keane"), ("acme_city", "Cork")])).await;
        let op = CrmOp::Update {
            items: vec![RecordPatch { marker: Some(String::new()), ..patch("m", &record, &[]) }],
        };
        let left = peer.wrote(&op).await;
        assert_eq!((left.marker, left.fields), (None, record.fields));
        let op =
            CrmOp::FindByMarker { items: vec![(delivery("m"), vec!["c-m".to_owned(), "a-m".to_owned()])] };
        assert_eq!(found(&op, &peer.client.perform(&op).await, "m"), vec![]);
    })
    .await;
}

#[tokio::test]
async fn a_merged_record_leads_to_the_one_that_stays() {
    every_client(async |peer| {
        let one =
            made(peer, new_record("one", &[("acme_last_name", "1"), ("acme_email", "1@example.com")])).await;
        let two = made(peer, new_record("two", &[("acme_last_name", "2")])).await;
        peer.merge_there(&one.id, &two.id);
        if !peer.keeps_apart() {
            // Nothing says what became of it.
            assert_eq!(read(peer, &one.id).await, ItemAnswer::Found(Vec::new()));
            return;
        }
        assert_eq!(read(peer, &one.id).await, merged_into(&two.id));
        let get =
            CrmOp::Get { items: vec![(delivery("a"), one.id.clone()), (delivery("b"), two.id.clone())] };
        let answer = peer.client.perform(&get).await;
        assert_eq!(answer.of(&get, &delivery("a")), merged_into(&two.id));
        assert_eq!(found(&get, &answer, "b")[0].id, two.id);
        let mut lead_on = vec![
            CrmOp::Update { items: vec![patch("one", &one, &[("acme_city", Some("Oslo"))])] },
            CrmOp::Create { items: vec![new_note("n", &one.id, "x")] },
            CrmOp::FindNotes { items: vec![note_lookup("n", &one.id)] },
        ];
        if peer.brand == Brand::Acme {
            lead_on.push(CrmOp::Delete { items: vec![removal("one", &one)] });
            let markers = vec!["c-one".to_owned(), "a-one".to_owned()];
            lead_on.push(CrmOp::FindByMarker { items: vec![(delivery("one"), markers)] });
        }
        for op in lead_on {
            assert_eq!(answered(peer, &op).await, merged_into(&two.id), "{op:?}");
        }
        let both = CrmOp::Update {
            items: vec![patch("one", &one, &[("acme_city", Some("Oslo"))]), patch("two", &two, &[])],
        };
        assert_eq!(peer.client.perform(&both).await.of(&both, &delivery("one")), merged_into(&two.id));
        if peer.upserts() {
            return;
        }
        let again =
            NewRecord { idempotency_key: "2".to_owned(), ..new_record("one", &[("acme_last_name", "1")]) };
        let conflict = Failure::Conflict { on: ConflictOn::Marker, existing: Some(one.id) };
        assert_eq!(answered(peer, &CrmOp::Create { items: vec![again] }).await, failed(conflict));
    })
    .await;
}

#[tokio::test]
async fn one_delivery_may_ask_for_several_records_and_has_them_all() {
    every_client(async |peer| {
        let mut records = Vec::new();
        for name in ["1", "2", "3"] {
            records.push(made(peer, new_record(name, &[("acme_last_name", name)])).await);
        }
        peer.merge_there(&records[2].id, &records[0].id);
        let ids = [&records[0].id, &records[1].id, &records[2].id, &RemoteId::new("c_999999")];
        let op = CrmOp::Get { items: ids.map(|id| (delivery("all"), id.clone())).to_vec() };
        let answer = peer.client.perform(&op).await;
        let found: Vec<RemoteId> = found(&op, &answer, "all").into_iter().map(|record| record.id).collect();
        assert_eq!(found, [records[0].id.clone(), records[1].id.clone()]);
    })
    .await;
}

#[tokio::test]
async fn where_markers_are_only_searchable_a_merged_record_is_found_among_the_newest() {
    let peer = Peer::start(|settings| settings.marker = Marker::Searchable).await;
    let one = made(&peer, new_record("one", &[("acme_last_name", "1")])).await;
    let two = made(&peer, new_record("two", &[("acme_last_name", "2")])).await;
    peer.merge_there(&one.id, &two.id);
    let op = CrmOp::FindByMarker { items: vec![(delivery("one"), vec!["c-one".to_owned()])] };
    assert_eq!(answered(&peer, &op).await, merged_into(&two.id));
}

#[tokio::test]
async fn a_merged_record_that_the_index_does_not_show_yet_is_found_among_the_newest() {
    let peer = Canned::saying(|heard| {
        let gone = value!({ "id": "c_1", "version": 2, "archived": true, "merged_into": "c_9", "fields": { "acme_marker": "c-one" } });
        match heard.head.starts_with("get ") {
            true => json(200, &value!({ "data": [gone] })),
            false => json(200, &value!({ "results": [], "missing": ["c-one"], "merged": [] })),
        }
    })
    .await;
    let op = CrmOp::FindByMarker { items: vec![(delivery("one"), vec!["c-one".to_owned()])] };
    let answer = peer.client(Limits::SHIPPED).perform(&op).await;
    assert_eq!(answer.of(&op, &delivery("one")), merged_into(&RemoteId::new("c_9")));
}

#[tokio::test]
async fn after_a_deletion_without_an_answer_the_next_one_is_not_sent() {
    every_client(async |peer| {
        let mut records = Vec::new();
        for name in ["1", "2", "3"] {
            records.push(made(peer, new_record(name, &[("acme_last_name", name)])).await);
        }
        let op = CrmOp::Delete {
            items: records.iter().map(|record| removal(record.id.as_str(), record)).collect(),
        };
        let of = |n: usize| delivery(records[n].id.as_str());
        peer.fault_writes(FaultKind::CutAfterCommit);
        let answer = peer.client.perform(&op).await;
        assert_eq!(answer.of(&op, &of(0)), failed(Failure::Ambiguous));
        let unsent = failed(Failure::Transient { trouble: Trouble::Busy });
        assert_eq!((answer.of(&op, &of(1)), answer.of(&op, &of(2))), (unsent.clone(), unsent));
        peer.fault_writes(FaultKind::Forbidden);
        let scope = Failure::Auth { fault: AuthFault::MissingScope };
        assert_eq!(
            peer.client.perform(&op).await.outcome,
            Err(scope),
            "the destination is told, not each of them"
        );
        let gone = peer.crm.records().iter().filter(|record| record.archived).count();
        assert_eq!(gone, 1);
    })
    .await;
}

#[tokio::test]
async fn a_marker_that_the_crm_kept_on_is_shown_and_not_taken_for_no_answer() {
    let kept = value!({ "id": "c_1", "version": 2, "archived": false, "fields": { "acme_marker": "c-m" } });
    let peer = Canned::saying(move |_| json(200, &kept)).await;
    let record = RemoteRecord {
        id: RemoteId::new("c_1"),
        version: Some(Version(1)),
        archived: false,
        marker: Some("c-m".to_owned()),
        fields: fields(&[]),
    };
    let op = CrmOp::Update {
        items: vec![RecordPatch { marker: Some(String::new()), ..patch("m", &record, &[]) }],
    };
    let left = written(&op, &peer.client(Limits::SHIPPED).perform(&op).await);
    assert_eq!(left.marker.as_deref(), Some("c-m"));
    assert_eq!(peer.heard()[0].body, value!({ "fields": { "acme_marker": "" } }));
}
