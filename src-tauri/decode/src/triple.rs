//! Three finder patterns that may be the corners of one symbol, the likeliest first.

use crate::budget::Budget;
use crate::find::Finder;
use crate::geometry::Point;

/// Finders by their role in a symbol, and their places in the list they came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Triple {
    pub(crate) corner: Finder,
    pub(crate) right: Finder,
    pub(crate) below: Finder,
    pub(crate) from: [usize; 3],
    /// Lower is likelier.
    score: f32,
}

/// Neighbours of a finder that are looked at as its partners.
const NEIGHBOURS: usize = 16;

/// All triples that could be a symbol seen at an angle, the likeliest first.
pub(crate) fn triples(finders: &[Finder], budget: &mut Budget<'_>) -> Vec<Triple> {
    let mut out = Vec::new();
    for (i, &corner) in finders.iter().enumerate() {
        if budget.spend(finders.len() + NEIGHBOURS * NEIGHBOURS, 10.0) {
            break;
        }
        let mut near: Vec<(f32, usize)> = finders
            .iter()
            .enumerate()
            .filter(|(j, f)| *j != i && f.inverted == corner.inverted)
            .map(|(j, f)| ((f.centre - corner.centre).length(), j))
            .filter(|(far, _)| *far <= corner.module * MOST_MODULES * 1.5)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(NEIGHBOURS);
        for (at, &(_, j)) in near.iter().enumerate() {
            for &(_, k) in &near[at + 1..] {
                let (a, b) = (finders[j], finders[k]);
                if let Some(score) = score(&corner, &a, &b) {
                    let turned = (a.centre - corner.centre).cross(b.centre - corner.centre) < 0.0;
                    let (right, below) = if turned { (b, a) } else { (a, b) };
                    out.push(Triple { corner, right, below, from: [i, j, k], score });
                }
            }
        }
    }
    out.sort_by(|a, b| a.score.total_cmp(&b.score));
    out
}

/// Most modules between two finders, measured by the finders' own size.
const MOST_MODULES: f32 = 190.0;

/// How unlike a symbol three finders look; `None` when they cannot be one. The weights come from measurements.
fn score(corner: &Finder, a: &Finder, b: &Finder) -> Option<f32> {
    let legs: [Point; 2] = [a.centre - corner.centre, b.centre - corner.centre];
    let [la, lb] = legs.map(Point::length);
    let long = la.max(lb);
    if (a.centre - b.centre).length() < 0.75 * long {
        return None;
    }
    let cosine = (legs[0].dot(legs[1]) / (la * lb)).abs();
    let smallest = corner.module.min(a.module).min(b.module);
    let largest = corner.module.max(a.module).max(b.module);
    let module = (corner.module + a.module + b.module) / 3.0;
    let (longer, shorter) = (long / module, la.min(lb) / module);
    let ratio = longer / shorter;
    // Between finder centres lie 14 (version 1) to 170 modules (version 40), less when seen at an angle.
    let plausible = cosine <= 0.75
        && largest <= smallest * 1.9
        && (8.0..=MOST_MODULES).contains(&longer)
        && shorter >= 4.0
        && ratio <= 2.6;
    // Data that looks like a pattern is seen by few rows, a true one by those through its heart; at a steep angle, where
    // the rest looks unlikely, this tells them apart.
    let seen = (corner.rows + a.rows + b.rows) / (module * 12.0);
    let least_seen = corner.seen().min(a.seen()).min(b.seen());
    plausible.then(|| {
        cosine * 1.5 + (ratio - 1.0) * 0.7 + (largest / smallest - 1.0) * 1.5 + longer * 0.004
            - seen
            - least_seen
    })
}
