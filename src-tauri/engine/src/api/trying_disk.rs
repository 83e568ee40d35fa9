//! Whether the disk keeps what it is given, asked at the first start: a note is written as a capture is, and read back.

use super::desk::Desk;
use super::errors::Answer;
use super::views::{CommandError, ErrorCode};
use crate::file_system;
use crate::store::settings;
use lanyard_core::explain::Sentence;
use lanyard_core::time::WallMs;

/// The note: when it was written.
const TRIED: &str = "disk_tried";

const GIGABYTE: u64 = 1_000_000_000;
const MEGABYTE: u64 = 1_000_000;

impl Desk {
    /// Writes a note to the disk, reads it back, and says how long that took and how much room is left.
    ///
    /// # Errors
    /// As the store allows: then nothing could be captured either, and its sentence says why.
    pub fn try_disk(&self) -> Answer<Sentence> {
        let engine = self.engine()?;
        let (begun, note) = (engine.clock.mono(), engine.clock.wall());
        engine.store.write(|conn| settings::put(conn, TRIED, &note))?;
        let back: Option<WallMs> = engine.store.read(|conn| settings::get(conn, TRIED))?;
        if back != Some(note) {
            return Err(CommandError::new(ErrorCode::NotSaved, "error-disk-forgets"));
        }
        // A disk that is faster than the clock's own step took that step at most.
        let took = engine.clock.mono().0.saturating_sub(begun.0).max(1);
        Ok(told(took, file_system::room(&self.options.folder).map(|room| room.free)))
    }
}

/// `took` in milliseconds, `free` in bytes; some systems do not say how much is free.
fn told(took: u64, free: Option<u64>) -> Sentence {
    let said = |code| Sentence::new(code).count("ms", took);
    match free {
        Some(free) if free >= GIGABYTE => said("disk-works").count("gb", free / GIGABYTE),
        Some(free) => said("disk-works-little").count("mb", free / MEGABYTE),
        None => said("disk-works-unmeasured"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_told_in_what_a_person_counts_in() {
        assert_eq!(told(6, Some(84_900_000_000)), Sentence::new("disk-works").count("ms", 6).count("gb", 84));
        assert_eq!(
            told(6, Some(999_000_000)),
            Sentence::new("disk-works-little").count("ms", 6).count("mb", 999)
        );
        assert_eq!(told(6, None), Sentence::new("disk-works-unmeasured").count("ms", 6));
    }
}
