//! What a decision looks at: the delivery, the contact as its destination would see it, the account.

use super::plant::{self, Plant};
use crate::contact::{self, Field};
use crate::crm::{Capabilities, Mapping, Object, Ours, RemoteField, RemoteRecord};
use crate::ids::{BootId, Marker, MarkerOrigin, RemoteId};
use crate::outbox::{Delivery, Leaving};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a decision about one delivery looks at. `P` is a planted fault ([`plant`]); the app has none.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a, const P: Plant = { plant::NONE }> {
    /// The delivery as it is stored.
    pub delivery: &'a Delivery,
    /// The contact as it is here.
    pub local: &'a Local,
    /// The CRM account.
    pub account: &'a Account,
    /// This process.
    pub boot: &'a BootId,
}

/// Whether a contact is to be in the CRM at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Wanted {
    /// As it is here.
    #[default]
    Here,
    /// It was removed here: what we made goes there too, what we adopted is handed back (rule 10).
    Gone,
    /// It is to go there whoever made it: a manager's own act, which named the record.
    Destroyed,
}

/// A contact, or a part of one, as one destination would see it.
#[derive(Debug, Clone)]
pub struct Local {
    /// What sort of record the part is, and for a note on which record.
    pub object: Object,
    /// Whether it is to be there.
    pub wanted: Wanted,
    /// Records to which other contacts of this store are bound at this destination; only those that matter here need to be
    /// among them: the one this delivery is bound to, and those an answer speaks of.
    pub bound_elsewhere: BTreeSet<RemoteId>,
    /// For a surplus record: the marker by which it is ours. Otherwise the delivery's own.
    pub family: Option<Marker>,
    /// Every value each field was ever given here by a capture or a person; what only came from the CRM is not among them,
    /// or somebody's change would count as ours. Only looked at where a record is to be deleted; may be empty otherwise.
    pub history: BTreeMap<RemoteField, BTreeSet<String>>,
    /// The values by their field names; removed ones with the edit that removed them.
    pub fields: BTreeMap<RemoteField, Ours>,
    /// Where the last fact was read by another version of the mapping: what that one would say now, of each field it has.
    pub former: Option<BTreeMap<RemoteField, Option<String>>>,
    /// The newest edit.
    pub seq: u64,
    /// The name, to be compared with a record's.
    pub name: String,
    /// Their fields for which an open conflict row says that theirs holds.
    pub theirs_hold: BTreeSet<RemoteField>,
    /// Fields whose values here came from a CRM, not from a badge or a person.
    pub from_crm: BTreeSet<RemoteField>,
    /// Where other contacts of this store stand on the same record: what they carried into it from other CRMs
    /// ([`Delivery::carried`]).
    pub beside: BTreeMap<RemoteField, BTreeSet<String>>,
    /// Where `beside` holds anything: every value each of its fields ever had here, wherever it came from.
    pub had: BTreeMap<RemoteField, BTreeSet<String>>,
    /// Whether the record of a contact that was merged into this one is still on its way out of the CRM, which lets no two have
    /// one address.
    pub address_leaves: bool,
    /// What may still hold it back.
    pub leaving: Leaving,
}

impl Default for Local {
    fn default() -> Self {
        Self {
            object: Object::Contact,
            wanted: Wanted::Here,
            bound_elsewhere: BTreeSet::new(),
            family: None,
            history: BTreeMap::new(),
            fields: BTreeMap::new(),
            former: None,
            seq: 0,
            name: String::new(),
            theirs_hold: BTreeSet::new(),
            from_crm: BTreeSet::new(),
            beside: BTreeMap::new(),
            had: BTreeMap::new(),
            address_leaves: false,
            leaving: Leaving::default(),
        }
    }
}

/// What becomes of a contact whose record somebody deleted in the CRM (rule 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenDeleted {
    /// A person is asked.
    #[default]
    Ask,
    /// It counts as removed there; the contact stays here.
    Follow,
    /// It is kept and sent as a new record.
    Renew,
}

/// A CRM account as the protocol needs it.
#[derive(Debug, Clone)]
pub struct Account {
    /// What it can do.
    pub caps: Capabilities,
    /// Our fields to theirs.
    pub mapping: Mapping,
    /// Whether one more record with a taken e-mail would be accepted.
    pub may_double: bool,
    /// What becomes of a contact that was deleted there.
    pub when_deleted: WhenDeleted,
}

impl Account {
    /// The e-mail by which the contact would be looked for; none when it has none that would be sent.
    #[must_use]
    pub fn email(&self, local: &Local) -> Option<String> {
        local.fields.get(self.mapping.theirs(Field::Email)?)?.value.clone()
    }

    /// A record's name, as far as the mapping knows its parts.
    #[must_use]
    pub fn name(&self, record: &RemoteRecord) -> String {
        let part = |field| self.mapping.theirs(field).and_then(|theirs| record.fields.get(theirs));
        match part(Field::FullName) {
            Some(full) => full.to_owned(),
            None => {
                let parts = [part(Field::GivenName), part(Field::FamilyName)];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// Whether a record can be this contact's: its name is empty or fits.
    #[must_use]
    pub fn fits(&self, record: &RemoteRecord, local: &Local) -> bool {
        contact::compatible_names(&self.name(record), &local.name)
    }
}

impl<const P: Plant> Case<'_, P> {
    /// How a marker came onto a record, if it is the one by which this delivery's records are known.
    pub(super) fn recognise(&self, record: &RemoteRecord) -> Option<MarkerOrigin> {
        let marker = self.local.family.as_ref().unwrap_or(&self.delivery.marker);
        record.marker.as_deref().and_then(|written| marker.recognise(written))
    }

    /// Both written forms of that marker.
    pub(super) fn markers(&self) -> Vec<String> {
        let marker = self.local.family.as_ref().unwrap_or(&self.delivery.marker);
        vec![marker.written(MarkerOrigin::Created), marker.written(MarkerOrigin::Adopted)]
    }
}
