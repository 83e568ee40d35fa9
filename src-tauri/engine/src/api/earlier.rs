//! A destination that is connected when contacts are there already: they are counted and asked about, under Review and beside the
//! destination, and go there after a yes.

use super::desk::Desk;
use super::errors::Answer;
use super::many::{AT_ONCE, done};
use super::reviewing::{EXAMPLES, example};
use super::views::{CommandError, DoneForMany, EarlierView, ErrorCode};
use crate::store::destinations::{self, Destination};
use crate::store::{Result, deliveries, earlier};
use crate::sync::{apply_to_contact, fresh};
use lanyard_core::explain::{Explanation, Sentence, Who};
use lanyard_core::ids::{DestinationId, EventId};
use rusqlite::Connection;

impl Desk {
    /// Answers what becomes of the contacts that were captured before a destination was connected: they go there too, or they stay on this
    /// laptop until somebody says otherwise.
    ///
    /// Carried out in small transactions; what is done of it stays done, and the rest is asked about again.
    ///
    /// # Errors
    /// There is no such destination, or as the store allows.
    pub fn answer_earlier(&self, id: &DestinationId, send: bool) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let destination = engine
            .store
            .read(|conn| destinations::get(conn, id))?
            .ok_or_else(|| CommandError::new(ErrorCode::NotFound, "error-no-such-destination"))?;
        let event = destination.event.clone();
        engine.store.write(|conn| earlier::keep(conn, id, !send))?;
        if !send {
            let staying = engine.store.read(|conn| earlier::count(conn, &event, id))?;
            return Ok(done("done-earlier-stay", staying));
        }
        let grace = engine.event()?.grace;
        let mut contacts = 0;
        loop {
            let made = engine.store.write(|conn| {
                let some = earlier::some(conn, &event, id, AT_ONCE as u32)?;
                for contact in &some {
                    let delivery = fresh(engine.clock.as_ref(), contact, id, grace);
                    deliveries::insert(conn, &delivery, true)?;
                    apply_to_contact(conn, engine.with(), contact)?;
                }
                Ok(some)
            })?;
            if made.is_empty() {
                return Ok(done("done-earlier", contacts));
            }
            contacts += u32::try_from(made.len()).unwrap_or(u32::MAX);
            engine.committed(made);
        }
    }
}

/// What is asked beside a destination; nothing when all contacts go there.
pub(super) fn view(
    conn: &Connection,
    event: &EventId,
    destination: &Destination,
) -> Result<Option<EarlierView>> {
    let contacts = earlier::count(conn, event, &destination.id)?;
    if contacts == 0 {
        return Ok(None);
    }
    let stay = earlier::stay(conn, &destination.id)?;
    let some = earlier::some(conn, event, &destination.id, EXAMPLES)?;
    let code = if stay { "why-cause-earlier-stay" } else { "why-cause-earlier" };
    let why = Sentence::new(code).text("crm", destination.name.clone()).count("count", u64::from(contacts));
    Ok(Some(EarlierView {
        destination: destination.id.clone(),
        name: destination.name.clone(),
        contacts,
        stay,
        explanation: Explanation::because(why).needs(if stay { Who::Nobody } else { Who::Manager }, &[]),
        examples: some.iter().map(|id| example(conn, id, None)).collect::<Result<_>>()?,
    }))
}
