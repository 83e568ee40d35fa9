//! Why is it not read, and what can a person do about it? From a frame's cheap measures to one piece of advice, and a
//! voice that does not change its mind with each frame. The words are the catalogue's.

use crate::{Decoded, Sighting};

/// What is measured of a frame in which nothing was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Mean grey level, 0 to 255.
    pub mean: f32,
    /// Part of the frame that is as white as can be.
    pub blown: f32,
    /// The code that was seen and could not be read, if there is one.
    pub code: Option<CodeMeasures>,
}

/// What is measured of a code that could not be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CodeMeasures {
    /// Pixels a module.
    pub module: f32,
    /// Its longer side as a part of the frame's shorter one.
    pub size: f32,
    /// How sharp its edges are: 1 where levels change as often as a code of such modules should make them.
    pub sharpness: f32,
    /// Part of its area that is as white as can be.
    pub blown: f32,
    /// A corner lies outside the frame.
    pub cut: bool,
}

/// What would help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// A part of the code is outside the picture.
    ShowAll,
    /// A light is mirrored on the code.
    Tilt,
    /// The code is small in the picture.
    Closer,
    /// It fills the picture, and still its modules are too small: this camera cannot read it.
    TooDense,
    /// The picture of the code is blurred.
    Steady,
    /// There is hardly any light.
    Light,
    /// There is too much light.
    LessLight,
}

impl Advice {
    /// Its sentence in the catalogue.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ShowAll => "coach-show-all",
            Self::Tilt => "coach-tilt",
            Self::Closer => "coach-closer",
            Self::TooDense => "coach-too-dense",
            Self::Steady => "coach-steady",
            Self::Light => "coach-light",
            Self::LessLight => "coach-less-light",
        }
    }
}

/// Modules below this many pixels are read only by luck; measured on generated badges, where 1.5 is the end.
const SMALL_MODULE: f32 = 1.9;
/// A code this large in the frame cannot come much closer.
const LARGE: f32 = 0.7;
/// Below this sharpness neighbouring modules run into each other.
const BLURRED: f32 = 0.55;
/// Blown parts of a code beyond what its error correction stands.
const GLARE: f32 = 0.08;
/// A frame darker than this shows little but noise.
const DARK: f32 = 28.0;
/// A frame with more of it blown than this is overexposed.
const OVEREXPOSED: f32 = 0.6;
/// Levels that are as white as can be.
const WHITE: u8 = 252;

/// Measures a frame in which nothing was read: every fourth pixel of every fourth row, and the code that fits best.
#[must_use]
pub fn measures(gray: &[u8], w: usize, h: usize, decoded: &Decoded) -> Measures {
    let (mut sum, mut blown, mut count) = (0u64, 0u32, 0u32);
    for row in gray.chunks_exact(w.max(1)).take(h).step_by(4) {
        for &level in row.iter().step_by(4) {
            sum += u64::from(level);
            blown += u32::from(level >= WHITE);
            count += 1;
        }
    }
    let best = decoded.sightings.iter().max_by(|a, b| a.fit.total_cmp(&b.fit));
    let count = count.max(1) as f32;
    Measures {
        mean: sum as f32 / count,
        blown: blown as f32 / count,
        code: best.map(|sighting| of_code(gray, w, h, sighting)),
    }
}

fn of_code(gray: &[u8], w: usize, h: usize, sighting: &Sighting) -> CodeMeasures {
    let corners = sighting.corners;
    let sides = (0..4).map(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        (a.0 - b.0).hypot(a.1 - b.1)
    });
    let cut = corners.iter().any(|&(x, y)| x < 0.0 || y < 0.0 || x > w as f32 || y > h as f32);
    let least =
        |f: fn(&(f32, f32)) -> f32| corners.iter().map(f).fold(f32::INFINITY, f32::min).max(0.0) as usize;
    let most = |f: fn(&(f32, f32)) -> f32| corners.iter().map(f).fold(0.0, f32::max).max(0.0) as usize;
    let (left, right) = (least(|c| c.0), most(|c| c.0).min(w));
    let rows = gray.chunks_exact(w.max(1)).take(most(|c| c.1).min(h)).skip(least(|c| c.1));
    let (mut changes, mut blown, mut count) = (0u64, 0u32, 0u32);
    let mut levels = [0u32; 256];
    for row in rows.filter_map(|row| row.get(left..right)) {
        for pair in row.windows(2) {
            changes += u64::from(pair[0].abs_diff(pair[1]));
            blown += u32::from(pair[0] >= WHITE);
            levels[usize::from(pair[0])] += 1;
            count += 1;
        }
    }
    // Levels between which nine tenths lie: contrast without the few odd ones.
    let at = |part: f32| {
        let mut left = (count as f32 * part) as u32;
        levels
            .iter()
            .position(|&n| {
                n > left || {
                    left -= n;
                    false
                }
            })
            .unwrap_or(0) as f32
    };
    let contrast = (at(0.95) - at(0.05)).max(8.0);
    let count = count.max(1) as f32;
    // Every second border between two modules is one of dark and light.
    let expected = contrast * 0.5 / sighting.module.max(1.0);
    CodeMeasures {
        module: sighting.module,
        size: sides.fold(0.0, f32::max) / w.min(h).max(1) as f32,
        sharpness: changes as f32 / count / expected,
        blown: blown as f32 / count,
        cut,
    }
}

