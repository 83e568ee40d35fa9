//! Imports over the real store.

use super::FileGiven;
use crate::api::views::{
    CaptureAnswer, ContactQuery, ErrorCode, ExportChoice, ExportFormat, FileHow, ImportOutcome, UnreadLine,
    Update,
};
use crate::api::{Desk, DeskOptions};
use crate::clock::SystemClock;
use crate::engine::FirstStart;
use crate::secrets::{InMemory, StoreKey, recovery_key};
use crate::store::captures::Way;
use lanyard_core::outbox::Chip;
use lanyard_core::time::Millis;
use std::fs;
use std::sync::Arc;

/// A desk that sends nothing.
pub(crate) struct Table {
    pub(crate) desk: Desk,
    pub(crate) folder: tempfile::TempDir,
}

impl Table {
    pub(crate) fn laid(with_crm: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key_file = folder.path().join("key");
        fs::write(&key_file, recovery_key::write(&StoreKey::from_bytes([5; 32])).as_bytes()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&key_file, fs::Permissions::from_mode(0o600)).unwrap();
        }
        let options = DeskOptions {
            folder: folder.path().join("data"),
            rehearsal: true,
            key_file: Some(key_file),
            holder: "a test",
            with_worker: false,
            read_only: false,
            first: FirstStart {
                laptop: "Laptop".into(),
                operator: "Ada".into(),
                event: "Expo".into(),
                region: None,
                rehearsal: true,
                grace: Millis(10_000),
            },
            samples: Vec::new(),
        };
        let desk = Desk::start(options, Arc::new(SystemClock::new()), Arc::new(InMemory::default()));
        if with_crm {
            desk.rehearse_with("http://127.0.0.1:9/api/v1", "token", 1_000).unwrap();
        }
        Self { desk, folder }
    }

    fn import(&self, list: &str) -> ImportOutcome {
        self.desk.import_file(&file(list), &FileHow::default(), false, &mut |_| true).unwrap()
    }

    pub(crate) fn query(&self, search: &str, chips: Vec<Chip>) -> Vec<crate::api::views::ContactRow> {
        let query = ContactQuery { search: search.to_owned(), chips, limit: 500, ..ContactQuery::default() };
        self.desk.contacts(&query).unwrap().rows
    }
}

pub(crate) fn file(list: &str) -> FileGiven {
    FileGiven::Bytes(list.as_bytes().into())
}

fn counts(outcome: &ImportOutcome) -> [u32; 4] {
    [outcome.added, outcome.known, outcome.removed, outcome.unread]
}

fn list(rows: usize) -> String {
    let mut list = String::from("Name,E-Mail\n");
    (0..rows).for_each(|row| list.push_str(&format!("Visitor {row},v{row}@example.com\n")));
    list
}

#[test]
fn what_is_imported_goes_to_the_crm_without_waiting_for_a_card() {
    let table = Table::laid(true);
    assert_eq!(counts(&table.import(&list(3))), [3, 0, 0, 0]);
    assert_eq!(table.query("", vec![Chip::Queued]).len() + table.query("", vec![Chip::Waiting]).len(), 3);
    assert!(table.query("visitor 1", Vec::new())[0].name.as_deref() == Some("Visitor 1"), "and is found");
}

#[test]
fn a_contact_that_was_removed_here_does_not_come_back_from_a_file() {
    let table = Table::laid(false);
    table.import(&list(2));
    let id = table.query("visitor 1", Vec::new())[0].id.clone();
    table.desk.remove_contact(&id).unwrap();
    assert_eq!(counts(&table.import(&list(3))), [1, 1, 1, 0]);
    assert!(table.query("visitor 1", Vec::new()).is_empty());
}

