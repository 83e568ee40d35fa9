//! The catalogue for those who have no window: the command line, and errors before a window is there. The window reads
//! the same files by itself.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lanyard_core::explain::{Arg, Sentence};
use lanyard_core::time::WallMs;
use unic_langid::{LanguageIdentifier, langid};

const EN: [&str; 2] = [
    include_str!("../../core/messages/en/explain.ftl"),
    include_str!("../../core/messages/en/ui.ftl"),
];
const DE: [&str; 2] = [
    include_str!("../../core/messages/de/explain.ftl"),
    include_str!("../../core/messages/de/ui.ftl"),
];

/// A language's sentences.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    fallback: Option<Box<Words>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words")
    }
}

impl Words {
    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self { bundle: bundle(langid!("en"), &EN), fallback: None }
    }

    /// German; what it lacks is said in English.
    #[must_use]
    pub fn german() -> Self {
        Self { bundle: bundle(langid!("de"), &DE), fallback: Some(Box::new(Self::english())) }
    }

    /// The language of a locale's name such as `de_DE.UTF-8`; English when it is none of ours.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("de") { Self::german() } else { Self::english() }
    }

    /// A sentence in words. One that the catalogue lacks is said by its code, so that it is seen and not swallowed.
    #[must_use]
    pub fn say(&self, sentence: &Sentence) -> String {
        let Some(pattern) = self.bundle.get_message(&sentence.code).and_then(|message| message.value()) else {
            return match &self.fallback {
                Some(fallback) => fallback.say(sentence),
                None => sentence.code.clone(),
            };
        };
        let mut args = FluentArgs::new();
        for (name, arg) in &sentence.args {
            args.set(name.as_str(), self.value(arg));
        }
        let mut faults = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned()
    }

    fn value(&self, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) => FluentValue::from(text.clone()),
            Arg::Count(count) => FluentValue::from(*count as f64),
            Arg::At(at) => FluentValue::from(clock_time(*at)),
            Arg::For(span) => FluentValue::from(format!("{} s", span.0.div_ceil(1000))),
            Arg::Field(key) => FluentValue::from(self.field(key)),
        }
    }

    /// A field's name for people.
    #[must_use]
    pub fn field(&self, key: &str) -> String {
        let said = self.say(&Sentence::new(&format!("field-{}", key.replace('_', "-"))));
        if said.starts_with("field-") { key.replace('_', " ") } else { said }
    }
}

fn bundle(language: LanguageIdentifier, files: &[&str]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // A terminal shows the isolating marks as rubbish, and quotations stand in our own sentences only.
    bundle.set_use_isolating(false);
    for file in files {
        // A fault in one message leaves the others; a test reads every file without faults.
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) => resource,
            Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Hours, minutes and seconds of this laptop's time zone.
fn clock_time(at: WallMs) -> String {
    match Timestamp::from_millisecond(at.0) {
        Ok(time) => time.to_zoned(TimeZone::system()).strftime("%H:%M:%S").to_string(),
        Err(_) => "?".to_owned(),
    }
}

/// The start of the local day that `now` lies in.
#[must_use]
pub fn midnight(now: WallMs) -> WallMs {
    let day = Timestamp::from_millisecond(now.0).ok().and_then(|time| {
        let zoned = time.to_zoned(TimeZone::system());
        zoned.start_of_day().ok().map(|start| start.timestamp().as_millisecond())
    });
    WallMs(day.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_catalogue_reads_without_faults() {
        for file in EN.iter().chain(&DE) {
            assert!(FluentResource::try_new((*file).to_owned()).is_ok());
        }
    }

    #[test]
    fn german_has_every_sentence_that_english_has() {
        let (english, german) = (Words::english(), Words::german());
        for file in EN {
            for line in file.lines() {
                let Some((code, _)) = line.split_once(" =") else { continue };
                if code.starts_with(|first: char| first.is_ascii_lowercase()) && !code.contains(' ') {
                    assert!(english.bundle.has_message(code), "{code}");
                    assert!(german.bundle.has_message(code), "German lacks {code}");
                }
            }
        }
    }

    #[test]
    fn a_sentence_counts_and_names() {
        let words = Words::english();
        let said = words.say(&Sentence::new("sync-outcome").count("sent", 11).count("waiting", 2).count("attention", 1));
        assert_eq!(said, "11 sent, 2 wait, 1 needs you.");
        let unknown = words.say(&Sentence::new("no-such-code"));
        assert_eq!(unknown, "no-such-code");
    }
}