/// The one thing that would help most; none when nothing is known to be wrong.
#[must_use]
pub fn advice(measures: &Measures) -> Option<Advice> {
    if let Some(code) = measures.code {
        return if code.cut {
            Some(Advice::ShowAll)
        } else if code.blown > GLARE && measures.blown < OVEREXPOSED {
            Some(Advice::Tilt)
        } else if code.module < SMALL_MODULE {
            Some(if code.size > LARGE { Advice::TooDense } else { Advice::Closer })
        } else if measures.mean < DARK {
            Some(Advice::Light)
        } else if code.sharpness < BLURRED {
            Some(Advice::Steady)
        } else {
            None
        };
    }
    if measures.mean < DARK {
        Some(Advice::Light)
    } else if measures.blown > OVEREXPOSED {
        Some(Advice::LessLight)
    } else {
        None
    }
}

/// Says an advice once several frames agree, and keeps to it long enough to be read.
#[derive(Debug, Default)]
pub struct Coach {
    said: Option<Advice>,
    /// What the last frames would say instead, and how many of them in a row.
    other: (Option<Advice>, u32),
}

/// Frames in a row before something else is said, at some ten frames a second: short enough to help, long enough that
/// a badge on its way through the picture says nothing.
const TO_SPEAK: u32 = 6;
/// Frames in a row before it falls silent or says something else.
const TO_CHANGE: u32 = 20;

impl Coach {
    /// Hears what the next frame says; none also for a frame in which a code was read.
    pub fn hear(&mut self, advice: Option<Advice>) -> Option<Advice> {
        if advice == self.said {
            self.other = (None, 0);
            return self.said;
        }
        self.other = if self.other.0 == advice { (advice, self.other.1 + 1) } else { (advice, 1) };
        let needed = if self.said.is_none() { TO_SPEAK } else { TO_CHANGE };
        if self.other.1 >= needed {
            self.said = advice;
            self.other = (None, 0);
        }
        self.said
    }

    /// A code was read: nothing is wrong any more.
    pub fn read(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: CodeMeasures =
        CodeMeasures { module: 3.0, size: 0.4, sharpness: 0.9, blown: 0.0, cut: false };
    const FRAME: Measures = Measures { mean: 120.0, blown: 0.02, code: Some(CODE) };

    #[test]
    fn each_trouble_has_its_advice() {
        let of = |code| advice(&Measures { code: Some(code), ..FRAME });
        assert_eq!(of(CODE), None);
        assert_eq!(of(CodeMeasures { cut: true, ..CODE }), Some(Advice::ShowAll));
        assert_eq!(of(CodeMeasures { blown: 0.2, ..CODE }), Some(Advice::Tilt));
        assert_eq!(of(CodeMeasures { module: 1.4, ..CODE }), Some(Advice::Closer));
        assert_eq!(of(CodeMeasures { module: 1.4, size: 0.9, ..CODE }), Some(Advice::TooDense));
        assert_eq!(of(CodeMeasures { sharpness: 0.3, ..CODE }), Some(Advice::Steady));
        assert_eq!(advice(&Measures { mean: 10.0, code: None, ..FRAME }), Some(Advice::Light));
        assert_eq!(advice(&Measures { blown: 0.9, code: None, ..FRAME }), Some(Advice::LessLight));
        assert_eq!(advice(&Measures { code: None, ..FRAME }), None);
    }

    #[test]
    fn one_odd_frame_says_nothing() {
        let mut coach = Coach::default();
        for i in 0..40 {
            let heard = if i % 5 == 0 { Some(Advice::Closer) } else { None };
            assert_eq!(coach.hear(heard), None);
        }
    }

    #[test]
    fn what_several_frames_say_is_said_and_stays_long_enough_to_be_read() {
        let mut coach = Coach::default();
        let first = (1..).find(|_| coach.hear(Some(Advice::Closer)).is_some());
        assert_eq!(first, Some(TO_SPEAK));
        for _ in 1..TO_CHANGE {
            assert_eq!(coach.hear(None), Some(Advice::Closer));
        }
        assert_eq!(coach.hear(None), None);
    }

    #[test]
    fn a_read_ends_the_advice_at_once() {
        let mut coach = Coach::default();
        (0..TO_SPEAK).for_each(|_| {
            coach.hear(Some(Advice::Light));
        });
        coach.read();
        assert_eq!(coach.hear(None), None);
    }

    #[test]
    fn sharp_modules_measure_sharper_than_blurred_ones() {
        let sharpness = |blur: usize| {
            let sharp: Vec<f32> = (0..120 * 120)
                .map(|i| {
                    let (u, v) = (i % 120 / 4, i / 120 / 4);
                    if (u * 7 + v * 13 + u * v) % 5 < 2 { 30.0 } else { 210.0 }
                })
                .collect();
            let row = |i: usize, d: usize| sharp[i / 120 * 120 + (i % 120 + d).min(119)];
            let pixels: Vec<u8> = (0..sharp.len())
                .map(|i| ((0..=blur).map(|d| row(i, d)).sum::<f32>() / (blur + 1) as f32) as u8)
                .collect();
            let corners = [(0.0, 0.0), (120.0, 0.0), (120.0, 120.0), (0.0, 120.0)];
            let decoded = Decoded {
                sightings: vec![Sighting { corners, module: 4.0, fit: 0.9 }],
                ..Decoded::default()
            };
            measures(&pixels, 120, 120, &decoded).code.map_or(0.0, |code| code.sharpness)
        };
        assert!(sharpness(0) > 0.7, "{}", sharpness(0));
        assert!(sharpness(7) < 0.6 * sharpness(0), "{} of {}", sharpness(7), sharpness(0));
    }
}
