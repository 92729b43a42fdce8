use sigillo_domain::restore::Irreversible;

texts! {
/// What can be undone and what cannot.
Undo {
    restore: "Ripristina", "Restore";
    restore_title: "Ripristina i dati precedenti", "Restore the earlier data";
    restore_text: "I dati torneranno com'erano prima di questa modifica:", "The data will be as they were before this change:";
    restore_recorded: "Il ripristino resta nello storico come ogni altra modifica.",
        "The restoration is recorded in the history like any other change.";
    restored(name: &str): format!("I dati di {name} sono stati ripristinati"), format!("The data of {name} were restored");
    restores(seq: i64): format!("Ripristina i dati precedenti al record {seq}"), format!("Restores the data from before record {seq}");

    never: "Questa operazione non si può annullare.", "This cannot be undone.";
    by_restoring: "Si può annullare con «Ripristina», nello storico.", "It can be undone with “Restore”, in the history.";
    by_job: "Si può annullare a operazione conclusa, finché se ne conservano le righe.",
        "It can be undone once the operation has finished, as long as its rows are kept.";

    creation: "Una creazione non si può annullare.", "A creation cannot be undone.";
    removal: "Una cancellazione non si può annullare.", "A deletion cannot be undone.";
    password: "Una password non si può ripristinare: se serve, se ne imposta una nuova.",
        "A password cannot be restored: if need be, a new one is set.";
    first_value: "Non si può annullare: è il primo valore, che si può solo cambiare.",
        "This cannot be undone: it is the first value, which can only be changed.";
}}

impl Undo {
    /// Why a record of the history cannot be undone; None if nobody would expect that it could.
    pub const fn reason(self, reason: Irreversible) -> Option<&'static str> {
        match reason {
            Irreversible::Creation => Some(self.creation()),
            Irreversible::Removal => Some(self.removal()),
            Irreversible::Password => Some(self.password()),
            Irreversible::FirstValue => Some(self.first_value()),
            Irreversible::NotAnEdit => None,
        }
    }
}
