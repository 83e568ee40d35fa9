//! `destination add`, `list`, `check`, `test`, `earlier`. A secret never stands on the command line, where every process of this laptop can
//! read it.

use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open, wait};
use crate::{Everywhere, input};
use clap::{Args, Subcommand};
use lanyard_core::explain::Sentence;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{DestinationInput, DestinationView, FormField};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Debug, Args)]
pub(crate) struct Destinations {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add a destination; its secret comes from a variable or from standard input
    Add(Add),
    /// List the destinations
    List,
    /// Ask a destination who we are; nothing is sent
    Check(Check),
    /// Say what becomes of contacts that were captured before a destination was connected
    Earlier(Earlier),
    /// Make a test contact at a destination, read it back, and take it away again
    Test(Check),
}

#[derive(Debug, Args)]
struct Add {
    /// Which CRM
    #[arg(long, default_value = "acme")]
    kind: String,
    /// What people call it
    #[arg(long)]
    name: String,
    /// The variable that holds the secret; without it the first line of standard input is the secret
    #[arg(long, value_name = "VARIABLE")]
    secret_env: Option<String>,
    /// Its settings, such as base_url=https://crm.example.com/api/v1 auth=bearer
    #[arg(value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,
}

#[derive(Debug, Args)]
struct Check {
    /// Its name or id; all of them when left out
    which: Option<String>,
}

#[derive(Debug, Args)]
struct Earlier {
    #[command(flatten)]
    which: Check,
    /// They go there too
    #[arg(long, conflicts_with = "stay", required_unless_present = "stay")]
    send: bool,
    /// They stay on this laptop
    #[arg(long)]
    stay: bool,
}

/// Longest secret that is read, in bytes.
const MAX_SECRET: usize = 16 * 1024;

fn setting(word: &str) -> Result<(String, String), String> {
    input::pair(word).map(|(key, value)| (key.to_owned(), value.to_owned()))
}

pub(crate) fn run(destinations: &Destinations, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    match &destinations.what {
        What::Add(add) => self::add(add, everywhere, out),
        What::List => list(everywhere, out),
        What::Check(check) => self::check(check, everywhere, out),
        What::Test(named) => test(named, everywhere, out),
        What::Earlier(said) => earlier(said, everywhere, out),
    }
}

fn bad(code: &str) -> Trouble {
    Trouble::new(Exit::BadInput, Sentence::new(code))
}

fn add(add: &Add, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Write, out)?;
    let before = desk.settings()?;
    let kind = before.kinds.iter().find(|kind| kind.kind == add.kind);
    let form = &kind.ok_or_else(|| bad("cli-no-such-crm"))?.form;
    let secrets: Vec<&FormField> = form.iter().filter(|field| field.secret).collect();
    if add.settings.iter().any(|(key, _)| secrets.iter().any(|field| field.key == *key)) {
        return Err(bad("cli-secret-on-the-line"));
    }
    let defaults = form.iter().filter_map(|field| Some((field.key.clone(), field.value.clone()?)));
    let mut settings: BTreeMap<String, String> = defaults.collect();
    settings.extend(add.settings.iter().cloned());
    let mut given = BTreeMap::new();
    if let Some(field) = secrets.first() {
        given.insert(field.key.clone(), secret(add.secret_env.as_deref())?);
    }
    let input = DestinationInput {
        id: None,
        kind: add.kind.clone(),
        name: add.name.clone(),
        settings,
        secrets: given,
    };
    let after = desk.save_destination(&input)?;
    let known = |view: &DestinationView| before.destinations.iter().any(|old| old.id == view.id);
    for view in after.destinations.iter().filter(|view| !known(view)) {
        tell(view, out)?;
    }
    Ok(Exit::Done)
}

fn secret(variable: Option<&str>) -> Result<String, Trouble> {
    let given = match variable {
        Some(variable) => std::env::var(variable).map_err(|_| bad("cli-no-secret"))?,
        None => {
            let bytes = input::whole(Path::new(input::STDIN), MAX_SECRET)?;
            String::from_utf8(bytes)
                .map_err(|_| bad("cli-no-secret"))?
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned()
        }
    };
    let secret = given.trim();
    if secret.is_empty() { Err(bad("cli-no-secret")) } else { Ok(secret.to_owned()) }
}

fn list(everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    for view in &open(everywhere, Purpose::Look, out)?.settings()?.destinations {
        tell(view, out)?;
    }
    Ok(Exit::Done)
}

fn tell(view: &DestinationView, out: &Out) -> Result<(), Trouble> {
    let says = out.say(&view.health.why);
    out.answer(&with_words(view, says.clone()), || {
        let address = view.settings.get("base_url").map(String::as_str).unwrap_or_default();
        let line = format!("{}  {} ({})  {address}  {says}", view.id, view.name, view.kind);
        match &view.earlier {
            Some(earlier) => format!("{line}\n{}", out.say(&earlier.explanation.why)),
            None => line,
        }
    })
}

fn earlier(said: &Earlier, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Write, out)?;
    for view in &named(&desk, &said.which)? {
        let done = desk.answer_earlier(&view.id, said.send)?;
        let says = out.say(&done.sentence);
        out.answer(&with_words(&done, says.clone()), || says)?;
    }
    Ok(Exit::Done)
}

fn check(check: &Check, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Look, out)?;
    let mut exit = Exit::Done;
    for view in &named(&desk, check)? {
        if !ask(&desk, view, out)? {
            exit = Exit::InPart;
        }
    }
    Ok(exit)
}

/// The destinations of that name or id; all of them when none is named.
fn named(desk: &Desk, check: &Check) -> Result<Vec<DestinationView>, Trouble> {
    let asked = |view: &DestinationView| {
        check.which.as_deref().is_none_or(|which| view.name == which || view.id.as_str() == which)
    };
    let found: Vec<DestinationView> = desk.settings()?.destinations.into_iter().filter(asked).collect();
    if found.is_empty() {
        return Err(Trouble::new(Exit::NotHere, Sentence::new("error-no-such-destination")));
    }
    Ok(found)
}

/// What is cut on the way is taken away by whatever opens the store next and may send.
fn test(which: &Check, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Send, out)?;
    let mut exit = Exit::Done;
    for view in &named(&desk, which)? {
        let outcome = wait(desk.test_destination(&view.id))??;
        let steps: Vec<String> = outcome.steps.iter().map(|step| out.say(&step.sentence)).collect();
        let mut machine = with_words(&outcome, steps.join(" "));
        machine["name"] = view.name.as_str().into();
        out.answer(&machine, || steps.join("\n"))?;
        if !outcome.ok {
            exit = Exit::InPart;
        }
    }
    desk.stop();
    Ok(exit)
}

fn ask(desk: &Desk, view: &DestinationView, out: &Out) -> Result<bool, Trouble> {
    let outcome = wait(desk.check_destination(&view.id))??;
    let says = out.say(&outcome.sentence);
    let mut machine = with_words(&outcome, says.clone());
    machine["name"] = view.name.as_str().into();
    out.answer(&machine, || says)?;
    Ok(outcome.ok)
}
