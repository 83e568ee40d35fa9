//! `rehearse`: the rehearsal's CRM as a process of its own, for a window or a test that brings its own laptop.

use crate::answer::{Exit, Out, Trouble};
use clap::{Args, ValueEnum};
use lanyard_core::explain::Sentence;
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_rehearsal::{Brand, FileMemory, Marker, Memory, Options, Rehearsal, Weather};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(crate) struct Rehearse {
    /// Which CRM it plays
    #[arg(long, value_enum, default_value_t = Played::Acme)]
    crm: Played,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Keep its records in this file (AcmeCRM only)
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// What its marker field is
    #[arg(long, value_enum, default_value_t = MarkerField::Unique)]
    marker: MarkerField,
    /// The token it asks for, instead of a new one. It guards invented records on this laptop, nothing else
    #[arg(long)]
    token: Option<String>,
    /// A bad day to begin with
    #[arg(long, value_enum, default_value_t = Day::Fine)]
    weather: Day,
    /// Begin without strangers' records
    #[arg(long)]
    no_strangers: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Played {
    /// AcmeCRM
    Acme,
    /// HubSpot
    Hubspot,
    /// Pipedrive
    Pipedrive,
}

/// What the way to it is like.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Day {
    /// Everything works
    Fine,
    /// Nobody answers
    Offline,
    /// A hotel's sign-in page answers in its place
    Portal,
    /// It asks to wait
    Throttled,
    /// It fails
    Broken,
    /// Everything is done, and no reply of it arrives
    LostReplies,
    /// Everything takes long
    Slow,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum MarkerField {
    /// No two records may carry the same
    Unique,
    /// Records can be found by it
    Searchable,
    /// There is no such field
    None,
}

pub(crate) fn run(rehearse: &Rehearse, out: &Out) -> Result<Exit, Trouble> {
    let clock = Arc::new(SystemClock::new());
    let now = Arc::clone(&clock);
    let token = rehearse.token.clone().unwrap_or_else(|| clock.new_id());
    let mut options = Options::new(&token, &clock.new_id(), &clock.new_id(), Arc::new(move || now.wall().0));
    options.brand = match rehearse.crm {
        Played::Acme => Brand::Acme,
        Played::Hubspot => Brand::HubSpot,
        Played::Pipedrive => Brand::Pipedrive,
    };
    options.port = rehearse.port;
    options.memory = rehearse.state.clone().map(|path| Arc::new(FileMemory::new(path)) as Arc<dyn Memory>);
    options.strangers = !rehearse.no_strangers;
    options.settings.marker = match rehearse.marker {
        MarkerField::Unique => Marker::Unique,
        MarkerField::Searchable => Marker::Searchable,
        MarkerField::None => Marker::None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| no_crm(error.to_string()))?;
    let weather = match rehearse.weather {
        Day::Fine => Weather::Fine,
        Day::Offline => Weather::Offline,
        Day::Portal => Weather::Portal,
        Day::Throttled => Weather::Throttled,
        Day::Broken => Weather::Broken,
        Day::LostReplies => Weather::LostReplies,
        Day::Slow => Weather::Slow,
    };
    runtime.block_on(serve(options, weather, out))
}

fn no_crm(detail: String) -> Trouble {
    Trouble::new(Exit::BadInput, Sentence::new("cli-no-crm")).with_detail(Some(detail))
}

async fn serve(options: Options, weather: Weather, out: &Out) -> Result<Exit, Trouble> {
    let control_token = options.control_token.clone();
    let crm = Rehearsal::start(options).await.map_err(|error| no_crm(error.to_string()))?;
    crm.play(weather);
    out.object(&json!({
        "base_url": crm.base_url(),
        "port": crm.addr().port(),
        "token": crm.token(),
        "api_key": crm.api_key(),
        "control_token": control_token,
    }))?;
    interrupted().await.map_err(|error| no_crm(error.to_string()))?;
    crm.stop().await;
    Ok(Exit::Done)
}

/// Waits for Ctrl-C or a polite end.
#[cfg(unix)]
async fn interrupted() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut end = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = end.recv() => Ok(()),
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn interrupted() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
