//! Buckets that are spoken to as S3 is.

use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum};
use object_store::client::{HttpClient, HttpConnector};
use object_store::path::Path;
use object_store::{ClientOptions, Error, RetryConfig};
use reqwest::{Client, Url};

use crate::root_cause::root_cause;
use crate::tls;

/// A bucket that does not answer is told to whoever uploads rather than waited for.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest pause in an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(20);
const RETRIES: usize = 2;
const RETRY_TIMEOUT: Duration = Duration::from_secs(15);
/// The variables that name another server than that of AWS.
const ENDPOINTS: [&str; 3] = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"];

/// Makes clients with the TLS of the other adapters: the choice of `object_store` would build another.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let wrong = |error: String| Error::Generic { store: "S3", source: error.into() };
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .tls_backend_preconfigured(tls::config(None).map_err(wrong)?)
            .build();
        client.map(HttpClient::new).map_err(|error| wrong(root_cause(&error)))
    }
}

/// Reads `s3://BUCKET/PREFIX`.
fn parse(url: &str) -> Result<(String, Path), String> {
    let expected = || format!("{url:?} is not an address such as s3://BUCKET/PREFIX");
    let parsed = Url::parse(url).map_err(|_| expected())?;
    let bucket = parsed.host_str().filter(|host| !host.is_empty()).ok_or_else(expected)?;
    let has_more = !parsed.username().is_empty()
        || parsed.password().is_some()
        || parsed.port().is_some()
        || parsed.query().is_some()
        || parsed.fragment().is_some();
    if parsed.scheme() != "s3" || has_more {
        return Err(expected());
    }
    let prefix = Path::from_url_path(parsed.path()).map_err(|_| expected())?;
    Ok((bucket.to_owned(), prefix))
}

/// Validates the address of a bucket.
pub fn check_url(url: &str) -> Result<(), String> {
    parse(url).map(drop)
}

pub(super) fn open(url: &str) -> Result<(AmazonS3, Path), String> {
    let (bucket, prefix) = parse(url)?;
    let endpoint = ENDPOINTS.iter().find_map(|name| std::env::var(name).ok());
    let endpoint = endpoint.filter(|endpoint| !endpoint.is_empty());
    let mut builder = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        // A bucket with object lock takes nothing without one.
        .with_checksum_algorithm(Checksum::SHA256)
        .with_http_connector(Connector)
        .with_retry(RetryConfig {
            max_retries: RETRIES,
            retry_timeout: RETRY_TIMEOUT,
            ..RetryConfig::default()
        });
    if let Some(endpoint) = endpoint {
        // Whoever names an endpoint without TLS means it.
        let allow_http = endpoint.starts_with("http://");
        builder = builder.with_endpoint(endpoint).with_allow_http(allow_http);
    }
    let store = builder.build().map_err(|error| root_cause(&error))?;
    Ok((store, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_bucket_and_where_in_it() {
        let parsed = |url| parse(url).map(|(bucket, prefix)| (bucket, prefix.to_string()));
        assert_eq!(parsed("s3://documenti"), Ok(("documenti".into(), String::new())));
        assert_eq!(parsed("s3://documenti/a/b/"), Ok(("documenti".into(), "a/b".into())));
        for wrong in
            ["documenti", "s3://", "https://documenti/a", "s3://u:p@documenti", "s3://b/?x"]
        {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }
}
