//! A CRM that is only fast: the calls that a drain uses, with AcmeCRM's answers, and a delay. It runs on a thread of its
//! own. The rehearsal CRM keeps, checks and remembers more than a server that is to be no bottleneck may; that this one
//! answers as the contract says is not proved here.

use crate::book::Book;
use crate::watch::Watch;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Requests per minute that its headers speak of: the plan that AcmeCRM's contract begins with.
const PER_MINUTE: u64 = 6000;

/// A request as it came, to be sent again by the bare loop.
#[derive(Clone)]
pub(crate) struct Heard {
    pub(crate) post: bool,
    pub(crate) path: String,
    pub(crate) body: Bytes,
}

struct Desk {
    watch: Watch,
    delay: AtomicU64,
    /// While above zero, every request but a read of the account meets 429 with so many seconds of `Retry-After`.
    refusing: AtomicU64,
    requests: AtomicUsize,
    created: AtomicUsize,
    first: Mutex<Option<Duration>>,
    last: Mutex<Duration>,
    book: Mutex<Book>,
}

impl Desk {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running stub.
pub(crate) struct Stub {
    desk: Arc<Desk>,
    pub(crate) address: String,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Stub {
    /// Listens on `port`, any free one when it is 0. Answers after `delay`.
    pub(crate) fn start(port: u16, delay: Duration) -> Self {
        let desk = Arc::new(Desk {
            watch: Watch::start(),
            delay: AtomicU64::new(delay.as_millis() as u64),
            refusing: AtomicU64::new(0),
            requests: AtomicUsize::new(0),
            created: AtomicUsize::new(0),
            first: Mutex::default(),
            last: Mutex::default(),
            book: Mutex::default(),
        });
        let listener = std::net::TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
        listener.set_nonblocking(true).expect("a socket");
        let address = format!("http://{}", listener.local_addr().expect("it listens"));
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let at = Arc::clone(&desk);
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
                let served = axum::serve(listener, Router::new().fallback(answer).with_state(at));
                tokio::select! {
                    done = served => done.expect("it serves"),
                    _ = stopped => {}
                }
            });
        });
        Self { desk, address, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("an address with a port")
    }

    /// Refuses everything with 429 from now on, `Retry-After` so many seconds; 0 ends it.
    pub(crate) fn refuse(&self, retry_after: u64) {
        self.desk.refusing.store(retry_after, Ordering::SeqCst);
    }

    /// Records made so far.
    pub(crate) fn created(&self) -> usize {
        self.desk.created.load(Ordering::SeqCst)
    }

    /// Requests so far.
    pub(crate) fn requests(&self) -> usize {
        self.desk.requests.load(Ordering::SeqCst)
    }

    /// From the first request's arrival to the last reply.
    pub(crate) fn span(&self) -> Duration {
        let first = self.desk.first.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or_default();
        self.desk.last.lock().unwrap_or_else(PoisonError::into_inner).saturating_sub(first)
    }

    /// Waits until so many records were made; panics when it takes longer than `most`.
    pub(crate) fn until_created(&self, count: usize, most: Duration) {
        self.until(most, || self.created() >= count);
    }

    /// Waits for the first request.
    pub(crate) fn until_asked(&self, most: Duration) {
        self.until(most, || self.requests() > 0);
    }

    fn until(&self, most: Duration, done: impl Fn() -> bool) {
        let watch = Watch::start();
        while !done() {
            let (made, asked) = (self.created(), self.requests());
            assert!(watch.passed() < most, "not within {most:?}: {made} records, {asked} requests");
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    /// What came, in its order.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.desk.book().heard.clone()
    }

    /// How many distinct markers its records carry, beside the number of records: equal when nothing is twice.
    pub(crate) fn distinct(&self) -> (usize, usize) {
        let book = self.desk.book();
        (book.by_marker.len(), book.records.len())
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn answer(State(desk): State<Arc<Desk>>, method: Method, uri: Uri, body: Bytes) -> Response {
    let arrived = desk.watch.passed();
    desk.first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(arrived);
    let number = desk.requests.fetch_add(1, Ordering::SeqCst) as u64 + 1;
    // Worked out before the delay, as a server that is far away would be at work meanwhile.
    let (status, text) = reply(&desk, &method, &uri, &body);
    let delay = Duration::from_millis(desk.delay.load(Ordering::SeqCst));
    if let Some(rest) = delay.checked_sub(desk.watch.passed().saturating_sub(arrived)) {
        tokio::time::sleep(rest).await;
    }
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, value: String| {
        headers.insert(name, value.parse().expect("digits"));
    };
    put("content-type", "application/json".to_owned());
    put("x-request-id", format!("r-{number}"));
    let (minute, second) = (desk.watch.passed().as_secs() / 60, desk.watch.passed().as_secs() % 60);
    let used = number.saturating_sub(minute * PER_MINUTE).min(PER_MINUTE - 1);
    put("x-ratelimit-limit", PER_MINUTE.to_string());
    put("x-ratelimit-remaining", (PER_MINUTE - used).to_string());
    put("x-ratelimit-reset", (60 - second).to_string());
    if status == StatusCode::TOO_MANY_REQUESTS {
        put("retry-after", desk.refusing.load(Ordering::SeqCst).to_string());
    }
    *desk.last.lock().unwrap_or_else(PoisonError::into_inner) = desk.watch.passed();
    (status, headers, text).into_response()
}

fn reply(desk: &Desk, method: &Method, uri: &Uri, body: &Bytes) -> (StatusCode, String) {
    let path = uri.path();
    let refused = desk.refusing.load(Ordering::SeqCst) > 0;
    let mut book = desk.book();
    book.heard.push(Heard { post: method == Method::POST, path: uri.to_string(), body: body.clone() });
    if refused {
        return error(StatusCode::TOO_MANY_REQUESTS, "rate_limit", "too_many_requests");
    }
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    match path.strip_prefix("/api/v1/").unwrap_or_default() {
        "me" => {
            let plan =
                json!({ "name": "stub", "requests_per_minute": PER_MINUTE, "requests_per_day": 1_000_000 });
            let account = json!({ "account": { "name": "Stub" }, "rate_plan": plan, "marker": "unique",
                "update": "patch", "delete": "soft", "idempotency": true, "time": "2026-11-22T12:00:00Z" });
            (StatusCode::OK, account.to_string())
        }
        "contacts/bulk/create" => {
            let mut results = String::from("{\"results\":[");
            for item in sent["items"].as_array().into_iter().flatten() {
                if !results.ends_with('[') {
                    results.push(',');
                }
                let record = book.create(&item["fields"]);
                let _ = write!(results, "{{\"ref\":{},\"status\":201,\"record\":{record}}}", item["ref"]);
                desk.created.fetch_add(1, Ordering::SeqCst);
            }
            results.push_str("]}");
            (StatusCode::OK, results)
        }
        "contacts" if method == Method::POST => {
            desk.created.fetch_add(1, Ordering::SeqCst);
            (StatusCode::CREATED, book.create(&sent["fields"]))
        }
        "contacts/bulk/read" => (StatusCode::OK, book.read(&sent)),
        "contacts" => (
            StatusCode::OK,
            json!({ "data": [], "paging": { "total": 0, "limit": 100, "offset": 0, "next": null } })
                .to_string(),
        ),
        other => match other.strip_prefix("contacts/").and_then(|id| book.records.get(id)) {
            Some(record) => (StatusCode::OK, record.clone()),
            None => error(StatusCode::NOT_FOUND, "not_found", "not_found"),
        },
    }
}

fn error(status: StatusCode, kind: &str, code: &str) -> (StatusCode, String) {
    let error = json!({ "message": code, "type": kind, "status": status.as_u16(), "code": code,
        "timestamp": "2026-11-22T12:00:00Z", "details": [] });
    (status, json!({ "error": error }).to_string())
}
