//! The catalogue for those who have no window: the command line, and errors before a window is there. The window reads
//! the same files by itself.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::memoizer::MemoizerKind;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lanyard_core::explain::{Arg, Sentence};
use lanyard_core::time::{Millis, WallMs};
use unic_langid::{LanguageIdentifier, langid};

const EN: [&str; 2] =
    [include_str!("../../core/messages/en/explain.ftl"), include_str!("../../core/messages/en/ui.ftl")];
const DE: [&str; 2] =
    [include_str!("../../core/messages/de/explain.ftl"), include_str!("../../core/messages/de/ui.ftl")];

/// The system's language, by the order in which the C library looks; empty where nothing says it.
#[must_use]
pub fn system_locale() -> String {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default()
}

/// A language's sentences.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    fallback: Option<Box<Words>>,
    now: Option<WallMs>,
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
        let mut bundle = bundle(langid!("en"), &EN);
        bundle.set_formatter(Some(with_commas));
        Self { bundle, fallback: None, now: None }
    }

    /// German; what it lacks is said in English.
    #[must_use]
    pub fn german() -> Self {
        let mut bundle = bundle(langid!("de"), &DE);
        bundle.set_formatter(Some(with_points));
        Self { bundle, fallback: Some(Box::new(Self::english())), now: None }
    }

    /// The language of a locale's name such as `de_DE.UTF-8`; English when it is none of ours.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("de") { Self::german() } else { Self::english() }
    }

    /// Says times of another day than that of `now` with their date.
    #[must_use]
    pub fn as_of(mut self, now: WallMs) -> Self {
        self.fallback = self.fallback.map(|fallback| Box::new(fallback.as_of(now)));
        self.now = Some(now);
        self
    }

    /// A sentence in words. One that the catalogue lacks is said by its code, so that it is seen and not swallowed.
    #[must_use]
    pub fn say(&self, sentence: &Sentence) -> String {
        let Some(pattern) = self.bundle.get_message(&sentence.code).and_then(|message| message.value())
        else {
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
            Arg::At(at) => FluentValue::from(self.time(*at)),
            Arg::Day(at) => FluentValue::from(day(*at)),
            Arg::For(span) => FluentValue::from(self.span(*span)),
            Arg::Field(key) => FluentValue::from(self.field(key)),
        }
    }

    /// A field's name for people.
    #[must_use]
    pub fn field(&self, key: &str) -> String {
        let code = format!("field-{key}");
        let said = self.say(&Sentence::new(&code));
        if said == code { key.replace('_', " ") } else { said }
    }

    /// A time of this laptop's zone: of today with seconds, of another day with its date.
    #[must_use]
    pub fn time(&self, at: WallMs) -> String {
        match Timestamp::from_millisecond(at.0) {
            Ok(time) => {
                let today = self.now.is_none_or(|now| midnight(now) == midnight(at));
                let format = if today { "%H:%M:%S" } else { "%Y-%m-%d %H:%M" };
                time.to_zoned(TimeZone::system()).strftime(format).to_string()
            }
            Err(_) => "?".to_owned(),
        }
    }

    /// A time of this laptop's zone with its date.
    #[must_use]
    pub fn day_and_time(&self, at: WallMs) -> String {
        let time = Timestamp::from_millisecond(at.0).map(|time| time.to_zoned(TimeZone::system()));
        time.map_or_else(|_| "?".to_owned(), |time| time.strftime("%Y-%m-%d %H:%M").to_string())
    }

    /// A number with a mark before each three digits, as sentences have it too, and the window.
    #[must_use]
    pub fn number(&self, count: u64) -> String {
        grouped(count, if self.is_german() { '.' } else { ',' })
    }

    /// Whether it is German that is spoken.
    #[must_use]
    pub fn is_german(&self) -> bool {
        self.fallback.is_some()
    }

    /// A span in the unit people would use, rounded up so that a wait is never shorter than said: seconds up to 90,
    /// minutes up to 90, then hours. The window does the same.
    #[must_use]
    pub fn span(&self, span: Millis) -> String {
        const MOST: u64 = 90;
        let seconds = span.0.div_ceil(1000);
        let minutes = seconds.div_ceil(60);
        let (code, n) = match (seconds <= MOST, minutes <= MOST) {
            (true, _) => ("span-seconds", seconds),
            (false, true) => ("span-minutes", minutes),
            (false, false) => ("span-hours", minutes.div_ceil(60)),
        };
        self.say(&Sentence::new(code).count("n", n))
    }

    /// Whether the catalogue has a sentence of this code in this very language.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.bundle.has_message(code)
    }
}

