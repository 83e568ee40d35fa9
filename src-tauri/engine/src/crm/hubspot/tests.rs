//! The form, the mapping and the reading of HubSpot's words, without a peer.

use super::*;
use crate::clock::ManualClock;
use crate::crm::Secret;
use crate::crm::http::{Purpose, Said};
use lanyard_core::contact::Field;
use lanyard_core::crm::{AuthFault, ConflictOn, Failure, FieldFault, RemoteField, Scope, Trouble};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::WallMs;
use serde_json::{Value, json};

fn connect(settings: &[(&str, &str)], secret: &str) -> Result<Client, ConnectFault> {
    let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let secrets = Secrets::from([(SECRET.to_owned(), Secret::new(secret))]);
    let clock = Arc::new(ManualClock::new(WallMs(0), 1));
    Client::connect(&settings, &secrets, &default_mapping(), Limits::SHIPPED, clock)
}

fn failure(status: u16, body: Value) -> Failure {
    wire::failure(Purpose::Write, status, &Said::Json(body), None)
}

#[test]
fn the_key_alone_is_enough_to_connect() {
    assert!(connect(&[], "s").is_ok());
    assert!(matches!(connect(&[], " "), Err(ConnectFault::Missing(SECRET))));
    assert!(matches!(connect(&[(VERSION, "v4")], "s"), Err(ConnectFault::Unknown(VERSION))));
    assert!(matches!(connect(&[(PROPERTY, "maybe")], "s"), Err(ConnectFault::Unknown(PROPERTY))));
    assert!(matches!(connect(&[(NEW_CONTACTS, "x")], "s"), Err(ConnectFault::Unknown(NEW_CONTACTS))));
    assert!(matches!(connect(&[(BASE_URL, "http://192.0.2.1")], "s"), Err(ConnectFault::Address(_))));
    for field in form() {
        let chosen = field.value.unwrap_or_else(|| "s".to_owned());
        assert!(connect(&[(field.key.as_str(), &chosen)], "s").is_ok(), "{}", field.key);
        for (option, _) in field.options {
            assert!(connect(&[(field.key.as_str(), &option)], "s").is_ok(), "{} {option}", field.key);
        }
    }
}

#[test]
fn each_version_has_its_paths() {
    let path = |name: &str| Version::named(name).unwrap().objects(names::Kind::Contacts, &["7"]).join("/");
    assert_eq!(path("2026-09"), "crm/objects/2026-09/contacts/7");
    assert_eq!(path("2026-03"), "crm/objects/2026-03/contacts/7");
    assert_eq!(path("v3"), "crm/v3/objects/contacts/7");
    assert_eq!(Version::usual().properties(&["x"]).join("/"), "crm/properties/2026-09/contacts/x");
    assert_eq!(Version::named("v3").unwrap().properties(&[]).join("/"), "crm/v3/properties/contacts");
}

#[test]
fn the_mapping_names_each_property_once_and_none_of_hubspots_own() {
    let mapping = default_mapping();
    let theirs: BTreeSet<&str> = mapping.rows.iter().map(|row| row.theirs.as_str()).collect();
    assert_eq!(theirs.len(), mapping.rows.len());
    for own in [names::MARKER, names::MERGED, names::MODIFIED, names::ID, "lifecyclestage"] {
        assert!(!theirs.contains(own), "{own}");
    }
    assert_eq!(mapping.theirs(Field::Email).unwrap().as_str(), names::EMAIL);
    assert_eq!(mapping.row(&RemoteField::new("note")).unwrap().take, Take::Note);
    let client = connect(&[], "s").unwrap();
    assert!(!client.fields.contains("note"), "a note is no property of the contact");
}

#[test]
fn what_a_check_learned_is_kept_for_this_key_only() {
    let client = connect(&[], "s").unwrap();
    assert_eq!((client.learned(), client.capabilities().marker), (None, MarkerSupport::Searchable));
    client.marker.learn(MarkerSupport::Unique);
    let learned = client.learned().unwrap();
    let kept: Vec<(&str, &str)> = learned.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(connect(&kept, "s").unwrap().marker.get(), Some(MarkerSupport::Unique));
    assert_eq!(connect(&kept, "another").unwrap().marker.get(), None, "another account has the same address");
    assert!(!format!("{learned:?} {client:?}").contains("\"s\""));
}

#[test]
fn a_record_that_is_there_already_is_named_in_the_text_only() {
    let said = |message: &str| {
        failure(409, json!({ "status": "error", "message": message, "category": "CONFLICT" }))
    };
    let conflict = |on, id: Option<&str>| Failure::Conflict { on, existing: id.map(RemoteId::new) };
    let email = conflict(ConflictOn::Email, Some("37765128953"));
    assert_eq!(said("Contact already exists. Existing ID: 37765128953"), email);
    assert_eq!(said("Contact already exists. Existing ID:37765128953 (x)"), email);
    assert_eq!(said("Contact already exists."), conflict(ConflictOn::Email, None));
    assert_eq!(said("Something else"), conflict(ConflictOn::Other, None));
}

#[test]
fn a_unique_value_that_another_record_has_is_a_conflict_and_no_fault_of_the_value() {
    let said = |name: &str| {
        let words = format!("Cannot set {name} on 12. 3456 already has that value.");
        let list = json!([{ "name": name, "error": "CONFLICTING_UNIQUE_VALUE", "message": words }]);
        let message = format!("Property values were not valid: {list}");
        failure(400, json!({ "category": "VALIDATION_ERROR", "message": message }))
    };
    let existing = Some(RemoteId::new("3456"));
    assert_eq!(said(names::MARKER), Failure::Conflict { on: ConflictOn::Marker, existing: existing.clone() });
    assert_eq!(said(names::EMAIL), Failure::Conflict { on: ConflictOn::Email, existing: existing.clone() });
    assert_eq!(said("tax_id"), Failure::Conflict { on: ConflictOn::Other, existing });
}

