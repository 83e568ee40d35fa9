//! The one worker of a store: wakes on a commit, a timer, an answer, or a person, and gives each destination its turn.

use super::applied::Applied;
use super::asking::{Answered, Looked, LookedAt, look_for, perform, read_page};
use super::handle::{Command, Parts};
use super::line::{Line, Touched};
use super::looking_up::LookedUp;
use super::shown::{Outcome, Snapshot};
use crate::store::Result;
use lanyard_core::crm::CrmOp;
use lanyard_core::ids::DestinationId;
use lanyard_core::outbox::Gate;
use lanyard_core::sync::batch::Joined;
use lanyard_core::time::{Millis, MonoMs, WallMs};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// However quiet it is, the worker looks around this often (sync protocol, "Worker").
const LOOK_AROUND: Millis = Millis::from_secs(30);

/// What is under way gets this long when the app closes; the rest stays leased and is looked for at the next start.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// A longer time than this between two turns was sleep: the worker looks around every half minute.
const SLEPT: Millis = Millis::from_secs(60);

/// After the store could not be read or written (a full disk), it is tried again so soon.
const STORE_TROUBLE: Duration = Duration::from_secs(2);

pub(super) struct Worker {
    pub(super) parts: Parts,
    inbox: mpsc::UnboundedReceiver<Command>,
    pub(super) shown: Arc<Mutex<Snapshot>>,
    pub(super) lines: BTreeMap<DestinationId, Line>,
    answers: mpsc::UnboundedReceiver<Answered>,
    answer_to: mpsc::UnboundedSender<Answered>,
    looks: mpsc::UnboundedReceiver<Looked>,
    look_to: mpsc::UnboundedSender<Looked>,
    looked_up: mpsc::UnboundedReceiver<LookedUp>,
    pub(super) looked_up_to: mpsc::UnboundedSender<LookedUp>,
    /// The destinations could not all be read: they are read again with the next turn.
    pub(super) unread: bool,
    /// The disk was full when the store was last written.
    pub(super) disk_full: bool,
    /// When the last turn was, on both clocks: what passed beside it is sleep.
    last_turn: (MonoMs, WallMs),
    pub(super) waiting: Vec<(oneshot::Sender<Outcome>, u32)>,
    pub(super) last_sync: Option<WallMs>,
    /// What was last told of each destination: its gate, and whether it ever answered.
    pub(super) said: BTreeMap<DestinationId, (Gate, bool)>,
}

impl Worker {
    pub(super) fn new(
        parts: Parts,
        inbox: mpsc::UnboundedReceiver<Command>,
        shown: Arc<Mutex<Snapshot>>,
    ) -> Self {
        let (answer_to, answers) = mpsc::unbounded_channel();
        let (look_to, looks) = mpsc::unbounded_channel();
        let (looked_up_to, looked_up) = mpsc::unbounded_channel();
        let last_turn = (parts.clock.mono(), parts.clock.wall());
        Self {
            parts,
            inbox,
            shown,
            lines: BTreeMap::new(),
            answers,
            answer_to,
            looks,
            look_to,
            looked_up,
            looked_up_to,
            unread: false,
            disk_full: false,
            last_turn,
            waiting: Vec::new(),
            last_sync: None,
            said: BTreeMap::new(),
        }
    }

    pub(super) async fn run(mut self) {
        self.reload();
        loop {
            self.wake_from_sleep();
            if self.unread {
                self.reload();
            }
            let trouble = self.round().is_err() || self.unread;
            let now = self.parts.clock.mono();
            let due = self.lines.values().filter_map(|line| line.wake_at(now)).min();
            let sleep = due.map_or(LOOK_AROUND, |due| now.until(due).min(LOOK_AROUND));
            // What is due cannot be done as long as the store gives nothing; and without lines nothing is due at all.
            let sleep = if trouble { STORE_TROUBLE } else { Duration::from_millis(sleep.0) };
            tokio::select! {
                command = self.inbox.recv() => match command {
                    Some(Command::Nudge) => self.look_around(),
                    Some(Command::Reload) => self.reload(),
                    Some(Command::SyncNow(answer)) => self.hurry(answer),
                    Some(Command::LookUp(asked)) => self.look_up(asked),
                    Some(Command::Stop) | None => break,
                },
                Some(answered) = self.answers.recv() => self.answered(answered),
                Some(looked) = self.looks.recv() => self.looked(&looked),
                Some(answered) = self.looked_up.recv() => self.looked_up(&answered),
                () = tokio::time::sleep(sleep) => self.look_around(),
            }
        }
        self.last_answers().await;
    }

