//! The disk: read-only, full, another computer's; the folder: none, not a folder, held by another.

use super::{CARD, after_one_capture, count, in_own_mounts, refused, run};
use crate::laptop::{Laptop, bare};
use lanyard_engine::data_folder::DataFolder;

#[test]
fn a_second_process_is_told_who_writes() {
    let laptop = after_one_capture();
    let folder = DataFolder::find(&laptop.data()).unwrap().unwrap();
    let _held = folder.lock("the Lanyard window").unwrap();
    let answer = laptop.run(&["capture", CARD]);
    refused(&answer, "start-in-use");
    assert!(answer.err.contains("the Lanyard window"), "{}", answer.err);
    assert_eq!(count(&laptop), 1, "reading goes on beside it");
}

#[test]
fn a_second_process_that_meets_a_nameless_one_is_told() {
    let laptop = after_one_capture();
    let folder = DataFolder::find(&laptop.data()).unwrap().unwrap();
    let _held = folder.lock("the Lanyard window").unwrap();
    std::fs::write(laptop.data().join("lock.holder"), "{").unwrap();
    refused(&laptop.run(&["capture", CARD]), "start-in-use-unnamed");
}

/// The laptop's data on a disk of its own that takes no writes, with `before` done to it first.
const READ_ONLY: &str = r#"
cp -a "$1/data" "$1/kept" && mount -t tmpfs -o size=16m none "$1/data" && cp -a "$1/kept/." "$1/data/" || exit 99
rm -f "$1/data/lanyard.store-shm"
mount -o remount,ro "$1/data" || exit 99
exec "$LANYARD" "#;

const HERE: &str = r#" --lang en --json --data "$1/data" --key-file "$1/key""#;

fn on_a_read_only_disk(laptop: &Laptop, words: &str) -> Option<crate::laptop::Answer> {
    in_own_mounts(laptop, &format!("{READ_ONLY}{words}{HERE}"))
}

#[test]
fn on_a_read_only_disk_nothing_is_captured() {
    let laptop = after_one_capture();
    let Some(answer) = on_a_read_only_disk(&laptop, "capture 'MECARD:N:Roe,Jo;;'") else { return };
    refused(&answer, "start-read-only");
    assert_eq!(count(&laptop), 1);
}

#[test]
fn on_a_read_only_disk_what_is_there_can_be_read() {
    let laptop = after_one_capture();
    let Some(listed) = on_a_read_only_disk(&laptop, "contacts") else { return };
    assert_eq!((listed.exit, listed.lines().len()), (0, 1), "{}", listed.err);
}

/// The last process was killed, so that what it confirmed last stands in the log only.
#[test]
fn on_a_read_only_disk_what_stands_in_the_log_can_be_read_too() {
    let laptop = after_one_capture();
    let key = lanyard_engine::secrets::StoreKey::from_bytes([0x5a; 32]);
    let store = lanyard_engine::store::Store::open(&laptop.data().join("lanyard.store"), &key).unwrap();
    store.write(|conn| lanyard_engine::store::settings::put(conn, "canary", &"in the log")).unwrap();
    let logged = std::fs::read(laptop.data().join("lanyard.store-wal")).unwrap();
    assert!(!logged.is_empty());
    let Some(listed) = on_a_read_only_disk(&laptop, "contacts") else { return };
    assert_eq!((listed.exit, listed.lines().len()), (0, 1), "{}", listed.err);
    let exported = on_a_read_only_disk(&laptop, "export --format jsonl").unwrap();
    assert!(exported.out.contains("Lovelace"), "{}{}", exported.out, exported.err);
    drop(store);
}

#[test]
fn a_first_start_on_a_full_disk_leaves_nothing_half_made() {
    let laptop = Laptop::new();
    let script = r#"
mkdir "$1/data" && mount -t tmpfs -o size=256k none "$1/data" && head -c 250000 /dev/zero > "$1/data/filler"
"$LANYARD" capture 'MECARD:N:Roe,Jo;;' --lang en --json --data "$1/data" --key-file "$1/key"
status=$?
ls "$1/data" | grep -q '^lanyard.store$' && exit 98
exit $status"#;
    let Some(answer) = in_own_mounts(&laptop, script) else { return };
    refused(&answer, "start-disk-full");
}

#[test]
fn a_disk_that_fills_up_refuses_the_capture_and_keeps_what_was_confirmed() {
    let laptop = after_one_capture();
    let script = r#"
cp -a "$1/data" "$1/kept" && mount -t tmpfs -o size=4m none "$1/data" && cp -a "$1/kept/." "$1/data/" || exit 99
dd if=/dev/zero of="$1/data/filler" bs=4k >/dev/null 2>&1
"$LANYARD" capture 'MECARD:N:Roe,Jo;;' --lang en --json --data "$1/data" --key-file "$1/key"
status=$?
rm "$1/data/filler"
"$LANYARD" contacts --lang en --json --data "$1/data" --key-file "$1/key" | grep -c Lovelace | grep -qx 1 || exit 98
exit $status"#;
    let Some(answer) = in_own_mounts(&laptop, script) else { return };
    refused(&answer, "start-disk-full");
}

#[test]
fn a_network_drive_is_refused_before_anything_is_made() {
    let laptop = Laptop::new();
    for (magic, name) in [("0x6969", "NFS"), ("0xFF534D42", "SMB")] {
        let mut command = laptop.command(&["capture", CARD]);
        command.env("LANYARD_STATFS", magic);
        let answer = run(command);
        refused(&answer, "start-network");
        assert!(answer.err.contains(name), "{}", answer.err);
    }
    assert!(!laptop.data().exists());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let laptop = Laptop::new();
    laptop.write("data", b"x");
    refused(&laptop.run(&["capture", CARD]), "start-not-a-folder");
    assert_eq!(std::fs::read(laptop.data()).unwrap(), b"x");
}

#[cfg(target_os = "linux")]
#[test]
fn a_system_without_a_home_is_asked_for_a_folder() {
    let mut command = bare(&["capture", CARD, "--json"]);
    command.env_remove("HOME").env("XDG_DATA_HOME", "relative");
    // Whoever is known to the system has a home there: nobody is.
    std::os::unix::process::CommandExt::uid(&mut command, 64_321);
    match command.output() {
        Ok(output) => refused(&crate::laptop::Answer::of(&output), "start-no-home"),
        Err(error) => eprintln!("PASSED OVER: nobody else can be run as ({error})"),
    }
}
