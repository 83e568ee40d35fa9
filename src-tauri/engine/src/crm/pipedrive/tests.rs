//! The form, the mapping and the reading of Pipedrive's words, without a peer.

use super::wire::Names;
use super::*;
use crate::clock::ManualClock;
use crate::crm::Secret;
use crate::crm::http::{Purpose, Said};
use lanyard_core::contact::Field;
use lanyard_core::crm::{AuthFault, Failure, FieldFault, RateFacts, RemoteField, Scope, Trouble};
use lanyard_core::time::WallMs;
use serde_json::{Value, json};

const KEY: &str = "0123456789abcdef0123456789abcdef01234567";
const OTHER: &str = "abcdef0123456789abcdef0123456789abcdef01";

fn connect(settings: &[(&str, &str)], secret: &str) -> Result<Client, ConnectFault> {
    let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let secrets = Secrets::from([(SECRET.to_owned(), Secret::new(secret))]);
    let clock = Arc::new(ManualClock::new(WallMs(0), 1));
    Client::connect(&settings, &secrets, &default_mapping(), Limits::SHIPPED, clock)
}

fn failure(status: u16, body: Value) -> Failure {
    wire::failure(Purpose::Write, status, &Said::Json(body), None, &RateFacts::default())
}

fn own(words: &str) -> Value {
    json!({ "success": false, "error": words })
}

#[test]
fn a_company_and_a_token_are_enough_to_connect() {
    assert!(connect(&[(BASE_URL, "acme")], "s").is_ok());
    assert!(matches!(connect(&[(BASE_URL, "acme")], " "), Err(ConnectFault::Missing(SECRET))));
    assert!(matches!(connect(&[], "s"), Err(ConnectFault::Missing(BASE_URL))));
    assert!(matches!(connect(&[(BASE_URL, "http://192.0.2.1")], "s"), Err(ConnectFault::Address(_))));
    let odd = [(BASE_URL, "acme"), (OWN_FIELDS, "maybe")];
    assert!(matches!(connect(&odd, "s"), Err(ConnectFault::Unknown(OWN_FIELDS))));
    for (option, _) in form().into_iter().flat_map(|field| field.options) {
        assert!(connect(&[(BASE_URL, "acme"), (OWN_FIELDS, &option)], "s").is_ok(), "{option}");
    }
}

#[test]
fn whatever_is_pasted_of_the_address_leads_to_the_company() {
    for typed in ["acme", "acme.pipedrive.com", "https://acme.pipedrive.com/persons/list?x=1#top"] {
        let shown = format!("{:?}", form::address(typed).unwrap());
        assert!(shown.contains("acme.pipedrive.com") && !shown.contains("persons"), "{typed}: {shown}");
    }
    assert!(form::address("http://127.0.0.1:4000").is_ok(), "a rehearsal");
}

#[test]
fn the_mapping_names_each_field_once_and_a_note_is_none_of_a_person() {
    let mapping = default_mapping();
    let theirs: BTreeSet<&str> = mapping.rows.iter().map(|row| row.theirs.as_str()).collect();
    assert_eq!(theirs.len(), mapping.rows.len());
    assert_eq!(mapping.theirs(Field::Email).unwrap().as_str(), names::EMAIL);
    assert!(!connect(&[(BASE_URL, "acme")], "s").unwrap().fields.contains("note"));
}

#[test]
fn what_a_check_learned_is_kept_for_this_company_and_token_only() {
    let client = connect(&[(BASE_URL, "acme")], "s").unwrap();
    assert_eq!((client.learned(), client.capabilities().marker), (None, MarkerSupport::Searchable));
    let learned = Learned { marker: Some(KEY.to_owned()), ..Learned::default() };
    client.known.learn(learned.clone());
    let settings = client.learned().unwrap();
    let with = |company| {
        let kept = settings.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        kept.chain([(BASE_URL, company)]).collect::<Vec<_>>()
    };
    assert_eq!(connect(&with("acme"), "s").unwrap().known.get(), Some(learned));
    assert_eq!(connect(&with("acme"), "another").unwrap().known.get(), None);
    assert_eq!(connect(&with("globex"), "s").unwrap().known.get(), None);
    client.known.learn(Learned::default());
    assert_eq!(client.capabilities().marker, MarkerSupport::None);
    assert_eq!(client.learned().unwrap()[MARKER_KEY], "", "an older key is not kept");
}

