//! The core's decisions behind function pointers, so that a driver is compiled once and not once per planted fault; and
//! the planted faults by their names. A crate of its own because so many copies of the core are long in the making: it is
//! optimised less than the proof, and made anew only when the core changes.
//!
//! No planted fault is in a release: the table, the names and the code that runs them are compiled only with debug
//! assertions or the feature `planted`.

#[cfg(any(debug_assertions, feature = "planted"))]
pub mod plants;

use lanyard_core::crm::{CrmAnswer, Cursor, Failure, Page};
use lanyard_core::ids::BootId;
use lanyard_core::outbox::{Delivery, IllegalMove};
use lanyard_core::sync::batch::{self, Heard, Joined};
use lanyard_core::sync::plant::{self, Plant};
use lanyard_core::sync::pull::{self, Ask, Pulled};
use lanyard_core::sync::{Account, Case, Event, Local, Step, scrub, step};

/// What runs in the app, or the same with one rule switched off.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// [`lanyard_core::sync::step`].
    pub step: fn(&Delivery, &Local, &Account, &BootId, Event) -> Result<Step, IllegalMove>,
    /// [`batch::heard`].
    pub heard: fn(&Joined, &CrmAnswer) -> Heard,
    /// [`pull::ask`].
    pub ask: fn(&Cursor) -> Ask,
    /// [`pull::page`].
    pub page: fn(&Cursor, &Page) -> Pulled,
    /// [`pull::failed`].
    pub failed: fn(&Cursor, &Failure) -> Cursor,
    /// [`scrub::wants`].
    pub wants: fn(&Delivery) -> bool,
}

impl Rules {
    /// With a planted fault, or none. Compiled where it is called.
    #[must_use]
    pub fn of<const P: Plant>() -> Self {
        Self {
            step: |delivery, local, account, boot, event| {
                step::<P>(&Case { delivery, local, account, boot }, event)
            },
            heard: batch::heard::<P>,
            ask: pull::ask::<P>,
            page: pull::page::<P>,
            failed: pull::failed::<P>,
            wants: scrub::wants::<P>,
        }
    }

    /// What runs in the app. Compiled where it is called, as fast as that crate is.
    #[inline]
    #[must_use]
    pub fn shipped() -> Self {
        Self::of::<{ plant::NONE }>()
    }
}
