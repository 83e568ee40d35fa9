//! Contacts by the command line: kept, listed, corrected, sent, and never twice.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it passes over, and may fail anywhere"
)]

mod laptop;

use lanyard_engine::data_folder::DataFolder;
use laptop::{Answer, Laptop, bare, qr};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

const CARD: &str = "MECARD:N:Lovelace,Ada;EMAIL:ada@example.com;ORG:Analytical;;";

/// The rehearsal's CRM as a process.
struct Crm {
    child: Child,
    told: Value,
}

impl Crm {
    fn start(words: &[&str]) -> Self {
        let mut command = bare(&["rehearse"]);
        let mut child = command.args(words).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, told: serde_json::from_str(&line).unwrap() }
    }

    fn said(&self, key: &str) -> String {
        self.told[key].as_str().unwrap().to_owned()
    }
}

impl Drop for Crm {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn add(laptop: &Laptop, crm: &Crm) -> Value {
    let address = format!("base_url={}", crm.said("base_url"));
    let words = ["destination", "add", "--name", "Rehearsal CRM", &address, "fence_ms=50"];
    laptop.run_with(&words, crm.said("token").as_bytes()).object()
}

#[test]
fn a_contact_is_kept_listed_shown_and_counted() {
    let laptop = Laptop::new();
    let saved = laptop.run(&["capture", CARD]).object();
    assert_eq!((&saved["answer"], &saved["contact"]["row"]["chip"]), (&json!("saved"), &json!("saved")));
    let id = saved["contact"]["row"]["id"].as_str().unwrap();
    assert!(saved["says"].as_str().unwrap().starts_with("Saved on this laptop: Ada Lovelace"));

    let known = laptop.run_with(&["capture", "-"], format!("{CARD}\n").as_bytes()).object();
    assert_eq!((&known["answer"], &known["contact"]["row"]["id"]), (&json!("known"), &json!(id)));

    let typed =
        laptop.run(&["capture", "--field", "full_name=Grace Hopper", "--field", "company=Navy"]).object();
    assert_eq!(typed["contact"]["row"]["name"], "Grace Hopper");
    let number = laptop.run_with(&["capture", "--photo", "-"], &qr("000123", 6)).object();
    assert_eq!((&number["id_only"], &number["contact"]["row"]["badge_id"]), (&json!(true), &json!("000123")));

    assert_eq!(laptop.run(&["contacts"]).lines().len(), 3);
    assert_eq!(laptop.run(&["contacts", "--limit", "2"]).lines().len(), 2);
    assert_eq!(laptop.run(&["contacts", "--search", "hopper"]).object()["name"], "Grace Hopper");
    assert_eq!(laptop.run(&["contacts", "--chip", "synced"]).lines(), Vec::<Value>::new());

    let shown = laptop.run(&["show", id]).object();
    assert_eq!((&shown["captures"], &shown["payload"]), (&json!(2), &json!(CARD)));
    let status = laptop.run(&["status"]).object();
    let sum = json!({"captured": 3, "synced": 0, "waiting": 3, "needs_attention": 0, "removed": 0, "adds_up": true});
    assert_eq!((&status["sum"], &status["today"]), (&sum, &json!(3)));
    assert_eq!(status["says"], "No destination yet. 3 contacts are safe on this laptop.");
}

#[test]
fn people_are_answered_in_sentences() {
    let laptop = Laptop::new();
    let say = |words: &[&str], lang: &str| {
        let mut command = bare(words);
        command.args([
            "--data",
            laptop.data().to_str().unwrap(),
            "--key-file",
            laptop.path("key").to_str().unwrap(),
        ]);
        // The later language is the one that counts.
        let words: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        let mut command = std::process::Command::new(command.get_program());
        let words = words.into_iter().filter(|word| word != "--lang" && word != "en");
        Answer::of(&command.args(words).args(["--lang", lang]).output().unwrap())
    };
    assert!(say(&["capture", CARD], "de").out.starts_with("Auf diesem Laptop gesichert: Ada Lovelace"));
    let status = say(&["status"], "de").out;
    assert!(
        status.starts_with("Noch kein Ziel. 1 Kontakt ist auf diesem Laptop sicher.\nErfasst: 1 = 0 "),
        "{status}"
    );
    assert!(!status.contains(['{', '$']), "every placeholder is filled: {status}");
    let listed = say(&["contacts"], "en").out;
    assert!(listed.contains("Ada Lovelace, Analytical  Saved: Written to disk"), "{listed}");
    let id = listed.split_whitespace().next().unwrap();
    let shown = say(&["show", id], "en").out;
    assert!(shown.contains("E-mail: ada@example.com  (Badge)"), "{shown}");
}

#[test]
fn a_contact_reaches_the_crm_once_and_a_correction_follows() {
    let laptop = Laptop::new();
    let crm = Crm::start(&["--port", "0", "--no-strangers"]);
    let added = add(&laptop, &crm);
    assert_eq!((&added["name"], &added["has_secret"]), (&json!("Rehearsal CRM"), &json!(true)));
    assert!(!added.to_string().contains(&crm.said("token")));
    assert_eq!(laptop.run(&["destination", "check", "Rehearsal CRM"]).object()["ok"], true);
    let tested = laptop.run(&["destination", "test"]).object();
    assert_eq!(
        (&tested["ok"], tested["steps"].as_array().map(Vec::len)),
        (&json!(true), Some(3)),
        "{tested}"
    );
    assert_eq!(laptop.run(&["status"]).object()["sum"]["captured"], 0, "it counts nowhere");

    let saved = laptop.run(&["capture", CARD]).object();
    let id = saved["contact"]["row"]["id"].as_str().unwrap().to_owned();
    let dry = laptop.run(&["sync", "--dry-run"]).lines();
    let row = &dry[0][0]["rows"][0];
    assert_eq!((&row["kind"], &row["changes"][0]["was"]), (&json!("create"), &json!(null)), "{row}");
    let shown = laptop.run(&["sync", "--dry-run", "--requests"]).lines();
    assert!(!shown[0].to_string().contains(&crm.said("token")), "no secret is shown");
    assert_eq!(laptop.run(&["status"]).object()["sum"]["waiting"], 1, "nothing was sent");
    let sent = laptop.run(&["sync", "--once"]).object();
    assert_eq!(sent["says"], "1 sent, 0 wait, 0 need you.");
    assert_eq!(laptop.run(&["contacts"]).object()["chip"], "synced");
    assert_eq!(laptop.run(&["status"]).object()["sum"]["synced"], 1);

    let edited = laptop.run(&["edit", &id, "company=Analytical Engines", "job_title=Countess"]).object();
    assert_eq!(edited["row"]["company"], "Analytical Engines");
    assert_eq!(laptop.run(&["sync", "--once"]).exit, 0);
    assert_eq!(laptop.run(&["sync", "--once"]).object()["sent"], 0);
    assert_eq!(laptop.run(&["show", &id]).object()["row"]["chip"], "synced");
}

#[test]
fn a_contact_that_the_crm_refuses_is_parked_with_its_field_and_goes_once_it_is_mended() {
    let laptop = Laptop::new();
    let crm = Crm::start(&[]);
    add(&laptop, &crm);
    let refused = laptop.run(&["capture", "MECARD:N:Roe,Jane;EMAIL:jane@post.invalid;;"]).object();
    let id = refused["contact"]["row"]["id"].as_str().unwrap().to_owned();
    let tried = laptop.run(&["sync", "--once"]);
    assert_eq!((tried.exit, &tried.lines()[0]["says"]), (1, &json!("0 sent, 0 wait, 1 needs you.")));
    let parked = laptop.run(&["show", &id]).object();
    assert_eq!(parked["row"]["chip"], "needs_attention");
    assert_eq!(parked["explanation"]["field"], "email");
    assert!(
        parked["says"].as_str().unwrap().starts_with("Rehearsal CRM does not accept “E-mail”: "),
        "{parked}"
    );
    assert_eq!(laptop.run(&["retry", &id]).object()["row"]["chip"], "queued");
    assert_eq!(laptop.run(&["sync", "--once"]).exit, 1);
    assert_eq!(laptop.run(&["contacts", "--chip", "needs-attention"]).object()["id"], id);

    laptop.run(&["edit", &id, "email=jane@example.com"]).object();
    assert_eq!(laptop.run(&["sync", "--once"]).object()["says"], "1 sent, 0 wait, 0 need you.");
    assert_eq!(laptop.run(&["status"]).object()["sum"]["synced"], 1);
}

#[test]
fn what_cannot_be_sent_waits_and_says_so() {
    let laptop = Laptop::new();
    let crm = Crm::start(&[]);
    add(&laptop, &crm);
    drop(crm);
    laptop.run(&["capture", CARD]).object();
    let tried = laptop.run(&["sync", "--once"]);
    assert_eq!(tried.exit, 1, "{}", tried.err);
    assert_eq!(
        tried.lines()[0]["says"],
        "Rehearsal CRM cannot be reached. 1 contact waits safely on this laptop."
    );
    let checked = laptop.run(&["destination", "check"]);
    assert_eq!((checked.exit, &checked.lines()[0]["ok"]), (1, &json!(false)));
    let tested = laptop.run(&["destination", "test"]);
    assert_eq!((tested.exit, &tested.lines()[0]["ok"]), (1, &json!(false)));
}

#[test]
fn a_secret_never_stands_on_the_command_line() {
    let laptop = Laptop::new();
    let address = "base_url=https://crm.example.com/api/v1";
    let refused = laptop.run(&["destination", "add", "--name", "CRM", address, "secret=hunter2"]);
    assert_eq!((refused.exit, &refused.trouble()["code"]), (65, &json!("cli-secret-on-the-line")));
    let missing = laptop.run(&["destination", "add", "--name", "CRM", address]);
    assert_eq!((missing.exit, &missing.trouble()["code"]), (65, &json!("cli-no-secret")));
    let mut command =
        laptop.command(&["destination", "add", "--name", "CRM", address, "--secret-env", "CRM_TOKEN"]);
    assert_eq!(Answer::of(&command.env("CRM_TOKEN", "hunter2").output().unwrap()).object()["name"], "CRM");
    let plain = laptop.run_with(&["destination", "add", "--name", "CRM", "base_url=http://192.0.2.1"], b"x");
    assert_eq!((plain.exit, &plain.trouble()["code"]), (65, &json!("error-bad-address")));
}

#[test]
fn beside_a_window_one_may_look_and_whoever_writes_is_told_who_holds_the_folder() {
    let laptop = Laptop::new();
    let saved = laptop.run(&["capture", CARD]).object();
    let id = saved["contact"]["row"]["id"].as_str().unwrap();
    let held = DataFolder::find(&laptop.data()).unwrap().unwrap().lock("the Lanyard window").unwrap();
    for words in [&["contacts"][..], &["show", id], &["status"], &["destination", "list"]] {
        assert_eq!(laptop.run(words).exit, 0, "{words:?}");
    }
    let edit = ["edit", id, "company=X"];
    for words in [&["capture", "000123"][..], &edit, &["retry", id], &["sync", "--once"]] {
        let refused = laptop.run(words);
        assert_eq!(refused.exit, 75, "{words:?}");
        assert!(refused.err.contains("the Lanyard window"), "{}", refused.err);
    }
    drop(held);
    assert_eq!(laptop.run(&["capture", "000123"]).exit, 0);
    assert_eq!(laptop.run(&["status"]).object()["sum"]["captured"], 2);
}

#[test]
fn looking_into_nothing_makes_nothing() {
    let laptop = Laptop::new();
    for words in [&["contacts"][..], &["show", "x"], &["status"], &["destination", "list"]] {
        let answer = laptop.run(words);
        assert_eq!((answer.exit, &answer.trouble()["code"]), (66, &json!("start-no-store")), "{words:?}");
    }
    assert!(!laptop.data().exists());
}

#[test]
fn what_is_not_there_or_no_contact_is_said_and_nothing_is_stored() {
    let laptop = Laptop::new();
    laptop.run(&["capture", "000123"]).object();
    for words in
        [&["show", "x"][..], &["edit", "x", "company=X"], &["retry", "x"], &["capture", "--photo", "missing"]]
    {
        assert_eq!(laptop.run(words).exit, 66, "{words:?}");
    }
    assert_eq!(laptop.run(&["destination", "check"]).exit, 66);
    let wifi = laptop.run(&["capture", "WIFI:T:WPA;S:Expo;P:secret;;"]);
    assert_eq!((wifi.exit, &wifi.lines()[0]["answer"]), (65, &json!("refused")));
    assert!(!wifi.out.contains("secret"));
    let typed = laptop.run(&["capture", "--field", "company="]);
    assert_eq!(typed.exit, 65);
    let blank = laptop.write("blank.png", &{
        let mut png = std::io::Cursor::new(Vec::new());
        image::GrayImage::new(200, 200).write_to(&mut png, image::ImageFormat::Png).unwrap();
        png.into_inner()
    });
    let blank = laptop.run(&["capture", "--photo", blank.to_str().unwrap()]);
    assert_eq!((blank.exit, &blank.trouble()["code"]), (65, &json!("cli-no-code")));
    let text = laptop.write("text.png", b"no picture");
    assert_eq!(laptop.run(&["capture", "--photo", text.to_str().unwrap()]).exit, 65);
    assert_eq!(laptop.run(&["status"]).object()["sum"]["captured"], 1);
}

#[test]
fn a_folder_of_pictures_is_captured_one_by_one_and_what_gives_no_contact_is_named() {
    let laptop = Laptop::new();
    let folder = laptop.path("fair");
    std::fs::create_dir(&folder).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    put("1.png", &qr("000123", 6));
    put("2.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    put("3.png", &qr("MECARD:N:Roe,Jane;;", 6));
    put("4 is 1.png", &qr("000123", 6));
    put(".hidden", b"left by the system");
    let told = laptop.run(&["capture", "--photo", folder.to_str().unwrap()]);
    assert_eq!(told.exit, 1, "{}", told.err);
    let lines = told.lines();
    let answers: Vec<&str> = lines.iter().filter_map(|line| line["answer"].as_str()).collect();
    assert_eq!(answers, ["saved", "saved", "known"]);
    assert!(lines[1]["file"].as_str().unwrap().ends_with("2.heic"));
    assert!(lines[1]["error"].as_str().unwrap().starts_with("This is a HEIC picture"));
    assert_eq!(laptop.run(&["status"]).object()["sum"]["captured"], 2);
    std::fs::create_dir(laptop.path("empty")).unwrap();
    let empty = laptop.run(&["capture", "--photo", laptop.path("empty").to_str().unwrap()]);
    assert_eq!((empty.exit, &empty.trouble()["code"]), (65, &json!("cli-empty-folder")));
}

#[test]
fn a_broken_card_is_kept_with_its_raw_text_and_its_problems_named() {
    let laptop = Laptop::new();
    let broken = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:J\xF6rg M\xFCller\r\nEMAIL:joerg@nowhere\r\nTEL:call me";
    let saved = laptop.run_with(&["capture", "-"], broken).object();
    assert_eq!(saved["contact"]["row"]["name"], "Jörg Müller");
    let problems: Vec<&Value> =
        saved["contact"]["fields"].as_array().unwrap().iter().map(|field| &field["problem"]).collect();
    assert!(
        problems.contains(&&json!("email_domain")) && problems.contains(&&json!("phone_shape")),
        "{problems:?}"
    );
}

#[test]
fn another_key_and_a_foreign_file_are_said_and_nothing_is_made_anew() {
    let laptop = Laptop::new();
    laptop.run(&["capture", CARD]).object();
    let store = DataFolder::find(&laptop.data()).unwrap().unwrap().store();
    let kept = std::fs::read(&store).unwrap();
    let key = std::fs::read(laptop.path("key")).unwrap();
    std::fs::write(laptop.path("key"), "6b".repeat(32)).unwrap();
    for words in [&["contacts"][..], &["capture", "000123"]] {
        let answer = laptop.run(words);
        assert_eq!((answer.exit, &answer.trouble()["code"]), (78, &json!("start-key-wrong")));
    }
    assert_eq!(std::fs::read(&store).unwrap(), kept);
    std::fs::write(laptop.path("key"), key).unwrap();

    std::fs::write(&store, b"something else entirely").unwrap();
    for extension in ["-wal", "-shm"] {
        let mut beside = store.clone().into_os_string();
        beside.push(extension);
        let _ = std::fs::remove_file(beside);
    }
    let answer = laptop.run(&["capture", "000123"]);
    assert_eq!(answer.exit, 78, "{}", answer.err);
    assert_eq!(std::fs::read(&store).unwrap(), b"something else entirely");
}

#[cfg(unix)]
#[test]
fn a_key_file_open_to_others_is_refused_with_the_line_that_mends_it() {
    let laptop = Laptop::new();
    std::fs::set_permissions(laptop.path("key"), std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .unwrap();
    let answer = laptop.run(&["capture", CARD]);
    assert_eq!(answer.exit, 78);
    assert!(answer.trouble()["error"].as_str().unwrap().contains("Run: chmod 600"));
    assert!(!laptop.data().join("lanyard.store").exists());
}

#[test]
fn a_file_in_the_place_of_the_data_folder_is_named() {
    let laptop = Laptop::new();
    laptop.write("data", b"x");
    for words in [&["capture", CARD][..], &["contacts"]] {
        let answer = laptop.run(words);
        assert_eq!((answer.exit, &answer.trouble()["code"]), (78, &json!("start-not-a-folder")), "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let laptop = Laptop::new();
    // Nobody, not even root, can make a folder among the processes.
    let mut command = bare(&["capture", CARD, "--json", "--data", "/proc/lanyard"]);
    let answer = Answer::of(&command.arg("--key-file").arg(laptop.path("key")).output().unwrap());
    assert_eq!((answer.exit, &answer.trouble()["code"]), (78, &json!("start-io")));
}

#[test]
fn the_doctor_looks_and_makes_nothing() {
    let laptop = Laptop::new();
    let before = laptop.run(&["doctor"]).lines();
    let of = |lines: &[Value], check: &str| lines.iter().find(|line| line["check"] == check).unwrap().clone();
    assert_eq!(of(&before, "store")["says"], "There is no store yet. It is made at the first capture.");
    assert!(!laptop.data().exists());
    laptop.run(&["capture", CARD]).object();
    let after = laptop.run(&["doctor"]).lines();
    for check in ["data folder", "key", "store"] {
        assert_eq!(of(&after, check)["ok"], true, "{check}");
    }
    assert_eq!(of(&after, "store")["says"], "The store opens. 1 contact is in it, and the sum adds up.");
    for line in after.iter().filter(|line| line["ok"] == false) {
        assert!(line["says"].is_string(), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn the_rehearsals_crm_ends_when_asked_and_keeps_its_records() {
    let laptop = Laptop::new();
    let state = laptop.path("crm.json");
    let state = state.to_str().unwrap();
    let mut crm =
        Crm::start(&["--state", state, "--token", "rehearsal", "--marker", "searchable", "--no-strangers"]);
    assert_eq!(crm.said("token"), "rehearsal");
    add(&laptop, &crm);
    laptop.run(&["capture", CARD]).object();
    assert_eq!(laptop.run(&["sync", "--once"]).exit, 0);
    let asked = std::process::Command::new("kill").arg(crm.child.id().to_string()).status().unwrap();
    assert!(asked.success());
    assert_eq!(crm.child.wait().unwrap().code(), Some(0));
    assert!(std::fs::read_to_string(state).unwrap().contains("ada@example.com"));
}
