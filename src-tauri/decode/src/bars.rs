//! How far the bars of a striped symbol reach above and below the lines on which it was read: each bar is followed up and
//! down until it ends, and the ends are joined to an edge. The symbol's area is that of its bars; what is written below
//! them for people is no part of it.

use crate::binarise::Bitmap;
use crate::geometry::{Point, point};

/// Light rows that do not end a bar: damage, and thin bars that a threshold loses here and there.
const GAP: usize = 3;
/// The farthest that a bar's middle moves from one row to the next, in pixels.
const STEP: usize = 1;

/// Where a line was read: its row, and the symbol's ends on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends {
    pub(crate) y: usize,
    pub(crate) left: f32,
    pub(crate) right: f32,
}

/// A straight edge: `at + lean * t`, with `t` a row for a side and a column for top and bottom.
#[derive(Debug, Clone, Copy)]
struct Edge {
    at: f32,
    lean: f32,
}

/// The corners of the symbol that was read on these lines, clockwise from the top left; `None` when there are no lines.
pub(crate) fn corners(map: &Bitmap, lines: &[Ends]) -> Option<[Point; 4]> {
    let middle = lines.get(lines.len() / 2)?;
    let bars: Vec<[Point; 2]> = widest(map, *middle)
        .into_iter()
        .map(|bar| [-1, 1].map(|step| followed(map, bar, middle.y, step)))
        .collect();
    // The sides lean as the bars beside them do; the lines tell where they are.
    let third = bars.len().div_ceil(3);
    let side = |bars: &[[Point; 2]], end: fn(&Ends) -> f32| {
        let leans = bars.iter().map(|[top, low]| (low.x - top.x) / (low.y - top.y).max(1.0));
        let lean = median(leans).unwrap_or(0.0);
        Some(Edge { at: median(lines.iter().map(|line| end(line) - lean * (line.y as f32 + 0.5)))?, lean })
    };
    let left = side(bars.get(..third)?, |line| line.left)?;
    let right = side(bars.get(bars.len() - third..)?, |line| line.right)?;
    let (top, low) =
        (Edge::through(bars.iter().map(|bar| bar[0]))?, Edge::through(bars.iter().map(|bar| bar[1]))?);
    Some([top.meets(left), top.meets(right), low.meets(right), low.meets(left)])
}

impl Edge {
    /// Through most of the points: the median of the leans between points half the row of them apart, then the median place.
    fn through(points: impl Iterator<Item = Point>) -> Option<Self> {
        let points: Vec<Point> = points.collect();
        let pairs = points.iter().zip(points.iter().skip((points.len() / 2).max(1)));
        let lean =
            median(pairs.filter(|(a, b)| a.x < b.x).map(|(a, b)| (b.y - a.y) / (b.x - a.x))).unwrap_or(0.0);
        Some(Self { at: median(points.iter().map(|p| p.y - lean * p.x))?, lean })
    }

    /// Where a top or bottom edge meets a side.
    fn meets(self, side: Self) -> Point {
        let y = (self.at + self.lean * side.at) / (1.0 - self.lean * side.lean);
        point(side.at + side.lean * y, y)
    }
}

fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The wider half of a line's bars, as first and last pixel: thin ones are lost first where a picture is blurred.
fn widest(map: &Bitmap, line: Ends) -> Vec<(usize, usize)> {
    let Some(row) = map.rows().nth(line.y) else { return Vec::new() };
    let end = (line.right.ceil() as usize).min(row.len());
    let mut bars: Vec<(usize, usize)> = Vec::new();
    let inside = row.iter().enumerate().take(end).skip(line.left.max(0.0) as usize);
    for (x, _) in inside.filter(|(_, dark)| **dark == 1) {
        match bars.last_mut() {
            Some((_, last)) if *last + 1 == x => *last = x,
            _ => bars.push((x, x)),
        }
    }
    let width = |bar: &(usize, usize)| bar.1 - bar.0;
    let mut widths: Vec<usize> = bars.iter().map(width).collect();
    widths.sort_unstable();
    let least = widths.get(widths.len() / 2).copied().unwrap_or_default();
    bars.retain(|bar| width(bar) >= least);
    bars
}

/// Where a bar ends upwards (`step` of -1) or downwards: its middle, at the outer edge of its last dark row.
fn followed(map: &Bitmap, bar: (usize, usize), from: usize, step: isize) -> Point {
    let widest = bar.1 - bar.0 + 1 + 2 * STEP;
    let mut middle = (bar.0 + bar.1) / 2;
    let mut last = (middle, from);
    let mut y = from;
    while y.abs_diff(last.1) <= GAP {
        let Some(next) = y.checked_add_signed(step) else { break };
        let Some(row) = map.rows().nth(next) else { break };
        y = next;
        let near = (middle.saturating_sub(STEP)..=middle + STEP).find(|&x| row.get(x) == Some(&1));
        let Some(x) = near else { continue };
        let is_dark = |x: &usize| row.get(*x) == Some(&1);
        let first = (0..=x).rev().take(widest).take_while(is_dark).last().unwrap_or(x);
        let end = (x..row.len()).take(widest).take_while(is_dark).last().unwrap_or(x);
        // Ink that joins bars, as a line below them, says nothing of where this one goes on.
        if end - first < widest {
            middle = (first + end) / 2;
        }
        last = (middle, y);
    }
    point(last.0 as f32 + 0.5, if step > 0 { last.1 as f32 + 1.0 } else { last.1 as f32 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binarise::Binariser;
    use crate::budget::Budget;
    use crate::gray::Gray;

    /// Bars from 60 to 340 whose top and low edges lean, and whose left and right sides do.
    fn map(top_lean: f32, side_lean: f32) -> Bitmap {
        let (w, h) = (400, 240);
        let level = |x: f32, y: f32| {
            let along = x - side_lean * (y - 120.0);
            let is_bar = (60.0..340.0).contains(&along) && (along as usize / 4).is_multiple_of(2);
            let is_inside = (60.0 + top_lean * x..170.0 + top_lean * x).contains(&y);
            if is_bar && is_inside { 30 } else { 220 }
        };
        let pixels: Vec<u8> = (0..w * h).map(|i| level((i % w) as f32, (i / w) as f32)).collect();
        let mut never = || false;
        let mut budget = Budget::new(&mut never);
        let mean = Binariser::Mean { reach: 16, margin: 6 };
        mean.apply(&Gray::borrowed(&pixels, w, h), &mut budget).expect("nobody stops it")
    }

    #[test]
    fn a_symbol_read_on_two_lines_reaches_as_far_as_its_bars() {
        for (top_lean, side_lean) in [(0.0, 0.0), (0.06, 0.0), (0.0, -0.08), (-0.05, 0.05)] {
            let map = map(top_lean, side_lean);
            let line = |y: usize| {
                let shift = side_lean * (y as f32 - 120.0);
                Ends { y, left: 60.0 + shift, right: 340.0 + shift }
            };
            let told = corners(&map, &[line(100), line(112), line(118)]).expect("there are lines");
            let x = |x: f32, y: f32| x + side_lean * (y - 120.0);
            for (told, (across, from)) in
                told.into_iter().zip([(60.0, 60.0), (340.0, 60.0), (340.0, 170.0), (60.0, 170.0)])
            {
                let wanted = point(x(across, from), from + top_lean * x(across, from));
                assert!((told - wanted).length() < 4.0, "{told:?} for {wanted:?} at {top_lean}, {side_lean}");
            }
        }
    }

    #[test]
    fn no_lines_have_no_corners() {
        assert!(corners(&map(0.0, 0.0), &[]).is_none());
    }
}
