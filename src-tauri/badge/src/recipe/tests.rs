//! Recipes learned, shared and refused.

use super::*;
use crate::BadgeKind;
use lanyard_core::contact::Field::{BadgeId, Company, Email, FamilyName, FullName, GivenName, JobTitle};
use proptest::prelude::*;

/// What a person points at in a payload of a family, by the person it is about.
struct Family {
    name: &'static str,
    fields: &'static [Field],
    payload: fn(&[&str; 6]) -> String,
}

/// Number, given name, family name, company, e-mail, position.
const PEOPLE: [[&str; 6]; 6] = [
    ["100045", "Jane", "Roe", "Example Works", "jane@example.com", "Engineer"],
    ["100046", "Peter", "Poe", "Sample & Sons", "p.poe@sample.example", "Head of Sales"],
    ["200100", "Zoë", "van der Berg", "Berg", "zoe@berg.example", "CTO"],
    ["300001", "太郎", "山田", "例社", "taro@example.jp", "部長"],
    ["999999", "Ann-Marie", "O'Brien", "Brien Ltd.", "am@brien.example", "Buyer"],
    ["000123", "Jörg", "Müller-Lüdenscheidt", "Müller GmbH", "joerg@mueller.example", "Leiter"],
];

const FAMILIES: &[Family] = &[
    Family {
        name: "a list whose order no shape tells",
        fields: &[BadgeId, FamilyName, GivenName, Company, Email],
        payload: |[id, given, family, company, email, _]| {
            format!("{id}::{family}::{given}::{company}::{email}")
        },
    },
    Family {
        name: "a list behind a prefix, with cells nobody pointed at",
        fields: &[BadgeId, GivenName, FamilyName],
        payload: |[id, given, family, company, _, title]| {
            format!("DC26:{id}|{title}|{given}|{family}|{company}|X")
        },
    },
    Family {
        name: "JSON of its own shape",
        fields: &[BadgeId, FullName, Company, JobTitle],
        payload: |[id, given, family, company, _, title]| {
            serde_json::json!({"v": 2, "p": {"k": id, "n": format!("{given} {family}"), "o": [company, title]}}).to_string()
        },
    },
    Family {
        name: "an address with parameters of its own names",
        fields: &[BadgeId, Email],
        payload: |[id, _, _, _, email, _]| {
            format!("https://reg.example.com/26/q/{id}?z1={}&lang=en", email.replace('@', "%40"))
        },
    },
    Family {
        name: "values with names of its own",
        fields: &[FamilyName, GivenName, BadgeId],
        payload: |[id, given, family, company, _, _]| {
            format!("zz={company}\nnn={family}\nvn={given}\nnr={id}")
        },
    },
    Family {
        name: "text with different things between the values",
        fields: &[BadgeId, GivenName],
        payload: |[id, given, _, _, _, _]| format!("<{id}> hello {given}!"),
    },
    Family {
        name: "columns of fixed width",
        fields: &[BadgeId, FamilyName, GivenName],
        payload: |[id, given, family, _, _, _]| format!("{id}{family:<24}{given:<16}Z"),
    },
    Family {
        name: "a number between a prefix and what follows",
        fields: &[BadgeId],
        payload: |[id, _, _, _, _, _]| format!("SBpax{id}"),
    },
];

fn value_of(person: &[&str; 6], field: Field) -> String {
    let [id, given, family, company, email, title] = person;
    match field {
        BadgeId => (*id).to_owned(),
        GivenName => (*given).to_owned(),
        FamilyName => (*family).to_owned(),
        Company => (*company).to_owned(),
        Email => (*email).to_owned(),
        JobTitle => (*title).to_owned(),
        _ => format!("{given} {family}"),
    }
}

fn sample(family: &Family, person: &[&str; 6]) -> Sample {
    Sample {
        payload: (family.payload)(person),
        fields: family.fields.iter().map(|field| (*field, value_of(person, *field))).collect(),
    }
}

