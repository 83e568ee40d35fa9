//! E-mail addresses beyond their syntax: printed in capitals, a slip in a well-known domain, a free mail service, a role. The lists
//! are ours: the services that people of Europe, America and Asia write from most, and the words that offices answer to.

use super::Remark;
use crate::contact::Kind;
use crate::contact::normalise::normalise;

/// Free mail services. One that is near another's name stands here so that it is not taken for a slip.
const FREE: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.it",
    "hotmail.es",
    "hotmail.co.uk",
    "live.com",
    "live.de",
    "live.fr",
    "live.co.uk",
    "msn.com",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yahoo.it",
    "yahoo.es",
    "yahoo.in",
    "yahoo.co.uk",
    "yahoo.co.jp",
    "yahoo.com.br",
    "ymail.com",
    "rocketmail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "aol.de",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "web.de",
    "t-online.de",
    "freenet.de",
    "arcor.de",
    "posteo.de",
    "mailbox.org",
    "mail.de",
    "mail.com",
    "email.de",
    "email.com",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "tutanota.com",
    "zoho.com",
    "fastmail.com",
    "hey.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "laposte.net",
    "sfr.fr",
    "libero.it",
    "virgilio.it",
    "tiscali.it",
    "alice.it",
    "bluewin.ch",
    "a1.net",
    "aon.at",
    "telenet.be",
    "skynet.be",
    "ziggo.nl",
    "kpnmail.nl",
    "seznam.cz",
    "centrum.cz",
    "wp.pl",
    "onet.pl",
    "o2.pl",
    "interia.pl",
    "mail.ru",
    "yandex.ru",
    "yandex.com",
    "ukr.net",
    "qq.com",
    "163.com",
    "126.com",
    "naver.com",
    "hanmail.net",
    "rediffmail.com",
    "uol.com.br",
    "bol.com.br",
    "comcast.net",
    "verizon.net",
    "att.net",
    "sbcglobal.net",
    "btinternet.com",
];

/// Domains one letter away from a free mail service that are somebody's.
const NO_SLIPS: &[&str] =
    &["cloud.com", "gmail.de", "otlook.de", "dmail.com", "vmail.com", "fmail.com", "zmail.com"];

/// Shortest domain that a slip is told from, in characters: shorter ones have too many neighbours.
const SHORTEST: usize = 9;

/// Endings that are a slip of the finger and no country's, and what was meant.
const ENDINGS: &[(&str, &str)] = &[
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("cim", "com"),
    ("comm", "com"),
    ("coom", "com"),
    ("nte", "net"),
    ("ogr", "org"),
];

/// Local parts that are an office's.
const ROLES: &[&str] = &[
    "info",
    "sales",
    "office",
    "contact",
    "contacts",
    "kontakt",
    "support",
    "help",
    "hello",
    "hallo",
    "mail",
    "post",
    "admin",
    "administrator",
    "marketing",
    "team",
    "service",
    "vertrieb",
    "verkauf",
    "einkauf",
    "presse",
    "press",
    "events",
    "booth",
    "billing",
    "invoice",
    "invoices",
    "rechnung",
    "buchhaltung",
    "accounting",
    "finance",
    "hr",
    "jobs",
    "careers",
    "karriere",
    "bewerbung",
    "noreply",
    "no-reply",
    "postmaster",
    "webmaster",
    "hostmaster",
    "abuse",
    "empfang",
    "reception",
    "zentrale",
    "sekretariat",
    "enquiries",
    "inquiries",
    "orders",
    "shop",
    "partner",
    "partners",
    "media",
    "welcome",
];

/// An address that was printed in capitals, in small letters: mail has told no two boxes apart by them for decades. One with any
/// small letter stays.
pub(super) fn lowered(address: &str) -> Option<String> {
    let (local, _) = address.rsplit_once('@')?;
    let is_printed = local.is_ascii()
        && local.chars().any(|c| c.is_ascii_uppercase())
        && !local.chars().any(char::is_lowercase);
    is_printed.then(|| address.to_lowercase()).filter(|lower| lower != address)
}

pub(super) fn remarks(address: &str) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let seen = normalise(Kind::Email, address, None);
    let Some((local, domain)) = seen.value.rsplit_once('@').filter(|_| seen.problem.is_none()) else {
        return remarks;
    };
    if let Some(meant) = meant(domain) {
        remarks.push(Remark::Slip { proposal: format!("{local}@{meant}") });
    }
    if FREE.contains(&domain) {
        remarks.push(Remark::FreeMail);
    }
    let name = local.split('+').next().unwrap_or("").to_lowercase();
    if ROLES.contains(&name.as_str()) {
        remarks.push(Remark::Role);
    }
    remarks
}

/// The domain that was probably meant: the service one insertion, omission, change or swap away; else a known ending.
fn meant(domain: &str) -> Option<String> {
    if FREE.contains(&domain) || NO_SLIPS.contains(&domain) {
        return None;
    }
    let near = FREE
        .iter()
        .filter(|free| free.len() >= SHORTEST)
        .find(|free| strsim::damerau_levenshtein(free, domain) == 1);
    if let Some(free) = near {
        return Some((*free).to_owned());
    }
    let (name, ending) = domain.rsplit_once('.')?;
    let (_, right) = ENDINGS.iter().find(|(slip, _)| *slip == ending)?;
    Some(format!("{name}.{right}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(address: &str) -> Option<String> {
        remarks(address).into_iter().find_map(|remark| match remark {
            Remark::Slip { proposal } => Some(proposal),
            _ => None,
        })
    }

    #[test]
    fn slips_are_proposed_and_neighbours_are_left_alone() {
        for (slip, meant) in [
            ("jane@gmial.com", "jane@gmail.com"),
            ("jane@gmai.com", "jane@gmail.com"),
            ("Jane@Hotmial.com", "Jane@hotmail.com"),
            ("jane@example.con", "jane@example.com"),
            ("jane@t-onlin.de", "jane@t-online.de"),
        ] {
            assert_eq!(proposal(slip).as_deref(), Some(meant));
        }
        for address in [
            "jane@gmail.com",
            "jane@mail.com",
            "jane@cloud.com",
            "jane@example.com",
            "jane@aon.com",
            "jane@gmx.at",
            "no address",
        ] {
            assert_eq!(proposal(address), None, "{address}");
        }
    }

    #[test]
    fn a_proposal_has_no_slip_of_its_own() {
        for free in FREE {
            assert_eq!(proposal(&format!("jane@{free}")), None);
        }
    }

    #[test]
    fn free_mail_and_offices_are_named() {
        assert_eq!(remarks("info@gmx.de"), [Remark::FreeMail, Remark::Role]);
        assert_eq!(remarks("No-Reply@example.com"), [Remark::Role]);
        assert_eq!(remarks("jane.info@example.com"), []);
    }

    #[test]
    fn only_an_address_in_capitals_is_lowered() {
        assert_eq!(lowered("JANE.ROE@EXAMPLE.COM").as_deref(), Some("jane.roe@example.com"));
        for address in ["Jane.ROE@EXAMPLE.COM", "jane@EXAMPLE.com", "123@example.com", "JANE"] {
            assert_eq!(lowered(address), None, "{address}");
        }
    }
}
