//! Modules to bytes: which bits are tried, and `rqrr`'s bit decoder behind a fence.

use crate::budget::Budget;
use crate::geometry::Shape;
use crate::gray::Gray;
use crate::refine::Levels;
use crate::sample::Modules;
use crate::template::{VERSIONS, side_of};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many ways of calling the modules are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effort {
    /// The shape fits poorly: the likeliest few. Each further try is also a chance of a false read.
    Few,
    /// The shape fits: also those for strong blur and glare.
    All,
}

/// Distance from a module's middle, in modules, of the places averaged with it.
const SPREAD: f32 = 0.18;

/// The bytes of the symbol that lies at `shape`.
pub(crate) fn read(
    gray: &Gray<'_>,
    shape: &Shape,
    side: usize,
    inverted: bool,
    effort: Effort,
    budget: &mut Budget<'_>,
) -> Option<Vec<u8>> {
    let modules = Modules::of(gray, shape, side, SPREAD);
    let mut attempt = |bits: &dyn Fn() -> Vec<bool>| {
        if budget.spent() { None } else { bytes_of(&bits(), side) }
    };
    let sharper = |across, down, reach| modules.sharpened(across, down).by_mean(reach, inverted);
    let likely = attempt(&|| modules.by_mean(5, inverted))
        .or_else(|| attempt(&|| sharper(0.15, 0.15, 5)))
        .or_else(|| attempt(&|| sharper(0.3, 0.3, 5)))
        .or_else(|| attempt(&|| modules.by_mean(9, inverted)));
    if likely.is_some() || effort == Effort::Few {
        return likely;
    }
    attempt(&|| modules.by_levels(&Levels::of(gray, shape), inverted))
        .or_else(|| {
            [(0.4, 0.0), (0.0, 0.4), (0.5, 0.5), (0.8, 0.1), (0.1, 0.8)]
                .into_iter()
                .find_map(|(across, down)| attempt(&|| sharper(across, down, 4)))
        })
        .or_else(|| attempt(&|| Modules::of(gray, shape, side, 0.0).by_mean(3, inverted)))
}

/// The bytes that a square of bits carries, errors corrected; `None` when they are no symbol.
///
/// Only whole sides of the standard reach the bit decoder. Its source shows no panic for those; the fence stands
/// because the bits are a stranger's.
fn bytes_of(bits: &[bool], side: usize) -> Option<Vec<u8>> {
    if !VERSIONS.map(side_of).any(|s| s == side) || bits.len() != side * side {
        return None;
    }
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        let grid = rqrr::Grid::new(rqrr::SimpleGrid::from_func(side, |x, y| bits[y * side + x]));
        let mut bytes = Vec::new();
        grid.decode_to(&mut bytes).ok().map(|_| bytes)
    }));
    // An empty payload says nothing, and all-light squares come near to one.
    decoded.ok().flatten().filter(|bytes| !bytes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_side_that_no_version_has_is_not_read() {
        for side in [0, 1, 17, 20, 22, 23, 181] {
            assert_eq!(bytes_of(&vec![true; side * side], side), None);
        }
        assert_eq!(bytes_of(&[true; 5], 21), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_bits_are_read_without_a_panic(version in VERSIONS, seed in any::<u64>()) {
            let side = side_of(version);
            let mut state = seed | 1;
            let bits: Vec<bool> = (0..side * side).map(|_| {
                state ^= state << 13; state ^= state >> 7; state ^= state << 17;
                state & 1 == 1
            }).collect();
            let grid = rqrr::Grid::new(rqrr::SimpleGrid::from_func(side, |x, y| bits[y * side + x]));
            let _ = grid.decode_to(&mut Vec::new());
        }
    }
}
