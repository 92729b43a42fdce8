//! `sigillo domain`.

use anyhow::{Context, Result};
use clap::Subcommand;
use sigillo_app::{Grant, domains};
use sigillo_contract::domain::DomainCreate;
use sigillo_domain::mail_domain::Onboarding;
use sigillo_storage::organizations;

use super::{caller, explain};
use crate::config::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Create a domain, and print its id
    Create {
        /// Name of the organisation that owns it
        #[arg(long)]
        organization: String,
        #[arg(long)]
        name: String,
        /// direct: a new mailbox is active at once; contract: only once its contract is signed
        #[arg(long, default_value = "direct", value_parser = ["direct", "contract"])]
        onboarding: String,
        /// The supply includes the preservation of receipts
        #[arg(long)]
        preservation: bool,
        /// Default quota of a new mailbox, in MB
        #[arg(long)]
        default_quota_mb: Option<i64>,
    },
}

pub async fn run(command: Command, settings: &Settings) -> Result<()> {
    let Command::Create { organization, name, onboarding, preservation, default_quota_mb } =
        command;
    let app = wiring::open(settings).await?;
    let owner = organizations::find_by_name(&mut app.db.read().await?, &organization)
        .await?
        .with_context(|| format!("there is no organisation named {organization:?}"))?;
    let request = DomainCreate {
        organization_id: owner.id,
        name,
        onboarding: Onboarding::parse(&onboarding),
        preservation_available: Some(preservation),
        default_quota_mb,
        ..DomainCreate::default()
    };
    let grant = Grant::to(caller()).map_err(explain)?;
    let created = domains::create(&app, &grant, &request).await;
    println!("{}", created.map_err(explain)?.id);
    Ok(())
}
