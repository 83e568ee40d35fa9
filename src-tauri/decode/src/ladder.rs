//! Which scales and binarisers are tried, where, and in which order: the likeliest and cheapest first.
//!
//! The orders come from measurements over photographed and generated badges. A step is one pass of the detector
//! over one copy of the picture, or of its busy parts; the ladder ends at the first step that reads anything.

use crate::binarise::Binariser;
use crate::budget::Budget;
use crate::busy::busy;
use crate::charset::said;
use crate::detect::{Candidate, Symbol, detect};
use crate::find::Scan;
use crate::geometry::{Point, point};
use crate::gray::{Area, Gray};
use crate::others::{OF_A_PHOTO, others};
use crate::second::second;
use crate::{MIN_SIDE, Payload, Sighting, Symbology};

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
    Double,
    /// This many times as large.
    Times(f32),
}

impl Scale {
    fn factor(self) -> f32 {
        match self {
            Self::Same => 1.0,
            Self::Part(n) => 1.0 / n as f32,
            Self::Double => 2.0,
            Self::Times(k) => k,
        }
    }
}

/// When a step is worth its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// The first step saw many changes of dark and light: noise, or a dense code.
    Restless,
}

#[derive(Clone, Copy)]
pub(crate) struct Step {
    name: &'static str,
    scale: Scale,
    /// Softenings before scaling, against noise.
    soften: u8,
    binariser: Binariser,
    tolerance: f32,
    gated: bool,
    /// Only the busy parts, up to this many pixels together.
    busy: Option<usize>,
    when: When,
    /// Triples tried in vain.
    patience: f32,
    /// Finders kept.
    kept: usize,
}

impl Step {
    const fn new(name: &'static str, scale: Scale, binariser: Binariser) -> Self {
        Self {
            name,
            scale,
            soften: 0,
            binariser,
            tolerance: 0.55,
            gated: false,
            busy: None,
            when: When::Always,
            patience: 12.0,
            kept: 36,
        }
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
    const fn where_busy(self, most: usize) -> Self {
        Self { busy: Some(most), ..self }
    }
    const fn when_restless(self) -> Self {
        Self { when: When::Restless, ..self }
    }
    const fn patient(self, patience: f32, kept: usize) -> Self {
        Self { patience, kept, ..self }
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
    Step::new("1x", Scale::Same, blocks(2, 24)).gated().patient(5.0, 36),
    Step::new("half", Scale::Part(2), blocks(2, 16)).gated().patient(4.0, 28),
    Step::new("quarter", Scale::Part(4), blocks(2, 16)).patient(3.0, 20),
    Step::new("soft", Scale::Same, blocks(3, 8)).softened(2).when_restless().patient(4.0, 28),
    Step::new("double", Scale::Double, blocks(2, 16)).gated().where_busy(200_000).patient(4.0, 28),
];

/// Tried after the live steps.
const PHOTO: [Step; 9] = [
    Step::new("1x all", Scale::Same, blocks(2, 24)).patient(16.0, 150),
    Step::new("double all", Scale::Double, blocks(2, 16)),
    Step::new("soft all", Scale::Same, blocks(3, 8)).softened(2),
    Step::new("3/4 soft", Scale::Times(0.75), blocks(2, 10)).softened(1),
    Step::new("1x mean", Scale::Same, mean(10, 2)),
    Step::new("3/2", Scale::Times(1.5), blocks(2, 20)),
    Step::new("half all", Scale::Part(2), blocks(2, 16)),
    Step::new("1x loose", Scale::Same, blocks(1, 24)).loose(),
    Step::new("double mean", Scale::Double, mean(12, 2)),
];

/// Tried on a photo that was read, for the other codes on it.
const EACH: [Step; 4] = [
    // A page of 140 codes has 420 finders.
    Step::new("1x each", Scale::Same, blocks(2, 24)).patient(16.0, 450),
    Step::new("half", Scale::Part(2), blocks(2, 16)).patient(4.0, 80),
    Step::new("quarter", Scale::Part(4), blocks(2, 16)).patient(3.0, 40),
    Step::new("double", Scale::Double, blocks(2, 16)).where_busy(500_000).patient(4.0, 80),
];

/// When climbing ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// After the first step that reads anything.
    Read,
    /// After the last step.
    Done,
}

/// Copies with more pixels than this come last, and enlarged ones not at all: a large photo is read sooner small.
const LARGE: f32 = 4e6;
/// Changes of dark and light a pixel from which a picture is restless.
const RESTLESS: f32 = 0.03;

/// What climbing came to.
#[derive(Default)]
pub(crate) struct Climbed {
    pub(crate) payloads: Vec<Payload>,
    pub(crate) sightings: Vec<Sighting>,
}

impl Climbed {
    fn and(&mut self, further: Self) {
        for payload in further.payloads {
            self.note(payload);
        }
        self.sightings.extend(further.sightings);
    }

