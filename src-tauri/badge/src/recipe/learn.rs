//! A recipe from samples in which a person pointed at the fields. Each way to read is tried, the one that says most about itself
//! first; what is learned must read every sample as it was pointed at, or it is not learned. What differs between samples and was
//! not pointed at is passed over; what all have in common is not taken for a rule, but for what stands around the first and the
//! last value.

use super::{How, IdForm, JsonPath, Recipe, Target, UrlPlace};
use crate::profile::host_and_path;
use lanyard_core::contact::Field;
use regex::Regex;
use serde_json::Value;
use std::fmt::Write as _;

/// Fewest samples: with two, chance looks like a rule.
const FEWEST: usize = 3;

/// A payload and what a person pointed at in it.
#[derive(Clone)]
pub struct Sample {
    /// The payload.
    pub payload: String,
    /// The fields, and their values as they stand in the payload (percent encoding and JSON's escapes undone).
    pub fields: Vec<(Field, String)>,
}

/// Samples are personal data: only the fields are printed.
impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.fields.iter().map(|(field, _)| field.key())).finish()
    }
}

/// Separators of lists and of named values, in the order in which they are tried.
const SEPARATORS: &[&str] =
    &["::", "||", "|", "^", "\t", ";", ",", "~", "\n", "&", "#", "*", "/", "_", " - "];

/// What stands between a name and its value.
const BETWEEN: &[&str] = &[": ", ":", " = ", "="];

/// A recipe that reads every sample as it was pointed at; none if there are too few, they do not have the same fields, or no
/// way reads them all.
#[must_use]
pub fn learn(name: &str, samples: &[Sample]) -> Option<Recipe> {
    let fields: Vec<Field> = samples.first()?.fields.iter().map(|(field, _)| *field).collect();
    let are_alike =
        samples.iter().all(|sample| sample.fields.iter().map(|(field, _)| *field).eq(fields.iter().copied()));
    if samples.len() < FEWEST || !are_alike || fields.is_empty() {
        return None;
    }
    let ways: [Learner; 6] = [json, url, named, delimited, template, fixed];
    ways.iter().filter_map(|way| way(samples, &fields)).find_map(|way| {
        let recipe = Recipe {
            name: name.to_owned(),
            prefix: way.prefix,
            suffix: way.suffix,
            how: way.how,
            cut: Vec::new(),
            id: IdForm::default(),
        };
        // What is shared must be what was learned.
        let recipe = Recipe::parse(&recipe.to_toml()).ok()?;
        samples.iter().all(|sample| recipe.gives(sample)).then_some(recipe)
    })
}

/// One way of writing badges: what it makes of the samples, if they are written so.
type Learner = fn(&[Sample], &[Field]) -> Option<Way>;

struct Way {
    prefix: String,
    suffix: String,
    how: How,
}

impl Way {
    fn bare(how: How) -> Option<Self> {
        Some(Self { prefix: String::new(), suffix: String::new(), how })
    }
}

impl Recipe {
    /// Whether a sample is read as it was pointed at.
    fn gives(&self, sample: &Sample) -> bool {
        let Some(reading) = self.read(sample.payload.as_bytes()) else { return false };
        sample.fields.iter().all(|(field, value)| reading.draft.all(*field).any(|seen| seen == value.trim()))
    }
}

fn json(samples: &[Sample], fields: &[Field]) -> Option<Way> {
    let values: Option<Vec<Value>> = samples
        .iter()
        .map(|sample| {
            serde_json::from_str(&sample.payload)
                .ok()
                .filter(|value: &Value| !value.is_string() && !value.is_number())
        })
        .collect();
    let values = values?;
    let mut paths = Vec::new();
    leaves(values.first()?, &mut Vec::new(), &mut paths);
    let places = fields.iter().enumerate().map(|(nth, field)| {
        let path = paths.iter().find(|path| {
            let seen = values.iter().zip(samples).all(|(value, sample)| {
                super::read::at(value, path).is_some_and(|seen| pointed(sample, nth, &seen))
            });
            seen && path.iter().all(|step| !step.is_empty() && !step.contains('.'))
        })?;
        Some((Target::Field(*field), path.clone()))
    });
    Way::bare(How::Json(places.collect::<Option<_>>()?))
}

/// The paths of all texts and numbers of a value.
fn leaves(value: &Value, path: &mut JsonPath, paths: &mut Vec<JsonPath>) {
    const DEEPEST: usize = 8;
    const MOST: usize = 200;
    if path.len() > DEEPEST || paths.len() > MOST {
        return;
    }
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(place, value)| (place.to_string(), value)).collect()
        }
        Value::String(_) | Value::Number(_) => return paths.push(path.clone()),
        Value::Null | Value::Bool(_) => return,
    };
    for (step, value) in inner {
        path.push(step);
        leaves(value, path, paths);
        path.pop();
    }
}

