//! A small world and its choices. Time stands still while anything can happen at once; it only moves on, to the next timer,
//! by a choice of its own.

use super::digest::Digest;
use crate::checks::{Violation, Witness};
use crate::crm::Crm;
use crate::laptop::{Asked, Laptop, Outgoing, name_of};
use crate::outbox::{Memory, Outbox};
use crate::schedule::{Alters, COMPANY, FENCE, LATE_WITHIN, Nature, Profile, Setup, TIMEOUT};
use lanyard_core::crm::{CrmAnswer, Failure, ReplyFacts};
use lanyard_core::outbox::State;
use lanyard_core::sync::Wanted;
use lanyard_planted::Rules;

/// What may happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// The n-th request is carried out and answered.
    Answered(usize),
    /// It is carried out; the answer is lost.
    AnswerLost(usize),
    /// It never arrives.
    Lost(usize),
    /// It is held up; the client gives up.
    HeldUp(usize),
    /// One that was held up is carried out after all.
    Late(usize),
    /// A laptop dies and starts again at once.
    Dies(usize),
    /// The person at a laptop changes the company.
    Edits(usize),
    /// Removes the contact.
    Removes(usize),
    /// Wants it back.
    Restores(usize),
    /// The colleague changes the company of a record.
    ChangesThere(usize),
    /// Deletes it.
    DeletesThere(usize),
    /// Takes it out of the bin.
    UndeletesThere(usize),
    /// Time goes on to the next timer.
    TimePasses,
}

/// A small world.
#[derive(Clone)]
pub(super) struct Small {
    crm: Crm,
    laptops: Vec<Laptop<Memory>>,
    witness: Witness,
    now: u64,
    /// Under way, and whether the client gave it up.
    flying: Vec<(Outgoing, bool)>,
    faults: u8,
    acts: u8,
    values: u8,
    removed: [bool; 2],
    ended: Option<Violation>,
}

impl Small {
    /// The worlds that are explored: natures, with and without versions, a stranger there or not.
    pub(super) fn worlds() -> Vec<(&'static str, Self)> {
        let kinds = [
            ("C without versions", Nature::C, false, false, false),
            ("A with versions", Nature::A, true, true, false),
            ("C with versions, a stranger", Nature::C, true, false, true),
            ("B without versions", Nature::B, false, true, false),
        ];
        kinds
            .into_iter()
            .map(|(name, nature, versions, unique, stranger)| {
                (name, Self::new(nature, versions, unique, stranger))
            })
            .collect()
    }

    fn new(nature: Nature, versions: bool, email_unique: bool, stranger: bool) -> Self {
        let person = |company: &str| {
            [Some("Jana Roe".to_owned()), Some("a@x.example".to_owned()), Some(company.to_owned()), None]
        };
        let setup = Setup {
            nature,
            email_unique,
            versions,
            shows_written: false,
            lag: 0,
            stale: 0,
            hard_delete: false,
            hides_bin: false,
            alters: Alters::Nothing,
            refuses: false,
            all_or_nothing: false,
            tells_merged: true,
            names_existing: true,
            ignores_since: false,
            lists_undeleted: true,
            batch: 1,
            when_deleted: 0,
            decides: false,
            laptops: 2,
            strangers: if stranger { vec![person("s")] } else { Vec::new() },
            captured: vec![(0, person("c0")), (1, person("c1"))],
        };
        let mut small = Self {
            crm: Crm::new(&setup),
            laptops: (0..2).map(|nth| Laptop::new(nth, &setup, Memory::default())).collect(),
            witness: Witness::new(versions, Profile::Within),
            now: 0,
            flying: Vec::new(),
            faults: 3,
            acts: 3,
            values: 0,
            removed: [false; 2],
            ended: None,
        };
        let rules = Rules::shipped();
        for (who, (nth, values)) in setup.captured.iter().enumerate() {
            let laptop = &mut small.laptops[*nth];
            laptop.without_pull();
            if laptop.capture(who, values, 0) {
                small.witness.captured(who, *nth, values, 0);
            }
            laptop.leave_card(who, 0, &rules, &mut small.witness);
        }
        small.settle(&rules);
        small
    }

    /// Laptops do at once what they can.
    fn settle(&mut self, rules: &Rules) {
        for nth in 0..self.laptops.len() {
            for out in self.laptops[nth].turn(self.now, rules, &mut self.witness) {
                self.witness.left(&out, self.now);
                self.flying.push((out, false));
            }
        }
    }

    fn ready(&self) -> bool {
        self.flying.iter().all(|(_, given_up)| *given_up)
    }

