//! Symbols that are not QR codes, as they are printed on badges of older systems: matrices and stacks by `rxing`, stripes
//! line by line (`stripes`).
//!
//! `rxing` knows no deadline, so it is given parts of a bounded size, and one kind of symbol between two questions; the one
//! kind that may still take too long runs `beside`. It expects an Aztec code in the middle of what it is shown and a PDF417
//! nearly upright, so the parts are those full of edges, and turned. Kinds without a check of their own, which find numbers
//! in any stripes, are left out, and so is its QR reader.

use crate::beside::beside;
use crate::binarise::{Binariser, Bitmap};
use crate::budget::Budget;
use crate::bullseye::{Bullseye, bullseyes};
use crate::busy::busy;
use crate::charset::{Charset, reread, said};
use crate::data_matrix::segments;
use crate::geometry::{Point, point};
use crate::gray::{Area, Gray};
use crate::straight::{Straight, What};
use crate::stripes::{outwards, stripes};
use crate::{MIN_SIDE, Payload, Symbology};
use rxing::common::HybridBinarizer;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, MultiFormatReader, RXingResult, Reader};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// How much of a picture is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    /// Larger pictures are halved until they have no more pixels than this.
    pub(crate) picture: usize,
    /// Pixels of all parts together.
    pub(crate) parts: usize,
}

/// For one of many frames.
pub(crate) const OF_A_FRAME: Most = Most { picture: 1_000_000, parts: 400_000 };
/// For a picture that will not come again.
pub(crate) const OF_A_PHOTO: Most = Most { picture: 2_500_000, parts: 2_000_000 };

/// Larger parts are halved until they have no more pixels than this: the longest that one kind is looked for without a
/// question is then about 3 ms.
const PART: usize = 160_000;
/// The same for bars, which cost less and are thinner.
const BARS_PART: usize = 300_000;
/// And for stacks.
const STACK_PART: usize = 220_000;
/// Parts that are looked at, the largest first.
const PARTS: usize = 6;

/// The kinds that `rxing` looks for, and about how long a pixel takes, in nanoseconds.
const PDF_417: (BarcodeFormat, Symbology, f32) = (BarcodeFormat::PDF_417, Symbology::Pdf417, 12.0);
const DATA_MATRIX: (BarcodeFormat, Symbology, f32) =
    (BarcodeFormat::DATA_MATRIX, Symbology::DataMatrix, 20.0);
const AZTEC: (BarcodeFormat, Symbology, f32) = (BarcodeFormat::AZTEC, Symbology::Aztec, 5.0);

/// Modules from an Aztec code's middle to where its reader is shown the end of the picture: badges carry no larger ones.
const AZTEC_REACH: f32 = 45.0;
/// Its reader is quick, and wants to see each module: larger parts are halved until they have no more pixels.
const AZTEC_PART: usize = 500_000;

/// What a symbol says and where, in pixels of the part it was found in.
pub(crate) struct Other {
    pub(crate) symbology: Symbology,
    /// The bytes, their text, and by which character set.
    pub(crate) said: (Vec<u8>, String, Charset),
    pub(crate) corners: [Point; 4],
}

/// The symbols of a picture, the first of each kind in each busy part; corners in pixels of `frame`. `None` when the
/// budget ran out before anything was looked at.
pub(crate) fn others(
    frame: &Gray<'_>,
    most: Most,
    step: &'static str,
    budget: &mut Budget<'_>,
) -> Option<Vec<Payload>> {
    let factor = halvings(frame.w * frame.h, most.picture);
    let small = if factor > 1 { frame.shrunk(factor, budget)? } else { frame.clone() };
    let mut parts = joined(busy(&small, most.parts, budget)?);
    parts.truncate(PARTS);
    // A symbol so large that its modules are no texture: the picture as a whole, and small.
    parts.push(Area { left: 0, top: 0, w: small.w, h: small.h });
    let mut found: Vec<Payload> =
        aztecs(&small, budget).into_iter().map(|other| payload(other, |p| p * factor as f32, step)).collect();
    for area in parts.into_iter().filter(|area| area.w.min(area.h) > MIN_SIDE) {
        if budget.is_spent() {
            break;
        }
        let offset = point(area.left as f32, area.top as f32);
        for other in of_part(&small.cropped(area), budget) {
            if !found.iter().any(|known| known.bytes == other.said.0) {
                found.push(payload(other, |p| (p + offset) * factor as f32, step));
            }
        }
    }
    Some(found)
}

/// Parts nearer to each other than this are taken together, in pixels: where bars are wide, a symbol falls into several.
const NEAR: usize = 24;

