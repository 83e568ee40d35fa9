//! AcmeCRM, interface version 1.

use super::table::{
    AccountNames, Alike, BulkNames, Calls, End, ErrorNames, Errors, Keyed, ListNames, LoginNames, MARKERS,
    Means, NoteNames, Order, RecordNames, Table, Written, call,
};
use super::{AUTH, BASE_URL, EMAIL, SECRET};
use crate::api::views::FormField;
use crate::crm::http::{Habits, Renewal};
use lanyard_core::contact::Field;
use lanyard_core::crm::{ConflictOn, Take};
use lanyard_core::time::Millis;

/// Its table.
pub(in crate::crm) const ACME: Table = Table {
    form,
    base: &["api", "v1"],
    calls: Calls {
        create: call(&["contacts"], 201),
        get: call(&["contacts", "{id}"], 200),
        update: call(&["contacts", "{id}"], 200),
        delete: call(&["contacts", "{id}"], 204),
        list: call(&["contacts"], 200),
    },
    account: AccountNames::Says {
        call: call(&["me"], 200),
        marker: "marker",
        update: "update",
        delete: "delete",
        markers: MARKERS,
    },
    login: Some(LoginNames {
        call: call(&["auth", "login"], 200),
        email: "email",
        password: "password",
        token: "access_token",
        life: "expires_in",
    }),
    record: RecordNames {
        wrapped: None,
        id: "id",
        version: Some("version"),
        archived: Some("archived"),
        modified: "updated_at",
        fields: Some("fields"),
        own: &[],
        marker: "acme_marker",
        marker_in: None,
        merged_into: Some("merged_into"),
    },
    written: Written::Record,
    keyed: Keyed::Bulk(&BulkNames {
        create: call(&["contacts", "bulk", "create"], 200),
        update: call(&["contacts", "bulk", "update"], 200),
        read: call(&["contacts", "bulk", "read"], 200),
        items: "items",
        item_ref: "ref",
        results: "results",
        missing: "missing",
        status: "status",
        record: "record",
        ids: "ids",
        emails: "emails",
        markers: "markers",
        archived: "archived",
        merged: "merged",
        key: "key",
    }),
    alike: Alike::Search { call: call(&["contacts", "search"], 200), query: "query", filters: "filters" },
    list: ListNames {
        limit: "limit",
        offset: "offset",
        data: "data",
        since: "updated_since",
        end: End::Next { paging: "paging", next: "next" },
        order: Some(Order { sort: "sort", newest_first: "-updated_at", oldest_first: "updated_at" }),
        with_archived: Some(("archived", "any")),
    },
    errors: Errors::Coded {
        names: ErrorNames {
            error: "error",
            code: "code",
            message: "message",
            details: "details",
            field: "field",
            existing: "existing_id",
            current: "current_version",
            merged_into: "merged_into",
        },
        codes: &[
            ("token_expired", Means::Expired),
            ("daily_limit", Means::Daily),
            ("not_found", Means::Gone),
            ("archived", Means::Gone),
            ("merged", Means::Gone),
            ("cursor_expired", Means::Gone),
            ("duplicate_email", Means::Taken(ConflictOn::Email)),
            ("duplicate_marker", Means::Taken(ConflictOn::Marker)),
        ],
    },
    notes: Some(NoteNames {
        add: call(&["contacts", "{id}", "notes"], 201),
        all: call(&["contacts", "{id}", "notes"], 200),
        one: call(&["notes", "{id}"], 200),
        change: call(&["notes", "{id}"], 200),
        drop: call(&["notes", "{id}"], 204),
        id: "id",
        version: "version",
        text: "text",
    }),
    headers: Habits {
        request_id: "x-request-id",
        rate_limit: "x-ratelimit-limit",
        rate_remaining: "x-ratelimit-remaining",
        rate_reset: Renewal::At("x-ratelimit-reset"),
        rate_daily: "x-ratelimit-daily-remaining",
        rate_daily_limit: "x-ratelimit-daily-limit",
        closing_slash: false,
        search: None,
    },
    fields: &[
        (Field::GivenName, "acme_first_name", Take::Given, false),
        (Field::FamilyName, "acme_last_name", Take::Family, false),
        (Field::Email, "acme_email", Take::First, false),
        (Field::Phone, "acme_phone", Take::First, false),
        (Field::Mobile, "acme_mobile", Take::First, false),
        (Field::Company, "acme_company", Take::First, false),
        (Field::Department, "acme_department", Take::First, false),
        (Field::JobTitle, "acme_job_title", Take::First, false),
        (Field::Website, "acme_website", Take::First, false),
        (Field::Linkedin, "acme_linkedin", Take::First, false),
        (Field::Street, "acme_street", Take::First, false),
        (Field::City, "acme_city", Take::First, false),
        (Field::Region, "acme_region", Take::First, false),
        (Field::PostalCode, "acme_postal_code", Take::First, false),
        (Field::Country, "acme_country", Take::First, false),
        (Field::BadgeId, "acme_badge_id", Take::First, false),
        (Field::Rating, "acme_rating", Take::First, false),
        (Field::Tag, "acme_tags", Take::Joined, false),
        // A note of its own on the record, beside what others noted there.
        (Field::Note, "note", Take::Note, false),
    ],
    more_fields: &["acme_event", "acme_notes", "acme_consent"],
    telling: &[
        &["acme_badge_id"],
        &["acme_email"],
        &["acme_mobile"],
        &["acme_phone"],
        &["acme_first_name", "acme_last_name"],
    ],
    email: "acme_email",
    batch: 100,
    recent_pages: 2,
    fence: Millis::from_secs(180),
};

/// What a person fills in. The marker setting is not among it: a check learns it from the account.
fn form() -> Vec<FormField> {
    let field = |key: &str, help: bool| FormField {
        key: key.to_owned(),
        label: format!("form-acme-{}", key.replace('_', "-")),
        help: help.then(|| format!("form-acme-{}-help", key.replace('_', "-"))),
        secret: false,
        required: true,
        value: None,
        options: Vec::new(),
    };
    let kinds = [
        ("bearer", "form-acme-auth-bearer"),
        ("api_key", "form-acme-auth-api-key"),
        ("login", "form-acme-auth-login"),
    ];
    vec![
        field(BASE_URL, true),
        FormField {
            value: Some("bearer".to_owned()),
            options: kinds.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec(),
            ..field(AUTH, false)
        },
        // Needed for one of the kinds only: that it is there is seen when a client is made.
        FormField { required: false, ..field(EMAIL, true) },
        FormField { secret: true, ..field(SECRET, true) },
    ]
}
