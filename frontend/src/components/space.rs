//! The space of a mailbox, for its administrator and for its user.

use leptos::prelude::*;
use sigillo_domain::quota::BYTES_PER_MB;

use super::Fact;
use crate::i18n::{bytes, megabytes, t, texts};

/// Quota, soft limit and use, as facts of a list. Where use is not measured nothing is made up.
#[component]
pub fn SpaceFacts(quota_mb: i64, soft_limit_mb: i64, used_bytes: Option<i64>) -> impl IntoView {
    let used = move || match used_bytes {
        None => texts().detail().not_available().to_owned(),
        Some(used) => {
            texts().detail().used_of(&bytes(used), used * 100 / (quota_mb * BYTES_PER_MB).max(1))
        }
    };
    let meter = used_bytes.map(|used| {
        // In MB, which a float holds without loss.
        let used = (used / BYTES_PER_MB).to_string();
        view! {
            <meter min="0" max=quota_mb.to_string() high=soft_limit_mb.to_string() value=used aria-label=t!(detail.used)></meter>
        }
    });
    view! {
        <Fact label=t!(detail.quota)>{move || megabytes(quota_mb)}</Fact>
        <Fact label=t!(detail.soft_limit)>{move || megabytes(soft_limit_mb)}</Fact>
        <Fact label=t!(detail.used)>{used}{meter}</Fact>
    }
}
