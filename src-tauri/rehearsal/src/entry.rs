//! A request on its way in and its reply on the way out, and the faults that hit them.

use crate::ask::Ask;
use crate::clock::http_date;
use crate::control::Stage;
use crate::crm::{LARGEST_BODY, expired, refused, throttled};
use crate::fault::{FaultKind, Plan};
use crate::reply::{Body, Kind, Problem, Reply};
use crate::wire::Wire;
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Bytes of a reply that still leave when it is cut in the middle: the status line and a part of a header.
const HALF_A_REPLY: usize = 40;
/// What a captive portal says instead of the CRM.
const PORTAL: &str =
    "<!doctype html><title>Venue Wi-Fi</title><h1>Welcome</h1><p>Accept the terms to go online.</p>";
/// What a front says to those who ask too much.
const FRONT: &str = "<!doctype html><title>Slow down</title><h1>Too many requests from your network</h1>";

/// What every request needs.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) stage: Arc<Mutex<Stage>>,
    pub(crate) stopping: watch::Receiver<bool>,
}

/// A panic elsewhere leaves whole records behind: every change is made by one assignment.
pub(crate) fn locked(stage: &Mutex<Stage>) -> MutexGuard<'_, Stage> {
    stage.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for the stop.
pub(crate) async fn told(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop as well.
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// What leaves: a reply, or a part of one.
enum Outcome {
    Whole(Reply),
    /// So many bytes of the reply, then the connection closes.
    Cut(Reply, usize),
}

/// Answers every request, the CRM's and those to `/__rehearsal/`.
pub(crate) async fn entry(
    State(scene): State<Scene>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
) -> Response {
    let ask = match read(request).await {
        Ok(ask) => ask,
        Err(problem) => return spelled(locked(&scene.stage).crm.complain(problem)),
    };
    if ask.path.starts_with("/__rehearsal/") {
        return spelled(locked(&scene.stage).control(&ask));
    }
    let (method, path, stage) = (ask.method.to_string(), ask.path.clone(), scene.stage.clone());
    let Plan { wait, fault } = locked(&stage).faults.plan(&ask);
    let work = async move {
        tokio::time::sleep(wait).await;
        scene.played(&ask, fault).await
    };
    // A task of its own goes on when the client leaves: a late write is a write.
    let outcome = if wait.is_zero() { Ok(work.await) } else { tokio::spawn(work).await };
    let (reply, status) = match outcome {
        Ok(Outcome::Whole(reply)) => {
            let status = reply.status.as_u16();
            (reply, status)
        }
        Ok(Outcome::Cut(reply, bytes)) => {
            wire.cut_after(bytes);
            (reply, 0)
        }
        Err(_) => {
            wire.cut_after(0);
            (Reply::empty(), 0)
        }
    };
    locked(&stage).note(&method, &path, status);
    spelled(reply)
}

impl Scene {
    /// Carries a request out as far as its fault lets it.
    async fn played(self, ask: &Ask, fault: Option<FaultKind>) -> Outcome {
        let stage = || locked(&self.stage);
        let complain = |problem| Outcome::Whole(stage().crm.complain(problem));
        let broken = |status| {
            Problem::new(Kind::Server, "server_error", "Something went wrong on our side.")
                .with_status(status)
        };
        match fault {
            None | Some(FaultKind::Latency { .. }) => Outcome::Whole(stage().crm.answer(ask)),
            Some(FaultKind::Throttled { retry_after_s, retry_after_date }) => {
                let date = |s| http_date(stage().crm.now() + i64::from(s) * 1000);
                let after = retry_after_s.map(|s| s.to_string()).or_else(|| retry_after_date.map(date));
                complain(after.into_iter().fold(throttled(), |p, after| p.header("retry-after", after)))
            }
            Some(FaultKind::ErrorBefore { status }) => complain(broken(status)),
            Some(FaultKind::ErrorAfter { status }) => {
                stage().crm.answer(ask);
                complain(broken(status))
            }
            Some(FaultKind::CutAfterCommit) => Outcome::Cut(stage().crm.answer(ask), 0),
            Some(FaultKind::CutMidReply) => Outcome::Cut(stage().crm.answer(ask), HALF_A_REPLY),
            Some(FaultKind::LoseItems { every }) => {
                Outcome::Whole(without_items(stage().crm.answer(ask), every))
            }
            Some(FaultKind::LoseMember { name }) => {
                Outcome::Whole(without_member(stage().crm.answer(ask), &name))
            }
            Some(FaultKind::Late { ms, status }) => {
                self.clone().carry_out_later(ask.clone(), Duration::from_millis(ms));
                match status {
                    Some(status) => complain(broken(status)),
                    None => Outcome::Cut(Reply::empty(), 0),
                }
            }
            Some(FaultKind::Twice) => {
                let mut stage = stage();
                stage.crm.answer(ask);
                Outcome::Whole(stage.crm.answer(ask))
            }
            Some(FaultKind::Expired) => complain(expired()),
            Some(FaultKind::Unauthorized) => complain(refused()),
            Some(FaultKind::Forbidden) => {
                complain(Problem::new(Kind::Permission, "missing_scope", "The token may not do this."))
            }
            Some(FaultKind::Html { status }) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                Outcome::Whole(Reply { status, headers: Vec::new(), body: Body::Html(PORTAL) })
            }
            Some(FaultKind::Front { retry_after_s }) => {
                let headers = retry_after_s.map(|s| ("retry-after", s.to_string())).into_iter().collect();
                Outcome::Whole(Reply { status: StatusCode::FORBIDDEN, headers, body: Body::Html(FRONT) })
            }
            Some(FaultKind::Unreachable) => Outcome::Cut(Reply::empty(), 0),
            Some(FaultKind::Hang { ms }) => {
                // A stop ends the silence early; either way nothing is said.
                let _ = tokio::time::timeout(Duration::from_millis(ms), told(self.stopping.clone())).await;
                Outcome::Cut(Reply::empty(), 0)
            }
        }
    }
}

