//! The table and its reading, without a peer.

use super::*;
use crate::clock::ManualClock;
use crate::crm::Secret;
use crate::crm::http::{Purpose, Said};
use lanyard_core::contact::{FIELDS, Field};
use lanyard_core::crm::{AuthFault, ConflictOn, FieldFault, RemoteField, Scope, Version};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::WallMs;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn connect(settings: &[(&str, &str)], secret: &str) -> Result<Client, ConnectFault> {
    let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let secrets = Secrets::from([(SECRET.to_owned(), Secret::new(secret))]);
    Client::connect(&ACME, &settings, &secrets, Limits::SHIPPED, Arc::new(ManualClock::new(WallMs(0), 1)))
}

fn failure(status: u16, body: Value) -> Failure {
    ACME.failure(Purpose::Write, status, &Said::Json(body), None)
}

fn error(code: &str, details: Value) -> Value {
    json!({ "error": { "code": code, "message": "No.", "details": details } })
}

#[test]
fn every_field_of_ours_that_the_crm_has_stands_once_in_the_mapping() {
    let mapping = default_mapping(&ACME);
    let theirs: BTreeSet<&str> = mapping.rows.iter().map(|row| row.theirs.as_str()).collect();
    assert_eq!(theirs.len(), mapping.rows.len());
    assert!(!theirs.contains(ACME.record.marker));
    let left: Vec<&str> =
        FIELDS.iter().filter(|row| mapping.theirs(row.field).is_none()).map(|row| row.key).collect();
    assert_eq!(left, ["full_name", "name_prefix", "additional_name", "name_suffix", "fax", "answer"]);
    assert_eq!(mapping.row(&RemoteField::new("note")).unwrap().take, Take::Note);
    assert_eq!(mapping.theirs(Field::Email).unwrap().as_str(), ACME.email);
}

#[test]
fn the_form_asks_for_address_kind_and_secret_and_for_nothing_a_check_can_learn() {
    let keys: Vec<(String, bool)> = form(&ACME).into_iter().map(|field| (field.key, field.secret)).collect();
    assert_eq!(
        keys,
        [(BASE_URL.into(), false), (AUTH.into(), false), (EMAIL.into(), false), (SECRET.into(), true)]
    );
}

#[test]
fn a_form_that_cannot_be_used_says_which_input_it_is() {
    let here = (BASE_URL, "http://127.0.0.1:1");
    assert!(matches!(connect(&[], "s"), Err(ConnectFault::Missing(BASE_URL))));
    assert!(matches!(connect(&[(BASE_URL, " ")], "s"), Err(ConnectFault::Missing(BASE_URL))));
    assert!(matches!(connect(&[here], " "), Err(ConnectFault::Missing(SECRET))));
    assert!(matches!(connect(&[here, (AUTH, "magic")], "s"), Err(ConnectFault::Unknown(AUTH))));
    assert!(matches!(connect(&[(BASE_URL, "http://192.0.2.1")], "s"), Err(ConnectFault::Address(_))));
    assert!(connect(&[here, (AUTH, "api_key")], "s").is_ok());
    assert!(matches!(connect(&[here, (AUTH, "login")], "s"), Err(ConnectFault::Missing(EMAIL))));
    assert!(connect(&[here, (AUTH, "login"), (EMAIL, "me@example.com")], "s").is_ok());
}

#[test]
fn what_a_check_learned_is_kept_as_a_setting_and_found_again() {
    let here = (BASE_URL, "http://127.0.0.1:1");
    let client = connect(&[here], "s").unwrap();
    assert_eq!((client.learned(), client.capabilities().marker), (None, MarkerSupport::Searchable));
    assert_eq!(client.traceless(), None, "nothing is looked for before it is known");
    let (marker, update, delete) = (MarkerSupport::Unique, Updating::Put, Deleting::Hard);
    client.account.learn(Account { marker, update, delete });
    let learned = client.learned().unwrap();
    let kept = [MARKER, UPDATE, DELETE].map(|key| (key, &*learned[key]));
    let again = connect(&[&[here], kept.as_slice()].concat(), "s").unwrap();
    assert_eq!((again.capabilities().marker, again.updating()), (marker, update));
    assert_eq!(again.traceless(), Some(ACME.batch));
    let of_an_older_version = connect(&[&[here], &kept[..2]].concat(), "s").unwrap();
    assert_eq!(of_an_older_version.learned(), None, "it is asked anew");
}

#[test]
fn the_fence_is_longer_than_a_request_and_a_setting() {
    let here = (BASE_URL, "http://127.0.0.1:1");
    let fence = connect(&[here], "s").unwrap().capabilities().fence;
    assert!(u128::from(fence.0) > Limits::SHIPPED.total.as_millis());
    assert_eq!(connect(&[here, (FENCE, "250")], "s").unwrap().capabilities().fence, Millis(250));
}

