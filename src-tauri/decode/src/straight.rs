//! Turning a part of a picture so that its bars or squares stand upright: stripes and stacks are read along lines, and
//! readers of matrices do better.

use crate::budget::Budget;
use crate::geometry::{Point, point};
use crate::gray::{Gray, ROWS_A_QUESTION};

/// What stands upright afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Bars: one direction of edges.
    Bars,
    /// Squares: two directions at right angles, either of which is then upright.
    Squares,
}

/// How far the directions of edges must prevail, 0 to 1: stripes come near to 1, for bars a matrix of modules to 0.
const PREVAILING: f32 = 0.12;
/// A turn of less is not worth it, in radians.
const LEAST_TURN: f32 = 0.03;

/// A turned copy, and the way back.
pub(crate) struct Straight {
    picture: Gray<'static>,
    turn: Turn,
}

/// Pixels of the copy to pixels of the part: a turn about both middles.
#[derive(Clone, Copy)]
struct Turn {
    sin: f32,
    cos: f32,
    from: Point,
    to: Point,
}

impl Turn {
    fn map(&self, p: Point) -> Point {
        let d = p - self.from;
        self.to + point(d.x * self.cos - d.y * self.sin, d.x * self.sin + d.y * self.cos)
    }
}

impl Straight {
    /// `None` when the part is upright already, no direction prevails, or the budget ran out.
    pub(crate) fn of(part: &Gray<'_>, what: What, budget: &mut Budget<'_>) -> Option<Self> {
        if budget.spend(part.w * part.h, 0.6) {
            return None;
        }
        let angle = prevailing(part, what)?;
        if angle.abs() < LEAST_TURN {
            return None;
        }
        let (sin, cos) = angle.sin_cos();
        let (w, h) = (part.w as f32, part.h as f32);
        let (wide, high) =
            ((w * cos.abs() + h * sin.abs()) as usize, (w * sin.abs() + h * cos.abs()) as usize);
        let to = point(w / 2.0, h / 2.0);
        let turn = Turn { sin, cos, from: point(wide as f32 / 2.0, high as f32 / 2.0), to };
        let mut pixels = Vec::with_capacity(wide * high);
        for y in 0..high {
            if y % ROWS_A_QUESTION == 0 && budget.spend(ROWS_A_QUESTION * wide, 6.0) {
                return None;
            }
            let middle = y as f32 + 0.5;
            pixels.extend((0..wide).map(|x| part.level(turn.map(point(x as f32 + 0.5, middle))) as u8));
        }
        Some(Self { picture: Gray::owned(pixels, wide, high), turn })
    }

    pub(crate) fn picture(&self) -> &Gray<'static> {
        &self.picture
    }

    /// The place in the part of a place in the copy.
    pub(crate) fn back(&self, p: Point) -> Point {
        self.turn.map(p)
    }
}

/// The direction across the bars, in radians from the horizontal, by the directions of all edges; `None` where there is none.
fn prevailing(part: &Gray<'_>, what: What) -> Option<f32> {
    // Twice the angle, so that both sides of a bar speak for the same direction; four times, for all sides of a square.
    let (mut x, mut y, mut all) = (0f64, 0f64, 0f64);
    for (row, below) in part.rows().zip(part.rows().skip(1)) {
        let (mut row_x, mut row_y, mut row_all) = (0f32, 0f32, 0f32);
        for (pair, low) in row.windows(2).zip(below.windows(2)) {
            let [a, b, c, d] = [pair[0], pair[1], low[0], low[1]].map(f32::from);
            // Over four pixels, so that both differences are of the same place.
            let (gx, gy) = (b + d - a - c, c + d - a - b);
            let (twice_x, twice_y, strength) = (gx * gx - gy * gy, 2.0 * gx * gy, gx * gx + gy * gy);
            let (more_x, more_y) = match what {
                What::Bars => (twice_x, twice_y),
                // Divided by the strength, so that both count alike by it.
                What::Squares => {
                    let by = 1.0 / strength.max(1.0);
                    ((twice_x * twice_x - twice_y * twice_y) * by, 2.0 * twice_x * twice_y * by)
                }
            };
            (row_x, row_y, row_all) = (row_x + more_x, row_y + more_y, row_all + strength);
        }
        (x, y, all) = (x + f64::from(row_x), y + f64::from(row_y), all + f64::from(row_all));
    }
    let times = match what {
        What::Bars => 2.0,
        What::Squares => 4.0,
    };
    (x.hypot(y) > f64::from(PREVAILING) * all.max(1.0)).then(|| (y.atan2(x) / times) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bars of eight pixels across a direction.
    fn bars(angle: f32) -> Vec<u8> {
        let (sin, cos) = angle.sin_cos();
        let level = |x: f32, y: f32| 125.0 + 90.0 * ((x * cos + y * sin) / 8.0).sin();
        (0..200 * 150).map(|i| level((i % 200) as f32, (i / 200) as f32) as u8).collect()
    }

    #[test]
    fn bars_at_any_angle_stand_upright_afterwards() {
        for degrees in [-88, -45, -20, 10, 33, 70, 90] {
            let pixels = bars((degrees as f32).to_radians());
            let mut never = || false;
            let mut budget = Budget::new(&mut never);
            let straight =
                Straight::of(&Gray::borrowed(&pixels, 200, 150), What::Bars, &mut budget).expect("they lean");
            let picture = straight.picture();
            let (x, y) = (picture.w / 2 - 20, picture.h / 2 - 20);
            for i in 0..40 {
                let (top, low) = (picture.row(y)[x + i], picture.row(y + 40)[x + i]);
                assert!(top.abs_diff(low) < 40, "{degrees} degrees: {top} above {low}");
            }
            let middle = straight.back(point(picture.w as f32 / 2.0, picture.h as f32 / 2.0));
            assert!((middle - point(100.0, 75.0)).length() < 1.0);
        }
    }

    #[test]
    fn squares_lean_by_at_most_half_a_right_angle() {
        for (degrees, leans) in [(10, 10), (40, 40), (60, -30), (-80, 10)] {
            let (sin, cos) = (degrees as f32).to_radians().sin_cos();
            // With edges some pixels wide, as a lens makes them.
            let wave = |t: f32| ((t / 9.0).sin() * 4.0).clamp(-1.0, 1.0);
            let level = |x: f32, y: f32| 125.0 + 95.0 * wave(x * cos + y * sin) * wave(y * cos - x * sin);
            let pixels: Vec<u8> =
                (0..200 * 150).map(|i| level((i % 200) as f32, (i / 200) as f32) as u8).collect();
            let angle =
                prevailing(&Gray::borrowed(&pixels, 200, 150), What::Squares).expect("they are squares");
            assert!((angle.to_degrees() - leans as f32).abs() < 2.0, "{degrees}: {}", angle.to_degrees());
        }
    }

    #[test]
    fn what_stands_upright_or_has_no_direction_is_left_alone() {
        let checks: Vec<u8> =
            (0..200 * 150).map(|i| if (i % 200 / 8 + i / 200 / 8) % 2 == 0 { 30 } else { 220 }).collect();
        let mut never = || false;
        let mut budget = Budget::new(&mut never);
        for pixels in [bars(0.0), checks, vec![90; 200 * 150]] {
            assert!(Straight::of(&Gray::borrowed(&pixels, 200, 150), What::Bars, &mut budget).is_none());
        }
    }
}