    pub(super) fn choices(&self) -> Vec<Choice> {
        let mut choices = Vec::new();
        for (nth, (out, given_up)) in self.flying.iter().enumerate() {
            if *given_up {
                choices.push(Choice::Late(nth));
                continue;
            }
            choices.push(Choice::Answered(nth));
            let writes = matches!(&out.what, Asked::Batch(joined) if joined.op.is_write());
            if self.faults > 0 && writes {
                choices.extend([Choice::AnswerLost(nth), Choice::Lost(nth), Choice::HeldUp(nth)]);
            }
        }
        if self.faults > 0 {
            choices.extend(
                (0..2).filter(|nth| self.flying.iter().any(|(out, _)| out.laptop == *nth)).map(Choice::Dies),
            );
        }
        if self.acts > 0 {
            choices.extend([Choice::Edits(0), Choice::Removes(0), Choice::Removes(1)].into_iter().filter(
                |choice| {
                    let removed = matches!(choice, Choice::Removes(nth) if self.removed[*nth]);
                    let edits_removed = matches!(choice, Choice::Edits(_)) && self.removed[0];
                    !removed && !edits_removed
                },
            ));
            if self.removed[0] {
                choices.push(Choice::Restores(0));
            }
            for place in 0..self.crm.recs.len().min(2) {
                if self.crm.is_live(place) {
                    choices.extend([Choice::ChangesThere(place), Choice::DeletesThere(place)]);
                } else if !self.crm.rec(place).erased {
                    choices.push(Choice::UndeletesThere(place));
                }
            }
        }
        // What is held up is carried out before the fence ends: that is what the fence is for.
        if self.flying.is_empty() && self.wake().is_some() {
            choices.push(Choice::TimePasses);
        }
        choices
    }

    fn wake(&self) -> Option<u64> {
        self.laptops.iter().filter_map(|laptop| laptop.wake_at(self.now)).min().filter(|at| *at < 3_600_000)
    }

    pub(super) fn take(&mut self, choice: Choice, rules: &Rules) {
        let now = self.now;
        match choice {
            Choice::Answered(nth) => {
                let (out, _) = self.flying.remove(nth);
                let answer = self.carried_out(&out);
                self.hears(out, answer, rules);
            }
            Choice::AnswerLost(nth) => {
                self.faults -= 1;
                let (out, _) = self.flying.remove(nth);
                let _ = self.carried_out(&out);
                self.hears(out, Err(Failure::Ambiguous), rules);
            }
            Choice::Lost(nth) => {
                self.faults -= 1;
                let (out, _) = self.flying.remove(nth);
                self.hears(out, Err(Failure::Ambiguous), rules);
            }
            Choice::HeldUp(nth) => {
                self.faults -= 1;
                let (out, _) = self.flying.remove(nth);
                self.flying.push((out.clone(), true));
                self.hears(out, Err(Failure::Ambiguous), rules);
            }
            Choice::Late(nth) => {
                let (out, _) = self.flying.remove(nth);
                let _ = self.carried_out(&out);
            }
            Choice::Dies(nth) => {
                self.faults -= 1;
                self.laptops[nth].die(now, 0);
                // Reads of a dead process concern nobody; its writes may still arrive.
                self.flying.retain_mut(|(out, given_up)| {
                    if out.laptop != nth {
                        return true;
                    }
                    *given_up = true;
                    matches!(&out.what, Asked::Batch(joined) if joined.op.is_write())
                });
            }
            Choice::Edits(nth) => {
                self.acts -= 1;
                self.values += 1;
                let value = format!("h{}", self.values);
                if self.laptops[nth].edit(nth, COMPANY, Some(&value), now, rules, &mut self.witness) {
                    self.witness.edited(nth, COMPANY, Some(&value), now);
                }
            }
            Choice::Removes(nth) => {
                self.acts -= 1;
                self.removed[nth] = true;
                self.laptops[nth].want(nth, Wanted::Gone, now, rules, &mut self.witness);
            }
            Choice::Restores(nth) => {
                self.acts -= 1;
                self.removed[nth] = false;
                self.laptops[nth].want(nth, Wanted::Here, now, rules, &mut self.witness);
            }
            Choice::ChangesThere(place) => {
                self.acts -= 1;
                self.values += 1;
                let value = format!("t{}", self.values);
                self.crm.colleague_edits(place, COMPANY, Some(&value), now);
            }
            Choice::DeletesThere(place) => {
                self.acts -= 1;
                self.crm.colleague_deletes(place, now);
            }
            Choice::UndeletesThere(place) => {
                self.acts -= 1;
                self.crm.colleague_undeletes(place, now);
            }
            Choice::TimePasses => {
                if let Some(at) = self.wake() {
                    self.now = at.max(now);
                }
            }
        }
        self.settle(rules);
    }

