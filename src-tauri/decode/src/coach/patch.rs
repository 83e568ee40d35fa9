//! Something textured like a code where no code was found: too small, too blurred or cut off by the frame's edge. Told from the
//! rest of a room by its shape and by the lighter paper around it; it need not be right about a single frame.

use super::PatchMeasures;
use crate::binarise::Sums;
use crate::gray::Area;

/// Side of a block in pixels.
const BLOCK: usize = 8;
/// A block whose levels differ by more than this has an edge in it: blurred codes have little contrast.
const EDGE: u8 = 16;
/// Blocks to each side that are looked at together, and how many of those must have an edge.
const REACH: usize = 2;
const DENSE: f32 = 0.66;
/// The shortest side in blocks, and how much longer the other may be where the whole is seen.
const LEAST: usize = 5;
const LONGEST: f32 = 2.0;
/// How much of its square is full of edges: a code that stands on a corner fills half of it.
const FULL: f32 = 0.45;
/// Edges one way may be so many times as many as the other way; lines of letters and blinds are more uneven.
const UNEVEN: f32 = 1.5;
/// How many of the blocks around it are calm, and how much lighter than it they are.
const CALM: f32 = 0.5;
const LIGHTER: f32 = 12.0;
/// Blocks around it that are looked at.
const AROUND: usize = 2;
/// The largest ones that are looked at.
const MOST: usize = 3;

/// A pixel that differs from the one before it by more than this is a change; letters have few of them.
const CHANGE: u8 = 12;
/// Changes among the 56 pairs of a block from which all of it is finer than letters are.
const FINE_CHANGES: u8 = 25;
/// The shortest side in blocks and the least contrast of what is that fine; sensor noise has less, and goes to the frame's edge.
const FINE_LEAST: usize = 4;
const FINE_CONTRAST: f32 = 40.0;

/// A block's lowest and highest level, and its changes along its rows.
#[derive(Clone, Copy)]
struct Block {
    low: u8,
    high: u8,
    changes: u8,
}

impl Block {
    fn is_edge(self) -> bool {
        self.high - self.low > EDGE
    }

    fn middle(self) -> f32 {
        (f32::from(self.low) + f32::from(self.high)) / 2.0
    }
}

/// The largest part of a frame that looks like a code.
pub(super) fn patch(gray: &[u8], w: usize, h: usize) -> Option<PatchMeasures> {
    let (across, down) = (w / BLOCK, h / BLOCK);
    let blocks = blocks(gray, w, across, down);
    if blocks.is_empty() {
        return None;
    }
    if let Some(fine) = fine(gray, &blocks, w, h) {
        return Some(fine);
    }
    let edges: Vec<f32> = blocks.iter().map(|block| f32::from(u8::from(block.is_edge()))).collect();
    let sums = Sums::of(&edges, across);
    let mut dense: Vec<bool> =
        (0..edges.len()).map(|at| sums.mean(at % across, at / across, REACH) >= DENSE).collect();
    let mut parts: Vec<(usize, Area)> = Vec::new();
    for start in 0..dense.len() {
        if dense[start] {
            parts.push(crate::busy::part(&mut dense, across, start));
        }
    }
    parts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    parts.into_iter().take(MOST).find_map(|(count, area)| {
        let is_full = count as f32 >= FULL * (area.w * area.h) as f32;
        let (short, long) = (area.w.min(area.h), area.w.max(area.h));
        let cut =
            area.left == 0 || area.top == 0 || area.left + area.w == across || area.top + area.h == down;
        let is_shaped = short >= LEAST && is_full && (cut || long as f32 <= LONGEST * short as f32);
        if !is_shaped || !is_on_paper(&blocks, area, across, down) {
            return None;
        }
        let texture = Texture::of(gray, w, area.times(BLOCK))?;
        (texture.unevenness < UNEVEN).then(|| PatchMeasures {
            size: (long * BLOCK) as f32 / w.min(h) as f32,
            grain: texture.grain,
            steepness: texture.steepness,
            cut,
        })
    })
}

