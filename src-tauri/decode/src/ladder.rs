//! Which scales and binarisers are tried, and in which order: the likeliest and cheapest first.
//!
//! The orders come from measurements over photographed and generated badges. A step is one pass of the detector
//! over one copy of the picture; the ladder ends at the first step that reads anything.

use crate::binarise::Binariser;
use crate::budget::Budget;
use crate::charset::text_of;
use crate::detect::{Symbol, detect};
use crate::find::Scan;
use crate::gray::Gray;
use crate::{MIN_SIDE, Payload, Symbology};

/// How far to go for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ladder {
    /// A camera frame: few steps, the next frame comes soon. About 30 ms are enough.
    Live,
    /// A picture that will not come again: every step, as long as `stop` allows. About 500 ms are enough.
    Photo,
}

/// A copy's size against the frame's.
#[derive(Debug, Clone, Copy)]
enum Scale {
    Same,
    /// One pixel for a block of this side.
    Part(usize),
    /// This many times as large.
    Times(f32),
}

impl Scale {
    fn factor(self) -> f32 {
        match self {
            Self::Same => 1.0,
            Self::Part(n) => 1.0 / n as f32,
            Self::Times(k) => k,
        }
    }
}

struct Step {
    name: &'static str,
    scale: Scale,
    /// Softenings before scaling, against noise.
    soften: u8,
    binariser: Binariser,
    tolerance: f32,
    gated: bool,
}

impl Step {
    const fn new(name: &'static str, scale: Scale, binariser: Binariser) -> Self {
        Self { name, scale, soften: 0, binariser, tolerance: 0.55, gated: false }
    }
    const fn gated(self) -> Self {
        Self { gated: true, ..self }
    }
    const fn softened(self, times: u8) -> Self {
        Self { soften: times, ..self }
    }
    const fn loose(self) -> Self {
        Self { tolerance: 0.8, ..self }
    }
}

const fn blocks(reach: usize, flat: u8) -> Binariser {
    Binariser::Blocks { reach, flat }
}
const fn mean(reach: usize, margin: i32) -> Binariser {
    Binariser::Mean { reach, margin }
}

/// The half and quarter are for close-ups (modules wider than a block) and noise, the double for modules under two
/// pixels.
const LIVE: [Step; 5] = [
    Step::new("1x", Scale::Same, blocks(2, 24)).gated(),
    Step::new("half", Scale::Part(2), blocks(2, 16)).gated(),
    Step::new("quarter", Scale::Part(4), blocks(2, 16)),
    Step::new("soft", Scale::Same, blocks(3, 8)).softened(2),
    Step::new("double", Scale::Times(2.0), blocks(2, 16)).gated(),
];

/// Tried after the live steps.
const PHOTO: [Step; 8] = [
    Step::new("1x all", Scale::Same, blocks(2, 24)),
    Step::new("double all", Scale::Times(2.0), blocks(2, 16)),
    Step::new("3/4 soft", Scale::Times(0.75), blocks(2, 10)).softened(1),
    Step::new("1x mean", Scale::Same, mean(10, 2)),
    Step::new("3/2", Scale::Times(1.5), blocks(2, 20)),
    Step::new("half all", Scale::Part(2), blocks(2, 16)),
    Step::new("1x loose", Scale::Same, blocks(1, 24)).loose(),
    Step::new("double mean", Scale::Times(2.0), mean(12, 2)),
];

/// Copies with more pixels than this come last, and enlarged ones not at all: a large photo is read sooner small.
const LARGE: f32 = 4e6;

/// Triples tried in vain in one step.
const MOST_TRIPLES: usize = 12;

impl Ladder {
    /// Goes up until a step reads something or the budget is spent.
    pub(crate) fn climb(self, frame: &Gray<'_>, budget: &mut Budget<'_>) -> Vec<Payload> {
        let further: &[Step] = match self {
            Self::Live => &[],
            Self::Photo => &PHOTO,
        };
        let pixels = (frame.w * frame.h) as f32;
        let is_large = |s: &Step| pixels * s.scale.factor().powi(2) > LARGE;
        let steps = || LIVE.iter().chain(further);
        let large_later = steps().filter(|s| is_large(s) && s.scale.factor() <= 1.0);
        for step in steps().filter(|s| !is_large(s)).chain(large_later) {
            if budget.spent() {
                break;
            }
            let payloads = step.run(frame, budget).unwrap_or_default();
            if !payloads.is_empty() {
                return payloads;
            }
        }
        Vec::new()
    }
}

impl Step {
    /// `None` when the budget ran out before the search began, or the copy would be too small to hold a symbol.
    fn run(&self, frame: &Gray<'_>, budget: &mut Budget<'_>) -> Option<Vec<Payload>> {
        let k = self.scale.factor();
        if (frame.w.min(frame.h) as f32 * k) < MIN_SIDE as f32 + 1.0 && k < 1.0 {
            return None;
        }
        let mut copy = frame.clone();
        for _ in 0..self.soften {
            copy = copy.softened(budget)?;
        }
        let copy = match self.scale {
            Scale::Same => copy,
            Scale::Part(n) => copy.shrunk(n, budget)?,
            Scale::Times(k) => copy.resampled(k, budget)?,
        };
        let map = self.binariser.apply(&copy, budget)?;
        let scan = Scan { tolerance: self.tolerance, gated: self.gated };
        let mut payloads: Vec<Payload> = Vec::new();
        for symbol in detect(&copy, &map, scan, MOST_TRIPLES, budget) {
            if !payloads.iter().any(|p| p.bytes == symbol.bytes) {
                payloads.push(self.payload(symbol, k));
            }
        }
        Some(payloads)
    }

    fn payload(&self, symbol: Symbol, k: f32) -> Payload {
        let (text, charset) = text_of(&symbol.bytes);
        Payload {
            bytes: symbol.bytes,
            text,
            charset,
            symbology: Symbology::Qr,
            corners: symbol.corners.map(|p| (p.x / k, p.y / k)),
            step: self.name,
        }
    }
}
