//! A laptop with the real worker in this process, before the rehearsal CRM and the proxy: for stories in which the disk
//! or the clock is played.

use crate::crm::{crm_whose_clock_is_off_by, each_once};
use crate::laptop::{self, Laptop, badge};
use crate::proxy::{Asked, Fate, Proxy};
use lanyard_core::time::Millis;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::CaptureAnswer;
use lanyard_engine::clock::Clock;
use lanyard_engine::store::captures::Way;
use lanyard_rehearsal::{Marker, Record, Running};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

/// What is sent is in the CRM within this time, or the story has failed. Longer than the longest that the app waits by
/// itself here: a minute after an answer that nobody can use.
const PATIENCE: Duration = Duration::from_secs(75);

/// It is looked for so often.
const LOOK: Duration = Duration::from_millis(5);

/// A laptop and its CRM.
pub struct Booth {
    /// The laptop.
    pub laptop: Laptop,
    /// The app on it.
    pub desk: Desk,
    /// The CRM.
    pub crm: Running,
    /// How far the CRM's own clock is off, in milliseconds.
    pub crm_clock: Arc<AtomicI64>,
    /// What lies between them.
    pub proxy: Proxy,
    /// The numbers whose capture was confirmed.
    pub confirmed: BTreeSet<u32>,
    /// Errors that a person was told of, by the code of their sentence.
    pub said: BTreeMap<String, u32>,
    fence: Millis,
    strangers: Vec<Record>,
    next: u32,
}

impl Booth {
    /// A first start with a destination.
    ///
    /// # Errors
    /// What the app says, or the system.
    pub async fn open(
        laptop: Laptop,
        clock: Arc<dyn Clock>,
        fence: Millis,
        choose: impl FnMut(Asked<'_>) -> Fate + Send + 'static,
    ) -> Result<Self, String> {
        let crm_clock = Arc::new(AtomicI64::new(0));
        let crm = crm_whose_clock_is_off_by(Marker::Searchable, Arc::clone(&crm_clock)).await;
        let strangers = crm.records();
        let proxy = Proxy::start(crm.addr(), choose).await.map_err(|error| error.to_string())?;
        let desk = laptop.start(clock, true);
        let (confirmed, said) = (BTreeSet::new(), BTreeMap::new());
        let booth = Self { laptop, desk, crm, crm_clock, proxy, confirmed, said, fence, strangers, next: 0 };
        booth.settle()?;
        Ok(booth)
    }

    fn settle(&self) -> Result<(), String> {
        match laptop::stuck(&self.desk) {
            Some(code) => Err(code),
            None => laptop::settle(&self.desk, &format!("http://{}/api/v1", self.proxy.addr()), self.fence),
        }
    }

    /// Closes the app and starts it again.
    ///
    /// # Errors
    /// What the app says.
    pub fn restart(&mut self, clock: Arc<dyn Clock>) -> Result<(), String> {
        self.desk.stop();
        self.desk = self.laptop.start(clock, true);
        self.settle()
    }

    /// Closes the app; what is played until [`Booth::restart`] meets nobody.
    pub fn close(&self) {
        self.desk.stop();
    }

    /// Starts a closed app again, and says how far that came: the code of the sentence when something stands in the way.
    pub fn reopen(&mut self, clock: Arc<dyn Clock>) -> Option<String> {
        self.desk = self.laptop.start(clock, true);
        laptop::stuck(&self.desk)
    }

    /// Captures the next visitor; an error is noted. Whether it was confirmed.
    pub fn capture(&mut self) -> bool {
        self.next += 1;
        match self.desk.capture_text(&badge(self.next), Way::Scanner) {
            Ok(CaptureAnswer::Saved { .. } | CaptureAnswer::Known { .. }) => self.confirmed.insert(self.next),
            Ok(CaptureAnswer::Again { .. } | CaptureAnswer::Refused { .. }) => {
                *self.said.entry("a new badge was refused".to_owned()).or_default() += 1;
                false
            }
            Err(error) => {
                *self.said.entry(error.sentence.code).or_default() += 1;
                false
            }
        }
    }

    /// How many contacts are not sent yet; none while the store cannot be read.
    #[must_use]
    pub fn to_send(&self) -> Option<u32> {
        self.desk.status().ok().map(|status| status.sum.waiting + status.sum.needs_attention)
    }

    /// Waits until everything is sent, without doing anything for it. Returns how long that took.
    ///
    /// # Errors
    /// What is left after a while.
    pub async fn rest(&self) -> Result<Duration, String> {
        let begun = tokio::time::Instant::now();
        let waited = tokio::time::timeout(PATIENCE, async {
            while self.to_send() != Some(0) {
                tokio::time::sleep(LOOK).await;
            }
        });
        match waited.await {
            Ok(()) => Ok(begun.elapsed()),
            Err(_) => {
                let mut why = BTreeMap::<String, u32>::new();
                for row in self.desk.recent(500).unwrap_or_default() {
                    let code = self.desk.contact(&row.id).map(|detail| detail.explanation.why.code);
                    *why.entry(format!("{:?}: {}", row.chip, code.unwrap_or_default())).or_default() += 1;
                }
                Err(format!("after {PATIENCE:?} {:?} contacts are not sent: {why:?}", self.to_send()))
            }
        }
    }

    /// Everything confirmed is in the CRM once, nothing of ours is there twice, no stranger was touched, and the app's own
    /// count agrees. Returns how many there are.
    ///
    /// # Errors
    /// What is wrong.
    pub fn verify(&self) -> Result<usize, String> {
        let ours = each_once(&self.crm, &self.confirmed, &self.strangers)?;
        let sum = self.desk.status().map_err(|error| error.sentence.code)?.sum;
        // What was removed on both sides lies in the CRM's bin.
        if !sum.adds_up || sum.captured as usize != ours || (sum.synced + sum.removed) as usize != ours {
            return Err(format!("{ours} in the CRM, and the app counts {sum:?}"));
        }
        Ok(ours)
    }
}
