//! Two contacts become one: which values the one that is kept goes on with. Name and address are taken whole, since a given name
//! of the one and a family name of the other are nobody's; lists and labels are put together; notes follow each other. What is
//! taken is an edit like any other, so that it can be undone.

use super::duplicates::person;
use super::{
    Contact, FIELDS, Field, FieldValue, Many, Merge, Origin, Part, Problem, compatible_names, same_value,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Whose value a field gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Take {
    /// That of the contact that is kept.
    Kept,
    /// That of the other one.
    Other,
    /// Both: only of lists, labels and notes.
    Both,
}

/// One value that the contact that is kept gets; none removes what is there.
#[derive(Clone, PartialEq, Eq)]
pub struct Joined {
    /// Which field.
    pub field: Field,
    /// Which of several.
    pub part: Part,
    /// The value.
    pub value: Option<String>,
    /// As it was read or typed, when different.
    pub raw: Option<String>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// Values are personal data: not printed.
impl std::fmt::Debug for Joined {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Joined({}, set: {})", self.field.key(), self.value.is_some())
    }
}

const NAME: &[Field] = &[
    Field::FullName,
    Field::NamePrefix,
    Field::GivenName,
    Field::AdditionalName,
    Field::FamilyName,
    Field::NameSuffix,
];

const ADDRESS: &[Field] = &[Field::Street, Field::City, Field::Region, Field::PostalCode, Field::Country];

/// The fields that are chosen together, by the first of them: the name, the address, or a field by itself.
#[must_use]
pub fn group(of: Field) -> &'static [Field] {
    [NAME, ADDRESS]
        .into_iter()
        .find(|group| group.contains(&of))
        .unwrap_or_else(|| std::slice::from_ref(&of.row().field))
}

/// The fields that stand for what is chosen, in the table's order.
pub fn chosen_by() -> impl Iterator<Item = Field> {
    FIELDS.iter().map(|row| row.field).filter(|field| group(*field).first() == Some(field))
}

/// Whether both have something to choose from: a value each, and not the same.
#[must_use]
pub fn differs(of: Field, kept: &Contact, other: &Contact) -> bool {
    let fields = group(of);
    let any = |contact: &Contact| fields.iter().any(|field| contact.all(*field).next().is_some());
    any(kept) && any(other) && fields.iter().any(|field| !same_values(*field, kept, other))
}

fn same_values(field: Field, kept: &Contact, other: &Contact) -> bool {
    let (kept, other): (Vec<_>, Vec<_>) = (kept.all(field).collect(), other.all(field).collect());
    kept.len() == other.len()
        && kept.iter().all(|(_, value)| {
            other.iter().any(|(_, theirs)| same_value(field.row().kind, &value.value, &theirs.value))
        })
}

/// What may be chosen of a field.
#[must_use]
pub fn offered(of: Field) -> &'static [Take] {
    if takes_both(of) { &[Take::Both, Take::Kept, Take::Other] } else { &[Take::Kept, Take::Other] }
}

fn takes_both(field: Field) -> bool {
    field.row().many != Many::One || field.row().merge == Merge::Append
}

/// What is taken unless a person chooses: what is there; of two values what a person typed, the name that says more, and else
/// that of the contact that is kept.
#[must_use]
pub fn proposed(of: Field, kept: &Contact, other: &Contact) -> Take {
    let fields = group(of);
    let values = |contact: &Contact| -> Vec<FieldValue> {
        fields.iter().flat_map(|field| contact.all(*field).map(|(_, value)| value.clone())).collect()
    };
    let (ours, theirs) = (values(kept), values(other));
    let is_typed = |values: &[FieldValue]| values.iter().any(|value| value.origin == Origin::Typed);
    let is_wrong = |values: &[FieldValue]| values.iter().all(|value| value.problem.is_some());
    let (name, other_name) = (person(kept), person(other));
    match () {
        () if theirs.is_empty() => Take::Kept,
        () if ours.is_empty() => Take::Other,
        () if takes_both(of) => Take::Both,
        () if is_wrong(&ours) != is_wrong(&theirs) => {
            if is_wrong(&ours) {
                Take::Other
            } else {
                Take::Kept
            }
        }
        () if is_typed(&ours) != is_typed(&theirs) => {
            if is_typed(&theirs) {
                Take::Other
            } else {
                Take::Kept
            }
        }
        () if fields == NAME
            && compatible_names(&name, &other_name)
            && letters(&other_name) > letters(&name) =>
        {
            Take::Other
        }
        () => Take::Kept,
    }
}

