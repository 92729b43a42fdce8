//! Postfix's log: who hands over a message, and that it was accepted, are told on two lines with the same queue id.
//!
//! The lines give local times without a year. The ids tell the time better: the long ones (`enable_long_queue_ids`) begin
//! with the moment at which the message was begun, and are never used twice.

use chrono::{DateTime, Utc};
use sigillo_domain::list::check_time;

use super::lines::{Event, Unreadable, address};

/// The digits of a moment in a queue id.
const DIGITS: &[u8; 52] = b"0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
/// The last digits of the moment: the microseconds.
const MICROSECOND_DIGITS: usize = 4;
/// Stands between the moment and the number of the file, which does not have it as a digit.
const SEPARATOR: char = 'z';

pub fn read(line: &str) -> Result<Option<Event>, Unreadable> {
    // What stands before the first process id is the log's own, whatever was sent.
    let Some((before, text)) = line.split_once("]: ") else { return Ok(None) };
    let process = before.rsplit(' ').next().unwrap_or_default();
    let program = process.split('[').next().unwrap_or_default();
    let Some((queue_id, text)) = text.split_once(": ") else { return Ok(None) };
    match program.rsplit('/').next() {
        Some("smtpd") => {
            let Some(user) = signed_in(text) else { return Ok(None) };
            let at = time(queue_id)?;
            Ok(Some(Event::HandoverBegun {
                queue_id: queue_id.into(),
                address: address(user)?,
                at,
            }))
        }
        Some("qmgr") if text.starts_with("from=<") && text.ends_with(" (queue active)") => {
            // Only messages whose handover was read are of interest, and those have good ids.
            Ok(time(queue_id).ok().map(|_| Event::Accepted { queue_id: queue_id.into() }))
        }
        _ => Ok(None),
    }
}

/// Who has signed in, by the line of a new message: `client=…, sasl_method=…, sasl_username=…`.
fn signed_in(text: &str) -> Option<&str> {
    let mut parts = text.split(", ");
    parts.next()?.strip_prefix("client=")?;
    parts.next()?.strip_prefix("sasl_method=")?;
    parts.next()?.strip_prefix("sasl_username=")
}

/// The moment at which the message with a long queue id was begun.
fn time(queue_id: &str) -> Result<DateTime<Utc>, Unreadable> {
    let (moment, file) = queue_id.rsplit_once(SEPARATOR).ok_or(Unreadable)?;
    let is_good = file.bytes().all(|byte| DIGITS.contains(&byte)) && !file.is_empty();
    if !is_good || file.len() > 32 || !moment.is_ascii() || moment.len() < 6 + MICROSECOND_DIGITS {
        return Err(Unreadable);
    }
    let (seconds, micros) = moment.split_at(moment.len() - MICROSECOND_DIGITS);
    let at = DateTime::from_timestamp(number(seconds)?, 0).ok_or(Unreadable)?;
    let at = at.checked_add_signed(chrono::TimeDelta::microseconds(number(micros)?));
    check_time(at.ok_or(Unreadable)?).map_err(|_| Unreadable)
}

fn number(digits: &str) -> Result<i64, Unreadable> {
    digits.bytes().try_fold(0_i64, |number, digit| {
        let value = DIGITS.iter().position(|it| *it == digit).ok_or(Unreadable)?;
        let value = i64::try_from(value).map_err(|_| Unreadable)?;
        number.checked_mul(52).and_then(|number| number.checked_add(value)).ok_or(Unreadable)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "4f1234Zbcdz2Tx";

    fn submitted(id: &str, user: &str) -> String {
        format!(
            "Dec  1 03:15:30 posta postfix/submission/smtpd[123]: {id}: client=localhost[127.0.0.1], \
             sasl_method=PLAIN, sasl_username={user}"
        )
    }

    fn active(id: &str, sender: &str) -> String {
        format!(
            "Dec  1 03:15:30 posta postfix/qmgr[9]: {id}: from=<{sender}>, size=359, nrcpt=2 (queue active)"
        )
    }

    #[test]
    fn a_message_of_a_signed_in_user_is_read_in_two_lines() {
        let at = time(ID).unwrap();
        let begun =
            Event::HandoverBegun { queue_id: ID.into(), address: "anna@pec.example.it".into(), at };
        assert_eq!(read(&submitted(ID, "Anna@pec.example.it")), Ok(Some(begun.clone())));
        let with_sender = submitted(ID, "anna@pec.example.it, sasl_sender=altri@example.net");
        assert_eq!(read(&with_sender), Ok(Some(begun)));
        let accepted = Event::Accepted { queue_id: ID.into() };
        assert_eq!(read(&active(ID, "anna@pec.example.it")), Ok(Some(accepted)));
        // Another format of the time, and an instance with a name of its own.
        let other = active(ID, "a@b.it").replace("Dec  1 03:15:30", "2026-12-01T03:15:30.1+01:00");
        let other = other.replace("postfix/qmgr", "postfix-out/qmgr");
        assert!(matches!(read(&other), Ok(Some(Event::Accepted { .. }))));
    }

    #[test]
    fn the_moment_is_in_the_id() {
        // As Postfix makes it of 1,764,559,530 seconds and 123,456 microseconds.
        let digits = |mut number: usize, pad: usize| {
            let mut text = vec![];
            while number > 0 || text.len() < pad {
                text.insert(0, DIGITS[number % 52]);
                number /= 52;
            }
            String::from_utf8(text).unwrap()
        };
        let id = format!("{}{}z4Kq", digits(1_764_559_530, 6), digits(123_456, 4));
        assert_eq!(time(&id), Ok("2025-12-01T03:25:30.123456Z".parse().unwrap()));
        for wrong in [
            "3F2A1B0C9D",
            "z",
            "zz",
            "4f1234Zbcdz",
            "4f1234Zb dz2Tx",
            "4f1234Zbcdé2Tx",
            "zzzzzzzzzzzzzzzzzzzzzzz1",
        ] {
            assert_eq!(time(wrong), Err(Unreadable), "{wrong}");
        }
    }

    #[test]
    fn other_lines_tell_nothing() {
        for line in [
            "Dec  1 03:15:30 posta postfix/smtpd[123]: 4f1234Zbcdz2Tx: client=mx.example.net[192.0.2.1]".to_owned(),
            active(ID, "a@b.it").replace(" (queue active)", ""),
            active("3F2A1B0C9D", "a@b.it"),
            format!("Dec  1 03:15:30 posta postfix/smtpd[1]: NOQUEUE: reject: {}", submitted(ID, "anna@pec.example.it")),
            "Dec  1 03:15:30 posta postfix/smtpd[123]: connect from localhost[127.0.0.1]".to_owned(),
            "4f1234Zbcdz2Tx: client=x, sasl_method=PLAIN, sasl_username=y".to_owned(),
            String::new(),
        ] {
            assert_eq!(read(&line), Ok(None), "{line}");
        }
    }

    #[test]
    fn without_a_long_id_a_sent_message_has_no_time() {
        assert_eq!(read(&submitted("3F2A1B0C9D", "anna@pec.example.it")), Err(Unreadable));
        assert_eq!(read(&submitted(ID, "")), Err(Unreadable));
    }
}
