//! The search of receipts, with its filters in the address.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::operations::{CreateDistributionPackage, ListReceipts};
use sigillo_contract::own_mailbox::OwnMailbox;
use sigillo_contract::own_receipts::{DistributionPackageCreate, PreservedReceipt, ReceiptQuery};
use sigillo_domain::id::ReceiptId;
use sigillo_domain::preferences::ListName;
use sigillo_domain::receipt::{ReceiptKind, ReceiptOutcome, SignatureOutcome};
use sigillo_kit::components::{
    AlertKind, Column, EmptyState, ListSpec, NothingFound, Page, RecordList, SelectFilter, Toolbar,
    announce, load_list, view_of_page, with_any,
};
use sigillo_kit::i18n::file_size;
use sigillo_kit::list_view::{ListView, PageRequest};
use sigillo_kit::{api, router};

use super::badges::{KindBadge, SignatureBadge};
use super::{PreservationPage, SwitchedOff, Views, language};
use crate::i18n::{date_time, problem_text, t, texts};
use crate::session::{load_mailbox, with_mailbox};

const NAME: ListName = ListName::Receipts;

pub(super) const KIND: &str = "tipo";
pub(super) const OUTCOME: &str = "esito";
const SIGNATURE: &str = "firma";
pub(super) const SENDER: &str = "mittente";
pub(super) const RECIPIENT: &str = "destinatario";
pub(super) const SUBJECT: &str = "oggetto";
pub(super) const MESSAGE_ID: &str = "message-id";
pub(super) const FROM: &str = "dal";
pub(super) const TO: &str = "al";
const FILTERS: &[&str] =
    &[SUBJECT, SENDER, RECIPIENT, MESSAGE_ID, KIND, OUTCOME, SIGNATURE, FROM, TO];

fn query(view: &ListView, request: PageRequest) -> ReceiptQuery {
    let PageRequest { sort, cursor, limit, count, .. } = request;
    ReceiptQuery {
        from: view.filter(FROM).and_then(|day| day.parse().ok()),
        to: view.filter(TO).and_then(|day| day.parse().ok()),
        kind: view.filter(KIND),
        outcome: view.filter(OUTCOME),
        signature: view.filter(SIGNATURE),
        sender: view.filter(SENDER),
        recipient: view.filter(RECIPIENT),
        subject: view.filter(SUBJECT),
        message_id: view.filter(MESSAGE_ID),
        certified_message: None,
        sort,
        cursor,
        limit,
        count,
    }
}

#[component]
pub fn Receipts() -> impl IntoView {
    let mailbox = load_mailbox();
    view! {
        <Page title=t!(preservation.title) lead=t!(preservation.lead)>
            <Views here=PreservationPage::Receipts />
            {with_mailbox(mailbox, |mailbox| view! { <Found mailbox=mailbox /> })}
        </Page>
    }
}

type Chosen = RwSignal<BTreeSet<ReceiptId>>;

#[component]
fn Found(mailbox: OwnMailbox) -> impl IntoView {
    if mailbox.preserved.is_none() {
        return view! { <NothingYet preservation=mailbox.preservation /> }.into_any();
    }
    let chosen: Chosen = RwSignal::new(BTreeSet::new());
    let view = view_of_page(NAME, FILTERS);
    let data = load_list::<ListReceipts, PreservedReceipt>(view, query);
    // What was chosen of another search is not taken along.
    Effect::new(move |_| {
        view.track();
        chosen.set(BTreeSet::new());
    });
    let spec = ListSpec {
        name: NAME,
        caption: t!(preservation.receipts).into(),
        columns: columns(chosen).into(),
        path: PreservationPage::Receipts.to_string(),
        order: |view| view.order_or("-happened_at"),
        search: None,
        filters: filters(),
        toolbar: Toolbar::Always,
        row_class: None,
    };
    let go = Callback::new(|next: ListView| router::go(next.href(PreservationPage::Receipts)));
    view! {
        <SwitchedOff mailbox=mailbox />
        <RecordList
            spec=spec
            data=data
            view=view
            go=go
            above=move || view! { <AskPackage view=view chosen=chosen /> }
            empty=|| view! { <NothingFound href=PreservationPage::Receipts.href() /> }
        />
    }
    .into_any()
}

#[component]
fn NothingYet(preservation: bool) -> impl IntoView {
    view! {
        <EmptyState icon="it-inbox" title=t!(preservation.none_title)>
            <p>{move || {
                let words = texts().preservation();
                if preservation { words.none_on() } else { words.none_off() }
            }}</p>
        </EmptyState>
    }
}