#[test]
fn error_codes_refine_what_the_status_says() {
    let existing = json!([{ "field": "acme_email", "existing_id": "c_9" }]);
    let conflict = |on, existing| Failure::Conflict { on, existing };
    let id = Some(RemoteId::new("c_9"));
    assert_eq!(failure(409, error("duplicate_email", existing)), conflict(ConflictOn::Email, id));
    assert_eq!(failure(409, error("duplicate_marker", json!([]))), conflict(ConflictOn::Marker, None));
    assert_eq!(failure(409, error("busy_elsewhere", json!([]))), conflict(ConflictOn::Other, None));
    assert_eq!(failure(401, error("token_expired", json!([]))), Failure::Auth { fault: AuthFault::Expired });
    assert_eq!(
        failure(429, error("daily_limit", json!([]))),
        Failure::Throttled { wait: None, scope: Scope::Daily }
    );
    assert_eq!(
        failure(412, error("stale", json!([{ "current_version": 7 }]))),
        Failure::Stale { current: Some(Version(7)) }
    );
    assert_eq!(
        failure(404, error("merged", json!([{ "merged_into": "c_2" }]))),
        Failure::Gone { merged_into: Some(RemoteId::new("c_2")) }
    );
}

#[test]
fn a_missing_route_is_not_a_deleted_contact() {
    assert_eq!(failure(404, error("no_route", json!([]))), Failure::Unsupported);
    assert_eq!(failure(404, json!({ "message": "no upstream" })), Failure::Ambiguous);
}

#[test]
fn a_refused_value_is_named_and_a_refusal_without_a_name_keeps_its_words() {
    let named = json!([{ "field": "acme_email", "message": "Not an address." }, { "field": "acme_rating" }]);
    let fault = |field: Option<&str>, message: &str| FieldFault {
        field: field.map(RemoteField::new),
        message: message.to_owned(),
    };
    assert_eq!(
        failure(422, error("invalid_value", named)),
        Failure::Invalid {
            fields: vec![fault(Some("acme_email"), "Not an address."), fault(Some("acme_rating"), "No.")]
        }
    );
    assert_eq!(failure(400, error("odd", json!([]))), Failure::Invalid { fields: vec![fault(None, "No.")] });
}

#[test]
fn a_record_must_name_itself_and_its_marker_is_no_field() {
    let record = json!({
        "id": "c_1", "version": 3, "archived": false,
        "fields": { "acme_email": "a@example.com", "acme_marker": "c-1", "acme_city": null, "acme_rating": 4, "x": "" },
    });
    let read = ACME.record(&record).unwrap();
    assert_eq!(
        (read.id.as_str(), read.version, read.marker.as_deref()),
        ("c_1", Some(Version(3)), Some("c-1"))
    );
    let names: Vec<(&str, &str)> = read.fields.iter().map(|(field, value)| (field.as_str(), value)).collect();
    assert_eq!(names, [("acme_email", "a@example.com"), ("acme_rating", "4")]);
    for broken in ["id", "archived", "fields"] {
        let mut record = record.clone();
        record[broken] = Value::Null;
        assert_eq!(ACME.record(&record), None, "{broken}");
    }
}

