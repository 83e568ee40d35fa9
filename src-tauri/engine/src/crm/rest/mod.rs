//! A CRM with a REST interface that a [`table`] describes. The client decides nothing about a contact; it asks, writes, and
//! says in the project's words what was answered.

mod account;
mod acme;
mod bottle;
mod feed;
mod hints;
mod notes;
mod read;
mod refusals;
mod remove;
mod replace;
mod sign_in;
mod standing;
mod table;
mod wire;
mod write;

use super::http::{Address, Http, Limits, Request, SignIn};
use super::known::Known;
use super::{ConnectFault, Secrets, Settings};
use crate::api::views::FormField;
use crate::clock::Clock;
pub(super) use acme::ACME;
pub(super) use bottle::BOTTLE;
use lanyard_core::crm::{
    Capabilities, CrmAnswer, CrmOp, Failure, FieldThere, MapRow, Mapping, MarkerSupport, ReplyFacts, Role,
    Take,
};
use lanyard_core::time::Millis;
use sign_in::Access;
use std::sync::Arc;
use table::{Deleting, Keyed, MARKERS, Table, Updating};

/// Records of a page of a list.
const PAGE: usize = 100;

/// Keys of the settings and secrets.
const BASE_URL: &str = "base_url";
const AUTH: &str = "auth";
const EMAIL: &str = "email";
const SECRET: &str = "secret";
const MARKER: &str = "marker";
const UPDATE: &str = "update";
const DELETE: &str = "delete";
const FENCE: &str = "fence_ms";
/// Whether the field for our marker may be added.
const OWN_FIELD: &str = "own_field";
/// Choices of [`OWN_FIELD`].
const MAKE_FIELD: &str = "make";
const LEAVE_FIELD: &str = "leave";

/// A connection to one account.
#[derive(Debug)]
pub struct Client {
    http: Http,
    access: Access,
    table: &'static Table,
    account: Known<Account>,
    fence: Millis,
    may_make_field: bool,
}

/// What a check learns of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Account {
    marker: MarkerSupport,
    update: Updating,
    delete: Deleting,
}

impl Client {
    /// Prepares for an account; connects to nothing yet.
    ///
    /// # Errors
    /// If the form is not filled in as it must be.
    pub(super) fn connect(
        table: &'static Table,
        settings: &Settings,
        secrets: &Secrets,
        limits: Limits,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConnectFault> {
        let typed = settings.get(BASE_URL).filter(|typed| !typed.trim().is_empty());
        let typed = typed.ok_or(ConnectFault::Missing(BASE_URL))?;
        let address = Address::parse(typed)?.without_suffix(table.base);
        let access = Access::of(table, settings, secrets, &clock)?;
        let http = Http::new(address, limits, &table.headers, clock)?;
        let marker = settings.get(MARKER).and_then(|name| marker_support(name));
        let update = settings.get(UPDATE).and_then(|name| updating(name));
        let delete = settings.get(DELETE).and_then(|name| deleting(name));
        // Some of them alone were learned by an older version: the next check tells all.
        let account = marker.zip(update).zip(delete);
        let account = account.map(|((marker, update), delete)| Account { marker, update, delete });
        let fence = settings.get(FENCE).and_then(|fence| fence.parse().ok()).map_or(table.fence, Millis);
        let may_make_field = settings.get(OWN_FIELD).is_none_or(|choice| choice != LEAVE_FIELD);
        Ok(Self { http, access, table, account: Known::from(account), fence, may_make_field })
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
            versions: self.table.record.version.is_some(),
            notes: self.table.notes.is_some(),
            batch: self.table.batch,
            fence: self.fence,
        }
    }

    /// The fields that the contract names; this CRM lists none.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldThere> {
        let mapped = self.table.fields.iter().filter(|(_, _, take, _)| *take != Take::Note);
        let mut fields: Vec<FieldThere> = mapped
            .map(|(_, theirs, ..)| *theirs)
            .chain(self.table.more_fields.iter().copied())
            .map(|name| FieldThere {
                role: (name == self.table.email).then_some(Role::Key),
                ..FieldThere::text(name, name)
            })
            .collect();
        if self.marker() != MarkerSupport::None {
            let marker = self.table.record.marker;
            fields.push(FieldThere { role: Some(Role::Marker), ..FieldThere::text(marker, marker) });
        }
        fields
    }

    /// What a check learned, as settings to be kept with the destination's; none before the first check.
    #[must_use]
    pub fn learned(&self) -> Option<Settings> {
        let account = self.account.get()?;
        let (marker, _) = MARKERS.iter().find(|(_, row)| *row == account.marker)?;
        let (update, _) = Updating::NAMES.iter().find(|(_, row)| *row == account.update)?;
        let (delete, _) = Deleting::NAMES.iter().find(|(_, row)| *row == account.delete)?;
        Some(
            [(MARKER, *marker), (UPDATE, *update), (DELETE, *delete)]
                .map(|(key, name)| (key.to_owned(), name.to_owned()))
                .into(),
        )
    }

    /// Where deletions leave no trace, so many records are looked for by id in one operation: a batch, or one where each takes a
    /// request of its own.
    pub(super) fn traceless(&self) -> Option<usize> {
        let account = self.account.get().filter(|account| account.delete == Deleting::Hard);
        account.map(|_| match self.table.keyed {
            Keyed::Bulk(_) => self.table.batch,
            Keyed::OneByOne { .. } => 1,
        })
    }

    /// Until a check says otherwise the weaker of those that write a marker: it looks twice before anything is sent again.
    fn marker(&self) -> MarkerSupport {
        self.account.get().map_or(MarkerSupport::Searchable, |account| account.marker)
    }

    fn updating(&self) -> Updating {
        self.account.get().map_or(Updating::Patch, |account| account.update)
    }

    /// One request with this sign-in. The body is kept for people when it tells of a failure.
    async fn once(
        &self,
        request: Request,
        success: u16,
        sign_in: &SignIn,
    ) -> (Result<serde_json::Value, Failure>, ReplyFacts) {
        let purpose = request.purpose;
        let (outcome, mut facts) = self.http.send(request, Some(sign_in)).await;
        let outcome = outcome.and_then(|reply| {
            let raw = reply.raw.clone();
            let outcome = self.table.expected(purpose, success, reply);
            facts.raw = raw.filter(|_| outcome.is_err());
            outcome
        });
        (outcome, facts)
    }
}

fn marker_support(name: &str) -> Option<MarkerSupport> {
    MARKERS.iter().find(|(row, _)| *row == name).map(|(_, support)| *support)
}

fn deleting(name: &str) -> Option<Deleting> {
    Deleting::NAMES.iter().find(|(row, _)| *row == name).map(|(_, delete)| *delete)
}

fn updating(name: &str) -> Option<Updating> {
    Updating::NAMES.iter().find(|(row, _)| *row == name).map(|(_, update)| *update)
}

/// What a person fills in.
pub(super) fn form(table: &Table) -> Vec<FormField> {
    (table.form)()
}

/// The mapping that a new destination begins with.
pub(super) fn default_mapping(table: &Table) -> Mapping {
    let row = |(ours, theirs, take, write_only): &(_, &str, Take, bool)| MapRow {
        write_only: *write_only,
        ..MapRow::new(*ours, *theirs, take.clone())
    };
    Mapping { version: 1, rows: table.fields.iter().map(row).collect() }
}

#[cfg(test)]
mod tests;
