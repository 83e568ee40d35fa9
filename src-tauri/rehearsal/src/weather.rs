//! Bad days by name, to be switched on and off again: what a person rehearses, each of it faults that tests use too.

use crate::fault::{FaultKind, FaultRule, Match};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the way to the CRM is like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Weather {
    /// Everything works.
    #[default]
    Fine,
    /// Nobody answers.
    Offline,
    /// A hotel's sign-in page answers in the CRM's place.
    Portal,
    /// The CRM asks to wait.
    Throttled,
    /// The CRM fails.
    Broken,
    /// Everything is done, and no reply of it arrives.
    LostReplies,
    /// Everything takes long.
    Slow,
}

/// How long the CRM asks to wait: long enough to be read, short enough to be waited for.
const ASKS_TO_WAIT_S: u32 = 20;

/// How long a slow CRM takes.
const SLOW_MS: u64 = 4_000;

impl Weather {
    /// All there are, the fine one first.
    pub const ALL: [Self; 7] = [
        Self::Fine,
        Self::Offline,
        Self::Portal,
        Self::Throttled,
        Self::Broken,
        Self::LostReplies,
        Self::Slow,
    ];

    /// The faults it is made of.
    pub(crate) fn rules(self) -> Vec<FaultRule> {
        let of = |kind, write_only| {
            vec![FaultRule { matches: Match { write_only, ..Match::default() }, times: None, kind }]
        };
        match self {
            Self::Fine => Vec::new(),
            Self::Offline => of(FaultKind::Unreachable, false),
            Self::Portal => of(FaultKind::Html { status: 200 }, false),
            Self::Throttled => {
                let kind =
                    FaultKind::Throttled { retry_after_s: Some(ASKS_TO_WAIT_S), retry_after_date: None };
                of(kind, false)
            }
            Self::Broken => of(FaultKind::ErrorBefore { status: 500 }, false),
            // What is only looked at is answered: so it is found out what had arrived.
            Self::LostReplies => of(FaultKind::CutAfterCommit, true),
            Self::Slow => of(FaultKind::Latency { ms: SLOW_MS }, false),
        }
    }
}
