//! Tickets: one that waits for the support, one for its requester, one that is closed.

use anyhow::Result;
use sigillo_app::{App, Caller, Grant, tickets};
use sigillo_contract::ticket::{TicketCreate, TicketMessageCreate};
use sigillo_domain::id::TicketId;
use sigillo_domain::ticket::{TicketEvent, TicketPriority, TicketType};

use super::{People, sign_in};

pub async fn open(app: &App, people: &People) -> Result<()> {
    let operator = sign_in(app, "gestore").await?;
    let closed = report(
        app,
        people,
        TicketCreate {
            summary: "La casella dell'anagrafe rifiuta gli allegati".into(),
            description: "Da ieri i messaggi con allegati tornano indietro.".into(),
            ..TicketCreate::default()
        },
    )
    .await?;
    act(app, &operator, closed, TicketEvent::Take, "").await?;
    let text = "Stiamo guardando: il limite sembra quello del mittente.";
    act(app, &operator, closed, TicketEvent::Answer, text).await?;
    let close = TicketMessageCreate {
        event: Some(TicketEvent::Close),
        problem: Some("Gli allegati superavano il limite del gestore del mittente.".into()),
        action: Some("Verificate le ricevute con il mittente.".into()),
        solution: Some("Il mittente invia gli allegati divisi in due messaggi.".into()),
        ..TicketMessageCreate::default()
    };
    tickets::act(app, &Grant::to(operator.clone())?, closed, None, &close).await?;
    let asked = report(
        app,
        people,
        TicketCreate {
            summary: "La casella del protocollo non riceve da un mittente".into(),
            description: "Il mittente ha la ricevuta di consegna, ma il messaggio non c'è.".into(),
            priority: Some(TicketPriority::High),
            ..TicketCreate::default()
        },
    )
    .await?;
    let text = "Da quale indirizzo scrive il mittente, e a che ora?";
    act(app, &operator, asked, TicketEvent::Ask, text).await?;
    let request = TicketCreate {
        summary: "Un piano più capiente per l'ufficio tecnico".into(),
        ticket_type: Some(TicketType::Request),
        ..TicketCreate::default()
    };
    report(app, people, request).await.map(drop)
}

async fn report(app: &App, people: &People, request: TicketCreate) -> Result<TicketId> {
    let request = TicketCreate { email: Some("postmaster@posta.example.org".into()), ..request };
    let grant = Grant::to(people.postmaster.clone())?;
    Ok(tickets::create(app, &grant, &request).await?.ticket.id)
}

async fn act(app: &App, by: &Caller, id: TicketId, event: TicketEvent, text: &str) -> Result<()> {
    let request = TicketMessageCreate {
        event: Some(event),
        text: text.to_owned(),
        ..TicketMessageCreate::default()
    };
    tickets::act(app, &Grant::to(by.clone())?, id, None, &request).await?;
    Ok(())
}
