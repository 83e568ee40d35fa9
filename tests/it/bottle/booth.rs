//! A booth whose destination is the CRM, and the CRM's records as it shows them to a manager, straight and without the
//! network in between.

use crate::cuts::{Cut, Cuts};
use acceptance::booth::start_desk;
use lanyard_core::contact::Field;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_core::time::Millis;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{
    CaptureAnswer, ContactDetail, DestinationInput, EventInput, FieldChange, Update,
};
use lanyard_engine::secrets::InMemory;
use lanyard_engine::store::captures::Way;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Two hundred contacts over cut connections take about two minutes on two busy cores.
const PATIENCE: Duration = Duration::from_secs(480);

/// The tokens that it gave.
pub(crate) struct Tokens {
    /// It may do everything.
    pub(crate) all: String,
    /// It may read contacts and fields.
    pub(crate) reads: String,
    /// It may not even see contacts.
    pub(crate) elsewhere: String,
    /// It was taken back.
    pub(crate) ended: String,
}

/// The CRM, as its manager sees it.
pub(crate) struct Bottle {
    url: String,
    /// What opens it.
    pub(crate) tokens: Tokens,
    redis: SocketAddr,
    postgres: String,
    agent: ureq::Agent,
}

impl Bottle {
    /// The one that was started; none, and said so, when none was.
    #[expect(clippy::print_stdout, reason = "what is passed over is said")]
    pub(crate) fn up() -> Option<Self> {
        if std::env::var_os("BOTTLECRM_URL").is_none() {
            println!("PASSED OVER: no BottleCRM was started (tests/peers/bottlecrm)");
            return None;
        }
        let var =
            |name: &str| std::env::var(format!("BOTTLECRM_{name}")).expect("tests/peers/bottlecrm says it");
        let tokens = Tokens {
            all: var("TOKEN"),
            reads: var("TOKEN_READS"),
            elsewhere: var("TOKEN_ELSEWHERE"),
            ended: var("TOKEN_ENDED"),
        };
        let (url, redis, postgres) = (var("URL"), var("REDIS"), var("POSTGRES"));
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let redis = format!("127.0.0.1:{redis}").parse().expect("a port");
        Some(Self { url, tokens, redis, postgres, agent })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.url.trim_start_matches("http://").parse().expect("an address of this computer")
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/{path}", self.url)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.tokens.all)
    }

    /// A record that somebody else makes; its id.
    pub(crate) fn make(&self, record: &Value) -> String {
        let request = self.agent.post(self.url("contacts/")).header("authorization", self.bearer());
        let said: Value =
            request.send_json(record).expect("it answers").body_mut().read_json().expect("it answers");
        said["id"].as_str().unwrap_or_else(|| panic!("it is not made: {said}")).to_owned()
    }

    /// Somebody else changes one.
    pub(crate) fn change(&self, id: &str, values: &Value) {
        let request =
            self.agent.patch(self.url(&format!("contacts/{id}/"))).header("authorization", self.bearer());
        assert_eq!(request.send_json(values).expect("it answers").status().as_u16(), 200);
    }

    /// Somebody else deletes one.
    pub(crate) fn delete(&self, id: &str) {
        let request =
            self.agent.delete(self.url(&format!("contacts/{id}/"))).header("authorization", self.bearer());
        assert_eq!(request.call().expect("it answers").status().as_u16(), 200);
    }

    /// A record was last changed a day ago.
    pub(crate) fn age(&self, id: &str) {
        let change = format!("UPDATE contacts SET updated_at = now() - interval '1 day' WHERE id = '{id}'");
        self.asked(&change);
    }

    /// What its database says to this.
    pub(crate) fn asked(&self, sql: &str) -> String {
        let to = ["-qAth", "127.0.0.1", "-p", &self.postgres, "-U", "postgres", "-d", "booth", "-c", sql];
        let said = std::process::Command::new("psql").args(to).output().expect("psql starts");
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        String::from_utf8_lossy(&said.stdout).into_owned()
    }

    /// A record; none when it is not there.
    pub(crate) fn record(&self, id: &str) -> Option<Value> {
        let request =
            self.agent.get(self.url(&format!("contacts/{id}/"))).header("authorization", self.bearer());
        let mut reply = request.call().expect("it answers");
        (reply.status().as_u16() == 200)
            .then(|| reply.body_mut().read_json::<Value>().expect("it answers")["contact_obj"].take())
    }

    /// All records whose last name is this one's.
    pub(crate) fn all(&self, last_name: &str) -> Vec<Value> {
        let path = format!("contacts/?limit=1000&name={last_name}");
        let request = self.agent.get(self.url(&path)).header("authorization", self.bearer());
        let mut said: Value = request.call().expect("it answers").body_mut().read_json().expect("it answers");
        let Value::Array(all) = said["results"].take() else { panic!("no list: {said}") };
        all.into_iter().filter(|record| record["last_name"] == last_name).collect()
    }

    /// From now on it makes a record and then fails, as it cannot hand on its chores; or it works again.
    pub(crate) async fn fail_after_making(&self, fails: bool) {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut redis = tokio::net::TcpStream::connect(self.redis).await.expect("its Redis is up");
        let most = i32::from(fails);
        redis.write_all(format!("CONFIG SET maxmemory {most}\r\n").as_bytes()).await.expect("it answers");
        let mut said = [0; 16];
        let read = redis.read(&mut said).await.expect("it answers");
        assert_eq!(&said[..read], b"+OK\r\n");
    }
}

