//! The witness's own books: what each delivery was told, what each contact ever held, who was shown what.

use super::{Invariant, Violation};
use crate::laptop::contact_id;
use crate::schedule::{FENCE, FIELDS, Profile, TAGS};
use lanyard_core::contact::{Kind, same_value};
use lanyard_core::crm::RemoteField;
use lanyard_core::ids::{ContactId, DeliveryId, RemoteId};
use lanyard_core::outbox::{Delivery, DeliveryPart};

/// What is known of a delivery.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) id: DeliveryId,
    pub(super) laptop: usize,
    pub(super) contact: ContactId,
    pub(super) part: DeliveryPart,
    pub(super) generation: u32,
    pub(super) c_marker: String,
    pub(super) a_marker: String,
    /// No write may leave before then.
    pub(super) fence_until: u64,
    /// A write is under way.
    pub(super) writing: bool,
    /// When, in the order of things, its last write left.
    pub(super) last_write: u64,
    /// And the one before it.
    pub(super) write_before: u64,
    /// When, in the order of things, it was last given a fact.
    pub(super) last_fact: u64,
    /// The record it read last, and the moment that the answer showed.
    pub(super) last_read: Option<(RemoteId, u64)>,
    /// As of when it first read that record.
    pub(super) first_read: u64,
    /// As of when it read that record at all.
    pub(super) reads: Vec<u64>,
    /// When that read was heard.
    pub(super) read_at: u64,
    /// Since when it is to go.
    pub(super) removal_since: Option<u64>,
    /// It was told that its record lies in the bin.
    pub(super) told_archived: bool,
    /// A person named the record to be destroyed.
    pub(super) named: bool,
    /// The CRM refused this very item.
    pub(super) refused: bool,
    /// An outcome was unknown to it.
    pub(super) unknown: bool,
    /// A person sent it again although a lost write might be there.
    pub(super) sent_again: bool,
    /// It stood on a record as an adopted one, whether or not that passed to it later.
    pub(super) adopted: bool,
}

impl Seen {
    /// Whether the last record read was this one, since it is to go.
    pub(super) fn has_read(&self, id: &RemoteId) -> bool {
        let since = self.removal_since.unwrap_or_default();
        self.last_read.as_ref().is_some_and(|(read, _)| read == id) && since <= self.read_at
    }

    /// A record was read, as it was at the moment `shows`.
    pub(super) fn reads(&mut self, id: &RemoteId, shows: u64, now: u64) {
        if self.last_read.as_ref().is_none_or(|(known, _)| known != id) {
            self.first_read = shows;
            self.reads.clear();
        }
        self.reads.push(shows);
        self.last_read = Some((id.clone(), shows));
        self.read_at = now;
    }
}

/// An edit by a person here.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub(super) field: usize,
    pub(super) value: Option<String>,
    /// When.
    pub(super) at: u64,
    /// It chose one side of a difference, so both were shown.
    pub(super) chosen: bool,
}

/// What is known of a contact.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: ContactId,
    pub(super) laptop: usize,
    /// Whether its card was left.
    pub(super) left: bool,
    /// Whether it is lost with what a backup did not hold.
    pub(super) excused: bool,
    /// Each value that each field ever held here.
    pub(super) values: Vec<(usize, Option<String>)>,
    /// The same, and what conflict rows showed of theirs, with when: in order.
    pub(super) told: Vec<(usize, Option<String>, u64)>,
    /// Edits by people here, in order.
    pub(super) edits: Vec<Edit>,
    /// Conflict rows: field, ours, theirs.
    pub(super) shown: Vec<(usize, Option<String>, Option<String>)>,
    /// Values that a write of ours brought to the CRM after an edit here had put another one in their place.
    pub(super) overtaken: Vec<(usize, Option<String>)>,
    /// It was removed here at some time.
    pub(super) was_removed: bool,
    /// A person chose to let its record stand.
    pub(super) let_stand: bool,
}

impl Known {
    /// It holds this value from now on.
    fn holds(&mut self, field: usize, value: Option<&str>, now: u64) {
        self.values.push((field, value.map(str::to_owned)));
        self.told.push((field, value.map(str::to_owned), now));
    }

    /// Whether, at `since` or later, any of these fields held a value of which `is_it` says so, or a row showed one.
    pub(super) fn was_told(&self, fields: &[usize], since: u64, is_it: impl Fn(&str) -> bool) -> bool {
        fields.iter().any(|field| {
            let of_field = || self.told.iter().filter(|(it, _, _)| it == field);
            let then = of_field().rfind(|(_, _, at)| *at < since);
            let later = of_field().filter(|(_, _, at)| *at >= since);
            then.into_iter().chain(later).any(|(_, value, _)| value.as_deref().is_some_and(&is_it))
        })
    }
}

