//! A picture file as grey pixels. Its header is looked at before anything is decoded, so that a small file cannot ask for
//! gigabytes. Kinds that are not read are told apart by their first bytes, so that a person hears what to do with them.
//!
//! Left out on purpose: HEIC and AVIF, whose decoders are none that we may ship or would trust with strangers' files, and
//! cameras' raw files.

mod kind;

use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, metadata::Orientation};
use lanyard_core::explain::Sentence;
use std::io::Cursor;

pub use kind::UnreadKind;

/// Files are read up to this size (bytes).
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Pictures are decoded up to this many pixels.
pub const MAX_PIXELS: u64 = 50_000_000;

/// The longer side is brought down to this before decoding: a badge's code needs no more.
const MAX_SIDE: u32 = 4096;

/// Grey pixels, row by row, the right way up.
#[derive(Clone, PartialEq)]
pub struct Picture {
    /// One byte a pixel.
    pub gray: Vec<u8>,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// How many pixels of the file's picture lie along one of these: 1 unless it was brought down.
    pub scale: f32,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} × {})", self.width, self.height)
    }
}

/// Why a picture cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhotoFault {
    /// No bytes.
    #[error("The file is empty.")]
    Empty,
    /// Not a format we know.
    #[error("This is not a picture Lanyard can read. PNG, JPEG, WebP, GIF and BMP are.")]
    NotAPicture,
    /// A format that we know and do not read.
    #[error("Lanyard does not read {} files.", .0.name())]
    Unread(UnreadKind),
    /// Its header or its file is beyond the limit.
    #[error("The picture is too large: at most {} megapixels and {} MB.", MAX_PIXELS / 1_000_000, MAX_BYTES / 1_048_576)]
    TooLarge,
    /// A known format, damaged.
    #[error("The picture is damaged.")]
    Damaged,
}

impl PhotoFault {
    fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Unread(kind) => Some(kind.name()),
            Self::Empty | Self::NotAPicture | Self::TooLarge | Self::Damaged => None,
        }
    }

    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        Sentence::new(match self {
            Self::Empty => "photo-empty",
            Self::NotAPicture => "photo-not-a-picture",
            Self::TooLarge => "photo-too-large",
            Self::Damaged => "photo-damaged",
            Self::Unread(UnreadKind::Heic) => "photo-heic",
            Self::Unread(UnreadKind::Avif | UnreadKind::JpegXl | UnreadKind::Tiff) => {
                return Sentence::new("photo-other-kind").text("kind", self.kind().unwrap_or_default());
            }
            Self::Unread(UnreadKind::Raw) => "photo-raw",
            Self::Unread(UnreadKind::Film) => "photo-film",
            Self::Unread(UnreadKind::Pdf) => "photo-pdf",
        })
    }
}

/// What a picture's header says, within the limits.
struct Head<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
    orientation: Orientation,
}

/// Looks at a picture's header and at nothing behind it.
///
/// # Errors
/// [`PhotoFault`].
fn head(bytes: &[u8]) -> Result<Head<'_>, PhotoFault> {
    if bytes.is_empty() {
        return Err(PhotoFault::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(PhotoFault::TooLarge);
    }
    let unread = || kind::of(bytes).map_or(PhotoFault::NotAPicture, PhotoFault::Unread);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| unread())?;
    if !reader.format().is_some_and(|format| format.reading_enabled()) {
        return Err(unread());
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PhotoFault::TooLarge);
    }
    if width == 0 || height == 0 {
        return Err(PhotoFault::Damaged);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok(Head { decoder: Box::new(decoder), orientation })
}

/// The size of a picture as its header says it, before it is turned: width and height in pixels. Nothing is decoded.
///
/// # Errors
/// [`PhotoFault`], as for [`read`].
pub fn size(bytes: &[u8]) -> Result<(u32, u32), PhotoFault> {
    Ok(head(bytes)?.decoder.dimensions())
}

/// Reads a picture file.
///
/// # Errors
/// [`PhotoFault`]; nothing is decoded when the header is beyond the limits.
pub fn read(bytes: &[u8]) -> Result<Picture, PhotoFault> {
    let Head { decoder, orientation } = head(bytes)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    picture.apply_orientation(orientation);
    let full = picture.width().max(picture.height());
    if picture.width().max(picture.height()) > MAX_SIDE {
        picture = picture.thumbnail(MAX_SIDE, MAX_SIDE);
    }
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let scale = full as f32 / width.max(height) as f32;
    Ok(Picture { gray: picture.into_luma8().into_raw(), width, height, scale })
}

fn fault(error: &ImageError) -> PhotoFault {
    match error {
        ImageError::Limits(_) => PhotoFault::TooLarge,
        _ => PhotoFault::Damaged,
    }
}

#[cfg(test)]
mod tests;
