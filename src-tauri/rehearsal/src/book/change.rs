//! What changes records: made, changed, replaced, put into the bin and taken out, destroyed, merged.

use super::fields::{self, Fields};
use super::{Book, Key, Keys, Record, missing, stale};
use crate::options::{Marker, Settings};
use crate::reply::{Kind, Problem};
use serde_json::{Map, Value, json};

impl Book {
    /// Adds a record.
    pub(crate) fn create(
        &mut self,
        values: &Map<String, Value>,
        settings: &Settings,
        now: i64,
    ) -> Result<&Record, Problem> {
        let fields = fields::merged(&Fields::new(), values, settings)?;
        self.refuse_duplicates(None, &fields, settings)?;
        self.issued += 1;
        let id = format!("c_{:06}", self.issued);
        self.history.changed(&id, now, None);
        let record = Record {
            id,
            version: 1,
            created_ms: now,
            updated_ms: now,
            archived: false,
            merged_into: None,
            fields,
        };
        self.keys.add(self.records.len(), &record);
        Ok(self.records.push_mut(record))
    }

    /// Changes the named values of a live record; `version` is the one the client last saw. What changes nothing
    /// makes no new version.
    pub(crate) fn update(
        &mut self,
        id: &str,
        version: Option<u64>,
        values: &Map<String, Value>,
        settings: &Settings,
        now: i64,
    ) -> Result<&Record, Problem> {
        let before = self.live(id)?.fields.clone();
        self.write(id, version, &before, values, settings, now)
    }

    /// Replaces all values of a live record: what is not named is cleared, the marker too.
    pub(crate) fn replace(
        &mut self,
        id: &str,
        version: Option<u64>,
        values: &Map<String, Value>,
        settings: &Settings,
        now: i64,
    ) -> Result<&Record, Problem> {
        self.live(id)?;
        self.write(id, version, &Fields::new(), values, settings, now)
    }

    fn write(
        &mut self,
        id: &str,
        version: Option<u64>,
        onto: &Fields,
        values: &Map<String, Value>,
        settings: &Settings,
        now: i64,
    ) -> Result<&Record, Problem> {
        let current = self.live(id)?;
        stale(id, version, current.version)?;
        let fields = fields::merged(onto, values, settings)?;
        self.refuse_duplicates(Some(id), &fields, settings)?;
        if fields != self.live(id)?.fields {
            self.change(id, now, |record| record.fields = fields)?;
        }
        self.live(id)
    }

    /// Puts a live record into the bin.
    pub(crate) fn archive(&mut self, id: &str, version: Option<u64>, now: i64) -> Result<(), Problem> {
        stale(id, version, self.live(id)?.version)?;
        self.change(id, now, |record| record.archived = true)
    }

    /// Takes a record out of the bin.
    pub(crate) fn restore(&mut self, id: &str, settings: &Settings, now: i64) -> Result<(), Problem> {
        let Err(problem) = self.live(id) else { return Ok(()) };
        let Some(record) = self.by_key(Key::Id(id)).find(|r| r.merged_into.is_none()) else {
            return Err(problem);
        };
        let fields = record.fields.clone();
        self.refuse_duplicates(Some(id), &fields, settings)?;
        self.change(id, now, |record| record.archived = false)
    }

    /// Removes a record and its notes without a trace; one in the bin too.
    pub(crate) fn destroy(&mut self, id: &str, version: Option<u64>, now: i64) -> Result<(), Problem> {
        let place = self.place(id)?;
        stale(id, version, self.records[place].version)?;
        let record = self.records.remove(place);
        self.keys = Keys::of(&self.records);
        self.notes.retain(|note| note.contact_id != record.id);
        self.history.changed(id, now, Some(record));
        Ok(())
    }

    /// Joins a live record with another one, which stays: what is empty there is filled from here, notes go over, and
    /// this one leads to the other from now on. A marker goes over only where there is none; else it stays taken here.
    pub(crate) fn merge(&mut self, id: &str, into: &str, now: i64) -> Result<&Record, Problem> {
        let gone = self.live(id)?.fields.clone();
        if id == into {
            let message = "A contact is not merged with itself.";
            let detail = json!({ "field": "into", "code": "same_record", "message": message });
            return Err(Problem::new(Kind::Validation, "invalid_merge", message).detail(detail));
        }
        let stays = self.live(into)?.fields.clone();
        let filled: Fields = gone.clone().into_iter().chain(stays.clone()).collect();
        self.change(id, now, |record| {
            record.archived = true;
            record.merged_into = Some(into.to_owned());
            if !stays.contains_key(fields::MARKER) {
                record.fields.remove(fields::MARKER);
            }
        })?;
        for note in self.notes.iter_mut().filter(|note| note.contact_id == id) {
            note.contact_id = into.to_owned();
        }
        if filled != stays {
            self.change(into, now, |record| record.fields = filled)?;
        }
        self.live(into)
    }

    /// A new version of a record.
    fn change(&mut self, id: &str, now: i64, change: impl FnOnce(&mut Record)) -> Result<(), Problem> {
        let place = self.place(id)?;
        let before = self.records[place].clone();
        self.keys.remove(place, &before);
        let record = &mut self.records[place];
        change(record);
        record.version += 1;
        record.updated_ms = now;
        self.keys.add(place, &self.records[place]);
        self.history.changed(id, now, Some(before));
        Ok(())
    }

    fn place(&self, id: &str) -> Result<usize, Problem> {
        self.keys.places(Key::Id(id)).first().copied().ok_or_else(|| missing(id))
    }

    /// The marker is looked at first: a record with one's own marker explains one's own e-mail in it too.
    fn refuse_duplicates(
        &self,
        own: Option<&str>,
        fields: &Fields,
        settings: &Settings,
    ) -> Result<(), Problem> {
        let others = |key| self.by_key(key).filter(|r| own != Some(r.id.as_str()));
        let detail = |field: &str, r: &Record| {
            let mut detail =
                json!({ "field": field, "code": "duplicate", "existing_id": r.id, "archived": r.archived });
            if r.merged_into.is_some() {
                detail["merged_into"] = json!(self.survivor(r));
            }
            detail
        };
        if let Some(marker) = fields.get(fields::MARKER)
            && settings.marker == Marker::Unique
            && let Some(r) = others(Key::Marker(marker)).next()
        {
            let message = format!("Record {} carries this marker already.", r.id);
            return Err(
                Problem::new(Kind::Conflict, "duplicate_marker", &message).detail(detail(fields::MARKER, r))
            );
        }
        if let Some(email) = fields.get("acme_email")
            && let Some(r) = others(Key::Email(email)).find(|r| !r.archived)
        {
            let message = format!("Record {} has this e-mail address already.", r.id);
            return Err(
                Problem::new(Kind::Conflict, "duplicate_email", &message).detail(detail("acme_email", r))
            );
        }
        Ok(())
    }
}
