//! The lines of the cards in a text, made such that the parser reads what was meant: one kind of line end, nested
//! cards and binary properties out, quoted-printable declared with the charset its bytes have.

use crate::BadgeKind;
use crate::reading::MOST_PEOPLE;
use std::iter::Peekable;

/// One card, ready to be parsed.
pub(super) struct Card {
    /// Its lines, from `BEGIN:VCARD` to `END:VCARD`.
    pub(super) text: String,
    /// Its version.
    pub(super) kind: BadgeKind,
    /// It has no end, or too many properties: read in part.
    pub(super) unfinished: bool,
    /// Its line breaks were lost and put back.
    pub(super) joined: bool,
}

const BEGIN: &str = "BEGIN:VCARD";

/// Most properties that are read of one card; an address book's card has some fifty.
const MOST_PROPERTIES: usize = 1000;

/// Scanners may send the symbology before the data (ISO/IEC 15424: `]Q1`).
const LONGEST_PREFIX: usize = 4;

/// The cards of a text, in order; none when no card begins in it.
pub(super) fn cards(text: &str) -> Vec<Card> {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let cards = gather(&unix);
    if !cards.is_empty() {
        return cards;
    }
    let start = unix.trim_start();
    let is_joined = start.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN));
    let cards = if is_joined { gather(&restored(start)) } else { Vec::new() };
    cards.into_iter().map(|card| Card { joined: true, ..card }).collect()
}

fn gather(unix: &str) -> Vec<Card> {
    let mut lines = unix.split('\n').skip_while(|line| !begins_card(line)).peekable();
    let mut cards = Vec::new();
    while cards.len() <= MOST_PEOPLE
        && lines.find(|line| begins_card(line)).is_some()
        && lines.peek().is_some()
    {
        cards.push(one(&mut lines));
    }
    cards
}

/// The card whose beginning was just read, to its end or to the beginning of the next.
fn one<'a>(lines: &mut Peekable<impl Iterator<Item = &'a str>>) -> Card {
    let mut card =
        Card { text: format!("{BEGIN}\n"), kind: BadgeKind::Vcard3, unfinished: true, joined: false };
    let (mut depth, mut dropping, mut properties, mut of_agent) = (1_usize, false, 0_usize, false);
    while let Some(line) = lines.next_if(|line| of_agent || depth > 1 || !begins_card(line)) {
        let folded = line.starts_with([' ', '\t']);
        if begins_card(line) {
            depth += 1;
        } else if line.trim().eq_ignore_ascii_case("END:VCARD") {
            depth -= 1;
            if depth == 0 {
                card.unfinished = properties >= MOST_PROPERTIES;
                break;
            }
        } else if depth > 1 || (dropping && (folded || !line.contains(':'))) {
            // A card within the card (AGENT) is another person's; a photo's lines go with it.
        } else if folded {
            card.push(line);
        } else if properties < MOST_PROPERTIES {
            properties += 1;
            dropping = card.property(line, lines);
        } else {
            dropping = true;
            card.unfinished = true;
        }
        let agent = agent(line);
        of_agent = agent.is_some();
        depth += usize::from(agent.is_some_and(begins_card));
    }
    card.text.push_str("END:VCARD\n");
    card
}

/// What an AGENT's line says: nothing when that person's card begins on the next, or its beginning.
fn agent(line: &str) -> Option<&str> {
    let (header, value) = line.split_once(':')?;
    let name = header.split(';').next().unwrap_or("").trim();
    let is_agent = name.eq_ignore_ascii_case("AGENT");
    (is_agent && (value.trim().is_empty() || begins_card(value))).then_some(value)
}

fn begins_card(line: &str) -> bool {
    let line = line.trim();
    let Some(start) = line.len().checked_sub(BEGIN.len()) else {
        return false;
    };
    start <= LONGEST_PREFIX && line.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(BEGIN))
}

