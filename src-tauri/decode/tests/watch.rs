//! A camera's frames one after the other.

mod picture;

use lanyard_decode::{Decoded, FrameError, Watch};
use picture::{Frame, Symbol, turned};

fn with(texts: &[(&str, f32, f32)]) -> Frame {
    let mut frame = Frame::filled(1280, 720, 190);
    for &(text, x, y) in texts {
        Symbol::of(text.as_bytes()).draw(&mut frame, turned(x, y, 5.0, 6.0));
    }
    frame
}

/// What a look says, and how much work it was.
fn look(watch: &mut Watch, frame: &Frame) -> (Decoded, u32) {
    let mut questions = 0;
    let mut stop = || {
        questions += 1;
        false
    };
    let decoded = watch.look(&frame.pixels, frame.w, frame.h, &mut stop).expect("a frame of a fair size");
    (decoded, questions)
}

fn texts(decoded: &Decoded) -> Vec<&str> {
    decoded.payloads.iter().map(|payload| payload.text.as_str()).collect()
}

#[test]
fn a_badge_that_stays_is_read_in_every_frame_and_costs_less_from_the_second_on() {
    let mut watch = Watch::default();
    let (first, at_first) = look(&mut watch, &with(&[("one", 300.0, 200.0)]));
    assert_eq!(texts(&first), ["one"]);
    for step in 1..8u8 {
        // A hand moves it a little.
        let moved = with(&[("one", 300.0 + 6.0 * f32::from(step), 200.0 + 3.0 * f32::from(step))]);
        let (next, later) = look(&mut watch, &moved);
        assert_eq!(texts(&next), ["one"], "frame {step}");
        let corner = next.payloads[0].corners[0];
        let wanted = (300.0 + 6.0 * f32::from(step), 200.0 + 3.0 * f32::from(step));
        assert!(
            (corner.0 - wanted.0).hypot(corner.1 - wanted.1) < 2.0,
            "corners are those of the whole frame"
        );
        assert!(step % 4 == 0 || later * 2 < at_first, "frame {step}: {later} of {at_first}");
    }
}

#[test]
fn a_second_badge_beside_one_that_stays_is_seen_within_four_frames() {
    let mut watch = Watch::default();
    look(&mut watch, &with(&[("one", 120.0, 200.0)]));
    let both = with(&[("one", 120.0, 200.0), ("two", 900.0, 300.0)]);
    let seen = (0..4).any(|_| texts(&look(&mut watch, &both).0).contains(&"two"));
    assert!(seen);
}

#[test]
fn a_badge_that_jumped_elsewhere_is_read_in_the_same_frame() {
    let mut watch = Watch::default();
    look(&mut watch, &with(&[("one", 120.0, 200.0)]));
    assert_eq!(texts(&look(&mut watch, &with(&[("two", 900.0, 300.0)])).0), ["two"]);
}

#[test]
fn frames_may_change_their_size_at_any_time() {
    let mut watch = Watch::default();
    look(&mut watch, &with(&[("one", 900.0, 500.0)]));
    let mut small = Frame::filled(200, 150, 190);
    Symbol::of(b"two").draw(&mut small, turned(40.0, 30.0, 3.0, 0.0));
    assert_eq!(texts(&look(&mut watch, &small).0), ["two"]);
    assert_eq!(look(&mut watch, &Frame::filled(21, 21, 0)).0.payloads, []);
}

#[test]
fn the_dearer_ways_are_shared_between_frames_and_a_frame_ends_at_its_budget() {
    let mut watch = Watch::default();
    let noise = Frame::noise(640, 480, 60, 120, 7);
    let mut work = Vec::new();
    for _ in 0..8 {
        let (decoded, questions) = look(&mut watch, &noise);
        assert!(decoded.payloads.is_empty());
        work.push(questions);
    }
    assert!(work.iter().any(|questions| *questions != work[0]), "not every frame tries the same: {work:?}");
    let mut asked = 0;
    let decoded = watch
        .look(&noise.pixels, noise.w, noise.h, &mut || {
            asked += 1;
            asked > 10
        })
        .expect("a frame of a fair size");
    assert!(decoded.stopped && asked == 11);
}

#[test]
fn a_frame_that_is_none_is_refused_and_changes_nothing() {
    let mut watch = Watch::default();
    assert_eq!(watch.look(&[0; 9], 3, 3, &mut || false).unwrap_err(), FrameError::Size { w: 3, h: 3 });
    assert_eq!(texts(&look(&mut watch, &with(&[("one", 300.0, 200.0)])).0), ["one"]);
}
