//! The simulation's schedules over the app's own store: every delivery and every contact, as a decision would see them, is
//! the same in the encrypted store as in the simulation's memory, at each step. So what is proved of the one holds of the
//! other. `LANYARD_SEEDS` sets how many schedules are run.

mod kept;
mod twin;

use kept::Kept;
use lanyard_proof::{Profile, Rules, draw, run_over};
use twin::{Seen, Twin};

/// Schedules in a usual test run.
const SEEDS: u64 = 200;

fn seeds() -> u64 {
    std::env::var("LANYARD_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(SEEDS)
}

/// Runs the schedules of a profile over both stores; how many looks were compared.
fn compare(profile: Profile, seeds: u64) -> u64 {
    let rules = Rules::shipped();
    let seen = Seen::default();
    for seed in 0..seeds {
        let schedule = draw(seed, profile);
        seen.begin(seed);
        let twins = run_over(&schedule, &rules, true, |nth| Twin::new(Kept::new(nth), seen.clone()));
        let alone = lanyard_proof::run(&schedule, &rules, true);
        assert_eq!(twins.trace, alone.trace, "seed {seed} runs the same over both");
    }
    seen.compared()
}

#[test]
fn the_store_on_disk_says_at_each_step_what_the_simulations_memory_says() {
    let seeds = seeds();
    let compared = compare(Profile::Within, seeds);
    println!("{seeds} schedules, {compared} looks compared");
    assert!(compared > seeds * 20, "only {compared} looks");
}

#[test]
fn so_it_does_when_stores_come_back_from_backups() {
    let seeds = seeds() / 10;
    let compared = compare(Profile::Restore, seeds);
    println!("{seeds} schedules with backups, {compared} looks compared");
}
