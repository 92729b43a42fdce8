//! Files as response bodies; an export is written while it is being sent.

use std::future::Future;
use std::io::{self, Write};

use actix_web::body::SizedStream;
use actix_web::http::header::{
    CONTENT_DISPOSITION, Charset, ContentDisposition, ContentEncoding, DispositionParam,
    DispositionType, ExtendedValue,
};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder};
use futures_util::{Stream, TryStreamExt};
use sigillo_app::ObjectError;
use sigillo_app::contracts::PdfFile;
use sigillo_app::documents::DocumentFile;
use sigillo_app::own_receipts::{Attestation, ReceiptFile};
use sigillo_app::preservation::archive::ListFile;
use sigillo_app::recorded_export::RecordedExport;
use sigillo_app::table::{Separator, TableFormat};
use sigillo_app::table_stream::RowSource;
use sigillo_app::tickets::AttachmentFile;
use sigillo_domain::document::DocumentFormat;
use sigillo_domain::export_record::ExportOutcome;
use tokio::sync::mpsc;

/// The number of chunks on their way: the writer waits while the client is slower than it.
const CHUNKS_AHEAD: usize = 8;
const CHUNK_BYTES: usize = 64 * 1024;

type Chunk = Result<Bytes, io::Error>;

/// The response whose body is a file of this format and name.
pub(crate) fn response(format: TableFormat, name: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type(format.content_type())
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    response
}

/// A PDF document as a file.
pub(crate) fn pdf(file: PdfFile) -> HttpResponse {
    response(TableFormat::Pdf, &file.name).body(file.content)
}

/// Preserved receipts: one as an e-mail, or several in a zip.
pub(crate) fn receipts(media_type: &'static str, file: ReceiptFile) -> HttpResponse {
    uploaded(media_type, file.name, file.bytes, file.content)
}

/// The attestation of a preserved receipt.
pub(crate) fn attestation(file: Attestation) -> HttpResponse {
    response(TableFormat::Pdf, &file.name).body(file.pdf)
}

/// The file of a document.
pub(crate) fn document(file: DocumentFile) -> HttpResponse {
    let media_type = match file.format {
        DocumentFormat::Pdf => "application/pdf",
        DocumentFormat::P7m => "application/pkcs7-mime",
    };
    uploaded(media_type, file.name, file.bytes, file.content)
}

/// A file of a ticket, under the media type that its content has.
pub(crate) fn attachment(file: AttachmentFile) -> HttpResponse {
    uploaded(file.format.media_type(), file.name, file.bytes, file.content)
}

/// The list of a disposal.
pub(crate) fn list(file: ListFile) -> HttpResponse {
    response(TableFormat::Csv(Separator::default()), &file.name)
        .streaming(file.content.map_err(io::Error::other))
}

/// A file that somebody has uploaded, which is never shown as a page: browsers are to keep it as a file.
fn uploaded(
    media_type: &'static str,
    name: String,
    bytes: i64,
    content: impl Stream<Item = Result<Bytes, ObjectError>> + 'static,
) -> HttpResponse {
    let name = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.into_bytes(),
    };
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(name)],
    };
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(disposition)
        // What is compressed has no length that shows the progress, and these formats gain nothing by it.
        .insert_header(ContentEncoding::Identity)
        .body(SizedStream::new(
            bytes.try_into().unwrap_or_default(),
            content.map_err(io::Error::other),
        ))
}

/// Starts an export and yields the chunks of its file as they are written. When the client goes away,
/// reading and writing stop.
pub(crate) fn stream<S: RowSource + 'static>(
    export: RecordedExport<S>,
) -> impl Stream<Item = Chunk> {
    let (sender, mut receiver) = mpsc::channel::<Chunk>(CHUNKS_AHEAD);
    tokio::spawn(write(export, sender));
    futures_util::stream::poll_fn(move |context| receiver.poll_recv(context))
}

async fn write<S: RowSource>(export: RecordedExport<S>, chunks: mpsc::Sender<Chunk>) {
    let outcome = export.write_to(ChunkWriter::new(chunks.clone()), closed(&chunks)).await;
    // The status was sent long ago: cutting the body short is what shows the client an error. This
    // comes last, so that whoever sees the end of the file finds it recorded.
    if outcome != ExportOutcome::Complete {
        let _ = chunks.send(Err(io::Error::other("the export was cut short"))).await;
    }
}

/// Completes when the client goes away.
fn closed(chunks: &mpsc::Sender<Chunk>) -> impl Future<Output = ()> + use<> {
    let chunks = chunks.clone();
    async move { chunks.closed().await }
}

/// Collects what is written into chunks that are worth sending.
struct ChunkWriter {
    buffer: Vec<u8>,
    chunks: mpsc::Sender<Chunk>,
}

impl ChunkWriter {
    fn new(chunks: mpsc::Sender<Chunk>) -> Self {
        Self { buffer: Vec::with_capacity(CHUNK_BYTES), chunks }
    }
}

impl Write for ChunkWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK_BYTES));
        let sent = self.chunks.blocking_send(Ok(Bytes::from(chunk)));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
