//! Files in and out. The page gives bytes and never a path: what it may read is what a person gave it, and what it writes
//! goes to the folder of downloads under a name that is free.

use std::path::PathBuf;

use lanyard_engine::api::views::{
    CommandError, ErrorCode, ExportChoice, ExportOutcome, FileHow, FileView, GivenFileId, ImportOutcome,
    RosterOutcome, SavedList, UnreadLine,
};
use lanyard_engine::export::place;
use tauri::State;
use tauri::ipc::{InvokeBody, Request};

use super::{Answer, ask};
use crate::state::Shell;

/// A file, dropped or chosen: its bytes are the request's body. The engine judges them.
#[tauri::command(async)]
pub(crate) fn give_file(shell: State<'_, Shell>, request: Request<'_>) -> Answer<GivenFileId> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(CommandError::new(ErrorCode::BadInput, "file-empty"));
    };
    shell.desk().give_file(bytes)
}

#[tauri::command]
pub(crate) async fn look_into_file(
    shell: State<'_, Shell>,
    file: GivenFileId,
    how: FileHow,
) -> Answer<FileView> {
    ask(shell, move |desk| desk.look_into_given(&file, &how)).await
}

#[tauri::command]
pub(crate) async fn import_file(
    shell: State<'_, Shell>,
    file: GivenFileId,
    how: FileHow,
    dry_run: bool,
) -> Answer<ImportOutcome> {
    ask(shell, move |desk| desk.import_given(&file, &how, dry_run)).await
}

#[tauri::command]
pub(crate) async fn add_roster(
    shell: State<'_, Shell>,
    file: GivenFileId,
    name: String,
    how: FileHow,
    dry_run: bool,
) -> Answer<RosterOutcome> {
    ask(shell, move |desk| desk.add_given_roster(&file, &name, &how, dry_run)).await
}

#[tauri::command]
pub(crate) async fn put_file_away(shell: State<'_, Shell>, file: GivenFileId) -> Answer<()> {
    ask(shell, move |desk| {
        desk.put_file_away(&file);
        Ok(())
    })
    .await
}

#[tauri::command]
pub(crate) async fn stop_file(shell: State<'_, Shell>) -> Answer<()> {
    ask(shell, |desk| {
        desk.stop_file();
        Ok(())
    })
    .await
}

#[tauri::command]
pub(crate) async fn export_contacts(
    shell: State<'_, Shell>,
    choice: ExportChoice,
    name: String,
) -> Answer<ExportOutcome> {
    ask(shell, move |desk| desk.export_into(&choice, &downloads()?, &name)).await
}

#[tauri::command]
pub(crate) async fn save_list(
    shell: State<'_, Shell>,
    rows: Vec<UnreadLine>,
    name: String,
) -> Answer<SavedList> {
    ask(shell, move |desk| desk.save_list(&rows, &downloads()?, &name)).await
}

pub(super) fn downloads() -> Answer<PathBuf> {
    place::downloads().ok_or_else(|| CommandError::new(ErrorCode::NotSaved, "export-no-folder"))
}
