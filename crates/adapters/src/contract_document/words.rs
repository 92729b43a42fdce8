//! The document's own words, in both languages.

use sigillo_domain::message::Language;

pub struct Words(pub Language);

impl Words {
    pub fn preview(&self) -> &'static str {
        self.0.choose("Anteprima, non valida", "Preview, not valid")
    }

    pub fn contract(&self, reference: &str) -> String {
        let word = self.0.choose("Contratto", "Contract");
        format!("{word} {reference}").trim_end().to_owned()
    }

    pub fn made_on(&self, reference: &str, day: &str) -> String {
        let word = self.0.choose("Contratto", "Contract");
        let of = self.0.choose("del", "of");
        match (reference, day) {
            ("", "") => String::new(),
            ("", day) => format!("{word} {of} {day}"),
            (reference, "") => format!("{word} {reference}"),
            (reference, day) => format!("{word} {reference} {of} {day}"),
        }
    }

    pub fn page(&self, number: usize, total: usize) -> String {
        match self.0 {
            Language::It => format!("Pagina {number} di {total}"),
            Language::En => format!("Page {number} of {total}"),
        }
    }

    pub fn parties(&self) -> &'static str {
        self.0.choose("Parti", "Parties")
    }

    pub fn mailbox(&self) -> &'static str {
        self.0.choose("Casella e piano", "Mailbox and plan")
    }

    pub fn specific_approval(&self) -> &'static str {
        self.0.choose(
            "Clausole da approvare specificamente (artt. 1341 e 1342 c.c.)",
            "Clauses for specific approval (arts. 1341 and 1342 c.c.)",
        )
    }

    pub fn why_specific_approval(&self) -> &'static str {
        self.0.choose(
            "Ai sensi degli articoli 1341 e 1342 del codice civile, le clausole che seguono richiedono \
             un'approvazione specifica, distinta da quella del contratto.",
            "Under articles 1341 and 1342 of the Italian Civil Code (c.c.), the clauses that follow require a \
             specific approval, apart from that of the contract.",
        )
    }

    pub fn evidence(&self) -> &'static str {
        self.0.choose("Evidenze della firma elettronica", "Evidence of the electronic signature")
    }

    pub fn evidence_page(&self, number: usize, total: usize) -> String {
        match self.0 {
            Language::It => format!("Evidenze, pagina {number} di {total}"),
            Language::En => format!("Evidence, page {number} of {total}"),
        }
    }

    pub fn document(&self) -> &'static str {
        self.0.choose("Documento", "Document")
    }

    pub fn signed_copy(&self) -> &'static str {
        self.0.choose("File firmato dal titolare", "File signed by the holder")
    }

    pub fn what_is_digested(&self) -> &'static str {
        self.0.choose(
            "Impronta del documento che è stato firmato, cioè del file con le sole pagine che precedono.",
            "Digest of the document that was signed: the file with the pages before these alone.",
        )
    }

    pub fn consents(&self) -> &'static str {
        self.0.choose("Consensi", "Consents")
    }

    pub fn what_is_accepted(&self) -> &'static str {
        self.0.choose(
            "Ogni testo è stato accettato separatamente. L'impronta SHA-256 lo identifica.",
            "Each text was accepted separately. Its SHA-256 digest identifies it.",
        )
    }

    pub fn events(&self) -> &'static str {
        self.0.choose("Eventi", "Events")
    }

    pub fn rome(&self) -> &'static str {
        self.0.choose("Roma", "Rome")
    }

    pub fn time_format(&self) -> &'static str {
        self.0.choose("%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S")
    }
}
