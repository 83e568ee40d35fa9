//! Files that were opened with Lanyard: named on the command line, by a second start, or handed over by the system. They wait
//! here until the page takes them, one after the other; the page gets a file's name and its bytes and never a path.
//!
//! Left out on purpose: what a file is. The page and the engine judge that as of any file that is dropped on the window.

use std::collections::VecDeque;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lanyard_engine::api::views::{CommandError, ErrorCode, Update};
use tauri::ipc::Channel;

/// No list and no picture that Lanyard takes is larger; of a larger file this much is handed over, so that the engine says so.
const MOST: u64 = 256 * 1024 * 1024 + 1;

/// The files that wait, and the pages that are told of them.
#[derive(Clone, Default)]
pub(crate) struct Opened(Arc<Mutex<Waiting>>);

#[derive(Default)]
struct Waiting {
    files: VecDeque<PathBuf>,
    pages: Vec<Channel<Update>>,
}

impl Opened {
    /// Files to be opened; the pages there are hear of it.
    pub(crate) fn add(&self, files: impl IntoIterator<Item = PathBuf>) {
        let mut waiting = self.waiting();
        let before = waiting.files.len();
        waiting.files.extend(files);
        if waiting.files.len() > before {
            // A page that is gone hears nothing any more.
            waiting.pages.retain(|page| page.send(Update::Opened).is_ok());
        }
    }

    /// A page that wants to hear of files. Those that wait already it asks for by itself.
    pub(crate) fn tell(&self, page: Channel<Update>) {
        self.waiting().pages.push(page);
    }

    /// The next file: its name, a zero byte, and what is in it; no bytes when none waits.
    ///
    /// # Errors
    /// It is not there or cannot be read; it waits no longer then.
    pub(crate) fn next(&self) -> Result<Vec<u8>, CommandError> {
        let Some(path) = self.waiting().files.pop_front() else { return Ok(Vec::new()) };
        read(&path).map_err(|error| {
            let sentence =
                if error.kind() == std::io::ErrorKind::NotFound { "file-gone" } else { "file-unreadable" };
            CommandError {
                detail: Some(error.to_string()),
                ..CommandError::new(ErrorCode::BadInput, sentence)
            }
        })
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut bytes = name.into_bytes();
    bytes.push(0);
    std::fs::File::open(path)?.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_handed_over_one_by_one_with_their_names_and_without_their_paths() {
        let folder = tempfile::tempdir().expect("a folder");
        let [one, other] = ["guests.csv", "jana.vcf"].map(|name| folder.path().join(name));
        std::fs::write(&one, "a,b").expect("written");
        std::fs::write(&other, "BEGIN:VCARD").expect("written");
        let opened = Opened::default();
        opened.add([one, other]);
        assert_eq!(opened.next().expect("read"), b"guests.csv\0a,b");
        assert_eq!(opened.next().expect("read"), b"jana.vcf\0BEGIN:VCARD");
        assert_eq!(opened.next().expect("none"), b"");
    }

    #[test]
    fn a_file_that_is_gone_is_told_once_and_holds_up_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let there = folder.path().join("there.csv");
        std::fs::write(&there, "a").expect("written");
        let opened = Opened::default();
        opened.add([folder.path().join("gone.csv"), there]);
        let error = opened.next().expect_err("it is not there");
        assert_eq!((error.code, error.sentence.code.as_str()), (ErrorCode::BadInput, "file-gone"));
        assert_eq!(opened.next().expect("read"), b"there.csv\0a");
    }
}
