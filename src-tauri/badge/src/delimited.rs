//! A list of values with a separator between them, as registration desks print: `ID::first::last::company`, `a|b|c`, `a^b`, tabs,
//! CSV. Values without names are told by their shape, or by a first line with names; which order an event uses is known for
//! sure only by its recipe, so what was guessed says so. Several lines are several people.

use crate::guess::{self, Shape};
use crate::pairs::{self, Pair};
use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

/// Separators in the order in which they are tried, and how many a line needs: a comma or semicolon stands in any sentence.
const SEPARATORS: &[(&str, usize)] = &[("::", 1), ("|", 1), ("^", 1), ("\t", 1), (";", 2), (",", 2)];

/// Longest line of a list that is looked at, in characters.
const LONGEST: usize = 4000;

/// Most lines of a list: a line of names and as many people as are taken from one payload.
const MOST_LINES: usize = crate::reading::MOST_PEOPLE + 1;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim_matches([' ', '\r', '\n']);
    if text.lines().nth(MOST_LINES).is_some() {
        return None;
    }
    if text.contains("://") && !text.contains(['|', '^', '\t', ';', ',']) {
        return None;
    }
    let (separator, fewest) = SEPARATORS.iter().find(|(separator, fewest)| fits(text, separator, *fewest))?;
    let rows = rows(text, separator, *fewest)?;
    let (first, others) = rows.split_first()?;
    let is_header = !others.is_empty() && first.iter().all(|cell| pairs::is_known(cell));
    if is_header {
        return Reading::together(others.iter().map(|row| named(first, row)));
    }
    // A line of words alone is a sentence.
    let is_strong = |row: &Vec<String>| {
        let shapes = || row.iter().map(|cell| guess::shape(cell));
        shapes().any(|shape| matches!(shape, Shape::Email | Shape::Phone | Shape::Id))
            && (*fewest == 1
                || shapes().any(|shape| matches!(shape, Shape::Email | Shape::Phone))
                || row.len() > 2 && id_leads(row))
    };
    rows.iter().all(is_strong).then(|| Reading::together(rows.iter().map(|row| one(row))))?
}

fn id_leads(row: &[String]) -> bool {
    row.first().is_some_and(|first| guess::shape(first) == Shape::Id)
}

/// Every line has the separator often enough.
fn fits(text: &str, separator: &str, fewest: usize) -> bool {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .all(|line| line.len() <= LONGEST && line.matches(separator).take(fewest).count() == fewest)
}

/// The rows of a list, each with as many cells as the first; none when they differ, or a row is only one cell.
fn rows(text: &str, separator: &str, fewest: usize) -> Option<Vec<Vec<String>>> {
    let rows: Vec<Vec<String>> = match separator.as_bytes() {
        [byte] => csv::ReaderBuilder::new()
            .delimiter(*byte)
            .quoting(fewest > 1)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
            .records()
            .map(|row| row.ok().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()))
            .collect::<Option<_>>()?,
        _ => text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.split(separator).map(|cell| cell.trim().to_owned()).collect())
            .collect(),
    };
    let cells = rows.first()?.len();
    (cells > fewest && rows.iter().all(|row| row.len() == cells)).then_some(rows)
}

/// A row below a line of names.
fn named(names: &[String], row: &[String]) -> Reading {
    let pairs: Vec<Pair> = names.iter().zip(row).map(|(name, value)| Pair::new(name, value)).collect();
    let mut reading = Reading::of(BadgeKind::Delimited);
    pairs::take(&mut reading, &pairs);
    reading
}