    pub(super) fn with(parts: &Parts) -> Applied<'_> {
        Applied { clock: parts.clock.as_ref(), boot: &parts.boot, installation: &parts.installation }
    }

    /// Somebody may have changed what timers follow.
    fn look_around(&mut self) {
        for line in self.lines.values_mut() {
            line.stale = true;
        }
    }

    /// What one CRM said is to be said to the others.
    fn go_on(&mut self, touched: &Touched) {
        if touched.taken {
            self.look_around();
        }
    }

    /// A turn that comes long after the last one means that the computer slept: networks have changed, and so may have the
    /// CRMs. A system's monotonic clock may stand still meanwhile, so the wall clock is asked as well; one that was merely
    /// set costs one look too many.
    fn wake_from_sleep(&mut self) {
        let (now, wall) = (self.parts.clock.mono(), self.parts.clock.wall());
        let (mono_before, wall_before) = std::mem::replace(&mut self.last_turn, (now, wall));
        let passed = wall.0.saturating_sub(wall_before.0).max(0).unsigned_abs();
        if mono_before.until(now).max(Millis(passed)) > SLEPT {
            tracing::info!("the computer slept; looking around");
            for line in self.lines.values_mut() {
                line.resume(now);
            }
        }
    }

    /// A page came: what it shows is stored with how far it came. Or records were looked for.
    fn looked(&mut self, looked: &Looked) {
        let Self { parts, lines, .. } = self;
        let (with, facts, mut touched) = (Self::with(parts), &looked.facts, Touched::default());
        let landed = match (lines.get_mut(&looked.destination), &looked.at) {
            (None, _) => Ok(()),
            (Some(line), LookedAt::Changes(page)) => {
                line.page_landed(&parts.store, with, page, facts, &mut touched)
            }
            (Some(line), LookedAt::Records { asked, answer }) => {
                line.swept(&parts.store, with, (asked, answer), facts, &mut touched)
            }
        };
        if let Err(error) = &landed {
            // The cursor stands where it stood, and a round comes again: both are asked for anew.
            tracing::error!(%error, "what was looked for could not be stored");
        }
        self.wrote(&landed);
        self.go_on(&touched);
        self.tell(touched);
    }

    /// Gives each destination its turn, as long as one has something to send.
    fn round(&mut self) -> Result<()> {
        let mut touched = Touched::default();
        let done = self.turns(&mut touched);
        self.wrote(&done);
        self.tell(touched);
        if let Err(error) = &done {
            tracing::error!(%error, "sync could not read or write the store; it tries again");
        } else {
            self.release_waiting();
        }
        done
    }

    fn turns(&mut self, touched: &mut Touched) -> Result<()> {
        let Self { parts, lines, answer_to, look_to, .. } = self;
        let with = Self::with(parts);
        for (id, line) in lines.iter_mut() {
            line.tick(&parts.store, with, touched)?;
            if line.wants_to_look(parts.clock.mono()) {
                line.looking = true;
                let check = Joined { op: CrmOp::Check, requests: BTreeMap::new() };
                perform(id, line.client.clone(), check, answer_to);
            }
            while let Some(outgoing) = line.next(&parts.store, with, touched)? {
                perform(id, line.client.clone(), outgoing, answer_to);
            }
            line.prepare(&parts.store, with, touched)?;
            line.look_for_strays(&parts.store, with)?;
            while let Some(outgoing) = line.ready(with) {
                perform(id, line.client.clone(), outgoing, answer_to);
            }
            if let Some(ask) = line.page_due(&parts.store, with)? {
                read_page(id, line.client.clone(), ask, look_to);
            }
            if let Some(records) = line.sweep_due(&parts.store, with)? {
                look_for(id, line.client.clone(), records, look_to);
            }
        }
        Ok(())
    }

    /// Answers came: first what is ready leaves in their place, then they are stored, while the CRM is at work again.
    fn answered(&mut self, first: Answered) {
        let Self { parts, lines, answers, answer_to, .. } = self;
        let with = Self::with(parts);
        let mut touched = Touched::default();
        let mut landed = vec![first];
        landed.extend(std::iter::from_fn(|| answers.try_recv().ok()));
        for Answered { destination, sent, answer } in &landed {
            if let Some(line) = lines.get_mut(destination) {
                line.landed(with, sent, answer, &mut touched);
            }
        }
        for (id, line) in lines.iter_mut() {
            while let Some(outgoing) = line.ready(with) {
                perform(id, line.client.clone(), outgoing, answer_to);
            }
        }
        let mut settled = Ok(());
        for Answered { destination, sent, answer } in landed {
            let Some(line) = lines.get_mut(&destination) else { continue };
            if let Err(error) = line.settle(&parts.store, with, sent, &answer, &mut touched) {
                // The lease is still on disk: the next start, or the fence of this one, finds it.
                tracing::error!(%error, "an answer could not be stored");
                settled = Err(error);
            }
        }
        self.wrote(&settled);
        self.go_on(&touched);
        self.tell(touched);
    }

    async fn last_answers(&mut self) {
        for line in self.lines.values_mut() {
            line.closing = true;
        }
        let end = tokio::time::sleep(LAST_ANSWERS);
        tokio::pin!(end);
        while self.lines.values().any(|line| line.in_flight > 0) {
            tokio::select! {
                () = &mut end => return,
                Some(answered) = self.answers.recv() => self.answered(answered),
            }
        }
    }
}
