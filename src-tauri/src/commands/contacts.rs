//! The list, one contact, and what a person decides about it.

use lanyard_core::ids::{ConflictId, ContactId, DeliveryId, RemoteId};
use lanyard_engine::api::views::{
    Choice, Chosen, ContactDetail, ContactPage, ContactQuery, ContactRow, DoneForMany, FieldChange, ManyAct,
    MergeView, OfferedView,
};
use tauri::State;

use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn contacts(shell: State<'_, Shell>, query: ContactQuery) -> Answer<ContactPage> {
    ask(shell, move |desk| desk.contacts(&query)).await
}

#[tauri::command]
pub(crate) async fn recent(shell: State<'_, Shell>, limit: u32) -> Answer<Vec<ContactRow>> {
    ask(shell, move |desk| desk.recent(limit)).await
}

#[tauri::command]
pub(crate) async fn contact(shell: State<'_, Shell>, contact_id: ContactId) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.contact(&contact_id)).await
}

#[tauri::command]
pub(crate) async fn edit_contact(
    shell: State<'_, Shell>,
    contact_id: ContactId,
    changes: Vec<FieldChange>,
) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.edit_contact(&contact_id, &changes)).await
}

#[tauri::command]
pub(crate) async fn choose(
    shell: State<'_, Shell>,
    delivery_id: DeliveryId,
    choice: Choice,
) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.choose(&delivery_id, &choice)).await
}

#[tauri::command]
pub(crate) async fn retry(shell: State<'_, Shell>, contact_id: ContactId) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.retry(&contact_id)).await
}

#[tauri::command]
pub(crate) async fn settle_difference(
    shell: State<'_, Shell>,
    conflict_id: ConflictId,
    ours: bool,
) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.settle_difference(&conflict_id, ours)).await
}

#[tauri::command]
pub(crate) async fn remove_contact(shell: State<'_, Shell>, contact_id: ContactId) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.remove_contact(&contact_id)).await
}

#[tauri::command]
pub(crate) async fn destroy_contact(
    shell: State<'_, Shell>,
    contact_id: ContactId,
    records: Vec<RemoteId>,
) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.destroy_contact(&contact_id, &records)).await
}

#[tauri::command]
pub(crate) async fn restore_contact(shell: State<'_, Shell>, contact_id: ContactId) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.restore_contact(&contact_id)).await
}

#[tauri::command]
pub(crate) async fn look_at_merge(
    shell: State<'_, Shell>,
    one: ContactId,
    other: ContactId,
) -> Answer<MergeView> {
    ask(shell, move |desk| desk.look_at_merge(&one, &other)).await
}

#[tauri::command]
pub(crate) async fn merge_contacts(
    shell: State<'_, Shell>,
    kept: ContactId,
    other: ContactId,
    chosen: Vec<Chosen>,
) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.merge_contacts(&kept, &other, &chosen)).await
}

#[tauri::command]
pub(crate) async fn unmerge_contact(shell: State<'_, Shell>, contact_id: ContactId) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.unmerge_contact(&contact_id)).await
}

#[tauri::command]
pub(crate) async fn not_the_same(
    shell: State<'_, Shell>,
    one: ContactId,
    other: ContactId,
    is_other: bool,
) -> Answer<()> {
    ask(shell, move |desk| desk.not_the_same(&one, &other, is_other)).await
}

#[tauri::command]
pub(crate) async fn offered(shell: State<'_, Shell>) -> Answer<OfferedView> {
    ask(shell, |desk| desk.offered()).await
}

#[tauri::command]
pub(crate) async fn do_for(
    shell: State<'_, Shell>,
    contacts: Vec<ContactId>,
    act: ManyAct,
) -> Answer<DoneForMany> {
    ask(shell, move |desk| desk.do_for(&contacts, &act)).await
}
