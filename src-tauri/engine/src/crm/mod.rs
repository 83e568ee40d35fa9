//! The CRMs we speak to: one folder each, or a table in [`rest`], and one line in [`CRMS`]. A client turns an operation into requests and their
//! answers into the project's words; what follows from them is decided in `core::sync`.

pub mod http;
pub mod hubspot;
mod known;
mod note_html;
mod note_text;
mod one_by_one;
pub mod pipedrive;
pub mod rest;
mod secret;
mod session;

pub use secret::Secret;

use crate::api::views::{DestinationKind, FormField};
use crate::clock::Clock;
use http::{AddressFault, BuildFault, Limits};
use lanyard_core::crm::{
    Capabilities, CrmAnswer, CrmOp, Failure, FieldThere, Mapping, Page, ReplyFacts, Standing, Whom,
};
use lanyard_core::time::WallMs;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A destination's plain settings by key.
pub type Settings = BTreeMap<String, String>;

/// A destination's secrets by key.
pub type Secrets = BTreeMap<String, Secret>;

/// A value or a failure, and what is kept of the reply.
type Heard<T> = (Result<T, Failure>, ReplyFacts);

type Connect = fn(&Settings, &Secrets, &Mapping, Limits, Arc<dyn Clock>) -> Result<Client, ConnectFault>;

/// A CRM that can be a destination.
#[derive(Debug, Clone, Copy)]
pub struct Crm {
    /// Its name in the store ("acme").
    pub kind: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What a person fills in.
    pub form: fn() -> Vec<FormField>,
    /// The mapping that a new destination begins with.
    pub default_mapping: fn() -> Mapping,
    connect: Connect,
}

/// All of them.
pub const CRMS: &[Crm] = &[
    Crm {
        kind: "acme",
        name: "AcmeCRM",
        form: || rest::form(&rest::ACME),
        default_mapping: || rest::default_mapping(&rest::ACME),
        connect: |settings, secrets, _, limits, clock| {
            rest::Client::connect(&rest::ACME, settings, secrets, limits, clock).map(Client::Rest)
        },
    },
    Crm {
        kind: "hubspot",
        name: "HubSpot",
        form: hubspot::form,
        default_mapping: hubspot::default_mapping,
        connect: |settings, secrets, mapping, limits, clock| {
            hubspot::Client::connect(settings, secrets, mapping, limits, clock).map(Client::HubSpot)
        },
    },
    Crm {
        kind: "pipedrive",
        name: "Pipedrive",
        form: pipedrive::form,
        default_mapping: pipedrive::default_mapping,
        connect: |settings, secrets, mapping, limits, clock| {
            pipedrive::Client::connect(settings, secrets, mapping, limits, clock).map(Client::Pipedrive)
        },
    },
    Crm {
        kind: "bottle",
        name: "BottleCRM",
        form: || rest::form(&rest::BOTTLE),
        default_mapping: || rest::default_mapping(&rest::BOTTLE),
        connect: |settings, secrets, _, limits, clock| {
            rest::Client::connect(&rest::BOTTLE, settings, secrets, limits, clock).map(Client::Rest)
        },
    },
];

