//! What goes where: the mapping of a destination as people see it, change it, and see beforehand what a change comes to.

use super::answering;
use super::desk::Desk;
use super::errors::Answer;
use super::many::does_not_fit;
use super::settings::check_code;
use super::views::{
    Cause, CommandError, DoneForMany, DraftContact, DraftProblem, DraftRow, DraftValue, ErrorCode, Fix,
    MappingDraft, MappingVersion, MappingView,
};
use crate::engine::Engine;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, consents, contacts, lists, questions, queues, there};
use crate::sync::remapping::{Remapped, remapped};
use crate::sync::{apply, stored_account};
use lanyard_core::contact::PhoneForm;
use lanyard_core::contact::asking::Question;
use lanyard_core::contact::{Contact, Field, display_name};
use lanyard_core::crm::{
    FieldThere, Letters, MapFault, MapProblem, MapRow, Mapping, RemoteField, Take, Turn,
};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::{ContactId, DestinationId, QuestionId};
use lanyard_core::outbox::{Delivery, ParkReason, State};
use lanyard_core::sync::Event;
use lanyard_core::sync::remap::Effect;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Contacts of a preview.
const PREVIEW: u32 = 10;
/// Contacts among which an example is looked for.
const EXAMPLES: u32 = 50;
/// Contacts that are counted before a mapping is saved; a change to more is said to be to more.
const COUNTED: u32 = 5_000;
/// Versions that are listed.
const VERSIONS: usize = 20;
/// CRMs that take a new field from us.
const MAKERS: [&str; 2] = ["hubspot", "pipedrive"];

impl Desk {
    /// A destination's mapping, the fields over there as they were last read, and its versions.
    ///
    /// # Errors
    /// When there is no such destination.
    pub fn mapping(&self, id: &DestinationId) -> Answer<MappingView> {
        let engine = self.engine()?;
        engine.store.read(|conn| view(conn, id))?.ok_or_else(no_destination)
    }

    /// The rows of a version.
    ///
    /// # Errors
    /// When there is no such version.
    pub fn mapping_version(&self, id: &DestinationId, version: u32) -> Answer<Vec<MapRow>> {
        let engine = self.engine()?;
        let found = engine.store.read(|conn| destinations::mapping(conn, id, version))?;
        Ok(found.ok_or_else(no_destination)?.rows)
    }

