//! A CRM to rehearse with and to be tested against: AcmeCRM's contract over real HTTP on loopback, with faults, and beside
//! it HubSpot's and Pipedrive's, as far as contacts and their notes go.
//!
//! It knows the wire format by itself and shares no code with the client, so that a client that misunderstands the
//! contract cannot agree with itself. The server is two parts: `crm`, `hubspot` or `pipedrive`, which answers one request after
//! another and knows no sockets, and `entry` behind `server`, which speak HTTP, play the faults and cut connections. What it
//! holds is kept where it is told to ([`Memory`]), so that it survives a restart.
//!
//! Left out on purpose: TLS (it listens on 127.0.0.1 only), webhooks, organisations, and any clock of its own (the time
//! is an argument; only waits that a fault asks for are real).

mod act;
mod ask;
mod book;
mod clock;
mod control;
mod crm;
mod entry;
mod fault;
mod house;
mod hubspot;
mod memory;
mod options;
mod pipedrive;
mod reply;
pub mod samples;
mod server;
mod strangers;
mod weather;
mod wire;

pub use act::{Act, Refused};
pub use book::{Note, Record};
pub use control::Seen;
pub use fault::{FaultKind, FaultRule, Match};
pub use memory::{FileMemory, Memory};
pub use options::{Brand, Clock, Deletion, Marker, Options, Settings, Update};
pub use server::{Rehearsal, Running, StartError};
pub use weather::Weather;
