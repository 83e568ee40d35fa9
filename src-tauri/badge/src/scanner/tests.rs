//! Scanners on laptops of other countries: what they type there, and what is made of it.

use super::layout::{CODES, place_on_us};
use super::*;
use crate::{BadgeKind, read_text};
use proptest::prelude::*;

/// A laptop's keyboard: what is printed on its keys, row by row as in `CODES`. Accents are combining characters: dead keys.
struct Laptop {
    layout: Layout,
    plain: &'static str,
    shift: &'static str,
}

const GERMAN: Laptop = Laptop {
    layout: Layout::German,
    plain: "\u{302}1234567890ß\u{301}qwertzuiopü+#asdfghjklöäyxcvbnm,.- ",
    shift: "°!\"§$%&/()=?\u{300}QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_ ",
};
const FRENCH: Laptop = Laptop {
    layout: Layout::French,
    plain: "²&é\"'(-è_çà)=azertyuiop\u{302}$*qsdfghjklmùwxcvbn,;:! ",
    shift: "\u{303}1234567890°+AZERTYUIOP\u{308}£µQSDFGHJKLM%WXCVBN?./§ ",
};
const BRITISH: Laptop = Laptop {
    layout: Layout::Uk,
    plain: "`1234567890-=qwertyuiop[]#asdfghjkl;'zxcvbnm,./ ",
    shift: "¬!\"£$%^&*()_+QWERTYUIOP{}~ASDFGHJKL:@ZXCVBNM<>? ",
};
const SPANISH: Laptop = Laptop {
    layout: Layout::Spanish,
    plain: "º1234567890'¡qwertyuiop\u{300}+çasdfghjklñ\u{301}zxcvbnm,.- ",
    shift: "ª!\"·$%&/()=?¿QWERTYUIOP\u{302}*ÇASDFGHJKLÑ\u{308}ZXCVBNM;:_ ",
};
const LAPTOPS: [Laptop; 4] = [GERMAN, FRENCH, BRITISH, SPANISH];

/// How a scanner is set up beside its US keyboard.
#[derive(Debug, Clone, Copy)]
struct Setup {
    /// Typed before and after each code.
    frame: (&'static str, &'static str),
    /// What becomes of CR LF, CR, LF and Tab: keys by name, `^J` being Ctrl with J.
    ends: [&'static [&'static str]; 4],
    /// Whether the laptop tells the keys' places.
    has_codes: bool,
}

const ENTER_FOR_EACH: [&[&str]; 4] = [&["Enter"], &["Enter"], &["Enter"], &["Tab"]];
const AS_THEY_ARE: [&[&str]; 4] = [&["Enter", "^J"], &["Enter"], &["^J"], &["Tab"]];
const SETUP: Setup = Setup { frame: ("", "\n"), ends: ENTER_FOR_EACH, has_codes: true };

impl Laptop {
    fn stroke(&self, wanted: char, has_codes: bool) -> Option<Stroke> {
        let (place, shift) = place_on_us(wanted)?;
        let row = if shift { self.shift } else { self.plain };
        let shown = row.chars().nth(place)?;
        let is_dead = ('\u{300}'..'\u{370}').contains(&shown);
        let key = if is_dead { "Dead".to_owned() } else { shown.to_string() };
        let code = if has_codes { CODES[place].to_owned() } else { String::new() };
        Some(Stroke { code, key, shift, alt_graph: false, ctrl: false })
    }

    /// What arrives when a scanner that types as on a US keyboard reads a code.
    fn receives(&self, text: &str, setup: Setup) -> Vec<Stroke> {
        let named = |name: &&str| {
            let (key, ctrl) = name.strip_prefix('^').map_or((*name, false), |letter| (letter, true));
            let code = if ctrl { format!("Key{key}") } else { key.to_owned() };
            let code = if setup.has_codes { code } else { String::new() };
            Stroke { code, key: key.to_owned(), shift: false, alt_graph: false, ctrl }
        };
        let text = format!("{}{text}{}", setup.frame.0, setup.frame.1);
        let mut strokes = Vec::new();
        let mut rest = text.as_str();
        while let Some(first) = rest.chars().next() {
            let end = ["\r\n", "\r", "\n", "\t"].iter().position(|end| rest.starts_with(end));
            match end {
                Some(end) => strokes.extend(setup.ends[end].iter().map(named)),
                None => strokes.extend(self.stroke(first, setup.has_codes)),
            }
            rest = &rest[if end == Some(0) { 2 } else { first.len_utf8() }..];
        }
        strokes
    }
}

const CARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Yazgan-Quezada;Zoe;;Dr.;\r\nFN:Dr. Zoe Yazgan-Quezada\r\n\
    ORG:Z&Y \"Works\" [2];R\\,D #7\r\nTITLE:VP (50% `ops`) ~ {acting}\r\nEMAIL;TYPE=WORK:zoe_y+fair@zy-works.example\r\n\
    TEL;TYPE=CELL:+49 (30) 5550-1620*4\r\nURL:https://zy.example/?q=a&z=1|2^3!$<y>'\r\nEND:VCARD\r\n";

