//! What can go wrong on the way to a CRM and back, by rules.

use crate::ask::Ask;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A fault and the requests it hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// Which requests; all of the CRM's when left out.
    #[serde(default, rename = "match")]
    pub matches: Match,
    /// How many requests it hits; no end when left out.
    #[serde(default)]
    pub times: Option<u32>,
    /// What happens.
    pub kind: FaultKind,
}

/// Which requests a fault hits: all conditions must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Match {
    /// `GET`, `POST` …
    pub method: Option<String>,
    /// The beginning of the path, such as `/api/v1/contacts`.
    pub path_prefix: Option<String>,
    /// Only requests that may change a record.
    pub write_only: bool,
}

/// What happens to a request. On the wire `{"latency": {"ms": 300}}` or, without values, `"unauthorized"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultKind {
    /// It waits, then is carried out, even if the client has left by then. Adds to whatever else hits.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// 429, not carried out.
    Throttled {
        /// `Retry-After` as seconds.
        #[serde(default)]
        retry_after_s: Option<u32>,
        /// `Retry-After` as a date so many seconds after the server's time.
        #[serde(default)]
        retry_after_date: Option<u32>,
    },
    /// An error of the server, not carried out.
    ErrorBefore {
        /// 500 to 599.
        status: u16,
    },
    /// An error of the server although it was carried out.
    ErrorAfter {
        /// 500 to 599.
        status: u16,
    },
    /// It is carried out, then the connection closes without a byte.
    CutAfterCommit,
    /// It is carried out, then the connection closes in the middle of the reply's headers.
    CutMidReply,
    /// A bulk request is carried out, but every so-many-th result is missing from the reply.
    LoseItems {
        /// 1 loses all of them.
        every: usize,
    },
    /// A request is carried out, but its reply's records leave out one of their members: a wrong answer, for judges to find.
    LoseMember {
        /// Which.
        name: String,
    },
    /// The connection closes, or a front says `status`; it is carried out so much later all the same.
    Late {
        /// Milliseconds.
        ms: u64,
        /// 502, 504 …; the connection closes without a byte when left out.
        #[serde(default)]
        status: Option<u16>,
    },
    /// It is carried out twice, as by a front that tries again; the second answer goes back.
    Twice,
    /// 401 as for a token whose time is over, not carried out.
    Expired,
    /// 401, not carried out.
    Unauthorized,
    /// 403, not carried out.
    Forbidden,
    /// A captive portal's page instead of the CRM; not carried out.
    Html {
        /// 200, 302, 403 …
        status: u16,
    },
    /// A front before the CRM says 403 with a page of its own, since there were too many requests; not carried out.
    Front {
        /// `Retry-After` as seconds.
        #[serde(default)]
        retry_after_s: Option<u32>,
    },
    /// The connection closes at once; not carried out.
    Unreachable,
    /// Nothing is said for a while, then the connection closes; not carried out.
    Hang {
        /// Milliseconds.
        ms: u64,
    },
}

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
}

/// What hits one request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) wait: Duration,
    pub(crate) fault: Option<FaultKind>,
}

impl Faults {
    pub(crate) fn rules(&self) -> &[FaultRule] {
        &self.rules
    }

    pub(crate) fn add(&mut self, rules: impl IntoIterator<Item = FaultRule>) {
        self.rules.extend(rules);
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// All latencies that hit the request and the first other fault; each is counted down.
    pub(crate) fn plan(&mut self, ask: &Ask) -> Plan {
        let mut plan = Plan::default();
        for rule in self.rules.iter_mut().filter(|r| r.matches.hits(ask) && r.times != Some(0)) {
            if let FaultKind::Latency { ms } = rule.kind {
                plan.wait += Duration::from_millis(ms);
            } else if plan.fault.is_none() {
                plan.fault = Some(rule.kind.clone());
            } else {
                continue;
            }
            rule.times = rule.times.map(|n| n - 1);
        }
        self.rules.retain(|r| r.times != Some(0));
        plan
    }
}

impl Match {
    fn hits(&self, ask: &Ask) -> bool {
        self.method.as_ref().is_none_or(|m| m.eq_ignore_ascii_case(ask.method.as_str()))
            && self.path_prefix.as_ref().is_none_or(|p| ask.path.starts_with(p.as_str()))
            && (!self.write_only || ask.is_write())
    }
}
