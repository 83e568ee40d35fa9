//! The same work again and again, one call after the other: start, capture, send, take in a colleague's change, close,
//! start again. Everything by the engine's own functions, on one thread, so that the n-th system call is the same call in
//! each run.

use crate::disk::{Disk, Note};
use crate::laptop::{self, Laptop, badge};
use crate::shelf::Shelf;
use lanyard_core::contact::{Field, Origin, Part};
use lanyard_core::crm::ItemAnswer;
use lanyard_core::ids::{BootId, ContactId, DeliveryId, InstallationId};
use lanyard_core::sync::{Event, Request};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::api::views::CaptureAnswer;
use lanyard_engine::capture::Captured;
use lanyard_engine::clock::{Clock, ManualClock};
use lanyard_engine::engine::Access;
use lanyard_engine::store::captures::Way;
use lanyard_engine::store::contacts::{self, Edit};
use lanyard_engine::store::{OpenError, Store, StoreError, attempts, deliveries, destinations, events};
use lanyard_engine::sync::{Applied, apply, apply_to_contact, stored_account};
use lanyard_engine::words::Words;
use lanyard_engine::{Engine, store::Result};
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
                self.booth(round);
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
    fn booth(&mut self, round: u32) {
        let booth = match self.open() {
            Ok(booth) => booth,
            Err(code) => return self.tell(&code),
        };
        let first = self.next + 1;
        for _ in 0..self.size.captures {
            let number = self.number();
            match booth.engine.capture_code(badge(number).as_bytes(), Way::Scanner, None) {
                Ok(Captured::New { .. } | Captured::Joined { .. } | Captured::Again { .. }) => {
                    self.confirm(number)
                }
                Ok(Captured::Refused(_)) => self.tell("a new badge was refused"),
                Err(error) => self.tell(&error.sentence().code),
            }
        }
        self.drain(&booth);
        self.shelf.colleague(first, "acme_mobile", &format!("+4917012345{round:02}"));
        if let Err(error) = booth.correct(first, &format!("Example Works {round}")) {
            self.tell(&error.sentence().code);
        }
        self.drain(&booth);
    }

    fn open(&self) -> std::result::Result<Booth, String> {
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
        Ok(Booth { engine, clock: Arc::clone(&self.clock), boot, installation })
    }

    /// Sends until nothing is left to send. After an error it tries again, as the worker does.
    fn drain(&mut self, booth: &Booth) {
        for _ in 0..3 {
            let shelf = &mut self.shelf;
            let disk = self.disk;
            let mut ask = |request: &Request| {
                if let Request::Create(new) = request {
                    disk.note(Note::Left(new.marker.clone().unwrap_or_default()));
                }
                shelf.answer(request)
            };
            match booth.drain(&mut ask) {
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
        let booth = self.open().map_err(|code| format!("the store does not open: {code}"))?;
        let found = booth.look().map_err(|error| format!("the store cannot be read: {error}"))?;
        found.sound(&self.confirmed)?;
        let shelf = &mut self.shelf;
        booth
            .drain(&mut |request| shelf.answer(request))
            .map_err(|error| format!("what is left is not sent: {error}"))?;
        let after = booth.look().map_err(|error| format!("the store cannot be read: {error}"))?;
        after.sent_once(&self.shelf)?;
        Ok(after.numbers.len())
    }
}

/// The engine over an open store, without its worker.
struct Booth {
    engine: Engine,
    clock: Arc<ManualClock>,
    boot: BootId,
    installation: InstallationId,
}

/// What is in a store.
pub(crate) struct Found {
    /// Whether SQLite finds its file whole, in SQLite's words.
    pub(crate) integrity: String,
    /// The numbers of all captures.
    pub(crate) numbers: BTreeSet<u32>,
    /// Captures whose contact has no delivery.
    pub(crate) without_delivery: BTreeSet<u32>,
    /// Marker and state of each delivery.
    pub(crate) deliveries: Vec<(String, String)>,
}

impl Booth {
    fn applied(&self) -> Applied<'_> {
        Applied { clock: self.clock.as_ref(), boot: &self.boot, installation: &self.installation }
    }

    fn states(&self, states: &str) -> Result<Vec<(DeliveryId, ContactId, String)>> {
        self.engine.store().read(|conn| {
            let sql =
                format!("SELECT id, contact_id, state FROM delivery WHERE live = 1 AND state IN ({states}) ORDER BY rowid");
            let mut statement = conn.prepare(&sql)?;
            let rows = statement.query_map([], |row| {
                let (id, contact): (String, String) = (row.get(0)?, row.get(1)?);
                Ok((DeliveryId::new(id), ContactId::new(contact), row.get(2)?))
            })?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
        })
    }

    /// One round after the other: time passes, leases without anybody behind them are found, what is queued is sent.
    fn drain(&self, ask: &mut dyn FnMut(&Request) -> ItemAnswer) -> Result<()> {
        let Some(destination) = self.engine.store().read(|conn| destinations::all(conn))?.into_iter().next()
        else {
            return Ok(());
        };
        let account = self.engine.store().read(|conn| stored_account(conn, &destination))?;
        for _ in 0..12 {
            let timed = self.states("'sending', 'fenced', 'waiting', 'held'")?;
            let queued = self.states("'queued'")?;
            if timed.is_empty() && queued.is_empty() {
                return Ok(());
            }
            self.clock.advance(Millis::from_secs(300));
            if !timed.is_empty() {
                self.engine.store().write(|conn| {
                    for (id, contact, state) in &timed {
                        let event = match state.as_str() {
                            "sending" => {
                                attempts::close_open(conn, id)?;
                                Event::FoundAtStart
                            }
                            "fenced" => Event::FenceOver,
                            "waiting" => Event::WaitOver,
                            _ => {
                                deliveries::leave_card(conn, contact)?;
                                Event::Changed
                            }
                        };
                        apply(conn, self.applied(), &account, id, event, false)?;
                    }
                    Ok(())
                })?;
            }
            let begun = self.engine.store().write(|conn| {
                let mut begun = Vec::new();
                for (id, _, _) in &queued {
                    if let Some(request) = apply(conn, self.applied(), &account, id, Event::Begin, true)? {
                        begun.push((id.clone(), request));
                    }
                }
                Ok(begun)
            })?;
            self.talk(&account, begun, ask)?;
        }
        Ok(())
    }

    fn talk(
        &self,
        account: &lanyard_core::sync::Account,
        mut open: Vec<(DeliveryId, Request)>,
        ask: &mut dyn FnMut(&Request) -> ItemAnswer,
    ) -> Result<()> {
        while !open.is_empty() {
            let answered: Vec<_> = open
                .drain(..)
                .map(|(id, request)| {
                    let answer = ask(&request);
                    (id, request, answer)
                })
                .collect();
            open = self.engine.store().write(|conn| {
                let mut next = Vec::new();
                for (id, request, answer) in answered {
                    attempts::close_open(conn, &id)?;
                    let event = Event::Answer { request: Box::new(request), answer: Box::new(answer) };
                    if let Some(request) = apply(conn, self.applied(), account, &id, event, true)? {
                        next.push((id, request));
                    }
                }
                Ok(next)
            })?;
        }
        Ok(())
    }

    /// A person corrects the company of the contact with this number.
    fn correct(&self, number: u32, company: &str) -> Result<()> {
        let edit = Edit {
            field: Field::Company,
            part: Part::default(),
            value: Some(company.to_owned()),
            raw: None,
            problem: None,
            origin: Origin::Typed,
        };
        self.engine.store().write(|conn| {
            let payload = badge(number);
            let Some(event) = events::current(conn)? else { return Ok(()) };
            let digest = self.engine.store().digest(payload.as_bytes());
            let Some(contact) = lanyard_engine::store::captures::with_payload(conn, &event.id, &digest)?
            else {
                return Ok(());
            };
            contacts::edit(conn, &contact, &self.installation, &[edit], self.clock.wall())?;
            apply_to_contact(conn, self.applied(), &contact)
        })
    }

    fn look(&self) -> Result<Found> {
        self.engine.store().read(|conn| Ok(look(conn)?))
    }
}

