//! The addresses that answers to notices come back to. Each names its ticket and is valid for one sender: whoever
//! writes from it has been sent a notice of that ticket.

use data_encoding::BASE32_NOPAD;
use sigillo_domain::id::TicketId;
use sigillo_domain::name::Email;
use uuid::Uuid;

use crate::mac::{self, Key};

const ID_LENGTH: usize = 16;
/// Of the tag. Whoever guesses has one try for each e-mail.
const TAG_LENGTH: usize = 10;
/// Longest local part (RFC 5321, 4.5.3.1.1).
const LOCAL_PART_MAX: usize = 64;
/// Characters of a token, and the sign before it.
const TOKEN_LENGTH: usize = ((ID_LENGTH + TAG_LENGTH) * 8).div_ceil(5) + 1;

/// Writes and reads the addresses.
pub struct ReplyAddresses {
    key: Key,
    local_part: String,
    domain: String,
}

/// What the recipients of an e-mail say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// The address of a notice to this sender.
    Valid(TicketId),
    /// An address of a notice to somebody else, or of none.
    Invalid,
}

impl ReplyAddresses {
    /// `address` is that of the mailbox. The error says what is wrong with it.
    pub fn new(signing_key: &Key, address: &str) -> Result<Self, String> {
        let (local_part, domain) = Self::check(address)?;
        let key = mac::derive(signing_key, "sigillo: addresses for answers to tickets");
        Ok(Self { key, local_part, domain })
    }

    /// The local part and the domain of the mailbox, or what is wrong with its address.
    pub fn check(address: &str) -> Result<(String, String), String> {
        let wrong = || format!("{address:?} is not an e-mail address");
        let parsed = Email::parse(address).map_err(|_| wrong())?;
        let parsed = parsed.as_str().to_ascii_lowercase();
        let (local_part, domain) = parsed.rsplit_once('@').ok_or_else(wrong)?;
        let most = LOCAL_PART_MAX - TOKEN_LENGTH;
        if local_part.contains('+') || local_part.len() > most {
            return Err(format!("{address:?} has a + or more than {most} characters before the @"));
        }
        Ok((local_part.to_owned(), domain.to_owned()))
    }

    /// The address by which a recipient of notices answers.
    pub(crate) fn address(&self, ticket_id: TicketId, recipient: &str) -> String {
        let id = ticket_id.uuid().into_bytes();
        let tag = mac::tag(&mac::authenticator(&self.key, &[&id, &folded(recipient)]));
        let token = BASE32_NOPAD.encode(&[&id[..], &tag[..TAG_LENGTH]].concat());
        format!("{}+{}@{}", self.local_part, token.to_ascii_lowercase(), self.domain)
    }

    /// What an address says that somebody has written to; None if it is no such address at all.
    pub(super) fn read(&self, address: &str, sender: &str) -> Option<Token> {
        let address = address.to_ascii_lowercase();
        let (local_part, domain) = address.rsplit_once('@')?;
        let (name, token) = local_part.split_once('+')?;
        if name != self.local_part || domain != self.domain {
            return None;
        }
        let bytes = BASE32_NOPAD.decode(token.to_ascii_uppercase().as_bytes()).ok();
        let valid = bytes.filter(|bytes| bytes.len() == ID_LENGTH + TAG_LENGTH).and_then(|bytes| {
            let (id, tag) = bytes.split_at(ID_LENGTH);
            let is_valid = mac::is_valid_beginning(&self.key, &[id, &folded(sender)], tag);
            Uuid::from_slice(id).ok().filter(|_| is_valid)
        });
        Some(valid.map_or(Token::Invalid, |id| Token::Valid(id.into())))
    }
}

fn folded(address: &str) -> Vec<u8> {
    address.to_ascii_lowercase().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENDER: &str = "Rosa@example.org";

    fn addresses() -> ReplyAddresses {
        ReplyAddresses::new(&[7; 32], "Supporto@assistenza.example.it").unwrap()
    }

    #[test]
    fn an_address_is_valid_for_whom_it_was_made_alone() {
        let id = TicketId::from_u128(u128::MAX / 3);
        let address = addresses().address(id, SENDER);
        assert!(address.starts_with("supporto+") && address.ends_with("@assistenza.example.it"));
        assert_eq!(addresses().read(&address, "rosa@EXAMPLE.org"), Some(Token::Valid(id)));
        assert_eq!(addresses().read(&address.to_uppercase(), SENDER), Some(Token::Valid(id)));
        assert_eq!(addresses().read(&address, "anna@example.org"), Some(Token::Invalid));
        let other = ReplyAddresses::new(&[8; 32], "supporto@assistenza.example.it").unwrap();
        assert_eq!(other.read(&address, SENDER), Some(Token::Invalid));
    }

    #[test]
    fn a_changed_address_is_invalid_and_another_is_none() {
        let address = addresses().address(TicketId::from_u128(3), SENDER);
        let (start, end) = ("supporto+".len(), address.find('@').unwrap());
        for place in start..end {
            let mut changed = address.clone().into_bytes();
            changed[place] = if changed[place] == b'a' { b'b' } else { b'a' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(addresses().read(&changed, SENDER), Some(Token::Invalid), "{place}");
        }
        assert_eq!(
            addresses().read("supporto+@assistenza.example.it", SENDER),
            Some(Token::Invalid)
        );
        for other in
            ["supporto@assistenza.example.it", "a+b@assistenza.example.it", "supporto+a@b", ""]
        {
            assert_eq!(addresses().read(other, SENDER), None, "{other}");
        }
    }

    #[test]
    fn the_longest_address_is_one_that_servers_take() {
        let most = "a".repeat(LOCAL_PART_MAX - TOKEN_LENGTH);
        let longest = ReplyAddresses::new(&[7; 32], &format!("{most}@example.it")).unwrap();
        let address = longest.address(TicketId::MAX, SENDER);
        assert_eq!(address.find('@'), Some(LOCAL_PART_MAX));
        for wrong in ["supporto", &format!("a{most}@example.it"), "a+b@example.it"] {
            assert!(ReplyAddresses::new(&[7; 32], wrong).is_err(), "{wrong}");
        }
    }
}
