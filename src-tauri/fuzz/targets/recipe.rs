//! Any bytes as a recipe, cut from the payload by the first empty byte; what reads one is read by it.
#![no_main]

use lanyard_badge::recipe::Recipe;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let cut = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (text, payload) = bytes.split_at(cut);
    let Ok(text) = std::str::from_utf8(text) else { return };
    match Recipe::parse(text) {
        Ok(recipe) => {
            let again = Recipe::parse(&recipe.to_toml()).expect("what is written is read back");
            assert_eq!(again.to_toml(), recipe.to_toml());
            assert_eq!(again.read(payload), recipe.read(payload));
        }
        Err(fault) => assert!(fault.line >= 1, "a fault has its line"),
    }
});