/// Watches a run.
#[derive(Debug, Clone)]
pub(crate) struct Witness {
    /// The first rule broken.
    pub violation: Option<Violation>,
    /// Whether versions exist: then nothing can come between a read and a write.
    pub(super) versions: bool,
    pub(super) profile: Profile,
    /// What a restored laptop does not know: from the backup until it came back.
    pub(super) gaps: Vec<(usize, u64, u64)>,
    pub(super) order: u64,
    pub(super) seen: Vec<Seen>,
    pub(super) known: Vec<Known>,
    /// Until when each laptop was asked to wait.
    pub(super) throttled: [u64; 2],
    /// The moment that the answer being heard shows.
    pub shows: u64,
    /// Requests that left.
    pub requests: u32,
}

impl Witness {
    /// Books for a run.
    #[must_use]
    pub(crate) fn new(versions: bool, profile: Profile) -> Self {
        Self {
            violation: None,
            versions,
            profile,
            gaps: Vec::new(),
            order: 0,
            seen: Vec::new(),
            known: Vec::new(),
            throttled: [0; 2],
            shows: 0,
            requests: 0,
        }
    }

    /// Notes a broken rule; only the first one counts.
    pub(super) fn broken(&mut self, invariant: Invariant, at: u64, how: impl FnOnce() -> String) {
        if self.violation.is_none() {
            self.violation = Some(Violation { invariant, how: how(), at });
        }
    }

    pub(super) fn find(&self, id: &DeliveryId) -> Option<&Seen> {
        self.seen.iter().find(|seen| seen.id == *id)
    }

    pub(super) fn seen(&mut self, id: &DeliveryId) -> Option<&mut Seen> {
        self.seen.iter_mut().find(|seen| seen.id == *id)
    }

    /// The delivery's page, begun when it is met for the first time.
    pub(super) fn page(&mut self, laptop: usize, delivery: &Delivery, now: u64) -> &mut Seen {
        let place = self.seen.iter().position(|seen| seen.id == delivery.id);
        let place = place.unwrap_or_else(|| {
            self.seen.push(Seen {
                id: delivery.id.clone(),
                laptop,
                contact: delivery.contact.clone(),
                part: delivery.part.clone(),
                generation: delivery.generation,
                c_marker: format!("c-{}", delivery.marker.as_str()),
                a_marker: format!("a-{}", delivery.marker.as_str()),
                fence_until: 0,
                writing: false,
                last_write: 0,
                write_before: 0,
                last_fact: 0,
                last_read: None,
                first_read: 0,
                reads: Vec::new(),
                read_at: 0,
                removal_since: matches!(delivery.part, DeliveryPart::Surplus(_)).then_some(now),
                told_archived: false,
                named: false,
                refused: false,
                unknown: false,
                sent_again: false,
                adopted: false,
            });
            self.seen.len() - 1
        });
        &mut self.seen[place]
    }

    pub(super) fn contact(&self, id: &ContactId) -> Option<&Known> {
        self.known.iter().find(|known| known.id == *id)
    }

    fn contact_mut(&mut self, id: &ContactId) -> Option<&mut Known> {
        self.known.iter_mut().find(|known| known.id == *id)
    }

    /// A capture was acknowledged to a person.
    pub(crate) fn captured(&mut self, who: usize, laptop: usize, values: &[Option<String>; 4], now: u64) {
        let all = values.iter().cloned().enumerate();
        self.known.push(Known {
            id: contact_id(who),
            laptop,
            left: false,
            excused: false,
            values: all.clone().collect(),
            told: all.clone().map(|(field, value)| (field, value, now)).collect(),
            edits: all
                .filter(|(_, value)| value.is_some())
                .map(|(field, value)| Edit { field, value, at: now, chosen: false })
                .collect(),
            shown: Vec::new(),
            overtaken: Vec::new(),
            was_removed: false,
            let_stand: false,
        });
    }

    /// An edit was acknowledged to a person.
    pub(crate) fn edited(&mut self, who: usize, field: usize, value: Option<&str>, now: u64) {
        if let Some(known) = self.contact_mut(&contact_id(who)) {
            known.holds(field, value, now);
            known.edits.push(Edit { field, value: value.map(str::to_owned), at: now, chosen: false });
        }
    }

    /// A value came from another CRM, so it is one to be brought to this one.
    pub(crate) fn mirrored(
        &mut self,
        contact: &ContactId,
        field: &RemoteField,
        value: Option<&str>,
        now: u64,
    ) {
        if let (Some(known), Some(field)) = (self.contact_mut(contact), place(field)) {
            known.holds(field, value, now);
            known.edits.push(Edit { field, value: value.map(str::to_owned), at: now, chosen: false });
        }
    }

    /// A value came from the CRM.
    pub(crate) fn taken(&mut self, contact: &ContactId, field: &RemoteField, value: Option<&str>, now: u64) {
        if let (Some(known), Some(field)) = (self.contact_mut(contact), place(field)) {
            known.holds(field, value, now);
        }
    }

    /// A person chose this value of a difference.
    pub(crate) fn resolved(
        &mut self,
        contact: &ContactId,
        field: &RemoteField,
        value: Option<&str>,
        now: u64,
    ) {
        if let (Some(known), Some(field)) = (self.contact_mut(contact), place(field)) {
            known.holds(field, value, now);
            known.edits.push(Edit { field, value: value.map(str::to_owned), at: now, chosen: true });
        }
    }

