//! From a status and the kind of a body to a failure: made once, for every CRM, after rules 15 and 16 of the sync
//! protocol. A client refines the result with what its CRM's error bodies say (which field, which record).

use super::reply::Cut;
use lanyard_core::crm::{AuthFault, ConflictOn, Failure, Scope, Trouble};
use lanyard_core::time::Millis;

/// Whether an unknown outcome of a request matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It changes nothing, whatever its method.
    Read,
    /// It changes records.
    Write,
}

/// Who speaks in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// The CRM, in the form of its own errors.
    Own,
    /// Something in JSON.
    Json,
    /// A web page.
    Html,
    /// Something else, or nothing.
    Other,
}

/// The failure behind a status that is not the one expected. `wait` is what `Retry-After` says.
///
/// A status alone is believed where no harm comes of it, or where every server and front means the same by it. That a
/// record is gone is believed of the CRM's own words only: a front that loses its way answers 404 to everything.
#[must_use]
pub fn by_status(purpose: Purpose, status: u16, body: Body, wait: Option<Millis>) -> Failure {
    match (status, body) {
        (429, _) | (403, Body::Html) => Failure::Throttled { wait, scope: Scope::Burst },
        (413, _) => Failure::TooLarge,
        (500..=599, _) if status != 511 => in_doubt(purpose, Trouble::Busy),
        (300..=399 | 511, _) | (_, Body::Html) => in_doubt(purpose, Trouble::Portal),
        (401, _) => Failure::Auth { fault: AuthFault::Revoked },
        (403, _) => Failure::Auth { fault: AuthFault::MissingScope },
        (404 | 410, Body::Own) => Failure::Gone { merged_into: None },
        (405, Body::Own) => Failure::Unsupported,
        (409, Body::Own | Body::Json) => Failure::Conflict { on: ConflictOn::Other, existing: None },
        (412, Body::Own | Body::Json) => Failure::Stale { current: None },
        (400 | 422, Body::Own | Body::Json) => Failure::Invalid { fields: Vec::new() },
        // Locked by someone else's work on it: every server that says so has done nothing.
        (423, Body::Own) => Failure::Transient { trouble: Trouble::Busy },
        (408 | 425, _) => in_doubt(purpose, Trouble::Busy),
        _ => odd(purpose),
    }
}

/// A reply that ended early, or never: of a write nothing is known, whatever its status promised.
pub(super) fn incomplete(purpose: Purpose, cut: Cut) -> Failure {
    match cut {
        Cut::Broken => in_doubt(purpose, Trouble::Unreachable),
        Cut::TooLong => odd(purpose),
    }
}

/// A complete reply that is none of those the CRM gives.
#[must_use]
pub fn odd(purpose: Purpose) -> Failure {
    match purpose {
        Purpose::Read => Failure::Protocol,
        Purpose::Write => Failure::Ambiguous,
    }
}

fn in_doubt(purpose: Purpose, trouble: Trouble) -> Failure {
    match purpose {
        Purpose::Read => Failure::Transient { trouble },
        Purpose::Write => Failure::Ambiguous,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODIES: [Body; 4] = [Body::Own, Body::Json, Body::Html, Body::Other];

    /// Name and, where it has one, trouble: what the table below speaks of.
    fn class(purpose: Purpose, status: u16, body: Body) -> String {
        match by_status(purpose, status, body, None) {
            Failure::Transient { trouble } => format!("{trouble:?}").to_lowercase(),
            Failure::Auth { fault } => format!("{fault:?}").to_lowercase(),
            other => other.name().to_owned(),
        }
    }

    /// Status; on a read, on a write: with the CRM's own error body, other JSON, a page, anything else.
    #[rustfmt::skip]
    const TABLE: &[(&[u16], [&str; 4], [&str; 4])] = &[
        (&[200, 201, 202, 204, 206, 207], ["protocol", "protocol", "portal", "protocol"],
                                          ["ambiguous"; 4]),
        (&[301, 302, 303, 304, 307, 308], ["portal"; 4], ["ambiguous"; 4]),
        (&[400, 422], ["invalid", "invalid", "portal", "protocol"],
                      ["invalid", "invalid", "ambiguous", "ambiguous"]),
        (&[401], ["revoked", "revoked", "portal", "revoked"],
                 ["revoked", "revoked", "ambiguous", "revoked"]),
        (&[403], ["missingscope", "missingscope", "throttled", "missingscope"],
                 ["missingscope", "missingscope", "throttled", "missingscope"]),
        (&[404, 410], ["gone", "protocol", "portal", "protocol"],
                      ["gone", "ambiguous", "ambiguous", "ambiguous"]),
        (&[405], ["unsupported", "protocol", "portal", "protocol"],
                 ["unsupported", "ambiguous", "ambiguous", "ambiguous"]),
        (&[408, 425], ["busy", "busy", "portal", "busy"], ["ambiguous"; 4]),
        (&[409], ["conflict", "conflict", "portal", "protocol"],
                 ["conflict", "conflict", "ambiguous", "ambiguous"]),
        (&[412], ["stale", "stale", "portal", "protocol"],
                 ["stale", "stale", "ambiguous", "ambiguous"]),
        (&[413], ["too_large"; 4], ["too_large"; 4]),
        (&[418, 451], ["protocol", "protocol", "portal", "protocol"], ["ambiguous"; 4]),
        (&[423], ["busy", "protocol", "portal", "protocol"],
                 ["busy", "ambiguous", "ambiguous", "ambiguous"]),
        (&[429], ["throttled"; 4], ["throttled"; 4]),
        (&[500, 501, 502, 503, 504, 521, 599], ["busy"; 4], ["ambiguous"; 4]),
        (&[511], ["portal"; 4], ["ambiguous"; 4]),
    ];

    #[test]
    fn each_status_has_its_class_for_reads_and_for_writes() {
        for (statuses, read, write) in TABLE {
            for &status in *statuses {
                for (place, body) in BODIES.into_iter().enumerate() {
                    assert_eq!(class(Purpose::Read, status, body), read[place], "read {status} {body:?}");
                    assert_eq!(class(Purpose::Write, status, body), write[place], "write {status} {body:?}");
                }
            }
        }
    }

    #[test]
    fn no_status_at_all_lets_a_read_be_ambiguous_or_a_write_be_called_offline() {
        for status in 0..=999 {
            for body in BODIES {
                assert_ne!(class(Purpose::Read, status, body), "ambiguous", "{status} {body:?}");
                let write = class(Purpose::Write, status, body);
                assert!(
                    !["portal", "unreachable", "protocol"].contains(&write.as_str()),
                    "{status} {body:?}"
                );
            }
        }
    }

    #[test]
    fn a_cut_reply_is_unknown_for_a_write_whatever_its_status_promised() {
        assert_eq!(incomplete(Purpose::Write, Cut::Broken), Failure::Ambiguous);
        assert_eq!(incomplete(Purpose::Write, Cut::TooLong), Failure::Ambiguous);
        let unreachable = Failure::Transient { trouble: Trouble::Unreachable };
        assert_eq!(incomplete(Purpose::Read, Cut::Broken), unreachable);
        assert_eq!(incomplete(Purpose::Read, Cut::TooLong), Failure::Protocol);
    }
}
