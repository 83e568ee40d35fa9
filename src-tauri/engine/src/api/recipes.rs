//! An event's recipes: kept, shown, taken away, learned from a few badges, tried on any, and written to a file to be shared.

use super::capturing::refused;
use super::desk::Desk;
use super::errors::Answer;
use super::files::{beside_others, short};
use super::views::{
    BuiltInView, CommandError, ErrorCode, LearnedView, PointedAt, ReadValue, RecipeOutcome, RecipeView,
    RecipesView, SavedList, TriedCode, TriedView,
};
use crate::export;
use crate::recipes;
use crate::store::recipes::of_event;
use lanyard_badge::recipe::{BUILT_IN, Recipe, Sample, codes, learn};
use lanyard_core::contact::tidy::tidied;
use lanyard_core::explain::Sentence;
use std::path::Path;

impl Desk {
    /// Keeps a recipe for the event, and proposes what it reads in codes that were captured before. From then on it is asked before the
    /// badges that Lanyard knows by itself.
    ///
    /// # Errors
    /// When it is no recipe, with the line and the reason, or it could not be saved.
    pub fn add_recipe(&self, text: &str) -> Answer<RecipeOutcome> {
        let engine = self.engine()?;
        let recipe =
            Recipe::parse(text).map_err(|fault| CommandError::said(ErrorCode::BadInput, fault.sentence()))?;
        let added = recipes::add(&engine, &recipe, text)?;
        Ok(RecipeOutcome {
            read: short(added.read),
            proposed: short(added.proposed),
            sentence: Sentence::new("recipe-added")
                .text("name", &recipe.name)
                .count("read", added.read)
                .count("proposed", added.proposed),
        })
    }

    /// The recipes of the event, and those that come with Lanyard besides.
    ///
    /// # Errors
    /// As the store allows.
    pub fn recipes(&self) -> Answer<RecipesView> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let kept = engine.store.read(|conn| of_event(conn, &event.id))?;
        let kept: Vec<RecipeView> = kept
            .into_iter()
            .map(|kept| RecipeView { name: kept.name, toml: kept.toml, at: kept.at })
            .collect();
        let built_in = BUILT_IN.iter().filter_map(|one| {
            let name = Recipe::parse(one.toml).ok()?.name;
            let is_used = kept.iter().any(|kept| kept.name == name);
            (!is_used).then(|| BuiltInView { name, toml: one.toml.to_owned(), sample: one.sample.to_owned() })
        });
        let built_in = built_in.collect();
        Ok(RecipesView { kept, built_in })
    }

    /// Learns a recipe from badges in which the same fields were pointed at. It is not kept by that.
    ///
    /// # Errors
    /// When it has no name, or none reads all of them as they were pointed at.
    pub fn learn_recipe(&self, name: &str, badges: &[PointedAt]) -> Answer<LearnedView> {
        if name.trim().is_empty() {
            return Err(CommandError::new(ErrorCode::BadInput, "recipe-needs-name"));
        }
        let samples: Vec<Sample> = badges.iter().map(sample).collect();
        let Some(recipe) = learn(name.trim(), &samples) else {
            return Err(CommandError::new(ErrorCode::BadInput, "recipe-not-learned"));
        };
        let tried = badges.iter().map(|badge| tried(std::slice::from_ref(&recipe), false, &badge.payload));
        Ok(LearnedView { toml: recipe.to_toml(), tried: told(tried.collect()) })
    }

    /// Reads the codes of a text on trial: by one recipe alone, or as the event's badges are read now. Nothing is kept.
    ///
    /// # Errors
    /// When the recipe is none, or the text is longer than a list of badges is.
    pub fn try_recipe(&self, toml: Option<&str>, text: &str) -> Answer<TriedView> {
        /// Longest text, in bytes: 200 badges of the longest kind that people paste.
        const LONGEST: usize = 1024 * 1024;
        if text.len() > LONGEST {
            return Err(CommandError::new(ErrorCode::BadInput, "recipe-try-too-long"));
        }
        let recipes = match toml {
            Some(toml) => vec![
                Recipe::parse(toml)
                    .map_err(|fault| CommandError::said(ErrorCode::BadInput, fault.sentence()))?,
            ],
            None => {
                let engine = self.engine()?;
                let event = engine.event()?;
                let kept = engine.store.read(|conn| of_event(conn, &event.id))?;
                kept.iter().filter_map(|kept| Recipe::parse(&kept.toml).ok()).collect()
            }
        };
        let (codes, _) = codes(text);
        Ok(told(codes.iter().map(|code| tried(&recipes, toml.is_none(), code)).collect()))
    }

    /// Writes a recipe to a new file in a folder, to be shared. Its name is the recipe's, or that with a number when it is taken.
    ///
    /// # Errors
    /// When it is no recipe, or could not be written.
    pub fn save_recipe(&self, toml: &str, folder: &Path) -> Answer<SavedList> {
        let recipe =
            Recipe::parse(toml).map_err(|fault| CommandError::said(ErrorCode::BadInput, fault.sentence()))?;
        let path = beside_others(folder, &recipe.name, "toml", |path| export::text_to_file(toml, path))?;
        Ok(SavedList { sentence: Sentence::new("list-saved").text("path", &path), path })
    }

    /// Takes a recipe away; what was taken over by it stays.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn remove_recipe(&self, name: &str) -> Answer<()> {
        if recipes::remove(&*self.engine()?, name)? {
            return Ok(());
        }
        Err(CommandError::new(ErrorCode::NotFound, "error-no-such-recipe"))
    }
}

fn sample(badge: &PointedAt) -> Sample {
    let values = badge.values.iter().filter(|read| !read.value.trim().is_empty());
    let mut fields: Vec<_> = values.map(|read| (read.field, read.value.clone())).collect();
    // In whatever order they were pointed at.
    fields.sort_by_key(|(field, _)| *field);
    Sample { payload: badge.payload.clone(), fields }
}

/// A code as recipes read it, else the families if they are asked.
fn tried(recipes: &[Recipe], families: bool, code: &str) -> TriedCode {
    let by = recipes.iter().find_map(|recipe| Some((recipe, recipe.read(code.as_bytes())?)));
    let (recipe, reading) = match by {
        Some((recipe, reading)) => (Some(recipe.name.clone()), reading),
        None => (None, lanyard_badge::read_text(code)),
    };
    let is_shown = recipe.is_some() || families;
    let remark = match reading.refused {
        Some(refusal) => Some(refused(refusal)),
        None if !is_shown => Some(Sentence::new("recipe-reads-other")),
        None if reading.draft.is_empty() => Some(Sentence::new("recipe-reads-nothing")),
        None => None,
    };
    let values = tidied(&reading.draft).into_iter().filter(|_| is_shown);
    TriedCode {
        payload: code.to_owned(),
        recipe,
        read: is_shown && !reading.draft.is_empty(),
        remark,
        values: values.map(|tidy| ReadValue { field: tidy.field, value: tidy.value }).collect(),
        extra: if is_shown { reading.draft.extra } else { Vec::new() },
    }
}

fn told(codes: Vec<TriedCode>) -> TriedView {
    let read = codes.iter().filter(|code| code.read).count() as u64;
    let sentence = Sentence::new("recipe-tried").count("read", read).count("of", codes.len() as u64);
    TriedView { codes, sentence }
}
