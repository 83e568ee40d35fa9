//! Consent: the words in which an event asks, and what each visitor said. A no is written down like a yes: which words, when, how and
//! by whom, and nothing of the person. Silence is no yes.

use super::capturing::no_such_contact;
use super::desk::Desk;
use super::errors::Answer;
use super::many::AT_ONCE;
use super::views::{
    Channel, CommandError, ConsentAsked, ConsentInput, ConsentView, ContactDetail, ErrorCode,
};
use crate::store::consents::{self, Asked, Said};
use crate::store::{contacts, events};
use crate::sync::apply_to_contact;
use lanyard_core::contact::{Kind, Part, normalise};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::ContactId;

/// Longest wording, in characters: what a visitor reads before deciding.
const WORDS: usize = 600;

impl Desk {
    /// What the event asks people to agree to; none when it asks nothing.
    ///
    /// # Errors
    /// As the store allows.
    pub fn consent_asked(&self) -> Answer<Option<ConsentAsked>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        Ok(engine.store.read(|conn| consents::asked(conn, &event.id))?.map(asked_view))
    }

    /// Asks in these words from now on; what was said to earlier words stays with them. Whoever waits is decided about anew.
    ///
    /// # Errors
    /// When the words are too many; nothing is then changed.
    pub fn save_consent(&self, input: &ConsentInput) -> Answer<Option<ConsentAsked>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let text = normalise(Kind::Text, &input.text, None).value;
        if text.chars().count() > WORDS {
            let sentence = Sentence::new("error-consent-too-long").count("most", WORDS as u64);
            return Err(CommandError::said(ErrorCode::BadInput, sentence));
        }
        let further = engine.clock.new_id();
        let unsent = engine.store.write(|conn| {
            let before = consents::asked(conn, &event.id)?.is_some_and(|asked| asked.hold);
            consents::ask(conn, &event.id, (!text.is_empty()).then_some(&text), input.hold, &further)?;
            let now = consents::asked(conn, &event.id)?.is_some_and(|asked| asked.hold);
            if before == now { Ok(Vec::new()) } else { consents::unsent(conn, &event.id) }
        })?;
        for some in unsent.chunks(AT_ONCE) {
            engine.store.write(|conn| {
                some.iter().try_for_each(|contact| apply_to_contact(conn, engine.with(), contact))
            })?;
            engine.committed(some.to_vec());
        }
        self.session_changed();
        self.consent_asked()
    }

    /// Writes down what a contact said. A yes lets go what waited for it; a no holds back what has not left, where the event holds.
    ///
    /// # Errors
    /// When there is no such contact, or its event never asked in these words.
    pub fn say_consent(
        &self,
        contact: &ContactId,
        wording: &Part,
        given: bool,
        channel: Channel,
    ) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        self.may_change(&engine, contact, true)?;
        let now = engine.clock.wall();
        let done = engine.store.write(|conn| {
            if contacts::head(conn, contact)?.is_none_or(|head| head.deleted) {
                return Ok(Err(no_such_contact()));
            }
            if !consents::is_asked(conn, contact, wording.as_str())? {
                return Ok(Err(CommandError::new(ErrorCode::NotFound, "error-consent-not-asked")));
            }
            let operator = events::operator(conn)?;
            let by = operator.as_ref().map(|(id, _)| id);
            consents::put(conn, contact, wording.as_str(), given, channel, by, now)?;
            apply_to_contact(conn, engine.with(), contact)?;
            Ok(Ok(()))
        })?;
        done?;
        engine.committed(vec![contact.clone()]);
        self.contact(contact)
    }
}

pub(super) fn asked_view(asked: Asked) -> ConsentAsked {
    let Asked { wording, version, text, hold } = asked;
    ConsentAsked { wording: Part::member(wording), version, text, hold }
}

pub(super) fn said_view(said: Said) -> ConsentView {
    let Said { given, text, version, channel, at, by } = said;
    ConsentView { given, text, version, channel, at, by }
}
