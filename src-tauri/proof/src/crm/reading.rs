//! What the CRM shows: records by id (maybe from a replica), by key, by search, as a list of changes.

use super::{Crm, Rec};
use crate::schedule::{EMAIL, Nature};
use lanyard_core::crm::{
    ChangedRecord, Failure, Fields, ItemAnswer, NoteKey, NoteLookup, Page, RemoteRecord,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::sync::pull::Ask;
use lanyard_core::time::WallMs;

/// Changes per page: small, so that pages matter.
const PAGE: usize = 2;

impl Rec {
    /// As it was `behind` milliseconds ago; none when it was not there.
    fn as_of(&self, moment: u64) -> Option<&RemoteRecord> {
        Some(self.listed_as_of(moment)?.1)
    }

    /// The same, with when it was listed as changed.
    fn listed_as_of(&self, moment: u64) -> Option<(u64, &RemoteRecord)> {
        if self.since > moment {
            return None;
        }
        let was = self.past.iter().find(|(until, _, _)| *until > moment);
        Some(was.map_or((self.listed, &self.now), |(_, listed, was)| (*listed, was)))
    }
}

impl Crm {
    /// A record by its id, as a replica that may be `behind` knows it. Also when that was.
    pub(super) fn by_id(&self, id: &RemoteId, now: u64, behind: u64) -> ItemAnswer {
        let Some(place) = self.place(id) else { return ItemAnswer::Found(Vec::new()) };
        let rec = &self.recs[place];
        if let (Some(into), true) = (rec.merged_into, self.setup.tells_merged) {
            let merged_into = Some(self.recs[into].now.id.clone());
            return ItemAnswer::Failed(Failure::Gone { merged_into });
        }
        let seen = rec.as_of(now.saturating_sub(behind)).filter(|_| !rec.erased);
        let seen = seen.filter(|record| !(record.archived && self.setup.hides_bin));
        ItemAnswer::Found(seen.into_iter().cloned().collect())
    }

    pub(super) fn by_email(&self, email: &str) -> Vec<RemoteRecord> {
        self.with_email(email).map(|place| self.recs[place].now.clone()).collect()
    }

    pub(super) fn with_email<'a>(&'a self, email: &'a str) -> impl Iterator<Item = usize> + 'a {
        (0..self.recs.len()).filter(move |place| {
            self.is_live(*place)
                && self.value(*place, EMAIL).is_some_and(|theirs| theirs.eq_ignore_ascii_case(email))
        })
    }

    /// By marker: at once where markers are unique, else as the index knows it.
    pub(super) fn by_marker(&self, markers: &[String], now: u64) -> Vec<RemoteRecord> {
        let behind = if self.setup.nature == Nature::A { 0 } else { self.setup.lag };
        let carries = |record: &&RemoteRecord| record.marker.as_ref().is_some_and(|it| markers.contains(it));
        self.recs
            .iter()
            .filter(|rec| !rec.erased)
            .filter_map(|rec| rec.as_of(now.saturating_sub(behind)))
            .filter(carries)
            .filter(|record| !(record.archived && self.setup.hides_bin))
            .cloned()
            .collect()
    }

    pub(super) fn alike(&self, fields: &Fields, now: u64) -> Vec<RemoteRecord> {
        let moment = now.saturating_sub(self.setup.lag);
        let alike = |record: &&RemoteRecord| {
            fields.iter().all(|(field, value)| {
                let nth = self.nth(field).unwrap_or_default();
                record.fields.get(field) == Some(self.respelled(nth, value).as_str())
            })
        };
        self.recs
            .iter()
            .filter(|rec| !rec.erased)
            .filter_map(|rec| rec.as_of(moment))
            .filter(alike)
            .cloned()
            .collect()
    }

    pub(super) fn note(&self, lookup: &NoteLookup, now: u64) -> ItemAnswer {
        let found = match &lookup.what {
            NoteKey::Id(id) => {
                let note = self.note_place(id).map(|place| &self.notes[place]);
                note.filter(|note| !note.now.archived && !self.recs[note.of].erased)
                    .map(|note| note.now.clone())
                    .into_iter()
                    .collect()
            }
            NoteKey::Markers(markers) => self
                .notes
                .iter()
                .filter(|note| note.since + self.setup.lag <= now && !note.now.archived)
                .filter(|note| !self.recs[note.of].erased)
                .filter(|note| note.now.marker.as_ref().is_some_and(|it| markers.contains(it)))
                .map(|note| note.now.clone())
                .collect(),
        };
        ItemAnswer::Found(found)
    }

    /// A page of what changed, as the index knows it. Equal moments are listed by id.
    ///
    /// # Errors
    /// [`Failure::Invalid`] when the list does not reach so far back any more.
    pub(crate) fn changes(&self, ask: &Ask, now: u64) -> Result<Page, Failure> {
        let since = if self.setup.ignores_since { None } else { ask.since };
        if ask.since.is_some_and(|since| since.0 < self.forgotten as i64) {
            return Err(Failure::Invalid { fields: Vec::new() });
        }
        // The list is the index's: it knows records as they were, and lists them as they were.
        let moment = now.saturating_sub(self.setup.lag);
        let mut changed: Vec<(WallMs, usize)> = (0..self.recs.len())
            .filter(|place| !self.recs[*place].erased)
            .filter_map(|place| Some((place, self.recs[place].listed_as_of(moment)?)))
            .filter(|(_, (_, record))| !(record.archived && self.setup.hides_bin))
            // Whole seconds, so that moments are shared.
            .map(|(place, (listed, _))| (WallMs(listed as i64 / 1000 * 1000), place))
            .filter(|(modified, _)| since.is_none_or(|since| *modified >= since))
            .collect();
        changed.sort();
        let from = ask.page.as_ref().and_then(|page| {
            let (modified, place) = page.split_once(':')?;
            Some((WallMs(modified.parse().ok()?), place.parse::<usize>().ok()?))
        });
        let mut rest: Vec<(WallMs, usize)> =
            changed.into_iter().filter(|at| from.is_none_or(|from| *at > from)).collect();
        let more = rest.len() > PAGE;
        rest.truncate(PAGE);
        let token = rest.last().map(|(modified, place)| format!("{}:{place}", modified.0));
        let records = rest
            .into_iter()
            .filter_map(|(modified, place)| {
                let record = self.recs[place].as_of(moment)?.clone();
                Some(ChangedRecord { record, modified })
            })
            .collect();
        Ok(Page { records, more: token.filter(|_| more) })
    }
}
