//! A person's addresses and numbers: lists whose entries have a label, one of them the first. A list that is sent replaces
//! the whole list, so ours is set in what is there, and nobody's entry is lost.

use serde_json::{Value, json};

/// What tells a mobile number from others.
const MOBILE: &str = "mobile";
const WORK: &str = "work";

fn text(entry: &Value) -> Option<&str> {
    entry.get("value").and_then(Value::as_str).map(str::trim).filter(|value| !value.is_empty())
}

fn is_primary(entry: &Value) -> bool {
    entry.get("primary").and_then(Value::as_bool) == Some(true)
}

fn is_mobile(entry: &Value) -> bool {
    entry.get("label").and_then(Value::as_str).is_some_and(|label| label.eq_ignore_ascii_case(MOBILE))
}

/// The place of the entry that stands for such values: the first one of them that is marked so, else the first one.
fn place(list: &[Value], is_one: impl Fn(&Value) -> bool) -> Option<usize> {
    let has = |entry: &Value| text(entry).is_some() && is_one(entry);
    let marked = list.iter().position(|entry| has(entry) && is_primary(entry));
    marked.or_else(|| list.iter().position(has))
}

fn first(list: &[Value], is_one: impl Fn(&Value) -> bool) -> Option<&str> {
    place(list, is_one).and_then(|place| text(&list[place]))
}

/// The address that stands for the person.
pub(super) fn first_email(list: &[Value]) -> Option<&str> {
    first(list, |_| true)
}

/// The number that is no mobile one.
pub(super) fn first_phone(list: &[Value]) -> Option<&str> {
    first(list, |entry| !is_mobile(entry))
}

/// The mobile number.
pub(super) fn first_mobile(list: &[Value]) -> Option<&str> {
    first(list, is_mobile)
}

/// The list with this address in the place of the one that stands for the person; nothing takes that one away.
pub(super) fn with_email(list: &[Value], email: Option<&str>) -> Vec<Value> {
    with(list, |_| true, email, WORK)
}

/// The list with this number.
pub(super) fn with_phone(list: &[Value], phone: Option<&str>) -> Vec<Value> {
    with(list, |entry| !is_mobile(entry), phone, WORK)
}

/// The list with this mobile number.
pub(super) fn with_mobile(list: &[Value], mobile: Option<&str>) -> Vec<Value> {
    with(list, is_mobile, mobile, MOBILE)
}

fn with(list: &[Value], is_one: impl Fn(&Value) -> bool, value: Option<&str>, label: &str) -> Vec<Value> {
    let mut list = list.to_vec();
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    let same =
        |entry: &Value, value: &str| text(entry).is_some_and(|theirs| theirs.eq_ignore_ascii_case(value));
    match (value, place(&list, &is_one)) {
        (None, None) => {}
        (None, Some(place)) => _ = list.remove(place),
        (Some(value), here) => {
            let there = list.iter().position(|entry| is_one(entry) && same(entry, value));
            match (there, here) {
                (Some(place), Some(here)) => {
                    // It stands further down already: it goes to the front, and what stood there stays behind it.
                    let primary = is_primary(&list[here]);
                    let mut entry = list.remove(place);
                    entry["value"] = json!(value);
                    if primary {
                        for other in list.iter_mut().filter(|other| is_one(other)) {
                            other["primary"] = json!(false);
                        }
                        entry["primary"] = json!(true);
                    }
                    list.insert(here.min(place), entry);
                }
                (None, Some(here)) => list[here]["value"] = json!(value),
                (_, None) => {
                    let primary = !list.iter().any(is_primary);
                    list.push(json!({ "value": value, "primary": primary, "label": label }));
                }
            }
        }
    }
    if !list.is_empty() && !list.iter().any(is_primary) {
        list[0]["primary"] = json!(true);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Set = fn(&[Value], Option<&str>) -> Vec<Value>;
    type Read = fn(&[Value]) -> Option<&str>;

    fn entry(value: &str, primary: bool, label: &str) -> Value {
        json!({ "value": value, "primary": primary, "label": label })
    }

    #[test]
    fn ours_takes_the_place_of_the_first_one_and_the_others_stay() {
        let list = [entry("a@x", false, "home"), entry("b@x", true, "work"), entry("c@x", false, "work")];
        let after = with_email(&list, Some("new@x"));
        assert_eq!(
            after,
            [entry("a@x", false, "home"), entry("new@x", true, "work"), entry("c@x", false, "work")]
        );
        assert_eq!(first_email(&after), Some("new@x"));
        let promoted = with_email(&list, Some("C@x"));
        assert_eq!(first_email(&promoted), Some("C@x"));
        assert_eq!(promoted.len(), 3, "nobody's address is lost: {promoted:?}");
        assert_eq!(promoted.iter().filter(|entry| is_primary(entry)).count(), 1);
        let cleared = with_email(&list, None);
        assert_eq!(first_email(&cleared), Some("a@x"));
    }

    #[test]
    fn a_mobile_number_and_another_one_have_a_place_each() {
        let list = with_mobile(&with_phone(&[], Some("+49 30 1")), Some("+49 170 2"));
        assert_eq!(list, [entry("+49 30 1", true, "work"), entry("+49 170 2", false, "mobile")]);
        assert_eq!((first_phone(&list), first_mobile(&list)), (Some("+49 30 1"), Some("+49 170 2")));
        let list = with_phone(&list, None);
        assert_eq!((first_phone(&list), first_mobile(&list)), (None, Some("+49 170 2")));
        assert!(is_primary(&list[0]), "one of them is the first");
    }

    proptest! {
        #[test]
        fn what_is_set_is_what_is_read_and_no_other_value_is_lost(
            entries in proptest::collection::vec(("[a-d]", any::<bool>(), prop_oneof!["work", "mobile", "Home"]), 0..6),
            value in "[a-f]",
            mobile: bool,
        ) {
            let list: Vec<Value> = entries.iter().map(|(value, primary, label)| entry(value, *primary, label)).collect();
            let (set, read, other): (Set, Read, Read) =
                if mobile { (with_mobile, first_mobile, first_phone) } else { (with_phone, first_phone, first_mobile) };
            let before = read(&list).map(str::to_owned);
            let after = set(&list, Some(&value));
            prop_assert_eq!(read(&after), Some(value.as_str()));
            prop_assert_eq!(other(&after), other(&list));
            for (theirs, _, _) in &entries {
                let kept = after.iter().any(|entry| text(entry) == Some(theirs.as_str()));
                prop_assert!(kept || Some(theirs) == before.as_ref(), "{} of {:?}", theirs, after);
            }
        }
    }
}
