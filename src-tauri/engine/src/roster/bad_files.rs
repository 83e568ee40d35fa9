//! Lists as organisers really send them, and lists that are none: a clear answer, and nothing half-imported.

use crate::api::views::{CaptureAnswer, ErrorCode, FileHow, RosterOutcome};
use crate::import::FileGiven;
use crate::import::tests::Table;
use crate::store::captures::Way;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::io::{Seek, SeekFrom, Write};

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> FileGiven {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    FileGiven::Bytes(workbook.save_to_buffer().unwrap().into())
}

fn row(sheet: &mut Worksheet, at: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write(at, column, *cell).unwrap();
    }
}

fn add(table: &Table, list: &FileGiven) -> RosterOutcome {
    table.desk.add_roster(list, "list", &FileHow::default(), false, &mut |_| true).unwrap()
}

fn refused(table: &Table, list: &FileGiven) -> (ErrorCode, String) {
    let answer = table.desk.add_roster(list, "list", &FileHow::default(), false, &mut |_| true);
    let error = answer.unwrap_err();
    assert!(table.desk.rosters().unwrap().is_empty(), "nothing of it is kept");
    (error.code, error.sentence.code)
}

fn name(table: &Table, number: &str) -> Option<String> {
    match table.desk.capture_text(number, Way::Scanner).unwrap() {
        CaptureAnswer::Saved { contact, .. } | CaptureAnswer::Known { contact, .. } => contact.row.name,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_workbook_with_merged_cells_gives_their_value_to_its_first_row_and_names_the_others() {
    let table = Table::laid(false);
    let list = workbook(|sheet| {
        let format = Format::new();
        sheet.merge_range(0, 0, 0, 3, "Attendees of the Expo", &format).unwrap();
        row(sheet, 1, &["Badge ID", "First name", "Last name", "Company"]);
        // One company for three people, and one number for two of them: as it is drawn, not as it is meant.
        row(sheet, 2, &["7", "Ada", "Roe"]);
        row(sheet, 3, &["", "Bo", "Roe"]);
        row(sheet, 4, &["9", "Carl", "Lind"]);
        sheet.merge_range(2, 0, 3, 0, "7", &format).unwrap();
        sheet.merge_range(2, 3, 4, 3, "Arvika AB", &format).unwrap();
    });
    let outcome = add(&table, &list);
    assert_eq!((outcome.people, outcome.unread), (2, 1));
    let [unread] = outcome.unread_rows.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((unread.line, unread.sentence.code.as_str()), (4, "row-no-number"));
    assert_eq!(name(&table, "7").as_deref(), Some("Ada Roe"));
    assert_eq!(name(&table, "9").as_deref(), Some("Carl Lind"));
}

#[test]
fn a_workbook_with_two_rows_of_headers_is_read_by_the_second() {
    let table = Table::laid(false);
    let list = workbook(|sheet| {
        let format = Format::new();
        sheet.merge_range(0, 0, 0, 1, "Badge", &format).unwrap();
        sheet.merge_range(0, 2, 0, 3, "Person", &format).unwrap();
        row(sheet, 1, &["Badge ID", "Category", "First name", "Last name"]);
        row(sheet, 2, &["7", "VIP", "Ada", "Roe"]);
        row(sheet, 3, &["8", "Press", "Bo", "Lind"]);
    });
    let outcome = add(&table, &list);
    assert_eq!((outcome.people, outcome.unread), (2, 0));
    assert_eq!(name(&table, "8").as_deref(), Some("Bo Lind"));
}

#[test]
fn a_list_keeps_its_letters_in_the_encodings_that_spreadsheets_write() {
    let text = "Badge ID\tName\r\n7\tJürgen Groß\r\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [latin, wide, format!("\u{FEFF}{text}").into_bytes(), text.as_bytes().to_vec()] {
        let table = Table::laid(false);
        add(&table, &FileGiven::Bytes(bytes.into()));
        assert_eq!(name(&table, "7").as_deref(), Some("Jürgen Groß"));
    }
}

#[test]
fn a_list_of_more_bytes_than_are_read_is_refused_before_any_of_them_is() {
    let table = Table::laid(false);
    let path = table.folder.path().join("huge.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(b"Badge ID,Name\n7,Ada Roe\n").unwrap();
    // A gigabyte that takes no room on the disk.
    file.seek(SeekFrom::Start(1 << 30)).unwrap();
    file.write_all(b"\n8,Bo Roe\n").unwrap();
    drop(file);
    assert_eq!(refused(&table, &FileGiven::Path(path)), (ErrorCode::BadInput, "file-too-large".to_owned()));
    assert_eq!(name(&table, "7"), None);
}

#[test]
fn what_is_no_list_is_refused_with_what_it_is() {
    let table = Table::laid(false);
    for (bytes, code) in [
        (&b""[..], "file-empty"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old workbook", "file-old-excel"),
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj", "file-unknown"),
    ] {
        let (kind, said) = refused(&table, &FileGiven::Bytes(bytes.into()));
        assert_eq!((kind, said.as_str()), (ErrorCode::BadInput, code));
    }
}
