//! Any bytes as what a badge's code says.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let reading = lanyard_badge::read(bytes);
    assert!(reading.refused.is_none() || reading.draft.is_empty(), "what is refused says nothing");
});
