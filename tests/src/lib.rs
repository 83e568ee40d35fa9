//! What the stories across the crates share.

pub mod booth;
pub mod bridge;
pub mod conformance;
pub mod crm_peer;
#[cfg(target_os = "linux")]
pub mod e2e;
