//! The desktop shell: one window, the camera's permission, and commands of a few lines that hand over to
//! [`lanyard_engine::api`]. What the app *does* lives there; nothing here decides anything about a contact.

mod camera;
mod commands;
#[cfg(target_os = "linux")]
mod graphics;
mod instance;
mod log;
mod notices;
mod opened;
mod options;
mod state;
mod tray;
mod window;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use instance::Instance;
use interprocess::local_socket::Listener;
use lanyard_engine::data_folder::DataFolder;
use opened::Opened;
use options::Options;
use state::Shell;
use tauri::{RunEvent, WindowEvent};

/// Reads the command line and runs the app until its window is closed.
pub fn start(words: impl Iterator<Item = OsString>) -> ExitCode {
    #[cfg(target_os = "linux")]
    graphics::suit();
    let options = match Options::read(words) {
        Ok(options) => options,
        Err(answer) => {
            let _ = answer.print();
            return if answer.use_stderr() { ExitCode::from(64) } else { ExitCode::SUCCESS };
        }
    };
    match open(&options) {
        Ok(code) => code,
        Err(error) => say(&error.to_string(), ExitCode::FAILURE),
    }
}

fn open(options: &Options) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let named = options.data_folder()?;
    // A folder that cannot be used is said in the window: whoever starts it from a menu reads no terminal.
    let Ok(folder) = DataFolder::prepare(&named) else {
        log::start(None);
        run(options, named, None, None)?;
        return Ok(ExitCode::SUCCESS);
    };
    log::start(Some(folder.path()));
    let listener = match instance::meet(folder.path(), &options.opened()) {
        Ok(Instance::First(listener)) => Some(listener),
        Ok(Instance::Second) => {
            return Ok(say(
                "Lanyard is already open on this data; its window has come forward.",
                ExitCode::SUCCESS,
            ));
        }
        Err(error) => {
            tracing::warn!(%error, "no socket for later starts");
            None
        }
    };
    let folder = folder.path().to_owned();
    run(options, folder.clone(), Some(folder), listener)?;
    Ok(ExitCode::SUCCESS)
}

/// `ours` is the folder when it can be used: the web view keeps its own files there.
fn run(
    options: &Options,
    folder: PathBuf,
    ours: Option<PathBuf>,
    listener: Option<Listener>,
) -> tauri::Result<()> {
    let shell = Shell::begin(options, folder);
    let watched = shell.clone();
    let followed = shell.clone();
    let opened = Opened::default();
    opened.add(options.opened());
    let app = tauri::Builder::default()
        .plugin(window::remembered(ours.as_deref()))
        .manage(shell.clone())
        .manage(opened.clone())
        .on_window_event(move |_, event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && watched.keeps_open()
            {
                api.prevent_close();
            }
        })
        .on_permission_request(|webview, kind| camera::answer(&webview, kind))
        .invoke_handler(commands::handler())
        .setup(move |app| {
            let _window = window::open(app, ours.as_deref())?;
            #[cfg(target_os = "linux")]
            {
                camera::enable(&_window)?;
                window::keep_nothing(&_window)?;
                graphics::suit_lists(&_window)?;
                window::bring_back(&_window)?;
            }
            notices::follow(app.handle().clone(), followed);
            #[cfg(unix)]
            end_when_told(app.handle().clone());
            if let Some(listener) = listener {
                let app = app.handle().clone();
                let come_forward = move |files| {
                    opened.add(files);
                    window::bring_forward(&app);
                };
                std::thread::spawn(move || instance::answer(&listener, come_forward));
            }
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(move |_app, event| match event {
        RunEvent::Exit => shell.stop(),
        // macOS and iOS hand files over so, and start nothing a second time.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            use tauri::Manager;
            _app.state::<Opened>().add(urls.iter().filter_map(|url| url.to_file_path().ok()));
            window::bring_forward(_app);
        }
        _ => {}
    });
    Ok(())
}

/// Ends in good order when the desktop signs out or a terminal is interrupted, not only when the window is closed.
#[cfg(unix)]
fn end_when_told(app: tauri::AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    tauri::async_runtime::spawn(async move {
        let (Ok(mut term), Ok(mut interrupt)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return;
        };
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.exit(0);
    });
}

/// A sentence for the person who started the app from a terminal, and the code to leave with.
fn say(sentence: &str, code: ExitCode) -> ExitCode {
    let _ = writeln!(std::io::stdout(), "{sentence}");
    code
}
