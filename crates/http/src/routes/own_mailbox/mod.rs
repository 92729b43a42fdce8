pub(crate) mod change_email;
pub(crate) mod change_password;
pub(crate) mod get;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
