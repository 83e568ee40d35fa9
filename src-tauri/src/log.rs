//! The app's log: lines on stderr, from our own crates only, so that no library can put a request, a header or a
//! payload into it whatever the level.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

/// All our crates' names begin with this.
const OURS: &str = "lanyard";

/// Starts the log at the level that `LANYARD_LOG` names (off, error, warn, info, debug, trace), or at `info`.
pub(crate) fn start() {
    let level =
        std::env::var("LANYARD_LOG").ok().and_then(|name| name.parse().ok()).unwrap_or(LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // A second start in one process keeps the first log.
    let _ = tracing_subscriber::registry()
        .with(lines.with_filter(Targets::new().with_target(OURS, level)))
        .try_init();
}
