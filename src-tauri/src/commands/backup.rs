//! The passphrase, and backups out and in. The page gives bytes and never a path, as for other files.

use lanyard_engine::api::views::{BackupOutcome, BackupView, CommandError, ErrorCode, Session, Settings};
use tauri::State;
use tauri::ipc::{InvokeBody, Request};

use super::files::downloads;
use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn begin_with_passphrase(shell: State<'_, Shell>, passphrase: String) -> Answer<Session> {
    ask(shell, move |desk| desk.begin_with_passphrase(&passphrase)).await
}

#[tauri::command]
pub(crate) async fn set_passphrase(shell: State<'_, Shell>, passphrase: String) -> Answer<Settings> {
    ask(shell, move |desk| desk.set_passphrase(&passphrase)).await
}

#[tauri::command]
pub(crate) async fn remove_passphrase(shell: State<'_, Shell>) -> Answer<Settings> {
    ask(shell, |desk| desk.remove_passphrase()).await
}

#[tauri::command]
pub(crate) async fn back_up(shell: State<'_, Shell>, name: String) -> Answer<BackupOutcome> {
    ask(shell, move |desk| desk.back_up_into(&downloads()?, &name)).await
}

/// A backup, chosen by a person: its bytes are the request's body. The engine judges them.
#[tauri::command(async)]
pub(crate) fn give_backup(shell: State<'_, Shell>, request: Request<'_>) -> Answer<BackupView> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(CommandError::new(ErrorCode::BadInput, "backup-not-one"));
    };
    shell.desk().give_backup(bytes)
}

#[tauri::command]
pub(crate) async fn restore_given(shell: State<'_, Shell>, secret: Option<String>) -> Answer<Session> {
    ask(shell, move |desk| desk.restore_given(secret.as_deref())).await
}

#[tauri::command]
pub(crate) async fn put_backup_away(shell: State<'_, Shell>) -> Answer<()> {
    ask(shell, |desk| {
        desk.put_backup_away();
        Ok(())
    })
    .await
}
