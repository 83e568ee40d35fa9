//! The window's page in a plain browser, with the real engine behind it: for tests and pictures that need no web view.
//! Commands, arguments and answers are those of the shell (`src-tauri/src/commands`), spoken over HTTP on loopback as
//! `ui/src/lib/backend/bridge.ts` speaks them. Never part of the product: it hands the whole store to whoever has the
//! token.
//!
//! Prints `LISTEN <port> <token>` once it listens; open `http://127.0.0.1:<port>/?bridge=<token>`. With `--rehearsal` a
//! second line follows: `CRM <base url> <control token>`.

use acceptance::bridge::{Bridge, serve};
use clap::Parser;
use lanyard_core::time::Millis;
use lanyard_engine::api::{Desk, DeskOptions, Sample};
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_engine::data_folder::DataFolder;
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::{InMemory, StoreKey, recovery_key};
use lanyard_rehearsal::samples;
use lanyard_rehearsal::{FileMemory, Rehearsal, Running};
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;

/// How long the rehearsal's CRM may still be busy with a request whose answer was lost.
const FENCE_MS: u64 = 5_000;

/// The window's page over HTTP, for tests.
#[derive(Parser)]
struct Options {
    /// The data folder
    #[arg(long)]
    data: PathBuf,
    /// The store's key; without it one is made beside the data folder
    #[arg(long)]
    key_file: Option<PathBuf>,
    /// Sample badges, and a CRM in this process
    #[arg(long)]
    rehearsal: bool,
    /// How long a card stays open, in milliseconds
    #[arg(long, default_value_t = 10_000)]
    grace_ms: u64,
    /// Where files go that the window writes; the data folder otherwise
    #[arg(long)]
    saves: Option<PathBuf>,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let folder = DataFolder::prepare(&options.data)?.path().to_owned();
    let key_file = match &options.key_file {
        Some(file) => file.clone(),
        None => key_beside(&folder)?,
    };
    let crm = if options.rehearsal { Some(rehearse(&folder, &clock).await?) } else { None };
    let desk = open(&options, folder, key_file, &clock);
    let control = crm.as_ref().map(|(running, control)| (running.base_url(), control.clone()));
    if let Some((running, _)) = &crm {
        desk.rehearse_with(&running.base_url(), running.token(), FENCE_MS)?;
    }
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
    let token = clock.new_id();
    let saves = options.saves.clone().unwrap_or_else(|| options.data.clone());
    let mut out = std::io::stdout();
    writeln!(out, "LISTEN {} {token}", listener.local_addr()?.port())?;
    if let Some((base_url, control)) = control {
        writeln!(out, "CRM {base_url} {control}")?;
    }
    out.flush()?;
    let bridge = Bridge::new(Arc::clone(&desk), token, saves);
    let bridge = match &crm {
        Some((running, _)) => bridge.beside(Arc::clone(running)),
        None => bridge,
    };
    tokio::select! {
        served = serve(listener, bridge) => served?,
        asked = told_to_end() => asked?,
    }
    // The worker waits for what is under way: not on a thread that others need.
    tokio::task::spawn_blocking(move || desk.stop()).await?;
    Ok(())
}

/// Waits for Ctrl-C or a polite end.
async fn told_to_end() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut end = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed,
            _ = end.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

fn open(options: &Options, folder: PathBuf, key_file: PathBuf, clock: &Arc<dyn Clock>) -> Arc<Desk> {
    let rehearsal = options.rehearsal;
    let first = FirstStart {
        laptop: "Test laptop".to_owned(),
        operator: "Ada".to_owned(),
        event: "Sample Expo".to_owned(),
        region: Some("US".to_owned()),
        rehearsal,
        grace: Millis(options.grace_ms),
    };
    let options = DeskOptions {
        folder,
        rehearsal,
        key_file: Some(key_file),
        holder: "the test bridge",
        with_worker: true,
        read_only: false,
        first,
        samples: if rehearsal { sheet() } else { Vec::new() },
    };
    Arc::new(Desk::start(options, Arc::clone(clock), Arc::new(InMemory::default())))
}

/// A key file beside the data folder, made at the first start.
fn key_beside(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut name = folder.as_os_str().to_owned();
    name.push(".key");
    let path = PathBuf::from(name);
    if !path.exists() {
        let key = StoreKey::generate().map_err(|error| error.to_string())?;
        let mut file = fs::OpenOptions::new();
        file.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
        let mut file = file.open(&path)?;
        file.write_all(recovery_key::write(&key).as_bytes())?;
    }
    Ok(path)
}

async fn rehearse(folder: &Path, clock: &Arc<dyn Clock>) -> Result<(Arc<Running>, String), Box<dyn Error>> {
    let (now, control) = (Arc::clone(clock), clock.new_id());
    let options = lanyard_rehearsal::Options {
        memory: Some(Arc::new(FileMemory::new(folder.join("rehearsal-crm.json")))),
        ..lanyard_rehearsal::Options::new(
            &clock.new_id(),
            &clock.new_id(),
            &control,
            Arc::new(move || now.wall().0),
        )
    };
    Ok((Arc::new(Rehearsal::start(options).await?), control))
}

fn sheet() -> Vec<Sample> {
    samples::badges()
        .into_iter()
        .map(|badge| Sample {
            title: badge.title.to_owned(),
            company: badge.company.to_owned(),
            kind: badge.kind.as_str().to_owned(),
            payload: badge.payload,
        })
        .collect()
}
