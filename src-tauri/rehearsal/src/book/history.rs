//! What each record was before each change: the search index and the copies that answer reads by id show the past until
//! they catch up.

use super::Record;
use std::collections::BTreeMap;

/// Earlier states kept of a record; older ones no lag reaches in a rehearsal.
const KEPT: usize = 16;

/// When each record stopped looking a certain way; not kept over a restart.
#[derive(Debug, Default)]
pub(crate) struct History {
    before: BTreeMap<String, Vec<(i64, Option<Record>)>>,
}

impl History {
    /// A record changed at `now`; `before` is what it was, `None` when it was not there.
    pub(crate) fn changed(&mut self, id: &str, now: i64, before: Option<Record>) {
        let past = self.before.entry(id.to_owned()).or_default();
        past.push((now, before));
        let surplus = past.len().saturating_sub(KEPT);
        past.drain(..surplus);
    }

    /// What a record was at a time: `None` when it was what it is now, `Some(None)` when it was not there.
    pub(crate) fn at(&self, id: &str, time: i64) -> Option<Option<&Record>> {
        let past = self.before.get(id)?;
        past.iter().find(|(until, _)| *until > time).map(|(_, record)| record.as_ref())
    }
}
