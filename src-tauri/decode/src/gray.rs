//! A grey picture: reading between pixels, and the scaled and softened copies the ladder asks for.

use crate::budget::Budget;
use crate::geometry::Point;
use std::borrow::Cow;

/// Rows worked on between two questions to the budget.
pub(crate) const ROWS_A_QUESTION: usize = 32;

/// Nanoseconds a pixel of what is read, for shrinking, and of what is made, for doubling.
const SHRINK: f32 = 0.15;
const DOUBLE: f32 = 0.3;

/// A rectangle of whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) w: usize,
    pub(crate) h: usize,
}

impl Area {
    /// Wider by this many on each side, as far as there is room to the left and above.
    pub(crate) fn widened(self, by: usize) -> Self {
        let (left, top) = (self.left.saturating_sub(by), self.top.saturating_sub(by));
        Self { left, top, w: self.left - left + self.w + by, h: self.top - top + self.h + by }
    }

    /// In units this many times as small.
    pub(crate) fn times(self, k: usize) -> Self {
        Self { left: self.left * k, top: self.top * k, w: self.w * k, h: self.h * k }
    }

    /// Whether two share a pixel.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let across = self.left < other.left + other.w && other.left < self.left + self.w;
        across && self.top < other.top + other.h && other.top < self.top + self.h
    }

    /// The smallest that holds both.
    pub(crate) fn with(self, other: Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let w = (self.left + self.w).max(other.left + other.w) - left;
        Self { left, top, w, h: (self.top + self.h).max(other.top + other.h) - top }
    }

    /// The part of it inside a picture.
    pub(crate) fn within(self, w: usize, h: usize) -> Self {
        let (left, top) = (self.left.min(w), self.top.min(h));
        Self { left, top, w: self.w.min(w - left), h: self.h.min(h - top) }
    }
}

/// One byte a pixel, row after row; both sides are at least [`crate::MIN_SIDE`].
#[derive(Debug, Clone)]
pub(crate) struct Gray<'a> {
    pub(crate) w: usize,
    pub(crate) h: usize,
    pixels: Cow<'a, [u8]>,
}

impl<'a> Gray<'a> {
    /// The caller has checked that `pixels` holds `w * h` bytes and that neither side is below the minimum.
    pub(crate) fn borrowed(pixels: &'a [u8], w: usize, h: usize) -> Self {
        Self { w, h, pixels: Cow::Borrowed(pixels) }
    }

