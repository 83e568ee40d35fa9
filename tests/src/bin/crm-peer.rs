//! The two sides that `tests/peers` lets strangers judge: `serve` is a rehearsal CRM on a free port, `drive` is our own client, asking everything it can of a server at an address. Never part of the product.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that is read by another one")]

use acceptance::crm_peer::{
    PIPEDRIVE_TIER, fields, hubspot_with_secret, new_note, new_record, note_lookup, patch, pipedrive, removal,
};
use clap::{Parser, Subcommand, ValueEnum};
use lanyard_core::crm::{CrmOp, ItemAnswer, NewRecord, NoteKey, NoteLookup, RemoteRecord, Whom};
use lanyard_core::ids::{DeliveryId, RemoteId};
use lanyard_engine::clock::{Clock as _, SystemClock};
use lanyard_engine::crm::Client;
use lanyard_engine::crm::http::Limits;
use lanyard_rehearsal::{Brand, Options, Rehearsal};
use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;

/// Both sides of a CRM, to be judged.
#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Serves until it is ended; prints `LISTEN <address> <token> <control token>`
    Serve {
        /// Of which CRM
        brand: Judged,
    },
    /// Asks; prints `ASKED <operations> <answered>`
    Drive {
        /// Of which CRM
        brand: Judged,
        /// Where a check learns what the account can do
        checked_at: String,
        /// Where everything else is asked
        address: String,
        /// The key
        token: String,
    },
}

/// The CRMs whose vendors have an SDK.
#[derive(Clone, Copy, ValueEnum)]
enum Judged {
    Hubspot,
    Pipedrive,
}

impl Judged {
    /// What a client of it is to be told besides. The specification of HubSpot's is of its older paths.
    fn settings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Hubspot => &[("api_version", "v3")],
            Self::Pipedrive => &[],
        }
    }

    /// A client of it at an address.
    fn client(self, address: &str, more: &[(&str, &str)], token: &str) -> Client {
        match self {
            Self::Hubspot => hubspot_with_secret(address, more, token),
            Self::Pipedrive => {
                let clock = Arc::new(SystemClock::new());
                pipedrive(address, more, token, Limits::SHIPPED, clock)
            }
        }
    }

    /// What it calls a name, and two things that can be changed.
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::Hubspot => ["lastname", "city", "zip"],
            Self::Pipedrive => ["name", "organization", "job_title"],
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    match Line::parse().what {
        What::Serve { brand } => serve(brand).await,
        What::Drive { brand, checked_at, address, token } => {
            drive(brand, &checked_at, &address, &token).await
        }
    }
}

async fn serve(brand: Judged) -> Result<(), Box<dyn Error>> {
    let clock = Arc::new(SystemClock::new());
    let (token, control) = (clock.new_id(), clock.new_id());
    let mut options = Options::new(&token, "", &control, Arc::new(move || clock.wall().0));
    options.brand = match brand {
        Judged::Hubspot => Brand::HubSpot,
        Judged::Pipedrive => Brand::Pipedrive,
    };
    (options.settings.requests_per_ten_s, options.settings.searches_per_s) = (100_000, 100_000);
    (options.settings.requests_per_two_s, options.settings.searches_per_two_s) = (100_000, 100_000);
    options.settings.tokens_per_day = 1_000_000;
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

async fn drive(brand: Judged, checked_at: &str, address: &str, token: &str) -> Result<(), Box<dyn Error>> {
    let first = brand.client(checked_at, brand.settings(), token);
    first.perform(&CrmOp::Check).await.outcome.map_err(|failure| format!("{failure:?}"))?;
    let learned = first.learned().ok_or("nothing was learned")?;
    let known = learned.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let settings: Vec<(&str, &str)> = known.chain(brand.settings().iter().copied()).collect();
    let client = brand.client(address, &settings, token);
    let [name_there, changed, cleared] = brand.words();
    let mut count = Count::default();
    let one = |name: &str| new_record(name, &[(name_there, name), ("email", &format!("{name}@example.com"))]);
    let made = count.ask(&client, CrmOp::Create { items: vec![one("p1")] }).await;
    let more = count.ask(&client, CrmOp::Create { items: vec![one("p2"), one("p3")] }).await;
    let (Some(p1), Some(p2)) = (record(made.first()), record(more.first())) else {
        println!("ASKED {} {}", count.asked, count.answered);
        return Ok(());
    };
    let named = |name: &str, id: &RemoteId| (DeliveryId::new(name), id.clone());
    let gone = RemoteId::new("77777777");
    let mut ops = vec![
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
        CrmOp::Update { items: vec![patch("p1", &p1, &[(changed, Some("Oslo")), (cleared, None)])] },
        CrmOp::Update {
            items: vec![
                patch("p1", &p1, &[(changed, Some("Cork"))]),
                patch("p2", &p2, &[(changed, Some("Bonn"))]),
            ],
        },
    ];
    ops.extend(of_its_own(brand, &one, &p1));
    if matches!(brand, Judged::Hubspot) {
        // Somebody looks after it, and it came far: both are then explained by further calls.
        let values = [("hubspot_owner_id", Some("41629779")), ("lifecyclestage", Some("customer"))];
        ops.push(CrmOp::Update { items: vec![patch("p1", &p1, &values)] });
    }
    ops.extend([
        CrmOp::Delete { items: vec![removal("p2", &p2)] },
        CrmOp::Get { items: vec![named("p2", &p2.id)] },
    ]);
    for op in ops {
        count.ask(&client, op).await;
    }
    // Its address may be another one by now, or not be in the index yet: only its record is surely known.
    for (whom, surely) in
        [(Whom::Record(p1.id.clone()), true), (Whom::Email("P1@example.com".to_owned()), false)]
    {
        let (standing, facts) = client.standing(&whom).await;
        count.asked += 1;
        match standing {
            Ok(found) if !surely || found.as_ref().is_some_and(|found| found.owner.is_some()) => {
                count.answered += 1;
            }
            other => eprintln!("standing: {whom:?} {:?} {:?}", other.map(|found| found.is_some()), facts.raw),
        }
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

/// What only one of the specifications knows: an upsert that finds its record, or notes and the definitions of fields.
fn of_its_own(brand: Judged, one: &dyn Fn(&str) -> NewRecord, p1: &RemoteRecord) -> Vec<CrmOp> {
    match brand {
        Judged::Hubspot => vec![CrmOp::Create { items: vec![one("p1")] }],
        Judged::Pipedrive => {
            let by_id =
                |id: &str| NoteLookup { what: NoteKey::Id(RemoteId::new(id)), ..note_lookup("n", &p1.id) };
            let many = (1..=12).map(|n| (DeliveryId::new(format!("m{n}")), RemoteId::new(n.to_string())));
            vec![
                CrmOp::Check,
                CrmOp::Get { items: many.collect() },
                CrmOp::Update {
                    items: vec![patch(
                        "p1",
                        p1,
                        &[("email", Some("p1@example.org")), ("mobile", Some("+49 170 1"))],
                    )],
                },
                CrmOp::Update { items: vec![patch("p1", p1, &[(PIPEDRIVE_TIER, Some("Gold"))])] },
                CrmOp::Update { items: vec![patch("p1", p1, &[(PIPEDRIVE_TIER, None)])] },
                CrmOp::Create { items: vec![new_note("n", &p1.id, "Met <twice>.")] },
                CrmOp::FindNotes { items: vec![note_lookup("n", &p1.id), by_id("7")] },
            ]
        }
    }
}
