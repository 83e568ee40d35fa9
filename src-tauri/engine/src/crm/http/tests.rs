//! What is decided before or without a reply. What a peer can do to us is in the conformance suite.

use super::*;
use crate::clock::ManualClock;
use lanyard_core::time::WallMs;
use reqwest::dns::{Name, Resolve, Resolving};

const HABITS: Habits = Habits { request_id: "a", rate_limit: "b", rate_remaining: "c", rate_reset: "d" };
const CANARY: &str = "canary-92ab";

fn http(secret: &str) -> Result<Http, BuildFault> {
    let sign_in = SignIn { header: "authorization", prefix: "Bearer ", secret: Secret::new(secret) };
    let address = Address::parse("http://127.0.0.1:9").unwrap();
    Http::new(address, sign_in, Limits::SHIPPED, &HABITS, Arc::new(ManualClock::new(WallMs(0), 1)))
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
    assert!(matches!(http("two\nlines"), Err(BuildFault::Secret)));
    assert!(http("one-line").is_ok());
}

#[test]
fn neither_secret_nor_values_are_printed() {
    let http = http(CANARY).unwrap();
    let made = http.prepared(Url::parse("http://127.0.0.1:9/").unwrap(), request("x")).unwrap();
    let printed = format!("{http:?} {:?} {:?} {made:?}", http.sign_in, request("x"));
    assert!(!printed.contains(CANARY), "{printed}");
}

#[test]
fn a_request_names_itself_and_carries_the_sign_in_as_sensitive() {
    let http = http(CANARY).unwrap();
    let made = http.prepared(Url::parse("http://127.0.0.1:9/").unwrap(), request("x")).unwrap();
    let sign_in = &made.headers()["authorization"];
    assert_eq!(sign_in.to_str().unwrap(), format!("Bearer {CANARY}"));
    assert!(sign_in.is_sensitive());
    assert_eq!(made.headers()[CONTENT_TYPE], "application/json");
}

#[tokio::test]
async fn an_id_that_would_change_the_path_is_never_sent() {
    let http = http(CANARY).unwrap();
    let (outcome, facts) = http.send(request("..")).await;
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
    http(CANARY).unwrap();
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
