pub(crate) mod resend;
