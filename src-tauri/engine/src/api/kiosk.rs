//! Kiosk mode: the laptop captures and asks, and shows nothing else, until somebody enters the PIN. It is a state of the store, so
//! that a killed app opens in it again. What the window may ask for meanwhile is a list of its own here: whatever the page does, no
//! other command is answered. Left out on purpose: what the system does beside the window (task switchers, the power button).

use super::desk::Desk;
use super::errors::Answer;
use super::views::{CommandError, ErrorCode, Session};
use crate::engine::Engine;
use crate::secrets::recovery_key;
use crate::store::settings;
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::HEXLOWER;
use lanyard_core::contact::{ContactDraft, Field};
use lanyard_core::explain::{Arg, Sentence};
use lanyard_core::ids::ContactId;
use lanyard_core::time::{Millis, MonoMs};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

/// What the window may ask for in kiosk mode.
pub const ALLOWED: &[&str] = &[
    "session",
    "subscribe",
    "ready",
    "status",
    "frame",
    "scan",
    "capture_text",
    "capture_typed",
    "undo_capture",
    "leave_card",
    "edit_contact",
    "say_consent",
    "leave_kiosk",
];

/// The setting that keeps kiosk mode.
const KIOSK: &str = "kiosk";

/// Digits of a PIN.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=12;

/// So many wrong PINs are a slip of the fingers; from then on each one is waited for.
const FREE: u32 = 5;

/// The first wait; each further one is twice as long.
const WAIT: Millis = Millis::from_secs(60);

/// The longest wait: staff who forgot must be able to try once more within an event.
const LONGEST: Millis = Millis::from_secs(15 * 60);

/// Work of a PIN's digest (OWASP's second choice for Argon2id): few digits stay few digits; the store around it is encrypted.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const BYTES: usize = 32;

/// Kiosk mode as it is kept. Cannot be printed.
#[derive(Serialize, Deserialize)]
struct Kept {
    salt: String,
    digest: String,
    /// Wrong PINs since it began.
    wrong: u32,
}

const UNKNOWN: u8 = 0;
const OFF: u8 = 1;
const ON: u8 = 2;

/// What this process knows of kiosk mode.
#[derive(Debug, Default)]
pub(super) struct Kiosk {
    /// Asked before each command: read from the store once.
    known: AtomicU8,
    /// Until when no PIN is looked at; armed anew in each process.
    until: Mutex<Option<MonoMs>>,
}

