//! The other end for a CRM client under test: the rehearsal CRM over real HTTP, and a peer that says whatever a test
//! wants, to the byte. No test looks at the client's inside.

mod canned;
mod front;
mod items;
mod speaker;
mod wire;

pub use canned::{Canned, Heard, Say, json, reply};
pub use front::{Asked, Front, Turn};
pub use items::{delivery, fields, found, new_note, new_record, note_lookup, patch, removal, written};
pub use speaker::{PIPEDRIVE_TIER, PIPEDRIVE_TOWN, Speaker};
pub use wire::{asked_straight, reply_bytes};

use lanyard_core::contact::Field;
use lanyard_core::crm::{CrmOp, MapRow, Mapping, RemoteRecord, Take};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::WallMs;
use lanyard_engine::clock::{Clock, ManualClock, SystemClock};
use lanyard_engine::crm::http::Limits;
use lanyard_engine::crm::{Client, Crm, Secret, Secrets, Settings};
use lanyard_rehearsal::{Act, Brand, FaultKind, FaultRule, Match, Options, Rehearsal, Running, Update};
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
pub fn acme(base_url: &str, auth: &str, secret: &str, limits: Limits) -> Speaker {
    acme_by(base_url, auth, secret, limits, Arc::new(ManualClock::new(WallMs(NOON), 1)))
}

/// A client of AcmeCRM that goes by `clock`. One that logs in does so as [`EMAIL`].
///
/// # Panics
/// If no client can be made.
#[must_use]
pub fn acme_by(base_url: &str, auth: &str, secret: &str, limits: Limits, clock: Arc<ManualClock>) -> Speaker {
    let settings = [("base_url", base_url), ("auth", auth), ("email", EMAIL)];
    let settings: Settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let secrets = Secrets::from([("secret".to_owned(), Secret::new(secret))]);
    Speaker::plain(connected("acme", &settings, &secrets, limits, clock))
}

/// A client of HubSpot at `base_url`, with these settings besides.
///
/// # Panics
/// If no client can be made.
#[must_use]
pub fn hubspot(base_url: &str, more: &[(&str, &str)], limits: Limits, clock: Arc<ManualClock>) -> Client {
    let all = [("base_url", base_url)].into_iter().chain(more.iter().copied());
    let settings: Settings = all.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let secrets = Secrets::from([("secret".to_owned(), Secret::new(TOKEN))]);
    connected("hubspot", &settings, &secrets, limits, clock)
}

/// The same by the computer's clock and with another key, for a server in another process.
///
/// # Panics
/// If no client can be made.
#[must_use]
pub fn hubspot_with_secret(base_url: &str, more: &[(&str, &str)], secret: &str) -> Client {
    let all = [("base_url", base_url)].into_iter().chain(more.iter().copied());
    let settings: Settings = all.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let secrets = Secrets::from([("secret".to_owned(), Secret::new(secret))]);
    connected("hubspot", &settings, &secrets, Limits::SHIPPED, Arc::new(SystemClock::new()))
}

/// A client of Pipedrive at `base_url`, with these settings besides and a town mapped to the account's own field.
///
/// # Panics
/// If no client can be made.
#[must_use]
pub fn pipedrive(
    base_url: &str,
    more: &[(&str, &str)],
    secret: &str,
    limits: Limits,
    clock: Arc<dyn Clock>,
) -> Client {
    let all = [("base_url", base_url)].into_iter().chain(more.iter().copied());
    let settings: Settings = all.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let secrets = Secrets::from([("secret".to_owned(), Secret::new(secret))]);
    let crm = Crm::by_kind("pipedrive").expect("it is in the list");
    let mut mapping: Mapping = (crm.default_mapping)();
    mapping.rows.push(MapRow::new(Field::City, PIPEDRIVE_TOWN, Take::First));
    mapping.rows.push(MapRow::new(Field::Department, PIPEDRIVE_TIER, Take::First));
    crm.connect(&settings, &secrets, &mapping, limits, clock).expect("the form is filled in")
}

/// A client of BottleCRM at `base_url`.
///
/// # Panics
/// If no client can be made.
#[must_use]
pub fn bottle(base_url: &str, secret: &str, limits: Limits) -> Speaker {
    let settings: Settings = [("base_url".to_owned(), base_url.to_owned())].into();
    let secrets = Secrets::from([("secret".to_owned(), Secret::new(secret))]);
    let clock = Arc::new(ManualClock::new(WallMs(NOON), 1));
    Speaker::of_bottle(connected("bottle", &settings, &secrets, limits, clock))
}