/// Whether a value is what was pointed at for the nth field.
fn pointed(sample: &Sample, nth: usize, seen: &str) -> bool {
    sample.fields.get(nth).is_some_and(|(_, value)| value.trim() == seen.trim())
}

fn url(samples: &[Sample], fields: &[Field]) -> Option<Way> {
    const PARTS: usize = 12;
    let first = &samples.first()?.payload;
    if !samples
        .iter()
        .all(|sample| sample.payload.trim().get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http")))
    {
        return None;
    }
    let (host, _) = host_and_path(first.trim())?;
    let parameters = first
        .split_once('?')
        .map_or("", |(_, query)| query)
        .split('&')
        .filter_map(|part| part.split_once('='));
    let places: Vec<UrlPlace> = parameters
        .map(|(name, _)| UrlPlace::Parameter(name.to_owned()))
        .chain((1..=PARTS).map(UrlPlace::Part))
        .collect();
    let found = fields.iter().enumerate().map(|(nth, field)| {
        let is_there = |place: &&UrlPlace| {
            samples.iter().all(|sample| {
                super::read::in_url(sample.payload.trim(), place)
                    .is_some_and(|seen| pointed(sample, nth, &seen))
            })
        };
        places.iter().find(is_there).map(|place| (Target::Field(*field), place.clone()))
    });
    Way::bare(How::Url { host, places: found.collect::<Option<_>>()? })
}

fn named(samples: &[Sample], fields: &[Field]) -> Option<Way> {
    SEPARATORS.iter().flat_map(|separator| BETWEEN.iter().map(move |between| (separator, between))).find_map(
        |(separator, between)| {
            let first: Vec<(&str, &str)> = samples
                .first()?
                .payload
                .split(separator)
                .filter_map(|part| part.split_once(between))
                .collect();
            if first.len() < 2 {
                return None;
            }
            let value_of = |sample: &Sample, wanted: &str| {
                let mut pairs = sample.payload.split(separator).filter_map(|part| part.split_once(between));
                pairs.find(|(name, _)| name.trim() == wanted).map(|(_, value)| value.trim().to_owned())
            };
            let names = fields.iter().enumerate().map(|(nth, field)| {
                let name = first.iter().map(|(name, _)| name.trim()).filter(|name| !name.is_empty()).find(
                    |name| {
                        samples.iter().all(|sample| {
                            value_of(sample, name).is_some_and(|seen| pointed(sample, nth, &seen))
                        })
                    },
                )?;
                Some((Target::Field(*field), name.to_owned()))
            });
            Way::bare(How::Named {
                separator: (*separator).to_owned(),
                between: (*between).to_owned(),
                names: names.collect::<Option<_>>()?,
            })
        },
    )
}

fn delimited(samples: &[Sample], fields: &[Field]) -> Option<Way> {
    SEPARATORS.iter().find_map(|separator| {
        let rows: Vec<Vec<&str>> =
            samples.iter().map(|sample| sample.payload.trim().split(separator).collect()).collect();
        let cells = rows.first()?.len();
        if cells < 2 || rows.iter().any(|row| row.len() != cells) {
            return None;
        }
        let mut targets = vec![Target::Skip; cells];
        let (mut prefix, mut suffix) = (String::new(), String::new());
        for (nth, field) in fields.iter().enumerate() {
            // A value of the first cell may have a prefix in front, one of the last a suffix behind.
            let around = |place: usize, row: &[&str], sample: &Sample| -> Option<(String, String)> {
                let (cell, value) =
                    (row.get(place)?.trim().trim_matches('"'), sample.fields.get(nth)?.1.trim());
                let (before, after) = if place == 0 {
                    (cell.strip_suffix(value)?, "")
                } else if place + 1 == cells {
                    ("", cell.strip_prefix(value)?)
                } else {
                    (cell == value).then_some(("", ""))?
                };
                Some((before.to_owned(), after.to_owned()))
            };
            let (place, (before, after)) =
                (0..cells).filter(|place| targets.get(*place) == Some(&Target::Skip)).find_map(|place| {
                    let mut seen = rows.iter().zip(samples).map(|(row, sample)| around(place, row, sample));
                    let first = seen.next()??;
                    seen.all(|other| other.as_ref() == Some(&first)).then_some((place, first))
                })?;
            *targets.get_mut(place)? = Target::Field(*field);
            prefix.push_str(&before);
            suffix.push_str(&after);
        }
        Some(Way {
            prefix,
            suffix,
            how: How::Delimited { separator: (*separator).to_owned(), fields: targets },
        })
    })
}

/// The values in their order with the same text between them in every sample.
fn template(samples: &[Sample], fields: &[Field]) -> Option<Way> {
    let mut common: Option<Vec<(usize, String)>> = None;
    for sample in samples {
        let text = sample.payload.trim();
        let places: Option<Vec<(usize, usize, usize)>> = sample
            .fields
            .iter()
            .enumerate()
            .map(|(nth, (_, value))| {
                text.find(value.trim()).map(|start| (start, start + value.trim().len(), nth))
            })
            .collect();
        let mut places = places?;
        places.sort_unstable();
        let mut seen = Vec::new();
        let mut end = 0;
        for (start, after, nth) in places {
            seen.push((nth, text.get(end..start)?.to_owned()));
            end = after;
        }
        seen.push((usize::MAX, text.get(end..)?.to_owned()));
        match &common {
            None => common = Some(seen),
            Some(known) if *known == seen => {}
            Some(_) => return None,
        }
    }
    let common = common?;
    let mut pattern = String::new();
    for (at, (nth, before)) in common.iter().enumerate() {
        if at > 0 && at + 1 < common.len() {
            pattern.push_str(&regex::escape(before));
        }
        let Some(field) = fields.get(*nth) else { continue };
        let values =
            samples.iter().filter_map(|sample| sample.fields.get(*nth).map(|(_, value)| value.trim()));
        let next =
            common.get(at + 1).filter(|_| at + 2 < common.len()).and_then(|(_, text)| text.chars().next());
        let _ = write!(pattern, "(?P<{}>{})", field.key(), class(&values.collect::<Vec<_>>(), next));
    }
    let prefix = common.first()?.1.clone();
    let suffix = common.last()?.1.clone();
    let how = How::Pattern(Regex::new(&format!("^(?:{pattern})$")).ok()?);
    Some(Way { prefix, suffix, how })
}

/// The letters that values are made of, before what follows them.
fn class(values: &[&str], next: Option<char>) -> String {
    let all = |is: fn(char) -> bool| values.iter().all(|value| value.chars().all(is));
    let length = values.first().map_or(0, |value| value.chars().count());
    let is_even = values.iter().all(|value| value.chars().count() == length);
    match next {
        _ if all(|c| c.is_ascii_digit()) && is_even => format!("[0-9]{{{length}}}"),
        _ if all(|c| c.is_ascii_digit()) => "[0-9]+".to_owned(),
        Some(next) => format!("[^{}]+", regex::escape(&next.to_string())),
        None if all(|c| c.is_ascii_alphanumeric() || c == '-') => "[0-9A-Za-z-]+".to_owned(),
        None => ".+".to_owned(),
    }
}

/// Values at the same places of every sample; the longest value says how wide its place is.
fn fixed(samples: &[Sample], fields: &[Field]) -> Option<Way> {
    let mut places = Vec::new();
    for (nth, field) in fields.iter().enumerate() {
        let at = |sample: &Sample| -> Option<(usize, usize)> {
            let value = sample.fields.get(nth)?.1.trim();
            let text = sample.payload.trim();
            let start = text.find(value)?;
            let from = text.get(..start)?.chars().count();
            Some((from, from + value.chars().count()))
        };
        let seen: Option<Vec<(usize, usize)>> = samples.iter().map(at).collect();
        let seen = seen?;
        let (from, _) = *seen.first()?;
        if seen.iter().any(|(other, _)| *other != from) {
            return None;
        }
        places.push((Target::Field(*field), from, seen.iter().map(|(_, to)| *to).max()?));
    }
    places.sort_by_key(|(_, from, _)| *from);
    // Columns are as wide as the room up to the next, padded with spaces.
    let starts: Vec<usize> = places.iter().skip(1).map(|(_, from, _)| *from).collect();
    for ((_, _, to), next) in places.iter_mut().zip(starts) {
        *to = next.max(*to);
    }
    // The last is as wide as the spaces behind it; the end of the payload when nothing follows.
    let behind = |at: usize| -> Vec<Option<char>> {
        samples.iter().map(|sample| sample.payload.trim().chars().nth(at)).collect()
    };
    if let Some((_, _, to)) = places.last_mut() {
        while behind(*to).iter().any(Option::is_some)
            && behind(*to).iter().all(|c| matches!(c, None | Some(' ')))
        {
            *to += 1;
        }
        if behind(*to).iter().all(Option::is_none) {
            *to = crate::MAX_PAYLOAD;
        }
    }
    Way::bare(How::Fixed(places))
}
