use proptest::prelude::*;

use super::*;

/// What e-mails are made of, in any order: the more of it is next to each other, the more is read.
const FRAGMENTS: &[&str] = &[
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "\n\n",
    " ",
    "\t",
    "--",
    "=",
    "a",
    "\u{e8}",
    "\0",
    "X-Ricevuta: accettazione\r\n",
    "X-Trasporto: errore\n",
    "Subject: =?utf-8?Q?CONSEGNA:_a?=\r\n b\r\n",
    "Content-Type: multipart/signed; boundary=\"b\"\r\n\r\n",
    "Content-Type: multipart/mixed; boundary=c\n\n",
    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n",
    "Content-Type: text/plain; charset=iso-8859-1\r\n\r\n",
    "Content-Type: text/html\n\n",
    "Content-Type: application/xml; name=daticert.xml\r\n\r\n",
    "Content-Type: message/rfc822\r\n\r\n",
    "Content-Type: application/pkcs7-signature\r\n",
    "Content-Transfer-Encoding: base64\r\n\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
    "--b\r\n",
    "--b--\r\n",
    "--c\n",
    "--c--\n",
    "--b",
    "\r\n--b\r\n",
    "\r\n--c--",
    "<postacert tipo=\"accettazione\">",
    "<mittente>a@example.it</mittente>",
    "</postacert>",
    "PHBvc3RhY2VydD4=",
    "=C3=A8=\r\n",
];

fn mails() -> impl Strategy<Value = Vec<u8>> {
    let long = (b'a'..=b'z', 400_usize..1200).prop_map(|(byte, count)| vec![byte; count]);
    let spaces = (1_usize..600).prop_map(|count| vec![b' '; count]);
    let fragment = prop_oneof![
        8 => prop::sample::select(FRAGMENTS).prop_map(|text| text.as_bytes().to_vec()),
        1 => long,
        1 => spaces,
    ];
    prop::collection::vec(fragment, 0..60).prop_map(|fragments| fragments.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn pieces_change_nothing(
        mail in mails(),
        lengths in prop::collection::vec(1_usize..700, 1..20),
    ) {
        let mut parser = ReceiptParser::new();
        let mut rest = mail.as_slice();
        for length in lengths.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at(rest.len().min(*length));
            parser.write(piece);
            rest = after;
        }
        prop_assert_eq!(parser.finish().verify(&TrustAnchors::new(), now()), read(&mail));
    }

    #[test]
    fn line_ends_change_nothing(mail in mails()) {
        let mail: Vec<u8> = mail.into_iter().filter(|byte| *byte != b'\r').collect();
        let text = String::from_utf8_lossy(&mail).into_owned();
        prop_assert_eq!(read(text.replace('\n', "\r\n")), read(text));
    }
}
