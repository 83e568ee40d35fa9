//! What a file that we do not read seems to be, by its first bytes. Phones and cameras write these beside the pictures, so
//! whoever brings a whole folder meets them.
//!
//! Sources: ISO/IEC 14496-12 (`ftyp` and its brands), ISO/IEC 23008-12 (HEIF), AV1 Image File Format 1.1, TIFF 6.0, ISO/IEC
//! 18181-2 (JPEG XL), and the makers' own marks for raw files.

/// A kind of file that people take for a picture and that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadKind {
    /// HEIF with HEVC inside: an iPhone's usual picture.
    Heic,
    /// AVIF.
    Avif,
    /// JPEG XL.
    JpegXl,
    /// TIFF, or a raw file that only says so.
    Tiff,
    /// A camera's raw picture.
    Raw,
    /// A film, such as beside an iPhone's live picture.
    Film,
    /// PDF.
    Pdf,
}

impl UnreadKind {
    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::JpegXl => "JPEG XL",
            Self::Tiff => "TIFF",
            Self::Raw => "RAW",
            Self::Film => "film",
            Self::Pdf => "PDF",
        }
    }
}

/// What a file begins with that is of one of these kinds; brands of `ftyp` apart.
const BEGINNINGS: [(&[u8], UnreadKind); 12] = [
    (b"%PDF-", UnreadKind::Pdf),
    (b"\xFF\x0A", UnreadKind::JpegXl),
    (b"\0\0\0\x0CJXL \r\n\x87\n", UnreadKind::JpegXl),
    (b"FUJIFILMCCD-RAW", UnreadKind::Raw),
    (b"IIRO", UnreadKind::Raw),
    (b"IIRS", UnreadKind::Raw),
    (b"IIU\0", UnreadKind::Raw),
    (b"FOVb", UnreadKind::Raw),
    (b"\0MRM", UnreadKind::Raw),
    (b"\x1A\x45\xDF\xA3", UnreadKind::Film),
    (b"II*\0", UnreadKind::Tiff),
    (b"MM\0*", UnreadKind::Tiff),
];

/// The kind that a file's first bytes speak of.
pub(super) fn of(bytes: &[u8]) -> Option<UnreadKind> {
    if let Some(brand) = brand(bytes) {
        return Some(brand);
    }
    let (_, kind) = BEGINNINGS.iter().find(|(begins, _)| bytes.starts_with(begins))?;
    // Canon writes its own mark behind the header of a TIFF.
    let canon = bytes.get(8..10) == Some(b"CR");
    Some(if *kind == UnreadKind::Tiff && canon { UnreadKind::Raw } else { *kind })
}

/// By the main brand of the box that a file of the ISO family begins with, or else by those that it is compatible with: a
/// phone may write `mif1` first and `heic` behind it.
fn brand(bytes: &[u8]) -> Option<UnreadKind> {
    /// Brands that are looked at; a file lists a handful.
    const MOST: usize = 16;
    if bytes.get(4..8) != Some(b"ftyp") {
        return None;
    }
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let listed = bytes.get(16..length.min(bytes.len())).unwrap_or_default();
    let brands = bytes.get(8..12).into_iter().chain(listed.chunks_exact(4).take(MOST));
    let mut film = None;
    for brand in brands {
        match brand {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => return Some(UnreadKind::Heic),
            b"avif" | b"avis" => return Some(UnreadKind::Avif),
            b"crx " => return Some(UnreadKind::Raw),
            b"qt  " | b"isom" | b"iso2" | b"mp41" | b"mp42" | b"M4V " | b"avc1" | b"3gp4" | b"3gp5" => {
                film = Some(UnreadKind::Film);
            }
            // Without a brand that says how it is coded: in practice HEVC.
            b"mif1" | b"msf1" => film = film.or(Some(UnreadKind::Heic)),
            _ => {}
        }
    }
    film
}
