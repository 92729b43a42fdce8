//! The answers that the support gives again and again: all of them on one page, with the form of each.

use leptos::prelude::*;
use sigillo_contract::canned_answer::{CannedAnswer, CannedAnswerCreate, CannedAnswerPatch};
use sigillo_contract::operation::{NoQuery, Nothing};
use sigillo_contract::operations::{
    CreateCannedAnswer, DeleteCannedAnswer, ListCannedAnswers, UpdateCannedAnswer,
};
use sigillo_contract::page::Page as PageOf;
use sigillo_domain::ticket::{ServiceDesk, parse_description, parse_message, parse_title};
use sigillo_domain::{Code, Fault, Faults};

use super::classify::desks;
use crate::api::{self, ApiError};
use crate::components::{
    AlertKind, Crumb, ErrorSummary, ForbiddenPage, Form, Load, Page, Select, Submit, TextArea,
    TextField, announce, load, loaded,
};
use crate::i18n::{date_time, t, texts};
use crate::route::Route;
use crate::session;

type Answers = Load<PageOf<CannedAnswer>>;

#[component]
pub fn CannedAnswers() -> impl IntoView {
    if !session::may::<ListCannedAnswers>() {
        return view! { <ForbiddenPage /> }.into_any();
    }
    let answers = load(|| async { api::list::<ListCannedAnswers>((), &NoQuery {}).await });
    let crumbs = vec![Crumb::new(t!(tickets.title), Route::Tickets)];
    let list = move |page: PageOf<CannedAnswer>| {
        if page.items.is_empty() {
            return view! { <p class="fact-note ticket-canned">{t!(tickets.no_canned)}</p> }
                .into_any();
        }
        let each = page
            .items
            .into_iter()
            .map(|answer| view! { <Existing answer=answer answers=answers /> });
        view! { <div class="canned-answers">{each.collect_view()}</div> }.into_any()
    };
    view! {
        <Page title=t!(tickets.canned) lead=t!(tickets.canned_lead) crumbs=crumbs narrow=true>
            {loaded(answers, list)}
            <details class="panel" data-testid="canned-new">
                <summary><h2>{t!(tickets.canned_new)}</h2></summary>
                <AnswerForm answer=None answers=answers />
            </details>
        </Page>
    }
    .into_any()
}

#[component]
fn Existing(answer: CannedAnswer, answers: Answers) -> impl IntoView {
    let (by, at, desk) = (answer.changed_by.clone(), answer.changed_at, answer.desk);
    let note = move || {
        let words = texts().tickets();
        format!("{} · {}", words.desk_name(desk), words.changed_by(&by, &date_time(at)))
    };
    view! {
        <details class="panel">
            <summary><h2>{answer.title.clone()}</h2></summary>
            <p class="fact-note">{note}</p>
            <AnswerForm answer=Some(answer) answers=answers />
        </details>
    }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    title: RwSignal<String>,
    desk: RwSignal<String>,
    text_it: RwSignal<String>,
    text_en: RwSignal<String>,
}

impl Draft {
    fn of(answer: Option<&CannedAnswer>) -> Self {
        let text = |read: fn(&CannedAnswer) -> &String| {
            RwSignal::new(answer.map(|answer| read(answer).clone()).unwrap_or_default())
        };
        let desk = answer.map_or(ServiceDesk::Technical, |answer| answer.desk);
        Self {
            title: text(|answer| &answer.title),
            desk: RwSignal::new(desk.as_str().to_owned()),
            text_it: text(|answer| &answer.text_it),
            text_en: text(|answer| &answer.text_en),
        }
    }

    fn read(self) -> Result<CannedAnswerCreate, Vec<Fault>> {
        let mut faults = Faults::default();
        let title = faults.check("/title", parse_title(&self.title.get_untracked()));
        let text_it = faults.check("/text_it", parse_message(&self.text_it.get_untracked()));
        let text_en = faults.check("/text_en", parse_description(&self.text_en.get_untracked()));
        let desk = ServiceDesk::parse(&self.desk.get_untracked());
        let read = title.zip(text_it.zip(text_en));
        faults.result(read.map(|(title, (text_it, text_en))| CannedAnswerCreate {
            title,
            desk,
            text_it,
            text_en,
        }))
    }

    fn clear(self) {
        for field in [self.title, self.text_it, self.text_en] {
            field.set(String::new());
        }
    }
}

#[component]
fn AnswerForm(answer: Option<CannedAnswer>, answers: Answers) -> impl IntoView {
    let form = match &answer {
        Some(answer) => Form::keeping_of("canned-answer", answer.id),
        None => Form::keeping("canned-answer-new"),
    };
    let draft = Draft::of(answer.as_ref());
    let known = answer.map(|answer| (answer.id, answer.version));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let read = match draft.read() {
            Ok(read) => read,
            Err(faults) => return form.show_faults(faults),
        };
        let send = async move {
            match known {
                Some((id, version)) => {
                    let CannedAnswerCreate { title, desk, text_it, text_en } = read;
                    let (title, text_it, text_en) = (Some(title), Some(text_it), Some(text_en));
                    let patch = CannedAnswerPatch { title, desk, text_it, text_en };
                    api::send::<UpdateCannedAnswer>(id, &patch, Some(version)).await
                }
                None => api::send::<CreateCannedAnswer>((), &read, None).await,
            }
        };
        form.send(send, move |outcome| match outcome {
            Ok(_) => {
                form.mark_saved();
                if known.is_none() {
                    draft.clear();
                }
                announce(
                    AlertKind::Success,
                    texts().tickets().canned_saved(),
                    Route::CannedAnswers,
                );
                answers.reload();
            }
            Err(error) => failed(form, error),
        });
    };
    let delete = move |_| {
        let Some((id, version)) = known else { return };
        let send =
            async move { api::send::<DeleteCannedAnswer>(id, &Nothing {}, Some(version)).await };
        form.send(send, move |outcome| match outcome {
            Ok(_) => {
                form.mark_saved();
                announce(
                    AlertKind::Success,
                    texts().tickets().canned_deleted(),
                    Route::CannedAnswers,
                );
                answers.reload();
            }
            Err(error) => failed(form, error),
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <ErrorSummary form=form />
            <TextField form=form pointer="/title" label=t!(tickets.canned_title) value=draft.title />
            <Select form=form pointer="/desk" label=t!(tickets.desk) value=draft.desk options=desks() />
            <TextArea form=form pointer="/text_it" label=t!(tickets.text_it) value=draft.text_it rows=4 />
            <TextArea
                form=form
                pointer="/text_en"
                label=t!(tickets.text_en)
                hint=t!(tickets.text_en_hint)
                value=draft.text_en
                rows=4
                optional=true
            />
            <div class="form-actions">
                <Submit form=form label=t!(tickets.canned_save) />
                {known.is_some().then(|| view! {
                    <button type="button" class="btn btn-outline-danger" on:click=delete>{t!(tickets.canned_delete)}</button>
                })}
            </div>
        </form>
    }
}

fn failed(form: Form, error: ApiError) {
    if error.is(Code::Stale) {
        announce(AlertKind::Warning, texts().tickets().canned_stale(), Route::CannedAnswers);
    } else {
        form.show_failure(error);
    }
}
