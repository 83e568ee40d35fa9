//! A picture that was copied. WebKitGTK shows its page nothing of it, so the page asks here; the other web views hand it over
//! themselves.

use tauri::AppHandle;
use tauri::ipc::Response;

use super::Answer;

/// The picture on the clipboard as PNG; no bytes when there is none, or when the page sees it by itself.
#[tauri::command]
pub(crate) async fn pasted_picture(app: AppHandle) -> Answer<Response> {
    Ok(Response::new(copied(&app).await.unwrap_or_default()))
}

#[cfg(target_os = "linux")]
async fn copied(app: &AppHandle) -> Option<Vec<u8>> {
    let (give, take) = tokio::sync::oneshot::channel();
    // GTK is asked on its own thread and answers there, without holding it up.
    app.run_on_main_thread(move || {
        gtk::Clipboard::get(&gtk::gdk::SELECTION_CLIPBOARD).request_image(move |_, picture| {
            let png = picture.and_then(|picture| picture.save_to_bufferv("png", &[]).ok());
            // Who asked may have gone.
            let _ = give.send(png);
        });
    })
    .ok()?;
    take.await.ok().flatten()
}

#[cfg(not(target_os = "linux"))]
fn copied(_: &AppHandle) -> impl Future<Output = Option<Vec<u8>>> {
    std::future::ready(None)
}
