//! Every operation is requested by every role, on objects of its own tenant and of another.
//!
//! The expected status follows from the row of the table and the role. The only exceptions listed
//! by hand are those in [`ALLOWED_TO_DIFFER`], and that list only shrinks.

use chrono::{DurationRound, TimeDelta};
use serde_json::{Value, json};
use sigillo_contract::{Access, Method, Spec};
use sigillo_domain::id::MailboxId;
use sigillo_domain::message::MessageKind;
use sigillo_domain::permission::Permission;
use sigillo_domain::sla::Period;
use sigillo_storage::mailboxes;
use sigillo_testkit::{
    Account, Domain, PASSWORD, Row, TestApp, TestReceipt, User, on_both_engines, pdf, rows,
    tax_code, vat_number,
};
use uuid::Uuid;

/// Needs the refresh cookie, which no role has; tested in `sessions.rs`.
const ALLOWED_TO_DIFFER: &[&str] = &["refresh_session"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Anonymous,
    Operator,
    Postmaster,
    /// An assistant with all permissions on the domain.
    FullAssistant,
    /// An assistant with only the view permission.
    Viewer,
    /// An assistant with every permission but view, without which the others have no effect.
    Blind,
    /// A postmaster whose session has just ended.
    Ended,
    /// The user of a mailbox of the domain, who has no account in the panel.
    MailboxUser,
}

const EVERYONE: [Who; 8] = [
    Who::Anonymous,
    Who::Operator,
    Who::Postmaster,
    Who::FullAssistant,
    Who::Viewer,
    Who::Blind,
    Who::Ended,
    Who::MailboxUser,
];

/// An organisation with the objects that operations need.
pub struct Tenant {
    pub domain: Domain,
    pub assistant: Account,
    pub postmaster: Account,
}

pub async fn tenant(app: &TestApp, name: &str) -> Tenant {
    let domain = app.domain(&format!("{name}.example.it")).await;
    let assistant =
        app.assistant(&format!("{name}.assistente"), &domain, &[Permission::View]).await;
    let postmaster = app.postmaster(&format!("{name}.postmaster"), domain.organization_id).await;
    Tenant { domain, assistant, postmaster }
}

/// The status that follows from the table and the role.
fn expected(spec: &Spec, who: Who, foreign: bool) -> u16 {
    let done = spec.status;
    if matches!(spec.access, Access::Public | Access::Visit) {
        return done;
    }
    if spec.access == Access::MailboxUser {
        return match who {
            Who::MailboxUser if foreign && spec.takes_id() => 404,
            Who::MailboxUser => done,
            _ => 401,
        };
    }
    if matches!(who, Who::Anonymous | Who::Ended | Who::MailboxUser) {
        return 401;
    }
    // Plans and service levels are of the whole service, and everybody sees them.
    let is_of_all = matches!(spec.tag, "Plans" | "Service levels");
    let own_scope = who == Who::Operator || !foreign || is_of_all;
    // Every account of an organisation sees its resellers.
    let needs_view = !is_of_all && spec.tag != "Resellers";
    let is_blind = who == Who::Blind && needs_view;
    if spec.id == "delete_report_schedule" {
        // It belongs to the account that made it, and nobody else sees it.
        return if matches!(who, Who::Viewer | Who::Blind) { 403 } else { 404 };
    }
    match spec.access {
        Access::Operators => {
            if who == Who::Operator {
                done
            } else {
                403
            }
        }
        Access::AccountManagers => match who {
            Who::Operator => done,
            Who::Postmaster if own_scope => done,
            // A creation has no id in its path: a foreign organisation is a validation error.
            Who::Postmaster if spec.method == Method::Post && !spec.takes_id() => 422,
            Who::Postmaster if !spec.takes_id() => done,
            Who::Postmaster => 404,
            _ => 403,
        },
        Access::Mailboxes(permissions) => {
            let may = match who {
                Who::Operator | Who::Postmaster | Who::FullAssistant => true,
                Who::Viewer => permissions.contains(&Permission::View),
                _ => false,
            };
            let of_registry = matches!(spec.tag, "Holders" | "Companies" | "Tickets")
                || spec.id == "create_holder_import";
            if !may {
                403
            } else if matches!(
                spec.id,
                "get_dashboard"
                    | "list_contracts"
                    | "list_documents"
                    | "list_holder_changes"
                    | "list_report_schedules"
            ) {
                // A list shows the caller's own.
                done
            } else if of_registry && !spec.takes_id() {
                // A list shows the caller's own, and a new holder names its organisation.
                if spec.method == Method::Post && !own_scope { 422 } else { done }
            } else if own_scope {
                done
            } else {
                404
            }
        }
        // The job belongs to the tenant's postmaster, and an assistant sees only its own jobs.
        Access::Jobs => match who {
            Who::Operator => done,
            Who::Postmaster if own_scope => done,
            _ => 404,
        },
        // The view belongs to the tenant's postmaster, who shares it.
        Access::Views => match who {
            Who::Postmaster if own_scope => done,
            Who::FullAssistant | Who::Viewer | Who::Blind if own_scope => {
                if spec.method == Method::Get { done } else { 403 }
            }
            _ => 404,
        },
        // The object is in a domain that the caller cannot view, which for `Blind` includes its
        // own.
        Access::SignedIn if spec.takes_id() && (is_blind || !own_scope) => 404,
        _ => done,
    }
}

