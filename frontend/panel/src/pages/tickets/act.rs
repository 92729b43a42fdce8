//! Writing in a ticket and moving it: the form offers what the state machine does.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sigillo_contract::canned_answer::CannedAnswer;
use sigillo_contract::operation::NoQuery;
use sigillo_contract::operations::{AddTicketMessage, ListCannedAnswers};
use sigillo_contract::ticket::{TicketDetail, TicketMessageCreate};
use sigillo_domain::id::TicketId;
use sigillo_domain::ticket::{TicketEvent, parse_closure, parse_message, text_in};
use sigillo_domain::{Code, Fault, Faults};

use super::files::{FilePicker, Files};
use crate::api::{self, ApiError};
use crate::components::{
    AlertKind, ErrorSummary, Form, Load, RadioGroup, Select, Submit, TextArea, announce,
};
use crate::i18n::{t, texts};
use crate::route::Route;
use crate::session;

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    form: Form,
    ticket: Load<TicketDetail>,
    event: RwSignal<TicketEvent>,
    text: RwSignal<String>,
    problem: RwSignal<String>,
    action: RwSignal<String>,
    solution: RwSignal<String>,
    files: Files,
}

/// What happens without anything being written, by a button of the page.
const fn is_button(event: TicketEvent) -> bool {
    matches!(event, TicketEvent::Take | TicketEvent::Release)
}

/// The buttons that take a ticket in charge and give it back.
#[component]
pub fn Buttons(ticket: Load<TicketDetail>) -> impl IntoView {
    let form = Form::new("ticket-buttons");
    let click = move |event: TicketEvent| {
        let Some(found) = untrack(|| ticket.get()) else { return };
        let request = TicketMessageCreate { event: Some(event), ..TicketMessageCreate::default() };
        let (id, version) = (found.ticket.id, found.ticket.version);
        let send = async move { api::send::<AddTicketMessage>(id, &request, Some(version)).await };
        form.send(send, move |outcome| match outcome {
            Ok(now) => {
                announce(AlertKind::Success, texts().tickets().done(), Route::Ticket(id));
                ticket.put(now);
            }
            Err(error) => moved_on(ticket, id, &error),
        });
    };
    let button = move |event: TicketEvent| {
        let class = match event {
            TicketEvent::Take => "btn btn-primary",
            _ => "btn btn-outline-primary",
        };
        view! {
            <button type="button" class=class aria-busy=move || form.is_busy().then_some("true") on:click=move |_| click(event)>
                {move || texts().tickets().act(event)}
            </button>
        }
    };
    move || {
        let may = ticket.get().map(|found| found.may).unwrap_or_default();
        may.into_iter().filter(|event| is_button(*event)).map(button).collect_view()
    }
}

/// Says why nothing was done, and reads the ticket again where somebody else was faster.
pub fn moved_on(ticket: Load<TicketDetail>, id: TicketId, error: &ApiError) {
    if error.is(Code::Stale) || error.is(Code::NotInThisState) {
        announce(AlertKind::Warning, texts().tickets().moved_on(), Route::Ticket(id));
        ticket.reload();
    } else {
        let text = crate::i18n::problem_text(error);
        announce(AlertKind::Danger, text, Route::Ticket(id));
    }
}

/// The form below the exchange.
#[component]
pub fn ActForm(id: TicketId, ticket: Load<TicketDetail>) -> impl IntoView {
    let draft = Draft {
        form: Form::keeping_of("ticket-act", id),
        ticket,
        event: RwSignal::new(TicketEvent::Answer),
        text: RwSignal::new(String::new()),
        problem: RwSignal::new(String::new()),
        action: RwSignal::new(String::new()),
        solution: RwSignal::new(String::new()),
        files: Files::new(),
    };
    let may = Memo::new(move |_| {
        let may = ticket.get().map(|found| found.may).unwrap_or_default();
        may.into_iter().filter(|event| !is_button(*event)).collect::<Vec<_>>()
    });
    // What was chosen may not be possible any more.
    Effect::new(move |_| {
        let may = may.get();
        if let Some(first) = may.first().filter(|_| !may.contains(&draft.event.get_untracked())) {
            draft.event.set(*first);
        }
    });
    let choice = move || {
        let may = may.get();
        let label =
            |event: TicketEvent| -> TextProp { (move || texts().tickets().act(event)).into() };
        let options: Vec<_> = may.iter().map(|event| (*event, label(*event), None)).collect();
        (options.len() > 1).then(|| {
            view! {
                <RadioGroup
                    form=draft.form
                    pointer="/event"
                    label=t!(tickets.what_next)
                    value=draft.event
                    options=options
                />
            }
        })
    };
    let form = draft.form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.send(id);
    };
    let closes = move || draft.event.get() == TicketEvent::Close;
    view! {
        <form
            class="panel"
            data-testid="ticket-act"
            on:submit=submit
            on:paste=move |event| draft.files.paste(&event)
            novalidate
        >
            <ErrorSummary form=form />
            {choice}
            <Show when=move || !closes()>
                <CannedPick draft=draft />
                <TextArea form=form pointer="/text" label=t!(tickets.text) value=draft.text rows=4 />
            </Show>
            <Show when=closes>
                <TextArea form=form pointer="/problem" label=t!(tickets.problem) value=draft.problem rows=2 />
                <TextArea form=form pointer="/action" label=t!(tickets.action) value=draft.action rows=2 />
                <TextArea form=form pointer="/solution" label=t!(tickets.solution) value=draft.solution rows=2 />
            </Show>
            <FilePicker files=draft.files />
            <div class="form-actions">
                <Submit form=form label=move || texts().tickets().act(draft.event.get()) />
            </div>
        </form>
    }
}

