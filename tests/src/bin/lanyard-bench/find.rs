//! Finding contacts among a hundred thousand on the keyed store: what a person types, and who may be the same person; beside the
//! least it can cost, the same words in a plain FTS5 table and one look-up by an indexed key, in a file without a key.

use crate::figures::{Series, met};
use crate::people::{edits, person};
use crate::watch::{timed, worked};
use lanyard_core::contact::duplicates::keys;
use lanyard_core::contact::searched::searched;
use lanyard_core::ids::{ContactId, EventId, InstallationId};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::comparing::alike;
use lanyard_engine::secrets::StoreKey;
use lanyard_engine::store::Store;
use lanyard_engine::store::contacts;
use lanyard_engine::store::events::{self, Event};
use lanyard_engine::store::likeness::{self, ToCompare};
use lanyard_engine::store::lists::{self, Wanted};
use std::path::Path;

const CONTACTS: usize = 100_000;
const AT_ONCE: usize = 2000;
const LOOKS: usize = 2000;

pub(crate) fn run(disk: &Path) {
    let folder = tempfile::tempdir_in(disk).expect("a folder on the disk to be measured");
    let store =
        Store::create(&folder.path().join("lanyard.store"), &StoreKey::from_bytes([7; 32])).expect("a store");
    let event = EventId::new("e");
    let (seconds, ids) = fill(&store, &event);
    println!("{CONTACTS} contacts written with their words: {seconds:.1} s");
    let (ms, ()) = timed(|| known_by_keys(&store, &ids));
    println!("by which keys each is found, written: {:.1} s", ms / 1000.0);
    let bare = bare(folder.path());
    duplicates(&store, &bare, &ids);
    search(&store, &bare, &event);
}

fn fill(store: &Store, event: &EventId) -> (f64, Vec<ContactId>) {
    let installation = InstallationId::new("i");
    let show = Event {
        id: event.clone(),
        name: "Expo".into(),
        region: None,
        rehearsal: true,
        grace: Millis(0),
        hold_unresolved: true,
    };
    let begun = store.write(|conn| {
        // Only filling is hurried; what is measured reads by another connection.
        conn.pragma_update(None, "cache_size", -256 * 1024)?;
        events::add_installation(conn, &installation, "laptop")?;
        events::add_event(conn, &show)
    });
    begun.expect("they are written");
    let ids: Vec<ContactId> = (0..CONTACTS).map(|number| ContactId::new(format!("c{number:06}"))).collect();
    let (ms, ()) = timed(|| {
        for (chunk, some) in ids.chunks(AT_ONCE).enumerate() {
            let written = store.write(|conn| {
                for (at, id) in some.iter().enumerate() {
                    contacts::insert(conn, id, event, &installation, WallMs(0))?;
                    contacts::edit(conn, id, &installation, &edits(chunk * AT_ONCE + at), WallMs(0))?;
                }
                Ok(())
            });
            written.expect("they are written");
        }
    });
    (ms / 1000.0, ids)
}

/// What comparing writes of each contact before it looks for others.
fn known_by_keys(store: &Store, ids: &[ContactId]) {
    for (chunk, some) in ids.chunks(AT_ONCE).enumerate() {
        let written = store.write(|conn| {
            for (at, id) in some.iter().enumerate() {
                let number = (chunk * AT_ONCE + at) as i64 + 1;
                likeness::put_keys(conn, number, &keys(&contacts::load(conn, id)?))?;
            }
            Ok(())
        });
        written.expect("they are written");
    }
}

/// The same words and e-mails in two plain tables of a file without a key.
fn bare(folder: &Path) -> rusqlite::Connection {
    let mut conn = rusqlite::Connection::open(folder.join("bare.db")).expect("a file");
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL) STRICT;
         CREATE VIRTUAL TABLE words USING fts5 (text, content = '', prefix = '1 2 3 4', tokenize = 'unicode61');",
    )
    .expect("two tables");
    let transaction = conn.transaction().expect("it begins");
    for number in 0..CONTACTS {
        let mut contact = lanyard_core::contact::Contact::default();
        for edit in edits(number) {
            let value = lanyard_core::contact::FieldValue {
                value: edit.value.unwrap_or_default(),
                raw: None,
                problem: None,
                origin: edit.origin,
                seq: 1,
            };
            contact.fields.insert((edit.field, edit.part), value);
        }
        let words = searched(&contact);
        let text = [words.name, words.company, words.rest].join(" ");
        let person = person(number);
        let id = number as i64 + 1;
        transaction
            .execute("INSERT INTO person VALUES (?1, ?2, ?3)", (id, person.email, person.name))
            .and_then(|_| transaction.execute("INSERT INTO words (rowid, text) VALUES (?1, ?2)", (id, text)))
            .expect("it is written");
    }
    transaction.commit().expect("it is written");
    conn.execute_batch("CREATE INDEX person_email ON person (email)").expect("an index");
    conn
}

