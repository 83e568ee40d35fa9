//! What holds for every kind: twice is once, nothing panics, and the e-mail corpus is judged as a CRM would.

use super::*;
use proptest::prelude::*;
use std::path::PathBuf;

const KINDS: [Kind; 8] =
    [Kind::Line, Kind::Name, Kind::Email, Kind::Phone, Kind::Url, Kind::Id, Kind::Text, Kind::Rating];

/// Text with what normalising looks at: separators, joiners, controls, digits of other scripts, marks.
fn spiced() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,6}",
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "\u{200D}", "\u{200C}", "\u{202E}", "\u{301}", "\u{338}", "e", "=", "👩", "💻", "क", "\u{94D}",
            "ن", "\r\n", "\r", "\u{85}", "\t", "\u{3000}", "@", ".com", "mailto:", "http://", "tel:", "ext",
            "x", "#", ";ext=", "+49", "00", "(0)", "１", "٣", "İ", "ΑΣ", "<", ">",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn region() -> impl Strategy<Value = Option<Region>> {
    prop::sample::select(vec!["", "DE", "US", "IT", "AR", "BR", "MX", "AU", "JP", "GB", "CI", "ZZ"])
        .prop_map(Region::parse)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn normalising_twice_is_normalising_once(raw in spiced(), region in region()) {
        for kind in KINDS {
            let once = normalise(kind, &raw, region);
            let twice = normalise(kind, &once.value, region);
            prop_assert_eq!(&once.value, &twice.value, "{:?}", kind);
            prop_assert_eq!(once.problem, twice.problem, "{:?}", kind);
        }
    }

    #[test]
    fn a_value_says_the_same_as_its_normalised_self(raw in spiced()) {
        for kind in KINDS {
            let value = normalise(kind, &raw, None).value;
            prop_assert!(same_value(kind, &raw, &value), "{:?} {:?} {:?}", kind, raw, value);
        }
    }

    #[test]
    fn every_phone_number_keeps_its_digits_and_stays_put(
        digits in "(\\+|00|0)?[0-9]{2,17}( ?(ext|x|#) ?[0-9]{1,4})?", region in region(),
    ) {
        let once = normalise(Kind::Phone, &digits, region);
        prop_assert_eq!(&normalise(Kind::Phone, &once.value, region).value, &once.value);
        if once.problem.is_some() {
            prop_assert_eq!(&once.value, &digits);
        }
    }

    #[test]
    fn nothing_unseen_is_left_in_clean_text(raw in any::<String>()) {
        let (clean, _) = clean_text(&raw);
        let unseen = clean.chars().any(|c| {
            matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{200E}' | '\u{200F}')
                || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        });
        prop_assert!(!unseen);
        prop_assert_eq!(clean_text(&clean), (clean, 0));
    }
}

#[test]
fn an_empty_value_is_not_wrong() {
    for kind in KINDS {
        assert!(normalise(kind, " \u{200B}\r\n", None) == Normalised { value: String::new(), problem: None });
    }
}

#[test]
fn too_long_is_cut_and_named() {
    let long = "a".repeat(TEXT_CHARS + 1);
    assert_eq!(normalise(Kind::Text, &long, None).problem, Some(Problem::TooLong));
    assert_eq!(normalise(Kind::Name, &long, None).value.len(), LINE_CHARS);
}

#[test]
fn a_rating_is_one_to_five() {
    assert_eq!(normalise(Kind::Rating, " 5 ", None).problem, None);
    for wrong in ["0", "6", "five", "4.5", "-1"] {
        assert_eq!(normalise(Kind::Rating, wrong, None).problem, Some(Problem::RatingRange));
    }
}

#[test]
fn spelling_is_not_change_but_a_corrected_capital_is() {
    assert!(same_value(Kind::Name, "Jane  Roe ", "Jane Roe"));
    assert!(same_value(Kind::Name, "Mu\u{308}ller", "Müller"));
    assert!(!same_value(Kind::Name, "jane roe", "Jane Roe"));
    assert!(same_value(Kind::Email, "Jane.Roe@Example.com", "jane.roe@example.com"));
    assert!(same_value(Kind::Phone, "+49 30 5550100", "+49-30-555-0100"));
    assert!(!same_value(Kind::Phone, "+49 30 5550100", "+49 30 5550100 ext. 7"));
    assert!(same_value(Kind::Url, "http://example.com/", "https://example.com"));
    assert!(same_value(Kind::Text, "a\r\nb", "a\nb"));
    assert!(!same_value(Kind::Text, "a\nb", "a b"));
    assert!(!same_value(Kind::Id, "12", "000012"));
}

/// `LANYARD_CORPORA`, else the folder beside the repository.
fn corpora() -> PathBuf {
    std::env::var_os("LANYARD_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    )
}

#[test]
fn the_isemail_corpus_is_judged_as_a_crm_would() {
    let file = corpora().join("email-isemail/tests.decoded.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("PASSED OVER: no corpus at {} (set LANYARD_CORPORA)", file.display());
        return;
    };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut judged = 0;
    for case in cases {
        let (address, category, diagnosis) = (
            case["address"].as_str().unwrap(),
            case["category"].as_str().unwrap(),
            case["diagnosis"].as_str().unwrap(),
        );
        // White space and controls around an address are a scanner's or a clipboard's: trimmed, not judged.
        let is_bare = address == normalise(Kind::Line, address, None).value;
        if address.is_empty() || !is_bare {
            continue;
        }
        let problem = normalise(Kind::Email, address, None).problem;
        let top_level = !address.rsplit('@').next().unwrap().contains('.');
        let accepted = matches!(category, "ISEMAIL_VALID_CATEGORY" | "ISEMAIL_DNSWARN") && !top_level;
        assert_eq!(problem.is_none(), accepted, "{address:?} ({category}, {diagnosis}) gave {problem:?}");
        if category == "ISEMAIL_RFC5321" && !top_level {
            assert_eq!(problem, Some(Problem::EmailUnusual), "{address:?} ({diagnosis})");
        }
        judged += 1;
    }
    assert!(judged > 100, "only {judged} addresses were judged");
}