impl Card {
    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Takes one property line; whether it, and the lines that continue it, is to be dropped.
    fn property<'a>(&mut self, line: &str, following: &mut impl Iterator<Item = &'a str>) -> bool {
        let Some((header, value)) = split_header(line) else {
            // Without a colon it is no property: the parser would stop at nothing, so it is harmless.
            return false;
        };
        let mut params = header.split(';');
        let name = params.next().unwrap_or("").trim().to_ascii_uppercase();
        let plain = name.rsplit('.').next().unwrap_or("");
        if plain == "VERSION" {
            self.kind = match value.trim().as_bytes().first() {
                Some(b'2') => BadgeKind::Vcard21,
                Some(b'4') => BadgeKind::Vcard4,
                _ => BadgeKind::Vcard3,
            };
        }
        let params: Vec<&str> = params.map(str::trim).collect();
        if matches!(plain, "PHOTO" | "LOGO" | "SOUND" | "KEY" | "AGENT")
            || params.iter().any(|param| is_base64(param))
        {
            return true;
        }
        if params.iter().any(|param| is_quoted_printable(param)) {
            let mut whole = value.to_owned();
            while whole.ends_with('=') {
                let Some(next) = following.next() else { break };
                whole.push('\n');
                whole.push_str(next);
            }
            let charset = charset_of(&whole, &params);
            self.header(&name, &params);
            self.text.push_str(";ENCODING=QUOTED-PRINTABLE;CHARSET=");
            self.text.push_str(charset);
            self.text.push(':');
            self.push(&whole);
        } else {
            self.header(&name, &params);
            self.text.push(':');
            self.push(value);
        }
        false
    }

    /// The name and the parameters that say what a value is about. Those that say how it is written are the caller's, and
    /// a `VALUE` type would turn an ID into a number and lose its zeros.
    fn header(&mut self, name: &str, params: &[&str]) {
        self.text.push_str(name);
        for param in params.iter().filter(|param| !param.is_empty()) {
            let key = param.split('=').next().unwrap_or("").trim().to_ascii_uppercase();
            if !matches!(key.as_str(), "ENCODING" | "CHARSET" | "VALUE") && !is_quoted_printable(param) {
                self.text.push(';');
                self.text.push_str(param);
            }
        }
    }
}

/// What stands before and after the first colon outside quotes.
fn split_header(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let place = line.find(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    });
    place.map(|place| (&line[..place], &line[place + 1..])).or_else(|| line.split_once(':'))
}

fn is_quoted_printable(param: &str) -> bool {
    let value = param.split_once('=').map_or(param, |(_, value)| value);
    value.trim().eq_ignore_ascii_case("QUOTED-PRINTABLE")
}

fn is_base64(param: &str) -> bool {
    match param.split_once('=') {
        Some((key, value)) => {
            key.trim().eq_ignore_ascii_case("ENCODING")
                && ["B", "BASE64"].iter().any(|name| value.trim().eq_ignore_ascii_case(name))
        }
        None => param.eq_ignore_ascii_case("BASE64"),
    }
}

/// The charset of a quoted-printable value: UTF-8 when its bytes are, whatever was declared; else what was declared; else
/// windows-1252, what the address books that declare nothing write.
fn charset_of<'a>(value: &str, params: &[&'a str]) -> &'a str {
    if std::str::from_utf8(&quoted_bytes(value)).is_ok() {
        return "UTF-8";
    }
    let declared = params.iter().filter_map(|param| param.split_once('=')).find_map(|(key, value)| {
        let value = value.trim().trim_matches('"');
        (key.trim().eq_ignore_ascii_case("CHARSET") && !value.eq_ignore_ascii_case("UTF-8")).then_some(value)
    });
    declared.filter(|label| !label.is_empty()).unwrap_or("windows-1252")
}

/// The bytes that `=C3=BC` stands for, as far as needed to know their charset.
fn quoted_bytes(value: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = match after {
            [high, low, ..] if *first == b'=' => (*high as char)
                .to_digit(16)
                .zip((*low as char).to_digit(16))
                .map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match (hex.and_then(|byte| u8::try_from(byte).ok()), after) {
            (Some(byte), _) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            (None, [b'\n', tail @ ..]) if *first == b'=' => rest = tail,
            (None, _) => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

/// A card whose line breaks a keyboard scanner swallowed, with breaks put back before the properties badges use. Capitals
/// before the shortest names (`N`, `FN`) hide them: then less is read rather than something wrong.
fn restored(text: &str) -> String {
    const NAMES: &[&str] = &[
        "VERSION",
        "FN",
        "N",
        "ORG",
        "TITLE",
        "TEL",
        "EMAIL",
        "URL",
        "ADR",
        "NOTE",
        "UID",
        "ROLE",
        "X-",
        "END:VCARD",
        "REV",
    ];
    const SHORTEST_SAFE: usize = 2;
    let mut out = String::with_capacity(text.len() + 64);
    let mut before = ' ';
    for (place, c) in text.char_indices() {
        let rest = &text[place..];
        let within = matches!(before, '=' | ';' | ',' | '-' | '.' | '\\');
        let is_property = |name: &&str| {
            let may_begin =
                place == BEGIN.len() || name.len() > SHORTEST_SAFE || !before.is_ascii_uppercase();
            may_begin
                && rest.strip_prefix(*name).is_some_and(|after| match *name {
                    "X-" => after.split([':', ';']).next().is_some_and(|word| {
                        word.len() < after.len()
                            && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
                    }),
                    "END:VCARD" => true,
                    _ => after.starts_with([':', ';']),
                })
        };
        if place > 0 && !within && NAMES.iter().any(is_property) {
            out.push('\n');
        }
        out.push(c);
        before = c;
    }
    out
}
