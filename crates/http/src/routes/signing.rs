//! What a holder does with the link to a contract.

use actix_web::HttpResponse;
use actix_web::web::Data;
use sigillo_app::contracts::signing::{self, CopyUpload};
use sigillo_contract::operations::{
    ConsentToContract, DeclineContract, GetSigningFile, GetSigningProgress, OpenSigning,
    SendSigningCode, SignContract, UploadSignedContract,
};
use sigillo_contract::signing::SigningProgress;

use super::Routes;
use crate::call::{PublicCall, VisitUploadCall, write_pieces};
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
    routes.serve(async |http, call: PublicCall<ConsentToContract>| {
        signing::consent(&http.app, &call.origin, &call.body).await
    });
    routes.serve(upload);
    routes.serve(async |http, call: PublicCall<GetSigningProgress>| {
        signing::progress(&http.app, &call.body.token).await
    });
    routes.respond(file);
}

async fn upload(
    http: Data<Http>,
    call: VisitUploadCall<UploadSignedContract>,
) -> Result<SigningProgress, Failure> {
    let VisitUploadCall { token, query, mut file, origin } = call;
    let mut upload = CopyUpload::begin(&http.app, &token, &query).await?;
    if let Err(failure) = write_pieces(&mut file, upload.file()).await {
        upload.abort().await;
        return Err(failure);
    }
    Ok(upload.finish(&http.app, &origin).await?)
}

async fn file(http: Data<Http>, call: PublicCall<GetSigningFile>) -> Result<HttpResponse, Failure> {
    Ok(download::pdf(signing::file(&http.app, &call.body).await?))
}