    /// What these rows would come to, if they were saved now. Changes nothing and asks nobody.
    ///
    /// # Errors
    /// When there is no such destination.
    pub fn draft_mapping(&self, id: &DestinationId, rows: &[MapRow]) -> Answer<MappingDraft> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let drafted = engine.store.read(|conn| {
            let Some(place) = destinations::get(conn, id)? else { return Ok(None) };
            let newest = lists::newest(conn, &event.id, EXAMPLES)?;
            let people = newest
                .into_iter()
                .map(|id| {
                    let (consent, contact) = (consents::last(conn, &id)?, contacts::load(conn, &id)?);
                    let answers = contact.with_removed(Field::Answer).map(|(part, _)| part);
                    let asked = questions::behind(conn, answers)?;
                    Ok((Contact { consent, asked, ..contact }, id))
                })
                .collect::<Result<Vec<_>>>()?;
            let worded = questions::worded(conn, &event.id)?;
            drafted(conn, &engine, &place, rows, &worded, &people).map(Some)
        })?;
        drafted.ok_or_else(no_destination)
    }

    /// Saves rows as the next version. What is settled is looked at under it, and what the CRM had not accepted because of
    /// a field that changed goes again.
    ///
    /// # Errors
    /// When the rows cannot be used, or somebody changed them since `version`; nothing is then changed.
    pub fn save_mapping(&self, id: &DestinationId, version: u32, rows: &[MapRow]) -> Answer<MappingView> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let (place, there, worded) = engine.store.read(|conn| {
            let known = there::known(conn, id)?.map(|known| known.fields);
            Ok((destinations::get(conn, id)?, known, questions::worded(conn, &event.id)?))
        })?;
        let place = place.ok_or_else(no_destination)?;
        if place.mapping != version {
            return Err(CommandError::new(ErrorCode::BadInput, "error-mapping-changed"));
        }
        let rows = answering::settled(rows, &worded, there.as_deref());
        let next = Mapping { version: version + 1, rows };
        let problems = next.problems(there.as_deref(), &answering::questions(&worded));
        if let Some(first) = problems.iter().find(|problem| problem.fault.stops()) {
            return Err(CommandError::said(ErrorCode::BadInput, said(first, &place, there.as_deref())));
        }
        let touched = engine.store.write(|conn| {
            let before = destinations::mapping(conn, id, version)?;
            super::fixing::remap(conn, id, &next)?;
            again(conn, &engine, id, before.as_ref(), &next)
        })?;
        if let Some(sync) = engine.sync() {
            sync.reload();
        }
        engine.committed(touched);
        self.mapping(id)
    }

    /// Reads the fields over there and keeps them.
    ///
    /// # Errors
    /// When there is no such destination, or its CRM does not answer; what was known stays.
    pub async fn read_fields(&self, id: &DestinationId) -> Answer<MappingView> {
        let engine = self.engine()?;
        let place = engine.store.read(|conn| destinations::get(conn, id))?.ok_or_else(no_destination)?;
        let client = engine.client(&place).ok_or_else(|| unheard(&place, "check-sign-in", None))?;
        let (fields, facts) = client.fields().await;
        let fields = fields.map_err(|failure| unheard(&place, check_code(&failure), facts.raw))?;
        let known = there::Known { fields, read: engine.clock.wall() };
        engine.store.write(|conn| there::keep(conn, id, &known))?;
        self.mapping(id)
    }

    /// Makes the field over there of which a cause says that the CRM does not have it; then all of them go again.
    ///
    /// # Errors
    /// When the CRM does not make it, or the cause is gone.
    pub async fn make_field_for(&self, cause: &Cause) -> Answer<DoneForMany> {
        let theirs = cause.theirs.clone().ok_or_else(does_not_fit)?;
        let made = self.make_field(&cause.destination, &theirs).await?;
        // Some CRMs name a field themselves.
        let fix = if made == theirs { Fix::Retry } else { Fix::Remap { theirs: made } };
        self.fix_cause(cause, &fix)
    }

    /// Makes a field over there that holds a text, and reads the fields again; answers with the field's name there.
    ///
    /// # Errors
    /// When the CRM does not make it.
    pub async fn make_field(&self, id: &DestinationId, called: &str) -> Answer<String> {
        let engine = self.engine()?;
        let place = engine.store.read(|conn| destinations::get(conn, id))?.ok_or_else(no_destination)?;
        if called.trim().is_empty() {
            return Err(CommandError::new(ErrorCode::BadInput, "error-missing-field"));
        }
        let client = engine.client(&place).ok_or_else(|| unheard(&place, "check-sign-in", None))?;
        let (made, facts) = client.make_field(called).await;
        let made = made.map_err(|_| unheard(&place, "error-field-not-made", facts.raw))?;
        engine.store.write(|conn| {
            let Some(mut known) = there::known(conn, id)? else { return Ok(()) };
            known.fields.retain(|field| field.name != made.name);
            known.fields.push(made.clone());
            there::keep(conn, id, &known)
        })?;
        Ok(made.name.as_str().to_owned())
    }
}

/// Whether a destination's CRM takes a new field from us.
pub(super) fn makes_fields(place: &Destination) -> bool {
    MAKERS.contains(&place.kind.as_str())
}

fn no_destination() -> CommandError {
    CommandError::new(ErrorCode::NotFound, "error-no-such-destination")
}

fn unheard(place: &Destination, code: &str, detail: Option<String>) -> CommandError {
    let sentence = Sentence::new(code).text("crm", place.name.clone());
    CommandError { code: ErrorCode::BadInput, sentence, detail }
}

fn view(conn: &Connection, id: &DestinationId) -> Result<Option<MappingView>> {
    let Some(place) = destinations::get(conn, id)? else { return Ok(None) };
    let all = destinations::mappings(conn, id)?;
    let known = there::known(conn, id)?;
    let rows = all.iter().find(|one| one.version == place.mapping).map(|one| one.rows.clone());
    let versions = all
        .iter()
        .take(VERSIONS)
        .enumerate()
        .map(|(nth, one)| MappingVersion { version: one.version, sentence: beside(one, all.get(nth + 1)) });
    Ok(Some(MappingView {
        destination: place.id.clone(),
        name: place.name.clone(),
        version: place.mapping,
        rows: rows.unwrap_or_default(),
        read: known.as_ref().map(|known| known.read),
        there: known.map(|known| known.fields),
        can_make: makes_fields(&place),
        versions: versions.collect(),
    }))
}

/// What a version says beside the one before it.
fn beside(one: &Mapping, before: Option<&Mapping>) -> Sentence {
    let Some(before) = before else {
        return Sentence::new("map-version-first").count("count", one.rows.len() as u64);
    };
    let changed = changed_fields(Some(before), one).len() as u64;
    Sentence::new("map-version").count("count", changed)
}

