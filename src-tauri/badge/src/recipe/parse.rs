//! TOML to a recipe. Everything that is not understood is refused with its line: a recipe that is read half would read badges
//! wrongly, and nobody would see it.

use super::{Fault, How, IdForm, JsonPath, Reason, Recipe, Target, UrlPlace};
use lanyard_core::contact::{Field, Many};
use regex::RegexBuilder;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Longest recipe, in bytes.
const LONGEST: usize = 65_536;

/// Most memory that a pattern may compile to, in bytes. A pattern of a badge takes some ten thousands; `(\w{100}){100}` would take
/// hundreds of megabytes. Time is the engine's: its patterns read a payload in linear time, whatever they are.
const PATTERN_BYTES: usize = 1024 * 1024;

/// The format's number.
const FORMAT: &str = "1";

type Value<'a> = Spanned<DeValue<'a>>;
type Read<T> = Result<T, Fault>;

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// The first thing that is wrong with it, and its line.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if text.len() > LONGEST {
            return Err(Fault { line: 1, reason: Reason::TooLong });
        }
        let document = DeTable::parse(text).map_err(|error| Fault {
            line: line(text, error.span().map_or(0, |span| span.start)),
            reason: Reason::NoToml(error.message().to_owned()),
        })?;
        Source { text }.recipe(document.get_ref())
    }
}

/// The line of an offset, counted from 1.
fn line(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

struct Source<'a> {
    text: &'a str,
}