#[test]
fn a_value_that_is_refused_is_named() {
    let message =
        "Property values were not valid: [{\"name\":\"zip\",\"error\":\"INVALID\",\"message\":\"too long\"}]";
    let said = failure(400, json!({ "category": "VALIDATION_ERROR", "message": message }));
    let fault = FieldFault { field: Some(RemoteField::new("zip")), message: "too long".to_owned() };
    assert_eq!(said, Failure::Invalid { fields: vec![fault] });
}

#[test]
fn the_limit_that_was_reached_says_how_long_to_wait() {
    let said = |message: &str, policy: &str| {
        failure(429, json!({ "errorType": "RATE_LIMIT", "message": message, "policyName": policy }))
    };
    let throttled =
        |seconds: Option<u64>, scope| Failure::Throttled { wait: seconds.map(Millis::from_secs), scope };
    assert_eq!(said("", "DAILY"), throttled(None, Scope::Daily));
    assert_eq!(said("You have reached your daily limit.", ""), throttled(None, Scope::Daily));
    assert_eq!(said("", "TEN_SECONDLY_ROLLING"), throttled(Some(10), Scope::Burst));
    assert_eq!(
        said("You have reached your ten_secondly_rolling limit.", ""),
        throttled(Some(10), Scope::Burst)
    );
    assert_eq!(said("You have reached your secondly limit.", ""), throttled(Some(1), Scope::Burst));
    assert_eq!(said("", "SOMETHING_NEW"), throttled(None, Scope::Burst));
    let body = Said::Json(json!({ "policyName": "TEN_SECONDLY_ROLLING" }));
    let asked_for = wire::failure(Purpose::Read, 429, &body, Some(Millis::from_secs(3)));
    assert_eq!(asked_for, throttled(Some(3), Scope::Burst), "what it asks for itself comes first");
}

#[test]
fn each_other_refusal_has_its_class() {
    let own = |category: &str| json!({ "status": "error", "message": "No.", "category": category });
    assert_eq!(failure(401, own("EXPIRED_AUTHENTICATION")), Failure::Auth { fault: AuthFault::Expired });
    assert_eq!(failure(401, own("INVALID_AUTHENTICATION")), Failure::Auth { fault: AuthFault::Revoked });
    assert_eq!(failure(403, own("MISSING_SCOPES")), Failure::Auth { fault: AuthFault::MissingScope });
    assert_eq!(failure(404, own("OBJECT_NOT_FOUND")), Failure::Gone { merged_into: None });
    assert_eq!(failure(404, own("")), Failure::Unsupported, "a missing route is not a deleted contact");
    assert_eq!(failure(404, json!({ "message": "no upstream" })), Failure::Ambiguous);
    assert_eq!(failure(423, own("LOCKED")), Failure::Transient { trouble: Trouble::Busy });
    assert!(matches!(failure(477, own("MIGRATION")), Failure::Throttled { .. }));
    assert_eq!(failure(477, json!({})), Failure::Ambiguous);
    for status in [500, 502, 503, 504, 521, 523, 524] {
        assert_eq!(failure(status, own("INTERNAL_ERROR")), Failure::Ambiguous, "{status}");
    }
}

#[test]
fn a_failed_item_of_a_batch_has_the_class_of_its_category() {
    let item = |category: &str| wire::item_failure(&json!({ "status": "error", "category": category }));
    assert_eq!(item("OBJECT_NOT_FOUND"), Failure::Gone { merged_into: None });
    assert!(matches!(item("CONFLICT"), Failure::Conflict { .. }));
    assert!(matches!(item("VALIDATION_ERROR"), Failure::Invalid { .. }));
    assert_eq!(item("INTERNAL_ERROR"), Failure::Ambiguous);
    assert_eq!(item("SOMETHING_NEW"), Failure::Ambiguous);
}

#[test]
fn a_record_must_name_itself_and_shows_only_what_was_asked_for() {
    let client = connect(&[], "s").unwrap();
    let record = json!({
        "id": "51", "archived": false, "updatedAt": "2026-11-22T12:00:00Z",
        "properties": {
            "email": "A@Example.com", "hs_additional_emails": "b@example.com;C@example.com", "city": null,
            "zip": "", "lanyard_capture_id": "c-1", "hs_merged_object_ids": "7;8", "surprise": "x",
        },
    });
    let seen = wire::contact(&record, &client.fields).unwrap();
    assert_eq!((seen.record.id.as_str(), seen.record.marker.as_deref()), ("51", Some("c-1")));
    let fields: Vec<(&str, &str)> =
        seen.record.fields.iter().map(|(field, value)| (field.as_str(), value)).collect();
    assert_eq!(fields, [("email", "A@Example.com")]);
    assert_eq!(seen.emails, ["a@example.com", "b@example.com", "c@example.com"]);
    assert_eq!(
        (seen.merged, seen.modified),
        (vec!["7".to_owned(), "8".to_owned()], Some(WallMs(1_795_348_800_000)))
    );
    for broken in ["id", "properties"] {
        let mut record = record.clone();
        record[broken] = Value::Null;
        assert!(wire::contact(&record, &client.fields).is_none(), "{broken}");
    }
}
