//! Grey pixels in, QR payloads out: a detector and sampler of our own in front of `rqrr`'s bit decoder.
//!
//! `rqrr`'s own detector is left out on purpose: on some pictures it panics, and on noise it takes seconds.
//! Here every loop asks the caller's `stop`, every pixel read is clamped or checked, and nothing reads a clock.
//!
//! The way of a picture, one file each: `gray` (pixels, scaling) → `binarise` → `find` (finder patterns) →
//! `triple` (three that may be one symbol) → `align` (version, fourth point) → `refine` (fit on grey levels) →
//! `sample` (one value a module) → `read` (bits to bytes) → `charset` (bytes to text). `ladder` says which
//! scales and binarisers are tried, and in which order. Reading vCards and the like is the badge crate's.

mod align;
mod binarise;
mod budget;
mod charset;
mod detect;
mod find;
mod geometry;
mod gray;
mod ladder;
pub mod luma;
mod read;
mod refine;
mod sample;
mod template;
mod triple;

pub use charset::Charset;
pub use ladder::Ladder;

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
    /// The caller's `stop` ended the search before the ladder did.
    pub stopped: bool,
}

/// One symbol that was read.
#[derive(Clone, PartialEq)]
pub struct Payload {
    /// The bytes as the symbol carries them, kanji segments as Shift-JIS.
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
/// `stop` carries the budget: it is asked often (every few tens of microseconds of work), and once it says `true`
/// the search ends and what was read so far is returned. The longest work between two questions is one run of the
/// bit decoder: under 1 ms for a badge's usual symbol, 6 ms for a dense vCard, 30 ms for version 40. The ladder also ends at the first step that reads
/// anything; that step's other symbols are read as well.
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
    let sides = MIN_SIDE..=MAX_SIDE;
    if !sides.contains(&w) || !sides.contains(&h) {
        return Err(FrameError::Size { w, h });
    }
    if gray.len() != w * h {
        return Err(FrameError::Length { expected: w * h, got: gray.len() });
    }
    let mut budget = Budget::new(stop);
    let payloads = ladder.climb(&Gray::borrowed(gray, w, h), &mut budget);
    Ok(Decoded { payloads, stopped: budget.is_spent() })
}
