//! Whether two contacts may be one person: by which keys they are worth comparing at all, how alike they are, and why. Only
//! ever a proposal: nothing is joined by it, and a phone number that two share says next to nothing, since colleagues share
//! a switchboard.
//!
//! Left out on purpose: transliteration between scripts, nicknames, and anything that would need a list of people.

use super::name::{self, compatible_names, fold};
use super::normalise::email_key;
use super::tidy::{Remark, remarks};
use super::{Contact, Field, Kind, same_value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// Something that speaks for or against two contacts being one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Reason {
    /// The same e-mail address.
    SameEmail,
    /// The same profile at LinkedIn.
    SameProfile,
    /// The same name, but for accents, order, titles and capitals.
    SameName,
    /// One name is a shorter form of the other: an initial, a middle name less.
    ShorterName,
    /// Names that differ by a letter or two.
    AlikeName,
    /// The same company, but for its legal form.
    SameCompany,
    /// Companies that differ by a letter or two.
    AlikeCompany,
    /// The same phone number.
    SamePhone,
    /// Names that are not one person's.
    OtherName,
    /// Different companies.
    OtherCompany,
    /// Different addresses at one company.
    OtherEmail,
}

/// How alike two contacts are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// From 0 to 100; from [`WORTH_ASKING`] on a person is asked.
    pub score: u8,
    /// What it was made of, what weighs most first.
    pub reasons: Vec<Reason>,
}

/// From this score on two contacts are shown as possibly one person. Our own choice: a name and the company of one person are
/// enough, a name alone is not.
pub const WORTH_ASKING: u8 = 50;

/// Words this alike (Jaro-Winkler) differ by a slip: "Jon" and "John", "Schmidt" and "Schmitt". Our own choice; 0.9 would take
/// "Maria" for "Marta".
const WORD_ALIKE: f64 = 0.92;

/// Companies this alike are one.
const COMPANY_ALIKE: f64 = 0.93;

impl Reason {
    /// Points of the score, for or against.
    const fn points(self) -> i16 {
        match self {
            Self::SameEmail | Self::SameProfile => 60,
            Self::SameName => 40,
            Self::ShorterName => 30,
            Self::AlikeName | Self::SameCompany => 25,
            Self::AlikeCompany => 20,
            Self::SamePhone => 15,
            Self::OtherEmail => -10,
            Self::OtherCompany => -15,
            Self::OtherName => -60,
        }
    }
}

/// How alike two contacts are. The order of the two makes no difference.
#[must_use]
pub fn likeness(one: &Contact, other: &Contact) -> Likeness {
    let mut reasons = Vec::new();
    let role = |contact: &Contact| contact.text(Field::Email).is_some_and(is_role);
    let same_email = share(one, other, Field::Email, &[Field::Email]) && !role(one) && !role(other);
    if same_email {
        reasons.push(Reason::SameEmail);
    } else if at_one_domain(one, other) && !alike_locals(one, other) {
        reasons.push(Reason::OtherEmail);
    }
    if share(one, other, Field::Linkedin, &[Field::Linkedin]) {
        reasons.push(Reason::SameProfile);
    }
    reasons.extend(names(&person(one), &person(other)));
    reasons.extend(companies(one.text(Field::Company), other.text(Field::Company)));
    let phones = [Field::Phone, Field::Mobile];
    if phones.iter().any(|field| share(one, other, *field, &phones)) {
        reasons.push(Reason::SamePhone);
    }
    // Nobody is known by a company and its switchboard.
    let names_someone = reasons.iter().any(|reason| {
        matches!(
            reason,
            Reason::SameEmail
                | Reason::SameProfile
                | Reason::SameName
                | Reason::ShorterName
                | Reason::AlikeName
        )
    });
    let points: i16 = reasons.iter().map(|reason| reason.points()).sum();
    let score = if names_someone { u8::try_from(points.clamp(0, 100)).unwrap_or(0) } else { 0 };
    reasons.sort_by_key(|reason| (-reason.points(), *reason));
    Likeness { score, reasons }
}

