//! The seal of documents: whether it can be used, and for how long.

use sigillo_contract::document_seal::DocumentSeal as Shown;
use sigillo_contract::operations::GetDocumentSeal;
use sigillo_domain::document_seal::{SealState, Urgency, days_left};
use sigillo_storage::{Connection, contracts};

use crate::error::AppError;
use crate::ports::{SealCertificate, SealError};
use crate::{App, Grant};

pub async fn get(app: &App, _grant: &Grant<GetDocumentSeal>) -> Result<Shown, AppError> {
    read(app, &mut app.db.read().await?).await
}

pub(crate) async fn read(app: &App, on: &mut impl Connection) -> Result<Shown, AppError> {
    Ok(shown(app, describe(app).await, contracts::count_to_seal(on).await?))
}

/// Says in the log what whoever runs the installation has to know about the seal of this server.
pub async fn announce(app: &App) -> Result<(), AppError> {
    let described = describe(app).await;
    let reason = described.as_ref().err().map(ToString::to_string);
    let waiting = contracts::count_to_seal(&mut app.db.read().await?).await?;
    let Shown { state, valid_until, days_left, .. } = shown(app, described, waiting);
    let valid_until = valid_until.map(tracing::field::display);
    match (state.urgency(waiting), state) {
        (None, _) => {}
        (Some(Urgency::Soon), _) => tracing::warn!(
            valid_until,
            days_left,
            "the seal of documents expires: contracts that are signed after that wait for a seal"
        ),
        (Some(Urgency::Now), SealState::Expired) => tracing::warn!(
            valid_until,
            waiting,
            "the seal of documents has expired: contracts that are signed wait for a seal"
        ),
        (Some(Urgency::Now), _) => tracing::warn!(
            state = state.as_str(),
            reason,
            waiting,
            "the seal of documents cannot be used: contracts that are signed wait for a seal"
        ),
    }
    Ok(())
}

async fn describe(app: &App) -> Result<SealCertificate, SealError> {
    app.document_seal.as_ref().ok_or(SealError::NoKey)?.describe().await
}

fn shown(app: &App, described: Result<SealCertificate, SealError>, waiting: i64) -> Shown {
    let now = app.now();
    let state = match &described {
        Ok(certificate) => SealState::at(certificate.not_before, certificate.not_after, now),
        Err(SealError::NoKey) => SealState::Missing,
        Err(_) => SealState::Unusable,
    };
    let certificate = described.ok();
    let valid_until = certificate.as_ref().map(|certificate| certificate.not_after);
    Shown {
        state,
        valid_from: certificate.as_ref().map(|certificate| certificate.not_before),
        valid_until,
        days_left: valid_until.map(|until| days_left(until, now)),
        waiting,
        subject: certificate.as_ref().map(|certificate| certificate.subject.clone()),
        issuer: certificate.as_ref().map(|certificate| certificate.issuer.clone()),
        serial: certificate.map(|certificate| certificate.serial),
    }
}
