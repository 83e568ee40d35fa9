//! A picture file as grey pixels. Its header is looked at before anything is decoded, so that a small file cannot ask for
//! gigabytes.

use image::{DynamicImage, ImageDecoder, ImageReader, Limits, metadata::Orientation};
use lanyard_core::explain::Sentence;
use std::io::Cursor;

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
    /// Not a format we read.
    #[error("This is not a picture Lanyard can read. PNG, JPEG, WebP, GIF and BMP are.")]
    NotAPicture,
    /// Its header or its file is beyond the limit.
    #[error("The picture is too large: at most {} megapixels and {} MB.", MAX_PIXELS / 1_000_000, MAX_BYTES / 1_048_576)]
    TooLarge,
    /// A known format, damaged.
    #[error("The picture is damaged.")]
    Damaged,
}

impl PhotoFault {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        Sentence::new(match self {
            Self::Empty => "photo-empty",
            Self::NotAPicture => "photo-not-a-picture",
            Self::TooLarge => "photo-too-large",
            Self::Damaged => "photo-damaged",
        })
    }
}

/// Reads a picture file.
///
/// # Errors
/// [`PhotoFault`]; nothing is decoded when the header is beyond the limits.
pub fn read(bytes: &[u8]) -> Result<Picture, PhotoFault> {
    if bytes.is_empty() {
        return Err(PhotoFault::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(PhotoFault::TooLarge);
    }
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PhotoFault::NotAPicture)?;
    if reader.format().is_none() {
        return Err(PhotoFault::NotAPicture);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| PhotoFault::Damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PhotoFault::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| match error {
        image::ImageError::Limits(_) => PhotoFault::TooLarge,
        _ => PhotoFault::Damaged,
    })?;
    picture.apply_orientation(orientation);
    let full = picture.width().max(picture.height());
    if picture.width().max(picture.height()) > MAX_SIDE {
        picture = picture.thumbnail(MAX_SIDE, MAX_SIDE);
    }
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let scale = full as f32 / width.max(height) as f32;
    Ok(Picture { gray: picture.into_luma8().into_raw(), width, height, scale })
}
