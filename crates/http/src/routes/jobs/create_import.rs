use actix_web::web::Data;
use sigillo_app::jobs;
use sigillo_contract::operations::CreateImport;

use crate::Http;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{Reply, reply};

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<CreateImport>,
) -> Result<Reply<CreateImport>, Failure> {
    let options = jobs::parse_import_options(&call.query)?;
    // Files are read one at a time: together they could fill the memory.
    let turn = http.reading_files.acquire().await;
    let table = jobs::read_import_file(&http.app, call.file, options).await;
    drop(turn);
    let job = jobs::create_import(&http.app, &call.grant, &call.query, table?).await?;
    Ok(reply(job))
}
