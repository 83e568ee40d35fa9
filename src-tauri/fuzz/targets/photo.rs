//! Any bytes as a picture file: what its header says is within the limits, and a small one is decoded too.
#![no_main]

// The module alone, without the engine around it: neither a store nor a network is built for this.
#[path = "../../engine/src/photo/mod.rs"]
#[allow(dead_code, reason = "the engine words the faults; here nobody hears them")]
mod photo;

/// Pictures up to this many pixels are decoded: larger ones only take longer.
const SMALL: u64 = 256 * 256;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match photo::size(bytes) {
        Err(fault) => assert_eq!(photo::read(bytes), Err(fault), "what the header forbids is not decoded"),
        Ok((width, height)) => {
            let pixels = u64::from(width) * u64::from(height);
            assert!(pixels <= photo::MAX_PIXELS);
            if pixels <= SMALL
                && let Ok(picture) = photo::read(bytes)
            {
                assert_eq!(picture.gray.len(), picture.width * picture.height, "what is long and thin too");
                assert!(picture.width > 0 && picture.height > 0 && picture.scale >= 1.0);
            }
        }
    }
});
