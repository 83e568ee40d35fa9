//! A model CRM and the least of a worker around one delivery. Faults are taken from a list, one per write.

use lanyard_core::contact::{Field, same_value};
use lanyard_core::crm::{
    Capabilities, ConflictOn, Failure, Fields, ItemAnswer, MapRow, Mapping, MarkerSupport, Ours, RemoteField,
    RemoteRecord, Take, Trouble, Version,
};
use lanyard_core::ids::{BootId, ContactId, DeliveryId, DestinationId, Marker, RemoteId};
use lanyard_core::outbox::{Delivery, Leaving, State};
use lanyard_core::sync::{
    Account, Case, Difference, Event, Local, Next, Request, Surplus, Wanted, WhenDeleted, Winner, plant, step,
};
use lanyard_core::time::Millis;

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

/// A turn of a random schedule.
#[derive(Debug, Clone)]
pub(crate) enum Turn {
    Reply(Reply),
    EditHere(u8),
    EditThere(u8),
    Restart,
    TimePasses,
}

#[derive(Debug, Clone)]
pub(crate) struct Crm {
    records: Vec<RemoteRecord>,
    former: Vec<RemoteRecord>,
    late: Vec<Request>,
    marker: MarkerSupport,
    pub(crate) next: Vec<Reply>,
    pub(crate) writes: u32,
    pub(crate) last_patch: Vec<String>,
    pub(crate) cut_company_at: Option<usize>,
    pub(crate) old_replica: bool,
    pub(crate) answers_with_id_only: bool,
    pub(crate) versionless: bool,
    /// What a colleague changes just before the next write.
    pub(crate) edit_with_next_write: Option<(String, String)>,
    merged: Option<(RemoteId, RemoteId)>,
}

