//! Drawn symbols, noise and broken frames through the public door.

mod picture;

use lanyard_decode::{Decoded, FrameError, Ladder, decode};
use picture::{Frame, Symbol, turned};
use proptest::prelude::*;

const VCARD: &[u8] =
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lindqvist;Jana;;;\r\nFN:Jana Lindqvist\r\nEND:VCARD\r\n";

fn read(frame: &Frame, ladder: Ladder) -> Decoded {
    decode(&frame.pixels, frame.w, frame.h, ladder, &mut || false).expect("a frame of a fair size")
}

/// The one payload of a frame.
fn only(frame: &Frame, ladder: Ladder) -> lanyard_decode::Payload {
    let decoded = read(frame, ladder);
    assert_eq!(decoded.payloads.len(), 1, "{decoded:?}");
    decoded.payloads.into_iter().next().expect("one payload")
}

/// Fits a symbol into a frame with room for any turn.
fn frame_for(symbol: &Symbol, module: f32) -> (Frame, f32) {
    let half = (symbol.side() + 8.0) * module * 0.75 + 8.0;
    (Frame::filled((2.0 * half) as usize, (2.0 * half) as usize, 190), half)
}

/// The top left corner of a symbol whose middle lies at `(middle, middle)`.
fn corner(middle: f32, half: f32, degrees: f32) -> (f32, f32) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    (middle - half * cos + half * sin, middle - half * sin - half * cos)
}

#[test]
fn symbols_of_many_sizes_are_read_at_any_turn() {
    for (bytes, module) in
        [(&b"000123"[..], 2.0), (b"000123", 4.3), (VCARD, 2.5), (VCARD, 6.0), (&[b'x'; 900], 3.0)]
    {
        for degrees in [0.0, 7.0, 45.0, 90.0, 133.0, 180.0, 271.0] {
            let symbol = Symbol::of(bytes);
            let (mut frame, middle) = frame_for(&symbol, module);
            let (x, y) = corner(middle, symbol.side() * module / 2.0, degrees);
            symbol.draw(&mut frame, turned(x, y, module, degrees));
            let payload = only(&frame, Ladder::Live);
            assert_eq!(payload.bytes, bytes, "{module} px a module, {degrees} degrees");
        }
    }
}

#[test]
fn light_on_dark_is_read() {
    let symbol = Symbol::of(VCARD).inverted();
    let (mut frame, middle) = frame_for(&symbol, 4.0);
    frame.pixels.fill(60);
    let (x, y) = corner(middle, symbol.side() * 2.0, 12.0);
    symbol.draw(&mut frame, turned(x, y, 4.0, 12.0));
    assert_eq!(only(&frame, Ladder::Live).bytes, VCARD);
}

#[test]
fn a_mirrored_symbol_is_read() {
    let symbol = Symbol::of(VCARD);
    let (mut frame, middle) = frame_for(&symbol, 4.0);
    let (x, y) = corner(middle, symbol.side() * 2.0, 20.0);
    let place = turned(x, y, 4.0, 20.0);
    symbol.draw(&mut frame, |px, py| {
        let (u, v) = place(px, py);
        (v, u)
    });
    assert_eq!(only(&frame, Ladder::Live).bytes, VCARD);
}

#[test]
fn a_badge_held_at_an_angle_is_read() {
    let symbol = Symbol::of(VCARD);
    for lean in [0.1, 0.25, 0.4] {
        let mut frame = Frame::filled(480, 480, 190);
        let side = symbol.side();
        // The far edge is shorter by the lean: a plane turned about the vertical and the horizontal.
        symbol.draw(&mut frame, |x, y| {
            let (x, y) = ((x - 90.0) / 300.0, (y - 90.0) / 300.0);
            let z = 1.0 - lean * x - lean * 0.5 * y;
            (side * x / z * (1.0 - lean), side * y / z * (1.0 - lean * 0.5))
        });
        assert_eq!(only(&frame, Ladder::Live).bytes, VCARD, "lean {lean}");
    }
}

