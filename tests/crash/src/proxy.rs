//! A small TCP proxy before a CRM that does to connections what networks do: it cuts a reply after the CRM committed,
//! swallows requests, delays, refuses. It knows of HTTP only where a request begins, to tell a write from a read.
//!
//! Each connection meets one fate. Lanyard sends every write on a connection of its own, so for writes a connection is a
//! request.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// What happens to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Pass,
    /// The request arrives so much later.
    Delay(Duration),
    /// The request is carried out at once, and its reply arrives so much later.
    DelayReply(Duration),
    /// Closed at once; the CRM never sees it.
    Refuse,
    /// The request is read and never arrives; nothing is said until the client gives up.
    Swallow,
    /// The CRM commits and answers; so many bytes of the answer arrive, then the connection is gone.
    CutReply {
        /// Bytes of the reply that arrive.
        after: usize,
    },
}

/// How a request begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// `GET`, `POST` …
    pub method: &'a str,
    /// With its query.
    pub path: &'a str,
}

impl Asked<'_> {
    /// Whether it may change a record.
    #[must_use]
    pub fn is_write(&self) -> bool {
        let reads = ["bulk/read", "bulk/get", "search", "login"];
        self.method != "GET" && !reads.iter().any(|read| self.path.contains(read))
    }
}

/// How many connections met which fate.
#[derive(Debug, Default)]
pub struct Played {
    passed: AtomicU64,
    delayed: AtomicU64,
    refused: AtomicU64,
    swallowed: AtomicU64,
    cut: AtomicU64,
}

impl Played {
    /// Connections whose reply was cut after the CRM had committed.
    #[must_use]
    pub fn cut(&self) -> u64 {
        self.cut.load(Ordering::Relaxed)
    }

    /// Connections with any fault.
    #[must_use]
    pub fn faults(&self) -> u64 {
        [&self.delayed, &self.refused, &self.swallowed, &self.cut]
            .map(|count| count.load(Ordering::Relaxed))
            .iter()
            .sum()
    }

    /// All connections.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.faults() + self.passed.load(Ordering::Relaxed)
    }

    fn count(&self, fate: Fate) {
        let count = match fate {
            Fate::Pass => &self.passed,
            Fate::Delay(_) | Fate::DelayReply(_) => &self.delayed,
            Fate::Refuse => &self.refused,
            Fate::Swallow => &self.swallowed,
            Fate::CutReply { .. } => &self.cut,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

type Choose = Arc<Mutex<dyn FnMut(Asked<'_>) -> Fate + Send>>;

/// A proxy that runs until it is dropped.
pub struct Proxy {
    addr: SocketAddr,
    played: Arc<Played>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Starts one on a free port of 127.0.0.1, before `target`. `choose` gives each connection its fate, by its first
    /// request.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start(
        target: SocketAddr,
        choose: impl FnMut(Asked<'_>) -> Fate + Send + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let addr = listener.local_addr()?;
        let played = Arc::new(Played::default());
        let (counts, choose): (_, Choose) = (Arc::clone(&played), Arc::new(Mutex::new(choose)));
        let task = tokio::spawn(async move {
            // Connections end with the proxy.
            let mut open = JoinSet::new();
            loop {
                let Ok((client, _)) = listener.accept().await else { continue };
                while open.try_join_next().is_some() {}
                let (counts, choose) = (Arc::clone(&counts), Arc::clone(&choose));
                open.spawn(async move {
                    // A connection that breaks is what this is for.
                    let _ = serve(client, target, &counts, &choose).await;
                });
            }
        });
        Ok(Self { addr, played, task })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What it did so far.
    #[must_use]
    pub fn played(&self) -> &Played {
        &self.played
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut client: TcpStream,
    target: SocketAddr,
    played: &Played,
    choose: &Choose,
) -> io::Result<()> {
    client.set_nodelay(true)?;
    let (head, begun) = first_line(&mut client).await?;
    let mut words = head.split(' ');
    let asked = Asked { method: words.next().unwrap_or_default(), path: words.next().unwrap_or_default() };
    let fate = choose.lock().unwrap_or_else(PoisonError::into_inner)(asked);
    played.count(fate);
    match fate {
        Fate::Refuse => return Ok(()),
        Fate::Swallow => {
            let mut rest = Vec::new();
            client.read_to_end(&mut rest).await?;
            return Ok(());
        }
        Fate::Delay(span) => tokio::time::sleep(span).await,
        Fate::Pass | Fate::DelayReply(_) | Fate::CutReply { .. } => {}
    }
    let mut crm = TcpStream::connect(target).await?;
    crm.set_nodelay(true)?;
    crm.write_all(&begun).await?;
    match fate {
        Fate::CutReply { after } => cut(client, crm, after).await,
        Fate::DelayReply(span) => {
            let reply = begin_of_reply(&mut client, &mut crm).await?;
            tokio::time::sleep(span).await;
            client.write_all(&reply).await?;
            copy_bidirectional(&mut client, &mut crm).await.map(drop)
        }
        Fate::Pass | Fate::Delay(_) | Fate::Refuse | Fate::Swallow => {
            copy_bidirectional(&mut client, &mut crm).await.map(drop)
        }
    }
}

/// The first line of a request, and all bytes read so far.
async fn first_line(client: &mut TcpStream) -> io::Result<(String, Vec<u8>)> {
    let mut begun = Vec::new();
    loop {
        if client.read_buf(&mut begun).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(end) = begun.iter().position(|byte| *byte == b'\n') {
            return Ok((String::from_utf8_lossy(&begun[..end]).into_owned(), begun));
        }
    }
}

/// Carries the rest of the request over until the CRM begins to answer: it has committed by then.
async fn begin_of_reply(client: &mut TcpStream, crm: &mut TcpStream) -> io::Result<Vec<u8>> {
    let (mut more, mut reply) = (Vec::new(), Vec::new());
    loop {
        tokio::select! {
            read = client.read_buf(&mut more) => {
                if read? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                crm.write_all(&more).await?;
                more.clear();
            }
            read = crm.read_buf(&mut reply) => {
                return if read? == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(reply) };
            }
        }
    }
}

async fn cut(mut client: TcpStream, mut crm: TcpStream, after: usize) -> io::Result<()> {
    let reply = begin_of_reply(&mut client, &mut crm).await?;
    client.write_all(&reply[..reply.len().min(after)]).await?;
    client.flush().await
}
