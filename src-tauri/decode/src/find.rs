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

/// How strict the scan is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan {
    /// How far a run may be off, in modules.
    pub(crate) tolerance: f32,
    /// Give up early on pictures that are mostly noise: another scale will do better and cost less.
    pub(crate) gated: bool,
}

/// Runs a pixel above which a picture is noise. Measured: codes fill less, sensor noise more.
const NOISE_RUNS: f32 = 0.16;
/// More finders than this in a gated scan are texture.
const NOISE_FINDERS: usize = 80;
/// The scan ends here: no picture of badges holds so many.
const MOST_FINDERS: usize = 400;
/// Finders kept for the search for triples, which grows with their cube.
const KEPT_FINDERS: usize = 28;

/// The finder patterns of a picture, the most credible first, at most 28.
pub(crate) fn finders(map: &Bitmap, scan: Scan, budget: &mut Budget<'_>) -> Vec<Finder> {
    let mut found = scan_rows(map, scan, budget);
    if scan.gated && found.len() > NOISE_FINDERS {
        return Vec::new();
    }
    // A single row is believed only where the whole pattern is a few pixels high.
    found.retain(|f| f.rows >= 2.0 || f.module < 3.0);
    let credit = |f: &Finder| f.rows / f.module.sqrt();
    found.sort_by(|a, b| credit(b).total_cmp(&credit(a)));
    found.truncate(KEPT_FINDERS);
    found
}

fn scan_rows(map: &Bitmap, scan: Scan, budget: &mut Budget<'_>) -> Vec<Finder> {
    let mut found = Vec::new();
    // Starts of runs and their colours, closed by the row's end.
    let mut starts: Vec<(usize, u8)> = Vec::with_capacity(map.w + 1);
    let mut runs = 0usize;
    for (y, row) in map.rows().enumerate() {
        if y % ROWS_A_QUESTION == 0 && budget.spent() {
            return found;
        }
        if scan.gated && y >= map.h / 8 && y % 16 == 0 && runs as f32 > NOISE_RUNS * (y * map.w) as f32 {
            return Vec::new();
        }
        starts.clear();
        let mut colour = 2;
        for (x, &c) in row.iter().enumerate() {
            if c != colour {
                starts.push((x, c));
                colour = c;
            }
        }
        runs += starts.len();
        starts.push((map.w, 2));
        for six in starts.windows(6) {
            let lengths = std::array::from_fn(|i| (six[i + 1].0 - six[i].0) as f32);
            if !is_pattern(&lengths, scan.tolerance) {
                continue;
            }
            let middle = (six[2].0 + six[3].0) as f32 / 2.0;
            note(
                map,
                scan.tolerance,
                &mut found,
                point(middle, y as f32),
                lengths.iter().sum(),
                six[0].1 == 0,
            );
            if found.len() >= MOST_FINDERS {
                return found;
            }
        }
    }
    found
}

/// Counts a row for a finder already known, or checks the place in the other directions and adds it.
fn note(map: &Bitmap, tolerance: f32, found: &mut Vec<Finder>, at: Point, width: f32, inverted: bool) {
    let known = found.iter_mut().find(|f| {
        let off = f.centre - at - point(0.0, 0.5);
        f.inverted == inverted && off.x.abs() < f.module * 1.2 && off.y.abs() < f.module * 1.2
    });
    if let Some(finder) = known {
        finder.rows += 1.0;
        return;
    }
    let limit = (width * 1.6) as u32;
    let (x, y) = (at.x as i32, at.y as i32);
    let cross = |x: i32, y: i32, dx: i32, dy: i32, more: f32| {
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
