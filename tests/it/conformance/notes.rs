//! Notes, which stand on a record and carry their marker in their text.

use acceptance::crm_peer::{
    Canned, Peer, delivery, every_client, fields, found, json, new_note, new_record, note_lookup, patch,
    removal,
};
use lanyard_core::crm::{
    CrmOp, Failure, ItemAnswer, NOTE_TEXT, NewRecord, NoteKey, NoteLookup, Object, RecordPatch, RemoteRecord,
    Removal, Version,
};
use lanyard_core::ids::RemoteId;
use lanyard_engine::crm::http::Limits;
use serde_json::json as value;

async fn made(peer: &Peer, record: NewRecord) -> RemoteRecord {
    peer.wrote(&CrmOp::Create { items: vec![record] }).await
}

async fn answered(peer: &Peer, op: &CrmOp) -> ItemAnswer {
    peer.client.perform(op).await.of(op, &op.deliveries()[0])
}

fn failed(failure: Failure) -> ItemAnswer {
    ItemAnswer::Failed(failure)
}

fn text(record: &RemoteRecord) -> &str {
    record.fields.iter().find(|(field, _)| field.as_str() == NOTE_TEXT).map_or("", |(_, text)| text)
}

#[tokio::test]
async fn a_note_is_written_found_changed_and_taken_away_with_its_marker() {
    every_client(async |peer| {
        let person = made(peer, new_record("p", &[("acme_last_name", "P")])).await;
        let object = Object::Note { of: person.id.clone() };
        let note = made(peer, new_note("n", &person.id, "Met at the stand.")).await;
        assert_eq!((text(&note), note.marker.as_deref()), ("Met at the stand.", Some("c-n")));
        assert!(peer.crm.notes()[0].text.contains("c-n"), "a person sees whose it is");
        made(peer, new_note("other", &person.id, "Another.")).await;
        let by_id = NoteLookup { what: NoteKey::Id(note.id.clone()), ..note_lookup("n", &person.id) };
        for lookup in [note_lookup("n", &person.id), by_id.clone()] {
            let op = CrmOp::FindNotes { items: vec![lookup] };
            assert_eq!(found(&op, &peer.client.perform(&op).await, "n"), vec![note.clone()]);
        }
        let change = patch("n", &note, &[(NOTE_TEXT, Some("Met twice."))]);
        let op = CrmOp::Update { items: vec![RecordPatch { object: object.clone(), ..change.clone() }] };
        let changed = peer.wrote(&op).await;
        assert_eq!((text(&changed), changed.marker.as_deref()), ("Met twice.", Some("c-n")));
        if peer.has_versions() {
            assert_eq!(changed.version, Some(Version(2)));
            let late = CrmOp::Update { items: vec![RecordPatch { object: object.clone(), ..change }] };
            let stale = failed(Failure::Stale { current: Some(Version(2)) });
            assert_eq!(answered(peer, &late).await, stale);
            let old = Removal { object: object.clone(), ..removal("old", &note) };
            assert_eq!(answered(peer, &CrmOp::Delete { items: vec![old] }).await, stale);
        }
        let now = RemoteRecord { version: changed.version, ..note.clone() };
        let drop = CrmOp::Delete { items: vec![Removal { object, ..removal("n", &now) }] };
        assert_eq!(answered(peer, &drop).await, ItemAnswer::Accepted(note.id.clone()));
        let again = answered(peer, &drop).await;
        let gone = failed(Failure::Gone { merged_into: None });
        // Elsewhere its key is known, or nothing is said of what was not there.
        assert_eq!(again, if peer.keeps_apart() { ItemAnswer::Accepted(note.id) } else { gone });
        for lookup in [note_lookup("n", &person.id), by_id] {
            let op = CrmOp::FindNotes { items: vec![lookup] };
            assert_eq!(found(&op, &peer.client.perform(&op).await, "n"), vec![]);
        }
        assert_eq!(peer.crm.notes().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_note_of_many_is_found_on_whatever_page_it_stands() {
    let peer = Peer::start(|_| ()).await;
    let person = made(&peer, new_record("p", &[("acme_last_name", "P")])).await;
    for n in 0..102 {
        made(&peer, new_note(&format!("n{n}"), &person.id, "One of many.")).await;
    }
    let op =
        CrmOp::FindNotes { items: vec![note_lookup("n101", &person.id), note_lookup("n9999", &person.id)] };
    let answer = peer.client.perform(&op).await;
    assert_eq!(found(&op, &answer, "n101")[0].marker.as_deref(), Some("c-n101"));
    assert_eq!(found(&op, &answer, "n9999"), vec![]);
}

#[tokio::test]
async fn a_page_of_notes_that_leads_nowhere_is_no_answer() {
    for paging in [value!({ "next": 0 }), value!({}), value!(null)] {
        let body = value!({ "data": [], "paging": paging });
        let peer = Canned::saying(move |_| json(200, &body)).await;
        let op = CrmOp::FindNotes { items: vec![note_lookup("n", &RemoteId::new("c_1"))] };
        let answer = peer.client(Limits::SHIPPED).perform(&op).await;
        assert_eq!(answer.of(&op, &delivery("n")), failed(Failure::Protocol));
        assert_eq!(peer.heard().len(), 1);
    }
}

#[tokio::test]
async fn a_note_goes_along_with_a_merge() {
    every_client(async |peer| {
        let one = made(peer, new_record("one", &[("acme_last_name", "1")])).await;
        let two = made(peer, new_record("two", &[("acme_last_name", "2")])).await;
        let note = made(peer, new_note("n", &one.id, "Met.")).await;
        peer.merge_there(&one.id, &two.id);
        let op = CrmOp::FindNotes { items: vec![note_lookup("n", &two.id)] };
        assert_eq!(found(&op, &peer.client.perform(&op).await, "n"), vec![note]);
    })
    .await;
}

#[tokio::test]
async fn a_changed_text_keeps_the_marker_and_what_was_written_below_it_is_ours_to_read() {
    let peer = Canned::saying(|heard| {
        let text = match heard.head.starts_with("get ") {
            true => "Met.\n\n— Lanyard c-n\nSeen by Ravi",
            false => heard.body["text"].as_str().unwrap_or_default(),
        };
        json(200, &value!({ "id": "n_1", "version": 4, "text": text }))
    })
    .await;
    let (client, of) = (peer.client(Limits::SHIPPED), RemoteId::new("c_1"));
    let by_id = NoteLookup { what: NoteKey::Id(RemoteId::new("n_1")), ..note_lookup("n", &of) };
    let op = CrmOp::FindNotes { items: vec![by_id] };
    let note = found(&op, &client.perform(&op).await, "n").remove(0);
    assert_eq!((text(&note), note.marker.as_deref()), ("Met.\nSeen by Ravi", Some("c-n")));
    for (version, sent) in [(Some(Version(4)), true), (Some(Version(3)), false), (None, true)] {
        let change =
            patch("n", &RemoteRecord { version, ..note.clone() }, &[(NOTE_TEXT, Some("Met twice."))]);
        let op =
            CrmOp::Update { items: vec![RecordPatch { object: Object::Note { of: of.clone() }, ..change }] };
        let before = peer.heard().len();
        let answer = client.perform(&op).await.of(&op, &delivery("n"));
        assert_eq!(matches!(answer, ItemAnswer::Written(_)), sent, "{answer:?}");
        if sent {
            let last = peer.heard().pop().unwrap();
            assert!(
                last.head.starts_with("patch /api/v1/notes/n_1 ") && last.head.contains("if-match: \"4\"")
            );
            assert_eq!(last.body, value!({ "text": "Met twice.\n\n— Lanyard c-n" }));
        } else {
            assert_eq!(peer.heard().len(), before + 1, "read, and nothing written");
        }
    }
}

#[tokio::test]
async fn an_answer_about_another_note_is_no_answer() {
    let of = RemoteId::new("c_1");
    for (said, ours) in [
        (value!({ "id": "n_1", "version": 1, "text": "Met.\n\n— Lanyard c-other" }), false),
        (value!({ "version": 1, "text": "Met.\n\n— Lanyard c-n" }), false),
        (value!({ "id": "n_1", "version": 1, "text": "Met." }), true),
    ] {
        let peer = Canned::saying(move |_| json(201, &said)).await;
        let op = CrmOp::Create { items: vec![new_note("n", &of, "Met.")] };
        let answer = peer.client(Limits::SHIPPED).perform(&op).await.of(&op, &delivery("n"));
        assert_eq!(matches!(answer, ItemAnswer::Written(_)), ours, "{answer:?}");
        assert!(ours || answer == failed(Failure::Ambiguous));
    }
    let other = || json(200, &value!({ "id": "n_2", "version": 1, "text": "Met." }));
    let peer = Canned::saying(move |_| other()).await;
    let by_id = NoteLookup { what: NoteKey::Id(RemoteId::new("n_1")), ..note_lookup("n", &of) };
    let op = CrmOp::FindNotes { items: vec![by_id] };
    let answer = peer.client(Limits::SHIPPED).perform(&op).await;
    assert_eq!(answer.of(&op, &delivery("n")), failed(Failure::Protocol));
    let note = RemoteRecord {
        id: RemoteId::new("n_1"),
        version: None,
        archived: false,
        marker: None,
        fields: fields(&[]),
    };
    let change = patch("n", &note, &[(NOTE_TEXT, Some("Met twice."))]);
    let op = CrmOp::Update { items: vec![RecordPatch { object: Object::Note { of }, ..change }] };
    let answer = peer.client(Limits::SHIPPED).perform(&op).await;
    assert!(matches!(answer.of(&op, &delivery("n")), ItemAnswer::Failed(Failure::Transient { .. })));
    assert!(peer.heard().iter().all(|heard| heard.head.starts_with("get ")), "nothing was written");
}
