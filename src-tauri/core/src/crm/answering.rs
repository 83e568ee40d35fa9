//! An answer to one of the event's questions, as a value for a field over there: which of a contact's answers it is, whether the field
//! takes it, and by which of its entries. Which questions there are, the store says. An answer is told and never asked back: nobody
//! can answer by writing into a CRM.

use super::checking::MapFault;
use super::mapping::Ours;
use super::there::{FieldThere, Holds};
use super::turning::Turn;
use crate::contact::asking::{Asks, BETWEEN, NO, Question, YES};
use crate::contact::{Contact, Field};
use crate::ids::QuestionId;
use std::collections::BTreeMap;

/// The questions that were ever asked, as they are put now.
pub type Questions = BTreeMap<QuestionId, Question>;

/// What people call yes and no where a field takes one of two entries.
const YESES: [&str; 4] = ["yes", "true", "ja", "1"];
const NOES: [&str; 4] = ["no", "false", "nein", "0"];

/// What stands between several entries of one field over there.
const ENTRIES: &str = ";";

/// What a contact answered to a question, in whichever of its wordings: the newest answer that stands. Of one that was taken away, the
/// edit that did it.
pub(super) fn answer(contact: &Contact, question: &QuestionId, turn: &Turn) -> Option<Ours> {
    let of = contact.with_removed(Field::Answer).filter_map(|(part, value)| {
        let asked = contact.asked.get(part).filter(|asked| asked.question == *question)?;
        Some((asked.several, value))
    });
    let (several, newest) = of.max_by_key(|(_, value)| (!value.value.is_empty(), value.seq))?;
    let said = Some(newest.value.as_str()).filter(|said| !said.is_empty() && newest.problem.is_none());
    let value = said.and_then(|said| if several { all(said, turn) } else { turn.outward(said) });
    Some(Ours { value: value.filter(|value| !value.is_empty()), seq: newest.seq })
}

/// Several at once: each becomes an entry by itself, in the order of their letters, since a list there has an order of its own.
fn all(said: &str, turn: &Turn) -> Option<String> {
    let Turn::Pick { .. } = turn else { return turn.outward(said) };
    let mut entries: Vec<String> = said.split(BETWEEN).filter_map(|one| turn.outward(one)).collect();
    entries.sort_by_key(|entry| entry.to_lowercase());
    entries.dedup();
    (!entries.is_empty()).then(|| entries.join(ENTRIES))
}

/// What may be answered, where that is known beforehand.
fn offered(question: &Question) -> Vec<String> {
    match &question.asks {
        Asks::Text => Vec::new(),
        Asks::One { options } | Asks::Several { options } => options.clone(),
        Asks::Scale { steps, .. } => (1..=*steps).map(|step| step.to_string()).collect(),
        Asks::YesNo => vec![YES.to_owned(), NO.to_owned()],
    }
}

/// By what the answers fit a field: a list by its entries that are called alike, yes and no by its two words. None where they go as they
/// are, or nothing there is called alike.
#[must_use]
pub fn fitting(question: &Question, field: &FieldThere) -> Option<Turn> {
    let entry = |said: &String| {
        let words: &[&str] = match (&question.asks, said.as_str()) {
            (Asks::YesNo, YES) => &YESES,
            (Asks::YesNo, NO) => &NOES,
            _ => &[],
        };
        let is_it = |called: &str| folded(called) == folded(said) || words.contains(&folded(called).as_str());
        let found = field.options.iter().find(|option| is_it(&option.label) || is_it(&option.value));
        match (found, field.holds, said.as_str()) {
            (Some(found), ..) => Some(found.value.clone()),
            (None, Holds::Flag, YES) if field.options.is_empty() => Some("true".to_owned()),
            (None, Holds::Flag, NO) if field.options.is_empty() => Some("false".to_owned()),
            _ => None,
        }
    };
    if !matches!(field.holds, Holds::Flag | Holds::One | Holds::Several) {
        return None;
    }
    let options: BTreeMap<String, String> =
        offered(question).into_iter().filter_map(|said| Some((said.clone(), entry(&said)?))).collect();
    (!options.is_empty()).then_some(Turn::Pick { options, otherwise: None })
}

