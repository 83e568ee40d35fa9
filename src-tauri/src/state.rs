//! The composition root: what the app is made of, put together once. Clock, keychain and the rehearsal's CRM enter
//! here; everything above the engine gets them handed in.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use lanyard_core::time::Millis;
use lanyard_engine::api::{Desk, DeskOptions, Sample};
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::Keychain;
use lanyard_rehearsal::samples;
use lanyard_rehearsal::{Memory, Rehearsal, Running};

use crate::options::Options;

/// How long the rehearsal's CRM may still be busy with a request whose answer was lost: it answers within moments.
const FENCE: Millis = Millis::from_secs(5);

/// The app's state: the desk, as soon as it stands.
///
/// A keychain may ask for its password first, which takes as long as a person takes. The window opens meanwhile and
/// its first question waits here.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    standing: Arc<OnceLock<Standing>>,
    /// Whether it was said what closing costs, and nobody has answered yet.
    asked: Arc<AtomicBool>,
}

struct Standing {
    desk: Arc<Desk>,
    /// The rehearsal's CRM, alive as long as the app.
    crm: Option<Running>,
}

impl std::fmt::Debug for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Standing")
    }
}

impl Shell {
    /// Begins to put the desk together, beside the window.
    pub(crate) fn begin(options: &Options, folder: PathBuf) -> Self {
        let shell = Self { standing: Arc::new(OnceLock::new()), asked: Arc::default() };
        let (mine, options) = (shell.clone(), options.clone());
        std::thread::spawn(move || {
            // Nobody else sets it.
            let _ = mine.standing.set(stand(&options, folder));
        });
        shell
    }

    /// The desk; waits until it stands.
    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.standing.wait().desk
    }

    /// The rehearsal's CRM; waits until the desk stands.
    pub(crate) fn crm(&self) -> Option<&Running> {
        self.standing.wait().crm.as_ref()
    }

    /// The desk, if it stands by now.
    pub(crate) fn standing(&self) -> Option<&Arc<Desk>> {
        self.standing.get().map(|standing| &standing.desk)
    }

    /// Whether a window that is to be closed stays: in kiosk mode, which only the PIN ends; and once when not everything is in the
    /// CRM, so that its page says what that costs. Whoever closes it again means it.
    pub(crate) fn keeps_open(&self) -> bool {
        let Some(desk) = self.standing() else { return false };
        desk.in_kiosk() || (!self.asked.swap(true, Ordering::AcqRel) && desk.asks_before_closing())
    }

    /// A person stays.
    pub(crate) fn stays(&self) {
        self.asked.store(false, Ordering::Release);
    }

    /// Ends what is under way, if the desk ever stood.
    pub(crate) fn stop(&self) {
        if let Some(standing) = self.standing.get() {
            standing.desk.stop();
        }
    }
}

fn stand(options: &Options, folder: PathBuf) -> Standing {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let keychain = Arc::new(Keychain::of_folder(&folder));
    let desk = Desk::start(
        DeskOptions {
            folder,
            rehearsal: options.rehearsal,
            key_file: options.key_file.clone(),
            holder: "the Lanyard window",
            with_worker: true,
            read_only: false,
            first: FirstStart::usual(options.rehearsal),
            samples: if options.rehearsal { sheet() } else { Vec::new() },
        },
        Arc::clone(&clock),
        keychain,
    );
    let desk = Arc::new(desk);
    let crm = options.rehearsal.then(|| rehearse(&desk, &clock)).flatten();
    if let Some(crm) = &crm
        && let Err(error) = desk.rehearse_with(&crm.base_url(), crm.token(), FENCE.0)
    {
        // The window shows what stands in the way of the store itself; here it is only noted.
        tracing::warn!(%error, "the rehearsal has no destination");
    }
    Standing { desk, crm }
}

/// The rehearsal's CRM on a free port of this laptop, with what it was told at earlier starts.
fn rehearse(desk: &Arc<Desk>, clock: &Arc<dyn Clock>) -> Option<Running> {
    let now = Arc::clone(clock);
    let options = lanyard_rehearsal::Options {
        memory: Some(Arc::new(InTheStore(Arc::clone(desk)))),
        ..lanyard_rehearsal::Options::new(
            &clock.new_id(),
            &clock.new_id(),
            &clock.new_id(),
            Arc::new(move || now.wall().0),
        )
    };
    match tauri::async_runtime::block_on(Rehearsal::start(options)) {
        Ok(crm) => Some(crm),
        Err(error) => {
            tracing::error!(%error, "the rehearsal goes on without a CRM");
            None
        }
    }
}

fn sheet() -> Vec<Sample> {
    let sample = |badge: samples::SampleBadge| Sample {
        title: badge.title.to_owned(),
        company: badge.company.to_owned(),
        kind: badge.kind.as_str().to_owned(),
        payload: badge.payload,
    };
    samples::badges().into_iter().map(sample).collect()
}

/// The rehearsal CRM's records inside the encrypted store: a real badge may be scanned in a rehearsal.
struct InTheStore(Arc<Desk>);

impl Memory for InTheStore {
    fn recall(&self) -> std::io::Result<Option<Vec<u8>>> {
        let book = self.0.rehearsal_book().map_err(std::io::Error::other)?;
        Ok(book.map(String::into_bytes))
    }

    fn keep(&self, book: &[u8]) -> std::io::Result<()> {
        let book = std::str::from_utf8(book).map_err(std::io::Error::other)?;
        self.0.keep_rehearsal_book(book).map_err(std::io::Error::other)
    }
}
