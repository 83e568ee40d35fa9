//! Phone numbers in E.164, by the numbering plans of libphonenumber. A number that could be dialled but is in no plan
//! is kept as it stands: plans are younger than some numbers, and a number is worth more than our opinion of it.

use super::{Normalised, Problem, Region};
use phonenumber::{Mode, country};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Fewest digits of a number: company short numbers have three.
const SHORTEST: usize = 3;

/// Most digits of a number that no plan knows (ITU-T E.164 §6.2.1, country code included). Some plans go beyond it.
const LONGEST_UNPLANNED: usize = 15;

/// Most digits that are looked up in a plan: libphonenumber's longest national number and a country code.
const LONGEST: usize = 20;

/// Longest extension, in digits.
const EXTENSION_DIGITS: usize = 7;

/// Judges one folded line. Local numbers are read in `region`. An extension is kept as `;ext=12` (RFC 3966 §3).
pub(super) fn phone(line: &str, region: Option<Region>) -> Normalised {
    let keep = |problem| Normalised { value: line.to_owned(), problem };
    let ascii = ascii_line(line);
    let (main, extension) = split_extension(without_uri(&ascii));
    let main = in_its_context(main);
    let Some(dial) = Dial::read(&main) else {
        return keep(Some(Problem::PhoneShape));
    };
    let planned = match region {
        _ if dial.international => planned(&dial.plus(), None),
        // 00 is the international prefix nearly everywhere (ITU-T E.123); elsewhere the region's own plan knows.
        _ if dial.digits.starts_with("00") => {
            planned(&format!("+{}", &dial.digits[2..]), None).or_else(|| planned(&dial.digits, region))
        }
        Some(_) => planned(&dial.digits, region),
        None => None,
    };
    let value = match planned {
        Some(value) => value,
        None if dial.worded || dial.digits.len() > LONGEST_UNPLANNED => {
            return keep(Some(Problem::PhoneShape));
        }
        None if dial.international => dial.plus(),
        None if region.is_none() => return keep(Some(Problem::PhoneNeedsRegion)),
        None => return keep(None),
    };
    match extension {
        Some(extension) => Normalised { value: format!("{value};ext={extension}"), problem: None },
        None => Normalised { value, problem: None },
    }
}

/// What two numbers are compared by: their digits after normalising, and the extension's.
pub(super) fn phone_key(line: &str) -> (String, Option<String>) {
    let value = phone(line, None).value;
    let ascii = ascii_line(&value);
    let (main, extension) = split_extension(without_uri(&ascii));
    let digits = main.chars().filter_map(keypad).collect::<String>();
    // Without a single digit there is nothing to compare by but the text itself.
    (if digits.is_empty() { value } else { digits }, extension.map(str::to_owned))
}

/// How a phone number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PhoneForm {
    /// `+49305550100`, an extension as `;ext=12` (RFC 3966 §3).
    E164,
    /// `+49 30 5550100`.
    International,
    /// `030 5550100`, as it is dialled within its country.
    National,
}

/// A number as we keep it, in another notation; what no plan knows stays as it is.
#[must_use]
pub fn phone_as(kept: &str, form: PhoneForm) -> String {
    let mode = match form {
        PhoneForm::E164 => return kept.to_owned(),
        PhoneForm::International => Mode::International,
        PhoneForm::National => Mode::National,
    };
    let (main, extension) = split_extension(kept);
    match phonenumber::parse(None, main) {
        Ok(number) if main.starts_with('+') && number.is_valid() => {
            let written = number.format().mode(mode).to_string();
            extension.map_or(written.clone(), |extension| format!("{written} ext. {extension}"))
        }
        Ok(_) | Err(_) => kept.to_owned(),
    }
}

/// A number taken apart from its spelling.
struct Dial {
    /// Digits only; letters of a worded number ("0800-FLOWERS") turned into those of the keypad.
    digits: String,
    /// It began with a plus.
    international: bool,
    /// It held letters.
    worded: bool,
}

