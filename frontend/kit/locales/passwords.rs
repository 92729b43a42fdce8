texts! {
/// Forms to change a password.
Passwords {
    current_password: "Password attuale", "Current password";
    new_password: "Nuova password", "New password";
    new_password_again: "Conferma nuova password", "Confirm new password";
    passwords_differ: "Le due password nuove non sono uguali.", "The two new passwords are not the same.";
    wrong_password: "La password attuale non è corretta.", "The current password is wrong.";
    save: "Salva", "Save";
}}
