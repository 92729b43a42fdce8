//! `sigillo-bench`: fills a temporary database, serves it with the real binary, and prints how long
//! each request takes over HTTP next to the bare statements that it cannot do without.

mod bare;
mod cases;
mod client;
mod export;
mod fill;
mod fill_rows;
mod fixtures;
mod measure;
mod names;
mod office_cases;
mod panel;
mod people;
mod people_cases;
mod place;
mod read;
mod receipts;
mod registry;
mod report;
mod subjects;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};

use client::Client;
use measure::Bounds;
use panel::{Panel, Verification};
use place::Place;
use subjects::Subjects;
use tikv_jemallocator::Jemalloc;

/// The product's allocator, so that the bare statements are not slower than they need be.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engines {
    Sqlite,
    Postgres,
    Both,
}

/// Fills a temporary database and measures the panel over it.
#[derive(Parser)]
struct Options {
    #[arg(value_enum, default_value = "both")]
    engine: Engines,
    /// Number of mailboxes
    #[arg(default_value = "100000", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    mailboxes: u32,
    /// Binary to measure; defaults to the one in the same folder
    #[arg(long)]
    sigillo: Option<PathBuf>,
    /// Maximum number of requests of one kind
    #[arg(long, default_value = "400")]
    requests: usize,
    /// Maximum seconds for one kind of request
    #[arg(long, default_value = "4")]
    seconds: u64,
    /// Measure the dashboard, the reports and the tickets only
    #[arg(long)]
    office: bool,
    /// Do not verify the history, which takes minutes at a million mailboxes
    #[arg(long)]
    no_verify: bool,
    /// Fill in about so many preserved receipts, and measure the searches over them and nothing else
    #[arg(long, value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    receipts: Option<u32>,
    /// PostgreSQL server that is used for nothing else
    #[arg(long, env = "SIGILLO_TEST_POSTGRES_URL", hide_env_values = true)]
    postgres: Option<String>,
}

/// On one thread, like the panel's requests: a client that passes each response to another thread
/// would measure that too.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let options = Options::parse();
    let places = [(Engines::Sqlite, "SQLite"), (Engines::Postgres, "PostgreSQL")];
    for (engine, name) in places {
        if options.engine != engine && options.engine != Engines::Both {
            continue;
        }
        let place = if engine == Engines::Sqlite {
            Place::sqlite()?
        } else {
            let server = options.postgres.as_deref();
            let server = server.context("there is no PostgreSQL: run it by `just bench`")?;
            Place::postgres(server).await?
        };
        println!("## {name}, {} mailboxes\n", report::grouped(u64::from(options.mailboxes)));
        bench(&options, &place).await?;
        place.end().await?;
    }
    Ok(())
}

async fn bench(options: &Options, place: &Place) -> Result<()> {
    let panel = Panel::new(options.sigillo.as_deref(), place)?;
    panel.prepare()?;
    let began = Instant::now();
    let filled = fill::fill(place, options.mailboxes).await?;
    println!(
        "Filled in {:.0} s: {} holders, {} companies, {} records of the history; {} on disk.\n",
        began.elapsed().as_secs_f64(),
        report::grouped(filled.holders as u64),
        report::grouped(filled.companies as u64),
        report::grouped(filled.records),
        report::megabytes(place.size().await?),
    );
    let bounds = Bounds { requests: options.requests, time: Duration::from_secs(options.seconds) };
    let db = place.open().await?;
    if let Some(count) = options.receipts {
        receipts::fill(&db, count, options.mailboxes).await?;
        receipts::run(&db).await?;
        db.close().await;
        return Ok(());
    }
    let subjects = Subjects::choose(&db).await?;
    let server = panel.serve().await?;
    let mut client = Client::connect(server.address).await?;
    client.sign_in().await?;
    client.get_ok("/api/v1/me").await?;
    let at_rest = server.memory()?;
    if options.office {
        cases::run_office(&client, bounds).await?;
    } else {
        cases::run(&db, &client, &subjects, bounds).await?;
    }
    println!(
        "\nResident memory: {} at rest, {} at its peak.\n",
        report::megabytes(at_rest.resident),
        report::megabytes(server.memory()?.peak),
    );
    if !options.office {
        export::run(place, &server, &client, &subjects).await?;
    }
    office_cases::remove_tickets(&db).await?;
    db.close().await;
    server.stop()?;
    if !options.no_verify {
        let first = panel.first_checkpoint()?;
        println!();
        for (name, since) in [("whole", None), ("since the fill", Some(first.as_path()))] {
            let Verification { summary, elapsed, peak } = panel.verify(since)?;
            let (seconds, peak) = (elapsed.as_secs_f64(), report::megabytes(peak));
            println!(
                "`sigillo history verify`, {name}: {seconds:.1} s, {peak} at its peak; {summary}"
            );
        }
        println!();
    }
    Ok(())
}