#[test]
fn three_samples_teach_a_recipe_that_reads_three_others() {
    for family in FAMILIES {
        let (seen, unseen) = PEOPLE.split_at(3);
        let samples: Vec<Sample> = seen.iter().map(|person| sample(family, person)).collect();
        let Some(recipe) = learn("Show", &samples) else { panic!("{}: nothing was learned", family.name) };
        for person in unseen {
            let payload = (family.payload)(person);
            let Some(reading) = recipe.read(payload.as_bytes()) else {
                panic!("{}: {payload} is not read by\n{}", family.name, recipe.to_toml())
            };
            for field in family.fields {
                let expected = value_of(person, *field);
                assert_eq!(
                    reading.draft.first(*field),
                    Some(expected.as_str()),
                    "{}: {payload}",
                    family.name
                );
            }
        }
    }
}

#[test]
fn what_is_learned_is_shared_as_a_file_and_reads_the_same() {
    for family in FAMILIES {
        let samples: Vec<Sample> = PEOPLE[..3].iter().map(|person| sample(family, person)).collect();
        let text = learn("Show", &samples).unwrap().to_toml();
        let again = Recipe::parse(&text).unwrap();
        assert_eq!(again.to_toml(), text);
        let payload = (family.payload)(&PEOPLE[4]);
        assert_eq!(again.read(payload.as_bytes()), Recipe::parse(&text).unwrap().read(payload.as_bytes()));
    }
}

#[test]
fn too_few_or_contradictory_samples_teach_nothing() {
    let all: Vec<Sample> = PEOPLE[..3].iter().map(|person| sample(&FAMILIES[0], person)).collect();
    assert!(learn("Show", &all[..2]).is_none());
    let mut wrong = all.clone();
    wrong[1].fields[0].1 = "not in it".to_owned();
    assert!(learn("Show", &wrong).is_none());
    let mut unlike = all;
    unlike[2].fields.pop();
    assert!(learn("Show", &unlike).is_none());
}

fn fault(text: &str) -> Fault {
    match Recipe::parse(text) {
        Err(fault) => fault,
        Ok(_) => panic!("it was read: {text}"),
    }
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let head = "recipe = 1\nname = \"Show\"\n";
    for (text, line, reason) in [
        ("recipe = 2\nname = \"x\"\n", 1, Reason::Later),
        ("name = \"x\"\n[pattern]\nregex='(?<badge_id>.)'", 1, Reason::Missing("recipe")),
        ("recipe = 1\n[json]\nbadge_id='x'", 1, Reason::Missing("name")),
        ("recipe = 1\nname = \"\"", 2, Reason::Shape("name".into())),
        ("recipe = 1\nname = \"x\"", 1, Reason::OneWay),
        (&format!("{head}colour = 1"), 3, Reason::UnknownKey("colour".into())),
        (&format!("{head}[json]\nnickname = \"a\""), 4, Reason::UnknownField("nickname".into())),
        (&format!("{head}[json]\nbadge_id = \"a..b\""), 4, Reason::Shape("badge_id".into())),
        (&format!("{head}[json]\nbadge_id = \"a\"\n[fixed]\nbadge_id = [0, 1]"), 5, Reason::OneWay),
        (&format!("{head}[delimited]\nseparator = \"\"\nfields = []"), 4, Reason::Shape("separator".into())),
        (&format!("{head}[delimited]\nseparator = \"|\""), 3, Reason::Missing("fields")),
        (&format!("{head}[delimited]\nseparator = \"|\"\nfields = [\"-\"]"), 3, Reason::NoField),
        (
            &format!("{head}[delimited]\nseparator = \"|\"\nfields = [\"company\", \"company\"]"),
            3,
            Reason::Twice("company".into()),
        ),
        (&format!("{head}[fixed]\nbadge_id = [4, 2]"), 4, Reason::Shape("badge_id".into())),
        (&format!("{head}[url]\nbadge_id = \"?id\""), 3, Reason::Missing("host")),
        (&format!("{head}[url]\nhost = \"a.b\"\nbadge_id = \"id\""), 5, Reason::Shape("badge_id".into())),
        (&format!("{head}[pattern]\nregex = '(?<nickname>.)'"), 4, Reason::UnknownField("nickname".into())),
        (&format!("{head}\n\n[pattern]\nregex = '(?<badge_id>(?:\\w{{1000}}){{1000}})'"), 6, Reason::Runaway),
    ] {
        assert_eq!(fault(text), Fault { line, reason }, "{text}");
    }
    let broken = fault(&format!("{head}[pattern\n"));
    assert!(broken.line == 3 && matches!(broken.reason, Reason::NoToml(_)), "{broken:?}");
    let open = fault(&format!("{head}[pattern]\nregex = '(?<badge_id>'"));
    assert!(open.line == 4 && matches!(open.reason, Reason::Pattern(_)), "{open:?}");
    assert_eq!(fault(&format!("# {}", "x".repeat(70_000))).reason, Reason::TooLong);
}

