//! Why is it not read, and what can a person do about it? From a frame's cheap measures to one piece of advice, and a
//! voice that does not change its mind with each frame. The words are the catalogue's.

mod measures;
mod patch;

pub use measures::{CodeMeasures, Measures, PatchMeasures, measures};

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
/// Pixels a module, by its texture alone, below which a code is too small in the picture.
const FINE: f32 = 2.6;
/// And above which it should have been read, were it not blurred.
const COARSE: f32 = 4.0;
/// Edges less steep than this are a lens's or a hand's, no printer's.
const SOFT: f32 = 0.2;
/// A frame darker than this shows little but noise.
const DARK: f32 = 28.0;
/// A frame with more of it blown than this is overexposed.
const OVEREXPOSED: f32 = 0.6;
/// The one thing that would help most; none when nothing is known to be wrong.
#[must_use]
pub fn advice(measures: &Measures) -> Option<Advice> {
    let is_overexposed = measures.blown > OVEREXPOSED;
    let of_code = measures.code.and_then(|code| {
        if code.cut {
            Some(Advice::ShowAll)
        } else if code.blown > GLARE && !is_overexposed {
            Some(Advice::Tilt)
        } else if code.module < SMALL_MODULE {
            Some(if code.size > LARGE { Advice::TooDense } else { Advice::Closer })
        } else if measures.mean < DARK {
            Some(Advice::Light)
        } else if code.sharpness < BLURRED {
            Some(Advice::Steady)
        } else {
            None
        }
    });
    if of_code.is_some() {
        of_code
    } else if measures.mean < DARK {
        Some(Advice::Light)
    } else if is_overexposed {
        Some(Advice::LessLight)
    } else {
        measures.patch.and_then(of_patch)
    }
}

/// What would help where something only looks like a code.
fn of_patch(patch: PatchMeasures) -> Option<Advice> {
    if patch.cut {
        Some(Advice::ShowAll)
    } else if patch.grain < FINE {
        Some(if patch.size > LARGE { Advice::TooDense } else { Advice::Closer })
    } else if patch.steepness < SOFT && patch.grain > COARSE {
        Some(Advice::Steady)
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
    /// For how many frames nearer would have helped, and for how many since then something else.
    nearer: (u32, u32),
}

/// Frames in a row before something else is said, at some ten frames a second: short enough to help, long enough that
/// a badge on its way through the picture says nothing.
const TO_SPEAK: u32 = 6;
/// Frames in a row before it falls silent or says something else.
const TO_CHANGE: u32 = 20;
/// Frames for which nearer would help before it is no use: six seconds or so, in which everybody has tried it. A camera whose
/// lens cannot be set shows no more when a badge is brought nearer.
const TO_GIVE_UP: u32 = 75;

impl Coach {
    /// Hears what the next frame says; none also for a frame in which a code was read.
    pub fn hear(&mut self, advice: Option<Advice>) -> Option<Advice> {
        self.nearer = match (advice, self.nearer) {
            (Some(Advice::Closer), (frames, _)) => (frames + 1, 0),
            // Somebody else's badge.
            (_, (_, since)) if since > TO_CHANGE => (0, 0),
            (_, (frames, since)) => (frames, since + 1),
        };
        let is_in_vain = advice == Some(Advice::Closer) && self.nearer.0 > TO_GIVE_UP;
        let advice = if is_in_vain { Some(Advice::TooDense) } else { advice };
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
    const FRAME: Measures = Measures { mean: 120.0, blown: 0.02, code: Some(CODE), patch: None };

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
    fn what_only_looks_like_a_code_has_its_advice_too() {
        let patch = PatchMeasures { size: 0.2, grain: 6.0, steepness: 0.6, cut: false };
        let of = |patch| advice(&Measures { code: None, patch: Some(patch), ..FRAME });
        assert_eq!(of(patch), None, "sharp and large enough: nobody knows");
        assert_eq!(of(PatchMeasures { cut: true, ..patch }), Some(Advice::ShowAll));
        assert_eq!(of(PatchMeasures { grain: 1.8, ..patch }), Some(Advice::Closer));
        assert_eq!(of(PatchMeasures { grain: 1.8, size: 0.9, ..patch }), Some(Advice::TooDense));
        assert_eq!(of(PatchMeasures { grain: 9.0, steepness: 0.1, ..patch }), Some(Advice::Steady));
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
    fn nearer_is_not_asked_for_for_ever() {
        let mut coach = Coach::default();
        let said: Vec<_> = (0..120).map(|_| coach.hear(Some(Advice::Closer))).collect();
        assert_eq!((said[20], said[119]), (Some(Advice::Closer), Some(Advice::TooDense)));
        for _ in 0..2 * TO_CHANGE + 2 {
            coach.hear(None);
        }
        let said: Vec<_> = (0..20).map(|_| coach.hear(Some(Advice::Closer))).collect();
        assert_eq!(said[19], Some(Advice::Closer), "the next badge is asked for first");
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
}
