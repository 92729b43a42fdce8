//! The document of the API, and a page to browse it that loads nothing from other hosts.

use actix_web::{HttpResponse, guard, web};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::failure::Failure;
use crate::openapi;

pub(crate) fn mount(config: &mut web::ServiceConfig) {
    config
        .route("/api/openapi.json", web::get().to(document))
        .route("/api/docs", web::get().to(to_page))
        // The service below would answer for the other methods, without a problem.
        .route("/api/docs/{_:.*}", web::route().guard(guard::Not(guard::Get())).to(refuse))
        .service(SwaggerUi::new("/api/docs/{_:.*}").config(Config::from("/api/openapi.json")));
}

async fn refuse() -> Result<HttpResponse, Failure> {
    Err(Failure::method_not_allowed("GET, HEAD".to_owned()))
}

async fn document() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(openapi::text())
}

async fn to_page() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("location", "/api/docs/")).finish()
}
