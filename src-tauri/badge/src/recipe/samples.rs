//! Pasted text as the codes it holds: a card of many lines is one, any other line one each, and a line of `{"payload": …}` what it names.

use serde::Deserialize;

/// Most codes that are taken from one text.
const MOST: usize = 200;

#[derive(Deserialize)]
struct Named {
    payload: String,
}

/// The codes of a text in their order, at most 200; whether there were more.
#[must_use]
pub fn codes(text: &str) -> (Vec<String>, bool) {
    let mut codes: Vec<String> = Vec::new();
    let mut card: Option<String> = None;
    for line in text.lines() {
        let word = line.trim().to_ascii_uppercase();
        match &mut card {
            Some(open) => {
                open.push_str("\r\n");
                open.push_str(line);
            }
            None if word == "BEGIN:VCARD" => card = Some(line.trim_start().to_owned()),
            None if word.is_empty() => {}
            None => codes.push(match serde_json::from_str::<Named>(line) {
                Ok(named) => named.payload,
                Err(_) => line.trim().to_owned(),
            }),
        }
        if word == "END:VCARD" {
            codes.extend(card.take());
        }
    }
    // One that nobody ended.
    codes.extend(card);
    let more = codes.len() > MOST;
    codes.truncate(MOST);
    (codes, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_code_and_a_card_is_one() {
        let text = "7::Roe::Jane\n\n  8::Poe::Edgar \nBEGIN:VCARD\nFN:Ada Roe\nEND:VCARD\n{\"id\": 3, \"payload\": \"9::Lind::Bo\"}\n{\"lead\":\"X\"}";
        let (codes, more) = codes(text);
        assert_eq!(
            codes,
            [
                "7::Roe::Jane",
                "8::Poe::Edgar",
                "BEGIN:VCARD\r\nFN:Ada Roe\r\nEND:VCARD",
                "9::Lind::Bo",
                "{\"lead\":\"X\"}"
            ]
        );
        assert!(!more);
    }

    #[test]
    fn a_card_without_an_end_and_too_many_lines_are_taken_as_far_as_they_go() {
        assert_eq!(codes("begin:vcard\nFN:Ada").0, ["begin:vcard\r\nFN:Ada"]);
        let (many, more) = codes(&"x\n".repeat(MOST + 1));
        assert_eq!((many.len(), more), (MOST, true));
        assert_eq!(codes(" \r\n").0, Vec::<String>::new());
    }
}
