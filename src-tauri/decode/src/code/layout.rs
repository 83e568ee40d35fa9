//! Where a version keeps its data, and how its codewords are dealt out to blocks (ISO/IEC 18004, tables 1 and 9).

use crate::template::{alignment_lines, side_of};

/// How much of a symbol is for error correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Low,
    Medium,
    Quartile,
    High,
}

/// The data modules of one version, in the order in which their bits are read.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(super) version: usize,
    pub(super) side: usize,
    /// Row times side plus column.
    pub(super) order: Vec<u32>,
}

impl Layout {
    /// `version` is one of [`crate::template::VERSIONS`].
    pub(crate) fn of(version: usize) -> Self {
        let side = side_of(version);
        let fixed = fixed(version, side);
        let mut order = Vec::with_capacity(side * side);
        // Pairs of columns from the right, upwards and downwards in turn; the column of the timing line is left out.
        let mut right = side - 1;
        loop {
            if right == 6 {
                right = 5;
            }
            let upwards = (right + 1) & 2 == 0;
            for i in 0..side {
                let y = if upwards { side - 1 - i } else { i };
                for x in [right, right - 1] {
                    if !fixed[y * side + x] {
                        order.push((y * side + x) as u32);
                    }
                }
            }
            if right < 2 {
                break;
            }
            right -= 2;
        }
        Self { version, side, order }
    }

    /// The symbol's side in modules.
    pub(crate) fn side(&self) -> usize {
        self.side
    }

    /// Codewords of the symbol; up to seven modules may be left over.
    pub(super) fn words(&self) -> usize {
        self.order.len() / 8
    }

    /// Data codewords and check codewords of each block, in their order.
    pub(super) fn blocks(&self, level: Level) -> Vec<(usize, usize)> {
        let at = level as usize;
        let checks = usize::from(CHECKS[at][self.version - 1]);
        let count = usize::from(BLOCKS[at][self.version - 1]);
        let (each, longer) = (self.words() / count, self.words() % count);
        (0..count).map(|i| (each - checks + usize::from(i >= count - longer), checks)).collect()
    }

    /// Check codewords of each block that the standard keeps for noticing rather than mending (table 9, note).
    pub(super) fn held_back(&self, level: Level) -> usize {
        match (self.version, level) {
            (1, Level::Low) => 3,
            (1, Level::Medium) | (2, Level::Low) => 2,
            (1, _) | (3, Level::Low) => 1,
            _ => 0,
        }
    }
}

/// Modules that carry no data: finders with format, timing lines, alignment patterns, version.
fn fixed(version: usize, side: usize) -> Vec<bool> {
    let mut fixed = vec![false; side * side];
    let mut fill = |x: usize, y: usize, w: usize, h: usize| {
        for row in fixed.chunks_exact_mut(side).skip(y).take(h) {
            row[x..x + w].fill(true);
        }
    };
    fill(0, 0, 9, 9);
    fill(side - 8, 0, 8, 9);
    fill(0, side - 8, 9, 8);
    fill(6, 0, 1, side);
    fill(0, 6, side, 1);
    if version >= 7 {
        fill(side - 11, 0, 3, 6);
        fill(0, side - 11, 6, 3);
    }
    let lines = alignment_lines(version);
    for &x in &lines {
        for &y in &lines {
            let under_finder = (x == 6 && (y == 6 || y == side - 7)) || (y == 6 && x == side - 7);
            if !under_finder {
                fill(x - 2, y - 2, 5, 5);
            }
        }
    }
    fixed
}

/// Check codewords in each block, by level and version.
#[rustfmt::skip]
const CHECKS: [[u8; 40]; 4] = [
    [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
    [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
];

/// Blocks, by level and version.
#[rustfmt::skip]
const BLOCKS: [[u8; 40]; 4] = [
    [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
    [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
    [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
    [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
];
