//! The field of 256 elements that QR's error correction counts in (ISO/IEC 18004: x⁸ + x⁴ + x³ + x² + 1, generator 2).

const POLYNOMIAL: u16 = 0x11d;

/// Powers of the generator, twice over, so that a sum of two logarithms needs no remainder.
const EXP: [u8; 512] = tables().0;
/// Logarithms; that of 0 is never read.
const LOG: [u8; 256] = tables().1;

const fn tables() -> ([u8; 512], [u8; 256]) {
    let (mut exp, mut log) = ([0; 512], [0; 256]);
    let mut value = 1u16;
    let mut i = 0;
    while i < 255 {
        exp[i] = value as u8;
        exp[i + 255] = value as u8;
        log[value as usize] = i as u8;
        value <<= 1;
        if value > 255 {
            value ^= POLYNOMIAL;
        }
        i += 1;
    }
    (exp, log)
}

#[inline]
pub(super) fn times(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    EXP[usize::from(LOG[usize::from(a)]) + usize::from(LOG[usize::from(b)])]
}

/// `b` is not 0.
#[inline]
pub(super) fn over(a: u8, b: u8) -> u8 {
    if a == 0 {
        return 0;
    }
    EXP[usize::from(LOG[usize::from(a)]) + 255 - usize::from(LOG[usize::from(b)])]
}

/// The generator to the power of `n`.
#[inline]
pub(super) fn power(n: usize) -> u8 {
    EXP[n % 255]
}

/// A polynomial's value; coefficients from the lowest power.
pub(super) fn value(polynomial: &[u8], x: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, &c| times(sum, x) ^ c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_takes_back_what_times_did() {
        for a in 0..=255 {
            for b in 1..=255 {
                assert_eq!(over(times(a, b), b), a);
            }
        }
    }

    #[test]
    fn the_generator_reaches_every_element_but_zero() {
        let mut seen: Vec<u8> = (0..255).map(power).collect();
        seen.sort_unstable();
        assert_eq!(seen, (1..=255).collect::<Vec<u8>>());
    }
}
