//! A process that captures and syncs until it is killed: the other half of the `kill -9` stories. It says on its standard
//! output, one line at a time, what was confirmed; what it never said may be lost, what it said may not.
//!
//! Arguments: the data folder, the key file, the CRM's address, its token, the first and the last number to capture.

use acceptance::booth::first_start;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{CaptureAnswer, DestinationInput, EventInput};
use lanyard_engine::api::{Desk, DeskOptions};
use lanyard_engine::clock::SystemClock;
use lanyard_engine::secrets::InMemory;
use lanyard_engine::store::captures::Way;
use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, key_file, address, token, first, last] = words.as_slice() else {
        panic!("six arguments, see the file's head");
    };
    let desk = Desk::start(
        DeskOptions {
            folder: PathBuf::from(folder),
            rehearsal: true,
            key_file: Some(PathBuf::from(key_file)),
            holder: "a story",
            with_worker: true,
            read_only: false,
            first: first_start(Millis(0)),
            samples: Vec::new(),
        },
        Arc::new(SystemClock::new()),
        Arc::new(InMemory::default()),
    );
    assert!(desk.engine().is_ok(), "{:?}", desk.fault());
    prepare(&desk, address, token);
    say("READY");
    let numbers = first.parse::<u32>().expect("a number")..=last.parse::<u32>().expect("a number");
    for number in numbers {
        let card = format!("MECARD:N:Visitor{number},Ada;EMAIL:ada{number}@example.com;ORG:Example Works;;");
        match desk.capture_text(&card, Way::Scanner) {
            Ok(CaptureAnswer::Saved { .. } | CaptureAnswer::Known { .. }) => say(&format!("SAVED {number}")),
            other => panic!("not saved: {other:?}"),
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        loop {
            let status = desk.status().expect("the store answers");
            if status.sum.waiting == 0 {
                say(&format!("DONE {}", status.sum.synced));
                return;
            }
            let _ = desk.sync_now().await;
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    });
    desk.stop();
}

/// The destination, made once; a later start of the same folder finds it.
fn prepare(desk: &Desk, address: &str, token: &str) {
    let known = desk.settings().expect("the store answers").destinations;
    if !known.is_empty() {
        return;
    }
    let event = EventInput {
        name: "Nordlicht Expo 2026".into(),
        region: None,
        grace: Millis(0),
        operator: "Ali".into(),
        purge_days: None,
    };
    desk.save_event(&event).expect("the event is saved");
    let input = DestinationInput {
        id: None,
        kind: "acme".into(),
        name: "AcmeCRM".into(),
        settings: BTreeMap::from([
            ("base_url".to_owned(), address.to_owned()),
            ("auth".to_owned(), "bearer".to_owned()),
            ("fence_ms".to_owned(), "500".to_owned()),
        ]),
        secrets: BTreeMap::from([("secret".to_owned(), token.to_owned())]),
    };
    desk.save_destination(&input).expect("the destination is saved");
}

fn say(line: &str) {
    let mut out = stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
