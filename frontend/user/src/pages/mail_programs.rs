//! How webmail and mail programs reach the mailbox, and how they set themselves up.

use leptos::prelude::*;
use sigillo_contract::mail_programs::apple_profile_of;
use sigillo_domain::client_servers::ClientServers;
use sigillo_kit::components::{Fact, Facts, Icon};
use sigillo_kit::mail_servers::program_servers;
use sigillo_kit::router::EXTERNAL;

use crate::i18n::t;

#[component]
pub fn MailPrograms(address: String, servers: ClientServers) -> impl IntoView {
    let webmail = Some(servers.webmail_url.clone()).filter(|url| !url.is_empty());
    let suit_programs = servers.suit_mail_programs();
    let profile = apple_profile_of(&address);
    let rows = move || {
        let rows = program_servers(&servers).into_iter();
        rows.map(|(name, server)| view! { <Fact label=name>{server}</Fact> }).collect_view()
    };
    view! {
        <section class="panel" aria-labelledby="mail-programs">
            <h2 id="mail-programs">{t!(own.mail_programs)}</h2>
            <Facts>
                {webmail.map(|url| view! {
                    <Fact label=t!(servers.webmail)><a href=url.clone()>{url.clone()}</a></Fact>
                })}
                {rows}
                {suit_programs.then(|| view! { <Fact label=t!(own.user_name)>{address}</Fact> })}
            </Facts>
            {suit_programs.then(|| view! {
                <p class="field-hint">{t!(own.mail_programs_hint)}</p>
                <div class="form-actions">
                    // The browser has to load it: the device then asks whether to install it.
                    <a class="btn btn-outline-primary btn-sm" href=profile rel=EXTERNAL>
                        <Icon name="it-download" />
                        <span>{t!(own.apple_profile)}</span>
                    </a>
                </div>
            })}
        </section>
    }
}
