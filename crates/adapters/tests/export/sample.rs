//! A list of mailboxes to export, and the bytes of its file.

use chrono::{DateTime, TimeDelta, Utc};
use sigillo_adapters::table::TableFiles;
use sigillo_app::mailboxes::{MailboxTable, write_mailbox};
use sigillo_app::table::{TableFormat, TableWriters};
use sigillo_domain::identification::RemReadiness;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::mailbox_list::{Listed, ListedHolder, Sort};
use sigillo_domain::message::Language;
use sigillo_domain::service_term::ServiceRequest;

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn table() -> MailboxTable {
    MailboxTable {
        domains: Some("pec.example.it".into()),
        search: None,
        search_in: vec![],
        communication_email: None,
        note: None,
        states: vec![],
        passwords: vec![],
        over_soft_limit: false,
        plans: vec![],
        resellers: vec![],
        holder: None,
        further: vec![],
        sort: Some(Sort::default()),
        exported_by: "Niccolò Così (niccolo.cosi)".into(),
        exported_at: at("2026-07-01T08:05:00Z"),
        language: Language::It,
    }
}

pub fn mailbox(local_part: &str) -> Listed {
    Listed {
        address: format!("{local_part}@pec.example.it"),
        local_part: local_part.into(),
        state: MailboxState::Active,
        password_state: PasswordState::Valid,
        communication_email: Some(format!("{local_part}@example.org")),
        quota_mb: 2000,
        soft_limit_mb: 1600,
        used_bytes: Some(1_310_720),
        preservation: true,
        created_at: at("2026-01-02T09:30:59Z"),
        created_by: "anna.verdi".into(),
        created_by_display_name: None,
        holder: Some(ListedHolder {
            given_name: "Zoè".into(),
            family_name: "Tàlamo".into(),
            tax_code: "TLMZOE04B69G942X".into(),
            company: Some("Officine di Prova S.r.l.".into()),
        }),
        activated_at: Some(at("2026-06-30T22:15:00Z")),
        expires_at: None,
        request: ServiceRequest::Renewal,
        rem_readiness: RemReadiness::Ready,
        cancelled_at: None,
        plan: None,
        plan_code: Some("S-2GIN_1GARCH".into()),
        reseller: None,
        reseller_name: Some("Rete Vendite".into()),
    }
}

/// Mailboxes of every state and with names of every length, in the order of their addresses.
pub fn mailboxes(count: usize) -> Vec<Listed> {
    let states = MailboxState::ALL.iter().cycle();
    let mut rows: Vec<Listed> = (0_usize..count)
        .zip(0_i64..)
        .zip(states)
        .map(|((n, nth), state)| {
            let office = ["ufficio", "protocollo-generale", "servizi_demografici.nord"][n % 3];
            let mut row = mailbox(&format!("{office}.{n:05}"));
            row.state = *state;
            row.password_state = PasswordState::ALL[n % 3];
            row.preservation = n % 4 == 0;
            row.quota_mb = [500, 1000, 25_000][n % 3];
            row.soft_limit_mb = row.quota_mb * 8 / 10;
            row.used_bytes = (n % 5 > 0).then_some(1_048_576 * nth / 7);
            row.created_at += TimeDelta::hours(nth);
            row.cancelled_at = (*state == MailboxState::Cancelled).then_some(row.created_at);
            row.communication_email = (n % 6 > 0).then(|| format!("{office}.{n}@example.org"));
            row
        })
        .collect();
    rows.sort_by(|a, b| a.address.cmp(&b.address));
    rows
}

/// The bytes of the file.
pub fn written(format: TableFormat, table: &MailboxTable, rows: &[Listed]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let output = Box::new(&mut bytes);
    let mut file = TableFiles.start(format, &table.description(), output).unwrap();
    for row in rows {
        write_mailbox(row, table.language, &mut *file).unwrap();
    }
    file.finish().unwrap();
    bytes
}
