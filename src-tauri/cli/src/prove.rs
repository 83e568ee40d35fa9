//! `prove`: the sync protocol run through seeds, a planted fault, or every interleaving of a small scope. Needs no data
//! folder, no account and no network; what runs is the core that this very program syncs with.

use crate::answer::{Exit, Out, Trouble};
use clap::Args;
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_proof::Profile;
use lanyard_proof::command::{Asked, BROKEN, KEPT, prove};

/// Of which source this program was built; whoever builds a release says so.
const SOURCE: &str = match option_env!("LANYARD_COMMIT") {
    Some(commit) => commit,
    None => concat!("unknown, version ", env!("CARGO_PKG_VERSION")),
};

#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// How many seeds of each profile
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    from: u64,
    /// One profile: within, duplicate, late, stale, restore, two, mapped. All of them without this
    #[arg(long, value_parser = profile)]
    profile: Option<Profile>,
    /// Switch one rule off, and stop where that is noticed
    #[arg(long, value_name = "BUG")]
    plant: Option<String>,
    /// Name what can be planted, one a line
    #[arg(long)]
    list_planted: bool,
    /// Tell one seed in full
    #[arg(long, value_name = "SEED")]
    replay: Option<u64>,
    /// Every interleaving of a small scope, instead of seeds
    #[arg(long)]
    exhaustive: bool,
    /// With --exhaustive: each planted fault in turn, as a table
    #[arg(long, requires = "exhaustive")]
    planted: bool,
    /// With --exhaustive: at most so many states of each small world
    #[arg(long, default_value_t = 250_000)]
    states: usize,
    /// How many seeds at once
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

fn profile(name: &str) -> Result<Profile, String> {
    Profile::by_name(name).ok_or_else(|| "within, duplicate, late, stale, restore, two or mapped".to_owned())
}

/// Exits with 0 only when nothing was violated, with 1 when something was, with 2 when it could not be asked.
pub(crate) fn run(line: &Prove, out: &Out) -> Result<Exit, Trouble> {
    let asked = Asked {
        seeds: line.seeds,
        from: line.from,
        profile: line.profile,
        plant: line.plant.clone(),
        replay: line.replay,
        list_planted: line.list_planted,
        exhaustive: line.exhaustive,
        planted: line.planted,
        states: line.states,
        threads: line.threads,
        commit: SOURCE,
    };
    let clock = SystemClock::new();
    let began = clock.mono();
    let mut said = Ok(());
    let exit = prove(&asked, &mut |text| {
        if said.is_ok() {
            said = out.line(text);
        }
    });
    said?;
    if !line.list_planted && line.replay.is_none() {
        out.line(&format!("{:.1} s", began.until(clock.mono()).0 as f64 / 1000.0))?;
    }
    Ok(match exit {
        KEPT => Exit::Done,
        BROKEN => Exit::InPart,
        _ => Exit::NotAsked,
    })
}
