//! Two contacts become one, and two again. What that means for their records over there is the core's to decide, delivery by
//! delivery: the contact that is merged is not wanted any more, so its records go the way of a removal (rule 10); taken apart
//! again it is wanted, and where its record is gone a new generation begins under a new marker (rule 12).

use super::applied::{Applied, apply_to_contact};
use crate::store::contacts::{self, Edit};
use crate::store::{Result, conflicts, consents, deliveries, likeness, merges};
use lanyard_core::contact::joining::{Take, joined};
use lanyard_core::contact::{Field, Origin};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Delivery;
use lanyard_core::sync::joining::other_stays;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Which of two contacts is kept when they become one: the one with the record that matters most, else the first.
///
/// # Errors
/// As the store allows.
pub fn kept_of(conn: &Connection, one: &ContactId, other: &ContactId) -> Result<(ContactId, ContactId)> {
    let swap = other_stays(&live(conn, one)?, &live(conn, other)?);
    Ok(if swap { (other.clone(), one.clone()) } else { (one.clone(), other.clone()) })
}

/// The live deliveries of a contact.
///
/// # Errors
/// As the store allows.
pub fn live(conn: &Connection, contact: &ContactId) -> Result<Vec<Delivery>> {
    Ok(deliveries::of_contact(conn, contact)?.into_iter().map(|stored| stored.delivery).collect())
}

/// Merges `other` into `kept`. False when that cannot be: one of them was removed or merged meanwhile, they are of two events, or
/// they are the same.
///
/// # Errors
/// As the store allows.
pub fn merge(
    conn: &Connection,
    with: Applied<'_>,
    kept: &ContactId,
    other: &ContactId,
    chosen: &BTreeMap<Field, Take>,
) -> Result<bool> {
    let (Some(head), Some(other_head)) = (contacts::head(conn, kept)?, contacts::head(conn, other)?) else {
        return Ok(false);
    };
    if kept == other || head.deleted || other_head.deleted || head.event != other_head.event {
        return Ok(false);
    }
    let now = with.clock.wall();
    let edits: Vec<Edit> = joined(&contacts::load(conn, kept)?, &contacts::load(conn, other)?, chosen)
        .into_iter()
        .map(|one| Edit {
            field: one.field,
            part: one.part,
            value: one.value,
            raw: one.raw,
            problem: one.problem,
            origin: Origin::Merge,
        })
        .collect();
    merges::merge(conn, other, kept, now)?;
    // A removal wins over what differed: nobody has to choose any more.
    conflicts::close(conn, other, now)?;
    likeness::withdraw(conn, other)?;
    apply_to_contact(conn, with, other)?;
    if !edits.is_empty() {
        contacts::edit_from(conn, kept, with.installation, &edits, Some(other.as_str()), now)?;
    }
    consents::moved(conn, kept, other)?;
    apply_to_contact(conn, with, kept)?;
    Ok(true)
}

/// Takes a merged contact apart again: what the merge wrote and nobody changed since goes back, and the contact is wanted. Into
/// which it had been merged; none when it was not, or that one was merged itself: the later merge comes first.
///
/// # Errors
/// As the store allows.
pub fn unmerge(conn: &Connection, with: Applied<'_>, other: &ContactId) -> Result<Option<ContactId>> {
    let Some((kept, merged_at)) = merges::merged_into(conn, other)? else { return Ok(None) };
    let erased = contacts::for_sync(conn, other)?.is_none_or(|head| head.erased);
    if erased || merges::merged_into(conn, &kept)?.is_some() {
        return Ok(None);
    }
    let edits: Vec<Edit> =
        merges::merged_values(conn, &kept, other)?.into_iter().map(|merged| merged.before).collect();
    if !edits.is_empty() {
        contacts::edit_from(conn, &kept, with.installation, &edits, Some(other.as_str()), with.clock.wall())?;
    }
    apply_to_contact(conn, with, &kept)?;
    merges::unmerge(conn, other)?;
    // What the other one agreed to, it agreed to for itself.
    if consents::moved(conn, &kept, other)? {
        apply_to_contact(conn, with, &kept)?;
    }
    conflicts::reopen(conn, other, merged_at)?;
    likeness::compare_again(conn, other)?;
    apply_to_contact(conn, with, other)?;
    Ok(Some(kept))
}

/// A record of a merged contact is gone: what stands for the contact may have waited for that, say for its address.
///
/// # Errors
/// As the store allows.
pub(super) fn goes_on(conn: &Connection, with: Applied<'_>, gone: &Delivery) -> Result<()> {
    match merges::merged_into(conn, &gone.contact)? {
        Some((kept, _)) => apply_to_contact(conn, with, &kept),
        None => Ok(()),
    }
}
