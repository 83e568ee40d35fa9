//! From three finders to first guesses of the whole symbol: its version, and its fourth point.

use crate::binarise::Bitmap;
use crate::budget::Budget;
use crate::find::Finder;
use crate::geometry::{Point, Shape, point};
use crate::gray::Gray;
use crate::leg::{Leg, half_width, leg};
use crate::template::{VERSIONS, side_of};
use crate::triple::Triple;

/// Both ways from a triple's corner, as far as they can be measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Legs {
    right: Option<Leg>,
    below: Option<Leg>,
}

impl Legs {
    pub(crate) fn of(map: &Bitmap, triple: &Triple) -> Self {
        Self {
            right: leg(map, &triple.corner, &triple.right),
            below: leg(map, &triple.corner, &triple.below),
        }
    }
}

/// Versions the symbol may have, the likeliest first.
pub(crate) fn versions(map: &Bitmap, triple: &Triple, legs: Legs) -> Vec<usize> {
    let sides: Vec<f32> =
        [legs.right, legs.below].into_iter().flatten().map(|leg| leg.modules + 7.0).collect();
    let mut out = Vec::new();
    if !sides.is_empty() {
        let guess = (sides.iter().sum::<f32>() / sides.len() as f32 - 17.0) / 4.0;
        let nearest = guess.round();
        // A count of the timing line is exact where it can be made, if it does not contradict the distances.
        let counted = timing_versions(map, triple);
        out.extend(counted.into_iter().filter(|&v| (v as f32 - guess).abs() < 1.0 + guess * 0.35));
        out.push(nearest.max(0.0) as usize);
        for neighbour in [nearest + 1.0, nearest - 1.0] {
            // Small symbols are measured well enough to know on which side the error is.
            let wrong_side = (guess - nearest) * (neighbour - nearest) < -0.1;
            if neighbour >= 1.0 && !(wrong_side && nearest < 8.0) {
                out.push(neighbour as usize);
            }
        }
    }
    let mut seen = Vec::new();
    out.retain(|v| {
        VERSIONS.contains(v) && !seen.contains(v) && {
            seen.push(*v);
            true
        }
    });
    out
}

/// Versions by counting the modules of the timing lines, which run between the inner edges of the finders.
fn timing_versions(map: &Bitmap, t: &Triple) -> Vec<usize> {
    let lines = [(t.corner, t.right, t.below), (t.corner, t.below, t.right)];
    lines.into_iter().filter_map(|(a, b, side)| timing_version(map, &a, &b, side.centre - a.centre)).collect()
}

fn timing_version(map: &Bitmap, a: &Finder, b: &Finder, aside: Point) -> Option<usize> {
    let aside = aside * (1.0 / aside.length());
    // Three modules aside of the centres runs the row of the timing line: the finders' outermost, dark row.
    let from = a.centre + aside * (half_width(map, a, aside)? * 3.0 / 3.5);
    let to = b.centre + aside * (half_width(map, b, aside)? * 3.0 / 3.5);
    let leg = to - from;
    let steps = (leg.length() * 3.0) as usize;
    let mut changes = 0usize;
    let mut colour = map.get(from.x.floor() as i32, from.y.floor() as i32)?;
    for i in 1..=steps {
        let p = from + leg * (i as f32 / steps as f32);
        let c = map.get(p.x.floor() as i32, p.y.floor() as i32)?;
        changes += usize::from(c != colour);
        colour = c;
    }
    // Light and dark take turns over side - 14 = 4 * version + 3 modules: one change more than that.
    let version = changes.checked_sub(4)? / 4;
    changes.is_multiple_of(4).then_some(version)
}

