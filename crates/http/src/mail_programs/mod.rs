//! The documents by which mail programs set themselves up (B14): the one that Thunderbird looks for, and the profile
//! for Apple's Mail. Anybody may read them, so they say nothing about which mailboxes exist.

mod apple_profile;
mod autoconfig;
mod plist;
#[cfg(test)]
mod read_back;

use std::io;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, HOST};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde::Deserialize;
use sigillo_app::mail_programs::domain_with_servers;
use sigillo_contract::mail_programs::{APPLE_PROFILE, AUTOCONFIG};
use sigillo_domain::name::{DomainName, Email};
use sigillo_domain::{Code, Fault, FaultCode};

use crate::failure::Failure;
use crate::{Http, json};

/// The name of the query's parameter, which Thunderbird has chosen.
const ADDRESS: &str = "emailaddress";

pub(crate) fn mount(config: &mut web::ServiceConfig) {
    for path in AUTOCONFIG {
        config.route(path, web::get().to(autoconfig));
    }
    config.route(APPLE_PROFILE, web::get().to(apple_profile));
}

/// Whether one of the documents is at this path.
pub(crate) fn are_at(path: &str) -> bool {
    path == APPLE_PROFILE || AUTOCONFIG.contains(&path)
}

async fn autoconfig(http: Data<Http>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let name = match address(&request)? {
        Some(address) => domain_of(&address).to_owned(),
        None => domain_of_host(&request).ok_or_else(|| Failure::new(Code::NotFound))?,
    };
    let domain = domain_with_servers(&http.app, &name).await?;
    Ok(response("text/xml; charset=utf-8").body(written(autoconfig::document(&domain))?))
}

async fn apple_profile(http: Data<Http>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let address = address(&request)?
        .ok_or_else(|| Failure::invalid(vec![Fault::new(ADDRESS, FaultCode::Required)]))?;
    let domain = domain_with_servers(&http.app, domain_of(&address)).await?;
    let document = written(apple_profile::document(&address, &domain))?;
    let name = format!("attachment; filename=\"{}.mobileconfig\"", domain.name);
    let mut response = response("application/x-apple-aspen-config");
    Ok(response.insert_header((CONTENT_DISPOSITION, name)).body(document))
}

#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    emailaddress: String,
}

/// The address that the request names, in lower case.
fn address(request: &HttpRequest) -> Result<Option<String>, Failure> {
    let Query { emailaddress } = json::query(request.query_string())?;
    if emailaddress.trim().is_empty() {
        return Ok(None);
    }
    let address = Email::parse(&emailaddress)
        .map_err(|code| Failure::invalid(vec![Fault::new(ADDRESS, code)]))?;
    Ok(Some(address.as_str().to_lowercase()))
}

fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The domain whose own host the request was sent to. `X-Forwarded-Host` does not count: a cache does not tell responses
/// apart by it, so one domain's servers could be stored as another's.
fn domain_of_host(request: &HttpRequest) -> Option<String> {
    let host = request.headers().get(HOST)?.to_str().ok()?;
    let host = host.split(':').next()?.trim_end_matches('.').to_ascii_lowercase();
    let name = DomainName::parse(host.strip_prefix("autoconfig.").unwrap_or(&host)).ok()?;
    Some(name.as_str().to_owned())
}

/// A response that caches keep for a short time, since the servers of a domain seldom change.
fn response(content_type: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.content_type(content_type).insert_header((CACHE_CONTROL, "public, max-age=300"));
    response
}

/// Writing into memory does not fail.
fn written(document: io::Result<Vec<u8>>) -> Result<Vec<u8>, Failure> {
    document.map_err(|_| Failure::new(Code::Internal))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_host_names_the_domain_with_or_without_autoconfig() {
        for (host, expected) in [
            ("autoconfig.pec.example.it", Some("pec.example.it")),
            ("AutoConfig.PEC.Example.it.:8080", Some("pec.example.it")),
            ("pec.example.it", Some("pec.example.it")),
            ("pec.example.it:443", Some("pec.example.it")),
            ("127.0.0.1:8080", None),
            ("[::1]:8080", None),
            ("localhost", None),
            ("autoconfig.", None),
            ("", None),
        ] {
            let request = TestRequest::default().insert_header((HOST, host)).to_http_request();
            assert_eq!(domain_of_host(&request).as_deref(), expected, "{host}");
        }
        assert_eq!(domain_of_host(&TestRequest::default().to_http_request()), None);
    }

    #[test]
    fn a_proxys_word_about_the_host_does_not_count() {
        let request = TestRequest::default()
            .insert_header((HOST, "autoconfig.pec.example.it"))
            .insert_header(("x-forwarded-host", "autoconfig.altra.example.it"))
            .to_http_request();
        assert_eq!(domain_of_host(&request).as_deref(), Some("pec.example.it"));
    }
}
