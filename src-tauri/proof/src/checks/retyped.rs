//! What of the company may go under a mapping that changes. By it we write more than we keep, so a value that we once said
//! proves nothing: a colleague may type it again, and then it is theirs. Left out: the other fields, which no mapping turns.

use super::Witness;
use super::books::same;
use crate::crm::{Crm, Hand, Who};
use crate::schedule::{COMPANY, NAME};
use lanyard_core::ids::{ContactId, DeliveryId};

/// Whether a value is what this hand asked for, as it is or as the CRM spells it.
fn says(crm: &Crm, put: &Hand, is: Option<&str>) -> bool {
    let kept = put.asked.as_ref().map(|asked| crm.respelled(COMPANY, asked));
    same(COMPANY, put.asked.as_deref(), is) || same(COMPANY, kept.as_deref(), is)
}

/// What hands wrote into the company of a record, in order.
fn log(crm: &Crm, rec: usize) -> impl DoubleEndedIterator<Item = &Hand> {
    crm.rec(rec).log.iter().filter(|(field, _)| *field == COMPANY).map(|(_, put)| put)
}

impl Witness {
    /// Whether what stands in a record is what we wrote there: nobody wrote anything else since that we could know of, neither
    /// here nor into a record that a colleague merged into this one.
    pub(super) fn stood(
        &self,
        crm: &Crm,
        rec: usize,
        contact: &ContactId,
        is: Option<&str>,
        now: u64,
    ) -> bool {
        let mine = |put: &Hand| matches!(&put.who, Who::Desk(by) if self.contact_of(by) == Some(contact));
        // What was put in and taken out again between two reads was never there for us.
        let unheard = |put: &Hand| put.who == Who::Person && self.untold(contact, put);
        let before = log(crm, rec).rev().filter(|put| put.at < now);
        let mut stood = before.take_while(|put| says(crm, put, is) || unheard(put));
        let merged = || (0..crm.recs.len()).filter(|other| crm.rec(*other).merged_into == Some(rec));
        stood.any(|put| says(crm, put, is) && mine(put))
            || merged().any(|other| self.stood(crm, other, contact, is, now))
    }

    /// Whether a colleague's value was no news when `hand` wrote it, or was told since: taken over, shown, or said here.
    pub(super) fn heard_of(
        &self,
        crm: &Crm,
        rec: usize,
        by: &DeliveryId,
        hand: &Hand,
        was: Option<&str>,
    ) -> bool {
        let Some(seen) = self.find(by) else { return false };
        let Some(known) = self.contact(&seen.contact) else { return false };
        // What a read before it showed is no news, unless something else was told since.
        let reads = seen.reads.iter().rev().filter(|shows| **shows < hand.at);
        let showed = reads.filter_map(|shows| log(crm, rec).rfind(|put| put.at <= *shows));
        let mut showed = showed.take_while(|put| says(crm, put, was) || self.untold(&seen.contact, put));
        // A person who chose between it and another one saw it.
        let weighed = known
            .shown
            .iter()
            .any(|(field, ours, _)| *field == COMPANY && same(COMPANY, ours.as_deref(), was));
        let theirs = [was, hand.asked.as_deref()].map(|theirs| theirs.map(str::to_lowercase));
        let is_it = |here: &str| theirs.iter().flatten().any(|theirs| *theirs == here.to_lowercase());
        let said = |here: &str| is_it(here) || is_it(&crm.respelled(COMPANY, here));
        showed.any(|put| says(crm, put, was)) || weighed || known.was_told(&[COMPANY, NAME], hand.at, said)
    }

    /// Whether a contact never heard of what this hand wrote.
    fn untold(&self, contact: &ContactId, put: &Hand) -> bool {
        let asked = put.asked.as_deref().unwrap_or_default().to_lowercase();
        self.contact(contact)
            .is_some_and(|known| !known.was_told(&[COMPANY], put.at, |it| it.to_lowercase() == asked))
    }
}
