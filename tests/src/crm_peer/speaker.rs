//! A client under test as the suite speaks to it. The suite's words for fields are AcmeCRM's; a client of another CRM has a
//! dictionary, and nothing else of it is hidden.

use super::items::found;
use lanyard_core::crm::{
    Capabilities, CrmAnswer, CrmOp, Failure, Fields, ItemAnswer, NewRecord, Page, RecordPatch, RemoteField,
    RemoteRecord, ReplyFacts, Standing, Whom,
};
use lanyard_core::time::WallMs;
use lanyard_engine::crm::{Client, Settings};
use lanyard_rehearsal::Act;

/// The suite's word, and HubSpot's.
const HUBSPOT: &[(&str, &str)] = &[
    ("acme_first_name", "firstname"),
    ("acme_last_name", "lastname"),
    ("acme_email", "email"),
    ("acme_phone", "phone"),
    ("acme_mobile", "mobilephone"),
    ("acme_company", "company"),
    ("acme_job_title", "jobtitle"),
    ("acme_website", "website"),
    ("acme_street", "address"),
    ("acme_city", "city"),
    ("acme_region", "state"),
    ("acme_postal_code", "zip"),
    ("acme_country", "country"),
];

/// The key of the list of its own that the rehearsal's account begins with.
pub const PIPEDRIVE_TIER: &str = "1f4a7c20d9e85b36a1c07f92e4d8b6530a9c1e72";
/// The same of a text, for a town.
pub const PIPEDRIVE_TOWN: &str = "7e3c1d0a9b8f4e6d5c2b1a0f9e8d7c6b5a493827";

/// The suite's word, and Pipedrive's. It has one name only, and no place for a town unless an account makes one.
const PIPEDRIVE: &[(&str, &str)] = &[
    ("acme_last_name", "name"),
    ("acme_email", "email"),
    ("acme_phone", "phone"),
    ("acme_mobile", "mobile"),
    ("acme_company", "organization"),
    ("acme_job_title", "job_title"),
    ("acme_city", PIPEDRIVE_TOWN),
];

/// The suite's word, and BottleCRM's.
const BOTTLE: &[(&str, &str)] = &[
    ("acme_first_name", "first_name"),
    ("acme_last_name", "last_name"),
    ("acme_email", "email"),
    ("acme_phone", "phone"),
    ("acme_company", "organization"),
    ("acme_job_title", "title"),
    ("acme_street", "address_line"),
    ("acme_city", "city"),
    ("acme_region", "state"),
    ("acme_postal_code", "postcode"),
];

/// A client and its dictionary.
#[derive(Debug)]
pub struct Speaker {
    client: Client,
    words: &'static [(&'static str, &'static str)],
}

impl Speaker {
    /// One whose words are the suite's.
    #[must_use]
    pub fn plain(client: Client) -> Self {
        Self { client, words: &[] }
    }

    /// One of HubSpot.
    #[must_use]
    pub fn of_hubspot(client: Client) -> Self {
        Self { client, words: HUBSPOT }
    }

    /// One of Pipedrive.
    #[must_use]
    pub fn of_pipedrive(client: Client) -> Self {
        Self { client, words: PIPEDRIVE }
    }

    /// One of BottleCRM.
    #[must_use]
    pub fn of_bottle(client: Client) -> Self {
        Self { client, words: BOTTLE }
    }

