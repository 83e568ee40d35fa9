//! What a person pastes into the form: a signature below a letter, a line such as "Jane Roe, Acme, jane@acme.example", a code's
//! text. Only proposes: the form shows what was understood, and the person corrects it before it is saved, so that
//! more is guessed here than of a badge. Left out on purpose: street addresses and anything that needs a list of names.

use crate::{BadgeKind, names, read_text};
use lanyard_core::contact::normalise::normalise;
use lanyard_core::contact::{ContactDraft, Field, Kind};

/// Longest text that is looked at, in characters; signatures with their legal notice stay below.
const LONGEST: usize = 4000;

/// Most pieces that are looked at.
const MOST_PIECES: usize = 40;

/// Fewest digits of a phone number.
const FEWEST_DIGITS: usize = 6;

/// Words that make a piece a company's name: legal forms, with their dots taken out.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "bv",
    "co",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "kg",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "plc",
    "sa",
    "sarl",
    "sas",
    "se",
    "spa",
    "srl",
    "sro",
];

/// Beginnings of words that make a piece a job.
const JOBS: &[&str] = &[
    "account",
    "analyst",
    "architect",
    "assistant",
    "berater",
    "buyer",
    "ceo",
    "cfo",
    "chief",
    "consultant",
    "coo",
    "cto",
    "developer",
    "direct",
    "einkäuf",
    "engineer",
    "entwickl",
    "founder",
    "geschäftsführ",
    "gründer",
    "head",
    "ingenieur",
    "lead",
    "leiter",
    "leitung",
    "manager",
    "officer",
    "owner",
    "partner",
    "president",
    "product owner",
    "prokurist",
    "purchas",
    "referent",
    "sales",
    "specialist",
    "technik",
    "vertrieb",
    "vice",
    "vorstand",
    "vp",
];

/// Beginnings of a letter's last words, which stand above a signature.
const GREETINGS: &[&str] = &[
    "all the best",
    "best",
    "cheers",
    "freundliche",
    "gruß",
    "grüße",
    "herzliche",
    "kind",
    "liebe grüße",
    "many thanks",
    "mit besten",
    "mit freundlichen",
    "regards",
    "schöne grüße",
    "sincerely",
    "thank",
    "viele grüße",
    "warm",
    "yours",
];

/// Labels before a value, with what they announce.
const LABELS: &[(&str, Field)] = &[
    ("e-mail", Field::Email),
    ("email", Field::Email),
    ("mail", Field::Email),
    ("e", Field::Email),
    ("mobile", Field::Mobile),
    ("mobil", Field::Mobile),
    ("handy", Field::Mobile),
    ("cell", Field::Mobile),
    ("m", Field::Mobile),
    ("telefon", Field::Phone),
    ("telephone", Field::Phone),
    ("phone", Field::Phone),
    ("tel", Field::Phone),
    ("t", Field::Phone),
    ("p", Field::Phone),
    ("telefax", Field::Fax),
    ("fax", Field::Fax),
    ("f", Field::Fax),
    ("website", Field::Website),
    ("web", Field::Website),
    ("w", Field::Website),
    ("firma", Field::Company),
    ("company", Field::Company),
    ("name", Field::FullName),
];

/// Reads a pasted text. Each field comes once; what nothing is known of is left out.
#[must_use]
pub fn read_pasted(text: &str) -> ContactDraft {
    let text: String = text.chars().take(LONGEST).collect();
    let reading = read_text(&text);
    match reading.kind {
        BadgeKind::Vcard21
        | BadgeKind::Vcard3
        | BadgeKind::Vcard4
        | BadgeKind::Jcard
        | BadgeKind::Mecard
        | BadgeKind::Bizcard
        | BadgeKind::Kddi
        | BadgeKind::Json
        | BadgeKind::Signed => return reading.draft,
        BadgeKind::NotContact | BadgeKind::Hostile => return ContactDraft::default(),
        // More is guessed of these than a badge would.
        BadgeKind::ProfileUrl
        | BadgeKind::Url
        | BadgeKind::Uri
        | BadgeKind::Delimited
        | BadgeKind::Kv
        | BadgeKind::Encrypted
        | BadgeKind::Opaque
        | BadgeKind::Text => {}
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_one_line = lines.len() < 2;
    let mut draft = ContactDraft::default();
    let mut rest = Vec::new();
    for piece in lines.iter().flat_map(|line| pieces(line)).take(MOST_PIECES) {
        if !take_known(&mut draft, piece) {
            rest.push(piece);
        }
    }
    take_words(&mut draft, &rest, is_one_line);
    draft
}

/// A line's pieces, as people divide them.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    line.split([',', ';', '|', '\t', '·', '•', '<', '>'])
        .flat_map(|piece| piece.split(" – "))
        .flat_map(|piece| piece.split(" - "))
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
}