fn text_here(strokes: &[Stroke]) -> String {
    strokes
        .iter()
        .map(|stroke| if stroke.key.chars().count() == 1 { stroke.key.as_str() } else { "\n" })
        .collect()
}

#[test]
fn a_vcard_damaged_by_any_layout_is_restored_exactly_once_the_scanner_was_taught() {
    for laptop in LAPTOPS {
        for ends in [ENTER_FOR_EACH, AS_THEY_ARE] {
            let setup = Setup { ends, ..SETUP };
            let damaged = laptop.receives(CARD, setup);
            assert_ne!(
                text_here(&damaged).replace('\n', ""),
                CARD.replace("\r\n", ""),
                "{:?}",
                laptop.layout
            );
            let taught = learn(&laptop.receives(&lesson(), setup)).unwrap();
            assert_eq!((taught.scanner, taught.laptop), (Layout::Us, laptop.layout));
            assert_eq!(taught.lost, ["é", "ü"]);
            assert_eq!(taught.alike, Vec::<Vec<String>>::new());
            let undone = taught.undo(&damaged);
            assert_eq!((undone.text.as_str(), undone.unsure, undone.framed), (CARD, 0, true));
            let scan = read(&damaged, &[taught]);
            assert_eq!((scan.text.as_str(), scan.by), (CARD, By::Taught(0)));
        }
    }
}

#[test]
fn a_laptop_that_does_not_tell_the_keys_places_restores_all_but_its_dead_keys_and_says_which() {
    for laptop in LAPTOPS {
        let setup = Setup { has_codes: false, ..SETUP };
        let taught = learn(&laptop.receives(&lesson(), setup)).unwrap();
        let dead: Vec<char> = ('!'..='~')
            .filter(|c| laptop.stroke(*c, false).is_some_and(|stroke| stroke.key == "Dead"))
            .collect();
        let said: Vec<String> = taught.alike.concat();
        assert_eq!(said.len(), if dead.len() > 1 { dead.len() } else { 0 }, "{:?}", laptop.layout);
        assert!(dead.len() < 2 || dead.iter().all(|c| said.contains(&c.to_string())));
        let undone = taught.undo(&laptop.receives(CARD, setup));
        let doubtful = CARD.chars().filter(|c| said.contains(&c.to_string())).count();
        assert_eq!(undone.unsure, doubtful);
        let differ = undone.text.chars().zip(CARD.chars()).filter(|(one, other)| one != other).count();
        assert!(differ <= doubtful && undone.text.chars().count() == CARD.chars().count());
    }
}

#[test]
fn line_ends_come_back_whatever_the_scanner_makes_of_them() {
    let tab: &[&str] = &["Tab"];
    let twice: &[&str] = &["Enter", "Enter"];
    for ends in [[tab, tab, tab, tab], [twice, &["Enter"], &["Enter"], tab], [tab, &["Enter"], &["^J"], tab]]
    {
        let setup = Setup { ends, ..SETUP };
        let taught = learn(&GERMAN.receives(&lesson(), setup)).unwrap();
        assert_eq!(taught.undo(&GERMAN.receives(CARD, setup)).text, CARD);
        let said = taught.alike.iter().any(|texts| texts.contains(&"\t".to_owned()));
        assert_eq!(said, ends[0] == tab, "a tab that arrives as a line end does is said");
    }
}

#[test]
fn swallowed_line_ends_are_said_and_the_card_is_read_all_the_same() {
    let setup = Setup { ends: [&[], &[], &[], &["Tab"]], frame: ("", ""), has_codes: true };
    let taught = learn(&GERMAN.receives(&lesson(), setup)).unwrap();
    assert_eq!(taught.lost, ["\r", "\n", "\r\n", "é", "ü"]);
    let scan = read(&GERMAN.receives(CARD, setup), &[taught]);
    let reading = read_text(&scan.text);
    assert_eq!(reading.kind, BadgeKind::Vcard3);
    assert!(reading.draft.warnings.iter().any(|warning| warning == "lines_restored"));
}

#[test]
fn a_frame_around_each_code_is_learned_and_taken_off() {
    for frame in [("~", "\n"), ("", "\t"), ("", ""), ("qq~", "\n\n"), ("A1", "Z9\n")] {
        let setup = Setup { frame, ..SETUP };
        let taught = learn(&FRENCH.receives(&lesson(), setup)).unwrap();
        for text in ["000123", "A1", "SBpax001"] {
            let undone = taught.undo(&FRENCH.receives(text, setup));
            assert_eq!((undone.text.as_str(), undone.framed), (text, true), "{frame:?}");
        }
        let last = taught.last_key().map(str::to_owned);
        assert_eq!(last.is_some(), !frame.1.is_empty());
        assert!(frame.1 != "\n" || last.as_deref() == Some("Enter"));
    }
}

