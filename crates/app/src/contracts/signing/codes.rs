//! The codes by which holders sign.

use sigillo_domain::contract::CODE_DIGITS;
use sigillo_domain::id::ContractId;

use crate::Entropy;
use crate::mac::{self, Key};

/// Makes the digests under which codes are stored. Six digits can be guessed from a plain hash, so the digest
/// needs a key that the database does not have.
pub struct SigningCodes {
    key: Key,
}

impl SigningCodes {
    pub fn new(signing_key: &Key) -> Self {
        Self { key: mac::derive(signing_key, "sigillo: codes that sign a contract") }
    }

    /// The digest of a code for one document of one contract.
    pub(super) fn digest(&self, contract_id: ContractId, sha256: &str, code: &str) -> String {
        let id = contract_id.uuid().into_bytes();
        let parts: [&[u8]; 3] = [&id, sha256.as_bytes(), code.as_bytes()];
        hex::encode(mac::tag(&mac::authenticator(&self.key, &parts)))
    }

    pub(super) fn is_valid(
        &self,
        contract_id: ContractId,
        sha256: &str,
        code: &str,
        digest: &str,
    ) -> bool {
        let id = contract_id.uuid().into_bytes();
        let parts: [&[u8]; 3] = [&id, sha256.as_bytes(), code.as_bytes()];
        hex::decode(digest).is_ok_and(|tag| mac::is_valid(&self.key, &parts, &tag))
    }
}

/// Six random digits, each code as likely as any other.
pub(super) fn draw(entropy: &dyn Entropy) -> String {
    const CODES: u32 = 10_u32.pow(CODE_DIGITS);
    // The largest multiple of the number of codes: what lies beyond would make some codes likelier.
    const FAIR: u32 = u32::MAX - u32::MAX % CODES;
    loop {
        let mut bytes = [0; 4];
        entropy.fill(&mut bytes);
        let number = u32::from_be_bytes(bytes);
        if number < FAIR {
            return format!("{:0width$}", number % CODES, width = CODE_DIGITS as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    /// Fills with a number that grows from call to call, beginning with one that is not fair.
    struct Counting(AtomicU8);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            let call = self.0.fetch_add(1, Ordering::Relaxed);
            bytes.fill(if call == 0 { 0xff } else { call });
        }
    }

    #[test]
    fn a_code_has_six_digits_and_unfair_numbers_are_drawn_again() {
        let code = draw(&Counting(AtomicU8::new(0)));
        assert_eq!(code, format!("{:06}", 0x0101_0101 % 1_000_000));
    }

    #[test]
    fn a_code_is_for_one_document_of_one_contract() {
        let codes = SigningCodes::new(&[7; 32]);
        let (one, other) = (ContractId::from_u128(1), ContractId::from_u128(2));
        let digest = codes.digest(one, "aa", "012345");
        assert!(codes.is_valid(one, "aa", "012345", &digest));
        assert!(!codes.is_valid(one, "aa", "012346", &digest));
        assert!(!codes.is_valid(one, "ab", "012345", &digest));
        assert!(!codes.is_valid(other, "aa", "012345", &digest));
        assert!(!SigningCodes::new(&[8; 32]).is_valid(one, "aa", "012345", &digest));
    }
}