impl Source<'_> {
    fn fault<T>(&self, at: &Range<usize>, reason: Reason) -> Read<T> {
        Err(Fault { line: line(self.text, at.start), reason })
    }

    fn recipe(&self, table: &DeTable<'_>) -> Read<Recipe> {
        let (mut name, mut format) = (None, None);
        let (mut prefix, mut suffix, mut cut, mut id) =
            (String::new(), String::new(), Vec::new(), IdForm::default());
        let mut ways: Vec<(Range<usize>, How)> = Vec::new();
        for (key, value) in table {
            let at = key.span();
            match key.get_ref().as_ref() {
                "recipe" => format = Some(self.format(value)?),
                "name" => name = Some(self.filled(value, "name")?),
                "prefix" => prefix = self.string(value, "prefix")?,
                "suffix" => suffix = self.string(value, "suffix")?,
                "cut" => cut = self.strings(value, "cut")?.into_iter().map(|(_, text)| text).collect(),
                "id" => id = self.id_form(self.table(value, "id")?)?,
                "delimited" => {
                    ways.push((at, self.delimited(&value.span(), self.table(value, "delimited")?)?))
                }
                "pattern" => ways.push((at, self.pattern(&value.span(), self.table(value, "pattern")?)?)),
                "json" => ways.push((at, self.json(self.table(value, "json")?)?)),
                "url" => ways.push((at, self.url(&value.span(), self.table(value, "url")?)?)),
                "named" => ways.push((at, self.named(&value.span(), self.table(value, "named")?)?)),
                "fixed" => ways.push((at, self.fixed(self.table(value, "fixed")?)?)),
                other => return self.fault(&at, Reason::UnknownKey(other.to_owned())),
            }
        }
        ways.sort_by_key(|(at, _)| at.start);
        if format.is_none() {
            return self.fault(&(0..0), Reason::Missing("recipe"));
        }
        let Some(name) = name else { return self.fault(&(0..0), Reason::Missing("name")) };
        if let Some((second, _)) = ways.get(1) {
            return self.fault(second, Reason::OneWay);
        }
        let Some((at, how)) = ways.pop() else { return self.fault(&(0..0), Reason::OneWay) };
        let recipe = Recipe { name, prefix, suffix, how, cut, id };
        match recipe.check() {
            Ok(()) => Ok(recipe),
            Err(reason) => self.fault(&at, reason),
        }
    }

    fn format(&self, value: &Value<'_>) -> Read<()> {
        match value.get_ref().as_integer() {
            Some(number) if number.as_str() == FORMAT => Ok(()),
            Some(_) => self.fault(&value.span(), Reason::Later),
            None => self.fault(&value.span(), Reason::Shape("recipe".to_owned())),
        }
    }

    fn shape<T>(&self, value: &Value<'_>, key: &str) -> Read<T> {
        self.fault(&value.span(), Reason::Shape(key.to_owned()))
    }

    fn table<'a>(&self, value: &'a Value<'_>, key: &str) -> Read<&'a DeTable<'a>> {
        match value.get_ref().as_table() {
            Some(table) => Ok(table),
            None => self.shape(value, key),
        }
    }

    fn string(&self, value: &Value<'_>, key: &str) -> Read<String> {
        match value.get_ref().as_str() {
            Some(text) => Ok(text.to_owned()),
            None => self.shape(value, key),
        }
    }

    fn filled(&self, value: &Value<'_>, key: &str) -> Read<String> {
        match self.string(value, key)? {
            text if text.trim().is_empty() => self.shape(value, key),
            text => Ok(text),
        }
    }

    fn truth(&self, value: &Value<'_>, key: &str) -> Read<bool> {
        match value.get_ref().as_bool() {
            Some(truth) => Ok(truth),
            None => self.shape(value, key),
        }
    }

    fn strings(&self, value: &Value<'_>, key: &str) -> Read<Vec<(Range<usize>, String)>> {
        let Some(items) = value.get_ref().as_array() else { return self.shape(value, key) };
        items.iter().map(|item| Ok((item.span(), self.string(item, key)?))).collect()
    }

    fn target(&self, at: &Range<usize>, word: &str) -> Read<Target> {
        match word.split_once(':') {
            _ if word == "-" => Ok(Target::Skip),
            Some(("extra", name)) if !name.trim().is_empty() => Ok(Target::Extra(name.trim().to_owned())),
            _ => match Field::read_as(word) {
                Some(field) => Ok(Target::Field(field)),
                None => self.fault(at, Reason::UnknownField(word.to_owned())),
            },
        }
    }

    fn id_form(&self, table: &DeTable<'_>) -> Read<IdForm> {
        let mut form = IdForm::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "prefix" => form.prefix = self.string(value, "id.prefix")?,
                "ignore_zeros" => form.zeros = self.truth(value, "id.ignore_zeros")?,
                "ignore_case" => form.case = self.truth(value, "id.ignore_case")?,
                other => return self.fault(&key.span(), Reason::UnknownKey(format!("id.{other}"))),
            }
        }
        Ok(form)
    }

    fn delimited(&self, at: &Range<usize>, table: &DeTable<'_>) -> Read<How> {
        let (mut separator, mut fields) = (None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "separator" => match self.string(value, "separator")? {
                    text if text.is_empty() => return self.shape(value, "separator"),
                    text => separator = Some(text),
                },
                "fields" => {
                    let words = self.strings(value, "fields")?;
                    fields =
                        Some(words.iter().map(|(at, word)| self.target(at, word)).collect::<Read<Vec<_>>>()?);
                }
                other => return self.fault(&key.span(), Reason::UnknownKey(other.to_owned())),
            }
        }
        match (separator, fields) {
            (Some(separator), Some(fields)) => Ok(How::Delimited { separator, fields }),
            (None, _) => self.fault(at, Reason::Missing("separator")),
            (_, None) => self.fault(at, Reason::Missing("fields")),
        }
    }

    fn pattern(&self, at: &Range<usize>, table: &DeTable<'_>) -> Read<How> {
        let mut pattern = None;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "regex" => {
                    let text = self.string(value, "regex")?;
                    let whole = format!("^(?:{text})$");
                    let regex = RegexBuilder::new(&whole)
                        .size_limit(PATTERN_BYTES)
                        .dfa_size_limit(PATTERN_BYTES)
                        .build();
                    let regex = match regex {
                        Ok(regex) => regex,
                        Err(regex::Error::CompiledTooBig(_)) => {
                            return self.fault(&value.span(), Reason::Runaway);
                        }
                        Err(error) => {
                            // Its last line says what is wrong; the ones before draw the pattern.
                            let said = error.to_string();
                            let last = said.lines().last().unwrap_or("").trim_start_matches("error: ");
                            return self.fault(&value.span(), Reason::Pattern(last.to_owned()));
                        }
                    };
                    for name in regex.capture_names().flatten() {
                        if Field::read_as(name).is_none() && !name.starts_with("extra_") {
                            return self.fault(&value.span(), Reason::UnknownField(name.to_owned()));
                        }
                    }
                    pattern = Some(How::Pattern(regex));
                }
                other => return self.fault(&key.span(), Reason::UnknownKey(other.to_owned())),
            }
        }
        pattern.map_or_else(|| self.fault(at, Reason::Missing("regex")), Ok)
    }

    fn json(&self, table: &DeTable<'_>) -> Read<How> {
        let mut places = Vec::new();
        for (key, value) in table {
            let target = self.target(&key.span(), key.get_ref())?;
            let path: JsonPath = self.filled(value, key.get_ref())?.split('.').map(str::to_owned).collect();
            if path.iter().any(String::is_empty) {
                return self.shape(value, key.get_ref());
            }
            places.push((target, path));
        }
        Ok(How::Json(places))
    }

    fn url(&self, at: &Range<usize>, table: &DeTable<'_>) -> Read<How> {
        let (mut host, mut places) = (None, Vec::new());
        for (key, value) in table {
            let text = self.filled(value, key.get_ref())?;
            if key.get_ref().as_ref() == "host" {
                host = Some(text.to_lowercase());
                continue;
            }
            let place = match (text.strip_prefix('?'), text.strip_prefix('/').map(str::parse)) {
                (Some(name), _) if !name.is_empty() => UrlPlace::Parameter(name.to_owned()),
                (_, Some(Ok(part))) if part > 0 => UrlPlace::Part(part),
                _ => return self.shape(value, key.get_ref()),
            };
            places.push((self.target(&key.span(), key.get_ref())?, place));
        }
        match host {
            Some(host) => Ok(How::Url { host, places }),
            None => self.fault(at, Reason::Missing("host")),
        }
    }

    fn named(&self, at: &Range<usize>, table: &DeTable<'_>) -> Read<How> {
        let (mut separator, mut between, mut names) = (None, None, Vec::new());
        for (key, value) in table {
            let text = self.string(value, key.get_ref())?;
            if text.is_empty() {
                return self.shape(value, key.get_ref());
            }
            match key.get_ref().as_ref() {
                "separator" => separator = Some(text),
                "between" => between = Some(text),
                field => names.push((self.target(&key.span(), field)?, text)),
            }
        }
        match (separator, between) {
            (Some(separator), Some(between)) => Ok(How::Named { separator, between, names }),
            (None, _) => self.fault(at, Reason::Missing("separator")),
            (_, None) => self.fault(at, Reason::Missing("between")),
        }
    }

    fn fixed(&self, table: &DeTable<'_>) -> Read<How> {
        let mut places = Vec::new();
        for (key, value) in table {
            let target = self.target(&key.span(), key.get_ref())?;
            let numbers: Option<Vec<usize>> = value.get_ref().as_array().and_then(|items| {
                items.iter().map(|item| item.get_ref().as_integer()?.as_str().parse().ok()).collect()
            });
            match numbers.as_deref() {
                Some([from, to]) if from < to && *to <= crate::MAX_PAYLOAD => {
                    places.push((target, *from, *to))
                }
                _ => return self.shape(value, key.get_ref()),
            }
        }
        places.sort_by_key(|(_, from, _)| *from);
        Ok(How::Fixed(places))
    }
}

