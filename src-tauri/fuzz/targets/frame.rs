//! Any bytes as a picture of any size: nothing panics, the budget is kept, and what is read has its corners.

#![no_main]

use lanyard_decode::{Ladder, Watch, decode};
use libfuzzer_sys::fuzz_target;

/// Questions to `stop`: the work of some 100 ms.
const PATIENCE: u32 = 6_000;

fuzz_target!(|bytes: &[u8]| {
    let [w, h, cell, how, pixels @ ..] = bytes else { return };
    let (w, h) = (usize::from(*w) + 1, usize::from(*h) + 1);
    // Cells of several pixels come nearer to codes than pixels do.
    let cell = usize::from(*cell % 6) + 1;
    let across = w.div_ceil(cell);
    let level = |i: usize| {
        let at = i / w / cell * across + i % w / cell;
        pixels.get(at % pixels.len().max(1)).copied().unwrap_or(0)
    };
    let gray: Vec<u8> = (0..w * h).map(level).collect();
    let mut questions = 0;
    let mut stop = || {
        questions += 1;
        questions > PATIENCE
    };
    let decoded = match how % 3 {
        0 => decode(&gray, w, h, Ladder::Live, &mut stop),
        1 => decode(&gray, w, h, Ladder::Photo, &mut stop),
        _ => {
            let mut watch = Watch::default();
            let _ = watch.look(&gray, w, h, &mut stop);
            watch.look(&gray, w, h, &mut stop)
        }
    };
    if let Ok(decoded) = decoded {
        for payload in decoded.payloads {
            assert!(!payload.bytes.is_empty(), "a payload says something");
            assert!(payload.corners.iter().all(|c| c.0.is_finite() && c.1.is_finite()));
        }
    }
    assert!(questions <= PATIENCE + 2, "nothing is asked after a yes but by a second look");
});
