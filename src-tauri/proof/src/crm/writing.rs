//! What the CRM does when told to, and what of it concerns the invariants.

use super::{Crm, Hand, NoteRec, Who};
use crate::schedule::{COMPANY, EMAIL, Nature};
use lanyard_core::crm::{
    ConflictOn, Failure, FieldFault, ItemAnswer, NOTE_TEXT, NewRecord, Object, RecordPatch, RemoteField,
    RemoteRecord, Removal,
};
use lanyard_core::ids::{DeliveryId, RemoteId};

/// Something that a laptop's write changed. Records by their places.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// A record was made.
    Made {
        /// Which.
        rec: usize,
        /// By which delivery.
        by: DeliveryId,
    },
    /// A field holds something else.
    Put {
        /// Of which record.
        rec: usize,
        /// By which delivery.
        by: DeliveryId,
        /// Which field.
        field: usize,
        /// What it held.
        was: Option<String>,
        /// Who had written that.
        hand: Hand,
        /// What was asked for.
        asked: Option<String>,
    },
    /// The marker is another one.
    Marked {
        /// Of which record.
        rec: usize,
        /// By which delivery.
        by: DeliveryId,
        /// What it was.
        was: Option<String>,
        /// Who had written that.
        hand: Hand,
    },
    /// A record was deleted.
    Deleted {
        /// Which.
        rec: usize,
        /// By which delivery.
        by: DeliveryId,
    },
    /// A note was made.
    Noted {
        /// By which delivery.
        by: DeliveryId,
    },
}

impl Crm {
    fn refuses(&self, company: Option<&str>) -> Option<Failure> {
        let bad = self.setup.refuses && company.is_some_and(|company| company.starts_with('x'));
        bad.then(|| Failure::Invalid {
            fields: vec![FieldFault {
                field: Some(self.fields[COMPANY].clone()),
                message: "not a company".to_owned(),
            }],
        })
    }

    fn taken(&self, email: Option<&str>, by: Option<usize>) -> Option<Failure> {
        let email = email.filter(|_| self.setup.email_unique)?;
        let place = self.with_email(email).find(|place| Some(*place) != by)?;
        Some(self.conflict(ConflictOn::Email, place))
    }

    fn conflict(&self, on: ConflictOn, place: usize) -> Failure {
        let existing = self.setup.names_existing.then(|| self.recs[place].now.id.clone());
        Failure::Conflict { on, existing }
    }

    fn marked(&self, marker: Option<&String>) -> Option<usize> {
        let marker = marker.filter(|_| self.setup.nature == Nature::A)?;
        self.recs.iter().position(|rec| !rec.erased && rec.now.marker.as_ref() == Some(marker))
    }

    /// Whether an item is refused as it stands; asked of each before a batch is carried out.
    pub(super) fn fault_of_create(&self, new: &NewRecord) -> Option<Failure> {
        if new.object != Object::Contact {
            return self.refuses(new.fields.get(&RemoteField::new(NOTE_TEXT)));
        }
        if let Some(place) = self.marked(new.marker.as_ref()) {
            return Some(self.conflict(ConflictOn::Marker, place));
        }
        self.refuses(new.fields.get(&self.fields[COMPANY]))
            .or_else(|| self.taken(new.fields.get(&self.fields[EMAIL]), None))
    }

    fn shown(&self, record: &RemoteRecord) -> ItemAnswer {
        if self.setup.shows_written {
            ItemAnswer::Written(record.clone())
        } else {
            ItemAnswer::Accepted(record.id.clone())
        }
    }

    pub(super) fn create(&mut self, new: &NewRecord, now: u64, effects: &mut Vec<Effect>) -> ItemAnswer {
        if let Some(failure) = self.fault_of_create(new) {
            return ItemAnswer::Failed(failure);
        }
        let by = new.delivery.clone();
        if let Object::Note { of } = &new.object {
            let Some(of) = self.surviving(of) else {
                return ItemAnswer::Failed(Failure::Gone { merged_into: None });
            };
            let record = RemoteRecord {
                id: RemoteId::new(format!("n{}", self.notes.len())),
                version: self.setup.versions.then_some(lanyard_core::crm::Version(1)),
                archived: false,
                marker: new.marker.clone(),
                fields: new.fields.clone(),
            };
            self.notes.push(NoteRec { now: record.clone(), of, since: now, made_by: by.clone() });
            effects.push(Effect::Noted { by });
            return self.shown(&record);
        }
        let values = [0, 1, 2, 3].map(|nth: usize| new.fields.get(&self.fields[nth]).map(str::to_owned));
        let place = self.insert(now, &values, new.marker.clone(), Who::Desk(by.clone()));
        effects.push(Effect::Made { rec: place, by });
        self.shown(&self.recs[place].now)
    }

    fn surviving(&self, id: &RemoteId) -> Option<usize> {
        let mut place = self.place(id)?;
        while let Some(into) = self.recs[place].merged_into {
            place = into;
        }
        self.is_live(place).then_some(place)
    }

