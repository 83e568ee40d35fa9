//! What is wrapped comes out again with the same passphrase and with no other; a hostile file is refused before any work.

use super::*;
use proptest::prelude::*;

/// So little that hundreds of tries take no time.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

fn wrapped(text: &str) -> Wrapped {
    Wrapped::around(&key(), &Passphrase::typed(text), CHEAP).unwrap()
}

#[test]
fn the_key_comes_out_with_its_passphrase_and_with_no_other() {
    let one = wrapped("correct horse battery");
    assert!(one.open(&Passphrase::typed("correct horse battery")).unwrap() == key());
    for other in ["correct horse batterY", "correct horse batter", "", " correct horse battery"] {
        assert!(matches!(one.open(&Passphrase::typed(other)), Err(PassphraseFault::Wrong)), "{other:?}");
    }
}

#[test]
fn two_spellings_of_the_same_characters_are_one_passphrase() {
    let one = wrapped("Gr\u{fc}\u{df}e vom Stand");
    assert!(one.open(&Passphrase::typed("Gru\u{308}\u{df}e vom Stand")).is_ok());
}

#[test]
fn the_file_says_how_it_was_made_and_nothing_of_the_key() {
    let text = wrapped("correct horse battery").text();
    assert!(text.contains("argon2id") && text.contains("\"memory_kib\": 8"), "{text}");
    assert!(!text.contains(&data_encoding::HEXLOWER.encode(key().expose())) && !text.contains("horse"));
    assert!(
        Wrapped::parse(text.as_bytes()).unwrap().open(&Passphrase::typed("correct horse battery")).is_ok()
    );
    assert!(text.len() as u64 * 4 < Wrapped::LONGEST);
}

#[test]
fn what_is_set_here_is_within_what_is_accepted() {
    let ours = Wrapped::around(&key(), &Passphrase::typed("x"), Cost::OURS).unwrap();
    assert_eq!(Wrapped::parse(ours.text().as_bytes()).unwrap().cost(), Cost::OURS);
}

#[test]
fn a_file_that_asks_for_too_much_is_refused_before_any_work() {
    let text = wrapped("correct horse battery").text();
    for (from, to) in [
        ("\"memory_kib\": 8", "\"memory_kib\": 4294967295"),
        ("\"memory_kib\": 8", "\"memory_kib\": 262145"),
        ("\"passes\": 1", "\"passes\": 4294967295"),
        ("\"lanes\": 1", "\"lanes\": 16777215"),
        ("\"lanes\": 1", "\"lanes\": 0"),
        ("\"memory_kib\": 8", "\"memory_kib\": 0"),
        ("argon2id", "argon2i"),
        ("\"version\": 1", "\"version\": 2"),
    ] {
        let hostile = text.replace(from, to);
        assert_ne!(hostile, text);
        assert!(matches!(Wrapped::parse(hostile.as_bytes()), Err(PassphraseFault::Damaged)), "{to}");
    }
    assert!(matches!(Wrapped::parse(&[b' '; 5000]), Err(PassphraseFault::Damaged)));
}

#[test]
fn another_cost_than_the_one_it_was_made_with_opens_nothing() {
    let text = wrapped("correct horse battery").text().replace("\"passes\": 1", "\"passes\": 2");
    let changed = Wrapped::parse(text.as_bytes()).unwrap();
    assert!(matches!(changed.open(&Passphrase::typed("correct horse battery")), Err(PassphraseFault::Wrong)));
}

#[test]
fn a_new_one_that_is_plainly_bad_is_refused() {
    for bad in ["", "short", "12345678901", "aaaaaaaaaaaaaaaa", "abababababab"] {
        assert!(matches!(Passphrase::chosen(bad), Err(PassphraseFault::Weak)), "{bad}");
    }
    assert!(Passphrase::chosen("correct horse battery").is_ok());
    assert!(Passphrase::chosen(&"ab cd ef".repeat(200)).is_err(), "what would be cut off is not taken");
}

#[test]
fn changing_it_leaves_one_file_and_the_new_one_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lanyard.passphrase");
    assert!(read(&path).unwrap().is_none());
    let (first, second) = (
        Passphrase::chosen("correct horse battery").unwrap(),
        Passphrase::chosen("staple of the stand").unwrap(),
    );
    set(&path, &key(), &first).unwrap();
    set(&path, &key(), &second).unwrap();
    let kept = read(&path).unwrap().unwrap();
    assert!(kept.open(&second).unwrap() == key());
    assert!(matches!(kept.open(&first), Err(PassphraseFault::Wrong)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    forget(&path).unwrap();
    forget(&path).unwrap();
    assert!(read(&path).unwrap().is_none());
}

#[test]
fn when_the_new_one_cannot_be_written_the_earlier_one_is_still_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lanyard.passphrase");
    let first = Passphrase::typed("correct horse battery");
    set(&path, &key(), &first).unwrap();
    // Nobody can write under a name that a full folder bears.
    let in_the_way = whole_file::unfinished(&path);
    fs::create_dir_all(in_the_way.join("full")).unwrap();
    assert!(matches!(set(&path, &key(), &Passphrase::typed("another")), Err(PassphraseFault::Disk(_))));
    assert!(read(&path).unwrap().unwrap().open(&first).unwrap() == key());
}

proptest! {
    #[test]
    fn no_file_makes_the_reader_panic(text in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Wrapped::parse(&text);
    }

    #[test]
    fn a_file_changed_in_one_place_never_opens_to_another_key(at in 0usize..400, with in any::<u8>()) {
        let one = wrapped("correct horse battery");
        let mut text = one.text().into_bytes();
        let at = at % text.len();
        text[at] = with;
        if let Ok(changed) = Wrapped::parse(&text) {
            // Only what is said for people is not bound.
            if let Ok(opened) = changed.open(&Passphrase::typed("correct horse battery")) {
                prop_assert!(opened == key());
            }
        }
    }
}
