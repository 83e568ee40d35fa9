//! An event's recipes: kept, shown, taken away.

use super::desk::Desk;
use super::errors::Answer;
use super::files::short;
use super::views::{CommandError, ErrorCode, RecipeOutcome, RecipeView};
use crate::recipes;
use crate::store::recipes::of_event;
use lanyard_badge::recipe::Recipe;
use lanyard_core::explain::Sentence;

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

    /// The recipes of the event, in the order in which they are asked.
    ///
    /// # Errors
    /// As the store allows.
    pub fn recipes(&self) -> Answer<Vec<RecipeView>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let kept = engine.store.read(|conn| of_event(conn, &event.id))?;
        Ok(kept
            .into_iter()
            .map(|kept| RecipeView { name: kept.name, toml: kept.toml, at: kept.at })
            .collect())
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