/// Why a destination's form cannot be used. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum ConnectFault {
    /// A required input is empty; its key.
    #[error("{0} is empty: fill it in")]
    Missing(&'static str),
    /// An input holds none of its choices; its key.
    #[error("{0} holds something that is not one of its choices")]
    Unknown(&'static str),
    /// The address cannot be used.
    #[error(transparent)]
    Address(#[from] AddressFault),
    /// No client can be made.
    #[error(transparent)]
    Build(#[from] BuildFault),
}

impl Crm {
    /// The CRM of that name in the store.
    #[must_use]
    pub fn by_kind(kind: &str) -> Option<&'static Self> {
        CRMS.iter().find(|crm| crm.kind == kind)
    }

    /// How the window offers it.
    #[must_use]
    pub fn described(&self) -> DestinationKind {
        DestinationKind { kind: self.kind.to_owned(), name: self.name.to_owned(), form: (self.form)() }
    }

    /// A client for one account, which writes and reads the fields of `mapping`. Connects to nothing yet.
    ///
    /// # Errors
    /// If the form is not filled in as it must be.
    pub fn connect(
        &self,
        settings: &Settings,
        secrets: &Secrets,
        mapping: &Mapping,
        limits: Limits,
        clock: Arc<dyn Clock>,
    ) -> Result<Client, ConnectFault> {
        (self.connect)(settings, secrets, mapping, limits, clock)
    }
}

/// A connection to one account of one CRM. Shared by all that speak to it.
#[derive(Debug)]
pub enum Client {
    /// AcmeCRM, BottleCRM: a CRM that a table describes.
    Rest(rest::Client),
    /// HubSpot.
    HubSpot(hubspot::Client),
    /// Pipedrive.
    Pipedrive(pipedrive::Client),
}

impl Client {
    /// Asks and waits for the answer; never longer than [`Limits::total`] for each request it takes.
    pub async fn perform(&self, op: &CrmOp) -> CrmAnswer {
        match self {
            Self::Rest(client) => client.perform(op).await,
            Self::HubSpot(client) => client.perform(op).await,
            Self::Pipedrive(client) => client.perform(op).await,
        }
    }

    /// One page of what changed over there at or after `since` (the CRM's clock), or of everything; `page` is the token
    /// that the page before gave. Hints only (rule 3 of the sync protocol). A record may be shown twice, none is left out
    /// that stood there when the first page was asked for.
    ///
    /// [`Failure::Gone`] means that the CRM does not know changes as old as that any more, [`Failure::Unsupported`] that
    /// it has no feed that can be relied on.
    pub async fn changes(
        &self,
        since: Option<WallMs>,
        page: Option<&str>,
    ) -> (Result<Page, Failure>, ReplyFacts) {
        match self {
            Self::Rest(client) => client.changes(since, page).await,
            Self::HubSpot(client) => client.changes(since, page).await,
            Self::Pipedrive(client) => client.changes(since, page).await,
        }
    }

    /// How somebody whom the CRM knows already stands there: status, owner, last contact, as far as it has them. None where it
    /// does not know them, or more than one live record is theirs. Reads only; of several requests that it takes, the answer to
    /// the first decides.
    pub async fn standing(&self, whom: &Whom) -> (Result<Option<Standing>, Failure>, ReplyFacts) {
        match self {
            Self::Rest(client) => client.standing(whom).await,
            Self::HubSpot(client) => client.standing(whom).await,
            Self::Pipedrive(client) => client.standing(whom).await,
        }
    }

    /// What the account can do. Certain once a check was answered ([`Client::learned`]); check a destination before its
    /// first write.
    #[must_use]
    pub fn capabilities(&self) -> Capabilities {
        match self {
            Self::Rest(client) => client.capabilities(),
            Self::HubSpot(client) => client.capabilities(),
            Self::Pipedrive(client) => client.capabilities(),
        }
    }

    /// Where what is deleted over there leaves no trace in what it lists ([`Client::changes`]): so many records may be looked for
    /// by id in one operation. None where its list says what was deleted, or before a check learned of it.
    #[must_use]
    pub fn traceless(&self) -> Option<usize> {
        match self {
            Self::Rest(client) => client.traceless(),
            // Its bin is listed.
            Self::HubSpot(_) => None,
            Self::Pipedrive(_) => Some(pipedrive::IDS),
        }
    }

    /// The fields that a mapping may name. [`Failure::Unsupported`] where the CRM has no list of them.
    pub async fn fields(&self) -> (Result<Vec<FieldThere>, Failure>, ReplyFacts) {
        match self {
            Self::Rest(client) => (Ok(client.fields()), ReplyFacts::default()),
            Self::HubSpot(client) => client.fields().await,
            Self::Pipedrive(client) => client.fields().await,
        }
    }

    /// Makes a field that holds a text, under a name of the CRM's own making. [`Failure::Unsupported`] where it has fields
    /// of its own only.
    pub async fn make_field(&self, called: &str) -> (Result<FieldThere, Failure>, ReplyFacts) {
        match self {
            Self::Rest(_) => (Err(Failure::Unsupported), ReplyFacts::default()),
            Self::HubSpot(client) => client.make_field(called).await,
            Self::Pipedrive(client) => client.make_text_field(called).await,
        }
    }

    /// What a check learned of the account: settings to be kept with the destination's own, so that a start without
    /// network knows them. None before the first check.
    #[must_use]
    pub fn learned(&self) -> Option<Settings> {
        match self {
            Self::Rest(client) => client.learned(),
            Self::HubSpot(client) => client.learned(),
            Self::Pipedrive(client) => client.learned(),
        }
    }
}
