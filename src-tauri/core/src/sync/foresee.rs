//! What sending a delivery would come to, told without doing it. The decision is [`step`](super::step())'s own: this only reads
//! what it decided, so a forecast cannot say something else than the send does. Who asks the CRM meanwhile is not known here.

use super::case::{Account, Case, Local};
use super::outcome::{Difference, Next, Step, Winner};
use super::request::Request;
use super::step::{Event, step};
use crate::crm::{Ours, RemoteField};
use crate::ids::{BootId, RemoteId};
use crate::outbox::{BindingKind, Delivery, Hold, Intent, ParkReason, State};

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outlook {
    /// The CRM has to be asked first; nothing is changed by that.
    Look(Request),
    /// This is what it comes to.
    Comes(Plan),
}

/// What sending would come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// A record is made.
    Create(Request),
    /// A record that is there is taken for this contact's; what leaves for it, if anything does.
    Adopt(RemoteId, Option<Request>),
    /// The record is changed.
    Update(Request),
    /// The record goes.
    Delete(Request),
    /// A record that was there before us gets back what we wrote into it.
    HandBack(Request),
    /// Nothing leaves: it is there as it is here.
    Nothing,
    /// Nothing is left to be removed there.
    Gone,
    /// The record was deleted there, and a new one is made for the contact.
    Anew,
    /// A person is needed.
    Ask(ParkReason),
    /// It does not leave yet.
    Stays(Hold),
    /// The answer says nothing certain now; it is asked again later.
    Later,
}

/// A field of a record as a write changes it.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// Their field.
    pub field: RemoteField,
    /// What was last read there.
    pub was: Option<String>,
    /// What it becomes; none empties it.
    pub will: Option<String>,
}

/// Personal data: only the field is printed.
impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Change({})", self.field.as_str())
    }
}

/// A forecast under way. Nothing of it is ever stored.
#[derive(Debug, Clone)]
pub struct Forecast {
    before: Delivery,
    delivery: Delivery,
    differences: Vec<Difference>,
    taken: Vec<(RemoteField, Option<String>)>,
}

impl Forecast {
    /// Of a delivery as if its waits were over: its card left, its fence passed.
    #[must_use]
    pub fn of(before: &Delivery) -> Self {
        let mut delivery = before.clone();
        if stands(&before.state).is_none() {
            delivery.state = State::Queued;
        }
        Self { before: before.clone(), delivery, differences: Vec::new(), taken: Vec::new() }
    }

    /// The delivery as it would be by now.
    #[must_use]
    pub fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// What both sides say otherwise, so far.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Decides, with [`Event::Begin`] first and then with the answer to each [`Outlook::Look`]. `local` is the contact as it is
    /// stored; what the forecast would have taken over meanwhile is laid over it.
    pub fn decide(&mut self, local: &Local, account: &Account, boot: &BootId, event: Event) -> Outlook {
        if let (Event::Begin, Some(plan)) = (&event, stands(&self.before.state))
            && !self.wakes(local, account, boot)
        {
            return Outlook::Comes(plan);
        }
        let mut event = event;
        // Bounded as the worker's own loop is.
        for _ in 0..8 {
            let local = self.laid_over(local);
            let case: Case<'_> = Case { delivery: &self.delivery, local: &local, account, boot };
            let Ok(step) = step(&case, event) else { break };
            self.delivery = step.delivery.clone();
            self.differences.extend(step.differences.iter().cloned());
            self.taken.extend(step.taken.iter().cloned());
            match outlook(&self.before, &step) {
                Some(outlook) => return outlook,
                None => event = Event::Begin,
            }
        }
        Outlook::Comes(Plan::Later)
    }

    /// Whether a settled one would begin again if it were told now: it was edited, or its mapping says something else.
    fn wakes(&mut self, local: &Local, account: &Account, boot: &BootId) -> bool {
        let case: Case<'_> = Case { delivery: &self.delivery, local, account, boot };
        match (&self.delivery.state, step(&case, Event::Changed)) {
            (State::Synced, Ok(told)) if told.delivery.state == State::Queued => {
                self.delivery = told.delivery;
                true
            }
            _ => false,
        }
    }

