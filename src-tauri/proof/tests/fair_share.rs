//! The share of the proof that every test run takes. `cargo xtask prove` runs a million of what is here a few thousand.

#![expect(clippy::print_stdout, reason = "the counts are what a reader wants to see")]

use lanyard_proof::command::{Asked, BROKEN, KEPT, NOT_ASKED, profile_of, prove};
use lanyard_proof::plants::PLANTED;
use lanyard_proof::{Profile, Rules, draw, exhaustive, run, search, shrink};

/// Seeds that once broke a rule and were mended, in the core or in the model. Kept so that they stay mended.
const MENDED: &[u64] = include!("mended.in");

/// The same beyond the fence.
const MENDED_BEYOND: &[(Profile, u64)] = &[
    (Profile::Duplicate, 584_961),
    (Profile::Late, 321_576),
    (Profile::Late, 638_358),
    (Profile::Stale, 249_483),
    (Profile::Stale, 345_099),
    (Profile::Restore, 229_253),
    (Profile::Two, 1_513),
    (Profile::Two, 30_885),
    (Profile::Two, 134_109),
    (Profile::Mapped, 44_741),
    (Profile::Mapped, 61_425),
];

fn nothing_is_broken(profile: Profile, seeds: u64) {
    let found = search(profile, 0, seeds, 2, &Rules::shipped());
    assert_eq!(found.panicked, None);
    assert_eq!(found.broken, None, "{}", profile.name());
    assert!(found.schedules == seeds && found.faults > seeds);
    println!("{}: {} schedules, {} events, {} faults", profile.name(), seeds, found.events, found.faults);
}

#[test]
fn nothing_is_broken_within_the_fence() {
    nothing_is_broken(Profile::Within, 20_000);
}

#[test]
fn two_crms_at_once_come_to_rest_and_say_the_same() {
    nothing_is_broken(Profile::Two, 4_000);
}

#[test]
fn a_mapping_that_changes_overwrites_nobody_and_sends_only_what_it_changes() {
    nothing_is_broken(Profile::Mapped, 8_000);
}

#[test]
fn beyond_the_fence_each_profile_keeps_what_is_left_of_the_promise() {
    for profile in [Profile::Duplicate, Profile::Late, Profile::Stale, Profile::Restore] {
        nothing_is_broken(profile, 2_000);
    }
}

#[test]
fn what_was_mended_stays_mended() {
    let within = MENDED.iter().map(|seed| (Profile::Within, *seed));
    for (profile, seed) in within.chain(MENDED_BEYOND.iter().copied()) {
        let outcome = run(&draw(seed, profile), &Rules::shipped(), false);
        assert_eq!(outcome.violation, None, "seed {seed} of {}", profile.name());
    }
}

#[test]
fn a_seed_always_tells_the_same_story() {
    for (_, profile) in Profile::ALL {
        for seed in [0, 7, 1 << 40, u64::MAX] {
            let told = || run(&draw(seed, profile), &Rules::shipped(), true).trace;
            assert_eq!(told(), told(), "seed {seed}");
        }
    }
}

#[test]
fn every_planted_fault_is_noticed_by_a_named_invariant() {
    for planted in PLANTED {
        let found = search(profile_of(planted.name), 0, 50_000, 2, &planted.rules());
        assert_eq!(found.panicked, None, "{}", planted.name);
        let (seed, _, violation) = found.broken.expect(planted.name);
        println!(
            "{:<18} rule {:<3} {} at seed {seed}",
            planted.name,
            planted.rule,
            violation.invariant.name()
        );
    }
}

#[test]
fn what_breaks_a_rule_is_made_smaller_and_still_breaks_it() {
    let rules = PLANTED[0].rules();
    let (seed, _, violation) = search(Profile::Within, 0, 50_000, 2, &rules).broken.expect("it is noticed");
    let whole = draw(seed, Profile::Within);
    let small = shrink(&whole, &rules, violation.invariant);
    assert!(small.acts.len() + small.faults.len() < whole.acts.len() + whole.faults.len());
    let again = run(&small, &rules, false).violation.expect("it still breaks it");
    assert_eq!(again.invariant, violation.invariant);
}

#[test]
fn no_interleaving_of_the_small_scope_breaks_a_rule() {
    let reached = exhaustive::explore(&Rules::shipped(), 2_500);
    assert_eq!(reached.broken, None);
    for world in &reached.worlds {
        println!("{}: depth {}, {} states", world.name, world.depth, world.states);
        assert!(world.states > 500);
    }
}

fn asked() -> Asked {
    Asked {
        seeds: 200,
        from: 0,
        profile: None,
        plant: None,
        replay: None,
        list_planted: false,
        exhaustive: false,
        planted: false,
        states: 1_000,
        threads: 2,
        commit: "test",
    }
}

fn said(asked: &Asked) -> (u8, Vec<String>) {
    let mut lines = Vec::new();
    let exit = prove(asked, &mut |line| lines.push(line.to_owned()));
    (exit, lines)
}

#[test]
fn the_command_says_what_was_checked_and_ends_well() {
    let (exit, lines) = said(&asked());
    assert_eq!(exit, KEPT);
    assert!(lines.last().is_some_and(|line| line.contains("S8") && line.contains("commit test")));
}

#[test]
fn a_planted_fault_ends_the_command_with_its_invariant() {
    let planted = Asked { seeds: 50_000, plant: Some("no-fence".to_owned()), ..asked() };
    let (exit, lines) = said(&planted);
    assert_eq!(exit, BROKEN);
    assert!(lines.iter().any(|line| line.starts_with("BROKEN S6")), "{lines:?}");
    let unknown = Asked { plant: Some("no-such-fault".to_owned()), ..asked() };
    assert_eq!(said(&unknown).0, NOT_ASKED);
}

#[test]
fn the_planted_faults_are_listed_one_a_line_by_their_names() {
    let (exit, lines) = said(&Asked { list_planted: true, ..asked() });
    assert_eq!(exit, KEPT);
    assert_eq!(lines.len(), PLANTED.len());
    assert!(lines.len() >= 24);
    let mut names: Vec<&str> = lines.iter().filter_map(|line| line.split_whitespace().next()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), PLANTED.len());
}
