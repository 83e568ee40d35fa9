//! The start, the recovery key, and what the window remembers.

use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::{Preferences, RecoveryKeyView, SampleBadgeView, SavedList, Session};
use lanyard_engine::restored::Decision;
use tauri::State;

use super::files::downloads;
use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn session(shell: State<'_, Shell>) -> Answer<Session> {
    ask(shell, |desk| Ok(desk.session())).await
}

#[tauri::command]
pub(crate) async fn unlock(shell: State<'_, Shell>, secret: String) -> Answer<Session> {
    ask(shell, move |desk| desk.unlock(&secret)).await
}

#[tauri::command]
pub(crate) async fn try_again(shell: State<'_, Shell>) -> Answer<Session> {
    ask(shell, |desk| Ok(desk.try_again())).await
}

#[tauri::command]
pub(crate) async fn decide_restored(shell: State<'_, Shell>, decision: Decision) -> Answer<Session> {
    ask(shell, move |desk| desk.decide_restored(decision)).await
}

#[tauri::command]
pub(crate) async fn remember(shell: State<'_, Shell>, preferences: Preferences) -> Answer<()> {
    ask(shell, move |desk| desk.remember(&preferences)).await
}

#[tauri::command]
pub(crate) async fn try_disk(shell: State<'_, Shell>) -> Answer<Sentence> {
    ask(shell, |desk| desk.try_disk()).await
}

#[tauri::command]
pub(crate) async fn recovery_key(shell: State<'_, Shell>) -> Answer<RecoveryKeyView> {
    ask(shell, |desk| desk.recovery_key()).await
}

#[tauri::command]
pub(crate) async fn confirm_recovery_key(shell: State<'_, Shell>) -> Answer<()> {
    ask(shell, |desk| desk.confirm_recovery_key()).await
}

#[tauri::command]
pub(crate) async fn badge_sheet(shell: State<'_, Shell>) -> Answer<Vec<SampleBadgeView>> {
    ask(shell, |desk| desk.badge_sheet()).await
}

#[tauri::command]
pub(crate) async fn save_diagnostic(shell: State<'_, Shell>) -> Answer<SavedList> {
    ask(shell, |desk| desk.save_diagnostic(&downloads()?)).await
}
