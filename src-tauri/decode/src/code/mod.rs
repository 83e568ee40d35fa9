//! A square of modules to what it says: format, mask, codewords, error correction, segments.
//!
//! A decoder of our own because the sampled modules say more than dark or light: the codewords that were sampled least
//! surely are named to the error correction, which mends twice as many of those. Finding the square is not here.

mod correct;
mod format;
mod galois;
mod layout;
mod segments;

pub(crate) use layout::Layout;
pub(crate) use segments::{Kind, Segment, Stream};

use format::{Format, formats, is_masked};

/// How far the error correction may go. Each further step reads more, and reads chance sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// The modules are surely a symbol's: use nearly all of the check codewords.
    Full,
    /// They may be anything: stay well below what could be mended.
    Little,
}

/// Formats tried; a wrong one fails within microseconds.
const FORMATS: usize = 2;

/// What the modules say; `soft` holds one number a module, row after row: positive for dark, and the larger the surer.
pub(crate) fn decode(soft: &[f32], layout: &Layout, trust: Trust) -> Option<Stream> {
    let side = layout.side;
    if soft.len() != side * side {
        return None;
    }
    let upright = formats(|x, y| soft[y * side + x], side).into_iter().map(|f| (f, false));
    let mirrored = formats(|x, y| soft[x * side + y], side).into_iter().map(|f| (f, true));
    let mut found: Vec<(Format, bool)> = upright.take(FORMATS).chain(mirrored.take(FORMATS)).collect();
    found.sort_by(|a, b| b.0.agreement.total_cmp(&a.0.agreement));
    found
        .into_iter()
        .take(FORMATS)
        .find_map(|(format, mirrored)| decode_as(soft, layout, format, mirrored, trust))
}

fn decode_as(soft: &[f32], layout: &Layout, format: Format, mirrored: bool, trust: Trust) -> Option<Stream> {
    let (words, sureness) = codewords(soft, layout, format.mask, mirrored);
    let blocks = layout.blocks(format.level);
    let held_back = layout.held_back(format.level);
    let mut data = Vec::with_capacity(words.len());
    let mut mended = 0usize;
    let mut erased = 0usize;
    for (index, &(count, checks)) in blocks.iter().enumerate() {
        let places = places(&blocks, index);
        let block: Vec<u8> = places.iter().map(|&i| words[i]).collect();
        let sure: Vec<f32> = places.iter().map(|&i| sureness[i]).collect();
        let (block, errors, unsure) = mend(block, &sure, checks, held_back, trust)?;
        mended += errors;
        erased += unsure;
        data.extend(&block[..count]);
    }
    let stream = segments::segments(&data, layout.version)?;
    if stream.segments.iter().all(|segment| segment.bytes.is_empty()) {
        // An empty payload says nothing, and all-light squares come near to one.
        return None;
    }
    // A symbol that took much mending is believed only when also its filling is right.
    let strained = erased > 0 || format.differing > 1 || (mended > 0 && trust == Trust::Little);
    (stream.filled || !strained).then_some(stream)
}

/// The codewords in the order they are written, and how sure the least sure module of each is.
fn codewords(soft: &[f32], layout: &Layout, mask: u8, mirrored: bool) -> (Vec<u8>, Vec<f32>) {
    let side = layout.side;
    let words = layout.order.as_chunks::<8>().0;
    words
        .iter()
        .map(|word| {
            word.iter().fold((0u8, f32::INFINITY), |(value, sure), &module| {
                let module = module as usize;
                let (x, y) = (module % side, module / side);
                let level = if mirrored { soft[x * side + y] } else { soft[module] };
                let bit = (level > 0.0) != is_masked(mask, x, y);
                (value << 1 | u8::from(bit), sure.min(level.abs()))
            })
        })
        .unzip()
}

/// Where the codewords of a block stand among all: data codewords in turns, then check codewords in turns. The last
/// data codeword of the longer blocks comes when the shorter have ended.
fn places(blocks: &[(usize, usize)], index: usize) -> Vec<usize> {
    let count = blocks.len();
    let (data, checks) = blocks[index];
    let short = blocks[0].0;
    let shorter = blocks.iter().filter(|block| block.0 == short).count();
    let all: usize = blocks.iter().map(|block| block.0).sum();
    let of_data =
        (0..data).map(|i| if i < short { i * count + index } else { short * count + index - shorter });
    of_data.chain((0..checks).map(|i| all + i * count + index)).collect()
}

