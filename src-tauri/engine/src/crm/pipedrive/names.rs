//! What Pipedrive calls things: paths, members, prices. Read from the typings of its SDK (`pipedrive`, MIT) and its
//! documentation of November 2026; `rehearsal/CONTRACT.md` names the sources line by line.

use crate::crm::http::{Habits, Renewal, Search};
use lanyard_core::contact::Field;
use lanyard_core::crm::Take;
use lanyard_core::time::Millis;

/// Where an account is reached, behind its company's name.
pub(super) const HOST: &str = "pipedrive.com";

/// The person's name, the one value that a person must have.
pub(super) const NAME: &str = "name";
/// The address that stands first among a person's.
pub(super) const EMAIL: &str = "email";
/// The first number that is no mobile one.
pub(super) const PHONE: &str = "phone";
/// The first mobile number.
pub(super) const MOBILE: &str = "mobile";
/// The name of the organization that a person belongs to.
pub(super) const ORGANIZATION: &str = "organization";
/// The job title: a field that the account made for itself, under a key that a check learns.
pub(super) const JOB_TITLE: &str = "job_title";

/// What the field for our marker is called there. Named after us, so that nobody's own field is taken for it.
pub(super) const MARKER_FIELD: &str = "Lanyard capture ID";
/// What the field for the job title is called there.
pub(super) const TITLE_FIELD: &str = "Job title";

/// Records of a page, and ids of a question.
pub(super) const PAGE: usize = 500;
pub(in crate::crm) const IDS: usize = 100;

/// What a page of a list costs of the day's budget.
pub(super) const LIST_PRICE: u32 = 10;
/// The day's budget of the smallest plan with one seat: what holds where the headers say nothing.
pub(super) const LEAST_BUDGET: u32 = 30_000;

/// The names of its headers. The day's budget counts tokens, of which each request has its price.
pub(super) const HEADERS: Habits = Habits {
    request_id: "x-request-id",
    rate_limit: "x-ratelimit-limit",
    rate_remaining: "x-ratelimit-remaining",
    rate_reset: Renewal::At("x-ratelimit-reset"),
    rate_daily: "x-daily-ratelimit-token-remaining",
    rate_daily_limit: "x-daily-ratelimit-token-limit",
    closing_slash: false,
    // Ten in any two seconds, on every plan.
    search: Some(Search { limit: 10, window: Millis::from_secs(2) }),
};

/// F of rule 2: our 20 s, plus 100 s in which the server may still execute, plus 60 s until its search shows it.
pub(super) const FENCE: Millis = Millis::from_secs(180);

/// The fields we write and read: ours, theirs, how. A person there has no address and no website.
pub(super) const FIELDS: &[(Field, &str, Take)] = &[
    (Field::FullName, NAME, Take::Full),
    (Field::Email, EMAIL, Take::First),
    (Field::Phone, PHONE, Take::First),
    (Field::Mobile, MOBILE, Take::First),
    (Field::Company, ORGANIZATION, Take::First),
    (Field::JobTitle, JOB_TITLE, Take::First),
    (Field::Note, "note", Take::Note),
];

/// Fields by which a record is likely the one that was sent, the most telling first, and where the search looks for them.
pub(super) const TELLING: &[(&str, &str)] =
    &[(EMAIL, "email"), (MOBILE, "phone"), (PHONE, "phone"), (NAME, "name")];

/// A path of the newer interface.
pub(super) fn v2(rest: &[&str]) -> Vec<String> {
    path("v2", rest)
}

/// A path of the older one, of which notes are still.
pub(super) fn v1(rest: &[&str]) -> Vec<String> {
    path("v1", rest)
}

fn path(version: &str, rest: &[&str]) -> Vec<String> {
    ["api", version].iter().chain(rest).map(|piece| (*piece).to_owned()).collect()
}

/// Whether a field's name is the key of one that an account made for itself.
pub(super) fn is_key(name: &str) -> bool {
    name.len() == 40 && name.bytes().all(|sign| sign.is_ascii_hexdigit())
}
