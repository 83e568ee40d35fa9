//! A schedule drawn from its seed: who captures what, who edits and deletes where and when, and which request meets which
//! fault. The order of the draws is part of what a seed means: a draw more or less tells another story.

use super::*;
use crate::rng::Rng;

const NAMES: [&str; 4] = ["Jana Roe", "J. Roe", "Max Poe", "Ann Oak"];
const EMAILS: [&str; 4] = ["a@x.example", "b@x.example", "c@x.example", "d@x.example"];

/// Each class of faults is off in so many of a hundred schedules: what always happens together hides what happens alone.
const OFF: u64 = 45;

/// What may happen in this schedule, in hundredths.
struct Rates {
    lost: u64,
    late: u64,
    broken: u64,
    left_out: u64,
    busy: u64,
    throttled: u64,
    sign_in: u64,
    nonsense: u64,
    person_first: u64,
    slow: u64,
    twice: u64,
    too_late: u64,
}

impl Rates {
    fn draw(rng: &mut Rng, profile: Profile) -> Self {
        let mut on = |most: u64| if rng.chance(OFF) { 0 } else { rng.within(1, most) };
        let mut rates = Self {
            lost: on(12),
            late: on(10),
            broken: on(8),
            left_out: on(8),
            busy: on(6),
            throttled: on(6),
            sign_in: on(2),
            nonsense: on(5),
            person_first: on(8),
            slow: on(20),
            twice: 0,
            too_late: 0,
        };
        match profile {
            Profile::Duplicate => rates.twice = rng.within(2, 12),
            Profile::Late => rates.too_late = rng.within(2, 12),
            Profile::Within | Profile::Stale | Profile::Restore | Profile::Two | Profile::Mapped => {}
        }
        rates
    }

