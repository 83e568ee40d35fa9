//! The other end for a CRM client under test: the rehearsal CRM over real HTTP, and a peer that says whatever a test
//! wants, to the byte. No test looks at the client's inside.

mod canned;
mod items;

pub use canned::{Canned, Heard, Say, json, reply};
pub use items::{delivery, fields, found, new_note, new_record, note_lookup, patch, removal, written};

use lanyard_core::crm::CrmOp;
use lanyard_core::ids::RemoteId;
use lanyard_core::time::WallMs;
use lanyard_engine::clock::{Clock as _, ManualClock};
use lanyard_engine::crm::http::Limits;
use lanyard_engine::crm::{Client, Crm, Secret, Secrets, Settings};
use lanyard_rehearsal::{Act, FaultKind, FaultRule, Match, Options, Rehearsal, Running, Update};
use std::sync::Arc;
use std::time::Duration;

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
