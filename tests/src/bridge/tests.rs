//! The bridge over real HTTP: what the page asks is answered as the shell answers it, and nothing without the token.

use super::*;
use lanyard_core::time::Millis;
use lanyard_engine::api::DeskOptions;
use lanyard_engine::clock::SystemClock;
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::InMemory;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};

const COMMANDS: &str = include_str!("../../../ui/src/lib/backend/commands.ts");
const HANDLER: &str = include_str!("../../../src-tauri/src/commands/mod.rs");

/// A bridge on a port of its own, with everything below it.
struct Site {
    root: String,
    _data: tempfile::TempDir,
    _runtime: tokio::runtime::Runtime,
}

fn site() -> Site {
    let data = tempfile::tempdir().unwrap();
    let first = FirstStart {
        laptop: "Test laptop".into(),
        operator: "Ada".into(),
        event: "Expo".into(),
        region: None,
        rehearsal: false,
        grace: Millis::from_secs(10),
    };
    let options = DeskOptions {
        folder: data.path().join("data"),
        rehearsal: false,
        key_file: None,
        holder: "a test",
        with_worker: false,
        read_only: false,
        first,
        samples: Vec::new(),
    };
    let desk = Desk::start(options, Arc::new(SystemClock::new()), Arc::new(InMemory::default()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let bridge = Bridge::new(Arc::new(desk), "token".into(), data.path().to_owned());
    runtime.spawn(serve(listener, bridge));
    Site { root, _data: data, _runtime: runtime }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

impl Site {
    fn ask(&self, command: &str, args: &Value) -> (u16, Value) {
        let request = agent().post(format!("{}/ipc/{command}", self.root)).header("X-Lanyard-Token", "token");
        let mut answer = request.send_json(args).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_json().unwrap())
    }
}

#[test]
fn the_shell_and_the_bridge_know_every_command_of_the_page() {
    let of_page: BTreeSet<&str> =
        COMMANDS.split("call('").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
    let handler = HANDLER.split("generate_handler![").nth(1).unwrap().split(']').next().unwrap();
    let mut of_shell: BTreeSet<&str> =
        handler.split(',').filter_map(|line| line.trim().split("::").nth(1)).collect();
    let unknown: Vec<&&str> = of_page.difference(&of_shell).collect();
    assert!(!of_page.is_empty() && unknown.is_empty(), "the shell does not know {unknown:?}");
    // Travels as a stream here.
    assert!(of_shell.remove("subscribe"));
    let site = site();
    for command in of_shell {
        let (_, answer) = site.ask(command, &json!({}));
        assert!(!answer.to_string().contains("there is no command"), "{command}");
    }
    assert_eq!(site.ask("nonsense", &json!({})).0, 500);
}

#[test]
fn a_capture_is_answered_and_pushed() {
    let site = site();
    let updates =
        agent().get(format!("{}/updates", site.root)).header("X-Lanyard-Token", "token").call().unwrap();
    let mut lines = BufReader::new(updates.into_body().into_reader()).lines().map_while(Result::ok);
    // It listens once it has told how things stand.
    assert!(lines.any(|line| line.contains("\"status\"")));
    let (status, saved) =
        site.ask("capture_text", &json!({"payload": "MECARD:N:Roe,Jane;;", "way": "scanner"}));
    assert_eq!((status, &saved["answer"]), (200, &json!("saved")));
    let contact = &saved["contact"]["row"]["id"];
    assert_eq!(site.ask("contact", &json!({"contactId": contact})).1["row"]["name"], "Jane Roe");
    let told = |line: &String| {
        line.starts_with("data:") && line.contains("\"contacts\"") && line.contains("Jane Roe")
    };
    assert!(lines.any(|line| told(&line)));
}

#[test]
fn in_kiosk_mode_the_page_gets_nothing_but_capturing_until_the_pin_is_entered() {
    let site = site();
    let code = |(status, answer): (u16, Value)| (status, answer["sentence"]["code"].clone());
    assert_eq!(site.ask("enter_kiosk", &json!({"pin": "4711"})).1["kiosk"], true);
    let handler = HANDLER.split("generate_handler![").nth(1).unwrap().split(']').next().unwrap();
    let names = handler.split(',').filter_map(|line| line.trim().split("::").nth(1));
    let closed: Vec<&str> =
        names.filter(|name| !lanyard_engine::api::kiosk::ALLOWED.contains(name)).collect();
    assert!(closed.len() > 70 && closed.contains(&"contacts") && closed.contains(&"recovery_key"));
    for command in closed {
        assert_eq!(code(site.ask(command, &json!({}))), (409, json!("kiosk-closed")), "{command}");
    }
    let saved = site.ask("capture_text", &json!({"payload": "MECARD:N:Roe,Jane;;", "way": "scanner"}));
    assert_eq!(saved.1["answer"], "saved");
    assert_eq!(code(site.ask("leave_kiosk", &json!({"pin": "0000"}))), (401, json!("kiosk-wrong-pin")));
    assert_eq!(site.ask("leave_kiosk", &json!({"pin": "4711"})).1["kiosk"], false);
    assert_eq!(site.ask("contacts", &json!({"query": {"limit": 5}})).1["total"], 1);
}

#[test]
fn a_fault_is_told_as_the_engine_words_it() {
    let site = site();
    let (status, answer) = site.ask("contact", &json!({"contactId": "gone"}));
    assert_eq!((status, &answer["sentence"]["code"]), (404, &json!("error-no-such-contact")));
    assert_eq!(site.ask("contact", &json!({})).1["code"], "internal");
}

#[test]
fn a_frame_is_raw_bytes_of_its_size() {
    let site = site();
    let send = |w: &str, bytes: &[u8]| {
        let request = agent().post(format!("{}/ipc/frame", site.root));
        let request = request.header("X-Lanyard-Token", "token").header("x-w", w).header("x-h", "30");
        let mut answer = request.send(bytes).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_json::<Value>().unwrap())
    };
    let (status, answer) = send("40", &[255; 1200]);
    assert_eq!((status, &answer["codes"]), (200, &json!([])));
    for (w, bytes) in [("41", &[255; 1200][..]), ("x", &[]), ("18446744073709551615", &[0; 30])] {
        assert_eq!(send(w, bytes).1["sentence"]["code"], "error-frame");
    }
}

#[test]
fn without_the_token_nothing_is_told() {
    let site = site();
    let status = |request: ureq::RequestBuilder<ureq::typestate::WithoutBody>| {
        request.call().unwrap().status().as_u16()
    };
    assert_eq!(status(agent().get(format!("{}/updates", site.root))), 403);
    assert_eq!(status(agent().get(format!("{}/updates", site.root)).header("X-Lanyard-Token", "tok")), 403);
    let answer = agent().post(format!("{}/ipc/session", site.root)).send("{}").unwrap();
    assert_eq!(answer.status().as_u16(), 403);
    for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/assets/../../package.json", "/missing.js"] {
        assert_eq!(status(agent().get(format!("{}{path}", site.root))), 404, "{path}");
    }
}

#[test]
fn the_page_lives_under_the_shells_policy() {
    let policy = policy();
    assert!(policy.contains("script-src 'self';") && policy.contains("object-src 'none'"), "{policy}");
    assert!(policy.contains("connect-src 'self' ipc:"), "{policy}");
}
