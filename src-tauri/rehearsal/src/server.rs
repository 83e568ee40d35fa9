//! The CRM on a port of 127.0.0.1: starting it, looking into it, stopping it.

use crate::act::{Act, Refused};
use crate::book::{Note, Record};
use crate::control::{Seen, Stage};
use crate::crm::Crm;
use crate::entry::{Scene, entry, locked, told};
use crate::fault::FaultRule;
use crate::house::House;
use crate::hubspot::HubSpot;
use crate::memory::{self, Saved};
use crate::options::{Brand, Options, Settings};
use crate::pipedrive::Pipedrive;
use crate::strangers;
use crate::weather::Weather;
use crate::wire::{CuttableListener, Wire};
use axum::Router;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What a stop waits for requests that are being answered.
const LAST_REPLIES: Duration = Duration::from_secs(2);

/// Why the CRM did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken or may not be used.
    #[error("the rehearsal CRM cannot listen on port {port}: {reason}")]
    Port {
        /// The port asked for.
        port: u16,
        /// The system's reason.
        reason: io::Error,
    },
    /// The records kept earlier cannot be read; they are left as they are.
    #[error("the rehearsal CRM's records cannot be read: {reason}. Move them away to start afresh.")]
    State {
        /// What is wrong with it.
        reason: io::Error,
    },
}

/// The server before it runs.
#[derive(Debug)]
pub struct Rehearsal;

impl Rehearsal {
    /// Starts the CRM on 127.0.0.1 within the current tokio runtime.
    ///
    /// # Errors
    /// [`StartError`] when the port or the kept records cannot be used.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        let port = options.port;
        let listener = async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            let addr = listener.local_addr()?;
            Ok((listener, addr))
        };
        let (listener, addr) = listener.await.map_err(|reason| StartError::Port { port, reason })?;
        let stage = Arc::new(Mutex::new(Stage::new(open(&options)?, &options.control_token)));
        let (stop, stopping) = watch::channel(false);
        let scene = Scene { stage: stage.clone(), stopping: stopping.clone() };
        let app = Router::new().fallback(entry).with_state(scene);
        let make = app.into_make_service_with_connect_info::<Wire>();
        let served = axum::serve(CuttableListener(listener), make).with_graceful_shutdown(told(stopping));
        let task = tokio::spawn(async move { served.await });
        Ok(Running { addr, options, stage, stop, task })
    }
}

/// The CRM with what was kept, or with its first records.
fn open(options: &Options) -> Result<Box<dyn House>, StartError> {
    match options.brand {
        Brand::Acme => acme(options).map(|crm| Box::new(crm) as Box<dyn House>),
        Brand::HubSpot => Ok(Box::new(HubSpot::new(options))),
        Brand::Pipedrive => Ok(Box::new(Pipedrive::new(options))),
    }
}

fn acme(options: &Options) -> Result<Crm, StartError> {
    let kept = options.memory.as_deref().map(memory::read).transpose();
    let kept = kept.map_err(|reason| StartError::State { reason })?.flatten();
    let is_new = kept.is_none();
    let mut saved = kept.unwrap_or_else(Saved::empty);
    if is_new && options.strangers {
        strangers::move_in(&mut saved.book, (options.now)());
    }
    Ok(Crm::new(options, saved))
}

/// A CRM that runs. Dropping it stops it without waiting for replies under way.
pub struct Running {
    addr: SocketAddr,
    options: Options,
    stage: Arc<Mutex<Stage>>,
    stop: watch::Sender<bool>,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The root of the API, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        match self.options.brand {
            Brand::Acme => format!("http://{}/api/v1", self.addr),
            Brand::HubSpot | Brand::Pipedrive => format!("http://{}", self.addr),
        }
    }

    /// The bearer token that opens it.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.options.token
    }

    /// The key that opens it in `X-API-Key`.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.options.api_key
    }

    /// All records in the order they were created, archived ones too.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        self.stage().crm.records()
    }

    /// All notes in the order they were written.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        self.stage().crm.notes()
    }

    /// A person does something at the CRM's own screen.
    ///
    /// # Errors
    /// When the CRM's rules do not allow it; nothing is then changed.
    pub fn act(&self, act: &Act) -> Result<(), Refused> {
        self.stage().crm.act(act).map(drop).map_err(|problem| Refused { code: problem.code() })
    }

    /// The requests seen since the start, by method, path and status.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.stage().seen.clone()
    }

    /// Adds a fault.
    pub fn fault(&self, rule: FaultRule) {
        self.stage().faults.add([rule]);
    }

    /// Takes all faults away.
    pub fn clear_faults(&self) {
        self.stage().faults.clear();
    }

    /// Plays a bad day, or a fine one, in place of whatever faults there were.
    pub fn play(&self, weather: Weather) {
        let mut stage = self.stage();
        stage.faults.clear();
        stage.faults.add(weather.rules());
        stage.weather = weather;
    }

    /// What is played.
    #[must_use]
    pub fn weather(&self) -> Weather {
        self.stage().weather
    }

    /// How the CRM behaves.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.stage().crm.settings().clone()
    }

    /// Changes how the CRM behaves.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(self.stage().crm.settings());
    }

    /// Stops listening, lets replies under way end for a moment, and returns when the port is free.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // Too late is no trouble: dropping ends the rest.
        let _ = tokio::time::timeout(LAST_REPLIES, &mut self.task).await;
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        locked(&self.stage)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.task.abort();
    }
}
