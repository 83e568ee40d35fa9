//! What the CRM's own answers become.

use acceptance::crm_peer::{Peer, delivery, every_client, fields, found, new_record, patch, written};
use lanyard_core::crm::{
    ConflictOn, CrmOp, Failure, ItemAnswer, MarkerSupport, NewRecord, RemoteField, RemoteRecord, Take,
    Version,
};
use lanyard_core::ids::RemoteId;
use lanyard_engine::crm::CRMS;
use lanyard_rehearsal::Marker;

/// Makes one record.
async fn made(peer: &Peer, record: NewRecord) -> RemoteRecord {
    peer.wrote(&CrmOp::Create { items: vec![record] }).await
}

/// Reads one record by id.
async fn read(peer: &Peer, id: &RemoteId) -> Vec<RemoteRecord> {
    let op = CrmOp::Get { items: vec![(delivery("r"), id.clone())] };
    found(&op, &peer.client.perform(&op).await, "r")
}

/// The failure of the one item of `op`.
async fn failure(peer: &Peer, op: CrmOp) -> Failure {
    match peer.client.perform(&op).await.of(&op, &op.deliveries()[0]) {
        ItemAnswer::Failed(failure) => failure,
        other => panic!("no failure: {other:?}"),
    }
}

/// A different, acceptable value for every field of the default mapping that the CRM has.
fn value_of_each_field(peer: &Peer, round: &str) -> Vec<(String, String)> {
    let mapping = (CRMS[0].default_mapping)();
    let value = |name: &str| match name {
        "acme_email" => format!("{round}@example.com"),
        "acme_rating" => round.len().to_string(),
        "acme_tags" => format!("{round};zweitens"),
        "acme_notes" => format!("{round}: first line\nsecond „line“ 🦀"),
        other => format!("{round} of {other}"),
    };
    let mapped = mapping.rows.iter().filter(|row| row.take != Take::Note).map(|row| row.theirs.as_str());
    // Not ours by default, and the one that may hold several lines.
    let all = mapped.chain(["acme_notes"]).filter(|name| peer.client.has(name));
    all.map(|name| (name.to_owned(), value(name))).collect()
}

#[tokio::test]
async fn every_mapped_field_is_created_read_changed_and_cleared() {
    every_client(async |peer| {
        let sent = value_of_each_field(peer, "one");
        let sent: Vec<(&str, &str)> =
            sent.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
        let first = made(peer, new_record("m1", &sent)).await;
        assert_eq!(first.fields, fields(&sent));
        assert_eq!((first.marker.as_deref(), first.archived), (Some("c-m1"), false));
        assert_eq!(read(peer, &first.id).await, vec![first.clone()]);

        let other = value_of_each_field(peer, "three");
        let changed: Vec<(&str, Option<&str>)> = other
            .iter()
            .map(|(field, value)| (field.as_str(), (field != "acme_city").then_some(value.as_str())))
            .collect();
        let second = peer.wrote(&CrmOp::Update { items: vec![patch("u", &first, &changed)] }).await;
        assert_eq!((&second.id, &second.marker), (&first.id, &first.marker), "the marker stays");
        assert!(!peer.has_versions() || second.version > first.version);
        let expected: Vec<(&str, &str)> =
            changed.iter().filter_map(|(field, value)| Some((*field, (*value)?))).collect();
        assert_eq!(second.fields, fields(&expected));
        assert_eq!(read(peer, &first.id).await, vec![second]);
    })
    .await;
}

#[tokio::test]
async fn a_marker_is_written_onto_a_record_that_has_none() {
    every_client(async |peer| {
        let plain = NewRecord { marker: None, ..new_record("m", &[("acme_last_name", "Keane")]) };
        let plain = made(peer, plain).await;
        assert_eq!(plain.marker, None);
        let mut adopt = patch("m", &plain, &[]);
        adopt.marker = Some("a-m".to_owned());
        let adopted = peer.wrote(&CrmOp::Update { items: vec![adopt] }).await;
        assert_eq!(adopted.marker.as_deref(), Some("a-m"));
    })
    .await;
}

