//! Where a destination is, and the one rule about it: without encryption we speak to this very computer only, judged by
//! the address that its name resolves to and not by the name.

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, SocketAddr};

/// A destination's address: scheme, host, perhaps a path; no user, no query.
#[derive(Debug, Clone)]
pub struct Address(Url);

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// It cannot be read.
    #[error("this is not a web address: write it like https://crm.example.com")]
    Unreadable,
    /// Neither `https` nor `http`.
    #[error("the address must begin with https://")]
    Scheme,
    /// Plain `http` to another computer.
    #[error("the connection would not be encrypted: write https:// (http:// reaches this computer only)")]
    NotEncrypted,
    /// User, password, query or fragment.
    #[error("the address holds more than a host and a path: leave out user, password, ? and #")]
    TooMuch,
}

impl Address {
    /// Reads what a person typed; without a scheme it is `https`.
    ///
    /// # Errors
    /// If it is no address, or one that we do not speak to.
    pub fn parse(typed: &str) -> Result<Self, AddressFault> {
        let typed = typed.trim();
        let absolute = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
        let mut url = Url::parse(&absolute).map_err(|_| AddressFault::Unreadable)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressFault::Scheme);
        }
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(AddressFault::TooMuch);
        }
        let literal = url.host_str().ok_or(AddressFault::Unreadable)?;
        let literal = literal.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        if url.scheme() == "http" && literal.is_ok_and(|ip| !is_loopback(ip)) {
            return Err(AddressFault::NotEncrypted);
        }
        url.path_segments_mut().map_err(|()| AddressFault::Unreadable)?.pop_if_empty();
        Ok(Self(url))
    }

    /// Whether it is not encrypted, and so this computer.
    pub(super) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The address without `suffix`, when its path ends with it: people paste the whole of what they see.
    #[must_use]
    pub fn without_suffix(mut self, suffix: &[&str]) -> Self {
        let segments: Vec<&str> = self.0.path_segments().into_iter().flatten().collect();
        if let Some(kept) = segments.strip_suffix(suffix) {
            let kept = kept.join("/");
            self.0.set_path(&kept);
        }
        self
    }

    /// An address below this one, with a slash at its end or without; none when a segment would not stay one (empty, `.`,
    /// `..`).
    pub(super) fn below(
        &self,
        path: &[String],
        closing_slash: bool,
        query: &[(&'static str, String)],
    ) -> Option<Url> {
        if path.iter().any(|segment| matches!(segment.as_str(), "" | "." | "..")) {
            return None;
        }
        let mut url = self.0.clone();
        let slash = closing_slash.then_some("");
        url.path_segments_mut().ok()?.pop_if_empty().extend(path).extend(slash);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Some(url)
    }
}

fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

/// A name that leads, or also leads, to another computer.
#[derive(Debug, thiserror::Error)]
#[error("not this computer")]
pub(super) struct NotLoopback;

/// Resolves names of this computer only. A literal address never comes here: [`Address::parse`] judges it.
#[derive(Debug)]
pub(super) struct LoopbackOnly;

impl Resolve for LoopbackOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(loopback_only(found)?)
        })
    }
}

/// All or nothing: a name that also leads elsewhere could lead there next time.
fn loopback_only(found: Vec<SocketAddr>) -> Result<Addrs, NotLoopback> {
    if found.iter().all(|address| is_loopback(address.ip())) {
        Ok(Box::new(found.into_iter()))
    } else {
        Err(NotLoopback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_encryption_is_this_computer_or_refused() {
        for typed in [
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost",
            "http://0x7f.1/",
            "http://crm.test",
        ] {
            assert!(Address::parse(typed).unwrap().is_plain(), "{typed}");
        }
        for typed in ["http://192.168.1.9", "http://[2001:db8::1]", "http://0.0.0.0", "http://3232235777"] {
            assert_eq!(Address::parse(typed).unwrap_err(), AddressFault::NotEncrypted, "{typed}");
        }
        assert!(!Address::parse("crm.example.com").unwrap().is_plain());
    }

    #[test]
    fn an_address_holds_no_user_no_query_and_no_other_scheme() {
        for (typed, fault) in [
            ("https://me:pw@crm.example.com", AddressFault::TooMuch),
            ("https://crm.example.com/?key=1", AddressFault::TooMuch),
            ("https://crm.example.com/#top", AddressFault::TooMuch),
            ("ftp://crm.example.com", AddressFault::Scheme),
            ("https://", AddressFault::Unreadable),
            ("", AddressFault::Unreadable),
        ] {
            assert_eq!(Address::parse(typed).unwrap_err(), fault, "{typed}");
        }
    }

    #[test]
    fn a_segment_stays_one_segment() {
        let base = Address::parse("https://crm.example.com/sub/").unwrap();
        let below = |id: &str| {
            base.below(&["contacts".to_owned(), id.to_owned()], false, &[]).map(|url| url.to_string())
        };
        assert_eq!(below("c 1/2?x").unwrap(), "https://crm.example.com/sub/contacts/c%201%2F2%3Fx");
        assert_eq!([below(""), below("."), below("..")], [None, None, None]);
        let closed =
            |id: &str| base.below(&["c".to_owned(), id.to_owned()], true, &[]).map(|url| url.to_string());
        assert_eq!(closed("7").unwrap(), "https://crm.example.com/sub/c/7/");
        assert_eq!(closed(""), None, "one record is not all of them");
    }

    #[test]
    fn the_pasted_path_of_the_interface_is_taken_off() {
        for typed in
            ["https://crm.example.com/api/v1/", "https://crm.example.com/api/v1", "https://crm.example.com"]
        {
            let base = Address::parse(typed).unwrap().without_suffix(&["api", "v1"]);
            let url = base.below(&["api".to_owned(), "v1".to_owned(), "me".to_owned()], false, &[]).unwrap();
            assert_eq!(url.as_str(), "https://crm.example.com/api/v1/me", "{typed}");
        }
    }

    #[test]
    fn a_name_that_also_leads_elsewhere_is_refused() {
        let here: SocketAddr = "127.0.0.1:0".parse().unwrap();
        let also_here: SocketAddr = "[::1]:0".parse().unwrap();
        let elsewhere: SocketAddr = "192.0.2.1:0".parse().unwrap();
        assert!(loopback_only(vec![here, also_here]).is_ok());
        assert!(loopback_only(vec![here, elsewhere]).is_err());
    }
}
