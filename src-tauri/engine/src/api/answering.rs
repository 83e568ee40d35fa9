//! Rows of a mapping that take an answer: found by the question or by its words, so that a file does on another laptop what it did on this
//! one, and made to fit the field they go into.

use lanyard_core::contact::Field;
use lanyard_core::contact::asking::Question;
use lanyard_core::crm::{FieldThere, MapRow, Questions, Take, fitting};
use lanyard_core::ids::QuestionId;

/// The questions of this store, by which rows are judged: each in the words in force. `worded` is what the store knows.
pub(super) fn questions(worded: &[(QuestionId, Question)]) -> Questions {
    // The words in force come first, and hold.
    worded.iter().rev().cloned().collect()
}

/// The rows as they would be kept: whichever takes an answer names its question by its id and by its words in force, and where its
/// field has entries and nobody said which of them an answer becomes, those that are called alike.
pub(super) fn settled(
    rows: &[MapRow],
    worded: &[(QuestionId, Question)],
    there: Option<&[FieldThere]>,
) -> Vec<MapRow> {
    let all = questions(worded);
    let settled = |row: &MapRow| {
        let Take::Answer { question, asked } = &row.take else { return row.clone() };
        let same = |words: &str| words.trim().to_lowercase() == asked.trim().to_lowercase();
        let by_words = || worded.iter().find(|(_, wording)| same(&wording.text)).map(|(id, _)| id);
        let found = question.as_ref().filter(|id| all.contains_key(id)).or_else(by_words);
        let Some((id, words)) = found.and_then(|id| Some((id, all.get(id)?))) else { return row.clone() };
        let field = there.into_iter().flatten().find(|field| field.name == row.theirs);
        let fits = field.filter(|_| row.turn.is_as_is()).and_then(|field| fitting(words, field));
        MapRow {
            ours: Some(Field::Answer),
            take: Take::Answer { question: Some(id.clone()), asked: words.text.clone() },
            turn: fits.unwrap_or_else(|| row.turn.clone()),
            ..row.clone()
        }
    };
    rows.iter().map(settled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::contact::asking::Asks;
    use lanyard_core::crm::{Holds, Turn};
    use std::collections::BTreeMap;

    fn worded() -> Vec<(QuestionId, Question)> {
        let one = |id: &str, text: &str, asks| (QuestionId::new(id), Question { text: text.into(), asks });
        vec![
            one("q1", "How many rooms?", Asks::Text),
            one("q1", "How many beds?", Asks::Text),
            one("q2", "Parking?", Asks::YesNo),
        ]
    }

    fn row(question: Option<&str>, asked: &str) -> MapRow {
        let question = question.map(QuestionId::new);
        MapRow {
            ours: None,
            ..MapRow::new(Field::Note, "there", Take::Answer { question, asked: asked.into() })
        }
    }

    fn kept(row: MapRow, there: Option<&[FieldThere]>) -> MapRow {
        settled(&[row], &worded(), there).remove(0)
    }

    #[test]
    fn a_question_is_found_by_its_id_else_by_any_of_its_words_and_named_by_those_in_force() {
        let rooms = Take::Answer { question: Some(QuestionId::new("q1")), asked: "How many rooms?".into() };
        for given in
            [row(Some("q1"), "old"), row(Some("elsewhere"), " how many BEDS? "), row(None, "How many rooms?")]
        {
            let kept = kept(given, None);
            assert_eq!((kept.ours, kept.take), (Some(Field::Answer), rooms.clone()));
        }
        let strange = row(Some("elsewhere"), "Never asked?");
        assert_eq!(kept(strange.clone(), None), strange, "the check says so");
    }

    #[test]
    fn yes_and_no_become_what_the_field_takes_unless_a_person_said_what() {
        let there = [FieldThere { holds: Holds::Flag, ..FieldThere::text("there", "There") }];
        let turn = kept(row(Some("q2"), ""), Some(&there)).turn;
        assert!(matches!(turn, Turn::Pick { .. }), "{turn:?}");
        let said =
            Turn::Pick { options: BTreeMap::from([("yes".to_owned(), "1".to_owned())]), otherwise: None };
        let own = MapRow { turn: said.clone(), ..row(Some("q2"), "") };
        assert_eq!(kept(own, Some(&there)).turn, said);
        assert_eq!(kept(row(Some("q2"), ""), None).turn, Turn::AsIs);
    }
}
