//! The values of messages about a contract.

use sigillo_app::OutgoingMessage;
use sigillo_contract::panel_page;
use sigillo_domain::message::ContractMessage;

use super::super::Unwritable;
use super::super::words::{day, time};
use super::Values;

pub(super) fn add(
    values: &mut Values,
    message: &OutgoingMessage,
    content: &ContractMessage,
    public_url: &str,
) -> Result<(), Unwritable> {
    let page = panel_page::contract(message.subject.id);
    values.extend([
        ("organization", message.subject_name.as_str().into()),
        ("contract_url", format!("{public_url}{page}").into()),
    ]);
    values.extend(of_content(message, content)?);
    Ok(())
}

fn of_content(message: &OutgoingMessage, content: &ContractMessage) -> Result<Values, Unwritable> {
    let language = message.language;
    Ok(match content {
        // The time at which a contract expires is the end of a day, so the day says it all.
        ContractMessage::ToSign { expires_at, is_in_use } => Values::from([
            ("last_day", day(language, *expires_at).into()),
            ("is_in_use", (*is_in_use).into()),
        ]),
        ContractMessage::Reminder { expires_at } => {
            Values::from([("last_day", day(language, *expires_at).into())])
        }
        ContractMessage::Code { minutes } => {
            let code = message.code.as_deref().ok_or(Unwritable::NoCode)?;
            Values::from([("code", code.into()), ("minutes", (*minutes).into())])
        }
        // The text says that the document is attached.
        ContractMessage::Sealed { .. } if message.attachment.is_none() => {
            return Err(Unwritable::NoDocument);
        }
        ContractMessage::Sealed { mailbox, at } => {
            Values::from([("mailbox", mailbox.as_str().into()), ("at", time(language, *at).into())])
        }
        ContractMessage::Withdrawn { reason, at } => {
            Values::from([("reason", reason.as_str().into()), ("at", time(language, *at).into())])
        }
        ContractMessage::Declined { mailbox, holder, reason, at } => Values::from([
            ("mailbox", mailbox.as_str().into()),
            ("holder", holder.as_str().into()),
            ("reason", reason.as_str().into()),
            ("at", time(language, *at).into()),
        ]),
        ContractMessage::Undeliverable { mailbox, holder, recipient } => Values::from([
            ("mailbox", mailbox.as_str().into()),
            ("holder", holder.as_str().into()),
            ("recipient", recipient.as_str().into()),
        ]),
        ContractMessage::CopyUndecided { mailbox, holder, at } => Values::from([
            ("mailbox", mailbox.as_str().into()),
            ("holder", holder.as_str().into()),
            ("at", time(language, *at).into()),
        ]),
        ContractMessage::LinkBlocked { mailbox, holder, recipient, at } => Values::from([
            ("mailbox", mailbox.as_str().into()),
            ("holder", holder.as_str().into()),
            ("recipient", recipient.as_str().into()),
            ("at", time(language, *at).into()),
        ]),
    })
}
