//! The people who work in the panel.

use chrono::{DateTime, Utc};

use crate::fault::FaultCode;
use crate::id::{AccountId, OrganizationId};
use crate::subject::SubjectRef;

text_enum! {
    /// What an account is in the panel (requirements, table of C).
    pub enum Role {
        /// The provider (Gestore).
        Operator = "operator",
        /// Who answers for the domains of an organisation (Soggetto di Riferimento).
        Postmaster = "postmaster",
        /// Who works for a postmaster, within what was granted.
        Assistant = "assistant",
    }
}

text_enum! {
    /// Whether an account may sign in.
    pub enum AccountState {
        /// Not yet enabled by the provider (A1).
        Pending = "pending",
        Enabled = "enabled",
        /// Shut out; its sessions ended when it was.
        Disabled = "disabled",
    }
}

impl AccountState {
    /// Whether `role` may take an account from this state to `next`. The first enabling is the
    /// provider's alone (A1), also of an account that was disabled before it came to that; who
    /// manages the account may then suspend it and bring it back.
    pub const fn may_become(self, next: AccountState, role: Role, was_enabled: bool) -> bool {
        match (self, next) {
            (AccountState::Pending | AccountState::Disabled, AccountState::Enabled)
                if !was_enabled =>
            {
                matches!(role, Role::Operator)
            }
            (AccountState::Pending | AccountState::Disabled, AccountState::Enabled)
            | (AccountState::Enabled | AccountState::Pending, AccountState::Disabled) => {
                matches!(role, Role::Operator | Role::Postmaster)
            }
            (_, AccountState::Pending) => matches!(self, AccountState::Pending),
            (AccountState::Enabled, AccountState::Enabled)
            | (AccountState::Disabled, AccountState::Disabled) => true,
        }
    }
}

/// An account of the panel, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// None for an operator.
    pub organization_id: Option<OrganizationId>,
    pub state: AccountState,
    pub created_at: DateTime<Utc>,
    /// When the provider enabled it for the first time.
    pub enabled_at: Option<DateTime<Utc>>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl Account {
    pub const fn subject(&self) -> SubjectRef {
        self.id.subject()
    }
}

text_enum! {
    /// What a list of accounts can be sorted by.
    pub enum AccountSortField {
        Username = "username",
        DisplayName = "display_name",
        Role = "role",
        State = "state",
        CreatedAt = "created_at",
        /// Accounts that never signed in come before all others.
        LastSignInAt = "last_sign_in_at",
    }
}

/// The name an account signs in by: lowercase letters, digits and `. - _ @`, 3 to 64.
pub fn parse_username(text: &str) -> Result<String, FaultCode> {
    let username = text.trim().to_ascii_lowercase();
    match username.chars().count() {
        0 => Err(FaultCode::Required),
        1..=2 => Err(FaultCode::TooShort),
        65.. => Err(FaultCode::TooLong),
        _ if username
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@')) =>
        {
            Ok(username)
        }
        _ => Err(FaultCode::InvalidCharacters),
    }
}

/// A name shown to people: 1 to 120 characters on one line.
pub fn parse_display_name(text: &str) -> Result<String, FaultCode> {
    let name = text.trim();
    match name.chars().count() {
        0 => Err(FaultCode::Required),
        121.. => Err(FaultCode::TooLong),
        _ if name.chars().any(char::is_control) => Err(FaultCode::InvalidCharacters),
        _ => Ok(name.to_owned()),
    }
}

/// Fewest characters of a panel password (NIST SP 800-63B asks for length, not for symbols).
pub const PASSWORD_MIN: usize = 12;
/// Most characters of a password: a bound on the work of hashing, far above any passphrase.
pub const PASSWORD_MAX: usize = 256;

/// Whether a text can be the password of `username`.
pub fn check_password(password: &str, username: &str) -> Result<(), FaultCode> {
    match password.chars().count() {
        0 => Err(FaultCode::Required),
        n if n < PASSWORD_MIN => Err(FaultCode::TooShort),
        n if n > PASSWORD_MAX => Err(FaultCode::TooLong),
        _ if !username.is_empty() && password.to_lowercase().contains(&username.to_lowercase()) => {
            Err(FaultCode::ContainsUsername)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_provider_enables_an_account_for_the_first_time() {
        use AccountState::{Disabled, Enabled, Pending};
        assert!(Pending.may_become(Enabled, Role::Operator, false));
        assert!(!Pending.may_become(Enabled, Role::Postmaster, false));
        // Nor by way of disabling it first.
        assert!(Pending.may_become(Disabled, Role::Postmaster, false));
        assert!(!Disabled.may_become(Enabled, Role::Postmaster, false));
        assert!(Disabled.may_become(Enabled, Role::Operator, false));
        assert!(Enabled.may_become(Disabled, Role::Postmaster, true));
        assert!(Disabled.may_become(Enabled, Role::Postmaster, true));
        assert!(!Enabled.may_become(Pending, Role::Operator, true));
        assert!(!Enabled.may_become(Disabled, Role::Assistant, true));
    }

    #[test]
    fn a_password_is_long_and_not_the_username() {
        assert_eq!(check_password("corta", "anna"), Err(FaultCode::TooShort));
        assert_eq!(
            check_password("xxxxAnna.Verdixxxx", "anna.verdi"),
            Err(FaultCode::ContainsUsername)
        );
        assert_eq!(check_password(&"x".repeat(257), "anna"), Err(FaultCode::TooLong));
        assert_eq!(check_password("quattro parole a caso", "anna"), Ok(()));
    }

    #[test]
    fn a_username_is_lowered() {
        assert_eq!(parse_username(" Anna.Verdi "), Ok("anna.verdi".to_owned()));
        assert_eq!(parse_username("an"), Err(FaultCode::TooShort));
        assert_eq!(parse_username("anna verdi"), Err(FaultCode::InvalidCharacters));
    }
}
