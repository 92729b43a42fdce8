use sigillo_kit::texts;

texts! {
/// The areas of the menu.
Areas {
    registry: "Anagrafica", "Registry";
    support: "Supporto", "Support";
    provider: "Gestore", "Provider";
}}
