//! Where each row of the table meets its handler.

mod accounts;
mod domains;
mod exports;
mod jobs;
mod links;
mod mail_host;
mod mailboxes;
mod messages;
mod organizations;
mod own_mailbox;
mod service;
mod sessions;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, FromRequest, Handler, HttpResponse, Responder, web};
use sigillo_app::keep_connection;
use sigillo_contract::operations::{
    AddMailboxNote, CancelJob, CancelMailbox, ChangeMailboxPassword, ChangeOwnCommunicationEmail,
    ChangeOwnPassword, CheckLink, CheckMailHost, ConfirmCommunicationEmail, CreateAccount,
    CreateBulkChange, CreateDomain, CreateImport, CreateMailbox, CreateOrganization,
    ExportJobFailures, ExportMailboxes, FollowJob, GetAccount, GetDomain, GetHealth, GetJob,
    GetMailHost, GetMailbox, GetMailboxHistory, GetMailboxUsage, GetMe, GetOrganization,
    GetOwnMailbox, GetServiceInfo, ListAccounts, ListDomains, ListExports, ListJobRows, ListJobs,
    ListMailboxEffects, ListMailboxMessages, ListMailboxNotes, ListMailboxes, ListOrganizations,
    MapImport, RefreshSession, RepairMailHost, RequestPasswordLink, ResendMessage, RunJob,
    SendPasswordReset, SetPasswordByLink, SignIn, SignInMailbox, SignOut, SignOutMailbox,
    UpdateAccount, UpdateDomain, UpdateMailbox, UpdateOrganization,
};
use sigillo_contract::{Method, Operation};

use crate::failure::Failure;
use crate::idempotency;

/// Mounts every operation. A path without an id stands before the one with it that it would match.
pub(crate) fn mount(config: &mut web::ServiceConfig) {
    route::<SignIn, _, _>(config, sessions::sign_in::handle);
    route::<RefreshSession, _, _>(config, sessions::refresh::handle);
    route::<SignOut, _, _>(config, sessions::sign_out::handle);
    route::<GetMe, _, _>(config, sessions::me::handle);
    route::<ChangeOwnPassword, _, _>(config, sessions::change_password::handle);
    route::<ListDomains, _, _>(config, domains::list::handle);
    route::<CreateDomain, _, _>(config, domains::create::handle);
    route::<GetDomain, _, _>(config, domains::get::handle);
    route::<UpdateDomain, _, _>(config, domains::update::handle);
    route::<ListMailboxes, _, _>(config, mailboxes::list::handle);
    route::<CreateMailbox, _, _>(config, mailboxes::create::handle);
    route::<ExportMailboxes, _, _>(config, mailboxes::export::handle);
    // Else its other methods would be taken for those of a mailbox of that id.
    config.route(ExportMailboxes::SPEC.path, web::route().to(only_get));
    route::<ListExports, _, _>(config, exports::list::handle);
    route::<GetMailbox, _, _>(config, mailboxes::get::handle);
    route::<UpdateMailbox, _, _>(config, mailboxes::update::handle);
    route::<CancelMailbox, _, _>(config, mailboxes::cancel::handle);
    route::<GetMailboxHistory, _, _>(config, mailboxes::history::handle);
    route::<ListMailboxNotes, _, _>(config, mailboxes::notes::handle);
    route::<AddMailboxNote, _, _>(config, mailboxes::add_note::handle);
    route::<SendPasswordReset, _, _>(config, mailboxes::send_password_reset::handle);
    route::<ListMailboxMessages, _, _>(config, mailboxes::messages::handle);
    route::<ListMailboxEffects, _, _>(config, mailboxes::effects::handle);
    route::<GetMailboxUsage, _, _>(config, mailboxes::usage::handle);
    route::<ResendMessage, _, _>(config, messages::resend::handle);
    route::<CreateBulkChange, _, _>(config, jobs::create_bulk_change::handle);
    route::<CreateImport, _, _>(config, jobs::create_import::handle);
    route::<ExportJobFailures, _, _>(config, jobs::failures::handle);
    route::<ListJobs, _, _>(config, jobs::list::handle);
    route::<GetJob, _, _>(config, jobs::get::handle);
    route::<MapImport, _, _>(config, jobs::map_import::handle);
    route::<RunJob, _, _>(config, jobs::run::handle);
    route::<CancelJob, _, _>(config, jobs::cancel::handle);
    route::<ListJobRows, _, _>(config, jobs::rows::handle);
    route::<FollowJob, _, _>(config, jobs::follow::handle);
    route::<SignInMailbox, _, _>(config, own_mailbox::sign_in::handle);
    route::<SignOutMailbox, _, _>(config, own_mailbox::sign_out::handle);
    route::<GetOwnMailbox, _, _>(config, own_mailbox::get::handle);
    route::<ChangeMailboxPassword, _, _>(config, own_mailbox::change_password::handle);
    route::<ChangeOwnCommunicationEmail, _, _>(config, own_mailbox::change_email::handle);
    route::<RequestPasswordLink, _, _>(config, links::request::handle);
    route::<CheckLink, _, _>(config, links::check::handle);
    route::<SetPasswordByLink, _, _>(config, links::set_password::handle);
    route::<ConfirmCommunicationEmail, _, _>(config, links::confirm_email::handle);
    route::<ListOrganizations, _, _>(config, organizations::list::handle);
    route::<CreateOrganization, _, _>(config, organizations::create::handle);
    route::<GetOrganization, _, _>(config, organizations::get::handle);
    route::<UpdateOrganization, _, _>(config, organizations::update::handle);
    route::<ListAccounts, _, _>(config, accounts::list::handle);
    route::<CreateAccount, _, _>(config, accounts::create::handle);
    route::<GetAccount, _, _>(config, accounts::get::handle);
    route::<UpdateAccount, _, _>(config, accounts::update::handle);
    route::<GetMailHost, _, _>(config, mail_host::status::handle);
    route::<CheckMailHost, _, _>(config, mail_host::check::handle);
    route::<RepairMailHost, _, _>(config, mail_host::repair::handle);
    route::<GetServiceInfo, _, _>(config, service::info::handle);
    route::<GetHealth, _, _>(config, service::health::handle);
}

async fn only_get() -> Result<HttpResponse, Failure> {
    Err(Failure::method_not_allowed(Method::Get.as_str().to_owned()))
}

/// Those that wait for more than a reading: for the mail host, or for the database to write.
const WAIT: [&str; 2] = [CheckMailHost::SPEC.id, GetHealth::SPEC.id];

async fn by_one_connection(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    keep_connection(next.call(request)).await
}

fn route<O: Operation, H, Args>(config: &mut web::ServiceConfig, handler: H)
where
    H: Handler<Args>,
    Args: FromRequest + 'static,
    H::Output: Responder + 'static,
{
    let route = match O::SPEC.method {
        Method::Get => web::get(),
        Method::Post => web::post(),
        Method::Patch => web::patch(),
        Method::Delete => web::delete(),
    };
    let route = route.to(handler);
    let honours_key = O::SPEC.takes_idempotency_key();
    let route = if honours_key { route.wrap(from_fn(idempotency::once::<O>)) } else { route };
    let only_reads = O::SPEC.method == Method::Get && !WAIT.contains(&O::SPEC.id);
    let route = if only_reads { route.wrap(from_fn(by_one_connection)) } else { route };
    config.route(O::SPEC.path, route);
}
