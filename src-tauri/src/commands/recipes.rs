//! How the event's badges are read: recipes kept, learned, tried and written to a file.

use lanyard_engine::api::views::{LearnedView, PointedAt, RecipeOutcome, RecipesView, SavedList, TriedView};
use tauri::State;

use super::files::downloads;
use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn recipes(shell: State<'_, Shell>) -> Answer<RecipesView> {
    ask(shell, |desk| desk.recipes()).await
}

#[tauri::command]
pub(crate) async fn add_recipe(shell: State<'_, Shell>, toml: String) -> Answer<RecipeOutcome> {
    ask(shell, move |desk| desk.add_recipe(&toml)).await
}

#[tauri::command]
pub(crate) async fn remove_recipe(shell: State<'_, Shell>, name: String) -> Answer<()> {
    ask(shell, move |desk| desk.remove_recipe(&name)).await
}

#[tauri::command]
pub(crate) async fn learn_recipe(
    shell: State<'_, Shell>,
    name: String,
    badges: Vec<PointedAt>,
) -> Answer<LearnedView> {
    ask(shell, move |desk| desk.learn_recipe(&name, &badges)).await
}

#[tauri::command]
pub(crate) async fn try_recipe(
    shell: State<'_, Shell>,
    toml: Option<String>,
    text: String,
) -> Answer<TriedView> {
    ask(shell, move |desk| desk.try_recipe(toml.as_deref(), &text)).await
}

#[tauri::command]
pub(crate) async fn save_recipe(shell: State<'_, Shell>, toml: String) -> Answer<SavedList> {
    ask(shell, move |desk| desk.save_recipe(&toml, &downloads()?)).await
}
