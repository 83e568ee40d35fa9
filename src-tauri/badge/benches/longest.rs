//! How long the longest payloads take, by their shape: `cargo bench -p lanyard-badge`. Budget: 10 ms for 64 KiB. Each shape is
//! made to keep a family busy to the end; the slowest of ten readings is shown.
#![expect(clippy::print_stdout, reason = "it says what it measured")]
#![expect(clippy::disallowed_methods, reason = "time is what it measures")]

use lanyard_badge::recipe::Recipe;
use lanyard_badge::{MAX_PAYLOAD, read};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A beginning, and what is repeated behind it.
const SHAPES: &[(&str, &str)] = &[
    ("", "a"),
    ("", "000"),
    ("", "\u{202E}\u{e9}"),
    ("", "\u{c3}\u{bc}"),
    ("", "a b "),
    ("", "dr "),
    ("", "a,b;c|d^e::f\t"),
    ("", "a@b.cd,"),
    ("", "name: a; "),
    ("", "x=1&"),
    ("", "1|a@b.cd|Jane Roe\n"),
    ("", "QUJD"),
    ("", "eyJ.a."),
    ("BEGIN:VCARD\n", "TEL:1\n"),
    ("BEGIN:VCARD\nFN:", "dr "),
    ("BEGIN:VCARD\n", "N;ENCODING=QUOTED-PRINTABLE:=C3=BC=\n"),
    ("", "BEGIN:VCARD\nFN:a\n"),
    ("BEGIN:VCARD", "N:FN:TEL:X-A:"),
    ("BEGIN:VCARD\n", " "),
    ("MECARD:", "N:a,b;"),
    ("", "MECARD:N:a;;"),
    ("BIZCARD:", "N:a;"),
    ("MEMORY:\n", "TEL1:1\n"),
    ("MATMSG:", "TO:a;"),
    ("[", "["),
    ("[", "{\"name\":\"a\",\"id\":1},"),
    ("{", "\"a\":{\"name\":1},"),
    ("[\"vcard\",[", "[\"tel\",{},\"text\",\"1\"],"),
    ("https://a.example/?", "a=1&"),
    ("https://a.example/", "a/"),
    ("mailto:", "a@b.cd,"),
];

fn main() {
    let mut worst = Duration::ZERO;
    for (head, repeated) in SHAPES {
        for tail in ["", "]", "\"x\":1}", "{}]", "[]]]", "END:VCARD"] {
            let room = MAX_PAYLOAD - head.len() - tail.len();
            let payload = format!("{head}{}{tail}", repeated.repeat(room / repeated.len()));
            let took = slowest(|| drop(black_box(read(payload.as_bytes()))));
            if took > Duration::from_millis(5) {
                println!("{took:>10.2?}  {:?} {:?} {tail:?}", head, repeated);
            }
            worst = worst.max(took);
        }
    }
    let recipe =
        "recipe = 1\nname = \"x\"\n[pattern]\nregex = '(?<badge_id>(\\w+ ?)+)(?<full_name>(a|b|ab)*)c'";
    if let Ok(recipe) = Recipe::parse(recipe) {
        let payload = "ab ".repeat(MAX_PAYLOAD / 3);
        println!("{:>10.2?}  a pattern", slowest(|| drop(black_box(recipe.read(payload.as_bytes())))));
    }
    println!("{worst:>10.2?}  the slowest of {} shapes", SHAPES.len());
}

fn slowest(mut work: impl FnMut()) -> Duration {
    let timed = (0..10).map(|_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    });
    timed.max().unwrap_or_default()
}
