//! Every interleaving of a small world, over the real core: one person captured on two laptops, one colleague in the CRM,
//! up to three faults. Breadth first over states that are told apart by a digest; from each quiet state everything is let
//! come to rest, and the end is checked as after a long run.
//!
//! The second laptop holds a second contact of the same person, not a restored copy: that brings adoption, markers of
//! others, shared keys and two writers on one record into so small a scope, where a copy would bring only its fence.

mod digest;
mod small;

use crate::checks::Violation;
use lanyard_planted::Rules;
use small::Small;
use std::collections::{HashSet, VecDeque};

/// How far one small world was explored.
#[derive(Debug, Clone)]
pub struct Explored {
    /// Its name.
    pub name: &'static str,
    /// The longest path.
    pub depth: usize,
    /// States that differ.
    pub states: usize,
    /// Whether no state was left out.
    pub complete: bool,
}

/// What an exploration came to.
#[derive(Debug, Clone, Default)]
pub struct Reached {
    /// The worlds, as far as they were explored.
    pub worlds: Vec<Explored>,
    /// The first rule broken on a shortest path, and that path.
    pub broken: Option<(Violation, Vec<String>)>,
}

/// A state waiting for its turn, and how it was come to: the step, and the place of the one before it.
struct Step {
    parent: usize,
    said: String,
    depth: usize,
}

/// Explores each small world up to so many states.
#[must_use]
pub fn explore(rules: &Rules, states: usize) -> Reached {
    let mut reached = Reached::default();
    for (name, first) in Small::worlds() {
        let (explored, broken) = breadth_first(name, first, rules, states);
        reached.worlds.push(explored);
        if broken.is_some() {
            reached.broken = broken;
            break;
        }
    }
    reached
}

fn breadth_first(
    name: &'static str,
    first: Small,
    rules: &Rules,
    most: usize,
) -> (Explored, Option<(Violation, Vec<String>)>) {
    let mut known: HashSet<u64> = HashSet::new();
    let mut steps: Vec<Step> = vec![Step { parent: 0, said: String::new(), depth: 0 }];
    let mut queue: VecDeque<(usize, Small)> = VecDeque::new();
    known.insert(first.digest());
    queue.push_back((0, first));
    let mut explored = Explored { name, depth: 0, states: 1, complete: true };
    while let Some((at, state)) = queue.pop_front() {
        for choice in state.choices() {
            let mut next = state.clone();
            next.take(choice, rules);
            let depth = steps[at].depth + 1;
            // A step is watched each time; the rest after it once for each state.
            let is_new = known.insert(next.digest());
            let broken = next.violation().or_else(|| if is_new { next.at_the_end(rules) } else { None });
            if let Some(violation) = broken {
                let mut path = vec![next.said(choice)];
                let mut step = at;
                while step != 0 {
                    path.push(steps[step].said.clone());
                    step = steps[step].parent;
                }
                path.reverse();
                explored.depth = explored.depth.max(depth);
                return (explored, Some((violation, path)));
            }
            if !is_new {
                continue;
            }
            if explored.states >= most {
                explored.complete = false;
                continue;
            }
            explored.states += 1;
            explored.depth = explored.depth.max(depth);
            steps.push(Step { parent: at, said: next.said(choice), depth });
            queue.push_back((steps.len() - 1, next));
        }
    }
    (explored, None)
}