impl Crm {
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
            fields: self.respelled(fields),
        };
        self.records.push(record.clone());
        record
    }

    fn respelled(&self, mut fields: Fields) -> Fields {
        let company = RemoteField::new("acme_company");
        if let (Some(cut), Some(value)) = (self.cut_company_at, fields.get(&company).map(str::to_owned)) {
            fields.set(company, value.chars().take(cut).collect::<String>());
        }
        fields
    }

    fn read(&self, request: &Request) -> ItemAnswer {
        let seen = if self.old_replica { &self.former } else { &self.records };
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
                if let Some(there) = self.records.iter().find(taken) {
                    let existing = Some(there.id.clone());
                    return ItemAnswer::Failed(Failure::Conflict { on: ConflictOn::Email, existing });
                }
                self.insert(new.fields.clone(), new.marker.clone())
            }
            Request::Update(patch) => {
                let before = self.records.clone();
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
                    record.fields.set(field.clone(), value.clone().unwrap_or_default());
                }
                if let Some(marker) = &patch.marker {
                    record.marker = Some(marker.clone()).filter(|marker| !marker.is_empty());
                }
                record.version = record.version.as_ref().map(|version| Version(version.0 + 1));
                self.last_patch = patch.fields.keys().map(|field| field.as_str().to_owned()).collect();
                record.clone()
            }
            Request::Delete(removal) => {
                let Some(record) =
                    self.records.iter_mut().find(|record| record.id == removal.id && !record.archived)
                else {
                    return ItemAnswer::Failed(Failure::Gone { merged_into: None });
                };
                if removal.version.is_some() && removal.version != record.version {
                    return ItemAnswer::Failed(Failure::Stale { current: record.version.clone() });
                }
                record.archived = true;
                self.writes += 1;
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
        if self.answers_with_id_only { ItemAnswer::Accepted(answer.id) } else { ItemAnswer::Written(answer) }
    }

    fn write(&mut self, request: &Request) -> Option<ItemAnswer> {
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

/// One contact, one delivery, one CRM.
pub(crate) struct Desk {
    pub(crate) crm: Crm,
    pub(crate) delivery: Delivery,
    pub(crate) local: Local,
    pub(crate) differences: Vec<Difference>,
    pub(crate) surplus: Vec<Surplus>,
    pub(crate) passed_on: bool,
    pub(crate) renewed: bool,
    pub(crate) asked: Vec<String>,
    pub(crate) last_request: Option<Request>,
    pub(crate) edit_during_write: Option<(String, String)>,
    pub(crate) account: Account,
    boot: u32,
    edits: u32,
}

impl Desk {
    pub(crate) fn new(marker: MarkerSupport) -> Self {
        let row = |ours: Field, theirs: &str| MapRow {
            ours,
            theirs: RemoteField::new(theirs),
            take: Take::First,
            write_only: false,
        };
        let mapping = Mapping {
            version: 1,
            rows: vec![
                row(Field::GivenName, "acme_first_name"),
                row(Field::FamilyName, "acme_last_name"),
                row(Field::Email, "acme_email"),
                row(Field::Company, "acme_company"),
                row(Field::JobTitle, "acme_job_title"),
                row(Field::BadgeId, "acme_badge_id"),
            ],
        };
        let caps = Capabilities {
            marker,
            email_unique: true,
            versions: true,
            notes: false,
            batch: 100,
            fence: Millis::from_secs(180),
        };
        let delivery = Delivery::new(
            DeliveryId::new("d1"),
            ContactId::new("k1"),
            DestinationId::new("z1"),
            Marker::new("m1"),
            State::Queued,
        );
        let leaving = Leaving { card_left: true, complete: true, ..Leaving::default() };
        Self {
            crm: Crm {
                records: Vec::new(),
                former: Vec::new(),
                late: Vec::new(),
                marker,
                next: Vec::new(),
                writes: 0,
                last_patch: Vec::new(),
                cut_company_at: None,
                old_replica: false,
                answers_with_id_only: false,
                versionless: false,
                edit_with_next_write: None,
                merged: None,
            },
            delivery,
            local: Local { leaving, ..Local::default() },
            differences: Vec::new(),
            surplus: Vec::new(),
            passed_on: false,
            renewed: false,
            asked: Vec::new(),
            last_request: None,
            edit_during_write: None,
            account: Account { caps, mapping, may_double: false, when_deleted: WhenDeleted::Ask },
            boot: 1,
            edits: 0,
        }
    }

    fn theirs(&self, ours: &str) -> RemoteField {
        Field::by_key(ours)
            .and_then(|field| self.account.mapping.theirs(field))
            .expect("it is mapped")
            .clone()
    }

    pub(crate) fn set(&mut self, ours: &str, value: &str) {
        self.local.seq += 1;
        let ours_now = Ours { value: Some(value.to_owned()), seq: self.local.seq };
        let field = self.theirs(ours);
        self.local.history.entry(field.clone()).or_default().insert(value.to_owned());
        self.local.fields.insert(field, ours_now);
    }

    pub(crate) fn name(&mut self, given: &str, family: &str) {
        self.set("given_name", given);
        self.set("family_name", family);
        self.local.name = format!("{given} {family}");
    }

    pub(crate) fn value(&self, ours: &str) -> Option<&str> {
        self.local.fields.get(&self.theirs(ours))?.value.as_deref()
    }

    /// The contact is removed here, or wanted again.
    pub(crate) fn want(&mut self, wanted: Wanted) {
        self.local.wanted = wanted;
        self.tell(Event::Changed);
    }

    /// A list shows a record.
    pub(crate) fn hint(&mut self, nth: usize) {
        let record = self.crm.record(nth).clone();
        self.tell(Event::Hint(Box::new(record)));
    }

    /// From here on this is about a surplus record that was found, as a delivery of its own.
    pub(crate) fn turn_to_surplus(&mut self) {
        let surplus = self.surplus.remove(0);
        self.local.family = Some(self.delivery.marker.clone());
        self.local.wanted = Wanted::Gone;
        self.delivery = surplus.delivery(DeliveryId::new("d2"), Marker::new("m2"), &self.delivery);
        self.asked.clear();
        self.tell(Event::Begin);
    }

    pub(crate) fn run(&mut self) {
        self.tell(Event::Begin);
    }

    /// Tells the delivery of an event, and carries out what follows until nothing does.
    pub(crate) fn tell(&mut self, event: Event) {
        let mut event = Some(event);
        let mut rounds = 0;
        while let Some(now) = event.take() {
            rounds += 1;
            assert!(rounds < 40, "this goes on for ever: {:?}", self.asked);
            let boot = BootId::new(format!("b{}", self.boot));
            let case: Case<'_, { plant::NONE }> =
                Case { delivery: &self.delivery, local: &self.local, account: &self.account, boot: &boot };
            let decided = step(&case, now).expect("no event meets a state it cannot meet");
            self.delivery = decided.delivery;
            for difference in decided.differences {
                if difference.winner == Winner::Theirs {
                    self.local.theirs_hold.insert(difference.field.clone());
                }
                self.differences.retain(|known| known.field != difference.field);
                self.differences.push(difference);
            }
            self.surplus.extend(decided.surplus);
            self.passed_on |= decided.pass_on;
            self.renewed |= decided.next == Next::Renew;
            for (field, value) in decided.taken {
                self.local.seq += 1;
                self.local.fields.insert(field, Ours { value, seq: self.local.seq });
            }
            match decided.next {
                Next::Rest | Next::Renew => {}
                Next::Again => event = Some(Event::Begin),
                Next::Ask(request) => event = self.ask(request),
            }
        }
    }

    fn ask(&mut self, request: Request) -> Option<Event> {
        let name = match &request {
            Request::Get { .. } => "get",
            Request::FindByEmail { .. } => "find_by_email",
            Request::FindByMarker { .. } => "find_by_marker",
            Request::FindLike { .. } => "find_like",
            Request::Create(_) => "create",
            Request::Update(_) => "update",
            Request::Delete(_) => "delete",
            Request::Stray { .. } => "stray",
        };
        self.asked.push(name.to_owned());
        self.last_request = Some(request.clone());
        if !request.is_write() {
            let answer = self.crm.read(&request);
            return Some(Event::Answer { request: Box::new(request), answer: Box::new(answer) });
        }
        assert!(self.delivery.sent.is_some(), "intent before effect");
        let answer = self.crm.write(&request);
        if let Some((field, value)) = self.edit_during_write.take() {
            self.set(&field, &value);
        }
        answer.map(|answer| Event::Answer { request: Box::new(request), answer: Box::new(answer) })
    }

    pub(crate) fn take_turn(&mut self, turn: Turn) {
        match turn {
            Turn::Reply(reply) => {
                self.crm.next.push(reply);
                self.tell(Event::Begin);
            }
            Turn::EditHere(which) => {
                self.edits += 1;
                let field = ["company", "job_title", "company", "badge_id"][usize::from(which)];
                self.set(field, &format!("here {}", self.edits));
                self.tell(Event::Changed);
            }
            Turn::EditThere(which) => {
                self.edits += 1;
                let field =
                    ["acme_company", "acme_job_title", "acme_job_title", "acme_badge_id"][usize::from(which)];
                if self.crm.ours() == 1 {
                    let nth = self
                        .crm
                        .records
                        .iter()
                        .position(|record| record.marker.is_some())
                        .expect("it is there")
                        + 1;
                    self.crm.edit(nth, field, &format!("there {}", self.edits));
                }
            }
            Turn::Restart => {
                self.boot += 1;
                self.tell(Event::FoundAtStart);
            }
            Turn::TimePasses => {
                self.tell(Event::FenceOver);
                self.tell(Event::WaitOver);
                self.tell(Event::Begin);
            }
        }
    }

    /// Faults end, time passes, and everything that can go goes.
    pub(crate) fn come_to_rest(&mut self) {
        self.crm.next.clear();
        // What was changed over there is seen with the next write: pulling is not this model's.
        self.set("given_name", "Jana");
        for _ in 0..6 {
            self.take_turn(Turn::Restart);
            self.take_turn(Turn::TimePasses);
            self.tell(Event::Changed);
        }
        for (field, ours) in &self.local.fields {
            let theirs = self
                .crm
                .records
                .iter()
                .find(|record| record.marker.is_some())
                .expect("it is there")
                .fields
                .get(field);
            let kind = self.account.mapping.kind(field);
            let same =
                same_value(kind, ours.value.as_deref().unwrap_or_default(), theirs.unwrap_or_default());
            let shown = self.differences.iter().any(|difference| difference.field == *field);
            assert!(same || shown, "{} differs and nobody is told", field.as_str());
        }
    }
}
