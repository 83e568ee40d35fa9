//! Recipes: those of the event, those that come with Lanyard, learning one and trying one.

use lanyard_core::contact::Field;
use lanyard_core::explain::Sentence;
use lanyard_core::time::WallMs;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How an event's badges are read beside what Lanyard knows by itself.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct RecipesView {
    /// The event's own, in the order in which they are asked.
    pub kept: Vec<RecipeView>,
    /// Those that come with Lanyard and that the event does not use.
    pub built_in: Vec<BuiltInView>,
}

/// A recipe of the event.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct RecipeView {
    /// What people call it.
    pub name: String,
    /// The file.
    pub toml: String,
    /// When it was brought.
    pub at: WallMs,
}

/// A recipe that comes with Lanyard.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct BuiltInView {
    /// What people call it.
    pub name: String,
    /// The file.
    pub toml: String,
    /// What a badge that it reads holds; nobody's.
    pub sample: String,
}

/// What came of a recipe that was added.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct RecipeOutcome {
    /// Codes captured before that it reads.
    pub read: u32,
    /// Contacts about whom something is proposed by it.
    pub proposed: u32,
    /// In words.
    pub sentence: Sentence,
}

/// A badge in which a person pointed at fields.
#[derive(Clone, Deserialize, TS)]
#[ts(export)]
pub struct PointedAt {
    /// What its code holds.
    pub payload: String,
    /// The fields that were pointed at.
    pub values: Vec<ReadValue>,
}

/// Badges are personal data: not printed.
impl std::fmt::Debug for PointedAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PointedAt({} values)", self.values.len())
    }
}

/// A value of a code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadValue {
    /// The field it goes to.
    pub field: Field,
    /// As it stands there, or as it would be kept.
    pub value: String,
}

/// Values are personal data: only the field is printed.
impl std::fmt::Debug for ReadValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadValue({})", self.field.key())
    }
}

/// A recipe that was learned; it is not kept by that.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct LearnedView {
    /// The file.
    pub toml: String,
    /// What came of the badges that it was learned from, read by it.
    pub tried: TriedView,
}

/// What codes say, read on trial. Nothing is kept.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct TriedView {
    /// Each code, in its order.
    pub codes: Vec<TriedCode>,
    /// How many of them were read.
    pub sentence: Sentence,
}

/// One code, read on trial.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct TriedCode {
    /// What it holds.
    pub payload: String,
    /// The recipe that read it; none when none did.
    pub recipe: Option<String>,
    /// Whether it says anything of a person.
    pub read: bool,
    /// What is to be said of it: that it is refused, or not of the recipe.
    pub remark: Option<Sentence>,
    /// What it says, as it would be kept.
    pub values: Vec<ReadValue>,
    /// What is shown beside a contact and never sent: names and values.
    pub extra: Vec<(String, String)>,
}

/// Badges are personal data: not printed.
impl std::fmt::Debug for TriedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TriedCode({} values)", self.values.len())
    }
}
