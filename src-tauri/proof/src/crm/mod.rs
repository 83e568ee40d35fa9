//! A CRM, as bad as real ones are: strangers' records, late indexes, replicas, respelling, refusals, bins, merges. It knows
//! who wrote each value, which no real CRM tells: that is what the invariants are checked with. It judges nothing itself.

mod answering;
mod people;
mod reading;
mod writing;

pub(crate) use writing::Effect;

use crate::schedule::{Alters, COMPANY, EMAIL, FIELDS, Nature, Setup};
use lanyard_core::crm::{Fields, RemoteField, RemoteRecord, Version};
use lanyard_core::ids::{DeliveryId, RemoteId};

/// Whose hand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// Somebody before our time, or a colleague in the CRM.
    Person,
    /// A laptop, for one of its deliveries.
    Desk(DeliveryId),
}

/// Who wrote a value, when, and what they asked for before the CRM respelled it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Hand {
    /// Who.
    pub who: Who,
    /// When.
    pub at: u64,
    /// What was asked for.
    pub asked: Option<String>,
}

/// A record, and all that is known of it.
#[derive(Debug, Clone)]
pub(crate) struct Rec {
    /// As it is now.
    pub now: RemoteRecord,
    /// When it was made.
    pub since: u64,
    /// As it was: until when, when it was listed as changed, and what it said; oldest first.
    past: Vec<(u64, u64, RemoteRecord)>,
    /// Who made it.
    pub made_by: Who,
    /// Who wrote each field last.
    pub hands: [Hand; 4],
    /// Who wrote the marker last.
    pub marker_hand: Hand,
    /// Deleted without a trace.
    pub erased: bool,
    /// Merged into that one.
    pub merged_into: Option<usize>,
    /// When the list of changes says that it changed.
    pub listed: u64,
    /// Who deleted it last, and when.
    pub deleted_by: Option<(Who, u64)>,
    /// Whether a person ever took it out of the bin or merged another one into it.
    pub handled: bool,
    /// Every value a field ever held: which, what was asked, by whom.
    pub log: Vec<(usize, Hand)>,
}

/// A note on a record.
#[derive(Debug, Clone)]
pub(crate) struct NoteRec {
    /// Its id, text (as its one field) and state.
    pub now: RemoteRecord,
    /// On which record.
    pub of: usize,
    /// Since when.
    pub since: u64,
    /// Which delivery made it.
    pub made_by: DeliveryId,
}

/// The CRM.
#[derive(Debug, Clone)]
pub(crate) struct Crm {
    /// Its nature.
    pub setup: Setup,
    /// The records; a record's id is `r` and its place.
    pub recs: Vec<Rec>,
    /// The notes; a note's id is `n` and its place.
    pub notes: Vec<NoteRec>,
    /// Changes before this moment are not listed any more.
    pub forgotten: u64,
    fields: [RemoteField; 4],
}

impl Crm {
    /// A CRM with its strangers in it.
    #[must_use]
    pub(crate) fn new(setup: &Setup) -> Self {
        let mut crm = Self {
            setup: setup.clone(),
            recs: Vec::new(),
            notes: Vec::new(),
            forgotten: 0,
            fields: FIELDS.map(RemoteField::new),
        };
        for values in &setup.strangers {
            crm.insert(0, values, None, Who::Person);
        }
        crm
    }

    /// Their name of a field.
    #[must_use]
    pub(crate) fn field(&self, nth: usize) -> &RemoteField {
        &self.fields[nth]
    }

    /// The place of a field by their name.
    #[must_use]
    pub(crate) fn nth(&self, field: &RemoteField) -> Option<usize> {
        self.fields.iter().position(|known| known == field)
    }

    /// The place of a record by its id.
    #[must_use]
    pub(crate) fn place(&self, id: &RemoteId) -> Option<usize> {
        let place: usize = id.as_str().strip_prefix('r')?.parse().ok()?;
        (place < self.recs.len()).then_some(place)
    }

