//! What an event asks of each visitor, in its own words: how a question may be put and what may be an answer to it. A question that
//! was answered is never reworded in place: the answer keeps to the wording that was asked, which is its part of [`Field::Answer`].
//! Not here: which questions an event has and in what order.
//!
//! [`Field::Answer`]: super::Field::Answer

use super::normalise::{TEXT_CHARS, normalise};
use super::{Kind, Problem};
use crate::explain::Sentence;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Longest question, in characters: two lines on the badge.
pub const QUESTION_CHARS: usize = 160;

/// Longest answer to choose, and longest word at an end of a scale, in characters.
pub const OPTION_CHARS: usize = 60;

/// Fewest and most answers to choose from: each has a digit as its key.
pub const OPTIONS: std::ops::RangeInclusive<usize> = 2..=9;

/// Fewest and most steps of a scale; the tenth has the key 0.
pub const STEPS: std::ops::RangeInclusive<u8> = 2..=10;

/// Most questions that an event asks at a time.
pub const QUESTIONS: usize = 20;

/// What stands between several answers that were chosen; no option holds its semicolon.
pub(crate) const BETWEEN: &str = "; ";

/// Yes, as it is kept: the same in every language.
pub const YES: &str = "yes";

/// No, likewise.
pub const NO: &str = "no";

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Asks {
    /// By any text.
    Text,
    /// By one of these.
    One {
        /// In the order of their keys.
        options: Vec<String>,
    },
    /// By any of these.
    Several {
        /// In the order of their keys.
        options: Vec<String>,
    },
    /// By a number from 1 on.
    Scale {
        /// The highest number.
        steps: u8,
        /// What 1 means; may be empty.
        low: String,
        /// What the highest means; may be empty.
        high: String,
    },
    /// By yes or no.
    YesNo,
}

/// A question as it is put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Question {
    /// The words.
    pub text: String,
    /// How it is answered.
    pub asks: Asks,
}

/// Why a question cannot be put so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionFault {
    /// It has no words.
    Empty,
    /// Its words, or those of an answer, are too many.
    TooLong,
    /// There are too few or too many answers to choose from.
    HowMany,
    /// Two answers are the same.
    Twice,
    /// An answer holds a semicolon, which stands between several.
    Semicolon,
    /// The scale is too short or too long.
    Steps,
}

impl QuestionFault {
    /// What to say of it.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::new(match self {
            Self::Empty => "question-empty",
            Self::TooLong => "question-too-long",
            Self::HowMany => "question-how-many",
            Self::Twice => "question-twice",
            Self::Semicolon => "question-semicolon",
            Self::Steps => "question-steps",
        })
    }
}

/// Why a text is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// It is none of what was offered.
    NotOffered,
    /// Longer than is kept.
    TooLong,
}

impl AnswerFault {
    /// What to say of it.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        match self {
            Self::NotOffered => Sentence::new("answer-not-offered"),
            Self::TooLong => Sentence::new("answer-too-long").count("most", TEXT_CHARS as u64),
        }
    }
}

impl Question {
    /// The question with its words tidied, if it can be put so.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn checked(&self) -> Result<Self, QuestionFault> {
        let text = line(&self.text, QUESTION_CHARS)?;
        if text.is_empty() {
            return Err(QuestionFault::Empty);
        }
        let asks = match &self.asks {
            Asks::Text => Asks::Text,
            Asks::YesNo => Asks::YesNo,
            Asks::One { options } => Asks::One { options: offered(options)? },
            Asks::Several { options } => Asks::Several { options: offered(options)? },
            Asks::Scale { steps, low, high } if STEPS.contains(steps) => {
                Asks::Scale { steps: *steps, low: line(low, OPTION_CHARS)?, high: line(high, OPTION_CHARS)? }
            }
            Asks::Scale { .. } => return Err(QuestionFault::Steps),
        };
        Ok(Self { text, asks })
    }

    /// An answer as it is kept; none when it says nothing, which takes an answer away. Several are kept in the order in which they
    /// were offered, each once. What is kept is an answer again, and the same.
    ///
    /// # Errors
    /// When it is none.
    pub fn answer(&self, said: &str) -> Result<Option<String>, AnswerFault> {
        let normalised = normalise(Kind::Text, said, None);
        if normalised.problem == Some(Problem::TooLong) {
            return Err(AnswerFault::TooLong);
        }
        let said = normalised.value;
        if said.is_empty() {
            return Ok(None);
        }
        let kept = match &self.asks {
            Asks::Text => Some(said),
            Asks::YesNo => [YES, NO].into_iter().find(|word| *word == said).map(str::to_owned),
            Asks::Scale { steps, .. } => {
                said.parse().ok().filter(|n: &u8| (1..=*steps).contains(n)).map(|n| n.to_string())
            }
            Asks::One { options } => options.iter().find(|option| **option == said).cloned(),
            Asks::Several { options } => {
                let chosen: Vec<&str> = said.split(BETWEEN).collect();
                let all = chosen.iter().all(|one| options.iter().any(|option| option == one));
                all.then(|| {
                    let kept = options.iter().map(String::as_str).filter(|option| chosen.contains(option));
                    kept.collect::<Vec<_>>().join(BETWEEN)
                })
            }
        };
        kept.map(Some).ok_or(AnswerFault::NotOffered)
    }
}

fn line(text: &str, most: usize) -> Result<String, QuestionFault> {
    let tidied = normalise(Kind::Line, text, None).value;
    if tidied.chars().count() > most { Err(QuestionFault::TooLong) } else { Ok(tidied) }
}

