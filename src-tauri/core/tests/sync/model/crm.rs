//! A model CRM in memory. Faults are taken from a list, one per write.

use lanyard_core::crm::{
    ConflictOn, Failure, Fields, ItemAnswer, MarkerSupport, RemoteField, RemoteRecord, Trouble, Version,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::sync::Request;

/// What becomes of the next write.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    Normal,
    LostAfterCommit,
    LostBeforeCommit,
    /// Committed, and the process dies before the answer.
    Never,
    /// Unanswered, and carried out only when the next write comes.
    LateCommit,
    /// Surely not executed.
    Away,
    /// The reply speaks of others only.
    LeftOut,
    /// A colleague makes a record with the same e-mail just before.
    StrangerFirst,
    Fails(Failure),
}

#[derive(Debug, Clone)]
pub(crate) struct Crm {
    pub(crate) records: Vec<RemoteRecord>,
    pub(crate) former: Vec<RemoteRecord>,
    late: Vec<Request>,
    marker: MarkerSupport,
    pub(crate) next: Vec<Reply>,
    pub(crate) writes: u32,
    pub(crate) last_patch: Vec<String>,
    pub(crate) cut_company_at: Option<usize>,
    pub(crate) old_replica: bool,
    /// So many reads after each write still show what was there before it.
    pub(crate) reads_behind: u32,
    behind: u32,
    /// What becomes of the next reads instead of an answer.
    pub(crate) failing_reads: Vec<Failure>,
    /// A deletion leaves no trace.
    pub(crate) deletes_for_good: bool,
    /// Several records may have one e-mail.
    pub(crate) takes_doubles: bool,
    /// A field that this CRM does not empty.
    pub(crate) never_empties: Option<String>,
    pub(crate) answers_with_id_only: bool,
    pub(crate) versionless: bool,
    /// What a colleague changes just before the next write.
    pub(crate) edit_with_next_write: Option<(String, String)>,
    merged: Option<(RemoteId, RemoteId)>,
}

impl Crm {
    pub(super) fn new(marker: MarkerSupport) -> Self {
        Self {
            records: Vec::new(),
            former: Vec::new(),
            late: Vec::new(),
            marker,
            next: Vec::new(),
            writes: 0,
            last_patch: Vec::new(),
            cut_company_at: None,
            old_replica: false,
            reads_behind: 0,
            behind: 0,
            failing_reads: Vec::new(),
            deletes_for_good: false,
            takes_doubles: false,
            never_empties: None,
            answers_with_id_only: false,
            versionless: false,
            edit_with_next_write: None,
            merged: None,
        }
    }

    pub(crate) fn live(&self) -> usize {
        self.records.iter().filter(|record| !record.archived).count()
    }

    pub(crate) fn ours(&self) -> usize {
        let ours = |record: &&RemoteRecord| record.marker.as_deref() == Some("c-m1");
        self.records.iter().filter(ours).filter(|record| !record.archived).count()
    }

    pub(crate) fn record(&self, nth: usize) -> &RemoteRecord {
        &self.records[nth - 1]
    }

    pub(crate) fn value(&self, nth: usize, field: &str) -> Option<&str> {
        self.record(nth).fields.get(&RemoteField::new(field))
    }

    pub(crate) fn stranger(&mut self, fields: &[(&str, &str)]) -> usize {
        let fields =
            fields.iter().map(|(field, value)| (RemoteField::new(*field), (*value).to_owned())).collect();
        self.insert(fields, None);
        self.records.len()
    }

    pub(crate) fn mark(&mut self, nth: usize, marker: &str) {
        self.records[nth - 1].marker = Some(marker.to_owned());
    }

    pub(crate) fn edit(&mut self, nth: usize, field: &str, value: &str) {
        self.former = self.records.clone();
        let record = &mut self.records[nth - 1];
        record.fields.set(RemoteField::new(field), value);
        record.version = record.version.as_ref().map(|version| Version(version.0 + 1));
    }

    pub(crate) fn archive(&mut self, nth: usize) {
        self.records[nth - 1].archived = true;
    }

