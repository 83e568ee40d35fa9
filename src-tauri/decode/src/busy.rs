//! Where in a picture a code may be at all: parts that are full of edges. Enlarging is kept to those.

use crate::budget::Budget;
use crate::gray::{Area, Gray};

/// Side of a block in pixels.
const BLOCK: usize = 8;
/// A block whose levels differ by more than this has an edge in it.
const EDGE: u8 = 28;
/// Blocks to each side that are looked at together.
const REACH: usize = 2;
/// How many of those must have an edge.
const DENSE: f32 = 0.66;
/// Blocks added around a busy part, for a code's own corners and quiet zone.
const MARGIN: usize = 3;

/// The busy parts of a picture, the largest first, together no more than `most` pixels. `None` when the budget ran out.
pub(crate) fn busy(gray: &Gray<'_>, most: usize, budget: &mut Budget<'_>) -> Option<Vec<Area>> {
    let (across, down) = (gray.w / BLOCK, gray.h / BLOCK);
    let mut edges = Vec::with_capacity(across * down);
    for by in 0..down {
        if budget.spend(BLOCK * gray.w, 0.4) {
            return None;
        }
        let (mut low, mut high) = (vec![u8::MAX; across], vec![u8::MIN; across]);
        for y in by * BLOCK..(by + 1) * BLOCK {
            let blocks = gray.row(y).as_chunks::<BLOCK>().0;
            for ((low, high), block) in low.iter_mut().zip(&mut high).zip(blocks) {
                for &v in block {
                    (*low, *high) = ((*low).min(v), (*high).max(v));
                }
            }
        }
        edges.extend(low.iter().zip(&high).map(|(low, high)| f32::from(u8::from(high - low > EDGE))));
    }
    if edges.is_empty() {
        return Some(Vec::new());
    }
    let sums = crate::binarise::Sums::of(&edges, across);
    let mut dense: Vec<bool> =
        (0..edges.len()).map(|i| sums.mean(i % across, i / across, REACH) >= DENSE).collect();
    let mut parts: Vec<(usize, Area)> = Vec::new();
    for start in 0..dense.len() {
        if dense[start] {
            parts.push(part(&mut dense, across, start));
        }
    }
    parts.sort_by_key(|(blocks, _)| std::cmp::Reverse(*blocks));
    let mut left = most;
    let mut areas = Vec::new();
    for (_, area) in parts {
        let area = area.widened(MARGIN).times(BLOCK).within(gray.w, gray.h);
        if area.w * area.h <= left {
            left -= area.w * area.h;
            areas.push(area);
        }
    }
    Some(areas)
}

/// The blocks connected to one, taken out of `dense`: how many, and the area they span.
pub(crate) fn part(dense: &mut [bool], across: usize, start: usize) -> (usize, Area) {
    let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, usize::MAX, 0);
    let mut open = vec![start];
    let mut count = 0;
    dense[start] = false;
    while let Some(block) = open.pop() {
        let (x, y) = (block % across, block / across);
        count += 1;
        (left, right) = (left.min(x), right.max(x + 1));
        (top, bottom) = (top.min(y), bottom.max(y + 1));
        let beside = [(x > 0, block.wrapping_sub(1)), (x + 1 < across, block + 1)];
        let above = [(true, block.wrapping_sub(across)), (true, block + across)];
        for (is_inside, next) in beside.into_iter().chain(above) {
            if is_inside && dense.get(next) == Some(&true) {
                dense[next] = false;
                open.push(next);
            }
        }
    }
    (count, Area { left, top, w: right - left, h: bottom - top })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busy_part_of_a_calm_picture_is_found_with_a_margin() {
        let checks = |x: usize, y: usize| (80..160).contains(&x) && (64..128).contains(&y) && (x + y) % 4 < 2;
        let pixels: Vec<u8> =
            (0..320 * 240).map(|i| if checks(i % 320, i / 320) { 30 } else { 200 }).collect();
        let gray = Gray::borrowed(&pixels, 320, 240);
        let mut never = || false;
        let areas = busy(&gray, usize::MAX, &mut Budget::new(&mut never)).expect("the budget is endless");
        let [area] = areas[..] else { panic!("one part, not {areas:?}") };
        assert!(area.left <= 80 && area.left + area.w >= 160 && area.top <= 64 && area.top + area.h >= 128);
        assert!(area.w < 160 && area.h < 144, "{area:?}");
    }

    #[test]
    fn a_calm_picture_has_no_busy_part() {
        let pixels = vec![120; 200 * 100];
        let mut never = || false;
        let areas = busy(&Gray::borrowed(&pixels, 200, 100), usize::MAX, &mut Budget::new(&mut never));
        assert_eq!(areas, Some(Vec::new()));
    }
}
