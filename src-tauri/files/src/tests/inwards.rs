//! What is made of the files of others.

use super::{fault, given, with};
use crate::encoding::Evidence;
use crate::{FileFault, Format, Said, Target, Unread};
use lanyard_core::contact::Field;
use proptest::prelude::*;
use rust_xlsxwriter::{Format as Cell, Formula, Workbook};
use std::io::Write;

#[test]
fn a_german_excel_csv_is_read_as_it_is() {
    let text = "Vorname;Nachname;Firma;E-Mail;Mobil;PLZ\r\nJörg;Groß;Übung, Söhne & Co;joerg@example.de;+49 151 5550100;01067\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let file = given(&bytes);
    let how = &file.looked.how;
    assert_eq!((how.format, how.encoding, how.evidence), (Format::Csv, "windows-1252", Evidence::Guessed));
    assert_eq!((how.delimiter, how.header_rows), (';', 1));
    assert_eq!(file.value(0, "family_name"), "Groß");
    assert_eq!(file.value(0, "company"), "Übung, Söhne & Co");
    assert_eq!(file.value(0, "postal_code"), "01067", "zeros stay");
    assert_eq!((file.entries[0].line, file.unread.len()), (2, 0));
}

#[test]
fn excels_own_first_line_is_no_row() {
    let file = given(b"sep=;\r\nName;E-Mail\r\nAda;a@example.com\r\n");
    assert_eq!(file.value(0, "full_name"), "Ada");
    assert_eq!(file.entries[0].line, 3);
}

#[test]
fn lines_within_a_cell_do_not_move_the_numbers_of_later_rows() {
    let file = given(b"Name,Note\n\"Ada\",\"one\ntwo\"\nBo,three\n");
    assert_eq!((file.value(0, "note"), file.value(1, "full_name")), ("one\ntwo", "Bo"));
    assert_eq!(file.entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_row_that_says_nothing_is_named_and_a_blank_one_is_not() {
    let file = with(b"Name,Colour\nAda,red\n,blue\n\n , \nBo,\n", &Said::default(), |targets| {
        targets[1] = Target::Skip
    });
    assert_eq!(file.entries.len(), 2);
    assert_eq!(file.unread, [(3, Unread::NothingInIt)]);
}

#[test]
fn a_quotation_mark_that_never_closes_is_named_and_costs_no_memory() {
    let mut bytes = b"Name,Note\nAda,fine\nBo,\"open\n".to_vec();
    bytes.extend(b"x,y\n".repeat(400_000));
    let file = given(&bytes);
    assert_eq!((file.entries.len(), &file.unread[..]), (1, &[(3, Unread::TooLong)][..]));
}

#[test]
fn too_wide_rows_and_too_long_cells_are_read_in_part_and_named() {
    let wide = format!("Name,Note\nAda,{}\nBo,{}\n", "n".repeat(40_000), ",z".repeat(300));
    let file = given(wide.as_bytes());
    assert_eq!(file.entries.len(), 2);
    assert_eq!(file.unread, [(2, Unread::CellCut), (3, Unread::MoreColumns)]);
    assert_eq!(file.value(0, "note").chars().count(), crate::limits::CELL_CHARS);
}

#[test]
fn several_addresses_in_one_cell_are_several_and_phones_keep_their_extension() {
    let file = given(b"Name,E-Mail,Telefon,Tags\nAda,\"a@x.example; b@x.example\",\"+1 418 656 9254;ext=102; +49 30 5550100\",\"vip, press\"\n");
    let all = |field| file.entries[0].draft.all(field).collect::<Vec<_>>();
    assert_eq!(all(Field::Email), ["a@x.example", "b@x.example"]);
    assert_eq!(all(Field::Phone), ["+1 418 656 9254;ext=102", "+49 30 5550100"]);
    assert_eq!(all(Field::Tag), ["vip", "press"]);
}

#[test]
fn a_row_is_the_same_wherever_its_columns_stand_and_another_when_it_says_something_else() {
    let key = |text: &str| given(text.as_bytes()).entries[0].key();
    let one = key("Name,E-Mail\nAda,a@example.com\n");
    assert_eq!(one, key("E-Mail;Name;Colour\na@example.com;Ada;\n"));
    assert_eq!(one, key("{\"full_name\":\"Ada\",\"email\":[\"a@example.com\"]}\n"));
    assert_ne!(one, key("Name,E-Mail\nAda,b@example.com\n"));
    let named = |text: &str| given(text.as_bytes()).entries[0].id_key();
    assert_eq!(named("ID,Name\n7,Ada\n"), named("Uid;Name\n7;Ada Lovelace\n"));
    assert_eq!(named("Name,E-Mail\nAda,a@example.com\n"), None);
}

#[test]
fn json_lines_give_their_keys_as_columns_and_broken_ones_are_named() {
    let file = given(b"{\"name\":\"Ada\",\"email\":[\"a@x.example\",\"b@x.example\"],\"plan\":{\"a\":1}}\n\n[1]\n{\"name\":\n{\"late\":\"x\",\"name\":7}\n");
    assert_eq!(file.looked.how.format, Format::Jsonl);
    assert_eq!(file.entries[0].draft.all(Field::Email).count(), 2);
    assert_eq!(file.entries[0].draft.extra, [("plan".to_owned(), "{\"a\":1}".to_owned())]);
    assert_eq!(file.value(1, "full_name"), "7");
    assert_eq!(file.unread, [(3, Unread::NotJson), (4, Unread::NotJson)]);
}

#[test]
fn an_address_book_of_cards_is_read_card_by_card() {
    let mut bytes = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nUID:urn:uuid:1\r\nCATEGORIES:vip,press\r\nPHOTO;ENCODING=b:".to_vec();
    bytes.extend(b"QUJD".repeat(100_000));
    bytes.extend(b"\r\n QUJD\r\nEMAIL:ada@example.com\r\nEND:VCARD\r\n\r\nBEGIN:VCARD\nVERSION:2.1\nN;CHARSET=windows-1252:Gro\xDF;J\xF6rg\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n");
    let file = given(&bytes);
    assert_eq!((file.entries.len(), &file.unread[..]), (2, &[(15, Unread::NoCard)][..]));
    assert_eq!((file.value(0, "email"), file.entries[0].id.as_deref()), ("ada@example.com", Some("1")));
    assert_eq!(file.entries[0].draft.all(Field::Tag).collect::<Vec<_>>(), ["vip", "press"]);
    assert_eq!((file.value(1, "family_name"), file.entries[1].kind), ("Groß", "vcard21"));
    assert!(file.entries[0].payload.len() < 300, "the picture is not kept");
}

/// A workbook, its bytes.
fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_as_a_person_sees_it() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "Visitors of the Expo").unwrap();
        for (column, header) in (0..).zip(["Name", "E-Mail", "PLZ", "ID", "Since", "Sum"]) {
            sheet.write(2, column, header).unwrap();
        }
        sheet.write(3, 0, "Ada & Söhne <x>").unwrap();
        sheet.write(3, 1, "a@example.com").unwrap();
        sheet.write_with_format(3, 2, 1067, &Cell::new().set_num_format("00000")).unwrap();
        sheet.write(3, 3, "007").unwrap();
        sheet.write_with_format(3, 4, 46000, &Cell::new().set_num_format("dd.mm.yyyy")).unwrap();
        sheet.write_formula(3, 5, Formula::new("=1+1").set_result("2")).unwrap();
    });
    let file = given(&bytes);
    assert_eq!(
        (file.looked.how.format, file.looked.how.header_rows),
        (Format::Xlsx, 2),
        "the title is no header"
    );
    assert_eq!(file.value(0, "full_name"), "Ada & Söhne <x>");
    assert_eq!(file.value(0, "postal_code"), "01067");
    assert_eq!((file.entries[0].id.as_deref(), file.entries[0].line), (Some("007"), 4));
    let extra =
        [("Since", "2025-12-09"), ("Sum", "2")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(file.entries[0].draft.extra, extra);
}