fn letters(name: &str) -> usize {
    name.chars().filter(|c| c.is_alphabetic()).count()
}

/// What the contact that is kept gets, by what was chosen; where nothing was, by what is [`proposed`]. Only real changes.
#[must_use]
pub fn joined(kept: &Contact, other: &Contact, chosen: &BTreeMap<Field, Take>) -> Vec<Joined> {
    let mut all = Vec::new();
    for of in chosen_by() {
        let take = match chosen.get(&of) {
            // Nobody can choose what is not offered.
            Some(Take::Both) if !takes_both(of) => Take::Kept,
            Some(take) => *take,
            None => proposed(of, kept, other),
        };
        for field in group(of) {
            match (take, field.row().many) {
                (Take::Kept, _) => {}
                (Take::Both, Many::One) => all.extend(appended(*field, kept, other)),
                (Take::Both, Many::List | Many::Set) => added(*field, kept, other, &mut all),
                (Take::Both, Many::Keyed) => unanswered(*field, kept, other, &mut all),
                (Take::Other, _) => replaced(*field, kept, other, &mut all),
            }
        }
    }
    all
}

fn of(field: Field, part: Part, value: &FieldValue) -> Joined {
    Joined { field, part, value: Some(value.value.clone()), raw: value.raw.clone(), problem: value.problem }
}

/// A note after a note, unless one says it all.
fn appended(field: Field, kept: &Contact, other: &Contact) -> Option<Joined> {
    let theirs = other.first(field)?;
    let Some(ours) = kept.first(field) else { return Some(of(field, Part::first(), theirs)) };
    if ours.value.contains(theirs.value.trim()) {
        return None;
    }
    let value = if theirs.value.contains(ours.value.trim()) {
        theirs.value.clone()
    } else {
        format!("{}\n\n{}", ours.value, theirs.value)
    };
    Some(Joined { field, part: Part::first(), value: Some(value), raw: None, problem: None })
}

/// What the other one has and this one has not.
fn added(field: Field, kept: &Contact, other: &Contact, all: &mut Vec<Joined>) {
    let kind = field.row().kind;
    let mut next = (0..).map(Part::nth).filter(|part| !kept.fields.contains_key(&(field, part.clone())));
    for (part, theirs) in other.all(field) {
        if kept.all(field).any(|(_, ours)| same_value(kind, &ours.value, &theirs.value)) {
            continue;
        }
        let place = if field.row().many == Many::Set { Some(part.clone()) } else { next.next() };
        all.extend(place.map(|place| of(field, place, theirs)));
    }
}

/// What the other one answered and this one did not.
fn unanswered(field: Field, kept: &Contact, other: &Contact, all: &mut Vec<Joined>) {
    let has = |part: &Part| kept.all(field).any(|(ours, _)| ours == part);
    all.extend(
        other.all(field).filter(|(part, _)| !has(part)).map(|(part, value)| of(field, part.clone(), value)),
    );
}

