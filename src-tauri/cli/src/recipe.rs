//! `recipe`: how the event's badges are read.

use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, open};
use crate::{Everywhere, input};
use clap::{Args, Subcommand};
use lanyard_badge::recipe::{Recipe, Sample, codes};
use lanyard_core::contact::Field;
use lanyard_core::contact::tidy::tidied;
use lanyard_core::explain::{Arg, Sentence};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Longest file that is looked at, in bytes; the reader of recipes has its own bound.
const LONGEST: usize = 1024 * 1024;

#[derive(Debug, Subcommand)]
pub(crate) enum Recipes {
    /// Keep a recipe for the event; codes that were captured before are read again, and what it says is proposed
    Add(One),
    /// Name the event's recipes in the order in which they are asked
    List,
    /// Write a recipe out, to share it
    Show(Named),
    /// Take a recipe away
    Remove(Named),
    /// Learn a recipe from three badges or more, and write it out: lines of {"payload": …, "fields": {"badge_id": …}}
    Learn(Learn),
    /// Read badges on trial: codes one a line, cards, or lines of {"payload": …}; nothing is kept and no store is opened
    Try(Try),
}

#[derive(Debug, Args)]
pub(crate) struct One {
    /// The recipe, TOML; `-` is standard input
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    /// The recipe's name
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Learn {
    /// What it is to be called
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The samples; `-` is standard input
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Try {
    /// The recipe, TOML
    recipe: PathBuf,
    /// The badges; `-` is standard input
    #[arg(default_value = input::STDIN)]
    samples: PathBuf,
}

#[derive(Deserialize)]
struct Pointed {
    payload: String,
    fields: BTreeMap<Field, String>,
}

pub(crate) fn run(act: &Recipes, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    match act {
        Recipes::Add(one) => {
            let text = text(&one.file)?;
            let outcome = open(everywhere, Purpose::Write, out)?.add_recipe(&text)?;
            let says = out.say(&outcome.sentence);
            out.answer(&with_words(&outcome, says.clone()), || says)?;
        }
        Recipes::List => {
            let recipes = open(everywhere, Purpose::Look, out)?.recipes()?;
            if recipes.kept.is_empty() && !out.json {
                out.line(&out.say(&Sentence::new("cli-no-recipes")))?;
            }
            for recipe in &recipes.kept {
                let said =
                    Sentence::new("cli-recipe").text("name", &recipe.name).with("at", Arg::At(recipe.at));
                let says = out.say(&said);
                out.answer(&with_words(recipe, says.clone()), || says)?;
            }
            for recipe in &recipes.built_in {
                let says = out.say(&Sentence::new("cli-recipe-built-in").text("name", &recipe.name));
                out.answer(&with_words(recipe, says.clone()), || says)?;
            }
        }
        Recipes::Show(named) => {
            let recipes = open(everywhere, Purpose::Look, out)?.recipes()?;
            let kept = recipes.kept.iter().map(|recipe| (&recipe.name, &recipe.toml));
            let built_in = recipes.built_in.iter().map(|recipe| (&recipe.name, &recipe.toml));
            let Some((name, toml)) = kept.chain(built_in).find(|(name, _)| **name == named.name) else {
                return Err(Trouble::new(Exit::NotHere, Sentence::new("error-no-such-recipe")));
            };
            out.answer(&json!({ "name": name, "toml": toml }), || toml.trim_end().to_owned())?;
        }
        Recipes::Try(tried) => return try_one(tried, out),
        Recipes::Remove(named) => {
            open(everywhere, Purpose::Write, out)?.remove_recipe(&named.name)?;
            let said = Sentence::new("cli-recipe-removed").text("name", &named.name);
            let says = out.say(&said);
            out.answer(&with_words(&said, says.clone()), || says)?;
        }
        Recipes::Learn(learn) => {
            let samples = samples(&text(&learn.file)?)?;
            let Some(recipe) = lanyard_badge::recipe::learn(&learn.name, &samples) else {
                return Err(Trouble::new(Exit::BadInput, Sentence::new("recipe-not-learned")));
            };
            out.line(recipe.to_toml().trim_end())?;
        }
    }
    Ok(Exit::Done)
}

/// Tells what each badge says by a recipe; whether all of them were read.
fn try_one(tried: &Try, out: &Out) -> Result<Exit, Trouble> {
    let recipe = Recipe::parse(&text(&tried.recipe)?)
        .map_err(|fault| Trouble::new(Exit::BadInput, fault.sentence()))?;
    let (codes, _) = codes(&text(&tried.samples)?);
    let mut read = 0;
    for code in &codes {
        let values: Vec<(&str, String)> = recipe.read(code.as_bytes()).map_or_else(Vec::new, |reading| {
            tidied(&reading.draft).into_iter().map(|tidy| (tidy.field.key(), tidy.value)).collect()
        });
        read += u64::from(!values.is_empty());
        let told: Vec<Value> =
            values.iter().map(|(field, value)| json!({ "field": field, "value": value })).collect();
        out.answer(&json!({ "payload": code, "read": !values.is_empty(), "values": told }), || {
            let said = values.iter().map(|(field, value)| format!("    {field}: {value}"));
            let shown = code.lines().next().unwrap_or_default();
            std::iter::once(shown.to_owned()).chain(said).collect::<Vec<_>>().join("\n")
        })?;
    }
    let said = Sentence::new("recipe-tried").count("read", read).count("of", codes.len() as u64);
    if !out.json {
        out.line(&out.say(&said))?;
    }
    Ok(if read == codes.len() as u64 { Exit::Done } else { Exit::InPart })
}

fn text(file: &std::path::Path) -> Result<String, Trouble> {
    Ok(String::from_utf8_lossy(&input::whole(file, LONGEST)?).into_owned())
}

fn samples(lines: &str) -> Result<Vec<Sample>, Trouble> {
    let numbered = lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    numbered
        .map(|(at, line)| {
            let pointed: Pointed = serde_json::from_str(line).map_err(|_| {
                let said = Sentence::new("cli-recipe-sample").text("line", (at + 1).to_string());
                Trouble::new(Exit::BadInput, said)
            })?;
            Ok(Sample { payload: pointed.payload, fields: pointed.fields.into_iter().collect() })
        })
        .collect()
}
