use sigillo_domain::account::{AccountState, Role};
use sigillo_domain::document::DocumentKind;
use sigillo_domain::holder_change::HolderChangeState;
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::history::ActorKind;
use sigillo_domain::mailbox::{PasswordState, MailboxState};
use sigillo_domain::message::Language;
use sigillo_domain::permission::Permission;
use sigillo_domain::service_term::ServiceRequest;

texts! {
/// The terms of the field: states, roles, permissions.
Words {
    yes: "Sì", "Yes";
    no: "No", "No";
    preservation_agreed: "prevista", "agreed";
    preserved(receipts: &str, size: &str):
        if receipts == "1" { format!("1 ricevuta conservata, {size}") } else { format!("{receipts} ricevute conservate, {size}") },
        if receipts == "1" { format!("1 receipt preserved, {size}") } else { format!("{receipts} receipts preserved, {size}") };
    preservation_not_agreed: "non prevista", "not agreed";
    plan: "Piano", "Plan";
    archive_quota: "Quota dell'archivio", "Archive quota";
    reseller: "Rivenditore", "Reseller";
    managed_by: "Gestita da", "Managed by";
    preservation: "Conservazione a norma", "Legal preservation";
    request: "Richiesta", "Request";
    request_document: "Documento della richiesta", "Document of the request";
    no_request: "Nessuna", "None";
    renewal: "Rinnovo", "Renewal";
    termination: "Cessazione", "Termination";
    state_before_end: "Stato prima della fine del servizio", "Status before the end of the service";
    in_service_many: "In servizio", "In service";

    pending_activation: "IN ATTESA DI ATTIVAZIONE", "AWAITING ACTIVATION";
    active: "ATTIVA", "ACTIVE";
    disabled: "DISABILITATA", "DISABLED";
    suppressed: "SOPPRESSA", "SUPPRESSED";
    cancelled: "CANCELLATA", "DELETED";
    pending_activation_many: "In attesa di attivazione", "Awaiting activation";
    active_many: "Attive", "Active";
    disabled_many: "Disabilitate", "Disabled";
    suppressed_many: "Soppresse", "Suppressed";
    cancelled_many: "Cancellate", "Deleted";

    password_to_set: "Password da impostare", "Password to be set";
    password_valid: "Password valida", "Valid password";
    password_expired: "Password scaduta", "Expired password";
    to_set: "da impostare", "to be set";
    valid: "valida", "valid";
    expired: "scaduta", "expired";

    operator: "Gestore", "Operator";
    postmaster: "Postmaster", "Postmaster";
    assistant: "Assistente", "Assistant";
    holder: "Titolare", "Holder";
    holder_address: "Indirizzo del titolare", "Address of the holder";
    holder_company: "Azienda", "Company";
    mailbox_user: "Utente della casella", "User of the mailbox";
    system: "Sistema", "System";

    account_pending: "In attesa di abilitazione", "Not enabled yet";
    account_enabled: "Abilitato", "Enabled";
    account_disabled: "Disabilitato", "Disabled";

    direct: "Diretta", "Direct";
    contract: "Con contratto", "By contract";
    direct_meaning: "La casella è attiva subito; il suo utente imposta la password.",
        "The mailbox is active at once; its user sets the password.";
    contract_meaning: "La casella attende la firma del contratto da parte del titolare.",
        "The mailbox waits for its holder to sign the contract.";

    italian: "Italiano", "Italian";
    english: "Inglese", "English";

    is_included: "Compresa", "Included";
    is_not_included: "Non compresa", "Not included";

    view: "Consultare", "View";
    create: "Creare", "Create";
    edit: "Modificare", "Edit";
    disable: "Disabilitare", "Disable";
    cancel: "Cancellare", "Delete";
    export: "Esportare", "Export";
    documents: "Documenti", "Documents";
    tickets: "Assistenza", "Support";

    document: "Documento", "Document";
    document_kind_name: "Tipo di documento", "Kind of document";
    document_file: "Nome del file", "Name of the file";
    document_digest: "Impronta SHA-256", "SHA-256 digest";
    document_finding: "Virus trovato", "Virus found";
    activation_contract: "Contratto di attivazione", "Activation contract";
    new_credentials: "Richiesta di nuove credenziali", "Request for new credentials";
    change_of_holder: "Cambio intestatario", "Change of holder";
    closure: "Cessazione", "End of the service";
    other_document: "Altro documento", "Other document";
    signatures_valid: "firme valide", "valid signatures";
    signatures_invalid: "firme non valide", "invalid signatures";
    signatures_undetermined: "firme non determinabili", "undetermined signatures";
    holder_change: "Cambio intestatario", "Change of holder";
    holder_change_pending: "in attesa", "pending";
    holder_change_approved: "approvato", "approved";
    holder_change_rejected: "respinto", "rejected";
    holder_change_withdrawn: "ritirato", "withdrawn";
    holder_change_closed: "chiuso", "closed";
}}

