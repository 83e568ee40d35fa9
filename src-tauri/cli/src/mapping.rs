//! `mapping`: what goes where at a destination, as a file that can be read, kept, changed and taken back to. Every change is a new
//! version; what it comes to is said by the same functions as in the window.

use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open, wait};
use crate::{Everywhere, input};
use clap::{Args, Subcommand};
use lanyard_core::crm::{MapRow, Take};
use lanyard_core::explain::Sentence;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{DestinationView, DraftProblem, DraftRow, MappingDraft, MappingView};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Longest file that is looked at, in bytes.
const LONGEST: usize = 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Mappings {
    /// The destination's name or id, where there are several
    #[arg(long, global = true, value_name = "NAME")]
    destination: Option<String>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Say what goes where
    Show(Show),
    /// List the versions, the newest first
    Versions,
    /// List the CRM's fields, as it names them now
    Fields,
    /// Hold rows against the CRM's fields: those that are saved, or those of a file. Ends with 1 when something is wrong
    Check(Maybe),
    /// Say what rows would change, and show the last contacts as the CRM would see them; nothing is saved
    Preview(Maybe),
    /// Save the rows of a file as the next version
    Set(Rows),
    /// Save the rows of an earlier version as the next one
    Back(Back),
}

#[derive(Debug, Args)]
struct Show {
    /// As a file for `set`
    #[arg(long)]
    toml: bool,
    /// An earlier version
    #[arg(long, value_name = "NUMBER")]
    version: Option<u32>,
}

