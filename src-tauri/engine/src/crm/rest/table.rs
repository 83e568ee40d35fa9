//! The interface of a CRM that keeps records in JSON behind plain paths, as data: paths, names in bodies, what success and
//! refusals look like, fields. The code beside it knows only the shape of such an interface, so that another CRM of this
//! shape is another table: [`super::acme`] speaks in bulk calls and versions, [`super::bottle`] one record at a time, without
//! either. What a CRM's table does not have is `None`, and then it is not asked for.

use crate::api::views::FormField;
use crate::crm::http::Habits;
use lanyard_core::contact::Field;
use lanyard_core::crm::{ConflictOn, MarkerSupport, Take};
use lanyard_core::time::Millis;

/// An interface.
#[derive(Debug)]
pub(in crate::crm) struct Table {
    /// What a person fills in to connect it.
    pub(super) form: fn() -> Vec<FormField>,
    /// The path of the interface below the destination's address.
    pub(super) base: &'static [&'static str],
    /// Its calls for one record, and its list.
    pub(super) calls: Calls,
    /// How a check learns what an account can do.
    pub(super) account: AccountNames,
    /// How a login is asked for, where there is one.
    pub(super) login: Option<LoginNames>,
    /// Names in a record.
    pub(super) record: RecordNames,
    /// What the success of a write carries.
    pub(super) written: Written,
    /// How records are asked for by keys.
    pub(super) keyed: Keyed,
    /// How records are looked for that look alike.
    pub(super) alike: Alike,
    /// Names in lists.
    pub(super) list: ListNames,
    /// What its errors look like.
    pub(super) errors: Errors,
    /// Notes on a record.
    pub(super) notes: Option<NoteNames>,
    /// Its headers.
    pub(super) headers: Habits,
    /// The fields we write and read: ours, theirs, how, write-only.
    pub(super) fields: &'static [(Field, &'static str, Take, bool)],
    /// Further fields that a mapping may name.
    pub(super) more_fields: &'static [&'static str],
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
    pub(super) create: Call,
    pub(super) get: Call,
    pub(super) update: Call,
    pub(super) delete: Call,
    pub(super) list: Call,
}

/// One call. `{id}` stands for a record's id.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) path: &'static [&'static str],
    pub(super) success: u16,
}

/// How a check learns what an account can do.
#[derive(Debug)]
pub(super) enum AccountNames {
    /// The account says what its marker field can do, in which way records are changed, and what deleting them does.
    Says {
        call: Call,
        marker: &'static str,
        update: &'static str,
        delete: &'static str,
        markers: &'static [(&'static str, MarkerSupport)],
    },
    /// The marker is a field that an account defines for itself: looked for among its definitions, and added if it is
    /// missing and a person allowed it. It can be looked for, and nothing is unique about it.
    Defines {
        list: Call,
        /// Which definitions are asked for.
        query: &'static [(&'static str, &'static str)],
        definitions: &'static str,
        key: &'static str,
        active: &'static str,
        add: Call,
        /// The definition to be added, besides its key.
        definition: &'static [(&'static str, &'static str)],
    },
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
    /// What a single read wraps a record in.
    pub(super) wrapped: Option<&'static str>,
    pub(super) id: &'static str,
    /// None where the time of the last change is all that tells one state from another.
    pub(super) version: Option<&'static str>,
    /// None where what is deleted is gone.
    pub(super) archived: Option<&'static str>,
    pub(super) modified: &'static str,
    /// What holds the values; none where they stand beside the id, among [`RecordNames::own`].
    pub(super) fields: Option<&'static str>,
    /// Names beside the values that are none.
    pub(super) own: &'static [&'static str],
    pub(super) marker: &'static str,
    /// What holds the marker, among the values; none where it is one of them.
    pub(super) marker_in: Option<&'static str>,
    pub(super) merged_into: Option<&'static str>,
}

