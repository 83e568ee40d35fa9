//! The CRM's own refusals, for every operation: each becomes the class that the protocol needs, or a class that believes
//! nothing where such a refusal makes no sense.

use acceptance::crm_peer::{
    Canned, Heard, Say, delivery, fields, json, new_note, new_record, note_lookup, patch, removal, reply,
};
use lanyard_core::crm::{
    AuthFault, ConflictOn, CrmOp, Failure, FieldFault, Fields, ItemAnswer, NoteKey, NoteLookup, Object,
    RecordPatch, RemoteField, RemoteRecord, Removal, Scope, Trouble, Version,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::Millis;
use lanyard_engine::crm::http::Limits;
use serde_json::{Value, json as value};

/// A refusal of the CRM's.
struct Refusal {
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    code: &'static str,
    detail: Value,
}

impl Refusal {
    fn new(status: u16, code: &'static str, detail: Value) -> Self {
        Self { status, headers: &[], code, detail }
    }

    fn body(&self) -> Value {
        value!({ "error": { "code": self.code, "message": "No.", "details": [self.detail] } })
    }

    fn said(&self) -> Say {
        reply(self.status, self.headers, &self.body().to_string())
    }
}

fn record() -> RemoteRecord {
    RemoteRecord {
        id: RemoteId::new("c_1"),
        version: Some(Version(1)),
        archived: false,
        marker: None,
        fields: Fields::default(),
    }
}

/// An operation: its name, how it asks, the class of a record that is gone, and of one that changed or collides.
struct Ask {
    name: &'static str,
    op: CrmOp,
    /// It names one record, which can be gone.
    names_one: bool,
}

fn asks() -> Vec<Ask> {
    let of = RemoteId::new("c_1");
    let object = || Object::Note { of: of.clone() };
    let by_id = NoteLookup { what: NoteKey::Id(RemoteId::new("c_1")), ..note_lookup("one", &of) };
    let change = patch("one", &record(), &[("acme_city", Some("Oslo"))]);
    let note = patch("one", &record(), &[("text", Some("Met."))]);
    let ask = |name, op, names_one| Ask { name, op, names_one };
    vec![
        ask("get", CrmOp::Get { items: vec![(delivery("one"), of.clone())] }, true),
        ask(
            "get two",
            CrmOp::Get {
                items: vec![(delivery("one"), of.clone()), (delivery("two"), RemoteId::new("c_2"))],
            },
            false,
        ),
        ask(
            "by e-mail",
            CrmOp::FindByEmail { items: vec![(delivery("one"), "a@example.com".to_owned())] },
            false,
        ),
        ask(
            "by marker",
            CrmOp::FindByMarker { items: vec![(delivery("one"), vec!["c-one".to_owned()])] },
            false,
        ),
        ask(
            "alike",
            CrmOp::FindLike { items: vec![(delivery("one"), fields(&[("acme_badge_id", "B")]))] },
            false,
        ),
        ask("notes", CrmOp::FindNotes { items: vec![note_lookup("one", &of)] }, true),
        ask("note", CrmOp::FindNotes { items: vec![by_id] }, true),
        ask("create", CrmOp::Create { items: vec![new_record("one", &[("acme_last_name", "X")])] }, false),
        ask("create note", CrmOp::Create { items: vec![new_note("one", &of, "Met.")] }, true),
        ask("update", CrmOp::Update { items: vec![change] }, true),
        ask("update note", CrmOp::Update { items: vec![RecordPatch { object: object(), ..note }] }, true),
        ask("delete", CrmOp::Delete { items: vec![removal("one", &record())] }, true),
        ask(
            "delete note",
            CrmOp::Delete { items: vec![Removal { object: object(), ..removal("one", &record()) }] },
            true,
        ),
    ]
}

/// What becomes of an operation whose own request is refused so; the reads before a write are answered well.
async fn outcome(ask: &Ask, refusal: Refusal) -> ItemAnswer {
    let writes = ask.op.is_write();
    let peer = Canned::saying(move |heard: &Heard| {
        if writes && heard.head.starts_with("get ") {
            let note = heard.head.contains("/notes/");
            return match note {
                true => json(200, &value!({ "id": "c_1", "version": 1, "text": "Was." })),
                false => json(200, &value!({ "id": "c_1", "version": 1, "archived": false, "fields": {} })),
            };
        }
        refusal.said()
    })
    .await;
    peer.client(Limits::SHIPPED).perform(&ask.op).await.of(&ask.op, &delivery("one"))
}

fn failed(failure: Failure) -> ItemAnswer {
    ItemAnswer::Failed(failure)
}

/// What is not understood.
fn odd(ask: &Ask) -> ItemAnswer {
    failed(if ask.op.is_write() { Failure::Ambiguous } else { Failure::Protocol })
}

#[tokio::test]
async fn a_record_that_is_gone_is_gone_for_what_names_it_and_nonsense_for_all_else() {
    for ask in asks() {
        for (status, code) in [(404, "not_found"), (404, "archived"), (410, "not_found")] {
            let got = outcome(&ask, Refusal::new(status, code, value!({}))).await;
            let want = match &ask {
                Ask { names_one: false, .. } => odd(&ask),
                // To a read that is an answer.
                Ask { name: "get" | "note", .. } => ItemAnswer::Found(Vec::new()),
                Ask { .. } => failed(Failure::Gone { merged_into: None }),
            };
            assert_eq!(got, want, "{} {status} {code}", ask.name);
        }
    }
}

#[tokio::test]
async fn a_merged_record_names_the_one_that_stays() {
    for ask in asks() {
        let got = outcome(&ask, Refusal::new(404, "merged", value!({ "merged_into": "c_9" }))).await;
        let merged = failed(Failure::Gone { merged_into: Some(RemoteId::new("c_9")) });
        assert_eq!(got, if ask.names_one { merged } else { odd(&ask) }, "{}", ask.name);
    }
}

#[tokio::test]
async fn a_missing_route_is_never_a_missing_record() {
    for ask in asks() {
        let got = outcome(&ask, Refusal::new(404, "no_route", value!({}))).await;
        assert_eq!(got, failed(Failure::Unsupported), "{}", ask.name);
        let got = outcome(&ask, Refusal::new(405, "method_not_allowed", value!({}))).await;
        assert_eq!(got, failed(Failure::Unsupported), "{}", ask.name);
    }
}

#[tokio::test]
async fn a_stale_version_is_named_where_a_version_was() {
    for ask in asks() {
        let got = outcome(&ask, Refusal::new(412, "stale", value!({ "current_version": 7 }))).await;
        let stale = failed(Failure::Stale { current: Some(Version(7)) });
        assert_eq!(got, if ask.name == "create" { odd(&ask) } else { stale }, "{}", ask.name);
    }
}

#[tokio::test]
async fn a_collision_names_the_key_and_the_other_record() {
    for ask in asks().into_iter().filter(|ask| ask.op.is_write()) {
        for (code, on) in [
            ("duplicate_email", ConflictOn::Email),
            ("duplicate_marker", ConflictOn::Marker),
            ("something_else", ConflictOn::Other),
        ] {
            let got = outcome(&ask, Refusal::new(409, code, value!({ "existing_id": "c_5" }))).await;
            let existing = Some(RemoteId::new("c_5"));
            assert_eq!(got, failed(Failure::Conflict { on, existing }), "{} {code}", ask.name);
        }
    }
}

#[tokio::test]
async fn a_refused_value_is_named() {
    for ask in asks().into_iter().filter(|ask| ask.op.is_write()) {
        for status in [400, 422] {
            let detail = value!({ "field": "acme_city", "message": "Not a city." });
            let got = outcome(&ask, Refusal::new(status, "invalid_value", detail)).await;
            let field = Some(RemoteField::new("acme_city"));
            let fields = vec![FieldFault { field, message: "Not a city.".to_owned() }];
            assert_eq!(got, failed(Failure::Invalid { fields }), "{} {status}", ask.name);
        }
        let got = outcome(&ask, Refusal::new(413, "too_large", value!({}))).await;
        assert_eq!(got, failed(Failure::TooLarge), "{}", ask.name);
    }
}

#[tokio::test]
async fn throttling_says_how_long_in_either_form_and_which_budget() {
    const SECONDS: &[(&str, &str)] = &[("retry-after", "17")];
    const DATE: &[(&str, &str)] =
        &[("date", "Sun, 22 Nov 2026 12:00:00 GMT"), ("retry-after", "Sun, 22 Nov 2026 12:00:40 GMT")];
    for ask in asks() {
        for (headers, code, wait, scope) in [
            (SECONDS, "too_many_requests", Some(17), Scope::Burst),
            (DATE, "too_many_requests", Some(40), Scope::Burst),
            (SECONDS, "daily_limit", Some(17), Scope::Daily),
            (&[][..], "daily_limit", None, Scope::Daily),
        ] {
            let refusal = Refusal { headers, ..Refusal::new(429, code, value!({})) };
            let got = outcome(&ask, refusal).await;
            let wait = wait.map(Millis::from_secs);
            assert_eq!(got, failed(Failure::Throttled { wait, scope }), "{} {code}", ask.name);
        }
    }
}

#[tokio::test]
async fn a_sign_in_that_is_not_accepted_is_told_apart() {
    for ask in asks() {
        for (status, code, fault) in [
            (401, "invalid_token", AuthFault::Revoked),
            (401, "token_expired", AuthFault::Expired),
            (403, "missing_scope", AuthFault::MissingScope),
        ] {
            let got = outcome(&ask, Refusal::new(status, code, value!({}))).await;
            assert_eq!(got, failed(Failure::Auth { fault }), "{} {code}", ask.name);
        }
    }
}

#[tokio::test]
async fn a_server_in_trouble_may_have_written() {
    for ask in asks() {
        for status in [500, 502, 503, 504] {
            let got = outcome(&ask, Refusal::new(status, "server_error", value!({}))).await;
            let busy = Failure::Transient { trouble: Trouble::Busy };
            let want = if ask.op.is_write() { Failure::Ambiguous } else { busy };
            assert_eq!(got, failed(want), "{} {status}", ask.name);
        }
    }
}
