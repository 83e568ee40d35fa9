//! AcmeCRM's interface as data: paths, names in bodies, error codes, fields. The code beside it knows only the shape of
//! such an interface (records in JSON, single and bulk calls), so that another CRM of this shape is another table.

use crate::crm::http::{Habits, Renewal};
use lanyard_core::contact::Field;
use lanyard_core::crm::{ConflictOn, MarkerSupport, Take};
use lanyard_core::time::Millis;

/// An interface.
#[derive(Debug)]
pub(super) struct Table {
    /// The path of the interface below the destination's address.
    pub(super) base: &'static [&'static str],
    /// Its calls.
    pub(super) calls: Calls,
    /// How a login is asked for.
    pub(super) login: LoginNames,
    /// Names in a record.
    pub(super) record: RecordNames,
    /// Names in requests and replies.
    pub(super) body: BodyNames,
    /// Names in an error body.
    pub(super) error: ErrorNames,
    /// What an error code means beyond its status.
    pub(super) codes: &'static [(&'static str, Means)],
    /// Names in a note.
    pub(super) note: NoteNames,
    /// How the account calls what its marker field can do.
    pub(super) markers: &'static [(&'static str, MarkerSupport)],
    /// How the account calls the ways in which records are changed.
    pub(super) updates: &'static [(&'static str, Updating)],
    /// Its headers.
    pub(super) headers: Habits,
    /// The fields we write and read: ours, theirs, how, write-only.
    pub(super) fields: &'static [(Field, &'static str, Take, bool)],
    /// Fields that together make it likely that a record is the one that was sent, the most telling first.
    pub(super) telling: &'static [&'static [&'static str]],
    /// The field that holds the key e-mail.
    pub(super) email: &'static str,
    /// Items per request, and records per page.
    pub(super) batch: usize,
    /// Pages of the newest records looked through as the second hint of rule 2.
    pub(super) recent_pages: usize,
    /// F of rule 2: our 20 s, plus 120 s in which the server may still execute, plus 40 s until its index shows it.
    pub(super) fence: Millis,
}

/// The calls: path below the interface's, and the status of their success.
#[derive(Debug)]
pub(super) struct Calls {
    pub(super) me: Call,
    pub(super) create: Call,
    pub(super) get: Call,
    pub(super) update: Call,
    pub(super) replace: Call,
    pub(super) delete: Call,
    pub(super) list: Call,
    pub(super) search: Call,
    pub(super) bulk_create: Call,
    pub(super) bulk_update: Call,
    pub(super) bulk_read: Call,
    pub(super) add_note: Call,
    pub(super) notes: Call,
    pub(super) note: Call,
    pub(super) change_note: Call,
    pub(super) drop_note: Call,
}

/// One call. `{id}` stands for a record's id.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) path: &'static [&'static str],
    pub(super) success: u16,
}

/// The login, and the names in its request and reply.
#[derive(Debug)]
pub(super) struct LoginNames {
    pub(super) call: Call,
    pub(super) email: &'static str,
    pub(super) password: &'static str,
    pub(super) token: &'static str,
    /// The seconds that it works.
    pub(super) life: &'static str,
}

#[derive(Debug)]
pub(super) struct RecordNames {
    pub(super) id: &'static str,
    pub(super) version: &'static str,
    pub(super) archived: &'static str,
    pub(super) modified: &'static str,
    pub(super) fields: &'static str,
    pub(super) marker: &'static str,
    pub(super) merged_into: &'static str,
}

#[derive(Debug)]
pub(super) struct NoteNames {
    pub(super) id: &'static str,
    pub(super) version: &'static str,
    pub(super) text: &'static str,
}