    pub(crate) fn note_place(&self, id: &RemoteId) -> Option<usize> {
        let place: usize = id.as_str().strip_prefix('n')?.parse().ok()?;
        (place < self.notes.len()).then_some(place)
    }

    /// A record by its place.
    #[must_use]
    pub(crate) fn rec(&self, place: usize) -> &Rec {
        &self.recs[place]
    }

    /// Whether it is there for people to see.
    #[must_use]
    pub(crate) fn is_live(&self, place: usize) -> bool {
        self.recs.get(place).is_some_and(|rec| !rec.now.archived && !rec.erased)
    }

    /// A field's value now.
    #[must_use]
    pub(crate) fn value(&self, place: usize, field: usize) -> Option<&str> {
        self.recs[place].now.fields.get(&self.fields[field])
    }

    /// What it makes of a value.
    pub(crate) fn respelled(&self, field: usize, value: &str) -> String {
        match (field, self.setup.alters) {
            (EMAIL, Alters::Blanks) => value.to_uppercase(),
            (COMPANY, Alters::Blanks) => format!(" {value} "),
            (COMPANY, Alters::Capitals) => value.to_uppercase(),
            (COMPANY, Alters::Cuts) => value.chars().take(2).collect(),
            (_, Alters::Nothing | Alters::Blanks | Alters::Capitals | Alters::Cuts) => value.to_owned(),
        }
    }

    fn marks(&self) -> bool {
        match self.setup.nature {
            Nature::A | Nature::C => true,
            Nature::B | Nature::D => false,
        }
    }

    fn insert(&mut self, now: u64, values: &[Option<String>; 4], marker: Option<String>, who: Who) -> usize {
        let mut fields = Fields::default();
        let hand = |asked: Option<String>| Hand { who: who.clone(), at: now, asked };
        for (nth, value) in values.iter().enumerate() {
            if let Some(value) = value {
                let value = if who == Who::Person { value.clone() } else { self.respelled(nth, value) };
                fields.set(self.fields[nth].clone(), value);
            }
        }
        let place = self.recs.len();
        let hands = [0, 1, 2, 3].map(|nth: usize| hand(values[nth].clone()));
        let log = (0..4).filter(|nth| values[*nth].is_some()).map(|nth| (nth, hands[nth].clone())).collect();
        let marker = marker.filter(|_| self.marks());
        self.recs.push(Rec {
            now: RemoteRecord {
                id: RemoteId::new(format!("r{place}")),
                version: self.setup.versions.then_some(Version(1)),
                archived: false,
                marker: marker.clone(),
                fields,
            },
            since: now,
            past: Vec::new(),
            made_by: who.clone(),
            marker_hand: hand(marker),
            hands,
            erased: false,
            merged_into: None,
            listed: now,
            deleted_by: None,
            handled: false,
            log,
        });
        place
    }

    /// What was is kept for late indexes and replicas; every change is a new version.
    fn changing(&mut self, place: usize, now: u64) -> &mut Rec {
        let keep = self.setup.lag.max(self.setup.stale) > 0;
        let lag = self.setup.lag.max(self.setup.stale);
        let rec = &mut self.recs[place];
        if keep {
            rec.past.retain(|(until, _, _)| *until + lag >= now);
            let was = rec.now.clone();
            rec.past.push((now, rec.listed, was));
        }
        if let Some(version) = &mut rec.now.version {
            version.0 += 1;
        }
        rec.listed = now;
        rec
    }

    pub(crate) fn put(&mut self, place: usize, field: usize, value: Option<&str>, hand: Hand) {
        let stored = match (value, &hand.who) {
            (Some(value), Who::Desk(_)) => self.respelled(field, value),
            (Some(value), Who::Person) => value.to_owned(),
            (None, _) => String::new(),
        };
        let name = self.fields[field].clone();
        let rec = &mut self.recs[place];
        if stored.is_empty() {
            rec.now.fields.0.remove(&name);
        } else {
            rec.now.fields.set(name, stored);
        }
        rec.log.push((field, hand.clone()));
        rec.hands[field] = hand;
    }
}
