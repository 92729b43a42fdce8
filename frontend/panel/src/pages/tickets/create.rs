//! Reporting a problem.

use leptos::prelude::*;
use sigillo_contract::operations::{CreateTicket, ListOrganizations, ListTickets};
use sigillo_contract::page::Page as PageOf;
use sigillo_contract::ticket::{Ticket, TicketContext, TicketCreate, TicketDetail, TicketQuery};
use sigillo_domain::name::Email;
use sigillo_domain::ticket::{TicketPriority, TicketType, parse_description, parse_summary};
use sigillo_domain::{Fault, FaultCode, Faults};

use super::context::{Context, ContextBox, context_of_address};
use super::files::{FilePicker, Files};
use super::outage_note::OutageNote;
use crate::api::ApiError;
use crate::components::{
    AlertKind, Crumb, ErrorSummary, ForbiddenPage, Form, LinkButton, OrganizationField, Page,
    Select, Submit, TextArea, TextField, UndoNote, announce,
};
use crate::i18n::{lang, t, texts};
use crate::route::Route;
use crate::{api, router, session};

#[component]
pub fn Create() -> impl IntoView {
    if !session::may::<CreateTicket>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let crumbs = vec![Crumb::new(t!(tickets.title), Route::Tickets)];
    view! {
        <Page title=t!(tickets.report) crumbs=crumbs narrow=true>
            <CreateForm />
        </Page>
    }
    .into_any()
}

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    form: Form,
    organization: RwSignal<String>,
    /// Whether the organisation has to be chosen.
    of_several: bool,
    summary: RwSignal<String>,
    description: RwSignal<String>,
    kind: RwSignal<String>,
    priority: RwSignal<String>,
    email: RwSignal<String>,
    context: Context,
    files: Files,
}

impl Draft {
    fn new() -> Self {
        Self {
            form: Form::keeping("ticket"),
            organization: RwSignal::new(String::new()),
            of_several: session::may::<ListOrganizations>(),
            summary: RwSignal::new(String::new()),
            description: RwSignal::new(String::new()),
            kind: RwSignal::new(TicketType::Problem.as_str().to_owned()),
            priority: RwSignal::new(TicketPriority::Medium.as_str().to_owned()),
            email: RwSignal::new(String::new()),
            context: context_of_address(),
            files: Files::new(),
        }
    }

    fn read(self) -> Result<TicketCreate, Vec<Fault>> {
        let mut faults = Faults::default();
        let organization_id = self.organization.get_untracked().parse().ok();
        if organization_id.is_none() && self.of_several {
            faults.add("/organization_id", FaultCode::Required);
        }
        let summary = faults.check("/summary", parse_summary(&self.summary.get_untracked()));
        let description = parse_description(&self.description.get_untracked());
        let description = faults.check("/description", description);
        let email = self.email.get_untracked().trim().to_owned();
        if !email.is_empty() {
            faults.check("/email", Email::parse(&email));
        }
        let context = self.context.get_untracked();
        let request = summary.zip(description).map(|(summary, description)| TicketCreate {
            organization_id,
            summary,
            description,
            priority: TicketPriority::parse(&self.priority.get_untracked()),
            ticket_type: TicketType::parse(&self.kind.get_untracked()),
            email: Some(email),
            language: Some(lang().language()),
            context: (context != TicketContext::default()).then_some(context),
        });
        faults.result(request)
    }

    fn send(self) {
        let Self { form, files, .. } = self;
        let create = match self.read() {
            Ok(create) => create,
            Err(faults) => return form.show_faults(faults),
        };
        let send = async move {
            let made = api::send::<CreateTicket>((), &create, None).await?;
            let failed = files.send(made.ticket.id, None).await;
            Ok((made, failed))
        };
        form.send(
            send,
            move |outcome: Result<(TicketDetail, Vec<String>), ApiError>| match outcome {
                Ok((made, failed)) => {
                    let page = Route::Ticket(made.ticket.id);
                    let words = texts().tickets();
                    if failed.is_empty() {
                        let text = words.sent(&made.ticket.reference);
                        announce(AlertKind::Success, text, page);
                    } else {
                        let text = words.not_attached(&failed.join(", "));
                        announce(AlertKind::Warning, text, page);
                    }
                    router::go(page);
                }
                Err(error) => form.show_failure(error),
            },
        );
    }

    /// The address to which this person was written about their last ticket.
    fn remember_email(self) {
        let newest = TicketQuery {
            queue: Some("mine".to_owned()),
            sort: Some("-created_at".to_owned()),
            limit: Some(1),
            ..TicketQuery::default()
        };
        leptos::task::spawn_local(async move {
            let found = api::list::<ListTickets>((), &newest).await;
            let last = found.ok().and_then(|page: PageOf<Ticket>| page.items.into_iter().next());
            let Some(last) = last else { return };
            let detail = api::get::<sigillo_contract::operations::GetTicket>(last.id).await;
            let email = detail.ok().and_then(|detail| detail.email);
            if let Some(email) = email {
                let _ = self.email.try_update(|now| {
                    if now.is_empty() {
                        *now = email;
                    }
                });
            }
        });
    }
}

#[component]
fn CreateForm() -> impl IntoView {
    let draft = Draft::new();
    if !draft.of_several {
        draft.remember_email();
    }
    let form = draft.form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.send();
    };
    view! {
        <OutageNote context=draft.context />
        <form class="panel" on:submit=submit on:paste=move |event| draft.files.paste(&event) novalidate>
            <ErrorSummary form=form />
            {draft.of_several.then(|| view! {
                <OrganizationField form=form label=t!(tickets.organization) value=draft.organization />
            })}
            <TextField
                form=form
                pointer="/summary"
                label=t!(tickets.summary)
                hint=t!(tickets.summary_hint)
                value=draft.summary
            />
            <TextArea
                form=form
                pointer="/description"
                label=t!(tickets.description)
                hint=t!(tickets.description_hint)
                value=draft.description
                rows=6
                optional=true
            />
            <FilePicker files=draft.files />
            <div class="ticket-choices">
                <Select form=form pointer="/type" label=t!(tickets.kind) value=draft.kind options=types() />
                <Select
                    form=form
                    pointer="/priority"
                    label=t!(tickets.priority)
                    value=draft.priority
                    options=priorities()
                />
            </div>
            <TextField
                form=form
                pointer="/email"
                label=t!(tickets.email)
                hint=t!(tickets.email_hint)
                value=draft.email
                kind="email"
                autocomplete="email"
                optional=true
            />
            <ContextBox context=draft.context />
            <UndoNote text=t!(tickets.sent_lead) />
            <div class="form-actions">
                <Submit form=form label=t!(tickets.send) />
                <LinkButton href=Route::Tickets.href() label=t!(forms.cancel) class="btn btn-outline-primary" />
            </div>
        </form>
    }
}

pub fn types() -> Signal<Vec<(String, String)>> {
    Signal::derive(|| {
        let words = texts().tickets();
        let each = TicketType::ALL.into_iter();
        each.map(|it| (it.as_str().to_owned(), words.type_name(it).to_owned())).collect()
    })
}

pub fn priorities() -> Signal<Vec<(String, String)>> {
    Signal::derive(|| {
        let words = texts().tickets();
        let each = TicketPriority::ALL.into_iter();
        each.map(|it| (it.as_str().to_owned(), words.priority_name(it).to_owned())).collect()
    })
}
