//! Pictures on their way to the decoder: a camera's frames as grey bytes with their size in the headers, and picture
//! files as they are.

use std::sync::atomic::{AtomicBool, Ordering};

use lanyard_engine::api::views::{CaptureAnswer, CommandError, ErrorCode, FrameAnswer};
use tauri::State;
use tauri::ipc::{InvokeBody, Request};
use tokio::sync::Semaphore;

use super::{Answer, ask};
use crate::state::Shell;

/// The largest frame the page may send, in pixels; it crops far below that.
const MOST_PIXELS: usize = 1920 * 1080;

/// One frame is decoded at a time; the page sends the next one when this one is answered.
static IN_WORK: AtomicBool = AtomicBool::new(false);

/// `(async)` keeps the decoding off the window's thread.
#[tauri::command(async)]
pub(crate) fn frame(shell: State<'_, Shell>, request: Request<'_>) -> Answer<FrameAnswer> {
    let no_frame = || CommandError::new(ErrorCode::BadInput, "error-frame");
    let InvokeBody::Raw(bytes) = request.body() else { return Err(no_frame()) };
    let side = |header| request.headers().get(header)?.to_str().ok()?.parse().ok();
    let frame = Frame::of(bytes, side("x-w"), side("x-h")).ok_or_else(no_frame)?;
    let Some(_turn) = Turn::take(&IN_WORK) else {
        return Err(CommandError::new(ErrorCode::Busy, "error-busy"));
    };
    shell.desk().frame(frame.grey, frame.width, frame.height)
}

/// So many pictures are decoded at once: each may take some hundred megabytes, and the camera needs a core of its own.
static PHOTOS: Semaphore = Semaphore::const_new(2);

/// A picture file, dropped or pasted: its bytes are the request's body. Its size and header are judged by the engine.
#[tauri::command]
pub(crate) async fn photo(shell: State<'_, Shell>, request: Request<'_>) -> Answer<Vec<CaptureAnswer>> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(CommandError::new(ErrorCode::BadInput, "photo-not-a-picture"));
    };
    // Held until the picture is answered; nobody closes it, so that waiting for it cannot fail.
    let _turn = PHOTOS.acquire().await;
    let bytes = bytes.clone();
    ask(shell, move |desk| desk.photo(&bytes)).await
}

/// A grey picture, one byte a pixel, row by row.
#[derive(Debug)]
struct Frame<'a> {
    width: usize,
    height: usize,
    grey: &'a [u8],
}

impl<'a> Frame<'a> {
    /// The bytes as a picture of that size, if they are one and not too large.
    fn of(grey: &'a [u8], width: Option<usize>, height: Option<usize>) -> Option<Self> {
        let (width, height) = (width?, height?);
        let pixels = width.checked_mul(height)?;
        (pixels > 0 && pixels <= MOST_PIXELS && pixels == grey.len()).then_some(Self { width, height, grey })
    }
}

/// The right to decode, given back when dropped.
#[derive(Debug)]
struct Turn<'a>(&'a AtomicBool);

impl<'a> Turn<'a> {
    /// Takes the turn, or nothing while another frame has it.
    fn take(in_work: &'a AtomicBool) -> Option<Self> {
        in_work.compare_exchange(false, true, Ordering::AcqRel, Ordering::Acquire).ok().map(|_| Self(in_work))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_must_fit_its_size_and_be_neither_empty_nor_huge() {
        let grey = [0; 12];
        assert!(Frame::of(&grey, Some(4), Some(3)).is_some());
        assert!(Frame::of(&grey, Some(4), Some(4)).is_none());
        assert!(Frame::of(&grey, Some(12), None).is_none());
        assert!(Frame::of(&[], Some(0), Some(3)).is_none());
        assert!(Frame::of(&grey, Some(usize::MAX), Some(2)).is_none());
        let huge = vec![0; MOST_PIXELS + 1920];
        assert!(Frame::of(&huge, Some(1920), Some(1081)).is_none());
    }

    #[test]
    fn a_second_frame_is_turned_away_until_the_first_is_answered() {
        let in_work = AtomicBool::new(false);
        let first = Turn::take(&in_work);
        assert!(first.is_some());
        assert!(Turn::take(&in_work).is_none());
        drop(first);
        assert!(Turn::take(&in_work).is_some());
    }
}
