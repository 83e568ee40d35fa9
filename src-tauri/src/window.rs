//! The one window: made hidden, shown when its page is loaded, and never anything but our own page in it.

use std::path::Path;
use std::time::Duration;

use tauri::plugin::TauriPlugin;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, Manager, Runtime, Url, WebviewWindow, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

/// The window's label in `tauri.conf.json` and in the capabilities.
pub(crate) const MAIN: &str = "main";

/// How long a page that died is left alone before it is loaded anew.
const PATIENCE: Duration = Duration::from_secs(1);

/// Makes the window that `tauri.conf.json` describes. What the web view keeps for itself (the salt of its camera ids)
/// goes into the data folder too, if that can be used, so that one folder is all there is to copy or to delete.
///
/// # Errors
/// The description is missing, or the system cannot make a window.
pub(crate) fn open<R: Runtime>(app: &App<R>, data: Option<&Path>) -> tauri::Result<WebviewWindow<R>> {
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let config = config.ok_or(tauri::Error::WindowNotFound)?;
    let mut window = WebviewWindowBuilder::from_config(app, config)?;
    if let Some(data) = data {
        window = window.data_directory(data.join("webview"));
    }
    window
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            // One that was loaded anew leaves the window where it is.
            if load.event() == PageLoadEvent::Finished && !window.is_visible().unwrap_or(false) {
                // Its colours are there; what the engine has to say comes while it is drawn.
                come_forward(&window);
            }
        })
        .build()
}

/// Where the window stood, how large it was and whether it filled the screen is kept in the data folder, and so it opens again;
/// on a screen that is gone it is centred. Whether it is seen stays our own affair.
pub(crate) fn remembered<R: Runtime>(data: Option<&Path>) -> TauriPlugin<R> {
    let mut plugin = tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::POSITION | StateFlags::SIZE | StateFlags::MAXIMIZED);
    if let Some(data) = data {
        // A whole path stands for itself.
        plugin = plugin.with_filename(data.join("window.json").to_string_lossy());
    }
    plugin.build()
}

/// Loads the page anew when the process that draws it has died; a camera that is pulled out can take it along. What was
/// confirmed is with the engine, so nothing but the picture is lost. A page that dies at once each time comes back once
/// a second.
///
/// # Errors
/// The window is gone already.
#[cfg(target_os = "linux")]
pub(crate) fn bring_back<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;
    let page = window.clone();
    window.with_webview(move |platform| {
        platform.inner().connect_web_process_terminated(move |_, reason| {
            tracing::error!(?reason, "the page's process ended; it is loaded anew");
            let page = page.clone();
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                // A window that is gone by now needs no page.
                let _ = page.reload();
            });
        });
    })
}

/// Lets the web view keep nothing for a second look: there is one page, nobody goes back in it, and its files are in this program.
///
/// # Errors
/// The window is gone already.
#[cfg(target_os = "linux")]
pub(crate) fn keep_nothing<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{CacheModel, WebContextExt, WebViewExt};
    window.with_webview(|platform| {
        if let Some(context) = platform.inner().context() {
            context.set_cache_model(CacheModel::DocumentViewer);
        }
    })
}

/// Shows the window before all others, also when it was minimised. What the system refuses is no reason to stop.
pub(crate) fn come_forward<R: Runtime>(window: &WebviewWindow<R>) {
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

/// The same by the app's handle, from any thread.
pub(crate) fn bring_forward<R: Runtime>(app: &impl Manager<R>) {
    if let Some(window) = app.get_webview_window(MAIN) {
        come_forward(&window);
    }
}

/// Fills the screen, or gives it back. What the system refuses is no reason to stop.
pub(crate) fn fill_screen<R: Runtime>(window: &WebviewWindow<R>, fill: bool) {
    let _ = window.set_fullscreen(fill);
}

/// Whether an address is the app's own page: `tauri://localhost`, or `http(s)://tauri.localhost` on Windows.
pub(crate) fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_apps_own_page_is_ours() {
        let ours = |address: &str| is_ours(&address.parse().expect("an address"));
        assert!(ours("tauri://localhost/index.html"));
        assert!(ours("http://tauri.localhost/"));
        assert!(ours("https://tauri.localhost/#contacts"));
        assert!(!ours("https://example.com/"));
        assert!(!ours("https://tauri.localhost.example.com/"));
        assert!(!ours("http://tauri.localhost:8080/"));
        assert!(!ours("tauri://elsewhere/"));
        assert!(!ours("file:///etc/passwd"));
        assert!(!ours("data:text/html,hello"));
        assert!(!ours("about:blank"));
    }
}
