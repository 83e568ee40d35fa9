//! The desktop app's entry: reads the command line and hands over to the shell.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    lanyard_desktop::start(std::env::args_os())
}
