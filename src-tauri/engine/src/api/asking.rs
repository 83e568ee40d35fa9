//! The questions of the event: added, put in other words, put in order, asked no more. A question that was answered keeps its
//! answers whatever becomes of it.

use super::desk::Desk;
use super::errors::Answer;
use super::views::{CommandError, ErrorCode, QuestionInput, QuestionView};
use crate::store::questions::{self, Kept};
use lanyard_core::contact::Part;
use lanyard_core::contact::asking::QUESTIONS;
use lanyard_core::explain::Sentence;
use lanyard_core::ids::QuestionId;

impl Desk {
    /// The event's questions in their order; those that are not asked any more last.
    ///
    /// # Errors
    /// As the store allows.
    pub fn questions(&self) -> Answer<Vec<QuestionView>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        Ok(engine.store.read(|conn| {
            let kept = questions::of_event(conn, &event.id)?.into_iter();
            kept.map(|one| {
                let answered = questions::answered(conn, &one.id)?;
                Ok(QuestionView { answered, ..view(one) })
            })
            .collect()
        })?)
    }

    /// Adds a question after the others, or puts one in other words. Answers stay with the words they were given to.
    ///
    /// # Errors
    /// When it cannot be put so, there are too many, or there is none to reword; nothing is then changed.
    pub fn save_question(&self, input: &QuestionInput) -> Answer<Vec<QuestionView>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let question = input
            .question
            .checked()
            .map_err(|fault| CommandError::said(ErrorCode::BadInput, fault.sentence()))?;
        let wording = Part::member(engine.clock.new_id());
        let saved = engine.store.write(|conn| {
            let kept = questions::of_event(conn, &event.id)?;
            match &input.id {
                Some(id) => match kept.iter().find(|one| one.id == *id) {
                    Some(same) if same.question == question => Ok(Ok(())),
                    Some(_) => questions::reword(conn, id, &wording, &question).map(Ok),
                    None => Ok(Err(no_such_question())),
                },
                None if kept.iter().filter(|one| !one.retired).count() >= QUESTIONS => Ok(Err(too_many())),
                None => {
                    let id = QuestionId::new(engine.clock.new_id());
                    questions::add(conn, &event.id, &id, &wording, &question).map(Ok)
                }
            }
        })?;
        saved?;
        self.session_changed();
        self.questions()
    }

    /// Puts the questions into this order; those that are not named come after.
    ///
    /// # Errors
    /// As the store allows.
    pub fn order_questions(&self, ids: &[QuestionId]) -> Answer<Vec<QuestionView>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        engine.store.write(|conn| questions::order(conn, &event.id, ids))?;
        self.session_changed();
        self.questions()
    }

    /// Asks a question no more, or again. Its answers stay either way.
    ///
    /// # Errors
    /// When there is no such question, or too many would be asked.
    pub fn retire_question(&self, id: &QuestionId, retired: bool) -> Answer<Vec<QuestionView>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let now = engine.clock.wall();
        let done = engine.store.write(|conn| {
            if questions::event_of(conn, id)?.as_ref() != Some(&event.id) {
                return Ok(Err(no_such_question()));
            }
            let asked = questions::of_event(conn, &event.id)?.iter().filter(|one| !one.retired).count();
            if !retired && asked >= QUESTIONS {
                return Ok(Err(too_many()));
            }
            questions::retire(conn, id, retired.then_some(now)).map(Ok)
        })?;
        done?;
        self.session_changed();
        self.questions()
    }
}

/// As the card needs it: how many have answered is not counted at each start.
pub(super) fn view(kept: Kept) -> QuestionView {
    let Kept { id, wording, question, retired } = kept;
    QuestionView { id, wording, question, retired, answered: 0 }
}

fn no_such_question() -> CommandError {
    CommandError::new(ErrorCode::NotFound, "error-no-such-question")
}

fn too_many() -> CommandError {
    CommandError::said(
        ErrorCode::BadInput,
        Sentence::new("error-too-many-questions").count("most", QUESTIONS as u64),
    )
}
