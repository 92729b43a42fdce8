use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use sigillo_adapters::export::{Format, Heading, Language, Separator};
use sigillo_app::mailboxes::{self, Asking};
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
    let asking = mailboxes::export(&http.app, &call.grant, &call.query).await?;
    let rows = u64::try_from(asking.total).unwrap_or_default();
    if let Some(most) = format.max_rows().filter(|most| rows > *most) {
        let detail = format!("{rows} rows, and this format takes {most}: csv takes any number.");
        return Err(Failure::with_detail(Code::ExportTooLarge, detail));
    }
    let name = format.file_name(asking.domain_name(), asking.at);
    let heading = heading(&asking, language);
    let export = asking.begin(format.extension()).await?;
    Ok(HttpResponse::Ok()
        .content_type(format.content_type())
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .streaming(stream(export, format, heading)))
}

fn heading(asking: &Asking, language: Language) -> Heading {
    let filter = asking.filter();
    Heading {
        domain: asking.domain_name().map(str::to_owned),
        search: filter.search.clone(),
        states: filter.states.clone(),
        passwords: filter.passwords.clone(),
        over_soft_limit: filter.over_soft_limit,
        sort: asking.sort(),
        exported_by: asking.signature.clone(),
        exported_at: asking.at,
        language,
    }
}

fn read(query: &ExportQuery) -> Result<(Format, Language), Failure> {
    let mut faults = Faults::default();
    let format = Format::parse(&query.format).ok_or(FaultCode::Unknown);
    let format = faults.check("format", format);
    let separator = match (query.separator.as_deref(), format) {
        (None, _) => Ok(Separator::default()),
        (Some(_), Some(Format::Xlsx | Format::Pdf)) => Err(FaultCode::NotExpected),
        (Some(text), _) => Separator::parse(text).ok_or(FaultCode::Unknown),
    };
    let separator = faults.check("separator", separator);
    let language = match query.lang.as_deref() {
        None | Some("it") => Ok(Language::It),
        Some("en") => Ok(Language::En),
        Some(_) => Err(FaultCode::Unknown),
    };
    let language = faults.check("lang", language);
    let format = format.zip(separator).map(|(format, separator)| format.separated_by(separator));
    faults.result(format.zip(language)).map_err(Failure::invalid)
}
