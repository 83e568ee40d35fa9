//! Points, and the map from a symbol's modules to pixels. No pixels are read here.

use std::ops::{Add, Mul, Sub};

/// A place or a distance in pixels; pixel centres lie at half numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
}

pub(crate) const fn point(x: f32, y: f32) -> Point {
    Point { x, y }
}

impl Point {
    pub(crate) fn length(self) -> f32 {
        self.x.hypot(self.y)
    }
    pub(crate) fn dot(self, o: Point) -> f32 {
        self.x * o.x + self.y * o.y
    }
    /// Positive when `o` lies clockwise of `self` on the screen (y points down).
    pub(crate) fn cross(self, o: Point) -> f32 {
        self.x * o.y - self.y * o.x
    }
}

impl Add for Point {
    type Output = Point;
    #[inline]
    fn add(self, o: Point) -> Point {
        point(self.x + o.x, self.y + o.y)
    }
}
impl Sub for Point {
    type Output = Point;
    #[inline]
    fn sub(self, o: Point) -> Point {
        point(self.x - o.x, self.y - o.y)
    }
}
impl Mul<f32> for Point {
    type Output = Point;
    #[inline]
    fn mul(self, k: f32) -> Point {
        point(self.x * k, self.y * k)
    }
}

/// Where a symbol lies: four corners (perspective) and bows along each axis (a curled badge).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// Top left, top right, bottom right, bottom left of the symbol, in pixels.
    pub(crate) corners: [Point; 4],
    /// How far the middle of the rows and of the columns is pushed out, in pixels; then how far their first halves
    /// are pushed one way and their second halves the other.
    pub(crate) bow: [Point; 4],
    is_bowed: bool,
    modules: f32,
    /// The projective map from the unit square to the corners.
    h: [f32; 8],
}

impl Shape {
    /// `modules` is the symbol's side in modules.
    pub(crate) fn new(corners: [Point; 4], bow: [Point; 4], modules: f32) -> Self {
        let [a, b, c, d] = corners;
        let (right, down, skew) = (b - c, d - c, a - b + c - d);
        let area = right.cross(down);
        let (g, h) =
            if area.abs() < 1e-6 { (0.0, 0.0) } else { (skew.cross(down) / area, right.cross(skew) / area) };
        let (u, v) = (b - a + b * g, d - a + d * h);
        let is_bowed = bow.iter().any(|b| b.x != 0.0 || b.y != 0.0);
        Self { corners, bow, is_bowed, modules, h: [u.x, v.x, a.x, u.y, v.y, a.y, g, h] }
    }

    /// The flat shape that puts four module places on four pixel places; `None` when three of them are in line or
    /// the corners fall far outside any picture.
    pub(crate) fn through(places: [Point; 4], pixels: [Point; 4], modules: f32) -> Option<Self> {
        let h = solve(equations(places, pixels))?;
        let side = f64::from(modules);
        let map = |x: f64, y: f64| {
            let z = h[6] * x + h[7] * y + 1.0;
            point(((h[0] * x + h[1] * y + h[2]) / z) as f32, ((h[3] * x + h[4] * y + h[5]) / z) as f32)
        };
        let corners = [map(0.0, 0.0), map(side, 0.0), map(side, side), map(0.0, side)];
        let far = |p: &Point| !(p.x.abs() < 1e5 && p.y.abs() < 1e5);
        (!corners.iter().any(far)).then(|| Self::new(corners, [Point::default(); 4], modules))
    }

    /// The pixel place of a module place; (0, 0) is the symbol's top left corner.
    #[inline]
    pub(crate) fn map(&self, u: f32, v: f32) -> Point {
        let (u, v) = (u / self.modules, v / self.modules);
        let h = &self.h;
        let z = 1.0 / (h[6] * u + h[7] * v + 1.0);
        let flat = point((h[0] * u + h[1] * v + h[2]) * z, (h[3] * u + h[4] * v + h[5]) * z);
        if !self.is_bowed {
            return flat;
        }
        // Both kinds are 1 where they are largest and 0 at the edges.
        let (a, b) = (4.0 * u * (1.0 - u), 4.0 * v * (1.0 - v));
        let (c, d) = (2.6 * a * (1.0 - 2.0 * u), 2.6 * b * (1.0 - 2.0 * v));
        let [across, down, twist_across, twist_down] = self.bow;
        flat + across * a + down * b + twist_across * c + twist_down * d
    }

