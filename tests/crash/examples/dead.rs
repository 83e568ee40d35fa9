use crash::{booth::Booth, disk::*, laptop::*, proxy::Fate, sweep::quick_folder};
use lanyard_engine::{clock::SystemClock, store::captures::Way};
use std::sync::Arc;
#[tokio::main]
async fn main() {
    let nth: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).unwrap();
    let disk = Disk::watch(laptop.root());
    let booth = Booth::open(laptop, Arc::new(SystemClock::new()), lanyard_core::time::Millis(40), |_| Fate::Pass).await.unwrap();


    disk.arm(Fault { hits: Hits::Only(Kind::Read), nth, lasts: Lasts::Once, how: How::Error });
    for n in 2..8 {
        let r = booth.desk.capture_text(&badge(n), Way::Scanner);
        match r { Ok(_) => println!("{n} ok"), Err(e) => println!("{n} {} {:?}", e.sentence.code, e.detail) }
        if n == 3 { println!("fired {} {:?}", disk.heal(), disk.counts()); }
    }
    println!("{:?}", booth.desk.status().map(|s| s.sum));
}
