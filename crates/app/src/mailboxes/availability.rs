//! Whether a mailbox can have an address (B13).

use sigillo_contract::mailbox::{AvailabilityQuery, MailboxAvailability};
use sigillo_contract::operations::GetMailboxAvailability;
use sigillo_domain::name::LocalPart;
use sigillo_domain::{Code, FaultCode};
use sigillo_storage::domains;

use super::create::taken_by;
use crate::error::{AppError, NOT_FOUND};
use crate::scope::InScope;
use crate::{App, Grant};

pub async fn availability(
    app: &App,
    grant: &Grant<GetMailboxAvailability>,
    query: &AvailabilityQuery,
) -> Result<MailboxAvailability, AppError> {
    let address = query.address.trim();
    if address.is_empty() {
        return Err(AppError::fault("address", FaultCode::Required));
    }
    let (name, domain) = address
        .rsplit_once('@')
        .ok_or_else(|| AppError::fault("address", FaultCode::InvalidEmail))?;
    let mut on = app.db.read().await?;
    let domain = domains::find_by_name(&mut on, domain).await?.ok_or(NOT_FOUND)?.domain;
    let domain = InScope::new(grant, domain)?;
    let code = match LocalPart::parse(name) {
        Err(fault) => Some(fault.as_str()),
        Ok(name) => {
            let taken = taken_by(&mut on, &format!("{name}@{}", domain.name)).await?;
            taken.map(Code::as_str)
        }
    };
    Ok(MailboxAvailability { available: code.is_none(), code: code.map(str::to_owned) })
}
