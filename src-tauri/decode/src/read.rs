//! Modules to segments: which ways of telling dark from light are tried, the likeliest first.

use crate::budget::Budget;
use crate::code::{Layout, Segment, Trust, decode};
use crate::geometry::Shape;
use crate::gray::Gray;
use crate::refine::Levels;
use crate::sample::Modules;

/// How many ways of calling the modules are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// The shape fits poorly: the likeliest few. Each further try is also a chance of a false read.
    Few,
    /// The shape fits: also those for strong blur and glare.
    All,
}

/// Distance from a module's middle, in modules, of the places averaged with it.
const SPREAD: f32 = 0.18;

/// What the symbol that lies at `shape` says.
pub(crate) fn read(
    gray: &Gray<'_>,
    shape: &Shape,
    layout: &Layout,
    inverted: bool,
    effort: Effort,
    budget: &mut Budget<'_>,
) -> Option<Vec<Segment>> {
    let side = layout.side();
    let modules = Modules::of(gray, shape, side, SPREAD);
    let trust = if effort == Effort::All { Trust::Full } else { Trust::Little };
    let mut attempt = |soft: &dyn Fn() -> Vec<f32>| {
        if budget.spend(side * side, 45.0) {
            None
        } else {
            decode(&soft(), layout, trust).map(|stream| stream.segments)
        }
    };
    let sharper = |across, down, reach| modules.sharpened(across, down).by_mean(reach, inverted);
    let likely = attempt(&|| modules.by_mean(5, inverted))
        .or_else(|| attempt(&|| sharper(0.15, 0.15, 5)))
        .or_else(|| attempt(&|| sharper(0.3, 0.3, 5)))
        .or_else(|| attempt(&|| modules.by_mean(9, inverted)));
    if likely.is_some() || effort == Effort::Few {
        return likely;
    }
    attempt(&|| modules.by_levels(&Levels::of(gray, shape), inverted))
        .or_else(|| {
            [(0.4, 0.0), (0.0, 0.4), (0.5, 0.5), (0.8, 0.1), (0.1, 0.8)]
                .into_iter()
                .find_map(|(across, down)| attempt(&|| sharper(across, down, 4)))
        })
        .or_else(|| attempt(&|| Modules::of(gray, shape, side, 0.0).by_mean(3, inverted)))
}
