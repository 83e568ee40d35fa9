//! Figures of a series: the middle, the tail, and a line to print.

/// A series of measurements, milliseconds.
#[derive(Default, Clone)]
pub(crate) struct Series(pub(crate) Vec<f64>);

impl Series {
    fn sorted(&self) -> Vec<f64> {
        let mut values = self.0.clone();
        values.sort_by(f64::total_cmp);
        values
    }

    /// The value below which this part of the series lies.
    pub(crate) fn at(&self, part: f64) -> f64 {
        let sorted = self.sorted();
        let place = (sorted.len().saturating_sub(1) as f64 * part).round() as usize;
        sorted.get(place).copied().unwrap_or(f64::NAN)
    }

    /// The middle value.
    pub(crate) fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// The whole in a line.
    pub(crate) fn line(&self) -> String {
        format!(
            "p50 {:.2}  p95 {:.2}  p99 {:.2}  max {:.2}  (n {})",
            self.median(),
            self.at(0.95),
            self.at(0.99),
            self.at(1.0),
            self.0.len()
        )
    }
}

/// Whether a goal was met, as it is printed.
pub(crate) fn met(is: bool) -> &'static str {
    if is { "met" } else { "MISSED" }
}

/// What the figures depend on: processors, and how busy the machine is with other things, where the system tells.
pub(crate) fn machine() -> String {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown");
    format!("{} {}, {processors} processors, load {load}", std::env::consts::OS, std::env::consts::ARCH)
}

/// Seconds that the worker's own thread was at work, and seconds that it was ready while every processor was busy with
/// something else: another program, or this one's other threads. Where the system counts them.
pub(crate) fn worker() -> Option<(f64, f64)> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    for thread in threads.flatten() {
        let name = std::fs::read_to_string(thread.path().join("comm")).unwrap_or_default();
        if name.trim() == "lanyard-sync" {
            let counted = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
            let mut nanoseconds = counted.split_whitespace().map_while(|count| count.parse::<f64>().ok());
            return Some((nanoseconds.next()? / 1e9, nanoseconds.next()? / 1e9));
        }
    }
    None
}
