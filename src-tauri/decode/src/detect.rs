//! One pass over one picture: finders, triples, shapes, and what can be read there.

use crate::align::{Legs, first_shapes, versions};
use crate::binarise::Bitmap;
use crate::budget::Budget;
use crate::code::{Layout, Segment};
use crate::find::{Scan, finders};
use crate::geometry::{Point, Shape};
use crate::gray::Gray;
use crate::read::{Effort, read};
use crate::refine::{Freedom, Gauge, refine, refine_by_data};
use crate::template::Template;
use crate::triple::{Triple, triples};

/// What a pass over a picture came to; places are in pixels of the picture that was passed in.
#[derive(Default)]
pub(crate) struct Pass {
    pub(crate) symbols: Vec<Symbol>,
    /// Shapes that surely are symbols and could not be read.
    pub(crate) unread: Vec<Candidate>,
    /// Changes between dark and light, a pixel.
    pub(crate) restless: f32,
}

/// A symbol that was read in a pass.
pub(crate) struct Symbol {
    pub(crate) segments: Vec<Segment>,
    pub(crate) corners: [Point; 4],
}

/// A refined shape of one version.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) shape: Shape,
    pub(crate) fit: f32,
    pub(crate) version: usize,
}

/// A shape whose fit is below this is not read: lower, and chance begins to read things.
const LEAST_FIT: f32 = 0.35;
/// A first shape below this is not looked at further.
const LEAST_FIRST_FIT: f32 = 0.12;
/// A shape that a short look leaves below this is not refined to the end.
const LEAST_LOOK: f32 = 0.28;
/// A fit above this is surely the right version.
const SURE_FIT: f32 = 0.8;
/// From this fit on the data may say where the modules are; below, chance would.
const LEAST_DATA_FIT: f32 = 0.6;
/// First shapes that are looked at, the best two of each version.
const LOOKS: usize = 6;

/// Reads the symbols of `gray`, whose dark pixels are `map`; tries at most `patience` triples in vain.
pub(crate) fn detect(
    gray: &Gray<'_>,
    map: &Bitmap,
    scan: Scan,
    patience: f32,
    budget: &mut Budget<'_>,
) -> Pass {
    let found = finders(map, scan, budget);
    let mut pass = Pass { restless: found.restless, ..Pass::default() };
    let mut used = vec![false; found.finders.len()];
    let mut vain = 0.0;
    for triple in triples(&found.finders, budget) {
        if vain >= patience || budget.is_spent() {
            break;
        }
        if triple.from.iter().any(|&i| used[i]) {
            continue;
        }
        let taken = match read_triple(gray, map, &triple, budget) {
            Outcome::Read(symbol) => {
                pass.symbols.push(symbol);
                true
            }
            // Its finders belong together, whether it can be read or not.
            Outcome::Unread(candidate) => {
                vain += 1.0;
                pass.unread.push(candidate);
                candidate.fit > SURE_FIT
            }
            Outcome::Nothing { looked } => {
                vain += if looked { 1.0 } else { 0.25 };
                false
            }
        };
        if taken {
            for i in triple.from {
                used[i] = true;
            }
        }
    }
    pass
}

enum Outcome {
    Read(Symbol),
    Unread(Candidate),
    /// No symbol of any version; told whether that took long.
    Nothing {
        looked: bool,
    },
}

