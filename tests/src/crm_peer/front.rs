//! A front before a CRM that is not ours: what passes is passed on to the byte, unless it is told to do something else with
//! a request. What and when is told by whoever starts it.

use super::wire::{Whole, asked_straight, whole_request};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// A request at the door.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its first line: method, path and query.
    pub line: String,
}

impl Asked {
    /// Whether it may change anything.
    #[must_use]
    pub fn is_write(&self) -> bool {
        ["POST ", "PUT ", "PATCH ", "DELETE "].iter().any(|method| self.line.starts_with(method))
    }
}

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Turn {
    /// It is passed on, and so is its answer.
    Pass,
    /// The same, once this is told.
    PassOnce(Arc<Notify>),
    /// The connection ends before the CRM sees anything of it.
    Lost,
    /// It is passed on; of its answer so many bytes arrive.
    Cut(usize),
    /// It is not passed on; the front answers this.
    Say(Vec<u8>),
    /// It is passed on; instead of its answer the front says this.
    SayAfter(Vec<u8>),
    /// The front says this, or nothing; the request is passed on so much later all the same.
    Later(Duration, Option<Vec<u8>>),
}

/// The front. It stands as long as this lives.
#[derive(Debug)]
pub struct Front {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Front {
    /// Before the CRM at `to`.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn before(to: SocketAddr, turn: impl Fn(&Asked) -> Turn + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port on loopback");
        let address = listener.local_addr().expect("it is bound");
        let turn = Arc::new(turn);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let turn = Arc::clone(&turn);
                // A connection that breaks is what this is for.
                tokio::spawn(async move { pass(client, to, &*turn).await.ok() });
            }
        });
        Self { address, task }
    }

    /// Where a client goes.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(mut client: TcpStream, to: SocketAddr, turn: &impl Fn(&Asked) -> Turn) -> io::Result<()> {
    let Some(request) = whole_request(&mut client).await else { return Ok(()) };
    let line = String::from_utf8_lossy(request.head()).lines().next().unwrap_or_default().to_owned();
    let answer = match turn(&Asked { line }) {
        Turn::Pass => carried_out(to, &request).await?,
        Turn::PassOnce(told) => {
            told.notified().await;
            carried_out(to, &request).await?
        }
        Turn::Lost => Vec::new(),
        Turn::Cut(most) => {
            let mut answer = carried_out(to, &request).await?;
            answer.truncate(most);
            answer
        }
        Turn::Say(words) => words,
        Turn::SayAfter(words) => {
            carried_out(to, &request).await?;
            words
        }
        Turn::Later(wait, words) => {
            tokio::spawn(async move {
                tokio::time::sleep(wait).await;
                carried_out(to, &request).await.ok()
            });
            words.unwrap_or_default()
        }
    };
    client.write_all(&answer).await?;
    client.shutdown().await
}

async fn carried_out(to: SocketAddr, request: &Whole) -> io::Result<Vec<u8>> {
    asked_straight(to, &request.last()).await
}
