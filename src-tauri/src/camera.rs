//! The camera's permission. The picture itself never comes here: the page draws it and sends grey frames.

use tauri::webview::{PermissionKind, PermissionResponse};
use tauri::{Runtime, Webview};

use crate::window;

/// Answers a permission the page asks for: the camera, to our own page; nothing else, to nobody.
pub(crate) fn answer<R: Runtime>(webview: &Webview<R>, kind: PermissionKind) -> PermissionResponse {
    let ours = webview.url().is_ok_and(|url| window::is_ours(&url));
    let response = decide(kind, ours);
    tracing::debug!(%kind, ours, allowed = response == PermissionResponse::Allow, "permission asked");
    response
}

fn decide(kind: PermissionKind, ours: bool) -> PermissionResponse {
    if ours && kind == PermissionKind::Camera { PermissionResponse::Allow } else { PermissionResponse::Deny }
}

/// Turns on the web view's media streams, which some builds of WebKitGTK leave off.
#[cfg(target_os = "linux")]
pub(crate) fn enable<R: Runtime>(window: &tauri::WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{SettingsExt, WebViewExt};
    window.with_webview(|platform| {
        if let Some(settings) = WebViewExt::settings(&platform.inner()) {
            settings.set_enable_media_stream(true);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_camera_and_only_our_page() {
        assert_eq!(decide(PermissionKind::Camera, true), PermissionResponse::Allow);
        assert_eq!(decide(PermissionKind::Camera, false), PermissionResponse::Deny);
        for kind in [
            PermissionKind::Microphone,
            PermissionKind::Geolocation,
            PermissionKind::DisplayCapture,
            PermissionKind::Notifications,
            PermissionKind::Other,
        ] {
            assert_eq!(decide(kind, true), PermissionResponse::Deny);
        }
    }
}
