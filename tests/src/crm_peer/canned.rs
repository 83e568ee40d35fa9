//! A peer that says whatever a test wants, to the byte.

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
    let mut bytes = Vec::new();
    let (head, body_at) = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break (String::from_utf8_lossy(&bytes[..end]).to_lowercase(), end + 4);
        }
    };
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    while bytes.len() < body_at + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let body = serde_json::from_slice(&bytes[body_at..]).unwrap_or_default();
    Some(Heard { head, body })
}

/// A whole reply.
#[must_use]
pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Say {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    Say::Bytes(
        format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len()).into_bytes(),
    )
}

/// A whole reply in JSON.
#[must_use]
pub fn json(status: u16, body: &serde_json::Value) -> Say {
    reply(status, &[("content-type", "application/json")], &body.to_string())
}
