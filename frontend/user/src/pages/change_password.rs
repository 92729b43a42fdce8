use leptos::prelude::*;

use super::change_form::ChangeForm;
use super::session::{opened, own_mailbox};
use crate::components::{Crumb, LinkButton, Page};
use crate::i18n::t;
use crate::paths;

#[component]
pub fn ChangePassword() -> impl IntoView {
    let mailbox = own_mailbox();
    let crumbs = vec![Crumb::new(t!(own.title), paths::OWN)];
    view! {
        <Page title=t!(own.change_password) lead=t!(own.change_lead) crumbs=crumbs narrow=true>
            {opened(mailbox, |mailbox| view! {
                <section class="panel">
                    <ChangeForm address=mailbox.address>
                        <LinkButton href=paths::OWN label=t!(forms.cancel) class="btn btn-outline-primary" />
                    </ChangeForm>
                </section>
            })}
        </Page>
    }
}
