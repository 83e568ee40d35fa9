//! What a manager's pictures show: figures over time, by person, by laptop, and of each CRM's answers. Drawn by the window; said
//! in words, and saved as tables, from these same numbers.

use lanyard_core::explain::Sentence;
use lanyard_core::ids::DestinationId;
use lanyard_core::time::{Millis, WallMs};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Over which time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "over", rename_all = "snake_case")]
#[ts(export)]
pub enum Over {
    /// The last day on which anything was captured or arrived.
    Latest,
    /// This day of the laptop's calendar.
    Day {
        /// As `2026-11-22`.
        date: String,
    },
    /// The whole event.
    All,
}

/// A day of the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DayView {
    /// As `2026-11-22`, by the laptop's time zone.
    pub date: String,
    /// Contacts that were captured first on it.
    pub captured: u32,
}

/// The figures of a day, or of the whole event.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Pictures {
    /// The days on which anything happened, the newest first.
    pub days: Vec<DayView>,
    /// Which of them this is about; none for all.
    pub day: Option<String>,
    /// The time zone by which days and times are told ("Europe/Berlin"), where the system names it.
    pub zone: Option<String>,
    /// Now, or when the time that this is about was over.
    pub until: WallMs,
    /// Contacts captured first in this time.
    pub captured: u32,
    /// Contacts that waited when it began: captured before, and not settled.
    pub before: u32,
    /// The time in stretches of one length, in order; none where nothing happened.
    pub slots: Vec<SlotView>,
    /// Contacts by who captured them first, the most first. They add up to `captured`.
    pub reps: Vec<ShareView>,
    /// Contacts by the laptop on which they were captured first, the most first. They add up to `captured`.
    pub laptops: Vec<ShareView>,
    /// How the CRMs answered.
    pub crms: Vec<CrmView>,
}

/// What happened within a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SlotView {
    /// Its start.
    pub from: WallMs,
    /// Its end, which is the start of the next one; the last one may end later than now.
    pub until: WallMs,
    /// What the clock of the laptop's time zone shows at its start: `2026-11-22T09:30`.
    pub local: String,
    /// Contacts captured first in it.
    pub captured: u32,
    /// Contacts that arrived in every CRM they were to go to, for the first time.
    pub arrived: u32,
    /// Contacts that were removed here before they had arrived.
    pub removed: u32,
    /// Contacts that were captured and not settled at its end.
    pub waiting: u32,
}

/// How many of the contacts belong to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ShareView {
    /// Whose; none where nobody was named.
    pub name: Option<String>,
    /// How many.
    pub contacts: u32,
}

/// How a CRM answered.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct CrmView {
    /// Which.
    pub id: DestinationId,
    /// What people call it.
    pub name: String,
    /// Requests that got an answer, or none in time.
    pub requests: u32,
    /// Those that it answered as agreed: done, or refused for a reason that lies in a contact.
    pub worked: u32,
    /// Half of the answers took no longer; none without one.
    pub p50: Option<Millis>,
    /// Nineteen of twenty took no longer.
    pub p95: Option<Millis>,
    /// What went wrong, the most frequent first.
    pub failed: Vec<FailedView>,
    /// The same over the slots of the pictures, one for each.
    pub slots: Vec<CrmSlotView>,
    /// What was left of the day's budget when it last said so in this time.
    pub budget_left: Option<u32>,
    /// Of how much.
    pub budget: Option<u32>,
}

/// A kind of failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FailedView {
    /// In words.
    pub why: Sentence,
    /// How often: requests, or, where it lies in contacts, answers about one of them.
    pub times: u32,
}

/// How a CRM answered within a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export)]
pub struct CrmSlotView {
    /// Requests.
    pub requests: u32,
    /// Those that worked.
    pub worked: u32,
    /// Half of the answers took no longer; none without one.
    pub p50: Option<Millis>,
    /// Nineteen of twenty took no longer.
    pub p95: Option<Millis>,
    /// The least that was left of the day's budget, where it was said.
    pub budget_left: Option<u32>,
    /// Of how much.
    pub budget: Option<u32>,
}
