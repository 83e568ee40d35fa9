//! What a CRM is asked and answers, as data: operations, records, capabilities, failure classes, field mapping. How a
//! given CRM spells any of it is its client's affair (`engine/src/crm/<name>`), and the outbox is not known here.

mod answering;
pub mod capability;
pub mod changes;
mod checking;
pub mod failure;
pub mod mapping;
pub mod op;
pub mod record;
pub mod standing;
pub mod there;
pub mod turning;

pub use answering::{Questions, fitting};
pub use capability::{Capabilities, Kind, MarkerSupport};
pub use changes::{ChangedRecord, Cursor, Page};
pub use checking::{MapFault, MapProblem};
pub use failure::{AuthFault, ConflictOn, Failure, FieldFault, Scope, Trouble};
pub use mapping::{MapRow, Mapping, Ours, Take, notes_of};
pub use op::{
    CrmAnswer, CrmOp, ItemAnswer, NOTE_TEXT, NewRecord, NoteKey, NoteLookup, Object, RateFacts, RecordPatch,
    Removal, ReplyFacts,
};
pub use record::{Fields, RemoteField, RemoteRecord, Version};
pub use standing::{Deals, Standing, Whom};
pub use there::{FieldThere, Holds, OptionThere, Role};
pub use turning::{Letters, Turn};
