//! scratch
use lanyard_proof::*;
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
