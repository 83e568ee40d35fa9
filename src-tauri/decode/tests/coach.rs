//! Pictures of badges that cannot be read, each for its own reason: what does the coach say after a second of it?

mod picture;

use lanyard_decode::Watch;
use lanyard_decode::coach::{Advice, Coach, advice, measures};
use picture::{Frame, Symbol, turned};

/// Frames that a camera gives while a person wonders.
const A_SECOND: usize = 12;

/// What is said after some frames of the same picture; none where its code is read.
fn said_after(frames: usize, frame: &Frame) -> Option<Advice> {
    let (mut watch, mut coach) = (Watch::default(), Coach::default());
    let mut said = None;
    for _ in 0..frames {
        let looked =
            watch.look(&frame.pixels, frame.w, frame.h, &mut || false).expect("a frame of a fair size");
        if !looked.payloads.is_empty() {
            return None;
        }
        said = coach.hear(advice(&measures(&frame.pixels, frame.w, frame.h, &looked)));
    }
    said
}

fn said(frame: &Frame) -> Option<Advice> {
    said_after(A_SECOND, frame)
}

/// A badge's sheet with its code in it, in a room that is neither light nor dark.
fn badge(bytes: usize, module: f32, left: f32, top: f32) -> Frame {
    let mut frame = Frame::filled(1280, 720, 110);
    let text: Vec<u8> = (0..bytes).map(|i| b'A' + (i * 7 % 26) as u8).collect();
    let symbol = Symbol::of(&text);
    // The sheet around it, upright.
    let (side, room) = (symbol.side() * module, 70.0);
    for (i, pixel) in frame.pixels.iter_mut().enumerate() {
        let (x, y) = ((i % 1280) as f32 - left, (i / 1280) as f32 - top);
        if (-room..side + room).contains(&x) && (-room..side + 2.0 * room).contains(&y) {
            *pixel = 215;
        }
    }
    symbol.draw(&mut frame, turned(left, top, module, 7.0));
    frame
}

/// As a lens that is not focused shows it: the mean over a square, twice.
fn blurred(frame: Frame, reach: usize) -> Frame {
    let (w, h) = (frame.w, frame.h);
    let along = |pixels: &[u8], step: usize, place: fn(usize, usize) -> usize| -> Vec<u8> {
        let length = if step == 1 { w } else { h };
        (0..w * h)
            .map(|i| {
                let at = place(i, w);
                let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(length));
                let first = i - at * step;
                let sum: usize = (from..to).map(|at| usize::from(pixels[first + at * step])).sum();
                (sum / (to - from)) as u8
            })
            .collect()
    };
    let mut pixels = frame.pixels;
    for _ in 0..2 {
        pixels = along(&pixels, 1, |i, w| i % w);
        pixels = along(&pixels, w, |i, w| i / w);
    }
    Frame { pixels, w, h }
}

#[test]
fn a_code_that_the_frame_cuts_off_is_to_be_shown_whole() {
    for left in [-150.0, -90.0, 1110.0] {
        assert_eq!(said(&badge(120, 6.0, left, 200.0)), Some(Advice::ShowAll), "at {left}");
    }
    assert_eq!(said(&badge(120, 6.0, 500.0, -150.0)), Some(Advice::ShowAll));
}

#[test]
fn a_code_whose_modules_are_under_a_pixel_is_to_come_closer_and_then_is_too_dense() {
    for (bytes, module) in [(600, 0.8), (900, 1.0)] {
        let frame = badge(bytes, module, 560.0, 300.0);
        assert_eq!(said(&frame), Some(Advice::Closer), "{module}");
        assert_eq!(said_after(120, &frame), Some(Advice::TooDense), "{module}");
    }
}

#[test]
fn a_code_that_is_out_of_focus_is_to_be_held_still_or_farther_away() {
    for (bytes, module, reach) in [(120, 6.0, 6), (120, 8.0, 7), (300, 6.0, 5)] {
        let frame = blurred(badge(bytes, module, 450.0, 150.0), reach);
        assert_eq!(said(&frame), Some(Advice::Steady), "{module} px a module over {reach}");
    }
}

#[test]
fn light_that_is_mirrored_missing_or_too_much_is_named() {
    let mut glare = badge(120, 6.0, 500.0, 200.0);
    for (i, pixel) in glare.pixels.iter_mut().enumerate() {
        let (x, y) = ((i % 1280) as f32 - 620.0, (i / 1280) as f32 - 350.0);
        if x.hypot(y) < 75.0 {
            *pixel = 255;
        }
    }
    assert_eq!(said(&glare), Some(Advice::Tilt));
    let mut dark = badge(120, 6.0, 500.0, 200.0);
    dark.pixels.iter_mut().for_each(|pixel| *pixel = 4 + *pixel / 64);
    assert_eq!(said(&dark), Some(Advice::Light));
    assert_eq!(said(&Frame::filled(1280, 720, 255)), Some(Advice::LessLight));
}

#[test]
fn a_room_without_a_badge_is_not_talked_about() {
    let mut shelf = Frame::filled(1280, 720, 90);
    for (i, pixel) in shelf.pixels.iter_mut().enumerate() {
        // Books of different widths and lightness, from edge to edge.
        let x = i % 1280;
        *pixel = 40 + ((x / 23 * 37 + x / 41 * 59) % 150) as u8;
    }
    let mut letters = Frame::filled(1280, 720, 210);
    for (i, pixel) in letters.pixels.iter_mut().enumerate() {
        let (x, y) = (i % 1280, i / 1280);
        let is_line = (200..500).contains(&y) && y % 24 < 12 && (300..900).contains(&x);
        if is_line && (x * 7919 / 5 + y / 24 * 31) % 3 == 0 {
            *pixel = 40;
        }
    }
    for frame in [
        Frame::filled(1280, 720, 120),
        Frame::noise(640, 480, 90, 30, 3),
        Frame::noise(640, 480, 60, 120, 4),
        shelf,
        letters,
    ] {
        assert_eq!(said(&frame), None);
    }
    assert_eq!(said(&badge(120, 6.0, 500.0, 200.0)), None, "it is read");
}
