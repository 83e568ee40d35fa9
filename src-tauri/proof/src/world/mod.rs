//! A run: one schedule, from the first capture to the rest at the end. One queue of things to come, one clock; the same
//! schedule always runs the same.

mod acting;
mod network;
mod two;
mod words;

use crate::checks::{Violation, Witness};
use crate::crm::Crm;
use crate::laptop::{Laptop, Outgoing};
use crate::outbox::Outbox;
use crate::schedule::{FENCE, Fault, Schedule, Setup};
use lanyard_core::crm::{CrmAnswer, Failure, Page};
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
    /// Writes of contacts among them after the last fault and the last act of a person, until all is quiet.
    pub settling: u64,
    /// What happened, in words, if that was asked for.
    pub trace: Vec<String>,
}

enum Answer {
    Batch(CrmAnswer),
    Changes(Result<Page, Failure>),
}

enum Due {
    Act(usize),
    /// A colleague takes a record out of the bin: of which CRM, and which.
    Unbinned(usize, usize),
    /// A request arrives at the CRM; whether anybody hears the answer.
    Arrives {
        out: Outgoing,
        fault: Option<Fault>,
        heard: bool,
        /// When it left.
        left: u64,
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
    /// One, or with [`crate::Profile::Two`] one for each line.
    crms: Vec<Crm>,
    laptops: Vec<Laptop<O>>,
    backups: Vec<Option<(O, Vec<usize>, u64)>>,
    /// One for each CRM.
    witnesses: Vec<Witness>,
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
    let setups: Vec<&Setup> = std::iter::once(&schedule.setup).chain(&schedule.second).collect();
    let at = |nth: usize| setups.get(nth).copied().unwrap_or(&schedule.setup);
    let laptops: Vec<Laptop<O>> =
        (0..schedule.setup.laptops).map(|nth| Laptop::new(nth, at(nth), store(nth))).collect();
    let witness = |setup: &&Setup| Witness::new(setup.versions, schedule.profile);
    let mut world = World {
        schedule,
        rules,
        now: 0,
        wall: [0; 2],
        crms: setups.iter().map(|setup| Crm::new(setup)).collect(),
        laptops,
        backups: vec![None, None],
        witnesses: setups.iter().map(witness).collect(),
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
    outcome.violation = world.witnesses.into_iter().find_map(|witness| witness.violation);
    outcome
}

impl<O: Outbox + Clone> World<'_, O> {
    fn push(&mut self, at: u64, due: Due) {
        self.order += 1;
        self.queue.push(Reverse(Queued(at, self.order, due)));
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
        while self.holds() {
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
                self.witnesses[0].endless_run(self.now);
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
            self.pass_news_on();
        }
        self.now = self.now.max(end);
    }

    /// Whether no rule was broken yet.
    fn holds(&self) -> bool {
        self.witnesses.iter().all(|witness| witness.violation.is_none())
    }

    /// Whether the two laptops are the two lines of one, each with a CRM of its own.
    fn is_one_laptop(&self) -> bool {
        self.crms.len() > 1
    }

    /// The CRM that a laptop speaks to.
    fn at(&self, laptop: usize) -> usize {
        laptop.min(self.crms.len() - 1)
    }

    /// Gives a laptop its turn and puts what leaves on its way.
    fn turn(&mut self, nth: usize) {
        let at = self.at(nth);
        let leaves = self.laptops[nth].turn(self.now, self.rules, &mut self.witnesses[at]);
        for out in leaves {
            self.send(out);
        }
    }

    fn happens(&mut self, due: Due) {
        match due {
            Due::Act(nth) => {
                if let Some((_, act)) = self.schedule.acts.get(nth) {
                    self.act(act);
                }
            }
            Due::Unbinned(at, place) => {
                let rec = self.crms[at].rec(place);
                if rec.now.archived && rec.merged_into.is_none() {
                    self.say(|_| format!("a colleague takes r{place} out of the bin"));
                    self.crms[at].colleague_undeletes(place, self.now);
                }
            }
            Due::Arrives { out, fault, heard, left } => self.arrives(out, fault, heard, left),
            Due::Heard { out, answer, shows } => self.heard(out, answer, shows),
        }
    }

    /// Faults end; waits, fences, pulls and scrubs run out; then everything is looked at.
    fn come_to_rest(&mut self) {
        self.calm = true;
        if !self.holds() {
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
            if !self.holds() {
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
        if self.holds() {
            for (witness, crm) in self.witnesses.iter_mut().zip(&self.crms) {
                witness.at_rest(crm, &mut self.laptops, self.now);
            }
            self.both_say_the_same();
        }
    }
}
