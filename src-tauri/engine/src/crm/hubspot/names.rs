//! What HubSpot calls things: paths, properties, limits. Read from the public OpenAPI typings of its SDK
//! (`@hubspot/api-client`, Apache-2.0) and its documentation of 2026-09; `rehearsal/CONTRACT.md` names the sources line by
//! line.

use crate::crm::http::{Habits, Renewal, Search};
use lanyard_core::contact::Field;
use lanyard_core::crm::Take;
use lanyard_core::time::Millis;

/// Where every account is reached.
pub(super) const ADDRESS: &str = "https://api.hubapi.com";

/// The versions of the interface that we speak, the usual one first.
pub(super) const VERSIONS: [&str; 3] = ["2026-09", "2026-03", "v3"];

/// The property that carries our marker. Named after us, so that nobody's own property of a common name is taken for it.
pub(super) const MARKER: &str = "lanyard_capture_id";
/// The address that is unique among live records.
pub(super) const EMAIL: &str = "email";
/// Further addresses of a record, unique like the first; joined by `;`.
pub(super) const MORE_EMAILS: &str = "hs_additional_emails";
/// The ids of records that were merged into this one; joined by `;`.
pub(super) const MERGED: &str = "hs_merged_object_ids";
/// When a record was last changed, by anybody or by HubSpot itself.
pub(super) const MODIFIED: &str = "lastmodifieddate";
/// A record's id as a property.
pub(super) const ID: &str = "hs_object_id";
/// A note's text, in HTML.
pub(super) const NOTE_BODY: &str = "hs_note_body";
/// When a note was made; a note without it is refused.
pub(super) const NOTE_TIME: &str = "hs_timestamp";
/// The association of a note with the contact it stands on.
pub(super) const NOTE_TO_CONTACT: u32 = 202;

/// Properties that HubSpot writes by itself, whatever their definition says.
pub(super) const WRITTEN_BY_ITSELF: [&str; 4] = [ID, MODIFIED, MERGED, "createdate"];

/// Set on new records only, and only if a person asked for it: `lifecyclestage` never goes back by itself.
pub(super) const LEAD: [(&str, &str); 2] = [("lifecyclestage", "lead"), ("hs_lead_status", "NEW")];

/// Items of a batch, and records of a page.
pub(super) const BATCH: usize = 100;

/// The names of its headers. Search replies carry none of the limits.
pub(super) const HEADERS: Habits = Habits {
    request_id: "x-hubspot-correlation-id",
    rate_limit: "x-hubspot-ratelimit-max",
    rate_remaining: "x-hubspot-ratelimit-remaining",
    rate_reset: Renewal::Rolling("x-hubspot-ratelimit-interval-milliseconds"),
    rate_daily: "x-hubspot-ratelimit-daily-remaining",
    rate_daily_limit: "x-hubspot-ratelimit-daily",
    closing_slash: false,
    // Five a second for the whole account, and its answers say nothing of it.
    search: Some(Search { limit: 5, window: Millis::from_secs(1) }),
};

/// F of rule 2: our 20 s, plus 100 s in which the server may still execute, plus 60 s until its search shows it (users
/// report up to 30 s).
pub(super) const FENCE: Millis = Millis::from_secs(180);

/// The fields we write and read: ours, theirs, how.
pub(super) const FIELDS: &[(Field, &str, Take)] = &[
    (Field::GivenName, "firstname", Take::Given),
    (Field::FamilyName, "lastname", Take::Family),
    (Field::Email, EMAIL, Take::First),
    (Field::Phone, "phone", Take::First),
    (Field::Mobile, "mobilephone", Take::First),
    // A text. The company as a record of its own is another matter.
    (Field::Company, "company", Take::First),
    (Field::JobTitle, "jobtitle", Take::First),
    (Field::Website, "website", Take::First),
    (Field::Street, "address", Take::First),
    (Field::City, "city", Take::First),
    (Field::Region, "state", Take::First),
    (Field::PostalCode, "zip", Take::First),
    (Field::Country, "country", Take::First),
    (Field::Note, "note", Take::Note),
];

/// Fields that together make it likely that a record is the one that was sent, the most telling first.
pub(super) const TELLING: &[&[&str]] = &[&[EMAIL], &["mobilephone"], &["phone"], &["firstname", "lastname"]];

/// Which records are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Contacts,
    Notes,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Notes => "notes",
        }
    }
}

/// A version of the interface: its bodies are the same in all of [`VERSIONS`], its paths are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version(&'static str);

impl Version {
    /// The one of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        VERSIONS.into_iter().find(|version| *version == name).map(Self)
    }

    /// The usual one.
    pub(super) fn usual() -> Self {
        Self(VERSIONS[0])
    }

    /// The path of records and of what is done with them.
    pub(super) fn objects(self, kind: Kind, rest: &[&str]) -> Vec<String> {
        self.path("objects", &[&[kind.name()], rest].concat())
    }

    /// The path of the definitions of contacts' properties.
    pub(super) fn properties(self, rest: &[&str]) -> Vec<String> {
        self.path("properties", &[&[Kind::Contacts.name()], rest].concat())
    }

    /// The path of what stands between records.
    pub(super) fn associations(self, rest: &[&str]) -> Vec<String> {
        self.path("associations", rest)
    }

    /// The path of who looks after records.
    pub(super) fn owners(self, id: &str) -> Vec<String> {
        self.path("owners", &[id])
    }

    fn path(self, what: &str, rest: &[&str]) -> Vec<String> {
        let begin = if self.0 == "v3" { ["crm", self.0, what] } else { ["crm", what, self.0] };
        begin.into_iter().chain(rest.iter().copied()).map(str::to_owned).collect()
    }
}
