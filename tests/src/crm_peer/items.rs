//! What a client is asked for in tests, and what it answered.

use lanyard_core::crm::{
    CrmAnswer, CrmOp, Fields, ItemAnswer, NOTE_TEXT, NewRecord, NoteKey, NoteLookup, Object, RecordPatch,
    RemoteField, RemoteRecord, Removal, Version,
};
use lanyard_core::ids::{DeliveryId, RemoteId};

/// A delivery.
#[must_use]
pub fn delivery(name: &str) -> DeliveryId {
    DeliveryId::new(name)
}

/// A record to be made for delivery `name`, with a marker of that name.
#[must_use]
pub fn new_record(name: &str, values: &[(&str, &str)]) -> NewRecord {
    NewRecord {
        delivery: delivery(name),
        object: Object::Contact,
        idempotency_key: format!("create-{name}"),
        marker: Some(format!("c-{name}")),
        fields: fields(values),
    }
}

/// A change of `record` for delivery `name`, for the version it has.
#[must_use]
pub fn patch(name: &str, record: &RemoteRecord, values: &[(&str, Option<&str>)]) -> RecordPatch {
    RecordPatch {
        delivery: delivery(name),
        object: Object::Contact,
        idempotency_key: format!(
            "update-{name}-{}",
            record.version.as_ref().map_or(0, |Version(version)| *version)
        ),
        id: record.id.clone(),
        version: record.version.clone(),
        marker: None,
        fields: values
            .iter()
            .map(|(field, value)| (RemoteField::new(*field), value.map(str::to_owned)))
            .collect(),
    }
}

/// The removal of `record` by delivery `name`, for the version it has.
#[must_use]
pub fn removal(name: &str, record: &RemoteRecord) -> Removal {
    Removal {
        delivery: delivery(name),
        object: Object::Contact,
        idempotency_key: format!("delete-{name}"),
        id: record.id.clone(),
        version: record.version.clone(),
    }
}

/// A note of delivery `name` on a record, with a marker of that name.
#[must_use]
pub fn new_note(name: &str, of: &RemoteId, text: &str) -> NewRecord {
    NewRecord { object: Object::Note { of: of.clone() }, ..new_record(name, &[(NOTE_TEXT, text)]) }
}

/// Where delivery `name` looks for its note, by either written form of its marker.
#[must_use]
pub fn note_lookup(name: &str, of: &RemoteId) -> NoteLookup {
    let markers = vec![format!("c-{name}"), format!("a-{name}")];
    NoteLookup { delivery: delivery(name), of: of.clone(), what: NoteKey::Markers(markers) }
}

/// Values by the CRM's names.
#[must_use]
pub fn fields(values: &[(&str, &str)]) -> Fields {
    values.iter().map(|(field, value)| (RemoteField::new(*field), (*value).to_owned())).collect()
}

/// An answer to a request for one record: written.
///
/// # Panics
/// If it is another answer.
#[must_use]
pub fn written(op: &CrmOp, answer: &CrmAnswer) -> RemoteRecord {
    match answer.of(op, &op.deliveries()[0]) {
        ItemAnswer::Written(record) => record,
        other => panic!("not written: {other:?}, {:?}", answer.facts),
    }
}

/// An answer to a request for one delivery: found.
///
/// # Panics
/// If it is another answer.
#[must_use]
pub fn found(op: &CrmOp, answer: &CrmAnswer, name: &str) -> Vec<RemoteRecord> {
    match answer.of(op, &delivery(name)) {
        ItemAnswer::Found(records) => records,
        other => panic!("not found: {other:?}, {:?}", answer.facts),
    }
}
