//! What the event asks of each visitor, and what it asks them to agree to.

use lanyard_core::contact::Part;
use lanyard_core::ids::{ContactId, QuestionId};
use lanyard_engine::api::views::{
    Channel, ConsentAsked, ConsentInput, ContactDetail, QuestionInput, QuestionView,
};
use tauri::State;

use super::{Answer, ask};
use crate::state::Shell;

#[tauri::command]
pub(crate) async fn questions(shell: State<'_, Shell>) -> Answer<Vec<QuestionView>> {
    ask(shell, |desk| desk.questions()).await
}

#[tauri::command]
pub(crate) async fn save_question(
    shell: State<'_, Shell>,
    input: QuestionInput,
) -> Answer<Vec<QuestionView>> {
    ask(shell, move |desk| desk.save_question(&input)).await
}

#[tauri::command]
pub(crate) async fn order_questions(
    shell: State<'_, Shell>,
    ids: Vec<QuestionId>,
) -> Answer<Vec<QuestionView>> {
    ask(shell, move |desk| desk.order_questions(&ids)).await
}

#[tauri::command]
pub(crate) async fn retire_question(
    shell: State<'_, Shell>,
    question_id: QuestionId,
    retired: bool,
) -> Answer<Vec<QuestionView>> {
    ask(shell, move |desk| desk.retire_question(&question_id, retired)).await
}

#[tauri::command]
pub(crate) async fn save_consent(
    shell: State<'_, Shell>,
    input: ConsentInput,
) -> Answer<Option<ConsentAsked>> {
    ask(shell, move |desk| desk.save_consent(&input)).await
}

#[tauri::command]
pub(crate) async fn say_consent(
    shell: State<'_, Shell>,
    contact_id: ContactId,
    wording: Part,
    given: bool,
    channel: Channel,
) -> Answer<ContactDetail> {
    ask(shell, move |desk| desk.say_consent(&contact_id, &wording, given, channel)).await
}
