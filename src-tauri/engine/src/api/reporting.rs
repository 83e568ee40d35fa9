//! A day's report: what the review and its pictures say, as one file to pass on.

use super::desk::Desk;
use super::errors::Answer;
use super::files::{beside_others, export_fault};
use super::views::{Over, SavedList};
use crate::export;
use crate::report::Report;
use crate::words::Words;
use lanyard_core::explain::Sentence;
use std::path::Path;

impl Desk {
    /// The report over a day, or the whole event, as HTML in the language of that tag ("de", "en-GB").
    ///
    /// # Errors
    /// As the store allows.
    pub fn report(&self, over: &Over, language: &str) -> Answer<String> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let now = engine.clock.wall();
        let words = Words::of_locale(language).as_of(now);
        let (pictures, review, closing) = (self.pictures(over)?, self.review()?, self.closing()?);
        let language = if words.is_german() { "de" } else { "en" };
        let report = Report {
            words: &words,
            language,
            event: &event.name,
            now,
            pictures: &pictures,
            review: &review,
            closing: &closing,
        };
        Ok(report.html())
    }

    /// Writes it to a new file in a folder, named after the event and the day.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn save_report(&self, over: &Over, language: &str, folder: &Path) -> Answer<SavedList> {
        let html = self.report(over, language)?;
        let event = self.engine()?.event()?.name;
        let day = self.pictures(over)?.day.unwrap_or_default();
        let name = format!("{event} {day}");
        let path = beside_others(folder, name.trim(), "html", |path| export::text_to_file(&html, path))?;
        Ok(SavedList { sentence: Sentence::new("report-saved").text("path", &path), path })
    }

    /// Writes it to a file of this name; one that is there is only replaced when that was asked for.
    ///
    /// # Errors
    /// When something of that name is there, or it could not be written.
    pub fn write_report(&self, over: &Over, language: &str, path: &Path, replace: bool) -> Answer<()> {
        let html = self.report(over, language)?;
        export::text_over_file(&html, path, replace).map_err(export_fault)
    }
}
