//! `capture`: a contact by a code's text, a picture, or typed fields. There is no card to keep open here: what nothing
//! else holds may go at once.

use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open};
use crate::picture::Failed;
use crate::{Everywhere, input};
use clap::Args;
use lanyard_core::explain::{Arg, Sentence};
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{CaptureAnswer, ContactRow, FieldChange};
use lanyard_engine::photo;
use lanyard_engine::store::captures::Way;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Capture {
    /// What the code says; `-` reads it from standard input
    #[arg(value_name = "TEXT", required_unless_present_any = ["photo", "field"])]
    text: Option<String>,
    /// A picture of one or more codes, or a folder of pictures; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    photo: Option<PathBuf>,
    /// A typed value, such as full_name=Ada; again for more
    #[arg(long, value_name = "KEY=VALUE", value_parser = input::change, conflicts_with_all = ["text", "photo"])]
    field: Vec<FieldChange>,
}

pub(crate) fn capture(capture: &Capture, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    if let Some(folder) = capture.photo.as_deref().filter(|path| path.is_dir()) {
        return capture_folder(folder, everywhere, out);
    }
    // Read before the store is touched: what cannot be read makes none.
    let picture = capture.photo.as_deref().map(|path| input::whole(path, photo::MAX_BYTES)).transpose()?;
    let text = match capture.text.as_deref() {
        Some(input::STDIN) => Some(typed_in()?),
        Some(text) => Some(text.as_bytes().to_vec()),
        None => None,
    };
    let desk = open(everywhere, Purpose::Write, out)?;
    let answers = match (&picture, &text) {
        (Some(bytes), _) => desk.photo(bytes)?,
        (None, Some(text)) => vec![desk.capture_bytes(text, Way::Import)?],
        (None, None) => vec![desk.capture_typed(&capture.field)?],
    };
    if answers.is_empty() {
        return Err(Trouble::new(Exit::BadInput, Sentence::new("cli-no-code")));
    }
    let refused = tell(&desk, &answers, out)?;
    Ok(match (refused, answers.len()) {
        (0, _) => Exit::Done,
        (_, 1) => Exit::BadInput,
        (_, _) => Exit::InPart,
    })
}

/// Every picture of a folder, one after the other; one that gives no contact is named with its reason and stops nothing.
fn capture_folder(folder: &Path, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let files = input::files_of(folder)?;
    let desk = open(everywhere, Purpose::Write, out)?;
    let mut unread = 0;
    for path in &files {
        let looked = input::whole(path, photo::MAX_BYTES).and_then(|bytes| Ok(desk.photo(&bytes)?));
        let told = looked.and_then(|answers| match answers.is_empty() {
            true => Err(Trouble::new(Exit::BadInput, Sentence::new("cli-no-code"))),
            false => tell(&desk, &answers, out),
        });
        match told {
            Ok(refused) => unread += usize::from(refused > 0),
            // The disk does not get better by the next picture.
            Err(trouble) if trouble.exit != Exit::BadInput => return Err(trouble),
            Err(trouble) => {
                unread += 1;
                let (file, error) = (&*path.to_string_lossy(), trouble.said(&out.words));
                out.answer(&Failed { file, error: error.clone() }, || format!("{file}: {error}"))?;
            }
        }
    }
    Ok(match unread {
        0 => Exit::Done,
        unread if unread == files.len() => Exit::BadInput,
        _ => Exit::InPart,
    })
}

/// Says what came of a picture's codes. Returns how many were no contact.
fn tell(desk: &Desk, answers: &[CaptureAnswer], out: &Out) -> Result<usize, Trouble> {
    for answer in answers {
        leave(desk, answer)?;
        let says = says(answer, out);
        out.answer(&with_words(answer, says.clone()), || says)?;
    }
    Ok(answers.iter().filter(|answer| matches!(answer, CaptureAnswer::Refused { .. })).count())
}

/// Standard input as a code's text; the line end that a shell adds is not part of it.
fn typed_in() -> Result<Vec<u8>, Trouble> {
    let mut bytes = input::whole(Path::new(input::STDIN), photo::MAX_BYTES)?;
    for end in [b'\n', b'\r'] {
        if bytes.last() == Some(&end) {
            bytes.pop();
        }
    }
    Ok(bytes)
}

fn leave(desk: &Desk, answer: &CaptureAnswer) -> Result<(), Trouble> {
    match answer {
        CaptureAnswer::Saved { contact, .. } | CaptureAnswer::Known { contact, .. } => {
            Ok(desk.leave_card(&contact.row.id)?)
        }
        CaptureAnswer::Again { .. } | CaptureAnswer::Refused { .. } => Ok(()),
    }
}

fn says(answer: &CaptureAnswer, out: &Out) -> String {
    let of = |code: &str, row: &ContactRow| {
        Sentence::new(code).text("name", name(row)).text("id", row.id.as_str())
    };
    out.say(&match answer {
        CaptureAnswer::Saved { contact, .. } => of("cli-saved", &contact.row),
        CaptureAnswer::Known { contact, first_at, .. } => {
            of("cli-known", &contact.row).with("at", Arg::At(*first_at))
        }
        CaptureAnswer::Again { contact_id, times } => {
            Sentence::new("cli-again").text("id", contact_id.as_str()).count("times", u64::from(*times))
        }
        CaptureAnswer::Refused { sentence } => sentence.clone(),
    })
}

/// What a contact is called in a line.
pub(crate) fn name(row: &ContactRow) -> String {
    row.name
        .clone()
        .or_else(|| row.badge_id.clone())
        .or_else(|| row.company.clone())
        .unwrap_or_else(|| "–".to_owned())
}
