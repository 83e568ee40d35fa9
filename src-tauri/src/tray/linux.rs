//! The tray on Linux: a StatusNotifierItem on the session's bus, which KDE, Cinnamon, Xfce and, with its usual extension, GNOME show. Spoken
//! by `ksni`, because the library that Tauri itself would load ends the whole app where it is not installed.

use ksni::blocking::{Handle, TrayMethods};
use ksni::menu::{MenuItem, StandardItem};
use ksni::{Category, Icon, Status, ToolTip};
use tauri::AppHandle;

use super::Shown;

/// The symbol, while there is a bus.
pub(crate) struct Tray(Option<Handle<Item>>);

impl Tray {
    /// Puts it on the bus. A panel that comes later, or comes back, finds it there; a session without a bus has none, and the window
    /// says all the same.
    pub(crate) fn start(app: &AppHandle, shown: Shown) -> Self {
        let item = Item { app: app.clone(), icon: app.default_window_icon().map(pixels), shown };
        match item.assume_sni_available(true).spawn() {
            Ok(handle) => Self(Some(handle)),
            Err(error) => {
                tracing::debug!(%error, "the desktop has no place for a tray");
                Self(None)
            }
        }
    }

    /// Shows something else; the panel hears of it only if it is something else.
    pub(crate) fn show(&self, shown: Shown) {
        if let Self(Some(handle)) = self {
            handle.update(|item| item.shown = shown);
        }
    }
}

/// What stands on the bus.
pub(crate) struct Item {
    app: AppHandle,
    icon: Option<Icon>,
    shown: Shown,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        self.app.config().identifier.clone()
    }

    fn category(&self) -> Category {
        Category::ApplicationStatus
    }

    fn title(&self) -> String {
        self.shown.title.clone()
    }

    fn status(&self) -> Status {
        if self.shown.needs_you { Status::NeedsAttention } else { Status::Active }
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.icon.iter().cloned().collect()
    }

    fn attention_icon_pixmap(&self) -> Vec<Icon> {
        self.icon_pixmap()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: self.shown.title.clone(),
            description: self.shown.lines.join("\n"),
            ..ToolTip::default()
        }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        super::Way::Open.go(&self.app);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let line =
            |label: &str| StandardItem { label: plain(label), enabled: false, ..StandardItem::default() };
        let mut menu = vec![line(&self.shown.title).into()];
        menu.extend(self.shown.lines.iter().map(|said| line(said).into()));
        menu.push(MenuItem::Separator);
        menu.extend(self.shown.ways.iter().map(|(way, label)| {
            let way = *way;
            let activate = Box::new(move |item: &mut Self| way.go(&item.app));
            StandardItem { label: plain(label), activate, ..StandardItem::default() }.into()
        }));
        menu
    }
}

/// A label as it is: one underscore would make the next letter a key.
fn plain(label: &str) -> String {
    label.replace('_', "__")
}

/// The window's icon as the bus wants it: alpha, red, green, blue.
fn pixels(image: &tauri::image::Image<'_>) -> Icon {
    let mut data = image.rgba().to_vec();
    for pixel in data.chunks_exact_mut(4) {
        pixel.rotate_right(1);
    }
    let side = |length: u32| i32::try_from(length).unwrap_or_default();
    Icon { width: side(image.width()), height: side(image.height()), data }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_goes_across_with_its_opacity_first() {
        let icon = pixels(&tauri::image::Image::new(&[1, 2, 3, 4, 5, 6, 7, 8], 2, 1));
        assert_eq!((icon.width, icon.height, icon.data), (2, 1, vec![4, 1, 2, 3, 8, 5, 6, 7]));
    }

    #[test]
    fn an_underscore_in_a_name_stays_one() {
        assert_eq!(plain("acme_crm is offline"), "acme__crm is offline");
    }
}