#[test]
fn a_pattern_that_backtracks_elsewhere_reads_a_long_payload_here() {
    let recipe = Recipe::parse("recipe = 1\nname = \"x\"\n[pattern]\nregex = '(?<badge_id>(a+)+)b'").unwrap();
    assert!(recipe.read("a".repeat(60_000).as_bytes()).is_none());
}

#[test]
fn what_is_to_be_cut_is_not_kept_with_the_payload() {
    let named = Recipe::parse("recipe = 1\nname = \"x\"\ncut = [\"age\", \"gender\"]\n[named]\nseparator = \"; \"\nbetween = \": \"\nfull_name = \"name\"").unwrap();
    assert_eq!(named.without_cut("name: Jo Doe; Age: 33; gender: f; city: Gent"), "name: Jo Doe; city: Gent");
    let json =
        Recipe::parse("recipe = 1\nname = \"x\"\ncut = [\"age\"]\n[json]\nfull_name = \"p.name\"").unwrap();
    assert_eq!(json.without_cut(r#"{"p":{"age":33,"name":"Jo"}}"#), r#"{"p":{"name":"Jo"}}"#);
}

#[test]
fn a_recipe_cannot_make_a_contact_of_what_is_refused() {
    let recipe = Recipe::parse("recipe = 1\nname = \"x\"\n[pattern]\nregex = '(?<note>.+)'").unwrap();
    assert_eq!(recipe.read(b"WIFI:T:WPA;S:Expo;P:secret;;"), None);
    assert_eq!(recipe.read(b"any words").map(|reading| reading.kind), Some(BadgeKind::Text));
}

#[test]
fn numbers_are_compared_as_the_recipe_says() {
    let form = IdForm { prefix: "SB".into(), zeros: true, case: true };
    assert_eq!(form.key("sbPAX001"), form.key("pax001"));
    assert_eq!(form.key("000012"), form.key("12"));
    assert_eq!(form.key("000"), "0");
    assert_ne!(IdForm::default().key("000012"), IdForm::default().key("12"));
}

proptest! {
    #[test]
    fn a_recipe_never_reads_what_its_prefix_excludes(prefix in "[A-Z:|]{1,6}", payload in "\\PC{0,40}", id in "[0-9]{1,8}") {
        let toml = format!("recipe = 1\nname = \"x\"\nprefix = '{prefix}'\n[pattern]\nregex = '(?<badge_id>.+)'");
        let recipe = Recipe::parse(&toml).unwrap();
        if !payload.trim().starts_with(&prefix) {
            prop_assert_eq!(recipe.read(payload.as_bytes()), None);
        }
        let read = recipe.read(format!("{prefix}{id}").as_bytes());
        if let Some(reading) = read {
            prop_assert_eq!(reading.draft.first(BadgeId), Some(id.as_str()));
        }
    }

    #[test]
    fn any_text_is_a_recipe_or_has_a_fault(text in "\\PC{0,200}", lines in prop::collection::vec(
        prop::sample::select(vec![
            "recipe = 1", "name = \"x\"", "prefix = \"\"", "cut = [1]", "[id]", "zeros = 1", "[delimited]", "separator = \"|\"",
            "fields = [\"badge_id\", \"-\", \"extra:a\"]", "[pattern]", "regex = '('", "[json]", "badge_id = \"a.0\"", "[url]", "[named]",
            "[fixed]", "badge_id = [0, 99999999999999999999]", "= =",
        ]), 0..12),
    ) {
        for text in [text, lines.join("\n")] {
            match Recipe::parse(&text) {
                Ok(recipe) => { let _ = recipe.read(text.as_bytes()); }
                Err(fault) => prop_assert!(fault.line >= 1 && fault.line <= text.lines().count().max(1) + 1),
            }
        }
    }
}
