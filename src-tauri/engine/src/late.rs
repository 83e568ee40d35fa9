//! Late binding: what the event's lists, or a recipe that came later, say about a contact. At capture it fills the gaps of the contact
//! in the very transaction that saves it; about contacts that are here already it only proposes, and a person says yes or no.

use crate::capture::edits_of;
use crate::engine::Engine;
use crate::store::contacts::{self, Edit};
use crate::store::events::{self, Event};
use crate::store::proposals::{self, Decided, Kind, Proposal};
use crate::store::rosters::{self, Known};
use crate::store::{Result, StoreError};
use crate::sync::apply_to_contact;
use lanyard_badge::recipe::IdForm;
use lanyard_core::contact::late::{Difference, Said, Stands, differences, fits};
use lanyard_core::contact::{Contact, ContactDraft, Field, Origin};
use lanyard_core::ids::{ContactId, ProposalId};
use rusqlite::Connection;

/// What is said about a contact, and how it differs from it.
pub(crate) struct Compared {
    said: Vec<Edit>,
    differences: Vec<Difference>,
    fits: bool,
}

impl Compared {
    /// Holds a contact against what is said.
    pub(crate) fn of(contact: &Contact, draft: &ContactDraft, origin: Origin, event: &Event) -> Self {
        let said: Vec<Edit> =
            edits_of(draft, origin, event).into_iter().filter(|edit| edit.value.is_some()).collect();
        let spoken: Vec<Said<'_>> = said
            .iter()
            .map(|edit| Said { field: edit.field, value: edit.value.as_deref().unwrap_or_default() })
            .collect();
        let (differences, fits) = (differences(contact, &spoken), fits(contact, &spoken));
        Self { said, differences, fits }
    }

    /// The differences, each with the value that is said.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&Difference, &Edit)> {
        self.differences.iter().filter_map(|one| self.said.get(one.said).map(|edit| (one, edit)))
    }

    /// The edits that take over what `wanted` says yes to.
    pub(crate) fn edits(&self, wanted: impl Fn(&Difference) -> bool) -> Vec<Edit> {
        self.each()
            .filter(|(one, _)| wanted(one))
            .map(|(one, edit)| Edit { part: one.part.clone(), ..edit.clone() })
            .collect()
    }

    /// Whether the names can be one person's.
    pub(crate) fn fits(&self) -> bool {
        self.fits
    }

    /// Whether nothing differs.
    pub(crate) fn is_settled(&self) -> bool {
        self.differences.is_empty()
    }

    /// What fills gaps of a contact that this can be about. Of somebody else, by the name, nothing does.
    fn fills(&self) -> Vec<Edit> {
        if self.fits { self.edits(|one| one.stands == Stands::Nothing) } else { Vec::new() }
    }

    fn asks(&self) -> bool {
        !self.fits || self.differences.iter().any(|one| one.stands != Stands::Nothing)
    }
}

/// What an event's lists have under the number of a contact.
pub(crate) fn in_lists(
    conn: &Connection,
    engine: &Engine,
    event: &Event,
    contact: &Contact,
) -> Result<Option<Known>> {
    match contact.text(Field::BadgeId) {
        Some(number) => rosters::find(conn, &event.id, number, &forms(conn, engine, event)?),
        None => Ok(None),
    }
}

/// How numbers are compared at an event: as its recipes say, else loosely.
pub(crate) fn forms(conn: &Connection, engine: &Engine, event: &Event) -> Result<Vec<IdForm>> {
    let recipes = engine.recipes(conn, event)?;
    let said: Vec<IdForm> = recipes.iter().map(|recipe| recipe.id.clone()).collect();
    Ok(if said.is_empty() { vec![IdForm::LOOSE] } else { said })
}

/// What a contact that is being captured gets of the event's lists: values that fill its gaps, and whether there is more that a
/// person is to be asked about.
pub(crate) struct AtCapture {
    pub(crate) fills: Vec<Edit>,
    known: Known,
    asks: bool,
}

/// Looks the number of a contact up. One look into an index; nothing else is done here.
pub(crate) fn at_capture(
    conn: &Connection,
    engine: &Engine,
    event: &Event,
    contact: &Contact,
) -> Result<Option<AtCapture>> {
    let Some(known) = in_lists(conn, engine, event, contact)? else { return Ok(None) };
    let compared = Compared::of(contact, &known.draft, Origin::Roster, event);
    Ok(Some(AtCapture { fills: compared.fills(), asks: compared.asks(), known }))
}

impl AtCapture {
    /// Proposes what was not filled in by itself.
    pub(crate) fn propose(&self, conn: &Connection, engine: &Engine, contact: &ContactId) -> Result<()> {
        if self.asks {
            let roster = self.known.roster.as_str();
            proposals::put(conn, &new(engine, contact, Kind::Roster, roster, &self.known.draft))?;
        }
        Ok(())
    }
}

/// A badge was captured again: what the lists know by now fills its contact's gaps.
pub(crate) fn again(conn: &Connection, engine: &Engine, event: &Event, contact: &ContactId) -> Result<()> {
    let known = contacts::load(conn, contact)?;
    let Some(found) = at_capture(conn, engine, event, &known)? else { return Ok(()) };
    if found.fills.is_empty() {
        return Ok(());
    }
    contacts::edit(conn, contact, &engine.installation, &found.fills, engine.clock.wall())?;
    settle(conn, event, contact)?;
    apply_to_contact(conn, engine.with(), contact)
}

