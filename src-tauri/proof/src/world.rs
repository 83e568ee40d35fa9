//! A run: one schedule, from the first capture to the rest at the end. One queue of things to come, one clock; the same
//! schedule always runs the same.

use crate::checks::{Violation, Witness};
use crate::crm::{Crm, Who};
use crate::laptop::{Asked, Laptop, Outgoing, name_of};
use crate::outbox::Outbox;
use crate::schedule::{Act, COMPANY, CrashAt, EMAIL, FENCE, Fault, Schedule, TAGS, TIMEOUT};
use lanyard_core::crm::{AuthFault, CrmAnswer, CrmOp, Failure, Page, RateFacts, ReplyFacts, Scope, Trouble};
use lanyard_core::ids::DeliveryId;
use lanyard_core::sync::Wanted;
use lanyard_core::time::Millis;
use lanyard_planted::Rules;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Half of a round trip.
const HALF: u64 = 75;

/// All must be at rest so long after the last fault (L1).
pub(crate) const REST_WITHIN: u64 = 15 * 60_000;

/// The longest that a schedule goes on.
const END: u64 = 900_000;

/// No schedule has so many events, unless something turns in circles.
const ENDLESS: u64 = 20_000;

/// What came of a run.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The first rule broken.
    pub violation: Option<Violation>,
    /// Things that happened.
    pub events: u64,
    /// Faults that were met.
    pub faults: u64,
    /// Requests that left.
    pub requests: u64,
    /// What happened, in words, if that was asked for.
    pub trace: Vec<String>,
}

enum Answer {
    Batch(CrmAnswer),
    Changes(Result<Page, Failure>),
}

enum Due {
    Act(usize),
    /// A colleague takes a record out of the bin.
    Unbinned(usize),
    /// A request arrives at the CRM; whether anybody hears the answer.
    Arrives {
        out: Outgoing,
        fault: Option<Fault>,
        heard: bool,
    },
    Heard {
        out: Outgoing,
        answer: Answer,
        shows: u64,
    },
}

struct Queued(u64, u64, Due);

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}
impl Eq for Queued {}
impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Queued {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

struct World<'a, O> {
    schedule: &'a Schedule,
    rules: &'a Rules,
    now: u64,
    wall: [i64; 2],
    crm: Crm,
    laptops: Vec<Laptop<O>>,
    backups: Vec<Option<(O, Vec<usize>, u64)>>,
    witness: Witness,
    queue: BinaryHeap<Reverse<Queued>>,
    order: u64,
    asked: u32,
    fault_at: usize,
    calm: bool,
    outcome: Outcome,
    traced: bool,
    shown: [String; 2],
    resting: Option<u64>,
}

/// Runs a schedule over stores made by `store`.
#[must_use]
pub fn run_over<O: Outbox + Clone>(
    schedule: &Schedule,
    rules: &Rules,
    traced: bool,
    mut store: impl FnMut(usize) -> O,
) -> Outcome {
    let laptops: Vec<Laptop<O>> =
        (0..schedule.setup.laptops).map(|nth| Laptop::new(nth, &schedule.setup, store(nth))).collect();
    let mut world = World {
        schedule,
        rules,
        now: 0,
        wall: [0; 2],
        crm: Crm::new(&schedule.setup),
        laptops,
        backups: vec![None, None],
        witness: Witness::new(schedule.setup.versions, schedule.profile),
        queue: BinaryHeap::new(),
        order: 0,
        asked: 0,
        fault_at: 0,
        calm: false,
        outcome: Outcome::default(),
        traced,
        shown: [String::new(), String::new()],
        resting: None,
    };
    for (nth, (at, _)) in schedule.acts.iter().enumerate() {
        world.push(*at, Due::Act(nth));
    }
    world.go(END);
    world.come_to_rest();
    let mut outcome = world.outcome;
    outcome.violation = world.witness.violation;
    outcome
}

