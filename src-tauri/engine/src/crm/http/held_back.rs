//! Writes that are worded and not sent: what a dry run shows. Held back here and not in the clients, so that none of them can send
//! one by mistake; a client asks within the task that called it, which is what the scope goes by.

use super::{Purpose, Request};
use std::sync::{Arc, Mutex, PoisonError};

tokio::task_local! {
    static HELD: Arc<Mutex<Vec<HeldBack>>>;
}

/// A request that would have left. The sign-in is no part of it.
#[derive(Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// GET, POST, PATCH …
    pub method: String,
    /// The whole address.
    pub address: String,
    /// Headers of its own, without the sign-in.
    pub headers: Vec<(String, String)>,
    /// The body as it would be sent, laid out to be read.
    pub body: Option<String>,
}

/// Personal data: only the method is printed.
impl std::fmt::Debug for HeldBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HeldBack({})", self.method)
    }
}

/// Runs `asking` so that no write leaves within it, and gives the writes that would have. Reads go on as ever; what is written is
/// answered as if there were no network.
pub async fn held_back<F: Future>(asking: F) -> (F::Output, Vec<HeldBack>) {
    let held = Arc::new(Mutex::new(Vec::new()));
    let output = HELD.scope(Arc::clone(&held), asking).await;
    let all = std::mem::take(&mut *held.lock().unwrap_or_else(PoisonError::into_inner));
    (output, all)
}

/// Whether this request stays here; it is noted then.
pub(super) fn keeps(request: &Request, address: &reqwest::Url) -> bool {
    if request.purpose == Purpose::Read {
        return false;
    }
    HELD.try_with(|held| {
        let body = request.body.as_ref().and_then(|body| serde_json::to_string_pretty(body).ok());
        held.lock().unwrap_or_else(PoisonError::into_inner).push(HeldBack {
            method: request.method.to_string(),
            address: address.to_string(),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            body,
        });
    })
    .is_ok()
}
