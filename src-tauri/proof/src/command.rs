//! What `lanyard prove` does: which seeds are run, what is said of them, and how it ends. Speaks through a function, reads
//! no clock; the command line parses the words and prints.

use crate::checks::Invariant;
use crate::exhaustive;
use crate::schedule::{Profile, Schedule, draw};
use crate::{run, search, shrink};
use lanyard_planted::Rules;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// How many seeds per profile.
    pub seeds: u64,
    /// The first seed; after the largest one comes 0.
    pub from: u64,
    /// One profile instead of all, or of the one within the fence where a fault is planted.
    pub profile: Option<Profile>,
    /// A planted fault by its name.
    pub plant: Option<String>,
    /// One seed, told in full.
    pub replay: Option<u64>,
    /// Only the names of the planted faults.
    pub list_planted: bool,
    /// Every interleaving of a small scope instead of seeds.
    pub exhaustive: bool,
    /// With `exhaustive`: each planted fault in turn.
    pub planted: bool,
    /// At most so many states of each small world.
    pub states: usize,
    /// Threads.
    pub threads: usize,
    /// Of which source this was built, to be printed beside a seed.
    pub commit: &'static str,
}

/// Nothing was violated.
pub const KEPT: u8 = 0;
/// A rule was broken; it is said which, and how.
pub const BROKEN: u8 = 1;
/// It could not be asked, or the proof itself failed.
pub const NOT_ASKED: u8 = 2;

/// Carries it out. Returns the exit code.
pub fn prove(asked: &Asked, say: &mut dyn FnMut(&str)) -> u8 {
    if asked.list_planted {
        return list(say);
    }
    let rules = match &asked.plant {
        None => Rules::shipped(),
        Some(name) => match planted_rules(name) {
            Ok(rules) => rules,
            Err(why) => {
                say(&why);
                return NOT_ASKED;
            }
        },
    };
    if asked.exhaustive {
        return if asked.planted { exhaustive_table(asked, say) } else { exhaustively(asked, &rules, say) };
    }
    if let Some(seed) = asked.replay {
        return replay(&draw(seed, asked.profile.unwrap_or(Profile::Within)), &rules, asked, say);
    }
    let profiles: Vec<Profile> = match (asked.profile, &asked.plant) {
        (Some(profile), _) => vec![profile],
        (None, Some(name)) => vec![profile_of(name)],
        (None, None) => Profile::ALL.iter().map(|(_, profile)| *profile).collect(),
    };
    let mut exit = KEPT;
    for profile in profiles {
        exit = exit.max(one_profile(profile, &rules, asked, say));
    }
    if exit == KEPT {
        let names: Vec<&str> = Invariant::ALL.iter().map(|invariant| invariant.name()).collect();
        say(&format!("commit {}: nothing was violated. Checked: {}", asked.commit, names.join(" ")));
    }
    exit
}

/// In which profile a planted fault shows.
#[must_use]
pub fn profile_of(plant: &str) -> Profile {
    match plant {
        "carries-round" => Profile::Two,
        _ if plant.starts_with("mapping-") => Profile::Mapped,
        _ => Profile::Within,
    }
}

fn one_profile(profile: Profile, rules: &Rules, asked: &Asked, say: &mut dyn FnMut(&str)) -> u8 {
    let found = search(profile, asked.from, asked.seeds, asked.threads, rules);
    say(&format!(
        "{:<9} {:>9} schedules from seed {}, {} events, {} faults, {} requests, at most {} writes until quiet",
        profile.name(),
        found.schedules,
        asked.from,
        found.events,
        found.faults,
        found.requests,
        found.settling
    ));
    say(&format!("          promise: {}", profile.promise()));
    if let Some(seed) = found.panicked {
        say(&format!("seed {seed} ({}): the proof itself failed; this counts as no catch", profile.name()));
        return NOT_ASKED;
    }
    let Some((seed, nth, violation)) = found.broken else { return KEPT };
    say(&format!(
        "BROKEN {}: {} (seed {seed}, schedule {} of the search, profile {}, commit {})",
        violation.invariant.name(),
        violation.invariant.says(),
        nth + 1,
        profile.name(),
        asked.commit
    ));
    let small = shrink(&draw(seed, profile), rules, violation.invariant);
    tell(&small, rules, say);
    say(&format!("again: lanyard prove --replay {seed} --profile {}", profile.name()));
    BROKEN
}

