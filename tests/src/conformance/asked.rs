//! What is asked: every operation, in each of its forms.

use super::OtherEnd;
use crate::crm_peer::{delivery, fields, new_note, new_record, note_lookup, patch, removal};
use lanyard_core::crm::{CrmOp, NewRecord, NoteKey, NoteLookup, Object, RecordPatch, RemoteRecord, Removal};
use lanyard_core::ids::RemoteId;

/// Every way to read.
pub fn reads(end: &impl OtherEnd) -> Vec<CrmOp> {
    let [one, two] = end.known();
    let (one, two) = ((delivery("a"), one), (delivery("b"), two));
    let by_id = NoteLookup { what: NoteKey::Id(RemoteId::new("n_000001")), ..note_lookup("a", &one.1) };
    let of_records = [
        CrmOp::Check,
        CrmOp::Get { items: vec![one.clone()] },
        CrmOp::Get { items: vec![one.clone(), two.clone()] },
        CrmOp::FindByEmail { items: vec![(delivery("a"), "ravi@example.com".to_owned())] },
        CrmOp::FindByMarker { items: vec![(delivery("a"), vec!["c-a".to_owned()])] },
        CrmOp::FindLike { items: vec![(delivery("a"), fields(&[("acme_email", "b@example.com")]))] },
    ];
    let of_notes = [
        CrmOp::FindNotes { items: vec![note_lookup("a", &one.1)] },
        CrmOp::FindNotes { items: vec![note_lookup("a", &one.1), note_lookup("b", &two.1)] },
        CrmOp::FindNotes { items: vec![by_id] },
    ];
    let has_notes = end.client().capabilities().notes;
    of_records.into_iter().chain(of_notes.into_iter().filter(|_| has_notes)).collect()
}

/// Every way to write, each on records of its own that are there already.
///
/// # Panics
/// If they cannot be made.
pub async fn writes(end: &impl OtherEnd, round: usize) -> Vec<CrmOp> {
    let client = end.client();
    let name = |name: &str| format!("{name}{round}");
    let values = [("acme_first_name", "Ada"), ("acme_last_name", "Fault")];
    let values: Vec<_> = values.into_iter().filter(|(word, _)| client.has(word)).collect();
    let item = |called: &str| new_record(&name(called), &values);
    let made = async |item: NewRecord| client.wrote(&CrmOp::Create { items: vec![item] }).await;
    let mut there = Vec::new();
    for called in ["p", "q", "r", "s", "t", "u"] {
        there.push(made(item(called)).await);
    }
    let change = |at: usize| patch(&name("change"), &there[at], &[("acme_city", Some("Oslo"))]);
    let other = |item: RecordPatch| RecordPatch { delivery: delivery("other"), ..item };
    let another = |item: Removal| Removal { delivery: delivery("other"), ..item };
    let mut asked = vec![
        CrmOp::Create { items: vec![item("one")] },
        CrmOp::Create { items: vec![item("two"), item("three")] },
        CrmOp::Update { items: vec![change(0)] },
        CrmOp::Update { items: vec![change(1), other(change(2))] },
        CrmOp::Delete { items: vec![removal(&name("gone"), &there[3])] },
        CrmOp::Delete { items: vec![removal(&name("gone"), &there[4]), another(removal("x", &there[5]))] },
    ];
    if client.capabilities().notes {
        let note = made(new_note(&name("n"), &there[0].id, "Met.")).await;
        let dropped = made(new_note(&name("d"), &there[0].id, "Met.")).await;
        let of_note = Object::Note { of: there[0].id.clone() };
        let drop_note = removal(&name("drop"), &dropped);
        asked.extend([
            CrmOp::Create { items: vec![new_note(&name("note"), &there[0].id, "Called.")] },
            CrmOp::Update { items: vec![changed_note(&name("note"), &of_note, &note)] },
            CrmOp::Delete { items: vec![Removal { object: of_note, ..drop_note }] },
        ]);
    }
    asked
}

fn changed_note(name: &str, object: &Object, note: &RemoteRecord) -> RecordPatch {
    let patch = patch(name, note, &[("text", Some("Met twice."))]);
    RecordPatch { object: object.clone(), ..patch }
}