impl Words {
    pub const fn holder_change_is(self, state: HolderChangeState) -> &'static str {
        match state {
            HolderChangeState::Pending => self.holder_change_pending(),
            HolderChangeState::Approved => self.holder_change_approved(),
            HolderChangeState::Rejected => self.holder_change_rejected(),
            HolderChangeState::Withdrawn => self.holder_change_withdrawn(),
            HolderChangeState::Closed => self.holder_change_closed(),
        }
    }

    pub const fn document_kind(self, kind: DocumentKind) -> &'static str {
        match kind {
            DocumentKind::ActivationContract => self.activation_contract(),
            DocumentKind::NewCredentials => self.new_credentials(),
            DocumentKind::ChangeOfHolder => self.change_of_holder(),
            DocumentKind::Closure => self.closure(),
            DocumentKind::Other => self.other_document(),
        }
    }

    pub const fn state(self, state: MailboxState) -> &'static str {
        match state {
            MailboxState::PendingActivation => self.pending_activation(),
            MailboxState::Active => self.active(),
            MailboxState::Disabled => self.disabled(),
            MailboxState::Suppressed => self.suppressed(),
            MailboxState::Cancelled => self.cancelled(),
        }
    }

    /// The state in the plural, as a filter shows it.
    pub const fn states(self, state: MailboxState) -> &'static str {
        match state {
            MailboxState::PendingActivation => self.pending_activation_many(),
            MailboxState::Active => self.active_many(),
            MailboxState::Disabled => self.disabled_many(),
            MailboxState::Suppressed => self.suppressed_many(),
            MailboxState::Cancelled => self.cancelled_many(),
        }
    }

    /// What was requested of the service of a mailbox.
    pub const fn service_request(self, request: ServiceRequest) -> &'static str {
        match request {
            ServiceRequest::None => self.no_request(),
            ServiceRequest::Renewal => self.renewal(),
            ServiceRequest::Termination => self.termination(),
        }
    }

    pub const fn password_state(self, state: PasswordState) -> &'static str {
        match state {
            PasswordState::ToSet => self.password_to_set(),
            PasswordState::Valid => self.password_valid(),
            PasswordState::Expired => self.password_expired(),
        }
    }

    /// The state of a password for a text that already contains the word "password".
    pub const fn password_is(self, state: PasswordState) -> &'static str {
        match state {
            PasswordState::ToSet => self.to_set(),
            PasswordState::Valid => self.valid(),
            PasswordState::Expired => self.expired(),
        }
    }

    pub const fn role(self, role: Role) -> &'static str {
        match role {
            Role::Operator => self.operator(),
            Role::Postmaster => self.postmaster(),
            Role::Assistant => self.assistant(),
        }
    }

    pub const fn actor(self, kind: ActorKind) -> &'static str {
        match kind {
            ActorKind::Operator => self.operator(),
            ActorKind::Postmaster => self.postmaster(),
            ActorKind::Assistant => self.assistant(),
            ActorKind::MailboxUser => self.mailbox_user(),
            ActorKind::Holder => self.holder(),
            ActorKind::System => self.system(),
        }
    }

    pub const fn account_state(self, state: AccountState) -> &'static str {
        match state {
            AccountState::Pending => self.account_pending(),
            AccountState::Enabled => self.account_enabled(),
            AccountState::Disabled => self.account_disabled(),
        }
    }

    pub const fn onboarding(self, onboarding: Onboarding) -> &'static str {
        match onboarding {
            Onboarding::Direct => self.direct(),
            Onboarding::Contract => self.contract(),
        }
    }

    pub const fn onboarding_meaning(self, onboarding: Onboarding) -> &'static str {
        match onboarding {
            Onboarding::Direct => self.direct_meaning(),
            Onboarding::Contract => self.contract_meaning(),
        }
    }

    pub const fn language(self, language: Language) -> &'static str {
        match language {
            Language::It => self.italian(),
            Language::En => self.english(),
        }
    }

    pub const fn included(self, included: bool) -> &'static str {
        if included { self.is_included() } else { self.is_not_included() }
    }

    /// Whether preservation is agreed for a mailbox. A plain yes would read as if it took place.
    pub const fn preservation_is(self, agreed: bool) -> &'static str {
        if agreed { self.preservation_agreed() } else { self.preservation_not_agreed() }
    }

    pub const fn yes_no(self, yes: bool) -> &'static str {
        if yes { self.yes() } else { self.no() }
    }

    pub const fn permission(self, permission: Permission) -> &'static str {
        match permission {
            Permission::View => self.view(),
            Permission::Create => self.create(),
            Permission::Edit => self.edit(),
            Permission::Disable => self.disable(),
            Permission::Cancel => self.cancel(),
            Permission::Export => self.export(),
            Permission::Documents => self.documents(),
            Permission::Tickets => self.tickets(),
        }
    }
}
