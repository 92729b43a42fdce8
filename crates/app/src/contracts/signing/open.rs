//! Opening a contract with the link of a message and the holder's codice fiscale.

use sigillo_contract::signing::{SigningCodeSent, SigningContract, SigningOpen};
use sigillo_domain::FaultCode;
use sigillo_domain::contract::{
    CodeChannel, Contract, ContractEvent, TAX_CODE_TRIES, VISIT_LIFETIME,
};
use sigillo_domain::history::Action;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::message::{ContractMessage, MessageKind};
use sigillo_domain::name::{masked, readable};
use sigillo_storage::contract_codes::StoredCode;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{
    Connection, Tx, contract_codes, contract_visits, holders, links, organizations,
};

use super::super::bounce::report;
use super::super::copy::shown_copy;
use super::super::{Evidence, Step, close, holder_actor, record};
use super::{NOT_VALID, was_signed};
use crate::error::{AppError, NOT_FOUND};
use crate::{App, Origin, secret};

pub async fn open(
    app: &App,
    origin: &Origin,
    request: &SigningOpen,
) -> Result<SigningContract, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let link = links::find_by_token(&mut tx, &secret::hash(&request.token), now).await?;
    let link = link.filter(|open| open.link.purpose == LinkPurpose::SignContract);
    let id = link.and_then(|open| open.link.subject.id_of()).ok_or(NOT_VALID)?;
    let mut named = contracts::find_to_change(&mut tx, id).await?.ok_or(NOT_VALID)?;
    let is_late = named.contract.state.is_open() && named.contract.expires_at < now;
    // The link was found before the contract was locked: another request may have used the last try meanwhile.
    let is_used_up = named.contract.tax_code_failures >= TAX_CODE_TRIES;
    if is_late || is_used_up || named.contract.text.is_none() {
        return Err(NOT_VALID);
    }
    let holder = holders::find(&mut tx, named.contract.holder_id).await?.ok_or(NOT_VALID)?;
    let given: String = request.tax_code.split_whitespace().collect();
    if given.is_empty() {
        return Err(AppError::fault("/tax_code", FaultCode::Required));
    }
    if !given.eq_ignore_ascii_case(&holder.tax_code) {
        return Err(refuse(app, tx, origin, &named).await?);
    }
    if let Some(state) = named.contract.state.after(ContractEvent::Open) {
        let before = named.contract.clone();
        named.contract = Contract {
            state,
            opened_at: Some(now),
            tax_code_failures: 0,
            version: before.version + 1,
            ..before.clone()
        };
        contracts::update(&mut tx, &named.contract).await?;
        let step = Step {
            actor: &holder_actor(&named),
            action: Action::Opened,
            before: Some(&before),
            after: &named.contract,
            evidence: Evidence::of(origin),
        };
        record(app, &mut tx, step).await?;
    }
    let token = secret::draw(&*app.entropy);
    let until = now + VISIT_LIFETIME;
    contract_visits::insert(&mut tx, &secret::hash(&token), id, now, until).await?;
    let shown = shown(app, &mut tx, named, token).await?;
    tx.commit().await?;
    Ok(shown)
}

/// Counts a wrong codice fiscale, and ends the link after the last one that is allowed.
async fn refuse(
    app: &App,
    mut tx: Tx,
    origin: &Origin,
    named: &NamedContract,
) -> Result<AppError, AppError> {
    let before = &named.contract;
    let contract = Contract {
        tax_code_failures: before.tax_code_failures + 1,
        version: before.version + 1,
        ..before.clone()
    };
    contracts::update(&mut tx, &contract).await?;
    let step = Step {
        actor: &holder_actor(named),
        action: Action::TaxCodeRefused,
        before: Some(before),
        after: &contract,
        evidence: Evidence::of(origin),
    };
    record(app, &mut tx, step).await?;
    let tries_left = TAX_CODE_TRIES - contract.tax_code_failures;
    let is_last = tries_left <= 0;
    if is_last {
        close(&mut tx, &contract).await?;
        if contract.link_is_blocked() {
            report_blocked(app, &mut tx, named).await?;
        }
    }
    tx.commit().await?;
    Ok(if is_last { NOT_VALID } else { AppError::wrong_try("/tax_code", tries_left) })
}

/// Tells the administration, which alone can send another link.
async fn report_blocked(app: &App, tx: &mut Tx, named: &NamedContract) -> Result<(), AppError> {
    let content = ContractMessage::LinkBlocked {
        mailbox: named.mailbox_address.clone(),
        holder: format!("{} {}", named.given_name, named.family_name),
        recipient: named.contract.recipient.clone(),
        at: app.now(),
    };
    // Each link that is sent again can be blocked.
    let event_id = app.new_id();
    report(app, tx, named, (MessageKind::ContractLinkBlocked, content), event_id).await
}

async fn shown(
    app: &App,
    on: &mut impl Connection,
    named: NamedContract,
    token: String,
) -> Result<SigningContract, AppError> {
    let NamedContract { contract, mailbox_address, family_name, given_name } = named;
    let organization = organizations::find(on, contract.organization_id).await?;
    let text = contract.text.clone().ok_or(NOT_FOUND)?;
    let copy = shown_copy(on, &contract).await?;
    let code = sent_code(app, on, &contract).await?;
    let (code_channel, code_recipient) = code_recipient(app, &contract);
    Ok(SigningContract {
        token,
        organization_name: organization.map(|one| one.name).unwrap_or_default(),
        mailbox_address: readable(&mailbox_address).into_owned(),
        holder_name: format!("{given_name} {family_name}").trim().to_owned(),
        language: contract.language,
        state: contract.state,
        consents: text.consents(),
        text,
        sha256: contract.sha256,
        sealed_sha256: contract.sealed_sha256.filter(|_| was_signed(contract.state)),
        code_channel,
        code_recipient,
        code,
        expires_at: contract.expires_at,
        signed_at: contract.signed_at,
        ended_at: contract.ended_at,
        copy,
    })
}

/// The code that the contract can be signed with now: whoever opens it again, such as on a phone that has closed the
/// page meanwhile, need not ask for another.
async fn sent_code(
    app: &App,
    on: &mut impl Connection,
    contract: &Contract,
) -> Result<Option<SigningCodeSent>, AppError> {
    if contract.state.after(ContractEvent::Sign).is_none() {
        return Ok(None);
    }
    let code = contract_codes::find(on, contract.id).await?;
    Ok(code.filter(|code| code.is_usable(app.now())).map(
        |StoredCode { channel, expires_at, .. }| SigningCodeSent {
            channel,
            recipient: masked_recipient(contract, channel),
            expires_at,
        },
    ))
}

/// How a code would be sent, and where to, masked: to the mobile phone where there is one and a gateway, since
/// the link has come by e-mail.
pub(super) fn code_recipient(app: &App, contract: &Contract) -> (CodeChannel, String) {
    let by_sms = app.sms.is_some() && !contract.mobile.is_empty();
    let channel = if by_sms { CodeChannel::Sms } else { CodeChannel::Email };
    (channel, masked_recipient(contract, channel))
}

fn masked_recipient(contract: &Contract, channel: CodeChannel) -> String {
    match channel {
        CodeChannel::Email => masked(&contract.recipient),
        CodeChannel::Sms => {
            let digits: String = contract.mobile.chars().filter(char::is_ascii_digit).collect();
            let shown = digits.get(digits.len().saturating_sub(3)..).unwrap_or_default();
            format!("••• {shown}")
        }
    }
}
