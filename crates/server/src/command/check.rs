//! `sigillo check`.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use sigillo_storage::{mailbox_counts, mailbox_traffic};

use crate::config::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Compare the counters of the lists, of the dashboard and of messages with the mailboxes; exit 1 if one is wrong
    ///
    /// While it counts, servers wait with changes of mailboxes: for seconds, with a million of them.
    Counters {
        /// Make wrong counters anew, and exit 0
        #[arg(long)]
        repair: bool,
    },
}

pub async fn run(command: Command, settings: &Settings) -> Result<ExitCode> {
    let Command::Counters { repair } = command;
    let db = wiring::open_database(settings).await?;
    let mut wrong = mailbox_counts::check(&db, repair).await?;
    wrong.extend(mailbox_traffic::check(&db, repair).await?);
    for table in &wrong {
        let outcome = if repair { "made anew" } else { "wrong" };
        println!("{}: {} of its counters {outcome}", table.table, table.classes);
    }
    if wrong.is_empty() {
        println!("every counter is right");
    }
    Ok(if wrong.is_empty() || repair { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