    pub(crate) fn owned(pixels: Vec<u8>, w: usize, h: usize) -> Gray<'static> {
        Gray { w, h, pixels: Cow::Owned(pixels) }
    }

    /// The rows from the top.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.w)
    }

    /// One row; an empty slice below the picture.
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        self.pixels.get(y * self.w..(y + 1) * self.w).unwrap_or_default()
    }

    /// The grey level at a place, between pixel centres by bilinear interpolation; outside, the nearest edge's.
    #[inline]
    pub(crate) fn level(&self, p: Point) -> f32 {
        let x = (p.x - 0.5).clamp(0.0, (self.w - 1) as f32);
        let y = (p.y - 0.5).clamp(0.0, (self.h - 1) as f32);
        let (xi, yi) = ((x as usize).min(self.w - 2), (y as usize).min(self.h - 2));
        let (fx, fy) = (x - xi as f32, y - yi as f32);
        let i = yi * self.w + xi;
        let (Some([a, b]), Some([c, d])) = (self.two(i), self.two(i + self.w)) else { return 0.0 };
        (a + (b - a) * fx) * (1.0 - fy) + (c + (d - c) * fx) * fy
    }

    /// As [`Gray::level`], at many places at once: x and y of each.
    #[inline]
    pub(crate) fn levels<const N: usize>(&self, [xs, ys]: [[f32; N]; 2]) -> [f32; N] {
        let (right, low) = ((self.w - 1) as f32, (self.h - 1) as f32);
        let [mut fx, mut fy, mut top, mut below] = [[0.0; N]; 4];
        let mut at = [0u32; N];
        for i in 0..N {
            let (x, y) = ((xs[i] - 0.5).clamp(0.0, right), (ys[i] - 0.5).clamp(0.0, low));
            let (xi, yi) = (x.min(right - 1.0) as i32, y.min(low - 1.0) as i32);
            (fx[i], fy[i]) = (x - xi as f32, y - yi as f32);
            at[i] = (yi * self.w as i32 + xi) as u32;
        }
        let (pixels, span) = (self.pixels.as_ref(), self.w + 2);
        for i in 0..N {
            let from = at[i] as usize;
            // From a pixel to the one below it and to the right.
            if let Some(&[a, b, .., c, d]) = pixels.get(from..from + span) {
                let [a, b, c, d] = [a, b, c, d].map(f32::from);
                (top[i], below[i]) = (a + (b - a) * fx[i], c + (d - c) * fx[i]);
            }
        }
        std::array::from_fn(|i| top[i] * (1.0 - fy[i]) + below[i] * fy[i])
    }

    #[inline]
    fn two(&self, i: usize) -> Option<[f32; 2]> {
        match self.pixels.get(i..i + 2) {
            Some(&[a, b]) => Some([f32::from(a), f32::from(b)]),
            Some(_) | None => None,
        }
    }

    /// A part of the picture, as far as it lies inside.
    pub(crate) fn cropped(&self, area: Area) -> Gray<'static> {
        let Area { left, top, w, h } = area.within(self.w, self.h);
        let rows = self.pixels.chunks_exact(self.w).skip(top).take(h);
        Self::owned(rows.flat_map(|row| &row[left..left + w]).copied().collect(), w, h)
    }

    /// The mean of each `factor` x `factor` block; a part of a block at the right and bottom edge is dropped.
    /// `None` when the budget ran out.
    pub(crate) fn shrunk(&self, factor: usize, budget: &mut Budget<'_>) -> Option<Gray<'static>> {
        let (w, h) = (self.w / factor, self.h / factor);
        let mut out = Vec::with_capacity(w * h);
        let mut columns = vec![0u16; self.w];
        for (y, band) in self.pixels.chunks_exact(self.w * factor).enumerate() {
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * self.w * factor, SHRINK) {
                return None;
            }
            columns.fill(0);
            for row in band.chunks_exact(self.w) {
                for (sum, &v) in columns.iter_mut().zip(row) {
                    *sum += u16::from(v);
                }
            }
            match factor {
                2 => out.extend(columns.as_chunks::<2>().0.iter().map(|&[a, b]| ((a + b) >> 2) as u8)),
                4 => {
                    out.extend(columns.as_chunks::<4>().0.iter().map(|b| (b.iter().sum::<u16>() >> 4) as u8));
                }
                _ => {
                    let pixels = (factor * factor) as u32;
                    let mean =
                        |block: &[u16]| (block.iter().map(|&v| u32::from(v)).sum::<u32>() / pixels) as u8;
                    out.extend(columns.chunks_exact(factor).map(mean));
                }
            }
        }
        Some(Gray::owned(out, w, h))
    }

    /// A copy `k` times as large by Catmull-Rom interpolation, for `k` from 0.7 up (below that, [`Gray::shrunk`]
    /// keeps more). `None` when the budget ran out.
    pub(crate) fn resampled(&self, k: f32, budget: &mut Budget<'_>) -> Option<Gray<'static>> {
        let (w, h) = ((self.w as f32 * k) as usize, (self.h as f32 * k) as usize);
        let columns = taps(self.w, w, k);
        let mut wide = Vec::with_capacity(w * self.h);
        for (y, row) in self.rows().enumerate() {
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * w, 1.2) {
                return None;
            }
            wide.extend(columns.iter().map(|t| t.weighted(row)));
        }
        let mut out = Vec::with_capacity(w * h);
        for (y, t) in taps(self.h, h, k).iter().enumerate() {
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * w, 0.8) {
                return None;
            }
            let [a, b, c, d] = t.at.map(|i| &wide[i * w..(i + 1) * w]);
            let [ka, kb, kc, kd] = t.weights;
            out.extend(
                (0..w).map(|x| (a[x] * ka + b[x] * kb + c[x] * kc + d[x] * kd + 0.5).clamp(0.0, 255.0) as u8),
            );
        }
        Some(Gray::owned(out, w, h))
    }

    /// A copy twice as large, as by [`Gray::resampled`] but in whole numbers, many pixels at once.
    pub(crate) fn doubled(&self, budget: &mut Budget<'_>) -> Option<Gray<'static>> {
        let (w, last) = (self.w, self.h - 1);
        let mut out = vec![0; 4 * w * self.h];
        // A row with two pixels more at each end.
        let mut row = vec![0; w + 4];
        let (mut left, mut right) = (vec![0; w], vec![0; w]);
        for (y, line) in out.chunks_exact_mut(2 * w).enumerate() {
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * 2 * w, DOUBLE) {
                return None;
            }
            let at = y / 2;
            let [near, next, far, before] = if y % 2 == 0 {
                [at, at.saturating_sub(1), at.saturating_sub(2), (at + 1).min(last)]
            } else {
                [at, (at + 1).min(last), (at + 2).min(last), at.saturating_sub(1)]
            };
            let (near, next) = (self.row(near).iter(), self.row(next));
            let (far, before) = (self.row(far), self.row(before));
            for ((((r, &b), &c), &d), &a) in row[2..w + 2].iter_mut().zip(near).zip(next).zip(far).zip(before)
            {
                *r = quarter(a, b, c, d);
            }
            (row[0], row[1], row[w + 2], row[w + 3]) = (row[2], row[2], row[w + 1], row[w + 1]);
            let four = || row.iter().zip(&row[1..]).zip(&row[2..]).zip(&row[3..]);
            for (l, (((&a, &b), &c), &d)) in left.iter_mut().zip(four()) {
                *l = quarter(d, c, b, a);
            }
            for (r, (((&a, &b), &c), &d)) in right.iter_mut().zip(four().skip(1)) {
                *r = quarter(a, b, c, d);
            }
            for ((two, &l), &r) in line.as_chunks_mut::<2>().0.iter_mut().zip(&left).zip(&right) {
                *two = [l, r];
            }
        }
        Some(Gray::owned(out, 2 * w, 2 * self.h))
    }

    /// A copy softened by the kernel 1-2-1 in both directions; the outermost pixels stay. `None` when the budget
    /// ran out.
    pub(crate) fn softened(&self, budget: &mut Budget<'_>) -> Option<Gray<'static>> {
        let w = self.w;
        let across = |y: usize| -> Vec<u16> {
            let three = self.row(y).windows(3);
            three.map(|p| u16::from(p[0]) + 2 * u16::from(p[1]) + u16::from(p[2])).collect()
        };
        let mut out = self.pixels.to_vec();
        let (mut above, mut here) = (across(0), across(1));
        for y in 1..self.h - 1 {
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * w, 0.3) {
                return None;
            }
            let below = across(y + 1);
            let sums = above.iter().zip(&here).zip(&below).map(|((a, b), c)| a + 2 * b + c);
            for (o, s) in out[y * w + 1..(y + 1) * w - 1].iter_mut().zip(sums) {
                *o = (s / 16) as u8;
            }
            (above, here) = (here, below);
        }
        Some(Gray::owned(out, w, self.h))
    }
}