    fn missing(&self, id: &RemoteId) -> Failure {
        let into = self.place(id).and_then(|place| self.recs[place].merged_into);
        let into = into.filter(|_| self.setup.tells_merged);
        Failure::Gone { merged_into: into.map(|into| self.recs[into].now.id.clone()) }
    }

    pub(super) fn fault_of_update(&self, patch: &RecordPatch) -> Option<Failure> {
        let value = |field: &RemoteField| patch.fields.get(field).and_then(|value| value.as_deref());
        if patch.object != Object::Contact {
            return self.refuses(value(&RemoteField::new(NOTE_TEXT)));
        }
        let Some(place) = self.place(&patch.id).filter(|place| self.is_live(*place)) else {
            return Some(self.missing(&patch.id));
        };
        let rec = &self.recs[place];
        if patch.version.is_some() && patch.version != rec.now.version {
            return Some(Failure::Stale { current: rec.now.version.clone() });
        }
        let marked = self.marked(patch.marker.as_ref().filter(|marker| !marker.is_empty()));
        if let Some(other) = marked.filter(|other| *other != place) {
            return Some(self.conflict(ConflictOn::Marker, other));
        }
        self.refuses(value(&self.fields[COMPANY]))
            .or_else(|| self.taken(value(&self.fields[EMAIL]), Some(place)))
    }

    pub(super) fn update(&mut self, patch: &RecordPatch, now: u64, effects: &mut Vec<Effect>) -> ItemAnswer {
        if let Some(failure) = self.fault_of_update(patch) {
            return ItemAnswer::Failed(failure);
        }
        if patch.object != Object::Contact {
            return self.update_note(patch);
        }
        let Some(place) = self.place(&patch.id) else {
            return ItemAnswer::Failed(Failure::Gone { merged_into: None });
        };
        self.changing(place, now);
        let by = &patch.delivery;
        for (field, value) in &patch.fields {
            let Some(nth) = self.nth(field) else { continue };
            let rec = &self.recs[place];
            effects.push(Effect::Put {
                rec: place,
                by: by.clone(),
                field: nth,
                was: rec.now.fields.get(field).map(str::to_owned),
                hand: rec.hands[nth].clone(),
                asked: value.clone(),
            });
            let hand = Hand { who: Who::Desk(by.clone()), at: now, asked: value.clone() };
            self.put(place, nth, value.as_deref(), hand);
        }
        if let Some(marker) = patch.marker.clone().filter(|_| self.marks()) {
            let rec = &mut self.recs[place];
            let was = rec.now.marker.clone();
            effects.push(Effect::Marked { rec: place, by: by.clone(), was, hand: rec.marker_hand.clone() });
            rec.now.marker = Some(marker).filter(|marker| !marker.is_empty());
            rec.marker_hand = Hand { who: Who::Desk(by.clone()), at: now, asked: rec.now.marker.clone() };
        }
        self.shown(&self.recs[place].now)
    }

    fn update_note(&mut self, patch: &RecordPatch) -> ItemAnswer {
        let place = self.note_place(&patch.id).filter(|place| !self.notes[*place].now.archived);
        let Some(place) = place.filter(|place| !self.recs[self.notes[*place].of].erased) else {
            return ItemAnswer::Failed(Failure::Gone { merged_into: None });
        };
        let note = &mut self.notes[place];
        if patch.version.is_some() && patch.version != note.now.version {
            return ItemAnswer::Failed(Failure::Stale { current: note.now.version.clone() });
        }
        for (field, value) in &patch.fields {
            note.now.fields.set(field.clone(), value.clone().unwrap_or_default());
        }
        if let Some(marker) = &patch.marker {
            note.now.marker = Some(marker.clone()).filter(|marker| !marker.is_empty());
        }
        if let Some(version) = &mut note.now.version {
            version.0 += 1;
        }
        let record = note.now.clone();
        self.shown(&record)
    }

    pub(super) fn delete(&mut self, removal: &Removal, now: u64, effects: &mut Vec<Effect>) -> ItemAnswer {
        if removal.object != Object::Contact {
            let place = self.note_place(&removal.id).filter(|place| !self.notes[*place].now.archived);
            return match place {
                Some(place) => {
                    self.notes[place].now.archived = true;
                    ItemAnswer::Accepted(removal.id.clone())
                }
                None => ItemAnswer::Failed(Failure::Gone { merged_into: None }),
            };
        }
        let Some(place) = self.place(&removal.id).filter(|place| self.is_live(*place)) else {
            return ItemAnswer::Failed(self.missing(&removal.id));
        };
        let rec = &self.recs[place];
        if removal.version.is_some() && removal.version != rec.now.version {
            return ItemAnswer::Failed(Failure::Stale { current: rec.now.version.clone() });
        }
        effects.push(Effect::Deleted { rec: place, by: removal.delivery.clone() });
        self.remove(place, now, Who::Desk(removal.delivery.clone()));
        ItemAnswer::Accepted(removal.id.clone())
    }

    pub(super) fn remove(&mut self, place: usize, now: u64, who: Who) {
        let hard = self.setup.hard_delete;
        let rec = self.changing(place, now);
        rec.now.archived = true;
        rec.erased = hard;
        rec.deleted_by = Some((who, now));
    }
}