    /// Whether its CRM has a field for this word.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.words.is_empty() || self.words.iter().any(|(ours, _)| *ours == word)
    }

    /// Asks.
    pub async fn perform(&self, op: &CrmOp) -> CrmAnswer {
        let mut answer = self.client.perform(&self.asked(op)).await;
        if let Ok(items) = &mut answer.outcome {
            for item in items.values_mut() {
                self.understand(item);
            }
        }
        if let Err(failure) = &mut answer.outcome {
            self.name(failure);
        }
        answer
    }

    /// Asks for one write, and reads the record where the answer does not show it.
    ///
    /// # Panics
    /// If it is another answer.
    pub async fn wrote(&self, op: &CrmOp) -> RemoteRecord {
        let name = op.deliveries()[0].clone();
        let answer = self.perform(op).await;
        let id = match answer.of(op, &name) {
            ItemAnswer::Written(record) => return record,
            ItemAnswer::Accepted(id) => id,
            other => panic!("not written: {other:?}, {:?}", answer.facts),
        };
        let get = CrmOp::Get { items: vec![(name.clone(), id)] };
        found(&get, &self.perform(&get).await, name.as_str()).remove(0)
    }

    /// A page of what changed.
    pub async fn changes(
        &self,
        since: Option<WallMs>,
        page: Option<&str>,
    ) -> (Result<Page, Failure>, ReplyFacts) {
        let (mut page, facts) = self.client.changes(since, page).await;
        for changed in page.iter_mut().flat_map(|page| &mut page.records) {
            self.read(&mut changed.record);
        }
        (page, facts)
    }

    /// How somebody stands over there.
    pub async fn standing(&self, whom: &Whom) -> (Result<Option<Standing>, Failure>, ReplyFacts) {
        self.client.standing(whom).await
    }

    /// What the account can do.
    #[must_use]
    pub fn capabilities(&self) -> Capabilities {
        self.client.capabilities()
    }

    /// What a check learned.
    #[must_use]
    pub fn learned(&self) -> Option<Settings> {
        self.client.learned()
    }

    /// What a person does at its CRM's screen, in that CRM's words.
    #[must_use]
    pub fn act(&self, act: &Act) -> Act {
        match act {
            Act::Edit { id, fields } => {
                let fields = fields.iter().map(|(name, value)| (self.out(name), value.clone())).collect();
                Act::Edit { id: id.clone(), fields }
            }
            other => other.clone(),
        }
    }

    fn out(&self, word: &str) -> String {
        self.words.iter().find(|(ours, _)| *ours == word).map_or(word, |(_, theirs)| theirs).to_owned()
    }

    fn back(&self, name: &str) -> RemoteField {
        let known = self.words.iter().find(|(_, theirs)| *theirs == name);
        RemoteField::new(known.map_or(name, |(ours, _)| ours))
    }

    fn fields(&self, fields: &Fields) -> Fields {
        fields
            .iter()
            .map(|(field, value)| (RemoteField::new(self.out(field.as_str())), value.to_owned()))
            .collect()
    }

    fn asked(&self, op: &CrmOp) -> CrmOp {
        let renamed = |item: &NewRecord| NewRecord { fields: self.fields(&item.fields), ..item.clone() };
        let changed = |item: &RecordPatch| {
            let fields = item.fields.iter();
            let fields =
                fields.map(|(name, value)| (RemoteField::new(self.out(name.as_str())), value.clone()));
            RecordPatch { fields: fields.collect(), ..item.clone() }
        };
        match op {
            CrmOp::Create { items } => CrmOp::Create { items: items.iter().map(renamed).collect() },
            CrmOp::Update { items } => CrmOp::Update { items: items.iter().map(changed).collect() },
            CrmOp::FindLike { items } => CrmOp::FindLike {
                items: items.iter().map(|(name, fields)| (name.clone(), self.fields(fields))).collect(),
            },
            other => other.clone(),
        }
    }

    fn understand(&self, item: &mut ItemAnswer) {
        match item {
            ItemAnswer::Found(records) => records.iter_mut().for_each(|record| self.read(record)),
            ItemAnswer::Written(record) => self.read(record),
            ItemAnswer::Failed(failure) => self.name(failure),
            ItemAnswer::Accepted(_) => {}
        }
    }

    fn read(&self, record: &mut RemoteRecord) {
        record.fields = record
            .fields
            .iter()
            .map(|(field, value)| (self.back(field.as_str()), value.to_owned()))
            .collect();
    }

    fn name(&self, failure: &mut Failure) {
        if let Failure::Invalid { fields } = failure {
            for fault in fields {
                fault.field = fault.field.as_ref().map(|field| self.back(field.as_str()));
            }
        }
    }
}
