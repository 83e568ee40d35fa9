//! The rehearsal: a destination on this very laptop, and badges to hold before the camera.

use super::desk::Desk;
use super::errors::Answer;
use super::views::{CommandError, DestinationInput, ErrorCode, SampleBadgeView};
use crate::store::{destinations, settings};
use qrcode::{Color, EcLevel, QrCode};
use std::collections::BTreeMap;

/// The setting that holds the rehearsal CRM's records.
const BOOK: &str = "rehearsal_book";

impl Desk {
    /// Points the rehearsal's destination at the CRM that runs beside the app; made at the first start.
    ///
    /// # Errors
    /// When this is not the rehearsal, or it could not be saved.
    pub fn rehearse_with(&self, base_url: &str, token: &str, fence_ms: u64) -> Answer<()> {
        if !self.options.rehearsal {
            return Err(CommandError::new(ErrorCode::BadInput, "error-choice"));
        }
        let engine = self.engine()?;
        let event = engine.event()?;
        let known = engine.store.read(|conn| destinations::of_event(conn, &event.id))?.into_iter().next();
        let settings = BTreeMap::from([
            ("base_url".to_owned(), base_url.to_owned()),
            ("auth".to_owned(), "bearer".to_owned()),
            ("fence_ms".to_owned(), fence_ms.to_string()),
        ]);
        self.save_destination(&DestinationInput {
            id: known.map(|known| known.id),
            kind: "acme".to_owned(),
            name: "Rehearsal CRM".to_owned(),
            settings,
            secrets: BTreeMap::from([("secret".to_owned(), token.to_owned())]),
        })?;
        Ok(())
    }

    /// What the rehearsal's CRM kept in this store: a real badge may be scanned in a rehearsal, so it lies encrypted like
    /// everything else.
    ///
    /// # Errors
    /// As the store allows.
    pub fn rehearsal_book(&self) -> Answer<Option<String>> {
        let engine = self.engine()?;
        Ok(engine.store.read(|conn| settings::get(conn, BOOK))?)
    }

    /// Keeps it.
    ///
    /// # Errors
    /// As the store allows.
    pub fn keep_rehearsal_book(&self, book: &str) -> Answer<()> {
        let engine = self.engine()?;
        Ok(engine.store.write(|conn| settings::put(conn, BOOK, &book))?)
    }

    /// The sample badges with their codes.
    ///
    /// # Errors
    /// When this is not the rehearsal.
    pub fn badge_sheet(&self) -> Answer<Vec<SampleBadgeView>> {
        if !self.options.rehearsal {
            return Err(CommandError::new(ErrorCode::BadInput, "error-choice"));
        }
        let sheet = self.options.samples.iter().filter_map(|sample| {
            let modules = modules_of(sample.payload.as_bytes())?;
            Some(SampleBadgeView {
                title: sample.title.clone(),
                company: sample.company.clone(),
                about: format!("sample-{}", sample.kind),
                modules,
                payload: sample.payload.clone(),
            })
        });
        Ok(sheet.collect())
    }
}

/// A QR code's modules in rows of `0` and `1`, quiet zone not included; none when no code holds so much.
pub(super) fn modules_of(payload: &[u8]) -> Option<Vec<String>> {
    let code = QrCode::with_error_correction_level(payload, EcLevel::M).ok()?;
    let rows = code.to_colors();
    let shown =
        |row: &[Color]| row.iter().map(|module| if *module == Color::Dark { '1' } else { '0' }).collect();
    Some(rows.chunks(code.width()).map(shown).collect())
}