impl Recipe {
    /// Every field that is given, a list's more than once.
    pub(super) fn targets(&self) -> Vec<Target> {
        match &self.how {
            How::Delimited { fields, .. } => fields.clone(),
            How::Pattern(regex) => {
                let fields = regex.capture_names().flatten().map(|name| match Field::read_as(name) {
                    Some(field) => Target::Field(field),
                    None => Target::Extra(name.to_owned()),
                });
                fields.collect()
            }
            How::Json(places) => places.iter().map(|(target, _)| target.clone()).collect(),
            How::Url { places, .. } => places.iter().map(|(target, _)| target.clone()).collect(),
            How::Named { names, .. } => names.iter().map(|(target, _)| target.clone()).collect(),
            How::Fixed(places) => places.iter().map(|(target, _, _)| target.clone()).collect(),
        }
    }

    /// What holds for every way: something is given, and no field that holds one value is given two.
    fn check(&self) -> Result<(), Reason> {
        let mut seen: Vec<Field> = Vec::new();
        for target in self.targets() {
            let Target::Field(field) = target else { continue };
            if field.row().many == Many::One && seen.contains(&field) {
                return Err(Reason::Twice(field.key().to_owned()));
            }
            seen.push(field);
        }
        if seen.is_empty() { Err(Reason::NoField) } else { Ok(()) }
    }
}
