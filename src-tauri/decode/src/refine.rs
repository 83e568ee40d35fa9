//! How well a shape explains the grey picture, and moving the shape until it explains it best.

use crate::budget::Budget;
use crate::geometry::{Shape, point};
use crate::gray::Gray;
use crate::template::Template;

/// Dark and light as they look at each of the three finders, taken as a plane over the symbol: shade and glare
/// change slowly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Levels {
    dark: [f32; 3],
    light: [f32; 3],
}

impl Levels {
    pub(crate) fn of(gray: &Gray<'_>, shape: &Shape) -> Self {
        let far = shape.modules() - 7.0;
        let mean = |x: f32, y: f32, places: &[(f32, f32)]| {
            let sum: f32 = places.iter().map(|p| gray.level(shape.map(x + p.0, y + p.1))).sum();
            sum / places.len() as f32
        };
        let at = [(0.0, 0.0), (far, 0.0), (0.0, far)];
        let plane = |places: &[(f32, f32)]| {
            let [a, b, c] = at.map(|(x, y)| mean(x, y, places));
            [a, b - a, c - a]
        };
        Self { dark: plane(&HEART), light: plane(&MOAT) }
    }

    /// Dark and light at a place given in parts of the symbol's side.
    pub(crate) fn at(&self, u: f32, v: f32) -> (f32, f32) {
        let plane = |p: &[f32; 3]| p[0] + p[1] * u + p[2] * v;
        (plane(&self.dark), plane(&self.light))
    }
}

/// Middles of the modules in a finder's heart.
const HEART: [(f32, f32); 9] = [
    (3.5, 3.5),
    (2.5, 2.5),
    (4.5, 2.5),
    (2.5, 4.5),
    (4.5, 4.5),
    (3.5, 2.5),
    (3.5, 4.5),
    (2.5, 3.5),
    (4.5, 3.5),
];
/// Middles of modules in the light ring around it.
const MOAT: [(f32, f32); 8] =
    [(1.5, 1.5), (3.5, 1.5), (5.5, 1.5), (1.5, 3.5), (5.5, 3.5), (1.5, 5.5), (3.5, 5.5), (5.5, 5.5)];

/// A template held against the picture: how well does a shape explain what is seen?
pub(crate) struct Gauge<'a> {
    gray: &'a Gray<'a>,
    template: &'a Template,
    marks: Vec<Marks>,
}

/// Nanoseconds a mark.
const MARK: f32 = 8.0;
/// Marks side by side, as many as the processor takes at once.
const LANES: usize = 8;

/// A mark's place in modules, the middle between dark and light there, and what makes the distance from it a fit: the
/// mark's weight, and a scale that is positive where light is expected. The last ones of a template are filled up by marks
/// of no weight.
#[derive(Default, Clone, Copy)]
struct Marks {
    u: [f32; LANES],
    v: [f32; LANES],
    middle: [f32; LANES],
    scale: [f32; LANES],
    weight: [f32; LANES],
}

impl<'a> Gauge<'a> {
    /// Reads the levels through `shape`.
    pub(crate) fn new(gray: &'a Gray<'a>, template: &'a Template, shape: &Shape) -> Self {
        let mut marks = vec![Marks::default(); template.marks.len().div_ceil(LANES)];
        for (i, mark) in template.marks.iter().enumerate() {
            let lanes = &mut marks[i / LANES];
            (lanes.u[i % LANES], lanes.v[i % LANES]) = (mark.u, mark.v);
            lanes.weight[i % LANES] = mark.sign.abs();
        }
        let mut gauge = Self { gray, template, marks };
        gauge.read_levels(shape);
        gauge
    }

    /// Works for either polarity, since levels are read from the picture itself.
    fn read_levels(&mut self, shape: &Shape) {
        let levels = Levels::of(self.gray, shape);
        let unit = 1.0 / shape.modules();
        for (i, mark) in self.template.marks.iter().enumerate() {
            let (dark, light) = levels.at(mark.u * unit, mark.v * unit);
            // Below eight grey levels the difference is noise.
            let contrast = (light - dark).abs().max(8.0) * if light >= dark { 0.5 } else { -0.5 };
            let lanes = &mut self.marks[i / LANES];
            lanes.middle[i % LANES] = (dark + light) * 0.5;
            lanes.scale[i % LANES] = mark.sign.signum() / contrast;
        }
    }

    /// How well the template lies on the picture: 1 is perfect, 0 is chance.
    pub(crate) fn fit(&self, shape: &Shape) -> f32 {
        let mut sums = [0.0; LANES];
        for marks in &self.marks {
            let levels = self.gray.levels(shape.map_all(&marks.u, &marks.v));
            for i in 0..LANES {
                let off = (levels[i] - marks.middle[i]) * marks.scale[i];
                sums[i] += marks.weight[i] * off.clamp(-1.0, 1.0);
            }
        }
        sums.iter().sum::<f32>() / self.template.weight
    }

    /// Estimated nanoseconds of one fit.
    pub(crate) fn cost(&self) -> f32 {
        self.template.marks.len() as f32 * MARK
    }
}

/// What refining may move, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freedom {
    /// The four corners, a few steps: is this worth going on?
    Look,
    /// The four corners: a flat badge.
    Corners,
    /// The corners and how rows and columns bow: a curled badge.
    Bow,
    /// Also how they bow one way and the other.
    Twist,
}

/// Coordinate search: each number is moved by a step both ways, the step halves when nothing helps. Returns the
/// best shape and its fit.
pub(crate) fn refine(
    gray: &Gray<'_>,
    mut shape: Shape,
    template: &Template,
    freedom: Freedom,
    budget: &mut Budget<'_>,
) -> (Shape, f32) {
    let (numbers, passes) = match freedom {
        Freedom::Look => (8, 3),
        Freedom::Corners => (8, 10),
        Freedom::Bow => (12, 16),
        Freedom::Twist => (16, 20),
    };
    let module = shape.module_pixels();
    let mut gauge = Gauge::new(gray, template, &shape);
    let mut best = gauge.fit(&shape);
    let mut step = module * 0.6;
    for pass in 0..passes {
        let mut moved = false;
        for number in 0..numbers {
            if budget.spend(2, gauge.cost()) {
                return (shape, best);
            }
            for by in [step, -step] {
                let candidate = nudged(&shape, number, by);
                let value = gauge.fit(&candidate);
                if value > best + 1e-5 {
                    (best, shape, moved) = (value, candidate, true);
                    break;
                }
            }
        }
        if !moved {
            step *= 0.5;
            if step < 0.04 * module.max(1.0) {
                break;
            }
        }
        // The first levels were read through a shape that was still off.
        if pass == 3 || pass == 8 {
            gauge.read_levels(&shape);
            best = gauge.fit(&shape);
        }
    }
    (shape, best)
}

/// The shape with one of its numbers moved: 0 to 7 the corners' x and y, from 8 the bows'.
fn nudged(shape: &Shape, number: usize, by: f32) -> Shape {
    let (mut corners, mut bow) = (shape.corners, shape.bow);
    let shift = if number.is_multiple_of(2) { point(by, 0.0) } else { point(0.0, by) };
    if let Some(p) = corners.iter_mut().chain(&mut bow).nth(number / 2) {
        *p = *p + shift;
    }
    Shape::new(corners, bow, shape.modules())
}