#[derive(Debug, Args)]
struct Maybe {
    /// Rows in TOML or JSON; `-` is standard input. Without a file, the rows that are saved
    file: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Rows {
    /// Rows in TOML or JSON; `-` is standard input
    file: PathBuf,
}

#[derive(Debug, Args)]
struct Back {
    /// The version
    version: u32,
}

/// A mapping as a file.
#[derive(Serialize, Deserialize)]
struct Written {
    rows: Vec<MapRow>,
}

pub(crate) fn run(mappings: &Mappings, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let purpose = match mappings.what {
        What::Show(_) | What::Versions | What::Check(_) | What::Preview(_) => Purpose::Look,
        What::Fields | What::Set(_) | What::Back(_) => Purpose::Write,
    };
    let desk = open(everywhere, purpose, out)?;
    let place = destination(&desk, mappings.destination.as_deref())?;
    let view = desk.mapping(&place.id)?;
    let rows = |file: &Option<PathBuf>| match file {
        Some(file) => self::rows(file),
        None => Ok(view.rows.clone()),
    };
    match &mappings.what {
        What::Show(show) => self::show(show, &desk, &view, out),
        What::Versions => versions(&view, out),
        What::Fields => fields(&desk, &view, out),
        What::Check(maybe) => check(&desk.draft_mapping(&place.id, &rows(&maybe.file)?)?, out),
        What::Preview(maybe) => preview(&desk.draft_mapping(&place.id, &rows(&maybe.file)?)?, out),
        What::Set(set) => save(&desk, &view, &self::rows(&set.file)?, out),
        What::Back(back) => save(&desk, &view, &desk.mapping_version(&place.id, back.version)?, out),
    }
}

/// The destination of that name or id, or the only one.
fn destination(desk: &Desk, named: Option<&str>) -> Result<DestinationView, Trouble> {
    let asked =
        |view: &DestinationView| named.is_none_or(|named| view.name == named || view.id.as_str() == named);
    let mut found: Vec<DestinationView> = desk.settings()?.destinations.into_iter().filter(asked).collect();
    match found.len() {
        0 => Err(Trouble::new(Exit::NotHere, Sentence::new("error-no-such-destination"))),
        1 => Ok(found.remove(0)),
        _ => Err(Trouble::new(Exit::BadInput, Sentence::new("cli-which-destination"))),
    }
}

/// The rows of a file: TOML, or JSON as `show --json` writes it.
fn rows(file: &Path) -> Result<Vec<MapRow>, Trouble> {
    let bad = |detail: String| {
        Trouble::new(Exit::BadInput, Sentence::new("cli-mapping-file")).with_detail(Some(detail))
    };
    let text = String::from_utf8(input::whole(file, LONGEST)?).map_err(|error| bad(error.to_string()))?;
    let written: Written = match text.trim_start().starts_with('{') {
        true => serde_json::from_str(&text).map_err(|error| bad(error.to_string()))?,
        false => toml::from_str(&text).map_err(|error| bad(error.to_string()))?,
    };
    Ok(written.rows)
}

fn show(show: &Show, desk: &Desk, view: &MappingView, out: &Out) -> Result<Exit, Trouble> {
    let rows = match show.version {
        Some(version) => desk.mapping_version(&view.destination, version)?,
        None => view.rows.clone(),
    };
    if show.toml {
        let text = toml::to_string_pretty(&Written { rows }).map_err(|error| {
            Trouble::new(Exit::OurFault, Sentence::new("error-internal")).with_detail(Some(error.to_string()))
        })?;
        out.line(text.trim_end())?;
        return Ok(Exit::Done);
    }
    let draft = desk.draft_mapping(&view.destination, &rows)?;
    let version = show.version.unwrap_or(view.version);
    let machine =
        json!({ "destination": view.destination, "name": view.name, "version": version, "rows": rows });
    out.answer(&machine, || {
        let lines = rows.iter().zip(&draft.rows).map(|(row, drafted)| line(row, drafted, out));
        lines.collect::<Vec<_>>().join("\n")
    })?;
    Ok(Exit::Done)
}

/// A row for people: ours, theirs, what is made of it.
fn line(row: &MapRow, drafted: &DraftRow, out: &Out) -> String {
    let ours = match &row.take {
        Take::Answer { asked, .. } => {
            out.say(&Sentence::new("map-answer-to").text("question", asked.clone()))
        }
        _ => row.ours.map_or_else(|| "-".to_owned(), |ours| out.words.field(ours.key())),
    };
    let theirs = row.theirs.as_str();
    let called =
        if drafted.label == theirs { theirs.to_owned() } else { format!("{} ({theirs})", drafted.label) };
    let turned = drafted.turned.iter().map(|turned| out.say(turned));
    let one_way = (!drafted.comes_back).then(|| out.say(&Sentence::new("cli-mapping-one-way")));
    let more: Vec<String> = turned.chain(one_way).collect();
    format!("{ours} → {called}{}{}", if more.is_empty() { "" } else { "  " }, more.join("; "))
}

fn versions(view: &MappingView, out: &Out) -> Result<Exit, Trouble> {
    for version in &view.versions {
        let says = out.say(&version.sentence);
        out.answer(&with_words(version, says.clone()), || format!("{}  {says}", version.version))?;
    }
    Ok(Exit::Done)
}

fn fields(desk: &Desk, view: &MappingView, out: &Out) -> Result<Exit, Trouble> {
    let read = wait(desk.read_fields(&view.destination))??;
    for field in read.there.iter().flatten() {
        out.answer(field, || format!("{}  {}", field.name.as_str(), field.label))?;
    }
    Ok(Exit::Done)
}

/// All that is wrong, with the field it is about.
fn problems(draft: &MappingDraft) -> impl Iterator<Item = (Option<&str>, &DraftProblem)> {
    let of_rows = draft
        .rows
        .iter()
        .flat_map(|row| row.problems.iter().map(move |problem| (Some(row.label.as_str()), problem)));
    of_rows.chain(draft.missing.iter().map(|problem| (None, problem)))
}

fn check(draft: &MappingDraft, out: &Out) -> Result<Exit, Trouble> {
    let mut exit = Exit::Done;
    for (field, problem) in problems(draft) {
        exit = Exit::InPart;
        let says = out.say(&problem.sentence);
        let mut machine = with_words(problem, says.clone());
        machine["field"] = json!(field);
        out.answer(&machine, || says)?;
    }
    if exit == Exit::Done && !out.json {
        out.line(&out.say(&Sentence::new("cli-mapping-fits")))?;
    }
    Ok(exit)
}

fn preview(draft: &MappingDraft, out: &Out) -> Result<Exit, Trouble> {
    let effects: Vec<String> = draft.effects.iter().map(|effect| out.say(effect)).collect();
    let mut machine = with_words(draft, effects.join(" "));
    if let Some(problems) = machine.get_mut("rows").and_then(Value::as_array_mut) {
        problems.retain(|row| row["problems"].as_array().is_some_and(|problems| !problems.is_empty()));
    }
    out.answer(&machine, || {
        let mut lines = effects;
        lines.extend(problems(draft).map(|(_, problem)| out.say(&problem.sentence)));
        for contact in &draft.preview {
            lines.push(contact.name.clone().unwrap_or_else(|| contact.contact.to_string()));
            lines.extend(contact.values.iter().map(|value| {
                let why = value.why.as_ref().map(|why| out.say(why)).unwrap_or_default();
                format!("    {}: {}", value.label, value.value.clone().unwrap_or(why))
            }));
        }
        lines.join("\n")
    })?;
    Ok(if draft.changed && !draft.can_save { Exit::InPart } else { Exit::Done })
}

fn save(desk: &Desk, view: &MappingView, rows: &[MapRow], out: &Out) -> Result<Exit, Trouble> {
    let (code, version) = match rows == view.rows {
        true => ("cli-mapping-same", view.version),
        false => ("cli-mapping-saved", desk.save_mapping(&view.destination, view.version, rows)?.version),
    };
    let said = Sentence::new(code).count("version", u64::from(version));
    let says = out.say(&said);
    out.answer(&json!({ "version": version, "says": says }), || says.clone())?;
    Ok(Exit::Done)
}
