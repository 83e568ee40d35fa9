//! Badges to rehearse with: what their codes say. All people, companies and addresses are invented; domains and
//! telephone numbers are from the ranges kept for examples and fiction.

/// What sort of code a badge carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleKind {
    /// vCard 2.1
    VCard21,
    /// vCard 3.0
    VCard3,
    /// vCard 4.0
    VCard4,
    /// MECARD
    MeCard,
    /// An organiser's ID, nothing else.
    BadgeId,
    /// Access data of a wireless network: no contact, and refused.
    Wifi,
}

impl SampleKind {
    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VCard21 => "vcard21",
            Self::VCard3 => "vcard3",
            Self::VCard4 => "vcard4",
            Self::MeCard => "mecard",
            Self::BadgeId => "badge-id",
            Self::Wifi => "wifi",
        }
    }
}

/// One badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleBadge {
    /// The large line: the person's name, or what the code is.
    pub title: &'static str,
    /// The small line.
    pub company: &'static str,
    /// What the code is.
    pub kind: SampleKind,
    /// What the code says.
    pub payload: String,
}

/// The badges, in the order they stand on the sheet; the first is number 1.
///
/// At the CRM a stranger's record has the e-mail address and the name of number 3, another that of number 5 under
/// another name. Number 9 is refused by the CRM for its e-mail address, number 12 by Lanyard.
#[must_use]
pub fn badges() -> Vec<SampleBadge> {
    use SampleKind::{BadgeId, MeCard, VCard3, VCard4, VCard21, Wifi};
    let badge = |title, company, kind, lines: &[&str]| SampleBadge {
        title,
        company,
        kind,
        payload: if lines.len() == 1 { lines.concat() } else { lines.join("\r\n") + "\r\n" },
    };
    vec![
        badge(
            "Jana Lindqvist",
            "Arvika Hydraulik AB",
            VCard3,
            &[
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:Lindqvist;Jana;;;",
                "FN:Jana Lindqvist",
                "ORG:Arvika Hydraulik AB",
                "TITLE:Purchasing Manager",
                "TEL;TYPE=CELL:+46701740605",
                "EMAIL;TYPE=INTERNET:jana.lindqvist@arvika-hydraulik.example.com",
                "ADR;TYPE=WORK:;;Industrigatan 12;Arvika;;671 34;Sweden",
                "URL:https://www.arvika-hydraulik.example.com",
                "END:VCARD",
            ],
        ),
        badge(
            "Tomasz Wiśniewski",
            "Młyn Polski Sp. z o.o.",
            VCard4,
            &[
                "BEGIN:VCARD",
                "VERSION:4.0",
                "N:Wiśniewski;Tomasz;;;",
                "FN:Tomasz Wiśniewski",
                "ORG:Młyn Polski Sp. z o.o.;Sprzedaż",
                "TITLE:Kierownik sprzedaży",
                "EMAIL;PREF=1:t.wisniewski@mlyn-polski.example.com",
                "ADR;TYPE=work:;;ul. Młyńska 7;Kraków;małopolskie;31-001;Polska",
                "END:VCARD",
            ],
        ),
        badge(
            "Liam O'Dwyer",
            "Harbour & Quay Logistics Ltd",
            VCard3,
            &[
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:O'Dwyer;Liam;;;",
                "FN:Liam O'Dwyer",
                "ORG:Harbour & Quay Logistics Ltd",
                "TITLE:Head of Warehousing",
                "TEL;TYPE=WORK,VOICE:+44 20 7946 0321",
                "TEL;TYPE=CELL:+44 7700 900123",
                "EMAIL:liam.odwyer@harbour-quay.example.com",
                "END:VCARD",
            ],
        ),
        badge(
            "山田 結衣",
            "みどり精機株式会社",
            VCard3,
            &[
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:山田;結衣;;;",
                "FN:山田 結衣",
                "ORG:みどり精機株式会社;営業部",
                "TITLE:主任",
                "EMAIL:yui.yamada@midori-seiki.example.com",
                "ADR;TYPE=WORK:;;中央1-2-3;名古屋市;愛知県;460-0001;日本",
                "END:VCARD",
            ],
        ),
        badge(
            "Aylin Çetinkaya",
            "Spreewerk Robotik GmbH",
            VCard4,
            &[
                "BEGIN:VCARD",
                "VERSION:4.0",
                "N:Çetinkaya;Aylin;;Dr.;",
                "FN:Dr. Aylin Çetinkaya",
                "ORG:Spreewerk Robotik GmbH",
                "TITLE:Leiterin Entwicklung",
                "TEL;VALUE=uri;TYPE=\"work,voice\":tel:+49-30-23125-417",
                "EMAIL:info@spreewerk.example.com",
                "END:VCARD",
            ],
        ),
        badge(
            "ليلى منصور",
            "شركة النخيل للتقنية",
            VCard3,
            &[
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:منصور;ليلى;;;",
                "FN:ليلى منصور",
                "ORG:شركة النخيل للتقنية",
                "TITLE:مديرة المشاريع",
                "EMAIL:layla.mansour@nakheel-tech.example.com",
                "END:VCARD",
            ],
        ),
        badge(
            "Mateo Ibáñez",
            "Taller Ibáñez",
            MeCard,
            &[
                "MECARD:N:Ibáñez,Mateo;TEL:+12025550143;EMAIL:mateo@taller-ibanez.example.com;ORG:Taller Ibáñez;\
               NOTE:Wants the spring catalogue;;",
            ],
        ),
        badge("Badge 000123", "Registered at the desk", BadgeId, &["000123"]),
        badge(
            "Jo Halvorsen",
            "Fjordlab",
            VCard3,
            &[
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:Halvorsen;Jo;;;",
                "FN:Jo Halvorsen",
                "ORG:Fjordlab",
                "TITLE:Researcher",
                "EMAIL:jo@post.invalid",
                "END:VCARD",
            ],
        ),
        badge(
            "Chloé Fontaine-Dubois",
            "Maison Fontaine SARL",
            VCard3,
            &[
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:Fontaine-Dubois;Chloé;Marie;Mme;",
                "FN:Chloé Fontaine-Dubois",
                "ORG:Maison Fontaine SARL;Achats",
                "TITLE:Directrice des achats",
                "TEL;TYPE=CELL:+33 6 39 98 12 34",
                "EMAIL;TYPE=WORK,PREF:chloe@maison-fontaine.example.com",
                "EMAIL;TYPE=HOME:chloe.fd@example.org",
                "NOTE:Rencontrée au stand 4B\\, à rappeler lundi",
                "END:VCARD",
            ],
        ),
        badge(
            "Ruth Abernathy",
            "Abernathy & Daughters",
            VCard21,
            &[
                "BEGIN:VCARD",
                "VERSION:2.1",
                "N:Abernathy;Ruth",
                "FN:Ruth Abernathy",
                "ORG:Abernathy & Daughters",
                "TITLE:Owner",
                "TEL;WORK;VOICE:(202) 555-0178",
                "END:VCARD",
            ],
        ),
        badge("Guest Wi-Fi", "Hall 4", Wifi, &["WIFI:T:WPA;S:Hall4-Guests;P:coffee-and-cables;;"]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_badges_of_every_kind_each_with_its_own_code() {
        let badges = badges();
        assert_eq!(badges.len(), 12);
        for kind in [
            SampleKind::VCard21,
            SampleKind::VCard3,
            SampleKind::VCard4,
            SampleKind::MeCard,
            SampleKind::BadgeId,
            SampleKind::Wifi,
        ] {
            assert!(badges.iter().any(|b| b.kind == kind), "{kind:?}");
        }
        let mut payloads: Vec<_> = badges.iter().map(|b| &b.payload).collect();
        payloads.sort();
        payloads.dedup();
        assert_eq!(payloads.len(), 12);
    }

    #[test]
    fn a_vcard_ends_its_lines_as_the_standard_says() {
        for badge in badges().iter().filter(|b| b.payload.starts_with("BEGIN:VCARD")) {
            assert!(badge.payload.ends_with("END:VCARD\r\n"), "{}", badge.title);
            assert!(badge.payload.split("\r\n").all(|line| !line.contains('\n')), "{}", badge.title);
        }
    }
}
