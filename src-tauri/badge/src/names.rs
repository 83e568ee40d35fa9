//! Makes a name whole: the printed one from its parts, and the parts of a printed one when there is one way to part it.

use crate::Reading;
use lanyard_core::contact::Field;
use lanyard_core::contact::name::joined_name;
use lanyard_core::contact::parting::part_name;

/// The parts of a name.
const PARTS: [Field; 5] =
    [Field::NamePrefix, Field::GivenName, Field::AdditionalName, Field::FamilyName, Field::NameSuffix];

pub(crate) fn complete(reading: &mut Reading) {
    let text = |field| reading.draft.first(field).unwrap_or("").to_owned();
    let full = text(Field::FullName);
    if full.is_empty() {
        let name = joined_name(&text(Field::GivenName), &text(Field::FamilyName));
        reading.push(Field::FullName, &name);
    } else if PARTS.iter().all(|part| reading.draft.first(*part).is_none())
        && full != text(Field::Company)
        && let Some(parts) = part_name(&full)
    {
        let values = [&parts.prefix, &parts.given, &parts.additional, &parts.family, &parts.suffix];
        for (field, part) in PARTS.into_iter().zip(values) {
            reading.push(field, part);
        }
        reading.draft.warn("name_split");
    }
}

/// Given and family name for a form in which a person sees the guess: of more than two words the last is the family's.
pub(crate) fn parted_for_a_person(full: &str) -> Option<(String, String)> {
    part_name(full).map(|parts| (parts.given, parts.family)).or_else(|| {
        let (given, family) = full.trim().rsplit_once(' ')?;
        Some((given.trim_end().to_owned(), family.to_owned()))
    })
}
