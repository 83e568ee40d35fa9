//! An event's list: bringing 200,000 people in, and looking a badge's number up as a capture does, beside one look-up by key in a plain
//! table of a file without a key.

use crate::figures::{Series, met};
use crate::laptop::Laptop;
use crate::watch::timed;
use lanyard_core::ids::EventId;
use lanyard_engine::api::views::FileHow;
use lanyard_engine::import::FileGiven;
use lanyard_engine::store::rosters::{self, IdForm};
use std::fmt::Write as _;
use std::path::Path;

const PEOPLE: usize = 200_000;
const CONTACTS: usize = 100_000;
const LOOKS: usize = 5000;

pub(crate) fn run(disk: &Path) {
    let laptop = Laptop::without_destination(disk);
    let desk = laptop.open();
    let mut met_before = String::from("Name,E-Mail\n");
    (0..CONTACTS).for_each(|row| {
        let _ = writeln!(met_before, "Visitor {row},v{row}@example.com");
    });
    let bring = |list: String| FileGiven::Bytes(list.into_bytes().into());
    desk.import_file(&bring(met_before), &FileHow::default(), false, &mut |_| true).expect("they are kept");
    let mut list = String::from("Badge ID,First name,Last name,Company,E-Mail\n");
    (0..PEOPLE).for_each(|row| {
        let _ = writeln!(
            list,
            "{},Ada,Guest{row},Example Works {} GmbH,g{row}@example.com",
            number(row),
            row % 700
        );
    });
    let list = bring(list);
    let (ms, outcome) = timed(|| {
        desk.add_roster(&list, "list.csv", &FileHow::default(), false, &mut |_| true).expect("it is kept")
    });
    assert_eq!((outcome.people as usize, outcome.unread), (PEOPLE, 0));
    println!(
        "{PEOPLE} people beside {CONTACTS} contacts: {:.0} rows/s ({:.1} s)",
        PEOPLE as f64 / ms * 1000.0,
        ms / 1000.0
    );
    let engine = desk.engine().expect("the store is open");
    let event: EventId = engine.event().expect("there is an event").id;
    let folder = tempfile::tempdir_in(disk).expect("a folder on the disk to be measured");
    let bare = bare(folder.path());
    let (mut ours, mut unknown, mut least) = (Series::default(), Series::default(), Series::default());
    for look in 0..LOOKS {
        let wanted = number(look * 7919 % PEOPLE);
        let find = |number: &str| {
            timed(|| {
                let found = engine.store().read(|conn| rosters::find(conn, &event, number, &[IdForm::LOOSE]));
                found.expect("it is read").is_some()
            })
        };
        let (ms, found) = find(wanted.trim_start_matches('0'));
        assert!(found, "every one of them is known");
        ours.0.push(ms);
        unknown.0.push(find(&format!("X{wanted}")).0);
        let (ms, _) = timed(|| {
            let mut statement =
                bare.prepare_cached("SELECT said FROM person WHERE number = ?1").expect("a look");
            statement.query_row([&wanted], |row| row.get::<_, String>(0)).expect("it is there")
        });
        least.0.push(ms);
    }
    println!("{LOOKS} numbers that the list has without its zeros, ms: {}", ours.line());
    println!("{LOOKS} numbers that it does not have, ms: {}", unknown.line());
    println!("  one look-up by key, plain SQLite without a key, ms: {}", least.line());
    println!("  goal p99 at most 1 ms: {}", met(ours.at(0.99) <= 1.0 && unknown.at(0.99) <= 1.0));
}

fn number(row: usize) -> String {
    format!("{:08}", row * 37 + 1)
}

fn bare(folder: &Path) -> rusqlite::Connection {
    let mut conn = rusqlite::Connection::open(folder.join("bare.db")).expect("a file");
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; CREATE TABLE person (number TEXT PRIMARY KEY, said TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    )
    .expect("a table");
    let transaction = conn.transaction().expect("it begins");
    for row in 0..PEOPLE {
        let said = format!("[[\"given_name\",\"\",\"Ada\"],[\"email\",\"\",\"g{row}@example.com\"]]");
        transaction
            .execute("INSERT INTO person VALUES (?1, ?2)", (number(row), said))
            .expect("it is written");
    }
    transaction.commit().expect("it is written");
    conn
}
