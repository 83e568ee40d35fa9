//! Codes that are not about a person, or would do something when opened. They are named, never captured: some carry a
//! password or a secret.

use crate::profile::host_and_path;
use crate::{BadgeKind, Reading, Refusal};

/// Schemes by which a code pays.
const PAYMENT_SCHEMES: &[&str] = &[
    "upi",
    "bitcoin",
    "bitcoincash",
    "ethereum",
    "litecoin",
    "dogecoin",
    "monero",
    "solana",
    "lightning",
    "lnurl",
    "lnurlp",
    "paypal",
    "alipay",
    "alipays",
    "wxp",
    "weixin",
    "swish",
    "payto",
    "bank",
    "bezahlcode",
    "tikkie",
    "web+pay",
];

/// Schemes that run code, read a file or start another program when opened.
const UNSAFE_SCHEMES: &[&str] = &[
    "javascript",
    "vbscript",
    "data",
    "file",
    "blob",
    "about",
    "intent",
    "view-source",
    "jar",
    "chrome",
    "ms-appinstaller",
    "ms-msdt",
    "search-ms",
    "shell",
    "smb",
    "filesystem",
    "ws",
    "wss",
];

/// Beginnings of payment codes that are no URI: EPC/GiroCode (European Payments Council 069-12), Swiss QR-bill,
/// Czech SPD, Slovenian UPN, Russian GOST R 56042.
const PAYMENT_STARTS: &[&str] =
    &["BCD\n", "BCD\r\n", "SPC\n", "SPC\r\n", "SPD*1.0*", "UPNQR\n", "ST00012|", "ST00011|"];

/// Schemes that open a shop's page of an app.
const STORE_SCHEMES: &[&str] =
    &["market", "itms", "itms-apps", "itms-appss", "ms-windows-store", "appmarket", "samsungapps"];

/// Hosts and paths of such pages.
const STORES: &[(&str, &str)] = &[
    ("apps.apple.com", ""),
    ("itunes.apple.com", ""),
    ("testflight.apple.com", ""),
    ("play.google.com", "store"),
    ("appgallery.huawei.com", ""),
    ("apps.microsoft.com", ""),
    ("onelink.to", ""),
];

/// Hosts and paths of pages that pay somebody.
const PAYING: &[(&str, &str)] = &[
    ("paypal.me", ""),
    ("paypal.com", "paypalme"),
    ("paypal.com", "qrcodes"),
    ("venmo.com", "u/"),
    ("venmo.com", "code"),
    ("cash.app", "$"),
    ("revolut.me", ""),
    ("buy.stripe.com", ""),
    ("donate.stripe.com", ""),
    ("qr.alipay.com", ""),
];

/// Beginnings of what sets something up: an eSIM (GSMA SGP.22 §4.1), a thing of the home (HomeKit).
const SETUP_STARTS: &[&str] = &["LPA:1$", "X-HM://"];

/// Beginnings of official papers: a driving licence (AAMVA DL/ID §D.12), a health certificate (EU DCC, SMART Health Card).
const DOCUMENT_STARTS: &[&str] =
    &["@\n\u{1e}\rANSI ", "@\n\rANSI ", "@\r\nANSI ", "@\nANSI ", "@ANSI ", "HC1:", "shc:/"];

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Reading::refused(BadgeKind::NotContact, Refusal::Empty));
    }
    let scheme = scheme(text);
    if UNSAFE_SCHEMES.contains(&scheme.as_str()) {
        return Some(Reading::refused(BadgeKind::Hostile, Refusal::UnsafeUrl));
    }
    let why = match scheme.as_str() {
        // DPP is Wi-Fi Easy Connect's.
        "wifi" | "dpp" => Refusal::Wifi,
        "otpauth" | "otpauth-migration" | "phonefactor" => Refusal::Otp,
        "fido" => Refusal::Setup,
        known if PAYMENT_SCHEMES.contains(&known) => Refusal::Payment,
        known if STORE_SCHEMES.contains(&known) => Refusal::AppStore,
        _ if PAYMENT_STARTS.iter().any(|start| text.starts_with(start)) => Refusal::Payment,
        _ if is_emv(text) || is_wallet(text) => Refusal::Payment,
        _ if SETUP_STARTS.iter().any(|start| text.starts_with(start)) || is_matter(text) => Refusal::Setup,
        _ if DOCUMENT_STARTS.iter().any(|start| text.starts_with(start)) || is_boarding_pass(text) => {
            Refusal::Document
        }
        "http" | "https" => of_host(text)?,
        _ => return None,
    };
    Some(Reading::refused(BadgeKind::NotContact, why))
}

/// What stands before the first colon, in lower case; browsers ignore white space in it, so do we.
fn scheme(text: &str) -> String {
    const LONGEST: usize = 40;
    let head = text.bytes().take(LONGEST).position(|byte| byte == b':').unwrap_or(0);
    text.get(..head).unwrap_or("").split_whitespace().collect::<String>().to_lowercase()
}

/// What a page is for, by its host.
fn of_host(text: &str) -> Option<Refusal> {
    let (host, path) = host_and_path(text)?;
    let among =
        |pages: &[(&str, &str)]| pages.iter().any(|(of, start)| *of == host && path.starts_with(start));
    match () {
        () if among(STORES) => Some(Refusal::AppStore),
        () if among(PAYING) => Some(Refusal::Payment),
        () => None,
    }
}