#[test]
fn an_item_that_is_answered_twice_counts_as_not_answered() {
    let reply = json!({ "results": [{ "ref": "a", "status": 201 }, { "ref": "b" }, { "ref": "a", "status": 409 }, {}] });
    let Keyed::Bulk(names) = &ACME.keyed else { panic!("it has bulk calls") };
    let items = ACME.by_ref(names, &reply).unwrap();
    assert_eq!(items.keys().copied().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn values_go_out_with_the_marker_and_an_empty_one_clears() {
    let (name, city) = (RemoteField::new("acme_first_name"), RemoteField::new("acme_city"));
    let written = ACME.written([(&name, Some("Ada")), (&city, None)].into_iter(), Some("c-1"));
    assert_eq!(written, json!({ "acme_first_name": "Ada", "acme_city": null, "acme_marker": "c-1" }));
}

mod bottle {
    //! What BottleCRM 1.35.0 answered when it was asked, word for word.

    use super::*;
    use crate::crm::rest::BOTTLE;

    fn failure(status: u16, body: Value) -> Failure {
        BOTTLE.failure(Purpose::Write, status, &Said::Json(body), None)
    }

    fn refused(errors: Value) -> Failure {
        failure(400, json!({ "error": true, "errors": errors }))
    }

    #[test]
    fn an_address_that_is_taken_is_a_conflict_and_whatever_else_is_refused_is_named() {
        let taken = json!({ "email": ["Contact already exists with this email"] });
        assert_eq!(refused(taken), Failure::Conflict { on: ConflictOn::Email, existing: None });
        let fault = |field: &str, message: &str| FieldFault {
            field: Some(RemoteField::new(field)),
            message: message.to_owned(),
        };
        let both = json!({
            "email": ["Contact already exists with this email"],
            "last_name": ["This field may not be blank."],
        });
        assert_eq!(
            refused(both),
            Failure::Invalid {
                fields: vec![
                    fault("email", "Contact already exists with this email"),
                    fault("last_name", "This field may not be blank."),
                ]
            }
        );
        let within = json!({ "custom_fields": { "stars": "must be a number" } });
        let Failure::Invalid { fields } = refused(within) else { panic!("it is no value") };
        assert_eq!(fields[0].field, Some(RemoteField::new("custom_fields")));
    }

    #[test]
    fn a_token_that_is_not_accepted_is_told_from_one_that_may_not() {
        let detail = json!({ "detail": "Organization context is required. Please login again." });
        assert_eq!(failure(403, detail), Failure::Auth { fault: AuthFault::Revoked });
        let may_not = json!({ "error": true, "errors": "You don't have permission to perform this action." });
        assert_eq!(failure(403, may_not), Failure::Auth { fault: AuthFault::MissingScope });
    }

    #[test]
    fn a_record_is_gone_only_in_the_crms_own_words() {
        let gone = json!({ "detail": "No Contact matches the given query." });
        assert_eq!(failure(404, gone), Failure::Gone { merged_into: None });
        assert_eq!(BOTTLE.failure(Purpose::Write, 404, &Said::Html, None), Failure::Ambiguous);
        assert_eq!(BOTTLE.failure(Purpose::Write, 500, &Said::Html, None), Failure::Ambiguous);
    }

    #[test]
    fn a_record_is_read_bare_and_wrapped_without_what_is_no_value_of_it() {
        let record = json!({
            "id": "2c885230-44be-4795-9749-a7170d13145b", "first_name": "Ada", "email": "Ada@x.com", "city": null,
            "phone_e164": "", "created_at": "2026-11-22T20:39:43Z", "updated_at": "2026-11-22T20:39:43Z",
            "is_active": true, "assigned_to": [], "org": { "id": "b6" }, "account": null,
            "custom_fields": { "capture_id": "c-1", "stars": 3 },
        });
        let read = BOTTLE.record(&record).unwrap();
        assert_eq!((read.archived, read.marker.as_deref()), (false, Some("c-1")));
        let later = json!({ "id": "7", "updated_at": "2026-11-22T20:39:43.000001Z" });
        assert!(BOTTLE.record(&later).unwrap().version > read.version, "a change is seen");
        let names: Vec<&str> = read.fields.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(names, ["email", "first_name"]);
        assert_eq!(BOTTLE.record(&json!({ "contact_obj": record })).unwrap(), read);
    }

    #[test]
    fn a_write_is_done_when_no_error_is_said_and_names_what_was_made() {
        let (id, other) = (RemoteId::new("7"), RemoteId::new("8"));
        let made = json!({ "error": false, "id": "7" });
        assert_eq!(BOTTLE.acknowledged(&made, None), Some(id.clone()));
        let changed = json!({ "error": false, "message": "Contact Updated Successfully" });
        assert_eq!(BOTTLE.acknowledged(&changed, Some(&other)), Some(other));
        assert_eq!(BOTTLE.acknowledged(&changed, None), None, "a new record without an id");
        assert_eq!(BOTTLE.acknowledged(&json!({ "error": true, "id": "7" }), Some(&id)), None);
        assert_eq!(BOTTLE.acknowledged(&json!({ "id": "7" }), Some(&id)), None);
        assert_eq!(ACME.acknowledged(&made, None), None, "where a record is due");
    }

    #[test]
    fn the_marker_stands_among_the_fields_of_the_accounts_own() {
        let name = RemoteField::new("first_name");
        let written = BOTTLE.written([(&name, Some("Ada"))].into_iter(), Some("c-1"));
        assert_eq!(written, json!({ "first_name": "Ada", "custom_fields": { "capture_id": "c-1" } }));
        assert_eq!(BOTTLE.body(&written), written);
    }

    #[test]
    fn a_list_in_another_order_is_read_by_number_to_its_end_and_shows_that_its_filter_is_passed_over() {
        let record = |id: u32, at: &str| json!({ "id": id.to_string(), "updated_at": at });
        let page = json!({
            "count": 3,
            "results": [record(3, "2026-11-22T09:00:00Z"), record(1, "2026-11-22T11:00:00Z")],
        });
        let noon = Some(WallMs(1_795_348_800_000));
        let first = BOTTLE.changes_in(noon, None, &page).unwrap();
        assert_eq!(first.records.len(), 2);
        let more = first.more.unwrap();
        let last = json!({ "count": 3, "results": [record(2, "2026-11-22T10:00:00Z")] });
        assert_eq!(BOTTLE.changes_in(noon, Some(&more), &last).unwrap().more, None);
        assert!(first.records.iter().all(|changed| Some(changed.modified) < noon));
        let empty = json!({ "count": 3, "results": [] });
        assert_eq!(BOTTLE.changes_in(noon, Some(&more), &empty).unwrap().more, None, "it ends all the same");
    }

    #[test]
    fn every_field_of_the_mapping_stands_once_and_none_of_them_is_the_crms_own() {
        let mapping = default_mapping(&BOTTLE);
        let theirs: BTreeSet<&str> = mapping.rows.iter().map(|row| row.theirs.as_str()).collect();
        assert_eq!(theirs.len(), mapping.rows.len());
        assert!(BOTTLE.record.own.iter().all(|name| !theirs.contains(name)));
        assert_eq!(mapping.theirs(Field::Email).unwrap().as_str(), BOTTLE.email);
    }
}
