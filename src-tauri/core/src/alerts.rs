//! When a manager is told that something goes wrong slowly: contacts that wait too long, a CRM that fails too often, a day's budget
//! that runs out. Decided from figures alone; which thresholds hold, a person chooses.
//!
//! Left out on purpose: what has a sentence of its own already (a refused sign-in, a full disk, a contact that needs someone).

use crate::explain::{Arg, Explanation, Sentence, Who};
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// So many requests must have been answered before their failures say anything.
pub const LEAST_REQUESTS: u32 = 10;

/// From where on a manager is told. None never tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Thresholds {
    /// The oldest contact that is not settled has waited so many minutes.
    pub oldest_minutes: Option<u32>,
    /// So many of a hundred of the last hour's requests failed.
    pub failing_percent: Option<u8>,
    /// So many of a hundred of the day's budget are left, or fewer.
    pub budget_percent: Option<u8>,
}

/// Longer than a talk and a lunch break without a network, one request in four, a tenth of the day.
impl Default for Thresholds {
    fn default() -> Self {
        Self { oldest_minutes: Some(120), failing_percent: Some(25), budget_percent: Some(10) }
    }
}

impl Thresholds {
    /// Whether a person may choose these: 5 minutes to 30 days, 1 to 100 percent.
    #[must_use]
    pub fn are_possible(&self) -> bool {
        const MONTH: u32 = 30 * 24 * 60;
        let percent = |one: Option<u8>| one.is_none_or(|one| (1..=100).contains(&one));
        self.oldest_minutes.is_none_or(|minutes| (5..=MONTH).contains(&minutes))
            && percent(self.failing_percent)
            && percent(self.budget_percent)
    }
}

/// What the decision is made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// How long the oldest contact has waited that is not settled.
    pub oldest: Option<Millis>,
    /// Each CRM.
    pub crms: Vec<CrmFigures>,
}

/// What is known of a CRM.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrmFigures {
    /// What people call it.
    pub name: String,
    /// Requests of the last hour.
    pub requests: u32,
    /// Those of them that worked.
    pub worked: u32,
    /// Of the latest [`LEAST_REQUESTS`] those that failed.
    pub failed_latest: u32,
    /// What is left of the day's budget, and of how much, where it said so within the hour.
    pub budget: Option<(u32, u32)>,
}

/// Something that goes wrong slowly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alert {
    /// Contacts wait for too long.
    Oldest {
        /// The oldest of them.
        waited: Millis,
    },
    /// A CRM fails too often.
    Failing {
        /// Which.
        crm: String,
        /// Requests that failed.
        failed: u32,
        /// Of so many.
        requests: u32,
    },
    /// A day's budget runs out.
    Budget {
        /// Whose.
        crm: String,
        /// Requests left.
        left: u32,
        /// Of so many.
        of: u32,
    },
}

/// What a manager is to be told, the longest wait first.
#[must_use]
pub fn alerts(thresholds: &Thresholds, figures: &Figures) -> Vec<Alert> {
    let mut alerts = Vec::new();
    if let (Some(minutes), Some(waited)) = (thresholds.oldest_minutes, figures.oldest)
        && waited >= Millis::from_secs(u64::from(minutes) * 60)
    {
        alerts.push(Alert::Oldest { waited });
    }
    for crm in &figures.crms {
        let failed = crm.requests.saturating_sub(crm.worked);
        let reached = |part: u32, whole: u32, percent: u8| {
            u64::from(part) * 100 >= u64::from(whole) * u64::from(percent)
        };
        if let Some(percent) = thresholds.failing_percent
            && crm.requests >= LEAST_REQUESTS
            && reached(failed, crm.requests, percent)
            // What works again is over, whatever the hour had before.
            && reached(crm.failed_latest, LEAST_REQUESTS, percent)
        {
            alerts.push(Alert::Failing { crm: crm.name.clone(), failed, requests: crm.requests });
        }
        if let (Some(percent), Some((left, of))) = (thresholds.budget_percent, crm.budget)
            && of > 0
            && u64::from(left) * 100 <= u64::from(of) * u64::from(percent)
        {
            alerts.push(Alert::Budget { crm: crm.name.clone(), left, of });
        }
    }
    alerts
}