impl Scene {
    /// Carries a request out after a while, unless the CRM stops before.
    fn carry_out_later(self, ask: Ask, wait: Duration) {
        tokio::spawn(async move {
            if tokio::time::timeout(wait, told(self.stopping.clone())).await.is_err() {
                locked(&self.stage).crm.answer(&ask);
            }
        });
    }
}

/// The reply without every so-many-th of its results.
fn without_items(mut reply: Reply, every: usize) -> Reply {
    if let Body::Json(body) = &mut reply.body
        && let Some(results) = body.get_mut("results").and_then(serde_json::Value::as_array_mut)
    {
        let mut n = 0;
        results.retain(|_| {
            n += 1;
            n % every.max(1) != 0
        });
    }
    reply
}

/// The reply whose records lack a member.
fn without_member(mut reply: Reply, name: &str) -> Reply {
    let drop = |value: &mut serde_json::Value| _ = value.as_object_mut().and_then(|all| all.remove(name));
    if let Body::Json(body) = &mut reply.body {
        drop(body);
        for list in ["results", "data"] {
            body.get_mut(list).and_then(serde_json::Value::as_array_mut).into_iter().flatten().for_each(drop);
        }
    }
    reply
}

async fn read(request: Request) -> Result<Ask, Problem> {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LARGEST_BODY)
        .await
        .map_err(|_| Problem::new(Kind::TooLarge, "too_large", "The body is too large or broke off."))?;
    let query = Query::try_from_uri(&head.uri).map(|Query(pairs)| pairs).map_err(|_| {
        Problem::new(Kind::InvalidRequest, "malformed_query", "The query of the address cannot be read.")
    });
    Ok(Ask {
        method: head.method,
        path: head.uri.path().to_owned(),
        query,
        headers: head.headers,
        body: body.to_vec(),
    })
}

fn spelled(reply: Reply) -> Response {
    let (kind, body) = match reply.body {
        Body::Json(value) => (Some("application/json"), value.to_string()),
        Body::Html(page) => (Some("text/html; charset=utf-8"), page.to_owned()),
        Body::Empty => (None, String::new()),
    };
    let mut response = Response::new(axum::body::Body::from(body));
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    if let Some(kind) = kind {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}
