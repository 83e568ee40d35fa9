//! What a value without a name is, by its shape: an address, a number, a country, or words; and which of several words is the
//! name, the position, the company. What two readings fit is said to be a guess, so that a person looks.

use crate::Reading;
use crate::pairs;
use lanyard_core::contact::name::{fold, is_family_first};
use lanyard_core::contact::normalise::normalise;
use lanyard_core::contact::{Field, Kind};

/// What a value is by its shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// An e-mail address.
    Email,
    /// A web address.
    Web,
    /// A phone number, told by its plus or its separators.
    Phone,
    /// Something with digits that names a badge, a ticket, a booth.
    Id,
    /// Two letters of a country.
    Country,
    /// Words.
    Words,
}

/// Words of positions, folded.
const POSITIONS: &[&str] = &[
    "head",
    "manager",
    "managerin",
    "director",
    "direktor",
    "direktorin",
    "engineer",
    "developer",
    "officer",
    "president",
    "vp",
    "svp",
    "evp",
    "cto",
    "ceo",
    "cfo",
    "coo",
    "cmo",
    "cio",
    "ciso",
    "cpo",
    "cro",
    "consultant",
    "analyst",
    "designer",
    "architect",
    "architekt",
    "founder",
    "cofounder",
    "owner",
    "inhaber",
    "inhaberin",
    "lead",
    "sales",
    "marketing",
    "specialist",
    "assistant",
    "professor",
    "researcher",
    "student",
    "studentin",
    "scientist",
    "leiter",
    "leiterin",
    "leitung",
    "geschaftsfuhrer",
    "geschaftsfuhrerin",
    "vertrieb",
    "entwickler",
    "entwicklerin",
    "berater",
    "beraterin",
    "referent",
    "referentin",
    "vorstand",
    "einkaufer",
    "einkauferin",
    "journalist",
    "journalistin",
    "editor",
    "buyer",
    "technician",
    "executive",
    "chief",
    "coordinator",
    "representative",
    "advisor",
    "ingenieur",
    "ingenieurin",
    "programmer",
    "administrator",
    "recruiter",
    "partnerin",
    "trainer",
];

/// Words of companies, folded: legal forms and what companies call themselves.
const COMPANIES: &[&str] = &[
    "gmbh",
    "ag",
    "inc",
    "ltd",
    "llc",
    "llp",
    "corp",
    "plc",
    "kg",
    "ohg",
    "se",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "bv",
    "nv",
    "ab",
    "oy",
    "oyj",
    "aps",
    "pty",
    "gbr",
    "ug",
    "ev",
    "eg",
    "kgaa",
    "limited",
    "company",
    "corporation",
    "group",
    "gruppe",
    "holding",
    "university",
    "universitat",
    "institute",
    "institut",
    "hochschule",
    "bank",
    "solutions",
    "systems",
    "technologies",
    "technology",
    "software",
    "consulting",
    "works",
    "labs",
    "studios",
    "studio",
    "plant",
    "partners",
    "industries",
    "verlag",
    "stadtwerke",
    "ministry",
    "ministerium",
    "foundation",
    "stiftung",
    "klinikum",
    "hospital",
    "school",
    "college",
];

/// The shape of a trimmed value.
pub(crate) fn shape(value: &str) -> Shape {
    let starts =
        |prefix: &str| value.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if value.contains('@') && normalise(Kind::Email, value, None).problem.is_none() {
        Shape::Email
    } else if ["https://", "http://", "www."].into_iter().any(starts)
        && normalise(Kind::Url, value, None).problem.is_none()
    {
        Shape::Web
    } else if is_phone(value) {
        Shape::Phone
    } else if value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Shape::Country
    } else if pairs::is_id(value) && value.chars().any(|c| c.is_ascii_digit()) {
        Shape::Id
    } else {
        Shape::Words
    }
}

/// A number with a plus, or with separators between its digits; a date has those too.
pub(crate) fn is_phone(value: &str) -> bool {
    const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_spelt = value.chars().all(|c| c.is_ascii_digit() || " +-./()".contains(c));
    let is_parted = value.contains([' ', '-', '(', '/', '.']);
    let groups: Vec<usize> = value.split(['-', '.', '/']).map(str::len).collect();
    let is_date = matches!(groups.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4]);
    DIGITS.contains(&digits) && is_spelt && (value.starts_with('+') || (is_parted && !is_date))
}

