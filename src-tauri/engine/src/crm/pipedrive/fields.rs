//! The fields that this account's persons have: the few that we know by name, and those that the account made for itself
//! under keys of forty signs; and one more of these, where the token may make it.

use super::ask::not_gone;
use super::names::{self, EMAIL, JOB_TITLE, MARKER_FIELD, MOBILE, NAME, ORGANIZATION, PHONE, TITLE_FIELD};
use super::own::Own;
use super::{Client, feed};
use crate::crm::Heard;
use lanyard_core::crm::{Failure, FieldThere, RemoteField, ReplyFacts, Role};
use reqwest::Method;
use serde_json::{Value, json};

/// Pages of fields that are read.
const MOST_PAGES: usize = 20;

impl Client {
    /// All fields that can be written to, and those that cannot, so that a person sees why.
    pub(in crate::crm) async fn fields(&self) -> Heard<Vec<FieldThere>> {
        let (definitions, facts) = self.definitions().await;
        let fields = definitions.map(|all| {
            self.learn_kinds(&all);
            built_in().into_iter().chain(all.iter().filter_map(own)).collect()
        });
        (fields, facts)
    }

    /// All that it says of its fields.
    pub(super) async fn definitions(&self) -> Heard<Vec<Value>> {
        let (mut found, mut mark) = (Vec::new(), None::<String>);
        let mut facts = ReplyFacts::default();
        for _ in 0..MOST_PAGES {
            let mut query = vec![("limit", names::PAGE.to_string())];
            query.extend(mark.clone().map(|mark| ("cursor", mark)));
            let (outcome, later) = self.read(names::v2(&["personFields"]), query).await;
            facts = later;
            let value = match outcome.map_err(not_gone) {
                Ok(value) => value,
                Err(failure) => return (Err(failure), facts),
            };
            let Some(list) = value.get("data").and_then(Value::as_array) else {
                return (Err(Failure::Protocol), facts);
            };
            found.extend(list.iter().cloned());
            match feed::mark(&value).filter(|next| Some(*next) != mark.as_deref()) {
                Some(next) => mark = Some(next.to_owned()),
                None => return (Ok(found), facts),
            }
        }
        (Err(Failure::Protocol), facts)
    }

    /// Makes a field that holds a text.
    pub(in crate::crm) async fn make_text_field(&self, called: &str) -> Heard<FieldThere> {
        let body = json!({ "field_name": called.trim(), "field_type": "varchar" });
        let (outcome, facts) = self.write(Method::POST, names::v2(&["personFields"]), Some(body)).await;
        let made = outcome.and_then(|value| value.get("data").and_then(own).ok_or(Failure::Protocol));
        (made, facts)
    }
}

/// What every account has, by the names that a mapping uses.
fn built_in() -> Vec<FieldThere> {
    let text = |name: &str, label: &str| FieldThere::text(name, label);
    vec![
        FieldThere { required: true, ..text(NAME, "Name") },
        FieldThere { role: Some(Role::Key), ..text(EMAIL, "Email") },
        text(PHONE, "Phone"),
        text(MOBILE, "Phone (mobile)"),
        text(ORGANIZATION, "Organization"),
        text(JOB_TITLE, TITLE_FIELD),
    ]
}

/// A field that the account made; the one for the job title stands among those we know by name.
fn own(field: &Value) -> Option<FieldThere> {
    let (key, own) = Own::defined(field)?;
    let label = field.get("field_name").and_then(Value::as_str)?;
    if label.eq_ignore_ascii_case(TITLE_FIELD) {
        return None;
    }
    Some(FieldThere {
        name: RemoteField::new(key),
        label: label.to_owned(),
        holds: own.holds(),
        options: own.options(),
        read_only: false,
        required: false,
        role: (label == MARKER_FIELD).then_some(Role::Marker),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::crm::Holds;

    #[test]
    fn a_field_of_the_account_is_known_by_its_key_and_a_title_by_our_name() {
        let key = "7e3c1d0a9b8f4e6d5c2b1a0f9e8d7c6b5a493827";
        let field =
            |name: &str, kind: &str| json!({"field_code": key, "field_name": name, "field_type": kind});
        let town = own(&field("Town", "varchar")).expect("it names itself");
        assert_eq!((town.name.as_str(), town.label.as_str(), town.holds), (key, "Town", Holds::Text));
        assert_eq!(own(&field("Level", "enum")).map(|it| it.holds), Some(Holds::One));
        assert_eq!(own(&field("job title", "varchar")), None);
        assert_eq!(own(&field(MARKER_FIELD, "varchar")).and_then(|it| it.role), Some(Role::Marker));
        assert_eq!(own(&json!({"field_code": "name", "field_name": "Name", "field_type": "varchar"})), None);
    }
}
