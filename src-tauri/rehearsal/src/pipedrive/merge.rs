//! A merge: the one that stays keeps its values, is given what it lacks, and has both lists of addresses and numbers. The
//! other one is not found any more, and nothing says what it became.

use super::Pipedrive;
use super::person::{Entry, Values};
use super::refusal::Refusal;

impl Pipedrive {
    /// Merges `id` into `with`, which stays. Its id.
    pub(super) fn merged(&mut self, id: &str, with: &str, now: i64) -> Result<u64, Refusal> {
        let find = |id: &str| self.book.live(id).cloned().ok_or_else(|| Refusal::not_found("Person"));
        let (goes, stays) = (find(id)?, find(with)?);
        if goes.id == stays.id {
            return Err(Refusal::odd("A person cannot be merged with itself."));
        }
        let mut custom = goes.values.custom.clone();
        custom.extend(stays.values.custom.clone());
        let values = Values {
            name: stays.values.name.clone(),
            emails: joined(&stays.values.emails, &goes.values.emails),
            phones: joined(&stays.values.phones, &goes.values.phones),
            organization: stays.values.organization.or(goes.values.organization),
            custom,
            standing: stays.values.standing.clone().or_else(|| goes.values.standing.clone()),
        };
        self.book.rewrite(with, now, |person| person.values = values)?;
        self.book.rewrite(id, now, |person| person.merged_into = Some(stays.id))?;
        self.notes.moved(goes.id, stays.id);
        Ok(stays.id)
    }
}

fn joined(first: &[Entry], second: &[Entry]) -> Vec<Entry> {
    let mut all = first.to_vec();
    for entry in second {
        if all.iter().all(|one| one.value.to_lowercase() != entry.value.to_lowercase()) {
            all.push(Entry { primary: all.is_empty(), ..entry.clone() });
        }
    }
    all
}