fn duplicates(store: &Store, bare: &rusqlite::Connection, ids: &[ContactId]) {
    let (mut ours, mut work, mut least, mut found) =
        (Series::default(), Series::default(), Series::default(), 0);
    for look in 0..LOOKS {
        let number = look * 7919 % CONTACTS;
        let contact = ToCompare { id: ids[number].clone(), number: number as i64 + 1, seq: 1, living: true };
        let (ms, at_work, pairs) = worked(|| {
            let looked = store.read(|conn| {
                let keys = keys(&contacts::load(conn, &contact.id)?);
                alike(conn, &contact, &keys)
            });
            looked.expect("it is read")
        });
        ours.0.push(ms);
        work.0.push(at_work);
        found += pairs.len();
        let email = person(number).email;
        let (ms, _) = timed(|| {
            let mut statement =
                bare.prepare_cached("SELECT name FROM person WHERE email = ?1").expect("a look");
            let names = statement.query_map([&email], |row| row.get::<_, String>(0)).expect("names");
            names.collect::<Result<Vec<_>, _>>().expect("names")
        });
        least.0.push(ms);
    }
    println!("{LOOKS} looks for who may be the same person, ms: {}; {found} found", ours.line());
    println!("  of it at work on the processor, ms: {}", work.line());
    println!("  one look-up by an indexed e-mail, plain SQLite without a key, ms: {}", least.line());
    println!("  goal p99 at most 10 ms: {}", met(ours.at(0.99) <= 10.0));
}

/// What people type: beginnings and whole words of names and companies, one or two letters, characters of Han, a number.
fn typed(look: usize) -> String {
    let person = person(look * 7919 % CONTACTS);
    let begin = |text: &str, letters: usize| text.chars().take(letters).collect::<String>();
    match look % 10 {
        0 => begin(&person.name, 3),
        1 => begin(&person.name, 5),
        2 => person.name,
        3 => begin(&person.company, 4),
        4 => person.company,
        5 => begin(&person.name, 1),
        6 => begin(&person.name, 2),
        7 => format!("{} {}", begin(&person.name, 4), begin(&person.company, 3)),
        8 => person.email,
        _ => "düssel".to_owned(),
    }
}

fn search(store: &Store, bare: &rusqlite::Connection, event: &EventId) {
    const PAGE: u32 = 50;
    let (mut kinds, mut work, mut found): (Vec<(Series, Series)>, Series, usize) =
        (vec![Default::default(); 10], Series::default(), 0);
    for look in 0..LOOKS {
        let typed = typed(look);
        let wanted = Wanted { search: typed.clone(), limit: PAGE, ..Wanted::default() };
        let (ms, at_work, listed) =
            worked(|| store.read(|conn| lists::contacts(conn, event, &wanted)).expect("it is read"));
        found += usize::from(listed.matching > 0);
        kinds[look % 10].0.0.push(ms);
        work.0.push(at_work);
        let plain = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let query = plain.map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ");
        let (ms, _) = timed(|| {
            let sql = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT ?2";
            let mut statement = bare.prepare_cached(sql).expect("a look");
            let rows = statement.query_map((&query, PAGE), |row| row.get::<_, i64>(0)).expect("rows");
            rows.collect::<Result<Vec<_>, _>>().expect("rows")
        });
        kinds[look % 10].1.0.push(ms);
    }
    let names = [
        "3 letters of a name",
        "5 letters",
        "a whole name",
        "4 letters of a company",
        "a whole company",
        "1 letter",
        "2 letters",
        "a name and a company begun",
        "an e-mail",
        "a city that all have",
    ];
    let (mut all, mut least) = (Series::default(), Series::default());
    for ((ours, plain), name) in kinds.iter().zip(names) {
        println!(
            "  {name}, ms: {}; plain FTS5 by its own rank p50 {:.2} p99 {:.2}",
            ours.line(),
            plain.median(),
            plain.at(0.99)
        );
        all.0.extend(&ours.0);
        least.0.extend(&plain.0);
    }
    println!(
        "{LOOKS} searches, {found} of which find, first page of {PAGE} and how many match, ms: {}",
        all.line()
    );
    println!("  of it at work on the processor, ms: {}", work.line());
    println!("  plain FTS5 of a file without a key, first {PAGE} by its own rank, ms: {}", least.line());
    println!("  goal p99 at most 20 ms: {}", met(all.at(0.99) <= 20.0));
}
