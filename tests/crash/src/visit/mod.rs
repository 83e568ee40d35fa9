//! The same work again and again, one call after the other: start, capture, send, take in a colleague's change, close,
//! start again. Everything by the engine's own functions, on one thread, so that the n-th system call is the same call in
//! each run.

mod found;
mod sender;

pub(crate) use found::look;

use crate::disk::{Disk, Note};
use crate::laptop::{self, Laptop, badge};
use crate::shelf::Shelf;
use lanyard_core::ids::BootId;
use lanyard_core::sync::Request;
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::Engine;
use lanyard_engine::api::views::CaptureAnswer;
use lanyard_engine::capture::Captured;
use lanyard_engine::clock::{Clock, ManualClock};
use lanyard_engine::engine::Access;
use lanyard_engine::store::captures::Way;
use lanyard_engine::store::{OpenError, Store, StoreError, events};
use lanyard_engine::words::Words;
use sender::Sender;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Sunday, 22 November 2026, 12:00:00 UTC.
const NOON: WallMs = WallMs(1_795_348_800_000);

/// The fence of the destination here; the clock is moved over it by hand.
const FENCE: Millis = Millis::from_secs(180);

/// How much is done.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How often the store is opened and closed.
    pub rounds: u32,
    /// Contacts captured in each of them.
    pub captures: u32,
}

/// A laptop at work, with what it was told.
pub struct Visit<'a> {
    /// Its disk.
    pub disk: &'a Disk,
    /// The CRM.
    pub shelf: Shelf,
    /// The numbers whose capture was confirmed.
    pub confirmed: BTreeSet<u32>,
    /// Errors that a person was told of, by the code of their sentence.
    pub said: BTreeMap<String, u32>,
    /// Called with each store that was opened, before anything is done with it.
    pub on_open: fn(&Store),
    laptop: Laptop,
    clock: Arc<ManualClock>,
    size: Size,
    next: u32,
}

impl<'a> Visit<'a> {
    /// A laptop that has not been switched on yet.
    #[must_use]
    pub fn new(laptop: Laptop, disk: &'a Disk, size: Size) -> Self {
        Self {
            disk,
            shelf: Shelf::default(),
            confirmed: BTreeSet::new(),
            said: BTreeMap::new(),
            on_open: |_| {},
            laptop,
            clock: Arc::new(ManualClock::new(NOON, 1)),
            size,
            next: 0,
        }
    }

    /// Does all of it, as far as the disk lets it. An error is noted, and the work goes on with what comes next, as a
    /// person would.
    pub fn run(&mut self) {
        for round in 0..self.size.rounds {
            if self.desk() {
                self.work(round);
            }
        }
    }

    fn tell(&mut self, code: &str) {
        *self.said.entry(code.to_owned()).or_default() += 1;
    }

