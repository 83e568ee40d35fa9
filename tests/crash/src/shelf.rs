//! The least CRM: records in memory, asked by function call. For runs in which the n-th system call must be the same call
//! each time, so that no socket and no second thread may take part.
//!
//! It never cares for a marker that is already there: that the engine asks before it makes a record again is what is
//! being proved.

use lanyard_core::crm::{Failure, Fields, ItemAnswer, RemoteField, RemoteRecord, Version};
use lanyard_core::ids::{MarkerOrigin, RemoteId};
use lanyard_core::sync::Request;

/// The records.
#[derive(Debug, Default)]
pub struct Shelf {
    records: Vec<RemoteRecord>,
}

const EMAIL: &str = "acme_email";

impl Shelf {
    /// Answers a request.
    pub fn answer(&mut self, request: &Request) -> ItemAnswer {
        match request {
            Request::Create(new) => {
                let record = RemoteRecord {
                    id: RemoteId::new(format!("c_{:06}", self.records.len())),
                    version: Some(Version(1)),
                    archived: false,
                    marker: new.marker.clone(),
                    fields: new.fields.clone(),
                };
                self.records.push(record.clone());
                ItemAnswer::Written(record)
            }
            Request::Update(patch) => {
                let Some(record) = self.records.iter_mut().find(|record| record.id == patch.id) else {
                    return ItemAnswer::Failed(Failure::Gone { merged_into: None });
                };
                if patch.version.is_some() && patch.version != record.version {
                    return ItemAnswer::Failed(Failure::Stale { current: record.version.clone() });
                }
                for (field, value) in &patch.fields {
                    set(&mut record.fields, field, value.as_deref());
                }
                if patch.marker.is_some() {
                    record.marker.clone_from(&patch.marker);
                }
                newer(record);
                ItemAnswer::Written(record.clone())
            }
            Request::Get { id, .. } => self.found(|record| record.id == *id),
            Request::FindByEmail { email, .. } => {
                self.found(|record| record.fields.get(&RemoteField::new(EMAIL)) == Some(email))
            }
            Request::FindByMarker { markers, .. } => {
                self.found(|record| record.marker.as_ref().is_some_and(|marker| markers.contains(marker)))
            }
            // Nothing here is without a marker, so nobody has to look for what is only like it.
            _ => ItemAnswer::Found(Vec::new()),
        }
    }

    fn found(&self, which: impl Fn(&RemoteRecord) -> bool) -> ItemAnswer {
        ItemAnswer::Found(self.records.iter().filter(|record| which(record)).cloned().collect())
    }

    /// A colleague changes a field of the record with this number's e-mail, if it is there.
    pub fn colleague(&mut self, number: u32, field: &str, value: &str) {
        let email = format!("ada{number}@example.com");
        let theirs = |record: &&mut RemoteRecord| record.fields.get(&RemoteField::new(EMAIL)) == Some(&email);
        if let Some(record) = self.records.iter_mut().find(theirs) {
            set(&mut record.fields, &RemoteField::new(field), Some(value));
            newer(record);
        }
    }

    /// How many records carry a delivery's marker.
    #[must_use]
    pub fn with_marker(&self, marker: &str) -> usize {
        let marker = lanyard_core::ids::Marker::new(marker);
        let forms = [marker.written(MarkerOrigin::Created), marker.written(MarkerOrigin::Adopted)];
        self.records
            .iter()
            .filter(|record| record.marker.as_ref().is_some_and(|it| forms.contains(it)))
            .count()
    }

    /// All records.
    #[must_use]
    pub fn records(&self) -> &[RemoteRecord] {
        &self.records
    }
}

fn set(fields: &mut Fields, field: &RemoteField, value: Option<&str>) {
    match value {
        Some(value) => fields.set(field.clone(), value),
        None => {
            fields.0.remove(field);
        }
    }
}

fn newer(record: &mut RemoteRecord) {
    if let Some(Version(version)) = &mut record.version {
        *version += 1;
    }
}
