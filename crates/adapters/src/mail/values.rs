//! What a template can name.

use std::collections::BTreeMap;

use minijinja::Value;
use sigillo_app::Letter;
use sigillo_contract::user_page::UserPage;
use sigillo_domain::message::{Content, Kind};
use sigillo_domain::name::masked;
use sigillo_domain::quota::BYTES_PER_MB;

use super::Unwritable;
use super::words::{bytes, in_days, megabytes, time};

pub(super) type Values = BTreeMap<&'static str, Value>;

/// The values of a letter. `public_url` ends without a slash.
pub(super) fn values(letter: &Letter, public_url: &str) -> Result<Values, Unwritable> {
    let domain = letter.mailbox.split_once('@').map_or("", |(_, domain)| domain);
    let mut values = Values::from([
        ("domain", domain.into()),
        ("sign_in_url", format!("{public_url}{}", UserPage::SignIn).into()),
        ("forgotten_url", format!("{public_url}{}", UserPage::ForgottenPassword).into()),
        ("written_at", time(letter.language, letter.written_at).into()),
    ]);
    // Whoever finds a link must not learn from the same message what it opens (A16).
    if letter.kind.carries_link() {
        let token = letter.link_token.as_deref().ok_or(Unwritable::NoLink)?;
        let page = match letter.kind {
            Kind::ConfirmCommunicationEmail => UserPage::ConfirmEmail,
            _ => UserPage::SetPassword,
        };
        values.insert("mailbox", masked(&letter.mailbox).into());
        values.insert("link", format!("{public_url}{page}#{token}").into());
    } else {
        values.insert("mailbox", letter.mailbox.as_str().into());
    }
    values.extend(told(letter));
    Ok(values)
}

fn told(letter: &Letter) -> Values {
    let language = letter.language;
    match &letter.content {
        Content::PasswordLink => Values::new(),
        Content::EmailLink { communication_email } => {
            Values::from([("communication_email", communication_email.as_str().into())])
        }
        Content::EmailChanged { before, after } => {
            Values::from([("before", before.as_deref().into()), ("after", after.as_str().into())])
        }
        Content::SoftLimit { used_bytes, quota_mb, soft_limit_mb } => Values::from([
            ("used", bytes(language, *used_bytes).into()),
            ("used_percent", (used_bytes * 100 / (quota_mb * BYTES_PER_MB).max(1)).into()),
            ("quota", megabytes(language, *quota_mb).into()),
            ("soft_limit", megabytes(language, *soft_limit_mb).into()),
        ]),
        // Not the days that the notice is named after: one that was due while the service was down
        // is written later, and must tell the days that are left.
        Content::Expiring { days: _, expires_at } => Values::from([
            ("expires_at", time(language, *expires_at).into()),
            ("in_days", in_days(language, letter.written_at, *expires_at).into()),
        ]),
        Content::Expired { expired_at } => {
            Values::from([("expired_at", time(language, *expired_at).into())])
        }
        Content::PasswordChanged { at } | Content::StateChanged { at } => {
            Values::from([("at", time(language, *at).into())])
        }
    }
}
