//! What a person does at the CRM's own screen.

use crate::crm::Crm;
use crate::house::House;
use crate::reply::Problem;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One such act.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Changes values; `null` clears.
    Edit {
        /// The record.
        id: String,
        /// Values by the CRM's field names.
        fields: Map<String, Value>,
    },
    /// Puts a record into the bin, whatever deleting means for the API.
    Delete {
        /// The record.
        id: String,
    },
    /// Takes it out of the bin.
    Restore {
        /// The record.
        id: String,
    },
    /// Removes a record without a trace.
    Destroy {
        /// The record.
        id: String,
    },
    /// Joins a record with another one.
    Merge {
        /// The record that goes.
        id: String,
        /// The one that stays.
        into: String,
    },
}

/// Values are personal data.
impl std::fmt::Debug for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Edit { id, fields } => write!(f, "Edit({id}, {:?})", fields.keys().collect::<Vec<_>>()),
            Self::Delete { id } => write!(f, "Delete({id})"),
            Self::Restore { id } => write!(f, "Restore({id})"),
            Self::Destroy { id } => write!(f, "Destroy({id})"),
            Self::Merge { id, into } => write!(f, "Merge({id}, {into})"),
        }
    }
}

/// The CRM's rules do not allow it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the CRM refuses this: {code}")]
pub struct Refused {
    /// The error code as on the wire.
    pub code: &'static str,
}

impl Crm {
    /// Does it; the record that shows the outcome, as on the wire, where there is one.
    pub(crate) fn done(&mut self, act: &Act) -> Result<Option<Value>, Problem> {
        let now = self.now();
        let Self { book, settings, .. } = self;
        let shown = match act {
            Act::Edit { id, fields } => {
                Some(book.update(id, None, fields, settings, now)?.shown(settings.marker))
            }
            Act::Delete { id } => book.archive(id, None, now).map(|()| None)?,
            Act::Restore { id } => book.restore(id, settings, now).map(|()| None)?,
            Act::Destroy { id } => book.destroy(id, None, now).map(|()| None)?,
            Act::Merge { id, into } => Some(book.merge(id, into, now)?.shown(settings.marker)),
        };
        self.save()?;
        Ok(shown)
    }
}
