//! `sigillo demo`: an invented organisation, built through the use cases themselves, so that every
//! mailbox has a real history.

mod commerce;
mod contracts;
mod documents;
mod holder_changes;
mod identities;
mod names;
mod registry;
mod services;
mod story;
mod tickets;
mod users;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use chrono::TimeDelta;
use sigillo_adapters::clock::{ManualClock, SystemClock};
use sigillo_adapters::passwords::Argon2Passwords;
use sigillo_app::{App, Caller, Clock, Grant, Origin, accounts, domains, organizations, sessions};
use sigillo_contract::account::{AccountCreate, DomainGrant};
use sigillo_contract::domain::DomainCreate;
use sigillo_contract::organization::OrganizationCreate;
use sigillo_contract::session::Credentials;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::account::Role;
use sigillo_domain::client_servers::{ClientServers, MailServer, ServerSecurity};
use sigillo_domain::id::OrganizationId;
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::permission::Permission;

use commerce::Commerce;

use crate::config::Settings;
use crate::wiring;

/// How long ago the story begins.
const BEGINS: TimeDelta = TimeDelta::days(540);
/// The password of every demo account. It is printed and protects nothing.
const PASSWORD: &str = "prova-il-sigillo";

pub const ORGANIZATION: &str = "Regione Vallechiara";
pub const REGION: &str = "pec.vallechiara.example.it";
pub const CONSORTIUM: &str = "cert.consorzio-valle.example.it";

/// Fills an empty database. Any other is refused, or left as it is with `if_empty`.
pub async fn run(settings: &Settings, if_empty: bool) -> Result<()> {
    let db = wiring::open_database(settings).await?;
    let mut on = db.read().await?;
    if sigillo_storage::accounts::any(&mut on).await? {
        if !if_empty {
            bail!("the database is not empty: the demo would mix with what is there");
        }
        if sigillo_storage::organizations::find_by_name(&mut on, ORGANIZATION).await?.is_some() {
            print_accounts();
        }
        return Ok(());
    }
    drop(on);
    let clock = Arc::new(ManualClock::at(SystemClock.now() - BEGINS));
    let mut app = wiring::app(settings, db, clock.clone())?;
    // The passwords are public, so the cheapest hash saves a tenth of a second for each.
    app.passwords = Arc::new(Argon2Passwords::cheapest().context("passwords cannot be hashed")?);
    contracts::make_seal(settings, &app)?;
    let commerce = organization(&app).await?;
    let people = People {
        postmaster: sign_in(&app, "postmaster").await?,
        assistant: sign_in(&app, "anna.verdi").await?,
    };
    let mailboxes = Box::pin(story::build(&app, &clock, &people, &commerce)).await?;
    println!("{ORGANIZATION}: 2 domains, {mailboxes} mailboxes");
    print_accounts();
    Ok(())
}

fn print_accounts() {
    println!("demo accounts, all with the password {PASSWORD:?}:");
    println!("  gestore      operator");
    println!("  postmaster   postmaster of {ORGANIZATION}");
    println!("  anna.verdi   assistant: all but cancelling, on {REGION}");
    println!("  ugo.galli    assistant: looks only, on both domains");
    println!("users of mailboxes, with the same password, at {}:", UserPage::ROOT);
    println!("  {}@{REGION}   in order", story::IN_ORDER);
    println!("  {}@{REGION}   with an expired password", story::EXPIRED);
}

/// The people who act in the story.
struct People {
    postmaster: Caller,
    assistant: Caller,
}

async fn organization(app: &App) -> Result<Commerce> {
    let system = || Caller::system("demo");
    let request = OrganizationCreate { name: ORGANIZATION.to_owned() };
    let owner = organizations::create(app, &Grant::to(system())?, &request).await?.id;
    let commerce = Commerce::create(app, owner).await?;
    let plans = &commerce.plans;
    for (name, onboarding, preservation) in
        [(REGION, Onboarding::Direct, true), (CONSORTIUM, Onboarding::Contract, false)]
    {
        let request = DomainCreate {
            organization_id: owner,
            name: name.to_owned(),
            onboarding: Some(onboarding),
            preservation_available: Some(preservation),
            plans: Some(plans.clone()).filter(|_| name == CONSORTIUM),
            default_plan: plans.first().copied().filter(|_| name == CONSORTIUM),
            client_servers: Some(servers(name)),
            mailbox_term_months: Some(services::TERM_MONTHS).filter(|_| name == REGION),
            ..DomainCreate::default()
        };
        domains::create(app, &Grant::to(system())?, &request).await?;
    }
    account(app, "gestore", "Carla Monti", Role::Operator, None, vec![]).await?;
    account(app, "postmaster", "Rosa Bellini", Role::Postmaster, Some(owner), vec![]).await?;
    let all_but_cancelling =
        Permission::ALL.into_iter().filter(|permission| *permission != Permission::Cancel);
    let grants =
        vec![DomainGrant { domain: REGION.into(), permissions: all_but_cancelling.collect() }];
    account(app, "anna.verdi", "Anna Verdi", Role::Assistant, Some(owner), grants).await?;
    let looks = |domain: &str| DomainGrant {
        domain: domain.to_owned(),
        permissions: vec![Permission::View],
    };
    let grants = vec![looks(REGION), looks(CONSORTIUM)];
    account(app, "ugo.galli", "Ugo Galli", Role::Assistant, Some(owner), grants).await?;
    Ok(commerce)
}

/// How mail programs would reach the mailboxes of a domain.
fn servers(domain: &str) -> ClientServers {
    let server = |name: &str, port| MailServer {
        host: format!("{name}.{domain}"),
        port,
        security: ServerSecurity::Tls,
    };
    ClientServers {
        webmail_url: format!("https://webmail.{domain}/"),
        imap: server("imap", 993),
        pop: server("pop", 995),
        smtp: server("smtp", 465),
    }
}

async fn account(
    app: &App,
    username: &str,
    display_name: &str,
    role: Role,
    organization_id: Option<OrganizationId>,
    grants: Vec<DomainGrant>,
) -> Result<()> {
    let request = AccountCreate {
        username: username.to_owned(),
        display_name: display_name.to_owned(),
        role,
        organization_id,
        password: PASSWORD.to_owned(),
        enabled: Some(true),
        grants,
    };
    accounts::create(app, &Grant::to(Caller::system("demo"))?, &request).await?;
    Ok(())
}

async fn sign_in(app: &App, username: &str) -> Result<Caller> {
    let credentials = Credentials { username: username.to_owned(), password: PASSWORD.to_owned() };
    let origin = Origin::from(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let signed_in = sessions::sign_in(app, &credentials, &origin).await?;
    let token = &signed_in.opened.session.access_token;
    let session = sessions::authenticate(app, token).await;
    Ok(session.context("the demo signs in")?.into())
}
