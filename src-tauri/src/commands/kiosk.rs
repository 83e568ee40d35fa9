//! Into kiosk mode and out of it: the window fills the screen meanwhile, as far as the system lets it.

use lanyard_engine::api::views::Session;
use tauri::{State, WebviewWindow};

use super::{Answer, ask};
use crate::state::Shell;
use crate::window;

#[tauri::command]
pub(crate) async fn enter_kiosk(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    pin: String,
) -> Answer<Session> {
    let session = ask(shell, move |desk| desk.enter_kiosk(&pin)).await?;
    window::fill_screen(&window, true);
    Ok(session)
}

#[tauri::command]
pub(crate) async fn leave_kiosk(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    pin: String,
) -> Answer<Session> {
    let session = ask(shell, move |desk| desk.leave_kiosk(&pin)).await?;
    window::fill_screen(&window, false);
    Ok(session)
}
