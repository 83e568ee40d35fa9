//! The format: which level and which mask, written twice beside the finders (ISO/IEC 18004, 7.9).

use super::layout::Level;

/// What the format says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Format {
    pub(super) level: Level,
    pub(super) mask: u8,
    /// How well the modules agree: 1 when all do, 0 when as many speak against as for it.
    pub(super) agreement: f32,
    /// Bits that differ in the copy that differs least.
    pub(super) differing: u32,
}

/// Copies that differ in more bits than this may be any format: the code mends three.
const MOST_DIFFERING: u32 = 3;

/// The likeliest formats, best first; `soft` is positive for dark.
pub(super) fn formats(soft: impl Fn(usize, usize) -> f32, side: usize) -> Vec<Format> {
    let [first, second] = places(side).map(|copy| copy.map(|(x, y)| soft(x, y)));
    let weight: f32 = first.iter().chain(&second).map(|s| s.abs()).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut found: Vec<Format> = (0..32u16)
        .filter_map(|data| {
            let bits = encoded(data);
            let is_dark = |i: usize| bits >> i & 1 == 1;
            let differing =
                |copy: &[f32; 15]| (0..15).filter(|&i| (copy[i] > 0.0) != is_dark(i)).count() as u32;
            let differing = differing(&first).min(differing(&second));
            let sum: f32 =
                (0..15).map(|i| (first[i] + second[i]) * if is_dark(i) { 1.0 } else { -1.0 }).sum();
            let level = [Level::Medium, Level::Low, Level::High, Level::Quartile][usize::from(data >> 3)];
            (differing <= MOST_DIFFERING).then_some(Format {
                level,
                mask: (data & 7) as u8,
                agreement: sum / weight,
                differing,
            })
        })
        .collect();
    found.sort_by(|a, b| b.agreement.total_cmp(&a.agreement));
    found
}

/// Five bits with their ten check bits, masked as printed.
fn encoded(data: u16) -> u16 {
    const GENERATOR: u16 = 0x537;
    const MASK: u16 = 0x5412;
    let rest = (0..10).fold(data, |rest, _| (rest << 1) ^ ((rest >> 9) * GENERATOR));
    (data << 10 | rest) ^ MASK
}

/// Column and row of each bit, the lowest first, in both copies.
fn places(side: usize) -> [[(usize, usize); 15]; 2] {
    let first = |i: usize| match i {
        0..6 => (8, i),
        6 | 7 => (8, i + 1),
        8 => (7, 8),
        _ => (14 - i, 8),
    };
    let second = |i: usize| if i < 8 { (side - 1 - i, 8) } else { (8, side - 15 + i) };
    [std::array::from_fn(first), std::array::from_fn(second)]
}

/// Whether a mask turns the module at a column and row.
pub(super) fn is_masked(mask: u8, x: usize, y: usize) -> bool {
    (match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (y / 2 + x / 3) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    }) == 0
}
