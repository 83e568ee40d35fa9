//! What a CRM says of somebody it knows already: shown while the person stands there, and never kept. It is no fact of the sync
//! protocol: nothing is merged, decided or stored by it.

use crate::ids::RemoteId;
use crate::time::WallMs;

/// Who is looked for: by the record they are bound to, else by their address.
#[derive(Clone, PartialEq, Eq)]
pub enum Whom {
    /// A record.
    Record(RemoteId),
    /// Live records with this address.
    Email(String),
}

/// Personal data: the address is not printed.
impl std::fmt::Debug for Whom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Record(id) => write!(f, "Whom({id})"),
            Self::Email(_) => f.write_str("Whom(…)"),
        }
    }
}

/// How somebody stands with a CRM's people. What its CRM does not have is none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The state in their own words, the most telling first.
    pub status: Vec<String>,
    /// Deals with this person; none where the CRM has no deals.
    pub deals: Option<Deals>,
    /// Who looks after them, by name.
    pub owner: Option<String>,
    /// When they were last spoken with or written to.
    pub contacted: Option<WallMs>,
    /// When the record was last changed, by anybody.
    pub changed: Option<WallMs>,
}

/// Personal data: not printed.
impl std::fmt::Debug for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Standing(…)")
    }
}

impl Standing {
    /// Whether it says anything that our own writing of the record would not.
    #[must_use]
    pub fn tells(&self) -> bool {
        let deals = self.deals.is_some_and(|deals| deals != Deals::default());
        !self.status.is_empty() || deals || self.owner.is_some() || self.contacted.is_some()
    }
}

/// How many deals there are with somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Deals {
    /// That were won.
    pub won: u32,
    /// That are open.
    pub open: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_only_we_wrote_tells_nothing() {
        let ours =
            Standing { changed: Some(WallMs(1)), deals: Some(Deals::default()), ..Standing::default() };
        assert!(!ours.tells());
        assert!(Standing { owner: Some("Ann".into()), ..ours.clone() }.tells());
        assert!(Standing { deals: Some(Deals { won: 1, open: 0 }), ..ours }.tells());
    }

    #[test]
    fn nothing_of_anybody_is_printed() {
        let standing = Standing { owner: Some("canary".into()), ..Standing::default() };
        let whom = Whom::Email("canary@example.com".into());
        assert!(!format!("{standing:?} {whom:?}").contains("canary"));
    }
}