/// A number that may as well be the year of the event.
pub(crate) fn is_year(value: &str) -> bool {
    value.len() == 4
        && (value.starts_with("19") || value.starts_with("20"))
        && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// How sure one of several values is to be the badge's number: a UUID, then digits alone; mixed ones only where nothing else is
/// known of a person (`is_alone`). Two badges with one number are one contact, and what looks like a number may be the event's
/// or the booth's: so the doubtful is none.
pub(crate) fn id_rank(value: &str, is_alone: bool) -> Option<usize> {
    const FEWEST_DIGITS: usize = 4;
    let is_digits = value.bytes().all(|byte| byte.is_ascii_digit());
    match () {
        () if is_year(value) => None,
        () if crate::opaque::is_uuid(value) => Some(0),
        () if is_digits && (is_alone || value.len() >= FEWEST_DIGITS) => Some(1),
        () if !is_digits && is_alone => Some(2),
        () => None,
    }
}

/// Words that are a position's.
pub(crate) fn is_position(text: &str) -> bool {
    words(text).any(|word| POSITIONS.contains(&word.as_str()))
}

/// Words that are a company's.
pub(crate) fn is_company(text: &str) -> bool {
    let dotless = fold(text).replace('.', "");
    text.contains("株式会社") || words(&dotless).any(|word| COMPANIES.contains(&word.as_str()))
}

/// Letters, spaces and what stands in names; not a position, not a company.
pub(crate) fn is_name(text: &str) -> bool {
    const MOST_WORDS: usize = 5;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 1
        && text.split_whitespace().count() <= MOST_WORDS
        && text.chars().all(|c| c.is_alphabetic() || " -'’.,".contains(c) || !c.is_ascii())
        && !is_position(text)
        && !is_company(text)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Takes words in the order of a list: a name in one or two of them, then position and company. An e-mail address tells which
/// name comes first.
pub(crate) fn take_words(reading: &mut Reading, texts: &[&str], email: Option<&str>) {
    let mut rest = texts;
    match texts {
        [first, second, ..]
            if is_one_name(first) && is_one_name(second) && !(texts.len() == 2 && is_company(second)) =>
        {
            let family_first = match email.and_then(|email| given_first(first, second, email)) {
                Some(given_first) => !given_first,
                None => {
                    // Which of them is the family's depends on the event: a person should look, or a recipe say.
                    reading.draft.warn("order_guessed");
                    is_family_first(first)
                }
            };
            let (given, family) = if family_first { (second, first) } else { (first, second) };
            reading.push_first(Field::GivenName, given);
            reading.push_first(Field::FamilyName, family);
            rest = &texts[2..];
        }
        [first, ..] if is_name(first) => {
            reading.push_first(Field::FullName, first);
            rest = &texts[1..];
        }
        _ => {}
    }
    let position = rest.iter().position(|text| is_position(text) && !is_company(text));
    let company = rest
        .iter()
        .position(|text| is_company(text))
        .filter(|place| Some(*place) != position)
        // A word beside nothing but a number is not somebody's company.
        .or_else(|| {
            let is_person = email.is_some() || rest.len() < texts.len();
            (0..rest.len()).find(|place| is_person && Some(*place) != position)
        });
    for (place, text) in rest.iter().enumerate() {
        if Some(place) == position {
            reading.push_first(Field::JobTitle, text);
        } else if Some(place) == company {
            reading.push_first(Field::Company, text);
        } else if company.is_some() && position.is_none() && reading.push_first(Field::JobTitle, text) {
            reading.draft.warn("order_guessed");
        } else {
            reading.extra("FIELD", text);
        }
    }
}

/// A name of one word, or of one with what belongs to it ("van der Berg").
fn is_one_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    is_name(text) && !text.contains(',') && (words == 1 || text.starts_with(char::is_lowercase))
}

/// Whether an e-mail address has the first of two names before the second; none when it does not tell.
fn given_first(first: &str, second: &str, email: &str) -> Option<bool> {
    let plain = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let local = fold(email.split('@').next()?);
    let (first, second) = (plain(first), plain(second));
    let fits = |given: &str, family: &str| {
        let initial = given.chars().next().map(String::from).unwrap_or_default();
        let spelt = plain(&local);
        spelt == format!("{given}{family}")
            || spelt == format!("{initial}{family}")
            || (spelt == given && given != family)
    };
    match (fits(&first, &second), fits(&second, &first)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_apart() {
        for (value, expected) in [
            ("jane@example.com", Shape::Email),
            ("www.example.com", Shape::Web),
            ("917-555-0106", Shape::Phone),
            ("+49 30 5550100", Shape::Phone),
            ("2026-11-22", Shape::Id),
            ("000123", Shape::Id),
            ("EVT25", Shape::Id),
            ("DE", Shape::Country),
            ("Roe, Jane", Shape::Words),
            ("Example GmbH", Shape::Words),
        ] {
            assert_eq!(shape(value), expected, "{value}");
        }
    }

    #[test]
    fn an_address_tells_which_name_is_the_familys() {
        assert_eq!(given_first("ROE", "JANE", "jane.roe@example.com"), Some(false));
        assert_eq!(given_first("Jane", "Roe", "jroe@example.com"), Some(true));
        assert_eq!(given_first("Jane", "Roe", "info@example.com"), None);
        assert_eq!(given_first("Ann", "Ann", "ann.ann@example.com"), None);
    }
}