    /// Out of the CRM without a trace.
    pub(crate) fn forget(&mut self, nth: usize) {
        self.records[nth - 1].id = RemoteId::new("nowhere");
        self.records[nth - 1].marker = None;
        self.records[nth - 1].archived = true;
    }

    /// A person there merged one record into another.
    pub(crate) fn merge(&mut self, nth: usize, into: usize) {
        self.records[nth - 1].archived = true;
        self.merged = Some((self.record(nth).id.clone(), self.record(into).id.clone()));
    }

    pub(crate) fn unmark(&mut self, nth: usize) {
        self.records[nth - 1].marker = None;
    }

    pub(crate) fn revive(&mut self, nth: usize) {
        self.records[nth - 1].archived = false;
    }

    /// A copy that a write arriving twice leaves behind.
    pub(crate) fn double(&mut self, nth: usize) -> usize {
        let mut copy = self.record(nth).clone();
        copy.id = RemoteId::new(format!("r{}", self.records.len() + 1));
        self.records.push(copy);
        self.records.len()
    }

    fn insert(&mut self, fields: Fields, marker: Option<String>) -> RemoteRecord {
        self.former = self.records.clone();
        let id = RemoteId::new(format!("r{}", self.records.len() + 1));
        let record = RemoteRecord {
            id,
            version: (!self.versionless).then_some(Version(1)),
            archived: false,
            marker,
            fields: respelled(self.cut_company_at, fields),
        };
        self.records.push(record.clone());
        record
    }

    pub(super) fn read(&mut self, request: &Request) -> ItemAnswer {
        if !self.failing_reads.is_empty() {
            return ItemAnswer::Failed(self.failing_reads.remove(0));
        }
        let old = self.old_replica || self.behind > 0;
        self.behind = self.behind.saturating_sub(1);
        let seen = if old { &self.former } else { &self.records };
        let by_email = |record: &&RemoteRecord, email: &str| {
            let theirs = record.fields.get(&RemoteField::new("acme_email"));
            !record.archived && theirs.is_some_and(|theirs| theirs.eq_ignore_ascii_case(email))
        };
        if let (Request::Get { id, .. }, Some((from, into))) = (request, &self.merged)
            && id == from
        {
            return ItemAnswer::Failed(Failure::Gone { merged_into: Some(into.clone()) });
        }
        let found = match request {
            Request::Get { id, .. } => seen.iter().filter(|record| record.id == *id).cloned().collect(),
            Request::FindByEmail { email, .. } => {
                seen.iter().filter(|record| by_email(record, email)).cloned().collect()
            }
            Request::FindByMarker { markers, .. } => {
                let marked =
                    |record: &&RemoteRecord| record.marker.as_ref().is_some_and(|it| markers.contains(it));
                seen.iter().filter(marked).cloned().collect()
            }
            Request::FindLike { fields } => {
                let alike = |record: &&RemoteRecord| {
                    fields.iter().all(|(field, value)| record.fields.get(field) == Some(value))
                };
                seen.iter().filter(alike).cloned().collect()
            }
            Request::Stray { id, .. } => seen.iter().filter(|record| record.id == *id).cloned().collect(),
            Request::Create(_) | Request::Update(_) | Request::Delete(_) => panic!("a write is not read"),
        };
        ItemAnswer::Found(found)
    }

