//! Finder patterns: squares whose runs through the middle are 1 : 1 : 3 : 1 : 1, dark on light or light on dark.

use crate::binarise::Bitmap;
use crate::budget::Budget;
use crate::geometry::{Point, point};
use crate::gray::ROWS_A_QUESTION;

/// A place that looks like the middle of a finder pattern.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finder {
    pub(crate) centre: Point,
    /// Pixels a module.
    pub(crate) module: f32,
    /// Rows of the picture that saw it.
    pub(crate) rows: f32,
    /// Light on dark.
    pub(crate) inverted: bool,
}

impl Finder {
    /// The part of the rows through its heart, three modules high, that saw it.
    pub(crate) fn seen(&self) -> f32 {
        (self.rows / (self.module * 3.0)).min(1.0)
    }
}

/// How the scan is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan {
    /// How far a run may be off, in modules.
    pub(crate) tolerance: f32,
    /// Give up early on pictures that are mostly noise: another scale will do better and cost less.
    pub(crate) gated: bool,
    /// Finders kept for the search for triples, the most credible.
    pub(crate) kept: usize,
}

/// What a scan saw.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The most credible first.
    pub(crate) finders: Vec<Finder>,
    /// Changes between dark and light, a pixel of the rows that were scanned.
    pub(crate) restless: f32,
}

/// Changes a pixel above which a picture is noise. Measured: codes have fewer, sensor noise more.
const NOISE: f32 = 0.16;
/// More finders than this in a gated scan are texture.
const NOISE_FINDERS: usize = 80;
/// The scan ends here: a page of 140 codes has 420.
const MOST_FINDERS: usize = 500;

/// The finder patterns of a picture.
pub(crate) fn finders(map: &Bitmap, scan: Scan, budget: &mut Budget<'_>) -> Found {
    let mut found = scan_rows(map, scan, budget);
    if scan.gated && found.finders.len() > NOISE_FINDERS {
        found.finders.clear();
    }
    // A single row is believed only where the whole pattern is a few pixels high.
    found.finders.retain(|f| f.rows >= 2.0 || f.module < 3.0);
    let credit = |f: &Finder| f.rows / f.module.sqrt();
    found.finders.sort_by(|a, b| credit(b).total_cmp(&credit(a)));
    found.finders.truncate(scan.kept);
    found
}

fn scan_rows(map: &Bitmap, scan: Scan, budget: &mut Budget<'_>) -> Found {
    let mut found = Found::default();
    let mut changes: Vec<u32> = Vec::with_capacity(map.w + 1);
    let mut runs = 0usize;
    for (y, row) in map.rows().enumerate() {
        if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * map.w, 0.35) {
            return found;
        }
        if scan.gated && y >= map.h / 8 && y % 16 == 0 && runs as f32 > NOISE * (y * map.w) as f32 {
            found.finders.clear();
            found.restless = NOISE;
            return found;
        }
        starts_of_runs(row, &mut changes);
        runs += changes.len();
        let first_is_dark = row.first() == Some(&1);
        changes.push(map.w as u32);
        for (i, six) in changes.windows(6).enumerate() {
            let lengths = std::array::from_fn(|i| six[i + 1] - six[i]);
            if !may_be_pattern(lengths) || !is_pattern(&lengths.map(|n| n as f32), scan.tolerance) {
                continue;
            }
            let middle = (six[2] + six[3]) as f32 / 2.0;
            let inverted = first_is_dark != i.is_multiple_of(2);
            let width = six[5] - six[0];
            budget.spend(width as usize, 20.0);
            note(map, scan.tolerance, &mut found.finders, point(middle, y as f32), width, inverted);
            if found.finders.len() >= MOST_FINDERS {
                return found;
            }
        }
    }
    found.restless = runs as f32 / (map.w * map.h) as f32;
    found
}

/// Where the colour changes along a row, the row's start included.
pub(crate) fn starts_of_runs(row: &[u8], starts: &mut Vec<u32>) {
    starts.clear();
    starts.push(0);
    let Some((_, next)) = row.split_first() else { return };
    // Eight pixels at a time: each byte is 0 or 1, so a change leaves one bit.
    let (before, _) = row.as_chunks::<8>();
    let (after, rest) = next.as_chunks::<8>();
    for (i, (b, a)) in before.iter().zip(after).enumerate() {
        let mut change = u64::from_le_bytes(*b) ^ u64::from_le_bytes(*a);
        while change != 0 {
            starts.push((i * 8) as u32 + change.trailing_zeros() / 8 + 1);
            change &= change - 1;
        }
    }
    let done = next.len() - rest.len();
    starts.extend((done..next.len()).filter(|&i| row[i] != row[i + 1]).map(|i| i as u32 + 1));
}

