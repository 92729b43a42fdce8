//! The pages of the app.

mod change_password;
mod change_password_form;
mod changes;
mod confirm_email;
mod email;
mod expired_password;
mod forgotten_password;
mod link;
mod mail_programs;
mod mailbox;
mod new_password;
mod preservation;
mod set_password;
mod sign_contract;
mod sign_in;
mod stop_alert;
mod stop_reset;

pub use change_password::ChangePassword;
pub use confirm_email::ConfirmEmail;
pub use email::ChangeEmail;
pub use forgotten_password::ForgottenPassword;
pub use mailbox::MailboxPage;
pub use preservation::{MessagePage, Messages, Packages, PreservationPage, ReceiptPage, Receipts};
pub use set_password::SetPassword;
pub use sign_contract::SignContract;
pub use sign_in::SignIn;
pub use stop_alert::StopAlert;
pub use stop_reset::StopReset;
