//! The page speaks about itself: it stands, it wants to hear of changes, it takes the files that were opened with Lanyard.

use std::sync::Arc;

use lanyard_engine::api::views::Update;
use tauri::ipc::{Channel, Response};
use tauri::{State, WebviewWindow};

use super::{Answer, ask};
use crate::opened::Opened;
use crate::state::Shell;
use crate::window;

/// What the engine said can be seen now. A visitor sees nothing else.
#[tauri::command]
pub(crate) fn ready(window: WebviewWindow, shell: State<'_, Shell>) {
    if shell.standing().is_some_and(|desk| desk.in_kiosk()) {
        window::fill_screen(&window, true);
    }
}

/// The next file that was opened with Lanyard: its name, a zero byte, and what is in it; no bytes when none waits.
#[tauri::command]
pub(crate) async fn opened_file(opened: State<'_, Opened>) -> Answer<Response> {
    let opened = opened.inner().clone();
    let next = tauri::async_runtime::spawn_blocking(move || opened.next()).await;
    // Reading does not panic; should it, there is no file.
    next.unwrap_or_else(|_| Ok(Vec::new())).map(Response::new)
}

/// A person has seen what closing costs, and closes.
#[tauri::command]
pub(crate) fn close_window(window: WebviewWindow) {
    // A window that is gone already is closed.
    let _ = window.destroy();
}

/// A person stays: the next time the window is to be closed, it is said again.
#[tauri::command]
pub(crate) fn stay_open(shell: State<'_, Shell>) {
    shell.stays();
}

/// Every later change goes down the channel, until the page is gone.
#[tauri::command]
pub(crate) async fn subscribe(
    shell: State<'_, Shell>,
    opened: State<'_, Opened>,
    channel: Channel<Update>,
) -> Answer<()> {
    opened.tell(channel.clone());
    let desk = ask(shell, |desk| Ok(Arc::clone(desk))).await?;
    tauri::async_runtime::spawn(desk.push_updates(move |update| channel.send(update).is_ok()));
    Ok(())
}
