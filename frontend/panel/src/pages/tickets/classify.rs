//! Priority, type and service desk, which change with the choice.

use leptos::prelude::*;
use sigillo_contract::operations::UpdateTicket;
use sigillo_contract::ticket::{TicketDetail, TicketPatch};
use sigillo_domain::ticket::{ServiceDesk, TicketPriority, TicketStatus, TicketType};

use super::act::moved_on;
use super::create::{priorities, types};
use super::is_support;
use crate::api;
use crate::components::{AlertKind, Form, Load, Select, announce};
use crate::i18n::{t, texts};
use crate::route::Route;

#[component]
pub fn Classify(detail: TicketDetail, ticket: Load<TicketDetail>) -> impl IntoView {
    let of = detail.ticket;
    let form = Form::new("ticket-classify");
    let kind = RwSignal::new(of.ticket_type.as_str().to_owned());
    let priority = RwSignal::new(of.priority.as_str().to_owned());
    let desk = RwSignal::new(of.desk.as_str().to_owned());
    let (id, version) = (of.id, of.version);
    Effect::new(move |before: Option<()>| {
        let chosen = TicketPatch {
            priority: TicketPriority::parse(&priority.get()).filter(|it| *it != of.priority),
            ticket_type: TicketType::parse(&kind.get()).filter(|it| *it != of.ticket_type),
            desk: ServiceDesk::parse(&desk.get()).filter(|it| *it != of.desk),
        };
        if before.is_none() || chosen == TicketPatch::default() {
            return;
        }
        let send = async move { api::send::<UpdateTicket>(id, &chosen, Some(version)).await };
        form.send(send, move |outcome| match outcome {
            Ok(now) => {
                announce(AlertKind::Success, texts().tickets().done(), Route::Ticket(id));
                ticket.put(now);
            }
            Err(error) => {
                moved_on(ticket, id, &error);
                ticket.reload();
            }
        });
    });
    (of.status != TicketStatus::Closed).then(|| {
        view! {
            <section class="panel" aria-labelledby="ticket-classify-title">
                <h2 id="ticket-classify-title">{t!(tickets.classify)}</h2>
                <div class="ticket-choices ticket-choices-three">
                    <Select form=form pointer="/type" label=t!(tickets.kind) value=kind options=types() />
                    <Select form=form pointer="/priority" label=t!(tickets.priority) value=priority options=priorities() />
                    {is_support().then(|| view! {
                        <Select form=form pointer="/desk" label=t!(tickets.desk) value=desk options=desks() />
                    })}
                </div>
            </section>
        }
    })
}

pub fn desks() -> Signal<Vec<(String, String)>> {
    Signal::derive(|| {
        let words = texts().tickets();
        let each = ServiceDesk::ALL.into_iter();
        each.map(|it| (it.as_str().to_owned(), words.desk_name(it).to_owned())).collect()
    })
}
