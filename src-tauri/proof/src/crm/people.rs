//! What colleagues do in the CRM.

use super::{Crm, Hand, Who};
use crate::schedule::{EMAIL, TAGS};

impl Crm {
    /// The record that a roll points to: rather one that a laptop made or marked than a stranger's.
    #[must_use]
    pub(crate) fn pointed_at(&self, roll: u64, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let ours = |place: &usize| {
            let rec = &self.recs[*place];
            rec.made_by != Who::Person || rec.now.marker.is_some()
        };
        let all: Vec<usize> = (0..self.recs.len()).filter(|place| fits(self, *place)).collect();
        let rather: Vec<usize> = all.iter().copied().filter(ours).collect();
        let from = if rather.is_empty() || roll.is_multiple_of(5) { all } else { rather };
        (!from.is_empty()).then(|| from[(roll / 5 % from.len() as u64) as usize])
    }

    /// A colleague writes a value into this record.
    pub(crate) fn colleague_edits(&mut self, place: usize, field: usize, value: Option<&str>, now: u64) {
        self.changing(place, now);
        let hand = Hand { who: Who::Person, at: now, asked: value.map(str::to_owned) };
        self.put(place, field, value, hand);
    }

    /// A colleague deletes this record.
    pub(crate) fn colleague_deletes(&mut self, place: usize, now: u64) {
        self.remove(place, now, Who::Person);
    }

    /// A colleague takes this record out of the bin.
    pub(crate) fn colleague_undeletes(&mut self, place: usize, now: u64) {
        let rec = self.changing(place, now);
        rec.now.archived = false;
        rec.handled = true;
    }

    /// What stood in a field of the record that a roll points to before what stands there now, if `instead` is a value.
    pub(crate) fn once_said(&self, roll: u64, field: usize, instead: Option<&str>) -> Option<String> {
        let place = instead.and_then(|_| self.pointed_at(roll, Self::is_live))?;
        let log = self.recs[place].log.iter().rev().filter(|(it, _)| *it == field);
        let mut older = log.filter_map(|(_, hand)| hand.asked.clone());
        older.find(|older| self.value(place, field) != Some(older.as_str()))
    }

    /// A colleague writes a value. A taken e-mail is refused to people too.
    pub(crate) fn person_edits(
        &mut self,
        roll: u64,
        field: usize,
        value: Option<&str>,
        now: u64,
    ) -> Option<usize> {
        let place = self.pointed_at(roll, Self::is_live)?;
        if let (EMAIL, Some(email), true) = (field, value, self.setup.email_unique)
            && self.with_email(email).any(|other| other != place)
        {
            return None;
        }
        if self.value(place, field) == value {
            return None;
        }
        self.changing(place, now);
        let hand = Hand { who: Who::Person, at: now, asked: value.map(str::to_owned) };
        self.put(place, field, value, hand);
        Some(place)
    }

    /// A colleague puts a tag on a record.
    pub(crate) fn person_tags(&mut self, roll: u64, tag: &str, now: u64) -> Option<usize> {
        let place = self.pointed_at(roll, Self::is_live)?;
        let tags = match self.value(place, TAGS) {
            Some(tags) if tags.split(';').any(|known| known == tag) => return None,
            Some(tags) => format!("{tags};{tag}"),
            None => tag.to_owned(),
        };
        self.changing(place, now);
        let hand = Hand { who: Who::Person, at: now, asked: Some(tags.clone()) };
        self.put(place, TAGS, Some(&tags), hand);
        Some(place)
    }

    /// A colleague deletes a record.
    pub(crate) fn person_deletes(&mut self, roll: u64, now: u64) -> Option<usize> {
        let place = self.pointed_at(roll, Self::is_live)?;
        self.remove(place, now, Who::Person);
        Some(place)
    }

    /// A colleague takes a record out of the bin, if its e-mail is still free.
    pub(crate) fn person_undeletes(&mut self, roll: u64, now: u64) -> Option<usize> {
        let place = self.pointed_at(roll, |crm, place| {
            let rec = &crm.recs[place];
            let free = !crm.setup.email_unique
                || crm.value(place, EMAIL).is_none_or(|email| crm.with_email(email).next().is_none());
            rec.now.archived && !rec.erased && rec.merged_into.is_none() && free
        })?;
        let listed = self.recs[place].listed;
        let lists = self.setup.lists_undeleted;
        let rec = self.changing(place, now);
        rec.now.archived = false;
        rec.handled = true;
        if !lists {
            rec.listed = listed;
        }
        Some(place)
    }

    /// A colleague merges one record into another; what is empty there is filled.
    pub(crate) fn person_merges(&mut self, roll: u64, into: u64, now: u64) -> Option<(usize, usize)> {
        let loser = self.pointed_at(roll, Self::is_live)?;
        let winner = self.pointed_at(into, |crm, place| crm.is_live(place) && place != loser)?;
        let fields: Vec<(usize, String)> = (0..4)
            .filter(|field| self.value(winner, *field).is_none())
            .filter_map(|field| Some((field, self.value(loser, field)?.to_owned())))
            .collect();
        self.remove(loser, now, Who::Person);
        self.recs[loser].merged_into = Some(winner);
        // What leads to the survivor is kept, also where deletions leave no trace.
        self.recs[loser].erased = false;
        self.changing(winner, now);
        self.recs[winner].handled = true;
        for (field, value) in fields {
            let hand = Hand { who: Who::Person, at: now, asked: Some(value.clone()) };
            self.put(winner, field, Some(&value), hand);
        }
        for note in &mut self.notes {
            if note.of == loser {
                note.of = winner;
            }
        }
        Some((loser, winner))
    }

    /// A colleague makes a record with this e-mail.
    pub(crate) fn person_makes(&mut self, email: Option<&str>, name: &str, now: u64) -> Option<usize> {
        let email = email?;
        if self.setup.email_unique && self.with_email(email).next().is_some() {
            return None;
        }
        let values = [Some(name.to_owned()), Some(email.to_owned()), None, None];
        Some(self.insert(now, &values, None, Who::Person))
    }
}
