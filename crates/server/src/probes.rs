//! What measures the service, from its configuration.

use std::sync::Arc;

use sigillo_adapters::probe::{DeliveryProbe, ImapProbe, SubmissionProbe, WebProbe};
use sigillo_app::ServiceProbe;

use crate::config::ProbeSettings;

/// A probe for each part of the service that is measured, or one line that says which value is wrong. Delivery is
/// measured where both submission and IMAP are.
pub fn of(settings: &ProbeSettings) -> Result<Vec<Arc<dyn ServiceProbe>>, String> {
    let ProbeSettings { web: web_url, submission: submission_url, imap: imap_url } = settings;
    let mut probes: Vec<Arc<dyn ServiceProbe>> = vec![];
    if let Some(url) = web_url {
        probes.push(Arc::new(WebProbe::new(url).map_err(named("SIGILLO_PROBE_WEB_URL"))?));
    }
    let submission = |url: &String| {
        SubmissionProbe::new(url, None).map_err(named("SIGILLO_PROBE_SUBMISSION_URL"))
    };
    let imap = |url: &String| ImapProbe::new(url, None).map_err(named("SIGILLO_PROBE_IMAP_URL"));
    if let Some(url) = submission_url {
        probes.push(Arc::new(submission(url)?));
    }
    if let Some(url) = imap_url {
        probes.push(Arc::new(imap(url)?));
    }
    if let (Some(to_submit), Some(to_read)) = (submission_url, imap_url) {
        let delivery = DeliveryProbe::new(submission(to_submit)?, imap(to_read)?);
        probes.push(Arc::new(delivery.map_err(named("SIGILLO_PROBE_IMAP_URL"))?));
    }
    Ok(probes)
}

fn named(setting: &'static str) -> impl Fn(String) -> String {
    move |wrong| format!("{setting}: {wrong}")
}
