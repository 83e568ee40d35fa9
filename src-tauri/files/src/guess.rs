//! Which column is which field: by its header, else by what stands in it. Only what a value's shape tells for sure is guessed
//! without a header: an address with an `@`, a web page, a phone number with its plus.

use crate::columns::{Target, ours};
use lanyard_badge::words;
use lanyard_core::contact::{Field, Kind, Many, normalise};

/// Words that stand before a name: a column "Title" full of them is no job title.
const BEFORE_NAMES: [&str; 14] =
    ["dr", "prof", "profdr", "mr", "mrs", "ms", "mx", "miss", "herr", "frau", "sir", "ing", "dipling", "mag"];

/// Guesses a target for each column. `rows` are a sample below the header.
pub(crate) fn targets(headers: &[String], columns: usize, rows: &[Vec<String>]) -> Vec<Target> {
    let mut targets = Vec::with_capacity(columns);
    let folded: Vec<String> = headers.iter().map(|header| words::folded(header)).collect();
    let has_given = folded.iter().any(|header| words::field(header) == Some(Field::GivenName));
    let has_family = folded.iter().any(|header| words::field(header) == Some(Field::FamilyName));
    for column in 0..columns {
        let header = headers.get(column).map_or("", String::as_str);
        let values: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        let mut target = ours(header.trim())
            .or_else(|| by_header(folded.get(column).map_or("", String::as_str), &values))
            .or_else(|| by_content(&values))
            .unwrap_or(if values.is_empty() { Target::Skip } else { Target::Extra });
        // "Vorname; Name": beside a first name, a name is the family's.
        if target == Target::Field(Field::FullName, 0)
            && has_given
            && !has_family
            && folded.get(column).is_some_and(|header| header == "name")
        {
            target = Target::Field(Field::FamilyName, 0);
        }
        targets.push(free(target, &targets));
    }
    targets
}

/// The target, or the next free one of its field; a second column of a field that holds one is only shown.
fn free(target: Target, taken: &[Target]) -> Target {
    match target {
        Target::Field(field, nth) if taken.contains(&target) => match field.row().many {
            Many::List => (nth + 1..9)
                .map(|nth| Target::Field(field, nth))
                .find(|target| !taken.contains(target))
                .unwrap_or(Target::Extra),
            Many::Set => target,
            Many::One | Many::Keyed => Target::Extra,
        },
        Target::Id if taken.contains(&target) => Target::Extra,
        target => target,
    }
}

fn by_header(folded: &str, values: &[&str]) -> Option<Target> {
    if folded.is_empty() {
        return None;
    }
    if words::is_id(folded) {
        return Some(Target::Id);
    }
    let field = words::field(folded)?;
    let is_before_names = |value: &&str| BEFORE_NAMES.contains(&words::folded(value).as_str());
    let field = match field {
        Field::JobTitle if folded == "title" && most(values, is_before_names) => Field::NamePrefix,
        Field::NamePrefix
            if folded == "titel" && !values.is_empty() && !values.iter().any(is_before_names) =>
        {
            Field::JobTitle
        }
        field => field,
    };
    Some(Target::Field(field, 0))
}

fn by_content(values: &[&str]) -> Option<Target> {
    let field = if most(values, |value| is_email(value)) {
        Field::Email
    } else if most(values, |value| value.to_ascii_lowercase().contains("linkedin.com/in/")) {
        Field::Linkedin
    } else if most(values, |value| is_page(value)) {
        Field::Website
    } else if most(values, |value| is_phone(value)) {
        Field::Phone
    } else {
        return None;
    };
    Some(Target::Field(field, 0))
}

/// Eight in ten, and at least one.
fn most(values: &[&str], is: impl Fn(&&str) -> bool) -> bool {
    let count = values.iter().filter(|value| is(value)).count();
    count > 0 && count * 10 >= values.len() * 8
}

fn is_email(value: &str) -> bool {
    value.contains('@') && normalise(Kind::Email, value, None).problem.is_none()
}

fn is_page(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    ["http://", "https://", "www."].iter().any(|start| lower.starts_with(start))
}

/// With its plus or a leading 00: other digits are as well an id.
fn is_phone(value: &str) -> bool {
    (value.starts_with('+') || value.starts_with("00"))
        && normalise(Kind::Phone, value, None).problem.is_none()
}

/// Whether a cell looks like data rather than a header.
fn is_data(cell: &str) -> bool {
    let cell = cell.trim();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    is_email(cell) || is_page(cell) || is_phone(cell) || (digits > 0 && digits * 2 >= cell.chars().count())
}

