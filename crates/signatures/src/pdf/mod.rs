//! Signatures in PDF: `PAdES` (ETSI EN 319 142-1), and those that came before it (ISO 32000-1, 12.8).

mod changes;
mod dss;
mod fields;
mod file;
mod filter;
mod object;
mod parser;
mod placed;
mod xref;

use sigillo_domain::signature_verdict::{SignatureFinding, SignatureReport};

use crate::assess::{Bench, Case, DocumentTimestamp, unreadable};
use crate::certificate::Certificate;
use crate::cms::{Evidence, SignedData};
use crate::found::Found;
use crate::oid;
use crate::pool;
use crate::signer::Content;
use crate::timestamp::{self, Judge};
use crate::work::Work;

use dss::Store;
use file::{Cache, Fault, Revision};
use placed::{Placed, Standard};

/// Readers look for the header in as many bytes.
const HEADER_WITHIN: usize = 1024;

pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    memchr::memmem::find(head, b"%PDF-").is_some()
}

impl Fault {
    const fn finding(self) -> SignatureFinding {
        match self {
            Self::Malformed => SignatureFinding::Damaged,
            Self::TooMuch => SignatureFinding::TooComplex,
        }
    }
}

/// The reports on all signatures of a PDF, as they were made, or why there are none.
pub(crate) fn verify(
    bytes: &[u8],
    depth: u32,
    bench: Bench<'_>,
) -> Result<Vec<SignatureReport>, SignatureFinding> {
    let cache = Cache::default();
    let file = Revision::read(bytes, &cache, bench.work).map_err(Fault::finding)?;
    if file.xref.trailer.get("Encrypt").is_some() {
        return Err(SignatureFinding::Encrypted);
    }
    let fields = fields::signatures(&file).map_err(Fault::finding)?;
    let placed = fields.iter().enumerate();
    let mut placed: Vec<_> =
        placed.map(|(index, field)| Placed::new(index, field, &file)).collect();
    placed.sort_by_key(|one| one.end);
    let store = Store::read(&file).map_err(Fault::finding)?;
    let document = Document { file, fields: &fields, placed: &placed, store: &store, bench, depth };
    let reports = document.reports();
    if reports.is_empty() { Err(SignatureFinding::NoSignature) } else { Ok(reports) }
}

/// Whether a PDF begins with a revision of this length, to which only signatures were added.
pub(crate) fn adds_only_signatures(bytes: &[u8], length: usize) -> bool {
    if length == bytes.len() {
        return true;
    }
    let (cache, work) = (Cache::default(), Work::new());
    let judge = || {
        let new = Revision::read(bytes, &cache, &work)?;
        let old = new.at(length)?;
        changes::only_signatures(&old, &new, &fields::signatures(&new)?)
    };
    judge().unwrap_or(false)
}

/// A file with what its signatures share.
struct Document<'d> {
    file: Revision<'d>,
    fields: &'d [fields::Field],
    placed: &'d [Placed],
    store: &'d Store,
    bench: Bench<'d>,
    depth: u32,
}

