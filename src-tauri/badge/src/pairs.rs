//! Values with names: what a name in a JSON object, a `key: value` list, a signed claim or a web address means. Names are the
//! table's in [`crate::words`], and those that only badges use. Which of several numbers is the badge's own is ranked; sex,
//! age, birthdays and secrets are not taken at all.

use crate::{Reading, words};
use lanyard_core::contact::Field;

/// Names of the badge's own number, folded, the surest first: a number of a registration names a visitor, that of a ticket
/// or an order may name a group's.
const IDS: &[&str] = &[
    "badgeid",
    "badgenumber",
    "badgeno",
    "badge",
    "registrationid",
    "regid",
    "registration",
    "registrantid",
    "regno",
    "registrationnumber",
    "registrationcode",
    "reg",
    "attendeeid",
    "attendee",
    "attendeenumber",
    "participantid",
    "participant",
    "visitorid",
    "visitor",
    "delegateid",
    "delegate",
    "guestid",
    "guest",
    "memberid",
    "personid",
    "person",
    "contactid",
    "userid",
    "leadid",
    "lead",
    "profileid",
    "referenceid",
    "confirmationnumber",
    "confirmation",
    "ticketid",
    "ticket",
    "ticketnumber",
    "ticketcode",
    "barcode",
    "scancode",
    "qrcode",
    "qr",
    "secret",
    "sub",
    "uid",
    "uuid",
    "guid",
    "id",
];

/// Names of what is not taken: nothing a contact is for, or a secret of somebody's.
const NOT_TAKEN: &[&str] = &[
    "age",
    "alter",
    "gender",
    "geschlecht",
    "sex",
    "dob",
    "birthday",
    "birthdate",
    "dateofbirth",
    "geburtstag",
    "geburtsdatum",
    "password",
    "passwort",
    "pass",
    "pin",
    "token",
    "accesstoken",
    "signature",
    "sig",
    "hmac",
    "hash",
    "checksum",
    "iat",
    "exp",
    "nbf",
    "jti",
    "nonce",
    "diet",
    "dietary",
    "religion",
    "nationality",
    "passport",
    "passportnumber",
    "ssn",
];

/// One value with its name.
#[derive(Clone)]
pub(crate) struct Pair {
    /// The name as written.
    pub(crate) name: String,
    /// The name of what it stands in, if that has one (`company` for `company.name`).
    pub(crate) within: Option<String>,
    /// The value.
    pub(crate) value: String,
}

impl Pair {
    pub(crate) fn new(name: &str, value: &str) -> Self {
        Self { name: name.trim().to_owned(), within: None, value: value.trim().to_owned() }
    }

    /// The field that its name means.
    fn field(&self) -> Option<Field> {
        let name = words::folded(&self.name);
        let of_company = self
            .within
            .as_deref()
            .map(words::folded)
            .is_some_and(|within| within == "worksfor" || words::field(&within) == Some(Field::Company));
        match name.as_str() {
            "name" | "title" | "id" if of_company => (name == "name").then_some(Field::Company),
            "jobrole" => Some(Field::JobTitle),
            "companyname" | "companyorinstitution" | "societe" | "entreprise" | "empresa" | "affiliation" => {
                Some(Field::Company)
            }
            "nom" | "apellido" | "apellidos" | "cognome" => Some(Field::FamilyName),
            "nombre" | "nome" => Some(Field::GivenName),
            "correo" | "courriel" | "emails" => Some(Field::Email),
            "telephoneno" | "mobileno" | "phones" => Some(Field::Phone),
            _ => words::field(&name),
        }
    }

    /// How sure its name is to be that of the badge's number: 0 is the surest.
    fn rank(&self) -> Option<usize> {
        let name = words::folded(&self.name);
        let is_whole = self.within.is_none() || name != "id";
        let of_owner = self.within.as_deref().map(words::folded).and_then(|within| place(&within));
        if is_whole { place(&name) } else { of_owner }
    }
}

fn place(name: &str) -> Option<usize> {
    IDS.iter().position(|known| *known == name)
}

/// Whether a name is one that badges use.
pub(crate) fn is_known(name: &str) -> bool {
    let pair = Pair::new(name, "");
    pair.field().is_some() || pair.rank().is_some() || NOT_TAKEN.contains(&words::folded(name).as_str())
}

/// The pair that holds the badge's number: the surest name with something like an identifier.
pub(crate) fn id_of(pairs: &[Pair]) -> Option<usize> {
    let ranked = pairs.iter().enumerate().filter(|(_, pair)| is_id(&pair.value));
    let ranked = ranked.filter_map(|(at, pair)| pair.rank().map(|rank| (rank, at)));
    ranked.min().map(|(_, at)| at)
}

/// Whether a pair's name is of numbers that other things have too.
pub(crate) fn is_common(pair: &Pair) -> bool {
    matches!(
        words::folded(&pair.name).as_str(),
        "id" | "uid" | "uuid" | "guid" | "secret" | "sub" | "qr" | "qrcode" | "ticket"
    )
}

/// Something that can name a person at an event: short, without spaces, no address of any kind.
pub(crate) fn is_id(value: &str) -> bool {
    const LONGEST: usize = 128;
    !value.is_empty()
        && value.len() <= LONGEST
        && value.chars().any(char::is_alphanumeric)
        && value.chars().all(|c| c.is_alphanumeric() || "-_./:+=#*~".contains(c))
        && !value.contains("//")
        && !matches!(value, "true" | "false" | "null")
}

/// Takes the values into a reading. Returns how many were understood.
pub(crate) fn take(reading: &mut Reading, pairs: &[Pair]) -> usize {
    let id = id_of(pairs);
    let has_given = pairs.iter().any(|pair| pair.field() == Some(Field::GivenName));
    let has_family = pairs.iter().any(|pair| pair.field() == Some(Field::FamilyName));
    let mut understood = 0;
    for (at, pair) in pairs.iter().enumerate() {
        let name = words::folded(&pair.name);
        if NOT_TAKEN.contains(&name.as_str()) || pair.value.is_empty() {
            continue;
        }
        if Some(at) == id {
            reading.keep_one(Field::BadgeId, &pair.name, &pair.value);
            understood += 1;
            continue;
        }
        let field = match pair.field() {
            // The table's numbers of badges are ranked above.
            None | Some(Field::BadgeId | Field::Rating) => None,
            // "first: Jane; name: Roe".
            Some(Field::FullName) if has_given && !has_family && name == "name" => Some(Field::FamilyName),
            field => field,
        };
        match field {
            Some(field) => {
                reading.take(field, &pair.name, &pair.value);
                understood += 1;
            }
            None => reading.extra(&pair.name, &pair.value),
        }
    }
    crate::names::complete(reading);
    understood
}
