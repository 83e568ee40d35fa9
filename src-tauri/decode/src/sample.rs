//! One grey value a module, and the ways of calling it dark or light.

use crate::binarise::Sums;
use crate::geometry::Shape;
use crate::gray::Gray;
use crate::refine::Levels;

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

    /// Dark where a module is darker than the mean of those up to `reach` away; turned round when `inverted`.
    pub(crate) fn by_mean(&self, reach: usize, inverted: bool) -> Vec<bool> {
        let sums = Sums::of(&self.values, self.side);
        let limit = |i: usize| sums.mean(i % self.side, i / self.side, reach);
        self.values.iter().enumerate().map(|(i, &v)| (v < limit(i)) != inverted).collect()
    }

    /// Dark where a module is nearer to the dark of the finders than to their light.
    pub(crate) fn by_levels(&self, levels: &Levels, inverted: bool) -> Vec<bool> {
        let unit = 1.0 / self.side as f32;
        let half = |i: usize| {
            let (dark, light) =
                levels.at(((i % self.side) as f32 + 0.5) * unit, ((i / self.side) as f32 + 0.5) * unit);
            (dark + light) / 2.0
        };
        self.values.iter().enumerate().map(|(i, &v)| (v < half(i)) != inverted).collect()
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
