use leptos::prelude::*;
use sigillo_contract::service::ServiceInfo;

use super::Icon;
use crate::i18n::t;

/// The phone number and hours of the support, for people who cannot sign in.
#[component]
pub fn Support(info: ServiceInfo) -> impl IntoView {
    info.support_phone.map(|phone| {
        let dial = format!("tel:{}", phone.replace(' ', ""));
        view! {
            <div class="support-line">
                <p>{t!(session.support)}</p>
                <p class="support">
                    <Icon name="it-telephone" />
                    <a href=dial>{phone}</a>
                </p>
                {info.support_hours.map(|hours| view! { <p>{hours}</p> })}
            </div>
        }
    })
}