    fn commit(&mut self, request: &Request) -> ItemAnswer {
        let answer = match request {
            Request::Create(new) => {
                let taken = |record: &&RemoteRecord| {
                    let email = RemoteField::new("acme_email");
                    let ours = new.fields.get(&email);
                    !record.archived
                        && ours.is_some()
                        && record.fields.get(&email).map(str::to_lowercase) == ours.map(str::to_lowercase)
                };
                let same_marker =
                    |record: &&RemoteRecord| new.marker.is_some() && record.marker == new.marker;
                if let (MarkerSupport::Unique, Some(there)) =
                    (self.marker, self.records.iter().find(same_marker))
                {
                    let existing = Some(there.id.clone());
                    return ItemAnswer::Failed(Failure::Conflict { on: ConflictOn::Marker, existing });
                }
                if let Some(there) = self.records.iter().find(taken).filter(|_| !self.takes_doubles) {
                    let existing = Some(there.id.clone());
                    return ItemAnswer::Failed(Failure::Conflict { on: ConflictOn::Email, existing });
                }
                self.insert(new.fields.clone(), new.marker.clone())
            }
            Request::Update(patch) => {
                let (before, cut) = (self.records.clone(), self.cut_company_at);
                let Some(record) =
                    self.records.iter_mut().find(|record| record.id == patch.id && !record.archived)
                else {
                    return ItemAnswer::Failed(Failure::Gone { merged_into: None });
                };
                if patch.version.is_some() && patch.version != record.version {
                    return ItemAnswer::Failed(Failure::Stale { current: record.version.clone() });
                }
                self.former = before;
                for (field, value) in &patch.fields {
                    if value.is_none() && self.never_empties.as_deref() == Some(field.as_str()) {
                        continue;
                    }
                    record.fields.set(field.clone(), value.clone().unwrap_or_default());
                    record.fields = respelled(cut, std::mem::take(&mut record.fields));
                }
                if let Some(marker) = &patch.marker {
                    record.marker = Some(marker.clone()).filter(|marker| !marker.is_empty());
                }
                record.version = record.version.as_ref().map(|version| Version(version.0 + 1));
                self.last_patch = patch.fields.keys().map(|field| field.as_str().to_owned()).collect();
                record.clone()
            }
            Request::Delete(removal) => {
                let before = self.records.clone();
                let Some(record) =
                    self.records.iter_mut().find(|record| record.id == removal.id && !record.archived)
                else {
                    return ItemAnswer::Failed(Failure::Gone { merged_into: None });
                };
                if removal.version.is_some() && removal.version != record.version {
                    return ItemAnswer::Failed(Failure::Stale { current: record.version.clone() });
                }
                record.archived = true;
                if self.deletes_for_good {
                    record.id = RemoteId::new("nowhere");
                    record.marker = None;
                }
                self.former = before;
                self.writes += 1;
                self.behind = self.reads_behind;
                return ItemAnswer::Accepted(removal.id.clone());
            }
            Request::Get { .. }
            | Request::Stray { .. }
            | Request::FindByEmail { .. }
            | Request::FindByMarker { .. }
            | Request::FindLike { .. } => {
                panic!("a read is not committed")
            }
        };
        self.writes += 1;
        self.behind = self.reads_behind;
        if self.answers_with_id_only { ItemAnswer::Accepted(answer.id) } else { ItemAnswer::Written(answer) }
    }

    pub(super) fn write(&mut self, request: &Request) -> Option<ItemAnswer> {
        let reply = if self.next.is_empty() { Reply::Normal } else { self.next.remove(0) };
        if let Some((field, value)) = self.edit_with_next_write.take() {
            self.edit(1, &field, &value);
        }
        for late in std::mem::take(&mut self.late) {
            self.commit(&late);
        }
        match reply {
            Reply::Normal => Some(self.commit(request)),
            Reply::LostAfterCommit => {
                self.commit(request);
                Some(ItemAnswer::Failed(Failure::Ambiguous))
            }
            Reply::LostBeforeCommit | Reply::LeftOut => Some(ItemAnswer::Failed(Failure::Ambiguous)),
            Reply::Never => {
                self.commit(request);
                None
            }
            Reply::LateCommit => {
                self.late.push(request.clone());
                Some(ItemAnswer::Failed(Failure::Ambiguous))
            }
            Reply::Away => Some(ItemAnswer::Failed(Failure::Transient { trouble: Trouble::Unreachable })),
            Reply::StrangerFirst => {
                let Request::Create(new) = request else { panic!("only before a create") };
                let email = RemoteField::new("acme_email");
                let value = new.fields.get(&email).unwrap_or_default().to_owned();
                self.insert([(email, value)].into_iter().collect(), None);
                Some(self.commit(request))
            }
            Reply::Fails(failure) => Some(ItemAnswer::Failed(failure)),
        }
    }
}

fn respelled(cut: Option<usize>, mut fields: Fields) -> Fields {
    let company = RemoteField::new("acme_company");
    if let (Some(cut), Some(value)) = (cut, fields.get(&company).map(str::to_owned)) {
        fields.set(company, value.chars().take(cut).collect::<String>());
    }
    fields
}
