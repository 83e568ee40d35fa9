//! The other end for a CRM client under test: the rehearsal CRM over real HTTP, and a peer that says whatever a test
//! wants, to the byte. No test looks at the client's inside.

use lanyard_core::crm::{
    CrmAnswer, CrmOp, Fields, ItemAnswer, NOTE_TEXT, NewRecord, NoteKey, NoteLookup, Object, RecordPatch,
    RemoteField, RemoteRecord, Removal, Version,
};
use lanyard_core::ids::{DeliveryId, RemoteId};
use lanyard_core::time::WallMs;
use lanyard_engine::clock::{Clock as _, ManualClock};
use lanyard_engine::crm::http::Limits;
use lanyard_engine::crm::{Client, Crm, Secret, Secrets, Settings};
use lanyard_rehearsal::{Act, FaultKind, FaultRule, Match, Options, Rehearsal, Running, Update};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The secrets, recognisable wherever they turn up.
pub const TOKEN: &str = "canary-token-7c1e";
/// The other way to sign in.
pub const API_KEY: &str = "canary-key-51d0";
/// Who may log in.
pub const EMAIL: &str = "canary-manager@example.com";
/// With what.
pub const PASSWORD: &str = "canary password 9e27";
const CONTROL: &str = "control-0a";

/// Sunday, 22 November 2026, 12:00:00 UTC.
const NOON: i64 = 1_795_348_800_000;

/// A client of AcmeCRM at `base_url`.
///
/// # Panics
/// If no client can be made.
#[must_use]
pub fn acme(base_url: &str, auth: &str, secret: &str, limits: Limits) -> Client {
    acme_by(base_url, auth, secret, limits, Arc::new(ManualClock::new(WallMs(NOON), 1)))
}

/// A client of AcmeCRM that goes by `clock`. One that logs in does so as [`EMAIL`].
///
/// # Panics
/// If no client can be made.
#[must_use]
pub fn acme_by(base_url: &str, auth: &str, secret: &str, limits: Limits, clock: Arc<ManualClock>) -> Client {
    let settings = [("base_url", base_url), ("auth", auth), ("email", EMAIL)];
    let settings: Settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let secrets = Secrets::from([("secret".to_owned(), Secret::new(secret))]);
    let crm = Crm::by_kind("acme").expect("it is in the list");
    crm.connect(&settings, &secrets, limits, clock).expect("the form is filled in")
}

/// Limits under which a test of silence is short.
#[must_use]
pub fn impatient() -> Limits {
    Limits { total: Duration::from_millis(300), ..Limits::SHIPPED }
}

/// The rehearsal CRM with a client of it.
pub struct Peer {
    /// The CRM.
    pub crm: Running,
    /// The client under test.
    pub client: Client,
    /// The client's clock and, by its wall time, the CRM's.
    pub clock: Arc<ManualClock>,
}

impl Peer {
    /// Starts one with these settings.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn start(change: impl FnOnce(&mut lanyard_rehearsal::Settings)) -> Self {
        Self::signed_in("bearer", TOKEN, change).await
    }

    /// Starts one whose client signs in so.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn signed_in(
        auth: &str,
        secret: &str,
        change: impl FnOnce(&mut lanyard_rehearsal::Settings),
    ) -> Self {
        let clock = Arc::new(ManualClock::new(WallMs(NOON), 1));
        let hand = Arc::clone(&clock);
        let mut options = Options::new(TOKEN, API_KEY, CONTROL, Arc::new(move || hand.wall().0));
        (options.email, options.password) = (EMAIL.to_owned(), PASSWORD.to_owned());
        let crm = Rehearsal::start(options).await.expect("a free port on loopback");
        crm.set(change);
        let client = acme_by(&crm.base_url(), auth, secret, Limits::SHIPPED, Arc::clone(&clock));
        Self { crm, client, clock }
    }

    /// All requests meet this from now on.
    pub fn fault(&self, kind: FaultKind) {
        self.crm.clear_faults();
        self.crm.fault(FaultRule { matches: Match::default(), times: None, kind });
    }

    /// All writes meet this from now on, the reads before them do not.
    pub fn fault_writes(&self, kind: FaultKind) {
        self.crm.clear_faults();
        let matches = Match { write_only: true, ..Match::default() };
        self.crm.fault(FaultRule { matches, times: None, kind });
    }

    /// How many records there are, archived ones included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.crm.records().len()
    }

    /// How many requests it has seen, and how many of them at paths that end so.
    #[must_use]
    pub fn seen(&self, end: &str) -> u64 {
        self.crm.requests().iter().filter(|seen| seen.path.ends_with(end)).map(|seen| seen.count).sum()
    }

    /// A person over there does something.
    ///
    /// # Panics
    /// If the CRM does not allow it.
    pub fn act(&self, act: &Act) {
        self.crm.act(act).expect("the CRM allows it");
    }

    /// A person over there deletes a record.
    ///
    /// # Panics
    /// If the CRM does not do it.
    pub fn delete_there(&self, id: &RemoteId) {
        self.act(&Act::Delete { id: id.as_str().to_owned() });
    }

    /// A person over there merges a record into another one.
    ///
    /// # Panics
    /// If the CRM does not do it.
    pub fn merge_there(&self, id: &RemoteId, into: &RemoteId) {
        self.act(&Act::Merge { id: id.as_str().to_owned(), into: into.as_str().to_owned() });
    }
}