/// The example body, adapted to this tenant, with unused names.
pub async fn body(app: &TestApp, row: &Row, tenant: &Tenant, unique: usize) -> Value {
    let mut body = row.example.clone();
    let mut set = |field: &str, value: Value| {
        if body.get(field).is_some() {
            body[field] = value;
        }
    };
    set("domain", json!(tenant.domain.name));
    set("organization_id", json!(tenant.domain.organization_id));
    set("local_part", json!(format!("casella{unique}")));
    set("grants", json!([{"domain": tenant.domain.name, "permissions": ["view"]}]));
    match row.spec.id {
        "create_domain" => set("name", json!(format!("d{unique}.example.it"))),
        "create_organization" | "update_organization" => {
            set("name", json!(format!("Ente {unique}")));
        }
        "create_holder" => {
            set("tax_code", json!(tax_code(unique)));
            let company = json!({"legal_name": "Prove S.r.l.", "vat_number": vat_number(unique)});
            set("companies", json!([company]));
        }
        "add_holder_company" => set("vat_number", json!(vat_number(unique))),
        "merge_holder" => {
            let into = app.holder(tenant.domain.organization_id, 40_000 + unique).await;
            set("into", json!(into.id));
        }
        "create_canned_answer" | "update_canned_answer" => {
            set("title", json!(format!("Risposta {unique}")));
        }
        "create_plan" => set("code", json!(format!("P{unique}"))),
        "create_reseller" | "update_reseller" => {
            set("name", json!(format!("Rivenditore {unique}")));
        }
        "create_account" => set("username", json!(format!("utente{unique}"))),
        "change_own_password" => {
            set("current_password", json!(PASSWORD));
            set("new_password", json!("altre cinque parole a caso"));
        }
        "confirm_session" => set("password", json!(PASSWORD)),
        "change_own_communication_email" => set("current_password", json!(PASSWORD)),
        "sign_in" => {
            set("username", json!(tenant.assistant.username));
            set("password", json!(PASSWORD));
        }
        "sign_in_mailbox" | "change_mailbox_password" => {
            let mailbox = app.used_mailbox(&tenant.domain.name, &format!("utente{unique}")).await;
            set("address", json!(mailbox.address));
            set("password", json!(PASSWORD));
            set("current_password", json!(PASSWORD));
        }
        "create_bulk_change" => {
            let name = format!("tante{unique}");
            app.mailbox(&tenant.domain.name, &name).await;
            set("matching", json!({"domain": tenant.domain.name, "q": name}));
        }
        "export_selection" => {
            let mailbox = app.mailbox(&tenant.domain.name, &format!("scelta{unique}")).await;
            set("ids", json!([mailbox.id]));
        }
        // Repeated requests for one mailbox would be throttled.
        "request_password_link" => set("address", json!(format!("chiede{unique}@example.it"))),
        "create_receipt_disposal" => {
            let mailbox = app.mailbox(&tenant.domain.name, &format!("scarta{unique}")).await;
            app.expired_receipt(mailbox.id).await;
        }
        "create_holder_change" => {
            let mailbox = app.mailbox(&tenant.domain.name, &format!("passa{unique}")).await.id;
            let document = app.change_document(mailbox, "subentro").await;
            let holder = app.holder(tenant.domain.organization_id, 60_000 + unique).await;
            set("mailbox_id", json!(mailbox));
            set("document_id", json!(document.id));
            set("new_holder", json!({"id": holder.id}));
        }
        _ if matches!(row.spec.tag, "Contracts" | "Signing") => {
            for (field, value) in Box::pin(of_contract(app, row.spec.id, tenant, unique)).await {
                set(field, value);
            }
        }
        "repair_mail_host" => {
            set("kind", json!("orphan_store"));
            set("subject", json!("0".repeat(32)));
        }
        "check_link"
        | "set_password_by_link"
        | "confirm_communication_email"
        | "stop_password_reset"
        | "stop_view_alert" => {
            set("token", json!(link(app, row.spec.id, tenant, unique).await));
        }
        _ => {}
    }
    body
}

