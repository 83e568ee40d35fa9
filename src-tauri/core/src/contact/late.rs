//! What a later source (the organiser's list, a recipe) says about a contact that is here: which of it fills a gap, and which
//! would take the place of something. Fills nothing in by itself, and decides nothing that a person has to.

use super::normalise::same_value;
use super::{Contact, Field, Many, Origin, Part, compatible_names, display_name};

/// One value of a later source, normalised.
#[derive(Clone, PartialEq, Eq)]
pub struct Said<'a> {
    /// Which field.
    pub field: Field,
    /// The value; of a set, the member.
    pub value: &'a str,
}

/// Values are personal data: only the field is printed.
impl std::fmt::Debug for Said<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Said({})", self.field.key())
    }
}

/// What stands where a later value would go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stands {
    /// Nothing, and nobody took it away.
    Nothing,
    /// Something that was read or came from elsewhere.
    Other,
    /// Something that a person wrote, or a gap that a person made: taken only when they are asked about this very field.
    Typed,
}

/// One thing that a contact does not have as the later source has it.
#[derive(Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which of the said values, by its place.
    pub said: usize,
    /// Which field.
    pub field: Field,
    /// Where the value would go.
    pub part: Part,
    /// What stands there now.
    pub ours: Option<String>,
    /// Of what kind that is.
    pub stands: Stands,
}

/// As for [`Said`].
impl std::fmt::Debug for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Difference({}, {:?})", self.field.key(), self.stands)
    }
}