fn read_triple(gray: &Gray<'_>, map: &Bitmap, triple: &Triple, budget: &mut Budget<'_>) -> Outcome {
    let looked = looked_at(gray, map, triple, budget);
    let far = looked.first().is_some_and(|best| best.fit >= LEAST_LOOK);
    let mut candidates = Vec::new();
    for look in looked.into_iter().take(2).filter(|c| c.fit >= LEAST_LOOK) {
        let template = Template::of(look.version);
        let (shape, fit) = refine(gray, look.shape, &template, Freedom::Corners, budget);
        candidates.push(Candidate { shape, fit, ..look });
        if fit > SURE_FIT || budget.is_spent() {
            break;
        }
    }
    candidates.sort_by(|a, b| b.fit.total_cmp(&a.fit));
    // Two first shapes often end in the same place.
    candidates.dedup_by(|a, b| (a.fit - b.fit).abs() < 1e-4);
    candidates.retain(|c| c.fit >= LEAST_FIT);
    let read = candidates.iter().find_map(|c| read_candidate(gray, c, triple.corner.inverted, budget));
    match (read, candidates.first()) {
        (Some(symbol), _) => Outcome::Read(symbol),
        (None, Some(&best)) => Outcome::Unread(best),
        (None, None) => Outcome::Nothing { looked: far },
    }
}

/// The first shapes of all versions after a short look at each, the best first.
fn looked_at(gray: &Gray<'_>, map: &Bitmap, triple: &Triple, budget: &mut Budget<'_>) -> Vec<Candidate> {
    let legs = Legs::of(map, triple);
    let mut first: Vec<Candidate> = Vec::new();
    for version in versions(map, triple, legs) {
        let template = Template::of(version);
        let mut of_version: Vec<Candidate> = first_shapes(gray, triple, legs, version, budget)
            .into_iter()
            .map(|shape| {
                let gauge = Gauge::new(gray, &template, &shape);
                budget.spend(1, gauge.cost() * 1.5);
                Candidate { shape, fit: gauge.fit(&shape), version }
            })
            .filter(|c| c.fit >= LEAST_FIRST_FIT)
            .collect();
        of_version.sort_by(|a, b| b.fit.total_cmp(&a.fit));
        first.extend(of_version.into_iter().take(2));
    }
    first.sort_by(|a, b| b.fit.total_cmp(&a.fit));
    let mut looked = Vec::new();
    for candidate in first.into_iter().take(LOOKS) {
        if budget.is_spent() {
            break;
        }
        let template = Template::of(candidate.version);
        let (shape, fit) = refine(gray, candidate.shape, &template, Freedom::Look, budget);
        looked.push(Candidate { shape, fit, ..candidate });
        if fit > SURE_FIT {
            break;
        }
    }
    looked.sort_by(|a, b| b.fit.total_cmp(&a.fit));
    looked
}

/// Reads a candidate flat, and then bowed where the fit leaves room for a curl.
fn read_candidate(gray: &Gray<'_>, c: &Candidate, inverted: bool, budget: &mut Budget<'_>) -> Option<Symbol> {
    let template = Template::of(c.version);
    let layout = Layout::of(c.version);
    let effort = if c.fit > 0.55 { Effort::All } else { Effort::Few };
    let symbol = |segments, shape: &Shape| Symbol { segments, corners: shape.corners };
    if let Some(segments) = read(gray, &c.shape, &layout, inverted, effort, budget) {
        return Some(symbol(segments, &c.shape));
    }
    let (mut shape, mut best) = (c.shape, c.fit);
    for freedom in [Freedom::Bow, Freedom::Twist] {
        if !(0.38..0.97).contains(&best) || budget.is_spent() {
            break;
        }
        let (bowed, fit) = refine(gray, shape, &template, freedom, budget);
        if fit <= best + 0.005 {
            break;
        }
        if let Some(segments) = read(gray, &bowed, &layout, inverted, Effort::All, budget) {
            return Some(symbol(segments, &bowed));
        }
        (shape, best) = (bowed, fit);
    }
    if c.fit < LEAST_DATA_FIT || budget.is_spent() {
        return None;
    }
    for freedom in [Freedom::Corners, Freedom::Twist] {
        (shape, best) = refine_by_data(gray, shape, &template, freedom, budget);
        if best < LEAST_DATA_FIT || budget.is_spent() {
            return None;
        }
        if let Some(segments) = read(gray, &shape, &layout, inverted, Effort::All, budget) {
            return Some(symbol(segments, &shape));
        }
    }
    None
}
