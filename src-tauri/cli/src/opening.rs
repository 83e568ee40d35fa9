//! From the command line to an open desk.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble};
use crate::secret;
use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::Stage;
use lanyard_engine::api::{Desk, DeskOptions, StartFault};
use lanyard_engine::clock::SystemClock;
use lanyard_engine::data_folder::{DataFolder, FolderError, Realm, default_path};
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::Keychain;
use std::path::PathBuf;
use std::sync::Arc;

/// What a command is about to do; only those that look run beside the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Look,
    Write,
    Send,
}

/// The data folder that was named, or this person's own.
///
/// # Errors
/// When the system names none.
pub(crate) fn folder(everywhere: &Everywhere) -> Result<PathBuf, FolderError> {
    let realm = if everywhere.rehearsal { Realm::Rehearsal } else { Realm::Real };
    everywhere.data.clone().map_or_else(|| default_path(realm), Ok)
}

/// Opens the store, or makes it at the first command that writes. With `--ask` a person gives the key.
///
/// # Errors
/// Whatever stands in the way, in words.
pub(crate) fn open(everywhere: &Everywhere, purpose: Purpose, out: &Out) -> Result<Desk, Trouble> {
    opened(begin(everywhere, purpose)?, everywhere, out)
}

/// Goes as far as the start goes by itself.
///
/// # Errors
/// When there is no folder to start in.
pub(crate) fn begin(everywhere: &Everywhere, purpose: Purpose) -> Result<Desk, Trouble> {
    let unusable = |error: &FolderError| Trouble::new(Exit::NeedsSomeone, error.sentence());
    let mut folder = folder(everywhere).map_err(|error| unusable(&error))?;
    if purpose != Purpose::Look {
        // The keychain's entries hang on the folder's real path, which only a folder that is there has.
        folder = DataFolder::prepare(&folder).map_err(|error| unusable(&error))?.path().to_owned();
    }
    let keychain = Arc::new(Keychain::of_folder(&folder));
    Ok(Desk::start(
        DeskOptions {
            folder,
            rehearsal: everywhere.rehearsal,
            key_file: everywhere.key_file.clone(),
            holder: "the command line",
            with_worker: purpose == Purpose::Send,
            read_only: purpose == Purpose::Look,
            first: FirstStart::usual(everywhere.rehearsal),
            samples: Vec::new(),
        },
        Arc::new(SystemClock::new()),
        keychain,
    ))
}

/// Goes on from there, with what a person enters if that was said.
///
/// # Errors
/// Whatever stands in the way, in words.
pub(crate) fn opened(desk: Desk, everywhere: &Everywhere, out: &Out) -> Result<Desk, Trouble> {
    if let (true, Stage::NeedsRecoveryKey { passphrase, .. }) = (everywhere.ask, desk.session().stage) {
        let question = if passphrase { "cli-ask-either" } else { "cli-ask-recovery-key" };
        let secret = secret::ask(&out.say(&Sentence::new(question)))?;
        desk.unlock(&secret)?;
    }
    match trouble(&desk) {
        None => Ok(desk),
        Some(trouble) => Err(trouble),
    }
}

/// What keeps a desk from being open.
fn trouble(desk: &Desk) -> Option<Trouble> {
    let exit = match desk.fault()? {
        StartFault::InUse(_) => Exit::InUse,
        StartFault::NoStore => Exit::NotHere,
        StartFault::NeedsSomeone(_) => Exit::NeedsSomeone,
    };
    let (sentence, detail, hint) = match desk.session().stage {
        Stage::NeedsRecoveryKey { explanation, .. } => (explanation.why, None, Some("cli-say-ask")),
        Stage::NeedsPassphrase { explanation, detail, .. } => {
            (explanation.why, detail, Some("cli-set-passphrase"))
        }
        Stage::Blocked { explanation, detail } => (explanation.why, detail, None),
        // Opened meanwhile by nobody: there is only this process.
        Stage::Ready => (Sentence::new("error-not-ready"), None, None),
    };
    Some(Trouble::new(exit, sentence).with_detail(detail).with_hint(hint))
}

/// Waits for an answer that travels.
///
/// # Errors
/// When the system gives no means to wait with.
pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> Result<T, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => Ok(runtime.block_on(answer)),
        Err(error) => Err(Trouble::new(Exit::OurFault, Sentence::new("error-internal"))
            .with_detail(Some(error.to_string()))),
    }
}