impl Dial {
    fn read(main: &str) -> Option<Self> {
        let main = main.trim();
        let (international, rest) = match main.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, main),
        };
        // "+49 (0)30": the zero is for callers inside the country; Italy's belongs to the number and has no brackets.
        let spoken = if international { rest.replacen("(0)", "", 1) } else { rest.to_owned() };
        let mut digits = String::with_capacity(spoken.len());
        let mut worded = false;
        for c in spoken.chars() {
            match c {
                '0'..='9' => digits.push(c),
                'A'..='Z' | 'a'..='z' => {
                    worded = true;
                    digits.extend(keypad(c));
                }
                ' ' | '-' | '.' | '/' | '(' | ')' | '[' | ']' | '~' => {}
                _ => return None,
            }
        }
        // Words around a number ("call 5") are not a worded number, which begins with digits.
        let begins_with_digits =
            spoken.chars().filter(char::is_ascii_alphanumeric).take(3).all(|c| c.is_ascii_digit());
        let can_be_dialled = (SHORTEST..=LONGEST).contains(&digits.len()) && (!worded || begins_with_digits);
        can_be_dialled.then_some(Self { digits, international, worded })
    }

    fn plus(&self) -> String {
        format!("+{}", self.digits)
    }
}

/// The E.164 form of digits that some numbering plan knows; none if reading that form again would change it.
fn planned(digits: &str, region: Option<Region>) -> Option<String> {
    let country: Option<country::Id> = region.and_then(|region| region.as_str().parse().ok());
    if region.is_some() && country.is_none() {
        return None;
    }
    let value = e164(country, digits)?;
    (e164(None, &value).as_ref() == Some(&value)).then_some(value)
}

fn e164(country: Option<country::Id>, digits: &str) -> Option<String> {
    let number = phonenumber::parse(country, digits).ok()?;
    number.is_valid().then(|| number.format().mode(Mode::E164).to_string())
}

/// `tel:` taken off.
fn without_uri(line: &str) -> &str {
    match line.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => line[4..].trim_start(),
        _ => line,
    }
}

/// The number with its `phone-context` in front (RFC 3966 §5.1.5) and other parameters gone.
fn in_its_context(main: &str) -> String {
    let mut parts = main.split(';');
    let number = parts.next().unwrap_or("").trim();
    let context = parts.filter_map(|part| part.trim().split_once('=')).find_map(|(name, value)| {
        name.eq_ignore_ascii_case("phone-context").then_some(value).filter(|value| value.starts_with('+'))
    });
    match context {
        Some(context) if !number.starts_with('+') => format!("{context} {number}"),
        _ => number.to_owned(),
    }
}

/// Parts "… ext. 12", "… x12", "… #12" and ";ext=12".
fn split_extension(line: &str) -> (&str, Option<&str>) {
    let head = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &line[head.len()..];
    if digits.is_empty() || digits.len() > EXTENSION_DIGITS {
        return (line, None);
    }
    let marked = head.trim_end_matches([' ', '.', ':', '=']);
    for mark in ["extension", "extn", "ext", "x", "#"] {
        let Some(cut) = marked.len().checked_sub(mark.len()).filter(|&cut| marked.is_char_boundary(cut))
        else {
            continue;
        };
        if marked[cut..].eq_ignore_ascii_case(mark) {
            let main = marked[..cut].trim_end_matches([' ', ';', ',', '(', '-']);
            // "xxx12" is a mask, not a number with an extension.
            let has_number = main.ends_with(|c: char| c.is_ascii_digit() || c == ')');
            return if has_number { (main, Some(digits)) } else { (line, None) };
        }
    }
    (line, None)
}

/// The line with the digits, pluses and hyphens of other scripts as their ASCII kin.
fn ascii_line(line: &str) -> String {
    const ZEROS: [u32; 5] = [0x0660, 0x06F0, 0x0966, 0x09E6, 0xFF10];
    line.chars()
        .map(|c| match c {
            '\u{FF0B}' => '+',
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' => '-',
            '\u{FF08}' => '(',
            '\u{FF09}' => ')',
            '\u{2044}' | '\u{FF0F}' => '/',
            _ => ZEROS
                .iter()
                .find_map(|zero| (c as u32).checked_sub(*zero).filter(|value| *value < 10))
                .and_then(|value| char::from_digit(value, 10))
                .unwrap_or(c),
        })
        .collect()
}

