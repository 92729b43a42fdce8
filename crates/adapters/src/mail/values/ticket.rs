//! The values of messages about a ticket.

use sigillo_app::OutgoingMessage;
use sigillo_contract::panel_page;
use sigillo_domain::message::{TicketNews, TicketNotice};

use super::Values;

/// How much of a text a message shows, in characters: the page has the whole.
const EXCERPT: usize = 600;

pub(super) fn add(
    values: &mut Values,
    message: &OutgoingMessage,
    content: &TicketNotice,
    public_url: &str,
) {
    let page = panel_page::ticket(message.subject.id);
    values.extend([
        ("reference", message.subject_name.as_str().into()),
        ("summary", content.summary.as_str().into()),
        ("ticket_url", format!("{public_url}{page}").into()),
    ]);
    match &content.tells {
        TicketNews::Taken => {}
        TicketNews::Asked { text }
        | TicketNews::ApprovalAsked { text }
        | TicketNews::Answered { text } => {
            values.insert("text", excerpt(text).into());
        }
        TicketNews::Closed { problem, action, solution } => values.extend([
            ("problem", excerpt(problem).into()),
            ("action", excerpt(action).into()),
            ("solution", excerpt(solution).into()),
        ]),
    }
}

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(excerpt("è breve"), "è breve");
        assert_eq!(excerpt(&"è".repeat(600)), "è".repeat(600));
        assert_eq!(excerpt(&"è".repeat(601)), format!("{}…", "è".repeat(600)));
    }
}