/// Adds a canned answer to what is typed.
#[component]
fn CannedPick(draft: Draft) -> impl IntoView {
    // Read when somebody asks for them: few answers need one.
    let answers = RwSignal::new(None::<Vec<CannedAnswer>>);
    let read = move |_| {
        spawn_local(async move {
            match api::list::<ListCannedAnswers>((), &NoQuery {}).await {
                Ok(found) => drop(answers.try_set(Some(found.items))),
                Err(error) => draft.form.show_failure(error),
            }
        });
    };
    let chosen = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let none = (String::new(), texts().tickets().canned_none().to_owned());
        let each = answers.get().unwrap_or_default().into_iter();
        let each = each.map(|answer| (answer.id.to_string(), answer.title));
        std::iter::once(none).chain(each).collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let id = chosen.get();
        let found = answers
            .with_untracked(|all| all.iter().flatten().find(|it| it.id.to_string() == id).cloned());
        let Some(answer) = found else { return };
        let language = untrack(|| draft.ticket.get()).map(|found| found.language);
        let text = text_in(&answer.text_it, &answer.text_en, language.unwrap_or_default());
        draft.text.update(|typed| {
            if !typed.trim().is_empty() {
                typed.push_str("\n\n");
            }
            typed.push_str(text);
        });
        chosen.set(String::new());
    });
    let pick = move || {
        match answers.with(|answers| answers.as_ref().map(Vec::is_empty)) {
        None => view! {
            <p class="ticket-canned"><button type="button" class="link" on:click=read>{t!(tickets.canned_use)}</button></p>
        }
        .into_any(),
        Some(true) => view! { <p class="fact-note">{t!(tickets.no_canned)}</p> }.into_any(),
        Some(false) => view! {
            <Select
                form=draft.form
                pointer="/canned"
                label=t!(tickets.canned_pick)
                hint=t!(tickets.canned_pick_hint)
                value=chosen
                options=options
            />
        }
        .into_any(),
    }
    };
    session::may::<ListCannedAnswers>().then_some(pick)
}

impl Draft {
    fn read(self) -> Result<TicketMessageCreate, Vec<Fault>> {
        let event = self.event.get_untracked();
        let mut faults = Faults::default();
        let text = self.text.get_untracked().trim().to_owned();
        let closing = event == TicketEvent::Close;
        let mut field = |pointer: &str, value: RwSignal<String>| {
            let judged = closing.then(|| parse_closure(&value.get_untracked()))?;
            faults.check(pointer, judged)
        };
        let problem = field("/problem", self.problem);
        let action = field("/action", self.action);
        let solution = field("/solution", self.solution);
        if event.needs_text() {
            faults.check("/text", parse_message(&text));
        }
        let text = if closing { String::new() } else { text };
        let request = TicketMessageCreate { event: Some(event), text, problem, action, solution };
        faults.result(Some(request))
    }

    fn send(self, id: TicketId) {
        let Self { form, ticket, files, .. } = self;
        let request = match self.read() {
            Ok(request) => request,
            Err(faults) => return form.show_faults(faults),
        };
        let Some(version) = untrack(|| ticket.get()).map(|found| found.ticket.version) else {
            return;
        };
        let send = async move {
            let now = api::send::<AddTicketMessage>(id, &request, Some(version)).await?;
            // The entry of this request is the newest one.
            let entry = now.messages.last().map(|message| message.id);
            let (sends, failed) = (!files.is_empty(), files.send(id, entry).await);
            Ok((now, sends, failed))
        };
        form.send(send, move |outcome: Result<(TicketDetail, bool, Vec<String>), ApiError>| {
            match outcome {
                Ok((now, sends, failed)) => {
                    self.done(id, &failed);
                    if sends { ticket.reload() } else { ticket.put(now) }
                }
                // What was typed stays.
                Err(error) if error.is(Code::Stale) || error.is(Code::NotInThisState) => {
                    moved_on(ticket, id, &error);
                }
                Err(error) => form.show_failure(error),
            }
        });
    }

    fn done(self, id: TicketId, failed: &[String]) {
        for field in [self.text, self.problem, self.action, self.solution] {
            field.set(String::new());
        }
        self.files.clear();
        self.form.mark_saved();
        let words = texts().tickets();
        if failed.is_empty() {
            announce(AlertKind::Success, words.done(), Route::Ticket(id));
        } else {
            let text = words.not_attached(&failed.join(", "));
            announce(AlertKind::Warning, text, Route::Ticket(id));
        }
    }
}
