//! A hundred thousand different people as a fair in Germany meets them: umlauts, Han names, and now and then somebody who comes
//! twice. Made by number, the same in each run.

use lanyard_core::contact::{Field, Origin, Part};
use lanyard_engine::store::contacts::Edit;

const GIVEN: [&str; 40] = [
    "Jana", "Liam", "Aylin", "Søren", "José", "Zoë", "Anna", "Peter", "Maria", "Thomas", "Björn", "Chloé",
    "Lukas", "Emma", "Noah", "Mia", "Paul", "Lea", "Felix", "Ida", "Oskar", "Greta", "Karl", "Nora", "Hugo",
    "Ella", "Anton", "Clara", "Max", "Julia", "David", "Sara", "Jan", "Eva", "Tim", "Lara", "Ben", "Nina",
    "Tom", "Ines",
];
const BEGINS: [&str; 40] = [
    "Lind", "Berg", "Müll", "Schm", "Hof", "Wag", "Neu", "Kra", "Bau", "Fisch", "Web", "Schul", "Koch",
    "Rich", "Klei", "Wolf", "Schrö", "Zimm", "Hart", "Lang", "Kru", "Schwa", "Leh", "Köhl", "Her", "König",
    "Walt", "May", "Kais", "Fuch", "Schol", "Möll", "Weiß", "Jung", "Hahn", "Schub", "Vog", "Friedr", "Kell",
    "Günth",
];
const ENDS: [&str; 25] = [
    "qvist", "mann", "er", "idt", "feld", "stein", "bach", "ke", "ing", "hard", "auer", "ler", "sen", "sson",
    "ström", "wald", "haus", "meier", "ner", "ges", "ert", "old", "brecht", "lich", "ow",
];
const TRADES: [&str; 10] = [
    "Hydraulik",
    "Logistik",
    "Optik",
    "Pumpen",
    "Software",
    "Medizin",
    "Energie",
    "Papier",
    "Robotik",
    "Textil",
];
const HAN: [char; 20] = [
    '山', '田', '太', '郎', '佐', '藤', '鈴', '木', '高', '橋', '伊', '渡', '辺', '中', '村', '小', '林',
    '加', '吉', '本',
];

/// One of the people, by number: every fiftieth is the one before it once more, spelt a little differently.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) company: String,
    pub(crate) email: String,
    pub(crate) phone: String,
}

/// The person of this number.
pub(crate) fn person(number: usize) -> Person {
    let is_again = number % 50 == 49;
    let of = if is_again { number - 1 } else { number };
    let pick =
        |step: usize, among: usize| (of.wrapping_mul(2_654_435_761) >> 7).wrapping_add(of * step) % among;
    let company = format!("{}{} {}", BEGINS[pick(3, 40)], ENDS[pick(7, 25)], TRADES[pick(11, 10)]);
    let phone = format!("+4930{:07}", pick(13, 2000));
    if of % 20 == 0 {
        let name: String = [5, 17, 29, 31].iter().map(|step| HAN[pick(*step, 20)]).collect();
        return Person { name, company, email: format!("{of}@tokyo.example"), phone };
    }
    let (given, family) = (GIVEN[pick(17, 40)], format!("{}{}", BEGINS[pick(19, 40)], ENDS[pick(23, 25)]));
    let name = if is_again { format!("{family}, {given}") } else { format!("{given} {family}") };
    let email = format!("{}.{of}@firma{}.example", given.to_lowercase(), pick(3, 4000));
    Person { name, company: if is_again { format!("{company} GmbH") } else { company }, email, phone }
}

/// What a badge of hers says, as edits.
pub(crate) fn edits(number: usize) -> Vec<Edit> {
    let person = person(number);
    let is_again = number % 50 == 49;
    [
        (Field::FullName, person.name),
        (Field::Company, person.company),
        (Field::JobTitle, "Head of Maintenance".to_owned()),
        (Field::Email, if is_again { format!("x{}", person.email) } else { person.email }),
        (Field::Phone, person.phone),
        (Field::City, "Düsseldorf".to_owned()),
    ]
    .into_iter()
    .map(|(field, value)| Edit {
        field,
        part: Part::first(),
        value: Some(value),
        raw: None,
        problem: None,
        origin: Origin::Badge,
    })
    .collect()
}

/// The tags that people at a stand give.
pub(crate) const TAGS: [&str; 8] =
    ["hot", "press", "dealer", "call back", "2027", "service", "samples", "student"];

/// The same with a telephone of their own, and marked at the stand as well: every third person is rated, every fourth has a tag.
pub(crate) fn marked(number: usize) -> Vec<Edit> {
    let mut all = edits(number);
    for edit in all.iter_mut().filter(|edit| edit.field == Field::Phone) {
        edit.value = Some(format!("+49301{number:07}"));
    }
    let marked = |field, part, value: String| Edit {
        field,
        part,
        value: Some(value),
        raw: None,
        problem: None,
        origin: Origin::Typed,
    };
    if number.is_multiple_of(3) {
        all.push(marked(Field::Rating, Part::first(), (number / 3 % 5 + 1).to_string()));
    }
    if number.is_multiple_of(4) {
        let tag = TAGS[number / 4 % TAGS.len()];
        all.push(marked(Field::Tag, Part::member(tag), tag.to_owned()));
    }
    all
}
