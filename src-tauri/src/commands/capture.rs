//! Ways of capturing other than the live picture, and the card of what was captured last.

use lanyard_core::ids::ContactId;
use lanyard_engine::api::views::{CaptureAnswer, ContactDetail, FieldChange};
use lanyard_engine::store::captures::Way;
use tauri::State;

use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn capture_text(
    shell: State<'_, Shell>,
    payload: String,
    way: Way,
) -> Answer<CaptureAnswer> {
    ask(shell, move |desk| desk.capture_text(&payload, way)).await
}

#[tauri::command]
pub(crate) async fn capture_typed(
    shell: State<'_, Shell>,
    changes: Vec<FieldChange>,
) -> Answer<CaptureAnswer> {
    ask(shell, move |desk| desk.capture_typed(&changes)).await
}

#[tauri::command]
pub(crate) async fn understand(shell: State<'_, Shell>, text: String) -> Answer<Vec<FieldChange>> {
    ask(shell, move |desk| desk.understand(&text)).await
}

#[tauri::command]
pub(crate) async fn draft(shell: State<'_, Shell>) -> Answer<Vec<FieldChange>> {
    ask(shell, |desk| desk.draft()).await
}

#[tauri::command]
pub(crate) async fn keep_draft(shell: State<'_, Shell>, changes: Vec<FieldChange>) -> Answer<()> {
    ask(shell, move |desk| desk.keep_draft(&changes)).await
}

#[tauri::command]
pub(crate) async fn undo_capture(shell: State<'_, Shell>, contact_id: ContactId) -> Answer<()> {
    ask(shell, move |desk| desk.undo_capture(&contact_id)).await
}

#[tauri::command]
pub(crate) async fn leave_card(shell: State<'_, Shell>, contact_id: ContactId) -> Answer<()> {
    ask(shell, move |desk| desk.leave_card(&contact_id)).await
}

#[tauri::command]
pub(crate) async fn capture_other(
    shell: State<'_, Shell>,
    contact_id: ContactId,
    place: u32,
) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.capture_other(&contact_id, place)).await
}