fn replaced(field: Field, kept: &Contact, other: &Contact, all: &mut Vec<Joined>) {
    let theirs: Vec<(&Part, &FieldValue)> = other.all(field).collect();
    let places: Vec<Part> = match field.row().many {
        Many::Set | Many::Keyed => theirs.iter().map(|(part, _)| (*part).clone()).collect(),
        Many::One | Many::List => (0..theirs.len()).map(Part::nth).collect(),
    };
    for (part, (_, value)) in places.iter().zip(&theirs) {
        let stands = kept.fields.get(&(field, part.clone()));
        if stands.is_none_or(|ours| ours.value != value.value || ours.problem != value.problem) {
            all.push(of(field, part.clone(), value));
        }
    }
    for (part, _) in kept.all(field).filter(|(part, _)| !places.contains(part)) {
        all.push(Joined { field, part: part.clone(), value: None, raw: None, problem: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Field::{City, Company, Email, FamilyName, FullName, GivenName, JobTitle, Note, PostalCode, Tag};

    fn contact(values: &[(Field, &str, Origin)]) -> Contact {
        let mut contact = Contact::default();
        for (field, value, origin) in values {
            let kept =
                FieldValue { value: (*value).into(), raw: None, problem: None, origin: *origin, seq: 1 };
            let part = match field.row().many {
                Many::Set => Part::member(value.to_lowercase()),
                Many::One | Many::List | Many::Keyed => Part::nth(contact.all(*field).count()),
            };
            contact.fields.insert((*field, part), kept);
        }
        contact
    }

    fn read(values: &[(Field, &str)]) -> Contact {
        let values: Vec<_> = values.iter().map(|(field, value)| (*field, *value, Origin::Badge)).collect();
        contact(&values)
    }

    fn told(
        kept: &Contact,
        other: &Contact,
        chosen: &[(Field, Take)],
    ) -> Vec<(Field, String, Option<String>)> {
        let joined = joined(kept, other, &chosen.iter().copied().collect());
        joined.into_iter().map(|one| (one.field, one.part.as_str().to_owned(), one.value)).collect()
    }

    #[test]
    fn what_only_one_has_is_taken_and_what_both_have_stays() {
        let kept = read(&[(FullName, "Jane Roe"), (Company, "Acme")]);
        let other = read(&[(FullName, "Jane Roe"), (Company, "Globex"), (JobTitle, "Buyer")]);
        assert_eq!(told(&kept, &other, &[]), [(JobTitle, String::new(), Some("Buyer".into()))]);
        assert!(differs(Company, &kept, &other));
        assert!(!differs(JobTitle, &kept, &other) && !differs(FullName, &kept, &other));
    }

    #[test]
    fn a_name_and_an_address_are_taken_whole() {
        let kept = read(&[
            (FullName, "J. Roe"),
            (GivenName, "J."),
            (FamilyName, "Roe"),
            (City, "Bonn"),
            (PostalCode, "53111"),
        ]);
        let other = read(&[(FullName, "Jane Roe"), (City, "Ulm")]);
        let all = told(&kept, &other, &[(Field::Street, Take::Other)]);
        assert_eq!(
            all,
            [
                (FullName, String::new(), Some("Jane Roe".into())),
                (GivenName, String::new(), None),
                (FamilyName, String::new(), None),
                (City, String::new(), Some("Ulm".into())),
                (PostalCode, String::new(), None),
            ]
        );
    }

    #[test]
    fn what_a_person_typed_is_proposed_before_what_was_read() {
        let kept = read(&[(Company, "ACME")]);
        let other = contact(&[(Company, "Acme GmbH", Origin::Typed)]);
        assert_eq!(proposed(Company, &kept, &other), Take::Other);
        assert_eq!(proposed(Company, &other, &kept), Take::Kept);
    }

    #[test]
    fn lists_labels_and_notes_are_put_together() {
        let kept = read(&[(Email, "jane@acme.example"), (Tag, "Hot"), (Note, "Wants a quote.")]);
        let other = read(&[
            (Email, "JANE@acme.example"),
            (Email, "j@home.example"),
            (Tag, "Press"),
            (Tag, "Hot"),
            (Note, "Call in May."),
        ]);
        assert_eq!(
            told(&kept, &other, &[]),
            [
                (Email, "2".into(), Some("j@home.example".into())),
                (Note, String::new(), Some("Wants a quote.\n\nCall in May.".into())),
                (Tag, "press".into(), Some("Press".into())),
            ]
        );
        let again = read(&[(Note, "Wants a quote.\n\nCall in May.")]);
        assert_eq!(
            told(&again, &other, &[(Email, Take::Kept), (Tag, Take::Kept)]),
            [],
            "a note is not said twice"
        );
    }

    #[test]
    fn each_question_keeps_the_answer_that_it_has() {
        let kept = read(&[(Field::Answer, "yes")]);
        let other = read(&[(Field::Answer, "no"), (Field::Answer, "yes")]);
        assert_eq!(told(&kept, &other, &[]), [(Field::Answer, "2".into(), Some("yes".into()))]);
    }

    #[test]
    fn the_others_list_replaces_when_it_is_chosen() {
        let kept = read(&[(Email, "a@b.example"), (Email, "c@d.example")]);
        let other = read(&[(Email, "e@f.example")]);
        let all = told(&kept, &other, &[(Email, Take::Other)]);
        assert_eq!(all, [(Email, String::new(), Some("e@f.example".into())), (Email, "2".into(), None)]);
    }

    #[test]
    fn nobody_chooses_what_is_not_offered() {
        let (kept, other) = (read(&[(Company, "Acme")]), read(&[(Company, "Globex")]));
        assert_eq!(told(&kept, &other, &[(Company, Take::Both)]), []);
        assert_eq!(offered(Company), [Take::Kept, Take::Other]);
    }
}