    /// The app's own start: makes the folder and the store, the event and the destination. Captures one. Whether there is
    /// a destination in the end.
    fn desk(&mut self) -> bool {
        let clock: Arc<ManualClock> = Arc::clone(&self.clock);
        let desk = self.laptop.start(clock, false);
        if let Some(code) = laptop::stuck(&desk) {
            self.tell(&code);
            // A person reads that, and tries again.
            let _ = desk.try_again();
            if let Some(code) = laptop::stuck(&desk) {
                self.tell(&code);
                return false;
            }
        }
        for _ in 0..2 {
            match laptop::settle(&desk, "http://127.0.0.1:9", FENCE) {
                Ok(()) => {
                    let number = self.number();
                    match desk.capture_text(&badge(number), Way::Scanner) {
                        Ok(CaptureAnswer::Saved { .. } | CaptureAnswer::Known { .. }) => self.confirm(number),
                        Ok(CaptureAnswer::Again { .. } | CaptureAnswer::Refused { .. }) => {
                            self.tell("a new badge was refused");
                        }
                        Err(error) => self.tell(&error.sentence.code),
                    }
                    return true;
                }
                Err(code) => self.tell(&code),
            }
        }
        false
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    fn confirm(&mut self, number: u32) {
        self.confirmed.insert(number);
        self.disk.note(Note::Confirmed(number));
    }

    /// The store opened below the desk: captures, sends, takes in, closes.
    fn work(&mut self, round: u32) {
        let sender = match self.open() {
            Ok(sender) => sender,
            Err(code) => return self.tell(&code),
        };
        let first = self.next + 1;
        for _ in 0..self.size.captures {
            let number = self.number();
            match sender.engine.capture_code(badge(number).as_bytes(), Way::Scanner, None) {
                Ok(Captured::New { .. } | Captured::Joined { .. } | Captured::Again { .. }) => {
                    self.confirm(number)
                }
                Ok(Captured::Refused(_)) => self.tell("a new badge was refused"),
                Err(error) => self.tell(&error.sentence().code),
            }
        }
        self.drain(&sender);
        self.shelf.colleague(first, "acme_mobile", &format!("+4917012345{round:02}"));
        if let Err(error) = sender.correct(first, &format!("Example Works {round}")) {
            self.tell(&error.sentence().code);
        }
        self.drain(&sender);
    }

    fn open(&self) -> std::result::Result<Sender, String> {
        let code = |error: OpenError| error.sentence().code;
        let failed = |error: StoreError| error.sentence().code;
        let key = Laptop::key();
        let store = Store::open(&self.laptop.store(), &key).map_err(code)?;
        (self.on_open)(&store);
        let clock: Arc<ManualClock> = Arc::clone(&self.clock);
        let engine =
            Engine::over(store, key, Access::Store, clock, &laptop::first_start(), false).map_err(failed)?;
        let installation = engine
            .store()
            .read(|conn| events::installation(conn))
            .map_err(failed)?
            .ok_or_else(|| "there is no installation".to_owned())?;
        let boot = BootId::new(self.clock.new_id());
        Ok(Sender { engine, clock: Arc::clone(&self.clock), boot, installation })
    }

    /// Sends until nothing is left to send. After an error it tries again, as the worker does.
    fn drain(&mut self, sender: &Sender) {
        for _ in 0..3 {
            let shelf = &mut self.shelf;
            let disk = self.disk;
            let mut ask = |request: &Request| {
                if let Request::Create(new) = request {
                    disk.note(Note::Left(new.marker.clone().unwrap_or_default()));
                }
                shelf.answer(request)
            };
            match sender.drain(&mut ask) {
                Ok(()) => return,
                Err(error) => self.tell(&error.sentence().code),
            }
        }
    }

    /// On a disk that works: the store opens, is whole, holds what was confirmed, and everything in it arrives once.
    /// Returns how many contacts there are.
    ///
    /// # Errors
    /// What is wrong.
    pub fn verify(&mut self) -> std::result::Result<usize, String> {
        let words = Words::english();
        if let Some(code) = self.said.keys().find(|code| !words.has(code)) {
            return Err(format!("an error was told without words: {code}"));
        }
        let clock: Arc<ManualClock> = Arc::clone(&self.clock);
        let desk = self.laptop.start(clock, false);
        if let Some(code) = laptop::stuck(&desk) {
            return Err(format!("the app does not start: {code}"));
        }
        desk.stop();
        drop(desk);
        let sender = self.open().map_err(|code| format!("the store does not open: {code}"))?;
        let found = sender.look().map_err(|error| format!("the store cannot be read: {error}"))?;
        found.sound(&self.confirmed)?;
        let shelf = &mut self.shelf;
        sender
            .drain(&mut |request| shelf.answer(request))
            .map_err(|error| format!("what is left is not sent: {error}"))?;
        let after = sender.look().map_err(|error| format!("the store cannot be read: {error}"))?;
        after.sent_once(&self.shelf)?;
        Ok(after.numbers.len())
    }
}