#[derive(Debug)]
pub(super) struct BodyNames {
    pub(super) items: &'static str,
    pub(super) item_ref: &'static str,
    pub(super) results: &'static str,
    pub(super) missing: &'static str,
    pub(super) status: &'static str,
    pub(super) record: &'static str,
    pub(super) ids: &'static str,
    pub(super) emails: &'static str,
    pub(super) markers: &'static str,
    pub(super) archived: &'static str,
    pub(super) query: &'static str,
    pub(super) filters: &'static str,
    pub(super) limit: &'static str,
    pub(super) offset: &'static str,
    pub(super) sort: &'static str,
    pub(super) newest_first: &'static str,
    pub(super) oldest_first: &'static str,
    pub(super) since: &'static str,
    pub(super) data: &'static str,
    pub(super) paging: &'static str,
    pub(super) next: &'static str,
    pub(super) merged: &'static str,
    pub(super) key: &'static str,
    pub(super) any: &'static str,
    pub(super) account_marker: &'static str,
    pub(super) account_update: &'static str,
}

#[derive(Debug)]
pub(super) struct ErrorNames {
    pub(super) error: &'static str,
    pub(super) code: &'static str,
    pub(super) message: &'static str,
    pub(super) details: &'static str,
    pub(super) field: &'static str,
    pub(super) existing: &'static str,
    pub(super) current: &'static str,
    pub(super) merged_into: &'static str,
}

/// In which way records are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Updating {
    /// Named values only.
    Patch,
    /// The whole record: what is left out is cleared.
    Put,
}

/// How an account calls [`Updating::Patch`].
pub(super) const PATCH: &str = "patch";

/// What an error code says beyond its status.
#[derive(Debug, Clone, Copy)]
pub(super) enum Means {
    /// The access ran out.
    Expired,
    /// The day's budget is gone.
    Daily,
    /// A unique key is taken.
    Taken(ConflictOn),
    /// There is no such record, or not any more; any other "not found" is about something else.
    Gone,
}

const fn call(path: &'static [&'static str], success: u16) -> Call {
    Call { path, success }
}

/// AcmeCRM, interface version 1.
pub(super) const ACME: Table = Table {
    base: &["api", "v1"],
    calls: Calls {
        me: call(&["me"], 200),
        create: call(&["contacts"], 201),
        get: call(&["contacts", "{id}"], 200),
        update: call(&["contacts", "{id}"], 200),
        replace: call(&["contacts", "{id}"], 200),
        delete: call(&["contacts", "{id}"], 204),
        list: call(&["contacts"], 200),
        search: call(&["contacts", "search"], 200),
        bulk_create: call(&["contacts", "bulk", "create"], 200),
        bulk_update: call(&["contacts", "bulk", "update"], 200),
        bulk_read: call(&["contacts", "bulk", "read"], 200),
        add_note: call(&["contacts", "{id}", "notes"], 201),
        notes: call(&["contacts", "{id}", "notes"], 200),
        note: call(&["notes", "{id}"], 200),
        change_note: call(&["notes", "{id}"], 200),
        drop_note: call(&["notes", "{id}"], 204),
    },
    login: LoginNames {
        call: call(&["auth", "login"], 200),
        email: "email",
        password: "password",
        token: "access_token",
        life: "expires_in",
    },
    record: RecordNames {
        id: "id",
        version: "version",
        archived: "archived",
        modified: "updated_at",
        fields: "fields",
        marker: "acme_marker",
        merged_into: "merged_into",
    },
    note: NoteNames { id: "id", version: "version", text: "text" },
    body: BodyNames {
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
        query: "query",
        filters: "filters",
        limit: "limit",
        offset: "offset",
        sort: "sort",
        newest_first: "-updated_at",
        oldest_first: "updated_at",
        since: "updated_since",
        data: "data",
        paging: "paging",
        next: "next",
        merged: "merged",
        key: "key",
        any: "any",
        account_marker: "marker",
        account_update: "update",
    },
    error: ErrorNames {
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
    markers: &[
        ("unique", MarkerSupport::Unique),
        ("searchable", MarkerSupport::Searchable),
        ("none", MarkerSupport::None),
    ],
    updates: &[(PATCH, Updating::Patch), ("put", Updating::Put)],
    headers: Habits {
        request_id: "x-request-id",
        rate_limit: "x-ratelimit-limit",
        rate_remaining: "x-ratelimit-remaining",
        rate_reset: Renewal::At("x-ratelimit-reset"),
        rate_daily: "x-ratelimit-daily-remaining",
        rate_daily_limit: "x-ratelimit-daily-limit",
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
