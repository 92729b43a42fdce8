//! The entry of the fuzz target.

use lettre::transport::smtp::response::Response;

use super::verdict::{Failure, Reason, Step, words};

/// Judges a reply as the refusal of every step.
pub fn judge_reply(text: &str) {
    let Ok(response) = text.parse::<Response>() else { return };
    let code = response.code().into();
    for step in
        [Step::Connect, Step::SignIn, Step::Sender, Step::Recipient, Step::Data, Step::Content]
    {
        let reason = Reason::Refused { code, reply: words(&response) };
        let failure = Failure { step, reason };
        let _ = (failure.is_final(), failure.leaves_connection(), failure.is_stale_connection());
        assert!(failure.reply().chars().count() <= 1000);
    }
}