    fn laid_over(&self, local: &Local) -> Local {
        let mut local = local.clone();
        for (field, value) in &self.taken {
            local.seq += 1;
            local.fields.insert(field.clone(), Ours { value: value.clone(), seq: local.seq });
        }
        let theirs = self.differences.iter().filter(|difference| difference.winner == Winner::Theirs);
        local.theirs_hold.extend(theirs.map(|difference| difference.field.clone()));
        local
    }
}

/// What is not begun by itself: it is under way, settled, or a person is needed.
fn stands(state: &State) -> Option<Plan> {
    match state {
        State::Held { .. } | State::Queued | State::Fenced | State::Waiting { .. } => None,
        State::Sending { .. } => Some(Plan::Later),
        State::Synced => Some(Plan::Nothing),
        State::Parked { reason } => Some(Plan::Ask(reason.clone())),
        State::Removed { .. } => Some(Plan::Gone),
    }
}

/// What a step says of a delivery that was `before` when the forecast began; none where it is to be decided again.
fn outlook(before: &Delivery, step: &Step) -> Option<Outlook> {
    let after = &step.delivery;
    let adopted = match (&before.binding, &after.binding) {
        (None, Some(binding)) if matches!(binding.kind, BindingKind::Adopted { .. }) => {
            Some(binding.remote_id.clone())
        }
        (Some(_) | None, _) => None,
    };
    let plan = match (&step.next, adopted) {
        (Next::Ask(request), _) if !request.is_write() => return Some(Outlook::Look(request.clone())),
        (Next::Again, _) => return None,
        (Next::Ask(request), Some(record)) => Plan::Adopt(record, Some(request.clone())),
        (Next::Ask(request), None) => written(after.intent, request.clone()),
        (Next::Renew, _) => Plan::Anew,
        (Next::Rest, adopted) => rested(&after.state, adopted),
    };
    Some(Outlook::Comes(plan))
}

fn written(intent: Intent, request: Request) -> Plan {
    match (request, intent) {
        (request @ Request::Create(_), _) => Plan::Create(request),
        (request @ Request::Delete(_), _) => Plan::Delete(request),
        (request, Intent::Unlink) => Plan::HandBack(request),
        (request, Intent::Upsert | Intent::Delete | Intent::Destroy) => Plan::Update(request),
    }
}

fn rested(state: &State, adopted: Option<RemoteId>) -> Plan {
    match (state, adopted) {
        (State::Synced, Some(record)) => Plan::Adopt(record, None),
        (State::Synced, None) => Plan::Nothing,
        (State::Removed { .. }, _) => Plan::Gone,
        (State::Parked { reason }, _) => Plan::Ask(reason.clone()),
        (State::Held { why, .. }, _) => Plan::Stays(*why),
        (State::Queued | State::Sending { .. } | State::Fenced | State::Waiting { .. }, _) => Plan::Later,
    }
}

/// What a write changes, field by field, beside what was last read of the record. `delivery` is as the step left it.
#[must_use]
pub fn changes(delivery: &Delivery, request: &Request) -> Vec<Change> {
    match request {
        Request::Create(record) => {
            let made = |(field, value): (&RemoteField, &str)| Change {
                field: field.clone(),
                was: None,
                will: Some(value.to_owned()),
            };
            record.fields.iter().map(made).collect()
        }
        Request::Update(patch) => {
            let base = delivery.binding.as_ref().and_then(|binding| binding.base.as_ref());
            let was = |field: &RemoteField| base?.fields.get(field.as_str())?.back.clone();
            let put = |(field, will): (&RemoteField, &Option<String>)| Change {
                field: field.clone(),
                was: was(field),
                will: will.clone(),
            };
            patch.fields.iter().map(put).collect()
        }
        Request::Get { .. }
        | Request::FindByEmail { .. }
        | Request::FindByMarker { .. }
        | Request::Stray { .. }
        | Request::FindLike { .. }
        | Request::Delete(_) => Vec::new(),
    }
}
