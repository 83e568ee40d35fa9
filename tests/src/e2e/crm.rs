//! The other end: a CRM of its own on this machine, whose port stays the same while it comes and goes.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use lanyard_rehearsal::{
    Brand, FaultKind, FaultRule, FileMemory, Match, Options, Record, Rehearsal, Running,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::Trouble;

/// Sunday, 22 November 2026, 12:00:00 UTC: the CRM's own clock.
const NOON: i64 = 1_795_348_800_000;

/// A CRM account that is down until it is told to come up. It remembers everything meanwhile, where its brand keeps anything.
pub struct Crm {
    runtime: Runtime,
    folder: TempDir,
    brand: Brand,
    port: u16,
    running: Option<Running>,
}

impl Crm {
    /// What opens it.
    pub const TOKEN: &'static str = "window-token-7c31";

    /// An account that cannot be reached yet, with strangers' records in it.
    ///
    /// # Errors
    /// The machine gives no port, folder or thread.
    pub fn down() -> Result<Self, Trouble> {
        Self::of(Brand::Acme)
    }

    /// The same at a CRM of this brand.
    ///
    /// # Errors
    /// The machine gives no port, folder or thread.
    pub fn of(brand: Brand) -> Result<Self, Trouble> {
        // A port is taken once, so that it is free, and given back until the CRM comes up.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut crm = Self { runtime, folder: tempfile::tempdir()?, brand, port, running: None };
        // Up and down once, on another port, so that the strangers have moved in.
        let running = crm.start(0)?;
        crm.running = Some(running);
        crm.go_down();
        Ok(crm)
    }

    /// The address to type into the settings.
    pub fn address(&self) -> String {
        match self.brand {
            Brand::Acme => format!("http://127.0.0.1:{}/api/v1", self.port),
            Brand::HubSpot | Brand::Pipedrive => format!("http://127.0.0.1:{}", self.port),
        }
    }

    /// Plays a fault on the next requests that write, so many of them.
    ///
    /// # Errors
    /// It is down.
    pub fn fail_writes(&self, kind: FaultKind, times: u32) -> Result<(), Trouble> {
        let matches = Match { write_only: true, ..Match::default() };
        let running = self.running.as_ref().ok_or("the CRM is down")?;
        running.fault(FaultRule { matches, times: Some(times), kind });
        Ok(())
    }

    /// It can be reached from now on.
    ///
    /// # Errors
    /// Its port was taken meanwhile.
    pub fn come_up(&mut self) -> Result<(), Trouble> {
        self.running = Some(self.start(self.port)?);
        Ok(())
    }

    /// It cannot be reached any more.
    pub fn go_down(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }

    /// All records, archived ones too.
    ///
    /// # Errors
    /// It is down.
    pub fn records(&self) -> Result<Vec<Record>, Trouble> {
        Ok(self.running.as_ref().ok_or("the CRM is down")?.records())
    }

    /// The records that came from Lanyard.
    ///
    /// # Errors
    /// It is down.
    pub fn ours(&self) -> Result<Vec<Record>, Trouble> {
        Ok(self.records()?.into_iter().filter(|record| self.is_ours(record)).collect())
    }

    /// The records that did not.
    ///
    /// # Errors
    /// It is down.
    pub fn strangers(&self) -> Result<Vec<Record>, Trouble> {
        Ok(self.records()?.into_iter().filter(|record| !self.is_ours(record)).collect())
    }

    fn start(&self, port: u16) -> Result<Running, Trouble> {
        let mut options = Options::new(Self::TOKEN, "window-key", "window-control", Arc::new(|| NOON));
        (options.brand, options.port) = (self.brand, port);
        // Its clock stands, and so would the windows of its limits.
        (options.settings.requests_per_ten_s, options.settings.searches_per_s) = (100_000, 100_000);
        (options.settings.requests_per_two_s, options.settings.searches_per_two_s) = (100_000, 100_000);
        options.memory = Some(Arc::new(FileMemory::new(self.folder.path().join("crm.json"))));
        Ok(self.runtime.block_on(Rehearsal::start(options))?)
    }

    fn is_ours(&self, record: &Record) -> bool {
        let marker = match self.brand {
            Brand::Acme => "acme_marker",
            Brand::HubSpot => "lanyard_capture_id",
            Brand::Pipedrive => "Lanyard capture ID",
        };
        !record.value(marker).is_empty()
    }
}
