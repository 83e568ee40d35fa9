//! What the coach says of pictures that nobody can read, and of those without a code: the same picture for two seconds of looking.

use crate::sets::{Picture, Row, Set};
use lanyard_decode::Watch;
use lanyard_decode::coach::{Coach, advice, measures};
use std::collections::BTreeMap;

/// Looks in two seconds.
const LOOKS: usize = 24;

/// Prints, for each class, how often what was said.
pub(crate) fn report(set: &Set) {
    let mut classes: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for row in set.rows.iter().filter(|row| is_asked(row)) {
        let Some(picture) = set.open(row) else { continue };
        classes.entry(row.class()).or_default().entry(said(&picture)).or_default().push(&row.file);
    }
    for (class, said) in classes {
        let wanted = set.rows.iter().find(|row| row.class() == class).and_then(|row| row.advice.as_deref());
        println!("coach, {class}, wanted {}:", wanted.unwrap_or("nothing"));
        for (sentence, files) in said {
            println!("  {:3} {sentence}: {}", files.len(), files.join(" "));
        }
    }
}

fn is_asked(row: &Row) -> bool {
    row.negative || row.advice.is_some()
}

fn said(picture: &Picture) -> &'static str {
    let (mut watch, mut coach) = (Watch::default(), Coach::default());
    let mut said = None;
    for _ in 0..LOOKS {
        let Ok(looked) = watch.look(&picture.gray, picture.w, picture.h, &mut || false) else { break };
        if !looked.payloads.is_empty() {
            return "read";
        }
        said = coach.hear(advice(&measures(&picture.gray, picture.w, picture.h, &looked)));
    }
    said.map_or("nothing", |advice| advice.key())
}
