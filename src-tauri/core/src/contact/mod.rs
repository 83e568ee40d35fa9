//! People we met: the field table, what a badge says (draft), what we keep (contact), and what is wrong with it.
//! No storage and no CRM's names: those are the engine's and the mapping's.

pub mod asking;
pub mod draft;
pub mod duplicates;
pub mod fields;
pub mod joining;
pub mod late;
pub mod name;
pub mod normalise;
pub mod parting;
pub mod record;
pub mod searched;
pub mod tidy;

pub use draft::{ContactDraft, DraftValue};
pub use fields::{FIELDS, Field, FieldRow, Kind, Many, Merge};
pub use name::{compatible_names, display_name};
pub use normalise::{Normalised, PhoneForm, Problem, Region, normalise, phone_as, same_value};
pub use record::{Asked, Consent, Contact, FieldValue, Origin, Part, Yes};