/// Parts beside each other as one.
fn joined(parts: Vec<Area>) -> Vec<Area> {
    let mut whole: Vec<Area> = Vec::new();
    for mut part in parts {
        while let Some(at) = whole.iter().position(|other| other.widened(NEAR).overlaps(part)) {
            part = whole.swap_remove(at).with(part);
        }
        whole.push(part);
    }
    whole.sort_by_key(|part| std::cmp::Reverse(part.w * part.h));
    whole
}

/// By how much the sides are divided so that no more pixels than this are left: a power of two.
fn halvings(pixels: usize, most: usize) -> usize {
    let mut factor = 1;
    while pixels / (factor * factor) > most {
        factor *= 2;
    }
    factor
}

fn of_part(part: &Gray<'_>, budget: &mut Budget<'_>) -> Vec<Other> {
    let mut found =
        no_larger(part, BARS_PART, budget, |part, budget| turned(part, What::Bars, budget, of_upright));
    if found.is_empty() {
        found = no_larger(part, PART, budget, |part, budget| {
            turned(part, What::Squares, budget, |part, budget| {
                by_rxing(part, DATA_MATRIX, budget).into_iter().collect()
            })
        });
    }
    found
}

/// What is read of a part that was halved until it has no more pixels than this.
fn no_larger(
    part: &Gray<'_>,
    most: usize,
    budget: &mut Budget<'_>,
    read: impl Fn(&Gray<'_>, &mut Budget<'_>) -> Vec<Other>,
) -> Vec<Other> {
    let less = halvings(part.w * part.h, most);
    if less == 1 {
        return read(part, budget);
    }
    let Some(part) = part.shrunk(less, budget).filter(|part| part.w.min(part.h) > MIN_SIDE) else {
        return Vec::new();
    };
    let back = |other: Other| Other { corners: other.corners.map(|p| p * less as f32), ..other };
    read(&part, budget).into_iter().map(back).collect()
}

/// What is read of a part that was turned upright.
fn turned(
    part: &Gray<'_>,
    what: What,
    budget: &mut Budget<'_>,
    read: impl Fn(&Gray<'_>, &mut Budget<'_>) -> Vec<Other>,
) -> Vec<Other> {
    let Some(straight) = Straight::of(part, what, budget) else { return read(part, budget) };
    let mut found = read(straight.picture(), budget);
    for corner in found.iter_mut().flat_map(|other| &mut other.corners) {
        *corner = straight.back(*corner);
    }
    found
}

/// The Aztec codes of a picture, each cut out around its middle.
fn aztecs(gray: &Gray<'_>, budget: &mut Budget<'_>) -> Vec<Other> {
    let Some(map) = BLOCKS.apply(gray, budget) else { return Vec::new() };
    let mut found: Vec<Other> = Vec::new();
    for Bullseye { centre, module } in bullseyes(&map, budget) {
        // Data looks like it here and there.
        let is_inside = |other: &Other| {
            (centre - other.corners[0]).length() < (other.corners[2] - other.corners[0]).length()
        };
        if found.iter().any(is_inside) {
            continue;
        }
        let (x, y) = (centre.x as usize, centre.y as usize);
        let room = x.min(y).min(gray.w - x).min(gray.h - y);
        let reach = room.min((module * AZTEC_REACH) as usize);
        if 2 * reach <= MIN_SIDE {
            continue;
        }
        let (left, top) = (x - reach, y - reach);
        let part = gray.cropped(Area { left, top, w: 2 * reach, h: 2 * reach });
        let less = halvings(part.w * part.h, AZTEC_PART);
        let Some(part) = (if less > 1 { part.shrunk(less, budget) } else { Some(part) }) else { break };
        let place = |p: Point| p * less as f32 + point(left as f32, top as f32);
        let read = turned(&part, What::Squares, budget, |part, budget| {
            by_rxing(part, AZTEC, budget).into_iter().collect()
        });
        let read = if read.is_empty() { by_rxing(&part, AZTEC, budget).into_iter().collect() } else { read };
        found.extend(read.into_iter().map(|other| Other { corners: other.corners.map(place), ..other }));
    }
    found
}

fn of_upright(upright: &Gray<'_>, budget: &mut Budget<'_>) -> Vec<Other> {
    for binariser in [BARS, BLOCKS] {
        let Some(map) = binariser.apply(upright, budget) else { return Vec::new() };
        let found = stripes(&map, budget);
        if !found.is_empty() {
            return found;
        }
    }
    // Turning has added corners that hold nothing, and its reader takes time for each pixel.
    let Some(parts) = busy(upright, usize::MAX, budget) else { return Vec::new() };
    let stack = joined(parts).into_iter().take(STACKS).find_map(|area| stack(upright, area, budget));
    stack.into_iter().collect()
}

