//! Tokens that say themselves whose they are and until when: JSON Web Tokens (RFC 7519), signed with HMAC-SHA-256 (HS256,
//! RFC 7518 section 3.2) and no other way, whatever a token's own header asks for.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

/// What signs tokens.
pub(super) struct Signer([u8; 32]);

/// What a token says; times in seconds since 1970.
#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    iat: i64,
    exp: i64,
    jti: u64,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

/// What a token is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    Good,
    Expired,
    Nothing,
}

impl Signer {
    /// A key of its own for everyone who starts a CRM with other secrets; the same again after a restart with the same.
    pub(super) fn new(secrets: &[&str]) -> Self {
        let mut hash = Sha256::new_with_prefix("rehearsal login");
        for secret in secrets {
            hash.update([0]);
            hash.update(secret);
        }
        Self(hash.finalize().into())
    }

    /// A token for `subject`, from `now` on for `ttl`, both in seconds; `number` tells it from every other.
    pub(super) fn token(&self, subject: &str, now: i64, ttl: u32, number: u64) -> String {
        let claims = Claims { sub: subject.to_owned(), iat: now, exp: now + i64::from(ttl), jti: number };
        let head = BASE64URL_NOPAD.encode(json!({ "alg": "HS256", "typ": "JWT" }).to_string().as_bytes());
        let body = BASE64URL_NOPAD.encode(json!(claims).to_string().as_bytes());
        let signed = format!("{head}.{body}");
        let signature = self.mac(&signed).map(|mac| mac.finalize().into_bytes());
        format!("{signed}.{}", signature.map_or_else(String::new, |bytes| BASE64URL_NOPAD.encode(&bytes)))
    }

    /// Whether a token is ours, and not over at `now` (seconds).
    pub(super) fn worth(&self, token: &str, now: i64) -> Worth {
        match self.claims(token) {
            Some(claims) if now < claims.exp => Worth::Good,
            Some(_) => Worth::Expired,
            None => Worth::Nothing,
        }
    }

    fn claims(&self, token: &str) -> Option<Claims> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (head, body) = signed.split_once('.')?;
        let bytes = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).ok();
        self.mac(signed)?.verify_slice(&bytes(signature)?).ok()?;
        let header: Header = serde_json::from_slice(&bytes(head)?).ok()?;
        (header.alg == "HS256").then_some(())?;
        serde_json::from_slice(&bytes(body)?).ok()
    }

    fn mac(&self, signed: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(signed.as_bytes());
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_works_until_it_ends_and_for_its_own_signer_only() {
        let signer = Signer::new(&["a", "b"]);
        let token = signer.token("jana@example.com", 1000, 60, 1);
        assert_eq!([signer.worth(&token, 1059), signer.worth(&token, 1060)], [Worth::Good, Worth::Expired]);
        assert_eq!(Signer::new(&["ab", ""]).worth(&token, 1000), Worth::Nothing);
        assert_eq!(token.split('.').count(), 3);
        assert!(token.starts_with("eyJ"));
    }

    #[test]
    fn a_token_that_was_touched_or_asks_for_no_signature_is_worth_nothing() {
        let signer = Signer::new(&["a"]);
        let token = signer.token("jana@example.com", 1000, 60, 1);
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let body = signed.split_once('.').unwrap().1;
        let none = BASE64URL_NOPAD.encode(br#"{"alg":"none"}"#);
        let later = BASE64URL_NOPAD.encode(br#"{"sub":"x","iat":0,"exp":99999,"jti":1}"#);
        let head = signed.split_once('.').unwrap().0;
        for forged in [
            format!("{none}.{body}."),
            format!("{none}.{body}.{signature}"),
            format!("{head}.{later}.{signature}"),
            format!("{signed}."),
            signed.to_owned(),
            "...".to_owned(),
            String::new(),
        ] {
            assert_eq!(signer.worth(&forged, 1000), Worth::Nothing, "{forged}");
        }
    }

    #[test]
    fn a_signature_without_the_right_header_is_worth_nothing() {
        let signer = Signer::new(&["a"]);
        let head = BASE64URL_NOPAD.encode(br#"{"alg":"HS512"}"#);
        let body = BASE64URL_NOPAD.encode(br#"{"sub":"x","iat":0,"exp":99999,"jti":1}"#);
        let signed = format!("{head}.{body}");
        let signature = signer.mac(&signed).unwrap().finalize().into_bytes();
        let token = format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature));
        assert_eq!(signer.worth(&token, 0), Worth::Nothing);
    }
}