impl Kiosk {
    /// Another store may be open from now on.
    pub(super) fn forget(&self) {
        self.known.store(UNKNOWN, Ordering::Release);
        *self.until.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Desk {
    /// Whether the laptop is in kiosk mode; not before its store is open.
    pub fn in_kiosk(&self) -> bool {
        match self.kiosk.known.load(Ordering::Acquire) {
            OFF => return false,
            ON => return true,
            _ => {}
        }
        let Ok(engine) = self.engine() else { return false };
        match engine.store.read(|conn| settings::get::<Option<Kept>>(conn, KIOSK)) {
            Ok(kept) => {
                let on = kept.flatten().is_some();
                self.kiosk.known.store(if on { ON } else { OFF }, Ordering::Release);
                on
            }
            // What cannot be read now is not opened by that.
            Err(_) => true,
        }
    }

    /// Whether the window may ask this now.
    ///
    /// # Errors
    /// In kiosk mode, for what is none of its affairs.
    pub fn may(&self, command: &str) -> Answer<()> {
        if ALLOWED.contains(&command) || !self.in_kiosk() { Ok(()) } else { Err(closed()) }
    }

    /// In kiosk mode only the visitor who stands there is changed.
    ///
    /// # Errors
    /// For any other contact.
    pub(super) fn may_change(&self, engine: &Engine, contact: &ContactId, only: bool) -> Answer<()> {
        let is_there = || {
            let card = engine.card.lock().unwrap_or_else(PoisonError::into_inner);
            card.as_ref().is_some_and(|card| card.contact == *contact)
        };
        if !self.in_kiosk() || (only && is_there()) { Ok(()) } else { Err(closed()) }
    }

    /// Begins kiosk mode, which this PIN ends.
    ///
    /// # Errors
    /// When the PIN is none, or it could not be saved.
    pub fn enter_kiosk(&self, pin: &str) -> Answer<Session> {
        let engine = self.engine()?;
        if self.in_kiosk() {
            return Err(closed());
        }
        if !DIGITS.contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CommandError::new(ErrorCode::BadInput, "kiosk-pin-shape"));
        }
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| unusable())?;
        let kept = Kept {
            salt: HEXLOWER.encode(&salt),
            digest: HEXLOWER.encode(&digest(pin, &salt).ok_or_else(unusable)?),
            wrong: 0,
        };
        engine.store.write(|conn| settings::put(conn, KIOSK, &Some(kept)))?;
        self.kiosk.known.store(ON, Ordering::Release);
        *self.kiosk.until.lock().unwrap_or_else(PoisonError::into_inner) = None;
        // Half a contact of the staff is nothing for visitors, and the last card is left as it is.
        self.session_changed();
        Ok(self.session())
    }

    /// Ends kiosk mode, by its PIN or by the store's recovery key.
    ///
    /// # Errors
    /// When the PIN is wrong, or one has to wait before the next: from the fifth wrong one on.
    pub fn leave_kiosk(&self, pin: &str) -> Answer<Session> {
        let engine = self.engine()?;
        // One at a time: many at once do not get many tries.
        let mut until = self.kiosk.until.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut kept) = engine.store.read(|conn| settings::get::<Option<Kept>>(conn, KIOSK))?.flatten()
        else {
            return Ok(self.session());
        };
        let now = engine.clock.mono();
        // Whoever holds the recovery key holds everything anyway: the way out of a forgotten PIN.
        let is_owner = recovery_key::read(pin).is_ok_and(|key| key == engine.key);
        if let Some(wait) = wait_after(kept.wrong)
            && !is_owner
        {
            let over = *until.get_or_insert(now.plus(wait));
            let left = now.until(over);
            if left > Millis(0) {
                return Err(waits(left));
            }
        }
        if is_owner || opens(&kept, pin) {
            engine.store.write(|conn| settings::put(conn, KIOSK, &None::<Kept>))?;
            *until = None;
            drop(until);
            self.kiosk.known.store(OFF, Ordering::Release);
            self.session_changed();
            return Ok(self.session());
        }
        // On disk before it is said: a start anew gives no tries anew.
        kept.wrong = kept.wrong.saturating_add(1);
        engine.store.write(|conn| settings::put(conn, KIOSK, &Some(&kept)))?;
        match wait_after(kept.wrong) {
            None => {
                let left = u64::from(FREE - kept.wrong);
                let said = Sentence::new("kiosk-wrong-pin").count("left", left);
                Err(CommandError::said(ErrorCode::WrongKey, said))
            }
            Some(wait) => {
                *until = Some(now.plus(wait));
                Err(waits(wait))
            }
        }
    }
}

/// What is kept of a contact that a visitor typed: who they are and how they are reached, and nothing that only staff write.
pub(super) fn of_a_visitor(draft: &mut ContactDraft) {
    draft
        .values
        .retain(|value| !matches!(value.field, Field::Note | Field::Rating | Field::Tag | Field::BadgeId));
}

fn wait_after(wrong: u32) -> Option<Millis> {
    let beyond = wrong.checked_sub(FREE)?;
    Some(Millis(WAIT.0.saturating_mul(1 << beyond.min(10)).min(LONGEST.0)))
}

fn digest(pin: &str, salt: &[u8]) -> Option<[u8; BYTES]> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(BYTES)).ok()?;
    let mut out = [0; BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, &mut out)
        .ok()?;
    Some(out)
}

fn opens(kept: &Kept, pin: &str) -> bool {
    let read = |hex: &str| HEXLOWER.decode(hex.as_bytes()).ok();
    let found = read(&kept.salt).and_then(|salt| digest(pin, &salt));
    // Whoever could time the comparison of two digests would learn nothing of the PIN.
    matches!((found, read(&kept.digest)), (Some(found), Some(digest)) if found[..] == digest[..])
}

fn closed() -> CommandError {
    CommandError::new(ErrorCode::NotReady, "kiosk-closed")
}

fn waits(left: Millis) -> CommandError {
    CommandError::said(ErrorCode::WrongKey, Sentence::new("kiosk-wait").with("left", Arg::For(left)))
}

fn unusable() -> CommandError {
    CommandError::new(ErrorCode::NotSaved, "kiosk-pin-unusable")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_pin_is_waited_for_and_each_further_one_longer_but_never_a_day() {
        assert_eq!(wait_after(FREE - 1), None);
        assert_eq!(wait_after(FREE), Some(WAIT));
        assert_eq!(wait_after(FREE + 1), Some(Millis(WAIT.0 * 2)));
        assert_eq!(wait_after(u32::MAX), Some(LONGEST));
    }
}
