//! The contracts of the consortium, and what their holders do with them.

use std::net::{IpAddr, Ipv4Addr};

use anyhow::{Context, Result, ensure};
use sigillo_adapters::entropy::SystemEntropy;
use sigillo_adapters::seal;
use sigillo_app::contracts::{self, signing};
use sigillo_app::{App, Grant, Origin};
use sigillo_contract::contract::ContractWithdraw;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::signing::{SigningCode, SigningDecline, SigningOpen, SigningSign};
use sigillo_domain::contract::TAX_CODE_TRIES;

use super::users::Users;
use super::{ORGANIZATION, People};
use crate::config::Settings;
use crate::wiring;

/// Number of contracts whose steps are taken at a time.
const LOAD: i64 = 50;

/// Makes a key with a self-signed certificate, unless there is one already.
pub fn make_seal(settings: &Settings, app: &App) -> Result<()> {
    let files = wiring::seal_files(settings);
    if files.key().exists() {
        return Ok(());
    }
    let key = seal::create(ORGANIZATION, app.clock.now()).map_err(anyhow::Error::msg)?;
    files.store(&key, false, &SystemEntropy)?;
    Ok(())
}

/// What a holder does with the contract.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Conduct {
    Signs,
    Opens,
    Consents,
    Declines,
    Ignores,
    /// Gives a wrong codice fiscale until the link is blocked.
    Mistakes,
    /// The postmaster withdraws it.
    IsRevoked,
}

impl Conduct {
    const fn of(place: usize) -> Self {
        match place % 13 {
            3 => Conduct::Ignores,
            9 => Conduct::Mistakes,
            5 => Conduct::Opens,
            6 => Conduct::Consents,
            8 => Conduct::Declines,
            11 => Conduct::IsRevoked,
            _ => Conduct::Signs,
        }
    }
}

/// Has the holder of a new mailbox act on the contract that was sent.
pub async fn act(
    app: &App,
    users: &mut Users,
    people: &People,
    mailbox: &Mailbox,
    place: usize,
) -> Result<()> {
    contracts::advance(app, LOAD).await?;
    let Some(link) = users.contract_link(app).await? else { return Ok(()) };
    let conduct = Conduct::of(place);
    let contract = mailbox.contract.as_ref().context("a contract")?;
    if conduct == Conduct::IsRevoked {
        let grant = Grant::to(people.postmaster.clone())?;
        let reason = Some("La casella è stata richiesta due volte.".to_owned());
        let request = ContractWithdraw { reason };
        contracts::withdraw(app, &grant, contract.id, None, &request).await?;
    }
    if matches!(conduct, Conduct::Ignores | Conduct::IsRevoked) {
        return Ok(());
    }
    let origin = Origin {
        user_agent: "Mozilla/5.0 (demo)".into(),
        ..Origin::from(IpAddr::V4(Ipv4Addr::LOCALHOST))
    };
    if conduct == Conduct::Mistakes {
        return mistake(app, &origin, link).await;
    }
    let tax_code = mailbox.holder.as_ref().context("a holder")?.tax_code.clone();
    let opened = signing::open(app, &origin, &SigningOpen { token: link, tax_code }).await?;
    let token = opened.token;
    match conduct {
        Conduct::Declines => {
            let reason = "Uso già un'altra casella.".to_owned();
            signing::decline(app, &origin, &SigningDecline { token, reason }).await?;
        }
        Conduct::Consents | Conduct::Signs => {
            let consents = opened.consents.into_iter().map(|consent| consent.sha256).collect();
            let request = SigningCode { token: token.clone(), consents };
            signing::send_code(app, &origin, &request).await?;
            let code = users.code(app).await?;
            if conduct == Conduct::Signs {
                signing::sign(app, &origin, &SigningSign { token, code }).await?;
                contracts::seal_signed(app, LOAD).await?;
            }
        }
        Conduct::Opens | Conduct::Ignores | Conduct::Mistakes | Conduct::IsRevoked => {}
    }
    Ok(())
}

/// Tries codici fiscali of somebody else until there are no tries left.
async fn mistake(app: &App, origin: &Origin, link: String) -> Result<()> {
    let request = SigningOpen { token: link, tax_code: "TLMZNE07D15G942X".to_owned() };
    for _ in 0..TAX_CODE_TRIES {
        let refused = signing::open(app, origin, &request).await;
        ensure!(refused.is_err(), "a wrong codice fiscale is refused");
    }
    Ok(())
}