#[tokio::test]
async fn an_email_is_found_without_regard_to_case_many_in_one_request() {
    every_client(async |peer| {
        made(peer, new_record("e", &[("acme_email", "Ada.Byron@Example.com")])).await;
        let items =
            [("one", "ADA.byron@example.COM"), ("two", "ravi@EXAMPLE.com"), ("none", "nobody@example.com")];
        let op = CrmOp::FindByEmail {
            items: items.map(|(name, email)| (delivery(name), email.to_owned())).to_vec(),
        };
        let before = asked(peer);
        let answer = peer.client.perform(&op).await;
        assert!(!peer.in_bulk() || asked(peer) == before + 1, "one request for all");
        assert_eq!(found(&op, &answer, "one")[0].marker.as_deref(), Some("c-e"));
        let stranger = &found(&op, &answer, "two")[0];
        assert_eq!(stranger.fields.get(&RemoteField::new("acme_company")), Some("Chandran Consulting"));
        assert_eq!(found(&op, &answer, "none"), vec![]);
    })
    .await;
}

#[tokio::test]
async fn the_same_email_asked_for_by_two_deliveries_answers_both() {
    every_client(async |peer| {
        let op = CrmOp::FindByEmail {
            items: vec![
                (delivery("a"), "ravi@example.com".to_owned()),
                (delivery("b"), " Ravi@Example.com".to_owned()),
            ],
        };
        let answer = peer.client.perform(&op).await;
        assert_eq!(found(&op, &answer, "a"), found(&op, &answer, "b"));
        assert_eq!(found(&op, &answer, "a").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_archived_record_is_found_by_id_and_by_marker_but_not_by_email() {
    every_client(async |peer| {
        let record = made(peer, new_record("x", &[("acme_email", "gone@example.com")])).await;
        peer.delete_there(&record.id);
        assert!(read(peer, &record.id).await[0].archived);
        // From here on the client knows that one keyed read is enough.
        assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
        let both =
            CrmOp::FindByMarker { items: vec![(delivery("x"), vec!["c-x".to_owned(), "a-x".to_owned()])] };
        let marked = found(&both, &peer.client.perform(&both).await, "x");
        let marked: Vec<_> = marked.iter().map(|record| (&record.id, record.archived)).collect();
        // Neither the search nor a list shows what was deleted in Pipedrive.
        assert_eq!(marked, if peer.keeps_apart() { vec![(&record.id, true)] } else { vec![] });
        let email = CrmOp::FindByEmail { items: vec![(delivery("x"), "gone@example.com".to_owned())] };
        assert_eq!(found(&email, &peer.client.perform(&email).await, "x"), vec![]);
    })
    .await;
}

#[tokio::test]
async fn a_searchable_marker_finds_every_record_that_carries_it() {
    let peer =
        Peer::start(|settings| (settings.marker, settings.index_lag_ms) = (Marker::Searchable, 60_000)).await;
    let one = made(&peer, new_record("d", &[("acme_last_name", "Twice")])).await;
    let again =
        NewRecord { idempotency_key: "late".to_owned(), ..new_record("d", &[("acme_last_name", "Twice")]) };
    let two = made(&peer, again).await;
    peer.delete_there(&one.id);
    let op = CrmOp::FindByMarker { items: vec![(delivery("d"), vec!["c-d".to_owned(), "a-d".to_owned()])] };
    let mut ids: Vec<RemoteId> =
        found(&op, &peer.client.perform(&op).await, "d").into_iter().map(|record| record.id).collect();
    ids.sort();
    assert_eq!(ids, [one.id, two.id]);
}

#[tokio::test]
async fn a_crm_without_markers_says_that_it_cannot_look_for_one() {
    let peer = Peer::start(|settings| settings.marker = Marker::None).await;
    assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
    assert_eq!(peer.client.capabilities().marker, MarkerSupport::None);
    let op = CrmOp::FindByMarker { items: vec![(delivery("x"), vec!["c-x".to_owned()])] };
    assert_eq!(failure(&peer, op).await, Failure::Unsupported);
}

#[tokio::test]
async fn a_record_that_looks_like_what_was_sent_is_found_by_its_most_telling_value() {
    let peer = Peer::start(|settings| settings.marker = Marker::None).await;
    let badge = NewRecord {
        marker: None,
        ..new_record("l", &[("acme_badge_id", "B-17"), ("acme_company", "Ärger AG")])
    };
    let record = made(&peer, badge).await;
    let op = CrmOp::FindLike {
        items: vec![
            (delivery("badge"), fields(&[("acme_badge_id", "b-17")])),
            (delivery("name"), fields(&[("acme_first_name", "RAVI"), ("acme_last_name", "Chandran")])),
            (delivery("nobody"), fields(&[("acme_badge_id", "B-99")])),
            (delivery("nothing"), fields(&[])),
        ],
    };
    let answer = peer.client.perform(&op).await;
    assert_eq!(found(&op, &answer, "badge"), vec![record]);
    assert_eq!(found(&op, &answer, "name").len(), 1);
    assert_eq!(found(&op, &answer, "nobody"), vec![]);
    assert_eq!(found(&op, &answer, "nothing"), vec![]);
}

#[tokio::test]
async fn a_taken_email_and_a_taken_marker_name_the_record_that_has_them() {
    every_client(async |peer| {
        let record = made(peer, new_record("t", &[("acme_email", "taken@example.com")])).await;
        let conflict = |on| Failure::Conflict { on, existing: Some(record.id.clone()) };
        let email = new_record("other", &[("acme_email", "Taken@Example.com")]);
        assert_eq!(failure(peer, CrmOp::Create { items: vec![email] }).await, conflict(ConflictOn::Email));
        if peer.upserts() {
            return;
        }
        peer.delete_there(&record.id);
        let marker =
            NewRecord { idempotency_key: "2".to_owned(), ..new_record("t", &[("acme_last_name", "T")]) };
        let failed = failure(peer, CrmOp::Create { items: vec![marker] }).await;
        assert_eq!(failed, conflict(ConflictOn::Marker), "archived or not");
    })
    .await;
}

#[tokio::test]
async fn a_change_for_an_older_version_is_stale_and_changes_nothing() {
    every_client(async |peer| {
        if !peer.has_versions() {
            return;
        }
        let first = made(peer, new_record("s", &[("acme_last_name", "Stale")])).await;
        let op = CrmOp::Update { items: vec![patch("s", &first, &[("acme_city", Some("Oslo"))])] };
        let second = written(&op, &peer.client.perform(&op).await);
        let late = patch("late", &first, &[("acme_city", Some("Bergen"))]);
        let failed = failure(peer, CrmOp::Update { items: vec![late] }).await;
        assert_eq!(failed, Failure::Stale { current: second.version.clone() });
        assert_eq!(read(peer, &first.id).await, vec![second]);
    })
    .await;
}

#[tokio::test]
async fn a_record_that_is_not_there_is_gone_for_a_change_and_nothing_for_a_read() {
    every_client(async |peer| {
        let record = made(peer, new_record("g", &[("acme_last_name", "Gone")])).await;
        peer.delete_there(&record.id);
        let gone = Failure::Gone { merged_into: None };
        let archived = patch("g", &record, &[("acme_city", Some("Oslo"))]);
        assert_eq!(failure(peer, CrmOp::Update { items: vec![archived] }).await, gone);
        let never = RemoteRecord { id: RemoteId::new("c_999999"), ..record };
        let unknown = patch("n", &never, &[("acme_city", Some("Oslo"))]);
        assert_eq!(failure(peer, CrmOp::Update { items: vec![unknown] }).await, gone);
        assert_eq!(read(peer, &never.id).await, vec![]);
    })
    .await;
}

#[tokio::test]
async fn a_refused_value_names_its_field() {
    every_client(async |peer| {
        let bad = new_record("b", &[("acme_last_name", "B"), ("acme_email", "no address")]);
        let Failure::Invalid { fields } = failure(peer, CrmOp::Create { items: vec![bad] }).await else {
            panic!("another class");
        };
        assert_eq!(fields[0].field, Some(RemoteField::new("acme_email")));
        assert!(!fields[0].message.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_batch_is_answered_item_by_item_whatever_the_order() {
    every_client(async |peer| {
        let mut items: Vec<NewRecord> =
            (0..40).map(|n| new_record(&format!("b{n}"), &[("acme_last_name", &format!("B-{n}"))])).collect();
        items[7].fields = fields(&[("acme_email", "ravi@example.com")]);
        items[9].fields = fields(&[("acme_email", "no address")]);
        let op = CrmOp::Create { items };
        let before = asked(peer);
        let answer = peer.client.perform(&op).await;
        assert!(!peer.in_bulk() || asked(peer) == before + 1, "one request for all");
        for n in 0..40 {
            let answer = answer.of(&op, &delivery(&format!("b{n}")));
            match (n, answer) {
                (7, ItemAnswer::Failed(Failure::Conflict { on: ConflictOn::Email, existing: Some(_) })) => {}
                // A stranger has that address, which is looked for before: nothing over there keeps them apart.
                (7, ItemAnswer::Written(_)) if !peer.keeps_apart() => {}
                (9, ItemAnswer::Failed(Failure::Invalid { .. })) => {}
                (_, ItemAnswer::Written(record)) => {
                    assert_eq!(
                        record.fields.get(&RemoteField::new("acme_last_name")),
                        Some(format!("B-{n}").as_str())
                    );
                }
                (_, other) => panic!("b{n}: {other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn changes_in_a_batch_carry_their_versions() {
    every_client(async |peer| {
        if !peer.has_versions() {
            return;
        }
        let one = made(peer, new_record("v1", &[("acme_last_name", "V1")])).await;
        let two = made(peer, new_record("v2", &[("acme_last_name", "V2")])).await;
        let once = CrmOp::Update { items: vec![patch("v2", &two, &[("acme_city", Some("Bergen"))])] };
        assert!(peer.client.perform(&once).await.outcome.is_ok());
        let items = vec![
            patch("v1", &one, &[("acme_city", Some("Oslo"))]),
            patch("v2", &two, &[("acme_city", Some("Oslo"))]),
        ];
        let op = CrmOp::Update { items };
        let answer = peer.client.perform(&op).await;
        assert!(
            matches!(answer.of(&op, &delivery("v1")), ItemAnswer::Written(record) if record.id == one.id)
        );
        let stale = Failure::Stale { current: Some(Version(2)) };
        assert_eq!(answer.of(&op, &delivery("v2")), ItemAnswer::Failed(stale));
    })
    .await;
}

#[tokio::test]
async fn more_than_a_batch_is_split_and_every_item_is_answered() {
    every_client(async |peer| {
        let before = peer.count();
        let items: Vec<NewRecord> = (0..230)
            .map(|n| new_record(&format!("n{n}"), &[("acme_last_name", &format!("N-{n}"))]))
            .collect();
        let op = CrmOp::Create { items };
        let answer = peer.client.perform(&op).await;
        assert_eq!(peer.count(), before + 230);
        let ids: Vec<_> = op
            .deliveries()
            .into_iter()
            .map(|name| match answer.of(&op, &name) {
                ItemAnswer::Written(record) => (name, record.id),
                other => panic!("{name}: {other:?}"),
            })
            .collect();
        let op = CrmOp::Get { items: ids };
        let answer = peer.client.perform(&op).await;
        assert!(op.deliveries().iter().all(|name| found(&op, &answer, name.as_str())[0].marker.is_some()));
    })
    .await;
}

#[tokio::test]
async fn the_same_write_again_is_the_same_record() {
    every_client(async |peer| {
        let before = peer.count();
        let record = new_record("i", &[("acme_last_name", "Once")]);
        let first = made(peer, record.clone()).await;
        if peer.keeps_apart() {
            assert_eq!(made(peer, record).await, first);
        } else {
            let existing = Some(first.id);
            let taken = Failure::Conflict { on: ConflictOn::Marker, existing };
            assert_eq!(failure(peer, CrmOp::Create { items: vec![record] }).await, taken);
        }
        assert_eq!(peer.count(), before + 1);
    })
    .await;
}

#[tokio::test]
async fn an_operation_about_nothing_asks_nothing() {
    every_client(async |peer| {
        let before = asked(peer);
        for op in [
            CrmOp::Get { items: Vec::new() },
            CrmOp::FindByEmail { items: Vec::new() },
            CrmOp::FindLike { items: Vec::new() },
            CrmOp::Create { items: Vec::new() },
            CrmOp::Update { items: Vec::new() },
            CrmOp::Delete { items: Vec::new() },
            CrmOp::FindNotes { items: Vec::new() },
        ] {
            assert_eq!(
                peer.client.perform(&op).await.outcome,
                Ok(std::collections::BTreeMap::new()),
                "{op:?}"
            );
        }
        assert_eq!(asked(peer), before);
    })
    .await;
}

#[tokio::test]
async fn an_operation_may_wait_on_any_thread() {
    fn moved<T: Send>(waiting: T) -> T {
        waiting
    }
    every_client(async |peer| {
        assert!(moved(peer.client.perform(&CrmOp::Check)).await.outcome.is_ok());
        assert!(moved(peer.client.changes(None, None)).await.0.is_ok());
    })
    .await;
}

/// Requests so far, logins aside.
fn asked(peer: &Peer) -> u64 {
    peer.seen("") - peer.seen("/auth/login")
}
