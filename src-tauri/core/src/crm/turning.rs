//! What is made of a value before it goes across: a small closed set, as data. Each says whether it can be undone; one
//! that cannot is never read back into the contact (rule 9). Left out on purpose: expressions, code, lookups.

use crate::contact::{Kind, PhoneForm, phone_as};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Which letters a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Letters {
    /// All capitals.
    Upper,
    /// None.
    Lower,
    /// The first of each word.
    Title,
}

/// What is made of a value that was taken.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Turn {
    /// It goes as it is.
    #[default]
    AsIs,
    /// Its letters.
    Case(Letters),
    /// A phone number's notation. What is no number goes as it is.
    Phone(PhoneForm),
    /// One of the options of their list, by our value; compared without regard to case and blanks around.
    Pick {
        /// Our value to theirs.
        options: BTreeMap<String, String>,
        /// For a value that is not among them; none leaves the field out.
        otherwise: Option<String>,
    },
}

/// A list's entries may be what people typed: only the kind of turn is printed.
impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AsIs => f.write_str("AsIs"),
            Self::Case(letters) => write!(f, "Case({letters:?})"),
            Self::Phone(form) => write!(f, "Phone({form:?})"),
            Self::Pick { options, .. } => write!(f, "Pick({} options)", options.len()),
        }
    }
}

impl Turn {
    /// Whether a value goes as it is.
    #[must_use]
    pub fn is_as_is(&self) -> bool {
        *self == Self::AsIs
    }

    /// Our value as theirs; none leaves it out.
    #[must_use]
    pub fn outward(&self, value: &str) -> Option<String> {
        match self {
            Self::AsIs => Some(value.to_owned()),
            Self::Case(Letters::Upper) => Some(value.to_uppercase()),
            Self::Case(Letters::Lower) => Some(value.to_lowercase()),
            Self::Case(Letters::Title) => Some(titled(value)),
            Self::Phone(form) => Some(phone_as(value, *form)),
            Self::Pick { options, otherwise } => {
                let fits = options.iter().find(|(ours, _)| folded(ours) == folded(value));
                fits.map(|(_, theirs)| theirs.clone()).or_else(|| otherwise.clone())
            }
        }
    }

    /// Their value as ours; none where nothing of ours leads to it.
    #[must_use]
    pub fn inward(&self, value: &str) -> Option<String> {
        match self {
            Self::AsIs | Self::Phone(_) => Some(value.to_owned()),
            Self::Case(_) => None,
            Self::Pick { options, .. } => {
                options.iter().find(|(_, theirs)| theirs.as_str() == value).map(|(ours, _)| ours.clone())
            }
        }
    }

    /// Whether it can be undone: each of their values comes from one of ours.
    #[must_use]
    pub fn has_inverse(&self) -> bool {
        match self {
            // A national number says nothing of its country; the other two are read as they are written.
            Self::AsIs | Self::Phone(PhoneForm::E164 | PhoneForm::International) => true,
            Self::Phone(PhoneForm::National) | Self::Case(_) => false,
            Self::Pick { options, otherwise } => {
                let mut theirs: Vec<&String> = options.values().chain(otherwise).collect();
                theirs.sort();
                theirs.windows(2).all(|pair| pair[0] != pair[1])
            }
        }
    }

    /// How two of its values are compared, where ours is of `kind`.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> Kind {
        match self {
            Self::AsIs | Self::Case(_) | Self::Phone(_) => kind,
            Self::Pick { .. } => Kind::Line,
        }
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The first letter of each word as a capital, the others small. A word begins after anything but a letter, a digit or an
/// apostrophe.
fn titled(text: &str) -> String {
    let mut begins = true;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if begins {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        begins = !(c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}'));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_written_as_asked() {
        let title = Turn::Case(Letters::Title).outward("MARIE-LUISE o'NEILL straße");
        assert_eq!(title.as_deref(), Some("Marie-Luise O'neill Straße"));
        assert_eq!(Turn::Case(Letters::Upper).outward("ölm").as_deref(), Some("ÖLM"));
        assert_eq!(Turn::Case(Letters::Lower).outward("ÖLM").as_deref(), Some("ölm"));
    }

    #[test]
    fn a_phone_is_written_in_the_asked_notation_and_what_is_none_stays() {
        let as_form = |form, text: &str| Turn::Phone(form).outward(text).unwrap_or_default();
        assert_eq!(as_form(PhoneForm::E164, "+49305550100"), "+49305550100");
        assert_eq!(as_form(PhoneForm::International, "+49305550100"), "+49 30 5550100");
        assert_eq!(as_form(PhoneForm::National, "+49305550100"), "030 5550100");
        assert_eq!(as_form(PhoneForm::National, "+49305550100;ext=12"), "030 5550100 ext. 12");
        assert_eq!(as_form(PhoneForm::National, "at the desk"), "at the desk");
    }

    fn pick(options: &[(&str, &str)], otherwise: Option<&str>) -> Turn {
        let options = options.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned()));
        Turn::Pick { options: options.collect(), otherwise: otherwise.map(str::to_owned) }
    }

    #[test]
    fn a_list_takes_what_it_knows_and_leaves_out_the_rest_or_says_what_it_is_told_to() {
        let strict = pick(&[("CTO", "c_level"), ("Intern", "other")], None);
        assert_eq!(strict.outward(" cto ").as_deref(), Some("c_level"));
        assert_eq!(strict.outward("Baker"), None);
        assert_eq!(pick(&[("CTO", "c_level")], Some("other")).outward("Baker").as_deref(), Some("other"));
        assert_eq!(strict.inward("c_level").as_deref(), Some("CTO"));
        assert_eq!(strict.inward("manager"), None);
    }

    #[test]
    fn a_list_can_be_undone_only_where_each_of_their_options_has_one_of_ours() {
        assert!(pick(&[("CTO", "c"), ("Intern", "i")], None).has_inverse());
        assert!(!pick(&[("CTO", "c"), ("CEO", "c")], None).has_inverse());
        assert!(!pick(&[("CTO", "c")], Some("c")).has_inverse());
    }

    #[test]
    fn nothing_of_a_list_is_printed() {
        assert_eq!(format!("{:?}", pick(&[("Ada Byron", "x")], None)), "Pick(1 options)");
    }

    proptest! {
        #[test]
        fn what_has_an_inverse_comes_back_as_it_was(value in "\\PC{0,40}") {
            for turn in [Turn::AsIs, pick(&[("a", "1"), ("b", "2")], None)] {
                if let Some(theirs) = turn.outward(&value) {
                    let back = turn.inward(&theirs).unwrap_or_default();
                    prop_assert_eq!(folded(&back), folded(&value));
                }
            }
        }

        #[test]
        fn every_text_can_be_turned(value in "\\PC{0,60}") {
            for turn in [Turn::Case(Letters::Lower), Turn::Case(Letters::Title), Turn::Phone(PhoneForm::National),
                Turn::Phone(PhoneForm::International)] {
                let once = turn.outward(&value);
                prop_assert!(once.is_some());
            }
        }
    }
}
