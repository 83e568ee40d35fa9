//! A model CRM and the least of a worker around one delivery.

mod crm;

pub(crate) use crm::{Crm, Reply};

use lanyard_core::contact::{Field, same_value};
use lanyard_core::crm::{Capabilities, ItemAnswer, MapRow, Mapping, MarkerSupport, Ours, RemoteField, Take};
use lanyard_core::ids::{BootId, ContactId, DeliveryId, DestinationId, Marker};
use lanyard_core::outbox::{Delivery, Leaving, State};
use lanyard_core::sync::{
    Account, Case, Difference, Event, Forecast, Local, Next, Outlook, Plan, Request, Surplus, Wanted,
    WhenDeleted, Winner, plant, step,
};
use lanyard_core::time::Millis;

/// A turn of a random schedule.
#[derive(Debug, Clone)]
pub(crate) enum Turn {
    Reply(Reply),
    EditHere(u8),
    EditThere(u8),
    Restart,
    TimePasses,
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
    pub(crate) want_during_write: Option<Wanted>,
    pub(crate) account: Account,
    boot: u32,
    edits: u32,
}

impl Desk {
    pub(crate) fn new(marker: MarkerSupport) -> Self {
        let row = |ours: Field, theirs: &str| MapRow::new(ours, theirs, Take::First);
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
            crm: Crm::new(marker),
            delivery,
            local: Local { leaving, ..Local::default() },
            differences: Vec::new(),
            surplus: Vec::new(),
            passed_on: false,
            renewed: false,
            asked: Vec::new(),
            last_request: None,
            edit_during_write: None,
            want_during_write: None,
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

    /// One more row in the mapping.
    pub(crate) fn map(&mut self, ours: Field, theirs: &str, take: Take, write_only: bool) {
        self.account.mapping.rows.push(MapRow { write_only, ..MapRow::new(ours, theirs, take) });
    }

    /// The mapping changes, and with it what each of their fields is to hold.
    pub(crate) fn remap(&mut self, rows: Vec<MapRow>, fields: &[(&str, Option<&str>)]) {
        let of_record = |row: &&MapRow| !row.is_note();
        let said = |row: &MapRow| {
            let ours = self.local.fields.get(&row.theirs).and_then(|ours| ours.value.clone());
            (row.theirs.clone(), ours)
        };
        self.local.former = Some(self.account.mapping.rows.iter().filter(of_record).map(said).collect());
        self.account.mapping.version += 1;
        self.account.mapping.rows = rows;
        self.local.fields.retain(|field, _| self.account.mapping.row(field).is_some());
        for (field, value) in fields {
            let field = RemoteField::new(*field);
            let seq = self.local.fields.get(&field).map_or(1, |ours| ours.seq);
            match value {
                Some(value) => {
                    self.local.fields.insert(field, Ours { value: Some((*value).to_owned()), seq })
                }
                None => self.local.fields.remove(&field),
            };
        }
    }

    /// A value is removed here.
    pub(crate) fn clear(&mut self, ours: &str) {
        self.local.seq += 1;
        let field = self.theirs(ours);
        self.local.fields.insert(field, Ours { value: None, seq: self.local.seq });
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
            match self.decide(now) {
                Next::Rest | Next::Renew => {}
                Next::Again => event = Some(Event::Begin),
                Next::Ask(request) => event = self.ask(request),
            }
        }
    }

    /// What sending it now would come to. The CRM is only read, nothing of the desk changes.
    pub(crate) fn foresee(&mut self) -> Plan {
        self.foresee_all().0
    }

    /// The same, with what both sides say otherwise.
    pub(crate) fn foresee_all(&mut self) -> (Plan, Vec<Difference>) {
        let boot = BootId::new("forecast");
        let mut forecast = Forecast::of(&self.delivery);
        let mut event = Event::Begin;
        for _ in 0..40 {
            match forecast.decide(&self.local, &self.account, &boot, event) {
                Outlook::Comes(plan) => return (plan, forecast.differences().to_vec()),
                Outlook::Look(request) => {
                    let answer = Box::new(self.crm.read(&request));
                    event = Event::Answer { request: Box::new(request), answer };
                }
            }
        }
        panic!("this is looked at for ever")
    }

    pub(crate) fn waits(&self) -> bool {
        matches!(self.delivery.state, State::Sending { .. } | State::Waiting { .. })
    }

    /// The writes that leave once the fence and every wait are over.
    pub(crate) fn writes_when_time_passes(&mut self) -> Vec<String> {
        self.asked.clear();
        self.take_turn(Turn::TimePasses);
        let writes = |name: &&String| matches!(name.as_str(), "create" | "update" | "delete");
        self.asked.iter().filter(writes).cloned().collect()
    }

    /// One decision, stored; what follows is left to the story.
    pub(crate) fn decide(&mut self, event: Event) -> Next {
        let boot = BootId::new(format!("b{}", self.boot));
        let case: Case<'_, { plant::NONE }> =
            Case { delivery: &self.delivery, local: &self.local, account: &self.account, boot: &boot };
        let decided = step(&case, event).expect("no event meets a state it cannot meet");
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
        decided.next
    }

    /// What the CRM answers to a request, told to the delivery; what follows is left to the story.
    pub(crate) fn hear(&mut self, request: Request, answer: ItemAnswer) -> Next {
        self.decide(Event::Answer { request: Box::new(request), answer: Box::new(answer) })
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
        if let Some(wanted) = self.want_during_write.take() {
            self.want(wanted);
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
