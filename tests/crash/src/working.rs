//! A laptop that captures and sends until it is killed. It says on its standard output, one line at a time, what was
//! confirmed; what it never said may be lost, what it said may not.
//!
//! Arguments: its folder, the CRM's address, the fence in milliseconds, the first and the last number to capture, and
//! "forced" to go past the folder's lock.

use crate::laptop::{Laptop, badge, first_start, settle, stuck};
use lanyard_core::time::Millis;
use lanyard_engine::Engine;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::CaptureAnswer;
use lanyard_engine::clock::SystemClock;
use lanyard_engine::engine::Access;
use lanyard_engine::store::Store;
use lanyard_engine::store::captures::Way;
use std::io::{Write, stdout};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// It asks so often whether everything was sent.
const LOOK: Duration = Duration::from_millis(25);

/// Works as its arguments say.
///
/// # Panics
/// When they are not as they must be.
pub fn run() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, address, fence, first, last, forced @ ..] = words.as_slice() else {
        panic!("five arguments, see the file's head");
    };
    let number = |text: &String| text.parse::<u32>().expect("a number");
    let laptop = Laptop::at(Path::new(folder));
    if !forced.is_empty() {
        return past_the_lock(&laptop);
    }
    let desk: Desk = laptop.start(Arc::new(SystemClock::new()), true);
    if let Some(code) = stuck(&desk) {
        return say(&format!("REFUSED {code}"));
    }
    if let Err(code) = settle(&desk, address, Millis(u64::from(number(fence)))) {
        return say(&format!("REFUSED {code}"));
    }
    say("READY");
    for number in number(first)..=number(last) {
        capture(&desk, number);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        loop {
            match desk.status() {
                Ok(status) if status.sum.waiting == 0 => return say(&format!("DONE {}", status.sum.synced)),
                Ok(_) => {}
                Err(error) => say(&format!("FAILED {}", error.sentence.code)),
            }
            // Whatever it says: what counts is the sum.
            let _ = desk.sync_now().await;
            tokio::time::sleep(LOOK).await;
        }
    });
    desk.stop();
}

fn capture(desk: &Desk, number: u32) {
    match desk.capture_text(&badge(number), Way::Scanner) {
        Ok(CaptureAnswer::Saved { .. } | CaptureAnswer::Known { .. }) => say(&format!("SAVED {number}")),
        Ok(CaptureAnswer::Again { .. } | CaptureAnswer::Refused { .. }) => {
            say("FAILED a new badge was refused")
        }
        Err(error) => say(&format!("FAILED {}", error.sentence.code)),
    }
}

/// What nobody can do with the app: a second worker on a store that another process has open. It works until it is
/// killed.
fn past_the_lock(laptop: &Laptop) {
    let store = Store::open(&laptop.store(), &Laptop::key()).expect("the store opens");
    let clock = Arc::new(SystemClock::new());
    let first = first_start();
    let engine = Engine::over(store, Laptop::key(), Access::Store, clock, &first, true).expect("it works");
    say("READY");
    loop {
        std::thread::sleep(LOOK);
        if let Some(sync) = engine.sync() {
            sync.nudge();
        }
    }
}

fn say(line: &str) {
    let mut out = stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
