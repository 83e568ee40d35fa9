//! A CRM that nobody here wrote: the real store, the real worker and real HTTP to BottleCRM, which `tests/peers/bottlecrm`
//! starts, and the conformance suite at it. `cargo xtask test --peers` runs this; without the CRM it says so and passes over.

mod booth;
mod cuts;
mod faults;
mod stories;