/// Asks for a package of what was chosen, or of the whole search.
#[component]
fn AskPackage(view: Memo<ListView>, chosen: Chosen) -> impl IntoView {
    let ask = move |_| {
        let ids: Vec<_> = chosen.get_untracked().into_iter().collect();
        let search = query(&view.get_untracked(), view.get_untracked().count_request()).selection();
        let matching = ids.is_empty().then_some(search);
        let receipts = (!ids.is_empty()).then_some(ids);
        ask_package(DistributionPackageCreate { receipts, matching, language: Some(language()) });
    };
    view! {
        <p class="package-ask">
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=ask>
                {move || texts().preservation().package_of(chosen.with(BTreeSet::len))}
            </button>
        </p>
    }
}

/// Asks for a package, and goes to the list of packages.
pub(super) fn ask_package(request: DistributionPackageCreate) {
    let here = router::path().get_untracked();
    spawn_local(async move {
        match api::send::<CreateDistributionPackage>((), &request, None).await {
            Ok(_) => {
                let page = PreservationPage::Packages;
                announce(AlertKind::Success, texts().preservation().asked(), page);
                router::go(page);
            }
            Err(error) => announce(AlertKind::Danger, problem_text(&error), here),
        }
    });
}

fn filters() -> Vec<SelectFilter> {
    vec![
        SelectFilter::text(SUBJECT, "subject", t!(preservation.subject)),
        SelectFilter::text(RECIPIENT, "recipient", t!(preservation.recipient)),
        SelectFilter::new(KIND, "kind", t!(preservation.kind), || {
            let each = ReceiptKind::ALL.into_iter();
            let name = |it: ReceiptKind| (it.as_str(), it.name(language()).to_owned());
            with_any(texts().preservation().every_kind(), each.map(name))
        }),
        SelectFilter::day(FROM, "from", t!(preservation.from)),
        SelectFilter::day(TO, "to", t!(preservation.to)),
        SelectFilter::text(SENDER, "sender", t!(preservation.sender)).as_further(),
        SelectFilter::text(MESSAGE_ID, "message-id", t!(preservation.message_id)).as_further(),
        SelectFilter::new(OUTCOME, "outcome", t!(preservation.outcome), || {
            let each = ReceiptOutcome::ALL.into_iter();
            let name = |it: ReceiptOutcome| (it.as_str(), it.name(language()).to_owned());
            with_any(texts().preservation().every_outcome(), each.map(name))
        })
        .as_further(),
        SelectFilter::new(SIGNATURE, "signature", t!(preservation.signature), || {
            let each = SignatureOutcome::ALL.into_iter();
            let name = |it: SignatureOutcome| (it.as_str(), it.name(language()).to_owned());
            with_any(texts().preservation().every_signature(), each.map(name))
        })
        .as_further(),
    ]
}

fn columns(chosen: Chosen) -> Vec<Column<PreservedReceipt>> {
    vec![
        Column::without_heading(t!(preservation.selection), move |row: &PreservedReceipt| {
            let id = row.id;
            let name = row.subject.clone().unwrap_or_default();
            let choose = move |event| {
                let is_chosen = event_target_checked(&event);
                chosen.update(|all| {
                    if is_chosen {
                        all.insert(id);
                    } else {
                        all.remove(&id);
                    }
                });
            };
            view! {
                <input
                    type="checkbox"
                    class="check"
                    aria-label=move || texts().preservation().select(&name)
                    prop:checked=move || chosen.with(|all| all.contains(&id))
                    on:change=choose
                />
            }
        })
        .class("cell-select"),
        Column::new(t!(preservation.subject), |row: &PreservedReceipt| {
            let subject = row.subject.clone().filter(|subject| !subject.is_empty());
            let words = move || {
                subject.clone().unwrap_or_else(|| texts().preservation().no_subject().to_owned())
            };
            view! { <a href=PreservationPage::Receipt(row.id).href()>{words}</a> }
        })
        .class("cell-name"),
        Column::new(t!(preservation.kind), |row: &PreservedReceipt| {
            view! { <KindBadge kind=row.kind /> }
        })
        .class("cell-state"),
        Column::new(t!(preservation.sender), |row: &PreservedReceipt| {
            row.sender.clone().unwrap_or_default()
        })
        .class("cell-email")
        .labelled(),
        Column::new(t!(preservation.recipient), |row: &PreservedReceipt| {
            let recipient = row.recipient.clone();
            move || {
                let all = texts().preservation().all_recipients();
                recipient.clone().unwrap_or_else(|| all.to_owned())
            }
        })
        .class("cell-email")
        .labelled(),
        Column::new(t!(preservation.signature), |row: &PreservedReceipt| {
            view! { <SignatureBadge signature=row.signature /> }
        })
        .class("cell-signature")
        .labelled(),
        Column::new(t!(preservation.size), |row: &PreservedReceipt| {
            let bytes = row.bytes;
            move || file_size(bytes)
        })
        .class("cell-number")
        .labelled(),
        Column::new(t!(preservation.when), |row: &PreservedReceipt| {
            let at = row.happened_at;
            move || date_time(at)
        })
        .class("cell-date")
        .labelled()
        .sorted_by("happened_at"),
    ]
}
