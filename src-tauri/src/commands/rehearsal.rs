//! The bad day on demand: what the way to the rehearsal's CRM is like. Outside the rehearsal there is no such CRM.

use lanyard_engine::api::views::{CommandError, ErrorCode};
use lanyard_rehearsal::Weather;
use tauri::State;

use super::Answer;
use crate::state::Shell;

#[tauri::command(async)]
pub(crate) fn weather(shell: State<'_, Shell>) -> Answer<Option<Weather>> {
    Ok(shell.crm().map(lanyard_rehearsal::Running::weather))
}

#[tauri::command(async)]
pub(crate) fn play_weather(shell: State<'_, Shell>, weather: Weather) -> Answer<Weather> {
    let Some(crm) = shell.crm() else {
        return Err(CommandError::new(ErrorCode::NotReady, "error-no-rehearsal"));
    };
    crm.play(weather);
    Ok(weather)
}
