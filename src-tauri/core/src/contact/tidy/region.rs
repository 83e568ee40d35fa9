//! In which country's notation a person's local numbers are read: that of the address on the badge, else of the e-mail's domain. A
//! visitor of another country writes home's numbers home's way, whatever the event's region is.

use crate::contact::name::fold;
use crate::contact::normalise::Region;
use crate::contact::{ContactDraft, Field};

/// Names of countries, folded, beside their codes.
const NAMES: &[(&str, &str)] = &[
    ("germany", "DE"),
    ("deutschland", "DE"),
    ("austria", "AT"),
    ("osterreich", "AT"),
    ("switzerland", "CH"),
    ("schweiz", "CH"),
    ("suisse", "CH"),
    ("france", "FR"),
    ("frankreich", "FR"),
    ("italy", "IT"),
    ("italia", "IT"),
    ("italien", "IT"),
    ("spain", "ES"),
    ("espana", "ES"),
    ("spanien", "ES"),
    ("portugal", "PT"),
    ("netherlands", "NL"),
    ("the netherlands", "NL"),
    ("nederland", "NL"),
    ("niederlande", "NL"),
    ("belgium", "BE"),
    ("belgien", "BE"),
    ("belgique", "BE"),
    ("belgie", "BE"),
    ("luxembourg", "LU"),
    ("luxemburg", "LU"),
    ("denmark", "DK"),
    ("danmark", "DK"),
    ("danemark", "DK"),
    ("sweden", "SE"),
    ("sverige", "SE"),
    ("schweden", "SE"),
    ("norway", "NO"),
    ("norge", "NO"),
    ("norwegen", "NO"),
    ("finland", "FI"),
    ("suomi", "FI"),
    ("finnland", "FI"),
    ("poland", "PL"),
    ("polska", "PL"),
    ("polen", "PL"),
    ("czech republic", "CZ"),
    ("czechia", "CZ"),
    ("tschechien", "CZ"),
    ("hungary", "HU"),
    ("ungarn", "HU"),
    ("united kingdom", "GB"),
    ("great britain", "GB"),
    ("uk", "GB"),
    ("england", "GB"),
    ("ireland", "IE"),
    ("irland", "IE"),
    ("united states", "US"),
    ("united states of america", "US"),
    ("usa", "US"),
    ("canada", "CA"),
    ("kanada", "CA"),
    ("mexico", "MX"),
    ("brazil", "BR"),
    ("brasil", "BR"),
    ("turkey", "TR"),
    ("turkiye", "TR"),
    ("turkei", "TR"),
    ("greece", "GR"),
    ("romania", "RO"),
    ("bulgaria", "BG"),
    ("croatia", "HR"),
    ("slovenia", "SI"),
    ("slovakia", "SK"),
    ("japan", "JP"),
    ("日本", "JP"),
    ("china", "CN"),
    ("中国", "CN"),
    ("south korea", "KR"),
    ("korea", "KR"),
    ("india", "IN"),
    ("indien", "IN"),
    ("singapore", "SG"),
    ("australia", "AU"),
    ("new zealand", "NZ"),
    ("israel", "IL"),
    ("united arab emirates", "AE"),
    ("uae", "AE"),
    ("south africa", "ZA"),
];

/// Countries whose domains are theirs: `.io`, `.ai`, `.me`, `.co` and their like are sold to anybody and tell nothing.
const DOMAINS: &[&str] = &[
    "de", "at", "ch", "fr", "it", "es", "pt", "nl", "be", "lu", "dk", "se", "no", "fi", "pl", "cz", "hu",
    "ie", "us", "ca", "mx", "br", "tr", "gr", "ro", "bg", "hr", "si", "sk", "jp", "cn", "kr", "in", "sg",
    "au", "nz", "il", "ae", "za", "ee", "lv", "lt", "ua", "rs",
];

/// The region that a draft speaks of; none if nothing tells.
#[must_use]
pub fn region_hint(draft: &ContactDraft) -> Option<Region> {
    let of_address = draft.first(Field::Country).and_then(|country| {
        let folded = fold(country.trim());
        let code = NAMES.iter().find(|(name, _)| *name == folded).map(|(_, code)| *code);
        Region::parse(code.unwrap_or(country))
    });
    of_address.or_else(|| {
        let ending = draft.first(Field::Email)?.rsplit_once('@')?.1.rsplit_once('.')?.1.to_lowercase();
        match ending.as_str() {
            "uk" => Region::parse("GB"),
            ending if DOMAINS.contains(&ending) => Region::parse(ending),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(values: &[(Field, &str)]) -> Option<String> {
        let mut draft = ContactDraft::default();
        for (field, value) in values {
            draft.push(*field, *value);
        }
        region_hint(&draft).map(|region| region.as_str().to_owned())
    }

    #[test]
    fn the_address_tells_before_the_domain_and_a_sold_domain_tells_nothing() {
        assert_eq!(hint(&[(Field::Country, "Österreich"), (Field::Email, "a@b.de")]).as_deref(), Some("AT"));
        assert_eq!(hint(&[(Field::Country, "de")]).as_deref(), Some("DE"));
        assert_eq!(hint(&[(Field::Email, "a@b.co.uk")]).as_deref(), Some("GB"));
        assert_eq!(hint(&[(Field::Email, "a@b.io")]), None);
        assert_eq!(hint(&[(Field::Country, "Atlantis")]), None);
    }

    #[test]
    fn every_name_is_folded() {
        assert!(NAMES.iter().all(|(name, code)| fold(name) == *name && Region::parse(code).is_some()));
    }
}
