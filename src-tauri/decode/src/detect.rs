//! One pass over one picture: finders, triples, shapes, and what can be read there.

use crate::align::{first_shapes, versions};
use crate::binarise::Bitmap;
use crate::budget::Budget;
use crate::find::{Scan, finders};
use crate::geometry::{Point, Shape};
use crate::gray::Gray;
use crate::read::{Effort, read};
use crate::refine::{Freedom, Levels, fit, refine};
use crate::template::Template;
use crate::triple::{Triple, triples};

/// A symbol that was read in a pass.
#[derive(Debug)]
pub(crate) struct Symbol {
    pub(crate) bytes: Vec<u8>,
    /// In pixels of the picture that was passed in.
    pub(crate) corners: [Point; 4],
}

/// A shape whose fit is below this is not read: lower, and chance begins to read things.
const LEAST_FIT: f32 = 0.35;
/// A first shape below this is not worth refining.
const LEAST_FIRST_FIT: f32 = 0.15;
/// A fit above this is surely the right version.
const SURE_FIT: f32 = 0.8;

/// Reads the symbols of `gray`, whose dark pixels are `map`; tries at most `most_triples` triples in vain.
pub(crate) fn detect(
    gray: &Gray<'_>,
    map: &Bitmap,
    scan: Scan,
    most_triples: usize,
    budget: &mut Budget<'_>,
) -> Vec<Symbol> {
    let finders = finders(map, scan, budget);
    let mut used = vec![false; finders.len()];
    let mut symbols = Vec::new();
    let mut vain = 0;
    for triple in triples(&finders) {
        if vain >= most_triples || budget.spent() {
            break;
        }
        if triple.from.iter().any(|&i| used[i]) {
            continue;
        }
        let Some(symbol) = read_triple(gray, map, &triple, budget) else {
            vain += 1;
            continue;
        };
        symbols.push(symbol);
        for i in triple.from {
            used[i] = true;
        }
    }
    symbols
}

/// A refined shape of one version.
struct Candidate {
    shape: Shape,
    fit: f32,
    version: usize,
}

fn read_triple(gray: &Gray<'_>, map: &Bitmap, triple: &Triple, budget: &mut Budget<'_>) -> Option<Symbol> {
    let mut candidates = Vec::new();
    for version in versions(map, triple) {
        candidates.extend(refined(gray, triple, version, budget));
        if budget.is_spent() || candidates.iter().any(|c: &Candidate| c.fit > SURE_FIT) {
            break;
        }
    }
    candidates.sort_by(|a, b| b.fit.total_cmp(&a.fit));
    // Two first shapes often end in the same place.
    candidates.dedup_by(|a, b| (a.fit - b.fit).abs() < 1e-4);
    candidates
        .iter()
        .take(2)
        .filter(|c| c.fit >= LEAST_FIT)
        .find_map(|c| read_candidate(gray, c, triple.corner.inverted, budget))
}

/// The two best first shapes of a version, refined.
fn refined(gray: &Gray<'_>, triple: &Triple, version: usize, budget: &mut Budget<'_>) -> Vec<Candidate> {
    let template = Template::of(version);
    let mut first: Vec<(f32, Shape)> = first_shapes(gray, triple, version, budget)
        .into_iter()
        .map(|shape| (fit(gray, &shape, &template, &Levels::of(gray, &shape)), shape))
        .filter(|(fit, _)| *fit >= LEAST_FIRST_FIT)
        .collect();
    first.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut out = Vec::new();
    for (_, shape) in first.into_iter().take(2) {
        let (shape, fit) = refine(gray, shape, &template, Freedom::Corners, budget);
        out.push(Candidate { shape, fit, version });
        if fit > 0.75 || budget.is_spent() {
            break;
        }
    }
    out
}

/// Reads a candidate flat, and then bowed where the fit leaves room for a curl.
fn read_candidate(gray: &Gray<'_>, c: &Candidate, inverted: bool, budget: &mut Budget<'_>) -> Option<Symbol> {
    let template = Template::of(c.version);
    let side = template.side;
    let effort = if c.fit > 0.55 { Effort::All } else { Effort::Few };
    let symbol = |bytes, shape: &Shape| Symbol { bytes, corners: shape.corners };
    if let Some(bytes) = read(gray, &c.shape, side, inverted, effort, budget) {
        return Some(symbol(bytes, &c.shape));
    }
    if !(0.38..0.97).contains(&c.fit) {
        return None;
    }
    let (bowed, fit) = refine(gray, c.shape, &template, Freedom::CornersAndBow, budget);
    if fit <= c.fit {
        return None;
    }
    read(gray, &bowed, side, inverted, Effort::All, budget).map(|bytes| symbol(bytes, &bowed))
}
