//! Pictures of real and generated badges: how many are read within a fixed number of questions to `stop`.
//!
//! The budget is counted, not timed, so that the rates are the same on every machine.

#![allow(clippy::print_stdout, reason = "the rates are there to be read")]

use lanyard_decode::{Ladder, decode};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Questions to `stop` in about 30 ms, a camera frame's time, at some 16 microseconds each on a small laptop.
const LIVE_QUESTIONS: u32 = 2_000;
/// Questions to `stop` in about half a second.
const PHOTO_QUESTIONS: u32 = 30_000;

/// A picture and the text it holds; `None` where it holds none or nobody knows it.
struct Picture {
    file: PathBuf,
    class: String,
    text: Option<String>,
    /// Known to hold no code.
    negative: bool,
}

fn corpora() -> PathBuf {
    std::env::var_os("LANYARD_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"), PathBuf::from)
}

fn pictures(set: &str) -> Option<Vec<Picture>> {
    let folder = corpora().join(set);
    let manifest = std::fs::read_to_string(folder.join("manifest.jsonl")).ok()?;
    let picture = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row is JSON");
        Picture {
            file: folder.join(row["file"].as_str().expect("a row names its file")),
            class: row["class"].as_str().unwrap_or("all").to_owned(),
            text: row["expected_text"].as_str().map(ToOwned::to_owned),
            negative: row["negative"].as_bool().unwrap_or(false),
        }
    };
    Some(manifest.lines().map(picture).collect())
}

/// What differs between tools that wrote the expected texts: line ends.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end_matches('\n').to_owned()
}

#[derive(Default)]
struct Rate {
    labelled: u32,
    read: u32,
    other_text: u32,
    false_reads: u32,
    classes: BTreeMap<String, (u32, u32)>,
    missed: Vec<String>,
    steps: BTreeMap<&'static str, u32>,
}

fn rate(set: &str, ladder: Ladder, questions: u32) -> Option<Rate> {
    let Some(pictures) = pictures(set) else {
        println!("PASSED OVER: {set} is not in {} (set LANYARD_CORPORA)", corpora().display());
        return None;
    };
    let mut rate = Rate::default();
    for picture in pictures {
        let Ok(image) = image::open(&picture.file) else { continue };
        let luma = image.to_luma8();
        let (w, h) = (luma.width() as usize, luma.height() as usize);
        let mut asked = 0;
        let mut stop = || {
            asked += 1;
            asked > questions
        };
        let payloads = decode(luma.as_raw(), w, h, ladder, &mut stop).map(|d| d.payloads).unwrap_or_default();
        rate.false_reads += u32::from(picture.negative && !payloads.is_empty());
        let Some(text) = picture.text.filter(|_| !picture.negative) else { continue };
        let class = rate.classes.entry(picture.class).or_default();
        rate.labelled += 1;
        class.1 += 1;
        if payloads.iter().any(|p| plain(&p.text) == plain(&text)) {
            rate.read += 1;
            class.0 += 1;
            *rate.steps.entry(payloads[0].step).or_default() += 1;
        } else {
            rate.other_text += u32::from(!payloads.is_empty());
            rate.missed.extend(picture.file.file_name().map(|f| f.to_string_lossy().into_owned()));
        }
    }
    println!(
        "{set} {ladder:?}: {}/{} = {:.1} %, other text {}, false reads {}",
        rate.read,
        rate.labelled,
        100.0 * f64::from(rate.read) / f64::from(rate.labelled.max(1)),
        rate.other_text,
        rate.false_reads,
    );
    println!("  steps {:?}", rate.steps);
    let lost: Vec<_> = rate.classes.iter().filter(|(_, (read, all))| read < all).collect();
    println!("  not all read: {lost:?}\n  missed: {}", rate.missed.join(" "));
    Some(rate)
}

/// At least `least` per cent are read, and nothing is read where nothing is.
fn holds(set: &str, ladder: Ladder, questions: u32, least: u32) {
    if let Some(rate) = rate(set, ladder, questions) {
        assert!(rate.labelled > 0, "{set}: no picture could be opened");
        assert_eq!(rate.false_reads, 0, "{set}: a code was read where there is none");
        assert!(rate.read * 100 >= rate.labelled * least, "{set}: fewer than {least} % are read");
    }
}

#[test]
fn live_frames_of_badges_are_read() {
    holds("qr/booth-dev", Ladder::Live, LIVE_QUESTIONS, 97);
}

#[test]
fn photos_of_badges_are_read() {
    holds("qr/booth-dev", Ladder::Photo, PHOTO_QUESTIONS, 99);
}

#[test]
fn photos_of_codes_in_the_wild_are_read() {
    for (set, least) in [
        ("qr/zxing-qrcode-1", 100),
        ("qr/zxing-qrcode-2", 97),
        ("qr/zxing-qrcode-4", 100),
        ("qr/jsqr", 93),
        ("qr/boofcv-photos", 95),
    ] {
        holds(set, Ladder::Photo, PHOTO_QUESTIONS, least);
    }
}

#[test]
fn pictures_that_broke_other_decoders_do_no_harm() {
    holds("qr/rqrr-tests", Ladder::Photo, PHOTO_QUESTIONS, 50);
}
