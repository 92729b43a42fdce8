//! An example of each type in the document, in Rust so that it cannot drift from the types.

mod activity;
mod contracts;
mod documents;
mod export_record;
mod holder_changes;
mod holders;
mod jobs;
mod mail_host;
mod own_receipts;
mod plans;
mod preservation;
mod reports;
mod sla;
mod tickets;
mod views;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sigillo_domain::account::{AccountState, Role};
use sigillo_domain::client_servers::ClientServers;
use sigillo_domain::history::{Action, ActorKind};
use sigillo_domain::id::{AccountId, DomainId, MailboxId, MessageId, NoteId, OrganizationId};
use sigillo_domain::identification::{
    AssuranceLevel, HolderCapacity, IdentificationMethod, IdentityDocumentKind, RemReadiness,
};
use sigillo_domain::mail_domain::Onboarding;
use sigillo_domain::mailbox::{MailboxState, PasswordState};
use sigillo_domain::message::{Language, MessageKind, MessageState};
use sigillo_domain::permission::Permission;
use sigillo_domain::search::SearchKind;
use sigillo_domain::service_term::ServiceRequest;

use crate::account::{Account, AccountCreate, AccountPatch, DomainGrant};
use crate::dashboard::{AssistantFigures, Attention, Dashboard, GeneralFigures, MailboxFigures};
use crate::domain::{Domain, DomainCreate, DomainPatch};
use crate::history::{Change, HistoryActor, HistoryRecord, Note, NoteCreate, RecordRestore};
use crate::holder::{MailboxCompany, MailboxHolder};
use crate::identification::IdentificationRecord;
use crate::mailbox::{
    Mailbox, MailboxAvailability, MailboxCreate, MailboxPatch, MailboxUpdated, SelectionExport,
};
use crate::mailbox_service::{MailboxRenewal, MailboxTermination};
use crate::message::Message;
use crate::municipality::{Municipalities, Municipality};
use crate::organization::{Organization, OrganizationCreate, OrganizationPatch};
use crate::own_mailbox::{
    CommunicationEmailChange, LinkInfo, LinkPurpose, LinkToken, MailboxCredentials,
    MailboxPasswordChange, OwnChange, OwnMailbox, PasswordByLink, PasswordLinkRequest,
};
use crate::page::Page;
use crate::plan::PlanSummary;
use crate::preferences::Preferences;
use crate::reseller::ResellerSummary;
use crate::search::{SearchHit, SearchResults, panel_path};
use crate::service::{Health, ServiceInfo};
use crate::session::{Confirmation, Credentials, Me, PasswordChange, Session, SessionConfirmation};

pub trait Example {
    fn example() -> Self;
}

const ORGANIZATION: OrganizationId =
    OrganizationId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0001);
const DOMAIN: DomainId = DomainId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0002);
const MAILBOX: MailboxId = MailboxId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0003);
const ACCOUNT: AccountId = AccountId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0004);
const MESSAGE: MessageId = MessageId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0006);
const NOTE: NoteId = NoteId::from_u128(0x0193_5a10_0000_7000_8000_0000_0000_0005);

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_258_000 + seconds, 0).unwrap_or_default()
}

impl<T: Example> Example for Page<T> {
    fn example() -> Self {
        Self::new(vec![T::example()], None)
    }
}

impl Example for Credentials {
    fn example() -> Self {
        Self { username: "postmaster".into(), password: "una frase lunga e segreta".into() }
    }
}

impl Example for Session {
    fn example() -> Self {
        Self {
            access_token: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTkzNWExMCJ9.c2lnbmF0dXJl".into(),
            expires_in: 900,
            account: Account {
                username: "postmaster".into(),
                display_name: "Rosa Neri".into(),
                role: Role::Postmaster,
                grants: vec![],
                ..Account::example()
            },
        }
    }
}

impl Example for Me {
    fn example() -> Self {
        Self {
            account: Account::example(),
            role: Role::Assistant,
            domains: vec![Domain::example()],
            operations: vec!["get_me".into(), "list_mailboxes".into()],
            preferences: Preferences::example(),
            service: ServiceInfo::example(),
            document_seal: None,
            holder_changes_to_decide: Some(1),
        }
    }
}

impl Example for Confirmation {
    fn example() -> Self {
        Self { password: "una frase lunga e segreta".into() }
    }
}

impl Example for SessionConfirmation {
    fn example() -> Self {
        Self { confirmed_until: at(600) }
    }
}

