//! The recovery key: the store's key as text that a person can write down and type. The store file and this text are
//! enough to open the store on another laptop; there is no other secret.
//!
//! 52 characters of Crockford's base32 (<https://www.crockford.com/base32.html>) carry the 256 bits, 4 more are a
//! checksum; written in 14 groups of 4. A slip of the pen is therefore told apart from the key of another store, with an
//! error left in a million. The checksum cannot say which group is wrong.

use super::StoreKey;
use data_encoding::{Encoding, Specification};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// Characters to a group.
const GROUP: usize = 4;
/// Characters that carry the key: 256 bits in fives, rounded up.
const BODY: usize = 52;
/// All of them, with the checksum's group.
const LENGTH: usize = BODY + GROUP;
/// What the checksum is over, before the key: the same key used elsewhere has another checksum.
const DOMAIN: &[u8] = b"lanyard recovery key 1";
/// No I, L, O, U: they are read as other characters.
const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a text is not a recovery key. None of these says anything about a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    /// Nothing was typed.
    #[error("Type the recovery key: 14 groups of 4 characters.")]
    Empty,
    /// A character that no recovery key has.
    #[error("Group {group} holds a character that no recovery key has. Check it against the paper.")]
    Character {
        /// Counted from 1.
        group: usize,
    },
    /// Characters are missing or too many.
    #[error("A recovery key has {LENGTH} characters in 14 groups of 4; these are {found}.")]
    Length {
        /// How many were typed, without spaces and dashes.
        found: usize,
    },
    /// Complete, and not as it was written down.
    #[error(
        "This is not a complete recovery key: at least one group is mistyped. Check each group against the paper."
    )]
    Mistyped,
}

impl NotAKey {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(self) -> lanyard_core::explain::Sentence {
        use lanyard_core::explain::Sentence;
        match self {
            Self::Empty | Self::Length { .. } => Sentence::new("error-key-shape"),
            Self::Character { group } => Sentence::new("error-key-shape").count("group", group as u64),
            Self::Mistyped => Sentence::new("error-key-mistyped"),
        }
    }
}

/// The text to write down: 14 groups of 4, with a dash between them.
#[must_use]
pub fn write(key: &StoreKey) -> Zeroizing<String> {
    let body = Zeroizing::new(BASE32.encode(key.expose()));
    let all = Zeroizing::new(format!("{}{}", body.as_str(), checksum(key)));
    let mut text = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
    for (place, character) in all.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(character);
    }
    text
}

/// Reads what a person typed: any case, any spaces and dashes, O for 0, I and L for 1, U for V.
///
/// # Errors
/// [`NotAKey`], never with the text in it.
pub fn read(text: &str) -> Result<StoreKey, NotAKey> {
    let mut typed = Zeroizing::new(String::with_capacity(LENGTH));
    for character in text.chars().filter(|character| !is_separator(*character)) {
        let group = typed.len() / GROUP + 1;
        typed.push(meant(character).ok_or(NotAKey::Character { group })?);
    }
    match typed.len() {
        0 => return Err(NotAKey::Empty),
        LENGTH => {}
        found => return Err(NotAKey::Length { found }),
    }
    let (body, check) = typed.split_at(BODY);
    let bytes = Zeroizing::new(BASE32.decode(body.as_bytes()).map_err(|_| NotAKey::Mistyped)?);
    let key = StoreKey::from_slice(&bytes).ok_or(NotAKey::Mistyped)?;
    if checksum(&key) == check { Ok(key) } else { Err(NotAKey::Mistyped) }
}

/// What people and word processors put between groups.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '.' | ',' | '_')
}

fn meant(character: char) -> Option<char> {
    let upper = character.to_ascii_uppercase();
    let read = match upper {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        other => other,
    };
    ALPHABET.contains(read).then_some(read)
}

/// The first 20 bits of SHA-256, as four characters.
fn checksum(key: &StoreKey) -> String {
    let digest = Sha256::new().chain_update(DOMAIN).chain_update(key.expose()).finalize();
    let mut characters = BASE32.encode(&digest[..3]);
    characters.truncate(GROUP);
    characters
}

static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str(ALPHABET);
    // The alphabet is a constant of 32 different characters, which is all that can be wrong with a specification.
    specification.encoding().expect("32 different symbols")
});

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EXAMPLE: [u8; 32] = [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
        28, 29, 30, 255,
    ];

    fn example() -> StoreKey {
        StoreKey::from_bytes(EXAMPLE)
    }

    /// What was written on paper once must be read for ever.
    #[test]
    fn the_form_never_changes() {
        assert_eq!(
            write(&example()).as_str(),
            "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3VZG-8XM3"
        );
    }

    #[test]
    fn a_key_is_read_as_people_type_it() {
        let text = write(&example());
        let typed = [
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('-', ""),
            text.replace('-', " – "),
            text.replace('0', "O").replace('1', "l"),
            text.replace('0', "o").replace('1', "I").replace('V', "u"),
            format!("  {}\r\n", text.as_str()),
        ];
        for typed in typed {
            assert!(read(&typed).is_ok_and(|key| key == example()));
        }
    }

    #[test]
    fn what_is_no_key_is_said_apart() {
        let text = write(&example());
        assert_eq!(read(" - \n").err(), Some(NotAKey::Empty));
        assert_eq!(read("0000-00!0").err(), Some(NotAKey::Character { group: 2 }));
        assert_eq!(read(&text[..text.len() - 1]).err(), Some(NotAKey::Length { found: 55 }));
        assert_eq!(read(&format!("{}7", text.as_str())).err(), Some(NotAKey::Length { found: 57 }));
    }

    #[test]
    fn every_single_slip_and_every_swap_of_neighbours_is_noticed() {
        let text: Vec<char> = write(&example()).chars().filter(|character| *character != '-').collect();
        let reads = |typed: &[char]| read(&typed.iter().collect::<String>()).is_ok();
        for place in 0..text.len() {
            for other in ALPHABET.chars().filter(|other| *other != text[place]) {
                let mut typed = text.clone();
                typed[place] = other;
                assert!(!reads(&typed), "{other} at {place}");
            }
            if place + 1 < text.len() && text[place] != text[place + 1] {
                let mut typed = text.clone();
                typed.swap(place, place + 1);
                assert!(!reads(&typed), "swapped at {place}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_key_comes_back(bytes: [u8; 32]) {
            let key = StoreKey::from_bytes(bytes);
            prop_assert!(read(&write(&key)).is_ok_and(|read| read == key));
        }

        #[test]
        fn no_text_is_a_panic(text in "\\PC{0,80}") {
            let _: Result<StoreKey, NotAKey> = read(&text);
        }

        #[test]
        fn an_error_does_not_quote_what_was_typed(text in "[a-z]{6,60}") {
            if let Err(error) = read(&text) {
                let shown = format!("{0} {0:?}", error);
                prop_assert!(!shown.contains(&text));
            }
        }
    }
}
