//! What holds for every family: hostile values, payloads beyond measure, and any bytes at all.

use crate::{MAX_PAYLOAD, read};
use lanyard_core::contact::Field;
use proptest::prelude::*;

#[test]
fn hostile_values_are_only_text_and_it_is_said_what_was_taken_out() {
    let seen = read(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:evil\u{202E}gnp.exe\r\nTITLE:Nul\0Byte\r\nEND:VCARD".as_bytes(),
    );
    assert_eq!(seen.draft.first(Field::FullName), Some("evilgnp.exe"));
    assert_eq!(seen.draft.first(Field::JobTitle), Some("NulByte"));
    assert_eq!(seen.draft.warnings, ["control_removed"]);
}

#[test]
fn a_payload_too_long_is_cut_and_said() {
    let mut card = b"BEGIN:VCARD\nVERSION:3.0\nFN:Jane Q. Roe\nNOTE:".to_vec();
    card.resize(MAX_PAYLOAD + 1, b'x');
    let seen = read(&card);
    assert_eq!(seen.draft.first(Field::FullName), Some("Jane Q. Roe"));
    assert!(seen.draft.warnings.contains(&"cut_short".to_owned()));
}

#[test]
fn a_card_of_thousands_of_properties_is_read_in_part_and_said() {
    let card = format!("BEGIN:VCARD\nFN:Jane Q. Roe\n{}END:VCARD\n", "TEL:1\n".repeat(10_000));
    let seen = read(card.as_bytes());
    assert_eq!(seen.draft.first(Field::FullName), Some("Jane Q. Roe"));
    assert_eq!(seen.draft.values.len(), 100);
    assert!(seen.draft.warnings.contains(&"cut_short".to_owned()));
}

/// Pieces of payloads put together at random reach deeper than random bytes.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..12),
        "[ -~]{0,12}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            "BEGIN:VCARD",
            "END:VCARD",
            "\r\n",
            "\n",
            "\r",
            "\n ",
            "VERSION:4.0\n",
            "VERSION:2.1\n",
            "N:",
            "FN:",
            "\nTEL;",
            "TYPE=",
            "VALUE=",
            "PREF=",
            "ENCODING=QUOTED-PRINTABLE",
            "QUOTED-PRINTABLE",
            "CHARSET=",
            "BASE64",
            ":",
            ";",
            "=",
            "=C3=BC",
            "=\n",
            ",",
            "\\",
            "\"",
            "item1.",
            "\nADR:",
            "\nORG:",
            "\nUID:",
            "\nBDAY:",
            "\nKIND:org\n",
            "\nX-ID:",
            "\nREV:",
            "\nGEO:",
            "\nJSPROP;JSPTR=",
            "JSCOMPS=",
            "MECARD:",
            "BIZCARD:",
            "MEMORY:",
            "NAME1:",
            "MATMSG:TO:",
            "[\"vcard\",[[\"fn\",{},\"text\",\"x\"]]]",
            "{\"name\":\"x\",",
            "\"id\":",
            "name: ",
            "; email: ",
            "::",
            "|",
            "^",
            "\t",
            "eyJhbGciOiJub25lIn0.",
            "QUJD",
            "?id=",
            "/badge/",
            "WIFI:",
            "000201",
            "https://",
            "linkedin.com/in/",
            "%C3",
            "mailto:",
            "tel:",
            "@",
            "Ã¼",
            "\u{FEFF}",
            "\u{200D}",
            "👩",
            "山",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in pieces(), in_card in any::<bool>()) {
        let payload = if in_card { [b"BEGIN:VCARD\n".as_slice(), &bytes].concat() } else { bytes };
        let reading = read(&payload);
        if reading.refused.is_some() {
            prop_assert!(reading.draft.is_empty() && reading.others.is_empty());
        }
        let unseen = |text: &str| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        for draft in std::iter::once(&reading.draft).chain(&reading.others) {
            prop_assert!(!draft.values.iter().any(|value| unseen(&value.raw)));
            prop_assert!(!draft.extra.iter().any(|(name, value)| unseen(name) || unseen(value)));
        }
        prop_assert!(reading.others.iter().all(|draft| !draft.is_empty()));
    }
}
