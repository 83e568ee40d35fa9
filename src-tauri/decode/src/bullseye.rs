//! The middle of an Aztec code: squares in squares, each a module wide. Its reader must be shown where that is.

use crate::binarise::Bitmap;
use crate::budget::Budget;
use crate::find::starts_of_runs;
use crate::geometry::{Point, point};
use crate::gray::ROWS_A_QUESTION;

/// The middle of a code, and pixels a module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bullseye {
    pub(crate) centre: Point,
    pub(crate) module: f32,
}

/// Runs through the middle of the smaller kind within its outermost dark square, which data may make wider: four light,
/// three dark.
const RUNS: usize = 7;
/// How much longer than a module a run may be, in modules; blur makes dark and light differ.
const SLACK: f32 = 0.6;
/// More of them in one picture are texture.
const MOST: usize = 4;
/// So many at once are noise, which would else be compared with all noise before it.
const CROWD: usize = 256;

/// Where squares lie in squares, those seen by most rows first.
pub(crate) fn bullseyes(map: &Bitmap, budget: &mut Budget<'_>) -> Vec<Bullseye> {
    let mut found: Vec<(Bullseye, u32)> = Vec::new();
    let mut starts = Vec::new();
    for (y, row) in map.rows().enumerate() {
        if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * map.w, 0.6) {
            break;
        }
        starts_of_runs(row, &mut starts);
        for runs in starts.windows(RUNS + 1) {
            if row.get(runs[0] as usize) != Some(&0) || !are_even(runs) {
                continue;
            }
            let x = (runs[RUNS / 2] + runs[RUNS / 2 + 1]) as f32 / 2.0;
            let Some((cy, tall)) = upright(map, x as usize, y) else { continue };
            let wide = (runs[RUNS] - runs[0]) as f32;
            if tall > wide * 1.6 || wide > tall * 1.6 {
                continue;
            }
            let seen = Bullseye { centre: point(x, cy), module: (tall + wide) / (2 * RUNS) as f32 };
            if budget.spend(found.len(), 1.0) {
                return Vec::new();
            }
            let near = 4.0 * seen.module * seen.module;
            let is_near = |known: &Bullseye| {
                let apart = known.centre - seen.centre;
                apart.dot(apart) < near
            };
            match found.iter_mut().find(|(known, _)| is_near(known)) {
                Some((_, rows)) => *rows += 1,
                None => found.push((seen, 1)),
            }
        }
        if found.len() >= CROWD {
            // What one row saw and no row will see again.
            found.retain(|(known, rows)| *rows > 1 || known.centre.y + 2.0 * known.module > y as f32);
        }
        if found.len() >= CROWD {
            return Vec::new();
        }
    }
    found.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
    found.into_iter().take(MOST).map(|(bullseye, _)| bullseye).collect()
}

/// Whether runs between these places are of about the same length.
fn are_even(places: &[u32]) -> bool {
    let module = (places[RUNS] - places[0]) as f32 / RUNS as f32;
    module >= 1.0
        && places.windows(2).all(|run| ((run[1] - run[0]) as f32 - module).abs() < module * SLACK + 0.5)
}

/// The middle and the height of even runs through a place, upwards and downwards.
fn upright(map: &Bitmap, x: usize, y: usize) -> Option<(f32, f32)> {
    let x = i32::try_from(x).ok()?;
    let arm = |step: i32| {
        let mut places = Vec::with_capacity(RUNS / 2 + 1);
        let mut at = i32::try_from(y).ok()?;
        let mut colour = map.get(x, at)?;
        while places.len() <= RUNS / 2 {
            at += step;
            // What ends at the picture's edge ends a run there.
            let next = map.get(x, at).unwrap_or(2);
            if next != colour {
                places.push(at);
                if next == 2 {
                    break;
                }
                colour = next;
            }
        }
        (places.len() == RUNS / 2 + 1).then_some(places)
    };
    let (up, down) = (arm(-1)?, arm(1)?);
    // The first pixel of each run from the top, and the first one after the last.
    let edges: Vec<u32> = up
        .iter()
        .rev()
        .map(|y| y + 1)
        .chain(down.iter().copied())
        .filter_map(|y| u32::try_from(y).ok())
        .collect();
    let middle = (edges[RUNS / 2] + edges[RUNS / 2 + 1]) as f32 / 2.0;
    are_even(&edges).then(|| (middle, (edges[RUNS] - edges[0]) as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binarise::Binariser;
    use crate::gray::Gray;

    fn found(level: impl Fn(usize, usize) -> u8) -> Vec<Bullseye> {
        let pixels: Vec<u8> = (0..200 * 160).map(|i| level(i % 200, i / 200)).collect();
        let mut never = || false;
        let mut budget = Budget::new(&mut never);
        let map = Binariser::Blocks { reach: 2, flat: 24 }
            .apply(&Gray::borrowed(&pixels, 200, 160), &mut budget)
            .expect("the budget is endless");
        bullseyes(&map, &mut budget)
    }

    #[test]
    fn squares_in_squares_are_found_by_their_middle() {
        let seen = found(|x, y| {
            let ring = (x / 4).abs_diff(25).max((y / 4).abs_diff(20));
            if ring <= 4 && ring.is_multiple_of(2) { 20 } else { 220 }
        });
        let [bullseye] = seen[..] else { panic!("one, not {seen:?}") };
        assert!((bullseye.centre - point(102.0, 82.0)).length() < 1.5, "{bullseye:?}");
        assert!((bullseye.module - 4.0).abs() < 0.3);
    }

    #[test]
    fn stripes_checks_and_a_plain_sheet_have_none() {
        let stripes = found(|x, _| if x / 4 % 2 == 0 { 20 } else { 220 });
        let plain = found(|_, _| 200);
        assert!(stripes.is_empty() && plain.is_empty(), "{stripes:?} {plain:?}");
    }
}
