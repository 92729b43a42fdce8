use sigillo_domain::receipt::ReceiptRecipient;

use super::*;

const WHOLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<postacert tipo="avvenuta-consegna" errore="nessuno">
    <intestazione>
        <mittente>Ufficio@pec.example.it</mittente>
        <destinatari tipo="certificato">uno@pec.example.org</destinatari>
        <destinatari tipo="esterno">due@example.org</destinatari>
        <destinatari>tre@pec.example.org</destinatari>
        <risposte>ufficio@pec.example.it</risposte>
        <oggetto>Offerta n. 7 &lt;bis&gt; &amp; &#232; <![CDATA[A&B]]></oggetto>
    </intestazione>
    <dati>
        <gestore-emittente>Gestore di prova S.p.A.</gestore-emittente>
        <data zona="+0100"><giorno>01/12/2026</giorno><ora>10:11:12</ora></data>
        <identificativo>opec1.20261201@pec.example.it</identificativo>
        <msgid>&lt;1.2@example.it&gt;</msgid>
        <ricevuta tipo="completa"/>
        <consegna>uno@pec.example.org</consegna>
        <ricezione>due@example.org</ricezione>
        <errore-esteso>Nessuno</errore-esteso>
    </dati>
</postacert>"#;

fn recipient(address: &str, is_certified: bool) -> ReceiptRecipient {
    ReceiptRecipient { address: address.into(), is_certified }
}

/// The data of [`WHOLE`] but for where they are broken.
fn assert_whole(data: &CertificationData) {
    assert_eq!(data.kind.as_deref(), Some("avvenuta-consegna"));
    assert_eq!(data.error.as_deref(), Some("nessuno"));
    assert_eq!(data.sender.as_deref(), Some("ufficio@pec.example.it"));
    assert_eq!(
        data.recipients,
        [
            recipient("uno@pec.example.org", true),
            recipient("due@example.org", false),
            recipient("tre@pec.example.org", true)
        ]
    );
    assert_eq!(data.provider.as_deref(), Some("Gestore di prova S.p.A."));
    assert_eq!(data.identifier.as_deref(), Some("opec1.20261201@pec.example.it"));
    assert_eq!(data.reference.as_deref(), Some("1.2@example.it"));
    assert_eq!(data.form.as_deref(), Some("completa"));
    assert_eq!(data.delivered_to.as_deref(), Some("uno@pec.example.org"));
    assert_eq!(data.error_text.as_deref(), Some("Nessuno"));
    assert_eq!(data.certified_at, Some("2026-12-01T09:11:12Z".parse().unwrap()));
}

#[test]
fn data_are_read() {
    let data = CertificationData::read(WHOLE.as_bytes());
    assert_whole(&data);
    assert_eq!(data.subject.as_deref(), Some("Offerta n. 7 <bis> & è A&B"));
    assert!(!data.is_broken);
}

#[test]
fn what_is_not_well_formed_is_read_nevertheless_and_noted() {
    for (from, to) in [
        ("&lt;1.2@example.it&gt;", "<1.2@example.it>"),
        ("&lt;1.2@example.it&gt;", "<1.2@example.it"),
        ("&lt;bis&gt; &amp;", "&lt;bis> &"),
        ("&lt;bis&gt; &amp;", "<bis> & <oggett>"),
        ("</intestazione>", ""),
        ("</mittente>", ""),
        ("</postacert>", ""),
        ("</postacert>", "</postacert><postacert tipo=\"accettazione\"/>"),
        ("<dati>", "<dati a=1 b>"),
    ] {
        let text = WHOLE.replace(from, to);
        assert_ne!(text, WHOLE);
        let data = CertificationData::read(text.as_bytes());
        assert_whole(&data);
        assert!(data.is_broken, "{to}");
    }
}

#[test]
fn what_is_cut_off_is_not_taken_for_the_whole() {
    let (start, _) = WHOLE.split_once(".org</consegna>").unwrap();
    let data = CertificationData::read(start.as_bytes());
    assert_eq!((data.delivered_to, data.recipients.len()), (None, 3));
    assert!(data.is_broken);
}

#[test]
fn what_is_missing_is_noted() {
    for from in [
        " tipo=\"avvenuta-consegna\"",
        "<mittente>Ufficio@pec.example.it</mittente>",
        " zona=\"+0100\"",
        "<giorno>01/12/2026</giorno>",
        "<identificativo>opec1.20261201@pec.example.it</identificativo>",
    ] {
        let data = CertificationData::read(WHOLE.replace(from, "").as_bytes());
        assert!(data.is_broken, "{from}");
        assert_eq!(data.recipients.len(), 3);
    }
    assert!(CertificationData::read(b"").is_broken);
    assert!(CertificationData::read(WHOLE.replace("uno@", "uno @").as_bytes()).is_broken);
}

#[test]
fn other_encodings_are_read() {
    let latin = WHOLE.replace("UTF-8", "ISO-8859-1").replace("&#232;", "è");
    let (bytes, ..) = WINDOWS_1252.encode(&latin);
    let data = CertificationData::read(&bytes);
    assert!(!data.is_broken);
    assert_eq!(data.subject.as_deref(), Some("Offerta n. 7 <bis> & è A&B"));
    // Declared as something else.
    let wrong = WHOLE.replace("&#232;", "è");
    let data = CertificationData::read(&WINDOWS_1252.encode(&wrong).0);
    assert!(data.is_broken);
    assert_eq!(data.subject.as_deref(), Some("Offerta n. 7 <bis> & è A&B"));
    let with_mark = format!("\u{feff}{WHOLE}");
    assert!(!CertificationData::read(with_mark.as_bytes()).is_broken);
}

#[test]
fn nothing_that_a_document_type_defines_is_put_in() {
    let plain = "<!DOCTYPE postacert SYSTEM \"daticert.dtd\"><postacert ";
    let data = CertificationData::read(WHOLE.replace("<postacert ", plain).as_bytes());
    assert_whole(&data);
    assert!(!data.is_broken);
    let bomb = "<!DOCTYPE postacert [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">\
                <!ENTITY c SYSTEM \"file:///etc/passwd\">]><postacert ";
    let text = WHOLE.replace("<postacert ", bomb).replace("&#232;", "&b;&c;");
    let data = CertificationData::read(text.as_bytes());
    assert_whole(&data);
    assert!(data.is_broken);
    assert!(data.subject.unwrap().contains("&b;&c;"));
}

#[test]
fn hostile_data_end_soon() {
    for piece in
        ["<destinatari>", "<a>", "<!--", "<destinatari", "&#1;", "<msgid><", "<![CDATA[", "<a b='"]
    {
        let text = piece.repeat(4 * 1024 * 1024 / piece.len());
        let started = std::time::Instant::now();
        let data = CertificationData::read(format!("<postacert>{text}").as_bytes());
        assert!(data.is_broken);
        assert!(started.elapsed().as_secs() < 10, "{piece}");
    }
}

#[test]
fn ten_thousand_recipients_are_read_and_more_than_any_message_has_are_not() {
    let recipients = |count: usize| {
        let many = (0..count)
            .map(|n| format!("<destinatari>destinatario{n}@pec.example.org</destinatari>"))
            .collect::<Vec<_>>()
            .concat();
        CertificationData::read(
            WHOLE.replace("<risposte>", &format!("{many}<risposte>")).as_bytes(),
        )
    };
    let data = recipients(10_000);
    assert_eq!((data.recipients.len(), data.is_cut, data.is_broken), (10_003, false, false));
    let data = recipients(20_000);
    assert_eq!((data.recipients.len(), data.is_cut), (MAX_RECIPIENTS, true));
}
