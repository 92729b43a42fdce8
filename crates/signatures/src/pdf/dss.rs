//! The store of what proves signatures (ETSI EN 319 142-1, 5.4.2): certificates, lists of revoked ones, responses.

use std::collections::HashSet;

use super::file::{Fault, Revision};
use super::object::{Dictionary, Object};
use crate::certificate::Certificate;
use crate::cms::Evidence;
use crate::pool;

/// Objects of each kind that are read.
const MAX_OBJECTS: usize = 128;

#[derive(Debug, Default)]
pub(super) struct Store {
    pub certificates: Vec<Certificate>,
    crls: Vec<Vec<u8>>,
    responses: Vec<Vec<u8>>,
}

impl Store {
    pub fn read(file: &Revision<'_>) -> Result<Self, Fault> {
        let Object::Dictionary(store) = lenient(file.value(&file.catalog()?, "DSS"))? else {
            return Ok(Self::default());
        };
        let mut certificates = vec![];
        let read = streams(file, &store, "Certs")?;
        let read = read.iter().filter_map(|der| Certificate::from_der(der));
        pool::extend(&mut certificates, read);
        Ok(Self {
            certificates,
            crls: streams(file, &store, "CRLs")?,
            responses: streams(file, &store, "OCSPs")?,
        })
    }

    pub fn evidence(&self) -> Evidence<'_> {
        let mut evidence = Evidence::default();
        self.crls.iter().for_each(|crl| evidence.add_crl(crl));
        self.responses.iter().for_each(|response| evidence.add_response(response));
        evidence
    }
}

/// The data of the streams of a list. One that cannot be read is no evidence.
fn streams(file: &Revision<'_>, store: &Dictionary, name: &str) -> Result<Vec<Vec<u8>>, Fault> {
    let Object::Array(items) = lenient(file.value(store, name))? else { return Ok(vec![]) };
    let mut seen = HashSet::new();
    let mut streams = vec![];
    for item in items.iter().take(MAX_OBJECTS) {
        let Object::Reference(id) = item else { continue };
        if !seen.insert(*id) {
            continue;
        }
        if let Object::Stream(stream) = lenient(file.object(*id))? {
            match file.data(&stream) {
                Ok(data) => streams.push(data),
                Err(Fault::Malformed) => {}
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(streams)
}

fn lenient(object: Result<Object, Fault>) -> Result<Object, Fault> {
    match object {
        Err(Fault::Malformed) => Ok(Object::Null),
        other => other,
    }
}