/// A proposal, open.
pub(crate) fn new(
    engine: &Engine,
    contact: &ContactId,
    kind: Kind,
    source: &str,
    draft: &ContactDraft,
) -> Proposal {
    Proposal {
        id: ProposalId::new(engine.clock.new_id()),
        contact: contact.clone(),
        kind,
        source: source.to_owned(),
        draft: draft.clone(),
        at: engine.clock.wall(),
        decided: None,
    }
}

/// Closes what is proposed about a contact and says nothing more than the contact does by now.
pub(crate) fn settle(conn: &Connection, event: &Event, contact: &ContactId) -> Result<()> {
    if !proposals::any(conn, contact)? {
        return Ok(());
    }
    let known = contacts::load(conn, contact)?;
    for proposal in proposals::of_contact(conn, contact)? {
        if Compared::of(&known, &proposal.draft, proposal.kind.origin(), event).is_settled() {
            proposals::decide(conn, &proposal.id, Some(Decided::Applied))?;
        }
    }
    Ok(())
}

/// What of a proposal is taken.
#[derive(Debug, Clone, Copy)]
pub enum Choice<'a> {
    /// All but what would take the place of something that a person wrote.
    AllButTyped,
    /// These fields.
    These(&'a [Field]),
}

impl Choice<'_> {
    fn takes(self, one: &Difference) -> bool {
        match self {
            Self::AllButTyped => one.stands != Stands::Typed,
            Self::These(fields) => fields.contains(&one.field),
        }
    }
}

/// Takes a proposal over, and lets the contact's deliveries go on. What is left of it that a person has to say yes to keeps it open.
/// Whether anything was taken.
///
/// # Errors
/// As the store allows.
pub(crate) fn apply(
    conn: &Connection,
    engine: &Engine,
    proposal: &Proposal,
    choice: Choice<'_>,
) -> Result<bool> {
    let event = event_of(conn, &proposal.contact)?;
    let known = contacts::load(conn, &proposal.contact)?;
    let compared = Compared::of(&known, &proposal.draft, proposal.kind.origin(), &event);
    let edits = compared.edits(|one| choice.takes(one));
    let leaves_some = compared.each().any(|(one, _)| !choice.takes(one));
    if !edits.is_empty() {
        let now = engine.clock.wall();
        contacts::edit_from(
            conn,
            &proposal.contact,
            &engine.installation,
            &edits,
            Some(proposal.id.as_str()),
            now,
        )?;
    }
    let is_asked = matches!(choice, Choice::AllButTyped) && leaves_some;
    if !is_asked {
        proposals::decide(conn, &proposal.id, Some(Decided::Applied))?;
    }
    if edits.iter().any(|edit| edit.field == Field::BadgeId) {
        // The number is known only now: so are the lists' values for it.
        again(conn, engine, &event, &proposal.contact)?;
    }
    if !edits.is_empty() {
        apply_to_contact(conn, engine.with(), &proposal.contact)?;
    }
    Ok(!edits.is_empty())
}

/// Takes back what a proposal wrote and what stands as it wrote it, and opens it again. Whether it was decided.
///
/// # Errors
/// As the store allows.
pub(crate) fn undo(conn: &Connection, engine: &Engine, id: &ProposalId) -> Result<Option<ContactId>> {
    let Some(proposal) = proposals::get(conn, id)? else { return Ok(None) };
    let contact = &proposal.contact;
    let now = contacts::load(conn, contact)?;
    let all = contacts::edits(conn, contact)?;
    let mut back = Vec::new();
    for (key, seq) in contacts::written_by(conn, contact, id)? {
        if now.fields.get(&key).is_none_or(|value| value.seq != seq) {
            continue;
        }
        let before = all.iter().rev().find(|(other, value)| *other == key && value.seq < seq);
        let before = before.map(|(_, value)| value).filter(|value| !value.value.is_empty());
        back.push(Edit {
            field: key.0,
            part: key.1,
            value: before.map(|value| value.value.clone()),
            raw: before.and_then(|value| value.raw.clone()),
            problem: before.and_then(|value| value.problem),
            origin: Origin::Undo,
        });
    }
    if back.is_empty() && proposal.decided.is_none() {
        return Ok(None);
    }
    if !back.is_empty() {
        contacts::edit(conn, contact, &engine.installation, &back, engine.clock.wall())?;
    }
    proposals::decide(conn, id, None)?;
    apply_to_contact(conn, engine.with(), contact)?;
    Ok(Some(proposal.contact))
}

/// The event of a contact.
pub(crate) fn event_of(conn: &Connection, contact: &ContactId) -> Result<Event> {
    let head = contacts::head(conn, contact)?;
    let event = match head.and_then(|head| head.event) {
        Some(id) => events::event(conn, &id)?,
        None => None,
    };
    event.ok_or_else(|| StoreError::Mismatch { detail: "a contact has no event".into() })
}
