//! What the command line and the environment say: which data folder, rehearsal or not, where the key is.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Parser;
use lanyard_engine::data_folder::{FolderError, Realm, default_path};

/// Lanyard: capture contacts from badges, with or without a network.
#[derive(Debug, Clone, Parser)]
#[command(name = "lanyard-desktop", version)]
pub(crate) struct Options {
    /// The data folder, instead of this person's own.
    #[arg(long, value_name = "DIR", env = "LANYARD_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// Open the rehearsal: sample badges and a CRM on this laptop, apart from the real data.
    #[arg(long)]
    pub(crate) rehearsal: bool,
    /// A file that holds the store's key, for a laptop without a keychain.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// Lists of contacts and pictures of badges to bring in, as if they were dropped on the window.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// What was not understood, or the help that was asked for; both know how to print themselves.
    pub(crate) fn read(words: impl Iterator<Item = OsString>) -> Result<Self, clap::Error> {
        Self::try_parse_from(words)
    }

    /// The files to bring in, by paths that mean the same to a window that was started elsewhere.
    pub(crate) fn opened(&self) -> Vec<PathBuf> {
        self.files.iter().map(|file| std::path::absolute(file).unwrap_or_else(|_| file.clone())).collect()
    }

    /// The data folder this start works in, which need not exist yet. A folder named by hand is taken as it is.
    ///
    /// # Errors
    /// The system names no place for data.
    pub(crate) fn data_folder(&self) -> Result<PathBuf, FolderError> {
        let realm = if self.rehearsal { Realm::Rehearsal } else { Realm::Real };
        self.data.clone().map_or_else(|| default_path(realm), Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Options {
        Options::read(words.iter().map(OsString::from)).expect("understood")
    }

    #[test]
    fn a_folder_named_by_hand_is_taken_as_it_is() {
        let options = read(&["lanyard-desktop", "--data", "/somewhere", "--rehearsal"]);
        assert_eq!(options.data_folder(), Ok(PathBuf::from("/somewhere")));
    }

    #[test]
    fn rehearsal_and_real_data_never_share_a_folder() {
        let real = read(&["lanyard-desktop"]).data_folder();
        let rehearsal = read(&["lanyard-desktop", "--rehearsal"]).data_folder();
        assert_ne!(real.expect("a folder"), rehearsal.expect("a folder"));
    }
}
