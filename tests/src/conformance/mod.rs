//! The part of the conformance suite that runs against whoever is at the other end, a rehearsal CRM or a real one: each
//! operation in all its forms under each fault, and the tables of what became of them. Who plays the faults is the other end's
//! affair ([`OtherEnd`]).

mod asked;
mod faults;
mod matrix;

pub use asked::{reads, writes};
pub use faults::{each_fault, every_operation_is_answered, failure};
pub use matrix::{Matrix, Part, bottle_is_up_to_date, cell};

use crate::crm_peer::{PASSWORD, Peer, Speaker, TOKEN};
use lanyard_core::ids::RemoteId;
use lanyard_rehearsal::{Brand, FaultKind};

/// The secrets of the rehearsal CRMs; of a token from a login, its begin.
pub const SECRETS: [&str; 3] = [TOKEN, PASSWORD, "eyJ"];

/// A CRM with a client of it, and somebody who plays faults between the two.
pub trait OtherEnd {
    /// What its table is called.
    fn name(&self) -> String;

    /// The client under test.
    fn client(&self) -> &Speaker;

    /// Two records that may be read.
    fn known(&self) -> [RemoteId; 2];

    /// The seconds that are waited after a refusal that names none, where the CRM is known to count in a window.
    fn window(&self) -> Option<u64>;

    /// What must never stand in what people may read.
    fn secrets(&self) -> Vec<String>;

    /// All requests meet this from now on, or all writes.
    fn play(&self, kind: FaultKind, writes_only: bool);

    /// Nothing is played any more.
    fn clear(&self);

    /// All that a write could change over there.
    fn state(&self) -> String;
}

impl OtherEnd for Peer {
    fn name(&self) -> String {
        Peer::name(self)
    }

    fn client(&self) -> &Speaker {
        &self.client
    }

    fn known(&self) -> [RemoteId; 2] {
        ["c_000001", "c_000002"].map(RemoteId::new)
    }

    fn window(&self) -> Option<u64> {
        // HubSpot names the limit that was reached: its window is ten seconds long. Pipedrive shows in its headers that the
        // window of two seconds is all there is.
        match self.brand {
            Brand::Acme => None,
            Brand::HubSpot => Some(10),
            Brand::Pipedrive => Some(2),
        }
    }

    fn secrets(&self) -> Vec<String> {
        SECRETS.map(str::to_owned).to_vec()
    }

    fn play(&self, kind: FaultKind, writes_only: bool) {
        if writes_only { self.fault_writes(kind) } else { self.fault(kind) }
    }

    fn clear(&self) {
        self.crm.clear_faults();
    }

    fn state(&self) -> String {
        let records = self.crm.records();
        let records: Vec<_> =
            records.iter().map(|record| (&record.id, record.version, record.archived)).collect();
        format!("{records:?} {:?}", self.crm.notes())
    }
}
