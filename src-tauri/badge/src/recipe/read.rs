//! A payload read by a recipe: all of it as the recipe says, or not at all.

use super::{How, JsonPath, Recipe, Target, UrlPlace};
use crate::linkedin::percent_decoded;
use crate::profile::host_and_path;
use crate::{BadgeKind, Reading, charset, refused};
use lanyard_core::contact::Field;
use lanyard_core::contact::normalise::clean_text;
use serde_json::Value;

/// Where a value goes, and the value.
type Found = (Target, String);

impl Recipe {
    /// Reads a payload; none when it is not this recipe's, or would have been refused whatever a recipe says.
    #[must_use]
    pub fn read(&self, payload: &[u8]) -> Option<Reading> {
        let decoded = charset::decode(crate::cut(payload));
        let (text, removed) = clean_text(&decoded.text);
        if refused::read(&text).is_some() {
            return None;
        }
        let found = self.found(self.body(text.trim())?)?;
        let mut reading = Reading::of(self.kind());
        for (target, value) in found {
            match target {
                Target::Field(field) => reading.take(field, field.key(), &value),
                Target::Extra(name) => reading.extra(&name, &value),
                Target::Skip => {}
            }
        }
        if reading.draft.is_empty() {
            return None;
        }
        crate::names::complete(&mut reading);
        for (code, applies) in [
            ("cut_short", payload.len() > crate::MAX_PAYLOAD),
            ("charset_guessed", decoded.guessed),
            ("mojibake_repaired", decoded.repaired),
            ("control_removed", removed > 0),
        ] {
            if applies {
                reading.draft.warn(code);
            }
        }
        Some(reading)
    }

    fn kind(&self) -> BadgeKind {
        match &self.how {
            How::Delimited { .. } => BadgeKind::Delimited,
            How::Json(_) => BadgeKind::Json,
            How::Url { .. } => BadgeKind::Url,
            How::Named { .. } => BadgeKind::Kv,
            How::Pattern(_) | How::Fixed(_) if self.targets() == [Target::Field(Field::BadgeId)] => {
                BadgeKind::Opaque
            }
            How::Pattern(_) | How::Fixed(_) => BadgeKind::Text,
        }
    }

    /// What stands between prefix and suffix.
    fn body<'a>(&self, text: &'a str) -> Option<&'a str> {
        text.strip_prefix(self.prefix.as_str())?.strip_suffix(self.suffix.as_str())
    }

    fn found(&self, body: &str) -> Option<Vec<Found>> {
        match &self.how {
            How::Delimited { separator, fields } => delimited(body, separator, fields),
            How::Pattern(regex) => {
                let groups = regex.captures(body)?;
                let found = regex.capture_names().flatten().filter_map(|name| {
                    let target =
                        Field::read_as(name).map_or_else(|| Target::Extra(name.to_owned()), Target::Field);
                    groups.name(name).map(|value| (target, value.as_str().to_owned()))
                });
                Some(found.collect())
            }
            How::Json(places) => {
                let value: Value = serde_json::from_str(body).ok()?;
                let found =
                    places.iter().filter_map(|(target, path)| Some((target.clone(), at(&value, path)?)));
                Some(found.collect())
            }
            How::Url { host, places } => {
                let (seen, _) = host_and_path(body)?;
                let is_host = seen == host.strip_prefix("www.").unwrap_or(host);
                let found =
                    places.iter().filter_map(|(target, place)| Some((target.clone(), in_url(body, place)?)));
                is_host.then(|| found.collect())
            }
            How::Named { separator, between, names } => Some(named(body, separator, between, names)),
            How::Fixed(places) => {
                let chars: Vec<char> = body.chars().collect();
                let found = places.iter().map(|(target, from, to)| {
                    let value = chars.get(*from..(*to).min(chars.len()))?;
                    Some((target.clone(), value.iter().collect::<String>().trim().to_owned()))
                });
                found.collect()
            }
        }
    }

    /// The payload without the values whose names are to be cut, for what is kept. Of another build than the recipe's it stays
    /// whole, but a JSON object's and a list's of named values are cut wherever they stand.
    #[must_use]
    pub fn without_cut(&self, payload: &str) -> String {
        let is_cut = |name: &str| self.cut.iter().any(|cut| cut.eq_ignore_ascii_case(name.trim()));
        let Some(body) = self.body(payload.trim()).filter(|_| !self.cut.is_empty()) else {
            return payload.to_owned();
        };
        let kept = match &self.how {
            How::Named { separator, between, .. } => {
                let parts = body.split(separator.as_str());
                let kept = parts
                    .filter(|part| !part.split_once(between.as_str()).is_some_and(|(name, _)| is_cut(name)));
                kept.collect::<Vec<_>>().join(separator)
            }
            How::Json(_) => match serde_json::from_str::<Value>(body) {
                Ok(mut value) => {
                    cut_out(&mut value, &is_cut);
                    value.to_string()
                }
                Err(_) => body.to_owned(),
            },
            How::Delimited { .. } | How::Pattern(_) | How::Url { .. } | How::Fixed(_) => body.to_owned(),
        };
        format!("{}{kept}{}", self.prefix, self.suffix)
    }
}

fn cut_out(value: &mut Value, is_cut: &dyn Fn(&str) -> bool) {
    match value {
        Value::Object(object) => {
            object.retain(|name, _| !is_cut(name));
            object.values_mut().for_each(|inner| cut_out(inner, is_cut));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| cut_out(inner, is_cut)),
        _ => {}
    }
}

fn delimited(body: &str, separator: &str, fields: &[Target]) -> Option<Vec<Found>> {
    let parts: Vec<&str> = body.split(separator).take(fields.len() + 1).collect();
    if parts.len() != fields.len() {
        return None;
    }
    let unquoted = |part: &str| part.trim().trim_matches('"').to_owned();
    Some(fields.iter().cloned().zip(parts.into_iter().map(unquoted)).collect())
}

/// The value at a path, as text.
pub(super) fn at(value: &Value, path: &JsonPath) -> Option<String> {
    let mut value = value;
    for step in path {
        value = match value {
            Value::Object(object) => object.get(step)?,
            Value::Array(items) => items.get(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The value at a place of an address, percent encoding undone.
pub(super) fn in_url(address: &str, place: &UrlPlace) -> Option<String> {
    let address = address.split('#').next()?;
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    match place {
        UrlPlace::Parameter(wanted) => query
            .split('&')
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| percent_decoded(&value.replace('+', " "))),
        UrlPlace::Part(part) => {
            let (_, path) = host_and_path(path)?;
            path.split('/').filter(|part| !part.is_empty()).nth(part - 1).map(percent_decoded)
        }
    }
}

fn named(body: &str, separator: &str, between: &str, names: &[(Target, String)]) -> Vec<Found> {
    let pairs = body.split(separator).filter_map(|part| part.split_once(between));
    let of_name = |name: &str| names.iter().find(|(_, known)| known.eq_ignore_ascii_case(name.trim()));
    pairs
        .filter_map(|(name, value)| {
            of_name(name).map(|(target, _)| (target.clone(), value.trim().to_owned()))
        })
        .collect()
}
