//! The mailboxes of a domain.

mod activation;
mod bulk;
mod cancel;
mod chart;
mod columns;
mod create;
mod detail;
mod dialog_outcome;
mod edit;
mod effects;
mod email;
mod empty;
mod export;
mod filters;
mod gone;
mod history;
mod holder;
mod identity;
mod identity_forms;
mod list;
mod mailbox_edit;
mod manager;
mod messages;
mod password;
mod plan_field;
mod requests;
mod reset;
mod service;
mod state_dialog;
mod usage;
mod validation;
mod views;
mod wizard;

use leptos::prelude::*;
use sigillo_contract::mailbox::{Mailbox, MailboxDetailQuery};
use sigillo_contract::operations::GetMailbox;
use sigillo_domain::id::MailboxId;
use sigillo_domain::mailbox::MailboxPart;
use sigillo_domain::name::readable;
use sigillo_domain::permission::Permission;
use sigillo_kit::page_trail;

use crate::api;
use crate::components::{Crumb, Load, load};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::session;

pub use cancel::Cancel;
pub use create::Create;
pub use detail::Detail;
pub use edit::Edit;
pub use filters::{entry_name, trouble_name};
pub use gone::Gone;
pub use list::List;
pub use requests::{EVERY_DOMAIN, EVERY_STATE};
pub use requests::{list_of_plan, list_of_reseller};
pub use views::{every_view, list_view};
pub use wizard::{AddressStep, HolderDraft, HolderFields, Step, TAX_CODE};

/// The keys and values of filters of the list, for links to it.
pub mod filter_key {
    pub use super::requests::{
        ACTIVATED, CREATED_BY, ENTRY, EXPIRES_BEFORE, FILL, IN_SERVICE, PASSWORD, REQUEST, TROUBLE,
    };
}

/// Whether this account has a permission on the mailboxes of a list's domain; for the list of all
/// domains, on any.
fn may_in(domain: &str, permission: Permission) -> bool {
    if domain == EVERY_DOMAIN {
        return session::domains().iter().any(|domain| domain.permissions.contains(&permission));
    }
    session::may_on(domain, permission)
}

/// Reads the mailbox that a page is about, and makes its domain the chosen one.
fn load_mailbox(id: MailboxId) -> Load<Mailbox> {
    load_mailbox_with(id, MailboxDetailQuery::default())
}

/// Like [`load_mailbox`], with the status of the mail host and the effects of changes on it.
fn load_mailbox_with_host(id: MailboxId) -> Load<Mailbox> {
    let include = MailboxPart::ALL.map(MailboxPart::as_str).join(",");
    load_mailbox_with(id, MailboxDetailQuery { include: Some(include) })
}

fn load_mailbox_with(id: MailboxId, query: MailboxDetailQuery) -> Load<Mailbox> {
    let mailbox = load(move || api::list::<GetMailbox>(id, &query));
    Effect::new(move |_| {
        if let Some(mailbox) = mailbox.get() {
            session::choose_domain(&mailbox.domain);
        }
    });
    mailbox
}

/// The breadcrumbs of a mailbox's pages: the list of its domain, or that of all domains if it was the
/// last one, and, if `within`, the mailbox itself.
fn crumbs(mailbox: Load<Mailbox>, within: bool) -> Signal<Vec<Crumb>> {
    Signal::derive(move || {
        let Some(mailbox) = mailbox.get() else {
            return vec![];
        };
        let of_all = Route::Mailboxes.for_domain(EVERY_DOMAIN);
        let came_from_all = page_trail::last_view(&of_all).is_some();
        let domain = if came_from_all { EVERY_DOMAIN.to_owned() } else { mailbox.domain.clone() };
        let list = Route::Mailboxes.for_domain(&domain);
        let mut crumbs = vec![Crumb::new(move || list_title(&domain), list)];
        if within {
            let address = readable(&mailbox.address).into_owned();
            crumbs.push(Crumb::new(address, Route::Mailbox(mailbox.id)));
        }
        crumbs
    })
}

/// The title of a mailbox's page: its address, once it is known.
fn title(mailbox: Load<Mailbox>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    move || {
        mailbox.get().map_or_else(
            || t!(detail.mailbox)().to_owned(),
            |mailbox| readable(&mailbox.address).into_owned(),
        )
    }
}

/// The title of the list of a domain, or of all.
fn list_title(domain: &str) -> String {
    if domain == EVERY_DOMAIN {
        return texts().list().title_of_all().to_owned();
    }
    texts().list().title_of(&readable(domain))
}
