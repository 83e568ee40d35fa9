//! The command line: which proof, how much of it, and its table.

use crate::power::{Synchronous, power};
use crate::table::Table;
use clap::{Parser, Subcommand};
use std::process::ExitCode;
use std::time::Duration;

/// Proofs down to the disk. Each prints one table; the exit is 1 when anything was violated.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
    /// Where chance begins.
    #[arg(long, global = true, default_value_t = 1)]
    seed: u64,
}

#[derive(Subcommand)]
enum What {
    /// Each system call of a visit fails once, in each way.
    Sweep {
        /// Only each so-many-th call.
        #[arg(long, default_value_t = 1)]
        stride: u64,
        /// With the worker on its own thread and over HTTP, beside the exact sweep.
        #[arg(long)]
        worker: bool,
    },
    /// Power goes away at random points.
    Power {
        /// How many images.
        #[arg(long, default_value_t = 100_000)]
        images: u64,
        /// With `synchronous = NORMAL`, which must show losses.
        #[arg(long)]
        normal: bool,
    },
    /// A process is killed with signal 9 at random moments.
    Kill {
        /// How often.
        #[arg(long, default_value_t = 1000)]
        times: u64,
    },
    /// The disk fills up at each call.
    Full {
        /// Only each so-many-th call.
        #[arg(long, default_value_t = 1)]
        stride: u64,
    },
    /// The wall clock jumps by ten years.
    Clocks {
        /// How often.
        #[arg(long, default_value_t = 200)]
        jumps: u64,
    },
    /// The process is stopped in the middle of a request.
    Suspend {
        /// For how long.
        #[arg(long, default_value_t = crate::suspend::BEYOND_THE_TIMEOUT.as_secs())]
        seconds: u64,
    },
    /// Two processes on one folder.
    Two {
        /// How often.
        #[arg(long, default_value_t = 20)]
        times: u64,
    },
}

/// Does what the command line asks for. The exit is 1 when anything was violated or could not be done.
pub async fn run() -> ExitCode {
    let Arguments { what, seed } = Arguments::parse();
    let begun = tokio::time::Instant::now();
    let done = match what {
        What::Sweep { stride, worker: false } => Ok(crate::sweep::sweep(stride.max(1))),
        What::Sweep { stride, worker: true } => crate::sweep_worker::sweep_worker(stride.max(1)).await,
        What::Power { images, normal: false } => Ok(power(images, Synchronous::Full, seed)),
        What::Power { images, normal: true } => Ok(power(images, Synchronous::Normal, seed)),
        What::Kill { times } => crate::kill::kill(times, seed).await.map_err(|error| error.to_string()),
        What::Full { stride } => crate::full::full(stride.max(1)).await,
        What::Clocks { jumps } => crate::clocks::clocks(jumps, seed).await,
        What::Suspend { seconds } => crate::suspend::suspend(Duration::from_secs(seconds)).await,
        What::Two { times } => crate::two::two(times).await.map_err(|error| error.to_string()),
    };
    match done {
        Ok(table) => print(Table { took: begun.elapsed(), ..table }),
        Err(why) => {
            print(Table { head: format!("It could not be done: {why}"), ..Table::default() });
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn print(table: Table) -> ExitCode {
    println!("{}", table.shown());
    if table.wrong() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
