//! Grey to dark or light, by the neighbourhood. Finder patterns are found on this; modules are sampled on grey.

use crate::budget::Budget;
use crate::gray::{Gray, ROWS_A_QUESTION};

/// Which threshold separates dark from light.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Binariser {
    /// The mean of the blocks around, flat blocks taken as light paper unless their neighbours say otherwise.
    /// Blocks are 8 pixels, the idea is ZXing's hybrid binariser.
    Blocks {
        /// Blocks to each side that make the mean.
        reach: usize,
        /// A block whose levels differ by no more than this is flat.
        flat: u8,
    },
    /// The mean of the pixels around each pixel: follows fine texture, and is slower.
    Mean {
        /// Pixels to each side that make the mean.
        reach: usize,
        /// How much darker than the mean a dark pixel is.
        margin: i32,
    },
}

/// Side of a block in pixels.
const BLOCK: usize = 8;
/// Nanoseconds a pixel for the levels of blocks, and for holding each pixel against them.
const LEVELS: f32 = 0.2;
const THRESHOLD: f32 = 0.1;

/// One byte a pixel, 1 for dark.
#[derive(Debug)]
pub(crate) struct Bitmap {
    pub(crate) w: usize,
    pub(crate) h: usize,
    dark: Vec<u8>,
}

impl Bitmap {
    /// `None` outside the picture.
    #[inline]
    pub(crate) fn get(&self, x: i32, y: i32) -> Option<u8> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x < self.w { self.dark.get(y * self.w + x).copied() } else { None }
    }

    /// The rows from the top.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.dark.chunks_exact(self.w)
    }
}

impl Binariser {
    /// `None` when the budget ran out.
    pub(crate) fn apply(self, gray: &Gray<'_>, budget: &mut Budget<'_>) -> Option<Bitmap> {
        let dark = match self {
            Self::Blocks { reach, flat } => by_blocks(gray, reach, flat, budget)?,
            Self::Mean { reach, margin } => by_mean(gray, reach, margin, budget)?,
        };
        Some(Bitmap { w: gray.w, h: gray.h, dark })
    }
}

fn by_blocks(gray: &Gray<'_>, reach: usize, flat: u8, budget: &mut Budget<'_>) -> Option<Vec<u8>> {
    let (w, h) = (gray.w, gray.h);
    let (across, down) = (w.div_ceil(BLOCK), h.div_ceil(BLOCK));
    let levels = block_levels(gray, across, down, flat, budget)?;
    let sums = Sums::of(&levels, across);
    let mut dark = vec![0; w * h];
    let mut limits = vec![0u8; across * BLOCK];
    for (by, band) in dark.chunks_mut(BLOCK * w).enumerate() {
        if by % 4 == 0 && budget.spend(4 * BLOCK * w, THRESHOLD) {
            return None;
        }
        for (bx, block) in limits.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
            *block = [sums.mean(bx, by, reach) as u8; BLOCK];
        }
        for (y, out) in (by * BLOCK..).zip(band.chunks_exact_mut(w)) {
            for ((o, &v), &limit) in out.iter_mut().zip(gray.row(y)).zip(&limits) {
                *o = u8::from(v <= limit);
            }
        }
    }
    Some(dark)
}

/// The level of each block: its mean, or for a flat block a level that makes it light unless its neighbours above
/// and to the left, already known, are lighter still.
fn block_levels(
    gray: &Gray<'_>,
    across: usize,
    down: usize,
    flat: u8,
    budget: &mut Budget<'_>,
) -> Option<Vec<f32>> {
    let mut levels: Vec<f32> = Vec::with_capacity(across * down);
    let mut columns = Columns::default();
    for by in 0..down {
        if by % 4 == 0 && budget.spend(4 * BLOCK * gray.w, LEVELS) {
            return None;
        }
        // A part of a block at the edge would be too small to judge: the block is moved inside instead.
        let top = (by * BLOCK).min(gray.h - BLOCK);
        columns.over(gray, top);
        for bx in 0..across {
            let left = (bx * BLOCK).min(gray.w - BLOCK);
            let (sum, min, max) = columns.block(left);
            let mut level = sum as f32 / (BLOCK * BLOCK) as f32;
            if max - min <= flat {
                level = f32::from(min) / 2.0;
                if bx > 0 && by > 0 {
                    let above = levels.len() - across;
                    let around = (levels[above] + 2.0 * levels[levels.len() - 1] + levels[above - 1]) / 4.0;
                    if f32::from(min) < around {
                        level = around;
                    }
                }
            }
            levels.push(level);
        }
    }
    Some(levels)
}

/// Each column's sum and extremes over the height of a block: whole rows at a time, which the processor does many pixels
/// at once.
#[derive(Default)]
struct Columns {
    sum: Vec<u16>,
    min: Vec<u8>,
    max: Vec<u8>,
}

impl Columns {
    fn over(&mut self, gray: &Gray<'_>, top: usize) {
        self.sum.clear();
        self.sum.resize(gray.w, 0);
        self.min.clear();
        self.min.resize(gray.w, u8::MAX);
        self.max.clear();
        self.max.resize(gray.w, u8::MIN);
        for y in top..top + BLOCK {
            let row = gray.row(y);
            for (sum, &v) in self.sum.iter_mut().zip(row) {
                *sum += u16::from(v);
            }
            for (min, &v) in self.min.iter_mut().zip(row) {
                *min = (*min).min(v);
            }
            for (max, &v) in self.max.iter_mut().zip(row) {
                *max = (*max).max(v);
            }
        }
    }

