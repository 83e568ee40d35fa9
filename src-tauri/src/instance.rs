//! One window per data folder: the first start listens on a local socket named after the folder; a second start
//! names the files it was to open, asks the first to come forward and ends.
//!
//! This is a courtesy, not a lock: that two processes never write the same store is the engine's doing.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use interprocess::local_socket::traits::{ListenerExt, Stream as _};
use interprocess::local_socket::{GenericNamespaced, Listener, ListenerOptions, Name, Stream, ToNsName as _};
use sha2::{Digest, Sha256};

const COME_FORWARD: &str = "come forward";
/// Before that, a line for each file.
const OPEN: &str = "open ";
const DONE: &str = "done";

/// What a start finds on its data folder.
pub(crate) enum Instance {
    /// No other window: this one answers later starts through the listener.
    First(Listener),
    /// Another window had the folder and has come forward.
    Second,
}

/// Finds out whether a window is open on the data folder, and brings it forward if so, with these files.
///
/// # Errors
/// The socket is taken by something that does not answer, or cannot be made at all. The start may go on without
/// it; the store's own lock still holds.
pub(crate) fn meet(data: &Path, files: &[PathBuf]) -> io::Result<Instance> {
    match ListenerOptions::new().name(name(data)?).create_sync() {
        Ok(listener) => Ok(Instance::First(listener)),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            call(data, files).map(|()| Instance::Second)
        }
        Err(error) => Err(error),
    }
}

/// Answers later starts for as long as the app runs; `come_forward` is called for each, with its files.
pub(crate) fn answer(listener: &Listener, come_forward: impl Fn(Vec<PathBuf>)) {
    // A caller that breaks off is its own loss: the next one is served.
    for caller in listener.incoming().flatten() {
        let mut caller = BufReader::new(caller);
        let mut files = Vec::new();
        let mut line = String::new();
        while caller.read_line(&mut line).is_ok_and(|read| read > 0) {
            match line.strip_suffix('\n').unwrap_or(&line) {
                COME_FORWARD => {
                    come_forward(files);
                    let _ = writeln!(caller.get_mut(), "{DONE}");
                    break;
                }
                other => match other.strip_prefix(OPEN) {
                    Some(file) => files.push(PathBuf::from(file)),
                    None => break,
                },
            }
            line.clear();
        }
    }
}

fn call(data: &Path, files: &[PathBuf]) -> io::Result<()> {
    let mut stream = Stream::connect(name(data)?)?;
    // A name that is no text, or holds a line break, cannot be told this way: whoever has such a file drops it on the window.
    for file in files.iter().filter_map(|file| file.to_str()).filter(|file| !file.contains('\n')) {
        writeln!(stream, "{OPEN}{file}")?;
    }
    writeln!(stream, "{COME_FORWARD}")?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    if line.trim_end() == DONE { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// A name that is the same for all spellings of one folder, and short enough for every system.
fn name(data: &Path) -> io::Result<Name<'static>> {
    let folder = std::fs::canonicalize(data)?;
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let mark: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("lanyard-{mark}").to_ns_name::<GenericNamespaced>()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_second_start_brings_the_first_window_forward() {
        let data = tempfile::tempdir().expect("a folder");
        let Instance::First(listener) = meet(data.path(), &[]).expect("free") else {
            panic!("nobody was there")
        };
        let (asked, heard) = mpsc::channel();
        std::thread::spawn(move || answer(&listener, |files| asked.send(files).expect("still listening")));
        assert!(matches!(meet(data.path(), &[]), Ok(Instance::Second)));
        assert_eq!(heard.recv().expect("the first window was asked"), [] as [PathBuf; 0]);
        let files = ["/fair/guests of day 1.csv", "/fair/jana.vcf"].map(PathBuf::from);
        assert!(matches!(meet(data.path(), &files), Ok(Instance::Second)));
        assert_eq!(heard.recv().expect("and again, with files"), files);
    }

    #[test]
    fn two_data_folders_do_not_meet() {
        let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let first = meet(one.path(), &[]).expect("free");
        let second = meet(other.path(), &[]).expect("free");
        assert!(matches!((first, second), (Instance::First(_), Instance::First(_))));
    }

    #[test]
    fn a_caller_that_says_nothing_does_not_stop_the_answers() {
        let data = tempfile::tempdir().expect("a folder");
        let Instance::First(listener) = meet(data.path(), &[]).expect("free") else {
            panic!("nobody was there")
        };
        std::thread::spawn(move || answer(&listener, |_| {}));
        drop(Stream::connect(name(data.path()).expect("a name")).expect("connected"));
        assert!(matches!(meet(data.path(), &[]), Ok(Instance::Second)));
    }
}
