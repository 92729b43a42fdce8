use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use sigillo_adapters::export::{Format, Heading, Language};
use sigillo_app::mailboxes;
use sigillo_contract::mailbox::ExportQuery;
use sigillo_contract::operations::ExportMailboxes;
use sigillo_domain::{Code, FaultCode, Faults};

use crate::Http;
use crate::call::Call;
use crate::export_stream::stream;
use crate::failure::Failure;

pub(crate) async fn handle(
    http: Data<Http>,
    call: Call<ExportMailboxes>,
) -> Result<HttpResponse, Failure> {
    let (format, language) = read(&call.query)?;
    let export = mailboxes::export(&http.app, &call.grant, &call.query).await?;
    let rows = u64::try_from(export.total).unwrap_or_default();
    if let Some(most) = format.max_rows().filter(|most| rows > *most) {
        let detail = format!("{rows} rows, and this format takes {most}: csv takes any number.");
        return Err(Failure::with_detail(Code::ExportTooLarge, detail));
    }
    let name = format.file_name(export.domain_name(), export.at);
    let heading = Heading {
        domain: export.domain_name().map(str::to_owned),
        search: export.filter().search.clone(),
        states: export.filter().states.clone(),
        passwords: export.filter().passwords.clone(),
        over_soft_limit: export.filter().over_soft_limit,
        sort: export.sort(),
        exported_by: export.signature.clone(),
        exported_at: export.at,
        language,
    };
    Ok(HttpResponse::Ok()
        .content_type(format.content_type())
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .streaming(stream(export, format, heading)))
}

fn read(query: &ExportQuery) -> Result<(Format, Language), Failure> {
    let mut faults = Faults::default();
    let format = Format::parse(&query.format).ok_or(FaultCode::Unknown);
    let format = faults.check("format", format);
    let language = match query.lang.as_deref() {
        None | Some("it") => Ok(Language::It),
        Some("en") => Ok(Language::En),
        Some(_) => Err(FaultCode::Unknown),
    };
    let language = faults.check("lang", language);
    faults.result(format.zip(language)).map_err(Failure::invalid)
}