    /// Sum, least and greatest of the block whose first column is `left`; the block lies inside the picture.
    fn block(&self, left: usize) -> (u32, u8, u8) {
        let span = left..left + BLOCK;
        let sum = self.sum[span.clone()].iter().map(|&v| u32::from(v)).sum();
        let min = self.min[span.clone()].iter().copied().fold(u8::MAX, u8::min);
        let max = self.max[span].iter().copied().fold(u8::MIN, u8::max);
        (sum, min, max)
    }
}

fn by_mean(gray: &Gray<'_>, reach: usize, margin: i32, budget: &mut Budget<'_>) -> Option<Vec<u8>> {
    let (w, h) = (gray.w, gray.h);
    // Column sums over the rows in reach move down row by row; a running sum over them moves right.
    let mut columns = vec![0i32; w];
    for y in 0..reach.min(h) {
        add(&mut columns, gray.row(y), 1);
    }
    let mut dark = Vec::with_capacity(w * h);
    for (y, row) in gray.rows().enumerate() {
        if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * w, 3.0) {
            return None;
        }
        if y + reach < h {
            add(&mut columns, gray.row(y + reach), 1);
        }
        if y > reach {
            add(&mut columns, gray.row(y - reach - 1), -1);
        }
        let rows = (y + reach + 1).min(h) - y.saturating_sub(reach);
        let mut sum: i32 = columns.iter().take(reach).sum();
        for (x, &v) in row.iter().enumerate() {
            sum += columns.get(x + reach).copied().unwrap_or(0);
            if x > reach {
                sum -= columns[x - reach - 1];
            }
            let count = rows * ((x + reach + 1).min(w) - x.saturating_sub(reach));
            dark.push(u8::from((i32::from(v) + margin) * count as i32 <= sum));
        }
    }
    Some(dark)
}

fn add(columns: &mut [i32], row: &[u8], sign: i32) {
    for (c, &v) in columns.iter_mut().zip(row) {
        *c += sign * i32::from(v);
    }
}

/// Sums over all rectangles from the top left, for means over any rectangle in four reads.
pub(crate) struct Sums {
    across: usize,
    down: usize,
    table: Vec<f64>,
}

impl Sums {
    /// `values` row after row, `across` in each.
    pub(crate) fn of(values: &[f32], across: usize) -> Self {
        let down = values.len() / across;
        let mut table = vec![0.0; (across + 1) * (down + 1)];
        for (y, row) in values.chunks_exact(across).enumerate() {
            let mut sum = 0.0;
            for (x, &v) in row.iter().enumerate() {
                sum += f64::from(v);
                table[(y + 1) * (across + 1) + x + 1] = table[y * (across + 1) + x + 1] + sum;
            }
        }
        Self { across, down, table }
    }

    /// The mean over `reach` values to each side of (x, y), as far as there are any.
    pub(crate) fn mean(&self, x: usize, y: usize, reach: usize) -> f32 {
        let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(self.across));
        let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(self.down));
        let at = |x: usize, y: usize| self.table[y * (self.across + 1) + x];
        let sum = at(right, bottom) + at(left, top) - at(right, top) - at(left, bottom);
        (sum / ((right - left) * (bottom - top)) as f64) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks(side: usize, cell: usize) -> Vec<u8> {
        (0..side * side)
            .map(|i| if (i % side / cell + i / side / cell).is_multiple_of(2) { 40 } else { 200 })
            .collect()
    }

    #[test]
    fn both_binarisers_tell_dark_checks_from_light_ones() {
        let pixels = checks(40, 4);
        let gray = Gray::borrowed(&pixels, 40, 40);
        let mut never = || false;
        let mut budget = Budget::new(&mut never);
        for binariser in [Binariser::Blocks { reach: 2, flat: 24 }, Binariser::Mean { reach: 10, margin: 2 }]
        {
            let map = binariser.apply(&gray, &mut budget).expect("the budget is endless");
            let dark: Vec<u8> = pixels.iter().map(|&v| u8::from(v < 100)).collect();
            assert_eq!(map.rows().collect::<Vec<_>>().concat(), dark, "{binariser:?}");
        }
    }

    #[test]
    fn a_running_mean_is_the_mean_of_the_window() {
        let pixels: Vec<u8> = (0..23 * 29u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let gray = Gray::borrowed(&pixels, 23, 29);
        let sums = Sums::of(&pixels.iter().map(|&v| f32::from(v)).collect::<Vec<_>>(), 23);
        let mut never = || false;
        let map = Binariser::Mean { reach: 3, margin: 0 }
            .apply(&gray, &mut Budget::new(&mut never))
            .expect("the budget is endless");
        for (i, &v) in pixels.iter().enumerate() {
            let mean = sums.mean(i % 23, i / 23, 3);
            if (f32::from(v) - mean).abs() > 0.01 {
                assert_eq!(map.dark[i], u8::from(f32::from(v) < mean));
            }
        }
    }

    #[test]
    fn outside_the_picture_there_is_nothing() {
        let map = Bitmap { w: 2, h: 2, dark: vec![1, 0, 0, 1] };
        assert_eq!(map.get(1, 1), Some(1));
        for (x, y) in [(-1, 0), (0, -1), (2, 0), (0, 2), (i32::MAX, i32::MAX)] {
            assert_eq!(map.get(x, y), None);
        }
    }
}
