//! A plain HTTP client and a clock that stands still until it is moved.

#![allow(dead_code, reason = "each test file uses its own part")]

use lanyard_rehearsal::{Options, Rehearsal, Running};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub(crate) const TOKEN: &str = "bearer-of-the-test";
pub(crate) const KEY: &str = "key-of-the-test";
pub(crate) const CONTROL: &str = "control-of-the-test";
pub(crate) const EMAIL: &str = "Manager@Example.com";
pub(crate) const PASSWORD: &str = "password of the test";

/// Sunday 22 November 2026, 09:00 UTC.
pub(crate) const START_MS: i64 = 1_795_338_000_000;

/// A server and a client for it.
pub(crate) struct Crm {
    pub(crate) running: Running,
    pub(crate) http: Client,
    clock: Arc<AtomicI64>,
}

/// A reply that came whole.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Got {
    pub(crate) async fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.expect("a body") }
    }
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("a JSON body")
    }
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().expect("plain text"))
    }
    /// The error's code.
    pub(crate) fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
    pub(crate) fn id(&self) -> String {
        self.json()["id"].as_str().expect("a record").to_owned()
    }
}

impl Crm {
    /// A CRM without strangers.
    pub(crate) async fn new() -> Self {
        Self::with(|o| o.strangers = false).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Options)) -> Self {
        // Says no when another test was first, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let clock = Arc::new(AtomicI64::new(START_MS));
        let hand = clock.clone();
        let mut options = Options::new(TOKEN, KEY, CONTROL, Arc::new(move || hand.load(Ordering::SeqCst)));
        (options.email, options.password) = (EMAIL.to_owned(), PASSWORD.to_owned());
        change(&mut options);
        let running = Rehearsal::start(options).await.expect("a free port");
        let http = Client::builder().no_proxy().retry(reqwest::retry::never()).build().expect("a client");
        Self { running, http, clock }
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    /// A request with the token, in either of the ways in which a CRM wants it.
    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.running.base_url()));
        request.bearer_auth(TOKEN).header("X-Api-Token", TOKEN)
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Got {
        Got::of(request.send().await.expect("an answer")).await
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.send(self.ask(Method::GET, path)).await
    }
    pub(crate) async fn post(&self, path: &str, body: Value) -> Got {
        self.send(self.ask(Method::POST, path).json(&body)).await
    }
    pub(crate) async fn patch(&self, path: &str, body: Value) -> Got {
        self.send(self.ask(Method::PATCH, path).json(&body)).await
    }
    pub(crate) async fn put(&self, path: &str, body: Value) -> Got {
        self.send(self.ask(Method::PUT, path).json(&body)).await
    }
    /// A request that is meant for one version.
    pub(crate) async fn if_match(&self, method: Method, path: &str, version: u64, body: Value) -> Got {
        let request = self.ask(method, path).header("If-Match", format!("\"{version}\""));
        self.send(request.json(&body)).await
    }
    pub(crate) async fn delete(&self, path: &str) -> Got {
        self.send(self.ask(Method::DELETE, path)).await
    }

    /// Creates a contact and gives its id.
    pub(crate) async fn created(&self, fields: Value) -> String {
        let got = self.post("/contacts", json!({ "fields": fields })).await;
        assert_eq!(got.status, 201, "{}", got.text);
        got.id()
    }

    /// What a person does at the CRM's own screen.
    pub(crate) async fn act(&self, what: &str, body: Value) -> Got {
        self.send(self.control(Method::POST, what).json(&body)).await
    }

    /// The ids on a page of records or notes.
    pub(crate) async fn ids(&self, path: &str) -> Vec<String> {
        let got = self.get(path).await;
        assert_eq!(got.status, 200, "{}", got.text);
        let ids = got.json()["data"].as_array().expect("a page").clone();
        ids.iter().map(|record| record["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// A request to the routes that are no CRM.
    pub(crate) fn control(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("http://{}/__rehearsal/{path}", self.running.addr()))
            .header("X-Rehearsal-Token", CONTROL)
    }
}
