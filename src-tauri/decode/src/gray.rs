//! A grey picture: reading between pixels, and the scaled and softened copies the ladder asks for.

use crate::budget::Budget;
use crate::geometry::Point;
use std::borrow::Cow;

/// Rows worked on between two questions to the budget.
pub(crate) const ROWS_A_QUESTION: usize = 32;

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

    fn owned(pixels: Vec<u8>, w: usize, h: usize) -> Gray<'static> {
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
        let mut sums = vec![0u32; w];
        for (y, band) in self.pixels.chunks_exact(self.w * factor).enumerate() {
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * self.w * factor, 0.5) {
                return None;
            }
            sums.fill(0);
            for row in band.chunks_exact(self.w) {
                match factor {
                    2 => add_blocks::<2>(&mut sums, row),
                    4 => add_blocks::<4>(&mut sums, row),
                    _ => {
                        for (sum, block) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                            *sum += block.iter().map(|&v| u32::from(v)).sum::<u32>();
                        }
                    }
                }
            }
            out.extend(sums.iter().map(|&s| (s / (factor * factor) as u32) as u8));
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
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * w, 3.0) {
                return None;
            }
            wide.extend(columns.iter().map(|t| t.weighted(row)));
        }
        let mut out = Vec::with_capacity(w * h);
        for (y, t) in taps(self.h, h, k).iter().enumerate() {
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * w, 1.5) {
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
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * w, 1.0) {
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

/// Adds each block's pixels to its sum; the usual sides are known when this is compiled.
fn add_blocks<const N: usize>(sums: &mut [u32], row: &[u8]) {
    for (sum, block) in sums.iter_mut().zip(row.as_chunks::<N>().0) {
        *sum += block.iter().map(|&v| u32::from(v)).sum::<u32>();
    }
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
            (1.5, gray.resampled(1.5, &mut budget)),
            (1.0, gray.softened(&mut budget)),
        ] {
            let copy = copy.expect("the budget is endless");
            assert!((copy.level(centre * k) - gray.level(centre)).abs() <= 1.0, "scale {k}");
        }
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
    }
}
