//! Contacts that may be one person: shown side by side, merged field by field, taken apart again, or said not to be the same.
//! What becomes of their records over there is the protocol's (`sync::joining`).

use super::capturing::no_such_contact;
use super::desk::Desk;
use super::errors::Answer;
use super::removing::note;
use super::show::Shown;
use super::views::{
    Chosen, CommandError, ContactDetail, DuplicatesView, ErrorCode, MergeField, MergeView, MergedView,
    PairView,
};
use crate::comparing::{Compared, compare_all};
use crate::store::audit::Verb;
use crate::store::{Result, contacts, deliveries, likeness, merges};
use crate::sync::joining::{kept_of, live, merge, unmerge};
use lanyard_core::contact::duplicates::likeness as alike;
use lanyard_core::contact::joining::{chosen_by, differs, group, offered, proposed};
use lanyard_core::contact::{Contact, Field, display_name};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::{ContactId, EventId};
use lanyard_core::sync::joining::{Fate, fate};
use rusqlite::Connection;

/// So many pairs are shown at once; the rest follows as they are decided.
pub(super) const PAIRS: u32 = 50;

impl Desk {
    /// Compares all contacts that changed since they were last compared; while the window is open this happens by itself.
    ///
    /// # Errors
    /// As the store allows.
    pub fn compare_contacts(&self) -> Answer<Compared> {
        Ok(compare_all(&self.engine()?.store)?)
    }

    /// The pairs of contacts that may be one person.
    ///
    /// # Errors
    /// As the store allows.
    pub fn duplicates(&self) -> Answer<DuplicatesView> {
        let engine = self.engine()?;
        let event = engine.event()?;
        Ok(engine.store.read(|conn| pairs(conn, &Shown::new(conn, &engine)?, &event.id))?)
    }

    /// Two contacts side by side: which of them is kept, what each has, and what a merge would do over there.
    ///
    /// # Errors
    /// When one of them is not there any more.
    pub fn look_at_merge(&self, one: &ContactId, other: &ContactId) -> Answer<MergeView> {
        let engine = self.engine()?;
        let view = engine.store.read(|conn| {
            if !is_living(conn, one)? || !is_living(conn, other)? || one == other {
                return Ok(None);
            }
            let shown = Shown::new(conn, &engine)?;
            let (kept, other) = kept_of(conn, one, other)?;
            let (mine, theirs) = (contacts::load(conn, &kept)?, contacts::load(conn, &other)?);
            let likeness = alike(&mine, &theirs);
            Ok(Some(MergeView {
                fields: chosen_by().filter_map(|field| side_by_side(field, &mine, &theirs)).collect(),
                records: records(conn, &shown, &kept, &other)?,
                kept: shown.row(conn, &kept)?,
                other: shown.row(conn, &other)?,
                score: likeness.score,
                reasons: likeness.reasons,
            }))
        })?;
        view.ok_or_else(no_such_contact)
    }

    /// Merges `other` into `kept`, field by field as was chosen; where nothing was, as is proposed.
    ///
    /// # Errors
    /// When one of them was removed or merged meanwhile; nothing was then done.
    pub fn merge_contacts(
        &self,
        kept: &ContactId,
        other: &ContactId,
        chosen: &[Chosen],
    ) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        let chosen = chosen.iter().map(|one| (one.field, one.take)).collect();
        let done = engine.store.write(|conn| {
            if !is_living(conn, other)? {
                return Ok(false);
            }
            note(conn, &engine, other, Verb::Merge)?;
            merge(conn, engine.with(), kept, other, &chosen)
        })?;
        if !done {
            return Err(CommandError::new(ErrorCode::NotFound, "error-cannot-merge"));
        }
        engine.forget_card(other);
        engine.committed(vec![kept.clone(), other.clone()]);
        self.contact(kept)
    }

    /// Takes a merged contact apart again: what the merge wrote and nobody changed since goes back. Answers with the one that it
    /// had been merged into.
    ///
    /// # Errors
    /// When it is not merged, or was erased, or the one it was merged into was merged itself.
    pub fn unmerge_contact(&self, contact: &ContactId) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        let kept = engine.store.write(|conn| {
            let kept = unmerge(conn, engine.with(), contact)?;
            if kept.is_some() {
                note(conn, &engine, contact, Verb::Unmerge)?;
            }
            Ok(kept)
        })?;
        let Some(kept) = kept else {
            return Err(CommandError::new(ErrorCode::NotFound, "error-cannot-unmerge"));
        };
        engine.committed(vec![kept.clone(), contact.clone()]);
        self.contact(&kept)
    }

    /// A person says that two contacts are not the same, or takes that back. They are not proposed again.
    ///
    /// # Errors
    /// When one of them is not there any more.
    pub fn not_the_same(&self, one: &ContactId, other: &ContactId, is_other: bool) -> Answer<()> {
        let engine = self.engine()?;
        let known = engine.store.write(|conn| {
            if !is_living(conn, one)? || !is_living(conn, other)? || one == other {
                return Ok(false);
            }
            if is_other {
                likeness::refuse(conn, one, other)?;
            } else {
                likeness::unrefuse(conn, one, other)?;
            }
            Ok(true)
        })?;
        if !known {
            return Err(no_such_contact());
        }
        engine.committed(vec![one.clone(), other.clone()]);
        Ok(())
    }
}

