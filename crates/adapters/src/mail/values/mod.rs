//! The values that a template can name. Each content enum has a file of its own.

mod contract;
mod mailbox;
mod organization;
mod report;
mod saved_view;
mod ticket;

use std::collections::BTreeMap;

use minijinja::Value;
use sigillo_app::OutgoingMessage;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::link::LinkPurpose;
use sigillo_domain::message::Content;

use super::Unwritable;
use super::words::time;

pub(super) type Values = BTreeMap<&'static str, Value>;

/// The values of a message. `public_url` ends without a slash.
pub(super) fn values(message: &OutgoingMessage, public_url: &str) -> Result<Values, Unwritable> {
    let mut values =
        Values::from([("written_at", time(message.language, message.written_at).into())]);
    values.insert("by_mail", message.reply_to.is_some().into());
    if let Some(purpose) = message.kind.link_purpose() {
        let token = message.link_token.as_deref().ok_or(Unwritable::NoLink)?;
        values.insert("link", format!("{public_url}{}#{token}", page(purpose)).into());
    }
    match &message.content {
        Content::Mailbox(content) => mailbox::add(&mut values, message, content, public_url),
        Content::Organization(content) => {
            organization::add(&mut values, message, content, public_url);
        }
        Content::SavedView(content) => saved_view::add(&mut values, message, content, public_url)?,
        Content::Contract(content) => contract::add(&mut values, message, content, public_url)?,
        Content::Ticket(content) => ticket::add(&mut values, message, content, public_url),
        Content::Report(content) => report::add(&mut values, message, content, public_url),
    }
    Ok(values)
}

/// The address at which the recipient of a message can end the messages of this kind, if there is one.
pub(super) fn unsubscribe_url(
    message: &OutgoingMessage,
    public_url: &str,
) -> Result<Option<String>, Unwritable> {
    match &message.content {
        Content::Mailbox(_)
        | Content::Organization(_)
        | Content::Contract(_)
        | Content::Ticket(_)
        | Content::Report(_) => Ok(None),
        Content::SavedView(_) => saved_view::stop_url(message, public_url).map(Some),
    }
}

/// The page that a link opens.
const fn page(purpose: LinkPurpose) -> UserPage {
    match purpose {
        LinkPurpose::SetPassword => UserPage::SetPassword,
        LinkPurpose::ConfirmCommunicationEmail => UserPage::ConfirmEmail,
        LinkPurpose::StopPasswordReset => UserPage::StopReset,
        LinkPurpose::SignContract => UserPage::SignContract,
    }
}
