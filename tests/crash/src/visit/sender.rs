//! The side that sends, in steps: what the worker does in its rounds, done by one call after the other.

use super::found::{Found, look};
use crate::laptop::badge;
use lanyard_core::contact::{Field, Origin, Part};
use lanyard_core::crm::ItemAnswer;
use lanyard_core::ids::{BootId, ContactId, DeliveryId, InstallationId};
use lanyard_core::sync::{Account, Event, Request};
use lanyard_core::time::Millis;
use lanyard_engine::Engine;
use lanyard_engine::clock::{Clock, ManualClock};
use lanyard_engine::store::contacts::{self, Edit};
use lanyard_engine::store::{Result, attempts, captures, deliveries, destinations, events};
use lanyard_engine::sync::{Applied, apply, apply_to_contact, stored_account};
use std::sync::Arc;

/// The engine over an open store, without its worker.
pub(super) struct Sender {
    pub(super) engine: Engine,
    pub(super) clock: Arc<ManualClock>,
    pub(super) boot: BootId,
    pub(super) installation: InstallationId,
}

impl Sender {
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
    pub(super) fn drain(&self, ask: &mut dyn FnMut(&Request) -> ItemAnswer) -> Result<()> {
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
        account: &Account,
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
    pub(super) fn correct(&self, number: u32, company: &str) -> Result<()> {
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
            let Some(contact) = captures::with_payload(conn, &event.id, &digest)? else {
                return Ok(());
            };
            contacts::edit(conn, &contact, &self.installation, &[edit], self.clock.wall())?;
            apply_to_contact(conn, self.applied(), &contact)
        })
    }

    pub(super) fn look(&self) -> Result<Found> {
        self.engine.store().read(|conn| Ok(look(conn)?))
    }
}
