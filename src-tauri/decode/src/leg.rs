//! From one finder to the next: how large modules are at both ends, which says how long the way is and how it leans.

use crate::binarise::Bitmap;
use crate::find::Finder;
use crate::geometry::Point;

/// The way between two finders of a symbol.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leg {
    /// Modules from centre to centre.
    pub(crate) modules: f32,
    /// The square root of the near end's scale over the far end's, 1 seen straight on: what a projective map that
    /// divides by 1 at the near end divides by at the far end.
    pub(crate) lean: f32,
}

/// Widths that differ more than this between the two ends are not one plane's.
const STEEPEST: f32 = 1.6;

/// `None` when neither finder's edge can be seen along the way.
pub(crate) fn leg(map: &Bitmap, near: &Finder, far: &Finder) -> Option<Leg> {
    let way = far.centre - near.centre;
    let length = way.length();
    let along = way * (1.0 / length);
    let (a, b) = (module_along(map, near, along), module_along(map, far, along));
    let (a, b) = (a.or(b)?, b.or(a)?);
    // Along a line seen in perspective, scales at two places relate to the distance by their geometric mean.
    let mean = (a * b).sqrt();
    let lean = (a / b).sqrt().clamp(1.0 / STEEPEST, STEEPEST);
    (mean > 0.0).then_some(Leg { modules: length / mean, lean })
}

/// Pixels a module at a finder along a direction, from its centre to both outer edges, 3.5 modules away.
fn module_along(map: &Bitmap, finder: &Finder, along: Point) -> Option<f32> {
    let (ahead, back) = (half_width(map, finder, along), half_width(map, finder, along * -1.0));
    Some(match (ahead, back) {
        (Some(a), Some(b)) => (a + b) / 7.0,
        (Some(one), None) | (None, Some(one)) => one / 3.5,
        (None, None) => return None,
    })
}

/// From a finder's centre to its outer edge, in pixels: the third change of colour.
pub(crate) fn half_width(map: &Bitmap, finder: &Finder, way: Point) -> Option<f32> {
    let mut colour = map.get(finder.centre.x as i32, finder.centre.y as i32)?;
    let mut changes = 0;
    for i in 1..=(finder.module * 32.0) as usize {
        let far = i as f32 * 0.25;
        let p = finder.centre + way * far;
        let Some(c) = map.get(p.x.floor() as i32, p.y.floor() as i32) else {
            return (changes == 2).then_some(far);
        };
        if c != colour {
            colour = c;
            changes += 1;
            if changes == 3 {
                return Some(far - 0.125);
            }
        }
    }
    None
}
