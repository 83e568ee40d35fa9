//! What the next sync would send: contact by contact, with the values that change and the request as it would leave. Asks the CRM
//! what the send would ask first, when it can be reached; changes nothing here or there.

use super::desk::Desk;
use super::errors::Answer;
use super::settings::check_code;
use super::show::Shown;
use super::views::{DryChange, DryKind, DryRequest, DryRow, DryRun};
use crate::crm::Client;
use crate::crm::http::{HeldBack, held_back};
use crate::engine::Engine;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, contacts, queues};
use crate::sync::foreseeing::{Foreseen, Unsure, foresee};
use crate::sync::{account, stored_account};
use lanyard_core::contact::{Field, display_name};
use lanyard_core::crm::CrmOp;
use lanyard_core::explain::Sentence;
use lanyard_core::outbox::{Circumstances, Delivery, DeliveryPart, Gate, State, explain};
use lanyard_core::sync::{Difference, Plan, Request};
use rusqlite::Connection;

/// So many deliveries of a destination are looked at: a screen that is read, and few requests.
const SHOWN: u32 = 100;

impl Desk {
    /// What would be sent to each destination of the event now.
    ///
    /// # Errors
    /// As the store allows.
    pub async fn dry_run(&self) -> Answer<Vec<DryRun>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let places = engine.store.read(|conn| destinations::of_event(conn, &event.id))?;
        let mut runs = Vec::with_capacity(places.len());
        for place in &places {
            runs.push(of_destination(&engine, place).await?);
        }
        Ok(runs)
    }
}

/// A client that may be asked now: what its account can do is known, and nothing says that it would be in vain.
async fn open(engine: &Engine, place: &Destination) -> Option<Client> {
    let line = engine.sync().and_then(|sync| sync.snapshot().lines.get(&place.id).cloned());
    if line.is_some_and(|line| line.gate != Gate::Open) {
        return None;
    }
    let client = engine.client(place)?;
    if client.learned().is_none() {
        // What a check would make there is held back like every other write.
        held_back(client.perform(&CrmOp::Check)).await;
    }
    client.learned().is_some().then_some(client)
}

async fn of_destination(engine: &Engine, place: &Destination) -> Answer<DryRun> {
    let client = open(engine, place).await;
    let (of_place, (waiting, all)) = engine.store.read(|conn| {
        let of_place = match &client {
            Some(client) => account(conn, place, client)?,
            None => stored_account(conn, place)?,
        };
        Ok((of_place, queues::unsettled(conn, &place.id, SHOWN)?))
    })?;
    let shown = u32::try_from(waiting.len()).unwrap_or(SHOWN);
    let foreseen = foresee(&engine.store, &engine.boot, &of_place, client.as_ref(), waiting).await?;
    let unheard = foreseen.iter().any(|one| matches!(one.plan, Err(Unsure::Failed(_))));
    let asked = client.is_some() && !unheard;
    let rows = engine.store.read(|conn| {
        let shown = Shown::new(conn, engine)?;
        foreseen.iter().map(|one| row(conn, &shown, place, one)).collect::<Result<Vec<_>>>()
    })?;
    let code = match (all, asked) {
        (0, _) => "dry-all-none",
        (_, true) => "dry-all",
        (_, false) => "dry-all-unasked",
    };
    let sentence = Sentence::new(code).text("crm", place.name.clone()).count("count", u64::from(all));
    Ok(DryRun {
        destination: place.id.clone(),
        name: place.name.clone(),
        asked,
        sentence,
        rows,
        more: all.saturating_sub(shown),
    })
}