/// Catmull-Rom weights at a quarter of the way between the second and the third of four neighbours, in 64ths.
const QUARTER: [i16; 4] = [-4, 55, 15, -2];

/// Between four pixels, at a quarter of the way from the second to the third.
#[inline]
fn quarter(a: u8, b: u8, c: u8, d: u8) -> u8 {
    let [ka, kb, kc, kd] = QUARTER;
    let sum = i16::from(a) * ka + i16::from(b) * kb + i16::from(c) * kc + i16::from(d) * kd;
    ((sum + 32) >> 6).clamp(0, 255) as u8
}

/// Four neighbours and their Catmull-Rom weights.
struct Taps {
    at: [usize; 4],
    weights: [f32; 4],
}

impl Taps {
    #[inline]
    fn weighted(&self, row: &[u8]) -> f32 {
        let [a, b, c, d] = self.at;
        let [ka, kb, kc, kd] = self.weights;
        f32::from(row[a]) * ka + f32::from(row[b]) * kb + f32::from(row[c]) * kc + f32::from(row[d]) * kd
    }
}

/// For each of `to` pixels the neighbours among `from` pixels, `k` being the enlargement.
fn taps(from: usize, to: usize, k: f32) -> Vec<Taps> {
    let last = from - 1;
    (0..to)
        .map(|i| {
            let x = ((i as f32 + 0.5) / k - 0.5).clamp(0.0, last as f32);
            let at = x as usize;
            let t = x - at as f32;
            let (t2, t3) = (t * t, t * t * t);
            Taps {
                at: [at.saturating_sub(1), at, (at + 1).min(last), (at + 2).min(last)],
                weights: [
                    0.5 * (-t + 2.0 * t2 - t3),
                    0.5 * (2.0 - 5.0 * t2 + 3.0 * t3),
                    0.5 * (t + 4.0 * t2 - 3.0 * t3),
                    0.5 * (t3 - t2),
                ],
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::point;

    fn ramp() -> Vec<u8> {
        (0..24 * 24).map(|i| ((i % 24) * 10) as u8).collect()
    }

    fn forever() -> impl FnMut() -> bool {
        || false
    }

    #[test]
    fn a_level_between_two_pixels_is_between_their_levels() {
        let pixels = ramp();
        let gray = Gray::borrowed(&pixels, 24, 24);
        assert_eq!(gray.level(point(3.5, 7.5)), 30.0);
        assert_eq!(gray.level(point(4.0, 7.5)), 35.0);
        assert_eq!(gray.level(point(-900.0, 9e9)), 0.0);
        assert_eq!(gray.level(point(9e9, -900.0)), 230.0);
        assert!(gray.level(point(f32::NAN, f32::INFINITY)).is_nan());
    }

    #[test]
    fn every_scale_keeps_a_ramp_a_ramp() {
        let pixels = ramp();
        let gray = Gray::borrowed(&pixels, 24, 24);
        let (mut never, centre) = (forever(), point(12.0, 12.0));
        let mut budget = Budget::new(&mut never);
        for (k, copy) in [
            (0.5, gray.shrunk(2, &mut budget)),
            (2.0, gray.resampled(2.0, &mut budget)),
            (2.0, gray.doubled(&mut budget)),
            (1.5, gray.resampled(1.5, &mut budget)),
            (1.0, gray.softened(&mut budget)),
        ] {
            let copy = copy.expect("the budget is endless");
            assert!((copy.level(centre * k) - gray.level(centre)).abs() <= 1.0, "scale {k}");
        }
    }

    #[test]
    fn a_doubled_picture_is_the_resampled_one_but_for_rounding() {
        let pixels: Vec<u8> = (0..31 * 26u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let gray = Gray::borrowed(&pixels, 31, 26);
        let mut never = forever();
        let mut budget = Budget::new(&mut never);
        let exact = gray.resampled(2.0, &mut budget).expect("the budget is endless");
        let quick = gray.doubled(&mut budget).expect("the budget is endless");
        assert_eq!((quick.w, quick.h), (exact.w, exact.h));
        // The outermost pixels continue in different ways; further in, what is cut to a level before the second pass
        // and weights in whole 64ths make the difference.
        for y in 3..exact.h - 3 {
            for (a, b) in exact.row(y).iter().zip(quick.row(y)).skip(3).take(exact.w - 6) {
                assert!(a.abs_diff(*b) <= 24, "{a} and {b}");
            }
        }
        let off = |(a, b): (&u8, &u8)| f64::from(a.abs_diff(*b));
        let mean =
            exact.pixels.iter().zip(quick.pixels.iter()).map(off).sum::<f64>() / exact.pixels.len() as f64;
        assert!(mean < 2.0, "{mean}");
    }

    #[test]
    fn many_levels_at_once_are_those_one_by_one() {
        let pixels = ramp();
        let gray = Gray::borrowed(&pixels, 24, 24);
        let (xs, ys) =
            ([-9.0, 0.4, 3.5, 12.25, 23.4, 23.9, 24.0, 9e6], [5.0, 0.0, 23.9, 24.5, 7.7, 23.6, -3.0, 1e6]);
        let one_by_one = std::array::from_fn(|i| gray.level(point(xs[i], ys[i])));
        assert_eq!(gray.levels([xs, ys]), one_by_one);
    }

    #[test]
    fn an_empty_budget_makes_no_copy() {
        let pixels = ramp();
        let gray = Gray::borrowed(&pixels, 24, 24);
        let mut at_once = || true;
        let mut budget = Budget::new(&mut at_once);
        budget.spend(1_000_000, 1.0);
        assert!(gray.shrunk(2, &mut budget).is_none());
        assert!(gray.resampled(2.0, &mut budget).is_none());
        assert!(gray.doubled(&mut budget).is_none());
    }
}