#[test]
fn corners_are_the_symbols_corners_clockwise_from_its_top_left() {
    let symbol = Symbol::of(VCARD);
    let (mut frame, middle) = frame_for(&symbol, 5.0);
    let span = symbol.side() * 5.0;
    let (x, y) = corner(middle, span / 2.0, 30.0);
    symbol.draw(&mut frame, turned(x, y, 5.0, 30.0));
    let (sin, cos) = 30f32.to_radians().sin_cos();
    let want = [
        (x, y),
        (x + span * cos, y + span * sin),
        (x + span * (cos - sin), y + span * (sin + cos)),
        (x - span * sin, y + span * cos),
    ];
    for (got, want) in only(&frame, Ladder::Live).corners.into_iter().zip(want) {
        assert!((got.0 - want.0).hypot(got.1 - want.1) < 2.0, "{got:?} for {want:?}");
    }
}

#[test]
fn a_close_up_whose_modules_are_wider_than_the_thresholds_window_is_read() {
    let symbol = Symbol::of(b"000123");
    let mut frame = Frame::filled(1280, 720, 190);
    symbol.draw(&mut frame, turned(320.0, 50.0, 29.0, 2.0));
    let payload = only(&frame, Ladder::Live);
    assert_eq!(payload.text, "000123");
    assert!((payload.corners[0].0 - 320.0).abs() < 8.0, "corners are in pixels of the frame");
}

#[test]
fn every_badge_in_view_is_read() {
    let mut frame = Frame::filled(800, 600, 190);
    let texts = ["one", "two", "three", "four"];
    for (i, text) in texts.iter().enumerate() {
        let (x, y) = (60.0 + 400.0 * (i % 2) as f32, 60.0 + 290.0 * (i / 2) as f32);
        Symbol::of(text.as_bytes()).draw(&mut frame, turned(x, y, 6.0, 3.0));
    }
    let mut read: Vec<String> = read(&frame, Ladder::Live).payloads.into_iter().map(|p| p.text).collect();
    read.sort();
    assert_eq!(read, ["four", "one", "three", "two"]);
}

#[test]
fn frames_without_a_code_read_nothing_within_a_bounded_number_of_questions() {
    let frames = [
        Frame::filled(1280, 720, 0),
        Frame::filled(1280, 720, 255),
        Frame::noise(640, 480, 0, 255, 1),
        Frame::noise(640, 480, 100, 20, 2),
        Frame::noise(21, 21, 0, 255, 3),
        Frame::noise(22, 4000, 0, 255, 4),
    ];
    for frame in frames {
        let mut questions = 0u32;
        let decoded = decode(&frame.pixels, frame.w, frame.h, Ladder::Photo, &mut || {
            questions += 1;
            questions > 50_000
        })
        .unwrap();
        assert!(decoded.payloads.is_empty() && !decoded.stopped, "{} x {}: {questions}", frame.w, frame.h);
    }
}

/// Questions to `stop` in the 500 ms of a photo.
const PHOTO_QUESTIONS: u32 = 30_000;

#[test]
fn a_page_of_140_codes_is_read_as_far_as_the_budget_of_a_photo_goes() {
    let mut frame = Frame::filled(1290, 930, 230);
    for i in 0..140u16 {
        let (x, y) = (20.0 + 90.0 * f32::from(i % 14), 20.0 + 90.0 * f32::from(i / 14));
        let mut cell = Frame::filled(90, 90, 230);
        Symbol::of(format!("BADGE {i}").as_bytes()).draw(&mut cell, turned(14.0, 14.0, 3.0, 0.0));
        for (line, row) in cell.pixels.chunks_exact(90).enumerate() {
            let from = (y as usize + line) * frame.w + x as usize;
            let to = frame.w.min(x as usize + 90) - x as usize;
            if let Some(place) = frame.pixels.get_mut(from..from + to) {
                place.copy_from_slice(&row[..to]);
            }
        }
    }
    let mut questions = 0;
    let decoded = decode(&frame.pixels, frame.w, frame.h, Ladder::Photo, &mut || {
        questions += 1;
        questions > PHOTO_QUESTIONS
    })
    .unwrap();
    assert!(questions <= PHOTO_QUESTIONS + 1);
    println!("{} of 140 codes with {questions} questions", decoded.payloads.len());
    assert!(decoded.payloads.len() >= 130, "{} of 140 codes are read", decoded.payloads.len());
    let mut texts: Vec<_> = decoded.payloads.iter().map(|payload| &payload.text).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), decoded.payloads.len(), "each once");
}