#[test]
fn a_package_that_unpacks_to_far_more_than_it_is_is_refused() {
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    package.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..32 {
        package.write_all(&zeros).unwrap();
    }
    let bytes = package.finish().unwrap().into_inner();
    assert!(bytes.len() < 100_000);
    assert_eq!(fault(&bytes), FileFault::Unpacks);
}

#[test]
fn what_is_no_table_is_named() {
    assert_eq!(fault(b""), FileFault::Empty);
    assert_eq!(fault(b" \r\n\t"), FileFault::Empty);
    assert_eq!(fault(b"[{\"name\":\"Ada\"}]"), FileFault::JsonArray);
    assert_eq!(fault(b"PK\x03\x04 no package"), FileFault::NoWorkbook);
    assert_eq!(fault(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]), FileFault::OldExcel);
    assert_eq!(fault(b"%PDF-1.7 ..."), FileFault::Unknown);
    assert_eq!(fault(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"), FileFault::Unknown);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_it_fail(start in prop::sample::select(vec!["", "BEGIN:VCARD\n", "{\"a\":1}\n", "Name;Mail\n", "\u{FEFF}", "PK\u{3}\u{4}"]),
                             bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let whole = [start.as_bytes(), &bytes].concat();
        let mut input = std::io::Cursor::new(&whole);
        if let Ok(looked) = crate::look(&mut input, &Said::default()) {
            let targets: Vec<Target> = looked.columns.iter().map(|column| column.guess).collect();
            let _ = crate::read(&mut input, &looked.how, &targets, &mut |_| crate::Flow::Go);
        }
    }
}
