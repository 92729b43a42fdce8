//! The page at a problem's `type`, which explains the code (RFC 9457, 3.1.1), and the list of them all.

use std::fmt::Write;

use actix_web::{HttpResponse, web};
use sigillo_domain::Code;

use crate::failure::Failure;

pub(crate) fn mount(config: &mut web::ServiceConfig) {
    config
        .route("/api/problems", web::get().to(index))
        .route("/api/problems/{code}", web::get().to(explain));
}

async fn explain(code: web::Path<String>) -> Result<HttpResponse, Failure> {
    let code = Code::parse(&code).ok_or_else(|| Failure::new(Code::NotFound))?;
    let body = format!(
        "<h1>{}</h1>\n<p><code>{}</code>, status {}</p>\n<p>{}</p>\n\
         <p><a href=\"/api/problems\">All problems</a></p>",
        code.title(),
        code.as_str(),
        code.status(),
        escaped(code.explanation()),
    );
    Ok(page(code.title(), &body))
}

async fn index() -> HttpResponse {
    let mut body = "<h1>Problems of the API</h1>\n<ul>\n".to_owned();
    for code in Code::ALL {
        // Writing into a String cannot fail.
        let _ = writeln!(
            body,
            "<li><a href=\"/api/problems/{0}\"><code>{0}</code></a>, {1}: {2}</li>",
            code.as_str(),
            code.status(),
            code.title()
        );
    }
    body.push_str("</ul>");
    page("Problems of the API", &body)
}

fn page(title: &str, body: &str) -> HttpResponse {
    let text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n{body}\n</html>\n"
    );
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(text)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
