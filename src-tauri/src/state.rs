//! The composition root: what the app is made of, put together once. Clock, keychain and the rehearsal's CRM enter
//! here; everything above the engine gets them handed in.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use lanyard_core::time::Millis;
use lanyard_engine::api::{Desk, DeskOptions, Sample};
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::Keychain;
use lanyard_rehearsal::samples::{self, SampleKind};
use lanyard_rehearsal::{Rehearsal, Running};

use crate::options::Options;

/// How long a card stays open before its first send, until a person sets it otherwise.
const GRACE: Millis = Millis::from_secs(10);

/// How long the rehearsal's CRM may still be busy with a request whose answer was lost: it answers within moments.
const FENCE: Millis = Millis::from_secs(5);

/// The app's state: the desk, as soon as it stands.
///
/// A keychain may ask for its password first, which takes as long as a person takes. The window opens meanwhile and
/// its first question waits here.
#[derive(Debug, Clone)]
pub(crate) struct Shell(Arc<OnceLock<Standing>>);

struct Standing {
    desk: Arc<Desk>,
    /// The rehearsal's CRM, alive as long as the app.
    _crm: Option<Running>,
}

impl std::fmt::Debug for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Standing")
    }
}

impl Shell {
    /// Begins to put the desk together, beside the window.
    pub(crate) fn begin(options: &Options, folder: PathBuf) -> Self {
        let shell = Self(Arc::new(OnceLock::new()));
        let (mine, options) = (shell.clone(), options.clone());
        std::thread::spawn(move || {
            // Nobody else sets it.
            let _ = mine.0.set(stand(&options, folder));
        });
        shell
    }

    /// The desk; waits until it stands.
    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.0.wait().desk
    }

    /// Ends what is under way, if the desk ever stood.
    pub(crate) fn stop(&self) {
        if let Some(standing) = self.0.get() {
            standing.desk.stop();
        }
    }
}

fn stand(options: &Options, folder: PathBuf) -> Standing {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let keychain = Arc::new(Keychain::of_folder(&folder));
    let crm = options.rehearsal.then(|| rehearse(&folder, &clock)).flatten();
    let desk = Desk::start(
        DeskOptions {
            folder,
            rehearsal: options.rehearsal,
            key_file: options.key_file.clone(),
            holder: "the Lanyard window",
            with_worker: true,
            read_only: false,
            first: first_start(options.rehearsal),
            samples: if options.rehearsal { sheet() } else { Vec::new() },
        },
        clock,
        keychain,
    );
    if let Some(crm) = &crm
        && let Err(error) = desk.rehearse_with(&crm.base_url(), crm.token(), FENCE.0)
    {
        // The window shows what stands in the way of the store itself; here it is only noted.
        tracing::warn!(%error, "the rehearsal has no destination");
    }
    Standing { desk: Arc::new(desk), _crm: crm }
}

/// The rehearsal's CRM on a free port of this laptop, with what it was told at earlier starts.
fn rehearse(folder: &Path, clock: &Arc<dyn Clock>) -> Option<Running> {
    let now = Arc::clone(clock);
    let options = lanyard_rehearsal::Options {
        state_file: Some(folder.join("rehearsal-crm.json")),
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

/// What a first start is called, until a person says otherwise.
fn first_start(rehearsal: bool) -> FirstStart {
    let named = |names: &[&str]| {
        names.iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()))
    };
    FirstStart {
        laptop: named(&["COMPUTERNAME", "HOSTNAME"]).unwrap_or_else(|| "This laptop".to_owned()),
        operator: named(&["USER", "USERNAME"]).unwrap_or_else(|| "Me".to_owned()),
        event: if rehearsal { "Sample Expo" } else { "My event" }.to_owned(),
        // A sample badge carries a number as it is dialled within the United States.
        region: rehearsal.then(|| "US".to_owned()),
        rehearsal,
        grace: GRACE,
    }
}

fn sheet() -> Vec<Sample> {
    let kind = |kind| match kind {
        SampleKind::VCard21 => "vcard21",
        SampleKind::VCard3 => "vcard3",
        SampleKind::VCard4 => "vcard4",
        SampleKind::MeCard => "mecard",
        SampleKind::BadgeId => "badge-id",
        SampleKind::Wifi => "wifi",
    };
    let sample = |badge: samples::SampleBadge| Sample {
        title: badge.title.to_owned(),
        company: badge.company.to_owned(),
        kind: kind(badge.kind).to_owned(),
        payload: badge.payload,
    };
    samples::badges().into_iter().map(sample).collect()
}