/// Takes a piece whose form says what it is.
fn take_known(draft: &mut ContactDraft, piece: &str) -> bool {
    let (label, value) = labelled(piece);
    if let Some(address) = value.split_whitespace().map(bare).find(|word| is_email(word)) {
        return put(draft, Field::Email, address);
    }
    if is_phone(value) {
        let field = label.filter(|field| matches!(field, Field::Mobile | Field::Fax));
        return put(draft, field.unwrap_or(Field::Phone), value);
    }
    if let Some(address) = value.split_whitespace().map(bare).find(|word| is_web(word)) {
        let is_profile = address.contains("linkedin.com/in/");
        return put(draft, if is_profile { Field::Linkedin } else { Field::Website }, address);
    }
    match label {
        Some(field @ (Field::Company | Field::FullName)) => put(draft, field, value),
        Some(_) | None => false,
    }
}

/// Takes what is only words: the name first, then job and company.
fn take_words(draft: &mut ContactDraft, words: &[&str], is_one_line: bool) {
    let mut rest: Vec<&str> = words
        .iter()
        .copied()
        .filter(|piece| piece.chars().any(char::is_alphabetic) && !is_greeting(piece))
        .collect();
    let company = rest.iter().position(|piece| has_legal_form(piece)).map(|place| rest.remove(place));
    let job = rest.iter().position(|piece| is_job(piece)).map(|place| rest.remove(place));
    let name = rest.iter().position(|piece| is_name(piece)).map(|place| rest.remove(place));
    let mut rest = rest
        .into_iter()
        .filter(|piece| piece.chars().count() <= 60 && !piece.chars().any(|c| c.is_ascii_digit()));
    let second = rest.next();
    // A line goes from the person to the company, a signature from the person over the job to it.
    let (job, company) = match (job, company) {
        (None, None) if is_one_line => (rest.next().and(second), second),
        (None, None) => match rest.next() {
            Some(third) => (second, Some(third)),
            None => (None, second),
        },
        (job, None) => (job, second),
        (None, company) => (second, company),
        both => both,
    };
    for (field, piece) in [(Field::Company, company), (Field::JobTitle, job)] {
        if let Some(piece) = piece {
            put(draft, field, piece);
        }
    }
    let full = draft.first(Field::FullName).map(str::to_owned).or_else(|| name.map(str::to_owned));
    if let Some((given, family)) = full.as_deref().and_then(names::parted_for_a_person) {
        put(draft, Field::GivenName, &given);
        put(draft, Field::FamilyName, &family);
    } else if let Some(full) = full {
        put(draft, Field::GivenName, &full);
    }
}

/// Puts a value where none is yet.
fn put(draft: &mut ContactDraft, field: Field, value: &str) -> bool {
    if draft.first(field).is_none() {
        draft.push(field, value.trim().to_owned());
    }
    true
}

fn labelled(piece: &str) -> (Option<Field>, &str) {
    let Some((label, value)) = piece.split_once(':') else { return (None, piece) };
    let label = label.trim().trim_end_matches('.').to_lowercase();
    match LABELS.iter().find(|(known, _)| *known == label) {
        Some((_, field)) => (Some(*field), value.trim()),
        None => (None, piece),
    }
}

fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '"' | '\''));
    word.strip_prefix("mailto:").unwrap_or(word).trim_end_matches(['.', ','])
}

