//! How the page is drawn where there is no graphics processor. WebKitGTK paints with OpenGL, and without one Mesa plays that in software:
//! each letter goes by way of textures that lie in memory. WebKit's own painter for the processor does without them; the memory that
//! saves is in `tests/BENCHMARKS.md`. Layers are put together as before. Without them still less memory is taken and the page is there
//! sooner, but keys come so late that a scan is cut in two, and the page hangs now and then.

use std::path::Path;

use gtk::glib;

/// Where Linux shows the devices there are.
const DEVICES: &str = "/dev";

/// What WebKitGTK reads when it starts. A word that a person has set stands.
const PAINT_ON_THE_PROCESSOR: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

/// Tells WebKit to paint on the processor where nothing else could. Called before there is a second thread: the environment is everybody's.
pub(crate) fn suit() {
    if !has_processor(Path::new(DEVICES)) {
        // It only fails for a name that no variable may have.
        let _ = glib::setenv(PAINT_ON_THE_PROCESSOR, "1", false);
    }
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
