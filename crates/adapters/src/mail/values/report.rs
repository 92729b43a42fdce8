//! The values of messages with a report.

use sigillo_app::OutgoingMessage;
use sigillo_contract::panel_page;
use sigillo_domain::message::ReportMessage;
use sigillo_domain::report::day_text;

use super::Values;

pub(super) fn add(
    values: &mut Values,
    message: &OutgoingMessage,
    content: &ReportMessage,
    public_url: &str,
) {
    let ReportMessage::Ready { report, to, domain, set_by } = content;
    let all = message.language.choose("Tutti i domini", "All domains");
    values.extend([
        ("report", message.subject_name.as_str().into()),
        ("to", day_text(*to).into()),
        ("scope", domain.as_deref().unwrap_or(all).into()),
        ("set_by", set_by.as_str().into()),
        ("reports_url", format!("{public_url}{}", panel_page::report(*report)).into()),
    ]);
}