impl<O: Outbox + Clone> World<'_, O> {
    fn push(&mut self, at: u64, due: Due) {
        self.order += 1;
        self.queue.push(Reverse(Queued(at, self.order, due)));
    }

    fn say(&mut self, words: impl FnOnce(&Self) -> String) {
        if self.traced {
            let words = words(self);
            if words.is_empty() {
                return;
            }
            let line = format!("{:>9.3} s  {}", self.now as f64 / 1000.0, words);
            self.outcome.trace.push(line);
        }
    }

    /// Lets things happen until nothing is left to be done and each laptop has pulled; at most for the time that L1 allows.
    fn go_to_rest(&mut self) {
        self.resting = Some(self.now);
        self.go(self.now + REST_WITHIN);
        self.resting = None;
    }

    fn is_at_rest(&self) -> bool {
        let Some(since) = self.resting else { return false };
        // A late index must have caught up before the pull that counts.
        let since = since + crate::schedule::LAG + 1;
        self.queue.is_empty() && self.laptops.iter().all(|laptop| laptop.is_idle() && laptop.pulled > since)
    }

    /// Lets things happen until `end`, or until a rule is broken.
    fn go(&mut self, end: u64) {
        while self.witness.violation.is_none() {
            if self.is_at_rest() {
                return;
            }
            let next = self.queue.peek().map(|Reverse(Queued(at, _, _))| *at);
            let woken = self
                .laptops
                .iter()
                .enumerate()
                .filter_map(|(nth, laptop)| Some((laptop.wake_at(self.now)?, nth)))
                .min();
            let (at, laptop) = match (next, woken) {
                (None, None) => break,
                (Some(next), Some((wake, nth))) if wake < next => (wake, Some(nth)),
                (Some(next), _) => (next, None),
                (None, Some((wake, nth))) => (wake, Some(nth)),
            };
            if at > end {
                break;
            }
            self.now = self.now.max(at);
            self.outcome.events += 1;
            if self.outcome.events > ENDLESS {
                self.witness.endless_run(self.now);
                break;
            }
            match laptop {
                Some(nth) => self.turn(nth),
                None => {
                    if let Some(Reverse(Queued(_, _, due))) = self.queue.pop() {
                        self.happens(due);
                    }
                }
            }
        }
        self.now = self.now.max(end);
    }

    /// Gives a laptop its turn and puts what leaves on its way.
    fn turn(&mut self, nth: usize) {
        let leaves = self.laptops[nth].turn(self.now, self.rules, &mut self.witness);
        for out in leaves {
            self.send(out);
        }
    }

    fn send(&mut self, out: Outgoing) {
        self.witness.left(&out, self.now);
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
        match fault {
            None | Some(Fault::LeftOut(_) | Fault::PersonFirst(_)) => {
                self.push(arrival, Due::Arrives { out, fault, heard: true });
            }
            Some(Fault::Slow(late)) => self
                .push(arrival + late.min(TIMEOUT - 2 * HALF - 1), Due::Arrives { out, fault, heard: true }),
            Some(Fault::Twice(late)) => {
                self.push(arrival, Due::Arrives { out: out.clone(), fault, heard: true });
                if writes {
                    self.push(arrival + late, Due::Arrives { out, fault, heard: false });
                }
            }
            Some(Fault::LostBefore) => self.fails(out, now + TIMEOUT, unknown),
            Some(Fault::LostAfter | Fault::Binned) => {
                self.push(arrival, Due::Arrives { out: out.clone(), fault, heard: false });
                self.fails(out, now + TIMEOUT, unknown);
            }
            Some(Fault::Late(late)) => {
                if writes {
                    self.push(arrival + late, Due::Arrives { out: out.clone(), fault, heard: false });
                }
                self.fails(out, now + TIMEOUT, unknown);
            }
            Some(Fault::Broken(done)) => {
                if done {
                    self.push(arrival, Due::Arrives { out: out.clone(), fault, heard: false });
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
                self.push(arrival, Due::Arrives { out: out.clone(), fault, heard: false });
                self.fails(out, arrival + HALF, Failure::Protocol);
            }
        }
    }

    fn fault(&mut self, nth: u32) -> Option<Fault> {
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

    fn fails(&mut self, out: Outgoing, at: u64, failure: Failure) {
        let answer = match &out.what {
            Asked::Changes(_) => Answer::Changes(Err(failure)),
            Asked::Batch(_) | Asked::Check => {
                Answer::Batch(CrmAnswer { outcome: Err(failure), facts: facts() })
            }
        };
        self.push(at, Due::Heard { out, answer, shows: 0 });
    }

    fn happens(&mut self, due: Due) {
        match due {
            Due::Act(nth) => {
                if let Some((_, act)) = self.schedule.acts.get(nth) {
                    self.act(act);
                }
            }
            Due::Unbinned(place) => {
                if self.crm.rec(place).now.archived && self.crm.rec(place).merged_into.is_none() {
                    self.say(|_| format!("a colleague takes r{place} out of the bin"));
                    self.crm.colleague_undeletes(place, self.now);
                }
            }
            Due::Arrives { out, fault, heard } => self.arrives(out, fault, heard),
            Due::Heard { out, answer, shows } => self.heard(out, answer, shows),
        }
    }

    fn arrives(&mut self, out: Outgoing, fault: Option<Fault>, heard: bool) {
        if let Some(Fault::PersonFirst(roll)) = fault {
            self.person_first(roll, &out);
        }
        let behind =
            if self.crm.setup.stale == 0 { 0 } else { self.order * 7919 % (self.crm.setup.stale + 1) };
        let answer = match &out.what {
            Asked::Check => Answer::Batch(CrmAnswer { outcome: Ok(Default::default()), facts: facts() }),
            Asked::Changes(ask) => Answer::Changes(self.crm.changes(ask, self.now)),
            Asked::Batch(joined) => {
                let mut effects = Vec::new();
                let mut outcome = self.crm.perform(&joined.op, self.now, behind, &mut effects);
                self.witness.changed(&self.crm, &effects, self.now);
                if fault == Some(Fault::Binned) && self.crm.setup.hides_bin && !self.crm.setup.hard_delete {
                    for effect in &effects {
                        if let crate::crm::Effect::Made { rec, .. } = effect {
                            self.crm.colleague_deletes(*rec, self.now);
                            self.push(self.now + 2 * FENCE, Due::Unbinned(*rec));
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

    fn heard(&mut self, out: Outgoing, answer: Answer, shows: u64) {
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
        let laptop = &mut self.laptops[nth];
        let wall = self.wall[nth] + self.now as i64;
        self.witness.shows = shows;
        match answer {
            Answer::Batch(answer) => laptop.hear(out, &answer, self.now, wall, self.rules, &mut self.witness),
            Answer::Changes(page) => {
                laptop.hear_changes(&out, page, self.now, wall, self.rules, &mut self.witness);
            }
        }
        self.turn(nth);
        self.say_states(nth);
    }

    fn say_states(&mut self, nth: usize) {
        if !self.traced {
            return;
        }
        let mut words = Vec::new();
        self.laptops[nth].outbox.each(|delivery, live| {
            let bound = delivery.binding.as_ref().map_or("-", |binding| binding.remote_id.as_str());
            let part = delivery.part.stored();
            let intent = format!("{:?}", delivery.intent).to_lowercase();
            let living = if live { "" } else { " (over)" };
            words.push(format!("{} {part} {intent} {} {bound}{living}", delivery.id, delivery.state.name()));
        });
        let words = words.join("; ");
        if self.shown[nth] != words {
            self.say(|_| format!("    laptop {nth}: {words}"));
            self.shown[nth] = words;
        }
    }

    fn person_first(&mut self, roll: u64, out: &Outgoing) {
        let Asked::Batch(joined) = &out.what else { return };
        let (crm, now) = (&mut self.crm, self.now);
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

    fn owner(&self, who: usize) -> usize {
        self.schedule.setup.captured.get(who).map_or(0, |(laptop, _)| *laptop)
    }

    /// Faults end; waits, fences, pulls and scrubs run out; then everything is looked at.
    fn come_to_rest(&mut self) {
        self.calm = true;
        if self.witness.violation.is_some() {
            return;
        }
        self.say(|_| "faults end".to_owned());
        for laptop in &mut self.laptops {
            laptop.crash = None;
            laptop.roll_back = false;
            laptop.sync_now(self.now);
        }
        // The fence, an hour, a day: laptops sleep until their next round and wake.
        for sleep in [FENCE, 3_600_000, 86_400_000, 86_400_000] {
            self.go_to_rest();
            if self.witness.violation.is_some() {
                return;
            }
            let wake = self.now + sleep;
            for laptop in &mut self.laptops {
                laptop.away_until = laptop.away_until.max(wake);
            }
            self.now = wake;
            for laptop in &mut self.laptops {
                laptop.sync_now(wake);
            }
        }
        self.go_to_rest();
        if self.witness.violation.is_none() {
            self.witness.at_rest(&self.crm, &mut self.laptops, self.now);
        }
    }

    fn act(&mut self, act: &Act) {
        let now = self.now;
        if act.laptop().is_some_and(|nth| nth >= self.laptops.len()) {
            return;
        }
        self.say(|_| format!("{act:?}"));
        let rules = self.rules;
        match act {
            Act::Capture(who) => {
                let Some((nth, values)) = self.schedule.setup.captured.get(*who) else { return };
                let laptop = &mut self.laptops[*nth];
                if laptop.is_on(now) && laptop.capture(*who, values, now) {
                    self.witness.captured(*who, *nth, values, now);
                }
                self.turn(*nth);
            }
            Act::LeaveCard(who) => self.here(*who, |world, nth| {
                world.laptops[nth].leave_card(*who, now, rules, &mut world.witness);
            }),
            Act::EditHere(who, field, value) => self.here(*who, |world, nth| {
                let value = value.as_deref();
                if world.laptops[nth].edit(*who, *field, value, now, rules, &mut world.witness) {
                    world.witness.edited(*who, *field, value, now);
                }
            }),
            Act::TagHere(who, tag) => self.here(*who, |world, nth| {
                if let Some(tags) = world.laptops[nth].tag(*who, tag, now, rules, &mut world.witness) {
                    world.witness.edited(*who, TAGS, Some(&tags), now);
                }
            }),
            Act::NoteHere(who, key, words) => self.here(*who, |world, nth| {
                let key = key.to_string();
                world.laptops[nth].write_note(*who, &key, words.as_deref(), now, rules, &mut world.witness);
            }),
            Act::RemoveHere(who) => self.here(*who, |world, nth| {
                world.witness.removed(*who);
                world.laptops[nth].want(*who, Wanted::Gone, now, rules, &mut world.witness);
            }),
            Act::RestoreHere(who) => self.here(*who, |world, nth| {
                world.laptops[nth].want(*who, Wanted::Here, now, rules, &mut world.witness);
            }),
            Act::DestroyHere(who) => self.here(*who, |world, nth| {
                world.witness.removed(*who);
                world.witness.named_contact(*who);
                world.laptops[nth].want(*who, Wanted::Destroyed, now, rules, &mut world.witness);
            }),
            Act::Decide(nth, roll) => {
                if self.laptops[*nth].is_on(now) {
                    let recs = &self.crm.recs;
                    let there = |id: &DeliveryId| {
                        recs.iter().any(|rec| !rec.now.archived && rec.made_by == Who::Desk(id.clone()))
                    };
                    self.laptops[*nth].decide(*roll, &there, now, rules, &mut self.witness);
                    self.turn(*nth);
                    self.say_states(*nth);
                }
            }
            Act::Resolve(nth, roll) => {
                if self.laptops[*nth].is_on(now) {
                    self.laptops[*nth].resolve(*roll, now, rules, &mut self.witness);
                    self.turn(*nth);
                }
            }
            Act::SyncNow(nth) => self.laptops[*nth].sync_now(now),
            Act::EditThere(roll, field, value) => {
                let place = self.crm.person_edits(*roll, *field, value.as_deref(), now);
                self.say(|_| format!("    on {place:?}"));
            }
            Act::TagThere(roll, tag) => {
                let place = self.crm.person_tags(*roll, tag, now);
                self.say(|_| format!("    on {place:?}"));
            }
            Act::DeleteThere(roll) => {
                let place = self.crm.person_deletes(*roll, now);
                self.say(|_| format!("    of {place:?}"));
            }
            Act::UndeleteThere(roll) => {
                let place = self.crm.person_undeletes(*roll, now);
                self.say(|_| format!("    of {place:?}"));
            }
            Act::MergeThere(roll, into) => {
                let places = self.crm.person_merges(*roll, *into, now);
                self.say(|_| format!("    of {places:?}"));
            }
            Act::MakeThere(who, name) => {
                let email =
                    self.schedule.setup.captured.get(*who).and_then(|(_, values)| values[EMAIL].clone());
                self.crm.person_makes(email.as_deref(), name, now);
            }
            Act::Crash(nth, how, away) => {
                let laptop = &mut self.laptops[*nth];
                if laptop.is_on(now) {
                    match how {
                        CrashAt::Now => laptop.die(now, *away),
                        CrashAt::BeforeCommit | CrashAt::BeforeSend => laptop.crash = Some((*how, *away)),
                    }
                }
            }
            Act::RollBack(nth) => self.laptops[*nth].roll_back = true,
            Act::Suspend(nth, long) => {
                let laptop = &mut self.laptops[*nth];
                laptop.away_until = laptop.away_until.max(now + long);
            }
            Act::WallJump(nth, by) => self.wall[*nth] = self.wall[*nth].saturating_add(*by),
            Act::ForgetChanges => self.crm.forgotten = now,
            Act::Backup(nth) => {
                let laptop = &self.laptops[*nth];
                let people = self.schedule.setup.captured.len();
                let held = (0..people).filter(|who| laptop.has(*who)).collect();
                self.backups[*nth] = Some((laptop.outbox.clone(), held, now));
            }
            Act::Restore(nth) => {
                if let Some((outbox, held, made)) = self.backups[*nth].take() {
                    self.witness.came_back(*nth, made, now);
                    for who in 0..self.schedule.setup.captured.len() {
                        if self.owner(who) == *nth && !held.contains(&who) {
                            self.witness.excuse(who);
                        }
                    }
                    self.laptops[*nth].restored(outbox, now, rules, &mut self.witness);
                    self.turn(*nth);
                }
            }
        }
    }

    fn here(&mut self, who: usize, act: impl FnOnce(&mut Self, usize)) {
        let nth = self.owner(who);
        if self.laptops[nth].is_on(self.now) {
            act(self, nth);
            self.turn(nth);
            self.say_states(nth);
        }
    }
}

fn facts() -> ReplyFacts {
    ReplyFacts { rate: RateFacts::default(), ..ReplyFacts::default() }
}

fn told(effect: &crate::crm::Effect) -> String {
    use crate::crm::Effect;
    match effect {
        Effect::Made { rec, by } => format!("{by} made r{rec}"),
        Effect::Put { rec, by, field, was, asked, .. } => {
            format!("{by} set {} of r{rec} from {was:?} to {asked:?}", crate::schedule::FIELDS[*field])
        }
        Effect::Marked { rec, by, was, .. } => format!("{by} marked r{rec}, which carried {was:?}"),
        Effect::Deleted { rec, by } => format!("{by} deleted r{rec}"),
        Effect::Noted { by } => format!("{by} made a note"),
    }
}

fn shown(item: &lanyard_core::crm::ItemAnswer) -> String {
    use lanyard_core::crm::{ItemAnswer, RemoteRecord};
    let record = |record: &RemoteRecord| {
        let values: Vec<String> =
            record.fields.iter().map(|(field, value)| format!("{}={value}", field.as_str())).collect();
        let bin = if record.archived { " in the bin" } else { "" };
        let version = record.version.as_ref().map_or(String::new(), |version| format!(" v{}", version.0));
        format!(
            "{}{version}{bin} {:?} {}",
            record.id,
            record.marker.as_deref().unwrap_or("-"),
            values.join(" ")
        )
    };
    match item {
        ItemAnswer::Found(records) => records.iter().map(record).collect::<Vec<_>>().join(" | "),
        ItemAnswer::Written(it) => format!("written {}", record(it)),
        ItemAnswer::Accepted(id) => format!("accepted {id}"),
        ItemAnswer::Failed(failure) => format!("{failure:?}"),
    }
}
