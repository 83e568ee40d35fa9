//! Who we are: token, key, what a check learns, and what is never printed.

use acceptance::crm_peer::{API_KEY, Peer, TOKEN, acme};
use lanyard_core::crm::{AuthFault, CrmOp, Failure, MarkerSupport};
use lanyard_core::time::WallMs;
use lanyard_engine::clock::ManualClock;
use lanyard_engine::crm::http::{AddressFault, Limits};
use lanyard_engine::crm::{CRMS, ConnectFault, Secret, Secrets, Settings};
use lanyard_rehearsal::Marker;
use std::sync::Arc;

#[tokio::test]
async fn a_token_and_a_key_open_the_crm_and_a_wrong_one_is_named() {
    let peer = Peer::start(|_| ()).await;
    for (auth, secret, opens) in [
        ("bearer", TOKEN, true),
        ("api_key", API_KEY, true),
        ("bearer", API_KEY, false),
        ("api_key", "x", false),
    ] {
        let client = acme(&peer.crm.base_url(), auth, secret, Limits::SHIPPED);
        let outcome = client.perform(&CrmOp::Check).await.outcome;
        match opens {
            true => assert!(outcome.is_ok(), "{auth}"),
            false => assert_eq!(outcome, Err(Failure::Auth { fault: AuthFault::Revoked }), "{auth}"),
        }
    }
}

#[tokio::test]
async fn a_check_learns_what_the_accounts_marker_can_do() {
    for (marker, support) in [
        (Marker::Unique, MarkerSupport::Unique),
        (Marker::Searchable, MarkerSupport::Searchable),
        (Marker::None, MarkerSupport::None),
    ] {
        let peer = Peer::start(|settings| settings.marker = marker).await;
        assert_eq!(peer.client.learned(), None);
        assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok());
        assert_eq!(peer.client.capabilities().marker, support);
        assert!(peer.client.learned().is_some());
    }
}

#[tokio::test]
async fn the_address_may_end_with_the_interfaces_own_path_or_not() {
    let peer = Peer::start(|_| ()).await;
    for base in
        [peer.crm.base_url(), format!("{}/", peer.crm.base_url()), format!("http://{}", peer.crm.addr())]
    {
        assert!(
            acme(&base, "bearer", TOKEN, Limits::SHIPPED).perform(&CrmOp::Check).await.outcome.is_ok(),
            "{base}"
        );
    }
    let wrong = acme(&format!("http://{}/crm", peer.crm.addr()), "bearer", TOKEN, Limits::SHIPPED);
    assert_eq!(wrong.perform(&CrmOp::Check).await.outcome, Err(Failure::Unsupported));
}

#[tokio::test]
async fn a_client_prints_no_secret() {
    let peer = Peer::start(|_| ()).await;
    assert!(!format!("{:?}", peer.client).contains(TOKEN));
}

#[test]
fn every_crm_has_a_name_of_its_own_a_form_and_a_mapping_and_refuses_an_empty_form() {
    let mut kinds: Vec<&str> = CRMS.iter().map(|crm| crm.kind).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), CRMS.len());
    for crm in CRMS {
        let described = crm.described();
        assert_eq!((described.kind.as_str(), described.name.as_str()), (crm.kind, crm.name));
        assert!(described.form.iter().any(|field| field.required));
        assert!(!(crm.default_mapping)().rows.is_empty());
        let clock = Arc::new(ManualClock::new(WallMs(0), 1));
        let empty = crm.connect(&Settings::new(), &Secrets::new(), Limits::SHIPPED, clock);
        assert!(matches!(empty, Err(ConnectFault::Missing(_))), "{}", crm.kind);
    }
}

#[test]
fn plain_http_to_another_computer_is_refused_before_any_connection() {
    let settings = Settings::from([("base_url".to_owned(), "http://192.0.2.7".to_owned())]);
    let secrets = Secrets::from([("secret".to_owned(), Secret::new("x"))]);
    let clock = Arc::new(ManualClock::new(WallMs(0), 1));
    let refused = CRMS[0].connect(&settings, &secrets, Limits::SHIPPED, clock).unwrap_err();
    assert!(matches!(refused, ConnectFault::Address(AddressFault::NotEncrypted)));
    assert!(refused.to_string().contains("https://"), "it says what to do: {refused}");
}
