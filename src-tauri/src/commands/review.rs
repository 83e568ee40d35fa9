//! The review, and what is done there for many contacts at once.

use lanyard_core::contact::Field;
use lanyard_core::ids::{DestinationId, ProposalId};
use lanyard_engine::api::views::{
    AlikeAt, Cause, ClosingView, DoneForMany, Fix, HeldAt, Over, Pictures, Review, SavedList, Side,
};
use tauri::State;

use super::files::downloads;
use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn review(shell: State<'_, Shell>) -> Answer<Review> {
    ask(shell, |desk| desk.review()).await
}

#[tauri::command]
pub(crate) async fn fix_cause(shell: State<'_, Shell>, cause: Cause, fix: Fix) -> Answer<DoneForMany> {
    ask(shell, move |desk| desk.fix_cause(&cause, &fix)).await
}

#[tauri::command]
pub(crate) async fn undo_for_many(shell: State<'_, Shell>) -> Answer<DoneForMany> {
    ask(shell, |desk| desk.undo_for_many()).await
}

#[tauri::command]
pub(crate) async fn release(shell: State<'_, Shell>, held: HeldAt) -> Answer<DoneForMany> {
    ask(shell, move |desk| desk.release(&held)).await
}

#[tauri::command]
pub(crate) async fn answer_earlier(
    shell: State<'_, Shell>,
    destination_id: DestinationId,
    send: bool,
) -> Answer<DoneForMany> {
    ask(shell, move |desk| desk.answer_earlier(&destination_id, send)).await
}

#[tauri::command]
pub(crate) async fn settle_alike(
    shell: State<'_, Shell>,
    of: Option<AlikeAt>,
    side: Side,
) -> Answer<DoneForMany> {
    ask(shell, move |desk| desk.settle_alike(of.as_ref(), side)).await
}

#[tauri::command]
pub(crate) async fn purge(shell: State<'_, Shell>, contacts: u32) -> Answer<DoneForMany> {
    ask(shell, move |desk| desk.purge(contacts)).await
}

#[tauri::command]
pub(crate) async fn apply_proposal(
    shell: State<'_, Shell>,
    proposal_id: ProposalId,
    fields: Vec<Field>,
) -> Answer<DoneForMany> {
    ask(shell, move |desk| desk.apply_proposal(&proposal_id, Some(&fields))).await
}

#[tauri::command]
pub(crate) async fn apply_proposals(shell: State<'_, Shell>) -> Answer<DoneForMany> {
    ask(shell, |desk| desk.apply_proposals()).await
}

#[tauri::command]
pub(crate) async fn refuse_proposal(shell: State<'_, Shell>, proposal_id: ProposalId) -> Answer<DoneForMany> {
    ask(shell, move |desk| desk.refuse_proposal(&proposal_id)).await
}

#[tauri::command]
pub(crate) async fn closing(shell: State<'_, Shell>) -> Answer<ClosingView> {
    ask(shell, |desk| desk.closing()).await
}

#[tauri::command]
pub(crate) async fn pictures(shell: State<'_, Shell>, over: Over) -> Answer<Pictures> {
    ask(shell, move |desk| desk.pictures(&over)).await
}

#[tauri::command]
pub(crate) async fn save_table(
    shell: State<'_, Shell>,
    rows: Vec<Vec<String>>,
    name: String,
) -> Answer<SavedList> {
    ask(shell, move |desk| desk.save_table(&rows, &downloads()?, &name)).await
}

#[tauri::command]
pub(crate) async fn save_report(shell: State<'_, Shell>, over: Over, language: String) -> Answer<SavedList> {
    ask(shell, move |desk| desk.save_report(&over, &language, &downloads()?)).await
}
