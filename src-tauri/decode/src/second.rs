//! A second opinion on a picture in which our own reader finds no QR code: `rqrr`'s, with its own detector.
//!
//! It knows no deadline, so it is asked last, about a picture of a bounded size that will not come again, and never about a
//! camera's frames.

use crate::Payload;
use crate::Symbology;
use crate::budget::Budget;
use crate::charset::said;
use crate::code::{Kind, Segment};
use crate::gray::Gray;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Larger pictures are halved until they have no more pixels than this.
const MOST_PIXELS: usize = 2_000_000;

/// About how long a pixel takes, in nanoseconds.
const EACH: f32 = 25.0;

/// What a code says and where its corners are.
type Read = (Vec<u8>, [(f32, f32); 4]);

/// What `rqrr` reads, corners in pixels of `frame`; `None` when the budget ran out.
pub(crate) fn second(frame: &Gray<'_>, step: &'static str, budget: &mut Budget<'_>) -> Option<Vec<Payload>> {
    let mut factor = 1;
    while frame.w * frame.h / (factor * factor) > MOST_PIXELS {
        factor *= 2;
    }
    let small = if factor > 1 { frame.shrunk(factor, budget)? } else { frame.clone() };
    let pixels: Vec<u8> = (0..small.h).flat_map(|y| small.row(y)).copied().collect();
    if budget.spend(pixels.len(), EACH) {
        return None;
    }
    // The bits are a stranger's and the reader not ours.
    let read = catch_unwind(AssertUnwindSafe(|| read(&pixels, small.w, small.h)));
    let payload = |(bytes, corners): Read| {
        let (bytes, text, charset) = said(&[Segment { kind: Kind::Bytes(None), bytes }]);
        let corners = corners.map(|(x, y)| (x * factor as f32, y * factor as f32));
        Payload { bytes, text, charset, symbology: Symbology::Qr, corners, step }
    };
    Some(read.unwrap_or_default().into_iter().map(payload).collect())
}

fn read(pixels: &[u8], w: usize, h: usize) -> Vec<Read> {
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(w, h, |x, y| pixels[y * w + x]);
    let grids = prepared.detect_grids();
    let said = grids.iter().filter_map(|grid| {
        let mut bytes = Vec::new();
        grid.decode_to(&mut bytes).ok()?;
        // Chance says nothing, or close to it.
        (bytes.len() > 1).then(|| (bytes, grid.bounds.map(|point| (point.x as f32, point.y as f32))))
    });
    said.collect()
}