#[test]
fn noise_at_twice_its_size_stays_inside_the_budget_of_a_photo() {
    let noise = Frame::noise(640, 480, 40, 160, 5);
    let pixels: Vec<u8> = (0..1280 * 960).map(|i| noise.pixels[i / 1280 / 2 * 640 + i % 1280 / 2]).collect();
    let mut questions = 0;
    let decoded = decode(&pixels, 1280, 960, Ladder::Photo, &mut || {
        questions += 1;
        questions > PHOTO_QUESTIONS
    })
    .unwrap();
    assert!(decoded.payloads.is_empty() && questions <= PHOTO_QUESTIONS + 1, "{questions}");
}

#[test]
fn a_spent_budget_ends_the_work_at_once() {
    let symbol = Symbol::of(VCARD);
    let (mut frame, middle) = frame_for(&symbol, 4.0);
    symbol.draw(&mut frame, turned(middle - 66.0, middle - 66.0, 4.0, 0.0));
    for patience in 0..40 {
        let mut questions = 0;
        let decoded = decode(&frame.pixels, frame.w, frame.h, Ladder::Photo, &mut || {
            questions += 1;
            questions > patience
        })
        .unwrap();
        assert!(questions <= patience + 1, "nothing is asked after the answer was yes");
        assert_eq!(decoded.stopped, questions > patience);
    }
}

#[test]
fn a_frame_whose_size_does_not_hold_is_refused_in_words() {
    let pixels = vec![0; 100];
    let read = |w, h| decode(&pixels, w, h, Ladder::Live, &mut || false).unwrap_err();
    for (w, h) in [(0, 0), (20, 21), (21, 20), (8193, 21), (21, usize::MAX), (usize::MAX, usize::MAX)] {
        assert_eq!(read(w, h), FrameError::Size { w, h });
    }
    assert_eq!(read(21, 22), FrameError::Length { expected: 462, got: 100 });
    assert_eq!(
        read(9000, 21).to_string(),
        "a picture of 9000 x 21 pixels cannot be read: each side must be 21 to 8192 pixels"
    );
}

#[test]
fn a_payload_never_shows_its_text_in_debug_output() {
    let symbol = Symbol::of(VCARD);
    let (mut frame, middle) = frame_for(&symbol, 4.0);
    symbol.draw(&mut frame, turned(middle - 66.0, middle - 66.0, 4.0, 0.0));
    let shown = format!("{:?}", read(&frame, Ladder::Live));
    assert!(shown.contains("Payload") && !shown.contains("Jana"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_small_frame_is_read_without_a_panic(
        w in 0usize..90, h in 0usize..90, seed in any::<u64>(), least in 0u8..200, range in 0u8..56, cell in 1usize..6,
    ) {
        // Noise in cells of several pixels comes nearer to codes than noise in pixels.
        let noise = Frame::noise(w.div_ceil(cell), h.div_ceil(cell), least, range, seed);
        let pixels: Vec<u8> = (0..w * h).map(|i| noise.pixels[i / w / cell * noise.w + i % w / cell]).collect();
        let _ = decode(&pixels, w, h, Ladder::Photo, &mut || false);
    }
}
