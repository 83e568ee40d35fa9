//! Code 128 and Code 39 along the lines of a picture whose bars stand upright.
//!
//! Their checks are weak, so two lines must say the same, far enough apart that the same noise is not read twice. A line is
//! read by `rxing`.

use crate::Symbology;
use crate::bars::{Ends, corners};
use crate::binarise::Bitmap;
use crate::budget::Budget;
use crate::charset::reread;
use crate::others::Other;
use rxing::common::BitArray;
use rxing::oned::{Code39Reader, Code128Reader, OneDReader};
use rxing::{DecodeHints, RXingResult};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pixels between two lines.
const APART: usize = 6;
/// Changes of dark and light in the shortest symbol: its start and its end.
const LEAST_CHANGES: usize = 24;
/// Code 39 checks nothing but its start and end: shorter ones may be chance.
const LEAST_CODE_39: usize = 5;
/// A light run of this part of the symbol is the quiet zone.
const QUIET: f32 = 0.045;

/// A line that was read: from which to which pixel.
struct Line {
    symbology: Symbology,
    text: String,
    ends: Ends,
}

/// The symbols that several lines agree on.
pub(crate) fn stripes(map: &Bitmap, budget: &mut Budget<'_>) -> Vec<Other> {
    let mut lines: Vec<Line> = Vec::new();
    for (y, row) in map.rows().enumerate().skip(APART / 2).step_by(APART) {
        let changes = row.windows(2).filter(|pair| pair[0] != pair[1]).count();
        // Both kinds, both ways, each about this long.
        if budget.spend(row.len(), if changes < LEAST_CHANGES { 1.0 } else { 40.0 }) {
            break;
        }
        if changes >= LEAST_CHANGES {
            lines.extend(read(row, y));
        }
    }
    let mut found: Vec<Other> = Vec::new();
    for first in &lines {
        if found.iter().any(|known| known.said.1 == first.text && known.symbology == first.symbology) {
            continue;
        }
        let is_same = |line: &&Line| line.text == first.text && line.symbology == first.symbology;
        let same: Vec<&Line> = lines.iter().filter(is_same).collect();
        if same.len() < 2 || budget.spend(map.h * LEAST_CHANGES, 10.0) {
            continue;
        }
        let ends: Vec<Ends> = same.iter().map(|line| line.ends).collect();
        let Some(corners) = corners(map, &ends) else { continue };
        found.push(Other { symbology: first.symbology, said: reread(first.text.clone()), corners });
    }
    found
}

/// What a line says, read from the left or from the right.
fn read(row: &[u8], y: usize) -> Option<Line> {
    let mut bits = BitArray::with_size(row.len());
    for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark == 1) {
        bits.set(x);
    }
    for backwards in [false, true] {
        if backwards {
            bits.reverse();
        }
        // The bits are a stranger's and the reader not ours.
        let Some((symbology, result)) = catch_unwind(AssertUnwindSafe(|| decoded(&bits))).ok().flatten()
        else {
            continue;
        };
        let place = |at: usize| result.getPoints().get(at).map(|p| p.x);
        let (Some(start), Some(end)) = (place(0), place(1)) else {
            continue;
        };
        // `rxing` 0.9.3 tells half of where a Code 39 ends, for the middle of its last character.
        let end = if symbology == Symbology::Code39 { 2.0 * end - 1.0 } else { end };
        let text = result.getText().to_owned();
        let at = |x: f32| if backwards { row.len() as f32 - x } else { x };
        let (left, right) = if backwards { (at(end), at(start)) } else { (start, end) };
        let quiet = ((right - left) * QUIET) as usize;
        let (left, right) =
            (outwards(row, left as usize, quiet, false), outwards(row, right as usize, quiet, true));
        return Some(Line { symbology, text, ends: Ends { y, left, right } });
    }
    None
}

fn decoded(bits: &BitArray) -> Option<(Symbology, RXingResult)> {
    let hints = DecodeHints::default();
    let is_said = |result: &RXingResult, least: usize| result.getText().len() >= least;
    let code_128 = Code128Reader.decode_row(0, bits, &hints).ok().filter(|result| is_said(result, 1));
    if let Some(result) = code_128 {
        return Some((Symbology::Code128, result));
    }
    let code_39 = Code39Reader::default().decode_row(0, bits, &hints).ok();
    Some((Symbology::Code39, code_39.filter(|result| is_said(result, LEAST_CODE_39))?))
}

/// The outer edge of a symbol along a line, from a place inside it: where a light run longer than `quiet` begins.
pub(crate) fn outwards(row: &[u8], from: usize, quiet: usize, right: bool) -> f32 {
    let mut edge = from;
    let mut x = from;
    while x.abs_diff(edge) <= quiet.max(2) {
        if row.get(x) == Some(&1) {
            edge = x;
        }
        let Some(next) = (if right { x.checked_add(1).filter(|&x| x < row.len()) } else { x.checked_sub(1) })
        else {
            break;
        };
        x = next;
    }
    if right { edge as f32 + 1.0 } else { edge as f32 }
}
