//! The app's log: lines on stderr and in the data folder, from our own crates only, so that no library can put a request, a
//! header or a payload into it whatever the level.

use std::path::Path;

use lanyard_engine::data_folder::LOGS;
use tracing::level_filters::LevelFilter;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

/// All our crates' names begin with this.
const OURS: &str = "lanyard";

/// Days that are kept.
const DAYS: usize = 7;

/// Starts the log at the level that `LANYARD_LOG` names (off, error, warn, info, debug, trace), or at `info`. Without a folder, or
/// where none can be written, on stderr alone.
pub(crate) fn start(folder: Option<&Path>) {
    let level =
        std::env::var("LANYARD_LOG").ok().and_then(|name| name.parse().ok()).unwrap_or(LevelFilter::INFO);
    let ours = || Targets::new().with_target(OURS, level);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(ours());
    let kept = folder
        .and_then(|folder| file(&folder.join(LOGS)))
        .map(|file| tracing_subscriber::fmt::layer().with_ansi(false).with_writer(file).with_filter(ours()));
    // A second start in one process keeps the first log.
    let _ = tracing_subscriber::registry().with(lines).with(kept).try_init();
}

/// A file a day; the oldest goes when there are too many.
fn file(folder: &Path) -> Option<RollingFileAppender> {
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .max_log_files(DAYS)
        .filename_prefix("lanyard")
        .filename_suffix("log")
        .build(folder)
        .ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_log_lies_in_the_data_folder_and_seven_days_of_it_are_kept() {
        let data = tempfile::tempdir().expect("a folder");
        let logs = data.path().join(LOGS);
        std::fs::create_dir(&logs).expect("made");
        for day in 1..=9 {
            std::fs::write(logs.join(format!("lanyard.2026-01-0{day}.log")), "old").expect("written");
        }
        let mut file = file(&logs).expect("it can be written");
        writeln!(file, "new").expect("written");
        let mut names: Vec<_> = std::fs::read_dir(&logs)
            .expect("there")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
            .collect();
        names.sort();
        assert_eq!(names.len(), DAYS, "{names:?}");
        assert!(!names.contains(&"lanyard.2026-01-01.log".to_owned()), "the oldest went: {names:?}");
    }

    #[test]
    fn where_no_folder_can_be_written_there_is_no_file() {
        let data = tempfile::tempdir().expect("a folder");
        let taken = data.path().join(LOGS);
        std::fs::write(&taken, "no folder").expect("written");
        assert!(file(&taken).is_none());
    }
}