/// A row whose values are told by their shape.
fn one(row: &[String]) -> Reading {
    let mut reading = Reading::of(BadgeKind::Delimited);
    let shapes: Vec<(Shape, &str)> =
        row.iter().filter(|cell| !cell.is_empty()).map(|cell| (guess::shape(cell), cell.as_str())).collect();
    let is_alone = !shapes.iter().any(|(shape, value)| match shape {
        Shape::Email | Shape::Phone => true,
        Shape::Words => guess::is_name(value),
        Shape::Web | Shape::Id | Shape::Country => false,
    });
    let rank = |place: usize| {
        let (shape, value) = shapes.get(place)?;
        guess::id_rank(value, is_alone).filter(|_| *shape == Shape::Id)
    };
    let surest = (0..shapes.len()).filter_map(rank).min();
    let of_rank: Vec<usize> =
        (0..shapes.len()).filter(|place| surest.is_some() && rank(*place) == surest).collect();
    let id = match of_rank.as_slice() {
        [one] => Some(*one),
        [] => None,
        _ => {
            reading.draft.warn("order_guessed");
            None
        }
    };
    let mut words = Vec::new();
    let mut email = None;
    for (place, (shape, value)) in shapes.iter().enumerate() {
        match shape {
            Shape::Id if Some(place) == id => reading.keep_one(Field::BadgeId, "ID", value),
            // "3M" is a company, "EVT25" in front an event.
            Shape::Id if place > 0 && value.len() <= 4 && value.chars().any(char::is_alphabetic) => {
                words.push(*value)
            }
            Shape::Id => reading.extra("ID", value),
            Shape::Email => {
                email = email.or(Some(*value));
                reading.take(Field::Email, "EMAIL", value);
            }
            Shape::Web => reading.take(Field::Website, "URL", value),
            Shape::Phone => reading.take(Field::Phone, "TEL", value),
            Shape::Country if place > 1 => reading.keep_one(Field::Country, "COUNTRY", value),
            // A word with an underscore is a program's, not a person's.
            Shape::Words if value.contains('_') => reading.extra("FIELD", value),
            Shape::Country | Shape::Words => words.push(*value),
        }
    }
    guess::take_words(&mut reading, &words, email);
    crate::names::complete(&mut reading);
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(Field, String)> {
        read(text).unwrap().draft.values.iter().map(|value| (value.field, value.raw.clone())).collect()
    }

    fn first(text: &str, field: Field) -> Option<String> {
        read(text).and_then(|reading| reading.draft.first(field).map(str::to_owned))
    }

    #[test]
    fn values_are_told_by_their_shape() {
        let values =
            seen("000123|Roe|Jane|Head of Sales|Example GmbH|jane.roe@example.com|+49 30 5550100|DE");
        for (field, value) in [
            (Field::BadgeId, "000123"),
            (Field::GivenName, "Jane"),
            (Field::FamilyName, "Roe"),
            (Field::JobTitle, "Head of Sales"),
            (Field::Company, "Example GmbH"),
            (Field::Email, "jane.roe@example.com"),
            (Field::Phone, "+49 30 5550100"),
            (Field::Country, "DE"),
        ] {
            assert!(values.contains(&(field, value.to_owned())), "{field:?} in {values:?}");
        }
    }

    #[test]
    fn an_order_that_nothing_tells_is_said_to_be_guessed() {
        assert!(
            read("1042::Homer::Simpson::Springfield Nuclear Plant")
                .unwrap()
                .draft
                .warnings
                .contains(&"order_guessed".to_owned())
        );
        assert!(
            !read("1042;Jane Roe;Example GmbH;jane@example.com")
                .unwrap()
                .draft
                .warnings
                .contains(&"order_guessed".to_owned())
        );
    }

    #[test]
    fn a_line_of_names_says_what_follows_and_lines_are_people() {
        let reading = read("id;name;company\n1;Jane Roe;Example\n2;Peter Poe;3M").unwrap();
        assert_eq!(reading.draft.first(Field::FullName), Some("Jane Roe"));
        assert_eq!(reading.others[0].first(Field::Company), Some("3M"));
        let reading = read("1001|Jane|Roe\n1002|Peter|Poe").unwrap();
        assert_eq!(reading.others[0].first(Field::BadgeId), Some("1002"));
    }

    #[test]
    fn a_number_that_may_be_the_events_is_not_the_badges() {
        for text in [
            "EVT25|Jane|Roe|jane.roe@example.com",
            "2026|Jane Roe|VIP",
            "1001|3003|Jane Roe",
            "12|Jane Roe|3",
        ] {
            assert_eq!(first(text, Field::BadgeId), None, "{text}");
        }
        assert_eq!(first("EVT^000123", Field::BadgeId).as_deref(), Some("000123"));
        assert_eq!(first("EVT^000123", Field::Company), None);
    }

    #[test]
    fn quotes_hold_a_comma() {
        assert_eq!(
            first("000123,\"Roe, Jane\",\"Example, Works\",jane.roe@example.com", Field::Company).as_deref(),
            Some("Example, Works")
        );
    }

    #[test]
    fn sentences_are_no_lists() {
        for text in [
            "Hello, world, this is it",
            "a | b",
            "Roe, Jane",
            "one\ntwo",
            "so: this; that; those",
            "https://example.com/a,b?c=1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