#[test]
fn another_code_is_no_lesson_and_half_a_lesson_is_said_to_be_half() {
    let badge = GERMAN.receives("BEGIN:VCARD\nFN:Jane\nTEL:+49 00000 0\nEND:VCARD", SETUP);
    assert_eq!(learn(&badge), Err(LessonFault::AnotherCode));
    assert_eq!(learn(&[]), Err(LessonFault::AnotherCode));
    let whole = GERMAN.receives(&lesson(), SETUP);
    let fault = learn(&whole[..whole.len() / 2]).unwrap_err();
    assert!(
        matches!(fault, LessonFault::Incomplete { seen, wanted } if seen > 20 && seen < wanted),
        "{fault:?}"
    );
}

#[test]
fn an_untaught_scanner_is_read_as_on_a_us_keyboard_where_that_says_more() {
    for laptop in LAPTOPS {
        let scan = read(&laptop.receives(CARD, SETUP), &[]);
        assert_eq!(scan.by, By::UsKeyboard, "{:?}", laptop.layout);
        assert_eq!(scan.text.replace('\n', "\r\n"), CARD.trim_end());
    }
    let url = read(&GERMAN.receives("https://www.linkedin.com/in/zoe-yazgan", SETUP), &[]);
    assert_eq!(url.text, "https://www.linkedin.com/in/zoe-yazgan");
    let number = read(&FRENCH.receives("000123", SETUP), &[]);
    assert_eq!((number.text.as_str(), number.by), ("000123", By::UsKeyboard));
    let wifi = read(&GERMAN.receives("WIFI:S:expo;P:secret;;", SETUP), &[]);
    assert!(read_text(&wifi.text).refused.is_some(), "a password is refused however it was typed");
}

#[test]
fn an_identifier_that_could_be_two_is_taken_as_the_laptop_reads_it_and_said_to_be_doubtful() {
    let scan = read(&GERMAN.receives("ZY-12", SETUP), &[]);
    assert_eq!((scan.text.as_str(), scan.by), ("ZY-12", By::UsKeyboard));
    let scan = read(&GERMAN.receives("AZ12YB", SETUP), &[]);
    assert_eq!((scan.text.as_str(), scan.by, scan.doubtful), ("AY12ZB", By::Laptop, true));
    let taught = learn(&GERMAN.receives(&lesson(), SETUP)).unwrap();
    let scan = read(&GERMAN.receives("AZ12YB", SETUP), &[taught]);
    assert_eq!((scan.text.as_str(), scan.doubtful), ("AZ12YB", false));
}

#[test]
fn of_several_scanners_the_one_is_taken_whose_keys_say_more() {
    let us = learn(&GERMAN.receives(&lesson(), SETUP)).unwrap();
    let native = Laptop { plain: place_row(false), shift: place_row(true), ..GERMAN };
    let own = learn(&native.receives(&lesson(), SETUP)).unwrap();
    assert_eq!(own.laptop, Layout::Us);
    let both = [own, us];
    assert_eq!(read(&GERMAN.receives(CARD, SETUP), &both).text, CARD);
}

fn place_row(shift: bool) -> &'static str {
    if shift {
        r#"~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>? "#
    } else {
        r"`1234567890-=qwertyuiop[]\asdfghjkl;'zxcvbnm,./ "
    }
}

#[test]
fn lines_divided_by_tabs_are_one_card() {
    let tab: &[&str] = &["Tab"];
    let scan = read(&BRITISH.receives(CARD, Setup { ends: [tab; 4], ..SETUP }), &[]);
    assert_eq!(scan.text, CARD.trim_end());
}

fn setups() -> impl Strategy<Value = Setup> {
    let frames = prop::sample::select(vec![("", ""), ("", "\n"), ("", "\t"), ("~", "\n"), ("]Q1", "\n")]);
    let ends = prop::sample::select(vec![ENTER_FOR_EACH, AS_THEY_ARE]);
    (frames, ends).prop_map(|(frame, ends)| Setup { frame, ends, has_codes: true })
}

proptest! {
    #[test]
    fn any_text_a_us_keyboard_can_type_comes_back_exactly(
        text in "[ -~]{1,40}((\r\n)[ -~]{1,40}){0,4}",
        laptop in 0..LAPTOPS.len(),
        setup in setups(),
    ) {
        let laptop = &LAPTOPS[laptop];
        let taught = learn(&laptop.receives(&lesson(), setup)).unwrap();
        let undone = taught.undo(&laptop.receives(&text, setup));
        prop_assert_eq!(undone.text, text);
        prop_assert_eq!(undone.unsure, 0);
    }

    #[test]
    fn any_keys_are_read_without_a_fault(
        keys in prop::collection::vec(("|Key[A-Z]|Digit[0-9]|Enter|Space|Quote", ".{0,2}|Dead|Enter|Tab", any::<[bool; 3]>()), 0..80)
    ) {
        let strokes: Vec<Stroke> = keys
            .into_iter()
            .map(|(code, key, [shift, alt_graph, ctrl])| Stroke { code, key, shift, alt_graph, ctrl })
            .collect();
        let taught = learn(&GERMAN.receives(&lesson(), SETUP)).unwrap();
        let scan = read(&strokes, &[taught]);
        prop_assert!(scan.text.chars().count() <= strokes.len() * 2);
        prop_assert!(scan.unsure <= strokes.len());
    }
}