impl Alert {
    /// What happened and what to do.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let (why, next) = match self {
            Self::Oldest { waited } => {
                (Sentence::new("alert-oldest").with("span", Arg::For(*waited)), "alert-oldest-next")
            }
            Self::Failing { crm, failed, requests } => (
                Sentence::new("alert-failing")
                    .text("crm", crm.clone())
                    .count("failed", u64::from(*failed))
                    .count("count", u64::from(*requests)),
                "alert-failing-next",
            ),
            Self::Budget { crm, left, of } => (
                Sentence::new("alert-budget")
                    .text("crm", crm.clone())
                    .count("left", u64::from(*left))
                    .count("count", u64::from(*of)),
                "alert-budget-next",
            ),
        };
        Explanation::because(why).next(Sentence::new(next)).needs(Who::Manager, &[])
    }

    /// What it is about, so that the same is told once: neither how long nor how many.
    #[must_use]
    pub fn subject(&self) -> (&'static str, &str) {
        match self {
            Self::Oldest { .. } => ("oldest", ""),
            Self::Failing { crm, .. } => ("failing", crm),
            Self::Budget { crm, .. } => ("budget", crm),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn crm(requests: u32, worked: u32, budget: Option<(u32, u32)>) -> Figures {
        // The failures came last.
        let failed_latest = requests.saturating_sub(worked).min(LEAST_REQUESTS);
        let one = CrmFigures { name: "Acme".into(), requests, worked, failed_latest, budget };
        Figures { oldest: None, crms: vec![one] }
    }

    fn told(figures: &Figures) -> Vec<&'static str> {
        alerts(&Thresholds::default(), figures).iter().map(|alert| alert.subject().0).collect()
    }

    #[test]
    fn nothing_is_told_of_a_quiet_day_and_each_threshold_is_told_from_itself_on() {
        assert_eq!(told(&Figures::default()), [""; 0]);
        let waits = |minutes: u64| Figures { oldest: Some(Millis::from_secs(minutes * 60)), crms: vec![] };
        assert_eq!((told(&waits(119)), told(&waits(120))), (vec![], vec!["oldest"]));
        assert_eq!((told(&crm(20, 16, None)), told(&crm(20, 15, None))), (vec![], vec!["failing"]));
        let left = |left| crm(0, 0, Some((left, 1000)));
        assert_eq!(
            (told(&left(101)), told(&left(100)), told(&left(0))),
            (vec![], vec!["budget"], vec!["budget"])
        );
    }

    #[test]
    fn a_few_requests_say_nothing_and_a_budget_of_nothing_neither() {
        assert_eq!(told(&crm(9, 0, None)), [""; 0]);
        assert_eq!(told(&crm(10, 0, None)), ["failing"]);
        assert_eq!(told(&crm(0, 0, Some((0, 0)))), [""; 0]);
    }

    #[test]
    fn a_crm_that_works_again_is_told_of_no_more_although_its_hour_was_bad() {
        let mut figures = crm(40, 20, None);
        assert_eq!(told(&figures), ["failing"]);
        figures.crms[0].failed_latest = 3;
        assert_eq!(told(&figures), ["failing"]);
        figures.crms[0].failed_latest = 2;
        assert_eq!(told(&figures), [""; 0]);
    }

    #[test]
    fn what_nobody_wants_to_be_told_is_not_told() {
        let none = Thresholds { oldest_minutes: None, failing_percent: None, budget_percent: None };
        let bad = Figures { oldest: Some(Millis(u64::MAX)), ..crm(100, 0, Some((0, 1))) };
        assert_eq!(alerts(&none, &bad), []);
        assert_eq!(told(&bad), ["oldest", "failing", "budget"]);
    }

    #[test]
    fn thresholds_that_would_always_or_never_tell_cannot_be_chosen() {
        assert!(Thresholds::default().are_possible());
        let of = |minutes, percent| Thresholds {
            oldest_minutes: Some(minutes),
            failing_percent: Some(percent),
            budget_percent: Some(percent),
        };
        assert!(of(5, 1).are_possible() && of(43_200, 100).are_possible());
        for wrong in [of(4, 50), of(43_201, 50), of(60, 0), of(60, 101)] {
            assert!(!wrong.are_possible(), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn a_worse_figure_never_tells_less(
            requests in 0_u32..500, worked in 0_u32..500, left in 0_u32..1000, minutes in 0_u64..500,
        ) {
            let figures = |worked: u32, left: u32, minutes: u64| Figures {
                oldest: Some(Millis::from_secs(minutes * 60)),
                ..crm(requests, worked.min(requests), Some((left, 1000)))
            };
            let better = told(&figures(worked, left, minutes)).len();
            let worse = told(&figures(worked.saturating_sub(7), left.saturating_sub(50), minutes + 30)).len();
            prop_assert!(worse >= better);
        }
    }
}
