use sigillo_domain::mail_host::{Delivery, SignIn};
use sigillo_kit::texts;

texts! {
/// The fields in which the mail host and the panel can differ about a mailbox.
Differences {
    known: "Presenza", "Presence";
    is_known: "presente", "present";
    is_unknown: "assente", "absent";
    delivery: "Messaggi in arrivo", "Incoming messages";
    accept: "accettati", "accepted";
    defer: "in attesa presso il mittente", "waiting at their sender's";
    refuse: "rifiutati", "refused";
    sign_in: "Accesso", "Access";
    works: "consentito", "allowed";
    no_password: "password da impostare", "password to be set";
    disabled: "casella disabilitata", "mailbox disabled";
    service_ended: "servizio scaduto", "service ended";
    password_expired: "password scaduta", "password expired";
    quota: "Quota", "Quota";
    password: "Password", "Password";
    present: "quella attuale", "the present one";
    another: "un'altra", "another one";
    store: "Deposito", "Store";
}}

impl Differences {
    pub fn field(self, field: &str) -> &str {
        match field {
            "known" => self.known(),
            "delivery" => self.delivery(),
            "sign_in" => self.sign_in(),
            "quota_bytes" => self.quota(),
            "password" => self.password(),
            "store" => self.store(),
            other => other,
        }
    }

    pub const fn delivery_is(self, delivery: Delivery) -> &'static str {
        match delivery {
            Delivery::Accepted => self.accept(),
            Delivery::Deferred => self.defer(),
            Delivery::Refused => self.refuse(),
        }
    }

    pub const fn sign_in_is(self, sign_in: SignIn) -> &'static str {
        match sign_in {
            SignIn::Works => self.works(),
            SignIn::NoPassword => self.no_password(),
            SignIn::Disabled => self.disabled(),
            SignIn::ServiceEnded => self.service_ended(),
            SignIn::PasswordExpired => self.password_expired(),
        }
    }
}
