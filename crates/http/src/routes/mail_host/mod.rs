pub(crate) mod check;
pub(crate) mod repair;
pub(crate) mod status;
