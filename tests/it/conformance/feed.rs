//! What changed over there: everything that stands there is shown, in pages, and what cannot be relied on is said so.

use acceptance::crm_peer::{Canned, Peer, every_client, json, new_record, written};
use lanyard_core::crm::{ChangedRecord, CrmOp, Failure, NewRecord, RemoteRecord, Trouble};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::clock::Clock as _;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::{Act, Brand, FaultKind};
use serde_json::{Value, json as value};
use std::collections::BTreeSet;

/// Makes so many records in one moment.
async fn made(peer: &Peer, count: usize, name: &str) {
    let items: Vec<NewRecord> = (0..count)
        .map(|n| new_record(&format!("{name}{n}"), &[("acme_last_name", &format!("{name}-{n}"))]))
        .collect();
    let op = CrmOp::Create { items };
    assert!(peer.client.perform(&op).await.outcome.is_ok());
}

/// All pages from a moment on, and how many they were.
async fn pulled(peer: &Peer, since: Option<WallMs>) -> (Vec<ChangedRecord>, usize) {
    let (mut shown, mut token, mut pages) = (Vec::new(), None::<String>, 0);
    while pages < 100 {
        let (page, _) = peer.client.changes(since, token.as_deref()).await;
        let page = page.expect("a page");
        shown.extend(page.records);
        pages += 1;
        token = page.more;
        if token.is_none() {
            return (shown, pages);
        }
    }
    panic!("the feed does not end")
}

fn ids(shown: &[ChangedRecord]) -> BTreeSet<&str> {
    shown.iter().map(|changed| changed.record.id.as_str()).collect()
}

#[tokio::test]
async fn everything_is_shown_however_many_share_a_moment() {
    every_client(async |peer| {
        made(peer, 100, "a").await;
        made(peer, 130, "b").await;
        peer.clock.advance(Millis(1000));
        made(peer, 5, "c").await;
        let (shown, pages) = pulled(peer, None).await;
        assert_eq!(ids(&shown).len(), peer.count(), "strangers and ours");
        // A page ends within the moment that many share, which is then shown from its begin.
        // One whose pages know no numbers goes through that moment once more by its ids, and through the bin at the end.
        let most = if peer.upserts() { (7, 2 * peer.count()) } else { (5, peer.count() + 101) };
        assert!(pages <= most.0 && shown.len() <= most.1, "{pages} pages, {} records", shown.len());
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_a_moment_is_shown_with_what_was_deleted_and_merged() {
    every_client(async |peer| {
        made(peer, 4, "a").await;
        peer.clock.advance(Millis(60_000));
        let now = peer.clock.wall();
        let records = peer.crm.records();
        let id = |n: usize| records[records.len() - 5 + n].id.clone();
        let city = value!({ "acme_city": "Oslo" }).as_object().cloned().unwrap_or_default();
        peer.act(&Act::Edit { id: id(1), fields: city });
        peer.act(&Act::Delete { id: id(2) });
        peer.act(&Act::Merge { id: id(3), into: id(4) });
        let (shown, pages) = pulled(peer, Some(now)).await;
        let mut seen: Vec<(String, bool)> = shown
            .iter()
            .map(|changed| (changed.record.id.as_str().to_owned(), changed.record.archived))
            .collect();
        seen.sort();
        let expected = match peer.brand {
            // The one that stays was given nothing new.
            Brand::Acme => (1, vec![(id(1), false), (id(2), true), (id(3), true)]),
            // What went up in another one is not shown, the other one is; the bin is a page of its own.
            Brand::HubSpot => (2, vec![(id(1), false), (id(2), true), (id(4), false)]),
            // Nor is what was deleted: that is asked for by its number.
            Brand::Pipedrive => (1, vec![(id(1), false), (id(4), false)]),
        };
        assert_eq!((pages, seen), expected);
        assert!(shown.iter().all(|changed| changed.modified == now), "by the CRM's own clock");
        assert_eq!(pulled(peer, Some(now.plus(Millis(1)))).await.0, []);
    })
    .await;
}

#[tokio::test]
async fn a_crm_that_passes_over_the_time_shows_everything_and_ends() {
    let peer = Peer::start(|settings| settings.ignore_updated_since = true).await;
    made(&peer, 230, "a").await;
    let since = peer.clock.wall().plus(Millis(1));
    let (shown, _) = pulled(&peer, Some(since)).await;
    assert_eq!(ids(&shown).len(), peer.count());
    assert!(shown.iter().all(|changed| changed.modified < since), "that is how it is known");
}

#[tokio::test]
async fn a_time_too_far_back_is_gone_and_everything_can_still_be_read() {
    let peer = Peer::start(|settings| settings.changes_kept_ms = Some(60_000)).await;
    let noon = peer.clock.wall();
    peer.clock.advance(Millis(60_001));
    let (page, facts) = peer.client.changes(Some(noon), None).await;
    assert_eq!(page, Err(Failure::Gone { merged_into: None }));
    assert!(facts.raw.is_some_and(|raw| raw.contains("cursor_expired")));
    assert_eq!(ids(&pulled(&peer, None).await.0).len(), peer.count());
}

#[tokio::test]
async fn a_fault_of_the_feed_has_the_class_of_a_read() {
    let peer = Peer::start(|_| ()).await;
    let transient = |trouble| Failure::Transient { trouble };
    for (fault, failure) in [
        (FaultKind::ErrorBefore { status: 503 }, transient(Trouble::Busy)),
        (FaultKind::CutMidReply, transient(Trouble::Unreachable)),
        (FaultKind::Html { status: 200 }, transient(Trouble::Portal)),
    ] {
        peer.fault(fault);
        assert_eq!(peer.client.changes(None, None).await.0, Err(failure));
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_no_page_and_one_out_of_order_no_feed() {
    let record = |id: &str, at: &str| value!({ "id": id, "version": 1, "archived": false, "updated_at": at, "fields": {} });
    let (early, late) = (record("c_1", "2026-11-22T09:00:00Z"), record("c_2", "2026-11-22T09:00:01Z"));
    let paging = value!({ "next": null });
    let missing_route = value!({ "error": { "code": "no_route", "message": "No." } });
    for (status, body, failure) in [
        (200, value!({ "data": [late, early], "paging": paging }), Failure::Unsupported),
        (200, value!({ "data": [record("c_1", "soon")], "paging": paging }), Failure::Protocol),
        (200, value!({ "data": [{ "id": "c_1" }], "paging": paging }), Failure::Protocol),
        (200, value!({ "data": [] }), Failure::Protocol),
        (200, value!([]), Failure::Protocol),
        (404, missing_route, Failure::Unsupported),
    ] {
        let said: Value = body.clone();
        let peer = Canned::saying(move |_| json(status, &said)).await;
        assert_eq!(peer.client(Limits::SHIPPED).changes(None, None).await.0, Err(failure), "{body}");
    }
}

#[tokio::test]
async fn a_reply_names_what_is_left_of_the_day() {
    let peer = Peer::start(|settings| settings.requests_per_day = 50).await;
    let (_, facts) = peer.client.changes(None, None).await;
    assert_eq!((facts.rate.daily_remaining, facts.status), (Some(49), Some(200)));
    let op = CrmOp::Create { items: vec![new_record("d", &[("acme_last_name", "Day")])] };
    let answer = peer.client.perform(&op).await;
    let _: RemoteRecord = written(&op, &answer);
    assert_eq!(answer.facts.rate.daily_remaining, Some(48));
}
