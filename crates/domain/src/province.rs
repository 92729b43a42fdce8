//! Italian provinces.

use crate::fault::FaultCode;

/// A province by its two letters. Those that no longer exist are none, nor is `EE`, which stands for
/// abroad: an address there has no province.
///
/// Sardinia has again had the provinces of Gallura, Ogliastra, Medio Campidano and Sulcis since 2025.
/// The registers of the population do not know them yet: there, their municipalities are still under
/// `NU`, `SS` and `SU`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Province {
    code: &'static str,
    name: &'static str,
}

impl Province {
    /// All of them, by their letters.
    pub const ALL: [Self; TABLE.len()] = {
        let mut provinces = [Self { code: "", name: "" }; TABLE.len()];
        let mut place = 0;
        while place < TABLE.len() {
            let (code, name) = TABLE[place];
            provinces[place] = Self { code, name };
            place += 1;
        }
        provinces
    };

    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        let found = Self::ALL.into_iter().find(|known| known.code.eq_ignore_ascii_case(text));
        found.ok_or(FaultCode::UnknownProvince)
    }

    /// Its two letters.
    pub const fn code(self) -> &'static str {
        self.code
    }

    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl std::fmt::Display for Province {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

const TABLE: [(&str, &str); 107] = [
    ("AG", "Agrigento"),
    ("AL", "Alessandria"),
    ("AN", "Ancona"),
    ("AO", "Aosta"),
    ("AP", "Ascoli Piceno"),
    ("AQ", "L'Aquila"),
    ("AR", "Arezzo"),
    ("AT", "Asti"),
    ("AV", "Avellino"),
    ("BA", "Bari"),
    ("BG", "Bergamo"),
    ("BI", "Biella"),
    ("BL", "Belluno"),
    ("BN", "Benevento"),
    ("BO", "Bologna"),
    ("BR", "Brindisi"),
    ("BS", "Brescia"),
    ("BT", "Barletta-Andria-Trani"),
    ("BZ", "Bolzano"),
    ("CA", "Cagliari"),
    ("CB", "Campobasso"),
    ("CE", "Caserta"),
    ("CH", "Chieti"),
    ("CL", "Caltanissetta"),
    ("CN", "Cuneo"),
    ("CO", "Como"),
    ("CR", "Cremona"),
    ("CS", "Cosenza"),
    ("CT", "Catania"),
    ("CZ", "Catanzaro"),
    ("EN", "Enna"),
    ("FC", "Forlì-Cesena"),
    ("FE", "Ferrara"),
    ("FG", "Foggia"),
    ("FI", "Firenze"),
    ("FM", "Fermo"),
    ("FR", "Frosinone"),
    ("GE", "Genova"),
    ("GO", "Gorizia"),
    ("GR", "Grosseto"),
    ("IM", "Imperia"),
    ("IS", "Isernia"),
    ("KR", "Crotone"),
    ("LC", "Lecco"),
    ("LE", "Lecce"),
    ("LI", "Livorno"),
    ("LO", "Lodi"),
    ("LT", "Latina"),
    ("LU", "Lucca"),
    ("MB", "Monza e della Brianza"),
    ("MC", "Macerata"),
    ("ME", "Messina"),
    ("MI", "Milano"),
    ("MN", "Mantova"),
    ("MO", "Modena"),
    ("MS", "Massa-Carrara"),
    ("MT", "Matera"),
    ("NA", "Napoli"),
    ("NO", "Novara"),
    ("NU", "Nuoro"),
    ("OR", "Oristano"),
    ("PA", "Palermo"),
    ("PC", "Piacenza"),
    ("PD", "Padova"),
    ("PE", "Pescara"),
    ("PG", "Perugia"),
    ("PI", "Pisa"),
    ("PN", "Pordenone"),
    ("PO", "Prato"),
    ("PR", "Parma"),
    ("PT", "Pistoia"),
    ("PU", "Pesaro e Urbino"),
    ("PV", "Pavia"),
    ("PZ", "Potenza"),
    ("RA", "Ravenna"),
    ("RC", "Reggio Calabria"),
    ("RE", "Reggio nell'Emilia"),
    ("RG", "Ragusa"),
    ("RI", "Rieti"),
    ("RM", "Roma"),
    ("RN", "Rimini"),
    ("RO", "Rovigo"),
    ("SA", "Salerno"),
    ("SI", "Siena"),
    ("SO", "Sondrio"),
    ("SP", "La Spezia"),
    ("SR", "Siracusa"),
    ("SS", "Sassari"),
    ("SU", "Sud Sardegna"),
    ("SV", "Savona"),
    ("TA", "Taranto"),
    ("TE", "Teramo"),
    ("TN", "Trento"),
    ("TO", "Torino"),
    ("TP", "Trapani"),
    ("TR", "Terni"),
    ("TS", "Trieste"),
    ("TV", "Treviso"),
    ("UD", "Udine"),
    ("VA", "Varese"),
    ("VB", "Verbano-Cusio-Ossola"),
    ("VC", "Vercelli"),
    ("VE", "Venezia"),
    ("VI", "Vicenza"),
    ("VR", "Verona"),
    ("VT", "Viterbo"),
    ("VV", "Vibo Valentia"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_is_one_of_the_list() {
        assert!(Province::ALL.is_sorted());
        for province in Province::ALL {
            assert_eq!(Province::parse(&province.code.to_lowercase()), Ok(province));
        }
        assert_eq!(Province::parse(" pz ").unwrap().name(), "Potenza");
        assert_eq!(Province::parse(""), Err(FaultCode::Required));
        // Abroad, former letters of Forlì-Cesena, and names in place of the letters.
        for text in ["EE", "FO", "Potenza", "ROMA", "è"] {
            assert_eq!(Province::parse(text), Err(FaultCode::UnknownProvince), "{text:?}");
        }
    }
}
