//! The phone number and hours of the support.

use leptos::prelude::*;
use sigillo_contract::service::ServiceInfo;

use super::{Icon, Menu, MenuLink, Service};
use crate::i18n::t;

/// The phone number and hours, for people who cannot sign in.
#[component]
pub fn Support(info: ServiceInfo) -> impl IntoView {
    info.support_phone.map(|phone| {
        view! {
            <div class="support-line">
                <p>{t!(session.support)}</p>
                <p class="support">
                    <Icon name="it-telephone" />
                    <a href=dial(&phone)>{phone.clone()}</a>
                </p>
                {info.support_hours.map(|hours| view! { <p>{hours}</p> })}
            </div>
        }
    })
}

/// The menu of the bar with the phone number and hours; nothing without a number.
#[component]
pub fn SupportMenu() -> impl IntoView {
    let service = use_context::<Service>();
    move || {
        let ServiceInfo { support_phone, support_hours, .. } = service?.get()?;
        let phone = support_phone?;
        Some(view! {
            <Menu id="support-menu" label=t!(session.support) icon="it-help-circle">
                <MenuLink href=dial(&phone) label=phone.clone() />
                {support_hours.clone().map(|hours| view! { <p class="menu-note menu-note-last">{hours}</p> })}
            </Menu>
        })
    }
}

/// One line with the phone number and hours, for the foot of the pages.
#[component]
pub fn SupportPhone(info: ServiceInfo) -> impl IntoView {
    info.support_phone.map(|phone| {
        view! {
            <span>
                {t!(session.support)}" "
                <a href=dial(&phone)>{phone.clone()}</a>
                {info.support_hours.map(|hours| format!(" · {hours}"))}
            </span>
        }
    })
}

/// The address that calls a phone number.
fn dial(phone: &str) -> String {
    format!("tel:{}", phone.replace(' ', ""))
}
