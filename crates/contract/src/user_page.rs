//! The addresses of the pages for a mailbox's own user. The app of those pages, the panel, the messages
//! and the server that serves the app all take them from here.

use std::fmt;

/// A page for a mailbox's own user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserPage {
    Mailbox,
    SignIn,
    ChangePassword,
    ForgottenPassword,
    /// Opened by the link of a message, whose token is the fragment of the address.
    SetPassword,
    /// Opened by the link of a message, whose token is the fragment of the address.
    ConfirmEmail,
    /// Opened by the link of a message, whose token is the fragment of the address.
    StopReset,
    /// Opened by the link of a message to a person of the panel, whose token is the fragment of the
    /// address. Here too, since whoever gets the message need not have an account.
    StopAlert,
    ChangeEmail,
    /// Opened by the link of a message to a holder, whose token is the fragment of the address.
    SignContract,
}

impl UserPage {
    pub const ALL: [UserPage; 10] = [
        UserPage::Mailbox,
        UserPage::SignIn,
        UserPage::ChangePassword,
        UserPage::ForgottenPassword,
        UserPage::SetPassword,
        UserPage::ConfirmEmail,
        UserPage::StopReset,
        UserPage::StopAlert,
        UserPage::ChangeEmail,
        UserPage::SignContract,
    ];

    /// The path that all these pages stand under: that of the first one.
    pub const ROOT: &'static str = UserPage::Mailbox.path();

    /// The path that the pages of preserved receipts stand under, in the same app.
    pub const PRESERVATION: &'static str = "/conservazione";

    pub const fn path(self) -> &'static str {
        match self {
            UserPage::Mailbox => "/mia-casella",
            UserPage::SignIn => "/mia-casella/accesso",
            UserPage::ChangePassword => "/mia-casella/cambia-password",
            UserPage::ForgottenPassword => "/mia-casella/password-dimenticata",
            UserPage::SetPassword => "/mia-casella/imposta-password",
            UserPage::ConfirmEmail => "/mia-casella/conferma-email",
            UserPage::StopReset => "/mia-casella/annulla-richiesta",
            UserPage::StopAlert => "/mia-casella/annulla-avviso",
            UserPage::ChangeEmail => "/mia-casella/email",
            UserPage::SignContract => "/mia-casella/contratto",
        }
    }

    /// The page at a path, with or without a slash at its end.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.trim_end_matches('/');
        Self::ALL.into_iter().find(|page| page.path() == path)
    }

    /// The rest of a path that is under [`UserPage::ROOT`].
    pub fn below_root(path: &str) -> Option<&str> {
        below(Self::ROOT, path)
    }

    /// Whether a path is that of a page of preserved receipts, or under it.
    pub fn is_preservation(path: &str) -> bool {
        below(Self::PRESERVATION, path).is_some()
    }
}

/// The rest of a path that is under a root, of which only whole segments count.
fn below<'p>(root: &str, path: &'p str) -> Option<&'p str> {
    let rest = path.strip_prefix(root)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

impl fmt::Display for UserPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

impl From<UserPage> for String {
    fn from(page: UserPage) -> Self {
        page.path().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_at_its_own_path_under_the_root() {
        for page in UserPage::ALL {
            assert_eq!(UserPage::parse(page.path()), Some(page));
            assert_eq!(UserPage::parse(&format!("{page}/")), Some(page));
            assert!(UserPage::below_root(page.path()).is_some(), "{page}");
        }
        assert_eq!(UserPage::parse("/mia-casella/altrove"), None);
    }

    #[test]
    fn only_whole_segments_are_under_the_root() {
        assert_eq!(UserPage::below_root("/mia-casella"), Some(""));
        assert_eq!(UserPage::below_root("/mia-casella/a/b.js"), Some("a/b.js"));
        assert_eq!(UserPage::below_root("/mia-casella-altrui"), None);
        assert_eq!(UserPage::below_root("/caselle"), None);
        assert!(UserPage::is_preservation("/conservazione"));
        assert!(UserPage::is_preservation("/conservazione/messaggi"));
        assert!(!UserPage::is_preservation("/conservazioni"));
    }
}