fn is_living(conn: &Connection, contact: &ContactId) -> Result<bool> {
    Ok(contacts::head(conn, contact)?.is_some_and(|head| !head.deleted))
}

/// The pairs of an event that wait for a person.
pub(super) fn pairs(conn: &Connection, shown: &Shown<'_>, event: &EventId) -> Result<DuplicatesView> {
    let mut first = Vec::new();
    for pair in likeness::open(conn, event, PAIRS)? {
        first.push(PairView {
            one: shown.row(conn, &pair.one)?,
            other: shown.row(conn, &pair.other)?,
            score: pair.likeness.score,
            reasons: pair.likeness.reasons,
        });
    }
    Ok(DuplicatesView { pairs: likeness::waiting(conn, event)?, first, left: likeness::left(conn)? })
}

/// What both have of a field, or of fields that are chosen together; none when neither has anything.
fn side_by_side(of: Field, kept: &Contact, other: &Contact) -> Option<MergeField> {
    let said = |contact: &Contact| {
        let values: Vec<&str> = group(of)
            .iter()
            // The parts of a name stand in the whole one.
            .filter(|field| of != Field::FullName || **field == of || contact.first(of).is_none())
            .flat_map(|field| contact.all(*field).map(|(_, value)| value.value.as_str()))
            .collect();
        let between = if of == Field::FullName { " " } else { ", " };
        (!values.is_empty()).then(|| values.join(between))
    };
    let (mine, theirs) = (said(kept), said(other));
    if mine.is_none() && theirs.is_none() {
        return None;
    }
    Some(MergeField {
        field: of,
        differs: differs(of, kept, other),
        offered: offered(of).to_vec(),
        proposed: proposed(of, kept, other),
        kept: mine,
        other: theirs,
    })
}

/// What becomes of the other one's records.
fn records(
    conn: &Connection,
    shown: &Shown<'_>,
    kept: &ContactId,
    other: &ContactId,
) -> Result<Vec<Sentence>> {
    let kept = live(conn, kept)?;
    let mut said = Vec::new();
    for stored in deliveries::of_contact(conn, other)? {
        let code = match fate(&stored.delivery, &kept) {
            Fate::Nothing => continue,
            Fate::Shared => "merge-record-shared",
            Fate::Deleted => "merge-record-deleted",
            Fate::HandedBack => "merge-record-handed-back",
            Fate::LookedFor => "merge-record-looked-for",
        };
        let crm = shown.destination(&stored.delivery.destination).map(|place| place.name.clone());
        said.push(Sentence::new(code).text("crm", crm.unwrap_or_default()));
    }
    Ok(said)
}

/// The contacts that were merged into one.
pub(super) fn merged(conn: &Connection, contact: &ContactId) -> Result<Vec<MergedView>> {
    let mut views = Vec::new();
    for (id, at) in merges::merged_from(conn, contact)? {
        let values = contacts::load(conn, &id)?;
        let name = display_name(&values).or_else(|| values.text(Field::BadgeId).map(str::to_owned));
        views.push(MergedView { id, name, at });
    }
    Ok(views)
}