fn is_email(word: &str) -> bool {
    word.contains('@') && normalise(Kind::Email, word, None).problem.is_none()
}

fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let fits = value.chars().all(|c| c.is_ascii_digit() || "+()-./ \u{a0}–".contains(c));
    fits && (FEWEST_DIGITS..=20).contains(&digits)
}

fn is_web(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["https://", "http://", "www."].iter().any(|start| lower.starts_with(start)) && lower.len() > 8
}

fn has_legal_form(piece: &str) -> bool {
    let mut words = piece.split_whitespace().skip(1);
    words.any(|word| LEGAL_FORMS.contains(&word.replace(['.', '/'], "").to_lowercase().as_str()))
}

fn is_job(piece: &str) -> bool {
    piece
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| JOBS.iter().any(|job| word.starts_with(job)))
}

fn is_greeting(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    GREETINGS.iter().any(|greeting| {
        lower.strip_prefix(greeting).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    })
}

/// Two to six words that begin as names do.
fn is_name(piece: &str) -> bool {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let begins = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    (2..=6).contains(&words.len())
        && !piece.chars().any(|c| c.is_ascii_digit())
        && begins(&words[0])
        && words.last().is_some_and(begins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(Field, String)> {
        let mut found: Vec<(Field, String)> =
            read_pasted(text).values.into_iter().map(|value| (value.field, value.raw)).collect();
        found.sort_by_key(|(field, _)| field.key());
        found
    }
    fn expected(pairs: &[(Field, &str)]) -> Vec<(Field, String)> {
        pairs.iter().map(|(field, value)| (*field, (*value).to_owned())).collect()
    }

    #[test]
    fn a_line_of_name_company_and_address_is_understood() {
        let wanted = expected(&[
            (Field::Company, "Acme"),
            (Field::Email, "jane@acme.example"),
            (Field::FamilyName, "Roe"),
            (Field::GivenName, "Jane"),
        ]);
        assert_eq!(read("Jane Roe, Acme, jane@acme.example"), wanted);
        assert_eq!(read("Jane Roe | Acme | jane@acme.example"), wanted);
        assert_eq!(read("Jane Roe <jane@acme.example>"), wanted[1..]);
    }

    #[test]
    fn a_signature_is_understood() {
        let signature = "Mit freundlichen Grüßen\n\nDr. Petra van der Berg\nHead of Procurement\nNordlicht Pumpen GmbH\n\
            Hafenstr. 12, 20457 Hamburg\nTel.: +49 40 5550 1620\nMobil: +49 171 5550 162\n\
            E-Mail: petra.berg@nordlicht.example\nwww.nordlicht.example";
        assert_eq!(
            read(signature),
            expected(&[
                (Field::Company, "Nordlicht Pumpen GmbH"),
                (Field::Email, "petra.berg@nordlicht.example"),
                (Field::FamilyName, "van der Berg"),
                (Field::GivenName, "Petra"),
                (Field::JobTitle, "Head of Procurement"),
                (Field::Mobile, "+49 171 5550 162"),
                (Field::Phone, "+49 40 5550 1620"),
                (Field::Website, "www.nordlicht.example"),
            ])
        );
    }

    #[test]
    fn the_text_of_a_code_is_read_as_the_code() {
        assert_eq!(read_pasted("MECARD:N:Doe,Jane;;").first(Field::FamilyName), Some("Doe"));
        assert!(read_pasted("WIFI:S:expo;P:secret;;").is_empty());
        assert!(read_pasted("").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_each_field_comes_once(text in "\\PC{0,200}|([a-zA-Z@.:+0-9 ]{0,20}[,\n]){0,12}") {
            let draft = read_pasted(&text);
            if !matches!(read_text(&text).kind, BadgeKind::Vcard3 | BadgeKind::Mecard) {
                let mut fields: Vec<&str> = draft.values.iter().map(|value| value.field.key()).collect();
                fields.sort_unstable();
                fields.dedup();
                prop_assert_eq!(fields.len(), draft.values.len());
            }
        }
    }
}
