//! What the search index still shows of the past: values before each change, until the index catches up.

use super::Fields;
use std::collections::BTreeMap;

/// Earlier states kept of a record; older ones no lag reaches in a rehearsal.
const KEPT: usize = 16;

/// When each record stopped looking a certain way; not kept over a restart.
#[derive(Debug, Default)]
pub(crate) struct Index {
    before: BTreeMap<String, Vec<(i64, Option<Fields>)>>,
}

impl Index {
    /// A record changed at `now`; `before` is what it was, `None` when it was not there.
    pub(crate) fn changed(&mut self, id: &str, now: i64, before: Option<Fields>) {
        let past = self.before.entry(id.to_owned()).or_default();
        past.push((now, before));
        let surplus = past.len().saturating_sub(KEPT);
        past.drain(..surplus);
    }

    /// How a record looked at a time: `None` when it looked as it does now, `Some(None)` when it was not there.
    pub(crate) fn at(&self, id: &str, time: i64) -> Option<Option<&Fields>> {
        let past = self.before.get(id)?;
        past.iter().find(|(until, _)| *until > time).map(|(_, fields)| fields.as_ref())
    }
}
