//! Symbols that are not QR codes, by `rxing`: the ones that are printed on badges of older systems.
//!
//! It knows no deadline, so it is given pictures of a bounded size, and one kind of symbol between two questions. Kinds
//! without a check of their own, which find numbers in any stripes, are left out, and so is its QR reader.

use crate::budget::Budget;
use crate::charset::Charset;
use crate::geometry::{Point, point};
use crate::gray::Gray;
use crate::{Payload, Symbology};
use rxing::common::HybridBinarizer;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, MultiFormatReader, RXingResult, Reader};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The kinds looked for, those that carry contacts first, and about how long a pixel takes, in nanoseconds.
const KINDS: [(BarcodeFormat, Symbology, f32); 5] = [
    (BarcodeFormat::PDF_417, Symbology::Pdf417, 8.0),
    (BarcodeFormat::DATA_MATRIX, Symbology::DataMatrix, 8.0),
    (BarcodeFormat::AZTEC, Symbology::Aztec, 8.0),
    (BarcodeFormat::CODE_128, Symbology::Code128, 8.0),
    (BarcodeFormat::CODE_39, Symbology::Code39, 8.0),
];

/// Larger pictures are halved until they have no more pixels than this.
const MOST_PIXELS: usize = 1_000_000;
/// Code 39 checks nothing but its start and end: shorter ones may be chance.
const LEAST_CODE_39: usize = 5;

/// The first symbol of each kind, corners in pixels of `frame`; `None` when the budget ran out.
pub(crate) fn others(frame: &Gray<'_>, step: &'static str, budget: &mut Budget<'_>) -> Option<Vec<Payload>> {
    let mut factor = 1;
    while frame.w * frame.h / (factor * factor) > MOST_PIXELS {
        factor *= 2;
    }
    let small = if factor > 1 { frame.shrunk(factor, budget)? } else { frame.clone() };
    let pixels: Vec<u8> = (0..small.h).flat_map(|y| small.row(y)).copied().collect();
    let mut found = Vec::new();
    for (format, symbology, each) in KINDS {
        if budget.spend(pixels.len(), each) {
            break;
        }
        // The bits are a stranger's and the reader not ours.
        let read = catch_unwind(AssertUnwindSafe(|| read(&pixels, small.w, small.h, format)));
        let Some(result) = read.ok().flatten() else { continue };
        let text = result.getText().to_owned();
        if text.is_empty() || (symbology == Symbology::Code39 && text.len() < LEAST_CODE_39) {
            continue;
        }
        let places: Vec<Point> = result.getPoints().iter().map(|p| point(p.x, p.y) * factor as f32).collect();
        found.push(Payload {
            bytes: text.clone().into_bytes(),
            text,
            charset: Charset::Named,
            symbology,
            corners: corners(&places).map(|p| (p.x, p.y)),
            step,
        });
    }
    Some(found)
}

fn read(pixels: &[u8], w: usize, h: usize, format: BarcodeFormat) -> Option<RXingResult> {
    let source = Luma8Source::new_with_slice(pixels, w as u32, h as u32).ok()?;
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from([format])),
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    MultiFormatReader::default().decode_with_hints(&mut bitmap, &hints).ok()
}

/// Four corners clockwise around what a reader tells: the outermost of its points, or a strip along its line.
fn corners(places: &[Point]) -> [Point; 4] {
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return [Point::default(); 4] };
    if places.len() < 4 {
        let along = last - first;
        let aside = point(-along.y, along.x) * 0.06;
        return [first - aside, last - aside, last + aside, first + aside];
    }
    let extreme = |key: fn(&Point) -> f32| {
        places.iter().copied().min_by(|a, b| key(a).total_cmp(&key(b))).unwrap_or(first)
    };
    [extreme(|p| p.x + p.y), extreme(|p| p.y - p.x), extreme(|p| -p.x - p.y), extreme(|p| p.x - p.y)]
}
