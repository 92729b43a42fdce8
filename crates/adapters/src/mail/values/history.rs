//! The values of messages about the history.

use sigillo_domain::message::{HistoryMessage, Language};

use super::super::words::time;
use super::Values;

pub(super) fn add(
    values: &mut Values,
    language: Language,
    content: &HistoryMessage,
    public_url: &str,
) {
    let HistoryMessage::Checkpoint { at, position, line } = content;
    values.extend([
        ("panel", public_url.into()),
        ("at", time(language, *at).into()),
        ("position", (*position).into()),
        ("line", line.as_str().into()),
    ]);
}
