//! The documents of an opened contract.

use sigillo_contract::signing::SigningFile;

use super::super::PdfFile;
use super::super::get::read_file;
use super::visited;
use crate::App;
use crate::error::AppError;

pub async fn file(app: &App, request: &SigningFile) -> Result<PdfFile, AppError> {
    let mut on = app.db.read().await?;
    let id = visited(app, &mut on, &request.token).await?;
    read_file(&mut on, id, request.which).await
}