/// A code so small in the picture that all of it changes from pixel to pixel, whatever is printed near it.
fn fine(gray: &[u8], blocks: &[Block], w: usize, h: usize) -> Option<PatchMeasures> {
    let (across, down) = (w / BLOCK, h / BLOCK);
    let mut dense: Vec<bool> = blocks.iter().map(|block| block.changes >= FINE_CHANGES).collect();
    let mut best: Option<(usize, Area)> = None;
    for start in 0..dense.len() {
        if dense[start] {
            let (count, area) = crate::busy::part(&mut dense, across, start);
            let is_seen_whole =
                area.left > 0 && area.top > 0 && area.left + area.w < across && area.top + area.h < down;
            let (short, long) = (area.w.min(area.h), area.w.max(area.h));
            let is_square = short >= FINE_LEAST && long as f32 <= LONGEST * short as f32;
            let is_full = count as f32 >= FULL * (area.w * area.h) as f32;
            if is_seen_whole && is_square && is_full && best.is_none_or(|(most, _)| count > most) {
                best = Some((count, area));
            }
        }
    }
    let (_, area) = best?;
    let texture = Texture::of(gray, w, area.times(BLOCK))?;
    (texture.contrast >= FINE_CONTRAST && texture.unevenness < UNEVEN).then(|| PatchMeasures {
        size: (area.w.max(area.h) * BLOCK) as f32 / w.min(h) as f32,
        grain: texture.grain,
        steepness: texture.steepness,
        cut: false,
    })
}

fn blocks(gray: &[u8], w: usize, across: usize, down: usize) -> Vec<Block> {
    let mut blocks = vec![Block { low: u8::MAX, high: u8::MIN, changes: 0 }; across * down];
    for (y, row) in gray.chunks_exact(w.max(1)).take(down * BLOCK).enumerate() {
        let line = &mut blocks[y / BLOCK * across..][..across];
        for (block, levels) in line.iter_mut().zip(row.as_chunks::<BLOCK>().0) {
            for &level in levels {
                (block.low, block.high) = (block.low.min(level), block.high.max(level));
            }
            block.changes +=
                levels.windows(2).map(|pair| u8::from(pair[0].abs_diff(pair[1]) > CHANGE)).sum::<u8>();
        }
    }
    blocks
}

/// Whether what lies around is mostly calm, and lighter.
fn is_on_paper(blocks: &[Block], area: Area, across: usize, down: usize) -> bool {
    // The blocks at its own border are half paper.
    let (inner, outer) = (area.widened(1), area.widened(1 + AROUND).within(across, down));
    let (mut around, mut calm, mut light) = (0u32, 0u32, 0.0);
    let (mut inside, mut own) = (0u32, 0.0);
    for y in outer.top..outer.top + outer.h {
        for x in outer.left..outer.left + outer.w {
            let block = blocks[y * across + x];
            let here = Area { left: x, top: y, w: 1, h: 1 };
            if area.overlaps(here) {
                (inside, own) = (inside + 1, own + block.middle());
            } else if !inner.overlaps(here) {
                around += 1;
                if !block.is_edge() {
                    (calm, light) = (calm + 1, light + block.middle());
                }
            }
        }
    }
    let is_calm = calm as f32 >= CALM * around.max(1) as f32;
    is_calm && light / calm.max(1) as f32 >= own / inside.max(1) as f32 + LIGHTER
}

/// How levels change inside a part of a frame.
struct Texture {
    contrast: f32,
    grain: f32,
    steepness: f32,
    /// How many times as much they change one way as the other.
    unevenness: f32,
}

impl Texture {
    fn of(gray: &[u8], w: usize, area: Area) -> Option<Self> {
        let rows: Vec<&[u8]> = gray
            .chunks_exact(w)
            .skip(area.top)
            .take(area.h)
            .filter_map(|row| row.get(area.left..area.left + area.w))
            .collect();
        let (mut levels, mut changes) = ([0u32; 256], [0u32; 256]);
        let (mut across, mut down, mut count) = (0u64, 0u64, 0u64);
        for pair in rows.windows(2) {
            let [row, below] = pair else { continue };
            for ((level, next), low) in row.iter().zip(&row[1..]).zip(*below) {
                let (right, under) = (level.abs_diff(*next), level.abs_diff(*low));
                levels[usize::from(*level)] += 1;
                changes[usize::from(right.max(under))] += 1;
                (across, down, count) = (across + u64::from(right), down + u64::from(under), count + 1);
            }
        }
        if across == 0 || down == 0 {
            return None;
        }
        let contrast = (at(&levels, 0.95) - at(&levels, 0.05)).max(8.0);
        let (across, down, count) = (across as f32, down as f32, count as f32);
        Some(Self {
            contrast,
            // Every second border between two modules is one of dark and light.
            grain: contrast * count / (across + down),
            steepness: at(&changes, 0.98) / contrast,
            unevenness: (across / down).max(down / across),
        })
    }
}

/// The level below which this part of all lies.
pub(super) fn at(levels: &[u32; 256], part: f32) -> f32 {
    let mut left = (levels.iter().sum::<u32>() as f32 * part) as u32;
    let is_reached = |&n: &u32| {
        n > left || {
            left -= n;
            false
        }
    };
    levels.iter().position(is_reached).unwrap_or(0) as f32
}
