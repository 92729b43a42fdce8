//! Links that are sent by e-mail.

text_enum! {
    // No doc comment: it would appear in the OpenAPI document.
    pub enum LinkPurpose {
        SetPassword = "set_password",
        ConfirmCommunicationEmail = "confirm_communication_email",
        StopPasswordReset = "stop_password_reset",
        SignContract = "sign_contract",
    }
}
