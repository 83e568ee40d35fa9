//! The real worker over real HTTP through the proxy, and under a clock that jumps.
#![cfg(target_os = "linux")]

use crash::booth::Booth;
use crash::chance::Chance;
use crash::crm::each_once;
use crash::laptop::Laptop;
use crash::proxy::{Asked, Fate, Proxy};
use crash::sweep::quick_folder;
use lanyard_core::time::Millis;
use lanyard_engine::clock::SystemClock;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_contacts_through_a_network_that_cuts_replies_arrive_once_each() {
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).expect("a folder");
    let mut chance = Chance::new(11);
    let choose = move |asked: Asked<'_>| match (asked.is_write(), chance.below(6)) {
        (true, 0 | 1) => Fate::CutReply { after: 0 },
        (true, 2) => Fate::CutReply { after: chance.below(300) as usize },
        (_, 3) => Fate::DelayReply(Duration::from_millis(chance.below(20))),
        (_, _) => Fate::Pass,
    };
    let clock = Arc::new(SystemClock::new());
    let mut booth = Booth::open(laptop, clock, Millis(60), choose).await.expect("it starts");
    let strangers = booth.crm.records();
    for _ in 0..200 {
        assert!(booth.capture(), "{:?}", booth.said);
        // A booth is not a burst: the worker sends meanwhile, in many requests.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    booth.rest().await.expect("everything is sent");
    assert_eq!(booth.verify(), Ok(200));
    assert_eq!(each_once(&booth.crm, &booth.confirmed, &strangers), Ok(200));
    let played = booth.proxy.played();
    assert!(played.cut() >= 3, "only {} replies were cut", played.cut());
    eprintln!("200 contacts, {} connections, {} replies cut", played.all(), played.cut());
    booth.desk.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_ten_years_loses_nothing_and_lets_nothing_wait_longer() {
    let table = crash::clocks::clocks(12, 3).await.expect("a port and a folder");
    assert_eq!(table.wrong(), 0, "{}", table.shown());
    eprintln!("{}", table.shown());
}

/// A peer that counts requests and answers each with the same words.
async fn peer() -> (std::net::SocketAddr, Arc<std::sync::atomic::AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let addr = listener.local_addr().expect("it listens");
    let heard = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let count = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = [0; 1024];
            if stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {
                count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
                    .await;
            }
        }
    });
    (addr, heard)
}

/// What a client reads through the proxy until the connection ends.
async fn through(fate: Fate) -> (Vec<u8>, u32) {
    let (addr, heard) = peer().await;
    let proxy = Proxy::start(addr, move |_| fate).await.expect("a free port");
    let mut client = TcpStream::connect(proxy.addr()).await.expect("the proxy listens");
    client.write_all(b"POST /x HTTP/1.1\r\nhost: crm\r\n\r\n").await.expect("it reads");
    if fate == Fate::Swallow {
        client.shutdown().await.expect("the client gives up");
    }
    let mut reply = Vec::new();
    // A connection that breaks has said what it has said.
    let _ = client.read_to_end(&mut reply).await;
    (reply, heard.load(std::sync::atomic::Ordering::SeqCst))
}

#[tokio::test]
async fn each_fate_of_a_connection_is_what_its_name_says() {
    let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok".to_vec();
    assert_eq!(through(Fate::Pass).await, (whole.clone(), 1));
    assert_eq!(through(Fate::Delay(Duration::from_millis(1))).await, (whole.clone(), 1));
    assert_eq!(through(Fate::DelayReply(Duration::from_millis(1))).await, (whole.clone(), 1));
    assert_eq!(
        through(Fate::CutReply { after: 0 }).await,
        (Vec::new(), 1),
        "carried out, and nothing is heard"
    );
    assert_eq!(through(Fate::CutReply { after: 12 }).await, (whole[..12].to_vec(), 1));
    assert_eq!(through(Fate::Refuse).await, (Vec::new(), 0));
    assert_eq!(through(Fate::Swallow).await, (Vec::new(), 0));
}