/// Their fields of which two versions do not say the same.
fn changed_fields(before: Option<&Mapping>, after: &Mapping) -> BTreeSet<RemoteField> {
    let rows = |mapping: &Mapping| mapping.rows.clone();
    let (before, after) = (before.map(rows).unwrap_or_default(), rows(after));
    let alone = |some: &[MapRow], others: &[MapRow]| {
        let alone = some.iter().filter(|row| !others.contains(row)).map(|row| row.theirs.clone());
        alone.collect::<Vec<_>>()
    };
    alone(&before, &after).into_iter().chain(alone(&after, &before)).collect()
}

/// What the CRM had not accepted because of a field that says something else now goes again.
fn again(
    conn: &Connection,
    engine: &Engine,
    id: &DestinationId,
    before: Option<&Mapping>,
    next: &Mapping,
) -> Result<Vec<ContactId>> {
    let changed = changed_fields(before, next);
    let Some(place) = destinations::get(conn, id)? else { return Ok(Vec::new()) };
    let account = stored_account(conn, &place)?;
    let mut touched = Vec::new();
    for stored in queues::refused(conn, id)? {
        if is_about(&stored.delivery, &changed) {
            apply(conn, engine.with(), &account, &stored.delivery.id, Event::Decided(None), false)?;
            touched.push(stored.delivery.contact);
        }
    }
    Ok(touched)
}

fn is_about(delivery: &Delivery, changed: &BTreeSet<RemoteField>) -> bool {
    let State::Parked { reason: ParkReason::Invalid { faults } } = &delivery.state else { return false };
    let theirs = faults.iter().filter_map(|fault| fault.theirs.as_ref());
    theirs.into_iter().any(|theirs| changed.contains(&RemoteField::new(theirs.clone())))
}

fn drafted(
    conn: &Connection,
    engine: &Engine,
    place: &Destination,
    given: &[MapRow],
    worded: &[(QuestionId, Question)],
    people: &[(Contact, ContactId)],
) -> Result<MappingDraft> {
    let there = there::known(conn, &place.id)?.map(|known| known.fields);
    let there = there.as_deref();
    let rows = answering::settled(given, worded, there);
    let mut account = stored_account(conn, place)?;
    let saved = std::mem::replace(&mut account.mapping.rows, rows.clone());
    account.mapping.version += 1;
    let changed = saved != rows;
    let problems = account.mapping.problems(there, &answering::questions(worded));
    let can_save = changed && !problems.iter().any(|problem| problem.fault.stops());
    let counted =
        if changed { remapped(conn, &engine.boot, place, &account, COUNTED)? } else { Remapped::default() };
    let problem = |problem: &MapProblem| DraftProblem {
        sentence: said(problem, place, there),
        stops: problem.fault.stops(),
        can_make: problem.fault == MapFault::Unknown && makes_fields(place),
    };
    let of_row = |nth: usize| problems.iter().filter(move |problem| problem.row == Some(nth)).map(problem);
    let preview = people.iter().take(PREVIEW as usize).map(|(contact, id)| DraftContact {
        contact: id.clone(),
        name: display_name(contact).filter(|name| Some(name.as_str()) != contact.text(Field::BadgeId)),
        values: values(&account.mapping, contact, there),
    });
    Ok(MappingDraft {
        rows: rows
            .iter()
            .enumerate()
            .map(|(nth, row)| DraftRow {
                becomes: (*row != given[nth]).then(|| row.clone()),
                ..draft_row(row, people, there, of_row(nth).collect())
            })
            .collect(),
        missing: problems.iter().filter(|problem| problem.row.is_none()).map(problem).collect(),
        can_save,
        changed,
        effects: effects(&counted, place),
        preview: preview.collect(),
    })
}

fn draft_row(
    row: &MapRow,
    people: &[(Contact, ContactId)],
    there: Option<&[FieldThere]>,
    problems: Vec<DraftProblem>,
) -> DraftRow {
    let alone = Mapping { version: 0, rows: vec![row.clone()] };
    let own = |contact: &Contact| match (&row.take, row.ours) {
        (Take::Answer { .. }, _) => row.answered(contact),
        (_, Some(ours)) => contact.usable(ours).map(|value| value.value.clone()),
        (_, None) => None,
    };
    let sends = |contact: &Contact| alone.said(contact).into_values().next().flatten();
    let mut all = people.iter().map(|(contact, _)| contact);
    let example = all.clone().find_map(|contact| Some((contact, own(contact)?)));
    let is_yes = |contact: &&Contact| contact.consent.as_ref().is_some_and(|consent| consent.yes.is_some());
    let sends = match &example {
        Some((contact, _)) => sends(contact),
        None => sends(all.find(is_yes).unwrap_or(&Contact::default())),
    };
    DraftRow {
        example: example.map(|(_, value)| value),
        sends: if row.is_note() { None } else { sends },
        label: label(&row.theirs, there),
        turned: turned(row),
        comes_back: row.comes_back(),
        problems,
        becomes: None,
    }
}

