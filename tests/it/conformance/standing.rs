//! How somebody stands over there: what each client finds of it, by the record and by the address, in either case; whom it finds
//! nothing of; and that a key which may not see owners, or a CRM that calls things by their bare names, costs the rest nothing.

use acceptance::crm_peer::{Peer, every_client, new_record};
use lanyard_core::crm::{AuthFault, CrmOp, Deals, Failure, Standing, Whom};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::WallMs;
use lanyard_rehearsal::{Act, Brand, FaultKind, FaultRule, Match};
use serde_json::{Map, Value};

/// 3 August 2026, 09:00 UTC.
const MAILED: (&str, i64) = ("2026-08-03T09:00:00Z", 1_785_747_600_000);

async fn looked_up(peer: &Peer, whom: &Whom) -> Option<Standing> {
    let (standing, facts) = peer.client.standing(whom).await;
    standing.unwrap_or_else(|failure| panic!("{failure:?} {:?}", facts.raw))
}

fn email(address: &str) -> Whom {
    Whom::Email(address.to_owned())
}

async fn made(peer: &Peer, name: &str) -> RemoteId {
    let values = [("acme_last_name", "Keane"), ("acme_email", &*format!("{name}@example.com"))];
    peer.wrote(&CrmOp::Create { items: vec![new_record(name, &values)] }).await.id
}

/// Somebody sells to them, over there.
fn sold(peer: &Peer, id: &RemoteId) {
    let values: &[(&str, &str)] = match peer.brand {
        Brand::Acme => &[],
        Brand::HubSpot => &[
            ("lifecyclestage", "customer"),
            ("hubspot_owner_id", "41629779"),
            ("notes_last_contacted", MAILED.0),
        ],
        Brand::Pipedrive => &[("standing", "Key account|2|1|2026-08-03 09:00:00")],
    };
    let fields: Map<String, Value> =
        values.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
    if !fields.is_empty() {
        peer.crm.act(&Act::Edit { id: id.as_str().to_owned(), fields }).expect("the CRM takes it");
    }
}

#[tokio::test]
async fn whoever_is_known_is_found_by_record_and_by_address_as_their_crm_has_them() {
    every_client(async |peer| {
        let id = made(peer, "known").await;
        sold(peer, &id);
        for whom in [Whom::Record(id.clone()), email(" Known@Example.COM")] {
            let found = looked_up(peer, &whom).await.expect("it is known");
            assert!(found.changed.is_some(), "{whom:?}");
            let status: Vec<&str> = found.status.iter().map(String::as_str).collect();
            let told = (status, found.deals, found.owner.as_deref(), found.contacted);
            let mailed = Some(WallMs(MAILED.1));
            match peer.brand {
                Brand::Acme => assert_eq!(told, (vec![], None, None, None)),
                Brand::HubSpot => assert_eq!(told, (vec!["Customer"], None, Some("Grace Okafor"), mailed)),
                Brand::Pipedrive => {
                    let deals = Some(Deals { won: 2, open: 1 });
                    assert_eq!(told, (vec!["Key account"], deals, Some("Grace Okafor"), mailed));
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_is_told_of_who_is_not_there_or_not_any_more_or_more_than_once() {
    every_client(async |peer| {
        assert_eq!(looked_up(peer, &email("nobody@example.com")).await, None);
        assert_eq!(looked_up(peer, &Whom::Record(RemoteId::new("77777777"))).await, None);
        let id = made(peer, "gone").await;
        peer.delete_there(&id);
        assert_eq!(looked_up(peer, &email("gone@example.com")).await, None);
        assert_eq!(looked_up(peer, &Whom::Record(id)).await, None);
    })
    .await;
    let peer = Peer::pipedrive(|_| ()).await;
    for name in ["one", "two"] {
        let id = made(&peer, name).await;
        let fields = Map::from_iter([("email".to_owned(), Value::from("twins@example.com"))]);
        peer.crm.act(&Act::Edit { id: id.as_str().to_owned(), fields }).expect("nothing is unique there");
    }
    assert_eq!(
        looked_up(&peer, &email("twins@example.com")).await,
        None,
        "which of them is not for us to say"
    );
}

#[tokio::test]
async fn asking_changes_nothing_over_there() {
    every_client(async |peer| {
        let id = made(peer, "still").await;
        let before = format!("{:?}", peer.crm.records());
        looked_up(peer, &Whom::Record(id)).await;
        looked_up(peer, &email("still@example.com")).await;
        assert_eq!(format!("{:?}", peer.crm.records()), before);
    })
    .await;
}

/// A fault of what a client asks further, below a path.
fn further(peer: &Peer, path: &str, kind: FaultKind) {
    let matches = Match { path_prefix: Some(path.to_owned()), ..Match::default() };
    peer.crm.fault(FaultRule { matches, times: None, kind });
}

#[tokio::test]
async fn a_key_that_may_not_see_owners_costs_the_rest_nothing_and_is_not_tried_again() {
    let peer = Peer::hubspot(|_| ()).await;
    let id = made(&peer, "owned").await;
    sold(&peer, &id);
    further(&peer, "/crm/owners", FaultKind::Forbidden);
    for _ in 0..3 {
        let found = looked_up(&peer, &Whom::Record(id.clone())).await.expect("it is known");
        assert_eq!((found.owner, found.status), (None, vec!["Customer".to_owned()]));
    }
    assert_eq!(peer.seen("/crm/owners/2026-09/41629779"), 1);
}

#[tokio::test]
async fn what_an_account_calls_things_is_asked_once() {
    let peer = Peer::hubspot(|_| ()).await;
    let id = made(&peer, "called").await;
    sold(&peer, &id);
    for _ in 0..3 {
        looked_up(&peer, &Whom::Record(id.clone())).await;
    }
    assert_eq!(peer.seen("/lifecyclestage"), 1);
    assert_eq!(peer.seen("/crm/owners/2026-09/41629779"), 1);
    let peer = Peer::pipedrive(|_| ()).await;
    let id = made(&peer, "called").await;
    sold(&peer, &id);
    for _ in 0..3 {
        looked_up(&peer, &Whom::Record(id.clone())).await;
    }
    assert_eq!((peer.seen("/api/v1/users/1"), peer.seen("/persons/search")), (1, 0));
}

#[tokio::test]
async fn a_stage_that_the_account_does_not_explain_is_called_by_its_name() {
    let peer = Peer::hubspot(|_| ()).await;
    let id = made(&peer, "bare").await;
    sold(&peer, &id);
    further(&peer, "/crm/properties", FaultKind::ErrorBefore { status: 500 });
    let found = looked_up(&peer, &Whom::Record(id)).await.expect("it is known");
    assert_eq!(found.status, ["customer"]);
}

#[tokio::test]
async fn a_key_that_may_not_read_contacts_says_so() {
    let peer = Peer::hubspot(|_| ()).await;
    peer.fault(FaultKind::Forbidden);
    let (standing, _) = peer.client.standing(&email("a@example.com")).await;
    assert_eq!(standing, Err(Failure::Auth { fault: AuthFault::MissingScope }));
}
