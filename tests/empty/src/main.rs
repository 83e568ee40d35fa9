//! The least an app of this toolkit can be: one window of the same size with one line in it. The baseline of
//! `cargo xtask bench desk`; never part of what ships.

use std::process::ExitCode;

fn main() -> ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