impl Document<'_> {
    fn reports(&self) -> Vec<SignatureReport> {
        let stamps: Vec<_> = self
            .placed
            .iter()
            .filter(|one| one.standard == Standard::Timestamp)
            .map(|one| (one.end, self.timestamp(one)))
            .collect();
        let signatures = self.placed.iter().filter(|one| one.standard != Standard::Timestamp);
        signatures
            .map(|one| {
                let later = stamps.iter().filter(|(end, _)| *end > one.end);
                self.report(one, later.map(|(_, stamp)| stamp.clone()).collect())
            })
            .collect()
    }

    fn content(&self, placed: &Placed) -> Option<Content<'_>> {
        let range = placed.ranges.as_ref().ok()?;
        let parts = range.iter().map(|range| self.file.bytes.get(range.clone()));
        parts.collect::<Option<Vec<_>>>().map(Content::new)
    }

    /// What a timestamp of the document proves.
    fn timestamp(&self, placed: &Placed) -> DocumentTimestamp {
        let evidence = self.store.evidence();
        let judge = Judge {
            anchors: self.bench.anchors,
            now: self.bench.now,
            work: self.bench.work,
            pool: &self.store.certificates,
            evidence: &evidence,
        };
        let result = match (self.content(placed), &placed.ranges) {
            (Some(content), _) => timestamp::check(&placed.cms, &content, judge),
            _ => Err(SignatureFinding::TimestampInvalid.into()),
        };
        let covers_evidence = result.is_ok() && self.has_store_at(placed.end);
        DocumentTimestamp { result, covers_evidence }
    }

    /// Whether the store of evidence was in the revision that a timestamp covers.
    fn has_store_at(&self, end: usize) -> bool {
        let catalog = self.file.at(end).and_then(|revision| revision.catalog());
        catalog.is_ok_and(|catalog| catalog.get("DSS").is_some())
    }

    fn report(&self, placed: &Placed, timestamps: Vec<DocumentTimestamp>) -> SignatureReport {
        let coverage = self.coverage(placed);
        let failed = |found: Found| unreadable(&found, &coverage, self.depth);
        let content = match (&placed.ranges, self.content(placed)) {
            (Err(found), _) => return failed(found.clone()),
            (Ok(_), None) => return failed(SignatureFinding::ByteRangeInvalid.into()),
            (Ok(_), Some(content)) => content,
        };
        if placed.standard == Standard::Unknown {
            let name = placed.standard_name.as_str();
            return failed(Found::with(SignatureFinding::UnsupportedFormat, name));
        }
        let Ok(signed) = SignedData::read(&placed.cms) else {
            return failed(SignatureFinding::MalformedSignature.into());
        };
        let [signer] = signed.signers.as_slice() else {
            return failed(SignatureFinding::MalformedSignature.into());
        };
        // What is signed is the file, and nothing in the signature beside it.
        if signed.content.is_some() || signed.content_type != oid::DATA {
            return failed(SignatureFinding::MalformedSignature.into());
        }
        let pool = self.pool(&signed);
        let mut evidence: Evidence<'_> = self.store.evidence();
        evidence.extend(&signed.evidence);
        let case = Case {
            signer,
            content_type: oid::DATA,
            content: &content,
            pool: &pool,
            evidence: &evidence,
            coverage,
            claims_baseline: placed.standard == Standard::Pades,
            claimed: placed.claimed,
            timestamps,
            depth: self.depth,
        };
        case.assess(self.bench)
    }

    fn pool(&self, signed: &SignedData<'_>) -> Vec<Certificate> {
        let mut pool = pool::of_signature(signed);
        pool::extend(&mut pool, self.store.certificates.iter().cloned());
        pool
    }

    /// What was added after a signature.
    fn coverage(&self, placed: &Placed) -> Found {
        if placed.ranges.is_err() {
            return SignatureFinding::NotReached.into();
        }
        let rest = self.file.bytes.get(placed.end..).unwrap_or_default();
        if rest.iter().all(u8::is_ascii_whitespace) {
            return SignatureFinding::WholeFileSigned.into();
        }
        let only_signatures = || -> Result<bool, Fault> {
            let revision = self.file.at(placed.end)?;
            let field = &self.fields[placed.field];
            let is_in_revision = revision.shares(&self.file, field.value);
            let is_update = revision.xref.start != self.file.xref.start;
            Ok(is_update
                && is_in_revision
                && changes::only_signatures(&revision, &self.file, self.fields)?)
        };
        let finding = match only_signatures() {
            Ok(true) => SignatureFinding::OnlySignaturesAdded,
            Ok(false) => SignatureFinding::BytesAddedAfterSigning,
            Err(fault) => fault.finding(),
        };
        Found::with(finding, format!("{} bytes", rest.len()))
    }
}
