//! Codes that are not about a person, or would do something when opened. They are named, never captured: some carry a
//! password or a secret.

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
        "wifi" => Refusal::Wifi,
        "otpauth" | "otpauth-migration" => Refusal::Otp,
        known if PAYMENT_SCHEMES.contains(&known) => Refusal::Payment,
        _ if PAYMENT_STARTS.iter().any(|start| text.starts_with(start)) || is_emv(text) => Refusal::Payment,
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
