//! What people and programs call a field, above a column or in front of a value, in English and German: one row a field.
//! Compared folded: small letters and digits only, umlauts by their two letters. The table is ours, made from the names that
//! CRMs, mail programs and organisers' lists use. Which value is meant by a word that could mean two is the caller's.

use lanyard_core::contact::Field;

/// Header words of a field.
const FIELDS: &[(Field, &[&str])] = &[
    (
        Field::FullName,
        &[
            "fullname",
            "name",
            "displayname",
            "contactname",
            "contact",
            "attendee",
            "attendeename",
            "person",
            "kontakt",
            "vollername",
            "vollstaendigername",
            "anzeigename",
            "teilnehmer",
            "ansprechpartner",
            "besucher",
            "visitor",
            "leadname",
            "fileas",
        ],
    ),
    (
        Field::NamePrefix,
        &[
            "nameprefix",
            "prefix",
            "honorificprefix",
            "titel",
            "akademischertitel",
            "namenstitel",
            "academictitle",
        ],
    ),
    (
        Field::GivenName,
        &[
            "givenname",
            "firstname",
            "first",
            "forename",
            "vorname",
            "rufname",
            "attendeefirstname",
            "prenom",
            "fname",
        ],
    ),
    (
        Field::AdditionalName,
        &[
            "additionalname",
            "middlename",
            "middle",
            "middleinitial",
            "zweitername",
            "weiterervorname",
            "weiterevornamen",
        ],
    ),
    (
        Field::FamilyName,
        &[
            "familyname",
            "lastname",
            "last",
            "surname",
            "nachname",
            "familienname",
            "zuname",
            "attendeelastname",
            "lname",
        ],
    ),
    (Field::NameSuffix, &["namesuffix", "suffix", "honorificsuffix", "namenszusatz", "credentials"]),
    (
        Field::Company,
        &[
            "company",
            "companyname",
            "organisation",
            "organization",
            "organisationname",
            "organizationname",
            "employer",
            "account",
            "accountname",
            "firma",
            "firmenname",
            "unternehmen",
            "unternehmensname",
            "arbeitgeber",
            "org",
            "organization1name",
            "business",
            "exhibitor",
            "associatedcompany",
            "institution",
        ],
    ),
    (
        Field::Department,
        &["department", "division", "unit", "abteilung", "bereich", "organization1department"],
    ),
    (
        Field::JobTitle,
        &[
            "jobtitle",
            "title",
            "position",
            "role",
            "job",
            "occupation",
            "funktion",
            "stelle",
            "rolle",
            "beruf",
            "jobposition",
            "stellenbezeichnung",
            "berufsbezeichnung",
            "organization1title",
            "jobfunction",
        ],
    ),
    (
        Field::Email,
        &[
            "email",
            "emailaddress",
            "mail",
            "mailaddress",
            "emailadresse",
            "mailadresse",
            "workemail",
            "businessemail",
            "emailwork",
            "emailbusiness",
            "primaryemail",
            "email1value",
            "emailgeschaeftlich",
            "emailprivat",
            "personalemail",
            "emailid",
        ],
    ),
    (
        Field::Phone,
        &[
            "phone",
            "phonenumber",
            "telephone",
            "telephonenumber",
            "tel",
            "telefon",
            "telefonnummer",
            "rufnummer",
            "workphone",
            "businessphone",
            "officephone",
            "festnetz",
            "telefongeschaeftlich",
            "phone1value",
            "telnr",
            "directphone",
            "mainphone",
            "phonework",
            "durchwahl",
        ],
    ),
    (
        Field::Mobile,
        &[
            "mobile",
            "mobilephone",
            "mobilenumber",
            "mobilephonenumber",
            "cell",
            "cellphone",
            "cellular",
            "handy",
            "handynummer",
            "mobil",
            "mobiltelefon",
            "mobilnummer",
            "mobilfunk",
            "mobilfunknummer",
            "mobileno",
            "handynr",
        ],
    ),
    (Field::Fax, &["fax", "faxnumber", "businessfax", "faxnummer", "telefax", "workfax", "faxgeschaeftlich"]),
    (
        Field::Website,
        &[
            "website",
            "websiteurl",
            "web",
            "webpage",
            "homepage",
            "url",
            "webseite",
            "internetseite",
            "companywebsite",
            "www",
        ],
    ),
    (
        Field::Linkedin,
        &[
            "linkedin",
            "linkedinurl",
            "linkedinprofile",
            "linkedinprofileurl",
            "linkedinhandle",
            "linkedinprofil",
            "linkedinbio",
        ],
    ),
    (
        Field::Street,
        &[
            "street",
            "streetaddress",
            "address",
            "address1",
            "addressline1",
            "businessstreet",
            "strasse",
            "strassehausnummer",
            "strasseundhausnummer",
            "anschrift",
            "adresse",
            "address1street",
            "mailingstreet",
            "strassenr",
        ],
    ),
    (
        Field::City,
        &[
            "city",
            "town",
            "businesscity",
            "ort",
            "stadt",
            "wohnort",
            "mailingcity",
            "address1city",
            "locality",
        ],
    ),
    (
        Field::Region,
        &[
            "region",
            "state",
            "stateregion",
            "province",
            "county",
            "bundesland",
            "kanton",
            "businessstate",
            "mailingstate",
            "address1region",
        ],
    ),
    (
        Field::PostalCode,
        &[
            "postalcode",
            "postcode",
            "zip",
            "zipcode",
            "plz",
            "postleitzahl",
            "businesspostalcode",
            "mailingzip",
            "address1postalcode",
            "zippostalcode",
        ],
    ),
    (
        Field::Country,
        &[
            "country",
            "countryregion",
            "nation",
            "land",
            "staat",
            "businesscountryregion",
            "mailingcountry",
            "countryname",
            "address1country",
        ],
    ),
    (
        Field::BadgeId,
        &[
            "badgeid",
            "badgenumber",
            "badgeno",
            "badgenr",
            "badge",
            "badgenummer",
            "ausweisnummer",
            "barcode",
            "ticketid",
            "ticketnumber",
            "ticketnummer",
            "ticketcode",
            "registrationid",
            "registrationnumber",
            "regid",
            "attendeeid",
            "attendeenumber",
            "teilnehmernummer",
            "teilnehmerid",
            "delegateid",
            "scancode",
            "qrcode",
            "besuchernummer",
        ],
    ),
    (
        Field::Note,
        &[
            "note",
            "notes",
            "comment",
            "comments",
            "remark",
            "remarks",
            "notiz",
            "notizen",
            "bemerkung",
            "bemerkungen",
            "kommentar",
            "anmerkung",
            "anmerkungen",
            "description",
        ],
    ),
    (Field::Rating, &["rating", "stars", "score", "bewertung", "sterne", "leadrating"]),
    (
        Field::Tag,
        &[
            "tag",
            "tags",
            "label",
            "labels",
            "category",
            "categories",
            "keywords",
            "kategorie",
            "kategorien",
            "schlagwort",
            "schlagworte",
            "schlagwoerter",
            "stichworte",
        ],
    ),
];

