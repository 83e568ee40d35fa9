//! The recipes that come with Lanyard: layouts of registration systems that are known from their manuals and sources. They are offered
//! and not asked by themselves: the same shape means another order at another event (`id::first::last` and `id::last::first`), so a
//! person says that it is theirs. A recipe is a file in `recipes/` and a line here.

/// A recipe that comes with Lanyard.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The file.
    pub toml: &'static str,
    /// A badge that it reads; nobody's.
    pub sample: &'static str,
}

/// All of them.
pub const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        toml: include_str!("../../recipes/alfio.toml"),
        sample: "1f0c9c2e-7b1e-4a53-9d1f-3f2a2d1c0b9a::Homer::Simpson::Springfield Nuclear Plant",
    },
    BuiltIn {
        toml: include_str!("../../recipes/alfio-ticket.toml"),
        sample: "1f0c9c2e-7b1e-4a53-9d1f-3f2a2d1c0b9a/7c6b5d4e3f2a1b0c",
    },
    BuiltIn { toml: include_str!("../../recipes/aptify-code39.toml"), sample: "000012" },
    BuiltIn {
        toml: include_str!("../../recipes/aptify-pdf417.toml"),
        sample: "AieshaAaronson_DanubePartner^2427",
    },
    BuiltIn {
        toml: include_str!("../../recipes/cadmium.toml"),
        sample: "https://www.eventscribe.net/2025/EX/badge?x=AbC123",
    },
    BuiltIn {
        toml: include_str!("../../recipes/devoxx.toml"),
        sample: "4711::Doe::Jo::Example NV::jo@example.com",
    },
    BuiltIn {
        toml: include_str!("../../recipes/devoxx-named.toml"),
        sample: "name: Jo Doe; email: jo@example.com; company: Example NV; city: Gent; country: BE; jobtitle: Dev; age: 33; gender: f",
    },
    BuiltIn { toml: include_str!("../../recipes/eventyay.toml"), sample: "{\"lead\":\"GYPZHJDQGV\"}" },
    BuiltIn { toml: include_str!("../../recipes/pretix.toml"), sample: "abcdefghjkmnpqrstuvwxyz23456789a" },
    BuiltIn { toml: include_str!("../../recipes/spotme.toml"), sample: "SBpax001" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Recipe;
    use lanyard_core::contact::Field::{
        self, BadgeId, Company, Email, FamilyName, FullName, GivenName, JobTitle,
    };

    fn reading(sample: &str, name: &str) -> Vec<(Field, String)> {
        let recipe = recipes().into_iter().find(|recipe| recipe.name.starts_with(name)).unwrap();
        let reading = recipe.read(sample.as_bytes()).unwrap();
        reading.draft.values.into_iter().map(|value| (value.field, value.raw)).collect()
    }

    fn recipes() -> Vec<Recipe> {
        BUILT_IN.iter().map(|one| Recipe::parse(one.toml).unwrap()).collect()
    }

    #[test]
    fn each_reads_its_own_sample_and_no_two_have_one_name() {
        let names: std::collections::BTreeSet<String> = recipes().into_iter().map(|one| one.name).collect();
        assert_eq!(names.len(), BUILT_IN.len());
        for one in BUILT_IN {
            let recipe = Recipe::parse(one.toml).unwrap();
            let reading = recipe.read(one.sample.as_bytes());
            assert!(reading.is_some_and(|reading| !reading.draft.is_empty()), "{}", recipe.name);
            assert!(one.toml.starts_with("# "), "{}: says where it is seen", recipe.name);
        }
    }

    #[test]
    fn what_they_read_is_what_the_systems_mean_by_it() {
        let of = |sample, name, field| {
            let values = reading(sample, name);
            values.into_iter().find(|(of, _)| *of == field).map(|(_, value)| value)
        };
        let some = |text: &str| Some(text.to_owned());
        let alfio = BUILT_IN[0].sample;
        assert_eq!(of(alfio, "alf.io: number::", GivenName), some("Homer"));
        assert_eq!(of(alfio, "alf.io: number::", Company), some("Springfield Nuclear Plant"));
        let ticket = BUILT_IN[1].sample;
        assert_eq!(of(ticket, "alf.io: number/", BadgeId), some("1f0c9c2e-7b1e-4a53-9d1f-3f2a2d1c0b9a"));
        assert_eq!(
            of("4711::Doe::Jo::Example NV::jo@example.com", "Devoxx: number", FamilyName),
            some("Doe")
        );
        let named = "name: Jo Doe; email: jo@example.com; company: Example NV; jobtitle: Dev; age: 33";
        assert_eq!(of(named, "Devoxx: name", FullName), some("Jo Doe"));
        assert_eq!(of(named, "Devoxx: name", JobTitle), some("Dev"));
        assert_eq!(of(named, "Devoxx: name", Email), some("jo@example.com"));
        assert_eq!(of("AieshaAaronson_DanubePartner^2427", "Aptify: label", BadgeId), some("2427"));
        assert_eq!(of("{\"lead\":\"GYPZHJDQGV\"}", "eventyay", BadgeId), some("GYPZHJDQGV"));
        assert_eq!(of(BUILT_IN[4].sample, "Cadmium", BadgeId), some("AbC123"));
    }

    #[test]
    fn a_number_is_compared_as_its_system_writes_it_in_lists() {
        let recipes = recipes();
        let key = |name: &str, id: &str| {
            let recipe = recipes.iter().find(|recipe| recipe.name.starts_with(name)).unwrap();
            recipe.id.key(id)
        };
        assert_eq!(key("SpotMe", "SBpax001"), key("SpotMe", "PAX001"));
        assert_eq!(key("Aptify: number", "000012"), key("Aptify: number", "12"));
    }

    #[test]
    fn age_and_gender_are_not_kept() {
        let recipes = recipes();
        let recipe = recipes.iter().find(|recipe| recipe.name.starts_with("Devoxx: name")).unwrap();
        let kept = recipe.without_cut(BUILT_IN[6].sample);
        assert!(!kept.contains("33") && kept.contains("Jo Doe"), "{kept}");
    }
}
