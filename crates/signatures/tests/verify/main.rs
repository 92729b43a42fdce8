//! Signed files, made by OpenSSL and pyHanko with an authority of the tests' own, and what is said of them.

mod authority;
mod cades;
mod der;
mod hostile;
mod pades;
mod pdf;
mod revocations;
mod samples;
mod service;
mod trusted_list;
