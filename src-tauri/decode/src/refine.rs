//! How well a shape explains the grey picture, and moving the shape until it explains it best.

use crate::budget::Budget;
use crate::geometry::{Shape, point};
use crate::gray::Gray;
use crate::template::{Mark, Template};

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
    /// Modules of data, of which only is known that they are either dark or light: their marks count by how far they are
    /// from the middle between both.
    data: Vec<Marks>,
}

/// How much crisp data counts beside the fixed modules.
const DATA: f32 = 1.0;
/// Nanoseconds a mark.
const MARK: f32 = 8.0;
/// Marks side by side, as many as the processor takes at once.
const LANES: usize = 8;

/// A mark's place in modules, the middle between dark and light there, and what makes the distance from it a fit: the
/// mark's weight, its sign (negative for dark), and a scale that is positive where light is expected. The last ones of a
/// template are filled up by marks of no weight.
#[derive(Default, Clone, Copy)]
struct Marks {
    u: [f32; LANES],
    v: [f32; LANES],
    middle: [f32; LANES],
    scale: [f32; LANES],
    sign: [f32; LANES],
    weight: [f32; LANES],
}

fn in_lanes(marks: &[Mark]) -> Vec<Marks> {
    let mut all = vec![Marks::default(); marks.len().div_ceil(LANES)];
    for (i, mark) in marks.iter().enumerate() {
        let lanes = &mut all[i / LANES];
        (lanes.u[i % LANES], lanes.v[i % LANES]) = (mark.u, mark.v);
        (lanes.sign[i % LANES], lanes.weight[i % LANES]) = (mark.sign.signum(), mark.sign.abs());
    }
    all
}

impl<'a> Gauge<'a> {
    /// Reads the levels through `shape`.
    pub(crate) fn new(gray: &'a Gray<'a>, template: &'a Template, shape: &Shape) -> Self {
        let marks = in_lanes(&template.marks);
        let mut gauge = Self { gray, template, marks, data: Vec::new() };
        gauge.read_levels(shape);
        gauge
    }

    /// Also looks at how crisp the data is: the fixed modules say little about where the symbol's far end lies, and
    /// nothing about a bend between them.
    fn with_data(self, shape: &Shape) -> Self {
        let mut gauge = Self { data: in_lanes(&self.template.data()), ..self };
        gauge.read_levels(shape);
        gauge
    }

    /// Works for either polarity, since levels are read from the picture itself.
    fn read_levels(&mut self, shape: &Shape) {
        let levels = Levels::of(self.gray, shape);
        let unit = 1.0 / shape.modules();
        for lanes in self.marks.iter_mut().chain(&mut self.data) {
            for i in 0..LANES {
                let (dark, light) = levels.at(lanes.u[i] * unit, lanes.v[i] * unit);
                // Below eight grey levels the difference is noise.
                let contrast = (light - dark).abs().max(8.0) * if light >= dark { 0.5 } else { -0.5 };
                lanes.middle[i] = (dark + light) * 0.5;
                lanes.scale[i] = lanes.sign[i] / contrast;
            }
        }
    }

    /// What refining makes as large as it can.
    fn worth(&self, shape: &Shape) -> f32 {
        let fit = self.fit(shape);
        if self.data.is_empty() {
            return fit;
        }
        let mut sum = 0.0;
        for marks in &self.data {
            let off = self.off(marks, shape);
            sum += (0..LANES).map(|i| marks.weight[i] * off[i].abs().min(1.0)).sum::<f32>();
        }
        fit + DATA * sum / (self.data.len() * LANES) as f32
    }

    /// How far each mark's level lies on the side where it should be, in halves of the contrast.
    #[inline]
    fn off(&self, marks: &Marks, shape: &Shape) -> [f32; LANES] {
        let levels = self.gray.levels(shape.map_all(&marks.u, &marks.v));
        std::array::from_fn(|i| (levels[i] - marks.middle[i]) * marks.scale[i])
    }

    /// How well the template lies on the picture: 1 is perfect, 0 is chance.
    pub(crate) fn fit(&self, shape: &Shape) -> f32 {
        let mut sums = [0.0; LANES];
        for marks in &self.marks {
            let off = self.off(marks, shape);
            for i in 0..LANES {
                sums[i] += marks.weight[i] * off[i].clamp(-1.0, 1.0);
            }
        }
        sums.iter().sum::<f32>() / self.template.weight
    }

    /// Estimated nanoseconds of one fit.
    pub(crate) fn cost(&self) -> f32 {
        ((self.marks.len() + self.data.len()) * LANES) as f32 * MARK
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
    shape: Shape,
    template: &Template,
    freedom: Freedom,
    budget: &mut Budget<'_>,
) -> (Shape, f32) {
    search(Gauge::new(gray, template, &shape), shape, freedom, budget)
}

/// As [`refine`], by the data as well; the fit that it returns is that of the fixed modules.
pub(crate) fn refine_by_data(
    gray: &Gray<'_>,
    shape: Shape,
    template: &Template,
    freedom: Freedom,
    budget: &mut Budget<'_>,
) -> (Shape, f32) {
    let gauge = Gauge::new(gray, template, &shape).with_data(&shape);
    let (shape, _) = search(gauge, shape, freedom, budget);
    (shape, Gauge::new(gray, template, &shape).fit(&shape))
}

fn search(mut gauge: Gauge<'_>, mut shape: Shape, freedom: Freedom, budget: &mut Budget<'_>) -> (Shape, f32) {
    let (numbers, passes) = match freedom {
        Freedom::Look => (8, 3),
        Freedom::Corners => (8, 10),
        Freedom::Bow => (12, 16),
        Freedom::Twist => (16, 20),
    };
    let module = shape.module_pixels();
    let mut best = gauge.worth(&shape);
    let mut step = module * 0.6;
    for pass in 0..passes {
        let mut moved = false;
        for number in 0..numbers {
            if budget.spend(2, gauge.cost()) {
                return (shape, best);
            }
            for by in [step, -step] {
                let candidate = nudged(&shape, number, by);
                let value = gauge.worth(&candidate);
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
            best = gauge.worth(&shape);
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
