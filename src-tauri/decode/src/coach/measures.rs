//! What is measured of a frame in which nothing was read: its light, the code that was seen in it, and if none was, what looks
//! like one. What follows from it is said next door.

use super::patch::{at, patch};
use crate::{Decoded, Sighting};

/// What is measured of a frame in which nothing was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Mean grey level, 0 to 255.
    pub mean: f32,
    /// Part of the frame that is as white as can be.
    pub blown: f32,
    /// The code that was seen and could not be read, if there is one.
    pub code: Option<CodeMeasures>,
    /// What looks like one by its texture, whether or not it was seen to be one.
    pub patch: Option<PatchMeasures>,
}

/// What is measured of a part of a frame that is textured like a code: full of edges both ways, on lighter paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PatchMeasures {
    /// Its longer side as a part of the frame's shorter one.
    pub size: f32,
    /// Pixels a module that make as many changes of level; more where the picture is blurred.
    pub grain: f32,
    /// The steepest change from pixel to pixel as a part of its contrast: 1 where edges are a pixel wide.
    pub steepness: f32,
    /// It goes on beyond the frame's edge.
    pub cut: bool,
}

/// What is measured of a code that could not be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CodeMeasures {
    /// Pixels a module.
    pub module: f32,
    /// Its longer side as a part of the frame's shorter one.
    pub size: f32,
    /// How sharp its edges are: 1 where levels change as often as a code of such modules should make them.
    pub sharpness: f32,
    /// Part of its area that is as white as can be.
    pub blown: f32,
    /// A corner lies outside the frame.
    pub cut: bool,
}

/// Half a code is taken for a whole one now and then, with a poorer fit than this.
const SURE: f32 = 0.5;
/// Levels that are as white as can be.
const WHITE: u8 = 252;

/// Measures a frame in which nothing was read: every fourth pixel of every fourth row, and the code that fits best.
#[must_use]
pub fn measures(gray: &[u8], w: usize, h: usize, decoded: &Decoded) -> Measures {
    let (mut sum, mut blown, mut count) = (0u64, 0u32, 0u32);
    for row in gray.chunks_exact(w.max(1)).take(h).step_by(4) {
        for &level in row.iter().step_by(4) {
            sum += u64::from(level);
            blown += u32::from(level >= WHITE);
            count += 1;
        }
    }
    let sure = decoded.sightings.iter().filter(|sighting| sighting.fit >= SURE);
    let best = sure.max_by(|a, b| a.fit.total_cmp(&b.fit));
    let count = count.max(1) as f32;
    Measures {
        mean: sum as f32 / count,
        blown: blown as f32 / count,
        code: best.map(|sighting| of_code(gray, w, h, sighting)),
        patch: patch(gray, w, h),
    }
}

fn of_code(gray: &[u8], w: usize, h: usize, sighting: &Sighting) -> CodeMeasures {
    let corners = sighting.corners;
    let sides = (0..4).map(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        (a.0 - b.0).hypot(a.1 - b.1)
    });
    let cut = corners.iter().any(|&(x, y)| x < 0.0 || y < 0.0 || x > w as f32 || y > h as f32);
    let least =
        |f: fn(&(f32, f32)) -> f32| corners.iter().map(f).fold(f32::INFINITY, f32::min).max(0.0) as usize;
    let most = |f: fn(&(f32, f32)) -> f32| corners.iter().map(f).fold(0.0, f32::max).max(0.0) as usize;
    let (left, right) = (least(|c| c.0), most(|c| c.0).min(w));
    let rows = gray.chunks_exact(w.max(1)).take(most(|c| c.1).min(h)).skip(least(|c| c.1));
    let (mut changes, mut blown, mut count) = (0u64, 0u32, 0u32);
    let mut levels = [0u32; 256];
    for row in rows.filter_map(|row| row.get(left..right)) {
        for pair in row.windows(2) {
            changes += u64::from(pair[0].abs_diff(pair[1]));
            blown += u32::from(pair[0] >= WHITE);
            levels[usize::from(pair[0])] += 1;
            count += 1;
        }
    }
    // Levels between which nine tenths lie: contrast without the few odd ones.
    let contrast = (at(&levels, 0.95) - at(&levels, 0.05)).max(8.0);
    let count = count.max(1) as f32;
    // Every second border between two modules is one of dark and light.
    let expected = contrast * 0.5 / sighting.module.max(1.0);
    CodeMeasures {
        module: sighting.module,
        size: sides.fold(0.0, f32::max) / w.min(h).max(1) as f32,
        sharpness: changes as f32 / count / expected,
        blown: blown as f32 / count,
        cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sharp_modules_measure_sharper_than_blurred_ones() {
        let sharpness = |blur: usize| {
            let sharp: Vec<f32> = (0..120 * 120)
                .map(|i| {
                    let (u, v) = (i % 120 / 4, i / 120 / 4);
                    if (u * 7 + v * 13 + u * v) % 5 < 2 { 30.0 } else { 210.0 }
                })
                .collect();
            let row = |i: usize, d: usize| sharp[i / 120 * 120 + (i % 120 + d).min(119)];
            let pixels: Vec<u8> = (0..sharp.len())
                .map(|i| ((0..=blur).map(|d| row(i, d)).sum::<f32>() / (blur + 1) as f32) as u8)
                .collect();
            let corners = [(0.0, 0.0), (120.0, 0.0), (120.0, 120.0), (0.0, 120.0)];
            let decoded = Decoded {
                sightings: vec![Sighting { corners, module: 4.0, fit: 0.9 }],
                ..Decoded::default()
            };
            measures(&pixels, 120, 120, &decoded).code.map_or(0.0, |code| code.sharpness)
        };
        assert!(sharpness(0) > 0.7, "{}", sharpness(0));
        assert!(sharpness(7) < 0.6 * sharpness(0), "{} of {}", sharpness(7), sharpness(0));
    }
}
