pub(crate) mod change_password;
pub(crate) mod me;
pub(crate) mod refresh;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