/// Runs a test with every sort of client that there is, each against a CRM of its own: one with a token, one that logs in,
/// and one whose account takes whole records only.
///
/// # Panics
/// If no port is free.
#[expect(clippy::print_stdout, reason = "a test that fails shows with which client")]
pub async fn every_client(test: impl AsyncFn(&Peer)) {
    for (auth, secret, update) in
        [("bearer", TOKEN, Update::Patch), ("login", PASSWORD, Update::Patch), ("bearer", TOKEN, Update::Put)]
    {
        println!("a client by {auth}, update by {update:?}");
        let peer = Peer::signed_in(auth, secret, |settings| settings.update = update).await;
        if update == Update::Put {
            assert!(peer.client.perform(&CrmOp::Check).await.outcome.is_ok(), "it learns so");
        }
        test(&peer).await;
    }
}

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
    pub fn client(&self, limits: Limits) -> Client {
        acme(&format!("http://{}", self.addr), "bearer", TOKEN, limits)
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

/// A delivery.
#[must_use]
pub fn delivery(name: &str) -> DeliveryId {
    DeliveryId::new(name)
}

/// A record to be made for delivery `name`, with a marker of that name.
#[must_use]
pub fn new_record(name: &str, values: &[(&str, &str)]) -> NewRecord {
    NewRecord {
        delivery: delivery(name),
        object: Object::Contact,
        idempotency_key: format!("create-{name}"),
        marker: Some(format!("c-{name}")),
        fields: fields(values),
    }
}

/// A change of `record` for delivery `name`, for the version it has.
#[must_use]
pub fn patch(name: &str, record: &RemoteRecord, values: &[(&str, Option<&str>)]) -> RecordPatch {
    RecordPatch {
        delivery: delivery(name),
        object: Object::Contact,
        idempotency_key: format!(
            "update-{name}-{}",
            record.version.as_ref().map_or(0, |Version(version)| *version)
        ),
        id: record.id.clone(),
        version: record.version.clone(),
        marker: None,
        fields: values
            .iter()
            .map(|(field, value)| (RemoteField::new(*field), value.map(str::to_owned)))
            .collect(),
    }
}

/// The removal of `record` by delivery `name`, for the version it has.
#[must_use]
pub fn removal(name: &str, record: &RemoteRecord) -> Removal {
    Removal {
        delivery: delivery(name),
        object: Object::Contact,
        idempotency_key: format!("delete-{name}"),
        id: record.id.clone(),
        version: record.version.clone(),
    }
}

/// A note of delivery `name` on a record, with a marker of that name.
#[must_use]
pub fn new_note(name: &str, of: &RemoteId, text: &str) -> NewRecord {
    NewRecord { object: Object::Note { of: of.clone() }, ..new_record(name, &[(NOTE_TEXT, text)]) }
}

/// Where delivery `name` looks for its note, by either written form of its marker.
#[must_use]
pub fn note_lookup(name: &str, of: &RemoteId) -> NoteLookup {
    let markers = vec![format!("c-{name}"), format!("a-{name}")];
    NoteLookup { delivery: delivery(name), of: of.clone(), what: NoteKey::Markers(markers) }
}

/// Values by the CRM's names.
#[must_use]
pub fn fields(values: &[(&str, &str)]) -> Fields {
    values.iter().map(|(field, value)| (RemoteField::new(*field), (*value).to_owned())).collect()
}

/// An answer to a request for one record: written.
///
/// # Panics
/// If it is another answer.
#[must_use]
pub fn written(op: &CrmOp, answer: &CrmAnswer) -> RemoteRecord {
    match answer.of(op, &op.deliveries()[0]) {
        ItemAnswer::Written(record) => record,
        other => panic!("not written: {other:?}, {:?}", answer.facts),
    }
}

/// An answer to a request for one delivery: found.
///
/// # Panics
/// If it is another answer.
#[must_use]
pub fn found(op: &CrmOp, answer: &CrmAnswer, name: &str) -> Vec<RemoteRecord> {
    match answer.of(op, &delivery(name)) {
        ItemAnswer::Found(records) => records,
        other => panic!("not found: {other:?}, {:?}", answer.facts),
    }
}
