//! How soon a badge is read once the camera sees it, through the whole window: picture, page, decoder and back. Prints what it
//! measures; a machine at work is no place to fail on a time. And what the coach says of pictures that need it.

use std::path::PathBuf;
use std::sync::Arc;

use acceptance::e2e::{Camera, HEIGHT, Laptop, Patience, Scene, Trouble, WIDTH, Window, story};
use qrcode::{Color, EcLevel, QrCode};
use serde_json::Value;

/// Frames a second of the camera, as most laptops have them.
const RATE: usize = 30;
/// A corner of each picture of a film says that it is there.
const MARK: usize = 16;

/// Tells of each frame of a picture that is there to be drawn, until it is answered with `false`. Counted, since a web view that draws
/// without layers tells of none.
pub(super) const PRESENTED: &str = "
    const presented = (video, told) => {
      const counted = () => video.getVideoPlaybackQuality().totalVideoFrames;
      let last = counted();
      const look = (now) => {
        if (!video.isConnected) return;
        if (counted() !== last) { last = counted(); if (told(now) === false) return; }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };";

/// Notes when a picture with the mark is presented, when the reticle leaves its place, and every presented frame.
const WATCH: &str = "
    const video = document.querySelector('video');
    const path = () => document.querySelector('.reticle path')?.getAttribute('d');
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 4;
    const drawn = canvas.getContext('2d', { willReadFrequently: true });
    const seen = (window.seen = { rest: path(), appeared: null, read: null, frames: [] });
    presented(video, (now) => {
      if (window.seen !== seen) return false;
      seen.frames.push(now);
      if (seen.appeared === null) {
        drawn.drawImage(video, 0, 0, 16, 16, 0, 0, 4, 4);
        if (drawn.getImageData(1, 1, 1, 1).data[0] > 200) {
          seen.appeared = performance.now();
          // A busy page may be told of a picture after its answer; a badge that rests then changes nothing any more.
          if (path() !== seen.rest) seen.read = seen.appeared;
        }
      }
    });
    new MutationObserver(() => {
      if (seen.appeared !== null && seen.read === null && path() !== seen.rest) seen.read = performance.now();
    }).observe(document.querySelector('.reticle'), { subtree: true, attributes: true, childList: true });";

/// The pictures of each sequence, in a frame of the camera's size; nothing, and said, where there are none.
#[expect(clippy::print_stderr, reason = "what is passed over is said")]
fn sequences() -> Result<Vec<Arc<Vec<Vec<u8>>>>, Trouble> {
    let corpora = std::env::var_os("LANYARD_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"),
        PathBuf::from,
    );
    let folder = corpora.join("qr-sequences");
    let Ok(manifest) = std::fs::read_to_string(folder.join("manifest.jsonl")) else {
        eprintln!("PASSED OVER: no sequences in {} (set LANYARD_CORPORA)", corpora.display());
        return Ok(Vec::new());
    };
    let mut films: Vec<(u64, Vec<Vec<u8>>)> = Vec::new();
    for line in manifest.lines() {
        let row: Value = serde_json::from_str(line)?;
        let (Some(file), Some(of)) = (row["file"].as_str(), row["seq"].as_u64()) else { continue };
        let picture = image::open(folder.join(file))?.into_luma8();
        let (w, h) = (picture.width() as usize, picture.height() as usize);
        let mut frame = vec![110; WIDTH * HEIGHT];
        let (left, top) = ((WIDTH - w) / 2, (HEIGHT - h) / 2);
        for (y, row) in picture.as_raw().chunks_exact(w).enumerate() {
            frame[(top + y) * WIDTH + left..][..w].copy_from_slice(row);
        }
        marked(&mut frame);
        match films.last_mut() {
            Some((last, frames)) if *last == of => frames.push(frame),
            _ => films.push((of, vec![frame])),
        }
    }
    Ok(films.into_iter().map(|(_, frames)| Arc::new(frames)).collect())
}

