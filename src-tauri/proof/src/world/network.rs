//! A request's way: what leaves, the fault it meets, what the CRM does with it, and what is heard of that.

use super::words::{shown, told};
use super::{Answer, Due, HALF, World};
use crate::crm::Effect;
use crate::laptop::{Asked, Outgoing, name_of};
use crate::outbox::Outbox;
use crate::schedule::{COMPANY, EMAIL, FENCE, Fault, TIMEOUT};
use lanyard_core::crm::{
    AuthFault, CrmAnswer, CrmOp, Failure, Object, RateFacts, ReplyFacts, Scope, Trouble,
};
use lanyard_core::ids::DeliveryId;
use lanyard_core::time::Millis;

impl<O: Outbox + Clone> World<'_, O> {
    pub(super) fn send(&mut self, out: Outgoing) {
        let at = self.at(out.laptop);
        self.witnesses[at].left(&out, self.now);
        self.outcome.settling += u64::from(self.calm && writes_contacts(&out.what));
        self.outcome.requests += 1;
        let nth = self.asked;
        self.asked += 1;
        let fault = if self.calm { None } else { self.fault(nth) };
        self.outcome.faults += u64::from(fault.is_some());
        let dull = self.calm && matches!(out.what, Asked::Changes(_));
        self.say(|_| {
            if dull {
                return String::new();
            }
            let ids: Vec<&str> = match &out.what {
                Asked::Batch(joined) => joined.requests.keys().map(DeliveryId::as_str).collect(),
                Asked::Check | Asked::Changes(_) => Vec::new(),
            };
            let fault = fault.map_or_else(String::new, |fault| format!("  [request {nth}: {fault:?}]"));
            format!("laptop {} asks {} {ids:?}{fault}", out.laptop, name_of(&out.what))
        });
        let writes = matches!(&out.what, Asked::Batch(joined) if joined.op.is_write());
        let (now, arrival) = (self.now, self.now + HALF);
        let unknown = if writes { Failure::Ambiguous } else { Failure::Transient { trouble: Trouble::Busy } };
        let arrives = |out: Outgoing, heard| Due::Arrives { out, fault, heard, left: now };
        match fault {
            None | Some(Fault::LeftOut(_) | Fault::PersonFirst(_)) => {
                self.push(arrival, arrives(out, true));
            }
            Some(Fault::Slow(late)) => {
                self.push(arrival + late.min(TIMEOUT - 2 * HALF - 1), arrives(out, true))
            }
            Some(Fault::Twice(late)) => {
                self.push(arrival, arrives(out.clone(), true));
                if writes {
                    self.push(arrival + late, arrives(out, false));
                }
            }
            Some(Fault::LostBefore) => self.fails(out, now + TIMEOUT, unknown),
            Some(Fault::LostAfter | Fault::Binned) => {
                self.push(arrival, arrives(out.clone(), false));
                self.fails(out, now + TIMEOUT, unknown);
            }
            Some(Fault::Late(late)) => {
                if writes {
                    self.push(arrival + late, arrives(out.clone(), false));
                }
                self.fails(out, now + TIMEOUT, unknown);
            }
            Some(Fault::Broken(done)) => {
                if done {
                    self.push(arrival, arrives(out.clone(), false));
                }
                self.fails(out, arrival + HALF, unknown);
            }
            Some(Fault::Busy) => {
                self.fails(out, arrival + HALF, Failure::Transient { trouble: Trouble::Busy })
            }
            Some(Fault::Unreachable) => {
                self.fails(out, now + 1, Failure::Transient { trouble: Trouble::Unreachable })
            }
            Some(Fault::Throttled(wait)) => {
                let failure = Failure::Throttled { wait: wait.map(Millis), scope: Scope::Burst };
                self.fails(out, arrival + HALF, failure);
            }
            Some(Fault::SignIn) => {
                self.fails(out, arrival + HALF, Failure::Auth { fault: AuthFault::Expired });
            }
            Some(Fault::Nonsense) => {
                // A write may have been carried out; nobody can tell.
                self.push(arrival, arrives(out.clone(), false));
                self.fails(out, arrival + HALF, Failure::Protocol);
            }
        }
    }

    pub(super) fn fault(&mut self, nth: u32) -> Option<Fault> {
        while let Some((at, fault)) = self.schedule.faults.get(self.fault_at) {
            if *at == nth {
                return Some(*fault);
            }
            if *at > nth {
                return None;
            }
            self.fault_at += 1;
        }
        None
    }

    pub(super) fn fails(&mut self, out: Outgoing, at: u64, failure: Failure) {
        let answer = match &out.what {
            Asked::Changes(_) => Answer::Changes(Err(failure)),
            Asked::Batch(_) | Asked::Check => {
                Answer::Batch(CrmAnswer { outcome: Err(failure), facts: facts() })
            }
        };
        self.push(at, Due::Heard { out, answer, shows: 0 });
    }

    pub(super) fn arrives(&mut self, out: Outgoing, fault: Option<Fault>, heard: bool, left: u64) {
        if let Some(Fault::PersonFirst(roll)) = fault {
            self.person_first(roll, &out);
        }
        let at = self.at(out.laptop);
        let stale = self.crms[at].setup.stale;
        let behind = if stale == 0 { 0 } else { self.order * 7919 % (stale + 1) };
        let answer = match &out.what {
            Asked::Check => Answer::Batch(CrmAnswer { outcome: Ok(Default::default()), facts: facts() }),
            Asked::Changes(ask) => Answer::Changes(self.crms[at].changes(ask, self.now)),
            Asked::Batch(joined) => {
                let mut effects = Vec::new();
                let mut outcome = self.crms[at].perform(&joined.op, self.now, behind, &mut effects);
                self.witnesses[at].changed(&self.crms[at], &effects, left, self.now);
                let setup = &self.crms[at].setup;
                if fault == Some(Fault::Binned) && setup.hides_bin && !setup.hard_delete {
                    for effect in &effects {
                        if let Effect::Made { rec, .. } = effect {
                            self.crms[at].colleague_deletes(*rec, self.now);
                            self.push(self.now + 2 * FENCE, Due::Unbinned(at, *rec));
                        }
                    }
                }
                if !effects.is_empty() {
                    self.say(|_| {
                        format!("the CRM: {}", effects.iter().map(told).collect::<Vec<_>>().join(", "))
                    });
                }
                if let (Some(Fault::LeftOut(roll)), Ok(items)) = (fault, &mut outcome) {
                    let place = roll as usize % items.len().max(1);
                    if let Some(id) = items.keys().nth(place).cloned() {
                        items.remove(&id);
                    }
                }
                Answer::Batch(CrmAnswer { outcome, facts: facts() })
            }
        };
        if heard {
            let read = matches!(&out.what, Asked::Batch(joined) if matches!(joined.op, CrmOp::Get { .. }));
            let shows = if read { self.now.saturating_sub(behind) } else { self.now };
            self.push(self.now + HALF, Due::Heard { out, answer, shows });
        }
    }

    pub(super) fn heard(&mut self, out: Outgoing, answer: Answer, shows: u64) {
        let nth = out.laptop;
        let laptop = &mut self.laptops[nth];
        if out.boot != laptop.boot || laptop.starts {
            return;
        }
        if laptop.away_until > self.now {
            // The lid is closed: it is heard when it opens.
            let at = laptop.away_until;
            self.push(at, Due::Heard { out, answer, shows });
            return;
        }
        let calm = self.calm;
        self.say(|_| match &answer {
            Answer::Batch(answer) => match &answer.outcome {
                Ok(items) => {
                    let words: Vec<String> =
                        items.iter().map(|(id, item)| format!("{id}: {}", shown(item))).collect();
                    format!("laptop {nth} hears {} {words:?}", name_of(&out.what))
                }
                Err(failure) => format!("laptop {nth} hears {} failed: {failure:?}", name_of(&out.what)),
            },
            Answer::Changes(Ok(_)) if calm => String::new(),
            Answer::Changes(Ok(page)) => {
                let ids: Vec<&str> = page.records.iter().map(|changed| changed.record.id.as_str()).collect();
                format!("laptop {nth} hears of changes {ids:?}")
            }
            Answer::Changes(Err(failure)) => format!("laptop {nth} hears no changes: {failure:?}"),
        });
        let wall = self.wall[nth] + self.now as i64;
        let at = self.at(nth);
        let laptop = &mut self.laptops[nth];
        let witness = &mut self.witnesses[at];
        witness.shows = shows;
        match answer {
            Answer::Batch(answer) => laptop.hear(out, &answer, self.now, wall, self.rules, witness),
            Answer::Changes(page) => {
                laptop.hear_changes(&out, page, self.now, wall, self.rules, witness);
            }
        }
        self.turn(nth);
        self.say_states(nth);
    }

    pub(super) fn person_first(&mut self, roll: u64, out: &Outgoing) {
        let Asked::Batch(joined) = &out.what else { return };
        let at = self.at(out.laptop);
        let (crm, now) = (&mut self.crms[at], self.now);
        let done = match &joined.op {
            CrmOp::Create { items } => {
                let field = crm.field(EMAIL).clone();
                let email = items.first().and_then(|item| item.fields.get(&field)).map(str::to_owned);
                let name = if roll.is_multiple_of(2) { "Jana Roe" } else { "Ann Oak" };
                crm.person_makes(email.as_deref(), name, now).map(|place| format!("makes r{place}"))
            }
            CrmOp::Update { .. } | CrmOp::Delete { .. } if roll.is_multiple_of(6) => {
                crm.person_deletes(roll, now).map(|place| format!("deletes r{place}"))
            }
            CrmOp::Update { .. } | CrmOp::Delete { .. } | CrmOp::Get { .. } => {
                let value = format!("vp{}", roll % 1000);
                crm.person_edits(roll, COMPANY, Some(&value), now)
                    .map(|place| format!("edits r{place}: {value}"))
            }
            CrmOp::Check
            | CrmOp::FindByEmail { .. }
            | CrmOp::FindByMarker { .. }
            | CrmOp::FindLike { .. }
            | CrmOp::FindNotes { .. } => None,
        };
        if let Some(done) = done {
            self.say(|_| format!("a colleague {done}, just before"));
        }
    }
}

/// Whether contacts' own records are written. Reads go on for as long as a feed shows a record again and again, and a note on a record
/// that is gone is tried once a minute.
fn writes_contacts(asked: &Asked) -> bool {
    let Asked::Batch(joined) = asked else { return false };
    let of_contact = |object: &Object| *object == Object::Contact;
    match &joined.op {
        CrmOp::Create { items } => items.iter().any(|item| of_contact(&item.object)),
        CrmOp::Update { items } => items.iter().any(|item| of_contact(&item.object)),
        CrmOp::Delete { items } => items.iter().any(|item| of_contact(&item.object)),
        CrmOp::Check
        | CrmOp::Get { .. }
        | CrmOp::FindByEmail { .. }
        | CrmOp::FindByMarker { .. }
        | CrmOp::FindLike { .. }
        | CrmOp::FindNotes { .. } => false,
    }
}

fn facts() -> ReplyFacts {
    ReplyFacts { rate: RateFacts::default(), ..ReplyFacts::default() }
}
