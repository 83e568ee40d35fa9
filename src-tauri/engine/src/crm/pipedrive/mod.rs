//! Pipedrive: a client over its newer interface, and over the older one for notes. It decides nothing about a contact; it
//! asks, writes, and says in the project's words what was answered.
//!
//! Nothing is unique there and nothing can be written on a condition, so creates go one after the other, and an address that
//! was just taken is remembered until the search shows it. A person's addresses and numbers are lists that are replaced as a
//! whole: they are read, ours is set in them, and they go back. The search takes what it looks for in its address: the one
//! place where a value of a contact stands in a URL, since there is no other way to ask. Left out: OAuth, webhooks, deals and
//! leads, the fields of contact sync, merging.

mod ask;
mod check;
mod feed;
mod fields;
mod form;
mod lists;
mod names;
mod notes;
mod organizations;
mod own;
mod read;
mod search;
mod standing;
mod taken;
mod wire;
mod write;

pub(super) use form::{default_mapping, form};

use super::http::{Http, Limits, SignIn};
use super::known::Known;
use super::{ConnectFault, Secrets, Settings};
use crate::clock::Clock;
use check::Learned;
use data_encoding::HEXLOWER;
use lanyard_core::crm::{Capabilities, CrmAnswer, CrmOp, Mapping, MarkerSupport, Take};
use lanyard_core::time::Millis;
pub(super) use names::IDS;
use organizations::Organizations;
use sha2::{Digest, Sha256};
use standing::Owners;
use std::collections::BTreeSet;
use std::sync::Arc;
use taken::Taken;

/// Keys of the settings and secrets.
const BASE_URL: &str = "base_url";
const SECRET: &str = "secret";
const OWN_FIELDS: &str = "own_fields";
const MARKER: &str = "marker";
const MARKER_KEY: &str = "marker_key";
const TITLE_KEY: &str = "title_key";
const MARKER_OF: &str = "marker_of";
/// What the account's own fields hold.
const HOLDS: &str = "holds";
const FENCE: &str = "fence_ms";

/// A connection to one Pipedrive account.
pub struct Client {
    http: Http,
    clock: Arc<dyn Clock>,
    sign_in: SignIn,
    /// The fields we write and read.
    fields: BTreeSet<String>,
    /// Whether a check may make the fields that are missing.
    may_make_fields: bool,
    known: Known<Learned>,
    /// By which a learned setting is known to be this account's.
    account: String,
    fence: Millis,
    organizations: Box<Organizations>,
    own: own::Read,
    owners: Owners,
    /// Held by the create that is under way.
    turn: tokio::sync::Mutex<Taken>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.http)
            .field("marker", &self.marker())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Prepares for an account; connects to nothing yet. `mapping` names the fields that are read.
    ///
    /// # Errors
    /// If the form is not filled in as it must be.
    pub fn connect(
        settings: &Settings,
        secrets: &Secrets,
        mapping: &Mapping,
        limits: Limits,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConnectFault> {
        let filled = |key| settings.get(key).map(|typed| typed.trim()).filter(|typed| !typed.is_empty());
        let company = filled(BASE_URL).ok_or(ConnectFault::Missing(BASE_URL))?;
        let address = form::address(company)?;
        let secret = secrets.get(SECRET).filter(|secret| !secret.is_empty());
        let secret = secret.ok_or(ConnectFault::Missing(SECRET))?.clone();
        let account = HEXLOWER.encode(&Sha256::digest(format!("{company} {}", secret.expose()))[..4]);
        let sign_in = SignIn::new("x-api-token", "", secret)?;
        let may_make_fields = match filled(OWN_FIELDS) {
            None | Some(form::MAKE) => true,
            Some(form::LEAVE) => false,
            Some(_) => return Err(ConnectFault::Unknown(OWN_FIELDS)),
        };
        let http = Http::new(address, limits, &names::HEADERS, Arc::clone(&clock))?;
        let of_this = filled(MARKER_OF) == Some(account.as_str());
        let remembered = Learned::from_settings(settings).filter(|_| of_this);
        let fence = filled(FENCE).and_then(|fence| fence.parse().ok()).map_or(names::FENCE, Millis);
        let mapped = mapping.rows.iter().filter(|row| row.take != Take::Note);
        let fields = mapped.map(|row| row.theirs.as_str().to_owned()).collect();
        Ok(Self {
            http,
            clock,
            sign_in,
            fields,
            may_make_fields,
            known: Known::from(remembered),
            account,
            fence,
            organizations: Box::default(),
            own: own::remembered(settings.get(HOLDS).filter(|_| of_this)),
            owners: Owners::default(),
            turn: tokio::sync::Mutex::new(Taken::default()),
        })
    }

    /// Asks and waits for the answer, at most [`Limits::total`] per request.
    pub async fn perform(&self, op: &CrmOp) -> CrmAnswer {
        match op {
            CrmOp::Check => self.check().await,
            CrmOp::Get { items } => self.get(items).await,
            CrmOp::FindByEmail { items } => self.find_by_email(items).await,
            CrmOp::FindByMarker { items } => self.find_by_marker(items).await,
            CrmOp::FindLike { items } => self.find_like(items).await,
            CrmOp::Create { items } => self.create(items).await,
            CrmOp::Update { items } => self.update(items).await,
            CrmOp::Delete { items } => self.delete(items).await,
            CrmOp::FindNotes { items } => self.find_notes(items).await,
        }
    }

    /// What the account can do, as far as is known.
    #[must_use]
    pub fn capabilities(&self) -> Capabilities {
        Capabilities {
            marker: self.marker(),
            email_unique: false,
            versions: false,
            notes: true,
            // There is no bulk write, and each request is paced by itself.
            batch: 1,
            fence: self.fence,
        }
    }

    /// What a check learned, as settings to be kept with the destination's; none before the first check. It holds for this
    /// company and token only.
    #[must_use]
    pub fn learned(&self) -> Option<Settings> {
        let mut settings = self.known.get()?.settings();
        settings.insert(MARKER_OF.to_owned(), self.account.clone());
        settings.extend(self.kinds_to_keep().map(|kinds| (HOLDS.to_owned(), kinds)));
        Some(settings)
    }

    /// Until a check says otherwise a marker is searchable: nothing is sent twice without a look.
    fn marker(&self) -> MarkerSupport {
        match self.known.get() {
            Some(Learned { marker: None, .. }) => MarkerSupport::None,
            Some(_) | None => MarkerSupport::Searchable,
        }
    }
}

#[cfg(test)]
mod tests;
