//! Before the laptop is closed, and at the end of an event: is everything in the CRM, and what is not, why, and who acts. Counted
//! by the same functions as the review, so that the two never disagree.

use super::desk::Desk;
use super::errors::Answer;
use super::reviewing::{cause, hold};
use super::show::Shown;
use super::status::health;
use super::views::{ClosingView, HeldAt, LeftView};
use crate::store::{destinations, earlier, review, sum};
use crate::sync::Changed;
use lanyard_core::explain::{Sentence, Who};
use lanyard_core::time::WallMs;

impl Desk {
    /// Whether everything of the event is in the CRM, and else what is not and why.
    ///
    /// # Errors
    /// As the store allows.
    pub fn closing(&self) -> Answer<ClosingView> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let last_backup = self.last_backup()?;
        Ok(engine.store.read(|conn| {
            let counts = sum::counts(conn, &event.id, last_backup.unwrap_or(WallMs(0)))?;
            let shown = Shown::new(conn, &engine)?;
            let places = destinations::of_event(conn, &event.id)?;
            let crm = places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join(", ");
            let mut left = Vec::new();
            for count in review::causes(conn, &event.id)? {
                let view = cause(conn, &shown, &count)?;
                left.push(LeftView {
                    contacts: view.contacts,
                    why: view.explanation.why,
                    next: view.explanation.next,
                    who: view.explanation.who,
                    cause: Some(view.cause),
                    held: None,
                });
            }
            let mut held = 0;
            for count in review::holds(conn, &event.id)? {
                let view = hold(conn, &shown, &count)?;
                held += view.contacts;
                left.push(LeftView {
                    contacts: view.contacts,
                    why: view.explanation.why,
                    next: view.explanation.next,
                    who: view.explanation.who,
                    cause: None,
                    held: Some(HeldAt { destination: view.destination, why: view.why }),
                });
            }
            let nowhere = if places.is_empty() { 0 } else { earlier::nowhere(conn, &event.id)? };
            if nowhere > 0 {
                let asked = match places.first() {
                    Some(place) => super::earlier::view(conn, &event.id, place)?,
                    None => None,
                };
                if let Some(view) = asked {
                    left.push(LeftView {
                        contacts: nowhere,
                        why: view.explanation.why,
                        next: None,
                        who: view.explanation.who,
                        cause: None,
                        held: None,
                    });
                }
            }
            let going = counts.waiting.saturating_sub(held + nowhere);
            if going > 0 && !places.is_empty() {
                let next = places.first().map(|place| {
                    let line = shown.snapshot.lines.get(&place.id).cloned().unwrap_or_default();
                    health(place, &line).why
                });
                let why =
                    Sentence::new("closing-going").text("crm", crm.clone()).count("count", u64::from(going));
                left.insert(
                    0,
                    LeftView { contacts: going, why, next, who: Who::Nobody, cause: None, held: None },
                );
            }
            let open: u32 = review::alike(conn, &event.id)?.iter().map(|one| one.open).sum();
            if open > 0 {
                let why =
                    Sentence::new("closing-differ").text("crm", crm.clone()).count("count", u64::from(open));
                left.push(LeftView {
                    contacts: open,
                    why,
                    next: None,
                    who: Who::You,
                    cause: None,
                    held: None,
                });
            }
            let alive = counts.captured.saturating_sub(counts.removed);
            let behind = counts.waiting + counts.needs_attention;
            let code = match () {
                () if !counts.adds_up() => "closing-off",
                () if alive == 0 => "closing-nothing",
                () if places.is_empty() => "closing-no-destination",
                () if behind == 0 => "closing-all",
                () => "closing-some",
            };
            let sentence = Sentence::new(code)
                .text("crm", crm)
                .count("count", u64::from(if behind == 0 { alive } else { behind }))
                .count("captured", u64::from(alive));
            Ok(ClosingView {
                safe: counts.adds_up() && behind == 0,
                sentence,
                left,
                last_backup,
                since_backup: counts.since,
            })
        })?)
    }

    /// Asks the window to say what closing would cost; whether it is worth asking: not when all is in the CRM, or when nobody could
    /// answer.
    pub fn asks_before_closing(&self) -> bool {
        let asks = self.closing().is_ok_and(|closing| !closing.safe);
        if asks {
            self.changes(Changed::Closing);
        }
        asks
    }
}
