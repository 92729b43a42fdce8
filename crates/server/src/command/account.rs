//! `sigillo account`.

use anyhow::{Context, Result};
use clap::Subcommand;
use sigillo_app::{Grant, accounts};
use sigillo_contract::account::{AccountCreate, DomainGrant};
use sigillo_domain::account::Role;
use sigillo_domain::permission::Permission;
use sigillo_storage::organizations;

use super::{caller, explain, read_password};
use crate::config::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum Command {
    /// Create an account of the panel, enabled, and print its id
    Create {
        #[arg(long)]
        username: String,
        /// The person's name; defaults to the user name
        #[arg(long)]
        display_name: Option<String>,
        #[arg(long, value_parser = ["operator", "postmaster", "assistant"])]
        role: String,
        /// Name of its organisation; an operator has none
        #[arg(long)]
        organization: Option<String>,
        /// For an assistant, once for each domain: DOMAIN:view,create,edit
        #[arg(long, value_parser = parse_grant)]
        grant: Vec<DomainGrant>,
        /// Read the password from standard input, since other users can see the command line
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

pub async fn run(command: Command, settings: &Settings) -> Result<()> {
    let Command::Create { username, display_name, role, organization, grant: grants, .. } = command;
    let password = read_password()?;
    let app = wiring::open(settings).await?;
    let organization_id = match &organization {
        None => None,
        Some(name) => Some(
            organizations::find_by_name(&mut app.db.read().await?, name)
                .await?
                .with_context(|| format!("there is no organisation named {name:?}"))?
                .id,
        ),
    };
    let request = AccountCreate {
        display_name: display_name.unwrap_or_else(|| username.clone()),
        username,
        role: Role::parse(&role).context("an unknown role")?,
        organization_id,
        password,
        enabled: Some(true),
        grants,
    };
    let grant = Grant::to(caller()).map_err(explain)?;
    let created = accounts::create(&app, &grant, &request).await;
    println!("{}", created.map_err(explain)?.id);
    Ok(())
}

fn parse_grant(text: &str) -> Result<DomainGrant, String> {
    let (domain, names) = text.split_once(':').ok_or("expected DOMAIN:view,create,…")?;
    let permission =
        |name: &str| Permission::parse(name).ok_or_else(|| format!("{name:?} is not a permission"));
    let permissions = names.split(',').map(permission).collect::<Result<_, _>>()?;
    Ok(DomainGrant { domain: domain.to_owned(), permissions })
}