    fn fault(&self, rng: &mut Rng) -> Option<Fault> {
        let mut roll = rng.below(100);
        let mut falls = |rate: u64| {
            let hit = roll < rate;
            roll = roll.saturating_sub(rate);
            hit
        };
        if falls(self.twice) {
            return Some(Fault::Twice(rng.within(0, 200_000)));
        }
        if falls(self.too_late) {
            return Some(Fault::Late(rng.within(LATE_WITHIN, 900_000)));
        }
        if falls(self.lost) {
            return Some(match rng.below(8) {
                0 => Fault::Binned,
                1..5 => Fault::LostAfter,
                _ => Fault::LostBefore,
            });
        }
        if falls(self.late) {
            return Some(Fault::Late(rng.within(1_000, LATE_WITHIN)));
        }
        if falls(self.broken) {
            return Some(Fault::Broken(rng.chance(50)));
        }
        if falls(self.left_out) {
            return Some(Fault::LeftOut(rng.next()));
        }
        if falls(self.busy) {
            return Some(if rng.chance(50) { Fault::Busy } else { Fault::Unreachable });
        }
        if falls(self.throttled) {
            let said = rng.chance(60).then(|| rng.within(1, 60) * 1000);
            return Some(Fault::Throttled(said));
        }
        if falls(self.sign_in) {
            return Some(Fault::SignIn);
        }
        if falls(self.nonsense) {
            return Some(Fault::Nonsense);
        }
        if falls(self.person_first) {
            return Some(Fault::PersonFirst(rng.next()));
        }
        falls(self.slow).then(|| Fault::Slow(rng.within(500, 20_000)))
    }
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn some_of(rng: &mut Rng, from: &[&str], many: u64) -> Option<String> {
    from.get(rng.below(many) as usize).map(|value| (*value).to_owned())
}

fn setup(rng: &mut Rng, profile: Profile) -> Setup {
    let nature = match rng.below(10) {
        0..3 => Nature::A,
        3..5 => Nature::B,
        5..9 => Nature::C,
        _ => Nature::D,
    };
    let email_unique = match nature {
        Nature::B => true,
        Nature::A | Nature::C => rng.chance(50),
        Nature::D => false,
    };
    // Without versions nothing tells an old answer from a new one: that is the profile of its own.
    let versions = profile != Profile::Stale && rng.chance(60);
    let stale = match profile {
        Profile::Stale => STALE,
        Profile::Within
        | Profile::Duplicate
        | Profile::Late
        | Profile::Restore
        | Profile::Two
        | Profile::Mapped => {
            if versions && rng.chance(50) {
                STALE
            } else {
                0
            }
        }
    };
    let laptops = rng.within(1, 2);
    let people = rng.within(1, 3);
    let alone = rng.chance(35);
    let captured = (0..people)
        .map(|nth| {
            let name = if alone {
                NAMES.get(nth as usize % 4).and_then(|it| text(it))
            } else {
                some_of(rng, &NAMES, 4)
            };
            let email = if rng.chance(20) {
                None
            } else if alone {
                EMAILS.get(nth as usize % 4).and_then(|it| text(it))
            } else {
                some_of(rng, &EMAILS, 3)
            };
            let company = rng.chance(60).then(|| format!("{}{nth}", if rng.chance(10) { "x" } else { "c" }));
            let tags = rng.chance(40).then(|| "lead".to_owned());
            (rng.below(laptops) as usize, [name, email, company, tags])
        })
        .collect();
    let strangers = if rng.chance(OFF) { 0 } else { rng.within(1, 2) };
    let strangers = (0..strangers)
        .map(|nth| {
            let name = if rng.chance(15) { None } else { some_of(rng, &NAMES, 4) };
            let email = if email_unique {
                EMAILS.get(nth as usize).and_then(|it| text(it))
            } else {
                some_of(rng, &EMAILS, 3)
            };
            let company = rng.chance(50).then(|| format!("s{nth}"));
            [name, email, company, rng.chance(20).then(|| "old".to_owned())]
        })
        .collect();
    let mut rare = |percent: u64| rng.chance(percent);
    Setup {
        nature,
        email_unique,
        versions,
        shows_written: rare(50),
        hard_delete: rare(20),
        hides_bin: rare(20) && nature != Nature::A,
        refuses: rare(25),
        all_or_nothing: rare(30),
        tells_merged: rare(60),
        names_existing: rare(60),
        ignores_since: rare(15),
        lists_undeleted: rare(60),
        decides: rare(70),
        lag: if rng.chance(OFF) { 0 } else { rng.within(500, LAG) },
        stale,
        alters: match rng.below(8) {
            0 => Alters::Blanks,
            1 => Alters::Capitals,
            2 => Alters::Cuts,
            _ => Alters::Nothing,
        },
        batch: if rng.chance(40) { 1 } else { 10 },
        when_deleted: rng.below(3) as u8,
        laptops: laptops as usize,
        strangers,
        captured,
    }
}

/// The hours of people and machines in a schedule, in milliseconds.
const SPAN: u64 = 600_000;

/// Draws the schedule of a seed.
#[must_use]
pub fn draw(seed: u64, profile: Profile) -> Schedule {
    let mut rng = Rng::new(seed);
    let mut setup = setup(&mut rng, profile);
    if profile == Profile::Two {
        // Here a laptop of the simulation is one of the two lines of one real one.
        setup.laptops = 2;
    }
    let people = setup.captured.len() as u64;
    let mut acts: Vec<(u64, Act)> = Vec::new();
    for who in 0..people as usize {
        let at = rng.below(SPAN / 8);
        acts.push((at, Act::Capture(who)));
        if rng.chance(70) {
            acts.push((at + rng.within(0, 8_000), Act::LeaveCard(who)));
        }
    }
    let mut on = |most: u64| if rng.chance(OFF) { 0 } else { 1 + rng.below(most) };
    let (here, notes, removals, there, theirs_gone, merges, crashes, odd, decides) =
        (on(8), on(3), on(3), on(8), on(3), on(2), on(4), on(3), on(4));
    let burst = rng.chance(50);
    let mut moment = rng.below(SPAN);
    let mut at = |rng: &mut Rng| {
        // Half of the schedules act in bursts shorter than a round trip.
        moment = if burst && rng.chance(70) { moment + rng.below(200) } else { rng.below(SPAN) };
        moment
    };
    let mut value = 0;
    let mut fresh = |rng: &mut Rng, side: &str| {
        value += 1;
        let bad = rng.chance(8);
        if rng.chance(8) { None } else { Some(format!("{}{side}{value}", if bad { "x" } else { "v" })) }
    };
    let field = |rng: &mut Rng| if rng.chance(70) { COMPANY } else { rng.below(3) as usize };
    for _ in 0..here {
        let who = rng.below(people) as usize;
        let when = at(&mut rng);
        let act = if rng.chance(25) {
            Act::TagHere(who, format!("h{}", rng.below(3)))
        } else {
            match field(&mut rng) {
                NAME => Act::EditHere(who, NAME, some_of(&mut rng, &NAMES, 4)),
                EMAIL => Act::EditHere(who, EMAIL, some_of(&mut rng, &EMAILS, 5)),
                other => Act::EditHere(who, other, fresh(&mut rng, "h")),
            }
        };
        acts.push((when, act));
    }
    for _ in 0..notes {
        let (who, key) = (rng.below(people) as usize, rng.below(2) as u8);
        let words = fresh(&mut rng, "n");
        acts.push((at(&mut rng), Act::NoteHere(who, key, words)));
    }
    for _ in 0..removals {
        let who = rng.below(people) as usize;
        let when = at(&mut rng);
        acts.push((when, if rng.chance(6) { Act::DestroyHere(who) } else { Act::RemoveHere(who) }));
        if rng.chance(40) {
            acts.push((when + rng.below(400_000), Act::RestoreHere(who)));
        }
    }
    for _ in 0..there {
        let which = rng.next();
        let act = match rng.below(10) {
            0..2 => Act::TagThere(which, format!("t{}", rng.below(3))),
            2 => Act::MakeThere(rng.below(people) as usize, some_of(&mut rng, &NAMES, 4).unwrap_or_default()),
            _ => match field(&mut rng) {
                NAME => Act::EditThere(which, NAME, some_of(&mut rng, &NAMES, 4)),
                EMAIL => Act::EditThere(which, EMAIL, some_of(&mut rng, &EMAILS, 5)),
                other => Act::EditThere(which, other, fresh(&mut rng, "t")),
            },
        };
        acts.push((at(&mut rng), act));
    }
    for _ in 0..theirs_gone {
        let (when, which) = (at(&mut rng), rng.next());
        acts.push((when, Act::DeleteThere(which)));
        if rng.chance(40) {
            acts.push((when + rng.below(300_000), Act::UndeleteThere(rng.next())));
        }
    }
    for _ in 0..merges {
        let when = at(&mut rng);
        acts.push((when, Act::MergeThere(rng.next(), rng.next())));
    }
    for _ in 0..crashes {
        let how = match rng.below(3) {
            0 => CrashAt::Now,
            1 => CrashAt::BeforeCommit,
            _ => CrashAt::BeforeSend,
        };
        let away = if rng.chance(70) { rng.below(3_000) } else { rng.below(300_000) };
        acts.push((at(&mut rng), Act::Crash(rng.below(2) as usize, how, away)));
    }
    for _ in 0..odd {
        let (when, who) = (at(&mut rng), rng.below(2) as usize);
        let act = match rng.below(6) {
            0 => Act::RollBack(who),
            1 => Act::Suspend(who, rng.within(5_000, 400_000)),
            2 => Act::WallJump(who, rng.within(0, 2_000_000_000_000) as i64 - 1_000_000_000_000),
            3 => Act::ForgetChanges,
            _ => Act::SyncNow(who),
        };
        acts.push((when, act));
    }
    if setup.decides {
        for _ in 0..decides {
            let (who, roll) = (rng.below(2) as usize, rng.next());
            let when = at(&mut rng).max(SPAN / 4);
            acts.push((when, if rng.chance(50) { Act::Decide(who, roll) } else { Act::Resolve(who, roll) }));
        }
    }
    if profile == Profile::Restore {
        let (who, when) = (rng.below(2) as usize, rng.below(SPAN));
        acts.push((when, Act::Backup(who)));
        acts.push((when + rng.below(SPAN / 2), Act::Restore(who)));
    }
    if profile == Profile::Mapped {
        for _ in 0..rng.within(1, 4) {
            let (who, shape) = (rng.below(2) as usize, rng.next());
            acts.push((at(&mut rng), Act::Remap(who, shape)));
        }
    }
    // A backup that comes back at once has missed nothing: then everything holds.
    if profile == Profile::Within && rng.chance(6) {
        let (who, when) = (rng.below(2) as usize, rng.below(SPAN));
        acts.extend([(when, Act::Backup(who)), (when, Act::Restore(who))]);
    }
    acts.sort_by_key(|(at, _)| *at);
    let rates = Rates::draw(&mut rng, profile);
    let faults = (0..FAULTY).filter_map(|nth| Some((nth, rates.fault(&mut rng)?))).collect();
    let second = (profile == Profile::Two).then(|| {
        let captured = setup.captured.clone();
        Setup { captured, laptops: 2, ..self::setup(&mut rng, profile) }
    });
    Schedule { seed, profile, setup, second, acts, faults }
}

/// So many requests may meet a fault; later ones go well.
const FAULTY: u32 = 80;
