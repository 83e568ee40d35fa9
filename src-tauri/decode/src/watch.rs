//! A camera's frames one after the other: what one frame has no time for, the next ones try.

use crate::budget::Budget;
use crate::gray::{Area, Gray};
use crate::ladder::{Climbed, OTHERS, Until, around, climb, in_turn};
use crate::others::{OF_A_FRAME, others};
use crate::{Decoded, FrameError, checked};

/// Frames after which the whole frame is looked at even though the last place still holds its code: a second badge may
/// have come into view.
const WHOLE_EACH: usize = 4;

/// The turn that looks for symbols other than QR codes.
const OTHERS_AT: usize = 3;

/// What is remembered from frame to frame. Frames of another size may come at any time.
#[derive(Debug, Default)]
pub struct Watch {
    frames: usize,
    /// Where the last code was.
    last: Option<Area>,
}

impl Watch {
    /// Reads the codes of the next frame, as [`crate::decode`] does: first where the last one was, then everywhere, and
    /// one of the dearer ways in turn. Results of several frames together are what a [`crate::Ladder::Photo`] would
    /// have read of one.
    ///
    /// # Errors
    /// [`FrameError`] when the buffer and the size do not belong together or the size is out of bounds.
    pub fn look(
        &mut self,
        gray: &[u8],
        w: usize,
        h: usize,
        stop: &mut dyn FnMut() -> bool,
    ) -> Result<Decoded, FrameError> {
        checked(gray, w, h)?;
        let frame = Gray::borrowed(gray, w, h);
        let mut budget = Budget::new(stop);
        let turn = self.frames;
        self.frames = self.frames.wrapping_add(1);
        let mut climbed = match self.last {
            Some(area) if !turn.is_multiple_of(WHOLE_EACH) => again(&frame, area, &mut budget),
            Some(_) | None => Climbed::default(),
        };
        if climbed.payloads.is_empty() {
            climbed = climb(&frame, in_turn(turn), Until::Read, &mut budget);
        }
        if climbed.payloads.is_empty() && turn % WHOLE_EACH == OTHERS_AT {
            climbed.payloads = others(&frame, OF_A_FRAME, OTHERS, &mut budget).unwrap_or_default();
        }
        self.last = climbed.payloads.first().map(|payload| around(&payload.corners));
        Ok(Decoded { payloads: climbed.payloads, sightings: climbed.sightings, stopped: budget.is_spent() })
    }
}

fn again(frame: &Gray<'_>, area: Area, budget: &mut Budget<'_>) -> Climbed {
    let area = area.within(frame.w, frame.h);
    let mut climbed = climb(&frame.cropped(area), in_turn(0).take(1), Until::Read, budget);
    for corner in climbed.payloads.iter_mut().flat_map(|payload| &mut payload.corners) {
        *corner = (corner.0 + area.left as f32, corner.1 + area.top as f32);
    }
    climbed
}
