//! Pictures of every kind, sound and otherwise.

use super::*;
use image::{GrayImage, ImageFormat, Luma};
use proptest::prelude::*;

fn written(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let picture = GrayImage::from_fn(width, height, |x, y| Luma([(x * 40 + y) as u8]));
    let picture = DynamicImage::ImageLuma8(picture).into_rgb8();
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn every_kind_that_is_named_as_readable_is_read() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp]
    {
        let picture = read(&written(format, 5, 3)).unwrap();
        assert_eq!((picture.width, picture.height, picture.scale), (5, 3, 1.0), "{format:?}");
    }
}

#[test]
fn a_small_file_that_asks_for_gigabytes_is_refused_by_its_header() {
    let mut bytes = written(ImageFormat::Bmp, 2, 2);
    bytes[18..22].copy_from_slice(&60_000_i32.to_le_bytes());
    bytes[22..26].copy_from_slice(&60_000_i32.to_le_bytes());
    assert_eq!(read(&bytes), Err(PhotoFault::TooLarge));
    assert_eq!(size(&bytes), Err(PhotoFault::TooLarge));
    assert_eq!(read(&vec![0; MAX_BYTES + 1]), Err(PhotoFault::TooLarge));
}

/// What a fuzzer made of the thought that a picture has as many pixels as its header says.
#[test]
fn a_long_thin_picture_is_brought_down_and_keeps_a_row() {
    let picture = read(&written(ImageFormat::Bmp, 20_000, 2)).unwrap();
    assert_eq!((picture.width, picture.height, picture.gray.len()), (4096, 1, 4096));
    assert!((picture.scale - 20_000.0 / 4096.0).abs() < 0.01);
}

/// What a fuzzer found: a GIF whose header says that it is no pixel wide.
#[test]
fn a_picture_without_a_pixel_is_damaged() {
    let mut bytes = written(ImageFormat::Gif, 5, 3);
    bytes[6..8].copy_from_slice(&0_u16.to_le_bytes());
    assert_eq!(read(&bytes), Err(PhotoFault::Damaged));
    assert_eq!(size(&bytes), Err(PhotoFault::Damaged));
}

/// A JPEG with the mark that a phone leaves when it was held upright: turn it a quarter to the right.
#[test]
fn a_picture_taken_with_the_phone_upright_is_turned() {
    let jpeg = written(ImageFormat::Jpeg, 6, 2);
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    let mut turned = jpeg[..2].to_vec();
    turned.extend([0xFF, 0xE1]);
    turned.extend(((exif.len() + 2) as u16).to_be_bytes());
    turned.append(&mut exif);
    turned.extend(&jpeg[2..]);
    let picture = read(&turned).unwrap();
    assert_eq!((picture.width, picture.height), (2, 6));
    let flat = read(&jpeg).unwrap();
    assert_eq!((flat.width, flat.height), (6, 2));
}

#[test]
fn a_kind_that_is_not_read_is_named() {
    let named = |bytes: &[u8]| match read(bytes) {
        Err(PhotoFault::Unread(kind)) => kind.name(),
        other => panic!("{other:?}"),
    };
    assert_eq!(named(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "HEIC");
    assert_eq!(named(b"\0\0\0\x1cftypmif1\0\0\0\0mif1miafheic"), "HEIC");
    assert_eq!(named(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"), "AVIF");
    assert_eq!(named(b"\0\0\0\x1cftypmif1\0\0\0\0mif1miafavif"), "AVIF");
    assert_eq!(named(b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom"), "RAW");
    assert_eq!(named(b"\0\0\0\x14ftypqt  \0\0\0\0qt  "), "film");
    assert_eq!(named(b"II*\0\x10\0\0\0CR\x02\0"), "RAW");
    assert_eq!(named(b"II*\0\x08\0\0\0\0\0\0\0"), "TIFF");
    assert_eq!(named(b"%PDF-1.7\n"), "PDF");
    assert_eq!(named(b"\xFF\x0A\xFA\x1F"), "JPEG XL");
    assert_eq!(read(b"BEGIN:VCARD"), Err(PhotoFault::NotAPicture));
    assert_eq!(read(b"\0\0\0\x18ftyp"), Err(PhotoFault::NotAPicture));
    assert_eq!(read(b""), Err(PhotoFault::Empty));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A file that breaks off is damaged or read, and never more.
    #[test]
    fn a_picture_that_breaks_off_is_no_panic(format in 0_usize..5, share in 0.0_f64..1.0) {
        let formats =
            [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp];
        let bytes = written(formats[format], 9, 7);
        let cut = &bytes[..(bytes.len() as f64 * share) as usize];
        if let Ok(picture) = read(cut) {
            prop_assert_eq!(picture.gray.len(), picture.width * picture.height);
        }
    }
}
