//! Looking where nothing is kept under a key: records that look alike, and those changed last. What is found here leads to
//! a read by id, it is no fact itself.

use super::table::Alike;
use super::{Client, PAGE};
use crate::crm::Heard;
use lanyard_core::crm::{CrmAnswer, Failure, Fields, ItemAnswer, RemoteField, RemoteRecord, ReplyFacts};
use lanyard_core::ids::{DeliveryId, RemoteId};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Records, and the markers of those that were merged away, with what they were merged into.
type Newest = (Vec<RemoteRecord>, BTreeMap<String, RemoteId>);

/// Records that one filter may lead to; more than that are no hint.
const MOST_ALIKE: usize = 100;

impl Client {
    /// Records that look like what was sent, by the most telling values that lead to any. Only those that do carry them
    /// are returned: a filter that the CRM passes over shows itself so.
    pub(super) async fn find_like(&self, items: &[(DeliveryId, Fields)]) -> CrmAnswer {
        let mut answers = BTreeMap::new();
        let mut facts = ReplyFacts::default();
        for (delivery, sent) in items {
            let mut found = Vec::new();
            for telling in self.table.telling {
                let values = telling.iter().map(|name| {
                    let field = RemoteField::new(*name);
                    sent.get(&field).map(|value| (field.clone(), value.to_lowercase()))
                });
                let Some(values) = values.collect::<Option<Vec<_>>>() else { continue };
                let (heard, later) = self.search(&values).await;
                facts = later;
                match heard {
                    Ok(records) => found = records,
                    Err(failure) => return CrmAnswer { outcome: Err(failure), facts },
                }
                if !found.is_empty() {
                    break;
                }
            }
            answers.insert(delivery.clone(), ItemAnswer::Found(found));
        }
        CrmAnswer { outcome: Ok(answers), facts }
    }

    async fn search(&self, values: &[(RemoteField, String)]) -> Heard<Vec<RemoteRecord>> {
        let names = &self.table.list;
        let (call, query, filters) = match &self.table.alike {
            Alike::Search { call, query, filters } => (call, query, filters),
            Alike::Filter(filters) => return self.filter(filters, values).await,
        };
        let wanted: Map<String, Value> =
            values.iter().map(|(field, value)| (field.as_str().to_owned(), json!(value))).collect();
        let body = json!({ *query: "", *filters: wanted, names.limit: self.table.batch });
        let (outcome, facts) = self.read(call, Method::POST, None, Vec::new(), Some(body)).await;
        let records =
            outcome.and_then(|value| self.table.records(value.get(names.data)).ok_or(Failure::Protocol));
        (records.map(|records| alike(records, values)), facts)
    }

    async fn filter(
        &self,
        filters: &[(&str, &'static str)],
        values: &[(RemoteField, String)],
    ) -> Heard<Vec<RemoteRecord>> {
        let named = values.first().and_then(|(field, value)| {
            let (_, filter) = filters.iter().find(|(name, _)| *name == field.as_str())?;
            Some((*filter, value.clone()))
        });
        let Some(named) = named else { return (Ok(Vec::new()), ReplyFacts::default()) };
        let names = &self.table.list;
        let query = vec![named, (names.limit, MOST_ALIKE.to_string())];
        let (outcome, facts) = self.read(&self.table.calls.list, Method::GET, None, query, None).await;
        let records =
            outcome.and_then(|value| self.table.records(value.get(names.data)).ok_or(Failure::Protocol));
        (records.map(|records| alike(records, values)), facts)
    }

    /// The records changed last, live, archived and merged.
    pub(super) async fn newest(&self) -> Heard<Newest> {
        let (mut newest, mut merged) = (Vec::new(), BTreeMap::new());
        let mut facts = ReplyFacts::default();
        let names = &self.table.list;
        for page in 0..self.table.recent_pages {
            let mut query = vec![(names.limit, PAGE.to_string()), (names.offset, (page * PAGE).to_string())];
            query.extend(names.order.as_ref().map(|order| (order.sort, order.newest_first.to_owned())));
            query.extend(names.with_archived.map(|(name, any)| (name, any.to_owned())));
            let (heard, later) = self.read(&self.table.calls.list, Method::GET, None, query, None).await;
            facts = later;
            let listed =
                heard.and_then(|value| self.table.listed(value.get(names.data)).ok_or(Failure::Protocol));
            let listed = match listed {
                Ok(listed) => listed,
                Err(failure) => return (Err(failure), facts),
            };
            let last = listed.len() < PAGE;
            for (record, into) in listed {
                match (into, &record.marker) {
                    (Some(into), Some(marker)) => _ = merged.insert(marker.clone(), into),
                    (Some(_), None) => {}
                    (None, _) => newest.push(record),
                }
            }
            if last {
                break;
            }
        }
        (Ok((newest, merged)), facts)
    }
}

/// Those that carry all of these values, spelling of letters aside.
fn alike(records: Vec<RemoteRecord>, values: &[(RemoteField, String)]) -> Vec<RemoteRecord> {
    let carries = |record: &RemoteRecord| {
        values.iter().all(|(field, value)| {
            record.fields.get(field).is_some_and(|theirs| theirs.to_lowercase() == *value)
        })
    };
    records.into_iter().filter(carries).collect()
}