/// The keys of a contact: two that share none are not compared. Personal data, as the values they are made of.
#[must_use]
pub fn keys(contact: &Contact) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (_, value) in contact.all(Field::Email) {
        let key = email_key(&value.value);
        if !is_role(&value.value) {
            // An address at another domain, or one with a slip in it: the name decides.
            const SHORTEST_LOCAL: usize = 6;
            if let Some((local, _)) = key.rsplit_once('@').filter(|(local, _)| local.len() >= SHORTEST_LOCAL)
            {
                keys.insert(format!("l:{local}"));
            }
            keys.insert(format!("e:{key}"));
        }
    }
    for field in [Field::Phone, Field::Mobile] {
        for (_, value) in contact.all(field).filter(|(_, value)| value.problem.is_none()) {
            keys.insert(format!("p:{}", value.value));
        }
    }
    if let Some(profile) = contact.text(Field::Linkedin) {
        keys.insert(format!("i:{}", fold(profile)));
    }
    let name = person(contact);
    let name_key = name::name_key(&name);
    if name_key.is_empty() {
        return keys;
    }
    if let Some(company) = contact.text(Field::Company).map(company_key).filter(|key| !key.is_empty()) {
        // With each word of the name: a slip in one of them leaves the other.
        keys.extend(name_key.split(' ').map(|word| format!("c:{company}|{word}")));
    }
    keys.insert(format!("n:{}", name_key.replace(' ', "")));
    keys.insert(format!("n:{name_key}"));
    keys
}

/// A person's name; empty where only a company or an address stands for it.
#[must_use]
pub fn person(contact: &Contact) -> String {
    let text = |field| contact.text(field).unwrap_or_default();
    match text(Field::FullName).trim() {
        "" => name::joined_name(text(Field::GivenName), text(Field::FamilyName)),
        full => full.to_owned(),
    }
}

/// What two names say of their people; nothing where one is missing.
fn names(one: &str, other: &str) -> Option<Reason> {
    let (key, other_key) = (name::name_key(one), name::name_key(other));
    if key.is_empty() || other_key.is_empty() {
        return None;
    }
    Some(if key == other_key || key.replace(' ', "") == other_key.replace(' ', "") {
        Reason::SameName
    } else if compatible_names(one, other) {
        Reason::ShorterName
    } else if alike_words(&key, &other_key) {
        Reason::AlikeName
    } else {
        Reason::OtherName
    })
}

/// Whether each word of one has one in the other that is the same but for a slip; as many words on both sides.
fn alike_words(one: &str, other: &str) -> bool {
    let (words, mut free): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    if words.len() != free.len() {
        return false;
    }
    // What is the same goes first: a slip must not take another word's partner.
    let (same, rest): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| {
        let place = free.iter().position(|other| other == word);
        place.map(|place| free.swap_remove(place)).is_some()
    });
    // A person of one name, or of two slips, is too little to go by.
    let most = usize::from(!same.is_empty());
    rest.len() <= most
        && rest.iter().all(|word| free.iter().any(|other| strsim::jaro_winkler(word, other) >= WORD_ALIKE))
}

fn companies(one: Option<&str>, other: Option<&str>) -> Option<Reason> {
    let (one, other) = (company_key(one?), company_key(other?));
    if one.is_empty() || other.is_empty() {
        return None;
    }
    Some(if one == other {
        Reason::SameCompany
    } else if strsim::jaro_winkler(&one, &other) >= COMPANY_ALIKE || begins(&one, &other) {
        Reason::AlikeCompany
    } else {
        Reason::OtherCompany
    })
}

/// "acme" and "acme machines": one is the other's beginning, word by word.
fn begins(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
}

/// Legal forms, folded, without their dots.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "doo",
    "ek",
    "eg",
    "ev",
    "gbr",
    "gmbh",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "mbh",
    "nv",
    "ohg",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "spa",
    "srl",
    "srls",
    "sro",
    "ug",
    "zoo",
];

