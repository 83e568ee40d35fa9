//! Rates, costs and misses of a set, reader beside reader.

use crate::Asked;
use crate::readers::{Answer, Reader};
use crate::rivals::Rival;
use crate::sets::{Row, Set};
use crate::shell;
use std::collections::{BTreeMap, BTreeSet};

/// What a reader did with a set.
#[derive(Default)]
struct Tally {
    labelled: u32,
    read: u32,
    /// Something else than the label was read.
    other_text: u32,
    /// Something was read where nothing is.
    false_reads: u32,
    /// Read and labelled, by class.
    classes: BTreeMap<String, (u32, u32)>,
    missed: Vec<String>,
    /// Pictures of which something else than the label was read, and its start.
    others: Vec<String>,
    steps: BTreeMap<&'static str, u32>,
    ms: Vec<f64>,
    /// Times on pictures without a code.
    empty_ms: Vec<f64>,
    /// Questions to `stop`, on all pictures and on those without a code.
    questions: Vec<f64>,
    empty_questions: Vec<f64>,
    longest: (f64, String),
    /// How much of the true place and the one told overlap, and of which picture.
    overlaps: Vec<(f32, String)>,
}

impl Tally {
    fn note(&mut self, row: &Row, answer: &Answer) {
        if row.negative {
            self.false_reads += u32::from(!answer.texts.is_empty());
            self.empty_ms.push(answer.ms);
            self.empty_questions.push(f64::from(answer.questions));
        }
        self.ms.push(answer.ms);
        self.questions.push(f64::from(answer.questions));
        if answer.longest > self.longest.0 {
            self.longest = (answer.longest, row.file.clone());
        }
        if !row.is_labelled() {
            return;
        }
        self.labelled += 1;
        let class = self.classes.entry(row.class().to_owned()).or_default();
        class.1 += 1;
        if row.is_said_by(answer.texts.iter().map(String::as_str)) {
            self.read += 1;
            class.0 += 1;
            *self.steps.entry(answer.step).or_default() += 1;
            let said = answer.texts.iter().zip(&answer.corners);
            let mut said = said.filter(|(text, _)| row.is_said_by(std::iter::once(text.as_str())));
            if let (Some(truth), Some((_, told))) = (row.corners, said.next()) {
                self.overlaps.push((overlap(truth, *told), row.file.clone()));
            }
        } else {
            if let Some(other) = answer.texts.first() {
                self.other_text += 1;
                self.others.push(format!(
                    "{} ({}): {:?}",
                    row.file,
                    answer.step,
                    other.chars().take(60).collect::<String>()
                ));
            }
            self.missed.push(if answer.stopped { format!("{}*", row.file) } else { row.file.clone() });
        }
    }
}

/// Corners that share less with the truth are named one by one.
const LEAST_OVERLAP: f32 = 0.9;

/// Prints a set's part of the table.
pub(crate) fn report(set: &Set, asked: &Asked, rivals: &[Rival]) {
    let mut tallies: Vec<(&str, Tally)> =
        asked.readers.iter().map(|reader| (reader.name(), Tally::default())).collect();
    for row in &set.rows {
        let Some(picture) = set.open(row) else { continue };
        for (reader, (_, tally)) in asked.readers.iter().zip(&mut tallies) {
            tally.note(row, &reader.read(&picture));
        }
    }
    for rival in rivals {
        let Some(answers) = rival.read_set(set) else { continue };
        let mut tally = Tally::default();
        for row in &set.rows {
            if let Some(answer) = answers.get(&row.file) {
                tally.note(row, answer);
            }
        }
        tallies.push((rival.name, tally));
    }
    let shell = asked.shell.as_deref().and_then(|program| shell::read_set(program, set));
    if let Some(answers) = &shell {
        let mut tally = Tally::default();
        for row in &set.rows {
            if let Some(answer) = answers.get(&row.file) {
                tally.note(row, answer);
            }
        }
        tallies.push(("shell", tally));
    }
    print(&set.name, &tallies, asked.steps);
    if shell.is_some() {
        differing(&tallies);
    }
}

/// Says what the program on the command line reads and the same ladder does not here, or the other way round.
fn differing(tallies: &[(&str, Tally)]) {
    let missed = |name| tallies.iter().find(|(of, _)| *of == name).map(|(_, tally)| &tally.missed);
    let (Some(here), Some(there)) = (missed("photo"), missed("shell")) else { return };
    let plain = |file: &String| file.trim_end_matches('*').to_owned();
    let (here, there): (BTreeSet<_>, BTreeSet<_>) =
        (here.iter().map(plain).collect(), there.iter().map(plain).collect());
    let differing: Vec<&String> = here.symmetric_difference(&there).collect();
    println!("photo and shell differ in {}: {differing:?}", differing.len());
}

