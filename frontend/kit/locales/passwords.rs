texts! {
/// Forms to change a password.
Passwords {
    rule: "Almeno 12 caratteri: una frase di più parole va benissimo. Non sono ammesse le password più usate, le ripetizioni o sequenze (aaaa, 1234), il nome utente, né password composte solo da nomi della persona, dell'organizzazione o del servizio.",
        "At least 12 characters: a phrase of several words is fine. Not accepted: the most used passwords, repetitions and sequences (aaaa, 1234), the user name, and passwords made only of the names of the person, the organisation or the service.";
    current_password: "Password attuale", "Current password";
    new_password: "Nuova password", "New password";
    new_password_again: "Conferma nuova password", "Confirm new password";
    passwords_differ: "Le due password nuove non sono uguali.", "The two new passwords are not the same.";
    wrong_password: "La password attuale non è corretta.", "The current password is wrong.";
    save: "Salva", "Save";
}}
