//! What goes where at a destination, before and after it is changed.

use std::sync::Arc;

use lanyard_core::crm::MapRow;
use lanyard_core::ids::DestinationId;
use lanyard_engine::api::views::{Cause, DoneForMany, MappingDraft, MappingView};
use tauri::State;

use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn mapping(shell: State<'_, Shell>, destination_id: DestinationId) -> Answer<MappingView> {
    ask(shell, move |desk| desk.mapping(&destination_id)).await
}

#[tauri::command]
pub(crate) async fn mapping_version(
    shell: State<'_, Shell>,
    destination_id: DestinationId,
    version: u32,
) -> Answer<Vec<MapRow>> {
    ask(shell, move |desk| desk.mapping_version(&destination_id, version)).await
}

#[tauri::command]
pub(crate) async fn draft_mapping(
    shell: State<'_, Shell>,
    destination_id: DestinationId,
    rows: Vec<MapRow>,
) -> Answer<MappingDraft> {
    ask(shell, move |desk| desk.draft_mapping(&destination_id, &rows)).await
}

#[tauri::command]
pub(crate) async fn save_mapping(
    shell: State<'_, Shell>,
    destination_id: DestinationId,
    version: u32,
    rows: Vec<MapRow>,
) -> Answer<MappingView> {
    ask(shell, move |desk| desk.save_mapping(&destination_id, version, &rows)).await
}

#[tauri::command]
pub(crate) async fn read_fields(
    shell: State<'_, Shell>,
    destination_id: DestinationId,
) -> Answer<MappingView> {
    ask(shell, |desk| Ok(Arc::clone(desk))).await?.read_fields(&destination_id).await
}

#[tauri::command]
pub(crate) async fn make_field(
    shell: State<'_, Shell>,
    destination_id: DestinationId,
    called: String,
) -> Answer<String> {
    ask(shell, |desk| Ok(Arc::clone(desk))).await?.make_field(&destination_id, &called).await
}

#[tauri::command]
pub(crate) async fn make_field_for(shell: State<'_, Shell>, cause: Cause) -> Answer<DoneForMany> {
    ask(shell, |desk| Ok(Arc::clone(desk))).await?.make_field_for(&cause).await
}
