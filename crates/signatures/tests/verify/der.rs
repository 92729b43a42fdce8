//! Changes to signed data that no program makes.

use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerInfos};
use der::asn1::SetOfVec;
use der::{Any, Decode, Encode};
use x509_cert::attr::{Attribute, Attributes};

/// Signed data with changed parts.
fn changed(signed: &[u8], change: impl FnOnce(&mut SignedData)) -> Vec<u8> {
    let mut info = ContentInfo::from_der(signed).unwrap();
    let mut data: SignedData = info.content.decode_as().unwrap();
    change(&mut data);
    info.content = Any::encode_from(&data).unwrap();
    info.to_der().unwrap()
}

pub fn without_certificates(signed: &[u8]) -> Vec<u8> {
    changed(signed, |data| data.certificates = None)
}

pub fn without_signers(signed: &[u8]) -> Vec<u8> {
    changed(signed, |data| data.signer_infos = SignerInfos(SetOfVec::new()))
}

/// The value of the only signature.
pub fn signature(signed: &[u8]) -> Vec<u8> {
    let mut value = vec![];
    changed(signed, |data| {
        value = data.signer_infos.0.get(0).unwrap().signature.as_bytes().to_vec();
    });
    value
}

/// Adds an unsigned attribute to the only signature.
pub fn with_unsigned(signed: &[u8], oid: &str, value: &[u8]) -> Vec<u8> {
    changed(signed, |data| {
        let mut signer = data.signer_infos.0.get(0).unwrap().clone();
        let mut attributes: Vec<_> =
            signer.unsigned_attrs.iter().flat_map(|all| all.iter().cloned()).collect();
        let values = SetOfVec::try_from(vec![Any::from_der(value).unwrap()]).unwrap();
        attributes.push(Attribute { oid: oid.parse().unwrap(), values });
        signer.unsigned_attrs = Some(Attributes::try_from(attributes).unwrap());
        data.signer_infos = SignerInfos(SetOfVec::try_from(vec![signer]).unwrap());
    })
}

/// Bytes with others of the same length in the place of some.
pub fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let place = bytes.windows(from.len()).position(|window| window == from).unwrap();
    [&bytes[..place], to, &bytes[place + from.len()..]].concat()
}

/// A certificate with another value of its signature.
pub fn with_other_signature(certificate: &[u8]) -> Vec<u8> {
    let mut other = certificate.to_vec();
    *other.last_mut().unwrap() ^= 1;
    other
}

/// A value in DER.
pub fn value(tag: u8, body: &[u8]) -> Vec<u8> {
    let mut value = vec![tag];
    let length = body.len().to_be_bytes();
    let digits: Vec<_> = length.into_iter().skip_while(|digit| *digit == 0).collect();
    match digits.as_slice() {
        [] => value.push(0),
        [short @ 0..=0x7f] => value.push(*short),
        digits => {
            value.push(0x80 | u8::try_from(digits.len()).unwrap());
            value.extend_from_slice(digits);
        }
    }
    value.extend_from_slice(body);
    value
}

/// The signed attributes with an indefinite length, and each structure above them, as BER allows.
pub fn with_indefinite_attributes(signed: &[u8]) -> Vec<u8> {
    let info = ContentInfo::from_der(signed).unwrap();
    let data: SignedData = info.content.decode_as().unwrap();
    let signer = data.signer_infos.0.get(0).unwrap();
    let attributes = signer.signed_attrs.as_ref().unwrap().to_der().unwrap();
    let signer = Any::from_der(&signer.to_der().unwrap()).unwrap();
    let signer = signer.value();
    // Only its tag is another one where it stands.
    let rest = &attributes[1..];
    let place = signer.windows(rest.len()).position(|window| window == rest).unwrap();
    let (before, after) = (&signer[..place - 1], &signer[place + rest.len()..]);
    let attributes = Any::from_der(&attributes).unwrap();
    let all = info.content.value();
    let above = &all[..all.len() - data.signer_infos.to_der().unwrap().len()];
    let oid = info.content_type.to_der().unwrap();
    let begin = [b"\x30\x80", oid.as_slice(), b"\xa0\x80\x30\x80", above, b"\x31\x80\x30\x80"];
    let end = [before, b"\xa0\x80", attributes.value(), b"\0\0", after, &[0; 10]];
    [begin.concat(), end.concat()].concat()
}

/// The `BasicOCSPResponse` in a response.
pub fn basic_response(response: &[u8]) -> Vec<u8> {
    // What is around it are headers, the identifier of its kind, and a status.
    let oid = [0x06, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
    let at = response.windows(oid.len()).position(|window| window == oid).unwrap() + oid.len();
    Any::from_der(&response[at..]).unwrap().value().to_vec()
}

/// Signed data with other content, in whatever encoding.
pub fn with_content(signed: &[u8], content: &[u8]) -> Vec<u8> {
    rebuilt(signed, |parts| {
        let mut info = Any::from_der(&parts[2]).unwrap().value().to_vec();
        let end = info.iter().position(|byte| *byte == 0xa0).unwrap();
        info.truncate(end);
        info.extend(value(0xa0, content));
        parts[2] = value(0x30, &info);
    })
}

/// Signed data with its signer so many times, which is no set.
pub fn with_repeated_signers(signed: &[u8], times: usize) -> Vec<u8> {
    rebuilt(signed, |parts| repeat(parts.last_mut().unwrap(), 0x31, times))
}

/// Signed data with its certificates so many times.
pub fn with_repeated_certificates(signed: &[u8], times: usize) -> Vec<u8> {
    rebuilt(signed, |parts| repeat(&mut parts[3], 0xa0, times))
}

fn repeat(part: &mut Vec<u8>, tag: u8, times: usize) {
    let body = Any::from_der(part).unwrap().value().repeat(times);
    *part = value(tag, &body);
}

/// Signed data with changed parts: version, algorithms, content, certificates, signers.
fn rebuilt(signed: &[u8], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let info = ContentInfo::from_der(signed).unwrap();
    let mut parts = vec![];
    let mut rest = info.content.value();
    while !rest.is_empty() {
        let (part, after) = Any::from_der_partial(rest).unwrap();
        parts.push(part.to_der().unwrap());
        rest = after;
    }
    change(&mut parts);
    let data = value(0x30, &parts.concat());
    value(0x30, &[info.content_type.to_der().unwrap(), value(0xa0, &data)].concat())
}
