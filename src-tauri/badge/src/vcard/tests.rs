//! Cards as phones, registration desks and keyboard scanners write them.

use crate::{BadgeKind, Reading, read_text};
use lanyard_core::contact::Field;
use proptest::prelude::*;

fn card(lines: &str) -> Reading {
    read_text(&format!("BEGIN:VCARD\nVERSION:3.0\n{lines}\nEND:VCARD\n"))
}

fn all(reading: &Reading, field: Field) -> Vec<&str> {
    reading.draft.all(field).collect()
}

fn extra(reading: &Reading) -> Vec<(&str, &str)> {
    reading.draft.extra.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn warned(reading: &Reading, code: &str) -> bool {
    reading.draft.warnings.iter().any(|warning| warning == code)
}

#[test]
fn phones_go_where_their_type_says_and_a_fax_is_no_phone() {
    let seen = card(
        "TEL;TYPE=\"voice,cell\":1\nTEL;TYPE=WORK;TYPE=FAX:2\nTEL;HOME;VOICE:3\nTEL;PAGER:4\nitem1.TEL;type=IPHONE:5\nTEL;VALUE=uri:tel:+1-555;ext=102\nTEL;HOME;FAX:",
    );
    assert_eq!(all(&seen, Field::Mobile), ["1", "5"]);
    assert_eq!(all(&seen, Field::Fax), ["2"]);
    assert_eq!(all(&seen, Field::Phone), ["3", "+1-555;ext=102"]);
    assert_eq!(extra(&seen), [("PAGER", "4")]);
}

#[test]
fn the_preferred_address_comes_first() {
    let seen = card("EMAIL:a@example.com\nEMAIL;TYPE=PREF:b@example.com\nEMAIL;PREF=1:mailto:c@example.com");
    assert_eq!(all(&seen, Field::Email), ["b@example.com", "c@example.com", "a@example.com"]);
}

#[test]
fn a_badge_number_keeps_its_zeros_and_an_address_books_uuid_is_none() {
    assert_eq!(all(&card("UID;VALUE=INTEGER:000012"), Field::BadgeId), ["000012"]);
    for uid in [
        "urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "4FBE8971-0BC3-424C-9C26-36C3E1EFF6B1",
        "jane@example.com",
    ] {
        let seen = card(&format!("FN:Jane Roe\nUID:{uid}"));
        assert!(all(&seen, Field::BadgeId).is_empty());
        assert_eq!(extra(&seen), [("UID", uid)]);
    }
    let seen = card("UID:77\nX-BADGE-ID:42\nX-TICKETID:43");
    assert_eq!(all(&seen, Field::BadgeId), ["42"]);
    assert_eq!(extra(&seen), [("X-TICKETID", "43"), ("UID", "77")]);
}

#[test]
fn escapes_and_folds_are_undone() {
    let seen = card(
        "ORG:Smith\\, Jones\\; Part\n ners;R\\&D;Lab 2\nNOTE:a\\nb\\Nc\\\\d\nURL:http\\://example.com/a",
    );
    assert_eq!(all(&seen, Field::Company), ["Smith, Jones; Partners"]);
    assert_eq!(all(&seen, Field::Department), ["R&D, Lab 2"]);
    assert_eq!(all(&seen, Field::Note), ["a\nb\nc\\d"]);
    assert_eq!(all(&seen, Field::Website), ["http://example.com/a"]);
}

#[test]
fn quoted_printable_is_read_by_its_bytes_whatever_is_declared() {
    for (header, value) in [
        ("FN;ENCODING=QUOTED-PRINTABLE", "J=C3=B6rg M=C3=BCller"),
        ("FN;QUOTED-PRINTABLE", "J=F6rg M=FCller"),
        ("FN;CHARSET=ISO-8859-1;ENCODING=quoted-printable", "J=C3=B6rg M=C3=BCller"),
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE", "J=F6rg M=FCller"),
        ("FN;ENCODING=QUOTED-PRINTABLE", "J=C3=B6rg=20=\nM=C3=BCller"),
    ] {
        let seen = read_text(&format!("BEGIN:VCARD\nVERSION:2.1\n{header}:{value}\nEND:VCARD"));
        assert_eq!(all(&seen, Field::FullName), ["Jörg Müller"], "{header}:{value}");
        assert_eq!(seen.kind, BadgeKind::Vcard21);
    }
}

#[test]
fn a_semicolon_that_was_quoted_does_not_part_a_value() {
    let seen = card("N;ENCODING=QUOTED-PRINTABLE:O=3BBrien;Pat");
    assert_eq!(all(&seen, Field::FamilyName), ["O;Brien"]);
    assert_eq!(all(&seen, Field::GivenName), ["Pat"]);
}

#[test]
fn names_are_completed_from_each_other() {
    assert_eq!(all(&card("N:Roe;Jane;Q.;Dr.;PhD"), Field::FullName), ["Jane Roe"]);
    assert_eq!(all(&card("N:山田;太郎"), Field::FullName), ["山田太郎"]);
    let seen = card("FN:Jane Roe");
    assert_eq!((all(&seen, Field::GivenName), all(&seen, Field::FamilyName)), (vec!["Jane"], vec!["Roe"]));
    assert!(warned(&seen, "name_split"));
    assert_eq!(all(&card("FN:Jane Q. van der Roe"), Field::FamilyName), ["van der Roe"]);
    assert!(all(&card("FN:Jane Roe Poe"), Field::FamilyName).is_empty());
}

#[test]
fn an_organisation_is_no_person() {
    let seen = card("KIND:org\nFN:Example Works");
    assert_eq!(all(&seen, Field::Company), ["Example Works"]);
    assert!(all(&seen, Field::FullName).is_empty());
}

#[test]
fn several_cards_are_several_people_and_it_is_said() {
    let one = "BEGIN:VCARD\nVERSION:3.0\nFN:Jane Q. Roe\nEND:VCARD\n";
    let seen = read_text(&format!("{one}{}", one.replace("Jane", "Peter")));
    assert_eq!(all(&seen, Field::FullName), ["Jane Q. Roe"]);
    assert_eq!(seen.others[0].first(Field::FullName), Some("Peter Q. Roe"));
    assert!(warned(&seen, "several_people"));
    let endless = read_text(&format!("{}{one}", one.replace("END:VCARD\n", "")));
    assert!(endless.others.len() == 1 && warned(&endless, "cut_short"));
    assert!(!warned(&read_text(one), "several_people"));
}

#[test]
fn an_agents_card_within_the_card_is_not_the_persons() {
    let seen = card("FN:Jane Q. Roe\nAGENT:\nBEGIN:VCARD\nFN:Peter X. Poe\nTEL:1\nEND:VCARD\nTEL:2");
    assert_eq!(all(&seen, Field::FullName), ["Jane Q. Roe"]);
    assert_eq!(all(&seen, Field::Phone), ["2"]);
    let seen = card("FN:Jane Q. Roe\nAGENT:BEGIN:VCARD\nFN:Peter X. Poe\nEND:VCARD\nTEL:2");
    assert_eq!((all(&seen, Field::Phone), seen.others.len()), (vec!["2"], 0));
}

#[test]
fn what_can_be_read_of_a_broken_card_is_kept() {
    let seen = read_text("BEGIN:VCARD\nVERSION:3.0\nFN:Jane Q. Roe\nrubbish\n:\nTEL\n;;;:x\nEMAIL:jane@exam");
    assert_eq!(all(&seen, Field::FullName), ["Jane Q. Roe"]);
    assert_eq!(all(&seen, Field::Email), ["jane@exam"]);
    assert!(warned(&seen, "cut_short"));
}

#[test]
fn line_breaks_a_scanner_swallowed_are_put_back() {
    let seen = read_text(
        "BEGIN:VCARDVERSION:3.0N:Doe;SamFN:Sam DoeORG:Example AGTEL;TYPE=CELL:+491515550100EMAIL;TYPE=INTERNET:sam@example.comEND:VCARD",
    );
    assert_eq!(all(&seen, Field::FullName), ["Sam Doe"]);
    assert_eq!(all(&seen, Field::FamilyName), ["Doe"]);
    assert_eq!(all(&seen, Field::Mobile), ["+491515550100"]);
    assert_eq!(all(&seen, Field::Email), ["sam@example.com"]);
    assert!(warned(&seen, "lines_restored"));
}

#[test]
fn a_photo_is_passed_over_with_its_lines() {
    let seen = card("PHOTO;ENCODING=b;TYPE=JPEG:AAAA\n BBBB\nFN:Jane Q. Roe\nLOGO;BASE64:\n  CCCC\n\nTEL:1");
    assert_eq!(all(&seen, Field::FullName), ["Jane Q. Roe"]);
    assert_eq!(all(&seen, Field::Phone), ["1"]);
    assert!(seen.draft.extra.is_empty());
}

#[test]
fn sex_age_and_birthday_are_not_taken() {
    let seen = card("FN:Jane Q. Roe\nBDAY:1970-03-10\nGENDER:F\nX-GENDER:F\nX-AGE:56\nX-ATTENDEE-TYPE:VIP");
    assert_eq!(extra(&seen), [("X-ATTENDEE-TYPE", "VIP")]);
}

#[test]
fn a_linkedin_profile_is_known_in_its_spellings() {
    for line in [
        "X-SOCIALPROFILE;type=linkedin:http://www.linkedin.com/in/jane",
        "SOCIALPROFILE;SERVICE-TYPE=LinkedIn:https://linkedin.com/in/jane",
        "X-SOCIALPROFILE;type=linkedin:x-apple:jane",
        "X-LINKEDIN:jane",
        "URL:https://www.linkedin.com/in/jane/",
    ] {
        assert_eq!(all(&card(line), Field::Linkedin), ["jane"], "{line}");
    }
}

#[test]
fn an_address_is_taken_apart() {
    let seen = card("ADR;TYPE=WORK:PO 7;Suite 5;1 Main St, Hall 2;Springfield;IL;62701;USA");
    assert_eq!(all(&seen, Field::Street), ["1 Main St, Hall 2, Suite 5, PO 7"]);
    assert_eq!(all(&seen, Field::City), ["Springfield"]);
    assert_eq!(all(&seen, Field::PostalCode), ["62701"]);
    assert_eq!(all(&seen, Field::Country), ["USA"]);
}

/// A word as names have them, with the characters that vCard escapes.
fn word() -> impl Strategy<Value = String> {
    "[A-Za-zäöüßéñ山田太郎]{1,12}([,;\\\\' -][A-Za-zäöüß]{1,8}){0,2}"
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;")
}

/// Folds by characters, as the standards want.
fn folded(line: &str, end: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    chars
        .chunks(20)
        .map(|chunk| chunk.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(&format!("{end} "))
}

proptest! {
    #[test]
    fn what_is_written_as_a_card_is_read_from_it(
        family in word(), given in word(), company in word(), unit in word(), title in word(),
        end in prop::sample::select(vec!["\r\n", "\n", "\r"]),
        version in prop::sample::select(vec!["3.0", "4.0"]),
    ) {
        let lines = [
            "BEGIN:VCARD".to_owned(),
            format!("VERSION:{version}"),
            format!("N:{};{};;;", escaped(&family), escaped(&given)),
            format!("FN:{} {}", escaped(&given), escaped(&family)),
            format!("ORG:{};{}", escaped(&company), escaped(&unit)),
            format!("TITLE:{}", escaped(&title)),
            "END:VCARD".to_owned(),
        ];
        let text: String = lines.iter().map(|line| folded(line, end) + end).collect();
        let seen = read_text(&text);
        for (field, value) in [
            (Field::FamilyName, &family), (Field::GivenName, &given), (Field::Company, &company),
            (Field::Department, &unit), (Field::JobTitle, &title),
        ] {
            prop_assert_eq!(all(&seen, field), vec![value.as_str()], "{:?} in {:?}", field, text);
        }
        prop_assert!(seen.draft.warnings.is_empty());
    }
}