/// A company as it is compared: folded, without its legal form.
fn company_key(company: &str) -> String {
    // "G.m.b.H." and "S.p.A." are words of one letter each once their dots part them.
    let folded = fold(company).replace('.', "");
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let naming: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| *word != "und" && *word != "and" && !LEGAL_FORMS.contains(word))
        .collect();
    if naming.is_empty() { words.join(" ") } else { naming.join(" ") }
}

/// Whether a value of a field stands among another contact's values of some fields.
fn share(one: &Contact, other: &Contact, field: Field, among: &[Field]) -> bool {
    one.all(field).filter(|(_, value)| value.problem.is_none()).any(|(_, value)| {
        among.iter().any(|field| {
            other.all(*field).any(|(_, theirs)| {
                theirs.problem.is_none() && same(field.row().kind, &value.value, &theirs.value)
            })
        })
    })
}

fn same(kind: Kind, one: &str, other: &str) -> bool {
    if kind == Kind::Id { fold(one) == fold(other) } else { same_value(kind, one, other) }
}

fn is_role(address: &str) -> bool {
    remarks(Field::Email, address).contains(&Remark::Role)
}

fn is_free(address: &str) -> bool {
    remarks(Field::Email, address).contains(&Remark::FreeMail)
}

/// Whether both have an address of one company, and none in common.
fn at_one_domain(one: &Contact, other: &Contact) -> bool {
    let (Some(one), Some(other)) = (one.text(Field::Email), other.text(Field::Email)) else { return false };
    let (one_key, other_key) = (email_key(one), email_key(other));
    let domain = |key: &str| key.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    !is_role(one)
        && !is_role(other)
        && !is_free(one)
        && one_key != other_key
        && domain(&one_key).is_some()
        && domain(&one_key) == domain(&other_key)
}