fn marked(frame: &mut [u8]) {
    for row in frame.chunks_exact_mut(WIDTH).take(MARK) {
        row[..MARK].fill(255);
    }
}

/// The value below which this part of a sorted series lies.
fn at(sorted: &[f64], part: f64) -> f64 {
    sorted.get((sorted.len().saturating_sub(1) as f64 * part).round() as usize).copied().unwrap_or(f64::NAN)
}

#[test]
fn hard_badges_are_read_soon_after_they_appear_and_the_picture_keeps_moving() -> Result<(), Trouble> {
    let films = sequences()?;
    if films.is_empty() {
        return Ok(());
    }
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let camera = laptop.camera_at(RATE)?;
        let window = laptop.open(&["--rehearsal"])?;
        window.holds("video", "element.videoWidth > 0")?;
        window.holds(".reticle path", "element.getAttribute('d').length > 0")?;
        window.run(&format!("{PRESENTED} {WATCH}"))?;
        let (mut took, mut missed) = (Vec::new(), Vec::new());
        for (number, film) in films.iter().enumerate() {
            match first_read(&window, &camera, film)? {
                Some(ms) => took.push(ms),
                None => missed.push(number),
            }
        }
        let frames = window.run("return window.seen.frames")?;
        let frames: Vec<f64> = frames.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        let mut gaps: Vec<f64> = frames.windows(2).map(|pair| pair[1] - pair[0]).collect();
        gaps.sort_by(f64::total_cmp);
        let span = frames.last().zip(frames.first()).map_or(f64::NAN, |(last, first)| last - first);
        took.sort_by(f64::total_cmp);
        println!(
            "first read after a badge appears: median {:.0} ms, 95th percentile {:.0} ms, longest {:.0} ms; {} of {} sequences read, not {missed:?}",
            at(&took, 0.5),
            at(&took, 0.95),
            at(&took, 1.0),
            took.len(),
            films.len(),
        );
        println!(
            "picture: {:.1} frames a second; from one to the next median {:.0} ms, 95th percentile {:.0} ms",
            (frames.len().saturating_sub(1)) as f64 * 1e3 / span,
            at(&gaps, 0.5),
            at(&gaps, 0.95),
        );
        assert!(took.len() + 1 >= films.len(), "more than one sequence was not read: {missed:?}");
        Ok(())
    })
}

/// Milliseconds from the first presented picture of a film to the reticle's closing; `None` when nothing was read for four
/// seconds.
fn first_read(window: &Window, camera: &Camera, film: &Arc<Vec<Vec<u8>>>) -> Result<Option<f64>, Trouble> {
    camera.see(Scene::Nothing);
    window.holds(".reticle path", "element.getAttribute('d') === window.seen.rest")?;
    window.run("window.seen.appeared = window.seen.read = null")?;
    camera.see(Scene::Film(Arc::clone(film)));
    let read = Patience::seconds(6).wait("a read", || {
        let seen = window.run(
            "const { appeared, read } = window.seen; \
             return read !== null ? read - appeared : appeared !== null && performance.now() - appeared > 4000 ? -1 : null",
        )?;
        Ok(seen.as_f64())
    })?;
    Ok((read >= 0.0).then_some(read))
}

/// A code's picture: pixels a module, degrees it is turned by, its middle, and how light paper and ink are.
struct Held {
    /// Characters after the address: more make a denser code.
    more: usize,
    module: f32,
    degrees: f32,
    middle: (f32, f32),
    paper: f32,
    ink: f32,
}

/// Pixels of light paper around a code at least.
const SHEET: f32 = 60.0;

const WELL_HELD: Held =
    Held { more: 0, module: 6.0, degrees: 6.0, middle: (640.0, 360.0), paper: 215.0, ink: 40.0 };

