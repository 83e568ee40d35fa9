//! The writing that MECARD and its kin share (NTT DoCoMo): `KEY:value;KEY:value;;`, where a backslash takes the meaning from
//! the next character.

/// The body behind a prefix in any case; none when the text does not begin with it.
pub(crate) fn body<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let text = text.trim();
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// The fields of a body: names in capitals, values as written.
pub(crate) fn fields(body: &str) -> impl Iterator<Item = (String, &str)> {
    split(body, ';')
        .filter_map(|part| part.split_once(':'))
        .map(|(key, value)| (key.trim().to_ascii_uppercase(), value))
}

/// Splits at separators that no backslash precedes.
pub(crate) fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    text.split(move |c: char| {
        let splits = c == separator && !escaped;
        escaped = c == '\\' && !escaped;
        splits
    })
}

pub(crate) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}