/// Parts of one turned part in which a stack is looked for.
const STACKS: usize = 2;

fn stack(upright: &Gray<'_>, area: Area, budget: &mut Budget<'_>) -> Option<Other> {
    if area.w.min(area.h) <= MIN_SIDE {
        return None;
    }
    // The wide bars at its ends are no texture.
    let area = area.widened(area.w.max(area.h) / 6).within(upright.w, upright.h);
    let offset = point(area.left as f32, area.top as f32);
    let read = no_larger(&upright.cropped(area), STACK_PART, budget, |upright, budget| {
        let Some(stack) = by_rxing(upright, PDF_417, budget) else { return Vec::new() };
        let Some(map) = BARS.apply(upright, budget) else { return vec![stack] };
        vec![Other { corners: whole_stack(&map, stack.corners), ..stack }]
    });
    read.into_iter().next().map(|other| Other { corners: other.corners.map(|p| p + offset), ..other })
}

const BLOCKS: Binariser = Binariser::Blocks { reach: 2, flat: 24 };
/// Bars are wider than a block's side, whose inside would be taken for paper.
const BARS: Binariser = Binariser::Mean { reach: 16, margin: 6 };

/// Modules of a PDF417's start and of the longest light run inside (ISO/IEC 15438).
const START: f32 = 17.0;
const LONGEST: f32 = 6.0;

/// The corners of a PDF417 of which the reader has told one end: as far as bars follow on its middle line.
fn whole_stack(map: &Bitmap, corners: [Point; 4]) -> [Point; 4] {
    let [a, b, c, d] = corners;
    let module = ((b - a).length() + (c - d).length()) / 2.0 / START;
    let middle = (a + b + c + d) * 0.25;
    // Told whole, or nothing like one.
    if (b - a).length() > 1.5 * (d - a).length() || module < 0.5 {
        return corners;
    }
    let Some(row) = map.rows().nth(middle.y as usize) else { return corners };
    let gap = (module * (LONGEST + 1.5)) as usize;
    let (left, right) =
        (outwards(row, middle.x as usize, gap, false), outwards(row, middle.x as usize, gap, true));
    let (to_left, to_right) = (point(left - (a.x + d.x) / 2.0, 0.0), point(right - (b.x + c.x) / 2.0, 0.0));
    [a + to_left, b + to_right, c + to_right, d + to_left]
}

fn by_rxing(
    part: &Gray<'_>,
    (format, symbology, each): (BarcodeFormat, Symbology, f32),
    budget: &mut Budget<'_>,
) -> Option<Other> {
    if budget.spend(part.w * part.h, each) {
        return None;
    }
    let (pixels, w, h): (Vec<u8>, _, _) = (part.rows().flatten().copied().collect(), part.w, part.h);
    // The bits are a stranger's and the reader not ours.
    let read = move || catch_unwind(AssertUnwindSafe(|| read(&pixels, w, h, format))).ok().flatten();
    let result = match format {
        // Where codewords are doubtful, its reader tries a hundred combinations of them, in one piece of 10 ms.
        BarcodeFormat::PDF_417 => {
            let expected = Duration::from_nanos((each * (w * h) as f32) as u64);
            beside(expected, budget, read)?
        }
        _ => read(),
    }?;
    let places: Vec<Point> = result.getPoints().iter().map(|p| point(p.x, p.y)).collect();
    // `rxing` 0.9.3 reads the bytes of a Data Matrix as ISO-8859-1, whatever character set the symbol names.
    let segments = if symbology == Symbology::DataMatrix { segments(result.getRawBytes()) } else { None };
    let text = result.getText().to_owned();
    let (bytes, text, charset) = segments.map_or_else(|| reread(text), |segments| said(&segments));
    (!text.is_empty()).then(|| Other { symbology, said: (bytes, text, charset), corners: corners(&places) })
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

fn payload(other: Other, place: impl Fn(Point) -> Point, step: &'static str) -> Payload {
    let (bytes, text, charset) = other.said;
    Payload {
        bytes,
        text,
        charset,
        symbology: other.symbology,
        corners: other.corners.map(|corner| {
            let p = place(corner);
            (p.x, p.y)
        }),
        step,
    }
}

/// Four corners clockwise around what a reader tells: the outermost of its points.
fn corners(places: &[Point]) -> [Point; 4] {
    let extreme = |key: fn(&Point) -> f32| {
        places.iter().copied().min_by(|a, b| key(a).total_cmp(&key(b))).unwrap_or_default()
    };
    [extreme(|p| p.x + p.y), extreme(|p| p.y - p.x), extreme(|p| -p.x - p.y), extreme(|p| p.x - p.y)]
}