/// The fields of a request about a contract.
async fn of_contract(
    app: &TestApp,
    operation: &str,
    tenant: &Tenant,
    unique: usize,
) -> Vec<(&'static str, Value)> {
    let name = format!("firma{unique}");
    let send = || app.contract(tenant.domain.id, &name, 80_000 + unique);
    match operation {
        "create_contract" => {
            let sent = send().await;
            let path = format!("/api/v1/contracts/{}/withdraw", sent.id);
            app.post(&path).by(&tenant.postmaster).expect(200).await;
            vec![("mailbox_id", json!(sent.mailbox.id))]
        }
        "open_signing" => {
            let sent = send().await;
            vec![("token", json!(sent.link)), ("tax_code", json!(sent.tax_code))]
        }
        "send_signing_code"
        | "sign_contract"
        | "decline_contract"
        | "consent_to_contract"
        | "get_signing_progress"
        | "get_signing_file" => {
            let opened = app.open_contract(&send().await).await;
            let consents: Vec<_> = opened.consents.iter().map(|one| one.sha256.clone()).collect();
            let mut fields = vec![("token", json!(opened.token)), ("consents", json!(consents))];
            if operation == "sign_contract" {
                fields.push(("code", json!(app.signing_code(&opened).await)));
            }
            fields
        }
        "accept_contract_copy" => {
            let mailbox = format!("soggetto{unique}@{}", tenant.domain.name);
            let list = format!("/api/v1/documents?q={mailbox}");
            let copies = app.get(&list).by(&tenant.postmaster).expect(200).await.body;
            vec![("document_id", copies["items"][0]["id"].clone())]
        }
        _ => vec![],
    }
}

/// The token of a link that serves the operation.
async fn link(app: &TestApp, operation: &str, tenant: &Tenant, unique: usize) -> String {
    let name = format!("link{unique}");
    if operation == "stop_view_alert" {
        return alert_link(app, tenant, &name).await;
    }
    if operation == "stop_password_reset" {
        return stop_link(app, tenant, &name).await;
    }
    if operation != "confirm_communication_email" {
        let mailbox = app.mailbox(&tenant.domain.name, &name).await;
        return app.password_link(mailbox.id).await;
    }
    let mailbox = app.used_mailbox(&tenant.domain.name, &name).await;
    let user = app.user(&mailbox.address).await;
    let request = json!({"communication_email": "altra@example.org", "current_password": PASSWORD});
    let path = "/api/v1/own-mailbox/communication-email";
    app.post(path).by_user(&user).json(&request).expect(202).await;
    let letters = app.work().await;
    letters.into_iter().find_map(|letter| letter.link_token).expect("a link")
}

