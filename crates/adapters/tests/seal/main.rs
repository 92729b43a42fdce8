//! The seal of PDF documents, judged by programs that are not ours: poppler's `pdfsig`, and pyHanko.

mod authority;
mod documents;
#[path = "../support/http_request.rs"]
mod http_request;
mod keys;
mod readers;
mod sample;
mod timestamps;
mod tsa;