    /// A write that left at `left` brings a value to the CRM.
    pub(super) fn brought(&mut self, contact: &ContactId, field: usize, value: Option<&str>, left: u64) {
        if let Some(known) = self.contact_mut(contact)
            && known.edits.iter().any(|edit| edit.field == field && edit.at > left)
        {
            known.overtaken.push((field, value.map(str::to_owned)));
        }
    }

    /// A person removed it here.
    pub(crate) fn removed(&mut self, who: usize) {
        if let Some(known) = self.contact_mut(&contact_id(who)) {
            known.was_removed = true;
        }
    }

    /// A person saw what the record says and let it stand without us.
    pub(crate) fn let_stand(&mut self, contact: &ContactId) {
        if let Some(known) = self.contact_mut(contact) {
            known.let_stand = true;
        }
    }

    pub(super) fn shown(
        &mut self,
        contact: &ContactId,
        field: &RemoteField,
        ours: Option<String>,
        theirs: Option<String>,
        now: u64,
    ) {
        if let (Some(known), Some(field)) = (self.contact_mut(contact), place(field)) {
            known.told.push((field, theirs.clone(), now));
            known.shown.push((field, ours, theirs));
        }
    }

    /// The card was left.
    pub(crate) fn card_left(&mut self, contact: &ContactId) {
        if let Some(known) = self.contact_mut(contact) {
            known.left = true;
        }
    }

    /// Whether a write of ours may arrive when nobody counts on it any more.
    pub(super) fn stray_writes(&self) -> bool {
        match self.profile {
            Profile::Duplicate | Profile::Late => true,
            Profile::Within | Profile::Stale | Profile::Restore | Profile::Two | Profile::Mapped => false,
        }
    }

    /// A store came back that knows nothing of what happened in between.
    pub(crate) fn came_back(&mut self, laptop: usize, from: u64, until: u64) {
        if from == until {
            return;
        }
        self.gaps.push((laptop, from, until));
        for known in self.known.iter_mut().filter(|known| known.laptop == laptop) {
            known.edits.retain(|edit| edit.at < from);
        }
    }

    pub(super) fn has_gap(&self, laptop: usize) -> bool {
        self.gaps.iter().any(|(it, _, _)| *it == laptop)
    }

    /// Whether a record was made by a laptop while its backup was older.
    pub(super) fn in_gap(&self, laptop: usize, made: u64) -> bool {
        // What had left before the store came back may still arrive.
        self.gaps.iter().any(|(it, from, until)| *it == laptop && (*from..=until + FENCE).contains(&made))
    }

    /// A backup came back that does not hold this contact.
    pub(crate) fn excuse(&mut self, who: usize) {
        if let Some(known) = self.contact_mut(&contact_id(who)) {
            known.excused = true;
        }
    }

    /// A person named the delivery's record to be destroyed.
    pub(crate) fn named(&mut self, id: &DeliveryId) {
        if let Some(seen) = self.seen(id) {
            seen.named = true;
        }
    }

    /// A person named the contact's record to be destroyed.
    pub(crate) fn named_contact(&mut self, who: usize) {
        let contact = contact_id(who);
        for seen in self.seen.iter_mut().filter(|seen| seen.contact == contact) {
            seen.named = true;
        }
    }

    /// A lease was found that nobody waits behind.
    pub(crate) fn lost_lease(&mut self, id: &DeliveryId, now: u64) {
        if let Some(seen) = self.seen(id) {
            seen.writing = false;
            seen.unknown = true;
            seen.fence_until = now + FENCE;
        }
    }

    /// What may still break a rule, to tell states apart.
    #[must_use]
    pub(crate) fn bits(&self) -> Vec<(u64, bool, bool, bool)> {
        let bits = |seen: &Seen| {
            (seen.fence_until, seen.writing, seen.told_archived, seen.last_fact > seen.last_write)
        };
        self.seen.iter().map(bits).collect()
    }

    /// A process began.
    pub(crate) fn started(&mut self, laptop: usize, _now: u64) {
        self.throttled[laptop] = 0;
    }
}

/// The place of a field.
pub(super) fn place(field: &RemoteField) -> Option<usize> {
    FIELDS.iter().position(|known| *known == field.as_str())
}

/// Whether two values of a field say the same.
pub(super) fn same(field: usize, left: Option<&str>, right: Option<&str>) -> bool {
    let kind = match field {
        0 => Kind::Name,
        1 => Kind::Email,
        _ => Kind::Line,
    };
    match (left.filter(|text| !text.is_empty()), right.filter(|text| !text.is_empty())) {
        (None, None) => true,
        (Some(left), Some(right)) if field == TAGS => {
            members(left).all(|it| members(right).any(|other| other == it))
                && members(right).all(|it| members(left).any(|other| other == it))
        }
        (Some(left), Some(right)) => same_value(kind, left, right),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

pub(super) fn members(tags: &str) -> impl Iterator<Item = &str> {
    tags.split(';').map(str::trim).filter(|tag| !tag.is_empty())
}
