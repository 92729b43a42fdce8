use sigillo_domain::identification::{
    AssuranceLevel, HolderCapacity, IdentificationMethod, IdentityDocumentKind, RemReadiness,
};

texts! {
/// The identity register: how the holders of mailboxes were identified.
Identification {
    method: "Metodo di identificazione", "Identification method";
    level: "Livello di garanzia", "Assurance level";
    identified_on: "Identificato il", "Identified on";
    identified_by: "Identificato da", "Identified by";
    document: "Documento di identità", "Identity document";
    document_kind: "Tipo di documento", "Kind of document";
    document_number: "Numero del documento", "Number of the document";
    document_expires_on: "Scadenza del documento", "Last day of the document";
    recorded_document(kind: &str, end: &str, date: &str): format!("{kind} …{end}, valido fino al {date}"), format!("{kind} …{end}, valid until {date}");
    capacity: "A titolo di", "Capacity";
    second_factor_since: "Secondo fattore dal", "Second factor since";
    rem_readiness: "Pronta per la REM", "Ready for REM";

    spid: "SPID", "SPID";
    cie: "CIE (carta d'identità elettronica)", "CIE (electronic identity card)";
    cns: "CNS (carta nazionale dei servizi)", "CNS (national services card)";
    digital_signature: "Firma digitale", "Digital signature";
    in_person: "Di persona", "In person";
    video: "In video", "By video";

    low: "Basso", "Low";
    substantial: "Significativo", "Substantial";
    high: "Elevato", "High";

    identity_card: "Carta d'identità", "Identity card";
    passport: "Passaporto", "Passport";
    driving_licence: "Patente di guida", "Driving licence";
    residence_permit: "Permesso di soggiorno", "Residence permit";
    other_kind: "Altro documento", "Other document";

    own_right: "In proprio", "In their own right";
    legal_representative: "Legale rappresentante", "Legal representative";

    ready: "Sì", "Yes";
    not_identified: "Titolare da identificare", "Holder to be identified";
    no_second_factor: "Manca il secondo fattore", "Second factor missing";
    not_prepared: "Titolare da identificare, manca il secondo fattore", "Holder to be identified, second factor missing";
}}

impl Identification {
    pub const fn method_is(self, method: IdentificationMethod) -> &'static str {
        match method {
            IdentificationMethod::Spid => self.spid(),
            IdentificationMethod::Cie => self.cie(),
            IdentificationMethod::Cns => self.cns(),
            IdentificationMethod::DigitalSignature => self.digital_signature(),
            IdentificationMethod::InPerson => self.in_person(),
            IdentificationMethod::Video => self.video(),
        }
    }

    pub const fn level_is(self, level: AssuranceLevel) -> &'static str {
        match level {
            AssuranceLevel::Low => self.low(),
            AssuranceLevel::Substantial => self.substantial(),
            AssuranceLevel::High => self.high(),
        }
    }

    pub const fn document_is(self, kind: IdentityDocumentKind) -> &'static str {
        match kind {
            IdentityDocumentKind::IdentityCard => self.identity_card(),
            IdentityDocumentKind::Passport => self.passport(),
            IdentityDocumentKind::DrivingLicence => self.driving_licence(),
            IdentityDocumentKind::ResidencePermit => self.residence_permit(),
            IdentityDocumentKind::Other => self.other_kind(),
        }
    }

    pub const fn capacity_is(self, capacity: HolderCapacity) -> &'static str {
        match capacity {
            HolderCapacity::OwnRight => self.own_right(),
            HolderCapacity::LegalRepresentative => self.legal_representative(),
        }
    }

    /// Whether a mailbox is ready for the European registered e-mail, or what it lacks.
    pub const fn readiness(self, readiness: RemReadiness) -> &'static str {
        match readiness {
            RemReadiness::Ready => self.ready(),
            RemReadiness::NotIdentified => self.not_identified(),
            RemReadiness::NoSecondFactor => self.no_second_factor(),
            RemReadiness::NotPrepared => self.not_prepared(),
        }
    }
}