/// A block put right, the errors in it, and how many of its codewords had to be called unsure.
fn mend(
    block: Vec<u8>,
    sure: &[f32],
    checks: usize,
    held_back: usize,
    trust: Trust,
) -> Option<(Vec<u8>, usize, usize)> {
    let held_back = match trust {
        Trust::Full => held_back,
        Trust::Little => held_back.max(checks / 4),
    };
    let mut tried = block.clone();
    if let Some(mended) = correct::correct(&mut tried, checks, &[], held_back) {
        return Some((tried, mended.errors, 0));
    }
    if trust == Trust::Little {
        return None;
    }
    let mut least_sure: Vec<usize> = (0..block.len()).collect();
    least_sure.sort_by(|&a, &b| sure[a].total_cmp(&sure[b]));
    // What is called unsure mends nothing by chance as long as some check codewords are left to contradict it.
    let most = checks.saturating_sub(held_back.max(4));
    let step = (most / 6).max(2);
    (1..).map(|i| i * step).take_while(|&n| n <= most).find_map(|n| {
        let mut tried = block.clone();
        let mended = correct::correct(&mut tried, checks, &least_sure[..n], held_back.max(3))?;
        Some((tried, mended.errors, n))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{VERSIONS, side_of};
    use proptest::prelude::*;
    use qrcode::{Color, EcLevel, QrCode, Version};

    const LEVELS: [EcLevel; 4] = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H];

    fn soft_of(code: &QrCode) -> Vec<f32> {
        code.to_colors().iter().map(|c| if *c == Color::Dark { 1.0 } else { -1.0 }).collect()
    }

    fn bytes_of(stream: &Stream) -> Vec<u8> {
        stream.segments.iter().flat_map(|segment| segment.bytes.clone()).collect()
    }

    #[test]
    fn every_version_and_level_says_what_was_written() {
        for version in VERSIONS {
            for level in LEVELS {
                let text = format!("{version} Grüße {level:?}");
                let text = if version == 1 { "A7".to_owned() } else { text };
                let made = QrCode::with_version(text.as_bytes(), Version::Normal(version as i16), level);
                let Ok(code) = made else { continue };
                let stream =
                    decode(&soft_of(&code), &Layout::of(version), Trust::Full).expect("a whole symbol");
                assert_eq!(bytes_of(&stream), text.as_bytes(), "version {version} {level:?}");
                assert!(stream.filled, "version {version} {level:?}");
            }
        }
    }

    #[test]
    fn a_full_symbol_of_two_block_lengths_is_put_together_right() {
        for (version, level, count) in [(5, EcLevel::Q, 60), (9, EcLevel::M, 178), (13, EcLevel::H, 175)] {
            let text: Vec<u8> = (0..count).map(|i| b'a' + (i * 7 % 26) as u8).collect();
            let code = QrCode::with_version(&text, Version::Normal(version), level).expect("it fits");
            let stream = decode(&soft_of(&code), &Layout::of(version as usize), Trust::Full);
            assert_eq!(stream.map(|s| bytes_of(&s)), Some(text));
        }
    }

    #[test]
    fn a_mirrored_symbol_says_the_same() {
        let code = QrCode::new(b"mirrored").expect("it fits");
        let (soft, side) = (soft_of(&code), code.width());
        let mirrored: Vec<f32> = (0..side * side).map(|i| soft[i % side * side + i / side]).collect();
        let layout = Layout::of((side - 17) / 4);
        assert_eq!(decode(&mirrored, &layout, Trust::Full).map(|s| bytes_of(&s)), Some(b"mirrored".to_vec()));
    }

    #[test]
    fn unsure_modules_are_mended_beyond_what_wrong_ones_are() {
        let code =
            QrCode::with_version(b"a badge with a glare", Version::Normal(5), EcLevel::M).expect("it fits");
        let layout = Layout::of(5);
        let mut soft = soft_of(&code);
        // 17 codewords of one block of 43 + 24: of wrong ones, 12 can be mended.
        for word in layout.order.as_chunks::<8>().0.iter().skip(20).step_by(2).take(17) {
            for &module in word {
                soft[module as usize] = -0.01;
            }
        }
        assert!(decode(&soft, &layout, Trust::Full).is_some());
        let wrong: Vec<f32> = soft.iter().map(|s| s.signum()).collect();
        assert!(decode(&wrong, &layout, Trust::Full).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_modules_are_looked_at_without_a_panic(version in VERSIONS, seed in any::<u64>()) {
            let side = side_of(version);
            let mut state = seed | 1;
            let soft: Vec<f32> = (0..side * side).map(|_| {
                state ^= state << 13; state ^= state >> 7; state ^= state << 17;
                (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
            }).collect();
            prop_assert!(decode(&soft, &Layout::of(version), Trust::Full).is_none());
        }

        #[test]
        fn any_codewords_are_cut_into_segments_without_a_panic(
            words in proptest::collection::vec(any::<u8>(), 0..200), version in VERSIONS,
        ) {
            let _ = segments::segments(&words, version);
        }
    }
}
