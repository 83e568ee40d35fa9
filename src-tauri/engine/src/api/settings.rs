//! The settings screen: event, operator, destinations.

use super::desk::{Desk, event_view};
use super::errors::Answer;
use super::looking_up::{HIDE, LOOK_UP, SHOW};
use super::purging;
use super::status::{health, snapshot};
use super::views::{
    CheckOutcome, CommandError, DestinationInput, DestinationKind, DestinationView, ErrorCode, EventInput,
    FieldInfo, FormField, Settings,
};
use crate::crm::{CRMS, ConnectFault, Crm, Secret, Secrets};
use crate::engine::Engine;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, events};
use crate::sync::{Snapshot, WHEN_DELETED};
use lanyard_core::contact::{FIELDS, Region};
use lanyard_core::crm::{AuthFault, CrmOp, Failure, MarkerSupport, Trouble};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::{DestinationId, OperatorId};
use lanyard_core::outbox::hold::MAX_GRACE;
use lanyard_core::sync::StoredHealth;
use lanyard_core::time::Millis;
use std::collections::BTreeMap;
use std::sync::Arc;

/// F for a destination that names none: client timeout, the server's late bound and its index lag together (rule 2).
const FENCE: Millis = Millis::from_secs(180);

impl Desk {
    /// What the settings screen shows.
    ///
    /// # Errors
    /// As the store allows.
    pub fn settings(&self) -> Answer<Settings> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let snapshot = engine.store.read(|conn| snapshot(conn, &engine))?;
        let destinations = engine.store.read(|conn| {
            let found = destinations::of_event(conn, &event.id)?;
            found
                .iter()
                .map(|destination| {
                    let mapping = destinations::mapping(conn, &destination.id, destination.mapping)?;
                    let rows = mapping.map(|mapping| mapping.rows).unwrap_or_default();
                    let pairs = rows
                        .into_iter()
                        .map(|row| {
                            (
                                row.ours.map_or("", |ours| ours.key()).to_owned(),
                                row.theirs.as_str().to_owned(),
                            )
                        })
                        .collect();
                    let earlier = super::earlier::view(conn, &event.id, destination)?;
                    Ok((destination.clone(), pairs, earlier))
                })
                .collect::<Result<Vec<_>>>()
        })?;
        let operator =
            engine.store.read(|conn| events::operator(conn))?.map(|(_, name)| name).unwrap_or_default();
        let purge_days = engine.store.read(|conn| purging::after_days(conn))?;
        Ok(Settings {
            event: event_view(&event),
            operator,
            purge_days,
            destinations: destinations
                .into_iter()
                .map(|(destination, mapping, earlier)| DestinationView {
                    earlier,
                    ..view(&engine, &destination, mapping, &snapshot)
                })
                .collect(),
            kinds: CRMS.iter().map(described).collect(),
            fields: FIELDS
                .iter()
                .map(|row| FieldInfo { field: row.field, kind: row.kind, many: row.many })
                .collect(),
            data_folder: self.options.folder.display().to_string(),
            key_kept: self.key_kept().to_owned(),
            passphrase: self.passphrase_state()?,
            last_backup: self.last_backup()?,
            thresholds: engine.store.read(|conn| super::alerting::thresholds(conn))?,
        })
    }

    /// Changes the event and who captures.
    ///
    /// # Errors
    /// When a value cannot be used; nothing is then changed.
    pub fn save_event(&self, input: &EventInput) -> Answer<Settings> {
        let engine = self.engine()?;
        let mut event = engine.event()?;
        let bad = |code| Err(CommandError::new(ErrorCode::BadInput, code));
        let (name, operator) = (input.name.trim(), input.operator.trim());
        if name.is_empty() || operator.is_empty() {
            return bad("error-missing-field");
        }
        if input.grace > MAX_GRACE {
            return bad("error-grace-range");
        }
        if !purging::may_be(input.purge_days) {
            return bad("error-purge-range");
        }
        event.region = match input.region.as_deref().map(str::trim).filter(|region| !region.is_empty()) {
            None => None,
            Some(region) => match Region::parse(region) {
                Some(region) => Some(region),
                None => return bad("error-region"),
            },
        };
        event.name = name.to_owned();
        event.grace = input.grace;
        engine.store.write(|conn| {
            events::change_event(conn, &event)?;
            purging::keep_after_days(conn, input.purge_days)?;
            if !events::choose_operator(conn, operator)? {
                events::add_operator(conn, &OperatorId::new(engine.clock.new_id()), operator)?;
            }
            Ok(())
        })?;
        self.session_changed();
        self.settings()
    }

    /// Adds or changes a destination. Contacts captured before get their deliveries only after a yes ([`Desk::answer_earlier`]); new
    /// captures go there at once.
    ///
    /// # Errors
    /// When the form cannot be used, or a secret cannot be kept; nothing is then changed.
    pub fn save_destination(&self, input: &DestinationInput) -> Answer<Settings> {
        let engine = self.engine()?;
        let bad = |code| Err(CommandError::new(ErrorCode::BadInput, code));
        let Some(crm) = Crm::by_kind(&input.kind) else { return bad("error-no-such-destination") };
        if input.name.trim().is_empty() {
            return bad("error-missing-field");
        }
        let old = match &input.id {
            Some(id) => match engine.store.read(|conn| destinations::get(conn, id))? {
                Some(old) => Some(old),
                None => return Err(CommandError::new(ErrorCode::NotFound, "error-no-such-destination")),
            },
            None => None,
        };
        let id = old.as_ref().map_or_else(|| DestinationId::new(engine.clock.new_id()), |old| old.id.clone());
        let secrets = all_secrets(&engine, crm, old.as_ref(), input);
        // Proved by making a client; it connects to nothing.
        let limits = crate::crm::http::Limits::SHIPPED;
        if let Err(fault) = crm.connect(
            &input.settings,
            &secrets,
            &(crm.default_mapping)(),
            limits,
            Arc::clone(&engine.clock),
        ) {
            return Err(unusable(&fault));
        }
        for (key, value) in input.secrets.iter().filter(|(_, value)| !value.is_empty()) {
            engine.keep_secret(&id, key, value).map_err(|detail| CommandError {
                code: ErrorCode::NotSaved,
                sentence: Sentence::new("error-secret-not-kept"),
                detail: Some(detail),
            })?;
        }
        let event = engine.event()?;
        engine.store.write(|conn| {
            let mapping = match &old {
                Some(old) => old.mapping,
                None => 1,
            };
            let mut settings = input.settings.clone();
            for (key, value) in old.iter().flat_map(|old| old.settings.clone()) {
                // What a check learned stays, unless the account is another one.
                if old.as_ref().map(|old| old.base_url.as_str())
                    == input.settings.get("base_url").map(String::as_str)
                {
                    settings.entry(key).or_insert(value);
                }
            }
            let fence = settings.get("fence_ms").and_then(|fence| fence.parse().ok()).map_or(FENCE, Millis);
            let destination = Destination {
                id: id.clone(),
                event: old.as_ref().map_or_else(|| event.id.clone(), |old| old.event.clone()),
                name: input.name.trim().to_owned(),
                kind: input.kind.clone(),
                base_url: input.settings.get("base_url").cloned().unwrap_or_default(),
                rehearsal: self.options.rehearsal,
                marker: old.as_ref().map_or(MarkerSupport::Searchable, |old| old.marker),
                fence,
                mapping,
                settings,
                health: old
                    .as_ref()
                    .map_or_else(StoredHealth::default, |old| StoredHealth { auth: None, ..old.health }),
            };
            destinations::put(conn, &destination)?;
            if old.is_none() {
                let mut first = (crm.default_mapping)();
                first.version = mapping;
                destinations::put_mapping(conn, &id, &first)?;
            }
            Ok(())
        })?;
        if let Some(sync) = engine.sync() {
            sync.reload();
        }
        self.settings()
    }

    /// Asks a destination who we are.
    ///
    /// # Errors
    /// When there is no such destination.
    pub async fn check_destination(&self, id: &DestinationId) -> Answer<CheckOutcome> {
        let engine = self.engine()?;
        let found = engine.store.read(|conn| destinations::get(conn, id))?;
        let destination =
            found.ok_or_else(|| CommandError::new(ErrorCode::NotFound, "error-no-such-destination"))?;
        let said = |code: &str| Sentence::new(code).text("crm", destination.name.clone());
        let Some(client) = engine.client(&destination) else {
            return Ok(CheckOutcome { ok: false, sentence: said("check-sign-in"), detail: None });
        };
        let answer = client.perform(&CrmOp::Check).await;
        if let (Ok(_), Some(sync)) = (&answer.outcome, engine.sync()) {
            sync.reload();
        }
        if answer.outcome.is_ok() {
            // What goes where is offered and checked by them. Without them it goes on as it did.
            let (Ok(_) | Err(_)) = self.read_fields(id).await;
        }
        let code = match &answer.outcome {
            Ok(_) => "check-ok",
            Err(failure) => check_code(failure),
        };
        Ok(CheckOutcome { ok: answer.outcome.is_ok(), sentence: said(code), detail: answer.facts.raw })
    }
}

