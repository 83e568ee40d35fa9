//! What the page asks, word for word, through the bridge: the button of the Review page that has a missing field made over there, and
//! what it comes to.

use crate::NO_GRACE;
use acceptance::booth::Booth;
use acceptance::bridge::{Bridge, serve};
use lanyard_rehearsal::{Brand, Marker};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::net::TcpListener;

const PEOPLE: usize = 18;

/// A booth's desk as a page in a browser reaches it.
struct Page {
    root: String,
}

impl Page {
    async fn of(booth: &Booth) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback");
        let root = format!("http://{}", listener.local_addr().expect("it listens"));
        let bridge = Bridge::new(Arc::clone(&booth.desk), "token".into(), booth.data());
        tokio::spawn(serve(listener, bridge));
        Self { root }
    }

    async fn ask(&self, command: &str, args: Value) -> Value {
        let address = format!("{}/ipc/{command}", self.root);
        let asked = tokio::task::spawn_blocking(move || {
            let request = ureq::post(&address).header("X-Lanyard-Token", "token");
            request.send_json(args).expect("it is answered").body_mut().read_json().expect("in JSON")
        });
        asked.await.expect("it came back")
    }

    /// The one cause that the Review page shows, once it is of so many.
    async fn cause(&self, booth: &mut Booth, contacts: usize) -> Value {
        booth
            .until_all("all of them need a person", |booth| {
                booth.desk.status().expect("the store answers").sum.needs_attention == contacts as u32
            })
            .await;
        let review = self.ask("review", json!({})).await;
        assert_eq!(review["causes"].as_array().map(Vec::len), Some(1), "{review}");
        review["causes"][0].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_property_that_the_crm_does_not_know_is_made_once_from_the_review_page_and_eighteen_go_again() {
    let mut booth = Booth::open_at(Brand::HubSpot, Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let strangers = booth.all();
    let page = Page::of(&booth).await;
    let settings = page.ask("settings", json!({})).await;
    let destination = settings["destinations"][0]["id"].clone();
    let view = page.ask("mapping", json!({ "destinationId": destination })).await;
    let mut rows = view["rows"].clone();
    for row in rows.as_array_mut().into_iter().flatten().filter(|row| row["theirs"] == "jobtitle") {
        row["theirs"] = json!("badge_tier");
    }
    let save = json!({ "destinationId": destination, "version": view["version"], "rows": rows });
    assert_eq!(page.ask("save_mapping", save).await["version"], 2);
    for nth in 0..PEOPLE {
        let badge = format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Roe;Ada{nth};;;\r\nFN:Ada{nth} Roe\r\nTITLE:Buyer\r\n\
             EMAIL:ada{nth}@example.com\r\nEND:VCARD\r\n"
        );
        let answer = page.ask("capture_text", json!({ "payload": badge, "way": "scanner" })).await;
        assert_eq!(answer["answer"], "saved");
        page.ask("leave_card", json!({ "contactId": answer["contact"]["row"]["id"] })).await;
    }

    page.cause(&mut booth, PEOPLE).await;
    page.ask("read_fields", json!({ "destinationId": destination })).await;
    let cause = page.cause(&mut booth, PEOPLE).await;
    assert_eq!((&cause["contacts"], &cause["cause"]["theirs"]), (&json!(PEOPLE), &json!("badge_tier")));
    assert_eq!(cause["explanation"]["why"]["code"], "why-parked-unknown-property");
    let fixes = cause["fixes"].as_array().cloned().unwrap_or_default();
    assert!(fixes.contains(&json!("make")), "the page offers it: {fixes:?}");

    let done = page.ask("make_field_for", json!({ "cause": cause["cause"] })).await;
    assert_eq!(done["contacts"], json!(PEOPLE));
    booth
        .until_all("all of them are there", |booth| {
            booth.desk.status().expect("the store answers").sum.synced == PEOPLE as u32
        })
        .await;
    let ours = booth.ours();
    assert_eq!(ours.len(), PEOPLE, "each once");
    assert!(ours.iter().all(|record| record.value("badge_tier") == "Buyer"));
    assert!(strangers.iter().all(|known| booth.record(&known.id).version == known.version), "nobody else's");
    assert_eq!(page.ask("review", json!({})).await["causes"], json!([]));
}