fn connected(
    kind: &str,
    settings: &Settings,
    secrets: &Secrets,
    limits: Limits,
    clock: Arc<dyn Clock>,
) -> Client {
    let crm = Crm::by_kind(kind).expect("it is in the list");
    crm.connect(settings, secrets, &(crm.default_mapping)(), limits, clock).expect("the form is filled in")
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
    /// Which CRM it is.
    pub brand: Brand,
    called: String,
    /// The client under test.
    pub client: Speaker,
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
        let update = format!("{:?}", crm.settings().update).to_lowercase();
        Self { crm, brand: Brand::Acme, called: format!("AcmeCRM, {auth}, {update}"), client, clock }
    }

    /// Starts HubSpot with these settings, and a client that knows by a check what the account can do.
    ///
    /// # Panics
    /// If no port is free, or the check is not answered.
    pub async fn hubspot(change: impl FnOnce(&mut lanyard_rehearsal::Settings)) -> Self {
        Self::hubspot_by(&[], change).await
    }

    /// The same, with these settings of the client.
    ///
    /// # Panics
    /// If no port is free, or the check is not answered.
    pub async fn hubspot_by(
        more: &[(&str, &str)],
        change: impl FnOnce(&mut lanyard_rehearsal::Settings),
    ) -> Self {
        let clock = Arc::new(ManualClock::new(WallMs(NOON), 1));
        let hand = Arc::clone(&clock);
        let mut options = Options::new(TOKEN, API_KEY, CONTROL, Arc::new(move || hand.wall().0));
        options.brand = Brand::HubSpot;
        let crm = Rehearsal::start(options).await.expect("a free port on loopback");
        crm.set(|settings| {
            // The clock stands in most tests, and so would the windows of the limits.
            (settings.requests_per_ten_s, settings.searches_per_s) = (1_000_000, 1_000_000);
            settings.merge_keeps_id = true;
            change(settings);
        });
        let client = hubspot(&crm.base_url(), more, Limits::SHIPPED, Arc::clone(&clock));
        let (called, client) = ("HubSpot".to_owned(), Speaker::of_hubspot(client));
        let peer = Self { crm, brand: Brand::HubSpot, called, client, clock };
        let checked = peer.client.perform(&CrmOp::Check).await;
        assert!(checked.outcome.is_ok(), "{checked:?} {:?}", checked.facts.raw);
        peer
    }

    /// Starts Pipedrive with these settings, and a client that knows by a check what the account can do.
    ///
    /// # Panics
    /// If no port is free, or the check is not answered.
    pub async fn pipedrive(change: impl FnOnce(&mut lanyard_rehearsal::Settings)) -> Self {
        let clock = Arc::new(ManualClock::new(WallMs(NOON), 1));
        let hand = Arc::clone(&clock);
        let mut options = Options::new(TOKEN, API_KEY, CONTROL, Arc::new(move || hand.wall().0));
        options.brand = Brand::Pipedrive;
        let crm = Rehearsal::start(options).await.expect("a free port on loopback");
        crm.set(|settings| {
            (settings.requests_per_two_s, settings.searches_per_two_s) = (1_000_000, 1_000_000);
            settings.tokens_per_day = 100_000_000;
            change(settings);
        });
        let of_client: Arc<dyn Clock> = Arc::clone(&clock) as _;
        let client = pipedrive(&crm.base_url(), &[], TOKEN, Limits::SHIPPED, of_client);
        let (called, client) = ("Pipedrive".to_owned(), Speaker::of_pipedrive(client));
        let peer = Self { crm, brand: Brand::Pipedrive, called, client, clock };
        let checked = peer.client.perform(&CrmOp::Check).await;
        assert!(checked.outcome.is_ok(), "{checked:?} {:?}", checked.facts.raw);
        peer
    }

    /// What it is called in what tests print.
    #[must_use]
    pub fn name(&self) -> String {
        self.called.clone()
    }

    /// Whether records have versions that a write can name.
    #[must_use]
    pub fn has_versions(&self) -> bool {
        self.client.capabilities().versions
    }

    /// Whether many items go in one request.
    #[must_use]
    pub fn in_bulk(&self) -> bool {
        self.brand != Brand::Pipedrive
    }

    /// Whether it keeps e-mails apart whoever made them, and says of a merged record what it went up in.
    #[must_use]
    pub fn keeps_apart(&self) -> bool {
        self.brand != Brand::Pipedrive
    }

    /// Whether a create with a known marker is the record that has it, and not refused.
    #[must_use]
    pub fn upserts(&self) -> bool {
        self.brand == Brand::HubSpot
    }

    /// Asks for one write, and reads the record where the answer does not show it.
    ///
    /// # Panics
    /// If it is another answer.
    pub async fn wrote(&self, op: &CrmOp) -> RemoteRecord {
        self.client.wrote(op).await
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
        self.crm.act(&self.client.act(act)).expect("the CRM allows it");
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

/// Runs a test with every sort of client that there is, each against a CRM of its own: AcmeCRM's with a token, one that logs
/// in, and one whose account takes whole records only; HubSpot's; Pipedrive's.
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
    println!("a client of HubSpot");
    test(&Peer::hubspot(|_| ()).await).await;
    println!("a client of Pipedrive");
    test(&Peer::pipedrive(|_| ()).await).await;
}
