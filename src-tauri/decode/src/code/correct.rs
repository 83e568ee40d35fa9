//! Reed–Solomon: a block of codewords with errors, and with places known to be unsure, put right.
//!
//! A block of `checks` check codewords stands `errors` wrong codewords anywhere and `unsure` named ones as long as
//! `2 × errors + unsure` does not exceed `checks`. Of those, the caller may hold some back against reading chance.

use super::galois::{over, power, times, value};

/// What a block had wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mended {
    /// Codewords changed that were not named unsure.
    pub(super) errors: usize,
}

/// Puts `block` right in place; its last `checks` codewords are the check codewords. `unsure` names places in it that
/// may hold anything. `None`, with the block unchanged, when more is wrong than `checks - held_back` allows for.
pub(super) fn correct(block: &mut [u8], checks: usize, unsure: &[usize], held_back: usize) -> Option<Mended> {
    let syndromes = syndromes(block, checks);
    if syndromes.iter().all(|&s| s == 0) {
        return Some(Mended { errors: 0 });
    }
    let last = block.len().checked_sub(1)?;
    let spare = checks.checked_sub(held_back + unsure.len())?;
    // A place's locator is the generator to the power of its distance from the block's end.
    let erased: Vec<u8> = unsure.iter().map(|&place| power(last - place)).collect();
    let locator = locator(&syndromes, &erased);
    let degree = locator.len() - 1;
    let errors = degree.checked_sub(unsure.len())?;
    if errors * 2 > spare {
        return None;
    }
    let evaluator = evaluator(&syndromes, &locator);
    let slope: Vec<u8> = (1..locator.len()).map(|i| if i % 2 == 1 { locator[i] } else { 0 }).collect();
    let mut changes = Vec::with_capacity(degree);
    for place in 0..block.len() {
        let away = last - place;
        let inverse = power(255 - away % 255);
        if value(&locator, inverse) == 0 {
            let divisor = value(&slope, inverse);
            if divisor == 0 {
                return None;
            }
            let change = times(power(away), over(value(&evaluator, inverse), divisor));
            changes.push((place, change));
        }
    }
    if changes.len() != degree {
        return None;
    }
    for &(place, change) in &changes {
        block[place] ^= change;
    }
    if self::syndromes(block, checks).iter().any(|&s| s != 0) {
        for &(place, change) in &changes {
            block[place] ^= change;
        }
        return None;
    }
    Some(Mended { errors })
}

/// The block's value at the first powers of the generator; all zero for a right block.
fn syndromes(block: &[u8], checks: usize) -> Vec<u8> {
    (0..checks).map(|i| block.iter().fold(0, |sum, &word| times(sum, power(i)) ^ word)).collect()
}

/// Berlekamp and Massey's shortest locator that explains the syndromes, begun from the places already known.
fn locator(syndromes: &[u8], erased: &[u8]) -> Vec<u8> {
    let mut current = vec![1u8];
    for &x in erased {
        // Times (1 + x·z).
        let before = current.clone();
        current.push(0);
        for (c, &b) in current[1..].iter_mut().zip(&before) {
            *c ^= times(b, x);
        }
    }
    let mut older = current.clone();
    let mut length = erased.len();
    for n in erased.len()..syndromes.len() {
        older.insert(0, 0);
        let seen = current.iter().enumerate().take(n + 1);
        let off = seen.fold(0, |sum, (i, &c)| sum ^ times(c, syndromes[n - i]));
        if off == 0 {
            continue;
        }
        let mut next = current.clone();
        next.resize(next.len().max(older.len()), 0);
        for (c, &o) in next.iter_mut().zip(&older) {
            *c ^= times(o, off);
        }
        if 2 * length <= n + erased.len() {
            length = n + 1 + erased.len() - length;
            older = current.iter().map(|&c| over(c, off)).collect();
        }
        current = next;
    }
    while current.len() > 1 && current.last() == Some(&0) {
        current.pop();
    }
    current
}

/// Syndromes times locator, up to the number of syndromes.
fn evaluator(syndromes: &[u8], locator: &[u8]) -> Vec<u8> {
    (0..syndromes.len())
        .map(|n| {
            locator.iter().take(n + 1).enumerate().fold(0, |sum, (i, &c)| sum ^ times(c, syndromes[n - i]))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Data with its check codewords, by long division.
    fn encoded(data: &[u8], checks: usize) -> Vec<u8> {
        let mut divisor = vec![1u8];
        for i in 0..checks {
            // Coefficients from the highest power.
            divisor.push(0);
            for j in (1..divisor.len()).rev() {
                divisor[j] ^= times(divisor[j - 1], power(i));
            }
        }
        let mut rest = data.to_vec();
        rest.resize(data.len() + checks, 0);
        for i in 0..data.len() {
            let k = rest[i];
            for (r, &d) in rest[i..].iter_mut().zip(&divisor) {
                *r ^= times(d, k);
            }
        }
        let mut block = data.to_vec();
        block.extend(&rest[data.len()..]);
        block
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn errors_and_unsure_places_within_the_bound_are_mended(
            data in proptest::collection::vec(any::<u8>(), 1..120), checks in 7usize..31,
            order in any::<u64>(), unsure in 0usize..31, junk in 1u8..,
        ) {
            let right = encoded(&data, checks);
            let unsure = unsure.min(checks).min(right.len());
            let errors = ((checks - unsure) / 2).min(right.len() - unsure);
            let mut places: Vec<usize> = (0..right.len()).collect();
            places.sort_by_key(|&p| (p as u64 + 1).wrapping_mul(order | 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let mut block = right.clone();
            for (i, &place) in places[..unsure + errors].iter().enumerate() {
                block[place] ^= junk.wrapping_add(i as u8).max(1);
            }
            let mended = correct(&mut block, checks, &places[..unsure], 0);
            prop_assert_eq!(&block, &right);
            prop_assert!(mended.is_some_and(|m| m.errors <= errors));
        }

        #[test]
        fn what_cannot_be_mended_stays_as_it_was(block in proptest::collection::vec(any::<u8>(), 20..80), held in 0usize..4) {
            let mut tried = block.clone();
            if correct(&mut tried, 10, &[], held).is_none() {
                prop_assert_eq!(tried, block);
            }
        }
    }

    #[test]
    fn what_is_held_back_is_not_used() {
        let right = encoded(b"0123456789", 10);
        for (errors, held_back, mended) in [(5, 0, true), (5, 1, false), (4, 2, true), (4, 3, false)] {
            let mut block = right.clone();
            block.iter_mut().take(errors).for_each(|word| *word ^= 0x5a);
            assert_eq!(
                correct(&mut block, 10, &[], held_back).is_some(),
                mended,
                "{errors} with {held_back}"
            );
        }
    }
}
