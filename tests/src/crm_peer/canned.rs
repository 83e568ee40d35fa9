//! A peer that says whatever a test wants, to the byte.

use super::wire::{reply_bytes, whole_request};
use super::{NOON, Speaker, TOKEN, acme, hubspot};
use lanyard_core::time::WallMs;
use lanyard_engine::clock::ManualClock;
use lanyard_engine::crm::Client;
use lanyard_engine::crm::http::Limits;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// One request as the canned peer heard it.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Request line and headers, lower case.
    pub head: String,
    /// The JSON body; null when there is none.
    pub body: serde_json::Value,
}

/// What the canned peer does with a request.
pub enum Say {
    /// These bytes, then the connection closes.
    Bytes(Vec<u8>),
    /// Nothing, for as long as the client waits.
    Nothing,
    /// These bytes, and the connection stays open for more; a further request on it is heard and not answered.
    KeptOpen(Vec<u8>),
    /// This start, then the same piece again and again without an end.
    Forever(Vec<u8>, Vec<u8>),
}

/// A peer that says what it is told.
pub struct Canned {
    /// Where it listens.
    pub addr: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
    task: JoinHandle<()>,
}

impl Canned {
    /// Starts one that answers each request so.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn saying(say: impl Fn(&Heard) -> Say + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback");
        let addr = listener.local_addr().expect("it listens");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (book, say) = (heard.clone(), Arc::new(say));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answered(stream, book.clone(), say.clone()));
            }
        });
        Self { addr, heard, task }
    }

    /// A client of it.
    #[must_use]
    pub fn client(&self, limits: Limits) -> Speaker {
        acme(&format!("http://{}", self.addr), "bearer", TOKEN, limits)
    }

    /// A client of HubSpot at it, with these settings besides.
    #[must_use]
    pub fn hubspot(&self, more: &[(&str, &str)]) -> Client {
        let clock = Arc::new(ManualClock::new(WallMs(NOON), 1));
        hubspot(&format!("http://{}", self.addr), more, Limits::SHIPPED, clock)
    }

    /// The requests so far.
    #[must_use]
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answered(
    mut stream: TcpStream,
    book: Arc<Mutex<Vec<Heard>>>,
    say: Arc<impl Fn(&Heard) -> Say + Send + Sync + 'static>,
) {
    let Some(heard) = request(&mut stream).await else { return };
    book.lock().unwrap_or_else(PoisonError::into_inner).push(heard.clone());
    match say(&heard) {
        Say::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Say::Nothing => {
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        }
        Say::KeptOpen(bytes) => {
            let _ = stream.write_all(&bytes).await;
            if let Some(Heard { head, body }) = request(&mut stream).await {
                let head = format!("again: {head}");
                book.lock().unwrap_or_else(PoisonError::into_inner).push(Heard { head, body });
            }
        }
        Say::Forever(start, piece) => {
            let _ = stream.write_all(&start).await;
            while stream.write_all(&piece).await.is_ok() {}
        }
    }
}

async fn request(stream: &mut TcpStream) -> Option<Heard> {
    let request = whole_request(stream).await?;
    let head = String::from_utf8_lossy(request.head()).to_lowercase();
    Some(Heard { head, body: serde_json::from_slice(request.body()).unwrap_or_default() })
}

/// A whole reply.
#[must_use]
pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Say {
    Say::Bytes(reply_bytes(status, headers, body))
}

/// A whole reply in JSON.
#[must_use]
pub fn json(status: u16, body: &serde_json::Value) -> Say {
    reply(status, &[("content-type", "application/json")], &body.to_string())
}
