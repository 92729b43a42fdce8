//! Builders of test data, which go through the use cases.

use std::net::{IpAddr, Ipv4Addr};

use serde_json::{Value, json};
use sigillo_app::{
    Caller, Grant, Origin, accounts, domains, mailboxes, organizations, plans, resellers, sessions,
};
use sigillo_contract::account::{AccountCreate, DomainGrant};
use sigillo_contract::domain::{DomainCreate, DomainPatch};
use sigillo_contract::mailbox::{Mailbox, MailboxCreate};
use sigillo_contract::organization::OrganizationCreate;
use sigillo_contract::plan::PlanCreate;
use sigillo_contract::reseller::ResellerCreate;
use sigillo_contract::session::{Confirmation, Credentials};
use sigillo_domain::account::Role;
use sigillo_domain::id::{AccountId, OrganizationId, PlanId, ResellerId, SavedViewId};
use sigillo_domain::permission::Permission;

use crate::TestApp;

/// The password of every account that tests create.
pub const PASSWORD: &str = "quattro parole a caso";

pub type Domain = sigillo_contract::domain::Domain;

/// An account with a session.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub username: String,
    pub access_token: String,
    pub refresh_token: String,
}

pub(crate) fn grant<O: sigillo_contract::Operation>() -> Grant<O> {
    Grant::to(Caller::system("test")).expect("the system may do everything")
}

impl TestApp {
    pub async fn organization(&self, name: &str) -> OrganizationId {
        let request = OrganizationCreate { name: name.to_owned() };
        organizations::create(&self.app, &grant(), &request).await.expect("an organisation").id
    }

    /// Creates a domain with an organisation of its own.
    pub async fn domain(&self, name: &str) -> Domain {
        let organization_id = self.organization(&format!("Organizzazione di {name}")).await;
        self.domain_of(organization_id, name).await
    }

    pub async fn domain_of(&self, organization_id: OrganizationId, name: &str) -> Domain {
        let request =
            DomainCreate { organization_id, name: name.to_owned(), ..DomainCreate::default() };
        self.create_domain(request).await
    }

    pub async fn create_domain(&self, request: DomainCreate) -> Domain {
        domains::create(&self.app, &grant(), &request).await.expect("a domain")
    }

    /// Creates a plan with so much space in the inbox, and in the archive.
    pub async fn plan(&self, code: &str, inbox_mb: i64, archive_mb: i64) -> PlanId {
        let request = PlanCreate {
            code: code.to_owned(),
            name: format!("Piano {code}"),
            inbox_mb,
            archive_mb: Some(archive_mb),
            ..PlanCreate::default()
        };
        plans::create(&self.app, &grant(), &request).await.expect("a plan").id
    }

    /// Has a domain offer these plans, the first of them by default.
    pub async fn offer(&self, domain: &Domain, plans: &[PlanId]) {
        let patch = DomainPatch {
            plans: Some(plans.to_vec()),
            default_plan: plans.first().copied(),
            ..DomainPatch::default()
        };
        domains::update(&self.app, &grant(), domain.id, None, &patch).await.expect("an offer");
    }

    pub async fn reseller(&self, organization_id: OrganizationId, name: &str) -> ResellerId {
        let request =
            ResellerCreate { organization_id: Some(organization_id), name: name.to_owned() };
        resellers::create(&self.app, &grant(), &request).await.expect("a reseller").id
    }

    pub async fn mailbox(&self, domain: &str, local_part: &str) -> Mailbox {
        let request = MailboxCreate {
            domain: domain.to_owned(),
            local_part: local_part.to_owned(),
            communication_email: format!("{local_part}@example.org"),
            ..MailboxCreate::default()
        };
        mailboxes::create(&self.app, &grant(), &request).await.expect("a mailbox")
    }

    pub async fn operator(&self, username: &str) -> Account {
        self.account(username, Role::Operator, None, vec![]).await
    }

    pub async fn postmaster(&self, username: &str, organization_id: OrganizationId) -> Account {
        self.account(username, Role::Postmaster, Some(organization_id), vec![]).await
    }

    pub async fn assistant(
        &self,
        username: &str,
        domain: &Domain,
        permissions: &[Permission],
    ) -> Account {
        let grants =
            vec![DomainGrant { domain: domain.name.clone(), permissions: permissions.to_vec() }];
        self.account(username, Role::Assistant, Some(domain.organization_id), grants).await
    }

    pub async fn account(
        &self,
        username: &str,
        role: Role,
        organization_id: Option<OrganizationId>,
        grants: Vec<DomainGrant>,
    ) -> Account {
        let request = AccountCreate {
            username: username.to_owned(),
            display_name: username.to_owned(),
            role,
            organization_id,
            password: PASSWORD.to_owned(),
            enabled: Some(true),
            grants,
        };
        accounts::create(&self.app, &grant(), &request).await.expect("an account");
        self.sign_in(username).await
    }

    /// Confirms a session, so that it may do what is sensitive for the next ten minutes.
    pub async fn confirm(&self, access_token: &str) {
        let caller = sessions::authenticate(&self.app, access_token).await.expect("a session");
        let grant = Grant::to(caller).expect("a session may confirm itself");
        let request = Confirmation { password: PASSWORD.to_owned() };
        sessions::confirm(&self.app, &grant, &request).await.expect("a confirmation");
    }

    /// Saves a view of the list of mailboxes; `further` has the other fields of the request.
    pub async fn view(
        &self,
        by: &Account,
        name: &str,
        query: &Value,
        further: &Value,
    ) -> SavedViewId {
        let mut request = json!({"name": name, "list": "mailboxes", "query": query});
        for (field, value) in further.as_object().expect("an object") {
            request[field] = value.clone();
        }
        let created = self.post("/api/v1/views").by(by).json(&request).expect(201).await;
        created.body["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
    }

    /// Signs in to an existing account, and confirms the session.
    pub async fn sign_in(&self, username: &str) -> Account {
        let credentials =
            Credentials { username: username.to_owned(), password: PASSWORD.to_owned() };
        let origin = Origin::from(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let signed_in = sessions::sign_in(&self.app, &credentials, &origin).await;
        let opened = signed_in.expect("a session").opened;
        self.confirm(&opened.session.access_token).await;
        Account {
            id: opened.session.account.id,
            username: username.to_owned(),
            access_token: opened.session.access_token,
            refresh_token: opened.refresh_token,
        }
    }
}