/// Whether it is a wallet's address or an invoice: Ethereum (EIP-55), Bitcoin (BIP 173), Lightning (BOLT 11, LUD-01). Older
/// Bitcoin addresses look like any identifier and are left alone.
fn is_wallet(text: &str) -> bool {
    const ETHEREUM: usize = 42;
    const SHORTEST: usize = 26;
    let is_plain =
        |rest: &str| rest.len() >= SHORTEST && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let lower = text.to_ascii_lowercase();
    let is_ethereum = lower.len() == ETHEREUM
        && lower.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_ethereum
        || ["bc1q", "bc1p", "lnbc", "lnurl1"]
            .iter()
            .any(|start| lower.strip_prefix(start).is_some_and(is_plain))
}

/// Whether it sets up a thing of the home: `MT:` and at least nineteen signs of base 38 (Matter §5.1.3).
fn is_matter(text: &str) -> bool {
    const SHORTEST: usize = 19;
    text.strip_prefix("MT:").is_some_and(|rest| {
        rest.len() >= SHORTEST
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-.".contains(&byte))
    })
}

/// Whether it is a boarding pass (IATA Resolution 792): `M`, how many legs, a name of twenty characters, `E`, and the rest of
/// at least one leg.
fn is_boarding_pass(text: &str) -> bool {
    const LEG: usize = 58;
    let bytes = text.as_bytes();
    text.is_ascii()
        && bytes.len() >= LEG
        && bytes[0] == b'M'
        && (b'1'..=b'4').contains(&bytes[1])
        && bytes[2..22].contains(&b'/')
        && matches!(bytes[22], b'E' | b' ')
        && bytes[30..36].iter().all(u8::is_ascii_uppercase)
}

/// Whether it is an EMVCo merchant payment code (QRCPS-MPM §3): tag, length, value throughout, beginning with the
/// format indicator `000201` and ending with the checksum `63 04`. PIX and PayNow are such codes.
fn is_emv(text: &str) -> bool {
    if !text.starts_with("000201") || !text.is_ascii() {
        return false;
    }
    let mut rest = text;
    while let (Some(tag), Some(length)) =
        (rest.get(..2), rest.get(2..4).and_then(|digits| digits.parse().ok()))
    {
        let length: usize = length;
        if tag == "63" {
            return length == 4;
        }
        match rest.get(4 + length..) {
            Some(next) => rest = next,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<Refusal> {
        read(text).and_then(|reading| reading.refused)
    }

    #[test]
    fn what_is_no_contact_is_named() {
        assert_eq!(refusal(" \r\n"), Some(Refusal::Empty));
        assert_eq!(refusal("wifi:T:WPA;S:Expo;P:x;;"), Some(Refusal::Wifi));
        assert_eq!(refusal("otpauth://totp/a?secret=b"), Some(Refusal::Otp));
        assert_eq!(refusal("bitcoin:175tWpb8K1S7NmH4Zx6rewF9WQrcZv245W"), Some(Refusal::Payment));
        assert_eq!(refusal("BCD\n002\n1\nSCT\n\nJane Roe\nDE89"), Some(Refusal::Payment));
        let pix = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR63041D3D";
        assert_eq!(refusal(pix), Some(Refusal::Payment));
    }

    #[test]
    fn shops_wallets_set_ups_and_papers_are_named() {
        for (text, why) in [
            ("https://apps.apple.com/app/id1", Refusal::AppStore),
            ("https://play.google.com/store/apps/details?id=x", Refusal::AppStore),
            ("market://details?id=x", Refusal::AppStore),
            ("https://paypal.me/jane", Refusal::Payment),
            ("0x52908400098527886E0F7030069857D2E4169EE7", Refusal::Payment),
            ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", Refusal::Payment),
            ("LPA:1$smdp.example$ABC", Refusal::Setup),
            ("FIDO:/0712", Refusal::Setup),
            ("DPP:K:MDkw;;", Refusal::Wifi),
            ("HC1:6BF+70790T9WJWG", Refusal::Document),
            ("@\n\u{1e}\rANSI 636014040002DL00410278", Refusal::Document),
            ("M1ROE/JANE            EABC123 FRAJFKLH 0400 326J001A0025 100", Refusal::Document),
        ] {
            assert_eq!(refusal(text), Some(why), "{text}");
        }
        for text in ["https://play.google.com/about", "0x12", "https://apple.com/x", "M1ROE/JANE", "lnbc1"] {
            assert_eq!(refusal(text), None, "{text}");
        }
    }

    #[test]
    fn what_would_run_is_refused_however_it_is_spelt() {
        for text in
            ["javascript:alert(1)", "JAVA\tscript:alert(1)", "data:text/html,x", " file:///etc/passwd"]
        {
            assert_eq!(refusal(text), Some(Refusal::UnsafeUrl), "{text}");
        }
    }

    #[test]
    fn badges_are_not_refused() {
        for text in
            ["000201", "00020112345678901234", "MECARD:N:Roe;;", "BEGIN:VCARD", "https://example.com", "data"]
        {
            assert_eq!(refusal(text), None, "{text}");
        }
    }
}