/// A schedule in words, and what happened in it.
fn tell(schedule: &Schedule, rules: &Rules, say: &mut dyn FnMut(&str)) -> bool {
    say(&format!("{:?}", schedule.setup));
    say(&format!("{} actions and {} faults:", schedule.acts.len(), schedule.faults.len()));
    let outcome = run(schedule, rules, true);
    for line in &outcome.trace {
        say(line);
    }
    if let Some(violation) = &outcome.violation {
        say(&format!(
            "{:>9.3} s  {}: {}",
            violation.at as f64 / 1000.0,
            violation.invariant.name(),
            violation.how
        ));
    }
    outcome.violation.is_some()
}

fn replay(schedule: &Schedule, rules: &Rules, asked: &Asked, say: &mut dyn FnMut(&str)) -> u8 {
    say(&format!("seed {}, profile {}, commit {}", schedule.seed, schedule.profile.name(), asked.commit));
    if tell(schedule, rules, say) { BROKEN } else { KEPT }
}

fn exhaustively(asked: &Asked, rules: &Rules, say: &mut dyn FnMut(&str)) -> u8 {
    let reached = exhaustive::explore(rules, asked.states);
    for world in &reached.worlds {
        let all = if world.complete { "all of it" } else { "as far as the limit" };
        say(&format!("{:<28} depth {:>3}, {:>8} states, {all}", world.name, world.depth, world.states));
    }
    match reached.broken {
        None => KEPT,
        Some((violation, path)) => {
            say(&format!("BROKEN {}: {}", violation.invariant.name(), violation.how));
            for line in path {
                say(&line);
            }
            BROKEN
        }
    }
}

#[cfg(any(debug_assertions, feature = "planted"))]
fn list(say: &mut dyn FnMut(&str)) -> u8 {
    for planted in crate::plants::PLANTED {
        say(&format!("{}  rule {}: {}", planted.name, planted.rule, planted.says));
    }
    KEPT
}

#[cfg(any(debug_assertions, feature = "planted"))]
fn planted_rules(name: &str) -> Result<Rules, String> {
    crate::plants::planted(name)
        .map(crate::plants::Planted::rules)
        .ok_or_else(|| format!("no fault of the name {name} is planted here; --list-planted names them"))
}

#[cfg(any(debug_assertions, feature = "planted"))]
fn exhaustive_table(asked: &Asked, say: &mut dyn FnMut(&str)) -> u8 {
    let mut caught = 0;
    for planted in crate::plants::PLANTED {
        let reached = exhaustive::explore(&planted.rules(), asked.states);
        let states: usize = reached.worlds.iter().map(|world| world.states).sum();
        match reached.broken {
            Some((violation, path)) => {
                caught += 1;
                let depth = path.len();
                say(&format!(
                    "{:<18} {} after {states} states, depth {depth}",
                    planted.name,
                    violation.invariant.name()
                ));
            }
            None => say(&format!("{:<18} not in this scope ({states} states)", planted.name)),
        }
    }
    say(&format!("{caught} of {} caught", crate::plants::PLANTED.len()));
    KEPT
}

#[cfg(not(any(debug_assertions, feature = "planted")))]
const NONE_HERE: &str = "This build holds no planted faults: they are never part of a release.";

#[cfg(not(any(debug_assertions, feature = "planted")))]
fn list(say: &mut dyn FnMut(&str)) -> u8 {
    say(NONE_HERE);
    NOT_ASKED
}

#[cfg(not(any(debug_assertions, feature = "planted")))]
fn planted_rules(_: &str) -> Result<Rules, String> {
    Err(NONE_HERE.to_owned())
}

#[cfg(not(any(debug_assertions, feature = "planted")))]
fn exhaustive_table(_: &Asked, say: &mut dyn FnMut(&str)) -> u8 {
    say(NONE_HERE);
    NOT_ASKED
}