fn row(conn: &Connection, shown: &Shown<'_>, place: &Destination, one: &Foreseen) -> Result<DryRow> {
    let contact = contacts::load(conn, &one.delivery.contact)?;
    let name = display_name(&contact).filter(|name| Some(name.as_str()) != contact.text(Field::BadgeId));
    let called = |field: &str| shown.our_field(conn, Some(place), field);
    let changes = one.changes.iter().map(|change| {
        let field = called(change.field.as_str())?;
        Ok(DryChange { field, was: change.was.clone(), will: change.will.clone() })
    });
    let differences = one.differences.iter().map(|difference: &Difference| {
        let field = called(difference.field.as_str())?;
        Ok(DryChange { field, was: difference.theirs.clone(), will: difference.ours.clone() })
    });
    let note = matches!(one.delivery.part, DeliveryPart::Note(_));
    let (kind, sentence) = said(place, one, note);
    Ok(DryRow {
        contact: one.delivery.contact.clone(),
        name,
        note,
        kind,
        sentence,
        changes: changes.collect::<Result<_>>()?,
        differences: differences.collect::<Result<_>>()?,
        requests: one.letters.iter().map(request).collect(),
    })
}

fn request(letter: &HeldBack) -> DryRequest {
    DryRequest {
        method: letter.method.clone(),
        address: letter.address.clone(),
        headers: letter.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect(),
        body: letter.body.clone(),
    }
}

fn said(place: &Destination, one: &Foreseen, note: bool) -> (DryKind, Sentence) {
    let say = |code: &str| Sentence::new(code).text("crm", place.name.clone());
    let count = one.changes.len() as u64;
    match (&one.plan, note) {
        (Ok(Plan::Create(_)), true) => (DryKind::Create, say("dry-note-create")),
        (Ok(Plan::Create(_)), false) => (DryKind::Create, say("dry-create").count("count", count)),
        (Ok(Plan::Update(_)), true) => (DryKind::Update, say("dry-note-update")),
        (Ok(Plan::Update(_)), false) if count == 0 => (DryKind::Update, say("dry-mark")),
        (Ok(Plan::Update(_)), false) => (DryKind::Update, say("dry-update").count("count", count)),
        (Ok(Plan::Adopt(..)), _) if count == 0 => (DryKind::Adopt, say("dry-adopt-as-it-is")),
        (Ok(Plan::Adopt(..)), _) => (DryKind::Adopt, say("dry-adopt").count("count", count)),
        (Ok(Plan::Delete(_)), true) => (DryKind::Delete, say("dry-note-delete")),
        (Ok(Plan::Delete(_)), false) => (DryKind::Delete, say("dry-delete")),
        (Ok(Plan::HandBack(_)), _) => (DryKind::HandBack, say("dry-hand-back")),
        (Ok(Plan::Nothing), _) => (DryKind::Skip, say("dry-nothing")),
        (Ok(Plan::Gone), _) => (DryKind::Skip, say("dry-gone")),
        (Ok(Plan::Anew), _) => (DryKind::Create, say("dry-anew")),
        (Ok(Plan::Ask(reason)), _) => {
            (DryKind::Ask, would_be(place, one, State::Parked { reason: reason.clone() }))
        }
        (Ok(Plan::Stays(why)), _) => {
            (DryKind::Skip, would_be(place, one, State::Held { why: *why, wait: None }))
        }
        (Ok(Plan::Later), _) => (DryKind::Unsure, say("dry-later")),
        (Err(Unsure::Failed(failure)), _) => (DryKind::Unsure, say(check_code(failure))),
        (Err(Unsure::Unasked(request)), _) => (DryKind::Unsure, say(looks(request))),
    }
}

/// What the CRM would be asked first.
fn looks(request: &Request) -> &'static str {
    match request {
        Request::FindByEmail { .. } => "dry-looks-email",
        Request::Get { .. } => "dry-reads",
        Request::FindByMarker { .. } | Request::FindLike { .. } | Request::Stray { .. } => "dry-looks",
        Request::Create(_) | Request::Update(_) | Request::Delete(_) => "dry-later",
    }
}

/// Why it would stand where it then stands, in the words that are used once it does.
fn would_be(place: &Destination, one: &Foreseen, state: State) -> Sentence {
    let then = Delivery { state, ..one.delivery.clone() };
    explain(&then, &Circumstances { destination: place.name.clone(), ..Circumstances::default() }).why
}
