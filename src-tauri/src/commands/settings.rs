//! The event, the destinations, and whether a destination works.

use std::sync::Arc;

use lanyard_core::alerts::Thresholds;
use lanyard_core::ids::DestinationId;
use lanyard_engine::api::views::{CheckOutcome, DestinationInput, EventInput, Settings, TestOutcome};
use tauri::State;

use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn settings(shell: State<'_, Shell>) -> Answer<Settings> {
    ask(shell, |desk| desk.settings()).await
}

#[tauri::command]
pub(crate) async fn save_event(shell: State<'_, Shell>, input: EventInput) -> Answer<Settings> {
    ask(shell, move |desk| desk.save_event(&input)).await
}

#[tauri::command]
pub(crate) async fn save_destination(shell: State<'_, Shell>, input: DestinationInput) -> Answer<Settings> {
    ask(shell, move |desk| desk.save_destination(&input)).await
}

#[tauri::command]
pub(crate) async fn check_destination(
    shell: State<'_, Shell>,
    destination_id: DestinationId,
) -> Answer<CheckOutcome> {
    ask(shell, |desk| Ok(Arc::clone(desk))).await?.check_destination(&destination_id).await
}

#[tauri::command]
pub(crate) async fn test_destination(
    shell: State<'_, Shell>,
    destination_id: DestinationId,
) -> Answer<TestOutcome> {
    ask(shell, |desk| Ok(Arc::clone(desk))).await?.test_destination(&destination_id).await
}

#[tauri::command]
pub(crate) async fn save_thresholds(shell: State<'_, Shell>, thresholds: Thresholds) -> Answer<Settings> {
    ask(shell, move |desk| desk.save_thresholds(&thresholds)).await
}