impl Example for PasswordChange {
    fn example() -> Self {
        Self {
            current_password: "una frase lunga e segreta".into(),
            new_password: "un'altra frase, più lunga".into(),
        }
    }
}

impl Example for Account {
    fn example() -> Self {
        Self {
            id: ACCOUNT,
            username: "anna.verdi".into(),
            display_name: "Anna Verdi".into(),
            role: Role::Assistant,
            organization_id: Some(ORGANIZATION),
            organization_name: Some("Regione Esempio".into()),
            state: AccountState::Enabled,
            grants: vec![DomainGrant::example()],
            created_at: at(0),
            enabled_at: Some(at(60)),
            last_sign_in_at: Some(at(3600)),
            version: 2,
        }
    }
}

impl Example for DomainGrant {
    fn example() -> Self {
        Self {
            domain: "pec.example.it".into(),
            permissions: vec![Permission::View, Permission::Create, Permission::Edit],
        }
    }
}

impl Example for AccountCreate {
    fn example() -> Self {
        Self {
            username: "anna.verdi".into(),
            display_name: "Anna Verdi".into(),
            role: Role::Assistant,
            organization_id: Some(ORGANIZATION),
            password: "una frase lunga e segreta".into(),
            enabled: None,
            grants: vec![DomainGrant::example()],
        }
    }
}

impl Example for AccountPatch {
    fn example() -> Self {
        Self { state: Some(AccountState::Disabled), ..Self::default() }
    }
}

impl Example for Domain {
    fn example() -> Self {
        Self {
            id: DOMAIN,
            name: "pec.example.it".into(),
            organization_id: ORGANIZATION,
            organization_name: "Regione Esempio".into(),
            onboarding: Onboarding::Direct,
            preservation_available: true,
            default_quota_mb: 1000,
            mailbox_term_months: 24,
            password_lifetime_days: 90,
            language: Language::It,
            plans: vec![PlanSummary::example()],
            default_plan: Some(PlanSummary::example().id),
            client_servers: ClientServers::default(),
            created_at: at(0),
            version: 1,
            permissions: vec![Permission::View, Permission::Create, Permission::Edit],
        }
    }
}

impl Example for DomainCreate {
    fn example() -> Self {
        Self {
            organization_id: ORGANIZATION,
            name: "pec.example.it".into(),
            onboarding: Some(Onboarding::Direct),
            preservation_available: Some(true),
            default_quota_mb: Some(1000),
            mailbox_term_months: Some(24),
            password_lifetime_days: Some(90),
            language: Some(Language::It),
            plans: None,
            default_plan: None,
            client_servers: None,
        }
    }
}

impl Example for DomainPatch {
    fn example() -> Self {
        Self { default_quota_mb: Some(2000), ..Self::default() }
    }
}

impl Example for Organization {
    fn example() -> Self {
        Self { id: ORGANIZATION, name: "Regione Esempio".into(), created_at: at(0), version: 1 }
    }
}

impl Example for OrganizationCreate {
    fn example() -> Self {
        Self { name: "Regione Esempio".into() }
    }
}

impl Example for OrganizationPatch {
    fn example() -> Self {
        Self { name: Some("Regione Esempio".into()) }
    }
}

impl Example for Mailbox {
    fn example() -> Self {
        Self {
            id: MAILBOX,
            address: "ufficio.tributi@pec.example.it".into(),
            local_part: "ufficio.tributi".into(),
            domain: "pec.example.it".into(),
            state: MailboxState::Active,
            password_state: PasswordState::ToSet,
            password_set_at: None,
            password_expires_at: None,
            communication_email: Some("tributi@example.org".into()),
            quota_mb: 1000,
            soft_limit_mb: 800,
            used_bytes: None,
            preservation: false,
            plan: Some(PlanSummary::example()),
            archive_mb: Some(2048),
            reseller: Some(ResellerSummary::example()),
            created_at: at(0),
            created_by: "anna.verdi".into(),
            created_by_display_name: Some("Anna Verdi".into()),
            managed_by: "ugo.neri".into(),
            managed_by_display_name: Some("Ugo Neri".into()),
            activated_at: Some(at(0)),
            expires_at: Some(at(730 * 86_400)),
            request: ServiceRequest::None,
            requested_at: None,
            requested_by: None,
            request_document: None,
            end_before_termination: None,
            cancelled_at: None,
            holder: Some(MailboxHolder::example()),
            company: Some(MailboxCompany::example()),
            holder_address: None,
            contract: None,
            holder_change: None,
            rem_readiness: RemReadiness::NotPrepared,
            second_factor_since: None,
            identification: None,
            version: 1,
            mail_host: None,
            effects: None,
            preserved: None,
        }
    }
}

