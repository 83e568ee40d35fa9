//! scratch
use lanyard_proof::*;
#[test]
fn quick() {
    let n: u64 = std::env::var("N").ok().and_then(|v| v.parse().ok()).unwrap_or(2000);
    let from: u64 = std::env::var("FROM").ok().and_then(|v| v.parse().ok()).unwrap_or(0);
    let profile = Profile::by_name(&std::env::var("PROFILE").unwrap_or("within".into())).unwrap();
    let rules = Rules::shipped();
    let t = std::time::Instant::now();
    let mut by: std::collections::BTreeMap<String, (u64, u64, String)> = Default::default();
    let (mut ev, mut rq, mut fl) = (0, 0, 0);
    for seed in from..from + n {
        let o = run(&draw(seed, profile), &rules, false);
        ev += o.events; rq += o.requests; fl += o.faults;
        if let Some(v) = o.violation {
            let key: String = v.how.chars().filter(|c| !c.is_ascii_digit()).take(60).collect();
            let e = by.entry(format!("{:?} {key}", v.invariant)).or_insert((0, seed, v.how));
            e.0 += 1;
        }
    }
    println!("{n} in {:?}; per schedule: {} events {} requests {} faults", t.elapsed(), ev / n, rq / n, fl / n);
    let mut all: Vec<_> = by.into_iter().collect(); all.sort_by_key(|(_, (n, _, _))| std::cmp::Reverse(*n));
    for (k, (n, seed, how)) in all { println!("{n:>6} {k:<60} first {seed}: {how}"); }
}
#[test]
fn show() {
    let Some(seed) = std::env::var("SEED").ok().and_then(|v| v.parse().ok()) else { return };
    let profile = Profile::by_name(&std::env::var("PROFILE").unwrap_or("within".into())).unwrap();
    let s = draw(seed, profile);
    println!("{:#?}", s.setup);
    for (t, a) in &s.acts { println!("{t} {a:?}"); }
    let o = run(&s, &Rules::shipped(), true);
    for l in &o.trace { println!("{l}"); }
    println!("{:?}", o.violation);
}
#[test]
fn explore() {
    let n: usize = std::env::var("N").ok().and_then(|v| v.parse().ok()).unwrap_or(2000);
    let t = std::time::Instant::now();
    let r = exhaustive::explore(&Rules::shipped(), n);
    println!("{:?} {:#?}", t.elapsed(), r.worlds);
    if let Some((v, path)) = r.broken { println!("{v:?}"); for l in path { println!("{l}"); } }
}
#[test]
fn all_plants() {
    let n: u64 = std::env::var("N").ok().and_then(|v| v.parse().ok()).unwrap_or(3000);
    let from: u64 = std::env::var("FROM").ok().and_then(|v| v.parse().ok()).unwrap_or(0);
    let only = std::env::var("ONLY").ok();
    for planted in plants::PLANTED {
        if only.as_ref().is_some_and(|o| o != planted.name) { continue }
        let rules = planted.rules();
        let shipped = Rules::shipped();
        // only what the shipped core does not break
        let mut hit = None;
        for seed in from..from + n {
            let s = draw(seed, Profile::Within);
            if let Some(v) = run(&s, &rules, false).violation {
                if run(&s, &shipped, false).violation.is_none() { hit = Some((seed, v)); break; }
            }
        }
        match hit {
            Some((seed, v)) => println!("{:<20} {:>6} {:?} {}", planted.name, seed - from, v.invariant, v.how),
            None => println!("{:<20} NOT CAUGHT", planted.name),
        }
    }
}