    /// As [`Shape::map`], for many places at once: x and y of each.
    #[inline]
    pub(crate) fn map_all<const N: usize>(&self, u: &[f32; N], v: &[f32; N]) -> [[f32; N]; 2] {
        let [mut xs, mut ys] = [[0.0; N]; 2];
        if self.is_bowed {
            for i in 0..N {
                let p = self.map(u[i], v[i]);
                (xs[i], ys[i]) = (p.x, p.y);
            }
            return [xs, ys];
        }
        let (h, unit) = (&self.h, 1.0 / self.modules);
        for i in 0..N {
            let (u, v) = (u[i] * unit, v[i] * unit);
            let z = 1.0 / (h[6] * u + h[7] * v + 1.0);
            xs[i] = (h[0] * u + h[1] * v + h[2]) * z;
            ys[i] = (h[3] * u + h[4] * v + h[5]) * z;
        }
        [xs, ys]
    }

    /// The symbol's side in modules.
    pub(crate) fn modules(&self) -> f32 {
        self.modules
    }

    /// Pixels a module along the top edge.
    pub(crate) fn module_pixels(&self) -> f32 {
        (self.corners[1] - self.corners[0]).length() / self.modules
    }
}

/// Eight equations in the eight unknowns of a projective map, the right side in the last column.
fn equations(places: [Point; 4], pixels: [Point; 4]) -> [[f64; 9]; 8] {
    let mut rows = [[0.0; 9]; 8];
    for (pair, (m, p)) in rows.as_chunks_mut::<2>().0.iter_mut().zip(places.into_iter().zip(pixels)) {
        let (x, y, u, v) = (f64::from(m.x), f64::from(m.y), f64::from(p.x), f64::from(p.y));
        pair[0] = [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u];
        pair[1] = [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v];
    }
    rows
}

/// Gauss-Jordan elimination with row pivots; `None` for a singular system.
fn solve(mut a: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for c in 0..8 {
        let pivot = (c..8).max_by(|&i, &j| a[i][c].abs().total_cmp(&a[j][c].abs()))?;
        a.swap(c, pivot);
        let head = a[c];
        if head[c].is_nan() || head[c].abs() < 1e-9 {
            return None;
        }
        for (_, row) in a.iter_mut().enumerate().filter(|&(r, _)| r != c) {
            let k = row[c] / head[c];
            for (cell, &h) in row.iter_mut().zip(&head).skip(c) {
                *cell -= k * h;
            }
        }
    }
    Some(std::array::from_fn(|i| a[i][8] / a[i][i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_puts_its_corners_where_they_were_given() {
        let corners = [point(10.0, 5.0), point(90.0, 12.0), point(80.0, 99.0), point(2.0, 70.0)];
        let shape =
            Shape::new(corners, [point(3.0, 1.0), point(-2.0, 4.0), point(0.5, 0.0), point(0.0, -1.0)], 25.0);
        for (at, want) in [(0.0, 0.0), (25.0, 0.0), (25.0, 25.0), (0.0, 25.0)].into_iter().zip(corners) {
            assert!((shape.map(at.0, at.1) - want).length() < 1e-3, "{at:?}");
        }
    }

    #[test]
    fn a_shape_through_four_places_maps_each_to_its_pixel() {
        let places = [point(3.5, 3.5), point(21.5, 3.5), point(18.5, 18.5), point(3.5, 21.5)];
        let pixels = [point(40.0, 40.0), point(130.0, 55.0), point(118.0, 120.0), point(45.0, 140.0)];
        let shape = Shape::through(places, pixels, 25.0).expect("four places in general position");
        for (m, p) in places.into_iter().zip(pixels) {
            assert!((shape.map(m.x, m.y) - p).length() < 1e-2);
        }
    }

    #[test]
    fn many_places_at_once_are_mapped_as_one_by_one() {
        let corners = [point(10.0, 5.0), point(90.0, 12.0), point(80.0, 99.0), point(2.0, 70.0)];
        for bow in
            [[Point::default(); 4], [point(3.0, 1.0), point(-2.0, 4.0), point(0.5, 0.0), point(0.0, -1.0)]]
        {
            let shape = Shape::new(corners, bow, 25.0);
            let (us, vs) = ([0.0, 3.5, 12.0, 25.0], [25.0, 21.5, 0.5, 25.0]);
            let [xs, ys] = shape.map_all(&us, &vs);
            for i in 0..us.len() {
                assert!((point(xs[i], ys[i]) - shape.map(us[i], vs[i])).length() < 1e-3);
            }
        }
    }

    #[test]
    fn places_in_one_line_make_no_shape() {
        let places = [point(3.5, 3.5), point(21.5, 3.5), point(21.5, 21.5), point(3.5, 21.5)];
        let line = [point(0.0, 0.0), point(10.0, 10.0), point(20.0, 20.0), point(30.0, 30.0)];
        assert!(Shape::through(places, line, 25.0).is_none());
    }
}
