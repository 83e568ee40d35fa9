//! What a CRM says has changed since we last asked: pages of records, and how far we came. Hints only (rule 3): what they
//! lead to is read by id. How a cursor moves is decided in `sync::pull`.

use super::record::RemoteRecord;
use crate::time::WallMs;
use serde::{Deserialize, Serialize};

/// How far a pull came, in the server's own words and times; never by this laptop's clock (rule 14).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The newest modification seen, by the server's clock; none asks for everything.
    pub since: Option<WallMs>,
    /// The newest modification of the pages read so far; becomes `since` when the last page was read.
    pub seen: Option<WallMs>,
    /// The page to go on with; none starts at `since`, less the overlap.
    pub page: Option<String>,
}

/// A record that changed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRecord {
    /// The record as the list shows it; archived ones included.
    pub record: RemoteRecord,
    /// When, by the server's clock.
    pub modified: WallMs,
}

/// A page of changes, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The records.
    pub records: Vec<ChangedRecord>,
    /// The next page's token; none on the last one.
    pub more: Option<String>,
}
