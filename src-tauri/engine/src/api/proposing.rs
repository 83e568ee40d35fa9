//! What later sources propose about contacts: shown side by side, taken one by one or all, refused, and taken back.

use super::desk::Desk;
use super::errors::Answer;
use super::files::short;
use super::many::{AT_ONCE, does_not_fit, done};
use super::undoing::Undoable;
use super::views::{CommandError, DoneForMany, ErrorCode, ProposalRow, ProposalView, ProposalsView};
use crate::engine::Engine;
use crate::late::{self, Choice, Compared};
use crate::store::events::Event;
use crate::store::proposals::{self, Decided, Kind, Proposal};
use crate::store::{Result, contacts, rosters};
use lanyard_core::contact::late::Stands;
use lanyard_core::contact::{Field, display_name};
use lanyard_core::explain::{Arg, Sentence};
use lanyard_core::ids::{ProposalId, RosterId};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// So many stand in the review at once; the rest follows as they are decided.
const SHOWN: u32 = 50;

/// What is open at an event.
pub(super) fn open(conn: &Connection, event: &Event, limit: u32) -> Result<ProposalsView> {
    let some = proposals::open(conn, &event.id, limit)?;
    Ok(ProposalsView {
        open: short(proposals::count(conn, &event.id)?),
        some: some.iter().map(|one| view(conn, event, one)).collect::<Result<_>>()?,
    })
}

/// The first of what is open, for the review.
pub(super) fn shown(conn: &Connection, event: &Event) -> Result<ProposalsView> {
    open(conn, event, SHOWN)
}

fn view(conn: &Connection, event: &Event, proposal: &Proposal) -> Result<ProposalView> {
    let contact = contacts::load(conn, &proposal.contact)?;
    let compared = Compared::of(&contact, &proposal.draft, proposal.kind.origin(), event);
    let mut rows: Vec<ProposalRow> = compared
        .each()
        .map(|(one, edit)| ProposalRow {
            field: one.field,
            ours: one.ours.clone(),
            theirs: edit.value.clone().unwrap_or_default(),
            typed: one.stands == Stands::Typed,
        })
        .collect();
    rows.sort_by_key(|row| row.field);
    Ok(ProposalView {
        id: proposal.id.clone(),
        contact: proposal.contact.clone(),
        name: display_name(&contact),
        badge_id: contact.text(Field::BadgeId).map(str::to_owned),
        kind: proposal.kind,
        sentence: said_of(conn, proposal, compared.fits())?,
        fits: compared.fits(),
        rows,
    })
}

fn said_of(conn: &Connection, proposal: &Proposal, fits: bool) -> Result<Sentence> {
    Ok(match proposal.kind {
        Kind::Roster => {
            let list = rosters::get(conn, &RosterId::new(proposal.source.as_str()))?;
            let name = list.map(|list| list.name).unwrap_or_default();
            let code = if fits { "proposed-by-list" } else { "proposed-by-list-other-name" };
            Sentence::new(code).text("list", name).with("at", Arg::At(proposal.at))
        }
        Kind::Recipe => Sentence::new("proposed-by-recipe").text("recipe", &proposal.source),
    })
}

impl Desk {
    /// What later sources propose, oldest first.
    ///
    /// # Errors
    /// As the store allows.
    pub fn proposals(&self, limit: u32) -> Answer<ProposalsView> {
        let engine = self.engine()?;
        let event = engine.event()?;
        Ok(engine.store.read(|conn| open(conn, &event, limit))?)
    }

