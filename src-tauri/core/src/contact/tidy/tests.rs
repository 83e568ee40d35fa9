//! What holds for whole drafts: nothing is lost, everything changed is said, twice is once.

use super::*;
use proptest::prelude::*;

fn draft(values: &[(Field, &str)]) -> ContactDraft {
    let mut draft = ContactDraft::default();
    for (field, value) in values {
        draft.push(*field, *value);
    }
    draft
}

fn kept(values: &[(Field, &str)]) -> Vec<(Field, String, Vec<Change>)> {
    tidied(&draft(values)).into_iter().map(|tidy| (tidy.field, tidy.value, tidy.changes)).collect()
}

#[test]
fn a_badge_in_capitals_is_put_right_and_its_company_is_not_touched() {
    assert_eq!(
        kept(&[
            (Field::GivenName, "JANE"),
            (Field::Company, "EXAMPLE WORKS GMBH"),
            (Field::Email, "J.ROE@EXAMPLE.COM")
        ]),
        [
            (Field::GivenName, "Jane".into(), vec![Change::Capitals]),
            (Field::Company, "EXAMPLE WORKS GMBH".into(), vec![]),
            (Field::Email, "j.roe@example.com".into(), vec![Change::Capitals]),
        ]
    );
}

#[test]
fn several_values_in_one_are_parted_and_one_is_left_whole() {
    let seen = tidied(&draft(&[
        (Field::Email, "a@example.com; b@example.com"),
        (Field::Email, "c@example.com"),
        (Field::Phone, "+49 30 5550100 / +49 30 5550101"),
    ]));
    let values: Vec<(&str, &str)> =
        seen.iter().map(|tidy| (tidy.value.as_str(), tidy.part.as_str())).collect();
    assert_eq!(
        values,
        [
            ("a@example.com", ""),
            ("b@example.com", "2"),
            ("c@example.com", "3"),
            ("+49 30 5550100", ""),
            ("+49 30 5550101", "2")
        ]
    );
    assert_eq!(seen[0].raw, "a@example.com; b@example.com");
    for whole in ["+49 30 5550100/01", "030/5550100", "+1 418 656 9254 ext. 102"] {
        assert_eq!(kept(&[(Field::Phone, whole)]), [(Field::Phone, whole.into(), vec![])]);
    }
}

#[test]
fn people_of_turkey_keep_their_i() {
    assert_eq!(kept(&[(Field::FamilyName, "YILMAZ"), (Field::Email, "a@b.com.tr")])[0].1, "YILMAZ");
    assert_eq!(kept(&[(Field::FamilyName, "YILMAZ"), (Field::Email, "a@b.de")])[0].1, "Yilmaz");
}

#[test]
fn letters_that_pose_are_remarked_on() {
    assert_eq!(remarks(Field::FullName, "Jаne Roe"), [Remark::LookAlike]);
    assert_eq!(remarks(Field::Email, "jane@раураl.com"), [Remark::LookAlike]);
    assert_eq!(remarks(Field::Note, "Jаne"), []);
}

proptest! {
    #[test]
    fn tidying_twice_is_tidying_once_and_what_was_read_stays(
        name in any::<String>(), capitals in "[A-Z' -]{0,16}", mail in "[A-Za-z.@;, ]{0,30}", phone in "[0-9+/;, ()-]{0,40}",
    ) {
        let first = draft(&[(Field::FullName, &name), (Field::FamilyName, &capitals), (Field::Email, &mail), (Field::Phone, &phone)]);
        let once = tidied(&first);
        let mut again = ContactDraft::default();
        for tidy in &once {
            again.push(tidy.field, tidy.value.clone());
        }
        let twice = tidied(&again);
        prop_assert_eq!(once.len(), twice.len());
        for (once, twice) in once.iter().zip(&twice) {
            prop_assert_eq!(&once.value, &twice.value);
            prop_assert!(twice.changes.is_empty());
            prop_assert!(once.changes.is_empty() == (once.value == once.raw));
            prop_assert!(first.values.iter().any(|value| value.raw == once.raw));
        }
    }
}