/// The token of the notice that the previous e-mail of a mailbox gets.
async fn stop_link(app: &TestApp, tenant: &Tenant, name: &str) -> String {
    let mailbox = app.used_mailbox(&tenant.domain.name, name).await;
    let path = format!("/api/v1/mailboxes/{}", mailbox.id);
    let change = json!({"communication_email": "altra@example.org"});
    app.patch(&path).by(&tenant.postmaster).json(&change).expect(200).await;
    app.post(&format!("{path}/password-reset")).by(&tenant.postmaster).expect(202).await;
    let mut sent = app.work().await.into_iter();
    let notice = sent.find(|message| message.kind == MessageKind::PasswordResetNotice);
    notice.and_then(|message| message.link_token).expect("a notice")
}

/// The token of a message of an alert.
async fn alert_link(app: &TestApp, tenant: &Tenant, name: &str) -> String {
    app.mailbox(&tenant.domain.name, name).await;
    let alert = json!({"above": 0, "email": "rosa@example.org"});
    app.view(&tenant.postmaster, name, &json!({"q": name}), &json!({"alert": alert})).await;
    while sigillo_app::views::evaluate_alerts(&app.app).await.expect("an evaluation") > 0 {}
    let mut sent = app.work().await.into_iter();
    let message = sent.find(|message| message.kind == MessageKind::ViewAlert);
    message.and_then(|message| message.link_token).expect("a message")
}

/// The object for `{id}`, created for each request so that requests do not affect each other.
pub async fn subject(app: &TestApp, spec: &Spec, tenant: &Tenant, unique: usize) -> Uuid {
    let name = format!("soggetto{unique}");
    if spec.id.starts_with("restore_") {
        return changed(app, spec, tenant, &name).await;
    }
    match spec.tag {
        "Domains" => tenant.domain.id.uuid(),
        "Organisations" => tenant.domain.organization_id.uuid(),
        "Preservation" if !spec.path.contains("/disposals/") => {
            tenant.domain.organization_id.uuid()
        }
        "Accounts" => tenant.assistant.id.uuid(),
        "Plans" => app.plan(&format!("P-{unique}"), 1000, 0).await.uuid(),
        "Resellers" => app.reseller(tenant.domain.organization_id, &name).await.uuid(),
        "Service levels" if spec.id == "withdraw_maintenance" => app
            .maintenance(TestApp::START.duration_trunc(TimeDelta::hours(1)).unwrap(), 60 + unique)
            .await
            .uuid(),
        "Service levels" => {
            if spec.id == "get_sla_figures" {
                app.close_period(period(unique)).await;
            }
            Uuid::from_u128(unique as u128)
        }
        "Messages" => app.failed_message(&tenant.domain.name, &name).await.uuid(),
        "Views" => {
            let shared = json!({"shared": true});
            app.view(&tenant.postmaster, &name, &json!({}), &shared).await.uuid()
        }
        "Jobs" => job(app, spec.id, tenant, &name).await,
        "Holders" | "Companies" => of_registry(app, spec, tenant, unique).await,
        "Documents" => {
            let mailbox = app.mailbox(&tenant.domain.name, &name).await.id;
            app.document(&format!("mailbox:{mailbox}"), "atto.pdf", &pdf(&name)).await.id.uuid()
        }
        "Changes of holder" => {
            let mailbox = app.mailbox(&tenant.domain.name, &name).await.id;
            let holder = app.holder(tenant.domain.organization_id, 50_000 + unique).await;
            app.holder_change(mailbox, holder.id).await.id.uuid()
        }
        "Preservation" => {
            let mailbox = app.mailbox(&tenant.domain.name, &name).await.id;
            app.disposal(mailbox).await.uuid()
        }
        "Preserved receipts" => {
            let mailbox =
                user_with_receipt(app, &tenant.domain.name, &format!("chi{unique}")).await;
            of_receipts(app, spec, mailbox, unique).await
        }
        "Reports" => schedule(app, &tenant.postmaster).await,
        "Canned answers" => app.canned_answer(&name).await.id.uuid(),
        "Tickets" => {
            let ticket = app.ticket(tenant.domain.organization_id, &name).await.ticket.id;
            if spec.id == "get_ticket_attachment" {
                return app.ticket_file(ticket, "schermata.png", b"\x89PNG").await.id.uuid();
            }
            ticket.uuid()
        }
        "Contracts" => match spec.path.split('/').nth(3) {
            Some("contracts") => {
                let sent = app.contract(tenant.domain.id, &name, 70_000 + unique).await;
                if spec.id == "accept_contract_copy" {
                    app.undecided_copy(&sent).await;
                }
                sent.id.uuid()
            }
            Some("contract-templates") => {
                app.contract_template(tenant.domain.organization_id).await.uuid()
            }
            _ => tenant.domain.organization_id.uuid(),
        },
        _ => {
            if spec.id == "record_identification" {
                let held = app.held_mailbox(&tenant.domain.name, &name, 70_000 + unique).await;
                return held.id.uuid();
            }
            let mailbox = app.mailbox(&tenant.domain.name, &name).await.id;
            if spec.id == "withdraw_mailbox_termination" {
                let path = format!("/api/v1/mailboxes/{mailbox}/termination");
                let day = json!({"at": "2026-06-30"});
                app.post(&path).by(&tenant.postmaster).json(&day).expect(200).await;
            }
            mailbox.uuid()
        }
    }
}

