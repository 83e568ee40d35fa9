//! Why a delivery is where it is, what happens next, when, and who must act. Nothing waits without one of these.

use super::delivery::{Delivery, Intent, ParkReason, State};
use super::gate::Gate;
use super::hold::Hold;
use crate::explain::{Arg, Explanation, Remedy, Sentence, Who};
use crate::time::{Millis, WallMs};

/// What stands around a delivery: what its own row does not hold.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    /// What people call the destination.
    pub destination: String,
    /// Whether it takes writes.
    pub gate: Gate,
    /// Since when the gate is not open.
    pub gate_since: Option<WallMs>,
    /// When the destination is tried again, in wall-clock time to be shown.
    pub gate_until: Option<WallMs>,
    /// How many deliveries go before this one.
    pub ahead: u64,
    /// What is left of this delivery's own wait, grace or fence.
    pub left: Option<Millis>,
    /// Now, to turn what is left into a time to show.
    pub now: Option<WallMs>,
    /// When the write under way left.
    pub started: Option<WallMs>,
    /// When it was read back as synced.
    pub synced_at: Option<WallMs>,
    /// A field that differs, by its key.
    pub differs: Option<String>,
    /// Whether the person was asked for the consent that is missing, and said no.
    pub refused: bool,
}

/// Explains one delivery.
#[must_use]
pub fn explain(delivery: &Delivery, around: &Circumstances) -> Explanation {
    let said = |code: &str| Sentence::new(code).text("crm", around.destination.clone());
    if let (false, Some(going)) = (is_asking(delivery), going(delivery, around)) {
        return going;
    }
    match &delivery.state {
        State::Held { why, .. } => held(*why, around),
        State::Queued => queued(around),
        State::Sending { .. } => {
            let mut why = said("why-sending").count("try", u64::from(delivery.attempts.max(1)));
            if let Some(at) = around.started {
                why = why.with("at", Arg::At(at));
            } else {
                why.code = "why-sending-now".into();
            }
            Explanation::because(why).next(said("next-sending"))
        }
        State::Fenced => Explanation::because(said("why-checking")).next(due(around, "next-checking")),
        State::Waiting { .. } => Explanation::because(said("why-waiting")).next(due(around, "next-waiting")),
        State::Synced => synced(delivery, around),
        State::Parked { reason } => parked(reason, around),
        State::Removed { by } => Explanation::because(said(match by {
            super::delivery::RemovedBy::Here if delivery.intent == Intent::Unlink => "why-unlinked",
            super::delivery::RemovedBy::Here => "why-removed-here",
            super::delivery::RemovedBy::There => "why-removed-there",
        })),
    }
}

/// Whether a person is asked about a removal: the question is said, not the removal.
fn is_asking(delivery: &Delivery) -> bool {
    matches!(delivery.state, State::Parked { .. })
}

/// What is said of a record that is on its way out.
fn going(delivery: &Delivery, around: &Circumstances) -> Option<Explanation> {
    let said = |code: &str| Sentence::new(code).text("crm", around.destination.clone());
    let code = match delivery.intent {
        Intent::Upsert => return None,
        Intent::Delete | Intent::Destroy => "why-removing",
        Intent::Unlink => "why-unlinking",
    };
    let next = match delivery.state {
        State::Fenced => due(around, "next-checking"),
        State::Waiting { .. } => due(around, "next-waiting"),
        State::Held { .. } | State::Queued | State::Sending { .. } | State::Synced | State::Parked { .. } => {
            said("next-removing")
        }
        State::Removed { .. } => return None,
    };
    Some(Explanation::because(said(code)).next(next))
}

/// Explains a contact that goes nowhere yet.
#[must_use]
pub fn explain_saved(at: WallMs) -> Explanation {
    Explanation::because(Sentence::new("why-saved").with("at", Arg::At(at)))
        .needs(Who::Nobody, &[Remedy::OpenDestination])
}

/// Explains a contact that was captured before a destination was connected. `stay`: a person said that it stays.
#[must_use]
pub fn explain_earlier(at: WallMs, destination: &str, stay: bool) -> Explanation {
    let said = |code: &str| Sentence::new(code).text("crm", destination).with("at", Arg::At(at));
    if stay {
        Explanation::because(said("why-earlier-stay")).needs(Who::Nobody, &[Remedy::OpenDestination])
    } else {
        Explanation::because(said("why-earlier"))
            .next(said("next-earlier"))
            .needs(Who::You, &[Remedy::OpenDestination])
    }
}

fn held(why: Hold, around: &Circumstances) -> Explanation {
    let said = |code: &str| Sentence::new(code).text("crm", around.destination.clone());
    match why {
        Hold::Grace => {
            let left = around.left.unwrap_or_default();
            Explanation::because(said("why-held-grace").with("left", Arg::For(left)))
                .next(said("next-held-grace"))
                .needs(Who::Nobody, &[Remedy::SendNow])
        }
        Hold::Consent if around.refused => Explanation::because(said("why-held-refused"))
            .next(said("next-held-refused"))
            .needs(Who::Nobody, &[]),
        Hold::Consent => Explanation::because(said("why-held-consent"))
            .next(said("next-held-consent"))
            .needs(Who::You, &[]),
        Hold::Review => Explanation::because(said("why-held-review")).needs(Who::Manager, &[]),
        Hold::Incomplete => {
            Explanation::because(said("why-held-incomplete")).needs(Who::You, &[Remedy::EditField])
        }
        Hold::Unresolved => {
            Explanation::because(said("why-held-unresolved")).needs(Who::You, &[Remedy::EditField])
        }
    }
}

