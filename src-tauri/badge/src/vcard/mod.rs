//! vCards 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350) as badges and phones write them. The grammar is the `calcard` crate's;
//! [`lines`] puts right beforehand what generators and keyboard scanners break, [`fields`] says what goes where.
//! A broken card gives what could be read of it. Photos and everything else fetched or binary are left out.

mod fields;
mod lines;
#[cfg(test)]
mod tests;

use crate::Reading;
use calcard::{Entry, Parser};

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    Reading::together(lines::cards(text).iter().map(read_card))
}

fn read_card(card: &lines::Card) -> Reading {
    let mut reading = Reading::of(card.kind);
    if card.joined {
        reading.draft.warn("lines_restored");
    }
    if card.unfinished {
        reading.draft.warn("cut_short");
    }
    if let Entry::VCard(vcard) = Parser::new(&card.text).entry() {
        fields::take(&mut reading, &vcard.entries);
    }
    crate::names::complete(&mut reading);
    reading
}
