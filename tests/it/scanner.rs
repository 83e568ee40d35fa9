//! A USB scanner and half a contact, as the desk keeps them: what was learned and what was typed outlive a restart.

use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::explain::Arg;
use lanyard_core::time::Millis;
use lanyard_engine::api::scanner_lesson;
use lanyard_engine::api::views::{CaptureAnswer, ErrorCode, FieldChange, Stroke};
use lanyard_engine::store::captures::Way;
use lanyard_rehearsal::Marker;

const ZOE: &str =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Yazgan;Zoe;;;\r\nFN:Zoe Yazgan\r\nEMAIL:zoe@zy.example\r\nEND:VCARD\r\n";

/// What arrives of a US scanner at a laptop with a German keyboard, Enter after each line and each code.
fn keys(text: &str) -> Vec<Stroke> {
    let unix = format!("{}\n", text.replace("\r\n", "\n"));
    unix.chars().filter_map(key).collect()
}

fn key(wanted: char) -> Option<Stroke> {
    const PLACES: [(&str, &str, &str); 13] = [
        ("-_", "Minus", "ß?"),
        ("=+", "Equal", "´`"),
        ("[{", "BracketLeft", "üÜ"),
        ("]}", "BracketRight", "+*"),
        ("\\|", "Backslash", "#'"),
        (";:", "Semicolon", "öÖ"),
        ("'\"", "Quote", "äÄ"),
        ("`~", "Backquote", "^°"),
        (",<", "Comma", ",;"),
        (".>", "Period", ".:"),
        ("/?", "Slash", "-_"),
        ("  ", "Space", "  "),
        (")!@#$%^&*(", "Digit", "=!\"§$%&/()"),
    ];
    let stroke = |code: &str, key: char, shift| Stroke {
        code: code.to_owned(),
        key: key.to_string(),
        shift,
        alt_graph: false,
        ctrl: false,
    };
    match wanted {
        '\n' | '\r' => return Some(Stroke { key: "Enter".into(), ..stroke("Enter", ' ', false) }),
        '\t' => return Some(Stroke { key: "Tab".into(), ..stroke("Tab", ' ', false) }),
        '0'..='9' => return Some(stroke(&format!("Digit{wanted}"), wanted, false)),
        _ if wanted.is_ascii_alphabetic() => {
            let here = match wanted {
                'y' => 'z',
                'z' => 'y',
                'Y' => 'Z',
                'Z' => 'Y',
                same => same,
            };
            let code = format!("Key{}", wanted.to_ascii_uppercase());
            return Some(stroke(&code, here, wanted.is_ascii_uppercase()));
        }
        _ => {}
    }
    PLACES.iter().find_map(|(signs, code, here)| {
        let place = signs.chars().position(|sign| sign == wanted)?;
        let here = here.chars().nth(place)?;
        Some(match *code {
            "Digit" => stroke(&format!("Digit{place}"), here, true),
            code => stroke(code, here, place == 1),
        })
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_is_taught_once_and_its_badge_is_the_one_that_the_camera_reads() {
    let mut booth = Booth::open(Marker::Unique, Millis(60_000)).await;
    let another = booth.desk.teach(&keys("000123"), Millis(8)).unwrap_err();
    assert_eq!((another.code, another.sentence.code.as_str()), (ErrorCode::BadInput, "lesson-another-code"));

    let taught = booth.desk.teach(&keys(&scanner_lesson()), Millis(40)).unwrap();
    assert_eq!(taught.said.code, "scanner-undone");
    assert_eq!(taught.said.args.get("laptop"), Some(&Arg::Text("german".into())));
    assert_eq!((taught.gap, taught.last_key.as_deref()), (Millis(60), Some("Enter")));
    booth.desk.teach(&keys(&scanner_lesson()), Millis(8)).unwrap();

    booth.restart();
    let scanners = booth.desk.session().scanners;
    assert_eq!(scanners.len(), 1, "the same scanner, taught again");
    assert_eq!(scanners[0].gap, Millis(35));
    assert_eq!(booth.desk.try_scan(&keys("AZ-12:y")).unwrap().text, "AZ-12:y");

    let scan = booth.desk.scan(&keys(ZOE)).unwrap();
    assert!(scan.doubt.is_none());
    let CaptureAnswer::Saved { contact, .. } = scan.capture else { panic!("not saved") };
    assert_eq!(contact.row.name.as_deref(), Some("Zoe Yazgan"));
    let by_camera = booth.desk.capture_text(ZOE, Way::Camera).unwrap();
    assert!(matches!(by_camera, CaptureAnswer::Again { contact_id, .. } if contact_id == contact.row.id));

    booth.desk.forget_scanner(&scanners[0].id).unwrap();
    assert_eq!(booth.desk.session().scanners, []);
    let doubtful = booth.desk.scan(&keys("AYZ12")).unwrap();
    assert_eq!(doubtful.doubt.map(|doubt| doubt.code).as_deref(), Some("scan-doubtful"));
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_contact_outlives_a_restart_and_is_forgotten_once_it_is_whole() {
    let mut booth = Booth::open(Marker::Unique, Millis(0)).await;
    let given =
        FieldChange { field: Field::GivenName, part: Default::default(), value: Some("Petra".into()) };
    booth.desk.keep_draft(std::slice::from_ref(&given)).unwrap();
    booth.restart();
    let draft = booth.desk.draft().unwrap();
    assert_eq!(draft.len(), 1);
    assert_eq!(draft[0].value.as_deref(), Some("Petra"));
    assert!(matches!(booth.desk.capture_typed(&draft).unwrap(), CaptureAnswer::Saved { .. }));
    assert!(booth.desk.draft().unwrap().is_empty());
}