/// What the success of a write carries.
#[derive(Debug)]
pub(super) enum Written {
    /// The record as it is now.
    Record,
    /// That there was no error, and the id of what was made.
    Id { error: &'static str },
}

/// How records are asked for by keys.
#[derive(Debug)]
pub(super) enum Keyed {
    /// Many at once.
    Bulk(&'static BulkNames),
    /// One key at a time: an id by its path, anything else by a filter of the list that may show more than was asked for.
    OneByOne { email: &'static str, marker: &'static str, total: &'static str },
}

/// Calls for many records, and the names in them.
#[derive(Debug)]
pub(super) struct BulkNames {
    pub(super) create: Call,
    pub(super) update: Call,
    pub(super) read: Call,
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
    pub(super) merged: &'static str,
    pub(super) key: &'static str,
}

/// How records are looked for that look alike.
#[derive(Debug)]
pub(super) enum Alike {
    /// By a search with filters in its body.
    Search { call: Call, query: &'static str, filters: &'static str },
    /// By a filter of the list: the field's name and the filter's. Of several fields that are looked for, the first counts.
    Filter(&'static [(&'static str, &'static str)]),
}

/// Names in lists.
#[derive(Debug)]
pub(super) struct ListNames {
    pub(super) limit: &'static str,
    pub(super) offset: &'static str,
    pub(super) data: &'static str,
    pub(super) since: &'static str,
    pub(super) end: End,
    /// None where the list has one order only, the newest first.
    pub(super) order: Option<Order>,
    /// How archived records are shown as well, where there are any.
    pub(super) with_archived: Option<(&'static str, &'static str)>,
}

/// How the last page of a list is known.
#[derive(Debug)]
pub(super) enum End {
    /// There is no next offset.
    Next { paging: &'static str, next: &'static str },
    /// All are counted.
    Total(&'static str),
}

/// How a list is sorted by the time of the last change.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) sort: &'static str,
    pub(super) newest_first: &'static str,
    pub(super) oldest_first: &'static str,
}

/// What errors look like.
#[derive(Debug)]
pub(super) enum Errors {
    /// A code, a message, and what it is about.
    Coded { names: ErrorNames, codes: &'static [(&'static str, Means)] },
    /// Messages under the names of fields, or one detail. Of a field's messages, these words say that its key is taken.
    Named {
        error: &'static str,
        errors: &'static str,
        detail: &'static str,
        taken: &'static [(&'static str, &'static str, ConflictOn)],
        /// A detail that begins so means that the sign-in is not accepted, whatever the status.
        no_sign_in: &'static [&'static str],
    },
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

/// Calls for notes, and the names in one.
#[derive(Debug)]
pub(super) struct NoteNames {
    pub(super) add: Call,
    pub(super) all: Call,
    pub(super) one: Call,
    pub(super) change: Call,
    pub(super) drop: Call,
    pub(super) id: &'static str,
    pub(super) version: &'static str,
    pub(super) text: &'static str,
}

/// In which way records are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Updating {
    /// Named values only.
    Patch,
    /// The whole record: what is left out is cleared.
    Put,
}

impl Updating {
    /// How an account, and the settings, call it.
    pub(super) const NAMES: [(&'static str, Self); 2] = [(PATCH, Self::Patch), ("put", Self::Put)];
}

/// How an account calls [`Updating::Patch`].
pub(super) const PATCH: &str = "patch";

/// What becomes of a record that is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deleting {
    /// It is listed as one that was deleted.
    Soft,
    /// It leaves no trace.
    Hard,
}

impl Deleting {
    /// How an account, and the settings, call it.
    pub(super) const NAMES: [(&'static str, Self); 2] = [(SOFT, Self::Soft), ("hard", Self::Hard)];
}

/// How an account calls [`Deleting::Soft`].
pub(super) const SOFT: &str = "soft";

/// How the settings call what a marker can do.
pub(super) const MARKERS: &[(&str, MarkerSupport)] = &[
    ("unique", MarkerSupport::Unique),
    ("searchable", MarkerSupport::Searchable),
    ("none", MarkerSupport::None),
];

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

/// A call.
pub(super) const fn call(path: &'static [&'static str], success: u16) -> Call {
    Call { path, success }
}