/// Header words of a column by which its file knows its rows.
const IDS: &[&str] = &[
    "lanyardid",
    "id",
    "contactid",
    "recordid",
    "leadid",
    "personid",
    "uuid",
    "uid",
    "externalid",
    "kontaktid",
    "datensatzid",
    "hsobjectid",
];

/// Header words of salutations: no field of ours, but they tell that it is a header.
const OTHERS: &[&str] =
    &["salutation", "anrede", "gender", "geschlecht", "birthday", "geburtstag", "language", "sprache"];

/// A header as it is compared.
#[must_use]
pub fn folded(header: &str) -> String {
    let mut out = String::with_capacity(header.len());
    for c in header.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'é' | 'è' => out.push('e'),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

/// The field that a folded header means, and whether a number at its end was passed over ("Email 2").
#[must_use]
pub fn field(folded: &str) -> Option<Field> {
    let of = |word: &str| FIELDS.iter().find(|(_, words)| words.contains(&word)).map(|(field, _)| *field);
    of(folded).or_else(|| of(folded.trim_end_matches(|c: char| c.is_ascii_digit())))
}

/// Whether a folded header means the rows' own id.
#[must_use]
pub fn is_id(folded: &str) -> bool {
    IDS.contains(&folded)
}

/// Whether a folded header is one of those we know.
#[must_use]
pub fn is_known(folded: &str) -> bool {
    !folded.is_empty() && (is_id(folded) || OTHERS.contains(&folded) || field(folded).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::contact::FIELDS as TABLE;

    #[test]
    fn no_word_means_two_fields_and_each_is_folded() {
        let mut seen = std::collections::BTreeSet::new();
        let all = FIELDS.iter().flat_map(|(_, words)| words.iter()).chain(IDS).chain(OTHERS);
        for word in all {
            assert!(seen.insert(word), "{word}");
            assert_eq!(&folded(word), word);
        }
    }

    #[test]
    fn every_field_is_found_by_the_name_that_exports_give_it() {
        for row in TABLE.iter().filter(|row| Field::read_as(row.key).is_some()) {
            assert_eq!(field(&folded(row.key)), Some(row.field), "{}", row.key);
        }
    }

    #[test]
    fn headers_are_found_however_they_are_spelt() {
        for (header, expected) in [
            ("E-Mail-Adresse", Field::Email),
            ("First Name", Field::GivenName),
            ("STRASSE", Field::Street),
            ("Straße", Field::Street),
            ("E-mail 2", Field::Email),
            ("Company / Organisation", Field::Company),
        ] {
            let found = field(&folded(header));
            if header.contains('/') {
                assert_eq!(found, None, "two words together are a person's to judge");
            } else {
                assert_eq!(found, Some(expected), "{header}");
            }
        }
    }
}