fn print(set: &str, tallies: &[(&str, Tally)], steps: bool) {
    println!("\n## {set}");
    for (name, tally) in tallies {
        println!(
            "{name:10} {:3}/{:3} = {:5.1} %   other text {:2}, false reads {}   ms p50 {:6.2} p95 {:6.2} max {:7.2}{}",
            tally.read,
            tally.labelled,
            100.0 * f64::from(tally.read) / f64::from(tally.labelled.max(1)),
            tally.other_text,
            tally.false_reads,
            at(&tally.ms, 0.5),
            at(&tally.ms, 0.95),
            at(&tally.ms, 1.0),
            if tally.empty_ms.is_empty() {
                String::new()
            } else {
                format!("   empty p50 {:.2} p95 {:.2}", at(&tally.empty_ms, 0.5), at(&tally.empty_ms, 0.95))
            },
        );
        let questions: f64 = tally.questions.iter().sum();
        if questions > 0.0 {
            println!(
                "           questions to `stop` p50 {} p95 {}, without a code p50 {}; {:.1} µs between two, at most {:.2} ms ({})",
                at(&tally.questions, 0.5),
                at(&tally.questions, 0.95),
                at(&tally.empty_questions, 0.5),
                tally.ms.iter().sum::<f64>() * 1e3 / questions,
                tally.longest.0,
                tally.longest.1
            );
        }
        let worst = tally.overlaps.iter().min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((worst, _)) = worst {
            let low: Vec<_> = tally.overlaps.iter().filter(|(part, _)| *part < LEAST_OVERLAP).collect();
            println!(
                "           corners: {} overlap the truth by at least {worst:.2}; {} below {LEAST_OVERLAP}: {low:.2?}",
                tally.overlaps.len(),
                low.len()
            );
        }
        if steps {
            println!("           steps {:?}", tally.steps);
        }
    }
    classes(tallies);
    for (name, tally) in tallies.iter().filter(|(name, _)| Reader::named(name).is_some()) {
        if name == &"live" || name == &"photo" {
            println!("{name} missed (* at the end of the budget): {}", tally.missed.join(" "));
            for other in &tally.others {
                println!("{name} read something else in {other}");
            }
        }
    }
}

/// A line for each class, where a set has more than one.
fn classes(tallies: &[(&str, Tally)]) {
    let Some((_, first)) = tallies.first() else { return };
    if first.classes.len() < 2 {
        return;
    }
    let names: Vec<String> = tallies.iter().map(|(name, _)| format!("{name:>9}")).collect();
    println!("{:20} of {}", "class", names.join(" "));
    for (class, (_, labelled)) in &first.classes {
        let read = |tally: &Tally| tally.classes.get(class).map_or(0, |(read, _)| *read);
        let cells: Vec<String> = tallies.iter().map(|(_, tally)| format!("{:9}", read(tally))).collect();
        println!("{class:20} {labelled:2} {}", cells.join(" "));
    }
}

/// The value below which this part of the series lies.
pub(crate) fn at(series: &[f64], part: f64) -> f64 {
    let mut sorted = series.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len().saturating_sub(1) as f64 * part).round() as usize;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// The area that two convex quadrilaterals share, as a part of the area that either covers; counted on a grid.
fn overlap(truth: [[f32; 2]; 4], told: [(f32, f32); 4]) -> f32 {
    const STEPS: usize = 200;
    let truth = truth.map(|[x, y]| (x, y));
    let all = || truth.iter().chain(&told);
    let least = |f: fn(&(f32, f32)) -> f32| all().map(f).fold(f32::INFINITY, f32::min);
    let most = |f: fn(&(f32, f32)) -> f32| all().map(f).fold(f32::NEG_INFINITY, f32::max);
    let (left, top) = (least(|p| p.0), least(|p| p.1));
    let (right, bottom) = (most(|p| p.0), most(|p| p.1));
    let (mut both, mut either) = (0u32, 0u32);
    for i in 0..STEPS * STEPS {
        let part = |n: usize| (n as f32 + 0.5) / STEPS as f32;
        let p = (left + (right - left) * part(i % STEPS), top + (bottom - top) * part(i / STEPS));
        let (a, b) = (holds(&truth, p), holds(&told, p));
        both += u32::from(a && b);
        either += u32::from(a || b);
    }
    both as f32 / either.max(1) as f32
}

/// Whether a point lies on the same side of every edge.
fn holds(corners: &[(f32, f32); 4], p: (f32, f32)) -> bool {
    let side = |i: usize| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        ((b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0)) > 0.0
    };
    (1..4).all(|i| side(i) == side(0))
}
