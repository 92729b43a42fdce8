use leptos::prelude::*;
use sigillo_contract::user_page::UserPage;

use super::change_password_form::ChangePasswordForm;
use crate::i18n::t;
use crate::session::{load_mailbox, with_mailbox};
use sigillo_kit::components::{Crumb, LinkButton, Page};

#[component]
pub fn ChangePassword() -> impl IntoView {
    let mailbox = load_mailbox();
    let crumbs = vec![Crumb::new(t!(own.title), UserPage::Mailbox)];
    view! {
        <Page title=t!(own.change_password) lead=t!(own.change_lead) crumbs=crumbs narrow=true>
            {with_mailbox(mailbox, |mailbox| view! {
                <section class="panel">
                    <ChangePasswordForm address=mailbox.address>
                        <LinkButton href=UserPage::Mailbox.path() label=t!(forms.cancel) class="btn btn-outline-primary" />
                    </ChangePasswordForm>
                </section>
            })}
        </Page>
    }
}
