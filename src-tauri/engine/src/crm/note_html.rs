//! A note's text as HTML, where a CRM keeps it so. Ours goes in as plain lines, and what comes back, also after a person's editing there,
//! is read as plain lines again. Pictures, links and formatting are passed over; nothing of it is ever shown as HTML here.

/// Elements that end a line.
const BLOCKS: [&str; 8] = ["p", "div", "li", "ul", "ol", "h1", "h2", "blockquote"];

/// Plain text as HTML.
pub(in crate::crm) fn written(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\n' => html.push_str("<br>"),
            other => html.push(other),
        }
    }
    html
}

/// HTML as plain text.
pub(in crate::crm) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let read = if rest.starts_with('<') { tag(rest) } else { entity(rest) };
        if let Some((means, length)) = read {
            match means {
                Means::Break => text.push('\n'),
                Means::EndOfBlock if text.is_empty() || text.ends_with('\n') => {}
                Means::EndOfBlock => text.push('\n'),
                Means::Sign(sign) => text.push(sign),
                Means::Nothing => {}
            }
            rest = &rest[length..];
        } else {
            // A sign that only looks like markup.
            text.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text
}

enum Means {
    Break,
    EndOfBlock,
    Sign(char),
    Nothing,
}

/// A tag at the begin, and its length.
fn tag(rest: &str) -> Option<(Means, usize)> {
    let end = rest.find('>')?;
    let inside = rest[1..end].trim();
    let name = inside.trim_start_matches('/').split([' ', '/', '\t', '\n']).next()?.to_ascii_lowercase();
    if !inside.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '/' || sign == '!') {
        return None;
    }
    let means = match (name.as_str(), inside.starts_with('/')) {
        ("br", _) => Means::Break,
        (name, true) if BLOCKS.contains(&name) => Means::EndOfBlock,
        (_, _) => Means::Nothing,
    };
    Some((means, end + 1))
}

/// An entity at the begin, and its length.
fn entity(rest: &str) -> Option<(Means, usize)> {
    let end = rest.find(';').filter(|end| *end <= 10)?;
    let sign = match &rest[1..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        numbered => {
            let number = numbered.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((Means::Sign(sign), end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_note_that_a_person_formatted_there_is_read_as_lines() {
        let html = "<div class=\"x\"><p>Met at the <strong>stand</strong>.</p><p>R&amp;D &#8212; 3 &lt; 4<br/>call&nbsp;her</p></div>";
        assert_eq!(plain(html), "Met at the stand.\nR&D — 3 < 4\ncall\u{a0}her\n");
    }

    #[test]
    fn what_only_looks_like_markup_stays() {
        for text in ["3 < 4", "a & b; c", "<3", "&bogus;", "x <", "&", "&#xffffffff;"] {
            assert_eq!(plain(text), text, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_note_says_it_comes_back(text in "(?s)[^\r]{0,80}") {
            prop_assert_eq!(plain(&written(&text)), text);
        }

        #[test]
        fn nothing_that_stands_there_is_too_odd_to_read(html in "(?s)[<>&;#x/bdip \"a-z0-9äß]{0,80}") {
            let text = plain(&html);
            prop_assert!(text.len() <= html.len() + 3);
        }
    }
}