fn label(theirs: &RemoteField, there: Option<&[FieldThere]>) -> String {
    let known = there.into_iter().flatten().find(|field| field.name == *theirs);
    known.map_or_else(|| theirs.as_str().to_owned(), |field| field.label.clone())
}

/// What is made of a row's value, in words.
fn turned(row: &MapRow) -> Option<Sentence> {
    let say = Sentence::new;
    match (&row.take, &row.turn) {
        (Take::Constant { text }, _) => Some(say("map-says-constant").text("text", text.clone())),
        (Take::Join { with, .. }, _) => Some(say("map-says-join").count("count", with.len() as u64 + 1)),
        (Take::Split { nth, .. }, _) => Some(say("map-says-split").count("nth", u64::from(*nth))),
        (Take::Note, _) => Some(say("map-says-note")),
        (Take::Consent, _) => Some(say("map-says-consent")),
        (_, Turn::Case(Letters::Upper)) => Some(say("map-says-upper")),
        (_, Turn::Case(Letters::Lower)) => Some(say("map-says-lower")),
        (_, Turn::Case(Letters::Title)) => Some(say("map-says-title")),
        (_, Turn::Phone(PhoneForm::E164)) => Some(say("map-says-e164")),
        (_, Turn::Phone(PhoneForm::International)) => Some(say("map-says-international")),
        (_, Turn::Phone(PhoneForm::National)) => Some(say("map-says-national")),
        (_, Turn::Pick { options, .. }) => Some(say("map-says-pick").count("count", options.len() as u64)),
        (Take::Joined, Turn::AsIs) => Some(say("map-says-joined")),
        (Take::First | Take::Given | Take::Family | Take::Full | Take::Answer { .. }, Turn::AsIs) => None,
    }
}

/// A contact field by field, with what cannot be sent and why.
fn values(mapping: &Mapping, contact: &Contact, there: Option<&[FieldThere]>) -> Vec<DraftValue> {
    let said = mapping.said(contact);
    let rows = mapping.rows.iter().filter(|row| !row.is_note());
    let value = |row: &MapRow| {
        let value = said.get(&row.theirs).cloned().flatten();
        let problem = match row.take {
            Take::Answer { .. } => row.answered(contact).map(|_| None),
            _ => row.ours.and_then(|ours| contact.all(ours).next()).map(|(_, given)| given.problem),
        };
        let why = match (&value, problem) {
            (None, Some(Some(_))) => Some("map-left-out-problem"),
            (None, Some(None)) if matches!(row.turn, Turn::Pick { .. }) => Some("map-left-out-option"),
            (None, Some(None)) => Some("map-left-out-piece"),
            (Some(_), _) | (None, None) => None,
        };
        DraftValue { label: label(&row.theirs, there), value, why: why.map(Sentence::new) }
    };
    rows.map(value).filter(|one| one.value.is_some() || one.why.is_some()).collect()
}

/// What saving would do, a sentence for each sort of effect.
fn effects(counted: &Remapped, place: &Destination) -> Vec<Sentence> {
    let of = |effect: Effect, code: &str| {
        let contacts = *counted.contacts.get(&effect)?;
        let fields = counted.fields.get(&effect).map_or(0, BTreeSet::len) as u64;
        let sentence = Sentence::new(code).text("crm", place.name.clone()).count("count", contacts);
        Some(sentence.count("fields", fields).count("more", u64::from(counted.more)))
    };
    [
        of(Effect::Replaced, "map-effect-replaced"),
        of(Effect::Filled, "map-effect-filled"),
        of(Effect::Differs, "map-effect-differs"),
        of(Effect::Taken, "map-effect-taken"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn said(problem: &MapProblem, place: &Destination, there: Option<&[FieldThere]>) -> Sentence {
    let code = format!("map-fault-{}", problem.fault.name());
    Sentence::new(&code)
        .text("crm", place.name.clone())
        .text("property", label(&problem.theirs, there))
        .text("option", problem.option.clone().unwrap_or_default())
}
