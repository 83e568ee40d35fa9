//! Runs the proofs down to the disk and prints what they counted. Ends with 1 when anything was violated.

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> std::process::ExitCode {
    crash::command::run().await
}

#[cfg(not(target_os = "linux"))]
fn main() {}
