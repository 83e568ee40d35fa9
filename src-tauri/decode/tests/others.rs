//! Symbols that are not QR codes, drawn at angles a badge is held at. What is written is `rxing`'s, as is most of what
//! reads; the finding, the turning and the corners are ours.

mod picture;

use lanyard_decode::{Ladder, Payload, Symbology, Watch, decode};
use picture::{Frame, Symbol, turned};
use rxing::{BarcodeFormat, MultiFormatWriter, Writer};

const KINDS: [(BarcodeFormat, Symbology, &str); 5] = [
    (BarcodeFormat::PDF_417, Symbology::Pdf417, "Lindqvist|Jana|Fabrikam Robotics|jana@example.com"),
    (BarcodeFormat::DATA_MATRIX, Symbology::DataMatrix, "Lindqvist|Jana|Fabrikam Robotics|jana@example.com"),
    (BarcodeFormat::AZTEC, Symbology::Aztec, "Lindqvist|Jana|Fabrikam Robotics|jana@example.com"),
    (BarcodeFormat::CODE_128, Symbology::Code128, "REG-2026-11"),
    (BarcodeFormat::CODE_39, Symbology::Code39, "REG-2026"),
];

/// A symbol without its quiet zone; stripes as high as a third of their length.
fn written(format: BarcodeFormat, text: &str) -> Symbol {
    let is_striped = matches!(format, BarcodeFormat::CODE_128 | BarcodeFormat::CODE_39);
    let matrix = MultiFormatWriter
        .encode(text, &format, 0, if is_striped { 1 } else { 0 })
        .expect("it can be written");
    let (w, h) = (matrix.getWidth(), matrix.getHeight());
    let has_dark_row = |y: &u32| (0..w).any(|x| matrix.get(x, *y));
    let has_dark_column = |x: &u32| (0..h).any(|y| matrix.get(*x, y));
    let rows: Vec<u32> = (0..h).filter(has_dark_row).collect();
    let columns: Vec<u32> = (0..w).filter(has_dark_column).collect();
    let (left, right) = (columns[0], columns[columns.len() - 1]);
    let (top, low) = (rows[0], rows[rows.len() - 1]);
    let repeated = if is_striped { (right - left) / 3 } else { 1 };
    let dark = (top..=low).flat_map(|y| (0..repeated).map(move |_| y));
    let matrix = &matrix;
    let dark = dark.flat_map(|y| (left..=right).map(move |x| matrix.get(x, y))).collect();
    Symbol::drawn(dark, (right - left + 1) as usize)
}

/// A frame with the symbol in its middle, and the symbol's corners.
fn held(symbol: &Symbol, module: f32, degrees: f32) -> (Frame, [(f32, f32); 4]) {
    let mut frame = Frame::filled(1280, 720, 190);
    let (w, h) = (symbol.side() * module, symbol.height() * module);
    let (sin, cos) = degrees.to_radians().sin_cos();
    let place = |x: f32, y: f32| (640.0 + x * cos - y * sin, 360.0 + x * sin + y * cos);
    let corners = [(-w, -h), (w, -h), (w, h), (-w, h)].map(|(x, y)| place(x / 2.0, y / 2.0));
    symbol.draw(&mut frame, turned(corners[0].0, corners[0].1, module, degrees));
    (frame, corners)
}

fn photo(frame: &Frame) -> Vec<Payload> {
    decode(&frame.pixels, frame.w, frame.h, Ladder::Photo, &mut || false)
        .expect("a frame of a fair size")
        .payloads
}

#[test]
fn the_symbols_of_older_badges_are_read_at_any_angle_and_told_apart() {
    for (format, symbology, text) in KINDS {
        let symbol = written(format, text);
        for degrees in [0.0, 8.0, -25.0, 45.0, 90.0, 180.0] {
            let module = (480.0 / symbol.side()).min(5.0);
            let (frame, corners) = held(&symbol, module, degrees);
            let payloads = photo(&frame);
            let [payload] = &payloads[..] else { panic!("{symbology:?} at {degrees}: {payloads:?}") };
            assert_eq!((payload.text.as_str(), payload.symbology), (text, symbology), "at {degrees} degrees");
            let reach = (symbol.side() * module * 0.12).max(12.0);
            for wanted in corners {
                let near = payload.corners.iter().map(|c| (c.0 - wanted.0).hypot(c.1 - wanted.1));
                let off = near.fold(f32::INFINITY, f32::min);
                assert!(off < reach, "{symbology:?} at {degrees}: {:?} for {corners:?}", payload.corners);
            }
        }
    }
}

#[test]
fn a_camera_reads_them_within_four_frames() {
    for (format, symbology, text) in KINDS {
        let symbol = written(format, text);
        let (frame, _) = held(&symbol, (480.0 / symbol.side()).min(5.0), 12.0);
        let mut watch = Watch::default();
        let read = (0..4).find_map(|_| {
            let looked =
                watch.look(&frame.pixels, frame.w, frame.h, &mut || false).expect("a frame of a fair size");
            looked.payloads.into_iter().next()
        });
        assert_eq!(read.map(|p| (p.text, p.symbology)), Some((text.to_owned(), symbology)));
    }
}
