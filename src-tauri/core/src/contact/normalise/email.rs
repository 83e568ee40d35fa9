//! E-mail addresses: syntax only, without a network. The domain is lower-cased, the local part is kept as written
//! (RFC 5321 §2.4 leaves its case to the host) and compared without regard to case, as every CRM of note does.
//! Left out on purpose: whether the domain exists, spelling suggestions, and IDNA conversion.

use super::{Normalised, Problem};
use email_address::{EmailAddress, Options};
use unicode_normalization::UnicodeNormalization;

/// Longest address a mail server takes, in bytes (RFC 5321 §4.5.3.1.3 less the angle brackets, erratum 1690).
const ADDRESS_BYTES: usize = 254;

/// Judges one folded line. An address with a problem is returned as it came.
pub(super) fn email(line: &str) -> Normalised {
    let address = without_wrapping(line);
    match judge(address) {
        None => Normalised { value: lower_domain(address), problem: None },
        Some(problem) => Normalised { value: line.to_owned(), problem: Some(problem) },
    }
}

/// The key by which the store finds the same address: the whole address folded to lower case.
#[must_use]
pub fn email_key(address: &str) -> String {
    let line = super::text::line(address).0;
    without_wrapping(&line).to_lowercase().nfc().collect()
}

/// The address inside `mailto:…` or `<…>`.
fn without_wrapping(line: &str) -> &str {
    let mut address = line;
    loop {
        let inner = match address.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &address[7..],
            _ => address.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(address),
        };
        let inner = inner.trim();
        if inner.len() == address.len() {
            return address;
        }
        address = inner;
    }
}

fn judge(address: &str) -> Option<Problem> {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return Some(Problem::EmailShape);
    };
    if local.trim().is_empty() || domain.trim().is_empty() {
        return Some(Problem::EmailShape);
    }
    // Quotes, comments and literals are allowed by RFC 5322 and refused by nearly everything that would receive them.
    if is_enclosed(local, '"', '"') || is_enclosed(domain, '[', ']') || has_comment(address) {
        return Some(Problem::EmailUnusual);
    }
    if address.contains(char::is_whitespace) || address.len() > ADDRESS_BYTES {
        return Some(Problem::EmailShape);
    }
    let options = Options::default().without_domain_literal().without_display_text();
    let Err(fault) = EmailAddress::parse_with_options(address, options) else {
        return judge_domain(domain);
    };
    use email_address::Error as Fault;
    let of_domain = matches!(
        fault,
        Fault::DomainEmpty | Fault::DomainTooLong | Fault::SubDomainEmpty | Fault::SubDomainTooLong
    );
    if of_domain || EmailAddress::is_valid_local_part(local) {
        Some(Problem::EmailDomain)
    } else {
        Some(Problem::EmailShape)
    }
}

/// What the syntax allows and a mail server on the internet does not: no dot, or signs that no host name has.
fn judge_domain(domain: &str) -> Option<Problem> {
    let is_host = domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.') || !c.is_ascii());
    let Some((_, top)) = domain.rsplit_once('.') else {
        return Some(Problem::EmailDomain);
    };
    if !is_host {
        return Some(Problem::EmailDomain);
    }
    // An address without brackets is a typing slip more often than a host (RFC 5321 §4.1.3 wants a literal).
    top.chars().all(|c| c.is_ascii_digit()).then_some(Problem::EmailUnusual)
}

fn is_enclosed(part: &str, open: char, close: char) -> bool {
    part.len() >= 2 && part.starts_with(open) && part.ends_with(close)
}

fn has_comment(address: &str) -> bool {
    matches!((address.find('('), address.rfind(')')), (Some(open), Some(close)) if open < close)
}

fn lower_domain(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", domain.to_lowercase()).nfc().collect(),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(address: &str) -> Option<Problem> {
        email(&super::super::text::line(address).0).problem
    }

    #[test]
    fn the_domain_is_lowered_and_the_local_part_kept() {
        let seen = email("Jane.Roe+Fair@Example.COM");
        assert_eq!((seen.value.as_str(), seen.problem), ("Jane.Roe+Fair@example.com", None));
        assert_eq!(email("mailto:<a@B.de>").value, "a@b.de");
        assert_eq!(email("ÖTZI@Müller.example").value, "ÖTZI@müller.example");
    }

    #[test]
    fn each_fault_is_named() {
        assert_eq!(problem("jane.example.com"), Some(Problem::EmailShape));
        assert_eq!(problem("jane@"), Some(Problem::EmailShape));
        assert_eq!(problem("@example.com"), Some(Problem::EmailShape));
        assert_eq!(problem("jane roe@example.com"), Some(Problem::EmailShape));
        assert_eq!(problem("a@b.c, d@e.f"), Some(Problem::EmailShape));
        assert_eq!(problem("jane@example"), Some(Problem::EmailDomain));
        assert_eq!(problem("jane@example..com"), Some(Problem::EmailDomain));
        assert_eq!(problem("jane@-example.com"), Some(Problem::EmailDomain));
        assert_eq!(problem("\"jane roe\"@example.com"), Some(Problem::EmailUnusual));
        assert_eq!(problem("jane@[192.0.2.1]"), Some(Problem::EmailUnusual));
        assert_eq!(problem("jane(work)@example.com"), Some(Problem::EmailUnusual));
        assert_eq!(problem("jane@192.0.2.1"), Some(Problem::EmailUnusual));
    }

    #[test]
    fn an_address_with_a_problem_stays_as_it_came() {
        assert_eq!(email("Jane@Example").value, "Jane@Example");
    }

    #[test]
    fn the_key_ignores_case_and_wrapping() {
        assert_eq!(email_key(" Jane@EXAMPLE.com "), email_key("mailto:jane@example.com"));
        assert_ne!(email_key("jane@example.com"), email_key("jan@example.com"));
    }
}