    /// Takes the chosen fields of a proposal over; without a choice all but what would take the place of something that a person
    /// wrote.
    ///
    /// # Errors
    /// When it is no longer open, or could not be saved.
    pub fn apply_proposal(&self, id: &ProposalId, fields: Option<&[Field]>) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let choice = fields.map_or(Choice::AllButTyped, Choice::These);
        let contact = engine.store.write(|conn| match still_open(conn, id)? {
            Some(proposal) => {
                let applied = late::apply(conn, &engine, &proposal, choice)?;
                Ok(Some((proposal.contact, applied)))
            }
            None => Ok(None),
        })?;
        let Some((contact, applied)) = contact else { return Err(does_not_fit()) };
        engine.committed(vec![contact]);
        Ok(self.can_undo("done-applied", u32::from(applied), vec![id.clone()]))
    }

    /// Takes all that is proposed over, but what would take the place of something that a person wrote: that stays open.
    ///
    /// # Errors
    /// As the store allows: what was taken by then stays so.
    pub fn apply_proposals(&self) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let open = engine.store.read(|conn| proposals::open_ids(conn, &event.id))?;
        let mut applied = Vec::new();
        let mut touched = BTreeSet::new();
        for some in open.chunks(AT_ONCE) {
            let contacts = engine.store.write(|conn| {
                let mut contacts = Vec::new();
                for id in some {
                    let Some(proposal) = still_open(conn, id)? else { continue };
                    // Somebody else's name is not taken for many at once.
                    let known = contacts::load(conn, &proposal.contact)?;
                    let origin = proposal.kind.origin();
                    if !Compared::of(&known, &proposal.draft, origin, &event).fits() {
                        continue;
                    }
                    if late::apply(conn, &engine, &proposal, Choice::AllButTyped)? {
                        applied.push(id.clone());
                        contacts.push(proposal.contact);
                    }
                }
                Ok(contacts)
            })?;
            touched.extend(contacts.iter().cloned());
            engine.committed(contacts);
        }
        Ok(self.can_undo("done-applied", short(touched.len() as u64), applied))
    }

    /// Refuses a proposal: the same is not proposed again.
    ///
    /// # Errors
    /// When it is no longer open, or could not be saved.
    pub fn refuse_proposal(&self, id: &ProposalId) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let contact = engine.store.write(|conn| match still_open(conn, id)? {
            Some(proposal) => {
                proposals::decide(conn, id, Some(Decided::Refused))?;
                Ok(Some(proposal.contact))
            }
            None => Ok(None),
        })?;
        let Some(contact) = contact else { return Err(does_not_fit()) };
        engine.committed(vec![contact]);
        Ok(self.can_undo("done-refused", 1, vec![id.clone()]))
    }

    /// Takes back what was decided about a proposal, now or long ago: what it wrote and what stands as it wrote it goes, and it is open
    /// again.
    ///
    /// # Errors
    /// When there is none, or nothing of it was decided.
    pub fn undo_proposal(&self, id: &ProposalId) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let contact = engine.store.write(|conn| late::undo(conn, &engine, id))?;
        let Some(contact) = contact else {
            return Err(CommandError::new(ErrorCode::NotFound, "error-nothing-to-undo"));
        };
        engine.committed(vec![contact]);
        Ok(done("done-undone", 1))
    }

    fn can_undo(&self, code: &str, contacts: u32, proposals: Vec<ProposalId>) -> DoneForMany {
        let can_undo = !proposals.is_empty();
        if can_undo {
            self.remember_undo(Some(Undoable::Proposed(proposals)));
        }
        DoneForMany { can_undo, ..done(code, contacts) }
    }
}

/// A proposal that nobody decided about yet, of a contact that is here.
fn still_open(conn: &Connection, id: &ProposalId) -> Result<Option<Proposal>> {
    let Some(proposal) = proposals::get(conn, id)?.filter(|found| found.decided.is_none()) else {
        return Ok(None);
    };
    let is_here = contacts::head(conn, &proposal.contact)?.is_some_and(|head| !head.deleted);
    Ok(is_here.then_some(proposal))
}

/// Takes back what was decided about many; how many contacts that concerned.
pub(super) fn undo_all(engine: &Engine, proposed: &[ProposalId]) -> Result<u32> {
    let mut contacts = BTreeSet::new();
    for some in proposed.chunks(AT_ONCE) {
        let undone = engine.store.write(|conn| {
            let mut undone = Vec::new();
            for id in some {
                undone.extend(late::undo(conn, engine, id)?);
            }
            Ok(undone)
        })?;
        contacts.extend(undone.iter().cloned());
        engine.committed(undone);
    }
    Ok(short(contacts.len() as u64))
}
