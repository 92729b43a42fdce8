//! Signed documents of mailboxes and holders.

use actix_web::HttpResponse;
use actix_web::web::Data;
use sigillo_app::documents::{self, Upload};
use sigillo_contract::document::Document;
use sigillo_contract::operations::{
    CreateDocument, DeleteDocument, GetDocument, GetDocumentContent, GetDocumentPreview,
    ListDocuments,
};

use super::{Routes, empty};
use crate::call::{Call, UploadCall, write_pieces};
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListDocuments>| {
        documents::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(create);
    routes.serve(async |http, call: Call<GetDocument>| {
        documents::get(&http.app, &call.grant, call.path).await
    });
    routes.respond(content);
    routes.respond(preview);
    routes.serve(async |http, call: Call<DeleteDocument>| {
        documents::delete(&http.app, &call.grant, call.path, call.if_match).await.map(empty)
    });
}

async fn create(http: Data<Http>, call: UploadCall<CreateDocument>) -> Result<Document, Failure> {
    let UploadCall { grant, query, mut file, .. } = call;
    let mut upload = Upload::begin(&http.app, &grant, &query).await?;
    if let Err(failure) = write_pieces(&mut file, upload.file()).await {
        upload.abort().await;
        return Err(failure);
    }
    Ok(upload.finish(&http.app, &grant).await?)
}

async fn content(
    http: Data<Http>,
    call: Call<GetDocumentContent>,
) -> Result<HttpResponse, Failure> {
    let file = documents::content(&http.app, &call.grant, call.path).await?;
    Ok(download::document(file))
}

async fn preview(
    http: Data<Http>,
    call: Call<GetDocumentPreview>,
) -> Result<HttpResponse, Failure> {
    let file = documents::preview(&http.app, &call.grant, call.path).await?;
    Ok(download::document(file))
}