/// A CRM's own form, and what holds for every destination.
fn described(crm: &Crm) -> DestinationKind {
    let mut kind = crm.described();
    let option = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    kind.form.push(FormField {
        key: WHEN_DELETED.to_owned(),
        label: "form-when-deleted".to_owned(),
        help: Some("form-when-deleted-help".to_owned()),
        secret: false,
        required: false,
        value: Some("ask".to_owned()),
        options: vec![
            option("ask", "form-when-deleted-ask"),
            option("follow", "form-when-deleted-follow"),
            option("renew", "form-when-deleted-renew"),
        ],
    });
    kind.form.push(FormField {
        key: LOOK_UP.to_owned(),
        label: "form-look-up".to_owned(),
        help: Some("form-look-up-help".to_owned()),
        secret: false,
        required: false,
        value: Some(SHOW.to_owned()),
        options: vec![option(SHOW, "form-look-up-show"), option(HIDE, "form-look-up-hide")],
    });
    kind
}

pub(super) fn check_code(failure: &Failure) -> &'static str {
    match failure {
        Failure::Auth { fault: AuthFault::MissingScope } => "check-scope",
        Failure::Auth { fault: AuthFault::Expired | AuthFault::Revoked } => "check-sign-in",
        Failure::Transient { trouble: Trouble::Unreachable } => "check-unreachable",
        Failure::Transient { trouble: Trouble::Portal } => "check-portal",
        Failure::Transient { trouble: Trouble::Busy } | Failure::Throttled { .. } => "check-busy",
        Failure::Ambiguous
        | Failure::Conflict { .. }
        | Failure::Stale { .. }
        | Failure::Gone { .. }
        | Failure::Invalid { .. }
        | Failure::TooLarge
        | Failure::Unsupported
        | Failure::Protocol => "check-odd",
    }
}

