//! Exporting everything to a file, compared with the database's own tool for the same rows.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Result;
use http_body_util::BodyExt;

use crate::client::{Client, RequestTemplate};
use crate::panel::{DOMAINS, Server};
use crate::place::Place;
use crate::report;
use crate::subjects::Subjects;

pub async fn run(
    place: &Place,
    server: &Server,
    client: &Client,
    subjects: &Subjects,
) -> Result<()> {
    println!("| export | seconds | size | resident memory at its peak |");
    println!("|---|---|---|---|");
    for format in ["csv", "xlsx", "pdf"] {
        server.reset_peak()?;
        let path = format!("/api/v1/mailboxes/export?format={format}&domain={}", DOMAINS[0].name);
        let began = Instant::now();
        let mut response = client.send(&RequestTemplate::get(path)).await?;
        let status = response.status();
        let mut size = 0;
        // The body is read piece by piece and not kept.
        while let Some(frame) = response.body_mut().frame().await {
            size += frame?.data_ref().map_or(0, |bytes| bytes.len() as u64);
        }
        let seconds = began.elapsed().as_secs_f64();
        if status.is_success() {
            let peak = report::megabytes(server.memory()?.peak);
            println!("| {format} | {seconds:.2} | {} | {peak} |", report::megabytes(size));
        } else {
            println!("| {format} | refused: {status} | | |");
        }
    }
    own_tool(place, subjects);
    Ok(())
}

/// The columns of the csv in the table.
const COLUMNS: &str = "address, state, communication_email, password_state, quota_mb, \
     soft_limit_mb, used_bytes, preservation, created_at, created_by, activated_at, expires_at, \
     cancelled_at";

/// Exports the same rows with the database's own tool, where it is installed.
fn own_tool(place: &Place, subjects: &Subjects) {
    let id = subjects.domains[0].uuid().simple();
    let order = "ORDER BY local_part, address";
    let (name, mut command) = if let Some(file) = place.sqlite_file() {
        let select = format!("SELECT {COLUMNS} FROM mailbox WHERE domain_id = x'{id}' {order}");
        let mut command = Command::new("sqlite3");
        command.args(["-readonly", "-csv", file, &select]);
        ("sqlite3 -csv", command)
    } else {
        let select = format!("SELECT {COLUMNS} FROM mailbox WHERE domain_id = '{id}' {order}");
        let mut command = Command::new("psql");
        command.args(["-X", "-q", &place.url, "-c"]);
        command.arg(format!("\\copy ({select}) TO STDOUT WITH (FORMAT csv)"));
        ("\\copy", command)
    };
    let began = Instant::now();
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => {
            let seconds = began.elapsed().as_secs_f64();
            let size = report::megabytes(output.stdout.len() as u64);
            println!("| {name} | {seconds:.2} | {size} | |");
        }
        _ => println!("| {name} | not available | | |"),
    }
}