fn queued(around: &Circumstances) -> Explanation {
    let said = |code: &str| Sentence::new(code).text("crm", around.destination.clone());
    match around.gate {
        Gate::Open => Explanation::because(said("why-queued").count("ahead", around.ahead)),
        Gate::Offline => {
            let why = match around.gate_since {
                Some(since) => said("why-queued-offline-since").with("since", Arg::At(since)),
                None => said("why-queued-offline"),
            };
            Explanation::because(why.count("ahead", around.ahead)).next(said("next-offline"))
        }
        Gate::Throttled => {
            Explanation::because(said("why-throttled")).next(gate_due(around, "next-throttled"))
        }
        Gate::Resting => Explanation::because(said("why-resting")).next(gate_due(around, "next-resting")),
        Gate::Restored => {
            Explanation::because(said("why-restored")).next(said("next-restored")).needs(Who::Manager, &[])
        }
        Gate::SignIn => Explanation::because(said("why-sign-in"))
            .next(said("next-sign-in"))
            .needs(Who::Manager, &[Remedy::SignIn]),
    }
}

fn synced(delivery: &Delivery, around: &Circumstances) -> Explanation {
    let said = |code: &str| Sentence::new(code).text("crm", around.destination.clone());
    if let Some(field) = &around.differs {
        let mut answer = Explanation::because(said("why-differs").with("field", Arg::Field(field.clone())))
            .needs(Who::You, &[]);
        answer.field = Some(field.clone());
        return answer;
    }
    let id = delivery.binding.as_ref().map(|binding| binding.remote_id.as_str()).unwrap_or_default();
    let mut why = said("why-synced").text("id", id);
    match around.synced_at {
        Some(at) => why = why.with("at", Arg::At(at)),
        None => why.code = "why-synced-undated".into(),
    }
    let mut answer = Explanation::because(why);
    if let Some(field) = &delivery.altered {
        answer.next = Some(said("next-altered").text("field", field.clone()));
    }
    answer
}

fn parked(reason: &ParkReason, around: &Circumstances) -> Explanation {
    let said = |code: &str| Sentence::new(code).text("crm", around.destination.clone());
    match reason {
        ParkReason::Invalid { faults } => {
            let fault = faults.first();
            let message = fault.map(|fault| fault.message.clone()).unwrap_or_default();
            let ours = fault.and_then(|fault| fault.ours.clone());
            let theirs = fault.and_then(|fault| fault.theirs.clone());
            let why = match (&ours, theirs) {
                (Some(field), _) => said("why-parked-invalid-field")
                    .with("field", Arg::Field(field.clone()))
                    .text("says", message),
                (None, Some(property)) => {
                    said("why-parked-invalid-property").text("property", property).text("says", message)
                }
                (None, None) => said("why-parked-invalid").text("says", message),
            };
            let mut answer = Explanation::because(why)
                .next(said("next-parked-invalid"))
                .needs(Who::You, &[Remedy::EditField, Remedy::Retry]);
            answer.field = ours;
            answer
        }
        ParkReason::BelongsToSomeoneElse { candidates, may_create } => {
            let mut remedies = vec![Remedy::TakeThisOne, Remedy::EditField];
            if *may_create {
                remedies.push(Remedy::CreateAnyway);
            }
            let mut why = said("why-parked-belongs-to-someone-else").count("count", candidates.len() as u64);
            match candidates.first() {
                Some(first) => why = why.text("name", first.name.clone()),
                None => {
                    why.code = "why-parked-belongs-to-hidden".into();
                    remedies.remove(0);
                }
            }
            let mut answer = Explanation::because(why)
                .next(said("next-parked-belongs-to-someone-else"))
                .needs(Who::You, &remedies);
            answer.field = Some("email".into());
            answer
        }
        ParkReason::MaybeThere { candidates } => {
            Explanation::because(said("why-parked-maybe-there").count("count", candidates.len() as u64))
                .next(said("next-parked-maybe-there"))
                .needs(Who::You, &[Remedy::ItIsThere, Remedy::SendAgain])
        }
        ParkReason::DeletedThere => Explanation::because(said("why-parked-deleted-there"))
            .next(said("next-parked-deleted-there"))
            .needs(Who::You, &[Remedy::SendAgain, Remedy::RemoveHere]),
        ParkReason::ChangedThere => Explanation::because(said("why-parked-changed-there"))
            .next(said("next-parked-changed-there"))
            .needs(Who::Manager, &[Remedy::LeaveThere, Remedy::DeleteThere]),
        ParkReason::Refused { message } => {
            let why = match message {
                Some(message) => said("why-parked-refused").text("says", message.clone()),
                None => said("why-parked-refused-silently"),
            };
            Explanation::because(why)
                .next(said("next-parked-refused"))
                .needs(Who::Manager, &[Remedy::Retry, Remedy::OpenDestination])
        }
    }
}

/// "… at 10:46", from what is left of the delivery's own wait.
fn due(around: &Circumstances, code: &str) -> Sentence {
    let said = Sentence::new(code).text("crm", around.destination.clone());
    match (around.gate, around.now, around.left) {
        (Gate::Offline, _, _) => Sentence::new("next-when-online").text("crm", around.destination.clone()),
        (Gate::Restored, _, _) => Sentence::new("next-restored").text("crm", around.destination.clone()),
        (_, Some(now), Some(left)) => said.with("at", Arg::At(now.plus(left))),
        (_, None, _) | (_, _, None) => Sentence::new("next-soon").text("crm", around.destination.clone()),
    }
}

fn gate_due(around: &Circumstances, code: &str) -> Sentence {
    match around.gate_until {
        Some(at) => Sentence::new(code).text("crm", around.destination.clone()).with("at", Arg::At(at)),
        None => Sentence::new("next-soon").text("crm", around.destination.clone()),
    }
}

#[cfg(test)]
mod tests;
