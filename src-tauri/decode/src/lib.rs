//! Grey pixels in, QR payloads out.
//!
//! Every loop asks the caller's `stop`, every pixel read is clamped or checked, and nothing reads a clock.
//!
//! The way of a picture, one file each: `gray` (pixels, scaling) → `binarise` → `find` (finder patterns) →
//! `triple` (three that may be one symbol) → `align` (version, fourth point) → `refine` (fit on grey levels) →
//! `sample` (one value a module) → `read` (which values are tried) → `code` (modules to segments) → `charset` (to text). `ladder` says which
//! scales and binarisers are tried, and in which order. Reading vCards and the like is the badge crate's.

mod align;
mod bars;
mod beside;
mod binarise;
mod budget;
mod bullseye;
mod busy;
mod charset;
pub mod coach;
mod code;
mod data_matrix;
mod detect;
mod find;
mod geometry;
mod gray;
mod ladder;
mod leg;
pub mod luma;
mod others;
mod read;
mod refine;
mod sample;
mod second;
mod straight;
mod stripes;
mod template;
mod triple;
mod watch;

pub use charset::Charset;
pub use ladder::Ladder;
pub use watch::Watch;

use budget::Budget;
use gray::Gray;

/// Smallest side of a frame, in pixels: the modules of the smallest symbol (version 1).
pub const MIN_SIDE: usize = 21;
/// Largest side of a frame, in pixels.
pub const MAX_SIDE: usize = 8192;

/// What one picture held.
#[derive(Debug, Clone, Default)]
pub struct Decoded {
    /// Every payload read, each once, in the order they were read.
    pub payloads: Vec<Payload>,
    /// Codes that were seen and could not be read.
    pub sightings: Vec<Sighting>,
    /// The caller's `stop` ended the search before the ladder did.
    pub stopped: bool,
}

/// A place that looks like a symbol and could not be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sighting {
    /// As those of a [`Payload`].
    pub corners: [(f32, f32); 4],
    /// Pixels of the frame a module.
    pub module: f32,
    /// How well the fixed parts of a symbol lie on the picture there: 1 is perfect, 0 is chance.
    pub fit: f32,
}

/// One symbol that was read.
#[derive(Clone, PartialEq)]
pub struct Payload {
    /// The bytes as the symbol carries them; where it names its character sets, the text in UTF-8.
    pub bytes: Vec<u8>,
    /// The bytes as text by `charset`; a leading byte order mark is taken off.
    pub text: String,
    /// The character set `text` was read by.
    pub charset: Charset,
    /// The kind of symbol.
    pub symbology: Symbology,
    /// The symbol's outer corners (quiet zone excluded) in pixels of the frame, clockwise from the symbol's top
    /// left; the centre of the first pixel is (0.5, 0.5). A corner may lie outside the frame.
    pub corners: [(f32, f32); 4],
    /// Name of the ladder step that read it, for measurements and bug reports.
    pub step: &'static str,
}

/// Badge text is personal data: lengths only.
impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Payload")
            .field("bytes", &self.bytes.len())
            .field("charset", &self.charset)
            .field("symbology", &self.symbology)
            .field("corners", &self.corners)
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

/// The kinds of symbol this crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbology {
    /// QR code, model 2 (ISO/IEC 18004).
    Qr,
    /// PDF417 (ISO/IEC 15438).
    Pdf417,
    /// Data Matrix (ISO/IEC 16022).
    DataMatrix,
    /// Aztec (ISO/IEC 24778).
    Aztec,
    /// Code 128 (ISO/IEC 15417).
    Code128,
    /// Code 39 (ISO/IEC 16388).
    Code39,
}

/// Why a frame was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A side is shorter than [`MIN_SIDE`] or longer than [`MAX_SIDE`].
    #[error(
        "a picture of {w} x {h} pixels cannot be read: each side must be {MIN_SIDE} to {MAX_SIDE} pixels"
    )]
    Size {
        /// Width in pixels.
        w: usize,
        /// Height in pixels.
        h: usize,
    },
    /// The buffer does not hold one byte a pixel.
    #[error("the picture is broken: {expected} bytes were announced and {got} came")]
    Length {
        /// Width times height.
        expected: usize,
        /// Bytes in the buffer.
        got: usize,
    },
}

/// Reads the QR codes of a frame of one grey byte a pixel, row after row without padding.
///
/// `stop` carries the budget: it is asked often (every few tens of microseconds of work, in even distances), and
/// once it says `true` the search ends and what was read so far is returned. The ladder also ends at the first step that reads
/// anything; that step's other symbols are read as well, and on a photo those of a few steps more.
///
/// # Errors
/// [`FrameError`] when the buffer and the size do not belong together or the size is out of bounds.
pub fn decode(
    gray: &[u8],
    w: usize,
    h: usize,
    ladder: Ladder,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Decoded, FrameError> {
    checked(gray, w, h)?;
    let mut budget = Budget::new(stop);
    let climbed = ladder.climb(&Gray::borrowed(gray, w, h), &mut budget);
    Ok(Decoded { payloads: climbed.payloads, sightings: climbed.sightings, stopped: budget.is_spent() })
}

fn checked(gray: &[u8], w: usize, h: usize) -> Result<(), FrameError> {
    let sides = MIN_SIDE..=MAX_SIDE;
    if !sides.contains(&w) || !sides.contains(&h) {
        return Err(FrameError::Size { w, h });
    }
    if gray.len() != w * h {
        return Err(FrameError::Length { expected: w * h, got: gray.len() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Nanoseconds by which an estimate may be passed without a question. The bench holds the estimates against a processor: it
    /// prints the longest time between two questions, which is to stay below 5 ms.
    const LONGEST: u32 = 4_000_000;

    /// Cells of several pixels, each as any bytes have it: nearer to codes than single pixels.
    fn cells(w: usize, h: usize, cell: usize, bytes: &[u8]) -> Vec<u8> {
        let across = w.div_ceil(cell);
        let level = |i: usize| bytes[(i / w / cell * across + i % w / cell) % bytes.len()];
        (0..w * h).map(level).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_picture_makes_a_deadline_wait_for_longer_than_a_piece_of_work(
            w in 21usize..900, h in 21usize..700, cell in 1usize..7,
            bytes in prop::collection::vec(any::<u8>(), 1_000..9_000), patience in 0u32..40_000,
        ) {
            let pixels = cells(w, h, cell, &bytes);
            let (mut asked, mut after) = (0, 0);
            let mut stop = || {
                asked += 1;
                after += u32::from(asked > patience + 1);
                asked > patience
            };
            let mut budget = Budget::new(&mut stop);
            Ladder::Photo.climb(&Gray::borrowed(&pixels, w, h), &mut budget);
            let largest = budget.largest();
            prop_assert!(largest <= LONGEST, "{} ns in one piece", largest);
            prop_assert_eq!(after, 0, "nothing is asked after a yes");
        }
    }
}