#[test]
fn a_number_that_another_list_gives_to_somebody_else_costs_nobody() {
    let table = Table::laid(false);
    assert_eq!(
        counts(&table.import("ID,Name,E-Mail\n1,Ada Roe,a@example.com\n2,Bo Roe,b@example.com\n")),
        [2, 0, 0, 0]
    );
    let corrected = "ID,Name,E-Mail\n1,Ada Roe,a.roe@example.com\n2,Bob Roe-Lind,b@example.com\n";
    assert_eq!(counts(&table.import(corrected)), [0, 2, 0, 0], "the same people, corrected in their list");
    let other = "ID,Name,E-Mail\n1,Carl Lind,c@example.com\n2,Dora Lind,d@example.com\n";
    assert_eq!(counts(&table.import(other)), [2, 0, 0, 0], "other people under the same numbers");
    assert_eq!(counts(&table.import(other)), [0, 2, 0, 0]);
    assert_eq!(table.query("", Vec::new()).len(), 4);
}

#[test]
fn a_badge_that_was_captured_is_left_as_it_is() {
    let table = Table::laid(false);
    let saved = table.desk.capture_text("000123", Way::Scanner).unwrap();
    assert!(matches!(saved, CaptureAnswer::Saved { id_only: true, .. }));
    assert_eq!(counts(&table.import("Badge ID,Name\n000123,Ada\n000124,Bo\n")), [1, 1, 0, 0]);
    assert_eq!(table.query("ada", Vec::new()).len(), 0);
    let again = table.desk.capture_text("000124", Way::Scanner).unwrap();
    assert!(matches!(again, CaptureAnswer::Known { .. }), "a badge of the list is known when it is scanned");
}

#[test]
fn an_import_that_is_stopped_keeps_nothing_and_told_numbers_on_the_way() {
    let table = Table::laid(false);
    let (mut told, before) = (Vec::new(), triggers(&table));
    let stopped = table.desk.import_file(&file(&list(1500)), &FileHow::default(), false, &mut |progress| {
        told.push((progress.done, progress.of));
        told.len() < 2
    });
    let error = stopped.unwrap_err();
    assert_eq!((error.code, error.sentence.code.as_str()), (ErrorCode::BadInput, "import-stopped"));
    assert_eq!(told, [(500, 1500), (1000, 1500)]);
    assert!(table.query("", Vec::new()).is_empty());
    assert_eq!(triggers(&table), before);
    assert_eq!(counts(&table.import(&list(1500))), [1500, 0, 0, 0]);
}

#[test]
fn a_file_that_changes_while_it_is_read_keeps_nothing() {
    let table = Table::laid(false);
    let path = table.folder.path().join("list.csv");
    fs::write(&path, list(20_000)).unwrap();
    let given = FileGiven::Path(path.clone());
    let mut changed = false;
    let answer = table.desk.import_file(&given, &FileHow::default(), false, &mut |_| {
        // A few thousand rows are under way by now, never all of them.
        if !changed {
            let other = format!("{}One More,more@example.com\n", list(20_000));
            changed = fs::write(&path, other).is_ok();
        }
        changed
    });
    assert_eq!(answer.unwrap_err().sentence.code, "file-changed");
    assert!(table.query("", Vec::new()).is_empty());
}

#[test]
fn a_rehearsal_counts_as_the_import_would_and_keeps_nothing() {
    let table = Table::laid(false);
    table.import(&list(2));
    let grown = format!("{}Visitor 3,v3@example.com\nVisitor 3,v3@example.com\n", list(3));
    let dry = table.desk.import_file(&file(&grown), &FileHow::default(), true, &mut |_| true).unwrap();
    assert_eq!((counts(&dry), dry.dry_run), ([2, 2, 0, 1], true));
    assert_eq!(table.query("", Vec::new()).len(), 2);
    assert_eq!(counts(&table.import(&grown)), [2, 2, 0, 1]);
}