/// "jane.roe" and "j.roe", "janeroe": one person's ways to write an address.
fn alike_locals(one: &Contact, other: &Contact) -> bool {
    let local = |contact: &Contact| {
        let key = contact.text(Field::Email).map(email_key).unwrap_or_default();
        key.rsplit_once('@').map(|(local, _)| local.replace(['.', '_', '-'], " ")).unwrap_or_default()
    };
    let (one, other) = (local(one), local(other));
    compatible_names(&one, &other) || strsim::jaro_winkler(&one, &other) >= WORD_ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{FieldValue, Origin, Part};
    use Field::{Company, Email, FullName, Linkedin, Mobile, Phone};
    use proptest::prelude::*;

    fn contact(values: &[(Field, &str)]) -> Contact {
        let mut contact = Contact::default();
        for (field, value) in values {
            let nth = contact.all(*field).count();
            let kept = FieldValue {
                value: (*value).into(),
                raw: None,
                problem: None,
                origin: Origin::Typed,
                seq: 1,
            };
            contact.fields.insert((*field, Part::nth(nth)), kept);
        }
        contact
    }

    fn score(one: &[(Field, &str)], other: &[(Field, &str)]) -> u8 {
        let (one, other) = (contact(one), contact(other));
        let found = likeness(&one, &other);
        assert_eq!(found, likeness(&other, &one), "the order of the two makes no difference");
        if found.score >= WORTH_ASKING {
            assert!(!keys(&one).is_disjoint(&keys(&other)), "what is alike shares a key: {found:?}");
        }
        found.score
    }

    const JANE: &[(Field, &str)] =
        &[(FullName, "Jane Roe"), (Company, "Acme GmbH"), (Email, "jane.roe@acme.example")];

    #[test]
    fn one_person_in_two_ways_is_worth_asking() {
        for other in [
            JANE,
            &[(FullName, "ROE, Jane"), (Company, "ACME")],
            &[(FullName, "J. Roe"), (Company, "Acme G.m.b.H.")],
            &[(FullName, "Jane Rohe"), (Company, "Acme GmbH")],
            &[(FullName, "Jane Roe"), (Company, "Acme Machines GmbH")],
            &[(FullName, "Jane Roe"), (Company, "Acme"), (Email, "j.roe@acme.example")],
            &[(FullName, "Jane Roe"), (Company, "Acme"), (Email, "roe7@acme.example")],
            &[(Email, "Jane.Roe@acme.example")],
            &[(FullName, "Jane Roe-Doe"), (Email, "jane.roe@acme.example")],
        ] {
            assert!(score(JANE, other) >= WORTH_ASKING, "{other:?}: {}", score(JANE, other));
        }
        let of = |profile| vec![(FullName, "Jane Roe"), (Linkedin, profile)];
        assert!(score(&of("jane-roe-1"), &of("Jane-Roe-1")) >= WORTH_ASKING);
    }

    #[test]
    fn two_people_are_not() {
        for other in [
            &[(FullName, "John Roe"), (Company, "Acme GmbH"), (Email, "john.roe@acme.example")] as &[_],
            &[(FullName, "Peter Doe"), (Company, "Acme GmbH")],
            &[(FullName, "Jane Roe"), (Company, "Globex AG"), (Email, "jane@globex.example")],
            &[(FullName, "Jane Roe")],
            &[(Company, "Acme GmbH")],
            &[(FullName, "Peter Doe"), (Email, "jane.roe@acme.example")],
        ] {
            assert!(score(JANE, other) < WORTH_ASKING, "{other:?}: {}", score(JANE, other));
        }
        let office = |name| vec![(FullName, name), (Company, "Acme"), (Email, "info@acme.example")];
        assert!(score(&office("Jane Roe"), &office("Peter Doe")) < WORTH_ASKING);
    }

    #[test]
    fn a_phone_alone_is_never_worth_asking() {
        let of = |company| vec![(Phone, "+4930123456"), (Company, company)];
        assert_eq!(score(&of("Acme"), &of("Acme")), 0);
        assert_eq!(score(&[(Phone, "+4930123456")], &[(Mobile, "+4930123456")]), 0);
        let named = |name| vec![(FullName, name), (Phone, "+4930123456"), (Company, "Acme")];
        assert!(score(&named("Jane Roe"), &named("Peter Doe")) < WORTH_ASKING);
    }

    #[test]
    fn reasons_come_by_their_weight() {
        let found = likeness(
            &contact(JANE),
            &contact(&[(FullName, "J. Roe"), (Company, "Globex"), (Email, "jane.roe@acme.example")]),
        );
        assert_eq!(found.reasons, [Reason::SameEmail, Reason::ShorterName, Reason::OtherCompany]);
        assert_eq!(found.score, 75);
    }

    #[test]
    fn the_legal_form_makes_no_other_company() {
        for company in ["Acme GmbH & Co. KG", "ACME", "acme G.m.b.H.", "Acme S.p.A.", "Acme, Inc."] {
            assert_eq!(company_key(company), "acme", "{company}");
        }
        assert_eq!(company_key("AG"), "ag");
        assert_eq!(company_key("株式会社山田"), "株式会社山田");
    }

    prop_compose! {
        fn anyone()(values in prop::collection::vec((0_usize..6, "[a-dA-D .@+0-9]{0,9}"), 0..6)) -> Contact {
            let fields = [FullName, Company, Email, Phone, Mobile, Linkedin];
            let values: Vec<(Field, &str)> = values.iter().map(|(at, value)| (fields[*at], value.as_str())).collect();
            contact(&values)
        }
    }

    proptest! {
        #[test]
        fn the_order_makes_no_difference_and_a_phone_alone_none(one in anyone(), other in anyone()) {
            let found = likeness(&one, &other);
            prop_assert_eq!(&found, &likeness(&other, &one));
            prop_assert!(found.score <= 100);
            if found.score >= WORTH_ASKING {
                prop_assert!(found.reasons.iter().any(|reason| !matches!(reason,
                    Reason::SamePhone | Reason::SameCompany | Reason::AlikeCompany)));
            }
        }
    }
}
