texts! {
/// The conflict when somebody else changed the object during an edit.
EditConflict {
    title: "Qualcun altro ha modificato questi dati", "Somebody else has changed this";
    text: "Sono stati modificati mentre ci stavi lavorando. Le tue modifiche non sono state salvate, ma sono ancora qui.",
        "It was changed while you were working on it. Your changes were not saved, but they are still here.";
    field: "Campo", "Field";
    before: "Prima", "Before";
    now: "Adesso", "Now";
    mine: "La tua modifica", "Your change";
    same: "invariato", "unchanged";
    redo: "Ripeti le mie modifiche", "Redo my changes";
    drop: "Scarta le mie modifiche", "Drop my changes";
}}