#[test]
fn an_export_replaces_nothing_unasked_and_leaves_nothing_behind() {
    let table = Table::laid(false);
    table.import(&list(3));
    let path = table.folder.path().join("out.csv");
    let choice = ExportChoice { format: ExportFormat::Csv, delimiter: None, contacts: None, query: None };
    assert_eq!(table.desk.export_file(&choice, &path, false, &mut |_| true).unwrap().contacts, 3);
    let before = fs::read(&path).unwrap();
    let refused = table.desk.export_file(&choice, &path, false, &mut |_| true).unwrap_err();
    assert_eq!(refused.sentence.code, "export-taken");
    let stopped = table.desk.export_file(&choice, &path, true, &mut |_| false).unwrap_err();
    assert_eq!(stopped.sentence.code, "export-stopped");
    assert_eq!(fs::read(&path).unwrap(), before, "the old one stays whole");
    assert_eq!(table.desk.export_file(&choice, &path, true, &mut |_| true).unwrap().contacts, 3);
    let names: Vec<_> =
        fs::read_dir(table.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains("unfinished")), "{names:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_file_on_the_table_is_brought_in_by_its_name_and_no_other_is() {
    let Table { desk, .. } = Table::laid(false);
    let first = desk.give_file(list(1).as_bytes()).unwrap();
    assert_eq!(desk.look_into_given(&first, &FileHow::default()).unwrap().columns.len(), 2);
    let second = desk.give_file(list(2).as_bytes()).unwrap();
    let gone = desk.import_given(&first, &FileHow::default(), false).unwrap_err();
    assert_eq!((gone.code, gone.sentence.code.as_str()), (ErrorCode::NotFound, "file-gone"));
    assert_eq!(counts(&desk.import_given(&second, &FileHow::default(), true).unwrap()), [2, 0, 0, 0]);
    assert_eq!(counts(&desk.import_given(&second, &FileHow::default(), false).unwrap()), [2, 0, 0, 0]);
    desk.put_file_away(&first);
    assert!(desk.look_into_given(&second, &FileHow::default()).is_ok(), "only the one that was meant");
    desk.put_file_away(&second);
    assert_eq!(desk.look_into_given(&second, &FileHow::default()).unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn how_far_an_import_is_is_pushed() {
    let Table { desk, folder: _folder } = Table::laid(false);
    let desk = Arc::new(desk);
    let id = desk.give_file(list(3_000).as_bytes()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    let listens = Arc::clone(&desk).push_updates(move |update| tell.send(update).is_ok());
    runtime.spawn(listens);
    // It listens once it has told how things stand.
    assert!(told.iter().any(|update| matches!(update, Update::Status { .. })));
    assert_eq!(desk.import_given(&id, &FileHow::default(), false).unwrap().added, 3_000);
    let last = told.iter().find_map(|update| match update {
        Update::File { progress } if progress.done == 3_000 => Some(progress.of),
        Update::File { .. }
        | Update::Status { .. }
        | Update::Contacts { .. }
        | Update::Session
        | Update::Opened
        | Update::Closing => None,
    });
    assert_eq!(last, Some(3_000));
}

#[test]
fn stopping_the_file_that_is_gone_over_keeps_nothing_of_it() {
    let Table { desk, folder: _folder } = Table::laid(false);
    let id = desk.give_file(list(30_000).as_bytes()).unwrap();
    let outcome = std::thread::scope(|scope| {
        let brings = scope.spawn(|| desk.import_given(&id, &FileHow::default(), false));
        // Said again and again, since a run begins with a clean slate.
        while !brings.is_finished() {
            desk.stop_file();
            std::thread::yield_now();
        }
        brings.join().unwrap()
    });
    assert_eq!(outcome.unwrap_err().sentence.code, "import-stopped");
    assert_eq!(desk.recent(10).unwrap().len(), 0);
    assert_eq!(
        desk.import_given(&id, &FileHow::default(), true).unwrap().added,
        30_000,
        "and it can be brought again"
    );
}

fn everyone(format: ExportFormat) -> ExportChoice {
    ExportChoice { format, delimiter: None, contacts: None, query: None }
}

#[test]
fn an_export_says_where_it_lies_and_never_takes_the_place_of_another_file() {
    let Table { desk, folder } = Table::laid(false);
    let id = desk.give_file(list(2).as_bytes()).unwrap();
    desk.import_given(&id, &FileHow::default(), false).unwrap();
    let names: Vec<String> = (0..2)
        .map(|_| desk.export_into(&everyone(ExportFormat::Csv), folder.path(), "Expo/contacts").unwrap())
        .map(|outcome| outcome.path.unwrap())
        .collect();
    let at = |name: &str| folder.path().join(name).display().to_string();
    assert_eq!(names, [at("Expo contacts.csv"), at("Expo contacts (2).csv")]);
    assert_eq!(fs::read(&names[0]).unwrap(), fs::read(&names[1]).unwrap());
    let nowhere = desk.export_into(&everyone(ExportFormat::Xlsx), &folder.path().join("none"), "x");
    assert_eq!(nowhere.unwrap_err().sentence.code, "export-no-folder");
}

#[test]
fn a_list_of_what_was_not_read_is_saved_for_a_spreadsheet() {
    let Table { desk, folder } = Table::laid(false);
    let row = |place: &str, why: &str| UnreadLine { place: place.into(), why: why.into() };
    let rows = [row("Line", "Why"), row("=7", "This row says nothing.")];
    let saved = desk.save_list(&rows, folder.path(), "Not read of list").unwrap();
    assert_eq!(saved.path, folder.path().join("Not read of list.csv").display().to_string());
    assert_eq!(
        fs::read_to_string(&saved.path).unwrap(),
        "\u{feff}Line,Why\r\n'=7,This row says nothing.\r\n"
    );
}

#[test]
fn people_who_may_be_here_already_are_counted_before_and_after_and_offered() {
    let table = Table::laid(false);
    table.import("Name,E-Mail\nJane Roe,jane@example.com\n");
    let more = "Name,E-Mail,Company\nJ. Roe,JANE@example.com,Acme\nPeter Doe,jane@example.com,Acme\nAnn Lee,ann@example.com,Acme\n";
    let would = table.desk.import_file(&file(more), &FileHow::default(), true, &mut |_| true).unwrap();
    let did = table.import(more);
    for outcome in [would, did] {
        assert_eq!(counts(&outcome), [3, 0, 0, 0]);
        assert_eq!(outcome.alike.map(|alike| alike.code).as_deref(), Some("import-alike"));
    }
    table.desk.compare_contacts().unwrap();
    assert_eq!(table.desk.duplicates().unwrap().pairs, 1, "Peter has her address and is not her");
}

/// The schema's triggers, each with its text.
fn triggers(table: &Table) -> Vec<(String, String)> {
    let engine = table.desk.engine().unwrap();
    let read = engine.store.read(|conn| {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
        let mut statement = conn.prepare(sql)?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    });
    read.unwrap()
}

#[test]
fn what_is_kept_beside_a_contact_is_right_after_an_import_and_the_triggers_that_rested_are_back() {
    let table = Table::laid(true);
    let before = triggers(&table);
    table.import(
        "Name,E-Mail,Rating,Tags\nJane Roe,jane@example.com,4,\"pumps; vip\"\nPeter Doe,peter@example.com,,pumps\n",
    );
    assert_eq!(table.desk.out_of_step().unwrap(), 0);
    assert_eq!(triggers(&table), before);
    let narrowed = |query: ContactQuery| {
        let rows = table.desk.contacts(&ContactQuery { limit: 9, ..query }).unwrap().rows;
        rows.into_iter().filter_map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(narrowed(ContactQuery { rating: Some(4), ..ContactQuery::default() }), ["Jane Roe"]);
    let tagged = narrowed(ContactQuery { tags: Some(vec!["pumps".into()]), ..ContactQuery::default() });
    assert_eq!(tagged.len(), 2, "{tagged:?}");
    // And of a contact that is captured now.
    table.desk.capture_text("MECARD:N:Lee,Ann;;", Way::Scanner).unwrap();
    assert_eq!(table.desk.out_of_step().unwrap(), 0);
}
