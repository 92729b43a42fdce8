pub(crate) mod health;
pub(crate) mod info;