/// The digit on the key that bears this letter (ITU-T E.161).
fn keypad(c: char) -> Option<char> {
    match c.to_ascii_lowercase() {
        '0'..='9' => Some(c),
        'a'..='c' => Some('2'),
        'd'..='f' => Some('3'),
        'g'..='i' => Some('4'),
        'j'..='l' => Some('5'),
        'm'..='o' => Some('6'),
        'p'..='s' => Some('7'),
        't'..='v' => Some('8'),
        'w'..='z' => Some('9'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, region: &str) -> (String, Option<Problem>) {
        let seen = phone(line, Region::parse(region));
        (seen.value, seen.problem)
    }

    #[test]
    fn international_numbers_become_e164_whatever_the_region() {
        for region in ["", "DE", "US", "IT"] {
            for (spelt, number) in [
                ("+49 30 5550100", "+49305550100"),
                ("+49 (0)30 5550100", "+49305550100"),
                ("tel:+49-151-55501001", "+4915155501001"),
                ("+39 06 698 12345", "+390669812345"),
                ("0049 30 5550100", "+49305550100"),
                ("＋４９ ３０ ５５５０１００", "+49305550100"),
            ] {
                assert_eq!(read(spelt, region), (number.into(), None), "{spelt} in {region}");
            }
        }
    }

    #[test]
    fn local_numbers_are_read_in_the_events_region() {
        assert_eq!(read("030 5550100", "DE"), ("+49305550100".into(), None));
        assert_eq!(read("(917) 555-0106", "US"), ("+19175550106".into(), None));
        assert_eq!(read("06 698 12345", "IT"), ("+390669812345".into(), None));
        assert_eq!(read("011 49 30 5550100", "US"), ("+49305550100".into(), None));
        assert_eq!(read("1-800-FLOWERS", "US"), ("+18003569377".into(), None));
    }

    #[test]
    fn a_local_number_without_a_region_says_what_it_needs() {
        assert_eq!(read("030 5550100", ""), ("030 5550100".into(), Some(Problem::PhoneNeedsRegion)));
    }

    #[test]
    fn a_number_in_no_plan_loses_nothing() {
        assert_eq!(read("+1 (555) 555-0102", "DE"), ("+15555550102".into(), None));
        assert_eq!(read("555-0106", "US"), ("555-0106".into(), None));
        assert_eq!(read("+999 12345678", ""), ("+99912345678".into(), None));
    }

    #[test]
    fn an_extension_is_kept_with_the_number() {
        for spelt in [
            "+1 418 656 9254 ext. 102",
            "tel:+1-418-656-9254;ext=102",
            "+14186569254x102",
            "+1 418-656-9254 #102",
        ] {
            assert_eq!(read(spelt, ""), ("+14186569254;ext=102".into(), None), "{spelt}");
        }
        assert_eq!(read("tel:656-9254;phone-context=+1-418", ""), ("+14186569254".into(), None));
    }

    #[test]
    fn what_is_no_number_is_named_and_left_alone() {
        for text in ["call me", "12", "jane@example.com", "+49 30 5550100 / +49 151 55501001", "n/a", "xxx12"]
        {
            assert_eq!(read(text, "DE"), (text.into(), Some(Problem::PhoneShape)), "{text}");
        }
    }

    #[test]
    fn the_key_is_the_digits() {
        assert_eq!(phone_key("+49 30 5550100"), phone_key("0049305550100"));
        assert_eq!(phone_key("030-5550100"), phone_key("030 5550100"));
        assert_ne!(phone_key("+49 30 5550100"), phone_key("+49 30 5550100 ext 1"));
        assert_ne!(phone_key("call me"), phone_key("call him"));
    }
}