/// What is wrong with sending the answers to a question into a field; which answer or entry, where it is about one.
pub(super) fn against(
    question: &Question,
    turn: &Turn,
    field: &FieldThere,
) -> Option<(MapFault, Option<String>)> {
    let several = matches!(question.asks, Asks::Several { .. });
    let list = matches!(field.holds, Holds::One | Holds::Several);
    let Turn::Pick { options, otherwise } = turn else {
        return match field.holds {
            Holds::Text => None,
            Holds::Number if matches!(question.asks, Asks::Scale { .. }) => None,
            Holds::One | Holds::Several => Some((MapFault::NeedsOptions, None)),
            Holds::Number | Holds::Flag | Holds::Date | Holds::Other => Some((MapFault::WrongType, None)),
        };
    };
    let knows = |entry: &&String| field.options.iter().any(|option| option.value == **entry);
    if (list || !field.options.is_empty())
        && let Some(unknown) = options.values().chain(otherwise).find(|entry| !knows(entry))
    {
        return Some((MapFault::NoSuchOption, Some(unknown.clone())));
    }
    if several && field.holds == Holds::One {
        return Some((MapFault::OneEntry, None));
    }
    let nowhere = offered(question).into_iter().find(|said| turn.outward(said).is_none());
    nowhere.map(|said| (MapFault::NoEntryFor, Some(said)))
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{Asked, FieldValue, Origin, Part};
    use crate::crm::{MapRow, Mapping, OptionThere, RemoteField, Take};
    use proptest::prelude::*;

    fn question(asks: Asks) -> Question {
        Question { text: "How many rooms?".into(), asks }
    }

    fn one(options: &[&str]) -> Question {
        question(Asks::One { options: options.iter().map(|option| (*option).to_owned()).collect() })
    }

    fn several(options: &[&str]) -> Question {
        question(Asks::Several { options: options.iter().map(|option| (*option).to_owned()).collect() })
    }

    fn scale() -> Question {
        question(Asks::Scale { steps: 5, low: String::new(), high: String::new() })
    }

    fn field(holds: Holds, options: &[(&str, &str)]) -> FieldThere {
        let option =
            |(value, label): &(&str, &str)| OptionThere { value: (*value).into(), label: (*label).into() };
        FieldThere { holds, options: options.iter().map(option).collect(), ..FieldThere::text("x", "X") }
    }

    fn id(id: &str) -> QuestionId {
        QuestionId::new(id)
    }

    /// A contact that answered in these wordings: the wording, its question, whether several, what, by which edit.
    fn answered(all: &[(&str, &str, bool, &str, u64)]) -> Contact {
        let mut contact = Contact::default();
        for (wording, of, several, said, seq) in all {
            let part = Part::member(*wording);
            contact.asked.insert(part.clone(), Asked { question: id(of), several: *several });
            let value = (*said).to_owned();
            let value = FieldValue { value, raw: None, problem: None, origin: Origin::Typed, seq: *seq };
            contact.fields.insert((Field::Answer, part), value);
        }
        contact
    }

    fn row(of: &str) -> MapRow {
        MapRow::new(
            Field::Answer,
            "rooms",
            Take::Answer { question: Some(id(of)), asked: "How many rooms?".into() },
        )
    }

    fn goes(row: MapRow, contact: &Contact) -> Option<Ours> {
        Mapping { version: 1, rows: vec![row] }.outward(contact).remove(&RemoteField::new("rooms"))
    }

    fn ours(value: &str, seq: u64) -> Option<Ours> {
        Some(Ours { value: (!value.is_empty()).then(|| value.to_owned()), seq })
    }

    #[test]
    fn the_answer_to_this_question_goes_across_in_whichever_words_it_was_put() {
        let contact = answered(&[
            ("w1", "rooms", false, "", 7),
            ("w2", "rooms", false, "12", 7),
            ("w9", "when", false, "now", 9),
        ]);
        assert_eq!(goes(row("rooms"), &contact), ours("12", 7));
        assert_eq!(goes(row("when"), &contact), ours("now", 9));
        assert_eq!(goes(row("never"), &contact), None, "who was not asked says nothing");
        let taken_away = answered(&[("w1", "rooms", false, "", 5), ("w2", "rooms", false, "", 8)]);
        assert_eq!(goes(row("rooms"), &taken_away), ours("", 8));
        let nobody_knows =
            MapRow { take: Take::Answer { question: None, asked: "How many rooms?".into() }, ..row("rooms") };
        assert_eq!(goes(nobody_knows, &contact), None);
    }

    #[test]
    fn several_answers_become_entries_one_by_one_in_one_order() {
        let contact = answered(&[("w", "q", true, "Seals; Pumps; Spares", 3)]);
        assert_eq!(goes(row("q"), &contact), ours("Seals; Pumps; Spares", 3));
        let options =
            [("Seals", "seal"), ("Pumps", "pump")].map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()));
        let turn = Turn::Pick { options: BTreeMap::from(options), otherwise: None };
        assert_eq!(goes(MapRow { turn, ..row("q") }, &contact), ours("pump;seal", 3));
    }

    #[test]
    fn a_list_is_filled_by_the_entries_that_are_called_alike_and_yes_and_no_by_their_words() {
        let pick = |options: &[(&str, &str)]| {
            let options =
                options.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect();
            Some(Turn::Pick { options, otherwise: None })
        };
        let list = field(Holds::One, &[("31", "Gold"), ("32", "silver "), ("yes_1", "Ja")]);
        assert_eq!(
            fitting(&one(&["Gold", "Silver", "Bronze"]), &list),
            pick(&[("Gold", "31"), ("Silver", "32")])
        );
        assert_eq!(fitting(&question(Asks::YesNo), &list), pick(&[("yes", "yes_1")]));
        assert_eq!(fitting(&one(&["Tin", "Lead"]), &list), None, "a person says which");
        let flag = field(Holds::Flag, &[]);
        assert_eq!(fitting(&question(Asks::YesNo), &flag), pick(&[("no", "false"), ("yes", "true")]));
        assert_eq!(
            fitting(&scale(), &field(Holds::One, &[("a", "1"), ("b", "5")])),
            pick(&[("1", "a"), ("5", "b")])
        );
        for holds in [Holds::Text, Holds::Number, Holds::Date, Holds::Other] {
            assert_eq!(fitting(&question(Asks::YesNo), &field(holds, &[])), None);
        }
    }

    #[test]
    fn what_a_field_does_not_take_of_a_question_is_named() {
        let as_is = Turn::AsIs;
        let fault = |question: &Question, turn: &Turn, field: &FieldThere| against(question, turn, field);
        let (text, number) = (field(Holds::Text, &[]), field(Holds::Number, &[]));
        for asked in [scale(), one(&["a", "b"]), question(Asks::YesNo), question(Asks::Text)] {
            assert_eq!(fault(&asked, &as_is, &text), None);
        }
        assert_eq!(fault(&scale(), &as_is, &number), None);
        assert_eq!(fault(&one(&["a", "b"]), &as_is, &number), Some((MapFault::WrongType, None)));
        assert_eq!(
            fault(&question(Asks::YesNo), &as_is, &field(Holds::Flag, &[])),
            Some((MapFault::WrongType, None))
        );
        let list = field(Holds::One, &[("31", "Gold")]);
        assert_eq!(fault(&one(&["Gold", "Tin"]), &as_is, &list), Some((MapFault::NeedsOptions, None)));
        let turn = fitting(&one(&["Gold", "Tin"]), &list).expect("one is called alike");
        assert_eq!(
            fault(&one(&["Gold", "Tin"]), &turn, &list),
            Some((MapFault::NoEntryFor, Some("Tin".into())))
        );
        assert_eq!(fault(&several(&["Gold", "Tin"]), &turn, &list), Some((MapFault::OneEntry, None)));
        let gone = field(Holds::Several, &[("40", "Lead")]);
        assert_eq!(
            fault(&several(&["Gold", "Tin"]), &turn, &gone),
            Some((MapFault::NoSuchOption, Some("31".into())))
        );
    }

    proptest! {
        #[test]
        fn what_fits_has_no_entry_that_is_not_there_and_nothing_comes_back(
            names in prop::collection::btree_set("[a-c]{1,2}", 2..5),
            entries in prop::collection::btree_map("[x-z]{1,3}", "[a-cA-C]{1,2}", 0..5),
            flag in any::<bool>(),
            theirs in "\\PC{0,20}",
        ) {
            let entries: Vec<(&str, &str)> = entries.iter().map(|(value, label)| (value.as_str(), label.as_str())).collect();
            let field = field(if flag { Holds::Several } else { Holds::One }, &entries);
            let asked = one(&names.iter().map(String::as_str).collect::<Vec<_>>());
            if let Some(turn) = fitting(&asked, &field) {
                prop_assert!(!matches!(against(&asked, &turn, &field), Some((MapFault::NoSuchOption | MapFault::NeedsOptions, _))));
                let mapping = Mapping { version: 1, rows: vec![MapRow { turn, ..row("q") }] };
                prop_assert_eq!(mapping.inward(&RemoteField::new("rooms"), Some(&theirs)), None);
            }
        }
    }
}
