//! The destinations as the store has them: read at the start, and again whenever a person changed one.

use super::line::{Anew, Line};
use super::local;
use super::worker::Worker;
use crate::crm::Client;
use crate::restored::{self, Restored};
use crate::store::Result;
use crate::store::confirmed::{self, Confirmed};
use crate::store::destinations::{self, Destination};
use lanyard_core::crm::AuthFault;
use lanyard_core::sync::Account;
use std::sync::Arc;

/// A destination as it was read.
struct Known {
    client: Option<Arc<Client>>,
    account: Account,
    days: Confirmed,
    may_send: bool,
}

impl Worker {
    /// Reads the destinations anew. Lines that are under way keep what is volatile.
    pub(super) fn reload(&mut self) {
        self.unread = false;
        let found = match self.parts.store.read(|conn| destinations::all(conn)) {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(%error, "the destinations could not be read; trying again");
                self.unread = true;
                return;
            }
        };
        let now = self.parts.clock.mono();
        for destination in found {
            let Ok(Known { client, account, days, may_send }) = self.known(&destination) else {
                tracing::error!(destination = %destination.id, "a destination could not be read; trying again");
                self.unread = true;
                continue;
            };
            let missing = client.is_none();
            if let Some(line) = self.lines.get_mut(&destination.id) {
                line.renew(Anew { destination, client, account });
                line.stale = true;
                line.health.hurry(now);
                line.allow(may_send);
            } else {
                let id = destination.id.clone();
                let mut line = Line::new(destination, account, client, now);
                // A sign-in that was refused is tried once more at each start.
                line.health.auth = line.health.auth.filter(|_| missing);
                line.confirmed = Some(days);
                line.allow(may_send);
                self.lines.insert(id, line);
            }
        }
        for line in self.lines.values_mut().filter(|line| line.client.is_none()) {
            line.health.auth = Some(AuthFault::Revoked);
        }
    }

    /// What the store knows of a destination, with a client for it.
    fn known(&self, destination: &Destination) -> Result<Known> {
        let client = (self.parts.connect)(destination)?.map(Arc::new);
        self.parts.store.read(|conn| {
            let account = match &client {
                Some(client) => local::account(conn, destination, client),
                None => local::stored_account(conn, destination),
            }?;
            let may_send = restored::state(conn)? == Restored::Settled;
            Ok(Known { client, account, days: confirmed::of(conn, &destination.id)?, may_send })
        })
    }
}
