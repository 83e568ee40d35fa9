//! `cargo xtask fuzz`: libFuzzer over everything that reads bytes of strangers. It works on the stable toolchain: coverage is
//! counted by a pass of LLVM that any rustc can run, without a sanitizer.
//!
//! Inputs that reached something new are kept in `target/fuzz/<target>`, so that the next run goes on from there; each run
//! begins from the small files in `src-tauri/fuzz/seeds` as well. An input that made a target fail stays beside them as
//! `crash-…`; it belongs into a test of the crate that it is about.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Failure, answer, command, run};
use crate::workspace;

/// What counts the branches taken; the same for every target.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0 \
    -Ccodegen-units=1 --cfg=fuzzing";

/// Seconds for each target; and with `--long`.
const SHORT: u32 = 10;
const LONG: u32 = 600;

/// Most memory that an input may take, in MiB, and most seconds.
const MEMORY: u32 = 1024;
const SECONDS: u32 = 10;

/// Fuzzes all targets, or one.
pub(crate) fn fuzz(only: Option<&str>, long: bool) -> Result<(), Failure> {
    let package = workspace::root().join("src-tauri/fuzz");
    let targets: Vec<String> =
        targets(&package).into_iter().filter(|name| only.is_none_or(|only| only == name)).collect();
    if targets.is_empty() {
        return Err(Failure::Usage(crate::USAGE));
    }
    let host = answer(command("rustc -vV")).unwrap_or_default();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().to_owned();
    let built = workspace::target().join("fuzz");
    // The triple keeps build scripts and macros from being counted with the rest.
    let mut build = command("cargo build --release --bins");
    build
        .current_dir(&package)
        .arg("--target")
        .arg(&host)
        .arg("--target-dir")
        .arg(&built)
        .env("RUSTFLAGS", COVERAGE);
    run(build)?;
    let seconds = if long { LONG } else { SHORT };
    for target in targets {
        let found = built.join("found").join(&target);
        fs::create_dir_all(&found)
            .map_err(|error| Failure::Needs(format!("{}: {error}", found.display())))?;
        let program = built.join(&host).join("release").join(&target);
        let mut fuzzer = std::process::Command::new(program);
        fuzzer.arg(format!("-max_total_time={seconds}")).arg(format!("-rss_limit_mb={MEMORY}"));
        fuzzer.arg(format!("-timeout={SECONDS}")).args([
            "-max_len=16384",
            "-print_final_stats=1",
            "-verbosity=0",
        ]);
        fuzzer.arg(format!("-artifact_prefix={}/", found.display())).arg(&found);
        let seeds = package.join("seeds").join(&target);
        if seeds.is_dir() {
            fuzzer.arg(seeds);
        }
        println!("-- {target}, {seconds} s");
        run(fuzzer)?;
    }
    Ok(())
}

/// The names of the package's programs.
fn targets(package: &Path) -> Vec<String> {
    let manifest: PathBuf = package.join("Cargo.toml");
    let text = fs::read_to_string(manifest).unwrap_or_default();
    let of_bins =
        text.split("[[bin]]").skip(1).filter_map(|bin| bin.split_once("name = \"")?.1.split('"').next());
    of_bins.map(str::to_owned).collect()
}
