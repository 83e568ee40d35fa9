//! The readers that run in this process: ours, and three others as their documentation has them.

use crate::sets::Picture;
use lanyard_decode::{Decoded, FrameError, Ladder, Watch, decode};
use rustix::time::{ClockId, clock_gettime};
use rxing::common::HybridBinarizer;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, MultiFormatReader, Reader as _};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Questions to `stop` in one camera frame's share of time, 33 ms, at 16 microseconds each on a small laptop.
const LIVE_QUESTIONS: u32 = 2_000;
/// Questions to `stop` in 500 ms.
const PHOTO_QUESTIONS: u32 = 30_000;

/// A reader of this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Ours, one camera frame.
    Live,
    /// Ours, a picture that will not come again.
    Photo,
    /// `rqrr` with its own detector, as its documentation uses it.
    Rqrr,
    /// `quircs`, likewise.
    Quircs,
    /// `rxing`, trying harder and inverted too.
    Rxing,
}

/// What a reader made of a picture.
#[derive(Default, Clone)]
pub(crate) struct Answer {
    pub(crate) texts: Vec<String>,
    /// Time of the processor, milliseconds.
    pub(crate) ms: f64,
    /// Ours alone: the questions to `stop`, the step that read, and the corners of each code.
    pub(crate) questions: u32,
    /// The budget ended the search.
    pub(crate) stopped: bool,
    /// The longest time of the processor between two questions, milliseconds.
    pub(crate) longest: f64,
    pub(crate) step: &'static str,
    pub(crate) corners: Vec<[(f32, f32); 4]>,
}

impl Reader {
    pub(crate) const ALL: [Self; 5] = [Self::Live, Self::Photo, Self::Rqrr, Self::Quircs, Self::Rxing];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Photo => "photo",
            Self::Rqrr => "rqrr",
            Self::Quircs => "quircs",
            Self::Rxing => "rxing",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reader| reader.name() == name)
    }

    pub(crate) fn read(self, picture: &Picture) -> Answer {
        let begun = processor_ms();
        let answer = match self {
            Self::Live => ours(picture, Ladder::Live, LIVE_QUESTIONS),
            Self::Photo => ours(picture, Ladder::Photo, PHOTO_QUESTIONS),
            // They are known to panic on some pictures; that counts as nothing read.
            Self::Rqrr => catch_unwind(AssertUnwindSafe(|| rqrr(picture))).unwrap_or_default(),
            Self::Quircs => catch_unwind(AssertUnwindSafe(|| quircs(picture))).unwrap_or_default(),
            Self::Rxing => catch_unwind(AssertUnwindSafe(|| rxing(picture))).unwrap_or_default(),
        };
        Answer { ms: processor_ms() - begun, ..answer }
    }
}

fn ours(picture: &Picture, ladder: Ladder, patience: u32) -> Answer {
    counted(patience, |stop| decode(&picture.gray, picture.w, picture.h, ladder, stop))
}

/// One frame of a sequence, by what is remembered of those before it.
pub(crate) fn watched(watch: &mut Watch, picture: &Picture) -> Answer {
    let begun = processor_ms();
    let answer = counted(LIVE_QUESTIONS, |stop| watch.look(&picture.gray, picture.w, picture.h, stop));
    Answer { ms: processor_ms() - begun, ..answer }
}

fn counted(
    patience: u32,
    read: impl FnOnce(&mut dyn FnMut() -> bool) -> Result<Decoded, FrameError>,
) -> Answer {
    let (mut questions, mut longest, mut last) = (0, 0f64, processor_ms());
    let mut stop = || {
        let now = processor_ms();
        (longest, last) = (longest.max(now - last), now);
        questions += 1;
        questions > patience
    };
    let payloads = read(&mut stop).map(|decoded| decoded.payloads).unwrap_or_default();
    Answer {
        step: payloads.first().map_or("", |payload| payload.step),
        corners: payloads.iter().map(|payload| payload.corners).collect(),
        texts: payloads.into_iter().map(|payload| payload.text).collect(),
        questions,
        stopped: questions > patience,
        longest,
        ms: 0.0,
    }
}

fn rqrr(picture: &Picture) -> Answer {
    let level = |x: usize, y: usize| picture.gray[y * picture.w + x];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(picture.w, picture.h, level);
    let grids = prepared.detect_grids();
    Answer {
        texts: grids.iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect(),
        ..Answer::default()
    }
}

fn quircs(picture: &Picture) -> Answer {
    let mut quirc = quircs::Quirc::default();
    let codes = quirc.identify(picture.w, picture.h, &picture.gray);
    let text = |code: Result<quircs::Code, _>| String::from_utf8(code.ok()?.decode().ok()?.payload).ok();
    Answer { texts: codes.filter_map(text).collect(), ..Answer::default() }
}

fn rxing(picture: &Picture) -> Answer {
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        TryHarder: Some(true),
        AlsoInverted: Some(true),
        ..DecodeHints::default()
    };
    let source = Luma8Source::new_with_slice(&picture.gray, picture.w as u32, picture.h as u32);
    let read = source.ok().and_then(|source| {
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        MultiFormatReader::default().decode_with_hints(&mut bitmap, &hints).ok()
    });
    Answer { texts: read.map(|read| read.getText().to_owned()).into_iter().collect(), ..Answer::default() }
}

/// This thread's time on the processor so far, milliseconds.
pub(crate) fn processor_ms() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
