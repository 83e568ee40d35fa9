//! Records that were at the CRM before us: other people's, never to be harmed.

use crate::book::Book;
use crate::options::Settings;
use serde_json::{Map, Value};

/// First name, last name, e-mail, company, job title, phone.
type Person = [&'static str; 6];

/// Some share a company's domain, two share a name, some have no e-mail; see [`crate::samples::badges`] for Liam
/// O'Dwyer (sample 3: same person, other job title) and Volkan Arslan (sample 5's address, another person).
const PEOPLE: [Person; 12] = [
    ["Liam", "O'Dwyer", "Liam.ODwyer@harbour-quay.example.com", "Harbour & Quay", "Shift Supervisor", ""],
    ["Volkan", "Arslan", "info@spreewerk.example.com", "Spreewerk Robotik GmbH", "Office", ""],
    [
        "Greta",
        "Nyström",
        "greta.nystrom@arvika-hydraulik.example.com",
        "Arvika Hydraulik AB",
        "Controller",
        "",
    ],
    [
        "Per",
        "Nyström",
        "per.nystrom@arvika-hydraulik.example.com",
        "Arvika Hydraulik AB",
        "Driver",
        "+46701740611",
    ],
    [
        "Siobhan",
        "Keane",
        "siobhan.keane@harbour-quay.example.com",
        "Harbour & Quay",
        "Dispatcher",
        "+442079460322",
    ],
    ["Anna", "Kowalska", "anna.kowalska@example.org", "Studio Kowalska", "Architect", ""],
    ["Anna", "Kowalska", "a.kowalska@mlyn-polski.example.com", "Młyn Polski Sp. z o.o.", "Accountant", ""],
    ["Ravi", "Chandran", "ravi@example.com", "Chandran Consulting", "Partner", "+12025550111"],
    ["Mary", "Ellen Stokes", "", "Stokes Farm", "Owner", "+12025550112"],
    [
        "Noé",
        "Lambert",
        "noe.lambert@maison-fontaine.example.com",
        "Maison Fontaine",
        "Apprenti",
        "+33639981255",
    ],
    ["健太", "佐藤", "kenta.sato@midori-seiki.example.com", "みどり精機", "", ""],
    ["", "Front Desk", "desk@example.net", "Example Venue", "", "+442079460300"],
];
const FIELDS: [&str; 6] =
    ["acme_first_name", "acme_last_name", "acme_email", "acme_company", "acme_job_title", "acme_phone"];

/// First name, last name, e-mail, company, job title and phone of each, for a CRM with a book of its own.
pub(crate) fn people() -> impl Iterator<Item = [&'static str; 6]> {
    PEOPLE.into_iter()
}

/// Fills a new book; the strangers came an hour apart, the last of them a day ago.
pub(crate) fn move_in(book: &mut Book, now: i64) {
    const HOUR: i64 = 3_600_000;
    for (person, hours) in PEOPLE.iter().zip((24..24 + PEOPLE.len() as i64).rev()) {
        let fields: Map<String, Value> =
            FIELDS.iter().zip(person).map(|(f, v)| ((*f).to_owned(), Value::from(*v))).collect();
        // The table is ours and holds no two equal addresses: none is refused, as the test below sees.
        let _ = book.create(&fields, &Settings::default(), now - hours * HOUR);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::badges;

    fn book() -> Book {
        let mut book = Book::default();
        move_in(&mut book, 1_795_338_000_000);
        book
    }

    #[test]
    fn all_strangers_move_in() {
        assert_eq!(book().records().len(), PEOPLE.len());
    }

    #[test]
    fn one_stranger_is_sample_3_and_one_has_the_address_of_sample_5_under_another_name() {
        let (book, badges) = (book(), badges());
        let with_address_of = |number: usize| {
            let payload = badges[number - 1].payload.to_lowercase();
            book.records()
                .iter()
                .find(|r| {
                    !r.value("acme_email").is_empty()
                        && payload.contains(&r.value("acme_email").to_lowercase())
                })
                .unwrap()
        };
        let same = with_address_of(3);
        assert_eq!((same.value("acme_first_name"), same.value("acme_last_name")), ("Liam", "O'Dwyer"));
        assert!(!badges[2].payload.contains(same.value("acme_job_title")));
        let other = with_address_of(5);
        assert!(!badges[4].title.contains(other.value("acme_last_name")));
        for number in [1, 2, 4, 6, 7, 9, 10] {
            let payload = badges[number - 1].payload.to_lowercase();
            let taken = |r: &&crate::Record| {
                !r.value("acme_email").is_empty() && payload.contains(&r.value("acme_email").to_lowercase())
            };
            assert!(book.records().iter().find(taken).is_none(), "sample {number} is new to the CRM");
        }
    }
}
