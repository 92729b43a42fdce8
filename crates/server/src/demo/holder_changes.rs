//! Changes of holder: one that waits, one that was rejected, one that was approved.

use anyhow::{Context, Result};
use sigillo_app::documents::{Upload, verify_pending};
use sigillo_app::{App, Caller, Grant, SealStatement, holder_changes};
use sigillo_contract::document::DocumentUpload;
use sigillo_contract::holder::{AddressChoice, HolderChoice};
use sigillo_contract::holder_change::{
    HolderChangeApproval, HolderChangeCreate, HolderChangeRejection,
};
use sigillo_contract::mailbox::Mailbox;
use sigillo_domain::document::DocumentKind;

use super::documents::pdf;
use super::{People, sign_in};

/// The places of the mailboxes that are to pass to somebody else, each to the holder of the next one.
const PENDING: usize = 0;
const REJECTED: usize = 2;
const APPROVED: usize = 4;

/// The number of documents that are verified at a time.
const LOAD: i64 = 50;

/// Requests the changes, and has the provider decide two of them.
pub async fn request(app: &App, people: &People, mailboxes: &[Mailbox]) -> Result<()> {
    let operator = sign_in(app, "gestore").await?;
    ask(app, people, mailboxes, PENDING).await?;
    let rejected = ask(app, people, mailboxes, REJECTED).await?;
    let reason = "Il documento non è firmato dal titolare uscente.".to_owned();
    let grant = Grant::to(operator.clone())?;
    let rejection = HolderChangeRejection { reason };
    holder_changes::reject(app, &grant, rejected, None, &rejection).await?;
    approve(app, people, operator, mailboxes).await
}

async fn approve(app: &App, people: &People, operator: Caller, all: &[Mailbox]) -> Result<()> {
    let approved = ask(app, people, all, APPROVED).await?;
    while verify_pending(app, LOAD).await? > 0 {}
    let reason = Some("Il titolare ha firmato in sede, davanti al personale.".to_owned());
    let (grant, approval) = (Grant::to(operator)?, HolderChangeApproval { reason });
    holder_changes::approve(app, &grant, approved, None, &approval).await?;
    Ok(())
}

/// Asks, in the name of the postmaster, that a mailbox passes to the holder of the next one.
async fn ask(
    app: &App,
    people: &People,
    mailboxes: &[Mailbox],
    place: usize,
) -> Result<sigillo_domain::id::HolderChangeId> {
    let (mailbox, next) =
        mailboxes.get(place).zip(mailboxes.get(place + 1)).context("a mailbox")?;
    let holder = next.holder.as_ref().context("a holder")?;
    let address = next.holder_address.as_ref().map(|address| address.id);
    let request = HolderChangeCreate {
        mailbox_id: mailbox.id,
        document_id: upload(app, people, mailbox).await?,
        new_holder: HolderChoice { id: Some(holder.id), ..HolderChoice::default() },
        address: Some(AddressChoice { id: address, ..AddressChoice::default() }),
        company: None,
        communication_email: format!("nuovo.titolare.{place}@posta.example.org"),
    };
    let grant = Grant::to(people.postmaster.clone())?;
    Ok(holder_changes::create(app, &grant, &request).await?.id)
}

/// Uploads a request that bears a real signature, if not that of a person: the seal of the demo.
async fn upload(
    app: &App,
    people: &People,
    mailbox: &Mailbox,
) -> Result<sigillo_domain::id::DocumentId> {
    let document = pdf(&["Cambio di intestatario", &mailbox.address, "Documento di prova."])?;
    let seal = app.document_seal.as_deref().context("the demo has a seal")?;
    let statement =
        SealStatement { reason: "Documento di prova", location: "", at: app.clock.now() };
    let document = seal.seal(&document, statement).await?.pdf;
    let query = DocumentUpload {
        subject: format!("mailbox:{}", mailbox.id),
        kind: DocumentKind::ChangeOfHolder.as_str().to_owned(),
        name: "subentro-firmato.pdf".to_owned(),
    };
    let grant = Grant::to(people.postmaster.clone())?;
    let mut upload = Upload::begin(app, &grant, &query).await?;
    upload.write(document.into()).await?;
    Ok(upload.finish(app, &grant).await?.id)
}
