//! Addresses and markers that this process gave a person lately. Nothing over there keeps two persons from having the same,
//! and the search shows a new one late: what was made a moment ago is remembered, and found by its number.

use lanyard_core::ids::RemoteId;
use lanyard_core::time::{Millis, MonoMs};
use std::collections::BTreeMap;

/// By then the search shows it: well beyond the minute that is allowed for.
const KEPT: Millis = Millis::from_secs(600);

/// What was given to whom, and when.
#[derive(Debug, Default)]
pub(super) struct Taken {
    emails: Lately,
    markers: Lately,
}

type Lately = BTreeMap<String, (RemoteId, MonoMs)>;

impl Taken {
    /// A person was made with these.
    pub(super) fn note(&mut self, email: Option<&str>, marker: Option<&str>, id: &RemoteId, now: MonoMs) {
        for (all, key) in
            [(&mut self.emails, email.map(folded)), (&mut self.markers, marker.map(str::to_owned))]
        {
            all.retain(|_, (_, at)| at.plus(KEPT) > now);
            all.extend(key.map(|key| (key, (id.clone(), now))));
        }
    }

    /// Who was given this address lately.
    pub(super) fn by_email(&self, email: &str, now: MonoMs) -> Option<RemoteId> {
        by(&self.emails, &folded(email), now)
    }

    /// Who was given this marker lately.
    pub(super) fn by_marker(&self, marker: &str, now: MonoMs) -> Option<RemoteId> {
        by(&self.markers, marker, now)
    }

    /// Its address is free again.
    pub(super) fn free_email(&mut self, id: &RemoteId) {
        self.emails.retain(|_, (theirs, _)| theirs != id);
    }

    /// It is not there any more at all.
    pub(super) fn forget(&mut self, id: &RemoteId) {
        self.free_email(id);
        self.markers.retain(|_, (theirs, _)| theirs != id);
    }
}

fn by(all: &Lately, key: &str, now: MonoMs) -> Option<RemoteId> {
    let (id, at) = all.get(key)?;
    (at.plus(KEPT) > now).then(|| id.clone())
}

/// An address as it is compared.
pub(super) fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_is_remembered_for_ten_minutes_and_until_its_person_goes() {
        let (mut taken, id) = (Taken::default(), RemoteId::new("7"));
        taken.note(Some(" Ada@Example.com"), Some("c-1"), &id, MonoMs(0));
        let (email, last) = ("ada@example.com", MonoMs(KEPT.0 - 1));
        assert_eq!(
            (taken.by_email(email, last), taken.by_marker("c-1", last)),
            (Some(id.clone()), Some(id.clone()))
        );
        let over = MonoMs(KEPT.0);
        assert_eq!((taken.by_email(email, over), taken.by_marker("c-1", over)), (None, None));
        taken.free_email(&id);
        assert_eq!(
            (taken.by_email(email, MonoMs(0)), taken.by_marker("c-1", MonoMs(0))),
            (None, Some(id.clone()))
        );
        taken.forget(&id);
        assert_eq!(taken.by_marker("c-1", MonoMs(0)), None);
    }
}
