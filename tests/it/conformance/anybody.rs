//! What stands in a CRM's place, or is wrong with its answer, is classified alike for every client: a reply without an end, a
//! page, cut JSON, an error that calls itself a success, another address, a certificate of nobody's. A write is unknown unless
//! it surely never left; nothing is believed, and what people may read is short and holds no secret.

use acceptance::crm_peer::{
    Canned, Heard, Say, Speaker, TOKEN, acme, delivery, hubspot, json, new_record, pipedrive, reply,
};
use data_encoding::BASE64;
use lanyard_core::crm::{CrmAnswer, CrmOp, Failure, ItemAnswer, Trouble};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::WallMs;
use lanyard_engine::clock::ManualClock;
use lanyard_engine::crm::http::Limits;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json as value};
use std::io::Read as _;
use std::net::TcpListener;
use std::sync::{Arc, mpsc};

const KEY: &str = "0123456789abcdef0123456789abcdef01234567";

fn clients(address: &str, limits: Limits) -> [(&'static str, Speaker); 3] {
    let clock = || Arc::new(ManualClock::new(WallMs(1_795_348_800_000), 1));
    [
        ("AcmeCRM", acme(address, "bearer", TOKEN, limits)),
        ("HubSpot", Speaker::of_hubspot(hubspot(address, &[], limits, clock()))),
        ("Pipedrive", Speaker::of_pipedrive(pipedrive(address, &[], TOKEN, limits, clock()))),
    ]
}

/// What a peer says; but the definitions of fields, without which Pipedrive's client says nothing at all.
async fn peer(say: impl Fn(&Heard) -> Say + Send + Sync + 'static) -> Canned {
    let field = value!({ "field_name": "Lanyard capture ID", "field_code": KEY, "field_type": "varchar" });
    let title =
        value!({ "field_name": "Job title", "field_code": KEY.replace('0', "f"), "field_type": "text" });
    let fields = value!({ "success": true, "data": [field, title] });
    Canned::saying(move |heard| match heard.head.contains("/personfields") {
        true => json(200, &fields),
        false => say(heard),
    })
    .await
}

fn read() -> CrmOp {
    CrmOp::Get { items: vec![(delivery("one"), RemoteId::new("7"))] }
}

fn write() -> CrmOp {
    CrmOp::Create { items: vec![new_record("one", &[("acme_last_name", "X")])] }
}

fn failure(op: &CrmOp, answer: &CrmAnswer) -> Failure {
    match answer.of(op, &delivery("one")) {
        ItemAnswer::Failed(failure) => failure,
        other => panic!("no failure: {other:?}"),
    }
}

/// Each client's read and write meet the same, and are of these classes.
async fn classified(
    what: &str,
    limits: Limits,
    say: impl Fn() -> Say + Send + Sync + 'static,
    of_read: Failure,
) {
    let peer = peer(move |_| say()).await;
    for (name, client) in clients(&format!("http://{}", peer.addr), limits) {
        let answer = client.perform(&read()).await;
        assert_eq!(failure(&read(), &answer), of_read, "{name}: {what}");
        let answer = client.perform(&write()).await;
        assert_eq!(failure(&write(), &answer), Failure::Ambiguous, "{name}: {what}");
        let raw = answer.facts.raw.unwrap_or_default();
        assert!(!raw.contains(TOKEN) && raw.len() <= 8 * 1024, "{name}: {what}");
    }
}

fn trouble(trouble: Trouble) -> Failure {
    Failure::Transient { trouble }
}

#[tokio::test]
async fn a_gigabyte_is_not_read_whether_it_is_announced_or_not() {
    let limits = Limits { reply_bytes: 64 * 1024, ..Limits::SHIPPED };
    let announced = || Say::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n".to_vec());
    classified("announced", limits, announced, Failure::Protocol).await;
    let piece = [&b"1000\r\n"[..], &[b' '; 4096], b"\r\n"].concat();
    let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let endless = move || Say::Forever(head.to_vec(), piece.clone());
    classified("endless", limits, endless, Failure::Protocol).await;
}

#[tokio::test]
async fn a_page_is_somebody_else_speaking() {
    for status in [200, 302, 404, 511] {
        let page = move || reply(status, &[("content-type", "text/html")], "<!doctype html><h1>Welcome</h1>");
        classified("a page", Limits::SHIPPED, page, trouble(Trouble::Portal)).await;
    }
}

#[tokio::test]
async fn json_that_was_cut_is_no_answer() {
    let cut = || reply(200, &[("content-type", "application/json")], "{\"success\":true,\"data\":{\"id\":7");
    classified("cut, and complete for HTTP", Limits::SHIPPED, cut, Failure::Protocol).await;
    let broken = || Say::Bytes(b"HTTP/1.1 201 Created\r\ncontent-length: 400\r\n\r\n{\"id\":\"7\"".to_vec());
    classified("cut on the way", Limits::SHIPPED, broken, trouble(Trouble::Unreachable)).await;
}

#[tokio::test]
async fn an_error_that_calls_itself_a_success_is_none() {
    let errors: [Value; 3] = [
        value!({ "error": { "code": "internal", "message": "No." } }),
        value!({ "status": "error", "category": "INTERNAL_ERROR", "message": "No." }),
        value!({ "success": false, "error": "No." }),
    ];
    for error in errors {
        for status in [200, 201] {
            let said = error.clone();
            classified("an error", Limits::SHIPPED, move || json(status, &said), Failure::Protocol).await;
        }
    }
}

#[tokio::test]
async fn another_address_is_not_gone_to_and_the_secret_goes_nowhere() {
    let elsewhere = Canned::saying(|_| json(200, &value!({}))).await;
    let location = format!("http://{}/", elsewhere.addr);
    for status in [301, 302, 303, 307, 308] {
        let location = location.clone();
        let moved = move || reply(status, &[("location", &location)], "");
        classified("elsewhere", Limits::SHIPPED, moved, trouble(Trouble::Portal)).await;
    }
    assert!(elsewhere.heard().is_empty());
}

/// A certificate for 127.0.0.1 that signed itself, until 2126, and its key: they open nothing.
const SELF_SIGNED: &str = "MIIBijCCATCgAwIBAgIUWu6xp/wCmnExkhEL/djL3AGLVUkwCgYIKoZIzj0EAwIwETEPMA0GA1UEAwwGbm9ib2R5MCAXDTI2MTEy\
    MjE5MDAzOFoYDzIxMjYxMDI5MTkwMDM4WjARMQ8wDQYDVQQDDAZub2JvZHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASgBO3W\
    qK2EVMZtX3MZMrMHhfR08KDXETUmk/UxdS7C7IoNc0B3HpF6Nt11XL9oJusP1ek7F2A4qVkeikEL7AKEo2QwYjAdBgNVHQ4EFgQU\
    m7J97mbF8FasWx6COaeAs80bEMgwHwYDVR0jBBgwFoAUm7J97mbF8FasWx6COaeAs80bEMgwDwYDVR0TAQH/BAUwAwEB/zAPBgNV\
    HREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUCIB06dZ5bTYNyfJ9AsdOAvSPg5D5jTIpTyy56TfR86QprAiEAyMRgZk5pnQ+w\
    cgTaw6IGvCDCpc0PjyfSCH0MknH+T8M=";
const ITS_KEY: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgK2tJVp9vbkeP6bVjebewh4Hn/e2Q98Sul1PvhRRa9bqhRANCAASg\
    BO3WqK2EVMZtX3MZMrMHhfR08KDXETUmk/UxdS7C7IoNc0B3HpF6Nt11XL9oJusP1ek7F2A4qVkeikEL7AKE";

/// A server that shows that certificate, and passes on how many bytes of requests each connection said.
fn self_signed() -> (String, mpsc::Receiver<usize>) {
    let der = |text: &str| BASE64.decode(text.as_bytes()).expect("it is spelled so");
    let config =
        rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("its versions")
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from(der(SELF_SIGNED))],
                PrivatePkcs8KeyDer::from(der(ITS_KEY)).into(),
            )
            .expect("they belong together");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
    let address = format!("https://{}", listener.local_addr().expect("it listens"));
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).expect("a connection");
            let mut words = Vec::new();
            // It ends with an alert, or with the other side's end.
            let _ = rustls::Stream::new(&mut connection, &mut stream).read_to_end(&mut words);
            if said.send(words.len()).is_err() {
                return;
            }
        }
    });
    (address, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_vouches_for_ends_it_before_anything_is_said() {
    let (address, heard) = self_signed();
    for (name, client) in clients(&address, Limits::SHIPPED) {
        for op in [read(), write()] {
            let answer = client.perform(&op).await;
            // The connection never stood, so that a write surely did not leave.
            assert_eq!(failure(&op, &answer), trouble(Trouble::Unreachable), "{name}");
            let reason = answer.facts.raw.unwrap_or_default().to_lowercase();
            assert!(reason.contains("certificate"), "{name}: {reason}");
            assert_eq!(heard.recv_timeout(Limits::SHIPPED.total), Ok(0), "{name}: not a word of a request");
        }
    }
}
