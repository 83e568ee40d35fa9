//! Stores of every earlier schema, with leases and fences in them as a real crash and a real cut line left them: reading says
//! what to do, writing brings them up to date, and what was on its way arrives once.

use super::stores::connect;
use super::{count, refused};
use crate::laptop::Laptop;
use lanyard_rehearsal::{FaultKind, FaultRule, Marker, Match, Options, Rehearsal, Running};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

const TOKEN: &str = "older-token-51c2";

/// Every migration that was ever released, in order.
fn migrations() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn crm() -> (tokio::runtime::Runtime, Running) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let mut options = Options::new(TOKEN, "key", "control", Arc::new(|| 1_795_348_800_000));
    options.settings.marker = Marker::Unique;
    options.strangers = false;
    let running = runtime.block_on(Rehearsal::start(options)).unwrap();
    (runtime, running)
}

fn writes(crm: &Running, kind: FaultKind) {
    let matches = Match { write_only: true, ..Match::default() };
    crm.fault(FaultRule { matches, times: Some(1), kind });
}

/// A store of this version with one contact whose answer was cut off (fenced), one that was being sent when the process was
/// killed (leased), one that is synced and one that waits.
fn with_open_ends(crm: &Running) -> Laptop {
    let laptop = Laptop::new();
    let address = format!("base_url={}", crm.base_url());
    let words = ["destination", "add", "--name", "AcmeCRM", &address, "fence_ms=2500"];
    laptop.run_with(&words, TOKEN.as_bytes()).object();
    let capture = |name: &str| {
        let card = format!("MECARD:N:{name},Ada;EMAIL:{name}@example.com;;");
        laptop.run(&["capture", &card]).object();
    };
    capture("synced");
    laptop.run(&["sync", "--once"]);
    capture("fenced");
    writes(crm, FaultKind::CutAfterCommit);
    laptop.run(&["sync", "--once"]);
    capture("leased");
    writes(crm, FaultKind::Latency { ms: 60_000 });
    let mut sync =
        laptop.command(&["sync", "--once"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let store = laptop.data().join("lanyard.store");
    let sent = (0..1500).any(|_| {
        // What another process does is told by nobody.
        std::thread::sleep(Duration::from_millis(20));
        states(&store).contains_key("sending")
    });
    assert!(sent, "nothing was sent: {:?}", states(&store));
    sync.kill().unwrap();
    sync.wait().unwrap();
    capture("queued");
    laptop
}

fn states(store: &Path) -> BTreeMap<String, u32> {
    let conn = connect(store);
    conn.busy_timeout(Duration::from_secs(5)).unwrap();
    let mut statement = conn.prepare("SELECT state, count(*) FROM delivery GROUP BY state").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// The same rows in a store of an earlier schema: what that one has columns for.
fn as_of(laptop: &Laptop, version: usize) {
    let store = laptop.data().join("lanyard.store");
    let older = laptop.data().join("older");
    let conn = connect(&older);
    conn.execute_batch(&migrations()[..version].concat()).unwrap();
    let key = "5a".repeat(32);
    conn.execute_batch(&format!(
        "ATTACH '{}' AS newer KEY \"x'{key}'\"; PRAGMA foreign_keys = OFF;",
        store.display()
    ))
    .unwrap();
    for table in tables(&conn) {
        let columns = columns(&conn, "main", &table);
        let kept: Vec<String> = self::columns(&conn, "newer", &table)
            .into_iter()
            .filter(|column| columns.contains(column))
            .collect();
        let list = kept.join(", ");
        conn.execute_batch(&format!("INSERT INTO main.{table} ({list}) SELECT {list} FROM newer.{table}"))
            .unwrap();
    }
    let application: i32 =
        conn.pragma_query_value(Some("newer"), "application_id", |row| row.get(0)).unwrap();
    // From here on short enough to be waited out by a process that sends once.
    let shorter = "UPDATE destination SET fence_ms = 1, settings = json_set(settings, '$.fence_ms', '1')";
    conn.execute_batch(shorter).unwrap();
    conn.execute_batch("DETACH newer").unwrap();
    conn.pragma_update(None, "application_id", application).unwrap();
    conn.pragma_update(None, "user_version", version as i64).unwrap();
    conn.close().unwrap();
    for name in ["lanyard.store-wal", "lanyard.store-shm"] {
        let _ = fs::remove_file(laptop.data().join(name));
    }
    // Into the same file, which keeps its number on the disk: it is no restored store.
    fs::copy(&older, &store).unwrap();
    fs::remove_file(older).unwrap();
}

/// Tables with rows of their own; the search index fills its own.
fn tables(conn: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'contact_search%'
               AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let mut statement = conn.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn columns(conn: &Connection, schema: &str, table: &str) -> Vec<String> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1, ?2)").unwrap();
    statement.query_map([table, schema], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_store_of_every_earlier_version_is_brought_up_to_date_with_leases_and_fences_in_it() {
    let newest = migrations().len();
    assert_eq!(newest as u32, lanyard_engine::store::schema::version());
    for version in 1..newest {
        let (_runtime, crm) = crm();
        let laptop = with_open_ends(&crm);
        let store = laptop.data().join("lanyard.store");
        let before = states(&store);
        assert!(before.contains_key("sending") && before.contains_key("fenced"), "{before:?}");
        as_of(&laptop, version);
        let older = fs::read(&store).unwrap();
        refused(&laptop.run(&["contacts"]), "start-older");
        assert!(fs::read(&store).unwrap() == older, "reading leaves it as it is");

        laptop.run(&["capture", "MECARD:N:after,Ada;EMAIL:after@example.com;;"]).object();
        assert_eq!(count(&laptop), 5, "version {version}");
        assert_eq!(states(&store).get("synced"), before.get("synced"));
        let arrived = (0..30).any(|_| {
            laptop.run(&["sync", "--once"]);
            std::thread::sleep(Duration::from_millis(200));
            states(&store).get("synced") == Some(&5)
        });
        assert!(arrived, "version {version}: {:?}", states(&store));
        let mut emails: Vec<String> =
            crm.records().iter().map(|record| record.value("acme_email").to_owned()).collect();
        emails.sort();
        let expected =
            ["after", "fenced", "leased", "queued", "synced"].map(|name| format!("{name}@example.com"));
        assert_eq!(emails, expected, "version {version}: each once");
    }
}
