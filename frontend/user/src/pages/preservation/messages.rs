//! The certified messages of which there are receipts: who has not confirmed is seen at a glance.

use leptos::prelude::*;
use sigillo_contract::operations::ListCertifiedMessages;
use sigillo_contract::own_receipts::{CertifiedMessage, CertifiedMessageQuery};
use sigillo_domain::preferences::ListName;
use sigillo_domain::receipt::MessageProgress;
use sigillo_kit::components::{
    Column, EmptyState, ListSpec, NothingFound, Page, RecordList, SelectFilter, Toolbar, load_list,
    view_of_page, with_any,
};
use sigillo_kit::i18n::integer;
use sigillo_kit::list_view::{ListView, PageRequest};
use sigillo_kit::router;

use super::badges::confirmations;
use super::receipts::{FROM, MESSAGE_ID, RECIPIENT, SENDER, SUBJECT, TO};
use super::{PreservationPage, Views, language};
use crate::i18n::{date_time, t, texts};
use crate::session::{load_mailbox, with_mailbox};

const NAME: ListName = ListName::CertifiedMessages;
const PROGRESS: &str = "conferme";
const FILTERS: &[&str] = &[SUBJECT, RECIPIENT, SENDER, MESSAGE_ID, PROGRESS, FROM, TO];

fn query(view: &ListView, request: PageRequest) -> CertifiedMessageQuery {
    let PageRequest { sort, cursor, limit, count, .. } = request;
    CertifiedMessageQuery {
        from: view.filter(FROM).and_then(|day| day.parse().ok()),
        to: view.filter(TO).and_then(|day| day.parse().ok()),
        progress: view.filter(PROGRESS),
        sender: view.filter(SENDER),
        recipient: view.filter(RECIPIENT),
        subject: view.filter(SUBJECT),
        message_id: view.filter(MESSAGE_ID),
        sort,
        cursor,
        limit,
        count,
    }
}

#[component]
pub fn Messages() -> impl IntoView {
    let mailbox = load_mailbox();
    view! {
        <Page title=t!(preservation.title) lead=t!(preservation.lead)>
            <Views here=PreservationPage::Messages />
            {with_mailbox(mailbox, |_| view! { <Found /> })}
        </Page>
    }
}

#[component]
fn Found() -> impl IntoView {
    let view = view_of_page(NAME, FILTERS);
    let data = load_list::<ListCertifiedMessages, CertifiedMessage>(view, query);
    let spec = ListSpec {
        name: NAME,
        caption: t!(preservation.messages).into(),
        columns: columns().into(),
        path: PreservationPage::Messages.to_string(),
        order: |view| view.order_or("-last_at"),
        search: None,
        filters: filters(),
        toolbar: Toolbar::Always,
        row_class: None,
    };
    let go = Callback::new(|next: ListView| router::go(next.href(PreservationPage::Messages)));
    let empty = move || {
        if view.with_untracked(|view| view.is_narrowed("")) {
            return view! { <NothingFound href=PreservationPage::Messages.href() /> }.into_any();
        }
        view! { <EmptyState icon="it-inbox" title=t!(preservation.no_messages) /> }.into_any()
    };
    view! { <RecordList spec=spec data=data view=view go=go empty=empty /> }
}

fn filters() -> Vec<SelectFilter> {
    vec![
        SelectFilter::text(SUBJECT, "subject", t!(preservation.subject)),
        SelectFilter::text(RECIPIENT, "recipient", t!(preservation.recipient)),
        SelectFilter::new(PROGRESS, "progress", t!(preservation.progress), || {
            let each = MessageProgress::ALL.into_iter();
            let name = |it: MessageProgress| (it.as_str(), it.name(language()).to_owned());
            with_any(texts().preservation().every_progress(), each.map(name))
        }),
        SelectFilter::day(FROM, "from", t!(preservation.from)),
        SelectFilter::day(TO, "to", t!(preservation.to)),
        SelectFilter::text(SENDER, "sender", t!(preservation.sender)).as_further(),
        SelectFilter::text(MESSAGE_ID, "message-id", t!(preservation.message_id)).as_further(),
    ]
}

fn columns() -> Vec<Column<CertifiedMessage>> {
    vec![
        Column::new(t!(preservation.subject), |row: &CertifiedMessage| {
            let subject = row.subject.clone();
            let words = move || {
                let none = texts().preservation().no_subject();
                if subject.is_empty() { none.to_owned() } else { subject.clone() }
            };
            view! { <a href=PreservationPage::Message(row.id).href()>{words}</a> }
        })
        .class("cell-name"),
        Column::new(t!(preservation.progress), confirmations).class("cell-state"),
        Column::new(t!(preservation.sender), |row: &CertifiedMessage| row.sender.clone())
            .labelled(),
        Column::new(t!(preservation.receipts), |row: &CertifiedMessage| {
            let receipts = row.receipts;
            move || integer(receipts)
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(preservation.when), |row: &CertifiedMessage| {
            let at = row.last_at;
            move || date_time(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("last_at"),
    ]
}