/// What a contact does not have as a later source has it, in the source's order.
///
/// A further e-mail address or phone is added behind those that are there. A note is the person's who met the contact: none is
/// proposed where there is one. Parts of a name only fill gaps when the two names can be
/// one person's; else they stand against the name that is there.
#[must_use]
pub fn differences(contact: &Contact, said: &[Said<'_>]) -> Vec<Difference> {
    let fits = fits(contact, said);
    let mut found: Vec<Difference> = Vec::new();
    for (place, one) in said.iter().enumerate() {
        if one.value.trim().is_empty() {
            continue;
        }
        if one.field == Field::Note && contact.first(Field::Note).is_some() {
            continue;
        }
        let Some(mut difference) = difference(contact, one, place, &found) else { continue };
        if is_of_name(one.field) && !fits && difference.stands == Stands::Nothing {
            difference.stands = name_stands(contact);
        }
        found.push(difference);
    }
    found
}

/// Whether what is said can be of the same person, by the name; without a name on one side it can.
#[must_use]
pub fn fits(contact: &Contact, said: &[Said<'_>]) -> bool {
    compatible_names(&name_of(contact).unwrap_or_default(), &said_name(said))
}

fn difference(contact: &Contact, one: &Said<'_>, place: usize, found: &[Difference]) -> Option<Difference> {
    let row = one.field.row();
    let has = contact.all(one.field).any(|(_, value)| same_value(row.kind, &value.value, one.value));
    if has || is_same_name(contact, one) {
        return None;
    }
    let (part, ours) = match row.many {
        Many::One | Many::Keyed => (Part::first(), contact.text(one.field).map(str::to_owned)),
        Many::List => (free_part(contact, one.field, found), None),
        Many::Set => (Part::member(one.value.to_lowercase()), None),
    };
    let at = contact.fields.get(&(one.field, part.clone()));
    let typed_gap = at.is_some_and(|at| at.value.is_empty() && at.origin == Origin::Typed);
    let stands = match at.filter(|at| !at.value.is_empty()) {
        Some(value) if value.origin == Origin::Typed => Stands::Typed,
        Some(_) => Stands::Other,
        None if typed_gap => Stands::Typed,
        // A further address beside those that are there changes nothing, but whether it is wanted is for a person.
        None if row.many == Many::List && contact.first(one.field).is_some() => Stands::Other,
        None => Stands::Nothing,
    };
    Some(Difference { said: place, field: one.field, part, ours, stands })
}

/// The first place of a list that holds nothing and was not emptied by a person.
fn free_part(contact: &Contact, field: Field, found: &[Difference]) -> Part {
    const MOST: usize = 99;
    let is_free = |part: &Part| {
        let at = contact.fields.get(&(field, part.clone()));
        at.is_none_or(|at| at.value.is_empty() && at.origin != Origin::Typed)
            && !found.iter().any(|other| other.field == field && other.part == *part)
    };
    (0..MOST).map(Part::nth).find(is_free).unwrap_or_else(|| Part::nth(MOST))
}

fn is_of_name(field: Field) -> bool {
    matches!(
        field,
        Field::FullName
            | Field::NamePrefix
            | Field::GivenName
            | Field::AdditionalName
            | Field::FamilyName
            | Field::NameSuffix
    )
}

/// A full name that says no more than the parts that are there.
fn is_same_name(contact: &Contact, one: &Said<'_>) -> bool {
    one.field == Field::FullName
        && contact.first(Field::FullName).is_none()
        && name_of(contact).is_some_and(|name| same_value(one.field.row().kind, &name, one.value))
}

/// A contact's name; a company or an address is none.
fn name_of(contact: &Contact) -> Option<String> {
    let named = [Field::FullName, Field::GivenName, Field::FamilyName];
    named.iter().any(|field| contact.text(*field).is_some()).then(|| display_name(contact)).flatten()
}

fn said_name(said: &[Said<'_>]) -> String {
    let first = |field| said.iter().find(|one| one.field == field).map(|one| one.value);
    match first(Field::FullName) {
        Some(name) => name.to_owned(),
        None => {
            [Field::GivenName, Field::FamilyName].into_iter().filter_map(first).collect::<Vec<_>>().join(" ")
        }
    }
}

/// What stands for the name as a whole.
fn name_stands(contact: &Contact) -> Stands {
    let is_typed = contact.fields.iter().any(|((field, _), value)| {
        is_of_name(*field) && !value.value.is_empty() && value.origin == Origin::Typed
    });
    if is_typed { Stands::Typed } else { Stands::Other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::FieldValue;

    fn contact(values: &[(Field, &str, Origin)]) -> Contact {
        let mut contact = Contact::default();
        for (field, value, origin) in values {
            let nth = contact.with_removed(*field).count();
            let value =
                FieldValue { value: (*value).to_owned(), raw: None, problem: None, origin: *origin, seq: 1 };
            contact.fields.insert((*field, Part::nth(nth)), value);
        }
        contact
    }

    fn said<'a>(values: &[(Field, &'a str)]) -> Vec<Said<'a>> {
        values.iter().map(|(field, value)| Said { field: *field, value }).collect()
    }

    fn seen(contact: &Contact, values: &[(Field, &str)]) -> Vec<(Field, String, Stands)> {
        differences(contact, &said(values))
            .into_iter()
            .map(|one| (one.field, one.part.as_str().to_owned(), one.stands))
            .collect()
    }

    const ROE: &[(Field, &str)] =
        &[(Field::GivenName, "Jane"), (Field::FamilyName, "Roe"), (Field::Email, "jane@example.com")];

    #[test]
    fn a_number_becomes_a_contact_without_taking_anybodys_place() {
        let only_id = contact(&[(Field::BadgeId, "000012", Origin::Badge)]);
        let found = seen(&only_id, ROE);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|(_, _, stands)| *stands == Stands::Nothing));
    }

    #[test]
    fn what_a_person_typed_or_took_away_is_told_apart() {
        let mut typed =
            contact(&[(Field::Company, "Arvika AB", Origin::Typed), (Field::City, "Oslo", Origin::Badge)]);
        typed.fields.insert(
            (Field::JobTitle, Part::first()),
            FieldValue { value: String::new(), raw: None, problem: None, origin: Origin::Typed, seq: 2 },
        );
        let found =
            seen(&typed, &[(Field::Company, "Arvika"), (Field::City, "Bergen"), (Field::JobTitle, "CTO")]);
        let stands: Vec<Stands> = found.into_iter().map(|(_, _, stands)| stands).collect();
        assert_eq!(stands, [Stands::Typed, Stands::Other, Stands::Typed]);
    }

    #[test]
    fn a_further_address_goes_behind_those_that_are_there_and_a_spelling_is_no_difference() {
        let known = contact(&[(Field::Email, "jane@example.com", Origin::Badge)]);
        assert_eq!(seen(&known, &[(Field::Email, "Jane@Example.com")]), []);
        let found = seen(&known, &[(Field::Email, "j.roe@example.org"), (Field::Email, "roe@example.net")]);
        assert_eq!(
            found,
            [(Field::Email, "2".to_owned(), Stands::Other), (Field::Email, "3".to_owned(), Stands::Other)]
        );
    }

    #[test]
    fn somebody_elses_name_fills_no_gap_in_ours() {
        let typed = contact(&[(Field::FullName, "Ali Demir", Origin::Typed)]);
        let found = seen(&typed, &[(Field::GivenName, "Jane"), (Field::FamilyName, "Roe")]);
        assert!(found.iter().all(|(_, _, stands)| *stands == Stands::Typed), "{found:?}");
        assert!(!fits(&typed, &said(&[(Field::GivenName, "Jane"), (Field::FamilyName, "Roe")])));
        let same = contact(&[(Field::FullName, "Jane Roe", Origin::Badge)]);
        let found = seen(&same, &[(Field::GivenName, "Jane"), (Field::FamilyName, "Roe")]);
        assert!(found.iter().all(|(_, _, stands)| *stands == Stands::Nothing), "{found:?}");
    }

    #[test]
    fn a_full_name_that_says_no_more_than_its_parts_is_no_difference() {
        let parts =
            contact(&[(Field::GivenName, "Jane", Origin::Badge), (Field::FamilyName, "Roe", Origin::Badge)]);
        assert_eq!(seen(&parts, &[(Field::FullName, "Jane Roe")]), []);
    }

    #[test]
    fn a_note_stays_the_reps_and_a_label_joins_the_others() {
        let noted = contact(&[(Field::Note, "wants a demo", Origin::Typed)]);
        let found = seen(&noted, &[(Field::Note, "press"), (Field::Tag, "VIP")]);
        assert_eq!(found, [(Field::Tag, "vip".to_owned(), Stands::Nothing)]);
    }

    #[test]
    fn what_was_taken_leaves_no_difference() {
        let mut known =
            contact(&[(Field::BadgeId, "12", Origin::Badge), (Field::Email, "x@example.com", Origin::Badge)]);
        for one in differences(&known, &said(ROE)) {
            let value = ROE.get(one.said).map(|(_, value)| (*value).to_owned()).unwrap_or_default();
            let value = FieldValue { value, raw: None, problem: None, origin: Origin::Roster, seq: 2 };
            known.fields.insert((one.field, one.part), value);
        }
        assert_eq!(seen(&known, ROE), []);
    }
}