/// Looks through a whole store.
pub(crate) fn look(conn: &rusqlite::Connection) -> rusqlite::Result<Found> {
    let mut integrity: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    let strays: i64 =
        conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if strays > 0 {
        integrity = format!("{strays} rows refer to nothing");
    }
    let mut found = Found {
        integrity,
        numbers: BTreeSet::new(),
        without_delivery: BTreeSet::new(),
        deliveries: Vec::new(),
    };
    let mut statement = conn.prepare(
        "SELECT capture.payload, EXISTS (SELECT 1 FROM contact WHERE contact.id = capture.contact_id)
           AND EXISTS (SELECT 1 FROM delivery WHERE delivery.contact_id = capture.contact_id) FROM capture",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let payload: Vec<u8> = row.get(0)?;
        let number = laptop::number_of(&String::from_utf8_lossy(&payload)).unwrap_or_default();
        found.numbers.insert(number);
        if !row.get::<_, bool>(1)? {
            found.without_delivery.insert(number);
        }
    }
    let mut statement = conn.prepare("SELECT marker, state FROM delivery")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.deliveries = rows.collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

impl Found {
    /// The file is whole, and everything confirmed is in it with its delivery.
    pub(crate) fn sound(&self, confirmed: &BTreeSet<u32>) -> std::result::Result<(), String> {
        if self.integrity != "ok" {
            return Err(format!("the file is not whole: {}", self.integrity));
        }
        if let Some(lost) = confirmed.difference(&self.numbers).next() {
            return Err(format!("confirmed capture {lost} is lost"));
        }
        if let Some(half) = self.without_delivery.first() {
            return Err(format!("capture {half} has no delivery"));
        }
        Ok(())
    }

    /// Everything is in the CRM, once.
    fn sent_once(&self, shelf: &Shelf) -> std::result::Result<(), String> {
        for (marker, state) in &self.deliveries {
            let there = shelf.with_marker(marker);
            if there != 1 {
                return Err(format!("a delivery that is {state} is in the CRM {there} times"));
            }
            if state != "synced" {
                return Err(format!("a delivery came to rest as {state}"));
            }
        }
        if shelf.records().len() != self.deliveries.len() {
            return Err(format!(
                "{} records for {} deliveries",
                shelf.records().len(),
                self.deliveries.len()
            ));
        }
        Ok(())
    }
}