    /// Each payload once.
    fn note(&mut self, payload: Payload) {
        if !self.payloads.iter().any(|known| known.bytes == payload.bytes) {
            self.payloads.push(payload);
        }
    }
}

impl Ladder {
    /// Goes up until a step reads something or the budget is spent.
    pub(crate) fn climb(self, frame: &Gray<'_>, budget: &mut Budget<'_>) -> Climbed {
        let mut climbed = climb(frame, LIVE.iter(), Until::Read, budget);
        if self == Self::Live {
            return climbed;
        }
        if climbed.payloads.is_empty() {
            climbed.payloads = others(frame, OF_A_PHOTO, OTHERS, budget).unwrap_or_default();
        }
        if climbed.payloads.is_empty() {
            climbed.and(climb(frame, PHOTO.iter(), Until::Read, budget));
        }
        if climbed.payloads.is_empty() {
            climbed.payloads = second(frame, &climbed.sightings, SECOND, budget).unwrap_or_default();
        }
        if !climbed.payloads.is_empty() {
            // A picture may show several badges of different sizes, and will not come again.
            climbed.and(climb(frame, EACH.iter(), Until::Done, budget));
        }
        climbed
    }
}

/// The name of the step that looks for symbols other than QR codes.
pub(crate) const OTHERS: &str = "others";

/// The name of the step that asks another reader for QR codes.
const SECOND: &str = "second";

/// The steps of a frame among many: the cheap ones each time, one of the dear ones in turn.
pub(crate) fn in_turn(turn: usize) -> impl Iterator<Item = &'static Step> + Clone {
    const TURNS: [&[Step]; 4] = [LIVE.split_at(3).1, &[PHOTO[4]], LIVE.split_at(3).1, &[]];
    LIVE.iter().take(3).chain(TURNS[turn % TURNS.len()])
}

pub(crate) fn climb<'s>(
    frame: &Gray<'_>,
    steps: impl Iterator<Item = &'s Step> + Clone,
    until: Until,
    budget: &mut Budget<'_>,
) -> Climbed {
    let pixels = (frame.w * frame.h) as f32;
    let is_large = |s: &Step| s.busy.is_none() && pixels * s.scale.factor().powi(2) > LARGE;
    let large_later = steps.clone().filter(|s| is_large(s) && s.scale.factor() <= 1.0);
    let mut climbed = Climbed::default();
    let mut restless = None;
    for step in steps.filter(|s| !is_large(s)).chain(large_later) {
        if budget.is_spent() {
            break;
        }
        if step.when == When::Restless && restless.is_some_and(|restless| restless < RESTLESS) {
            continue;
        }
        let seen = step.run(frame, &mut climbed, budget).unwrap_or(0.0);
        restless = restless.or(Some(seen));
        if until == Until::Read && !climbed.payloads.is_empty() {
            break;
        }
    }
    climbed
}

impl Step {
    /// How restless the picture was; `None` when the budget ran out before the search began, or the copy would be too
    /// small to hold a symbol.
    fn run(&self, frame: &Gray<'_>, climbed: &mut Climbed, budget: &mut Budget<'_>) -> Option<f32> {
        let Some(most) = self.busy else {
            return self.pass(frame, point(0.0, 0.0), climbed, budget);
        };
        for area in busy(frame, most, budget)? {
            let offset = point(area.left as f32, area.top as f32);
            self.pass(&frame.cropped(area), offset, climbed, budget);
        }
        Some(0.0)
    }

    fn pass(
        &self,
        part: &Gray<'_>,
        offset: Point,
        climbed: &mut Climbed,
        budget: &mut Budget<'_>,
    ) -> Option<f32> {
        let k = self.scale.factor();
        if part.w.min(part.h) as f32 * k.min(1.0) < MIN_SIDE as f32 + 1.0 {
            return None;
        }
        let mut copy = part.clone();
        for _ in 0..self.soften {
            copy = copy.softened(budget)?;
        }
        let copy = match self.scale {
            Scale::Same => copy,
            Scale::Part(n) => copy.shrunk(n, budget)?,
            Scale::Double => copy.doubled(budget)?,
            Scale::Times(k) => copy.resampled(k, budget)?,
        };
        let map = self.binariser.apply(&copy, budget)?;
        let scan = Scan { tolerance: self.tolerance, gated: self.gated, kept: self.kept };
        let pass = detect(&copy, &map, scan, self.patience, budget);
        let place = |p: Point| {
            let p = p * (1.0 / k) + offset;
            (p.x, p.y)
        };
        for symbol in &pass.symbols {
            climbed.note(self.payload(symbol, place));
        }
        climbed.sightings.extend(pass.unread.iter().map(|unread| sighting(unread, k, place)));
        Some(pass.restless)
    }

    fn payload(&self, symbol: &Symbol, place: impl Fn(Point) -> (f32, f32)) -> Payload {
        let (bytes, text, charset) = said(&symbol.segments);
        Payload {
            bytes,
            text,
            charset,
            symbology: Symbology::Qr,
            corners: symbol.corners.map(place),
            step: self.name,
        }
    }
}

fn sighting(unread: &Candidate, k: f32, place: impl Fn(Point) -> (f32, f32)) -> Sighting {
    Sighting {
        corners: unread.shape.corners.map(place),
        module: unread.shape.module_pixels() / k,
        fit: unread.fit,
    }
}

/// The area around a place where a code was, with room for how far a hand moves between two frames.
pub(crate) fn around(corners: &[(f32, f32); 4]) -> Area {
    let least = |f: fn(&(f32, f32)) -> f32| corners.iter().map(f).fold(f32::INFINITY, f32::min);
    let most = |f: fn(&(f32, f32)) -> f32| corners.iter().map(f).fold(0.0, f32::max);
    let (left, top) = (least(|c| c.0).max(0.0), least(|c| c.1).max(0.0));
    let (w, h) = ((most(|c| c.0) - left).max(0.0), (most(|c| c.1) - top).max(0.0));
    let area = Area { left: left as usize, top: top as usize, w: w as usize, h: h as usize };
    area.widened((w.max(h) * 0.4) as usize + 8)
}
