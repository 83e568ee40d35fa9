//! How every CRM client speaks HTTP: one builder with one set of limits, no redirects, no retries, nothing personal in an
//! address or a log. What an answer means is decided in [`classify`]; what a CRM's bodies look like, in its own client.

mod address;
mod classify;
mod door;
mod held_back;
mod reply;
mod sign_in;

pub use address::{Address, AddressFault};
pub use classify::{Body, Purpose, by_status, odd};
pub use door::aside;
pub use held_back::{HeldBack, held_back};
pub use reply::{Habits, Renewal, Reply, Said, Search};
pub use sign_in::SignIn;

use crate::clock::Clock;
use address::{LoopbackOnly, NotLoopback};
use lanyard_core::crm::{Failure, ReplyFacts, Trouble};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use std::sync::{Arc, Once};
use std::time::Duration;

/// How long and how much we wait for. `total` is part of the fence of rule 2: a destination's fence is longer.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until a connection stands, name lookup and TLS included.
    pub connect: Duration,
    /// Until the last byte of the reply.
    pub total: Duration,
    /// Bytes of a reply's body.
    pub reply_bytes: usize,
}

impl Limits {
    /// What the app ships with.
    pub const SHIPPED: Self = Self {
        connect: Duration::from_secs(5),
        total: Duration::from_secs(20),
        reply_bytes: 8 * 1024 * 1024,
    };
}

/// One request. The address holds ids at most, never a value of a contact: addresses end up in other people's logs.
#[derive(Clone)]
pub struct Request {
    /// Whether an unknown outcome matters.
    pub purpose: Purpose,
    /// GET, POST, PATCH …
    pub method: Method,
    /// Below the destination's address; each piece is one segment and is escaped.
    pub path: Vec<String>,
    /// Fixed words only (limits, flags).
    pub query: Vec<(&'static str, String)>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON body.
    pub body: Option<serde_json::Value>,
}

/// The body is personal data: not printed.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Request({:?} {})", self.purpose, self.method)
    }
}

/// Why no client can be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildFault {
    /// The secret holds what no header may carry.
    #[error("the token or key holds characters that cannot be sent: copy it again")]
    Secret,
    /// TLS cannot be set up, usually since the system has no certificates.
    #[error("no secure connections are possible on this computer: {0}")]
    Tls(String),
}

/// A connection to one destination.
pub struct Http {
    reads: reqwest::Client,
    writes: reqwest::Client,
    address: Address,
    limits: Limits,
    habits: &'static Habits,
    clock: Arc<dyn Clock>,
    door: door::Door,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http")
            .field("address", &self.address)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Http {
    /// Prepares for a destination; connects to nothing yet.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn new(
        address: Address,
        limits: Limits,
        habits: &'static Habits,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BuildFault> {
        let reads = library(&address, limits, Connections::Kept)?;
        let writes = library(&address, limits, Connections::Fresh)?;
        let door = door::Door::new(habits.search);
        Ok(Self { reads, writes, address, limits, habits, clock, door })
    }

    /// Sends one request and reads its answer, whatever it is; a login shows no sign-in. The failure of one that got no complete answer is
    /// classified here; everything else needs the CRM's own client.
    pub async fn send(
        &self,
        request: Request,
        sign_in: Option<&SignIn>,
    ) -> (Result<Reply, Failure>, ReplyFacts) {
        let purpose = request.purpose;
        let started = self.clock.mono();
        let outcome = self.exchange(request, sign_in).await;
        let took = started.until(self.clock.mono());
        let (outcome, mut facts) = match outcome {
            Ok((mut reply, facts)) => {
                if let Some(sign_in) = sign_in {
                    reply.hide(sign_in.secret());
                }
                (Ok(reply), facts)
            }
            Err((failure, facts)) => (Err(failure), facts),
        };
        facts.took = took;
        tracing::debug!(
            ?purpose,
            status = facts.status,
            request_id = facts.request_id,
            took = took.0,
            "request"
        );
        (outcome, facts)
    }

