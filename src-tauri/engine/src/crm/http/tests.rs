//! What is decided before or without a reply. What a peer can do to us is in the conformance suite.

use super::*;
use crate::clock::ManualClock;
use crate::crm::Secret;
use lanyard_core::time::WallMs;
use reqwest::dns::{Name, Resolve, Resolving};

const HABITS: Habits = Habits {
    request_id: "a",
    rate_limit: "b",
    rate_remaining: "c",
    rate_reset: Renewal::At("d"),
    rate_daily: "e",
    rate_daily_limit: "f",
    closing_slash: false,
    search: None,
};
const CANARY: &str = "canary-92ab";

fn http() -> Http {
    let address = Address::parse("http://127.0.0.1:9").unwrap();
    Http::new(address, Limits::SHIPPED, &HABITS, Arc::new(ManualClock::new(WallMs(0), 1))).unwrap()
}

fn sign_in(secret: &str) -> Result<SignIn, BuildFault> {
    SignIn::new("authorization", "Bearer ", Secret::new(secret))
}

fn made(secret: &str) -> reqwest::Request {
    let url = Url::parse("http://127.0.0.1:9/").unwrap();
    prepared(url, request("x"), Some(&sign_in(secret).unwrap())).unwrap()
}

fn request(path: &str) -> Request {
    Request {
        purpose: Purpose::Write,
        method: Method::POST,
        path: vec![path.to_owned()],
        query: Vec::new(),
        headers: Vec::new(),
        body: Some(serde_json::json!({ "name": CANARY })),
    }
}

#[test]
fn a_secret_that_no_header_can_carry_is_refused_before_anything_is_sent() {
    assert!(matches!(sign_in("two\nlines"), Err(BuildFault::Secret)));
    assert!(sign_in("one-line").is_ok());
}

#[test]
fn neither_secret_nor_values_are_printed() {
    let printed = format!("{:?} {:?} {:?} {:?}", http(), sign_in(CANARY), request("x"), made(CANARY));
    assert!(!printed.contains(CANARY), "{printed}");
}

#[test]
fn a_request_names_itself_and_carries_the_sign_in_as_sensitive() {
    let made = made(CANARY);
    let shown = &made.headers()["authorization"];
    assert_eq!(shown.to_str().unwrap(), format!("Bearer {CANARY}"));
    assert!(shown.is_sensitive());
    assert_eq!(made.headers()[CONTENT_TYPE], "application/json");
}

#[tokio::test]
async fn an_id_that_would_change_the_path_is_never_sent() {
    let (outcome, facts) = http().send(request(".."), None).await;
    assert_eq!(outcome.unwrap_err(), Failure::Unsupported);
    assert_eq!(facts.status, None);
}

/// Answers as [`LoopbackOnly`] does for a name that leads to another computer.
struct Elsewhere;

impl Resolve for Elsewhere {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(async { Err(NotLoopback.into()) })
    }
}

#[tokio::test]
async fn a_plain_name_that_leads_elsewhere_fails_before_any_connection_and_says_why() {
    let library = reqwest::Client::builder().no_proxy().tls_certs_only([]).dns_resolver(Elsewhere);
    http();
    let error = library.build().unwrap().get("http://crm.test/").send().await.unwrap_err();
    let unreachable = Failure::Transient { trouble: Trouble::Unreachable };
    assert_eq!(no_answer(Purpose::Write, &error), unreachable);
    assert_eq!(no_reply(&error).raw, Some(AddressFault::NotEncrypted.to_string()));
}

#[tokio::test]
async fn the_resolver_finds_this_computer_by_name() {
    let name: Name = "localhost".parse().unwrap();
    assert!(LoopbackOnly.resolve(name).await.unwrap().all(|found| found.ip().is_loopback()));
}
