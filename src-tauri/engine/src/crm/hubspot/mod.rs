//! HubSpot: a client over its objects interface. It decides nothing about a contact; it asks, writes, and says in the
//! project's words what was answered.
//!
//! HubSpot has no versions of records that a write could name, and its time of the last change moves for reasons of its
//! own (calculated properties, a note beside it): records carry no [`lanyard_core::crm::Version`] here, and are held
//! against the last fact by their values. Left out: companies as records, webhooks, OAuth, and `gdpr-delete`, which puts
//! an address on a list for good and is a person's own act.

mod ask;
mod check;
mod faults;
mod feed;
mod fields;
mod form;
mod names;
mod notes;
mod read;
mod remove;
mod search;
mod standing;
mod wire;
mod write;

pub(super) use form::{default_mapping, form};

use super::http::{Address, Http, Limits, SignIn};
use super::known::Known;
use super::{ConnectFault, Secrets, Settings};
use crate::clock::Clock;
use data_encoding::HEXLOWER;
use feed::Sweeps;
use lanyard_core::crm::{Capabilities, CrmAnswer, CrmOp, Mapping, MarkerSupport, Take};
use lanyard_core::time::Millis;
use names::Version;
use sha2::{Digest, Sha256};
use standing::Called;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Keys of the settings and secrets.
const BASE_URL: &str = "base_url";
const VERSION: &str = "api_version";
const SECRET: &str = "secret";
const PROPERTY: &str = "capture_property";
const NEW_CONTACTS: &str = "new_contacts";
const MARKER: &str = "marker";
const MARKER_OF: &str = "marker_of";
const FENCE: &str = "fence_ms";

/// How a marker's support is called in the settings.
const SUPPORTS: [(&str, MarkerSupport); 3] = [
    ("unique", MarkerSupport::Unique),
    ("searchable", MarkerSupport::Searchable),
    ("none", MarkerSupport::None),
];

/// A connection to one HubSpot account.
pub struct Client {
    http: Http,
    clock: Arc<dyn Clock>,
    sign_in: SignIn,
    version: Version,
    /// The properties we write and read.
    fields: BTreeSet<String>,
    /// Whether a check may make the property for our marker.
    may_make_property: bool,
    /// Whether new records are marked as leads.
    as_leads: bool,
    marker: Known<MarkerSupport>,
    /// By which a learned setting is known to be this account's.
    account: String,
    fence: Millis,
    sweeps: Sweeps,
    called: Called,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.http)
            .field("version", &self.version)
            .field("marker", &self.marker.get())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Prepares for an account; connects to nothing yet. `mapping` names the properties that are read.
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
        let secret = secrets.get(SECRET).filter(|secret| !secret.is_empty());
        let secret = secret.ok_or(ConnectFault::Missing(SECRET))?.clone();
        let account = HEXLOWER.encode(&Sha256::digest(secret.expose())[..4]);
        let sign_in = SignIn::new("authorization", "Bearer ", secret)?;
        let version = match filled(VERSION) {
            Some(name) => Version::named(name).ok_or(ConnectFault::Unknown(VERSION))?,
            None => Version::usual(),
        };
        let choice = |key, yes: &str, no: &str| match filled(key) {
            Some(chosen) if chosen == yes => Ok(true),
            Some(chosen) if chosen == no => Ok(false),
            Some(_) => Err(ConnectFault::Unknown(key)),
            None => Ok(false),
        };
        let may_make_property =
            filled(PROPERTY).is_none() || choice(PROPERTY, form::MAKE_PROPERTY, form::LEAVE_PROPERTY)?;
        let as_leads = choice(NEW_CONTACTS, form::AS_LEADS, form::AS_THEY_ARE)?;
        let address = Address::parse(filled(BASE_URL).unwrap_or(names::ADDRESS))?;
        let http = Http::new(address, limits, &names::HEADERS, Arc::clone(&clock))?;
        let marker = filled(MARKER)
            .filter(|_| filled(MARKER_OF) == Some(account.as_str()))
            .and_then(|name| SUPPORTS.iter().find(|(row, _)| *row == name))
            .map(|(_, support)| *support);
        let fence = filled(FENCE).and_then(|fence| fence.parse().ok()).map_or(names::FENCE, Millis);
        let mapped = mapping.rows.iter().filter(|row| row.take != Take::Note);
        let fields = mapped.map(|row| row.theirs.as_str().to_owned()).collect();
        let (marker, sweeps) = (Known::from(marker), Sweeps::default());
        Ok(Self {
            http,
            clock,
            sign_in,
            version,
            fields,
            may_make_property,
            as_leads,
            marker,
            account,
            fence,
            sweeps,
            called: Called::default(),
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
            email_unique: true,
            versions: false,
            notes: true,
            batch: names::BATCH,
            fence: self.fence,
        }
    }

    /// What a check learned, as settings to be kept with the destination's; none before the first check. It holds for the
    /// account of this key only: all accounts have one address.
    #[must_use]
    pub fn learned(&self) -> Option<Settings> {
        let known = self.marker.get()?;
        let (name, _) = SUPPORTS.iter().find(|(_, support)| *support == known)?;
        Some(Settings::from([
            (MARKER.to_owned(), (*name).to_owned()),
            (MARKER_OF.to_owned(), self.account.clone()),
        ]))
    }

    /// Until a check says otherwise the weaker of those that write a marker: it looks twice before anything is sent again.
    fn marker(&self) -> MarkerSupport {
        self.marker.get().unwrap_or(MarkerSupport::Searchable)
    }
}

#[cfg(test)]
mod tests;