    async fn exchange(
        &self,
        request: Request,
        sign_in: Option<&SignIn>,
    ) -> Result<(Reply, ReplyFacts), (Failure, ReplyFacts)> {
        let purpose = request.purpose;
        let silent = |error: reqwest::Error| (no_answer(purpose, &error), no_reply(&error));
        let unsendable = || (Failure::Unsupported, ReplyFacts::default());
        let url = self
            .address
            .below(&request.path, self.habits.closing_slash, &request.query)
            .ok_or_else(unsendable)?;
        if held_back::keeps(&request, &url) {
            let nowhere = Failure::Transient { trouble: Trouble::Unreachable };
            return Err((nowhere, ReplyFacts::default()));
        }
        let search = self.habits.search.is_some() && request.path.iter().any(|piece| piece == "search");
        let request = prepared(url, request, sign_in).ok_or_else(unsendable)?;
        let _passed = self.door.pass(self.clock.as_ref(), search).await;
        let library = match purpose {
            Purpose::Read => &self.reads,
            Purpose::Write => &self.writes,
        };
        let response = library.execute(request).await.map_err(silent)?;
        let read = reply::read(response, self.limits.reply_bytes, self.habits).await;
        let (Ok((_, facts)) | Err((_, facts))) = &read;
        self.door.heard(&facts.rate, self.clock.as_ref());
        read.map_err(|(cut, facts)| (classify::incomplete(purpose, cut), facts))
    }
}

fn prepared(url: Url, request: Request, sign_in: Option<&SignIn>) -> Option<reqwest::Request> {
    let mut made = reqwest::Request::new(request.method, url);
    let headers: &mut HeaderMap = made.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    if let Some(sign_in) = sign_in {
        let (name, value) = sign_in.header()?;
        headers.insert(name, value);
    }
    for (name, value) in request.headers {
        headers.insert(HeaderName::from_static(name), HeaderValue::try_from(value).ok()?);
    }
    if let Some(body) = request.body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *made.body_mut() = Some(serde_json::to_vec(&body).ok()?.into());
    }
    Some(made)
}

/// Whether a connection may be used again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connections {
    /// For reads.
    Kept,
    /// For writes: on a new connection a network that is gone shows before anything was sent. On a kept one the same
    /// write would be lost in a dead socket: an unknown outcome, and a fence of minutes for nothing.
    Fresh,
}

fn library(
    address: &Address,
    limits: Limits,
    connections: Connections,
) -> Result<reqwest::Client, BuildFault> {
    static RING: Once = Once::new();
    RING.call_once(|| {
        // An error means that the process has chosen a provider already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let builder = reqwest::Client::builder()
        .user_agent(concat!("Lanyard/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect)
        .timeout(limits.total)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        // Below the shortest keep-alive in wide use (5 s), so that a read seldom meets a connection just closed.
        .pool_idle_timeout(Duration::from_secs(4));
    let builder = match connections {
        Connections::Kept => builder,
        Connections::Fresh => builder.pool_max_idle_per_host(0),
    };
    let builder = if address.is_plain() {
        // No certificates are needed, none are loaded: a rehearsal runs on a computer that has none. No proxy either: it
        // would resolve the name for us.
        builder.no_proxy().tls_certs_only([]).dns_resolver(LoopbackOnly)
    } else {
        builder.https_only(true)
    };
    builder.build().map_err(|error| BuildFault::Tls(innermost(&error)))
}

/// A request without an answer. Only when the connection never stood is it sure that nothing arrived.
fn no_answer(purpose: Purpose, error: &reqwest::Error) -> Failure {
    if error.is_connect() || error.is_builder() {
        return Failure::Transient { trouble: Trouble::Unreachable };
    }
    match purpose {
        Purpose::Read => Failure::Transient { trouble: Trouble::Unreachable },
        Purpose::Write => Failure::Ambiguous,
    }
}

/// What is kept when no reply came: the reason, in the library's words, without the address.
fn no_reply(error: &reqwest::Error) -> ReplyFacts {
    let reason = if chain(error).any(|cause| cause.is::<NotLoopback>()) {
        AddressFault::NotEncrypted.to_string()
    } else {
        innermost(error)
    };
    ReplyFacts { raw: Some(reason), ..ReplyFacts::default() }
}

fn chain<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(std::error::Error::source(error), |&cause| cause.source())
}

/// The outer errors of the library name the address; the innermost says what happened to the connection.
fn innermost(error: &reqwest::Error) -> String {
    chain(error).last().map_or_else(|| "no connection".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests;
