//! One grey value a module, and the ways of saying how surely it is dark or light.

use crate::binarise::Sums;
use crate::geometry::Shape;
use crate::gray::Gray;
use crate::refine::Levels;

/// Square of the least deviation, in grey levels, that is taken for contrast and not for noise.
const LEAST_DEVIATION: f32 = 4.0;

/// Grey values of a symbol's modules, row after row.
#[derive(Debug, Clone)]
pub(crate) struct Modules {
    pub(crate) side: usize,
    values: Vec<f32>,
}

impl Modules {
    /// Reads each module as the mean of its middle and four places `spread` modules off it; with a spread of 0, the
    /// middle alone.
    pub(crate) fn of(gray: &Gray<'_>, shape: &Shape, side: usize, spread: f32) -> Self {
        let level = |u: f32, v: f32| gray.level(shape.map(u, v));
        let module = |i: usize| {
            let (u, v) = ((i % side) as f32 + 0.5, (i / side) as f32 + 0.5);
            let middle = level(u, v);
            if spread == 0.0 {
                return middle;
            }
            let around =
                level(u + spread, v) + level(u - spread, v) + level(u, v + spread) + level(u, v - spread);
            (middle + around) / 5.0
        };
        Self { side, values: (0..side * side).map(module).collect() }
    }

    /// How much darker each module is than the mean of those up to `reach` away, in deviations of those; turned
    /// round when `inverted`. Contrast differs over a symbol in shade, so grey levels alone do not say what is sure.
    pub(crate) fn by_mean(&self, reach: usize, inverted: bool) -> Vec<f32> {
        let sums = Sums::of(&self.values, self.side);
        let squares: Vec<f32> = self.values.iter().map(|v| v * v).collect();
        let squares = Sums::of(&squares, self.side);
        let sign = if inverted { -1.0 } else { 1.0 };
        let soft = |(i, &v): (usize, &f32)| {
            let (x, y) = (i % self.side, i / self.side);
            let mean = sums.mean(x, y, reach);
            let deviation = (squares.mean(x, y, reach) - mean * mean).max(LEAST_DEVIATION).sqrt();
            sign * (mean - v) / deviation
        };
        self.values.iter().enumerate().map(soft).collect()
    }

    /// How much nearer each module is to the dark of the finders than to their light, 1 being all the way.
    pub(crate) fn by_levels(&self, levels: &Levels, inverted: bool) -> Vec<f32> {
        let unit = 1.0 / self.side as f32;
        let sign = if inverted { -1.0 } else { 1.0 };
        let soft = |(i, &v): (usize, &f32)| {
            let (dark, light) =
                levels.at(((i % self.side) as f32 + 0.5) * unit, ((i / self.side) as f32 + 0.5) * unit);
            sign * ((dark + light) / 2.0 - v) / ((light - dark).abs().max(1.0) / 2.0)
        };
        self.values.iter().enumerate().map(soft).collect()
    }

    /// Takes back a part of what blur has carried over from the neighbours: `across` of it from left and right,
    /// `down` from above and below. Motion blurs along one axis, defocus along both.
    pub(crate) fn sharpened(&self, across: f32, down: f32) -> Self {
        let (n, v) = (self.side, &self.values);
        let last = n.saturating_sub(1);
        let module = |i: usize| {
            let (x, y, c) = (i % n, i / n, v[i]);
            let (left, right) = (v[y * n + x.saturating_sub(1)], v[y * n + (x + 1).min(last)]);
            let (up, low) = (v[y.saturating_sub(1) * n + x], v[(y + 1).min(last) * n + x]);
            c + across * (2.0 * c - left - right) + down * (2.0 * c - up - low)
        };
        Self { side: n, values: (0..v.len()).map(module).collect() }
    }
}
