//! Pictures that hold no code: is nothing read in them? Noise of several kinds, some with true finder patterns in it, and
//! parts of the sets' pictures away from their codes.

use crate::readers::Reader;
use crate::sets::{Picture, Set};

const NOISE_FRAMES: u64 = 10_000;
const CROPS: u32 = 1_000;
/// Side of a crop in pixels.
const CROP: usize = 320;

/// A repeatable row of numbers.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 16
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Prints how often something was read where nothing is.
pub(crate) fn report(sets: &[Set]) {
    println!("\n## nothing to read");
    let mut reads = 0;
    for seed in 0..NOISE_FRAMES {
        let answer = Reader::Live.read(&noise(seed));
        reads += usize::from(!answer.texts.is_empty());
    }
    println!("noise, live: {reads} of {NOISE_FRAMES} frames read as something");
    crops(sets);
}

/// Cells of one to five pixels; in every second frame three finder patterns stand in it as in a symbol.
fn noise(seed: u64) -> Picture {
    let (w, h) = (240, 180);
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let cell = 1 + chance.below(5);
    let (dark, range) = (chance.below(120), 40 + chance.below(95));
    let cells: Vec<u8> =
        (0..w * h).map(|_| (dark + (chance.next() as usize % 2) * range + chance.below(30)) as u8).collect();
    let mut gray: Vec<u8> = (0..w * h).map(|i| cells[(i / w / cell) * w + i % w / cell]).collect();
    if seed.is_multiple_of(2) {
        let module = cell.max(2);
        let side = 17 + 4 * (1 + chance.below(8));
        let (left, top) = (chance.below(40), chance.below(20));
        for (x, y) in [(0, 0), (side - 7, 0), (0, side - 7)] {
            for i in 0..81 * module * module {
                let (px, py) = (i % (9 * module), i / (9 * module));
                let (u, v) = ((px / module).abs_diff(4), (py / module).abs_diff(4));
                let level = if matches!(u.max(v), 2 | 4) { (dark + range) as u8 } else { dark as u8 };
                let (gx, gy) = (left + x * module + px, top + y * module + py);
                if gx < w && gy < h {
                    gray[gy * w + gx] = level;
                }
            }
        }
    }
    Picture { gray, w, h }
}

fn crops(sets: &[Set]) {
    let mut chance = Chance(20_261_122);
    let pictures: Vec<_> = sets.iter().flat_map(|set| set.rows.iter().map(move |row| (set, row))).collect();
    let (mut made, mut reads) = (0, Vec::new());
    for _ in 0..CROPS * 4 {
        if made == CROPS || pictures.is_empty() {
            break;
        }
        let (set, row) = pictures[chance.below(pictures.len())];
        let Some(picture) = set.open(row).filter(|p| p.w > CROP && p.h > CROP) else { continue };
        let whole = Reader::Photo.read(&picture);
        if row.is_labelled() && whole.corners.is_empty() {
            continue;
        }
        let (left, top) = (chance.below(picture.w - CROP), chance.below(picture.h - CROP));
        let is_beside = whole.corners.iter().all(|corners| {
            let (xs, ys) = (corners.map(|c| c.0), corners.map(|c| c.1));
            !(is_over(xs, left) && is_over(ys, top))
        });
        if !is_beside {
            continue;
        }
        made += 1;
        let rows = picture.gray.chunks_exact(picture.w).skip(top).take(CROP);
        let gray = rows.flat_map(|row| &row[left..left + CROP]).copied().collect();
        let answer = Reader::Photo.read(&Picture { gray, w: CROP, h: CROP });
        // A second code of the picture, which a smaller view shows better, is no false read.
        if !answer.texts.is_empty() && !row.is_said_by(answer.texts.iter().map(String::as_str)) {
            reads.push(format!("{} at {left}, {top} ({}): {:?}", row.file, answer.step, answer.texts));
        }
    }
    println!("crops beside the codes, photo: {} of {made} read as something", reads.len());
    for read in reads {
        println!("  {read}");
    }
}

/// Whether a code's extent along one side reaches into a crop's.
fn is_over(values: [f32; 4], from: usize) -> bool {
    let low = values.iter().copied().fold(f32::INFINITY, f32::min);
    let high = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    low < (from + CROP) as f32 && high > from as f32
}
