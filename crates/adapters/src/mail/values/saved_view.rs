//! The values of messages about a saved view.

use serde_json::{Map, Value};
use sigillo_app::OutgoingMessage;
use sigillo_contract::panel_page::mailbox_list;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::message::SavedViewMessage;
use sigillo_domain::number_text::grouped;
use sigillo_domain::saved_view::ViewList;

use super::super::Unwritable;
use super::Values;

pub(super) fn add(
    values: &mut Values,
    message: &OutgoingMessage,
    content: &SavedViewMessage,
    public_url: &str,
) -> Result<(), Unwritable> {
    let SavedViewMessage::Alert { list, query, sort, count, above, set_by, .. } = content;
    let parameters: Map<String, Value> = serde_json::from_str(query).unwrap_or_default();
    let page = match list {
        ViewList::Mailboxes => mailbox_list(&parameters, sort.as_deref()),
    };
    values.extend([
        ("view", message.subject_name.as_str().into()),
        ("count", grouped(*count, message.language).into()),
        ("above", grouped(*above, message.language).into()),
        ("set_by", set_by.as_str().into()),
        ("list_url", format!("{public_url}{page}").into()),
        ("stop_url", stop_url(message, public_url)?.into()),
    ]);
    Ok(())
}

/// The address of the page that ends the alert.
pub(super) fn stop_url(message: &OutgoingMessage, public_url: &str) -> Result<String, Unwritable> {
    let token = message.link_token.as_deref().ok_or(Unwritable::NoLink)?;
    Ok(format!("{public_url}{}#{token}", UserPage::StopAlert))
}
