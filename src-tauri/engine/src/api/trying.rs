//! A test contact: made at a destination, read back, and taken away again. It is a contact like any other, of an event of its
//! own that nobody captures into: it goes by intent on disk, fence and marker as all of them do, and stands in no count and
//! no list. Whatever is cut in between, it is not wanted any more once the answer is told, and at the latest at the next start.

use super::desk::Desk;
use super::errors::Answer;
use super::removing;
use super::views::{CommandError, ErrorCode, TestOutcome, TestStep};
use crate::engine::Engine;
use crate::store::contacts::Edit;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, contacts, deliveries, trials};
use lanyard_core::contact::{Field, Origin, Part};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::{ContactId, DeliveryId, DestinationId, Marker};
use lanyard_core::outbox::{Chip, Delivery, State};
use rusqlite::Connection;

/// What the test contact is called, in the CRM too. It has no address: with one it could meet somebody.
const NAME: [(Field, &str); 2] = [(Field::GivenName, "Lanyard"), (Field::FamilyName, "Test contact")];

impl Desk {
    /// Makes a test contact at a destination, reads it back and takes it away again; says what came of each.
    ///
    /// # Errors
    /// When there is no such destination, or as the store allows.
    pub async fn test_destination(&self, id: &DestinationId) -> Answer<TestOutcome> {
        let engine = self.engine()?;
        let found = engine.store.read(|conn| destinations::get(conn, id))?;
        let destination =
            found.ok_or_else(|| CommandError::new(ErrorCode::NotFound, "error-no-such-destination"))?;
        let contact = engine.store.write(|conn| begin(conn, &engine, &destination))?;
        tried(&engine).await;
        let made = self.contact(&contact)?;
        let there = made.row.chip == Chip::Synced;
        let said = |code: &str| Sentence::new(code).text("crm", destination.name.clone());
        let step = |good: bool, sentence: Sentence| TestStep { good, sentence };
        let mut steps = if there {
            vec![step(true, said("test-made")), step(true, said("test-read"))]
        } else {
            vec![step(false, said("test-not-made")), step(false, made.explanation.why)]
        };
        engine.store.write(|conn| removing::remove(conn, &engine, &contact))?;
        tried(&engine).await;
        let removed = self.contact(&contact)?;
        let gone = removed.row.chip == Chip::Removed;
        match (there, gone) {
            (true, true) => steps.push(step(true, said("test-removed"))),
            // What never left, or is seen not to be there, needs no word.
            (false, true) => {}
            (_, false) => {
                steps.push(step(false, said("test-not-removed")));
                steps.push(step(false, removed.explanation.why));
            }
        }
        Ok(TestOutcome { ok: there && gone, steps })
    }
}

/// The worker does what it can at once.
async fn tried(engine: &Engine) {
    if let Some(sync) = engine.sync() {
        sync.sync_now().await;
    }
}

fn begin(conn: &Connection, engine: &Engine, destination: &Destination) -> Result<ContactId> {
    let (clock, mine) = (&engine.clock, &engine.installation);
    let event = trials::event(conn, destination.rehearsal, || clock.new_id())?;
    let contact = ContactId::new(clock.new_id());
    contacts::insert(conn, &contact, &event, mine, clock.wall())?;
    let edits = NAME.map(|(field, value)| Edit {
        field,
        part: Part::default(),
        value: Some(value.to_owned()),
        raw: None,
        problem: None,
        origin: Origin::Typed,
    });
    contacts::edit(conn, &contact, mine, &edits, clock.wall())?;
    let delivery = Delivery::new(
        DeliveryId::new(clock.new_id()),
        contact.clone(),
        destination.id.clone(),
        Marker::new(clock.new_id()),
        State::Queued,
    );
    deliveries::insert(conn, &delivery, true)?;
    Ok(contact)
}

/// At a start: test contacts that are still wanted, since something was cut, are not wanted any more.
///
/// # Errors
/// As the store allows.
pub(super) fn tidy(engine: &Engine) -> Result<()> {
    let left = engine.store.read(|conn| trials::wanted(conn))?;
    if left.is_empty() {
        return Ok(());
    }
    engine.store.write(|conn| {
        for contact in &left {
            removing::remove(conn, engine, contact)?;
        }
        Ok(())
    })
}