impl Held {
    fn drawn(&self) -> Vec<u8> {
        let text =
            format!("https://badge.example.com/v/7Qm2xTzK9pLs4WdRnY6cVbHf{}", "Hq7".repeat(self.more / 3));
        let mut frame = vec![110u8; WIDTH * HEIGHT];
        let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::L) else { return frame };
        let (side, (sin, cos)) = (code.width() as f32, self.degrees.to_radians().sin_cos());
        for (at, pixel) in frame.iter_mut().enumerate() {
            let mut sum = 0.0;
            for part in 0..9 {
                let x = (at % WIDTH) as f32 + ((part % 3) as f32 + 0.5) / 3.0 - self.middle.0;
                let y = (at / WIDTH) as f32 + ((part / 3) as f32 + 0.5) / 3.0 - self.middle.1;
                let u = (x * cos + y * sin) / self.module + side / 2.0;
                let v = (y * cos - x * sin) / self.module + side / 2.0;
                let sheet = (SHEET / self.module).max(5.0);
                let is_near = |t: f32| (-sheet..side + sheet).contains(&t);
                let is_inside = |t: f32| (0.0..side).contains(&t);
                sum += if !is_near(u) || !is_near(v) {
                    f32::from(*pixel)
                } else if is_inside(u) && is_inside(v) && code[(u as usize, v as usize)] == Color::Dark {
                    self.ink
                } else {
                    self.paper
                };
            }
            *pixel = (sum / 9.0) as u8;
        }
        frame
    }
}

/// A frame with a code that is read at once.
pub(crate) fn well_held() -> Vec<u8> {
    WELL_HELD.drawn()
}

/// A light mirrored on the middle of a code.
fn glaring() -> Vec<u8> {
    let mut frame = WELL_HELD.drawn();
    for (at, pixel) in frame.iter_mut().enumerate() {
        let (x, y) = ((at % WIDTH) as f32 - 640.0, (at / WIDTH) as f32 - 375.0);
        if x.hypot(y) < 52.0 {
            *pixel = 255;
        }
    }
    frame
}

/// As a lens out of focus shows it: the mean over a square, twice.
fn blurred(mut frame: Vec<u8>, reach: usize) -> Vec<u8> {
    for (step, along) in [(1, WIDTH), (WIDTH, HEIGHT)].repeat(2) {
        let sharp = frame.clone();
        for (at, pixel) in frame.iter_mut().enumerate() {
            let here = at / step % along;
            let (from, to) = (here.saturating_sub(reach), (here + reach + 1).min(along));
            let first = at - here * step;
            let sum: usize = (from..to).map(|nth| usize::from(sharp[first + nth * step])).sum();
            *pixel = (sum / (to - from)) as u8;
        }
    }
    frame
}

#[test]
fn the_coach_says_what_would_help_where_a_badge_is_not_read() -> Result<(), Trouble> {
    story(|laptop: &Laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let camera = laptop.camera_at(RATE)?;
        let window = laptop.open(&["--rehearsal"])?;
        window.holds("video", "element.videoWidth > 0")?;
        let dark = Held { paper: 24.0, ink: 16.0, ..WELL_HELD };
        let night = dark.drawn().into_iter().map(|level| level / 8).collect();
        // Two of its finder patterns are outside: nothing reads that.
        let cut = Held { middle: (640.0, 10.0), ..WELL_HELD };
        let dense = Held { more: 600, module: 0.8, ..WELL_HELD };
        let troubles: [(Vec<u8>, &[&str]); 6] = [
            (night, &["It is too dark here"]),
            (vec![255; WIDTH * HEIGHT], &["There is too much light"]),
            (glaring(), &["A light is mirrored on the code"]),
            (cut.drawn(), &["Part of the code is outside the picture"]),
            (blurred(WELL_HELD.drawn(), 6), &["The code is blurred"]),
            (
                dense.drawn(),
                &["The code is too small in the picture", "This code is too dense for this camera"],
            ),
        ];
        for (picture, said) in troubles {
            camera.see(Scene::Film(Arc::new(vec![picture])));
            for sentence in said {
                window.shows_within(Patience::seconds(40), ".coach", sentence)?;
            }
        }
        Ok(())
    })
}
