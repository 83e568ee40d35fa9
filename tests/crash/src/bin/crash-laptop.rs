//! The process that is killed and stopped: what it does stands in `crash::working`.

#[cfg(target_os = "linux")]
fn main() {
    crash::working::run();
}

#[cfg(not(target_os = "linux"))]
fn main() {}
