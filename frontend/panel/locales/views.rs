use sigillo_kit::texts;

texts! {
/// Saved views of a list.
Views {
    title: "Viste salvate", "Saved views";
    save: "Salva vista", "Save view";
    do_save: "Salva", "Save";
    edit: "Modifica vista", "Edit view";
    edit_it(name: &str): format!("Modifica la vista {name}"), format!("Edit the view {name}");
    others(count: &str): format!("Altre viste ({count})"), format!("Other views ({count})");
    delete: "Elimina vista", "Delete view";
    delete_note: "Una vista eliminata non si può recuperare.", "A deleted view cannot be brought back.";
    name: "Nome della vista", "Name of the view";
    shared: "Condivisa con l'organizzazione", "Shared with the organisation";
    shared_hint: "Ognuno vi trova le caselle che può vedere.", "Everybody finds in it the mailboxes that they may see.";
    shared_by(name: &str): format!("Condivisa da {name}"), format!("Shared by {name}");
    alert: "Avviso per e-mail", "Alert by e-mail";
    alert_hint: "Un messaggio quando le caselle della vista superano un numero, al massimo uno al giorno.",
        "A message when the view has more than a number of mailboxes, at most one a day.";
    above: "Quando sono più di", "When there are more than";
    above_unit: "caselle", "mailboxes";
    email: "E-mail", "E-mail";
}}
