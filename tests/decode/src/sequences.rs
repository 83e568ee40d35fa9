//! Frames in a row, as a camera sends them: after how many is the badge read?

use crate::Asked;
use crate::readers::{Reader, watched};
use crate::sets::Set;
use crate::table::at;
use lanyard_decode::Watch;
use std::collections::BTreeMap;

/// What became of one sequence.
#[derive(Default)]
struct Course {
    class: String,
    frames: u32,
    read: u32,
    /// The first frame that was read, counted from one.
    first: Option<u32>,
}

/// Prints after how many frames each reader of ours had read each sequence.
pub(crate) fn report(set: &Set, asked: &Asked) {
    println!("\n## {}", set.name);
    for reader in &asked.readers {
        let mut courses: BTreeMap<u32, Course> = BTreeMap::new();
        let mut watches: BTreeMap<u32, Watch> = BTreeMap::new();
        let mut ms = Vec::new();
        for row in &set.rows {
            let (Some(seq), Some(picture)) = (row.seq, set.open(row)) else { continue };
            let answer = match reader {
                Reader::Live => watched(watches.entry(seq).or_default(), &picture),
                Reader::Photo | Reader::Rqrr | Reader::Quircs | Reader::Rxing => reader.read(&picture),
            };
            ms.push(answer.ms);
            let course = courses.entry(seq).or_default();
            course.class = row.class().to_owned();
            course.frames += 1;
            if row.is_said_by(answer.texts.iter().map(String::as_str)) {
                course.read += 1;
                course.first = course.first.or(Some(course.frames));
            }
        }
        let frames: u32 = courses.values().map(|c| c.frames).sum();
        let read: u32 = courses.values().map(|c| c.read).sum();
        let at_once = courses.values().filter(|c| c.first == Some(1)).count();
        let in_time = courses.values().filter(|c| c.first.is_some()).count();
        println!(
            "{:10} frames {read}/{frames}; sequences read in the first frame {at_once}, within all {in_time}, of {}; ms p50 {:.2} p95 {:.2}",
            reader.name(),
            courses.len(),
            at(&ms, 0.5),
            at(&ms, 0.95),
        );
        for (seq, course) in courses.iter().filter(|(_, c)| c.first != Some(1)) {
            println!(
                "           {seq} ({}): first {:?}, {} of {}",
                course.class, course.first, course.read, course.frames
            );
        }
    }
}