/// First shapes to refine for one version: the fourth point as the parallelogram has it, as the finders' sizes have it,
/// and as the best places for the alignment pattern nearest to the fourth corner have it.
pub(crate) fn first_shapes(
    gray: &Gray<'_>,
    triple: &Triple,
    legs: Legs,
    version: usize,
    budget: &mut Budget<'_>,
) -> Vec<Shape> {
    let side = side_of(version) as f32;
    let (a, b, c) = (triple.corner.centre, triple.right.centre, triple.below.centre);
    let through = |place: f32, pixel: Point| {
        let places = [point(3.5, 3.5), point(side - 3.5, 3.5), point(place, place), point(3.5, side - 3.5)];
        Shape::through(places, [a, b, pixel, c], side)
    };
    let Some(flat) = through(side - 3.5, b + c - a) else { return Vec::new() };
    let mut shapes = vec![flat];
    let (r, d) = (legs.right.map_or(1.0, |leg| leg.lean), legs.below.map_or(1.0, |leg| leg.lean));
    // What the projective map divides by: 1 at the corner, r and d at the two other finders.
    let leaning = r + d > 1.2;
    let fourth = (b * r + c * d - a) * (1.0 / (r + d - 1.0).max(0.2));
    shapes.extend(leaning.then(|| through(side - 3.5, fourth)).flatten());
    if version >= 2 {
        let unit = 1.0 / (side - 7.0);
        let axes = Axes { right: (b - a) * unit, down: (c - a) * unit, inverted: triple.corner.inverted };
        let middle = shapes[shapes.len() - 1].map(side - 6.5, side - 6.5);
        let places = alignment_places(gray, middle, &axes, side, budget);
        shapes.extend(places.into_iter().filter_map(|p| through(side - 6.5, p)));
    }
    shapes
}

/// One module to the right and one down, in pixels, as the finders have them.
struct Axes {
    right: Point,
    down: Point,
    inverted: bool,
}

/// How many places are kept.
const PLACES: usize = 4;

/// The places around `middle` that look most like an alignment pattern, the search going as far as perspective may
/// have pushed it.
fn alignment_places(
    gray: &Gray<'_>,
    middle: Point,
    axes: &Axes,
    side: f32,
    budget: &mut Budget<'_>,
) -> Vec<Point> {
    let reach = (3.0 + side * 0.12).min(14.0);
    let steps = reach as i32;
    let apart = (axes.right.length() + axes.down.length()) * 0.6;
    let scored = |dx: f32, dy: f32| {
        let place = middle + axes.right * dx + axes.down * dy;
        (alignment_contrast(gray, place, axes) - 0.35 * dx.hypot(dy), place)
    };
    let mut best: Vec<(f32, Point)> = Vec::with_capacity(PLACES);
    let mut offer = |(score, place): (f32, Point)| {
        let rival = best.iter().position(|(_, p)| (*p - place).length() < apart);
        match rival {
            Some(i) if best[i].0 < score => best[i] = (score, place),
            Some(_) => {}
            None if best.len() < PLACES => best.push((score, place)),
            None => {
                let weakest = best.iter_mut().min_by(|a, b| a.0.total_cmp(&b.0));
                if let Some(weakest) = weakest.filter(|w| w.0 < score) {
                    *weakest = (score, place);
                }
            }
        }
    };
    for sy in -steps..=steps {
        if budget.spend(2 * steps as usize * 26, 6.0) {
            break;
        }
        for sx in -steps..=steps {
            offer(scored(sx as f32, sy as f32));
        }
    }
    best.into_iter().map(|(_, place)| finer(gray, place, axes)).collect()
}

/// A place moved by half modules to where the contrast is best.
fn finer(gray: &Gray<'_>, place: Point, axes: &Axes) -> Point {
    let around = (-1i8..=1).flat_map(|y| (-1i8..=1).map(move |x| (f32::from(x) * 0.5, f32::from(y) * 0.5)));
    around
        .map(|(dx, dy)| place + axes.right * dx + axes.down * dy)
        .map(|place| (alignment_contrast(gray, place, axes), place))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(place, |(_, place)| place)
}

/// The light ring's mean less the dark parts' mean, in grey levels; the dark middle counts twice.
fn alignment_contrast(gray: &Gray<'_>, place: Point, axes: &Axes) -> f32 {
    let (mut dark, mut light) = (0.0, 0.0);
    for dy in -2i8..=2 {
        for dx in -2i8..=2 {
            let level = gray.level(place + axes.right * f32::from(dx) + axes.down * f32::from(dy));
            match dx.abs().max(dy.abs()) {
                0 => dark += 2.0 * level,
                1 => light += level,
                _ => dark += level,
            }
        }
    }
    let contrast = light / 8.0 - dark / 18.0;
    if axes.inverted { -contrast } else { contrast }
}
