pub(crate) mod check;
pub(crate) mod confirm_email;
pub(crate) mod request;
pub(crate) mod set_password;
