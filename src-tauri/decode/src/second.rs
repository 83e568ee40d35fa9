//! A second opinion on the places of a photo that surely hold a QR code which our own reader could not read: `rqrr`'s, with
//! its own detector and its own sampling.
//!
//! It knows no deadline, so it is asked last, about parts of a bounded size, and never about a camera's frames.

use crate::Payload;
use crate::Sighting;
use crate::Symbology;
use crate::budget::Budget;
use crate::charset::said;
use crate::code::{Kind, Segment};
use crate::gray::{Area, Gray};
use crate::ladder::around;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The likeliest places that are asked about.
const PLACES: usize = 3;

/// Larger parts are halved until they have no more pixels than this: few enough that a spent budget is noticed soon. Its time grows
/// faster than the pixels, with the pairs of what looks like a finder pattern: 65,000 took up to 50 ms.
const MOST_PIXELS: usize = 40_000;

/// About how long a pixel takes, in nanoseconds.
const EACH: f32 = 60.0;

/// What a code says and where its corners are.
type Read = (Vec<u8>, [(f32, f32); 4]);

/// What `rqrr` reads at the places that were sighted, corners in pixels of `frame`; `None` when the budget ran out.
pub(crate) fn second(
    frame: &Gray<'_>,
    sightings: &[Sighting],
    step: &'static str,
    budget: &mut Budget<'_>,
) -> Option<Vec<Payload>> {
    let mut likeliest: Vec<&Sighting> = sightings.iter().collect();
    likeliest.sort_by(|one, other| other.fit.total_cmp(&one.fit));
    let mut areas: Vec<Area> = Vec::new();
    for sighting in likeliest {
        let area = around(&sighting.corners).within(frame.w, frame.h);
        // Several steps sight the same place.
        if areas.iter().any(|asked| is_within(area, *asked)) {
            continue;
        }
        areas.push(area);
        if areas.len() == PLACES {
            break;
        }
    }
    for area in areas {
        let part = frame.cropped(area);
        let mut factor = 1;
        while part.w * part.h / (factor * factor) > MOST_PIXELS {
            factor *= 2;
        }
        let small = if factor > 1 { part.shrunk(factor, budget)? } else { part };
        let pixels: Vec<u8> = small.rows().flatten().copied().collect();
        if pixels.is_empty() || budget.spend(pixels.len(), EACH) {
            return None;
        }
        // The bits are a stranger's and the reader not ours.
        let read = catch_unwind(AssertUnwindSafe(|| read(&pixels, small.w, small.h))).unwrap_or_default();
        if !read.is_empty() {
            let (k, left, top) = (factor as f32, area.left as f32, area.top as f32);
            let payload = |(bytes, corners): Read| {
                let (bytes, text, charset) = said(&[Segment { kind: Kind::Bytes(None), bytes }]);
                let corners = corners.map(|(x, y)| (x * k + left, y * k + top));
                Payload { bytes, text, charset, symbology: Symbology::Qr, corners, step }
            };
            return Some(read.into_iter().map(payload).collect());
        }
    }
    Some(Vec::new())
}

/// Whether the middle of an area lies in another.
fn is_within(area: Area, other: Area) -> bool {
    other.overlaps(Area { left: area.left + area.w / 2, top: area.top + area.h / 2, w: 1, h: 1 })
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
