use sigillo_kit::texts;

texts! {
/// The areas of the menu.
Areas {
    registry: "Anagrafica", "Registry";
    provider: "Gestore", "Provider";
}}
