//! The bar: how things stand, "Sync now", and what it would do; and what the CRMs know of whoever stands on the card.

use std::sync::Arc;

use lanyard_core::ids::ContactId;
use lanyard_engine::api::views::{DryRun, StandingView, Status, SyncOutcome};
use tauri::State;

use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn status(shell: State<'_, Shell>) -> Answer<Status> {
    ask(shell, |desk| desk.status()).await
}

#[tauri::command]
pub(crate) async fn sync_now(shell: State<'_, Shell>) -> Answer<SyncOutcome> {
    ask(shell, |desk| Ok(Arc::clone(desk))).await?.sync_now().await
}

#[tauri::command]
pub(crate) async fn dry_run(shell: State<'_, Shell>) -> Answer<Vec<DryRun>> {
    ask(shell, |desk| Ok(Arc::clone(desk))).await?.dry_run().await
}

#[tauri::command]
pub(crate) async fn look_up(shell: State<'_, Shell>, contact_id: ContactId) -> Answer<Vec<StandingView>> {
    ask(shell, |desk| Ok(Arc::clone(desk))).await?.look_up(&contact_id).await
}
