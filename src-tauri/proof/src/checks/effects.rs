//! Watched when the CRM carries a write out.

use super::books::{members, same};
use super::{Invariant, Witness};
use crate::crm::{Crm, Effect, Hand, Who};
use crate::schedule::{COMPANY, FIELDS, FIXED, NAME, Nature, Profile, TAGS};
use lanyard_core::ids::{ContactId, DeliveryId};

impl Witness {
    /// What a write that left at `left` changed.
    pub(crate) fn changed(&mut self, crm: &Crm, effects: &[Effect], left: u64, now: u64) {
        for effect in effects {
            match effect {
                Effect::Made { rec, by } => self.made(crm, *rec, by, now),
                Effect::Put { rec, by, field, was, hand, asked } => {
                    self.put(crm, *rec, by, *field, was.as_deref(), hand, asked.as_deref(), now);
                    if let Some(contact) = self.contact_of(by).cloned() {
                        self.brought(&contact, *field, asked.as_deref(), left);
                    }
                }
                Effect::Marked { rec, by, was, hand } => {
                    self.marked(crm, *rec, by, was.as_deref(), hand, now)
                }
                Effect::Deleted { rec, by } => self.deleted(crm, *rec, by, now),
                Effect::Noted { .. } => {}
            }
        }
    }

    pub(super) fn contact_of(&self, delivery: &DeliveryId) -> Option<&ContactId> {
        self.find(delivery).map(|seen| &seen.contact)
    }

    fn has_gap_of(&self, by: &DeliveryId) -> bool {
        self.find(by).is_some_and(|seen| self.has_gap(seen.laptop))
    }

    fn made(&mut self, crm: &Crm, rec: usize, by: &DeliveryId, now: u64) {
        let unique = crm.setup.nature == Nature::A;
        // A marker that was taken off keeps no write that comes a second time from making the record anew.
        let marked = |place: usize| {
            let marker = crm.rec(place).now.marker.as_deref();
            !self.stray_writes() || self.find(by).is_some_and(|seen| marker == Some(seen.c_marker.as_str()))
        };
        let mine = |place: &usize| {
            crm.is_live(*place) && crm.rec(*place).made_by == Who::Desk(by.clone()) && marked(*place)
        };
        let many = (0..crm.recs.len()).filter(mine).count();
        if unique && many > 1 && !crm.rec(rec).handled {
            self.broken(Invariant::S1, now, || format!("{by} made a second live record, r{rec}"));
        }
    }

    /// Whether a delivery cannot have known of what was written at `at`: only a CRM with versions keeps it from overwriting.
    fn could_not_know(&self, crm: &Crm, rec: usize, by: &DeliveryId, at: u64) -> bool {
        let id = &crm.rec(rec).now.id;
        let read = self.find(by).and_then(|seen| seen.last_read.as_ref());
        // A write that nobody counts on any more was made before what it overwrites.
        let stray = self.stray_writes() || self.profile == Profile::Stale;
        let unread = read.is_none_or(|(read, shows)| read != id || *shows <= at);
        !self.versions && (stray || self.has_gap_of(by) || unread)
    }

    #[expect(clippy::too_many_arguments, reason = "one value of one record")]
    fn put(
        &mut self,
        crm: &Crm,
        rec: usize,
        by: &DeliveryId,
        field: usize,
        was: Option<&str>,
        hand: &Hand,
        asked: Option<&str>,
        now: u64,
    ) {
        let Some(contact) = self.contact_of(by) else { return };
        let Some(known) = self.contact(contact) else { return };
        let own = match &hand.who {
            Who::Person => false,
            Who::Desk(other) => self.contact_of(other) == Some(contact),
        };
        let knew = |value: Option<&str>| {
            known.values.iter().any(|(it, here)| {
                let there = here.as_ref().map(|here| crm.respelled(field, here));
                *it == field && (same(field, here.as_deref(), value) || same(field, there.as_deref(), value))
            }) || known
                .shown
                .iter()
                .any(|(it, _, theirs)| *it == field && same(field, theirs.as_deref(), value))
        };
        // By a mapping that turns it, the company may have said the name here, or either in other letters, or the fixed text.
        let turned = |value: Option<&str>| {
            let said = |(it, here): &(usize, Option<String>)| {
                let (Some(here), Some(value)) = (here, value) else { return false };
                (*it == COMPANY || *it == NAME) && here.to_lowercase() == value.to_lowercase()
            };
            let company = field == COMPANY && self.profile == Profile::Mapped;
            company && (value == Some(FIXED) || known.values.iter().any(said))
        };
        // What a person cleared is a value too, for whoever knew that there was one: by having written it, or by a read.
        let reads = self.find(by).map_or(&[][..], |seen| &seen.reads);
        let emptied = |(it, put): &(usize, Hand)| {
            let wrote = matches!(&put.who, Who::Desk(other) if self.contact_of(other) == Some(contact));
            let read = reads.iter().any(|shows| (put.at..hand.at).contains(shows));
            *it == field
                && put.at < now
                && put.asked.is_some()
                && knew(put.asked.as_deref())
                && (wrote || read)
        };
        // A key without a marker cannot tell our own lost write from a stranger's record.
        let marks = matches!(crm.setup.nature, Nature::A | Nature::C);
        let before = self.find(by).is_some_and(|seen| seen.first_read < hand.at) && !self.has_gap_of(by);
        // What was taken out while the field was not mapped nobody here knew of.
        let unmapped = field == COMPANY && self.profile == Profile::Mapped;
        let cleared = marks
            && before
            && !unmapped
            && was.is_none()
            && hand.who == Who::Person
            && crm.rec(rec).log.iter().any(emptied);
        // Asked of the one profile in which nothing is repeated by the network, and something else than edits makes us write.
        // Nor is it again where a person saw both and may have said so.
        let chosen =
            known.shown.iter().any(|(it, _, theirs)| *it == field && same(field, theirs.as_deref(), was));
        let again = own && field != TAGS && hand.asked.is_some() && hand.asked.as_deref() == asked && !chosen;
        // After an unknown outcome what the CRM cut may look as if the write had not come.
        let again = again && !self.find(by).is_some_and(|seen| seen.unknown);
        if again && self.profile == Profile::Mapped {
            let name = FIELDS[field];
            self.broken(Invariant::W1, now, || format!("{by} said {name} of r{rec} again: {asked:?}"));
            return;
        }
        if own || (was.is_none() && !cleared) || same(field, was, asked) {
            return;
        }
        let mapped = field == COMPANY && self.profile == Profile::Mapped;
        let stood = || mapped && self.stood(crm, rec, contact, was, now);
        let seen_here = if mapped && hand.who == Who::Person && hand.asked.is_some() {
            stood() || self.heard_of(crm, rec, by, hand, was)
        } else {
            turned(was) || knew(was) || stood() || hand.asked.is_some() && knew(hand.asked.as_deref())
        };
        let joined = field == TAGS && {
            let kept = |tag: &str| asked.is_some_and(|asked| members(asked).any(|it| it == tag));
            let had = |tag: &str| {
                let holds = |field: usize, value: &Option<String>| {
                    field == TAGS && value.as_deref().is_some_and(|value| members(value).any(|it| it == tag))
                };
                known.values.iter().any(|(it, here)| holds(*it, here))
                    || known.shown.iter().any(|(it, _, theirs)| holds(*it, theirs))
            };
            was.is_none_or(|was| members(was).all(|tag| kept(tag) || had(tag)))
        };
        if !seen_here && !joined && !self.could_not_know(crm, rec, by, hand.at) {
            let name = FIELDS[field];
            self.broken(Invariant::S9, now, || {
                format!("{by} overwrote {name} of r{rec}: {was:?} became {asked:?}, and nobody was shown")
            });
        }
    }

