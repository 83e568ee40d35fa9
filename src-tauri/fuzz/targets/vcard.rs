//! Any bytes as a file of vCards.
#![no_main]

mod whole;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whole::whole(bytes, Some(lanyard_files::Format::Vcard)));