impl Example for MailboxUpdated {
    fn example() -> Self {
        Self {
            mailbox: Mailbox {
                quota_mb: 2000,
                soft_limit_mb: 1600,
                version: 2,
                ..Mailbox::example()
            },
            warnings: vec![],
        }
    }
}

impl Example for SelectionExport {
    fn example() -> Self {
        Self { format: "csv".into(), separator: None, lang: None, ids: vec![MAILBOX] }
    }
}

impl Example for MailboxCreate {
    fn example() -> Self {
        Self {
            domain: "pec.example.it".into(),
            local_part: "ufficio.tributi".into(),
            communication_email: "tributi@example.org".into(),
            preservation: None,
            quota_mb: None,
            soft_limit_mb: None,
            holder: None,
            address: None,
            company: None,
            plan: None,
            reseller: None,
        }
    }
}

impl Example for MailboxPatch {
    fn example() -> Self {
        Self { quota_mb: Some(2000), ..Self::default() }
    }
}

impl Example for IdentificationRecord {
    fn example() -> Self {
        Self {
            method: Some(IdentificationMethod::InPerson),
            level: Some(AssuranceLevel::High),
            identified_on: NaiveDate::from_ymd_opt(2025, 11, 3),
            identified_by: "Sportello di Potenza".into(),
            document_kind: Some(IdentityDocumentKind::IdentityCard),
            document_number: Some("CA00000AA".into()),
            document_expires_on: NaiveDate::from_ymd_opt(2031, 5, 20),
            capacity: Some(HolderCapacity::OwnRight),
        }
    }
}

impl Example for MailboxRenewal {
    fn example() -> Self {
        Self { until: None, document_id: None }
    }
}

impl Example for MailboxTermination {
    fn example() -> Self {
        Self { at: at(90 * 86_400).date_naive().into(), document_id: None }
    }
}

impl Example for RecordRestore {
    fn example() -> Self {
        Self { seq: 2 }
    }
}

impl Example for HistoryRecord {
    fn example() -> Self {
        let change = |field: &str, before, after| Change {
            field: field.into(),
            before,
            after,
            ..Change::default()
        };
        Self {
            seq: 2,
            at: at(7200),
            actor: HistoryActor {
                kind: ActorKind::Assistant,
                name: "anna.verdi".into(),
                display_name: Some("Anna Verdi".into()),
            },
            action: Action::Updated,
            changes: vec![
                change("quota_mb", json!(1000), json!(2000)),
                change("soft_limit_mb", json!(800), json!(1600)),
            ],
            hash: "deaecb1f9c69efd8c09404a6ecff550261afbea91265c52d7adf31e0d44d9ab9".into(),
        }
    }
}

impl Example for Note {
    fn example() -> Self {
        Self {
            id: NOTE,
            at: at(7300),
            author: "anna.verdi".into(),
            author_display_name: Some("Anna Verdi".into()),
            text: "Spazio raddoppiato su richiesta dell'ufficio.".into(),
        }
    }
}

impl Example for NoteCreate {
    fn example() -> Self {
        Self { text: "Spazio raddoppiato su richiesta dell'ufficio.".into() }
    }
}

impl Example for Dashboard {
    fn example() -> Self {
        let general = GeneralFigures {
            domains: 2,
            inserted: 210,
            active: 180,
            pending: 4,
            activated_then_cancelled: 12,
        };
        let direct =
            MailboxFigures { inserted: 150, active: 130, pending: 3, activated_then_cancelled: 9 };
        let assistant = AssistantFigures {
            account_id: ACCOUNT,
            username: "ugo.neri".into(),
            name: "Ugo Neri".into(),
            inserted: 60,
            active: 50,
        };
        let attention = Attention {
            over_soft_limit: 3,
            passwords_expired: 2,
            ending_soon: 5,
            ending_before: NaiveDate::from_ymd_opt(2027, 1, 1).unwrap_or_default(),
            undelivered_messages: 1,
            unapplied_effects: 0,
            contracts_open: 4,
            contracts_blocked: 1,
            documents_undetermined: 2,
            holder_changes_pending: 1,
            tickets_waiting: Some(1),
            outages: 0,
            accounts_pending: None,
        };
        Self { as_of: at(0), general, direct, assistants: vec![assistant], attention }
    }
}

