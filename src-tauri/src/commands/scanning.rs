//! What a USB scanner typed, and teaching one.

use lanyard_core::ids::ScannerId;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{ScanAnswer, ScanTried, ScannerView, Stroke};
use tauri::State;

use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn scan(shell: State<'_, Shell>, strokes: Vec<Stroke>) -> Answer<ScanAnswer> {
    ask(shell, move |desk| desk.scan(&strokes)).await
}

#[tauri::command]
pub(crate) async fn try_scan(shell: State<'_, Shell>, strokes: Vec<Stroke>) -> Answer<ScanTried> {
    ask(shell, move |desk| desk.try_scan(&strokes)).await
}

#[tauri::command]
pub(crate) async fn lesson(shell: State<'_, Shell>) -> Answer<Vec<String>> {
    ask(shell, |desk| desk.lesson()).await
}

#[tauri::command]
pub(crate) async fn teach(
    shell: State<'_, Shell>,
    strokes: Vec<Stroke>,
    widest: Millis,
) -> Answer<ScannerView> {
    ask(shell, move |desk| desk.teach(&strokes, widest)).await
}

#[tauri::command]
pub(crate) async fn forget_scanner(shell: State<'_, Shell>, scanner_id: ScannerId) -> Answer<()> {
    ask(shell, move |desk| desk.forget_scanner(&scanner_id)).await
}