/// A report that an account has sent.
pub async fn schedule(app: &TestApp, by: &Account) -> Uuid {
    let request = json!({
        "report": "mailboxes", "format": "pdf", "frequency": "monthly", "email": "rosa@example.org",
    });
    let made = app.post("/api/v1/report-schedules").by(by).json(&request).expect(201).await;
    made.body["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

/// A holder, or something that one has.
async fn of_registry(app: &TestApp, spec: &Spec, tenant: &Tenant, unique: usize) -> Uuid {
    let holder = app.holder(tenant.domain.organization_id, unique).await;
    match spec.path.split('/').nth(3) {
        Some("holders") => holder.id.uuid(),
        Some("holder-addresses") => app.holder_address(holder.id, "Via Nuova").await.id.uuid(),
        Some("holder-companies") => app.company(holder.id, unique).await.id.uuid(),
        _ => app.company(holder.id, unique).await.company.id.uuid(),
    }
}

/// An object whose second record is a change.
async fn changed(app: &TestApp, spec: &Spec, tenant: &Tenant, name: &str) -> Uuid {
    let organization = tenant.domain.organization_id;
    let (id, change) = match spec.tag {
        "Domains" => {
            let domain = app.domain_of(organization, &format!("{name}.example.it")).await;
            (domain.id.uuid(), json!({"default_quota_mb": 3000}))
        }
        "Organisations" => {
            (app.organization(name).await.uuid(), json!({"name": format!("{name} bis")}))
        }
        "Plans" => {
            let id = app.plan(&name.to_uppercase(), 1000, 0).await;
            (id.uuid(), json!({"name": format!("{name} bis")}))
        }
        "Resellers" => {
            let id = app.reseller(organization, name).await;
            (id.uuid(), json!({"name": format!("{name} bis")}))
        }
        "Accounts" => {
            let account = app.assistant(name, &tenant.domain, &[Permission::View]).await;
            (account.id.uuid(), json!({"display_name": "Anna Neri"}))
        }
        _ => (app.mailbox(&tenant.domain.name, name).await.id.uuid(), json!({"quota_mb": 3000})),
    };
    let path = spec.path.replace("/{id}/restore", &format!("/{id}"));
    let operator = app.operator(&format!("{name}.gestore")).await;
    app.patch(&path).by(&operator).json(&change).expect(200).await;
    id
}

/// A job of the tenant's postmaster, whose dry run is done; for an undoing, one that is finished.
async fn job(app: &TestApp, operation: &str, tenant: &Tenant, name: &str) -> Uuid {
    let request = if operation == "map_import" {
        app.post(&format!("/api/v1/imports?domain={}", tenant.domain.name))
            .raw("text/csv", FILE.into())
    } else {
        let id = app.mailbox(&tenant.domain.name, name).await.id;
        let body = json!({"change": {"action": "disable"}, "ids": [id]});
        app.post("/api/v1/bulk-changes").json(&body)
    };
    let answer = request.by(&tenant.postmaster).expect(202).await;
    while sigillo_app::jobs::work(&app.app).await.expect("a turn") > 0 {}
    let id = answer.body["id"].as_str().expect("an id");
    if operation == "undo_job" {
        let run = app.post(&format!("/api/v1/jobs/{id}/run")).by(&tenant.postmaster);
        run.json(&json!({})).expect(202).await;
        while sigillo_app::jobs::work(&app.app).await.expect("a turn") > 0 {}
    }
    id.parse().expect("an id")
}

/// A file to import, with as many columns as the example mapping.
pub const FILE: &str = "casella;e-mail di comunicazione\nanna;anna@example.org\n";

/// A period that has ended, another one for each number of a few in a row.
pub fn period(unique: usize) -> Period {
    let mut period = Period::FIRST;
    for _ in 0..unique % 75 {
        period = period.next();
    }
    period
}

pub fn path(spec: &Spec, tenant: &Tenant, id: Option<Uuid>) -> String {
    if spec.path.starts_with("/api/v1/sla/periods/") {
        let number = id.and_then(|id| usize::try_from(id.as_u128()).ok()).unwrap_or_default();
        return spec.path.replace("{id}", &period(number).to_string());
    }
    if spec.id == "get_report" {
        let domain = &tenant.domain.name;
        return format!("{}?domain={domain}", spec.path.replace("{id}", "mailboxes"));
    }
    let path = spec.path.replace("{id}", &id.map(|id| id.to_string()).unwrap_or_default());
    let domain = &tenant.domain.name;
    match spec.id {
        "list_mailboxes"
        | "create_import"
        | "create_identification_import"
        | "list_activity"
        | "follow_activity" => {
            format!("{path}?domain={domain}")
        }
        "create_holder_import" => {
            format!("{path}?organization_id={}", tenant.domain.organization_id)
        }
        "get_mailbox_availability" => format!("{path}?address=libera@{domain}"),
        "export_holders" | "export_tickets" | "export_outages" => format!("{path}?format=csv"),
        "get_sla" => format!("{path}?component=web"),
        "export_mailboxes" | "export_activity" => format!("{path}?format=csv&domain={domain}"),
        _ => path,
    }
}

/// What a file is uploaded for, as a query, and the token of an opened contract if it is for one.
pub async fn upload_of(
    app: &TestApp,
    spec: &Spec,
    tenant: &Tenant,
    unique: usize,
) -> (String, Option<String>) {
    let name = format!("documento{unique}");
    if spec.access == Access::Visit {
        let sent = app.contract(tenant.domain.id, &name, 80_000 + unique).await;
        let opened = app.open_contract(&sent).await;
        app.consent_to_contract(&opened).await;
        return ("?name=atto.pdf".to_owned(), Some(opened.token));
    }
    if spec.tag == "Tickets" {
        return ("?name=schermata.png".to_owned(), None);
    }
    let mailbox = app.mailbox(&tenant.domain.name, &name).await.id;
    (format!("?subject=mailbox:{mailbox}&kind=other&name=atto.pdf"), None)
}

/// The file that an operation takes, with its media type.
pub fn file(spec: &Spec) -> Option<(&'static str, Vec<u8>)> {
    match *spec.uploads.first()? {
        "application/pdf" => Some(("application/pdf", pdf("atto"))),
        "application/octet-stream" => Some(("application/octet-stream", pdf("schermata"))),
        _ => Some(("text/csv", FILE.into())),
    }
}

async fn user(app: &TestApp, who: Who, own: &Tenant, unique: usize) -> Option<User> {
    if who != Who::MailboxUser {
        return None;
    }
    let name = format!("chi{unique}");
    user_with_receipt(app, &own.domain.name, &name).await;
    Some(app.user(&format!("{name}@{}", own.domain.name)).await)
}

/// A mailbox whose user has set the password and finds a preserved receipt; made once.
pub async fn user_with_receipt(app: &TestApp, domain: &str, name: &str) -> MailboxId {
    let mut on = app.app.db.read().await.expect("a connection");
    let known = mailboxes::find_by_address(&mut on, &format!("{name}@{domain}")).await;
    drop(on);
    if let Some(mailbox) = known.expect("a look-up") {
        return mailbox.id;
    }
    let mailbox = app.used_mailbox(domain, name).await.id;
    let recipients = ["fornitore@pec.example.org"];
    app.preserved_receipt(mailbox, &TestReceipt::acceptance(0, "Ordine 12", &recipients)).await;
    mailbox
}

/// A receipt of a mailbox, or what belongs to one.
pub async fn of_receipts(app: &TestApp, spec: &Spec, mailbox: MailboxId, unique: usize) -> Uuid {
    let acceptance = TestReceipt::acceptance(unique, "Ordine 13", &["fornitore@pec.example.org"]);
    let receipt = app.preserved_receipt(mailbox, &acceptance).await;
    match spec.path.split('/').nth(4) {
        Some("receipts") => receipt.uuid(),
        Some("certified-messages") => app.certified_message_of(receipt).await.uuid(),
        _ => app.distribution_package(mailbox, receipt).await.uuid(),
    }
}

async fn account(app: &TestApp, who: Who, own: &Tenant, unique: usize) -> Option<Account> {
    let name = format!("chi{unique}");
    let all_but_view: Vec<_> =
        Permission::ALL.into_iter().filter(|permission| *permission != Permission::View).collect();
    Some(match who {
        Who::Anonymous | Who::MailboxUser => return None,
        Who::Operator => app.operator(&name).await,
        Who::Postmaster => app.postmaster(&name, own.domain.organization_id).await,
        Who::FullAssistant => app.assistant(&name, &own.domain, &Permission::ALL).await,
        Who::Viewer => app.assistant(&name, &own.domain, &[Permission::View]).await,
        Who::Blind => app.assistant(&name, &own.domain, &all_but_view).await,
        Who::Ended => {
            let account = app.postmaster(&name, own.domain.organization_id).await;
            app.delete("/api/v1/sessions/current").by(&account).expect(204).await;
            account
        }
    })
}

on_both_engines! {
    async fn every_operation_is_allowed_or_refused_for_every_role_and_tenant(app: TestApp) {
        let mut app = app;
        app.mail_host();
        let (own, foreign) = (tenant(&app, "proprio").await, tenant(&app, "altrui").await);
        let rows = rows();
        let (mut wrong, mut tried) = (vec![], 0);
        for row in rows.iter().filter(|row| !ALLOWED_TO_DIFFER.contains(&row.spec.id)) {
            for who in EVERYONE {
                for (tenant, is_foreign) in [(&own, false), (&foreign, true)] {
                    tried += 1;
                    let account = account(&app, who, &own, tried).await;
                    let mut id = None;
                    if row.spec.takes_id() {
                        id = Some(subject(&app, &row.spec, tenant, tried).await);
                    }
                    let mut path = path(&row.spec, tenant, id);
                    let mut visit = None;
                    if row.spec.is_streamed {
                        let (query, token) = upload_of(&app, &row.spec, tenant, tried).await;
                        path += &query;
                        visit = token;
                    }
                    let mut request = app.request(row.spec.method.as_str(), &path);
                    if let Some(account) = &account {
                        request = request.by(account);
                    }
                    if let Some(token) = &visit {
                        request = request.header("authorization", &format!("Bearer {token}"));
                    }
                    if let Some(user) = user(&app, who, &own, tried).await {
                        request = request.by_user(&user);
                    }
                    if let Some((media_type, file)) = file(&row.spec) {
                        request = request.raw(media_type, file);
                    }
                    if row.spec.takes_body() {
                        request = request.json(&Box::pin(body(&app, row, tenant, tried)).await);
                    }
                    let status = request.send().await.status;
                    let expected = expected(&row.spec, who, is_foreign);
                    if status != expected {
                        let id = row.spec.id;
                        wrong.push(format!("{id} by {who:?}, foreign {is_foreign}: {status}, not {expected}"));
                    }
                }
            }
        }
        println!("{tried} combinations of {} operations", rows.len() - ALLOWED_TO_DIFFER.len());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