    fn marked(&mut self, crm: &Crm, rec: usize, by: &DeliveryId, was: Option<&str>, hand: &Hand, now: u64) {
        let Some(was) = was else { return };
        let is = crm.rec(rec).now.marker.as_deref();
        let contact = self.contact_of(by);
        let ours = |marker: &str| {
            self.seen.iter().any(|seen| {
                Some(&seen.contact) == contact && (seen.c_marker == marker || seen.a_marker == marker)
            })
        };
        if Some(was) != is && !ours(was) && !self.could_not_know(crm, rec, by, hand.at) {
            let is = is.map(str::to_owned);
            self.broken(Invariant::S9, now, || {
                format!("{by} overwrote the marker {was} of r{rec} with {is:?}")
            });
        }
    }

    fn deleted(&mut self, crm: &Crm, rec: usize, by: &DeliveryId, now: u64) {
        let record = crm.rec(rec);
        let Some(seen) = self.find(by) else { return };
        if seen.named {
            return;
        }
        let made_here = match &record.made_by {
            Who::Person => false,
            Who::Desk(maker) => self.find(maker).is_some_and(|maker| maker.laptop == seen.laptop),
        };
        let shows = seen.last_read.as_ref().filter(|(id, _)| *id == record.now.id).map(|(_, shows)| *shows);
        if !made_here {
            self.broken(Invariant::S8, now, || {
                format!("{by} deleted r{rec}, which this laptop did not make")
            });
            return;
        }
        let theirs = (0..4).find(|field| {
            let hand = &record.hands[*field];
            let value = crm.value(rec, *field);
            let ours = self.contact(&seen.contact).is_some_and(|known| {
                // The same in another spelling is no change.
                known.edits.iter().any(|edit| {
                    let here = edit.value.as_ref();
                    let there = here.map(|here| crm.respelled(*field, here));
                    edit.field == *field
                        && (same(*field, here.map(String::as_str), value)
                            || same(*field, there.as_deref(), value))
                })
            });
            // Nor is it where what we wrote into it had come from another record of theirs.
            let written = record.log.iter().any(|(it, hand)| {
                let mine = matches!(&hand.who, Who::Desk(by) if self.contact_of(by) == Some(&seen.contact));
                let asked = hand.asked.as_deref();
                // One that somebody shortens between our write and our read passes for one that the CRM cut.
                let cut = asked.zip(value).is_some_and(|(asked, value)| asked.starts_with(value));
                it == field && mine && (cut || same(*field, asked, value))
            });
            // In the very millisecond of the read it may have come after it: then only a version tells.
            hand.who == Who::Person
                && value.is_some()
                && !ours
                && !written
                && (self.versions || shows.is_some_and(|shows| hand.at < shows))
        });
        // A deletion that arrives when nobody counts on it any more: only a version keeps it from what changed since.
        let theirs = theirs.filter(|_| self.versions || !self.stray_writes());
        // Nothing tells what was changed in a field while it was not mapped, but a version that is still held.
        let unmapped = |field: &usize| *field == COMPANY && self.profile == Profile::Mapped;
        let theirs = theirs.filter(|field| !unmapped(field));
        if let Some(field) = theirs {
            let name = FIELDS[field];
            self.broken(Invariant::S8, now, || {
                format!("{by} deleted r{rec}, whose {name} somebody had changed")
            });
        }
    }
}
