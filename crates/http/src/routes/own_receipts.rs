//! The preserved receipts of a mailbox, as its own user finds them again.

use actix_web::HttpResponse;
use actix_web::web::Data;
use sigillo_app::own_receipts::{self, packages};
use sigillo_contract::operations::{
    CreateDistributionPackage, GetCertifiedMessage, GetDistributionPackage,
    GetDistributionPackageContent, GetReceipt, GetReceiptAttestation, GetReceiptContent,
    ListCertifiedMessages, ListDistributionPackages, ListMessageRecipients, ListReceipts,
};

use super::Routes;
use crate::call::OwnCall;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: OwnCall<ListReceipts>| {
        own_receipts::list(&http.app, &call.owner, &call.query).await
    });
    routes.serve(async |http, call: OwnCall<GetReceipt>| {
        own_receipts::get(&http.app, &call.owner, call.path).await
    });
    routes.respond(content);
    routes.respond(attestation);
    routes.serve(async |http, call: OwnCall<ListCertifiedMessages>| {
        own_receipts::list_messages(&http.app, &call.owner, &call.query).await
    });
    routes.serve(async |http, call: OwnCall<GetCertifiedMessage>| {
        own_receipts::get_message(&http.app, &call.owner, call.path).await
    });
    routes.serve(async |http, call: OwnCall<ListMessageRecipients>| {
        own_receipts::recipients(&http.app, &call.owner, call.path, &call.query).await
    });
    routes.serve(async |http, call: OwnCall<ListDistributionPackages>| {
        packages::list(&http.app, &call.owner, &call.query).await
    });
    routes.serve(async |http, call: OwnCall<CreateDistributionPackage>| {
        packages::ask(&http.app, &call.owner, &call.body).await
    });
    routes.serve(async |http, call: OwnCall<GetDistributionPackage>| {
        packages::get(&http.app, &call.owner, call.path).await
    });
    routes.respond(package);
}

async fn content(
    http: Data<Http>,
    call: OwnCall<GetReceiptContent>,
) -> Result<HttpResponse, Failure> {
    let file = own_receipts::content(&http.app, &call.owner, call.path).await?;
    Ok(download::receipts("message/rfc822", file))
}

async fn attestation(
    http: Data<Http>,
    call: OwnCall<GetReceiptAttestation>,
) -> Result<HttpResponse, Failure> {
    let attestation =
        own_receipts::attestation(&http.app, &call.owner, call.path, &call.query).await?;
    Ok(download::attestation(attestation))
}

async fn package(
    http: Data<Http>,
    call: OwnCall<GetDistributionPackageContent>,
) -> Result<HttpResponse, Failure> {
    let file = packages::content(&http.app, &call.owner, call.path).await?;
    Ok(download::receipts("application/zip", file))
}
