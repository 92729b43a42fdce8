//! What a holder does with the link to a contract.

use actix_web::HttpResponse;
use actix_web::web::Data;
use sigillo_app::contracts::signing;
use sigillo_contract::operations::{
    DeclineContract, GetSigningFile, OpenSigning, SendSigningCode, SignContract,
};

use super::Routes;
use crate::call::PublicCall;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: PublicCall<OpenSigning>| {
        signing::open(&http.app, &call.origin, &call.body).await
    });
    routes.serve(async |http, call: PublicCall<SendSigningCode>| {
        signing::send_code(&http.app, &call.origin, &call.body).await
    });
    routes.serve(async |http, call: PublicCall<SignContract>| {
        signing::sign(&http.app, &call.origin, &call.body).await
    });
    routes.serve(async |http, call: PublicCall<DeclineContract>| {
        signing::decline(&http.app, &call.origin, &call.body).await
    });
    routes.respond(file);
}

async fn file(http: Data<Http>, call: PublicCall<GetSigningFile>) -> Result<HttpResponse, Failure> {
    Ok(download::pdf(signing::file(&http.app, &call.body).await?))
}