/// Each three digits of a number apart from those before.
fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// How English writes what a sentence counts.
fn with_commas<M: MemoizerKind>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    counted(value).map(|count| grouped(count, ','))
}

/// How German does.
fn with_points<M: MemoizerKind>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    counted(value).map(|count| grouped(count, '.'))
}

/// The whole number that a value is; others are written as they were.
fn counted(value: &FluentValue<'_>) -> Option<u64> {
    let FluentValue::Number(number) = value else { return None };
    let whole = number.value.fract() == 0.0 && (0.0..9e15).contains(&number.value);
    whole.then_some(number.value as u64)
}

/// The local day of a time.
fn day(at: WallMs) -> String {
    match Timestamp::from_millisecond(at.0) {
        Ok(time) => time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d").to_string(),
        Err(_) => "?".to_owned(),
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
        let said = words
            .say(&Sentence::new("sync-outcome").count("sent", 11).count("waiting", 2).count("attention", 1));
        assert_eq!(said, "11 sent, 2 wait, 1 needs you.");
        let unknown = words.say(&Sentence::new("no-such-code"));
        assert_eq!(unknown, "no-such-code");
    }

    #[test]
    fn thousands_stand_apart_as_each_language_has_it() {
        let outcome = Sentence::new("done-removed").count("count", 12_345);
        assert_eq!(Words::english().say(&outcome), "12,345 contacts removed here.");
        assert!(Words::german().say(&outcome).starts_with("12.345 "));
        let said = |count| Words::english().number(count);
        assert_eq!([said(0), said(999), said(1_000), said(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn one_is_not_many_in_either_language() {
        let outcome = |sent, waiting, attention| {
            Sentence::new("sync-outcome")
                .count("sent", sent)
                .count("waiting", waiting)
                .count("attention", attention)
        };
        let (english, german) = (Words::english(), Words::german());
        assert_eq!(english.say(&outcome(0, 1, 0)), "0 sent, 1 waits, 0 need you.");
        assert_eq!(german.say(&outcome(1, 1, 2)), "1 gesendet, 1 wartet, 2 brauchen Sie.");
        let stored = |count| Sentence::new("story-no-destination").count("count", count);
        assert_eq!(german.say(&stored(0)), "Noch kein Ziel. Erfasstes bleibt auf diesem Laptop.");
        assert_eq!(german.say(&stored(1)), "Noch kein Ziel. 1 Kontakt ist auf diesem Laptop sicher.");
    }

    #[test]
    fn a_field_has_the_name_that_the_window_gives_it() {
        let (english, german) = (Words::english(), Words::german());
        for row in lanyard_core::contact::FIELDS {
            assert!(english.has(&format!("field-{}", row.key)), "{}", row.key);
            assert!(german.has(&format!("field-{}", row.key)), "{}", row.key);
        }
        assert_eq!(english.field("job_title"), "Job title");
        assert_eq!(german.field("job_title"), "Funktion");
        assert_eq!(english.field("a_field_of_theirs"), "a field of theirs");
    }

    #[test]
    fn a_wait_is_never_shorter_than_said() {
        let words = Words::english();
        let said = |ms| words.span(Millis(ms));
        assert_eq!((said(5_001), said(90_000)), ("6 s".to_owned(), "90 s".to_owned()));
        assert_eq!((said(90_001), said(5_401_000)), ("2 min".to_owned(), "2 h".to_owned()));
    }

    #[test]
    fn a_time_of_another_day_is_said_with_its_date() {
        let noon = WallMs(1_800_000_000_000);
        let words = Words::german().as_of(noon);
        assert_eq!(words.time(noon).len(), "10:42:03".len());
        assert_eq!(words.time(WallMs(noon.0 - 3 * 86_400_000)).len(), "2027-01-12 10:42".len());
        assert_eq!(words.time(WallMs(i64::MAX)), "?");
    }
}
