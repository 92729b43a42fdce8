//! Accepting the texts of a contract, and sending the code to sign it with.

use chrono::{DateTime, Utc};
use sigillo_contract::signing::{SigningCode, SigningCodeSent};
use sigillo_domain::contract::{
    CODE_INTERVAL, CODE_LIFETIME, CodeChannel, Contract, ContractState,
};
use sigillo_domain::history::Action;
use sigillo_domain::id::ContractId;
use sigillo_domain::message::{ContractMessage, Language, MessageKind};
use sigillo_domain::name::masked;
use sigillo_storage::contract_codes::StoredCode;
use sigillo_storage::contracts::{self, NamedContract};
use sigillo_storage::{Tx, contract_codes, organizations};
use uuid::Uuid;

use super::super::{Evidence, Step, WRONG_STATE, holder_actor, record};
use super::codes::draw;
use super::consent::accept_texts;
use super::open::code_recipient;
use super::{check_time, visited_to_change};
use crate::error::{AppError, NOT_FOUND};
use crate::outbox::MessageTrigger;
use crate::{App, Origin};

pub async fn send_code(
    app: &App,
    origin: &Origin,
    request: &SigningCode,
) -> Result<SigningCodeSent, AppError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let mut named = visited_to_change(app, &mut tx, &request.token).await?;
    check_time(&named.contract, now)?;
    check_interval(&mut tx, &named.contract, now).await?;
    named.contract = accept_texts(app, &mut tx, origin, &named, &request.consents).await?;
    let contract = &named.contract;
    let (mut channel, mut recipient) = code_recipient(app, contract);
    let code = store(app, &mut tx, contract, channel, now).await?;
    record_code(app, &mut tx, origin, &named, (channel, &recipient)).await?;
    if channel == CodeChannel::Email {
        queue_message(app, &mut tx, contract).await?;
    }
    tx.commit().await?;
    if channel == CodeChannel::Sms && !send_sms(app, contract, &code).await {
        // The gateway is down: the code goes by e-mail instead.
        (channel, recipient) = by_email(app, origin, contract.id).await?;
    }
    Ok(SigningCodeSent { channel, recipient, expires_at: now + CODE_LIFETIME })
}

/// Records where a code is sent.
async fn record_code(
    app: &App,
    tx: &mut Tx,
    origin: &Origin,
    named: &NamedContract,
    (channel, recipient): (CodeChannel, &str),
) -> Result<(), AppError> {
    let contract = &named.contract;
    let step = Step {
        actor: &holder_actor(named),
        action: Action::CodeSent,
        before: Some(contract),
        after: contract,
        evidence: Evidence::of(origin)
            .plain("channel", channel.as_str())
            .personal("recipient", recipient),
    };
    record(app, tx, step).await
}

/// Refuses a code so shortly after another one that nobody can have waited for it.
async fn check_interval(
    tx: &mut Tx,
    contract: &Contract,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let Some(last) = contract_codes::find(tx, contract.id).await? else { return Ok(()) };
    let wait = last.created_at + CODE_INTERVAL - now;
    if wait > chrono::TimeDelta::zero() {
        let retry_after_seconds = wait.num_seconds() + 1;
        return Err(AppError::TooManyRequests { retry_after_seconds });
    }
    Ok(())
}

/// Draws a code in the place of the one before, and stores its digest. `asked_at` is when the holder asked for
/// it.
async fn store(
    app: &App,
    tx: &mut Tx,
    contract: &Contract,
    channel: CodeChannel,
    asked_at: DateTime<Utc>,
) -> Result<String, AppError> {
    let code = draw(&*app.entropy);
    let stored = StoredCode {
        digest: app.signing_codes.digest(contract.id, &contract.sha256, &code),
        sha256: contract.sha256.clone(),
        channel,
        created_at: asked_at,
        expires_at: app.now() + CODE_LIFETIME,
        failures: 0,
    };
    contract_codes::replace(tx, contract.id, &stored).await?;
    Ok(code)
}

async fn queue_message(app: &App, tx: &mut Tx, contract: &Contract) -> Result<(), AppError> {
    let organization = organizations::find(tx, contract.organization_id).await?;
    let organization = organization.ok_or(NOT_FOUND)?.name;
    let trigger = MessageTrigger {
        subject: contract.subject(),
        subject_name: &organization,
        language: contract.language,
        id: app.new_id::<Uuid>(),
        at: app.now(),
    };
    let content = ContractMessage::Code { minutes: CODE_LIFETIME.num_minutes() }.into();
    let recipient = [contract.recipient.as_str()];
    trigger.queue(app, tx, MessageKind::ContractCode, &content, recipient).await
}

/// Whether the gateway has accepted the code.
async fn send_sms(app: &App, contract: &Contract, code: &str) -> bool {
    let Some(sms) = &app.sms else { return false };
    let text = match contract.language {
        Language::It => format!(
            "Codice per firmare il contratto: {code}. Vale 10 minuti. Non comunicarlo ad altri."
        ),
        Language::En => {
            format!("Code to sign the contract: {code}. Valid for 10 minutes. Do not share it.")
        }
    };
    match sms.send(&contract.mobile, &text).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(contract = %contract.id, %error, "a code could not be sent as a short message");
            false
        }
    }
}

/// Sends another code, by e-mail. It is recorded too, since the evidence says where each code went.
async fn by_email(
    app: &App,
    origin: &Origin,
    id: ContractId,
) -> Result<(CodeChannel, String), AppError> {
    let mut tx = app.db.begin().await?;
    let named = contracts::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    let contract = &named.contract;
    // The gateway takes its time, in which the contract may have been signed, declined or withdrawn.
    if contract.state != ContractState::Consented {
        return Err(WRONG_STATE);
    }
    store(app, &mut tx, contract, CodeChannel::Email, app.now()).await?;
    queue_message(app, &mut tx, contract).await?;
    let to = (CodeChannel::Email, masked(&contract.recipient));
    record_code(app, &mut tx, origin, &named, (to.0, &to.1)).await?;
    tx.commit_aside().await?;
    Ok(to)
}

/// A code for the message that is about to be sent.
pub(crate) struct DrawnCode(pub String);

/// Draws the code of a message when it is sent: nothing that signs a contract is ever stored. None if the
/// contract waits for no code any more.
pub(crate) async fn draw_for_message(
    app: &App,
    tx: &mut Tx,
    id: ContractId,
    queued_at: DateTime<Utc>,
) -> Result<Option<DrawnCode>, AppError> {
    let Some(named) = contracts::find_to_change(tx, id).await? else { return Ok(None) };
    let contract = named.contract;
    if contract.state != ContractState::Consented {
        return Ok(None);
    }
    let Some(asked) = contract_codes::find(tx, id).await? else { return Ok(None) };
    // A message that another one has replaced, or that comes too late, sends nothing.
    let is_awaited = asked.channel == CodeChannel::Email
        && asked.created_at <= queued_at
        && asked.expires_at > app.now();
    if !is_awaited {
        return Ok(None);
    }
    let code = store(app, tx, &contract, CodeChannel::Email, asked.created_at).await?;
    Ok(Some(DrawnCode(code)))
}
