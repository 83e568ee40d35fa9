//! The other end: a CRM of its own on this machine, whose port stays the same while it comes and goes.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use lanyard_rehearsal::{FileMemory, Options, Record, Rehearsal, Running};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::Trouble;

/// Sunday, 22 November 2026, 12:00:00 UTC: the CRM's own clock.
const NOON: i64 = 1_795_348_800_000;

/// A CRM account that is down until it is told to come up. It remembers everything meanwhile.
pub struct Crm {
    runtime: Runtime,
    folder: TempDir,
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
        // A port is taken once, so that it is free, and given back until the CRM comes up.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut crm = Self { runtime, folder: tempfile::tempdir()?, port, running: None };
        // Up and down once, on another port, so that the strangers have moved in.
        let running = crm.start(0)?;
        crm.running = Some(running);
        crm.go_down();
        Ok(crm)
    }

    /// The address to type into the settings.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/api/v1", self.port)
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
        Ok(self.records()?.into_iter().filter(is_ours).collect())
    }

    /// The records that did not.
    ///
    /// # Errors
    /// It is down.
    pub fn strangers(&self) -> Result<Vec<Record>, Trouble> {
        Ok(self.records()?.into_iter().filter(|record| !is_ours(record)).collect())
    }

    fn start(&self, port: u16) -> Result<Running, Trouble> {
        let mut options = Options::new(Self::TOKEN, "window-key", "window-control", Arc::new(|| NOON));
        options.port = port;
        options.memory = Some(Arc::new(FileMemory::new(self.folder.path().join("crm.json"))));
        Ok(self.runtime.block_on(Rehearsal::start(options))?)
    }
}

fn is_ours(record: &Record) -> bool {
    !record.value("acme_marker").is_empty()
}
