//! Every operation, by every role, on what is its own and on what is another's.
//!
//! The expectation follows from the row of the table and from who asks; nothing is listed by hand
//! but what [`ALLOWED_TO_DIFFER`] excuses, and that list only shrinks.

use serde_json::{Value, json};
use sigillo_contract::example::Example;
use sigillo_contract::operations::visit_all;
use sigillo_contract::{Access, Method, Operation, Spec, Visitor};
use sigillo_domain::permission::Permission;
use sigillo_testkit::{Account, Domain, PASSWORD, TestApp, on_both_engines};
use uuid::Uuid;

/// Needs the refresh cookie, which no role stands for: `sessions.rs` proves it.
const ALLOWED_TO_DIFFER: &[&str] = &["refresh_session"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Anonymous,
    Operator,
    Postmaster,
    /// All permissions on the domain.
    FullAssistant,
    /// May look, and no more.
    Viewer,
    /// Everything but looking, which counts for nothing.
    Blind,
    /// Signed out a moment ago.
    Ended,
}

const EVERYONE: [Who; 7] = [
    Who::Anonymous,
    Who::Operator,
    Who::Postmaster,
    Who::FullAssistant,
    Who::Viewer,
    Who::Blind,
    Who::Ended,
];

struct Row {
    spec: Spec,
    example: Value,
}

#[derive(Default)]
struct Rows(Vec<Row>);

impl Visitor for Rows {
    fn visit<O: Operation>(&mut self) {
        let example = serde_json::to_value(<O::Body as Example>::example()).unwrap();
        self.0.push(Row { spec: O::SPEC, example });
    }
}

/// One organisation with all that an operation may be done to.
struct Tenant {
    domain: Domain,
    assistant: Account,
}

async fn tenant(app: &TestApp, name: &str) -> Tenant {
    let domain = app.domain(&format!("{name}.example.it")).await;
    let assistant =
        app.assistant(&format!("{name}.assistente"), &domain, &[Permission::View]).await;
    Tenant { domain, assistant }
}

/// What the table and the roles say must come of it.
fn expected(spec: &Spec, who: Who, foreign: bool) -> u16 {
    let done = spec.status;
    if spec.access == Access::Public {
        return done;
    }
    if matches!(who, Who::Anonymous | Who::Ended) {
        return 401;
    }
    let own_scope = who == Who::Operator || !foreign;
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
            // Creating names no account: a foreign organisation is a fault of the form.
            Who::Postmaster if spec.method == Method::Post => 422,
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
            if !may {
                403
            } else if own_scope {
                done
            } else {
                404
            }
        }
        // A domain out of sight; for the blind, its own is too.
        Access::SignedIn if spec.takes_id() && (who == Who::Blind || !own_scope) => 404,
        _ => done,
    }
}

/// The body of the example, about this tenant and with names not yet taken.
fn body(row: &Row, tenant: &Tenant, unique: usize) -> Value {
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
        "create_account" => set("username", json!(format!("utente{unique}"))),
        "change_own_password" => {
            set("current_password", json!(PASSWORD));
            set("new_password", json!(PASSWORD));
        }
        _ => {}
    }
    body
}

/// What stands for `{id}`, made anew for each request so that none spoils the next.
async fn subject(app: &TestApp, spec: &Spec, tenant: &Tenant, unique: usize) -> Uuid {
    match spec.tag {
        "Domains" => tenant.domain.id,
        "Organisations" => tenant.domain.organization_id,
        "Accounts" => tenant.assistant.id,
        _ => app.mailbox(&tenant.domain.name, &format!("soggetto{unique}")).await.id,
    }
}

fn path(spec: &Spec, tenant: &Tenant, id: Option<Uuid>) -> String {
    let path = spec.path.replace("{id}", &id.map(|id| id.to_string()).unwrap_or_default());
    let domain = &tenant.domain.name;
    match spec.id {
        "list_mailboxes" => format!("{path}?domain={domain}"),
        "export_mailboxes" => format!("{path}?format=csv&domain={domain}"),
        _ => path,
    }
}

async fn account(app: &TestApp, who: Who, own: &Tenant, unique: usize) -> Option<Account> {
    let name = format!("chi{unique}");
    let all_but_view: Vec<_> =
        Permission::ALL.into_iter().filter(|permission| *permission != Permission::View).collect();
    Some(match who {
        Who::Anonymous => return None,
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
    async fn every_operation_by_every_role_on_every_tenant(app: TestApp) {
        let (own, foreign) = (tenant(&app, "proprio").await, tenant(&app, "altrui").await);
        let mut rows = Rows::default();
        visit_all(&mut rows);
        let (mut wrong, mut tried) = (vec![], 0);
        for row in rows.0.iter().filter(|row| !ALLOWED_TO_DIFFER.contains(&row.spec.id)) {
            for who in EVERYONE {
                for (tenant, is_foreign) in [(&own, false), (&foreign, true)] {
                    tried += 1;
                    let account = account(&app, who, &own, tried).await;
                    let mut id = None;
                    if row.spec.takes_id() {
                        id = Some(subject(&app, &row.spec, tenant, tried).await);
                    }
                    let path = path(&row.spec, tenant, id);
                    let mut request = app.request(row.spec.method.as_str(), &path);
                    if let Some(account) = &account {
                        request = request.by(account);
                    }
                    if row.spec.takes_body() {
                        let mut body = body(row, tenant, tried);
                        if row.spec.id == "sign_in" {
                            body = json!({"username": own.assistant.username, "password": PASSWORD});
                        }
                        request = request.json(&body);
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
        println!("{tried} combinations of {} operations", rows.0.len() - ALLOWED_TO_DIFFER.len());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