    fn carried_out(&mut self, out: &Outgoing) -> Result<Option<CrmAnswer>, Failure> {
        let Asked::Batch(joined) = &out.what else { return Ok(None) };
        let mut effects = Vec::new();
        let outcome = self.crm.perform(&joined.op, self.now, 0, &mut effects);
        self.witness.changed(&self.crm, &effects, self.now, self.now);
        Ok(Some(CrmAnswer { outcome, facts: ReplyFacts::default() }))
    }

    fn hears(&mut self, out: Outgoing, answer: Result<Option<CrmAnswer>, Failure>, rules: &Rules) {
        self.witness.shows = self.now;
        let nth = out.laptop;
        match (&out.what, answer) {
            (Asked::Changes(ask), Ok(_)) => {
                let page = self.crm.changes(ask, self.now);
                self.laptops[nth].hear_changes(&out, page, self.now, 0, rules, &mut self.witness);
            }
            (Asked::Changes(_), Err(failure)) => {
                self.laptops[nth].hear_changes(&out, Err(failure), self.now, 0, rules, &mut self.witness);
            }
            (Asked::Check | Asked::Batch(_), answer) => {
                let answer = match answer {
                    Ok(Some(answer)) => answer,
                    Ok(None) => CrmAnswer { outcome: Ok(Default::default()), facts: ReplyFacts::default() },
                    Err(failure) => CrmAnswer { outcome: Err(failure), facts: ReplyFacts::default() },
                };
                self.laptops[nth].hear(out, &answer, self.now, 0, rules, &mut self.witness);
            }
        }
    }

    pub(super) fn violation(&self) -> Option<Violation> {
        self.witness.violation.clone().or_else(|| self.ended.clone())
    }

    /// Lets everything come to rest and looks at the end, where nothing is under way.
    pub(super) fn at_the_end(&self, rules: &Rules) -> Option<Violation> {
        if !self.ready() {
            return None;
        }
        let mut end = self.clone();
        end.faults = 0;
        end.acts = 0;
        for (out, _) in std::mem::take(&mut end.flying) {
            let _ = end.carried_out(&out);
        }
        // The fence and a round of pull and scrub after it; twice, for what those lead to.
        for _ in 0..2 {
            for laptop in &mut end.laptops {
                laptop.pull_now(end.now);
                laptop.ask_by_marker(end.now, rules, &mut end.witness);
            }
            let until = end.now + FENCE + TIMEOUT + LATE_WITHIN;
            let mut steps = 0;
            end.settle(rules);
            while end.violation().is_none() && steps < 400 {
                steps += 1;
                if end.flying.is_empty() {
                    match end.wake() {
                        Some(at) if at <= until => {
                            end.now = at.max(end.now);
                            end.settle(rules);
                        }
                        Some(_) | None => break,
                    }
                } else {
                    end.take(Choice::Answered(0), rules);
                }
            }
            end.now = end.now.max(until);
        }
        if end.violation().is_none() {
            end.witness.at_rest(&end.crm, &mut end.laptops, end.now);
        }
        end.violation()
    }

    /// A step in words, after it was taken.
    pub(super) fn said(&self, choice: Choice) -> String {
        let mut words = Vec::new();
        for laptop in &self.laptops {
            laptop.outbox.each(|delivery, live| {
                let bound = delivery.binding.as_ref().map_or("-", |binding| binding.remote_id.as_str());
                let open = matches!(delivery.state, State::Parked { .. });
                let mark = if open { "!" } else { "" };
                let over = if live { "" } else { " over" };
                words.push(format!("{} {}{mark} {bound}{over}", delivery.id, delivery.state.name()));
            });
        }
        let flying: Vec<&str> = self.flying.iter().map(|(out, _)| name_of(&out.what)).collect();
        format!("{:>7} ms  {choice:?}: {} {flying:?}", self.now, words.join(", "))
    }

    /// What tells this state from others.
    pub(super) fn digest(&self) -> u64 {
        let mut digest = Digest::default();
        digest.crm(&self.crm);
        for laptop in &self.laptops {
            digest.laptop(laptop, self.now);
        }
        for (out, given_up) in &self.flying {
            digest.outgoing(out, *given_up);
        }
        digest.witness(&self.witness);
        digest.number(self.now);
        digest.number(u64::from(self.faults) << 8 | u64::from(self.acts));
        digest.number(u64::from(self.removed[0]) << 1 | u64::from(self.removed[1]));
        digest.end()
    }
}