#[test]
fn a_person_is_read_with_what_was_asked_for_and_must_name_itself() {
    let learned =
        Learned { marker: Some(KEY.to_owned()), title: Some(OTHER.to_owned()), ..Learned::default() };
    let value = json!({
        "id": 7, "name": "Ada Byron", "org_id": 3, "is_deleted": false, "update_time": "2026-11-22T12:00:00Z",
        "emails": [
            { "value": "home@example.com", "primary": false, "label": "home" },
            { "value": "ada@example.com", "primary": true, "label": "work" },
        ],
        "phones": [{ "value": "+49 170 1", "primary": true, "label": "mobile" }],
        "custom_fields": { KEY: "c-1", OTHER: "Analyst", "ffff": "x" },
    });
    let seen = wire::person(&value).unwrap();
    let client = connect(&[(BASE_URL, "acme")], "s").unwrap();
    let record = seen.record(&client.fields, &learned, &Names::from([(3, "Engines".to_owned())]));
    assert_eq!((record.id.as_str(), record.marker.as_deref(), record.archived), ("7", Some("c-1"), false));
    let fields: Vec<(&str, &str)> =
        record.fields.iter().map(|(field, value)| (field.as_str(), value)).collect();
    assert_eq!(
        fields,
        [
            ("email", "ada@example.com"),
            ("job_title", "Analyst"),
            ("mobile", "+49 170 1"),
            ("name", "Ada Byron"),
            ("organization", "Engines"),
        ]
    );
    assert_eq!(seen.modified, Some(WallMs(1_795_348_800_000)));
    assert!(seen.has_email("home@example.com") && !seen.has_email("home@example"));
    let mut nameless = value.clone();
    nameless["name"] = json!("ada@example.com");
    assert!(wire::person(&nameless).unwrap().is_nameless(), "an address stands for a name");
    for broken in [json!({}), json!([]), json!({ "id": "7" }), json!({ "id": null })] {
        assert!(wire::person(&broken).is_none(), "{broken}");
    }
}

#[test]
fn each_refusal_has_its_class() {
    assert_eq!(failure(401, own("unauthorized access")), Failure::Auth { fault: AuthFault::Revoked });
    let scope = Failure::Auth { fault: AuthFault::MissingScope };
    assert_eq!(failure(403, own("Scope and URL mismatch")), scope);
    assert_eq!(failure(402, own("company account is not open")), scope);
    assert_eq!(failure(404, own("Person not found")), Failure::Gone { merged_into: None });
    assert_eq!(failure(410, own("Person not found")), Failure::Gone { merged_into: None });
    assert_eq!(failure(404, own("Unknown method .")), Failure::Unsupported, "a route, not a record");
    assert_eq!(failure(404, json!({ "message": "no upstream" })), Failure::Ambiguous);
    assert_eq!(failure(500, own("x")), Failure::Ambiguous);
    let html = wire::failure(Purpose::Write, 403, &Said::Html, None, &RateFacts::default());
    assert_eq!(
        html,
        Failure::Throttled { wait: None, scope: Scope::Burst },
        "a page is no refusal of the token"
    );
    let read = wire::failure(Purpose::Read, 503, &Said::Json(own("x")), None, &RateFacts::default());
    assert_eq!(read, Failure::Transient { trouble: Trouble::Busy });
}

#[test]
fn the_limit_that_was_reached_says_how_long_to_wait() {
    let said = |words: &str, wait: Option<u64>, rate: RateFacts| {
        wire::failure(Purpose::Write, 429, &Said::Json(own(words)), wait.map(Millis::from_secs), &rate)
    };
    let burst = |wait| Failure::Throttled { wait: Some(wait), scope: Scope::Burst };
    assert_eq!(said("request over limit", None, RateFacts::default()), burst(Millis::from_secs(2)));
    assert_eq!(said("request over limit", Some(7), RateFacts::default()), burst(Millis::from_secs(7)));
    let reset = RateFacts { reset: Some(Millis(1000)), ..RateFacts::default() };
    assert_eq!(said("request over limit", None, reset), burst(Millis(1000)));
    let daily = Failure::Throttled { wait: None, scope: Scope::Daily };
    let spent = RateFacts { daily_remaining: Some(0), ..RateFacts::default() };
    assert_eq!(said("request over limit", Some(1), spent), daily, "what it asks for meanwhile is of no use");
    assert_eq!(said("daily request limit reached", None, RateFacts::default()), daily);
}

#[test]
fn a_value_that_is_refused_is_named_where_the_words_name_it() {
    let named = |words: &str, field: Option<&str>| {
        let fault = FieldFault { field: field.map(RemoteField::new), message: words.to_owned() };
        assert_eq!(failure(400, own(words)), Failure::Invalid { fields: vec![fault] });
    };
    named("Validation failed: emails: 0: value: must be a valid email", Some("email"));
    named("Validation failed: org_id: there is no such organization", Some("organization"));
    named(&format!("Validation failed: custom_fields: {KEY}: too long"), Some(KEY));
    named("Bad request", None);
}
