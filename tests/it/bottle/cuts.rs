//! A network that fails: what passes between a client and a CRM is passed on, but for some of the writes the connection ends
//! at a chosen place. Which ones is a fixed row that repeats, so that a run can be told again.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What happens to one write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nothing.
    None,
    /// The connection ends before the CRM sees anything of it.
    Before,
    /// The CRM does it; of its answer nothing arrives.
    Answer,
    /// The CRM does it; of its answer so many bytes arrive.
    AnswerAfter(usize),
    /// It waits at the door until [`Cuts::open`].
    Held,
}

/// The network.
pub(crate) struct Cuts {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    to: SocketAddr,
    row: Vec<Cut>,
    writes: AtomicUsize,
    cut: AtomicUsize,
    held: Notify,
    open: Notify,
}

impl Cuts {
    /// Between here and `to`; what happens to the writes, again and again from the first on.
    pub(crate) async fn before(to: SocketAddr, row: &[Cut]) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let state = Arc::new(State {
            to,
            row: row.to_vec(),
            writes: AtomicUsize::new(0),
            cut: AtomicUsize::new(0),
            held: Notify::new(),
            open: Notify::new(),
        });
        let all = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let state = Arc::clone(&all);
                // A connection that breaks is what this is for.
                tokio::spawn(async move { state.pass(client).await.ok() });
            }
        });
        Self { address, state }
    }

    /// Where the client goes.
    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many writes were begun, and how many of them cut.
    pub(crate) fn counted(&self) -> (usize, usize) {
        (self.state.writes.load(Ordering::SeqCst), self.state.cut.load(Ordering::SeqCst))
    }

    /// Waits until a write stands at the door.
    pub(crate) async fn held(&self) {
        self.state.held.notified().await;
    }

    /// Lets the one at the door in.
    pub(crate) fn open(&self) {
        self.state.open.notify_one();
    }
}

impl State {
    async fn pass(&self, mut client: TcpStream) -> std::io::Result<()> {
        let mut first = [0; 4096];
        let read = client.read(&mut first).await?;
        let first = &first[..read];
        let writes = [b"POST ".as_slice(), b"PATCH ", b"PUT ", b"DELETE "];
        // Adding the field for our marker is not what is told here.
        let contact = first.windows(13).any(|bytes| bytes == b"/api/contacts");
        let cut = if contact && writes.iter().any(|verb| first.starts_with(verb)) {
            self.row[self.writes.fetch_add(1, Ordering::SeqCst) % self.row.len()]
        } else {
            Cut::None
        };
        match cut {
            Cut::None => {}
            Cut::Held => {
                self.held.notify_one();
                self.open.notified().await;
            }
            Cut::Before | Cut::Answer | Cut::AnswerAfter(_) => _ = self.cut.fetch_add(1, Ordering::SeqCst),
        }
        if cut == Cut::Before {
            return Ok(());
        }
        let mut crm = TcpStream::connect(self.to).await?;
        crm.write_all(first).await?;
        let most = match cut {
            Cut::None | Cut::Held => {
                return tokio::io::copy_bidirectional(&mut client, &mut crm).await.map(drop);
            }
            Cut::Before | Cut::Answer => 0,
            Cut::AnswerAfter(most) => most,
        };
        let (mut from_client, mut to_client) = client.split();
        let (mut from_crm, mut to_crm) = crm.split();
        let mut answer = [0; 4096];
        let request = tokio::io::copy(&mut from_client, &mut to_crm);
        tokio::select! {
            // The request alone never ends what is cut by its answer.
            () = async { request.await.ok(); std::future::pending().await } => {}
            read = from_crm.read(&mut answer) => {
                let read = read?.min(most);
                to_client.write_all(&answer[..read]).await?;
            }
        }
        Ok(())
    }
}
