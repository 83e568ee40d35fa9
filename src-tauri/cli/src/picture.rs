//! `decode`: the codes in pictures. Nothing is kept, no store is opened.

use crate::answer::{Exit, Out, Trouble};
use crate::input;
use clap::Args;
use data_encoding::BASE64;
use lanyard_core::explain::Sentence;
use lanyard_core::time::Millis;
use lanyard_decode::{Decoded, Ladder, Payload};
use lanyard_engine::api::symbology_name;
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_engine::photo;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A live frame's share of time, as at the window.
const LIVE_MS: u64 = 60;

#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// As a live camera frame: quicker, less thorough
    #[arg(long)]
    live: bool,
    /// How long to look at each picture, in milliseconds [default: 500, with --live 60]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=600_000))]
    budget_ms: Option<u64>,
    /// Pictures, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// A file's codes. `ms` is the time spent decoding; opening the picture is not part of it.
#[derive(Serialize)]
struct Found<'a> {
    file: &'a str,
    payloads: Vec<Code<'a>>,
    ms: u64,
}

#[derive(Serialize)]
struct Code<'a> {
    text: &'a str,
    payload_b64: String,
    symbology: &'static str,
    /// In the picture's pixels, clockwise from the code's own top left.
    corners: [[f32; 2]; 4],
    step: &'static str,
}

/// A file in which nothing was found, and why.
#[derive(Serialize)]
pub(crate) struct Failed<'a> {
    pub(crate) file: &'a str,
    pub(crate) error: String,
}

pub(crate) fn decode(decode: &Decode, out: &Out) -> Result<Exit, Trouble> {
    let clock = SystemClock::new();
    let mut exit = Exit::Done;
    let files: Vec<Vec<PathBuf>> =
        decode.files.iter().map(|path| input::files_of(path)).collect::<Result<_, _>>()?;
    for path in files.iter().flatten() {
        let file = path.to_string_lossy();
        match look(path, decode, &clock) {
            Ok((decoded, scale, ms)) => {
                let payloads = decoded.payloads.iter().map(|payload| code(payload, scale)).collect();
                out.object(&Found { file: &file, payloads, ms })?;
            }
            Err(trouble) => {
                exit = Exit::InPart;
                out.object(&Failed { file: &file, error: trouble.said(&out.words) })?;
            }
        }
    }
    Ok(exit)
}

fn look(path: &Path, decode: &Decode, clock: &dyn Clock) -> Result<(Decoded, f32, u64), Trouble> {
    let bad = |sentence: Sentence| Trouble::new(Exit::BadInput, sentence);
    let bytes = input::whole(path, photo::MAX_BYTES)?;
    let picture = photo::read(&bytes).map_err(|fault| bad(fault.sentence()))?;
    let (ladder, usual) = if decode.live { (Ladder::Live, LIVE_MS) } else { (Ladder::Photo, 500) };
    let budget = Millis(decode.budget_ms.unwrap_or(usual));
    let begun = clock.mono();
    let mut stop = || begun.until(clock.mono()) > budget;
    let decoded = lanyard_decode::decode(&picture.gray, picture.width, picture.height, ladder, &mut stop)
        .map_err(|fault| bad(Sentence::new("cli-too-small")).with_detail(Some(fault.to_string())))?;
    Ok((decoded, picture.scale, begun.until(clock.mono()).0))
}

fn code(payload: &Payload, scale: f32) -> Code<'_> {
    Code {
        text: &payload.text,
        payload_b64: BASE64.encode(&payload.bytes),
        symbology: symbology_name(payload.symbology),
        corners: payload.corners.map(|(x, y)| [x * scale, y * scale]),
        step: payload.step,
    }
}
