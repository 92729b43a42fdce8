//! Writes an export of invented mailboxes and prints what it cost:
//! `cargo run --release -p sigillo-adapters --example export_cost -- pdf 5000 out.pdf`.

use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::time::Instant;

use chrono::{DateTime, TimeDelta};
use sigillo_adapters::table::TableFiles;
use sigillo_app::mailboxes::{MailboxTable, write_mailbox};
use sigillo_app::table::{TableFormat, TableWriters};
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{Listed, Sort};
use sigillo_domain::message::Language;
use sigillo_domain::service_term::ServiceRequest;

const OFFICES: [&str; 5] = [
    "ufficio.tributi",
    "protocollo-generale",
    "servizi_demografici.anagrafe",
    "lavori.pubblici.e.manutenzione.del.patrimonio.e.delle.strade",
    "polizia",
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [format, count, path] = &arguments[..] else {
        return Err("usage: export_cost csv|xlsx|pdf ROWS FILE".into());
    };
    let format = TableFormat::parse(format).ok_or("unknown format")?;
    let count: u32 = count.parse()?;

    let start = Instant::now();
    let table = table();
    let output = Box::new(BufWriter::new(File::create(path)?));
    let mut file = TableFiles.start(format, &table.description(), output)?;
    let numbers: Vec<u32> = (0..count).collect();
    for batch in numbers.chunks(2000) {
        let rows: Vec<Listed> = batch.iter().map(|n| mailbox(*n)).collect();
        for row in &rows {
            write_mailbox(row, table.language, &mut *file)?;
        }
    }
    file.finish()?;
    println!(
        "{count} rows, {} bytes, {:?}, peak memory {}",
        fs::metadata(path)?.len(),
        start.elapsed(),
        peak_memory().unwrap_or_else(|| "unknown".into())
    );
    Ok(())
}

fn table() -> MailboxTable {
    MailboxTable {
        domains: Some("pec.comune.example.it".into()),
        search: Some("uff".into()),
        search_in: vec![],
        communication_email: None,
        note: None,
        states: vec![
            MailboxState::Active,
            MailboxState::PendingActivation,
            MailboxState::Cancelled,
        ],
        passwords: vec![],
        over_soft_limit: false,
        plans: vec![],
        resellers: vec![],
        holder: None,
        further: vec![],
        sort: Some(Sort::default()),
        exported_by: "Niccolò Così (niccolo.cosi)".into(),
        exported_at: DateTime::from_timestamp(1_782_893_100, 0).unwrap_or_default(),
        language: Language::It,
    }
}

fn mailbox(n: u32) -> Listed {
    let nth = n as usize;
    let office = OFFICES[nth % OFFICES.len()];
    let local_part = format!("{office}.{n:04}");
    let created_at = table().exported_at - TimeDelta::hours(i64::from(n));
    let state = MailboxState::ALL[nth * 7 / 3 % MailboxState::ALL.len()];
    Listed {
        address: format!("{local_part}@pec.comune.example.it"),
        state,
        password_state: PasswordState::ALL[nth % PasswordState::ALL.len()],
        communication_email: (!n.is_multiple_of(6)).then(|| format!("{local_part}@example.org")),
        quota_mb: [500, 1000, 25_000][nth % 3],
        soft_limit_mb: [400, 800, 20_000][nth % 3],
        used_bytes: (!n.is_multiple_of(4)).then(|| i64::from(n) * 1_234_567),
        preservation: n.is_multiple_of(4),
        created_at,
        created_by: "anna.verdi".into(),
        created_by_display_name: None,
        holder: None,
        activated_at: Some(created_at),
        expires_at: n.is_multiple_of(2).then(|| created_at + TimeDelta::days(730)),
        request: ServiceRequest::None,
        rem_readiness: RemReadiness::Ready,
        cancelled_at: (state == MailboxState::Cancelled).then_some(created_at),
        plan: None,
        plan_code: (!n.is_multiple_of(3)).then(|| "S-2GIN_2GARCH_1GCONS".into()),
        reseller: None,
        reseller_name: None,
        local_part,
    }
}

/// The peak memory of the process, as Linux reports it.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line["VmHWM:".len()..].trim().to_owned())
}
