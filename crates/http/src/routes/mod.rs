//! The handlers: one file for each resource, which registers the resource's operations.

mod access_log;
mod accounts;
mod activity;
mod canned_answers;
mod companies;
mod contracts;
mod dashboard;
mod documents;
mod domains;
mod exports;
mod holder_changes;
mod holders;
mod jobs;
mod links;
mod mail_host;
mod mailboxes;
mod messages;
mod municipalities;
mod organizations;
mod own_mailbox;
mod own_receipts;
mod plans;
mod preservation;
mod reports;
mod resellers;
mod search;
mod service;
mod sessions;
mod signing;
mod sla;
mod tickets;
mod views;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::Data;
use actix_web::{Error, FromRequest, Handler, HttpResponse, Responder, web};
use sigillo_app::keep_connection;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{
    CheckMailHost, GetDistributionPackageContent, GetDocumentContent, GetHealth,
    GetReceiptAttestation, GetReceiptContent,
};
use sigillo_contract::{Method, Operation};

use crate::call::OperationRequest;
use crate::failure::Failure;
use crate::reply::{Reply, reply};
use crate::{Http, allow, idempotency};

/// Mounts every operation.
pub(crate) fn mount(config: &mut web::ServiceConfig) {
    let routes = &mut Routes { config, operations: vec![] };
    sessions::mount(routes);
    search::mount(routes);
    dashboard::mount(routes);
    reports::mount(routes);
    sla::mount(routes);
    municipalities::mount(routes);
    domains::mount(routes);
    plans::mount(routes);
    resellers::mount(routes);
    mailboxes::mount(routes);
    holders::mount(routes);
    companies::mount(routes);
    contracts::mount(routes);
    documents::mount(routes);
    holder_changes::mount(routes);
    preservation::mount(routes);
    tickets::mount(routes);
    signing::mount(routes);
    views::mount(routes);
    activity::mount(routes);
    exports::mount(routes);
    access_log::mount(routes);
    canned_answers::mount(routes);
    messages::mount(routes);
    jobs::mount(routes);
    own_mailbox::mount(routes);
    own_receipts::mount(routes);
    links::mount(routes);
    organizations::mount(routes);
    accounts::mount(routes);
    mail_host::mount(routes);
    service::mount(routes);
    routes.check_complete();
}

/// Where each resource registers its operations. Method and path come from the operation's row of
/// the table; the operation is the one that the handler's request type names.
struct Routes<'a> {
    config: &'a mut web::ServiceConfig,
    operations: Vec<&'static str>,
}

impl Routes<'_> {
    /// Registers a handler that returns the body of the reply.
    fn serve<C, F, E>(&mut self, handler: impl Fn(Data<Http>, C) -> F + Clone + 'static)
    where
        C: OperationRequest,
        F: Future<Output = Result<<C::Operation as Operation>::Reply, E>> + 'static,
        E: 'static,
        Failure: From<E>,
    {
        self.respond(move |http: Data<Http>, call: C| {
            let body = handler(http, call);
            async move { Ok::<Reply<C::Operation>, Failure>(reply(body.await?)) }
        });
    }

    /// Registers a handler that returns more than a body: a reply with a cookie, or a file.
    fn respond<C, F, R>(&mut self, handler: impl Fn(Data<Http>, C) -> F + Clone + 'static)
    where
        C: OperationRequest,
        F: Future<Output = Result<R, Failure>> + 'static,
        R: Responder + 'static,
    {
        self.operations.push(C::Operation::SPEC.id);
        self.config.route(C::Operation::SPEC.path, route::<C::Operation, _, _>(handler));
    }

    /// Answers 405 to the other methods of an operation's path, where another route would match it
    /// and answer for them.
    fn refuse_other_methods<O: Operation>(&mut self) {
        let refuse = async || {
            let allowed = allow::methods_of(O::SPEC.path).unwrap_or_default();
            Err::<HttpResponse, _>(Failure::method_not_allowed(allowed))
        };
        self.config.route(O::SPEC.path, web::route().to(refuse));
    }

    /// Every row of the table has exactly one handler.
    fn check_complete(&self) {
        let mut table: Vec<_> =
            sigillo_contract::operations::ALL.iter().map(|spec| spec.id).collect();
        let mut mounted = self.operations.clone();
        table.sort_unstable();
        mounted.sort_unstable();
        debug_assert_eq!(mounted, table, "operations with a handler, and rows of the table");
    }
}

/// The reply of a use case that returns nothing.
fn empty((): ()) -> Nothing {
    Nothing {}
}

/// Operations that read but hold no connection while they do: they wait for the mail host, for the store of
/// objects, or for the database to write.
const WITHOUT_CONNECTION: [&str; 6] = [
    CheckMailHost::SPEC.id,
    GetDocumentContent::SPEC.id,
    GetHealth::SPEC.id,
    GetReceiptAttestation::SPEC.id,
    GetReceiptContent::SPEC.id,
    GetDistributionPackageContent::SPEC.id,
];

async fn with_one_connection(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    keep_connection(next.call(request)).await
}

fn route<O: Operation, H, Args>(handler: H) -> actix_web::Route
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
    let only_reads = O::SPEC.method == Method::Get && !WITHOUT_CONNECTION.contains(&O::SPEC.id);
    if only_reads { route.wrap(from_fn(with_one_connection)) } else { route }
}
