//! `backup` and `restore`: the whole store as one encrypted file, and back.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble, with_words};
use crate::opening::{Purpose, folder, open};
use crate::secret;
use clap::Args;
use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::FileProgress;
use lanyard_engine::api::{RestoreOptions, key_for_backup, look_into_backup, restore as take_in};
use lanyard_engine::clock::SystemClock;
use lanyard_engine::data_folder::DataFolder;
use lanyard_engine::secrets::{Keychain, key_file};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to make
    file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    /// The data folder to restore into, instead of this person's own
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Put aside a store that is there
    #[arg(long)]
    replace: bool,
}

pub(crate) fn backup(backup: &Backup, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Look, out)?;
    let made = desk.back_up(&backup.file, backup.replace, &mut told(out));
    out.progress_over();
    let made = made?;
    out.answer(&with_words(&made, out.say(&made.sentence)), || out.say(&made.sentence))?;
    Ok(Exit::Done)
}

pub(crate) fn restore(said: &Restore, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let unusable = |sentence: Sentence| Trouble::new(Exit::NeedsSomeone, sentence);
    let to = match &said.to {
        Some(folder) => folder.clone(),
        None => folder(everywhere).map_err(|error| unusable(error.sentence()))?,
    };
    let about = look_into_backup(&said.file)?;
    let to = DataFolder::prepare(&to).map_err(|error| unusable(error.sentence()))?;
    let typed = if everywhere.ask {
        let question = if about.passphrase { "cli-ask-either" } else { "cli-ask-recovery-key" };
        Some(key_for_backup(&said.file, &secret::ask(&out.say(&Sentence::new(question)))?)?)
    } else {
        None
    };
    let keychain = Keychain::of_folder(to.path());
    let keep: Option<&dyn lanyard_engine::secrets::SecretStore> =
        if typed.is_some() && everywhere.key_file.is_none() { Some(&keychain) } else { None };
    let key = match (typed, &everywhere.key_file) {
        (Some(typed), _) => Some(typed),
        (None, Some(file)) => {
            Some(key_file::read(file, to.path()).map_err(|refused| unusable(refused.sentence()))?)
        }
        (None, None) => None,
    };
    let options = RestoreOptions { folder: to.path(), key, keep, replace: said.replace };
    let done = take_in(&said.file, options, &SystemClock::new(), &mut told(out));
    out.progress_over();
    let done = done?;
    out.answer(&with_words(&done, out.say(&done.sentence)), || {
        let aside =
            done.aside.as_ref().map(|path| out.say(&Sentence::new("restore-aside").text("path", path)));
        aside.map_or_else(|| out.say(&done.sentence), |aside| format!("{}\n{aside}", out.say(&done.sentence)))
    })?;
    Ok(Exit::Done)
}

fn told(out: &Out) -> impl FnMut(FileProgress) -> bool {
    move |progress| {
        out.progress(progress.done, progress.of);
        true
    }
}