/// What is read of a record by a person.
pub(crate) fn text<'a>(record: &'a Value, name: &str) -> &'a str {
    record[name].as_str().unwrap_or_default()
}

/// The marker on a record.
pub(crate) fn marker(record: &Value) -> &str {
    record["custom_fields"]["capture_id"].as_str().unwrap_or_default()
}

/// A laptop at the booth.
pub(crate) struct Booth {
    /// The desk.
    pub(crate) desk: Arc<Desk>,
    /// What is between it and the CRM.
    pub(crate) cuts: Cuts,
    updates: UnboundedReceiver<Update>,
    _folder: TempDir,
}

impl Booth {
    /// One whose writes meet this.
    pub(crate) async fn open(bottle: &Bottle, row: &[Cut]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let cuts = Cuts::before(bottle.address(), row).await;
        let desk = start_desk(&folder.path().join("data"), &Arc::new(InMemory::default()));
        let (told, updates) = unbounded_channel();
        tokio::spawn(Arc::clone(&desk).push_updates(move |update| told.send(update).is_ok()));
        let event = EventInput {
            name: "Nordlicht Expo 2026".into(),
            region: Some("DE".into()),
            grace: Millis(0),
            operator: "Ali".into(),
            purge_days: None,
        };
        desk.save_event(&event).expect("the event is saved");
        let settings = [("base_url", cuts.address()), ("fence_ms", "600".to_owned())];
        let destination = DestinationInput {
            id: None,
            kind: "bottle".into(),
            name: "BottleCRM".into(),
            settings: settings.map(|(key, value)| (key.to_owned(), value)).into(),
            secrets: BTreeMap::from([("secret".to_owned(), bottle.tokens.all.clone())]),
        };
        desk.save_destination(&destination).expect("the destination is saved");
        Self { desk, cuts, updates, _folder: folder }
    }

    /// Scans a badge.
    pub(crate) fn scan(&self, first: &str, last: &str, email: Option<&str>) -> ContactId {
        let email = email.map(|email| format!("EMAIL:{email};")).unwrap_or_default();
        let badge = format!("MECARD:N:{last},{first};ORG:Kestrel Marine;{email};");
        match self.desk.capture_text(&badge, Way::Scanner).expect("it is saved") {
            CaptureAnswer::Saved { contact, .. } | CaptureAnswer::Known { contact, .. } => {
                contact.row.id.clone()
            }
            CaptureAnswer::Again { contact_id, .. } => contact_id,
            CaptureAnswer::Refused { sentence } => panic!("refused: {}", sentence.code),
        }
    }

    /// Changes a field by hand.
    pub(crate) fn edit(&self, contact: &ContactId, field: Field, value: &str) {
        let change = FieldChange { field, part: Default::default(), value: Some(value.to_owned()) };
        self.desk.edit_contact(contact, &[change]).expect("it is saved");
    }

    /// Waits, on pushed updates, until what a contact shows is as told.
    pub(crate) async fn until(
        &mut self,
        contact: &ContactId,
        what: &str,
        holds: impl Fn(&ContactDetail) -> bool,
    ) -> ContactDetail {
        let look = |desk: &Desk| desk.contact(contact).expect("it is there");
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                let detail = look(&self.desk);
                if holds(&detail) {
                    return detail;
                }
                self.updates.recv().await.expect("somebody tells of changes");
            }
        });
        match waited.await {
            Ok(detail) => detail,
            Err(_) => {
                let detail = look(&self.desk);
                panic!("not {what}: {:?}, {:?}", detail.row.chip, detail.explanation.why.code)
            }
        }
    }

    /// Waits until it is there as here; its record's id.
    pub(crate) async fn synced(&mut self, contact: &ContactId) -> String {
        let detail = self.until(contact, "synced", |detail| detail.row.chip == Chip::Synced).await;
        detail.deliveries[0].remote_id.clone().expect("it is in the CRM")
    }

    /// Waits until all of these are there as here.
    pub(crate) async fn all_synced(&mut self, contacts: &[ContactId]) {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let sum = self.desk.status().expect("it can be said").sum;
            if sum.synced as usize == contacts.len() {
                return;
            }
            let over = tokio::time::timeout_at(end, self.updates.recv()).await.is_err();
            if over || (sum.waiting == 0 && sum.needs_attention > 0) {
                let others = contacts.iter().map(|contact| self.desk.contact(contact).expect("it is there"));
                let others = others.filter(|detail| detail.row.chip != Chip::Synced);
                let told: Vec<_> = others.map(|detail| (detail.explanation.why, detail.conflicts)).collect();
                panic!("{sum:?}: {told:?}");
            }
        }
    }
}

/// A record of somebody else's.
pub(crate) fn stranger(first: &str, last: &str, email: &str) -> Value {
    json!({
        "first_name": first, "last_name": last, "email": email, "title": "Harbour master", "city": "Cork",
        "phone": "+353 21 496 0018",
    })
}
