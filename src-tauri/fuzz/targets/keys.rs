//! Any keys as a scan: two bytes a key, the first its place and what is held with it, the second what the laptop read.
#![no_main]

use lanyard_badge::scanner::{Stroke, learn, lesson, read};

const PLACES: [&str; 64] = [
    "Backquote",
    "Digit1",
    "Digit2",
    "Digit3",
    "Digit4",
    "Digit5",
    "Digit6",
    "Digit7",
    "Digit8",
    "Digit9",
    "Digit0",
    "Minus",
    "Equal",
    "KeyQ",
    "KeyW",
    "KeyE",
    "KeyR",
    "KeyT",
    "KeyY",
    "KeyU",
    "KeyI",
    "KeyO",
    "KeyP",
    "BracketLeft",
    "BracketRight",
    "Backslash",
    "KeyA",
    "KeyS",
    "KeyD",
    "KeyF",
    "KeyG",
    "KeyH",
    "KeyJ",
    "KeyK",
    "KeyL",
    "Semicolon",
    "Quote",
    "KeyZ",
    "KeyX",
    "KeyC",
    "KeyV",
    "KeyB",
    "KeyN",
    "KeyM",
    "Comma",
    "Period",
    "Slash",
    "Space",
    "Enter",
    "Tab",
    "NumpadEnter",
    "Numpad0",
    "Numpad1",
    "Numpad9",
    "IntlBackslash",
    "F1",
    "Escape",
    "ArrowUp",
    "AltLeft",
    "Lang1",
    "é",
    "",
    "",
    "",
];

fn stroke([place, read]: [u8; 2]) -> Stroke {
    let key = match read {
        0 => "Dead".to_owned(),
        b'\t' => "Tab".to_owned(),
        b'\r' => "Enter".to_owned(),
        1 => "🙂".to_owned(),
        2 => "F13".to_owned(),
        read => char::from(read).to_string(),
    };
    let (shift, ctrl, alt_graph) = (place >> 6 == 1, place >> 6 == 2, place >> 6 == 3);
    Stroke { code: PLACES[usize::from(place & 63)].to_owned(), key, shift, alt_graph, ctrl }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let strokes: Vec<Stroke> =
        bytes.chunks_exact(2).filter_map(|pair| Some(stroke(pair.try_into().ok()?))).collect();
    let plain = read(&strokes, &[]);
    assert!(plain.text.chars().count() <= strokes.len() + strokes.len(), "a key is at most a line end");
    let Ok(taught) = learn(&strokes) else { return };
    let scan = read(&strokes, std::slice::from_ref(&taught));
    assert!(scan.unsure <= strokes.len());
    if !taught.alike.is_empty() {
        return;
    }
    // What was learned undoes its own lesson: all of it but what was swallowed, and the kind of line end.
    let without_ends = |text: &str| text.replace(['\r', '\n'], "");
    let mut wanted = without_ends(&lesson());
    for lost in taught.lost.iter().filter(|lost| !lost.contains(['\r', '\n'])) {
        wanted = wanted.replacen(lost.as_str(), "", 1);
    }
    let undone = taught.undo(&strokes);
    assert!(undone.framed);
    let shown = without_ends(&undone.text);
    // A scanner that stopped early leaves the separators of the rest out as well.
    assert!(wanted.starts_with(shown.trim_end_matches('q')), "{shown:?} is not {wanted:?}");
});
