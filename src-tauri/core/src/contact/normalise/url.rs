//! Web addresses: only what may be shown and sent (`http`, `https`), with its scheme. Nothing is opened, fetched or
//! resolved, and an internationalised host stays as it is written: what could deceive must stay visible.

use super::{Normalised, Problem};

/// Judges one folded line; an address with a problem is returned as it came.
pub(super) fn url(line: &str) -> Normalised {
    match address(line) {
        Some(value) => Normalised { value, problem: None },
        None => Normalised { value: line.to_owned(), problem: Some(Problem::UrlShape) },
    }
}

/// What two addresses are compared by: without scheme and without a slash at the end.
pub(super) fn url_key(line: &str) -> String {
    let value = url(line).value;
    let rest = value.split_once("://").map_or(value.as_str(), |(_, rest)| rest);
    rest.trim_end_matches('/').to_owned()
}

fn address(line: &str) -> Option<String> {
    let (scheme, rest) = split_scheme(line)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    // A name before `@` makes an address look like another site's.
    if line.contains(|c: char| c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"'))
        || authority.contains('@')
    {
        return None;
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let port_is_number = port.is_none_or(|port| !port.is_empty() && port.parse::<u16>().is_ok());
    (is_host(host) && port_is_number).then(|| format!("{scheme}://{}{path}", authority.to_lowercase()))
}

/// The scheme, `http` when there is none (a site that has more redirects; one that has not would be lost by `https`),
/// and what follows it. Any other scheme is none of ours.
fn split_scheme(line: &str) -> Option<(&'static str, &str)> {
    for (scheme, prefix) in [("https", "https://"), ("http", "http://")] {
        if line.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            return Some((scheme, &line[prefix.len()..]));
        }
    }
    let end = line.find(['/', '?', '#']).unwrap_or(line.len());
    let names_a_scheme = line[..end].split_once(':').is_some_and(|(before, _)| !before.contains('.'));
    (!names_a_scheme).then_some(("http", line))
}

/// A host with a dot in it, of labels that neither are empty nor begin or end with a hyphen.
fn is_host(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_added_and_the_host_lowered() {
        assert_eq!(url("www.Example.com").value, "http://www.example.com");
        assert_eq!(url("HTTPS://Example.com/Path?Q=1#F").value, "https://example.com/Path?Q=1#F");
        assert_eq!(url("example.com:8080/x").value, "http://example.com:8080/x");
        assert_eq!(url("https://xn--mller-kva.example/").value, "https://xn--mller-kva.example/");
    }

    #[test]
    fn what_may_not_be_shown_is_named_and_left_alone() {
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://example.com/a",
            "file:///etc/passwd",
            "https://bank.example@evil.example/",
            "https://exa mple.com",
            "http://",
            "localhost",
            "http:\\\\example.com",
            "example.com:port",
            "a..b.com",
        ] {
            let seen = url(bad);
            assert_eq!((seen.value.as_str(), seen.problem), (bad, Some(Problem::UrlShape)));
        }
    }

    #[test]
    fn scheme_and_last_slash_make_no_difference() {
        assert_eq!(url_key("http://Example.com/"), url_key("https://example.com"));
        assert_eq!(url_key("example.com/a"), url_key("https://example.com/a/"));
        assert_ne!(url_key("example.com/a"), url_key("example.com/A"));
    }
}
