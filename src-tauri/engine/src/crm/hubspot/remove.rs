//! Taking records away: one at a time, into the bin, where they can be restored for 90 days. HubSpot deletes whatever
//! version is there; that nobody changed it was read just before.

use super::Client;
use super::ask::NO_CONTENT;
use super::names::Kind;
use crate::crm::Heard;
use crate::crm::one_by_one::each;
use lanyard_core::crm::{CrmAnswer, ItemAnswer, Object, Removal};
use reqwest::Method;

impl Client {
    /// Deletes records.
    pub(super) async fn delete(&self, items: &[Removal]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.delete_one(item)).await
    }

    async fn delete_one(&self, item: &Removal) -> Heard<ItemAnswer> {
        let kind = match item.object {
            Object::Contact => Kind::Contacts,
            Object::Note { .. } => Kind::Notes,
        };
        let path = self.version.objects(kind, &[item.id.as_str()]);
        let (outcome, facts) = self.write(Method::DELETE, path, None, NO_CONTENT).await;
        (outcome.map(|_| ItemAnswer::Accepted(item.id.clone())), facts)
    }
}
