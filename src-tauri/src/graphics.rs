//! How the page is drawn where there is no graphics processor. WebKitGTK paints with OpenGL, and without one Mesa plays that in software:
//! each letter goes by way of textures that lie in memory. WebKit's own painter for the processor does without them. Layers are put
//! together as before (without them still less memory is taken and the page is there sooner, but keys come so late that a scan is cut
//! in two, and the page hangs now and then), except those of boxes that scroll: a layer of its own, several screens high, is made and
//! put in place by the processor as well, so a list that is painted where it stands scrolls with more pictures a second and with less
//! work. What each of these gives is in `tests/BENCHMARKS.md`.

use std::path::Path;

use gtk::glib;
use tauri::{Runtime, WebviewWindow};

/// Where Linux shows the devices there are.
const DEVICES: &str = "/dev";

/// What WebKit's processes read when they start; a word that a person has set stands. The last two are glibc's (`mallopt(3)`): Mesa
/// takes and gives back pieces of 64 KiB and more by the thousand, which are then kept for later in a heap for each thread.
const FOR_THE_PROCESSOR: [(&str, &str); 3] = [
    ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1"),
    ("MALLOC_ARENA_MAX", "1"),
    ("MALLOC_MMAP_THRESHOLD_", "65536"),
];

/// WebKit's name for "a box that scrolls has layers of its own".
const SCROLLED_LAYERS: &str = "AsyncOverflowScrolling";

/// Tells WebKit to paint on the processor where nothing else could. Called before there is a second thread: the environment is everybody's.
pub(crate) fn suit() {
    if has_processor(Path::new(DEVICES)) {
        return;
    }
    for (name, value) in FOR_THE_PROCESSOR {
        // It only fails for a name that no variable may have.
        let _ = glib::setenv(name, value, false);
    }
}

/// Has the page's lists painted where they stand, where no graphics processor would put their layers in place.
///
/// # Errors
/// The window is gone already.
pub(crate) fn suit_lists<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;
    if has_processor(Path::new(DEVICES)) {
        return Ok(());
    }
    window.with_webview(|platform| {
        let switched = platform
            .inner()
            .settings()
            .is_some_and(|settings| lanyard_webkit::switch_off(&settings, SCROLLED_LAYERS));
        tracing::debug!(switched, "no graphics processor: lists are painted where they stand");
    })
}

/// Whether something there can draw: a render node of the kernel (`dri/renderD128`), or what the makers' own driver of NVIDIA shows instead.
fn has_processor(devices: &Path) -> bool {
    let has = |folder: &Path, beginning: &str| {
        std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .any(|found| found.file_name().to_str().is_some_and(|name| name.starts_with(beginning)))
    };
    has(&devices.join("dri"), "renderD") || has(devices, "nvidia")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_render_node_or_nvidias_own_device_is_a_graphics_processor_and_a_bare_screen_is_none() {
        let devices = tempfile::tempdir().expect("a folder");
        let make = |name: &str| {
            let path = devices.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, "").expect("written");
        };
        assert!(!has_processor(devices.path()));
        make("dri/card0");
        assert!(!has_processor(devices.path()), "a card that only shows pictures");
        make("dri/renderD128");
        assert!(has_processor(devices.path()));
        std::fs::remove_dir_all(devices.path().join("dri")).expect("removed");
        make("nvidiactl");
        assert!(has_processor(devices.path()));
    }
}
