//! The page speaks about itself: it stands, and it wants to hear of changes.

use std::sync::Arc;

use lanyard_engine::api::views::Update;
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};

use super::{Answer, ask};
use crate::state::Shell;
use crate::window;

/// The page can be seen now.
#[tauri::command]
pub(crate) fn ready(window: WebviewWindow, shell: State<'_, Shell>) {
    if shell.standing().is_some_and(|desk| desk.in_kiosk()) {
        window::fill_screen(&window, true);
    }
    window::come_forward(&window);
}

/// Every later change goes down the channel, until the page is gone.
#[tauri::command]
pub(crate) async fn subscribe(shell: State<'_, Shell>, channel: Channel<Update>) -> Answer<()> {
    let desk = ask(shell, |desk| Ok(Arc::clone(desk))).await?;
    tauri::async_runtime::spawn(desk.push_updates(move |update| channel.send(update).is_ok()));
    Ok(())
}