/// How many rows stand before the data, the header's own included; 0 when there is no header. A list may begin with its title.
pub(crate) fn header(rows: &[Vec<String>]) -> usize {
    const LOOKED_AT: usize = 10;
    let known = |row: &Vec<String>| row.iter().filter(|cell| is_header(cell)).count();
    if let Some(mut place) = rows.iter().take(LOOKED_AT).position(|row| known(row) >= 2) {
        // Of two rows of headers the lower one names the columns; the upper one's cells are merged over groups of them.
        while let (Some(row), Some(below)) = (rows.get(place), rows.get(place + 1)) {
            if known(below) <= known(row) || below.iter().any(|cell| is_data(cell)) {
                break;
            }
            place += 1;
        }
        return place + 1;
    }
    let Some(first) = rows.first() else { return 0 };
    if known(first) == 1 && !first.iter().any(|cell| is_data(cell)) {
        return 1;
    }
    let named = first.iter().filter(|cell| !cell.trim().is_empty()).count();
    let has_data = first.iter().any(|cell| is_data(cell));
    let data_below = rows.iter().skip(1).any(|row| row.iter().any(|cell| is_data(cell)));
    usize::from(named >= 2 && !has_data && data_below)
}

fn is_header(cell: &str) -> bool {
    let cell = cell.trim();
    cell.chars().count() <= 60 && (ours(cell).is_some() || words::is_known(&words::folded(cell)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    fn guessed(headers: &[&str], rows: &[&[&str]]) -> Vec<String> {
        let rows: Vec<Vec<String>> = rows.iter().map(|cells| row(cells)).collect();
        let columns = headers.len().max(rows.first().map_or(0, Vec::len));
        targets(&row(headers), columns, &rows).iter().map(Target::to_string).collect()
    }

    #[test]
    fn a_german_list_is_understood() {
        let headers = [
            "Anrede",
            "Titel",
            "Vorname",
            "Name",
            "Firma",
            "Funktion",
            "E-Mail",
            "Telefon",
            "PLZ",
            "Ort",
            "Kundennr.",
        ];
        let rows: [&[&str]; 1] = [&[
            "Frau",
            "Dr.",
            "Änne",
            "Groß",
            "Übung GmbH",
            "Einkauf",
            "a@example.de",
            "030 1",
            "01067",
            "Dresden",
            "007",
        ]];
        assert_eq!(
            guessed(&headers, &rows),
            [
                "extra",
                "name_prefix",
                "given_name",
                "family_name",
                "company",
                "job_title",
                "email",
                "phone",
                "postal_code",
                "city",
                "extra"
            ]
        );
    }

    #[test]
    fn a_title_is_what_stands_in_it() {
        assert_eq!(guessed(&["Title"], &[&["Dr."], &["Prof."]]), ["name_prefix"]);
        assert_eq!(guessed(&["Title"], &[&["Head of Sales"]]), ["job_title"]);
        assert_eq!(guessed(&["Titel"], &[&["Leiterin Einkauf"]]), ["job_title"]);
    }

    #[test]
    fn without_headers_only_what_is_sure_is_guessed() {
        let rows: [&[&str]; 1] =
            [&["Ada Lovelace", "ada@example.com", "+49 30 5550100", "00123", "www.example.com"]];
        assert_eq!(guessed(&[], &rows), ["extra", "email", "phone", "extra", "website"]);
    }

    #[test]
    fn a_second_column_of_a_kind_is_the_second_value_or_only_shown() {
        assert_eq!(
            guessed(
                &["E-Mail", "E-Mail 2", "Company", "Firma", "ID", "UID"],
                &[&["a@b.de", "c@b.de", "A", "B", "1", "2"]]
            ),
            ["email", "email.2", "company", "extra", "id", "extra"]
        );
    }

    #[test]
    fn the_header_is_found_below_a_title_and_not_in_data() {
        let rows = |rows: &[&[&str]]| rows.iter().map(|cells| row(cells)).collect::<Vec<_>>();
        assert_eq!(
            header(&rows(&[&["Leads of the Expo 2026", ""], &["Name", "E-Mail"], &["Ada", "a@b.de"]])),
            2
        );
        assert_eq!(header(&rows(&[&["Ada Lovelace", "a@b.de"], &["Bo Roe", "b@b.de"]])), 0);
        assert_eq!(header(&rows(&[&["E-Mail"], &["a@b.de"]])), 1);
        assert_eq!(header(&rows(&[&["Wer", "Wohin"], &["Ada", "a@b.de"]])), 1);
        assert_eq!(header(&[]), 0);
        let two = [
            &["Badge", "", "Person", ""],
            &["Badge ID", "Category", "First name", "Last name"],
            &["7", "VIP", "Ada", "Roe"],
        ];
        assert_eq!(header(&rows(&two.map(|row| row as &[&str]))), 2, "the lower of two names the columns");
    }
}