impl Example for SearchResults {
    fn example() -> Self {
        Self { items: vec![SearchHit::example()] }
    }
}

impl Example for SearchHit {
    fn example() -> Self {
        Self {
            kind: SearchKind::Mailbox,
            id: MAILBOX.uuid(),
            title: "anna.verdi@pec.example.it".into(),
            subtitle: Some("Attiva · anna.verdi@example.org".into()),
            href: panel_path(SearchKind::Mailbox, MAILBOX.uuid()),
        }
    }
}

impl Example for Municipalities {
    fn example() -> Self {
        Self { items: vec![Municipality::example()] }
    }
}

impl Example for Municipality {
    fn example() -> Self {
        Self {
            code: "G942".into(),
            name: "Potenza".into(),
            province: Some("PZ".into()),
            country: Some("IT".into()),
            ended: None,
        }
    }
}

impl Example for Health {
    fn example() -> Self {
        Self { status: "ok".into(), version: "0.1.0".into() }
    }
}

impl Example for ServiceInfo {
    fn example() -> Self {
        Self {
            support_phone: Some("800 000 000".into()),
            support_hours: Some("dal lunedì al sabato, dalle 8.00 alle 20.00".into()),
            version: "0.1.0".into(),
        }
    }
}

impl Example for Message {
    fn example() -> Self {
        Self {
            id: MESSAGE,
            mailbox_id: MAILBOX,
            kind: MessageKind::SetPassword,
            recipient: "tributi@example.org".into(),
            created_at: at(0),
            state: MessageState::Sent,
            attempts: 1,
            next_attempt_at: None,
            finished_at: Some(at(2)),
            server: Some("mail.example.it:465".into()),
            reply: Some("250 2.0.0 Ok: queued as 4F2A1".into()),
        }
    }
}

impl Example for MailboxCredentials {
    fn example() -> Self {
        Self {
            address: "ufficio.tributi@pec.example.it".into(),
            password: "una frase lunga e segreta".into(),
        }
    }
}

impl Example for OwnMailbox {
    fn example() -> Self {
        Self {
            address: "ufficio.tributi@pec.example.it".into(),
            state: MailboxState::Active,
            password_state: PasswordState::Valid,
            password_set_at: Some(at(3600)),
            password_expires_at: Some(at(3600 + 90 * 86_400)),
            communication_email: Some("tributi@example.org".into()),
            unconfirmed_email: None,
            quota_mb: 1000,
            soft_limit_mb: 800,
            used_bytes: None,
            preservation: false,
            preserved: None,
            client_servers: ClientServers::default(),
            created_at: at(0),
            last_changes: vec![OwnChange {
                at: at(3600),
                by: ActorKind::MailboxUser,
                action: Action::PasswordSet,
                changes: vec![Change {
                    field: "password_state".into(),
                    before: json!("to_set"),
                    after: json!("valid"),
                    ..Change::default()
                }],
            }],
        }
    }
}

impl Example for MailboxPasswordChange {
    fn example() -> Self {
        Self {
            address: "ufficio.tributi@pec.example.it".into(),
            current_password: "una frase lunga e segreta".into(),
            new_password: "un'altra frase, più lunga".into(),
        }
    }
}

impl Example for PasswordLinkRequest {
    fn example() -> Self {
        Self { address: "ufficio.tributi@pec.example.it".into() }
    }
}

impl Example for CommunicationEmailChange {
    fn example() -> Self {
        Self {
            communication_email: "protocollo@example.org".into(),
            current_password: "una frase lunga e segreta".into(),
        }
    }
}

const TOKEN: &str = "3q2-7wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxw";

impl Example for LinkToken {
    fn example() -> Self {
        Self { token: TOKEN.into() }
    }
}

impl Example for LinkInfo {
    fn example() -> Self {
        Self {
            purpose: LinkPurpose::SetPassword,
            mailbox: "uff*****@pec.example.it".into(),
            communication_email: None,
            expires_at: at(86_400),
        }
    }
}

impl Example for PasswordByLink {
    fn example() -> Self {
        Self { token: TOKEN.into(), new_password: "una frase lunga e segreta".into() }
    }
}

impl Example for MailboxAvailability {
    fn example() -> Self {
        Self { available: false, code: Some("mailbox_exists".into()) }
    }
}
