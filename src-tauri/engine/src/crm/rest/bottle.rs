//! BottleCRM (django-crm 1.35): one record at a time, no versions and no bin, answers that carry an id and no record, and a
//! list whose filter by time is passed over. Left out: tags (they have ids of their own there), the country (one of their
//! codes only), comments.

use super::table::{
    AccountNames, Alike, Calls, End, Errors, Keyed, ListNames, RecordNames, Table, Written, call,
};
use super::{BASE_URL, LEAVE_FIELD, MAKE_FIELD, OWN_FIELD, SECRET};
use crate::api::views::FormField;
use crate::crm::http::{Habits, Renewal};
use lanyard_core::contact::Field;
use lanyard_core::crm::{ConflictOn, Take};
use lanyard_core::time::Millis;

/// Its table.
pub(in crate::crm) const BOTTLE: Table = Table {
    form,
    base: &["api"],
    calls: Calls {
        create: call(&["contacts"], 200),
        get: call(&["contacts", "{id}"], 200),
        update: call(&["contacts", "{id}"], 200),
        delete: call(&["contacts", "{id}"], 200),
        list: call(&["contacts"], 200),
    },
    account: AccountNames::Defines {
        list: call(&["custom-fields"], 200),
        query: &[("target_model", "Contact"), ("include_counts", "false")],
        definitions: "definitions",
        key: "key",
        active: "is_active",
        add: call(&["custom-fields"], 201),
        definition: &[("target_model", "Contact"), ("label", "Lanyard capture ID"), ("field_type", "text")],
    },
    login: None,
    record: RecordNames {
        wrapped: Some("contact_obj"),
        id: "id",
        version: None,
        archived: None,
        modified: "updated_at",
        fields: None,
        own: &["id", "phone_e164", "created_by", "created_at", "updated_at", "is_active", "account"],
        marker: "capture_id",
        marker_in: Some("custom_fields"),
        merged_into: None,
    },
    written: Written::Id { error: "error" },
    keyed: Keyed::OneByOne { email: "email", marker: "cf_capture_id", total: "count" },
    alike: Alike::Filter(&[("email", "email"), ("phone", "phone"), ("first_name", "name")]),
    list: ListNames {
        limit: "limit",
        offset: "offset",
        data: "results",
        since: "updated_at__gte",
        end: End::Total("count"),
        order: None,
        with_archived: None,
    },
    errors: Errors::Named {
        error: "error",
        errors: "errors",
        detail: "detail",
        taken: &[("email", "already exists", ConflictOn::Email)],
        no_sign_in: &["Organization context is required", "Authentication credentials were not provided"],
    },
    notes: None,
    headers: Habits {
        request_id: "x-request-id",
        rate_limit: "x-ratelimit-limit",
        rate_remaining: "x-ratelimit-remaining",
        rate_reset: Renewal::At("x-ratelimit-reset"),
        rate_daily: "x-ratelimit-daily-remaining",
        rate_daily_limit: "x-ratelimit-daily-limit",
        closing_slash: true,
        search: None,
    },
    fields: &[
        (Field::GivenName, "first_name", Take::Given, false),
        (Field::FamilyName, "last_name", Take::Family, false),
        (Field::Email, "email", Take::First, false),
        (Field::Phone, "phone", Take::First, false),
        (Field::Company, "organization", Take::First, false),
        (Field::Department, "department", Take::First, false),
        (Field::JobTitle, "title", Take::First, false),
        (Field::Linkedin, "linkedin_url", Take::First, false),
        (Field::Street, "address_line", Take::First, false),
        (Field::City, "city", Take::First, false),
        (Field::Region, "state", Take::First, false),
        (Field::PostalCode, "postcode", Take::First, false),
        (Field::Note, "description", Take::Joined, true),
    ],
    more_fields: &[],
    telling: &[&["email"], &["phone"], &["first_name", "last_name"]],
    email: "email",
    batch: 1,
    recent_pages: 2,
    fence: Millis::from_secs(180),
};

/// What a person fills in.
fn form() -> Vec<FormField> {
    let field = |key: &str| FormField {
        key: key.to_owned(),
        label: format!("form-bottle-{}", key.replace('_', "-")),
        help: Some(format!("form-bottle-{}-help", key.replace('_', "-"))),
        secret: false,
        required: true,
        value: None,
        options: Vec::new(),
    };
    let choices = [(MAKE_FIELD, "form-bottle-own-field-make"), (LEAVE_FIELD, "form-bottle-own-field-leave")];
    vec![
        field(BASE_URL),
        FormField { secret: true, ..field(SECRET) },
        FormField {
            required: false,
            value: Some(MAKE_FIELD.to_owned()),
            options: choices.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec(),
            ..field(OWN_FIELD)
        },
    ]
}
