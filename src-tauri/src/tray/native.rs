//! The tray on macOS and Windows: Tauri's own.

use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Wry};

use super::{Shown, Way};

/// The symbol, if the system gave one.
pub(crate) struct Tray(Option<TrayIcon>);

impl Tray {
    /// Puts it beside the others. What the system refuses is no reason to stop: the window says all the same.
    pub(crate) fn start(app: &AppHandle, shown: Shown) -> Self {
        let mut tray = TrayIconBuilder::new().on_menu_event(|app, event| {
            let ways = [Way::Open, Way::SyncNow, Way::Quit];
            if let Some(way) = ways.into_iter().find(|way| event.id() == way.word()) {
                way.go(app);
            }
        });
        if let Some(icon) = app.default_window_icon() {
            tray = tray.icon(icon.clone());
        }
        let tray = Self(
            tray.build(app)
                .inspect_err(|error| tracing::debug!(%error, "the system has no place for a tray"))
                .ok(),
        );
        tray.show(shown);
        tray
    }

    /// Shows something else.
    pub(crate) fn show(&self, shown: Shown) {
        let Self(Some(tray)) = self else { return };
        let Ok(menu) = menu(tray.app_handle(), &shown) else { return };
        let _ = tray.set_tooltip(Some(&shown.title));
        let _ = tray.set_menu(Some(menu));
    }
}

fn menu(app: &AppHandle, shown: &Shown) -> tauri::Result<Menu<Wry>> {
    let menu = Menu::new(app)?;
    for line in std::iter::once(&shown.title).chain(&shown.lines) {
        menu.append(&MenuItem::new(app, line, false, None::<&str>)?)?;
    }
    menu.append(&PredefinedMenuItem::separator(app)?)?;
    for (way, label) in &shown.ways {
        menu.append(&MenuItem::with_id(app, way.word(), label, true, None::<&str>)?)?;
    }
    Ok(menu)
}
