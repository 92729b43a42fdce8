//! Verifies the electronic signatures in PDF (`PAdES`, ETSI EN 319 142-1) and p7m (`CAdES`, ETSI EN 319 122-1) files,
//! and those of receipts of certified mail (S/MIME, RFC 8551).
//!
//! Nobody is asked: what a verdict rests on is in the file, among the anchors, and in the moment of the verification,
//! which is given. Whatever the bytes are, they end in a verdict: the work that a file may cost is limited ([`work`]).
//!
//! Signed files in use are BER with indefinite lengths, pieces and padding, and hashes go over bytes as they came. So
//! the structures of signatures are read by a small reader of our own as slices of the file ([`ber`]), and only
//! certificates, which are strict DER, by the crate that the seal uses too.

mod anchors;
mod assess;
mod ber;
mod certificate;
mod chain;
mod cms;
mod content;
mod crl;
mod crypto;
mod detached;
mod envelope;
mod evidence;
mod found;
mod identity;
mod mail;
mod ocsp;
mod oid;
mod pdf;
mod pool;
mod revocation;
mod signer;
mod time;
mod timestamp;
mod trusted_list;
mod verify;
mod work;

pub use anchors::{Anchor, PemError, Trust, TrustAnchors, certificates_of_pem};
pub use certificate::Certificate;
pub use content::{SignedContent, enveloped_pdf};
pub use detached::{Detached, check_detached};
pub use mail::{ContentDigests, verify_mail};
pub use trusted_list::{TrustedList, TrustedListError};
pub use verify::{MAX_BYTES, Verified, verify};