fn offered(options: &[String]) -> Result<Vec<String>, QuestionFault> {
    let mut tidied = Vec::new();
    for option in options {
        let option = line(option, OPTION_CHARS)?;
        if option.is_empty() {
            continue;
        }
        if option.contains(';') {
            return Err(QuestionFault::Semicolon);
        }
        if tidied.contains(&option) {
            return Err(QuestionFault::Twice);
        }
        tidied.push(option);
    }
    if OPTIONS.contains(&tidied.len()) { Ok(tidied) } else { Err(QuestionFault::HowMany) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(options: &[&str]) -> Vec<String> {
        options.iter().map(|option| (*option).to_owned()).collect()
    }

    fn asks(asks: Asks) -> Question {
        Question { text: "When do they decide?".into(), asks }
    }

    #[test]
    fn a_question_is_tidied_and_what_cannot_be_answered_is_refused() {
        let put = |text: &str, asks| Question { text: text.into(), asks }.checked();
        assert_eq!(put("  When\u{202E} ? ", Asks::Text).unwrap().text, "When ?");
        assert_eq!(put(" ", Asks::Text), Err(QuestionFault::Empty));
        assert_eq!(put(&"a".repeat(QUESTION_CHARS + 1), Asks::Text), Err(QuestionFault::TooLong));
        let one = |options: &[&str]| put("q", Asks::One { options: of(options) });
        assert_eq!(one(&["now", " ", "later "]).unwrap().asks, Asks::One { options: of(&["now", "later"]) });
        assert_eq!(one(&["now", ""]), Err(QuestionFault::HowMany));
        assert_eq!(one(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]), Err(QuestionFault::HowMany));
        assert_eq!(one(&["now", "now "]), Err(QuestionFault::Twice));
        assert_eq!(one(&["now; then", "later"]), Err(QuestionFault::Semicolon));
        let scale = |steps| put("q", Asks::Scale { steps, low: String::new(), high: String::new() });
        assert_eq!((scale(1), scale(11)), (Err(QuestionFault::Steps), Err(QuestionFault::Steps)));
    }

    #[test]
    fn an_answer_is_one_that_was_offered() {
        let several = asks(Asks::Several { options: of(&["A", "B", "C"]) });
        assert_eq!(several.answer("C; A"), Ok(Some("A; C".into())));
        assert_eq!(several.answer("C; D"), Err(AnswerFault::NotOffered));
        let one = asks(Asks::One { options: of(&["A", "B"]) });
        assert_eq!(one.answer("A; B"), Err(AnswerFault::NotOffered));
        assert_eq!(one.answer(" A "), Ok(Some("A".into())));
        let scale = asks(Asks::Scale { steps: 5, low: String::new(), high: String::new() });
        assert_eq!(scale.answer("05"), Ok(Some("5".into())));
        assert_eq!(
            (scale.answer("0"), scale.answer("6")),
            (Err(AnswerFault::NotOffered), Err(AnswerFault::NotOffered))
        );
        assert_eq!(asks(Asks::YesNo).answer("maybe"), Err(AnswerFault::NotOffered));
        assert_eq!(asks(Asks::YesNo).answer(""), Ok(None), "an answer is taken away");
    }

    #[test]
    fn long_answers_and_answers_of_any_script_are_kept_whole() {
        let text = asks(Asks::Text);
        let long = "ä".repeat(TEXT_CHARS);
        assert_eq!(text.answer(&long), Ok(Some(long.clone())));
        assert_eq!(text.answer(&format!("{long}ä")), Err(AnswerFault::TooLong));
        for said in ["السنة القادمة", "👩🏽\u{200D}💻 gern", "来年"] {
            assert_eq!(text.answer(said), Ok(Some(said.to_owned())));
        }
    }

    fn any_question() -> impl Strategy<Value = Question> {
        let options = || prop::collection::vec("[a-c ;é👍\u{0627}]{0,6}", 0..12);
        let asks = prop_oneof![
            Just(Asks::Text),
            Just(Asks::YesNo),
            options().prop_map(|options| Asks::One { options }),
            options().prop_map(|options| Asks::Several { options }),
            (0_u8..14, "\\PC{0,8}").prop_map(|(steps, low)| Asks::Scale { steps, low, high: String::new() }),
        ];
        ("\\PC{0,20}", asks).prop_map(|(text, asks)| Question { text, asks })
    }

    proptest! {
        #[test]
        fn what_is_kept_is_an_answer_again_and_the_same(
            question in any_question(), said in "[a-c; é👍\u{0627}0-9yesno\n]{0,12}", chosen in any::<u16>()
        ) {
            let Ok(question) = question.checked() else { return Ok(()) };
            prop_assert_eq!(question.checked(), Ok(question.clone()), "tidied twice is tidied once");
            let offered = match &question.asks {
                Asks::One { options } => options.get(usize::from(chosen) % options.len()).cloned().unwrap_or_default(),
                Asks::Several { options } => {
                    let picked = options.iter().enumerate().filter(|(nth, _)| chosen >> nth & 1 == 1);
                    picked.map(|(_, option)| option.as_str()).collect::<Vec<_>>().join("; ")
                }
                Asks::Scale { steps, .. } => (chosen % u16::from(*steps) + 1).to_string(),
                Asks::YesNo => YES.to_owned(),
                Asks::Text => said.clone(),
            };
            prop_assert!(question.answer(&offered).is_ok(), "whatever is offered may be chosen");
            for said in [said, offered] {
                if let Ok(Some(kept)) = question.answer(&said) {
                    prop_assert_eq!(question.answer(&kept), Ok(Some(kept.clone())));
                }
            }
        }
    }
}