fn unusable(fault: &ConnectFault) -> CommandError {
    let sentence = match fault {
        ConnectFault::Missing(_) => "error-missing-field",
        ConnectFault::Unknown(_) | ConnectFault::Address(_) | ConnectFault::Build(_) => "error-bad-address",
    };
    CommandError {
        code: ErrorCode::BadInput,
        sentence: Sentence::new(sentence),
        detail: Some(fault.to_string()),
    }
}

/// The secrets of the form, with those left out taken from where they are kept.
fn all_secrets(engine: &Engine, crm: &Crm, old: Option<&Destination>, input: &DestinationInput) -> Secrets {
    let mut secrets = Secrets::new();
    for field in (crm.form)().into_iter().filter(|field| field.secret) {
        let typed = input.secrets.get(&field.key).filter(|value| !value.is_empty()).cloned();
        if let Some(value) = typed {
            secrets.insert(field.key, Secret::new(value));
        } else if let Some(kept) = old.and_then(|old| engine.secret(old, &field.key)) {
            secrets.insert(field.key, kept);
        }
    }
    secrets
}

fn view(
    engine: &Engine,
    destination: &Destination,
    mapping: Vec<(String, String)>,
    snapshot: &Snapshot,
) -> DestinationView {
    let line = snapshot.lines.get(&destination.id).cloned().unwrap_or_default();
    let settings: BTreeMap<String, String> = destination.settings.clone();
    DestinationView {
        id: destination.id.clone(),
        kind: destination.kind.clone(),
        name: destination.name.clone(),
        settings,
        has_secret: engine.has_secrets(destination),
        health: health(destination, &line),
        earlier: None,
        mapping,
    }
}
