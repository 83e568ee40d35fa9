//! The two sides that `tests/peers/hubspot.mjs` lets strangers judge: `serve` is the rehearsal HubSpot on a free port,
//! `drive` is our own client, asking everything it can of a server at an address. Never part of the product.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that is read by another one")]

use acceptance::crm_peer::{fields, hubspot_with_secret, new_record, patch, removal};
use clap::{Parser, Subcommand};
use lanyard_core::crm::{CrmOp, ItemAnswer, RemoteRecord};
use lanyard_core::ids::{DeliveryId, RemoteId};
use lanyard_engine::clock::{Clock as _, SystemClock};
use lanyard_engine::crm::Client;
use lanyard_rehearsal::{Brand, Options, Rehearsal};
use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;

/// Both sides of HubSpot, to be judged.
#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Serves until it is ended; prints `LISTEN <address> <token> <control token>`
    Serve,
    /// Asks; prints `ASKED <operations> <answered>`
    Drive {
        /// Where a check learns what the account can do
        checked_at: String,
        /// Where everything else is asked
        address: String,
        /// The key
        token: String,
    },
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    match Line::parse().what {
        What::Serve => serve().await,
        What::Drive { checked_at, address, token } => drive(&checked_at, &address, &token).await,
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let clock = Arc::new(SystemClock::new());
    let (token, control) = (clock.new_id(), clock.new_id());
    let mut options = Options::new(&token, "", &control, Arc::new(move || clock.wall().0));
    options.brand = Brand::HubSpot;
    (options.settings.requests_per_ten_s, options.settings.searches_per_s) = (100_000, 100_000);
    let running = Rehearsal::start(options).await?;
    let mut out = std::io::stdout();
    writeln!(out, "LISTEN {} {token} {control}", running.base_url())?;
    out.flush()?;
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// What was asked, and how much of it was answered.
#[derive(Default)]
struct Count {
    asked: usize,
    answered: usize,
}

impl Count {
    async fn ask(&mut self, client: &Client, op: CrmOp) -> Vec<ItemAnswer> {
        let answer = client.perform(&op).await;
        let items: Vec<ItemAnswer> = op.deliveries().iter().map(|name| answer.of(&op, name)).collect();
        self.asked += 1;
        if items.iter().all(|item| !matches!(item, ItemAnswer::Failed(_))) {
            self.answered += 1;
        } else {
            eprintln!("{}: {items:?} {:?}", op.name(), answer.facts.raw);
        }
        items
    }
}

fn record(item: Option<&ItemAnswer>) -> Option<RemoteRecord> {
    match item {
        Some(ItemAnswer::Written(record)) => Some(record.clone()),
        Some(ItemAnswer::Found(_) | ItemAnswer::Accepted(_) | ItemAnswer::Failed(_)) | None => None,
    }
}

async fn drive(checked_at: &str, address: &str, token: &str) -> Result<(), Box<dyn Error>> {
    let first = hubspot_with_secret(checked_at, &[("api_version", "v3")], token);
    first.perform(&CrmOp::Check).await.outcome.map_err(|failure| format!("{failure:?}"))?;
    let learned = first.learned().ok_or("nothing was learned")?;
    let known = learned.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let settings: Vec<(&str, &str)> = known.chain([("api_version", "v3")]).collect();
    let client = hubspot_with_secret(address, &settings, token);
    let mut count = Count::default();
    let one = |name: &str| new_record(name, &[("lastname", name), ("email", &format!("{name}@example.com"))]);
    let made = count.ask(&client, CrmOp::Create { items: vec![one("p1")] }).await;
    let more = count.ask(&client, CrmOp::Create { items: vec![one("p2"), one("p3")] }).await;
    let (Some(p1), Some(p2)) = (record(made.first()), record(more.first())) else {
        println!("ASKED {} {}", count.asked, count.answered);
        return Ok(());
    };
    let named = |name: &str, id: &RemoteId| (DeliveryId::new(name), id.clone());
    let gone = RemoteId::new("77777777");
    let ops = vec![
        CrmOp::Get { items: vec![named("p1", &p1.id)] },
        CrmOp::Get { items: vec![named("p1", &p1.id), named("p2", &p2.id), named("x", &gone)] },
        CrmOp::FindByEmail {
            items: vec![
                (DeliveryId::new("p1"), "P1@example.com".to_owned()),
                (DeliveryId::new("x"), "nobody@example.com".to_owned()),
            ],
        },
        CrmOp::FindByMarker {
            items: vec![(DeliveryId::new("p1"), vec!["c-p1".to_owned(), "a-p1".to_owned()])],
        },
        CrmOp::FindLike { items: vec![(DeliveryId::new("p1"), fields(&[("email", "p1@example.com")]))] },
        CrmOp::Update { items: vec![patch("p1", &p1, &[("city", Some("Oslo")), ("zip", None)])] },
        CrmOp::Update {
            items: vec![
                patch("p1", &p1, &[("city", Some("Cork"))]),
                patch("p2", &p2, &[("city", Some("Bonn"))]),
            ],
        },
        CrmOp::Create { items: vec![one("p1")] },
        CrmOp::Delete { items: vec![removal("p2", &p2)] },
        CrmOp::Get { items: vec![named("p2", &p2.id)] },
    ];
    for op in ops {
        count.ask(&client, op).await;
    }
    let mut token = None::<String>;
    loop {
        let (page, facts) = client.changes(None, token.as_deref()).await;
        count.asked += 1;
        match page {
            Ok(page) => {
                count.answered += 1;
                token = page.more;
            }
            Err(failure) => {
                eprintln!("changes: {failure:?} {:?}", facts.raw);
                break;
            }
        }
        if token.is_none() {
            break;
        }
    }
    println!("ASKED {} {}", count.asked, count.answered);
    Ok(())
}