/// Counts a row for a finder already known, or checks the place in the other directions and adds it.
fn note(map: &Bitmap, tolerance: f32, found: &mut Vec<Finder>, at: Point, width: u32, inverted: bool) {
    let known = found.iter_mut().find(|f| {
        let off = f.centre - at - point(0.0, 0.5);
        f.inverted == inverted && off.x.abs() < f.module * 1.2 && off.y.abs() < f.module * 1.2
    });
    if let Some(finder) = known {
        finder.rows += 1.0;
        return;
    }
    let limit = (width as f32 * 1.6) as u32;
    // At a steep angle the pattern is much higher than it is wide.
    let upright_limit = (width as f32 * 2.4) as u32;
    let (x, y) = (at.x as i32, at.y as i32);
    let cross = |x: i32, y: i32, dx: i32, dy: i32, more: f32| {
        let limit = if dx == 0 { upright_limit } else { limit };
        runs_through(map, x, y, dx, dy, limit).filter(|(runs, _)| is_pattern(runs, tolerance + more))
    };
    let Some((tall, shift_y)) = cross(x, y, 0, 1, 0.1) else { return };
    let cy = y as f32 + 0.5 + shift_y;
    let Some((wide, shift_x)) = cross(x, cy as i32, 1, 0, 0.1) else { return };
    let cx = x as f32 + 0.5 + shift_x;
    let (tall, wide) = (tall.iter().sum::<f32>(), wide.iter().sum::<f32>());
    if tall > wide * 3.0 || wide > tall * 3.0 {
        return;
    }
    // Text and grids rarely show the pattern along a diagonal as well; one of the two may be damaged.
    let diagonal = |dy| cross(cx as i32, cy as i32, 1, dy, 0.3).is_some();
    if !diagonal(1) && !diagonal(-1) {
        return;
    }
    let centre = point(cx, cy);
    if found.iter().any(|f| f.inverted == inverted && (f.centre - centre).length() < f.module) {
        return;
    }
    found.push(Finder { centre, module: (tall + wide) / 14.0, rows: 1.0, inverted });
}

/// A first look at five runs in whole numbers: the middle one is about the longest. Most places of a row fail it.
#[inline]
fn may_be_pattern([a, b, c, d, e]: [u32; 5]) -> bool {
    c * 3 + 3 >= a.max(b).max(d).max(e) * 2
}

/// Whether five runs are 1 : 1 : 3 : 1 : 1, each off by no more than `tolerance` modules and a part of a pixel.
fn is_pattern(runs: &[f32; 5], tolerance: f32) -> bool {
    let total: f32 = runs.iter().sum();
    let module = total / 7.0;
    let slack = module * tolerance + 0.35;
    let near = |i: usize, want: f32, slack: f32| (runs[i] - want).abs() < slack;
    total >= 7.0
        && near(2, 3.0 * module, 2.0 * slack)
        && [0, 1, 3, 4].into_iter().all(|i| near(i, module, slack))
}

/// The five runs through a pixel along a direction, and how far their middle lies from the pixel. `None` when a
/// run is longer than `limit` steps or the picture ends too early.
fn runs_through(map: &Bitmap, x: i32, y: i32, dx: i32, dy: i32, limit: u32) -> Option<([f32; 5], f32)> {
    let back = arm(map, x, y, -dx, -dy, limit)?.map(|n| n as f32);
    let ahead = arm(map, x, y, dx, dy, limit)?.map(|n| n as f32);
    let runs = [back[2], back[1], back[0] + ahead[0] + 1.0, ahead[1], ahead[2]];
    Some((runs, (ahead[0] - back[0]) / 2.0))
}

/// The rest of the pixel's own run and the two runs after it.
fn arm(map: &Bitmap, x: i32, y: i32, dx: i32, dy: i32, limit: u32) -> Option<[u32; 3]> {
    let mut colour = map.get(x, y)?;
    let mut runs = [0u32; 3];
    let mut run = 0;
    for i in 1..=i32::try_from(limit.saturating_mul(3)).ok()? + 1 {
        let Some(c) = map.get(x + dx * i, y + dy * i) else { break };
        if c != colour {
            colour = c;
            run += 1;
        }
        let Some(length) = runs.get_mut(run) else { break };
        *length += 1;
        if *length > limit {
            return None;
        }
    }
    (runs[2] > 0).then_some(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn runs_start_where_the_colour_changes(row in proptest::collection::vec(0u8..2, 1..70)) {
            let mut starts = Vec::new();
            starts_of_runs(&row, &mut starts);
            let want: Vec<u32> =
                (0..row.len()).filter(|&i| i == 0 || row[i] != row[i - 1]).map(|i| i as u32).collect();
            prop_assert_eq!(starts, want);
        }

        #[test]
        fn a_first_look_passes_every_pattern(runs in proptest::array::uniform5(1u32..60)) {
            if is_pattern(&runs.map(|n| n as f32), 0.8) {
                prop_assert!(may_be_pattern(runs));
            }
        }
    }
}
