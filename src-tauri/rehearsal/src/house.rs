//! What the server, the faults and the control routes need of a CRM, whichever one is rehearsed.

use crate::act::Act;
use crate::ask::Ask;
use crate::book::{Note, Record};
use crate::options::Settings;
use crate::reply::{Problem, Reply};
use serde_json::Value;

/// A CRM behind the server.
pub(crate) trait House: Send {
    /// Its clock: milliseconds since 1970.
    fn now(&self) -> i64;
    /// Answers a request by its contract.
    fn answer(&mut self, ask: &Ask) -> Reply;
    /// A problem in its own words, for faults that speak for it.
    fn complain(&mut self, problem: Problem) -> Reply;
    /// How it behaves.
    fn settings(&mut self) -> &mut Settings;
    /// What a person does at its own screen; the record that shows the outcome, where there is one.
    fn act(&mut self, act: &Act) -> Result<Option<Value>, Problem>;
    /// All records, archived ones too.
    fn records(&self) -> Vec<Record>;
    /// The same as its wire shows them.
    fn shown(&self) -> Value;
    /// All notes.
    fn notes(&self) -> Vec<Note>;
}
